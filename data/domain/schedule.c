#include "data/domain/schedule.h"

#include "data/base/check.h"

enum {
    WEEK_DAYS = 7,
    DAY_MINUTES = 1440,
    OPENINGS_MAX = 64, /* of one day, over hours and rules */
};

int32_t schedule_day(Civil local) {
    local.hour = 0;
    local.minute = 0;
    local.second = 0;
    return (int32_t)(civil_to_ms(local) / DAY_MS);
}

/* ---- one rule, one day ---- */

static Civil date_of(int32_t day) {
    return civil_from_ms((int64_t)day * DAY_MS);
}

static int days_in_month(Civil date) {
    Civil next = {.year = date.month == 12 ? date.year + 1 : date.year,
                  .month = date.month % 12 + 1,
                  .day = 1};
    return date_of(schedule_day(next) - 1).day;
}

/* What intervals are counted from. */
static int32_t anchor_of(const ScheduleRule *rule) {
    return rule->start_day != SCHEDULE_NO_DAY ? rule->start_day : rule->valid_from;
}

static bool is_on_interval(const ScheduleRule *rule, int64_t distance) {
    return anchor_of(rule) == SCHEDULE_NO_DAY || distance % rule->interval == 0;
}

static bool weekday_is_listed(const ScheduleRule *rule, int weekday) {
    for (size_t i = 0; i < rule->days_count; i++) {
        if (rule->days[i].weekday == weekday) {
            return true;
        }
    }
    return false;
}

/* The second Tuesday is in the month's second seven days; the last one in its last seven. */
static bool weekday_of_month_is_listed(const ScheduleRule *rule, Civil date) {
    int from_start = (date.day - 1) / WEEK_DAYS + 1;
    int from_end = -((days_in_month(date) - date.day) / WEEK_DAYS + 1);
    for (size_t i = 0; i < rule->days_count; i++) {
        int ordinal = rule->days[i].ordinal;
        if (rule->days[i].weekday == date.weekday &&
            (ordinal == 0 || ordinal == from_start || ordinal == from_end)) {
            return true;
        }
    }
    return false;
}

static bool month_day_is_listed(const ScheduleRule *rule, Civil date) {
    bool last = (rule->month_days & 1u) != 0 && date.day == days_in_month(date);
    return last || (rule->month_days & UINT32_C(1) << date.day) != 0;
}

static bool is_on_daily(const ScheduleRule *rule, int32_t day, Civil date) {
    return is_on_interval(rule, (int64_t)day - anchor_of(rule)) &&
           (rule->days_count == 0 || weekday_is_listed(rule, date.weekday)) &&
           (rule->month_days == 0 || month_day_is_listed(rule, date));
}

static bool is_on_weekly(const ScheduleRule *rule, int32_t day, Civil date) {
    int32_t anchor = anchor_of(rule);
    if (anchor != SCHEDULE_NO_DAY) {
        int anchor_at = (date_of(anchor).weekday - rule->week_starts + WEEK_DAYS) % WEEK_DAYS;
        int at = (date.weekday - rule->week_starts + WEEK_DAYS) % WEEK_DAYS;
        if (!is_on_interval(rule, ((day - at) - (anchor - anchor_at)) / WEEK_DAYS)) {
            return false;
        }
    }
    if (rule->days_count > 0) {
        return weekday_is_listed(rule, date.weekday);
    }
    return anchor != SCHEDULE_NO_DAY && date_of(anchor).weekday == date.weekday;
}

static bool is_on_day_of_month(const ScheduleRule *rule, Civil date) {
    if (rule->days_count == 0 && rule->month_days == 0) {
        int32_t anchor = anchor_of(rule);
        return anchor != SCHEDULE_NO_DAY && date_of(anchor).day == date.day;
    }
    return (rule->days_count == 0 || weekday_of_month_is_listed(rule, date)) &&
           (rule->month_days == 0 || month_day_is_listed(rule, date));
}

static bool is_on_monthly(const ScheduleRule *rule, Civil date) {
    int32_t anchor = anchor_of(rule);
    Civil start = date_of(anchor == SCHEDULE_NO_DAY ? 0 : anchor);
    int months = (date.year - start.year) * 12 + date.month - start.month;
    return is_on_interval(rule, months) && is_on_day_of_month(rule, date);
}

static bool is_on_yearly(const ScheduleRule *rule, Civil date) {
    int32_t anchor = anchor_of(rule);
    if (anchor == SCHEDULE_NO_DAY) {
        return false;
    }
    Civil start = date_of(anchor);
    return date.month == start.month && is_on_interval(rule, date.year - start.year) &&
           is_on_day_of_month(rule, date);
}

/* The recurrence alone: neither validity nor COUNT. */
static bool recurs_on(const ScheduleRule *rule, int32_t day) {
    Civil date = date_of(day);
    switch (rule->freq) {
    case SCHEDULE_ONCE:
        return rule->start_day == SCHEDULE_NO_DAY || rule->start_day == day;
    case SCHEDULE_DAILY:
        return is_on_daily(rule, day, date);
    case SCHEDULE_WEEKLY:
        return is_on_weekly(rule, day, date);
    case SCHEDULE_MONTHLY:
        return is_on_monthly(rule, date);
    case SCHEDULE_YEARLY:
        return is_on_yearly(rule, date);
    }
    return false;
}

static bool has_count(const ScheduleRule *rule) {
    return rule->count != 0 && rule->start_day != SCHEDULE_NO_DAY;
}

/* The day of the last of COUNT occurrences, as far as it is not behind `until`. */
static int32_t last_of_count(const ScheduleRule *rule, int32_t until) {
    int64_t end = (int64_t)rule->start_day + SCHEDULE_COUNT_DAYS;
    int32_t last = until < end ? until : (int32_t)end;
    int seen = 0;
    if (rule->count > (int64_t)last - rule->start_day) {
        return last; /* more than there are days */
    }
    for (int32_t at = rule->start_day; at < last; at++) {
        seen += recurs_on(rule, at) ? 1 : 0;
        if (seen == rule->count) {
            return at;
        }
    }
    return last;
}

static bool is_within_count(const ScheduleRule *rule, int32_t day) {
    return !has_count(rule) || day <= last_of_count(rule, day);
}

ScheduleRule schedule_rule_counted(const ScheduleRule *rule) {
    ScheduleRule counted = *rule;
    if (has_count(rule)) {
        counted.count = 0;
        counted.until_day =
            last_of_count(rule, rule->until_day != SCHEDULE_NO_DAY ? rule->until_day : INT32_MAX);
    }
    return counted;
}

bool schedule_rule_is_on(const ScheduleRule *rule, int32_t day) {
    FOYER_ASSERT(rule->interval >= 1);
    FOYER_ASSERT(rule->days_count <= SCHEDULE_ORDINALS_MAX);
    bool valid = (rule->valid_from == SCHEDULE_NO_DAY || day >= rule->valid_from) &&
                 (rule->valid_to == SCHEDULE_NO_DAY || day <= rule->valid_to) &&
                 (rule->start_day == SCHEDULE_NO_DAY || day >= rule->start_day) &&
                 (rule->until_day == SCHEDULE_NO_DAY || day <= rule->until_day);
    return valid && recurs_on(rule, day) && is_within_count(rule, day);
}

/* ---- all openings of a day ---- */

typedef struct {
    int opens_minute;
    int closes_minute;
} Opening;

typedef struct {
    Opening items[OPENINGS_MAX];
    size_t count;
} Openings;

static void add_opening(Openings *openings, int opens_minute, int closes_minute) {
    if (openings->count < OPENINGS_MAX) {
        openings->items[openings->count++] = (Opening){opens_minute, closes_minute};
    }
}

static bool is_closed_on(const Schedule *schedule, const ClosedDays *closed, int32_t day) {
    for (size_t i = 0; closed != NULL && i < closed->count; i++) {
        if (closed->days[i] == day) {
            return true;
        }
    }
    for (size_t i = 0; i < schedule->rules_count; i++) {
        if (schedule->rules[i].closed && schedule_rule_is_on(&schedule->rules[i], day)) {
            return true;
        }
    }
    return false;
}

static void openings_on(const Schedule *schedule, const ClosedDays *closed, int32_t day,
                        Openings *openings) {
    openings->count = 0;
    if (is_closed_on(schedule, closed, day)) {
        return;
    }
    int weekday = date_of(day).weekday;
    for (size_t i = 0; i < schedule->hours_count; i++) {
        const Hours *hours = &schedule->hours[i];
        if (hours->weekday == weekday) {
            add_opening(openings, hours->opens_minute, hours->closes_minute);
        }
    }
    for (size_t i = 0; i < schedule->rules_count; i++) {
        const ScheduleRule *rule = &schedule->rules[i];
        if (!rule->closed && schedule_rule_is_on(rule, day)) {
            add_opening(openings, rule->opens_minute, rule->closes_minute);
        }
    }
}

/* Until when it is open without a break from `minute`; `minute` itself when it is closed then. */
static int closes_at(const Openings *openings, int minute) {
    int closes = minute;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < openings->count; i++) {
            const Opening *opening = &openings->items[i];
            if (opening->opens_minute <= closes && opening->closes_minute > closes) {
                closes = opening->closes_minute;
                moved = true;
            }
        }
    }
    return closes;
}

/* ---- the state ---- */

/* Past midnight the next day's rows go on. */
static void find_close(const Schedule *schedule, const ClosedDays *closed, int32_t today,
                       int closes, OpenState *state) {
    state->closes_minute = closes;
    for (int days = 1; state->closes_minute == DAY_MINUTES; days++) {
        if (days == WEEK_DAYS) {
            state->always = true;
            return;
        }
        Openings openings;
        openings_on(schedule, closed, today + days, &openings);
        closes = closes_at(&openings, 0);
        if (closes == 0) {
            return;
        }
        state->closes_days = days;
        state->closes_minute = closes;
    }
}

static bool find_next(const Openings *openings, int after_minute, OpenState *state) {
    int best = DAY_MINUTES;
    for (size_t i = 0; i < openings->count; i++) {
        int opens = openings->items[i].opens_minute;
        if (opens > after_minute && opens < best) {
            best = opens;
        }
    }
    if (best == DAY_MINUTES) {
        return false;
    }
    state->next_opens_minute = best;
    state->next_closes_minute = closes_at(openings, best);
    return true;
}

OpenState schedule_state(const Schedule *schedule, const ClosedDays *closed, Civil local) {
    OpenState state = {.known = false};
    if (schedule->hours_count + schedule->rules_count == 0) {
        return state;
    }
    int32_t today = schedule_day(local);
    int minute = local.hour * 60 + local.minute;
    Openings openings;
    openings_on(schedule, closed, today, &openings);
    int closes = closes_at(&openings, minute);
    if (closes > minute) {
        state.known = true;
        state.open = true;
        find_close(schedule, closed, today, closes, &state);
        return state;
    }
    for (int days = 0; days <= SCHEDULE_AHEAD_DAYS && !state.known; days++) {
        openings_on(schedule, closed, today + days, &openings);
        if (find_next(&openings, days == 0 ? minute : -1, &state)) {
            state.known = true;
            state.next_days = days;
            state.next_weekday = date_of(today + days).weekday;
        }
    }
    return state;
}
