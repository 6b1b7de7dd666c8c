#include "kiosk/paper/words.h"

#include "data/base/check.h"
#include "kiosk/i18n/language.h"
#include "kiosk/i18n/phone.h"
#include "kiosk/paper/paper_text.h"

enum {
    HOURS_BYTES_MAX = 4096,
    WEEK_DAYS = 7,
    ISOLATE_LTR = 0x2066,
    ISOLATE_FIRST_STRONG = 0x2068,
    ISOLATE_END = 0x2069,
    ISOLATES_BYTES = 6,
};

Str8 words_pick(Arena *arena, const Locale *locale, TextSet set, Str8 *found) {
    return paper_text_clean(arena, text_set_pick(set, locale_language(locale), found));
}

Str8 words_fill(Arena *arena, const Locale *locale, Str8 pattern, const char *name, Str8 value) {
    const TrArg arg = {name, value};
    return tr_fill(locale, arena, pattern, &arg, 1);
}

Str8 words_join(Arena *arena, const Str8 *parts, size_t count, Str8 between) {
    size_t size = 1;
    for (size_t i = 0; i < count; i++) {
        size += parts[i].len + between.len + ISOLATES_BYTES;
    }
    Str8Builder out = builder_in(arena, size);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > 0) {
            builder_add(&out, out.len > 0 ? between : STR8(""));
            builder_add_code(&out, ISOLATE_FIRST_STRONG);
            builder_add(&out, parts[i]);
            builder_add_code(&out, ISOLATE_END);
        }
    }
    return builder_text(&out);
}

/* Hours. */

static bool hours_of_day_equal(const Service *service, int a, int b) {
    size_t j = 0;
    for (size_t i = 0; i < service->hours_count; i++) {
        if (service->hours[i].weekday != a) {
            continue;
        }
        while (j < service->hours_count && service->hours[j].weekday != b) {
            j++;
        }
        if (j == service->hours_count ||
            service->hours[i].opens_minute != service->hours[j].opens_minute ||
            service->hours[i].closes_minute != service->hours[j].closes_minute) {
            return false;
        }
        j++;
    }
    while (j < service->hours_count && service->hours[j].weekday != b) {
        j++;
    }
    return j == service->hours_count;
}

static bool is_open_on(const Service *service, int weekday) {
    for (size_t i = 0; i < service->hours_count; i++) {
        if (service->hours[i].weekday == weekday) {
            return true;
        }
    }
    return false;
}

static Str8 hours_of_days(Arena *arena, const Locale *locale, const Service *service, int first,
                          int last) {
    Str8 parts[SERVICE_HOURS_MAX + 1];
    size_t count = 0;
    parts[count++] = locale_weekday_range(locale, arena, first, last);
    for (size_t i = 0; i < service->hours_count && count <= SERVICE_HOURS_MAX; i++) {
        if (service->hours[i].weekday == first) {
            parts[count++] = locale_hours_range(locale, arena, service->hours[i].opens_minute,
                                                service->hours[i].closes_minute);
        }
    }
    return locale_list(locale, arena, parts, count);
}

static void line_add(Str8Builder *lines, Str8 line) {
    if (line.len > 0) {
        builder_add(lines, lines->len > 0 ? STR8("\n") : STR8(""));
        builder_add(lines, line);
    }
}

Str8 words_hours(Arena *arena, const Locale *locale, const Service *service) {
    Str8Builder lines = builder_in(arena, HOURS_BYTES_MAX);
    for (int i = 0; i < WEEK_DAYS;) {
        int first = (i + 1) % WEEK_DAYS; /* Monday first */
        int run = 1;
        while (i + run < WEEK_DAYS &&
               hours_of_day_equal(service, first, (first + run) % WEEK_DAYS)) {
            run++;
        }
        if (is_open_on(service, first)) {
            line_add(&lines,
                     hours_of_days(arena, locale, service, first, (first + run - 1) % WEEK_DAYS));
        }
        i += run;
    }
    Str8 written = words_pick(arena, locale, service->hours_text, NULL);
    if (lines.len + written.len + 2 < HOURS_BYTES_MAX) {
        line_add(&lines, written);
        return builder_text(&lines);
    }
    return lines.len > 0 ? builder_text(&lines) : written;
}

Str8 words_where(Arena *arena, const Locale *locale, const Service *service) {
    Str8 place = words_pick(arena, locale, service->place, NULL);
    Str8 address = paper_text_clean(arena, service->address);
    if (place.len == 0 || address.len == 0 || str8_equal(place, address)) {
        return place.len > 0 ? place : address;
    }
    return str8_format(arena, "%.*s\n%.*s", STR8_ARG(place), STR8_ARG(address));
}

/* A name of two words stays on one line. */
static Str8 unbroken(Arena *arena, Str8 text) {
    Str8Builder out = builder_in(arena, 2 * text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        builder_add(&out, text.ptr[i] == ' ' ? STR8("\u00A0") : str8_slice(text, i, i + 1));
    }
    return builder_text(&out);
}

Str8 words_languages(Arena *arena, const Locale *locale, const Service *service) {
    Str8 names[SERVICE_LANGUAGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < service->languages_count && count < SERVICE_LANGUAGES_MAX; i++) {
        names[count++] =
            unbroken(arena, paper_text_clean(arena, language_name(service->languages[i])));
    }
    return locale_list(locale, arena, names, count);
}

static Str8 digits_of(Arena *arena, Str8 text) {
    Str8Builder digits = builder_in(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        bool plus = text.ptr[i] == '+' && digits.len == 0;
        if (plus || (text.ptr[i] >= '0' && text.ptr[i] <= '9')) {
            builder_add_char(&digits, text.ptr[i]);
        }
    }
    return builder_text(&digits);
}

static Str8 left_to_right(Arena *arena, Str8 text) {
    Str8Builder out = builder_in(arena, text.len + ISOLATES_BYTES + 1);
    builder_add_code(&out, ISOLATE_LTR);
    builder_add(&out, text);
    builder_add_code(&out, ISOLATE_END);
    return builder_text(&out);
}

Str8 words_phone(Arena *arena, const Locale *locale, Str8 country, Str8 phone) {
    size_t comma = str8_find(phone, STR8(","));
    size_t semicolon = str8_find(phone, STR8(";"));
    size_t end = comma < semicolon ? comma : semicolon;
    Str8 digits = digits_of(arena, str8_slice(phone, 0, end));
    Str8 extension = digits_of(arena, str8_slice(phone, end, phone.len));
    if (digits.len == 0 || digits.len > PHONE_DIGITS_MAX + 1) {
        return paper_text_clean(arena, phone); /* nobody can dial it, but it is what was given */
    }
    char grouped[PHONE_SHOWN_MAX];
    Str8 number = left_to_right(arena, phone_group(country, digits, grouped));
    if (extension.len == 0) {
        return number;
    }
    Str8 behind = words_fill(arena, locale, tr(locale, "ext. {number}"), "number", extension);
    return str8_format(arena, "%.*s %.*s", STR8_ARG(number), STR8_ARG(behind));
}

Str8 words_checked(Arena *arena, const Locale *locale, const Service *service, bool old) {
    if (service->assured_utc_ms == 0) {
        return tr(locale, "Nobody has checked this yet. Please ask.");
    }
    Str8 date = locale_date_year(locale, arena, service->assured_utc_ms);
    Str8 pattern = old ? tr(locale, "Last checked on {date}. Please ask.")
                       : tr(locale, "We checked this on {date}.");
    return words_fill(arena, locale, pattern, "date", date);
}

Str8 words_role(const Locale *locale, PersonRole role) {
    switch (role) {
    case PERSON_GUARDIAN:
        return tr(locale, "Parent");
    case PERSON_STUDENT:
        return tr(locale, "Student");
    case PERSON_OTHER_ADULT:
        return tr(locale, "Guest");
    case PERSON_OTHER_CHILD:
        return tr(locale, "Child");
    case PERSON_ROLE_COUNT:
        break;
    }
    FOYER_ASSERT(false);
    return STR8("");
}
