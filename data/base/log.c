#include "data/base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "data/base/str8.h"

enum { LINE_MAX_SIZE = 512 };

static LogLevel level_min = LOG_WARNING;

void log_set_level(LogLevel level) {
    level_min = level;
}

void log_line(LogLevel level, const char *module, const char *event, const char *format, ...) {
    static const char *const LEVELS[] = {"debug", "info", "warning", "error"};
    if (level < level_min) {
        return;
    }
    char pairs[LINE_MAX_SIZE];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(pairs, sizeof pairs, format, args);
    va_end(args);
    line_clean(pairs);
    /* One call a line: stdio locks the stream for its length. */
    (void)fprintf(stderr, "%s %s event=%s %s\n", LEVELS[level], module, event, pairs);
}
