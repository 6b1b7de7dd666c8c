#include <unicode/uchar.h>

#include "data/base/check.h"
#include "kiosk/i18n/locale_private.h"
#include "kiosk/i18n/phone.h"

enum {
    NUMBER_TEXT_MAX = 64,
    ISOLATE_LTR = 0x2066,
    ISOLATE_FIRST_STRONG = 0x2068,
    ISOLATE_END = 0x2069,
};

Str8 tr(const Locale *locale, const char *msgid) {
    Str8 text = catalog_get(locale->catalog, NULL, msgid);
    return text.len > 0 ? text : str8_from(msgid);
}

Str8 tr_context(const Locale *locale, const char *context, const char *msgid) {
    Str8 text = catalog_get(locale->catalog, context, msgid);
    return text.len > 0 ? text : str8_from(msgid);
}

Str8 tr_plural(const Locale *locale, Arena *arena, const char *msgid, const char *msgid_plural,
               int64_t n) {
    Str8 pattern = catalog_get_plural(locale->catalog, msgid, n);
    if (pattern.len == 0) {
        pattern = str8_from(n == 1 ? msgid : msgid_plural);
    }
    const TrArg count = {"count", locale_number(locale, arena, n)};
    return tr_fill(locale, arena, pattern, &count, 1);
}

/** A letter whose direction is not the language's: it would pull its neighbours along. */
static bool has_other_direction(Str8 text, bool rtl) {
    for (size_t i = 0; i < text.len;) {
        UCharDirection direction = u_charDirection((UChar32)str8_next(text, &i));
        bool letter_rtl = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
        if (rtl ? direction == U_LEFT_TO_RIGHT : letter_rtl) {
            return true;
        }
    }
    return false;
}

static void add_isolated(Str8Builder *out, Str8 value, bool rtl) {
    bool isolate = has_other_direction(value, rtl);
    if (isolate) {
        builder_add_code(out, ISOLATE_FIRST_STRONG);
    }
    builder_add(out, value);
    if (isolate) {
        builder_add_code(out, ISOLATE_END);
    }
}

static const TrArg *arg_named(const TrArg *args, size_t count, Str8 name) {
    for (size_t i = 0; i < count; i++) {
        if (str8_equal(str8_from(args[i].name), name)) {
            return &args[i];
        }
    }
    return NULL;
}

/** The placeholder at `start` ("{name}"); empty when there is none. */
static Str8 placeholder_at(Str8 pattern, size_t start) {
    Str8 tail = str8_slice(pattern, start, pattern.len);
    size_t end = str8_find(tail, STR8("}"));
    return end < tail.len ? str8_slice(tail, 1, end) : (Str8){NULL, 0};
}

/** Bytes that filling can need at most: each value once per placeholder, with its isolates. */
static size_t fill_size(Str8 pattern, const TrArg *args, size_t count) {
    size_t size = pattern.len + 1;
    for (size_t i = 0; i < pattern.len; i++) {
        const TrArg *arg =
            pattern.ptr[i] == '{' ? arg_named(args, count, placeholder_at(pattern, i)) : NULL;
        size += arg != NULL ? arg->value.len + 6 : 0;
    }
    return size < TR_TEXT_MAX ? size : TR_TEXT_MAX;
}

/** "5:52 p. m." before a full stop: one stop is enough. */
static bool ends_with_stop(Str8 value) {
    return str8_ends_with(value, STR8("."));
}

Str8 tr_fill(const Locale *locale, Arena *arena, Str8 pattern, const TrArg *args, size_t count) {
    Str8Builder out = builder_in(arena, fill_size(pattern, args, count));
    for (size_t i = 0; i < pattern.len;) {
        Str8 name = pattern.ptr[i] == '{' ? placeholder_at(pattern, i) : (Str8){NULL, 0};
        const TrArg *arg = name.len > 0 ? arg_named(args, count, name) : NULL;
        if (arg != NULL) {
            add_isolated(&out, arg->value, locale_is_rtl(locale));
            i += name.len + 2;
            i += ends_with_stop(arg->value) && i < pattern.len && pattern.ptr[i] == '.';
        } else {
            builder_add_char(&out, pattern.ptr[i++]);
        }
    }
    return out.full ? pattern : builder_text(&out);
}

Str8 locale_number(const Locale *locale, Arena *arena, int64_t number) {
    char digits[NUMBER_TEXT_MAX];
    Str8Builder plain = builder_make(digits, sizeof digits);
    builder_add_int(&plain, number);
    Str8 text = builder_text(&plain);
    size_t start = number < 0 ? 1 : 0;
    Str8Builder out = builder_in(arena, NUMBER_TEXT_MAX);
    for (size_t i = 0; i < text.len; i++) {
        if (i > start && (text.len - i) % 3 == 0) {
            builder_add(&out, locale->formats.group_separator);
        }
        builder_add_char(&out, text.ptr[i]);
    }
    return builder_text(&out);
}

Str8 locale_list(const Locale *locale, Arena *arena, const Str8 *parts, size_t count) {
    size_t size = 1;
    for (size_t i = 0; i < count; i++) {
        size += parts[i].len + 6 + locale->formats.list_separator.len;
    }
    Str8Builder out = builder_in(arena, size < TR_TEXT_MAX ? size : TR_TEXT_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            builder_add(&out, locale->formats.list_separator);
        }
        add_isolated(&out, parts[i], locale_is_rtl(locale));
    }
    return builder_text(&out);
}

Str8 locale_phone(const Locale *locale, Arena *arena, Str8 country, Str8 digits) {
    char grouped[PHONE_SHOWN_MAX];
    Str8 text = phone_group(country, digits, grouped);
    bool rtl = locale_is_rtl(locale);
    Str8Builder out = builder_in(arena, 2 * PHONE_SHOWN_MAX + 6);
    if (rtl) {
        builder_add_code(&out, ISOLATE_LTR);
    }
    for (size_t i = 0; i < text.len; i++) {
        builder_add_code(&out, text.ptr[i] == ' ' ? 0xA0 : (unsigned char)text.ptr[i]);
    }
    if (rtl) {
        builder_add_code(&out, ISOLATE_END);
    }
    return builder_text(&out);
}

Str8 locale_grade(const Locale *locale, Arena *arena, Str8 grade) {
    if (str8_equal(grade, STR8("KG"))) {
        return tr(locale, "Kindergarten");
    }
    if (str8_equal(grade, STR8("TK"))) {
        return tr(locale, "Transitional kindergarten");
    }
    if (str8_equal(grade, STR8("PK"))) {
        return tr(locale, "Pre-K");
    }
    int64_t number = 0;
    if (!str8_to_int(str8_starts_with(grade, STR8("0")) ? str8_slice(grade, 1, grade.len) : grade,
                     &number)) {
        return grade;
    }
    const TrArg arg = {"number", locale_number(locale, arena, number)};
    return tr_fill(locale, arena, tr(locale, "Grade {number}"), &arg, 1);
}
