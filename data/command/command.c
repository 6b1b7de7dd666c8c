#include "data/command/command.h"

#include <stdio.h>
#include <string.h>

static const char *gap(const CommandName *who) {
    return who->name[0] != '\0' ? " " : "";
}

int command_fail(const CommandName *who, const Err *err, const char *advice) {
    (void)fprintf(stderr, "%s%s%s: %s%s%s\n", who->program, gap(who), who->name, err->text,
                  advice != NULL ? "; " : "", advice != NULL ? advice : "");
    return EXIT_FAILED;
}

int command_usage(const CommandName *who, const char *reason, const char *what) {
    const char *quote = what[0] != '\0' ? "'" : "";
    (void)fprintf(stderr, "%s%s%s: %s%s%s%s%s (see %s%s%s --help)\n", who->program, gap(who),
                  who->name, reason, what[0] != '\0' ? " " : "", quote, what, quote, who->program,
                  gap(who), who->name);
    return EXIT_USAGE;
}

CommandCommon command_take_common(int *argc, char **argv) {
    CommandCommon common = {0};
    int kept = 0;
    for (int i = 0; i < *argc; i++) {
        if (strcmp(argv[i], "--data") == 0) {
            common.missing = i + 1 == *argc;
            common.data = common.missing ? NULL : argv[++i];
        } else if (strncmp(argv[i], "--data=", 7) == 0) {
            common.data = argv[i] + 7;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            common.help = true;
        } else if (strcmp(argv[i], "--version") == 0) {
            common.version = true;
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    return common;
}

/* The option that `argument` names; *attached is what stands behind its '='. */
static const CommandOption *find_option(const CommandOption *options, size_t count,
                                        const char *argument, const char **attached) {
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(options[i].name);
        *attached = NULL;
        if (strcmp(argument, options[i].name) == 0 ||
            (options[i].letter != 0 && argument[1] == options[i].letter && argument[2] == '\0')) {
            return &options[i];
        }
        if (options[i].value != NULL && strncmp(argument, options[i].name, len) == 0 &&
            argument[len] == '=') {
            *attached = argument + len + 1;
            return &options[i];
        }
    }
    return NULL;
}

static bool take_option(const CommandName *who, int argc, char **argv, int *at,
                        const CommandOption *options, size_t options_count) {
    const char *value = NULL;
    const CommandOption *option = find_option(options, options_count, argv[*at], &value);
    if (option == NULL) {
        (void)command_usage(who, "there is no option", argv[*at]);
        return false;
    }
    if (option->flag != NULL) {
        *option->flag = true;
        return true;
    }
    if (value == NULL && *at + 1 == argc) {
        (void)command_usage(who, "a value is missing behind", argv[*at]);
        return false;
    }
    *option->value = value != NULL ? value : argv[++*at];
    return true;
}

bool command_arguments(const CommandName *who, int argc, char **argv, const CommandOption *options,
                       size_t options_count, CommandArguments *arguments) {
    bool only_positions = false;
    arguments->positions_count = 0;
    for (int i = 0; i < argc; i++) {
        if (!only_positions && strcmp(argv[i], "--") == 0) {
            only_positions = true;
        } else if (!only_positions && argv[i][0] == '-' && argv[i][1] != '\0') {
            if (!take_option(who, argc, argv, &i, options, options_count)) {
                return false;
            }
        } else if (arguments->positions_count == COMMAND_POSITIONS_MAX) {
            (void)command_usage(who, "too many arguments at", argv[i]);
            return false;
        } else {
            arguments->positions[arguments->positions_count++] = argv[i];
        }
    }
    return true;
}
