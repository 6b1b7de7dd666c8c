#ifndef FOYER_SYNC_WIRE_WIRE_JSON_H
#define FOYER_SYNC_WIRE_WIRE_JSON_H

#include <jansson.h>

#include "data/base/err.h"
#include "data/base/id.h"

/*
 * What this room needs around jansson: parts of JSON text found by their place (so that bytes can
 * be taken as they came), texts written, members read by kind. jansson decides what is valid; its
 * parser recurses, so nothing deeper than WIRE_JSON_DEPTH_MAX is given to it.
 */
enum { WIRE_JSON_DEPTH_MAX = 32 };

/** Items of an array; `rest` starts as the text behind its "[". */
typedef struct {
    Str8 rest;
    bool any;
} WireJsonItems;

/**
 * The next item. Its end is found by brackets and quotes alone: it may be no JSON at all.
 * @return ERR_OK; ERR_NOT_FOUND: the array is over and items->rest behind "]"; ERR_INVALID
 */
MUST_USE ErrCode wire_json_next(WireJsonItems *items, Str8 *item);
/** Without white space between tokens; `text` itself when there is none. ptr NULL: no memory. */
Str8 wire_json_compact(Arena *arena, Str8 text);
/** One whole object in UTF-8, as far as brackets and quotes tell. */
bool wire_json_is_object(Str8 text);

/** The text in quotes, escaped as RFC 8259 section 7 asks and no further. */
void wire_json_add_text(Str8Builder *builder, Str8 text);
/** The same without the quotes. */
void wire_json_add_escaped(Str8Builder *builder, Str8 text);
/** Bytes in quotes as base64url without padding (RFC 4648 section 5). */
void wire_json_add_bytes(Str8Builder *builder, const void *bytes, size_t size);
void wire_json_add_id(Str8Builder *builder, Arena *arena, Id id);
void wire_json_add_time(Str8Builder *builder, Arena *arena, int64_t utc_ms);

/**
 * An object, at most WIRE_JSON_DEPTH_MAX deep, without double names; json_decref it.
 * @return ERR_OK, ERR_INVALID, ERR_NO_MEMORY
 */
MUST_USE ErrCode wire_json_parse_document(Str8 text, json_t **object, Err *err);
/** ptr NULL when it is no text. Borrows from the object. */
Str8 wire_json_text(const json_t *object, const char *name);
/** What a text in quotes says, in the arena. ERR_INVALID, ERR_NO_MEMORY. */
MUST_USE ErrCode wire_json_unescape(Arena *arena, Str8 quoted, Str8 *text);
/** base64url without padding, of exactly `size` bytes. */
bool wire_json_fixed_bytes(const json_t *object, const char *name, uint8_t *bytes, size_t size);
/** base64url without padding, in the arena. ERR_INVALID, ERR_NO_MEMORY. */
MUST_USE ErrCode wire_json_bytes(Arena *arena, Str8 text, Str8 *bytes);
bool wire_json_id(const json_t *object, const char *name, Id *id);
bool wire_json_time(const json_t *object, const char *name, int64_t *utc_ms);
/** An integer min..max. */
bool wire_json_int(const json_t *object, const char *name, int64_t min, int64_t max,
                   int64_t *number);

#endif
