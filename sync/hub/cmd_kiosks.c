#include <jansson.h>
#include <stdio.h>

#include "data/base/civil.h"
#include "sync/hub/hub_ctl.h"
#include "sync/hub/hub_kiosks.h"

enum { WORDS_SHOWN_MS = 24 * 60 * 60 * 1000 };

typedef struct {
    HubCtl *ctl;
    HubFolder *folder;
    bool json;
    bool words; /* of all, not only of those enrolled in the last day */
    int64_t now_utc_ms;
    json_t *list;
    size_t count;
} Listing;

static Str8 time_text(Arena *arena, int64_t utc_ms) {
    return utc_ms > 0 ? rfc3339_text(arena, utc_ms) : STR8("never");
}

static bool shows_words(const Listing *listing, const HubKiosk *kiosk) {
    return listing->words || listing->now_utc_ms - kiosk->enrolled_utc_ms < WORDS_SHOWN_MS;
}

static void print_line(const Listing *listing, const KioskLine *line, Str8 words) {
    Arena *arena = listing->ctl->arena;
    const HubKiosk *kiosk = &line->kiosk;
    (void)printf("%s%.*s\n", listing->count > 0 ? "\n" : "",
                 STR8_ARG(kiosk->name.len > 0 ? kiosk->name : STR8("(no name)")));
    (void)printf("  device        %.*s\n", STR8_ARG(id_text(arena, kiosk->device)));
    if (kiosk->school.len > 0) {
        (void)printf("  school        %.*s\n", STR8_ARG(kiosk->school));
    }
    (void)printf("  enrolled      %.*s\n", STR8_ARG(time_text(arena, kiosk->enrolled_utc_ms)));
    (void)printf("  last contact  %.*s\n", STR8_ARG(time_text(arena, kiosk->contact_utc_ms)));
    if (line->newest.have > 0) {
        (void)printf("  records       %lld-%lld\n", (long long)line->newest.base + 1,
                     (long long)line->newest.have);
    } else {
        (void)printf("  records       none\n");
    }
    if (kiosk->quarantined > 0) {
        (void)printf("  quarantined   %lld\n", (long long)kiosk->quarantined);
    }
    if (words.len > 0) {
        (void)printf("  six words     %.*s\n", STR8_ARG(words));
    }
    if (line->epochs > 1) {
        (void)printf("  NOTE: this kiosk has a twin, or was restored from a copy (%lld "
                     "histories); nothing is lost\n",
                     (long long)line->epochs);
    }
    if (kiosk->revoked_utc_ms > 0) {
        (void)printf("  REVOKED       %.*s\n", STR8_ARG(time_text(arena, kiosk->revoked_utc_ms)));
    }
}

static json_t *json_text(Str8 text) {
    return json_stringn(text.ptr != NULL ? text.ptr : "", text.len);
}

/* A time, or null for never. */
static json_t *json_time(Arena *arena, int64_t utc_ms) {
    return utc_ms > 0 ? json_text(rfc3339_text(arena, utc_ms)) : json_null();
}

static json_t *json_line(const Listing *listing, const KioskLine *line, Str8 words) {
    Arena *arena = listing->ctl->arena;
    const HubKiosk *kiosk = &line->kiosk;
    return json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:I,s:I,s:b,s:I,s:I,s:o}", "device",
        json_text(id_text(arena, kiosk->device)), "name", json_text(kiosk->name), "school",
        json_text(kiosk->school), "enrolled", json_time(arena, kiosk->enrolled_utc_ms), "contact",
        json_time(arena, kiosk->contact_utc_ms), "revoked", json_time(arena, kiosk->revoked_utc_ms),
        "base", (json_int_t)line->newest.base, "have", (json_int_t)line->newest.have, "histories",
        (json_int_t)line->epochs, "twin", line->epochs > 1, "quarantined",
        (json_int_t)kiosk->quarantined, "forks", (json_int_t)kiosk->forks, "words",
        words.len > 0 ? json_text(words) : json_null());
}

static bool show(Listing *listing, const KioskLine *line) {
    Str8 words = {0};
    if (shows_words(listing, &line->kiosk) &&
        !hub_ctl_words(listing->ctl, listing->folder, line->kiosk.public_key, &words)) {
        return false;
    }
    if (listing->json) {
        (void)json_array_append_new(listing->list, json_line(listing, line, words));
    } else {
        print_line(listing, line, words);
    }
    listing->count++;
    return true;
}

static int list_all(Listing *listing) {
    HubCtl *ctl = listing->ctl;
    int64_t after = 0;
    for (;;) {
        KioskLine line = {0};
        Err err = {0};
        ArenaMark mark = arena_mark(ctl->arena);
        ErrCode code = hub_kiosks_next(&listing->folder->store, ctl->arena, after, &line, &err);
        if (code == ERR_NOT_FOUND) {
            return EXIT_DONE;
        }
        if (code != ERR_OK) {
            return hub_ctl_fail(ctl, &err);
        }
        if (!show(listing, &line)) {
            return EXIT_FAILED;
        }
        after = line.kiosk.number;
        arena_rewind(ctl->arena, mark);
    }
}

static int list_kiosks(Listing *listing) {
    listing->list = listing->json ? json_array() : NULL;
    int exit_code = list_all(listing);
    if (exit_code == EXIT_DONE && listing->json) {
        (void)json_dumpf(listing->list, stdout, JSON_INDENT(2));
        (void)printf("\n");
    } else if (exit_code == EXIT_DONE && listing->count == 0) {
        (void)printf("no kiosks yet: foyer-hub enrol-code lets one in\n");
    }
    json_decref(listing->list);
    return exit_code;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    Listing listing = {.ctl = ctl, .now_utc_ms = hub_ctl_now(ctl).utc_ms};
    const CommandOption options[] = {{"--json", 0, NULL, &listing.json},
                                     {"--words", 0, NULL, &listing.words}};
    if (!hub_ctl_arguments(ctl, argc, argv, options, 2, 0, NULL)) {
        return EXIT_USAGE;
    }
    listing.folder = hub_ctl_open(ctl, false);
    int exit_code = listing.folder != NULL ? list_kiosks(&listing) : EXIT_FAILED;
    hub_folder_close(listing.folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_KIOSKS = {
    .name = "kiosks",
    .usage = "[--json] [--words]",
    .summary = "the kiosks, what each has sent, and their six words",
    .details = "\n  --words  of all kiosks; else only of those enrolled in the last day, for they\n"
               "           take a while to compute\n",
    .run = run,
};
