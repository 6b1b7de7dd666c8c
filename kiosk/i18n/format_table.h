#ifndef FOYER_KIOSK_I18N_FORMAT_TABLE_H
#define FOYER_KIOSK_I18N_FORMAT_TABLE_H

#include "data/base/arena.h"
#include "data/base/civil.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * What a language needs to write dates, times and numbers, asked of ICU once. Where ICU's data is
 * not what families read, OVERRIDES in format_table.c replaces it. Constant after loading.
 */
typedef struct {
    Str8 date_long; /* patterns of UTS 35: "EEEE, MMMM d" */
    Str8 date_short;
    Str8 date_day;
    Str8 date_year;
    Str8 time;
    Str8 range;       /* "{start} – {end}" with the markers inside where they belong */
    Str8 range_noon;  /* the ends have different markers */
    Str8 range_plain; /* no markers: 24 hours, or short opening hours */
    Str8 weekday_range;
    Str8 halves[2];       /* AM, PM beside one time */
    Str8 range_halves[2]; /* the same in a range */
    Str8 weekdays[7];     /* inside a sentence; 0 = Sunday */
    Str8 weekdays_title[7];
    Str8 weekdays_short[7];
    Str8 weekdays_short_title[7];
    Str8 months[12];
    Str8 months_short[12];
    Str8 group_separator; /* of thousands */
    Str8 list_separator;
    bool hours_24;
} FormatTable;

/** Fill `table` for `tag`; texts live in `arena`. ERR_INTERNAL when ICU's data is missing. */
MUST_USE ErrCode format_table_load(Arena *arena, Str8 tag, FormatTable *table, Err *err);

/** Add `civil` by a pattern of UTS 35 (G y M L d E c h H K k m a and quotes; no others). */
void format_table_add(Str8Builder *out, const FormatTable *table, Str8 pattern, const Civil *civil);

#endif
