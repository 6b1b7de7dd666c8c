#include "data/import/opening_hours.h"

#include "data/domain/service.h"
#include "data/import/hsds_hours.h"
#include "data/import/hsds_time.h"

enum { TEXT_BYTES_MAX = 512, NIGHT_ENDS_MINUTE = 6 * 60, HALF_DAY_MINUTES = 12 * 60, DAYS = 7 };

static const char HOW[] = "write it as Mon-Fri 8:00-15:30; Sat 9:00-12:00 (words such as \"by "
                          "appointment\" have a column hours_text)";
static const char HALF[] = "it does not say whether that is in the morning: write 13:00 or 1:00 PM";
static const char ORDER[] = "it closes before it opens: write 8:00-15:30 or 8:00 AM-3:30 PM";
static const char MANY[] = "there are too many opening hours in a week";

typedef struct {
    Hours *hours;
    size_t count;
    bool days[DAYS]; /* of the part being read */
    const char *why;
} Reading;

static bool fail(Reading *r, const char *why) {
    r->why = why;
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/* The bytes of a dash at `at`, also the longer ones that word processors make; 0 = none. */
static size_t dash_at(Str8 text, size_t at) {
    static const char *const DASHES[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"};
    Str8 rest = str8_slice(text, at, text.len);
    for (size_t i = 0; i < sizeof DASHES / sizeof DASHES[0]; i++) {
        if (str8_starts_with(rest, str8_from(DASHES[i]))) {
            return str8_from(DASHES[i]).len;
        }
    }
    return 0;
}

/* One kind of dash without blanks beside it, one kind of end of a part. */
static bool tidy(Str8 text, Str8Builder *out) {
    for (size_t i = 0; i < text.len; i++) {
        size_t dash = dash_at(text, i);
        char c = text.ptr[i];
        char last = out->len > 0 ? out->buffer[out->len - 1] : ' ';
        if (dash > 0) {
            while (out->len > 0 && out->buffer[out->len - 1] == ' ') {
                out->len--;
            }
            builder_add_char(out, '-');
            i += dash - 1;
        } else if (is_blank(c)) {
            if (last != ' ' && last != '-') {
                builder_add_char(out, ' ');
            }
        } else {
            builder_add_char(out, c == '\n' || c == '|' ? ';' : c);
        }
    }
    return !out->full;
}

/* The piece up to one of `separators`. */
static Str8 take_piece(Str8 *rest, const char *separators) {
    size_t end = 0;
    while (end < rest->len && str8_find(str8_from(separators), str8_slice(*rest, end, end + 1)) ==
                                  str8_from(separators).len) {
        end++;
    }
    Str8 piece = str8_trim(str8_slice(*rest, 0, end));
    *rest = str8_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    return piece;
}

/* "Mon", "Mon-Fri". */
static bool add_days(Reading *r, Str8 text) {
    Str8 rest;
    Str8 from = str8_cut(text, '-', &rest);
    int first = 0;
    int last = 0;
    if (!hsds_weekday_parse(from, &first)) {
        return fail(r, HOW);
    }
    if (rest.ptr == NULL) {
        r->days[first] = true;
        return true;
    }
    if (!hsds_weekday_parse(rest, &last)) {
        return fail(r, HOW);
    }
    for (int day = first; day != last; day = (day + 1) % DAYS) {
        r->days[day] = true;
    }
    r->days[last] = true;
    return true;
}

/* "Mon-Wed, Fri": at least one. */
static bool read_days(Reading *r, Str8 text) {
    bool any = false;
    for (int day = 0; day < DAYS; day++) {
        r->days[day] = false;
    }
    if (str8_ends_with(text, STR8(":"))) {
        text = str8_slice(text, 0, text.len - 1);
    }
    while (text.len > 0) {
        Str8 piece = take_piece(&text, ",/& ");
        if (piece.len > 0 && !add_days(r, piece)) {
            return false;
        }
        any = any || piece.len > 0;
    }
    return any || fail(r, HOW);
}

/* A school is not open at three in the night; who writes "3:00" means the afternoon. */
static bool is_doubtful(HsdsClock clock) {
    return !clock.meridiem && !clock.leading_zero && clock.minute < NIGHT_ENDS_MINUTE;
}

/* Only one of them says AM or PM: "8:00-3:30 PM" can only begin in the morning, "9:00-11:00 PM"
 * could in the evening too. */
static bool is_half_said(HsdsClock opens, HsdsClock closes) {
    if (opens.meridiem == closes.meridiem) {
        return false;
    }
    return opens.meridiem ? closes.minute < HALF_DAY_MINUTES + 60
                          : opens.minute + HALF_DAY_MINUTES < closes.minute;
}

static bool add_times(Reading *r, Str8 text) {
    Str8 rest;
    Str8 from = str8_cut(text, '-', &rest);
    HsdsClock opens;
    HsdsClock closes;
    if (!hsds_clock_parse(from, &opens) || !hsds_clock_parse(rest, &closes) || opens.has_offset ||
        closes.has_offset) {
        return fail(r, HOW);
    }
    if (is_doubtful(opens) || is_doubtful(closes) || is_half_said(opens, closes)) {
        return fail(r, HALF);
    }
    if (closes.minute == 0 && closes.meridiem) { /* midnight at the end of the day */
        closes.minute = 24 * 60;
    }
    if (opens.minute >= closes.minute) {
        return fail(r, ORDER);
    }
    for (int day = 0; day < DAYS; day++) {
        if (r->days[day] && r->count == SERVICE_HOURS_MAX) {
            return fail(r, MANY);
        }
        if (r->days[day]) {
            r->hours[r->count++] = (Hours){day, opens.minute, closes.minute};
        }
    }
    return true;
}

/* "Mon-Fri 8:00-12:00, 13:00-15:30": days up to the first digit, then times. */
static bool read_part(Reading *r, Str8 part) {
    size_t digit = 0;
    while (digit < part.len && !is_digit(part.ptr[digit])) {
        digit++;
    }
    if (!read_days(r, str8_trim(str8_slice(part, 0, digit)))) {
        return false;
    }
    Str8 times = str8_slice(part, digit, part.len);
    bool good = times.len > 0 || fail(r, HOW);
    while (good && times.len > 0) {
        good = add_times(r, take_piece(&times, ",&"));
    }
    return good;
}

bool opening_hours_parse(Str8 text, Hours *hours, size_t *count, const char **why) {
    char buffer[TEXT_BYTES_MAX];
    Str8Builder out = builder_make(buffer, sizeof buffer);
    Reading r = {.hours = hours, .why = HOW};
    bool good = tidy(text, &out);
    Str8 rest = builder_text(&out);
    while (good && rest.len > 0) {
        Str8 part = take_piece(&rest, ";");
        good = part.len == 0 || read_part(&r, part);
    }
    good = good && (r.count > 0 || text.len == 0);
    *count = good ? r.count : 0;
    *why = good ? "" : r.why;
    return good;
}
