#include "sync/wire/http_text.h"

#include <string.h>

enum { STATUS_MIN = 100, STATUS_MAX = 599, BODY_MAX = WIRE_BODY_MAX };

_Static_assert((int)WIRE_REPLY_BODY_MAX == (int)WIRE_BODY_MAX, "one limit for both");

/* ---- writing ---- */

/* What would begin another line. */
static bool breaks_line(Str8 text) {
    return text.len > 0 &&
           (memchr(text.ptr, '\r', text.len) != NULL || memchr(text.ptr, '\n', text.len) != NULL);
}

static ErrCode write_message(Arena *arena, Str8 start, const WireHeaders *headers, Str8 body,
                             Str8 *text, Err *err) {
    Str8Builder out = builder_in(arena, HTTP_TEXT_HEAD_MAX + body.len + 1);
    bool bad = headers->doubled || breaks_line(start);
    builder_add(&out, start);
    builder_add(&out, STR8("\r\n"));
    for (size_t i = 0; i < headers->count; i++) {
        const WireHeader *header = &headers->items[i];
        bad = bad || breaks_line(header->name) || breaks_line(header->value);
        builder_add(&out, header->name);
        builder_add(&out, STR8(": "));
        builder_add(&out, header->value);
        builder_add(&out, STR8("\r\n"));
    }
    builder_format(&out, "content-length: %zu\r\n\r\n", body.len);
    bool long_head = out.len > HTTP_TEXT_HEAD_MAX;
    builder_add(&out, body);
    if (out.buffer == NULL || start.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a message of %zu bytes", body.len);
    }
    if (bad || long_head || out.full || body.len > BODY_MAX) {
        return err_set(err, bad ? ERR_INVALID : ERR_LIMIT, "the message could not be written");
    }
    *text = builder_text(&out);
    return ERR_OK;
}

ErrCode http_text_write_request(Arena *arena, const WireRequest *request, Str8 *text, Err *err) {
    Str8 start = str8_format(arena, "%.*s %.*s HTTP/1.1", STR8_ARG(request->method),
                             STR8_ARG(request->target));
    return write_message(arena, start, &request->headers, request->body, text, err);
}

ErrCode http_text_write_reply(Arena *arena, const WireReply *reply, Str8 *text, Err *err) {
    Str8 start = str8_format(arena, "HTTP/1.1 %03d ", reply->status);
    return write_message(arena, start, &reply->headers, reply->body, text, err);
}

/* ---- reading ---- */

/* Up to the next CRLF; false when there is none, or a bare CR or LF, or what is no text. */
static bool take_line(Str8 *rest, Str8 *line) {
    size_t end = str8_find(*rest, STR8("\r\n"));
    if (end == rest->len) {
        return false;
    }
    *line = str8_slice(*rest, 0, end);
    *rest = str8_slice(*rest, end + 2, rest->len);
    return !breaks_line(*line) && (line->len == 0 || memchr(line->ptr, '\0', line->len) == NULL) &&
           str8_is_valid(*line);
}

/* RFC 9110 5.1: a token; in small letters. */
static Str8 read_name(Arena *arena, Str8 text) {
    char *name = str8_to_c(arena, text);
    for (size_t i = 0; name != NULL && i < text.len; i++) {
        bool upper = name[i] >= 'A' && name[i] <= 'Z';
        name[i] = upper ? (char)(name[i] - 'A' + 'a') : name[i];
    }
    return (Str8){name, text.len};
}

static bool is_name(Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return text.len > 0;
}

/* Headers up to the empty line, without content-length, which goes to *length. */
static ErrCode read_headers(Arena *arena, Str8 *rest, WireHeaders *headers, int64_t *length) {
    Str8 line;
    *length = -1;
    *headers = (WireHeaders){.count = 0};
    while (take_line(rest, &line)) {
        Str8 value;
        if (line.len == 0) {
            return headers->doubled || *length < 0 ? ERR_INVALID : ERR_OK;
        }
        Str8 name = str8_cut(line, ':', &value);
        if (value.ptr == NULL || !is_name(name) ||
            str8_equal_ignoring_case(name, STR8("transfer-encoding"))) {
            return ERR_INVALID;
        }
        value = str8_trim(value);
        if (str8_equal_ignoring_case(name, STR8("content-length"))) {
            if (*length >= 0 || !str8_to_int(value, length) || *length < 0) {
                return ERR_INVALID;
            }
            continue;
        }
        name = read_name(arena, name);
        if (name.ptr == NULL) {
            return ERR_NO_MEMORY;
        }
        wire_header_add(headers, name, value);
    }
    return ERR_INVALID;
}

static ErrCode read_message(Arena *arena, Str8 text, Str8 *start, WireHeaders *headers, Str8 *body,
                            Err *err) {
    Str8 head = str8_slice(text, 0, text.len < HTTP_TEXT_HEAD_MAX ? text.len : HTTP_TEXT_HEAD_MAX);
    size_t head_len = str8_find(head, STR8("\r\n\r\n"));
    int64_t length = 0;
    if (head_len == head.len) {
        return err_set(err, head.len < text.len ? ERR_LIMIT : ERR_INVALID,
                       "the message's head was not over after %zu bytes", head.len);
    }
    Str8 rest = str8_slice(text, 0, head_len + 4);
    *body = str8_slice(text, head_len + 4, text.len);
    ErrCode code =
        take_line(&rest, start) ? read_headers(arena, &rest, headers, &length) : ERR_INVALID;
    if (code == ERR_OK && body->len > BODY_MAX) {
        return err_set(err, ERR_LIMIT, "the message had %zu bytes", body->len);
    }
    if (code == ERR_OK && (uint64_t)length != body->len) {
        code = ERR_INVALID;
    }
    return code == ERR_OK ? ERR_OK : err_set(err, code, "the message was no HTTP/1.1");
}

ErrCode http_text_read_request(Arena *arena, Str8 text, WireRequest *request, Err *err) {
    WireRequest got;
    Str8 start;
    Str8 rest;
    Str8 version;
    ErrCode code = read_message(arena, text, &start, &got.headers, &got.body, err);
    if (code != ERR_OK) {
        return code;
    }
    got.method = str8_cut(start, ' ', &rest);
    got.target = str8_cut(rest, ' ', &version);
    if (!is_name(got.method) || !str8_starts_with(got.target, STR8("/")) ||
        !str8_equal(version, STR8("HTTP/1.1"))) {
        return err_set(err, ERR_INVALID, "the message was no HTTP/1.1 request");
    }
    *request = got;
    return ERR_OK;
}

ErrCode http_text_read_reply(Arena *arena, Str8 text, WireReply *reply, Err *err) {
    WireReply got;
    Str8 start;
    Str8 reason;
    int64_t status = 0;
    ErrCode code = read_message(arena, text, &start, &got.headers, &got.body, err);
    if (code != ERR_OK) {
        return code;
    }
    Str8 version = str8_cut(start, ' ', &reason);
    Str8 number = str8_cut(reason, ' ', &reason);
    if (!str8_equal(version, STR8("HTTP/1.1")) || number.len != 3 ||
        !str8_to_int(number, &status) || status < STATUS_MIN || status > STATUS_MAX) {
        return err_set(err, ERR_INVALID, "the message was no HTTP/1.1 reply");
    }
    got.status = (int)status;
    *reply = got;
    return ERR_OK;
}
