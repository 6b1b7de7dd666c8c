#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/ctl/ctl_hub.h"
#include "sync/client/enrol.h"

enum { INVITATION_FILE_MAX = 4096 };

typedef struct {
    const char *name;
    CtlHubOptions hub;
    const char *where; /* address or invitation */
    const char *code;
} Given;

static int print_words(const Ctl *ctl, const uint8_t hub_public[SYNC_KEY_SIZE],
                       const uint8_t kiosk_public[SYNC_KEY_SIZE]) {
    Str8 words[WORDS_COUNT];
    Err err = {0};
    if (words_of_keys(hub_public, kiosk_public, words, &err) != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    (void)printf("\n   ");
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        (void)printf(" %.*s", STR8_ARG(words[i]));
    }
    (void)printf(
        "\n\nThe hub shows six words too (foyer-hub kiosks). Read these to who runs it: when "
        "they\nare the same, nobody stands between. When they are not, have this kiosk "
        "revoked there\n(foyer-hub revoke) and ask IT.\n");
    return EXIT_DONE;
}

/* One exchange over the network. @return EXIT_DONE with `heard`, or what was printed */
static int exchange(Ctl *ctl, CurlTransport *transport, const EnrolStart *start, Str8 url,
                    Moment now, Heard *heard) {
    TransportPort port = curl_transport_port(transport);
    SyncTurn turn = {
        .kind = SYNC_TURN_SEND, .request = start->request, .url = url, .trust_dates = now.good};
    TransportResult result = {0};
    Err err = {0};
    Str8 signature = wire_header(&start->request.headers, STR8("signature"));
    ErrCode code = port.send(port.context, ctl->arena, &turn, &result, &err);
    code =
        code == ERR_OK ? heard_read_enrolment(ctl->arena, signature, &result, heard, &err) : code;
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    if (heard->kind == HEARD_FAILED && heard->trouble == SYNC_REFUSED) {
        (void)fprintf(
            stderr,
            "foyerctl enrol: the hub did not accept this: \"%.*s\"; a new code comes from "
            "foyer-hub enrol-code\n",
            STR8_ARG(heard->detail));
        return EXIT_FAILED;
    }
    return heard->kind == HEARD_ENROLLED
               ? EXIT_DONE
               : ctl_hub_trouble(ctl,
                                 heard->kind == HEARD_FAILED ? heard->trouble : SYNC_NOT_THE_HUB,
                                 url, heard->detail);
}

/* By its whole path, for the kiosk starts elsewhere. */
static ErrCode keep_ca(Store *store, const char *ca_file, Err *err) {
    char path[PATH_MAX];
    if (ca_file == NULL) {
        return ERR_OK;
    }
    if (realpath(ca_file, path) == NULL) {
        return err_set(err, ERR_NOT_FOUND, "%s cannot be read", ca_file);
    }
    return store_set_setting(store, SYNC_SETTING_CA_FILE, str8_from(path), err);
}

static int keep(Ctl *ctl, Store *store, const Given *given, const EnrolStart *start, Str8 url,
                const Heard *heard) {
    Err err = {0};
    ErrCode code = keep_ca(store, given->hub.ca_file, &err);
    code = code == ERR_OK ? enrol_keep(store, start, url, &heard->enrolled, &err) : code;
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, "get a new code and try again");
    }
    Str8 school = heard->enrolled.school;
    (void)printf("enrolled at %.*s%s%.*s\n", STR8_ARG(url), school.len > 0 ? " for " : "",
                 STR8_ARG(school));
    if (!enrol_url_is_private(url)) {
        (void)fprintf(stderr, "foyerctl enrol: note: over http:// anybody on the way sees how many "
                              "came and when, though no names; https:// is better\n");
    }
    return print_words(ctl, heard->enrolled.hub_public, start->link.kiosk_public);
}

static int enrol_online(Ctl *ctl, Store *store, const Given *given, Str8 code, Moment now) {
    EnrolStart start;
    Heard heard = {0};
    Str8 url = {0};
    Err err = {0};
    if (enrol_read_url(ctl->arena, str8_from(given->where), &url, &err) != ERR_OK) {
        return ctl_usage(ctl, err.text, "");
    }
    CurlTransport *transport = ctl_hub_transport(ctl, store, &given->hub);
    if (transport == NULL) {
        return EXIT_FAILED;
    }
    int exit_code = EXIT_FAILED;
    if (enrol_begin(ctl->arena, store, code, str8_from(given->name), &start, &err) != ERR_OK) {
        exit_code = ctl_fail(ctl, &err, NULL);
    } else {
        exit_code = exchange(ctl, transport, &start, url, now, &heard);
    }
    if (exit_code == EXIT_DONE) {
        exit_code = keep(ctl, store, given, &start, url, &heard);
    }
    memory_wipe(&start, sizeof start);
    curl_transport_free(transport);
    return exit_code;
}

static int enrol_by_file(Ctl *ctl, Store *store, const Given *given, Str8 code, Moment now) {
    EnrolStart start;
    Invitation invitation = {0};
    Str8 text = {0};
    Err err = {0};
    ErrCode result = files_read(ctl->arena, given->where, INVITATION_FILE_MAX, &text, &err);
    result = result == ERR_OK ? invitation_decode(ctl->arena, text, &invitation, &err) : result;
    if (result == ERR_OK && now.good && now.utc_ms > invitation.until_utc_ms) {
        result = err_set(&err, ERR_DENIED, "the invitation is over");
    }
    if (result != ERR_OK) {
        return ctl_fail(ctl, &err, "it comes from foyer-hub enrol-code --carry FILE");
    }
    result = enrol_begin(ctl->arena, store, code, str8_from(given->name), &start, &err);
    if (result == ERR_OK) {
        result =
            enrol_keep_for_carrying(ctl->arena, store, ctl->random, &start, &invitation, now, &err);
    }
    int exit_code = EXIT_DONE;
    if (result != ERR_OK) {
        exit_code = ctl_fail(ctl, &err, NULL);
    } else {
        (void)printf(
            "ready to be enrolled%s%.*s: the next file of foyerctl carry out FILE asks for "
            "it\n",
            invitation.school.len > 0 ? " for " : "", STR8_ARG(invitation.school));
        exit_code = print_words(ctl, invitation.hub_public, start.link.kiosk_public);
    }
    memory_wipe(&start, sizeof start);
    return exit_code;
}

static int enrol(Ctl *ctl, const Given *given) {
    Str8 code = {0};
    Moment now;
    Err err = {0};
    if (enrol_read_code(ctl->arena, str8_from(given->code), &code, &err) != ERR_OK) {
        return ctl_usage(ctl, err.text, "");
    }
    Site *site = ctl_open(ctl, true, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    int exit_code = EXIT_FAILED;
    if (ctl_now(ctl, site->store, &now, &err) != ERR_OK) {
        exit_code = ctl_fail(ctl, &err, NULL);
    } else if (strstr(given->where, "://") != NULL) {
        exit_code = enrol_online(ctl, site->store, given, code, now);
    } else {
        exit_code = enrol_by_file(ctl, site->store, given, code, now);
    }
    site_close(site);
    return exit_code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    Given given = {.name = ""};
    CtlArguments arguments;
    const CtlOption options[] = {
        {"--name", 0, &given.name, NULL},
        {"--ca", 0, &given.hub.ca_file, NULL},
        {"--timeout", 0, &given.hub.timeout_s, NULL},
    };
    if (!ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0], &arguments)) {
        return EXIT_USAGE;
    }
    if (arguments.positions_count != 2) {
        return ctl_usage(ctl, "the hub's address (or an invitation) and a code are needed", "");
    }
    if (strlen(given.name) > ENROL_NAME_MAX || !str8_is_valid(str8_from(given.name))) {
        return ctl_usage(ctl, "--name is at most 80 bytes", "");
    }
    given.where = arguments.positions[0];
    given.code = arguments.positions[1];
    return enrol(ctl, &given);
}

const CtlCommand COMMAND_ENROL = {
    .name = "enrol",
    .usage = "URL CODE [--name NAME] [--ca FILE]\n       foyerctl enrol FILE CODE [--name NAME]",
    .summary = "make this kiosk known to the district's hub",
    .details =
        "\n  URL          the hub, such as https://hub.example:8443\n"
        "  FILE         an invitation, where there is never a network (foyer-hub enrol-code "
        "--carry)\n"
        "  CODE         ten letters and digits from foyer-hub enrol-code, good for 15 minutes\n"
        "  --name NAME  what staff call this kiosk: \"gym, left door\"\n"
        "  --ca FILE    certificate authorities to trust in place of the system's; it is kept\n"
        "  --timeout S  give up after S seconds\n"
        "\nPrints six words that the hub shows too: people compare them once. A kiosk may be\n"
        "enrolled again at any time; the new key takes the old one's place.\n",
    .run = run,
};
