#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kiosk/ctl/ctl.h"

#ifndef FOYER_VERSION
#define FOYER_VERSION "unknown"
#endif

static const CtlCommand *const COMMANDS[] = {
    &COMMAND_IMPORT, &COMMAND_EXPORT, &COMMAND_STATUS, &COMMAND_VERIFY, &COMMAND_CHECK_CONTENT,
    &COMMAND_CARDS,  &COMMAND_UNLOCK, &COMMAND_KEYGEN, &COMMAND_ENROL,  &COMMAND_SYNC,
    &COMMAND_CARRY,  &COMMAND_PURGE,  &COMMAND_DEMO,   &COMMAND_DOCTOR, &COMMAND_SHEETS,
};

enum { COMMANDS_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

static void print_help(void) {
    (void)printf("usage: foyerctl [--data DIR] COMMAND ...\n\n");
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        (void)printf("  %-13s %s\n", COMMANDS[i]->name, COMMANDS[i]->summary);
    }
    (void)printf("\n  --data DIR   the data folder (default: $FOYER_DATA, else "
                 "$XDG_DATA_HOME/foyer,\n               else ~/.local/share/foyer)\n"
                 "  --help       this, or with a command more about it\n"
                 "  --version    the version\n\n"
                 "exit codes: 0 done, 1 failed (one line on standard error), 2 usage\n");
}

static void print_command_help(const CtlCommand *command) {
    (void)printf("usage: foyerctl [--data DIR] %s %s\n\n%s\n%s", command->name, command->usage,
                 command->summary, command->details);
}

static const CtlCommand *find_command(const char *name) {
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        if (strcmp(COMMANDS[i]->name, name) == 0) {
            return COMMANDS[i];
        }
    }
    return NULL;
}

static int run_command(const CtlCommand *command, const CommandCommon *common, int argc,
                       char **argv) {
    Arena arena = arena_make(CTL_ARENA_SIZE, CTL_ARENA_MAX);
    Ctl ctl = {.arena = &arena, .command = command->name, .random = system_random_port()};
    ctl.folder = files_data_folder(&arena, common->data, getenv("FOYER_DATA"),
                                   getenv("XDG_DATA_HOME"), getenv("HOME"));
    int exit_code = EXIT_USAGE;
    if (ctl.folder == NULL) {
        (void)ctl_usage(&ctl, "there is no home folder: say where the data is with --data DIR", "");
    } else {
        exit_code = command->run(&ctl, argc, argv);
    }
    arena_free(&arena);
    if (exit_code == EXIT_DONE && fflush(stdout) != 0) {
        (void)fprintf(stderr, "foyerctl %s: the output could not be written; check free space\n",
                      command->name);
        exit_code = EXIT_FAILED;
    }
    return exit_code;
}

int main(int argc, char **argv) {
    /* Whatever is made here (database, exports) is for this account alone. */
    (void)umask(077);
    int rest = argc - 1;
    char **arguments = argv + 1;
    CommandCommon common = command_take_common(&rest, arguments);
    if (common.version) {
        (void)printf("foyerctl %s\n", FOYER_VERSION);
        return EXIT_DONE;
    }
    if (rest == 0) {
        if (common.help) {
            print_help();
            return EXIT_DONE;
        }
        (void)fprintf(stderr, "foyerctl: a command is missing (see foyerctl --help)\n");
        return EXIT_USAGE;
    }
    const CtlCommand *command = find_command(arguments[0]);
    if (command == NULL) {
        (void)fprintf(stderr, "foyerctl: there is no command '%s' (see foyerctl --help)\n",
                      arguments[0]);
        return EXIT_USAGE;
    }
    if (common.help) {
        print_command_help(command);
        return EXIT_DONE;
    }
    if (common.missing) {
        (void)fprintf(stderr, "foyerctl: a folder is missing behind --data\n");
        return EXIT_USAGE;
    }
    return run_command(command, &common, rest - 1, arguments + 1);
}
