#ifndef FOYER_SYNC_HUB_HUB_CTL_H
#define FOYER_SYNC_HUB_HUB_CTL_H

#include "data/command/command.h"
#include "data/system/system.h"
#include "sync/hub/hub_folder.h"

/*
 * foyer-hub: the server, and one file a sub-command, a table of them in main.c. Sub-commands work
 * beside a running server. Results go to standard output, one line of trouble to standard error.
 */
enum { HUB_CTL_ARENA_SIZE = 64 * 1024, HUB_CTL_ARENA_MAX = 256 << 20 };

/** What every command is given. */
typedef struct {
    Arena *arena;
    CommandName who;    /* for messages */
    const char *folder; /* --data, or its default; never NULL */
    SystemClock clock;
    RandomPort random;
} HubCtl;

typedef struct {
    const char *name;
    const char *usage;   /* behind "foyer-hub NAME " */
    const char *summary; /* one line of the list */
    const char *details; /* more lines of its own --help; may be "" */
    int (*run)(HubCtl *ctl, int argc, char **argv);
} HubCommand;

extern const HubCommand HUB_COMMAND_SERVE;
extern const HubCommand HUB_COMMAND_ENROL_CODE;
extern const HubCommand HUB_COMMAND_KIOSKS;
extern const HubCommand HUB_COMMAND_REVOKE;
extern const HubCommand HUB_COMMAND_EXPORT;
extern const HubCommand HUB_COMMAND_VERIFY;
extern const HubCommand HUB_COMMAND_BACKUP;
extern const HubCommand HUB_COMMAND_RESTORE;
extern const HubCommand HUB_COMMAND_CARRY;

/** Options and exactly `count` positions; false: the line was printed, EXIT_USAGE. */
bool hub_ctl_arguments(const HubCtl *ctl, int argc, char **argv, const CommandOption *options,
                       size_t options_count, size_t count, const char **positions);

/** Open the data folder; on failure the line was printed and NULL is returned. */
HubFolder *hub_ctl_open(HubCtl *ctl, bool create);

Moment hub_ctl_now(HubCtl *ctl);

/** The six words of a kiosk, for people to compare, with a space between. False: printed. */
bool hub_ctl_words(const HubCtl *ctl, const HubFolder *folder, const uint8_t kiosk_public[32],
                   Str8 *words);

/** One line on standard error with what helps for such a code; returns EXIT_FAILED. */
int hub_ctl_fail(const HubCtl *ctl, const Err *err);

#endif
