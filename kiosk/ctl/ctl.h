#ifndef FOYER_KIOSK_CTL_CTL_H
#define FOYER_KIOSK_CTL_CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/check/waivers.h"
#include "data/command/command.h"
#include "data/site/site.h"
#include "data/site/system.h"

/*
 * foyerctl: one file a sub-command, a table of them in main.c. Results go to standard output,
 * one line of trouble and progress to standard error. Exit codes: 0 done, 1 failed, 2 usage.
 */
enum {
    CTL_ARENA_SIZE = 1 << 20,
    CTL_ARENA_MAX = 1024 << 20,
};

/** What every command is given. The arena may hold names: it is wiped at the end. */
typedef struct {
    Arena *arena;
    const char *command; /* for messages: "import" */
    const char *folder;  /* --data, or its default; never NULL */
    SystemClock clock;
    RandomPort random;
} Ctl;

typedef CommandOption CtlOption;
typedef CommandArguments CtlArguments;

typedef int CtlRun(Ctl *ctl, int argc, char **argv);

typedef struct {
    const char *name;
    const char *usage;   /* behind "foyerctl NAME " */
    const char *summary; /* one line of the list */
    const char *details; /* more lines of its own --help; may be "" */
    CtlRun *run;
} CtlCommand;

extern const CtlCommand COMMAND_CARDS;
extern const CtlCommand COMMAND_CARRY;
extern const CtlCommand COMMAND_CHECK_CONTENT;
extern const CtlCommand COMMAND_DEMO;
extern const CtlCommand COMMAND_DOCTOR;
extern const CtlCommand COMMAND_ENROL;
extern const CtlCommand COMMAND_EXPORT;
extern const CtlCommand COMMAND_IMPORT;
extern const CtlCommand COMMAND_KEYGEN;
extern const CtlCommand COMMAND_PURGE;
extern const CtlCommand COMMAND_SHEETS;
extern const CtlCommand COMMAND_STATUS;
extern const CtlCommand COMMAND_SYNC;
extern const CtlCommand COMMAND_UNLOCK;
extern const CtlCommand COMMAND_VERIFY;

/**
 * Read options ("--name value", "--name=value", "-o value") and positions. Prints one line and
 * returns false when they are wrong: the command returns EXIT_USAGE.
 */
bool ctl_arguments(const Ctl *ctl, int argc, char **argv, const CtlOption *options,
                   size_t options_count, CtlArguments *arguments);

/** The same for a command that has options only: a position is one line, false and EXIT_USAGE. */
bool ctl_options(const Ctl *ctl, int argc, char **argv, const CtlOption *options,
                 size_t options_count);

/** One line on standard error; returns EXIT_FAILED. `advice` says what to do (may be NULL). */
int ctl_fail(const Ctl *ctl, const Err *err, const char *advice);

/** One line on standard error; returns EXIT_USAGE. */
int ctl_usage(const Ctl *ctl, const char *reason, const char *what);

/** Open the data folder; on failure the line was printed and NULL is returned. */
Site *ctl_open(Ctl *ctl, bool create, bool demo);

/**
 * Read the school's secret key from `path`, or with NULL from the data folder (school.key, then
 * demo-school.key). Prints the line and returns false when it cannot.
 */
bool ctl_read_school_key(const Ctl *ctl, const char *path, uint8_t key[FILES_KEY_SIZE]);

/**
 * Read waivers of content findings from `path`, or with NULL from waivers.txt of the data folder;
 * without that file there are none.
 */
MUST_USE ErrCode ctl_read_waivers(const Ctl *ctl, const char *path, Waivers *waivers, Err *err);

#endif
