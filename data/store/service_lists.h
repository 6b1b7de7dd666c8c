#ifndef FOYER_DATA_STORE_SERVICE_LISTS_H
#define FOYER_DATA_STORE_SERVICE_LISTS_H

#include "data/base/err.h"
#include "data/domain/service.h"

/*
 * The small lists of a service as the text of one column each, and back. Private to data/store.
 *   needs      "talk food"
 *   languages  "en es"
 *   hours      "1 480 960;2 480 960": weekday, opens, closes
 *   rules      "2 1 - - 0 20332 - 1 0 540 1020 0 0 1 0 3;...": freq (0 = once .. 4 = yearly),
 *              interval, start, until, count, valid from, valid to, week starts, month days, opens,
 *              closes, closed, then pairs of ordinal and weekday. Days count from 1970-01-01, "-"
 * is none. Reading answers ERR_CORRUPT for what writing would not have written, and ERR_NO_MEMORY.
 * A need that this program does not know is left out.
 */
enum { SERVICE_LISTS_SIZE_MAX = 16 << 10 };

void needs_write(Str8Builder *builder, uint32_t needs);
uint32_t needs_read(Str8 text);

void languages_write(Str8Builder *builder, const Service *service);
MUST_USE ErrCode languages_read(Str8 text, Arena *arena, Service *service);

void hours_write(Str8Builder *builder, const Service *service);
MUST_USE ErrCode hours_read(Str8 text, Arena *arena, Service *service);

void rules_write(Str8Builder *builder, const Service *service);
MUST_USE ErrCode rules_read(Str8 text, Arena *arena, Service *service);

/** Everything about them that the store relies on. */
bool service_lists_are_valid(const Service *service);

#endif
