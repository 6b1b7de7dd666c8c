#include "data/base/check.h"
#include "kiosk/i18n/locale_private.h"

enum {
    TIME_TEXT_MAX = 128,
    DAY_MINUTES = 24 * 60,
    EVENING_HOUR = 17, /* from here on today is "tonight" */
    PLAIN_OPENS_MIN =
        360, /* 6:00 to noon, closing from 1:00 to 6:59: nobody misreads 8:00 – 3:30 */
    PLAIN_CLOSES_MIN = 780,
    PLAIN_CLOSES_MAX = 1139,
};

Civil locale_civil(const Locale *locale, int64_t utc_ms) {
    FOYER_ASSERT(locale->set->zone != NULL);
    return zone_to_local(locale->set->zone, utc_ms);
}

static Civil civil_of_minute(int minute) {
    FOYER_ASSERT(minute >= 0 && minute <= DAY_MINUTES);
    return (Civil){
        .year = 2000, .month = 1, .day = 1, .hour = minute / 60 % 24, .minute = minute % 60};
}

static Str8 formatted(const Locale *locale, Arena *arena, Str8 pattern, Civil civil) {
    Str8Builder out = builder_in(arena, TIME_TEXT_MAX);
    format_table_add(&out, &locale->formats, pattern, &civil);
    return builder_text(&out);
}

/** The time's pattern without its marker: "h:mm". */
static Str8 plain_pattern(const FormatTable *formats) {
    Str8 pattern = formats->time;
    size_t start = 0;
    size_t end = pattern.len;
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.ptr[i] == 'a') {
            start = i == 0 ? 1 : start;
            end = i == 0 ? end : i;
        }
    }
    Str8 plain = str8_trim(str8_slice(pattern, start, end));
    return str8_ends_with(plain, STR8("\u00A0")) ? str8_slice(plain, 0, plain.len - 2) : plain;
}

static Str8 time_plain(const Locale *locale, Arena *arena, Civil civil) {
    return formatted(locale, arena, plain_pattern(&locale->formats), civil);
}

Str8 locale_time(const Locale *locale, Arena *arena, int64_t utc_ms) {
    return formatted(locale, arena, locale->formats.time, locale_civil(locale, utc_ms));
}

Str8 locale_time_of_day(const Locale *locale, Arena *arena, int minute) {
    return formatted(locale, arena, locale->formats.time, civil_of_minute(minute));
}

static Str8 time_range(const Locale *locale, Arena *arena, Civil start, Civil end, bool plain) {
    const FormatTable *formats = &locale->formats;
    Str8 first = formats->range_halves[start.hour >= 12];
    Str8 half = formats->range_halves[end.hour >= 12];
    const TrArg args[] = {
        {"start", time_plain(locale, arena, start)},
        {"end", time_plain(locale, arena, end)},
        {"first", first},
        {"half", half},
    };
    bool same = (start.hour >= 12) == (end.hour >= 12);
    Str8 pattern = plain || formats->hours_24 ? formats->range_plain
                   : same                     ? formats->range
                                              : formats->range_noon;
    return tr_fill(locale, arena, pattern, args, sizeof args / sizeof args[0]);
}

Str8 locale_time_range(const Locale *locale, Arena *arena, int64_t start_utc_ms,
                       int64_t end_utc_ms) {
    return time_range(locale, arena, locale_civil(locale, start_utc_ms),
                      locale_civil(locale, end_utc_ms), false);
}

Str8 locale_hours_range(const Locale *locale, Arena *arena, int opens_minute, int closes_minute) {
    bool plain = opens_minute >= PLAIN_OPENS_MIN && opens_minute < DAY_MINUTES / 2 &&
                 closes_minute >= PLAIN_CLOSES_MIN && closes_minute <= PLAIN_CLOSES_MAX;
    return time_range(locale, arena, civil_of_minute(opens_minute), civil_of_minute(closes_minute),
                      plain);
}

Str8 locale_date_long(const Locale *locale, Arena *arena, int64_t utc_ms) {
    return formatted(locale, arena, locale->formats.date_long, locale_civil(locale, utc_ms));
}

Str8 locale_date_short(const Locale *locale, Arena *arena, int64_t utc_ms) {
    return formatted(locale, arena, locale->formats.date_short, locale_civil(locale, utc_ms));
}

Str8 locale_date_day(const Locale *locale, Arena *arena, int64_t utc_ms) {
    return formatted(locale, arena, locale->formats.date_day, locale_civil(locale, utc_ms));
}

Str8 locale_date_year(const Locale *locale, Arena *arena, int64_t utc_ms) {
    return formatted(locale, arena, locale->formats.date_year, locale_civil(locale, utc_ms));
}

Str8 locale_weekday_range(const Locale *locale, Arena *arena, int first, int last) {
    FOYER_ASSERT(first >= 0 && first < 7 && last >= 0 && last < 7);
    if (first == last) {
        return locale->formats.weekdays_short_title[first];
    }
    const TrArg args[] = {
        {"first", locale->formats.weekdays_short_title[first]},
        {"last", locale->formats.weekdays_short[last]},
    };
    return tr_fill(locale, arena, locale->formats.weekday_range, args, 2);
}

/** Whole local days from now to then; negative in the past. */
static int64_t days_between(Civil now, Civil then) {
    now.hour = now.minute = now.second = 0;
    then.hour = then.minute = then.second = 0;
    return (civil_to_ms(then) - civil_to_ms(now)) / DAY_MS;
}

Str8 locale_day(const Locale *locale, Arena *arena, int64_t utc_ms, int64_t now_utc_ms) {
    Civil then = locale_civil(locale, utc_ms);
    int64_t days = days_between(locale_civil(locale, now_utc_ms), then);
    if (days == 0 && then.hour >= EVENING_HOUR) {
        return tr_context(locale, "day inside a sentence", "tonight");
    }
    if (days >= 0 && days < 7) {
        return locale_day_ahead(locale, (int)days, then.weekday);
    }
    return locale_date_day(locale, arena, utc_ms);
}

Str8 locale_day_title(const Locale *locale, Arena *arena, int64_t utc_ms, int64_t now_utc_ms) {
    Civil then = locale_civil(locale, utc_ms);
    int64_t days = days_between(locale_civil(locale, now_utc_ms), then);
    if (days == 0) {
        return then.hour >= EVENING_HOUR ? tr_context(locale, "day alone", "Tonight")
                                         : tr_context(locale, "day alone", "Today");
    }
    return days == 1 ? tr_context(locale, "day alone", "Tomorrow")
                     : locale_date_long(locale, arena, utc_ms);
}

Str8 locale_event_time(const Locale *locale, Arena *arena, int64_t start_utc_ms, int64_t end_utc_ms,
                       int64_t now_utc_ms) {
    const TrArg args[] = {
        {"day", locale_day_title(locale, arena, start_utc_ms, now_utc_ms)},
        {"time", locale_time_range(locale, arena, start_utc_ms, end_utc_ms)},
    };
    return tr_fill(locale, arena, tr_context(locale, "an event's day and time", "{day}, {time}"),
                   args, 2);
}

Str8 locale_day_ahead(const Locale *locale, int days, int weekday) {
    FOYER_ASSERT(weekday >= 0 && weekday < 7);
    if (days == 0) {
        return tr_context(locale, "day inside a sentence", "today");
    }
    return days == 1 ? tr_context(locale, "day inside a sentence", "tomorrow")
                     : locale->weekdays_ahead[weekday];
}
