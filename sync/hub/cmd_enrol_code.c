#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "sync/hub/hub_codes.h"
#include "sync/hub/hub_ctl.h"
#include "sync/wire/signature.h"

enum { ASK_EVERY_MS = 500 };

typedef struct {
    const char *school;
    const char *name;
    const char *carry;
    bool wait;
} Given;

static ErrCode write_invitation(HubCtl *ctl, const HubFolder *folder, const Given *given,
                                int64_t until_utc_ms, Err *err) {
    Invitation invitation = {.school = str8_from(given->school), .until_utc_ms = until_utc_ms};
    Str8 body = {0};
    signature_public(folder->seed, invitation.hub_public);
    ErrCode code = invitation_encode(ctl->arena, &invitation, &body, err);
    return code == ERR_OK ? files_write(given->carry, body.ptr, body.len, err) : code;
}

/* The code alone on standard output; advice beside it, for people. */
static void print_code(const Given *given, const char *code) {
    (void)printf("%s\n", code);
    (void)fflush(stdout);
    if (isatty(STDERR_FILENO) == 0) {
        return; /* a script */
    }
    if (given->carry != NULL) {
        (void)fprintf(stderr,
                      "good for one kiosk and 7 days. Take %s to the kiosk and type there:\n"
                      "  foyerctl enrol %s %s\n",
                      given->carry, given->carry, code);
    } else {
        (void)fprintf(stderr,
                      "good for one kiosk and 15 minutes. On the kiosk, with this hub's address:\n"
                      "  foyerctl enrol URL %s\n",
                      code);
    }
}

static int print_kiosk(const HubCtl *ctl, const HubFolder *folder, const HubKiosk *kiosk) {
    Str8 words = {0};
    if (!hub_ctl_words(ctl, folder, kiosk->public_key, &words)) {
        return EXIT_FAILED;
    }
    (void)printf("enrolled %.*s%s%.*s\n\n    %.*s\n\nThe kiosk shows six words too: when they are "
                 "not the same, revoke it.\n",
                 STR8_ARG(id_text(ctl->arena, kiosk->device)), kiosk->name.len > 0 ? ": " : "",
                 STR8_ARG(kiosk->name), STR8_ARG(words));
    return EXIT_DONE;
}

static int wait_for_kiosk(HubCtl *ctl, HubFolder *folder, const char *code, int64_t valid_ms) {
    struct timespec pause = {.tv_sec = 0, .tv_nsec = ASK_EVERY_MS * 1000000L};
    int64_t until_ms = hub_ctl_now(ctl).mono_ms + valid_ms;
    Err err = {0};
    while (hub_ctl_now(ctl).mono_ms < until_ms) {
        ArenaMark mark = arena_mark(ctl->arena);
        HubKiosk kiosk = {0};
        ErrCode found = hub_code_used(&folder->store, ctl->arena, str8_from(code), &kiosk, &err);
        if (found == ERR_OK) {
            return print_kiosk(ctl, folder, &kiosk);
        }
        if (found != ERR_NOT_FOUND && found != ERR_BUSY) {
            return hub_ctl_fail(ctl, &err);
        }
        arena_rewind(ctl->arena, mark);
        (void)nanosleep(&pause, NULL);
    }
    (void)err_set(&err, ERR_LIMIT, "no kiosk used the code in time");
    return command_fail(&ctl->who, &err, "make a new one");
}

static int make_code(HubCtl *ctl, HubFolder *folder, const Given *given) {
    char code[ENROL_CODE_LEN + 1];
    Err err = {0};
    CodeWish wish = {.school = str8_from(given->school),
                     .name = str8_from(given->name),
                     .valid_ms = given->carry != NULL ? CODE_CARRIED_VALID_MS : CODE_VALID_MS};
    Moment now = hub_ctl_now(ctl);
    ErrCode made = hub_code_new(&folder->store, ctl->random, now, &wish, code, &err);
    if (made == ERR_OK && given->carry != NULL) {
        made = write_invitation(ctl, folder, given, now.utc_ms + wish.valid_ms, &err);
    }
    if (made != ERR_OK) {
        return hub_ctl_fail(ctl, &err);
    }
    print_code(given, code);
    return given->wait ? wait_for_kiosk(ctl, folder, code, wish.valid_ms) : EXIT_DONE;
}

_Static_assert(HUB_TEXT_MAX == 320, "the message says how many");

static bool is_name(const HubCtl *ctl, const char *option, const char *text) {
    Str8 name = str8_from(text);
    if (name.len <= HUB_TEXT_MAX && str8_is_valid(name)) {
        return true;
    }
    (void)command_usage(&ctl->who, "at most 320 bytes of UTF-8 are taken by", option);
    return false;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    Given given = {.school = "", .name = ""};
    const CommandOption options[] = {{"--school", 0, &given.school, NULL},
                                     {"--name", 0, &given.name, NULL},
                                     {"--carry", 0, &given.carry, NULL},
                                     {"--wait", 0, NULL, &given.wait}};
    if (!hub_ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0], 0, NULL) ||
        !is_name(ctl, "--school", given.school) || !is_name(ctl, "--name", given.name)) {
        return EXIT_USAGE;
    }
    HubFolder *folder = hub_ctl_open(ctl, true);
    int exit_code = folder != NULL ? make_code(ctl, folder, &given) : EXIT_FAILED;
    hub_folder_close(folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_ENROL_CODE = {
    .name = "enrol-code",
    .usage = "[--school NAME] [--name NAME] [--wait] [--carry FILE]",
    .summary = "a code that makes one kiosk known here, once",
    .details =
        "\nPrints ten characters, good for 15 minutes and five tries.\n\n"
        "  --school NAME  of the kiosk's school, as it shall stand in the CSV\n"
        "  --name NAME    what staff call the kiosk; else as it calls itself\n"
        "  --wait         until a kiosk uses it, then print the six words to compare\n"
        "  --carry FILE   for a kiosk without network: write an invitation to take there; the\n"
        "                 code is good for 7 days\n",
    .run = run,
};
