#ifndef FOYER_DATA_DOMAIN_SCHEDULE_H
#define FOYER_DATA_DOMAIN_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/civil.h"

/*
 * When somebody is there: weekly hours, and the rules of HSDS schedules (RFC 5545 recurrence
 * parts). Everything is in local time of the school's zone; days are counted since 1970-01-01 in
 * that local calendar (schedule_day). Pure.
 */
enum {
    SCHEDULE_ORDINALS_MAX = 7,
    SCHEDULE_CLOSED_MAX = 400,   /* days of a school's calendar */
    SCHEDULE_AHEAD_DAYS = 60,    /* the next opening is looked for so far ahead */
    SCHEDULE_COUNT_DAYS = 3660,  /* COUNT is followed so far from the start, then it is over */
    SCHEDULE_NO_DAY = INT32_MIN, /* an absent date */
    SCHEDULE_DAY_MAX = 4000000,  /* of a rule's days, before 1970 and behind: years 1 to 9999 */
};

/** Weekly opening hours, the whole year round. */
typedef struct {
    int weekday;       /* 0 = Sunday .. 6 */
    int opens_minute;  /* of the day, 0..1439 */
    int closes_minute; /* exclusive, opens < closes <= 1440 */
} Hours;

typedef enum {
    SCHEDULE_ONCE,    /* no FREQ: on the start day; without one on every day it is valid */
    SCHEDULE_DAILY,   /* BYDAY and BYMONTHDAY limit it */
    SCHEDULE_WEEKLY,  /* on BYDAY, else on the start's weekday */
    SCHEDULE_MONTHLY, /* on BYDAY with its ordinals, on BYMONTHDAY, or where both agree */
    SCHEDULE_YEARLY,  /* as monthly, in the start's month; without either on the start's date */
} ScheduleFreq;

/** One BYDAY item: "2TU" = {2, 2}, "-1FR" = {-1, 5}, "MO" = {0, 1}. */
typedef struct {
    int8_t ordinal; /* 0 = every */
    int8_t weekday; /* 0 = Sunday .. 6 */
} ScheduleDay;

/** An HSDS schedule row that plain weekly hours cannot say. */
typedef struct {
    ScheduleFreq freq;
    int interval;       /* >= 1; counted from start_day, else from valid_from, else 1 */
    int32_t start_day;  /* DTSTART; SCHEDULE_NO_DAY = none */
    int32_t until_day;  /* UNTIL, inclusive; SCHEDULE_NO_DAY = none */
    int count;          /* COUNT of occurrences from start_day, 0 = endless */
    int32_t valid_from; /* inclusive; SCHEDULE_NO_DAY = none */
    int32_t valid_to;   /* inclusive; SCHEDULE_NO_DAY = none */
    int week_starts;    /* WKST, 0 = Sunday .. 6; RFC 5545's default is 1 */
    ScheduleDay days[SCHEDULE_ORDINALS_MAX]; /* BYDAY */
    size_t days_count;
    uint32_t month_days; /* BYMONTHDAY 1..31: bit 1 << day; bit 0 = the last day (-1) */
    int opens_minute;    /* 0..1439 */
    int closes_minute;   /* exclusive, opens < closes <= 1440 */
    bool closed;         /* an exception: closed on these days, the minutes do not matter */
} ScheduleRule;

/** Hours and rules of one service, borrowed. */
typedef struct {
    const Hours *hours;
    size_t hours_count;
    const ScheduleRule *rules;
    size_t rules_count;
} Schedule;

/** Days on which the school itself is closed, sorted; only its own people and services heed it. */
typedef struct {
    const int32_t *days;
    size_t count;
} ClosedDays;

/** Open now, or when next; minutes are local minutes of their day. */
typedef struct {
    bool known;
    bool open;
    bool always;       /* open, day and night for at least a week: no closing to show */
    int closes_days;   /* when open: days from today, mostly 0 */
    int closes_minute; /* of that day, 1..1440 */
    int next_days;     /* when closed: days from today, 0..SCHEDULE_AHEAD_DAYS */
    int next_opens_minute;
    int next_closes_minute; /* at most 1440 */
    int next_weekday;
} OpenState;

/** The local day's number since 1970-01-01. */
int32_t schedule_day(Civil local);

/** Whether `rule` says anything on `day` (valid_from/valid_to and the recurrence; not the hour). */
bool schedule_rule_is_on(const ScheduleRule *rule, int32_t day);

/**
 * The same rule with its COUNT as UNTIL. A rule with COUNT is counted from its start whenever it is
 * asked; whoever asks of a whole city at every key lets it count once.
 */
ScheduleRule schedule_rule_counted(const ScheduleRule *rule);

/**
 * The state at `local`. Adjoining and overlapping openings count as one; an opening that goes on
 * past midnight is two rows, and is one here. `closed` may be NULL.
 * known is false when there is no row, or none within SCHEDULE_AHEAD_DAYS.
 */
OpenState schedule_state(const Schedule *schedule, const ClosedDays *closed, Civil local);

#endif
