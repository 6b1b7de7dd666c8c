#include <jansson.h>
#include <stdio.h>

#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/journal.h"
#include "data/store/school_store.h"
#include "data/store/sync_store.h"
#include "data/zone/zone.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/ctl/ctl_print.h"
#include "sync/client/explain.h"

/* Everything is a counter that was read just now (PRODUCT rule 8). */
typedef struct {
    JournalStatus journal;
    size_t households;
    size_t events_open;
    Lookup lookup;
    School school;
    bool has_school;
    Moment now;
    bool has_hub;
    SyncLink hub;
    SyncNote note;
    CtlPrinters printers;
} Status;

static ErrCode read_hub(Ctl *ctl, Store *store, Status *status, Err *err) {
    ErrCode code = sync_store_link(store, ctl->arena, &status->hub, err);
    memory_wipe(status->hub.kiosk_seed, sizeof status->hub.kiosk_seed);
    status->has_hub = code == ERR_OK;
    if (code == ERR_NOT_FOUND) {
        return ERR_OK;
    }
    return code == ERR_OK ? sync_store_last_note(store, &status->note, err) : code;
}

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
    code = code == ERR_OK ? read_hub(ctl, store, status, err) : code;
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

/* "1-4,318": long numbers are read aloud on the telephone. */
static Str8 grouped(Arena *arena, int64_t number) {
    if (number < 1000) {
        return str8_format(arena, "%lld", (long long)number);
    }
    Str8 thousands = grouped(arena, number / 1000);
    return str8_format(arena, "%.*s,%03lld", STR8_ARG(thousands), (long long)(number % 1000));
}

/* "14:02", of another day "2025-10-16 14:02", by the school's zone. */
static Str8 local_text(Arena *arena, const Status *status, int64_t utc_ms) {
    Zone *zone = NULL;
    Str8 name = status->has_school ? status->school.zone : STR8("UTC");
    if (utc_ms <= 0 || zone_open(name, &zone, NULL) != ERR_OK) {
        return STR8("never");
    }
    Civil then = zone_to_local(zone, utc_ms);
    Civil now = zone_to_local(zone, status->now.utc_ms);
    zone_close(zone);
    bool today = then.year == now.year && then.month == now.month && then.day == now.day;
    return today ? str8_format(arena, "%02d:%02d", then.hour, then.minute)
                 : str8_format(arena, "%04d-%02d-%02d %02d:%02d", then.year, then.month, then.day,
                               then.hour, then.minute);
}

static void print_hub(Arena *arena, const Status *status) {
    if (!status->has_hub) {
        (void)printf(
            "hub          none: records are kept here (foyerctl enrol makes a hub known)\n");
        return;
    }
    const SyncNote *note = &status->note;
    const JournalStatus *journal = &status->journal;
    Str8 url = status->hub.url.len > 0 ? status->hub.url : STR8("by USB");
    Str8 waiting = grouped(arena, records_waiting(journal));
    Str8 have = journal->watermark > 0 ? grouped(arena, journal->watermark) : STR8("none");
    (void)printf("hub          %.*s%s\n", STR8_ARG(url),
                 status->hub.confirmed ? "" : " (waits to be enrolled: foyerctl carry out FILE)");
    Str8 sent = local_text(arena, status, note->sent_utc_ms);
    (void)printf("             %.*s waiting, last sent %.*s, hub has %s%.*s, clock %s\n",
                 STR8_ARG(waiting), STR8_ARG(sent), journal->watermark > 0 ? "1-" : "",
                 STR8_ARG(have), status->now.good ? "good" : "unsure");
    SyncTrouble trouble = status->hub.revoked ? SYNC_REVOKED : note->trouble;
    if (trouble != SYNC_FINE && (trouble != SYNC_REVOKED || status->hub.revoked)) {
        Str8 sentence =
            sync_trouble_explain(arena, trouble, status->hub.url, str8_from(note->detail));
        Str8 tried = local_text(arena, status, note->tried_utc_ms);
        (void)printf("             %.*s: %.*s\n", STR8_ARG(tried), STR8_ARG(sentence));
    }
    if (note->forks > 0) {
        (void)printf("             this kiosk has a twin, or was restored from an old copy (%lld "
                     "times): nothing is lost\n",
                     (long long)note->forks);
    }
    if (note->quarantined > 0) {
        (void)printf("             the hub keeps %lld records that it cannot read yet: see "
                     "foyer-hub kiosks\n",
                     (long long)note->quarantined);
    }
}

static void print_text(Arena *arena, const Status *status) {
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
    print_hub(arena, status);
    ctl_printers_print(arena, &status->printers);
}

/* A time, or null. */
static json_t *time_json(Arena *arena, int64_t utc_ms) {
    Str8 text = utc_ms > 0 ? rfc3339_text(arena, utc_ms) : (Str8){0};
    return text.len > 0 ? json_stringn(text.ptr, text.len) : json_null();
}

static json_t *hub_json(Arena *arena, const Status *status) {
    const SyncNote *note = &status->note;
    if (!status->has_hub) {
        return json_null();
    }
    Str8 trouble = sync_trouble_name(status->hub.revoked ? SYNC_REVOKED : note->trouble);
    return json_pack(
        "{s:s%,s:o,s:b,s:b,s:s%,s:s,s:o,s:o,s:o,s:I,s:I,s:I,s:I}", "url",
        status->hub.url.len > 0 ? status->hub.url.ptr : "", (int)status->hub.url.len, "enrolled",
        time_json(arena, status->hub.enrolled_utc_ms), "confirmed", status->hub.confirmed,
        "revoked", status->hub.revoked, "trouble", trouble.ptr, (int)trouble.len, "detail",
        note->detail, "tried", time_json(arena, note->tried_utc_ms), "contact",
        time_json(arena, note->contact_utc_ms), "sent", time_json(arena, note->sent_utc_ms), "have",
        (json_int_t)status->journal.watermark, "waiting",
        (json_int_t)records_waiting(&status->journal), "forks", (json_int_t)note->forks,
        "quarantined", (json_int_t)note->quarantined);
}

static ErrCode print_json(Arena *arena, const Status *status, Err *err) {
    const JournalStatus *journal = &status->journal;
    Str8 name = school_name(status);
    json_t *json =
        json_pack("{s:{s:s%,s:s%,s:b},s:{s:b},s:I,s:I,s:s,s:{s:I,s:I,s:I,s:I,s:I},s:o,s:o}",
                  "school", "name", name.ptr != NULL ? name.ptr : "", (int)name.len, "zone",
                  status->school.zone.ptr != NULL ? status->school.zone.ptr : "",
                  (int)status->school.zone.len, "demo", status->school.demo, "clock", "good",
                  status->now.good, "households", (json_int_t)status->households, "events_open",
                  (json_int_t)status->events_open, "lookup", lookup_word(status->lookup.throttle),
                  "records", "first", (json_int_t)journal->first, "last", (json_int_t)journal->last,
                  "held", (json_int_t)records_held(journal), "acknowledged",
                  (json_int_t)journal->watermark, "waiting", (json_int_t)records_waiting(journal),
                  "hub", hub_json(arena, status), "printers", ctl_printers_json(&status->printers));
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
    ctl_printers_probe(ctl, &status.printers);
    if (code == ERR_OK && json) {
        code = print_json(ctl->arena, &status, &err);
    } else if (code == ERR_OK) {
        print_text(ctl->arena, &status);
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
