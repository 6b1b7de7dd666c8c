#include "sync/wire/wire_scan.h"

#include <string.h>

typedef struct {
    const unsigned char *at;
    const unsigned char *end;
    size_t depth;
    Str8 names[WIRE_SCAN_NAMES_MAX]; /* of the objects that are open here, the innermost last */
    size_t names_count;
    const char *reason; /* set: it is over */
} Scan;

static bool refuse(Scan *scan, const char *reason) {
    if (scan->reason == NULL) {
        scan->reason = reason;
    }
    return false;
}

static bool refuse_form(Scan *scan) {
    return refuse(scan, "it is no JSON");
}

static void skip_space(Scan *scan) {
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r')) {
        scan->at++;
    }
}

/* NUL at the end of the text: no token begins with it. */
static unsigned char peek(const Scan *scan) {
    return scan->at < scan->end ? *scan->at : '\0';
}

static bool take(Scan *scan, unsigned char wanted) {
    if (scan->at < scan->end && *scan->at == wanted) {
        scan->at++;
        return true;
    }
    return false;
}

/* ---- scalars ---- */

static bool take_hex(Scan *scan, unsigned *code) {
    *code = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char c = peek(scan);
        unsigned digit = c >= '0' && c <= '9'   ? c - (unsigned)'0'
                         : c >= 'a' && c <= 'f' ? c - (unsigned)'a' + 10
                         : c >= 'A' && c <= 'F' ? c - (unsigned)'A' + 10
                                                : 16;
        if (digit > 15) {
            return refuse_form(scan);
        }
        *code = *code << 4 | digit;
        scan->at++;
    }
    return true;
}

/* Behind a backslash. RFC 7493 2.1: no lone surrogates; and no NUL, which C would cut at. */
static bool take_escape(Scan *scan) {
    unsigned char c = peek(scan);
    if (c != 'u') {
        scan->at++;
        return (c != '\0' && strchr("\"\\/bfnrt", c) != NULL) || refuse_form(scan);
    }
    scan->at++;
    unsigned code = 0;
    if (!take_hex(scan, &code)) {
        return false;
    }
    if (code >= 0xD800 && code <= 0xDBFF) {
        unsigned low = 0;
        return (take(scan, '\\') && take(scan, 'u') && take_hex(scan, &low) && low >= 0xDC00 &&
                low <= 0xDFFF) ||
               refuse_form(scan);
    }
    return (code != 0 && (code < 0xDC00 || code > 0xDFFF)) || refuse_form(scan);
}

/* At the opening quote; *plain: no escapes in it. */
static bool take_string(Scan *scan, bool *plain) {
    const unsigned char *start = ++scan->at;
    bool ascii = true;
    *plain = true;
    for (;;) {
        while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\' && *scan->at >= 0x20) {
            ascii = ascii && *scan->at < 0x80;
            scan->at++;
        }
        if (take(scan, '"')) {
            break;
        }
        *plain = false;
        if (!take(scan, '\\') || !take_escape(scan)) {
            return refuse_form(scan);
        }
    }
    Str8 text = {(const char *)start, (size_t)(scan->at - 1 - start)};
    return ascii || str8_is_valid(text) || refuse(scan, "it is not UTF-8");
}

static size_t take_digits(Scan *scan) {
    const unsigned char *start = scan->at;
    while (peek(scan) >= '0' && peek(scan) <= '9') {
        scan->at++;
    }
    return (size_t)(scan->at - start);
}

static bool take_number(Scan *scan) {
    (void)take(scan, '-');
    bool zero = peek(scan) == '0';
    size_t whole = take_digits(scan);
    bool good = whole == 1 || (whole > 1 && !zero);
    if (take(scan, '.')) {
        good = take_digits(scan) > 0 && good;
    }
    if (take(scan, 'e') || take(scan, 'E')) {
        good = (take(scan, '+') || take(scan, '-') || true) && take_digits(scan) > 0 && good;
    }
    return good || refuse_form(scan);
}

static bool take_word(Scan *scan, const char *word) {
    size_t len = strlen(word);
    if ((size_t)(scan->end - scan->at) < len || memcmp(scan->at, word, len) != 0) {
        return refuse_form(scan);
    }
    scan->at += len;
    return true;
}

/* ---- objects and arrays ---- */

static bool take_value(Scan *scan);

/* A name and its colon. */
static bool take_name(Scan *scan, Str8 *name) {
    const unsigned char *start = scan->at + 1;
    bool plain = true;
    if (peek(scan) != '"' || !take_string(scan, &plain)) {
        return refuse_form(scan);
    }
    *name = (Str8){(const char *)start, (size_t)(scan->at - 1 - start)};
    skip_space(scan);
    if (!take(scan, ':')) {
        return refuse_form(scan);
    }
    skip_space(scan);
    return plain || refuse(scan, "a name in it has an escape");
}

/* Behind a value: *more when a comma follows, else the bracket is taken. */
static bool take_end(Scan *scan, unsigned char bracket, bool *more) {
    skip_space(scan);
    *more = take(scan, ',');
    if (*more) {
        skip_space(scan);
        return true;
    }
    return take(scan, bracket) || refuse_form(scan);
}

static bool push_name(Scan *scan, size_t first, Str8 name) {
    for (size_t i = first; i < scan->names_count; i++) {
        if (str8_equal(scan->names[i], name)) {
            return refuse(scan, "a name in it stands twice");
        }
    }
    if (scan->names_count == WIRE_SCAN_NAMES_MAX) {
        return refuse(scan, "it has too many members");
    }
    scan->names[scan->names_count++] = name;
    return true;
}

static bool take_object(Scan *scan) {
    size_t first = scan->names_count;
    bool more = true;
    scan->at++;
    skip_space(scan);
    if (take(scan, '}')) {
        return true;
    }
    while (more) {
        Str8 name;
        if (!take_name(scan, &name) || !push_name(scan, first, name) || !take_value(scan) ||
            !take_end(scan, '}', &more)) {
            return false;
        }
    }
    scan->names_count = first;
    return true;
}

static bool take_array(Scan *scan) {
    bool more = true;
    scan->at++;
    skip_space(scan);
    if (take(scan, ']')) {
        return true;
    }
    while (more) {
        if (!take_value(scan) || !take_end(scan, ']', &more)) {
            return false;
        }
    }
    return true;
}

static bool take_nested(Scan *scan) {
    if (scan->depth == WIRE_SCAN_DEPTH_MAX) {
        return refuse(scan, "it is nested too deep");
    }
    scan->depth++;
    bool good = peek(scan) == '{' ? take_object(scan) : take_array(scan);
    scan->depth--;
    return good;
}

static bool take_value(Scan *scan) {
    bool plain = true;
    switch (peek(scan)) {
    case '"':
        return take_string(scan, &plain);
    case '{':
    case '[':
        return take_nested(scan);
    case 't':
        return take_word(scan, "true");
    case 'f':
        return take_word(scan, "false");
    case 'n':
        return take_word(scan, "null");
    default:
        return take_number(scan);
    }
}

/* ---- the event ---- */

static bool add_member(Scan *scan, WireObject *object, Str8 name, WireMember **member) {
    if (wire_scan_value(object, name).ptr != NULL) {
        return refuse(scan, "a name in it stands twice");
    }
    if (object->count == WIRE_SCAN_MEMBERS_MAX) {
        return refuse(scan, "it has too many members");
    }
    *member = &object->members[object->count++];
    (*member)->name = name;
    return true;
}

/* At "{". `data`: where the members of "data" go; NULL in there. */
static bool take_members(Scan *scan, WireObject *object, WireObject *data) {
    bool more = true;
    scan->at++;
    skip_space(scan);
    if (take(scan, '}')) {
        return true;
    }
    while (more) {
        Str8 name;
        WireMember *member = NULL;
        if (!take_name(scan, &name) || !add_member(scan, object, name, &member)) {
            return false;
        }
        const unsigned char *start = scan->at;
        bool nested = data != NULL && peek(scan) == '{' && str8_equal(name, STR8("data"));
        if (!(nested ? take_members(scan, data, NULL) : take_value(scan))) {
            return false;
        }
        member->value = (Str8){(const char *)start, (size_t)(scan->at - start)};
        if (!take_end(scan, '}', &more)) {
            return false;
        }
    }
    return true;
}

const char *wire_scan_event(Str8 text, WireObject *event, WireObject *data) {
    Scan scan; /* not zeroed as a whole: its names are many and are written before they are read */
    scan.at = (const unsigned char *)text.ptr;
    scan.end = scan.at + text.len;
    scan.depth = 2; /* the event and its data */
    scan.names_count = 0;
    scan.reason = NULL;
    event->count = 0;
    data->count = 0;
    skip_space(&scan);
    if (peek(&scan) != '{') {
        return "it is no JSON object";
    }
    if (take_members(&scan, event, data)) {
        skip_space(&scan);
        if (scan.at != scan.end) {
            (void)refuse_form(&scan);
        }
    }
    return scan.reason;
}

Str8 wire_scan_value(const WireObject *object, Str8 name) {
    for (size_t i = 0; i < object->count; i++) {
        if (str8_equal(object->members[i].name, name)) {
            return object->members[i].value;
        }
    }
    return (Str8){NULL, 0};
}
