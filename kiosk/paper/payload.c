#include "kiosk/paper/payload.h"

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/domain/link.h"

/*
 * Payloads are written line by line into a text of size_max bytes.
 * 1. A line goes in whole or not at all: a cut property is worse than a missing one.
 * 2. Texts are escaped as RFC 2426 section 4 and RFC 5545 section 3.3.11 say, alike in both.
 * 3. Lines longer than 75 bytes are folded between code points (RFC 2426 2.6, RFC 5545 3.1).
 */

enum {
    FOLD_BYTES = 75,
    LINE_BYTES_MAX = 4 * PAYLOAD_BYTES_MAX,
    PHONE_BYTES_MAX = 33,
    PHONE_PAYLOAD_DIGITS_MIN = 3, /* "988" is a number to call */
    EXTENSION_DIGITS_MAX = 7,     /* more are a second number */
    WIFI_NAME_MAX = 32,
    WIFI_PASSWORD_MIN = 8,
    WIFI_PASSWORD_MAX = 63,
};

typedef struct {
    Arena *arena;
    Str8Builder out;
    size_t size_max;
    size_t size_kept;  /* bytes that the last line needs */
    uint32_t left_out; /* LeftOut bits */
    bool failed;       /* out of memory */
} Writer;

static Writer writer_make(Arena *arena, size_t size_max, size_t size_kept) {
    FOYER_ASSERT(size_max >= PAYLOAD_BYTES_MIN);
    FOYER_ASSERT(size_max <= PAYLOAD_BYTES_MAX);
    Writer writer = {.arena = arena, .size_max = size_max, .size_kept = size_kept};
    writer.out = builder_in(arena, size_max + 1);
    writer.failed = writer.out.full;
    return writer;
}

static bool writer_fits(const Writer *writer, size_t size) {
    return writer->out.len + size + writer->size_kept <= writer->size_max;
}

/** Adds `line` if it fits whole. */
static bool writer_add(Writer *writer, Str8 line) {
    if (!writer_fits(writer, line.len)) {
        return false;
    }
    builder_add(&writer->out, line);
    return true;
}

static ErrCode no_memory(Err *err) {
    return err_set(err, ERR_NO_MEMORY, "no memory for a payload");
}

static ErrCode writer_end(Writer *writer, Str8 last, Str8 *payload, uint32_t *left_out, Err *err) {
    builder_add(&writer->out, last);
    if (writer->failed || writer->out.full) {
        return no_memory(err);
    }
    *payload = builder_text(&writer->out);
    if (left_out != NULL) {
        *left_out = writer->left_out;
    }
    return ERR_OK;
}

/**
 * For a phone, not for our screens: without the isolates that keep a sentence's order here (they
 * are three bytes each and old phones draw boxes), and with plain blanks.
 */
static Str8 text_plain(Writer *writer, Str8 text) {
    Str8Builder plain = builder_in(writer->arena, text.len + 1);
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        uint32_t code = str8_next(text, &i);
        if (code == 0x00A0) {
            builder_add_char(&plain, ' ');
        } else if (code < 0x2066 || code > 0x2069) {
            builder_add(&plain, str8_slice(text, start, i));
        }
    }
    writer->failed = writer->failed || plain.full;
    return builder_text(&plain);
}

/** Line breaks become "\n", other control characters go: nothing may start a line of its own. */
static void escaped_add(Str8Builder *builder, Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        char character = text.ptr[i];
        if (character == '\n') {
            builder_add(builder, STR8("\\n"));
        } else if ((unsigned char)character >= 0x20 && character != 0x7F) {
            if (character == '\\' || character == ';' || character == ',') {
                builder_add_char(builder, '\\');
            }
            builder_add_char(builder, character);
        }
    }
}

/** `line` with a CRLF and a blank wherever it would pass FOLD_BYTES, and the CRLF at its end. */
static Str8 line_fold(Writer *writer, Str8 line) {
    Str8Builder folded = builder_in(writer->arena, line.len + line.len / 16 + 8);
    size_t width = 0;
    for (size_t i = 0; i < line.len;) {
        size_t next = i;
        (void)str8_next(line, &next);
        if (width + (next - i) > FOLD_BYTES) {
            builder_add(&folded, STR8("\r\n "));
            width = 1;
        }
        builder_add(&folded, str8_slice(line, i, next));
        width += next - i;
        i = next;
    }
    builder_add(&folded, STR8("\r\n"));
    writer->failed = writer->failed || folded.full;
    return builder_text(&folded);
}

/** "NAME:before" + escaped value + "after" as a folded line. */
static Str8 line_make(Writer *writer, Str8 before, Str8 value, Str8 after) {
    Str8Builder line = builder_in(writer->arena, before.len + 2 * value.len + after.len + 1);
    builder_add(&line, before);
    escaped_add(&line, text_plain(writer, value));
    builder_add(&line, after);
    writer->failed = writer->failed || line.full;
    return line_fold(writer, builder_text(&line));
}

static void property_add(Writer *writer, Str8 name, Str8 value, LeftOut bit) {
    bool fits = value.len < LINE_BYTES_MAX &&
                (value.len == 0 || writer_add(writer, line_make(writer, name, value, STR8(""))));
    writer->left_out |= fits ? 0u : (uint32_t)bit;
}

/** Without its last word; without its last code point when it is a single word. */
static Str8 text_shorten(Str8 text) {
    size_t end = 0;
    for (size_t i = 1; i < text.len; i++) {
        if (text.ptr[i] == ' ') {
            end = i;
        }
    }
    for (size_t i = 0; end == 0 && i < text.len;) {
        size_t next = i;
        (void)str8_next(text, &next);
        if (next >= text.len) {
            return str8_slice(text, 0, i);
        }
        i = next;
    }
    return str8_trim(str8_slice(text, 0, end));
}

static Str8 text_first_word(Str8 text) {
    return str8_slice(text, 0, str8_find(text, STR8(" ")));
}

/** Shortened until it is no longer than `size`: what is longer cannot fit, whatever the line. */
static Str8 text_shorten_to(Str8 text, size_t size) {
    while (text.len > size) {
        text = text_shorten(text);
    }
    return text;
}

static void digits_add(Str8Builder *builder, Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') {
            builder_add_char(builder, text.ptr[i]);
        }
    }
}

static bool has_letter(Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        if ((text.ptr[i] | 0x20) >= 'a' && (text.ptr[i] | 0x20) <= 'z') {
            return true;
        }
    }
    return false;
}

/** Where the number ends and what follows a comma or semicolon begins. */
static size_t phone_number_end(Str8 phone) {
    size_t comma = str8_find(phone, STR8(","));
    size_t semicolon = str8_find(phone, STR8(";"));
    return comma < semicolon ? comma : semicolon;
}

/** The digits behind a number, if they can be an extension. */
static void extension_add(Str8Builder *builder, Str8 behind, Str8 separator) {
    char buffer[EXTENSION_DIGITS_MAX + 1];
    Str8Builder digits = builder_make(buffer, sizeof buffer);
    digits_add(&digits, behind);
    if (digits.len > 0 && !digits.full) {
        builder_add(builder, separator);
        builder_add(builder, builder_text(&digits));
    }
}

/**
 * A number as it is dialled: a leading plus and digits, and behind `separator` the extension that
 * follows a comma or semicolon. Empty when it has too few digits, or words that nobody can dial.
 */
static Str8 phone_clean(Arena *arena, Str8 phone, Str8 separator) {
    size_t end = phone_number_end(phone);
    Str8 number = str8_trim(str8_slice(phone, 0, end));
    Str8Builder builder = builder_in(arena, PHONE_BYTES_MAX);
    if (str8_starts_with(number, STR8("+"))) {
        builder_add_char(&builder, '+');
    }
    size_t before = builder.len;
    digits_add(&builder, number);
    bool usable = builder.len - before >= PHONE_PAYLOAD_DIGITS_MIN && !has_letter(number);
    extension_add(&builder, str8_slice(phone, end, phone.len), separator);
    return usable && !builder.full ? builder_text(&builder) : STR8("");
}

static Str8 contact_name_lines(Writer *writer, Str8 short_name, Str8 full_name) {
    Str8 n = line_make(writer, STR8("N:;"), short_name, STR8(";;;"));
    Str8 fn = line_make(writer, STR8("FN:"), full_name, STR8(""));
    Str8Builder lines = builder_in(writer->arena, n.len + fn.len + 1);
    builder_add(&lines, n);
    builder_add(&lines, fn);
    writer->failed = writer->failed || lines.full;
    return builder_text(&lines);
}

/**
 * N and FN. The whole name is N's given name: phones show it as it is said, in every tradition.
 * Only FN must be whole as long as it can be: it is what a phone shows first. So first as much of
 * it as stands beside N's first word, then as much of N as there is room for.
 */
static void contact_name_add(Writer *writer, Str8 name, size_t size_phone) {
    Str8 full_name = text_shorten_to(name, writer->size_max);
    Str8 lines = contact_name_lines(writer, text_first_word(full_name), full_name);
    while (!writer->failed && !writer_fits(writer, lines.len + size_phone)) {
        full_name = text_shorten(full_name);
        lines = contact_name_lines(writer, text_first_word(full_name), full_name);
    }
    writer->left_out |= full_name.len < name.len ? LEFT_OUT_PART_OF_NAME : 0u;
    Str8 short_name = full_name;
    lines = contact_name_lines(writer, short_name, full_name);
    while (!writer->failed && !writer_fits(writer, lines.len + size_phone)) {
        short_name = text_shorten(short_name);
        lines = contact_name_lines(writer, short_name, full_name);
    }
    (void)writer_add(writer, lines);
}

/** Room and hours on one NOTE; the room alone when both do not fit. */
static void contact_note_add(Writer *writer, const Contact *contact) {
    if (contact->place.len == 0) {
        property_add(writer, STR8("NOTE:"), contact->hours, LEFT_OUT_HOURS);
        return;
    }
    if (contact->hours.len > 0) {
        Str8 both = str8_format(writer->arena, "%.*s\n%.*s", STR8_ARG(contact->place),
                                STR8_ARG(contact->hours));
        if (both.len < LINE_BYTES_MAX &&
            writer_add(writer, line_make(writer, STR8("NOTE:"), both, STR8("")))) {
            return;
        }
        writer->left_out |= LEFT_OUT_HOURS;
    }
    property_add(writer, STR8("NOTE:"), contact->place, LEFT_OUT_PLACE);
}

/** A uri is no text: it stands unescaped (RFC 2426 section 4), and link_check let no sign in that
 * could end its line. */
static void contact_web_add(Writer *writer, Str8 url) {
    if (link_check(url, NULL) == LINK_OK &&
        !writer_add(writer, line_make(writer, STR8("URL:"), STR8(""), url))) {
        writer->left_out |= LEFT_OUT_WEB;
    }
}

ErrCode payload_contact(Arena *arena, const Contact *contact, size_t size_max, Str8 *payload,
                        uint32_t *left_out, Err *err) {
    FOYER_ASSERT(contact != NULL && payload != NULL);
    Str8 name = str8_trim(contact->name);
    if (name.len == 0 || name.len > LINE_BYTES_MAX) {
        return err_set(err, ERR_INVALID, "a contact had no usable name");
    }
    Str8 end = STR8("END:VCARD\r\n");
    Writer writer = writer_make(arena, size_max, end.len);
    builder_add(&writer.out, STR8("BEGIN:VCARD\r\nVERSION:3.0\r\n"));
    Str8 phone = phone_clean(arena, contact->phone, STR8(","));
    Str8 phone_line = str8_format(arena, "TEL:%.*s\r\n", STR8_ARG(phone));
    contact_name_add(&writer, name, phone.len > 0 ? phone_line.len : 0);
    (void)(phone.len > 0 && writer_add(&writer, phone_line));
    contact_note_add(&writer, contact);
    property_add(&writer, STR8("ORG:"), contact->organization, LEFT_OUT_ORGANIZATION);
    property_add(&writer, STR8("TITLE:"), contact->role, LEFT_OUT_ROLE);
    contact_web_add(&writer, contact->url);
    property_add(&writer, STR8("EMAIL:"), contact->email, LEFT_OUT_EMAIL);
    return writer_end(&writer, end, payload, left_out, err);
}

ErrCode payload_call(Arena *arena, Str8 phone, Str8 *payload, Err *err) {
    FOYER_ASSERT(payload != NULL);
    Str8 clean = phone_clean(arena, phone, STR8(";ext="));
    if (clean.len == 0) {
        return err_set(err, ERR_INVALID, "a number to call had too few or too many digits");
    }
    *payload = str8_format(arena, "tel:%.*s", STR8_ARG(clean));
    return payload->len > 0 ? ERR_OK : no_memory(err);
}

ErrCode payload_web(Arena *arena, Str8 url, size_t size_max, Str8 *payload, Err *err) {
    FOYER_ASSERT(payload != NULL);
    LinkFault fault = link_check(url, NULL);
    if (fault != LINK_OK) {
        return err_set(err, ERR_INVALID, "a web address %s", link_fault_words(fault));
    }
    if (url.len > size_max) {
        return err_set(err, ERR_LIMIT, "a web address had %zu bytes, at most %zu", url.len,
                       size_max);
    }
    Str8 text = str8_copy(arena, url);
    if (text.ptr == NULL) {
        return no_memory(err);
    }
    *payload = text;
    return ERR_OK;
}

/** RFC 3986 2.1: everything but unreserved characters as %XX. */
static void percent_add(Str8Builder *builder, Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool digit = byte >= '0' && byte <= '9';
        if (letter || digit || byte == '-' || byte == '.' || byte == '_' || byte == '~') {
            builder_add_char(builder, (char)byte);
        } else {
            builder_format(builder, "%%%02X", byte);
        }
    }
}

/* NOLINTNEXTLINE(readability-function-size): what is said, how large, where to: six. */
ErrCode payload_sms(Arena *arena, Str8 number, Str8 body, size_t size_max, Str8 *payload,
                    Err *err) {
    FOYER_ASSERT(payload != NULL && size_max <= PAYLOAD_BYTES_MAX);
    Str8 clean = phone_clean(arena, number, STR8(","));
    if (clean.len == 0 || phone_number_end(number) < number.len) {
        return err_set(err, ERR_INVALID, "a text message had no number to go to");
    }
    if (body.len > size_max) {
        return err_set(err, ERR_LIMIT, "a text message had %zu bytes", body.len);
    }
    Str8Builder text = builder_in(arena, 3 * body.len + clean.len + sizeof "sms:?body=");
    builder_format(&text, "sms:%.*s", STR8_ARG(clean));
    if (body.len > 0) {
        builder_add(&text, STR8("?body="));
        percent_add(&text, body);
    }
    if (text.full) {
        return no_memory(err);
    }
    if (text.len > size_max) {
        return err_set(err, ERR_LIMIT, "a text message had %zu bytes, at most %zu", text.len,
                       size_max);
    }
    *payload = builder_text(&text);
    return ERR_OK;
}

/** "-80.193660" */
static void degrees_add(Str8Builder *builder, int32_t degrees_e6) {
    int64_t size = degrees_e6 < 0 ? -(int64_t)degrees_e6 : degrees_e6;
    builder_format(builder, "%s%d.%06d", degrees_e6 < 0 ? "-" : "", (int)(size / 1000000),
                   (int)(size % 1000000));
}

ErrCode payload_map(Arena *arena, int32_t latitude_e6, int32_t longitude_e6, Str8 *payload,
                    Err *err) {
    FOYER_ASSERT(payload != NULL);
    bool known = (latitude_e6 != 0 || longitude_e6 != 0) && latitude_e6 >= -90000000 &&
                 latitude_e6 <= 90000000 && longitude_e6 >= -180000000 && longitude_e6 <= 180000000;
    if (!known) {
        return err_set(err, ERR_INVALID, "a place was not on the globe");
    }
    Str8Builder text = builder_in(arena, sizeof "geo:-90.000000,-180.000000");
    builder_add(&text, STR8("geo:"));
    degrees_add(&text, latitude_e6);
    builder_add_char(&text, ',');
    degrees_add(&text, longitude_e6);
    if (text.full) {
        return no_memory(err);
    }
    *payload = builder_text(&text);
    return ERR_OK;
}

/** Backslashes in front of the form's own signs; control characters are no part of a network. */
static bool wifi_add(Str8Builder *builder, Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        char character = text.ptr[i];
        if ((unsigned char)character < 0x20 || character == 0x7F) {
            return false;
        }
        if (character == '\\' || character == ';' || character == ',' || character == ':' ||
            character == '"') {
            builder_add_char(builder, '\\');
        }
        builder_add_char(builder, character);
    }
    return true;
}

ErrCode payload_wifi(Arena *arena, const WifiNetwork *network, size_t size_max, Str8 *payload,
                     Err *err) {
    FOYER_ASSERT(network != NULL && payload != NULL);
    size_t password = network->password.len;
    bool right =
        network->name.len > 0 && network->name.len <= WIFI_NAME_MAX &&
        (password == 0 || (password >= WIFI_PASSWORD_MIN && password <= WIFI_PASSWORD_MAX));
    Str8Builder text = builder_in(arena, 2 * (WIFI_NAME_MAX + WIFI_PASSWORD_MAX) + 32);
    if (right) {
        builder_add(&text, password > 0 ? STR8("WIFI:T:WPA;S:") : STR8("WIFI:T:nopass;S:"));
        right = wifi_add(&text, network->name);
        builder_add(&text, password > 0 ? STR8(";P:") : STR8(""));
        right = wifi_add(&text, network->password) && right;
        builder_add(&text, STR8(";;"));
    }
    if (!right) {
        return err_set(err, ERR_INVALID, "no Wi-Fi network has such a name or password");
    }
    if (text.full) {
        return no_memory(err);
    }
    if (text.len > size_max) {
        return err_set(err, ERR_LIMIT, "a Wi-Fi network had %zu bytes, at most %zu", text.len,
                       size_max);
    }
    *payload = builder_text(&text);
    return ERR_OK;
}

/** RFC 5545 3.3.5, form 2: "20251016T220000Z". */
static void date_time_add(Writer *writer, const char *name, int64_t utc_ms) {
    Civil civil = civil_from_ms(utc_ms);
    builder_format(&writer->out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, civil.year, civil.month,
                   civil.day, civil.hour, civil.minute, civil.second);
}

ErrCode payload_date(Arena *arena, const DateEntry *date, size_t size_max, Str8 *payload,
                     uint32_t *left_out, Err *err) {
    FOYER_ASSERT(date != NULL && payload != NULL);
    Str8 title = str8_trim(date->title);
    if (title.len == 0 || title.len > LINE_BYTES_MAX || date->end_utc_ms <= date->start_utc_ms) {
        return err_set(err, ERR_INVALID, "a date had no title or ended before it started");
    }
    Str8 end = STR8("END:VEVENT\r\n");
    Writer writer = writer_make(arena, size_max, end.len);
    builder_add(&writer.out, STR8("BEGIN:VEVENT\r\n"));
    date_time_add(&writer, "DTSTART", date->start_utc_ms);
    date_time_add(&writer, "DTEND", date->end_utc_ms);
    title = text_shorten_to(title, size_max);
    while (!writer.failed &&
           !writer_add(&writer, line_make(&writer, STR8("SUMMARY:"), title, STR8("")))) {
        title = text_shorten(title);
    }
    writer.left_out |= title.len < str8_trim(date->title).len ? LEFT_OUT_PART_OF_NAME : 0u;
    property_add(&writer, STR8("LOCATION:"), date->place, LEFT_OUT_PLACE);
    return writer_end(&writer, end, payload, left_out, err);
}

/* NOLINTNEXTLINE(readability-function-size): what is said, how large, where to: eight. */
ErrCode payload_lines(Arena *arena, Str8 heading, const Str8 *lines, size_t lines_count,
                      size_t size_max, Str8 *payload, uint32_t *left_out, Err *err) {
    FOYER_ASSERT(payload != NULL);
    FOYER_ASSERT(lines != NULL || lines_count == 0);
    if (lines_count == 0 || lines_count > PAYLOAD_LINES_MAX) {
        return err_set(err, ERR_INVALID, "%zu lines of text, 1 to %d are possible", lines_count,
                       PAYLOAD_LINES_MAX);
    }
    Writer writer = writer_make(arena, size_max, 0);
    Str8 plain[PAYLOAD_LINES_MAX];
    size_t size_lines = 0;
    for (size_t i = 0; i < lines_count; i++) {
        plain[i] = text_plain(&writer, lines[i]);
        size_lines += plain[i].len + 1;
    }
    Str8 first = text_plain(&writer, heading);
    if (first.len > 0 && first.len + size_lines <= size_max) {
        builder_add(&writer.out, first);
    }
    for (size_t i = 0; i < lines_count; i++) {
        size_t separator = writer.out.len > 0 ? 1 : 0;
        if (!writer_fits(&writer, plain[i].len + separator)) {
            writer.left_out |= LEFT_OUT_LINES;
            break;
        }
        builder_add(&writer.out, separator > 0 ? STR8("\n") : STR8(""));
        builder_add(&writer.out, plain[i]);
    }
    if (writer.out.len == 0 && !writer.failed) {
        return err_set(err, ERR_LIMIT, "a line of text had %zu bytes, at most %zu", lines[0].len,
                       size_max);
    }
    return writer_end(&writer, STR8(""), payload, left_out, err);
}
