#include "data/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/str8.h"

ErrCode err_set(Err *err, ErrCode code, const char *format, ...) {
    FOYER_ASSERT(code != ERR_OK);
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        err->code = code;
        (void)vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
        line_clean(err->text);
    }
    return code;
}

ErrCode err_wrap(Err *err, ErrCode code, const char *format, ...) {
    FOYER_ASSERT(code != ERR_OK);
    if (err != NULL) {
        char before[ERR_TEXT_MAX];
        memcpy(before, err->text, sizeof before);
        va_list args;
        va_start(args, format);
        int length = vsnprintf(err->text, sizeof err->text, format, args);
        va_end(args);
        size_t at = length < 0 ? 0 : (size_t)length;
        if (at + 2 < sizeof err->text) {
            memcpy(err->text + at, ": ", 2);
            memcpy(err->text + at + 2, before, sizeof err->text - at - 2);
            err->text[sizeof err->text - 1] = '\0';
        }
        line_clean(err->text);
        err->code = code;
    }
    return code;
}

const char *err_code_name(ErrCode code) {
    static const char *const NAMES[] = {
        [ERR_OK] = "ok",           [ERR_NOT_FOUND] = "not-found", [ERR_INVALID] = "invalid",
        [ERR_LIMIT] = "limit",     [ERR_BUSY] = "busy",           [ERR_CONFLICT] = "conflict",
        [ERR_OFFLINE] = "offline", [ERR_DENIED] = "denied",       [ERR_CORRUPT] = "corrupt",
        [ERR_IO] = "io",           [ERR_NO_MEMORY] = "no-memory", [ERR_INTERNAL] = "internal",
    };
    FOYER_ASSERT((size_t)code < sizeof NAMES / sizeof NAMES[0]);
    return NAMES[code];
}
