#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "sync/hub/hub_ctl.h"

#ifndef FOYER_VERSION
#define FOYER_VERSION "unknown"
#endif

static const HubCommand *const COMMANDS[] = {
    &HUB_COMMAND_ENROL_CODE, &HUB_COMMAND_KIOSKS, &HUB_COMMAND_REVOKE,  &HUB_COMMAND_EXPORT,
    &HUB_COMMAND_VERIFY,     &HUB_COMMAND_BACKUP, &HUB_COMMAND_RESTORE, &HUB_COMMAND_CARRY,
};

enum { COMMANDS_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(void) {
    (void)printf("usage: foyer-hub [--data DIR] %s\n       foyer-hub [--data DIR] COMMAND ...\n\n"
                 "Without a command: %s\n%s\ncommands, also while the hub runs:\n",
                 HUB_COMMAND_SERVE.usage, HUB_COMMAND_SERVE.summary, HUB_COMMAND_SERVE.details);
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        (void)printf("  %-13s %s\n", COMMANDS[i]->name, COMMANDS[i]->summary);
    }
    (void)printf("\n  --data DIR   the data folder (default: $FOYER_DATA, else "
                 "$XDG_DATA_HOME/foyer,\n               else ~/.local/share/foyer)\n"
                 "  --help       this, or with a command more about it\n"
                 "  --version    the version\n\n"
                 "exit codes: 0 done, 1 failed (one line on standard error), 2 usage\n");
}

static void print_command_help(const HubCommand *command) {
    (void)printf("usage: foyer-hub [--data DIR] %s %s\n\n%s\n%s", command->name, command->usage,
                 command->summary, command->details);
}

static const HubCommand *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0) {
            return COMMANDS[i];
        }
    }
    return NULL;
}

static int run_command(const HubCommand *command, const CommandCommon *common, int argc,
                       char **argv) {
    Arena arena = arena_make(HUB_CTL_ARENA_SIZE, HUB_CTL_ARENA_MAX);
    HubCtl ctl = {.arena = &arena,
                  .who = {.program = "foyer-hub", .name = command->name},
                  .random = system_random_port()};
    ctl.folder = files_data_folder(&arena, common->data, getenv("FOYER_DATA"),
                                   getenv("XDG_DATA_HOME"), getenv("HOME"));
    int exit_code = EXIT_USAGE;
    if (ctl.folder == NULL) {
        (void)command_usage(&ctl.who, "there is no home folder: say where the data is with --data",
                            "");
    } else {
        exit_code = command->run(&ctl, argc, argv);
    }
    arena_free(&arena);
    if (exit_code == EXIT_DONE && fflush(stdout) != 0) {
        (void)fprintf(stderr, "foyer-hub: the output could not be written; check free space\n");
        exit_code = EXIT_FAILED;
    }
    return exit_code;
}

int main(int argc, char **argv) {
    /* Whatever is made here (database, keys, exports) is for this account alone. */
    (void)umask(077);
    int rest = argc - 1;
    char **arguments = argv + 1;
    CommandCommon common = command_take_common(&rest, arguments);
    if (common.version) {
        (void)printf("foyer-hub %s\n", FOYER_VERSION);
        return EXIT_DONE;
    }
    bool serves = rest == 0 || arguments[0][0] == '-';
    const HubCommand *command = serves ? &HUB_COMMAND_SERVE : find_command(arguments[0]);
    if (command == NULL) {
        (void)fprintf(stderr, "foyer-hub: there is no command '%s' (see foyer-hub --help)\n",
                      arguments[0]);
        return EXIT_USAGE;
    }
    if (common.help) {
        if (serves) {
            print_help();
        } else {
            print_command_help(command);
        }
        return EXIT_DONE;
    }
    if (common.missing) {
        (void)fprintf(stderr, "foyer-hub: a folder is missing behind --data\n");
        return EXIT_USAGE;
    }
    return run_command(command, &common, serves ? rest : rest - 1,
                       serves ? arguments : arguments + 1);
}
