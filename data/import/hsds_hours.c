/*
 * Rows of schedules into weekly hours and rules.
 * 1. A row is understood whole or makes all of its service unreadable: half of the hours would say
 *    "closed" of days that nobody knows.
 * 2. Free text is shown, never read.
 */
#include "data/import/hsds_hours.h"

#include <string.h>

#include "data/base/check.h"
#include "data/import/hsds_text.h"
#include "data/import/hsds_time.h"

enum { WEEK_DAYS = 7, DAY_MINUTES = 24 * 60, NOON = 12 * 60, TEXT_MAX = 1500, WORD_MAX = 16 };

/* When a row is open on its days; past midnight it goes on to `until_next` on the next one. */
typedef struct {
    int opens;
    int closes;
    int until_next; /* 0 = not past midnight */
} Span;

HsdsHours hsds_hours_begin(Arena *arena, Zone *zone, int32_t today) {
    return (HsdsHours){
        .arena = arena, .zone = zone, .today = today, .text = STR8(""), .original = STR8("")};
}

/* ---- adding ---- */

static void add_hours(HsdsHours *hours, int weekday, int opens, int closes) {
    Hours added = {weekday, opens, closes};
    FOYER_ASSERT(weekday >= 0 && weekday < WEEK_DAYS && opens < closes && closes <= DAY_MINUTES);
    for (size_t i = 0; i < hours->hours_count; i++) {
        const Hours *have = &hours->hours[i];
        if (have->weekday == weekday && have->opens_minute == opens &&
            have->closes_minute == closes) {
            return;
        }
    }
    if (hours->hours_count == SERVICE_HOURS_MAX) {
        hours->too_many = true;
        return;
    }
    hours->hours[hours->hours_count++] = added;
}

static void add_span(HsdsHours *hours, int weekday, Span span) {
    add_hours(hours, weekday, span.opens, span.closes);
    if (span.until_next > 0) {
        add_hours(hours, (weekday + 1) % WEEK_DAYS, 0, span.until_next);
    }
}

static void add_rule(HsdsHours *hours, const ScheduleRule *rule) {
    if (hours->rules_count == SERVICE_RULES_MAX) {
        hours->too_many = true;
        return;
    }
    hours->rules[hours->rules_count++] = *rule;
}

static void add_text(HsdsHours *hours, Str8 raw) {
    Str8 text = hsds_text_clean(hours->arena, raw);
    if (text.len == 0 || hours->text.len + text.len > TEXT_MAX ||
        str8_find(hours->text, text) < hours->text.len) {
        return;
    }
    hours->text = hours->text.len == 0 ? text
                                       : str8_format(hours->arena, "%.*s\n%.*s",
                                                     STR8_ARG(hours->text), STR8_ARG(text));
}

/* ---- spans ---- */

static bool is_all_day(Str8 text) {
    static const char *const WORDS[] = {"24 hours",       "24 hrs",        "24hours",
                                        "24 hours a day", "open 24 hours", "24/7"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_equal_ignoring_case(text, str8_from(WORDS[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_past_midnight(const HsdsClock *opens, const HsdsClock *closes) {
    bool surely = opens->meridiem && closes->meridiem;
    bool full_day_clock = closes->leading_zero || closes->seconds || opens->seconds;
    return surely || (full_day_clock && opens->minute >= NOON);
}

static bool span_of(const HsdsClock *opens, const HsdsClock *closes, Span *span) {
    int close =
        closes->minute == DAY_MINUTES - 1 || closes->minute == 0 ? DAY_MINUTES : closes->minute;
    *span = (Span){.opens = opens->minute, .closes = close};
    if (opens->minute == DAY_MINUTES) {
        return false;
    }
    if (opens->minute == closes->minute) { /* the same hour twice says nothing, midnight does */
        return opens->minute == 0;
    }
    if (close > opens->minute) {
        return true;
    }
    *span = (Span){opens->minute, DAY_MINUTES, close};
    return is_past_midnight(opens, closes);
}

static bool read_clocks(HsdsRow row, HsdsClock *opens, HsdsClock *closes) {
    Str8 open_text = hsds_cell(row, HSDS_OPENS_AT);
    Str8 close_text = hsds_cell(row, HSDS_CLOSES_AT);
    if (is_all_day(open_text) && (close_text.len == 0 || is_all_day(close_text))) {
        *opens = (HsdsClock){0};
        *closes = (HsdsClock){.minute = DAY_MINUTES};
        return true;
    }
    return hsds_clock_parse(open_text, opens) && hsds_clock_parse(close_text, closes);
}

/* ---- offsets ---- */

static int zone_offset(Zone *zone, int32_t day) {
    Civil noon = civil_from_ms((int64_t)day * DAY_MS);
    noon.hour = 12;
    return (int)((civil_to_ms(noon) - zone_to_utc(zone, noon)) / MINUTE_MS);
}

/* How far a time of another offset is moved; 0 when it is one of the zone's own in any season. */
static int offset_shift(const HsdsHours *hours, const HsdsClock *clock, int32_t day) {
    if (!clock->has_offset || hours->zone == NULL) {
        return 0;
    }
    int here = zone_offset(hours->zone, day);
    bool own = false;
    for (int32_t month = 0; month < 12 && !own; month++) {
        own = clock->offset_minutes == zone_offset(hours->zone, day + month * 30);
    }
    return own ? 0 : here - clock->offset_minutes;
}

/* Moves both times; @return by how many days, or 2 when they fall on different ones. */
static int shift_clocks(HsdsHours *hours, HsdsClock *opens, HsdsClock *closes, int32_t day) {
    int shift = offset_shift(hours, opens, day);
    if (shift == 0 && offset_shift(hours, closes, day) == 0) {
        return 0;
    }
    hours->turned = true;
    int open = opens->minute + shift;
    int close = closes->minute + offset_shift(hours, closes, day);
    int days = open < 0 ? -1 : open >= DAY_MINUTES ? 1 : 0;
    opens->minute = open - days * DAY_MINUTES;
    closes->minute = (close + 2 * DAY_MINUTES) % DAY_MINUTES;
    opens->meridiem = true; /* no doubt about the half of the day any more */
    closes->meridiem = true;
    return days;
}

/* ---- 1.x ---- */

static bool is_yes(Str8 text) {
    return text.len > 0 && strchr("tTyYxX1", text.ptr[0]) != NULL;
}

static bool says_closed(Str8 text) {
    return str8_equal_ignoring_case(text, STR8("closed"));
}

static void add_weekday(HsdsHours *hours, HsdsRow row) {
    Str8 open = hsds_cell(row, HSDS_OPENS_AT);
    Str8 close = hsds_cell(row, HSDS_CLOSES_AT);
    Str8 original = hsds_cell(row, HSDS_ORIGINAL_TEXT);
    add_text(hours, original);
    hours->original = hours->text;
    if (is_yes(hsds_cell(row, HSDS_CLOSED)) || says_closed(open) ||
        (open.len == 0 && close.len == 0 && (original.len == 0 || says_closed(original)))) {
        return;
    }
    HsdsClock opens;
    HsdsClock closes;
    Span span;
    int weekday = 0;
    if (!hsds_weekday_parse(hsds_cell(row, HSDS_WEEKDAY), &weekday) ||
        !read_clocks(row, &opens, &closes)) {
        hours->unreadable = true;
        return;
    }
    int days = shift_clocks(hours, &opens, &closes, hours->today);
    if (!span_of(&opens, &closes, &span)) {
        hours->unreadable = true;
        return;
    }
    add_span(hours, (weekday + days + WEEK_DAYS) % WEEK_DAYS, span);
}

static const ScheduleRule EMPTY_RULE = {
    .freq = SCHEDULE_ONCE,
    .interval = 1,
    .start_day = SCHEDULE_NO_DAY,
    .until_day = SCHEDULE_NO_DAY,
    .valid_from = SCHEDULE_NO_DAY,
    .valid_to = SCHEDULE_NO_DAY,
    .week_starts = 1,
    .closes_minute = DAY_MINUTES,
};

/* Days on which it is closed, or open at other hours. */
static void add_holiday(HsdsHours *hours, HsdsRow row) {
    ScheduleRule rule = EMPTY_RULE;
    Str8 end = hsds_cell(row, HSDS_END_DATE);
    bool dated = hsds_date_parse(hsds_cell(row, HSDS_START_DATE), &rule.valid_from);
    rule.valid_to = rule.valid_from;
    dated = dated && (end.len == 0 || hsds_date_parse(end, &rule.valid_to));
    if (!dated || rule.valid_to < rule.valid_from) {
        return; /* "Christmas": no day that could be computed */
    }
    HsdsClock opens;
    HsdsClock closes;
    Span span;
    rule.closed = is_yes(hsds_cell(row, HSDS_CLOSED)) || hsds_cell(row, HSDS_OPENS_AT).len == 0;
    if (!rule.closed) {
        if (!read_clocks(row, &opens, &closes) || !span_of(&opens, &closes, &span) ||
            span.until_next > 0) {
            return;
        }
        rule.opens_minute = span.opens;
        rule.closes_minute = span.closes;
    }
    if (rule.valid_to >= hours->today) { /* past holidays are nobody's concern */
        add_rule(hours, &rule);
    }
}

/* ---- 3.x ---- */

static bool read_number(Str8 text, int min, int max, int *number) {
    int64_t value = *number;
    size_t point = str8_find(text, STR8(".")); /* "1.0": a spreadsheet's number */
    if (text.len == 0) {
        return true;
    }
    if (!str8_to_int(str8_slice(text, 0, point), &value) || value < min || value > max) {
        return false;
    }
    *number = (int)value;
    return true;
}

static bool read_day(HsdsRow row, HsdsColumn column, int32_t *day) {
    Str8 text = hsds_cell(row, column);
    return text.len == 0 || hsds_date_parse(text, day);
}

/* "MO", "2TU", "-1FR", "Monday". */
static bool read_day_item(Str8 item, ScheduleDay *day) {
    size_t at = 0;
    int sign = 1;
    int ordinal = 0;
    int weekday = 0;
    if (item.len > 0 && (item.ptr[0] == '-' || item.ptr[0] == '+')) {
        sign = item.ptr[at++] == '-' ? -1 : 1;
    }
    while (at < item.len && item.ptr[at] >= '0' && item.ptr[at] <= '9' && ordinal < 100) {
        ordinal = ordinal * 10 + (item.ptr[at++] - '0');
    }
    Str8 name = str8_slice(item, at, item.len);
    if (name.len < 2 || ordinal > 5 || !hsds_weekday_parse(name, &weekday)) {
        return false;
    }
    *day = (ScheduleDay){(int8_t)(sign * ordinal), (int8_t)weekday};
    return true;
}

static bool read_days(Str8 text, ScheduleRule *rule) {
    while (text.len > 0) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != ',' && text.ptr[end] != ';' &&
               text.ptr[end] != ' ') {
            end++;
        }
        Str8 item = str8_trim(str8_slice(text, 0, end));
        text = str8_slice(text, end < text.len ? end + 1 : end, text.len);
        if (item.len == 0) {
            continue;
        }
        if (rule->days_count == SCHEDULE_ORDINALS_MAX ||
            !read_day_item(item, &rule->days[rule->days_count])) {
            return false;
        }
        rule->days_count++;
    }
    return true;
}

static bool read_month_days(Str8 text, ScheduleRule *rule) {
    while (text.len > 0) {
        Str8 item = str8_trim(str8_cut(text, ',', &text));
        int64_t day = 0;
        if (item.len == 0) {
            continue;
        }
        if (!str8_to_int(item, &day) || !(day == -1 || (day >= 1 && day <= 31))) {
            return false;
        }
        rule->month_days |= day == -1 ? 1u : UINT32_C(1) << day;
    }
    return true;
}

static bool read_freq(Str8 text, ScheduleRule *rule) {
    static const struct {
        const char *name;
        ScheduleFreq freq;
    } NAMES[] = {{"DAILY", SCHEDULE_DAILY},
                 {"WEEKLY", SCHEDULE_WEEKLY},
                 {"MONTHLY", SCHEDULE_MONTHLY},
                 {"YEARLY", SCHEDULE_YEARLY}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (str8_equal_ignoring_case(text, str8_from(NAMES[i].name))) {
            rule->freq = NAMES[i].freq;
            return true;
        }
    }
    rule->freq = rule->days_count > 0 ? SCHEDULE_WEEKLY : SCHEDULE_ONCE;
    return text.len == 0;
}

static bool has_ordinals(const ScheduleRule *rule) {
    for (size_t i = 0; i < rule->days_count; i++) {
        if (rule->days[i].ordinal != 0) {
            return true;
        }
    }
    return false;
}

/* Whether the parts say on which days; without it nobody knows. */
static bool rule_says_days(const ScheduleRule *rule) {
    bool dated = rule->start_day != SCHEDULE_NO_DAY || rule->valid_from != SCHEDULE_NO_DAY;
    switch (rule->freq) {
    case SCHEDULE_DAILY:
        return !has_ordinals(rule);
    case SCHEDULE_WEEKLY:
        return !has_ordinals(rule) && rule->month_days == 0 && (rule->days_count > 0 || dated);
    case SCHEDULE_MONTHLY:
        return rule->days_count > 0 || rule->month_days != 0 || dated;
    case SCHEDULE_YEARLY:
    case SCHEDULE_ONCE:
        return dated;
    }
    return false;
}

static bool read_recurrence(HsdsRow row, ScheduleRule *rule) {
    Str8 week_start = hsds_cell(row, HSDS_WKST);
    return hsds_cell(row, HSDS_BYWEEKNO).len == 0 && hsds_cell(row, HSDS_BYYEARDAY).len == 0 &&
           read_days(hsds_cell(row, HSDS_BYDAY), rule) &&
           read_freq(hsds_cell(row, HSDS_FREQ), rule) &&
           read_month_days(hsds_cell(row, HSDS_BYMONTHDAY), rule) &&
           read_number(hsds_cell(row, HSDS_INTERVAL), 1, 1000, &rule->interval) &&
           read_number(hsds_cell(row, HSDS_COUNT), 0, 10000, &rule->count) &&
           read_day(row, HSDS_DTSTART, &rule->start_day) &&
           read_day(row, HSDS_UNTIL, &rule->until_day) &&
           read_day(row, HSDS_VALID_FROM, &rule->valid_from) &&
           read_day(row, HSDS_VALID_TO, &rule->valid_to) &&
           (week_start.len == 0 || hsds_weekday_parse(week_start, &rule->week_starts));
}

/* The same every week of the year, and begun. */
static bool is_plain_week(const HsdsHours *hours, const ScheduleRule *rule) {
    return (rule->freq == SCHEDULE_WEEKLY || rule->freq == SCHEDULE_DAILY) && rule->interval == 1 &&
           rule->count == 0 && rule->month_days == 0 && rule->until_day == SCHEDULE_NO_DAY &&
           rule->valid_to == SCHEDULE_NO_DAY && rule->start_day <= hours->today &&
           rule->valid_from <= hours->today;
}

static int weekday_of(int32_t day) {
    return civil_from_ms((int64_t)day * DAY_MS).weekday;
}

static void add_week(HsdsHours *hours, const ScheduleRule *rule, Span span) {
    if (rule->days_count == 0 && rule->freq == SCHEDULE_WEEKLY) {
        int32_t anchor = rule->start_day != SCHEDULE_NO_DAY ? rule->start_day : rule->valid_from;
        add_span(hours, weekday_of(anchor), span);
    }
    for (size_t i = 0; i < rule->days_count; i++) {
        add_span(hours, rule->days[i].weekday, span);
    }
    for (int day = 0; rule->days_count == 0 && rule->freq == SCHEDULE_DAILY && day < WEEK_DAYS;
         day++) {
        add_span(hours, day, span);
    }
}

/* What Foyer's own export says in notes, because HSDS 3 has no place for it: "foyer: YEARLY". */
static bool own_notes(HsdsRow row, ScheduleRule *rule, bool *is_rule) {
    Str8 notes = hsds_cell(row, HSDS_NOTES);
    *is_rule = str8_starts_with(notes, STR8("foyer:"));
    rule->closed = *is_rule && str8_find(notes, STR8("closed")) < notes.len;
    bool daily = *is_rule && str8_find(notes, STR8("DAILY")) < notes.len;
    bool yearly = *is_rule && str8_find(notes, STR8("YEARLY")) < notes.len;
    bool once = *is_rule && str8_find(notes, STR8("ONCE")) < notes.len;
    rule->freq = daily    ? SCHEDULE_DAILY
                 : yearly ? SCHEDULE_YEARLY
                 : once   ? SCHEDULE_ONCE
                          : rule->freq;
    return *is_rule;
}

static void shift_days(ScheduleRule *rule, int days) {
    for (size_t i = 0; i < rule->days_count; i++) {
        rule->days[i].weekday = (int8_t)((rule->days[i].weekday + days + WEEK_DAYS) % WEEK_DAYS);
    }
}

/* A rule past midnight is two; the second is the same on the days after. */
static void add_rules(HsdsHours *hours, ScheduleRule rule, Span span) {
    rule.opens_minute = span.opens;
    rule.closes_minute = span.closes;
    add_rule(hours, &rule);
    if (span.until_next > 0) {
        rule.opens_minute = 0;
        rule.closes_minute = span.until_next;
        shift_days(&rule, 1);
        add_rule(hours, &rule);
    }
}

static bool has_recurrence(HsdsRow row) {
    static const HsdsColumn COLUMNS[] = {HSDS_FREQ, HSDS_BYDAY, HSDS_BYMONTHDAY, HSDS_OPENS_AT,
                                         HSDS_CLOSES_AT};
    for (size_t i = 0; i < sizeof COLUMNS / sizeof COLUMNS[0]; i++) {
        if (hsds_cell(row, COLUMNS[i]).len > 0) {
            return true;
        }
    }
    return false;
}

static void add_recurrence(HsdsHours *hours, HsdsRow row) {
    ScheduleRule rule = EMPTY_RULE;
    HsdsClock opens;
    HsdsClock closes;
    Span span;
    bool is_rule = false;
    bool read = read_clocks(row, &opens, &closes) && read_recurrence(row, &rule);
    if (read && hours->own) {
        (void)own_notes(row, &rule, &is_rule);
    }
    if (!read || (!is_rule && !rule_says_days(&rule))) {
        hours->unreadable = true;
        return;
    }
    int32_t from = rule.start_day != SCHEDULE_NO_DAY ? rule.start_day : rule.valid_from;
    int days = shift_clocks(hours, &opens, &closes, from != SCHEDULE_NO_DAY ? from : hours->today);
    bool movable = rule.freq == SCHEDULE_WEEKLY && rule.days_count > 0;
    if (!span_of(&opens, &closes, &span) ||
        ((days != 0 || span.until_next > 0) && !movable && !is_plain_week(hours, &rule))) {
        hours->unreadable = true;
        return;
    }
    shift_days(&rule, days);
    if (!is_rule && is_plain_week(hours, &rule)) {
        add_week(hours, &rule, span);
    } else {
        add_rules(hours, rule, span);
    }
}

void hsds_hours_add(HsdsHours *hours, HsdsRow row) {
    if (hsds_cell(row, HSDS_START_DATE).len > 0) {
        add_holiday(hours, row);
        return;
    }
    if (!hours->own || !str8_starts_with(hsds_cell(row, HSDS_NOTES), STR8("foyer:"))) {
        add_text(hours, hsds_cell(row, HSDS_NOTES));
    }
    if (hsds_cell(row, HSDS_WEEKDAY).len > 0) {
        add_weekday(hours, row);
        return;
    }
    add_text(hours, hsds_cell(row, HSDS_DESCRIPTION));
    add_text(hours, hsds_cell(row, HSDS_ORIGINAL_TEXT));
    if (has_recurrence(row)) {
        add_recurrence(hours, row);
    }
}

/* ---- the end ---- */

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A word that says nothing beyond days and hours. */
static bool is_plain_word(Str8 word) {
    static const char *const WORDS[] = {"am",      "pm",      "a",        "p",     "m",
                                        "to",      "and",     "from",     "hours", "hour",
                                        "open",    "daily",   "weekdays", "days",  "week",
                                        "through", "thru",    "noon",     "tues",  "thur",
                                        "day",     "every",   "at",       "until", "the",
                                        "is",      "service", "of",       "the",   "monday–friday",
                                        "–",       "—"};
    int weekday = 0;
    if (word.len > 1 && hsds_weekday_parse(word, &weekday)) {
        return true;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_equal_ignoring_case(word, str8_from(WORDS[i]))) {
            return true;
        }
    }
    return false;
}

static bool has_minute(const HsdsHours *hours, int minute) {
    bool found = false;
    for (size_t i = 0; i < hours->hours_count; i++) {
        found = found || hours->hours[i].opens_minute == minute ||
                hours->hours[i].closes_minute == minute ||
                (minute == 0 && hours->hours[i].closes_minute == DAY_MINUTES);
    }
    for (size_t i = 0; i < hours->rules_count; i++) {
        found = found || hours->rules[i].opens_minute == minute ||
                hours->rules[i].closes_minute == minute;
    }
    return found;
}

/* A time in the text that the rows do not have says more than they. */
static bool times_are_known(const HsdsHours *hours, Str8 text) {
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len &&
               ((text.ptr[end] >= '0' && text.ptr[end] <= '9') || text.ptr[end] == ':')) {
            end++;
        }
        if (end == i) {
            i++;
            continue;
        }
        size_t tail = end;
        while (tail < text.len && tail - end < 2 && strchr("aApPmM", text.ptr[tail]) != NULL) {
            tail++;
        }
        int minute = 0;
        if (hsds_time_parse(str8_slice(text, i, tail), &minute) && !has_minute(hours, minute)) {
            return false;
        }
        i = tail;
    }
    return true;
}

static bool repeats_hours(const HsdsHours *hours) {
    Str8 text = hours->text;
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && is_letter(text.ptr[end])) {
            end++;
        }
        bool pasted = i > 0 && text.ptr[i - 1] >= '0' && text.ptr[i - 1] <= '9'; /* "5pm" */
        if (end > i && !is_plain_word(str8_slice(text, i, end)) &&
            !(pasted && end - i == 2 && (text.ptr[i + 1] == 'm' || text.ptr[i + 1] == 'M'))) {
            return false;
        }
        i = end > i ? end : i + 1;
    }
    return times_are_known(hours, text);
}

static bool has_weekday(const HsdsHours *hours, int weekday) {
    for (size_t i = 0; i < hours->hours_count; i++) {
        if (hours->hours[i].weekday == weekday) {
            return true;
        }
    }
    return false;
}

static bool is_day_and_night(const HsdsHours *hours) {
    for (size_t i = 0; i < hours->hours_count; i++) {
        if (hours->hours[i].opens_minute == 0 && hours->hours[i].closes_minute == DAY_MINUTES) {
            return true;
        }
    }
    return false;
}

/*
 * Programs that made rows out of a text lose parts of it. Rows without a time or a day that the
 * text names are not what was meant.
 */
static bool agrees_with_original(const HsdsHours *hours) {
    Str8 text = hours->original;
    bool all_day = str8_find(text, STR8("24 h")) < text.len;
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        int weekday = 0;
        while (end < text.len && is_letter(text.ptr[end])) {
            end++;
        }
        if (end - i > 2 && hsds_weekday_parse(str8_slice(text, i, end), &weekday) &&
            !has_weekday(hours, weekday)) {
            return false;
        }
        i = end > i ? end : i + 1;
    }
    return times_are_known(hours, text) && (!all_day || is_day_and_night(hours));
}

void hsds_hours_end(HsdsHours *hours) {
    if (!hours->own && !agrees_with_original(hours)) {
        hours->unreadable = true;
    }
    if (hours->unreadable || hours->too_many) {
        hours->hours_count = 0;
        hours->rules_count = 0;
    }
    bool known = hours->hours_count + hours->rules_count > 0;
    if (known && !hours->own && repeats_hours(hours)) {
        hours->text = STR8("");
    }
}
