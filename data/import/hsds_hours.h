#ifndef FOYER_DATA_IMPORT_HSDS_HOURS_H
#define FOYER_DATA_IMPORT_HSDS_HOURS_H

#include "data/domain/service.h"
#include "data/import/hsds_table.h"
#include "data/zone/zone.h"

/** Opening hours of one service while its rows are read. */
typedef struct {
    Arena *arena;
    Zone *zone;    /* the school's: times of another offset are turned to it */
    int32_t today; /* schedule_day in that zone */
    Hours hours[SERVICE_HOURS_MAX];
    size_t hours_count;
    ScheduleRule rules[SERVICE_RULES_MAX];
    size_t rules_count;
    bool own;        /* of Foyer's own export: notes say what HSDS has no place for */
    bool unreadable; /* some row was not understood: nothing may be computed */
    bool too_many;   /* more rows than a service may have: the same */
    bool turned;     /* a time was given in another offset */
    Str8 text;       /* lines, without doubles */
    Str8 original;   /* those that the rows were made from: they must agree */
} HsdsHours;

HsdsHours hsds_hours_begin(Arena *arena, Zone *zone, int32_t today);

/**
 * Add a schedule row: 1.x (weekday, opens_at, closes_at), a holiday (closed, start_date, end_date)
 * or 3.x (freq, byday ...). Free text is kept as text; nothing is read out of it.
 */
void hsds_hours_add(HsdsHours *hours, HsdsRow row);

/**
 * All rows are in. Hours that were not understood whole are dropped, for "closed" would be said of
 * days that nobody knows; the text stays. Text that only repeats the hours is dropped.
 */
void hsds_hours_end(HsdsHours *hours);

/** "9:00am", "0900", "9 AM", "noon", "24:00", "09:00:00-05:00". @param minute [out] 0..1440 */
bool hsds_time_parse(Str8 text, int *minute);
/** "Mon", "Monday", "MO", "lunes", 1 = Monday .. 7 = Sunday. @param weekday [out] 0 = Sunday */
bool hsds_weekday_parse(Str8 text, int *weekday);
/** "2025-10-16", with or without a time behind it; "10/16/2025". @param day [out] schedule_day */
bool hsds_date_parse(Str8 text, int32_t *day);

#endif
