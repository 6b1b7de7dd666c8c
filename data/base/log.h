#ifndef FOYER_DATA_BASE_LOG_H
#define FOYER_DATA_BASE_LOG_H

/**
 * Text lines for operators: level, module, event, then key=value pairs. Ids and counts only, never
 * a name, a number or a secret (PRODUCT rule 16b). Whole lines; safe from any thread.
 */
typedef enum { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR } LogLevel;

/** Lines below `level` are dropped; the start value is LOG_WARNING. Call before threads start. */
void log_set_level(LogLevel level);

/** To standard error: "warning store event=reopened reason=io". `format` is the pairs. */
void log_line(LogLevel level, const char *module, const char *event, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
