#include <jansson.h>
#include <stdio.h>

#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/journal.h"
#include "data/store/school_store.h"
#include "kiosk/ctl/ctl.h"

/* Everything is a counter that was read just now (PRODUCT rule 8). */
typedef struct {
    JournalStatus journal;
    size_t households;
    size_t events_open;
    Lookup lookup;
    School school;
    bool has_school;
    Moment now;
} Status;

static ErrCode read_status(Ctl *ctl, Store *store, Status *status, Err *err) {
    Event *open = NULL;
    int64_t last_good = 0;
    ErrCode code = store_last_good_time(store, &last_good, err);
    ctl->clock.floor_utc_ms = last_good;
    status->now = system_clock_port(&ctl->clock).now(&ctl->clock);
    if (code == ERR_OK) {
        code = journal_status(store, &status->journal, err);
    }
    if (code == ERR_OK) {
        code = household_store_count(store, &status->households, err);
    }
    if (code == ERR_OK) {
        code = household_store_throttle(store, status->now, &status->lookup, err);
    }
    if (code == ERR_OK) {
        code = event_store_open(store, ctl->arena, status->now.utc_ms, &open, &status->events_open,
                                err);
    }
    if (code != ERR_OK) {
        return code;
    }
    code = school_store_get(store, ctl->arena, &status->school, err);
    status->has_school = code == ERR_OK;
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static int64_t records_held(const JournalStatus *journal) {
    return journal->last == 0 ? 0 : journal->last - journal->first + 1;
}

static int64_t records_waiting(const JournalStatus *journal) {
    return journal->last - journal->watermark;
}

static const char *lookup_word(LookupThrottle throttle) {
    switch (throttle) {
    case LOOKUP_READY:
        return "ready";
    case LOOKUP_PAUSED:
        return "paused";
    case LOOKUP_OFF:
        break;
    }
    return "off";
}

static Str8 school_name(const Status *status) {
    return text_set_pick(status->school.name, STR8("en"), NULL);
}

static void print_text(const Status *status) {
    const JournalStatus *journal = &status->journal;
    Str8 name = school_name(status);
    (void)printf("school       %.*s%s\n", STR8_ARG(name.len > 0 ? name : STR8("(no name)")),
                 status->school.demo ? " (demo)" : "");
    (void)printf("time zone    %.*s\n",
                 STR8_ARG(status->has_school ? status->school.zone : STR8("(not set)")));
    (void)printf("clock        %s\n",
                 status->now.good ? "good" : "may be wrong: times are 'about'");
    (void)printf("households   %zu\n", status->households);
    (void)printf("events open  %zu\n", status->events_open);
    (void)printf("look-up      %s%s\n", lookup_word(status->lookup.throttle),
                 status->lookup.throttle == LOOKUP_OFF ? " (foyerctl unlock)" : "");
    if (journal->last == 0) {
        (void)printf("records      none\n");
    } else {
        (void)printf("records      %lld-%lld, %lld waiting\n", (long long)journal->first,
                     (long long)journal->last, (long long)records_waiting(journal));
    }
    (void)printf("hub          none: this version keeps its records here and sends none\n");
}

static ErrCode print_json(const Status *status, Err *err) {
    const JournalStatus *journal = &status->journal;
    Str8 name = school_name(status);
    json_t *json = json_pack(
        "{s:{s:s%,s:s%,s:b},s:{s:b},s:I,s:I,s:s,s:{s:I,s:I,s:I,s:I,s:I},s:n}", "school", "name",
        name.ptr != NULL ? name.ptr : "", (int)name.len, "zone",
        status->school.zone.ptr != NULL ? status->school.zone.ptr : "",
        (int)status->school.zone.len, "demo", status->school.demo, "clock", "good",
        status->now.good, "households", (json_int_t)status->households, "events_open",
        (json_int_t)status->events_open, "lookup", lookup_word(status->lookup.throttle), "records",
        "first", (json_int_t)journal->first, "last", (json_int_t)journal->last, "held",
        (json_int_t)records_held(journal), "acknowledged", (json_int_t)journal->watermark,
        "waiting", (json_int_t)records_waiting(journal), "hub");
    if (json == NULL || json_dumpf(json, stdout, JSON_INDENT(2)) != 0) {
        json_decref(json);
        return err_set(err, ERR_NO_MEMORY, "no memory for the status");
    }
    (void)printf("\n");
    json_decref(json);
    return ERR_OK;
}

static int run(Ctl *ctl, int argc, char **argv) {
    bool json = false;
    const CtlOption options[] = {{"--json", 0, NULL, &json}};
    if (!ctl_options(ctl, argc, argv, options, 1)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    Status status = {0};
    Err err = {0};
    ErrCode code = read_status(ctl, site->store, &status, &err);
    if (code == ERR_OK && json) {
        code = print_json(&status, &err);
    } else if (code == ERR_OK) {
        print_text(&status);
    }
    site_close(site);
    return code == ERR_OK ? EXIT_DONE : ctl_fail(ctl, &err, NULL);
}

const CtlCommand COMMAND_STATUS = {
    .name = "status",
    .usage = "[--json]",
    .summary = "what is here and what waits, from counters",
    .details = "",
    .run = run,
};
