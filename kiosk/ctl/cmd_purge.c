#include <stdio.h>

#include "data/store/sync_store.h"
#include "kiosk/ctl/ctl.h"

static void print_why(int64_t count, const char *why) {
    if (count > 0) {
        (void)printf("  %-10lld %s\n", (long long)count, why);
    }
}

static void print_report(int64_t purged, const SyncHeld *held) {
    int64_t all = held->waiting + held->young + held->unfinished;
    (void)printf("purged       %lld records\n", (long long)purged);
    (void)printf("held         %lld records\n", (long long)all);
    print_why(held->waiting, "wait to be sent: the hub does not have them");
    print_why(held->young, "are at the hub, but not for 14 unbroken days yet");
    print_why(held->unfinished, "are of visits that are not over, or stand behind such a visit");
}

static int run(Ctl *ctl, int argc, char **argv) {
    if (!ctl_options(ctl, argc, argv, NULL, 0)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    Err err = {0};
    int64_t purged = 0;
    SyncHeld held = {0};
    ErrCode code = sync_store_purge(site->store, &purged, &err);
    if (code == ERR_OK) {
        code = sync_store_held(site->store, &held, &err);
    }
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, code == ERR_BUSY ? "try again when nobody signs in" : NULL);
    }
    print_report(purged, &held);
    return EXIT_DONE;
}

_Static_assert(SYNC_HELD_DAYS == 14, "the texts name the days");

const CtlCommand COMMAND_PURGE = {
    .name = "purge",
    .usage = "",
    .summary = "let go of records that the hub has held for 14 days",
    .details =
        "\nA record leaves this kiosk when the hub has reported, for 14 days without a break\n"
        "and by its own clock, that it holds it, and when its visit is over. The kiosk does\n"
        "the same by itself when idle. Tells how many records left, how many are held, and\n"
        "why.\n",
    .run = run,
};
