#ifndef FOYER_DATA_COMMAND_COMMAND_H
#define FOYER_DATA_COMMAND_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/err.h"

/*
 * The command lines of foyerctl and foyer-hub: options are read the same way, trouble is one line
 * on standard error, and exit codes mean the same. One thread.
 */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    COMMAND_POSITIONS_MAX = 64,
};

/** Who speaks in messages: "foyerctl", "import". `name` may be empty. */
typedef struct {
    const char *program;
    const char *name;
} CommandName;

/** An option of a command. Exactly one of `value` and `flag` is set. */
typedef struct {
    const char *name; /* "--dry-run" */
    char letter;      /* 'o' for "-o", or 0 */
    const char **value;
    bool *flag;
} CommandOption;

/** The arguments behind the command's name, read. */
typedef struct {
    const char *positions[COMMAND_POSITIONS_MAX];
    size_t positions_count;
} CommandArguments;

/** What may stand anywhere on a command line, and was taken out of it. */
typedef struct {
    const char *data; /* --data, or NULL */
    bool help;
    bool version;
    bool missing; /* --data without a value */
} CommandCommon;

/** Take --data, --help, -h and --version out of argv, which gets shorter. */
CommandCommon command_take_common(int *argc, char **argv);

/**
 * Read options ("--name value", "--name=value", "-o value") and positions. Prints one line and
 * returns false when they are wrong: the program ends with EXIT_USAGE.
 */
bool command_arguments(const CommandName *who, int argc, char **argv, const CommandOption *options,
                       size_t options_count, CommandArguments *arguments);

/** One line on standard error; returns EXIT_FAILED. `advice` says what to do (may be NULL). */
int command_fail(const CommandName *who, const Err *err, const char *advice);

/** One line on standard error; returns EXIT_USAGE. `what` is quoted behind, and may be empty. */
int command_usage(const CommandName *who, const char *reason, const char *what);

#endif
