#include "data/import/hsds_hours.h"

#include "data/import/hsds_time.h"

enum { CLOCK_BYTES_MAX = 40, DAY_MINUTES = 24 * 60 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Small letters, without blanks and full stops: "9:00 A.M." -> "9:00am". */
static Str8 squeezed(char buffer[CLOCK_BYTES_MAX], Str8 text) {
    Str8Builder out = builder_make(buffer, CLOCK_BYTES_MAX);
    for (size_t i = 0; i < text.len; i++) {
        char c = lower(text.ptr[i]);
        if (c == ' ' || (c == '.' && !(i + 1 < text.len && is_digit(text.ptr[i + 1])))) {
            continue;
        }
        builder_add_char(&out, c);
    }
    return out.full ? STR8("") : builder_text(&out);
}

static bool take_number(Str8 text, size_t *at, size_t digits_max, int *number, size_t *digits) {
    size_t start = *at;
    *number = 0;
    while (*at < text.len && is_digit(text.ptr[*at]) && *at - start < digits_max) {
        *number = *number * 10 + (text.ptr[(*at)++] - '0');
    }
    *digits = *at - start;
    return *digits > 0;
}

/* "Z", "+05:30", "-0500", "-05" at the end of a time. */
static bool take_offset(Str8 text, HsdsClock *clock) {
    int hours = 0;
    int minutes = 0;
    size_t digits = 0;
    size_t at = 1;
    if (str8_equal(text, STR8("z"))) {
        clock->has_offset = true;
        return true;
    }
    if (text.len < 3 || (text.ptr[0] != '+' && text.ptr[0] != '-') ||
        !take_number(text, &at, 2, &hours, &digits) || digits != 2) {
        return false;
    }
    at += at < text.len && text.ptr[at] == ':' ? 1 : 0;
    if (at < text.len && (!take_number(text, &at, 2, &minutes, &digits) || digits != 2)) {
        return false;
    }
    clock->has_offset = true;
    clock->offset_minutes = (hours * 60 + minutes) * (text.ptr[0] == '-' ? -1 : 1);
    return at == text.len && hours <= 14 && minutes < 60;
}

/* Behind the digits: nothing, am or pm, or an offset. */
static bool take_tail(Str8 tail, int hour, HsdsClock *clock) {
    bool am = str8_equal(tail, STR8("am")) || str8_equal(tail, STR8("a"));
    bool pm = str8_equal(tail, STR8("pm")) || str8_equal(tail, STR8("p"));
    if (am || pm) {
        clock->meridiem = true;
        clock->minute += (hour == 12 ? 0 : hour) * 60 + (pm ? 12 * 60 : 0);
        return hour >= 1 && hour <= 12;
    }
    clock->minute += hour * 60;
    return clock->minute <= DAY_MINUTES && (tail.len == 0 || take_offset(tail, clock));
}

static bool named_time(Str8 text, HsdsClock *clock) {
    bool noon = str8_equal(text, STR8("noon")) || str8_equal(text, STR8("12noon"));
    if (!noon && !str8_equal(text, STR8("midnight")) && !str8_equal(text, STR8("12midnight"))) {
        return false;
    }
    *clock = (HsdsClock){.minute = noon ? 12 * 60 : 0, .meridiem = true};
    return true;
}

bool hsds_clock_parse(Str8 raw, HsdsClock *clock) {
    char buffer[CLOCK_BYTES_MAX];
    Str8 text = squeezed(buffer, str8_trim(raw));
    size_t day = str8_find(text, STR8("t"));
    bool dummy_day = false;
    if (day == 10 && day < text.len && text.ptr[4] == '-') { /* "2025-10-16T09:00" */
        dummy_day = str8_starts_with(text, STR8("2000-01-01"));
        text = str8_slice(text, day + 1, text.len);
    }
    if (named_time(text, clock)) {
        return true;
    }
    int hour = 0;
    int minute = 0;
    int second = 0;
    size_t digits = 0;
    size_t at = 0;
    *clock = (HsdsClock){0};
    if (!take_number(text, &at, 4, &hour, &digits)) {
        return false;
    }
    bool colon = at < text.len && text.ptr[at] == ':';
    if (digits >= 3) { /* "0900", "900am" */
        minute = hour % 100;
        hour /= 100;
    } else if (colon) {
        size_t minute_digits = 0;
        at++;
        if (!take_number(text, &at, 2, &minute, &minute_digits) || minute_digits != 2) {
            return false;
        }
        clock->seconds = at < text.len && text.ptr[at] == ':';
        at += clock->seconds ? 1 : 0;
        if (clock->seconds && (!take_number(text, &at, 2, &second, &minute_digits) ||
                               minute_digits != 2 || second > 59)) {
            return false;
        }
    }
    if (clock->seconds && at < text.len && text.ptr[at] == '.') { /* "09:00:00.000" */
        int fraction = 0;
        size_t fraction_digits = 0;
        at++;
        (void)take_number(text, &at, 6, &fraction, &fraction_digits);
    }
    clock->leading_zero = text.ptr[0] == '0' && digits != 3;
    clock->minute = minute;
    Str8 tail = str8_slice(text, at, text.len);
    if (dummy_day && str8_equal(tail, STR8("z"))) {
        tail =
            STR8(""); /* a time of day that a program could not write without a date and a zone */
    }
    return minute < 60 && hour <= 24 && !(digits >= 3 && colon) && take_tail(tail, hour, clock) &&
           (clock->meridiem || colon || digits >= 3);
}

bool hsds_time_parse(Str8 text, int *minute) {
    HsdsClock clock;
    if (!hsds_clock_parse(text, &clock)) {
        return false;
    }
    *minute = clock.minute;
    return true;
}

/* ---- days ---- */

typedef struct {
    const char *start; /* of the word, small letters */
    size_t len_min;
    int weekday;
} DayName;

static const DayName DAY_NAMES[] = {
    {"sunday", 2, 0},      {"monday", 2, 1},    {"tuesday", 2, 2},  {"wednesday", 2, 3},
    {"thursday", 2, 4},    {"friday", 2, 5},    {"saturday", 2, 6}, {"weds", 4, 3},
    {"thurs", 5, 4},       {"thurday", 7, 4},   {"domingo", 3, 0},  {"lunes", 3, 1},
    {"martes", 5, 2},      {"miercoles", 3, 3}, {"jueves", 3, 4},   {"viernes", 3, 5},
    {"sabado", 3, 6},      {"sundays", 7, 0},   {"mondays", 7, 1},  {"tuesdays", 8, 2},
    {"wednesdays", 10, 3}, {"thursdays", 9, 4}, {"fridays", 7, 5},  {"saturdays", 9, 6},
};

bool hsds_weekday_parse(Str8 raw, int *weekday) {
    char buffer[CLOCK_BYTES_MAX];
    Str8 text = squeezed(buffer, str8_trim(raw));
    int64_t number = 0;
    if (str8_ends_with(text, STR8(".0"))) { /* a spreadsheet's number */
        text = str8_slice(text, 0, text.len - 2);
    }
    if (str8_to_int(text, &number)) {
        *weekday = (int)(number % 7);
        return number >= 0 && number <= 7;
    }
    for (size_t i = 0; i < sizeof DAY_NAMES / sizeof DAY_NAMES[0]; i++) {
        if (text.len >= DAY_NAMES[i].len_min &&
            str8_starts_with(str8_from(DAY_NAMES[i].start), text)) {
            *weekday = DAY_NAMES[i].weekday;
            return true;
        }
    }
    return false;
}

/* "10/16/2025"; where the day stands first for sure it is not read. */
static bool parse_us_date(Str8 text, Civil *civil) {
    Str8 rest = text;
    int64_t month = 0;
    int64_t day = 0;
    int64_t year = 0;
    if (!str8_to_int(str8_cut(rest, '/', &rest), &month) ||
        !str8_to_int(str8_cut(rest, '/', &rest), &day) || !str8_to_int(rest, &year) ||
        year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    *civil = (Civil){.year = (int)year, .month = (int)month, .day = (int)day};
    return civil_from_ms(civil_to_ms(*civil)).day == (int)day;
}

bool hsds_date_parse(Str8 raw, int32_t *day) {
    Str8 text = str8_trim(raw);
    size_t end = 0;
    while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != 'T') {
        end++;
    }
    text = str8_slice(text, 0, end);
    Civil civil = {0};
    if (text.len == 8 && str8_find(text, STR8("-")) == 8 && str8_find(text, STR8("/")) == 8) {
        char dashed[16]; /* "20251016" */
        Str8Builder out = builder_make(dashed, sizeof dashed);
        builder_add(&out, str8_slice(text, 0, 4));
        builder_add_char(&out, '-');
        builder_add(&out, str8_slice(text, 4, 6));
        builder_add_char(&out, '-');
        builder_add(&out, str8_slice(text, 6, 8));
        if (!civil_parse_date(builder_text(&out), &civil)) {
            return false;
        }
    } else if (!civil_parse_date(text, &civil) && !parse_us_date(text, &civil)) {
        return false;
    }
    *day = schedule_day(civil);
    return true;
}
