#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/demo/demo.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/school_store.h"
#include "kiosk/ctl/ctl.h"

static int load(Ctl *ctl) {
    Site *site = ctl_open(ctl, true, true);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    DemoReport report = {0};
    uint8_t key[FILES_KEY_SIZE];
    Err err = {0};
    Moment now = system_clock_port(&ctl->clock).now(&ctl->clock);
    ErrCode code = demo_load(site->store, now, &report, &err);
    if (code == ERR_OK) {
        code = key_file_read(site->paths.demo_secret, KEY_SCHOOL_SECRET, key, &err);
    }
    if (code == ERR_OK) {
        code = demo_issue_card(site->store, key, &err);
    }
    memory_wipe(key, sizeof key);
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err,
                        code == ERR_CONFLICT ? "use another --data folder for the demo" : NULL);
    }
    (void)printf(
        "demo school: %zu services, %zu guides, %zu channels, %zu events, %zu households%s\n",
        report.services, report.guides, report.channels, report.events, report.households,
        report.changed == 0 ? " (all were there)" : "");
    (void)printf("try the phone number " DEMO_PHONE " or the card " DEMO_CARD_CODE "\n");
    return EXIT_DONE;
}

/* Nothing but the demo was ever here: its keys and visits go too, so that a school starts clean. */
static bool is_only_demo(Ctl *ctl, const Site *site) {
    size_t households = 0;
    size_t events = 0;
    Event *list = NULL;
    return access(site->paths.demo_secret, F_OK) == 0 &&
           household_store_count(site->store, &households, NULL) == ERR_OK && households == 0 &&
           event_store_between(site->store, ctl->arena, 0, INT64_MAX / 2, &list, &events, NULL) ==
               ERR_OK &&
           events == 0;
}

static bool remove_file(const char *path, const char *suffix, Arena *arena) {
    const char *whole = str8_format(arena, "%s%s", path, suffix).ptr;
    return whole != NULL && (unlink(whole) == 0 || access(whole, F_OK) != 0);
}

static bool remove_all(const SitePaths *paths, Arena *arena) {
    static const char *const SUFFIXES[] = {"-wal", "-shm", "-journal", ""};
    bool removed = true;
    for (size_t i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++) {
        removed = remove_file(paths->database, SUFFIXES[i], arena) && removed;
        removed = remove_file(paths->help, SUFFIXES[i], arena) && removed;
    }
    removed = remove_file(paths->kiosk_key, "", arena) && removed;
    removed = remove_file(paths->school_public, "", arena) && removed;
    removed = remove_file(paths->demo_secret, "", arena) && removed;
    return remove_file(paths->ballast, "", arena) && removed;
}

static int leave(Ctl *ctl) {
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    Err err = {0};
    ErrCode code = demo_leave(site->store, &err);
    bool only_demo = code == ERR_OK && is_only_demo(ctl, site);
    SitePaths paths = site->paths;
    site_close(site);
    if (code == ERR_OK && only_demo && !remove_all(&paths, ctl->arena)) {
        code = err_set(&err, ERR_IO, "the demo's files in %s could not be removed", paths.folder);
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    (void)printf(only_demo ? "the demo school is gone; the data folder is empty\n"
                           : "the demo school is gone; the school's own data stayed\n");
    return EXIT_DONE;
}

static int run(Ctl *ctl, int argc, char **argv) {
    CtlArguments arguments;
    if (!ctl_arguments(ctl, argc, argv, NULL, 0, &arguments)) {
        return EXIT_USAGE;
    }
    const char *what = arguments.positions_count == 1 ? arguments.positions[0] : "";
    if (strcmp(what, "load") == 0) {
        return load(ctl);
    }
    if (strcmp(what, "leave") == 0) {
        return leave(ctl);
    }
    return ctl_usage(ctl, "say load or leave", "");
}

const CtlCommand COMMAND_DEMO = {
    .name = "demo",
    .usage = "load|leave",
    .summary = "set up the demo school, or leave it",
    .details =
        "\nload  makes a demo school with events around today; again on a later day adds more\n"
        "leave removes it; a folder that held nothing else is emptied, keys included\n",
    .run = run,
};
