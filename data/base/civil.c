#include "data/base/civil.h"

#include "data/base/check.h"

/* Days since 1970-01-01, counting years from March so that the leap day comes last. */
static int64_t days_from_date(int year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t civil_to_ms(Civil civil) {
    int64_t seconds = (int64_t)civil.hour * 3600 + civil.minute * 60 + civil.second;
    return days_from_date(civil.year, civil.month, civil.day) * DAY_MS + seconds * 1000;
}

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

Civil civil_from_ms(int64_t ms) {
    int64_t days = floor_divide(ms, DAY_MS);
    int64_t rest_s = (ms - days * DAY_MS) / 1000;
    int64_t z = days + 719468;
    int64_t era = floor_divide(z, 146097);
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    int64_t weekday = (days + 4) % 7;
    return (Civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
        .month = month,
        .day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
        .hour = (int)(rest_s / 3600),
        .minute = (int)(rest_s / 60 % 60),
        .second = (int)(rest_s % 60),
        .weekday = (int)(weekday < 0 ? weekday + 7 : weekday),
    };
}

/* Exactly `count` digits at *at. */
static bool take_digits(Str8 text, size_t *at, size_t count, int *value) {
    if (text.len - *at < count) {
        return false;
    }
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        char digit = text.ptr[*at + i];
        if (digit < '0' || digit > '9') {
            return false;
        }
        number = number * 10 + (digit - '0');
    }
    *at += count;
    *value = number;
    return true;
}

static bool take_char(Str8 text, size_t *at, char wanted) {
    if (*at >= text.len || text.ptr[*at] != wanted) {
        return false;
    }
    *at += 1;
    return true;
}

static bool take_date(Str8 text, size_t *at, Civil *civil) {
    if (!take_digits(text, at, 4, &civil->year) || !take_char(text, at, '-') ||
        !take_digits(text, at, 2, &civil->month) || !take_char(text, at, '-') ||
        !take_digits(text, at, 2, &civil->day)) {
        return false;
    }
    if (civil->year < 1 || civil->month < 1 || civil->month > 12 || civil->day < 1) {
        return false;
    }
    int next_year = civil->month == 12 ? civil->year + 1 : civil->year;
    int next_month = civil->month == 12 ? 1 : civil->month + 1;
    int64_t month_days =
        days_from_date(next_year, next_month, 1) - days_from_date(civil->year, civil->month, 1);
    return civil->day <= month_days;
}

static bool take_time(Str8 text, size_t *at, Civil *civil) {
    civil->second = 0;
    if (!take_digits(text, at, 2, &civil->hour) || !take_char(text, at, ':') ||
        !take_digits(text, at, 2, &civil->minute)) {
        return false;
    }
    if (take_char(text, at, ':') && !take_digits(text, at, 2, &civil->second)) {
        return false;
    }
    if (civil->second == 60) {
        civil->second = 59; /* a leap second has no place of its own in UTC milliseconds */
    }
    return civil->hour < 24 && civil->minute < 60 && civil->second < 60;
}

/* RFC 3339 5.6: a full-time always has its seconds. */
static bool take_time_with_seconds(Str8 text, size_t *at, Civil *civil) {
    size_t start = *at;
    return take_time(text, at, civil) && *at - start == sizeof "18:00:30" - 1;
}

bool civil_parse_date(Str8 text, Civil *civil) {
    Civil parsed = {0};
    size_t at = 0;
    if (!take_date(text, &at, &parsed) || at != text.len) {
        return false;
    }
    civil->year = parsed.year;
    civil->month = parsed.month;
    civil->day = parsed.day;
    return true;
}

bool civil_parse_time(Str8 text, Civil *civil) {
    Civil parsed = {0};
    size_t at = 0;
    if (!take_time(text, &at, &parsed) || at != text.len) {
        return false;
    }
    civil->hour = parsed.hour;
    civil->minute = parsed.minute;
    civil->second = parsed.second;
    return true;
}

static bool take_fraction_ms(Str8 text, size_t *at, int *ms) {
    *ms = 0;
    if (!take_char(text, at, '.')) {
        return true;
    }
    size_t start = *at;
    int scale = 100;
    while (*at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9') {
        *ms += (text.ptr[*at] - '0') * scale;
        scale /= 10;
        *at += 1;
    }
    return *at > start;
}

static bool take_offset_minutes(Str8 text, size_t *at, int *minutes) {
    *minutes = 0;
    if (take_char(text, at, 'Z') || take_char(text, at, 'z')) {
        return true;
    }
    bool west = take_char(text, at, '-');
    Civil offset = {0};
    if ((!west && !take_char(text, at, '+')) || text.len - *at != 5 ||
        !take_time(text, at, &offset)) {
        return false;
    }
    *minutes = (offset.hour * 60 + offset.minute) * (west ? -1 : 1);
    return true;
}

bool rfc3339_parse(Str8 text, int64_t *utc_ms) {
    Civil civil = {0};
    size_t at = 0;
    int fraction_ms = 0;
    int offset_minutes = 0;
    if (!take_date(text, &at, &civil) ||
        (!take_char(text, &at, 'T') && !take_char(text, &at, 't') && !take_char(text, &at, ' ')) ||
        !take_time_with_seconds(text, &at, &civil) || !take_fraction_ms(text, &at, &fraction_ms) ||
        !take_offset_minutes(text, &at, &offset_minutes) || at != text.len) {
        return false;
    }
    int64_t ms = civil_to_ms(civil) + fraction_ms - (int64_t)offset_minutes * MINUTE_MS;
    int year = civil_from_ms(ms).year;
    if (year < 1 || year > 9999) {
        return false; /* the offset led out of the years that can be written */
    }
    *utc_ms = ms;
    return true;
}

Str8 rfc3339_text(Arena *arena, int64_t utc_ms) {
    Civil c = civil_from_ms(utc_ms);
    int ms = (int)(utc_ms - floor_divide(utc_ms, 1000) * 1000);
    return str8_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day, c.hour,
                       c.minute, c.second, ms);
}
