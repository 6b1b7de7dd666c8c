#include "kiosk/i18n/phone.h"

#include "data/base/check.h"

enum { PHONE_DIGITS_LIMIT = 15, NORTH_AMERICA_DIGITS = 10 };

static bool is_north_america(Str8 country) {
    return str8_equal(country, STR8("US")) || str8_equal(country, STR8("CA"));
}

/** "(305) 555-0142", or as much of it as was typed. */
static void add_north_america(Str8Builder *out, Str8 digits) {
    for (size_t i = 0; i < digits.len; i++) {
        if (i == 0 && digits.len > 3) {
            builder_add_char(out, '(');
        }
        if (i == 3) {
            builder_add(out, STR8(") "));
        }
        if (i == 6) {
            builder_add_char(out, '-');
        }
        builder_add_char(out, digits.ptr[i]);
    }
}

/** Groups of three; a last single digit joins the group before it: "691 234 5678". */
static void add_generic(Str8Builder *out, Str8 digits) {
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && i % 3 == 0 && i + 1 < digits.len) {
            builder_add_char(out, ' ');
        }
        builder_add_char(out, digits.ptr[i]);
    }
}

Str8 phone_group(Str8 country, Str8 digits, char out[PHONE_SHOWN_MAX]) {
    Str8Builder builder = builder_make(out, PHONE_SHOWN_MAX);
    bool north_america = is_north_america(country);
    if (north_america && str8_starts_with(digits, STR8("+1"))) {
        digits = str8_slice(digits, 2, digits.len);
    }
    if (str8_starts_with(digits, STR8("+"))) {
        builder_add_char(&builder, '+');
        digits = str8_slice(digits, 1, digits.len);
        north_america = false;
    }
    digits =
        str8_slice(digits, 0, digits.len < PHONE_DIGITS_LIMIT ? digits.len : PHONE_DIGITS_LIMIT);
    if (north_america && digits.len <= NORTH_AMERICA_DIGITS) {
        add_north_america(&builder, digits);
    } else {
        add_generic(&builder, digits);
    }
    FOYER_ASSERT(!builder.full);
    return builder_text(&builder);
}

size_t phone_digits_full(Str8 country) {
    return is_north_america(country) ? NORTH_AMERICA_DIGITS : 0;
}

size_t phone_digits_missing(Str8 country, size_t digits_count) {
    size_t full = phone_digits_full(country);
    return full > digits_count ? full - digits_count : 0;
}
