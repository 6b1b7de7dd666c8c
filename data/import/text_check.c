#include "data/import/text_check.h"

#include <string.h>

#include "data/domain/household.h"

static size_t line_of(Str8 bytes, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at; i++) {
        line += bytes.ptr[i] == '\n';
    }
    return line;
}

static ErrCode check_lines(Str8 file, Str8 bytes, Err *err) {
    size_t start = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] != '\n' && i + 1 < bytes.len) {
            continue;
        }
        if (!str8_is_valid(str8_slice(bytes, start, i + 1))) {
            return err_set(err, ERR_INVALID,
                           "%.*s, line %zu: letters that are not UTF-8 (perhaps Latin-1 or "
                           "Windows-1252): save the file again as 'CSV UTF-8'",
                           STR8_ARG(file), line_of(bytes, start));
        }
        start = i + 1;
    }
    return ERR_OK;
}

static bool is_utf16(Str8 bytes) {
    return bytes.len >= 2 &&
           ((memcmp(bytes.ptr, "\xFF\xFE", 2) == 0) || (memcmp(bytes.ptr, "\xFE\xFF", 2) == 0));
}

ErrCode text_check(Str8 file, Str8 *bytes, size_t bytes_max, Err *err) {
    if (bytes->len > bytes_max) {
        return err_set(err, ERR_LIMIT, "%.*s is larger than %zu MB", STR8_ARG(file),
                       bytes_max >> 20);
    }
    if (is_utf16(*bytes)) {
        return err_set(err, ERR_INVALID,
                       "%.*s is 'Unicode text' (UTF-16): save it again as 'CSV UTF-8'",
                       STR8_ARG(file));
    }
    Str8 text = *bytes;
    if (str8_starts_with(text, STR8("\xEF\xBB\xBF"))) {
        text = str8_slice(text, 3, text.len);
    }
    if (str8_trim(text).len == 0) {
        return err_set(err, ERR_INVALID, "%.*s is empty", STR8_ARG(file));
    }
    const char *nul = memchr(text.ptr, '\0', text.len);
    if (nul != NULL) {
        return err_set(err, ERR_INVALID, "%.*s, line %zu: this is not a text file (a zero byte)",
                       STR8_ARG(file), line_of(text, (size_t)(nul - text.ptr)));
    }
    ErrCode code = check_lines(file, text, err);
    if (code == ERR_OK) {
        *bytes = text;
    }
    return code;
}

bool text_is_name(Str8 text) {
    if (text.len > PERSON_NAME_MAX) {
        return false;
    }
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == '@' || code == '{' ||
            code == '<') {
            return false;
        }
    }
    return true;
}
