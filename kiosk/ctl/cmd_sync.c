#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "data/store/journal.h"
#include "kiosk/ctl/ctl_hub.h"

enum {
    TRIES_MAX = 1000,
    TRIES_USUAL = 3,
    WAIT_MAX_MS = 60 * 1000, /* a person stands before it */
};

/* One run of the engine until nothing waits. */
typedef struct {
    Ctl *ctl;
    Store *store;
    SyncClient *client;
    TransportPort transport;
    Arena arena; /* of a turn */
    int64_t tries_max;
    int64_t failures; /* in a row */
    int64_t sent;
    bool terminal;
} Run;

static void show_progress(const Run *run, const JournalStatus *journal) {
    if (run->terminal) {
        (void)fprintf(stderr, "\rsent %lld of %lld ", (long long)run->sent,
                      (long long)(run->sent + journal->last - journal->watermark));
    }
}

static void end_progress(const Run *run) {
    if (run->terminal && run->sent > 0) {
        (void)fprintf(stderr, "\n");
    }
}

static ErrCode send_turn(Run *run, const SyncTurn *turn, Err *err) {
    TransportResult result = {0};
    JournalStatus before = {0};
    JournalStatus after = {0};
    Moment now;
    ErrCode code = journal_status(run->store, &before, err);
    if (code == ERR_OK) {
        code = run->transport.send(run->transport.context, &run->arena, turn, &result, err);
    }
    code = code == ERR_OK ? ctl_now(run->ctl, run->store, &now, err) : code;
    if (code == ERR_OK) {
        code = sync_client_answer(run->client, &run->arena, &result, now, err);
    }
    code = code == ERR_OK ? journal_status(run->store, &after, err) : code;
    if (code == ERR_OK) {
        run->sent += after.watermark > before.watermark ? after.watermark - before.watermark : 0;
        run->failures = sync_client_trouble(run->client) == SYNC_FINE ? 0 : run->failures + 1;
        show_progress(run, &after);
    }
    return code;
}

/* Worth another try within this run? */
static bool may_retry(const Run *run, int64_t wait_ms) {
    SyncTrouble trouble = sync_client_trouble(run->client);
    return trouble != SYNC_DISAGREES && trouble != SYNC_DISK && wait_ms <= WAIT_MAX_MS &&
           run->failures < run->tries_max;
}

static void sleep_ms(int64_t ms) {
    struct timespec rest = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000L};
    while (nanosleep(&rest, &rest) != 0) {
    }
}

/* @param going_on  [out] false: nothing more can be done now */
static ErrCode one_turn(Run *run, bool *going_on, Err *err) {
    Moment now;
    SyncTurn turn = {0};
    ErrCode code = ctl_now(run->ctl, run->store, &now, err);
    code = code == ERR_OK ? sync_client_turn(run->client, &run->arena, now, &turn, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    if (turn.kind == SYNC_TURN_SEND) {
        return send_turn(run, &turn, err);
    }
    int64_t wait_ms = turn.until_mono_ms - now.mono_ms;
    *going_on = turn.kind == SYNC_TURN_WAIT && sync_client_trouble(run->client) != SYNC_FINE &&
                may_retry(run, wait_ms);
    if (*going_on) {
        sleep_ms(wait_ms > 0 ? wait_ms : 0);
    }
    return ERR_OK;
}

static int report(Run *run, const SyncLink *link) {
    JournalStatus journal = {0};
    SyncNote note = {0};
    Err err = {0};
    SyncTrouble trouble = sync_client_trouble(run->client);
    ErrCode code = journal_status(run->store, &journal, &err);
    code = code == ERR_OK ? sync_store_last_note(run->store, &note, &err) : code;
    end_progress(run);
    if (code != ERR_OK) {
        return ctl_fail(run->ctl, &err, NULL);
    }
    if (trouble != SYNC_FINE) {
        return ctl_hub_trouble(run->ctl, trouble, link->url, str8_from(note.detail));
    }
    if (journal.watermark == 0) {
        (void)printf("sent 0, the hub has none\n");
    } else {
        (void)printf("sent %lld, the hub has 1-%lld\n", (long long)run->sent,
                     (long long)journal.watermark);
    }
    return EXIT_DONE;
}

static int sync_all(Run *run, const SyncLink *link) {
    Err err = {0};
    bool going_on = true;
    ErrCode code = ERR_OK;
    run->arena = arena_make(CTL_ARENA_SIZE, CTL_ARENA_MAX);
    while (code == ERR_OK && going_on) {
        code = one_turn(run, &going_on, &err);
        arena_reset(&run->arena);
    }
    arena_free(&run->arena);
    if (code != ERR_OK) {
        end_progress(run);
        return ctl_fail(run->ctl, &err, NULL);
    }
    return report(run, link);
}

static int refuse(const Ctl *ctl, const SyncLink *link, ErrCode code, const Err *err) {
    if (code == ERR_NOT_FOUND) {
        return ctl_fail(ctl, err, "foyerctl enrol URL CODE makes it known to a hub");
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, err, NULL);
    }
    if (link->revoked) {
        return ctl_hub_trouble(ctl, SYNC_REVOKED, link->url, (Str8){0});
    }
    (void)fprintf(stderr, "foyerctl sync: this kiosk was enrolled by an invitation: its records go "
                          "by USB, with foyerctl carry out FILE\n");
    return EXIT_FAILED;
}

static int sync_store(Ctl *ctl, Store *store, const CtlHubOptions *hub, int64_t tries_max) {
    SyncLink link = {0};
    Err err = {0};
    ErrCode code = sync_store_link(store, ctl->arena, &link, &err);
    memory_wipe(link.kiosk_seed, sizeof link.kiosk_seed); /* the client reads its own */
    if (code != ERR_OK || link.revoked || link.url.len == 0) {
        return refuse(ctl, &link, code, &err);
    }
    CurlTransport *transport = ctl_hub_transport(ctl, store, hub);
    if (transport == NULL) {
        return EXIT_FAILED;
    }
    Run run = {.ctl = ctl,
               .store = store,
               .transport = curl_transport_port(transport),
               .tries_max = tries_max,
               .terminal = isatty(STDERR_FILENO) == 1};
    code = sync_client_new(ctl->arena, store, ctl->random, &run.client, &err);
    int exit_code = code == ERR_OK ? sync_all(&run, &link) : ctl_fail(ctl, &err, NULL);
    sync_client_free(run.client);
    curl_transport_free(transport);
    return exit_code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    CtlHubOptions hub = {0};
    const char *tries = NULL;
    int64_t tries_max = TRIES_USUAL;
    const CtlOption options[] = {
        {"--ca", 0, &hub.ca_file, NULL},
        {"--timeout", 0, &hub.timeout_s, NULL},
        {"--tries", 0, &tries, NULL},
    };
    if (!ctl_options(ctl, argc, argv, options, sizeof options / sizeof options[0])) {
        return EXIT_USAGE;
    }
    if (tries != NULL &&
        (!str8_to_int(str8_from(tries), &tries_max) || tries_max < 1 || tries_max > TRIES_MAX)) {
        return ctl_usage(ctl, "--tries is a number up to 1000, not", tries);
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    int exit_code = sync_store(ctl, site->store, &hub, tries_max);
    site_close(site);
    return exit_code;
}

const CtlCommand COMMAND_SYNC = {
    .name = "sync",
    .usage = "[--tries N] [--timeout S] [--ca FILE]",
    .summary = "send to the hub what waits, now",
    .details =
        "\nThe kiosk does this by itself whenever there is a network; sending twice changes\n"
        "nothing. Ends when nothing waits, or with one sentence about what stands between.\n"
        "\n  --tries N    give up after N failures in a row (default: 3)\n"
        "  --timeout S  give a request up after S seconds\n"
        "  --ca FILE    certificate authorities to trust in place of the system's "
        "($FOYER_CA_FILE)\n",
    .run = run,
};
