#include <string.h>

#include "data/base/check.h"
#include "data/store/event_store.h"
#include "data/store/journal.h"
#include "tests/simulation/world_private.h"

/*
 * Days of a kiosk: idle hours, and on some evenings an event with its families. Time is pressed
 * together: an evening has a dozen things that happen, not three hundred.
 */
enum {
    EVENING_BEGINS_MS = 17 * HOUR_MS,
    EVENING_ENDS_MS = 20 * HOUR_MS + 30 * MINUTE_MS,
    EVENT_ENDS_MS = 21 * HOUR_MS,
    GRACE_MS = HOUR_MS,
    PEOPLE_MAX = 4,
    RETRIES = 400, /* in 1000 that failed */
};

static Id named_id(SimKiosk *kiosk, const char *kind, uint64_t number) {
    char text[64];
    Str8Builder builder = builder_make(text, sizeof text);
    builder_format(&builder, "%s/%llu", kind, (unsigned long long)number);
    (void)kiosk;
    return id_from_name(STR8("world"), builder_text(&builder));
}

static Id evening_id(SimKiosk *kiosk, int64_t day) {
    return day < 0 ? (Id){{0}} : named_id(kiosk, "evening", (uint64_t)day);
}

static Id fresh_id(const World *world, SimKiosk *kiosk) {
    return id_make(simkiosk_moment(world, kiosk).utc_ms, kiosk->options.random);
}

/* After an operation that wrote: the journal is looked at, and there may be something to send. */
static bool wrote(World *world, SimKiosk *kiosk, ErrCode code, Err *err, const char *what) {
    if (code == ERR_OK) {
        code = simkiosk_scan(world, kiosk, err);
    }
    if (!simkiosk_settle(world, kiosk, code, err, what)) {
        return false;
    }
    sync_client_nudge(kiosk->client);
    if (!kiosk->is_stopped && !kiosk->is_waiting && kiosk->turn_ms > world->now_ms) {
        kiosk->turn_ms = world->now_ms;
    }
    return true;
}

/* ---- events ---- */

static bool know_event(World *world, SimKiosk *kiosk) {
    int64_t day = world_day(world);
    if (kiosk->event_day == day) {
        return true;
    }
    Event event = {.id = evening_id(kiosk, day),
                   .start_utc_ms = WORLD_START_UTC_MS + day * DAY_MS + EVENING_BEGINS_MS,
                   .end_utc_ms = WORLD_START_UTC_MS + day * DAY_MS + EVENT_ENDS_MS,
                   .place = STR8("Gym")};
    event.uid = id_text(&kiosk->scratch, event.id);
    Err err = {0};
    ErrCode code = event_store_put(kiosk->store, STR8("ics"), &event, NULL, &err);
    if (!wrote(world, kiosk, code, &err, "event")) {
        return false;
    }
    kiosk->event_day = day;
    return true;
}

/* ---- signing in ---- */

static void remember_party(SimKiosk *kiosk, SimParty party) {
    for (size_t i = 0; i < kiosk->parties_count; i++) {
        if (id_equal(kiosk->parties[i].visit_id, party.visit_id)) {
            return; /* a double tap */
        }
    }
    if (kiosk->parties_count == PARTIES_MAX) {
        memmove(&kiosk->parties[0], &kiosk->parties[1], (PARTIES_MAX - 1) * sizeof party);
        kiosk->parties_count--;
    }
    kiosk->parties[kiosk->parties_count++] = party;
}

typedef struct {
    Id id;
    int64_t day; /* of the event; -1 = none */
    uint64_t household;
    size_t first; /* which of the household's people came */
    size_t people;
} SignInForm;

static Visit fill_form(SimKiosk *kiosk, const SignInForm *form, Visitor people[PEOPLE_MAX]) {
    for (size_t i = 0; i < form->people; i++) {
        bool known = form->household != 0;
        people[i] = (Visitor){
            .given_name =
                known ? str8_format(&kiosk->scratch, "Name%zu", form->first + i) : STR8(""),
            .role = form->first + i == 0 ? PERSON_GUARDIAN : PERSON_STUDENT,
            .grade = form->first + i == 0 ? STR8("") : STR8("03"),
        };
        if (known) {
            people[i].person_id = named_id(kiosk, "person", form->household * 16 + form->first + i);
        }
    }
    return (Visit){.id = form->id,
                   .event_id = evening_id(kiosk, form->day),
                   .household_id = form->household == 0
                                       ? (Id){{0}}
                                       : named_id(kiosk, "household", form->household),
                   .method = form->household == 0 ? VISIT_BY_COUNT : VISIT_BY_PHONE,
                   .language = STR8("es"),
                   .people = people,
                   .people_count = form->people};
}

static void say_thanks(World *world, SimKiosk *kiosk, const SignInForm *form, size_t people) {
    LedgerEntry *entry = ledger_at(&world->ledger, form->id);
    if (entry->acknowledged && entry->people != people && world->options.bug != BUG_SCREEN_FIRST) {
        WORLD_FAIL(world, kiosk, "the same form was told %zu people, then %zu", entry->people,
                   people);
    }
    bool first = !entry->acknowledged;
    world->report->acknowledged += first ? 1 : 0;
    entry->acknowledged = true;
    entry->people = people;
    entry->kiosk = kiosk->index;
    entry->at_ms = first ? world->now_ms : entry->at_ms;
}

/* @return whether the kiosk may be asked once more with the same form */
static bool sign_in(World *world, SimKiosk *kiosk, const SignInForm *form) {
    Visitor people[PEOPLE_MAX];
    Visit visit = fill_form(kiosk, form, people);
    SignIn out = {0};
    Err err = {0};
    (void)ledger_at(&world->ledger, form->id);
    if (world->options.bug == BUG_SCREEN_FIRST) {
        say_thanks(world, kiosk, form, form->people);
    }
    ErrCode code =
        visit_store_sign_in(kiosk->store, &visit, simkiosk_moment(world, kiosk), &out, &err);
    if (code == ERR_OK && out.outcome != SIGN_IN_HERE) {
        say_thanks(world, kiosk, form, out.added);
        WORLD_TELL(world, kiosk, "%s of %zu", out.outcome == SIGN_IN_NEW ? "sign-in" : "late join",
                   out.added);
    }
    if (code == ERR_OK && out.outcome == SIGN_IN_NEW) {
        remember_party(kiosk, (SimParty){.visit_id = out.visit_id,
                                         .household = form->household,
                                         .day = form->day,
                                         .people = form->people});
    }
    bool failed = code != ERR_OK;
    (void)wrote(world, kiosk, code, &err, "sign-in");
    return failed;
}

/* The same form again: at once, or after the program was started again. */
static void sign_in_stubbornly(World *world, SimKiosk *kiosk, const SignInForm *form) {
    bool failed = sign_in(world, kiosk, form);
    if (failed && !world->failed && chance_in_1000(&kiosk->story, RETRIES)) {
        if (!kiosk->is_on) {
            simkiosk_start(world, kiosk);
        }
        if (kiosk->is_on && !world->failed) {
            (void)sign_in(world, kiosk, form);
        }
    } else if (kiosk->is_on && chance_in_1000(&kiosk->story, 30)) {
        (void)sign_in(world, kiosk, form); /* a double tap */
    }
}

static void new_party(World *world, SimKiosk *kiosk) {
    bool counted = chance_in_1000(&kiosk->story, 250);
    SignInForm form = {
        .id = fresh_id(world, kiosk),
        .day = kiosk->has_evening && kiosk->event_day == world_day(world) ? kiosk->event_day : -1,
        .people = (size_t)chance_between(&kiosk->story, 1, PEOPLE_MAX)};
    if (!counted) {
        kiosk->households++;
        form.household = kiosk->households + (uint64_t)kiosk->index * 10000000;
    }
    sign_in_stubbornly(world, kiosk, &form);
}

/* Late members of a household that is here; or the same ones again. */
static void late_members(World *world, SimKiosk *kiosk, SimParty *party) {
    if (party->household == 0) {
        return;
    }
    SignInForm form = {.id = fresh_id(world, kiosk),
                       .day = party->day,
                       .household = party->household,
                       .first = (size_t)chance_between(&kiosk->story, 0, 6),
                       .people = (size_t)chance_between(&kiosk->story, 1, 2)};
    sign_in_stubbornly(world, kiosk, &form);
}

/* ---- leaving, corrections ---- */

static void acknowledge_plain(World *world, SimKiosk *kiosk, Id id, const JournalStatus *before) {
    JournalStatus after = {0};
    if (journal_status(kiosk->store, &after, NULL) == ERR_OK && after.last > before->last) {
        LedgerEntry *entry = ledger_at(&world->ledger, id);
        entry->acknowledged = true;
        entry->kiosk = kiosk->index;
        entry->at_ms = world->now_ms;
        world->report->acknowledged++;
    }
}

static void sign_out(World *world, SimKiosk *kiosk, const SimParty *party) {
    Id id = fresh_id(world, kiosk);
    JournalStatus before = {0};
    Err err = {0};
    (void)ledger_at(&world->ledger, id);
    ErrCode code = journal_status(kiosk->store, &before, &err);
    if (code == ERR_OK) {
        code = visit_store_sign_out(kiosk->store, id, party->visit_id,
                                    simkiosk_moment(world, kiosk), &err);
    }
    if (code == ERR_OK) {
        acknowledge_plain(world, kiosk, id, &before);
    }
    (void)wrote(world, kiosk, code, &err, "sign-out");
}

static void correct(World *world, SimKiosk *kiosk, SimParty *party) {
    size_t person = (size_t)chance_between(&kiosk->story, 0, (int64_t)party->people - 1);
    if ((party->corrected >> person & 1) != 0) {
        return;
    }
    party->corrected |= UINT64_C(1) << person;
    VisitCorrection correction = {.record_id = fresh_id(world, kiosk),
                                  .visit_id = party->visit_id,
                                  .person = person,
                                  /* Twins agree on who was not here. */
                                  .voided = (party->visit_id.bytes[15] >> person & 1) != 0,
                                  .role = PERSON_OTHER_ADULT};
    JournalStatus before = {0};
    Err err = {0};
    (void)ledger_at(&world->ledger, correction.record_id);
    ErrCode code = journal_status(kiosk->store, &before, &err);
    if (code == ERR_OK) {
        code = visit_store_correct(kiosk->store, &correction, simkiosk_moment(world, kiosk), &err);
    }
    if (code == ERR_OK) {
        acknowledge_plain(world, kiosk, correction.record_id, &before);
    }
    (void)wrote(world, kiosk, code, &err, "correction");
}

/* ---- idle times ---- */

/* Rows that went must be at the hub, now and not only in the end. */
static void check_purged(World *world, SimKiosk *kiosk, int64_t first) {
    JournalStatus after = {0};
    if (journal_status(kiosk->store, &after, NULL) != ERR_OK || !world->hub.is_up) {
        return;
    }
    int64_t end = after.first > 0 ? after.first : kiosk->scanned + 1;
    for (int64_t sequence = first; sequence < end && first > 0 && !world->failed; sequence++) {
        const LedgerEntry *entry = ledger_find(&world->ledger, kiosk->rows[sequence]);
        if (entry == NULL || !simhub_holds(world, entry->id)) {
            WORLD_FAIL(world, kiosk, "let record %lld go, which the hub does not hold",
                       (long long)sequence);
        }
    }
}

static void purge(World *world, SimKiosk *kiosk) {
    JournalStatus before = {0};
    Err err = {0};
    int64_t purged = 0;
    ErrCode code = journal_status(kiosk->store, &before, &err);
    if (code == ERR_OK) {
        code = bugs_purge(world, kiosk, &purged, &err);
    }
    if (purged > 0 && code == ERR_OK) {
        WORLD_TELL(world, kiosk, "let %lld records go", (long long)purged);
        world->report->purged += purged;
        check_purged(world, kiosk, before.first);
    }
    (void)simkiosk_settle(world, kiosk, code, &err, "purge");
}

static void idle(World *world, SimKiosk *kiosk) {
    Err err = {0};
    ErrCode code = store_checkpoint_idle(kiosk->store, &err);
    if (!simkiosk_settle(world, kiosk, code, &err, "checkpoint")) {
        return;
    }
    size_t closed = 0;
    code = visit_store_close_ended(kiosk->store, GRACE_MS, simkiosk_moment(world, kiosk), &closed,
                                   &err);
    if (wrote(world, kiosk, code, &err, "close") && closed > 0) {
        code = store_checkpoint_idle(kiosk->store, &err);
        (void)simkiosk_settle(world, kiosk, code, &err, "checkpoint");
    }
    if (kiosk->is_on && !world->failed && chance_in_1000(&kiosk->story, 500)) {
        purge(world, kiosk);
    }
}

/* ---- days ---- */

static void evening(World *world, SimKiosk *kiosk) {
    if (!know_event(world, kiosk)) {
        return;
    }
    SimParty *party =
        kiosk->parties_count == 0
            ? NULL
            : &kiosk->parties[chance_between(&kiosk->story, 0, (int64_t)kiosk->parties_count - 1)];
    int64_t what = chance_between(&kiosk->story, 0, 99);
    if (what < 50 || party == NULL) {
        new_party(world, kiosk);
    } else if (what < 65) {
        late_members(world, kiosk, party);
    } else if (what < 85) {
        sign_out(world, kiosk, party);
    } else if (what < 93) {
        correct(world, kiosk, party);
    } else {
        idle(world, kiosk);
    }
}

/* When something happens next here: often in the evening of an event, else a few times a day. */
static void plan_next(World *world, SimKiosk *kiosk) {
    int64_t in_day_ms = world->now_ms % DAY_MS;
    int64_t day_ms = world->now_ms - in_day_ms;
    if (in_day_ms < EVENING_BEGINS_MS) {
        kiosk->has_evening = false;
        int64_t idle_ms = world->now_ms + chance_between(&kiosk->story, HOUR_MS, 10 * HOUR_MS);
        int64_t evening_ms =
            day_ms + EVENING_BEGINS_MS + chance_between(&kiosk->story, 0, 30 * MINUTE_MS);
        if (idle_ms >= evening_ms) {
            kiosk->has_evening =
                !world->is_healed && chance_in_1000(&kiosk->story, kiosk->evenings);
            kiosk->act_ms = kiosk->has_evening ? evening_ms : day_ms + EVENT_ENDS_MS + GRACE_MS;
        } else {
            kiosk->act_ms = idle_ms;
        }
    } else if (kiosk->has_evening && in_day_ms < EVENING_ENDS_MS) {
        kiosk->act_ms = world->now_ms + chance_between(&kiosk->story, MINUTE_MS, 20 * MINUTE_MS);
    } else {
        kiosk->act_ms = world->now_ms + chance_between(&kiosk->story, 90 * MINUTE_MS, 6 * HOUR_MS);
    }
}

static void use_day(World *world, SimKiosk *kiosk) {
    int64_t in_day_ms = world->now_ms % DAY_MS;
    if (kiosk->has_evening && in_day_ms >= EVENING_BEGINS_MS && in_day_ms < EVENING_ENDS_MS) {
        evening(world, kiosk);
        return;
    }
    int64_t what = chance_between(&kiosk->story, 0, 99);
    if (kiosk->one_more) {
        kiosk->one_more = false;
        new_party(world, kiosk);
    } else if (!kiosk->clock_good && chance_in_1000(&kiosk->story, 100)) {
        simkiosk_set_clock_right(world, kiosk);
    } else if (what < 8 && !world->is_healed) {
        simkiosk_shut_down(world, kiosk);
    } else if (what < 14 && !world->is_healed) {
        simkiosk_unplug(world, kiosk);
    } else if (what < 14 + kiosk->desk && !world->is_healed) {
        new_party(world, kiosk); /* at the desk, on a day without an event */
    } else {
        idle(world, kiosk);
    }
}

void families_act(World *world, SimKiosk *kiosk) {
    if (kiosk->room_again_ms <= world->now_ms) {
        simdisk_limit(kiosk->disk, 0);
        kiosk->is_full = false;
        kiosk->room_again_ms = NEVER_MS;
    }
    if (kiosk->link != LINK_UP && kiosk->link_up_ms <= world->now_ms) {
        kiosk->link = LINK_UP;
        WORLD_TELL(world, kiosk, "network back");
    }
    if (!kiosk->is_on) {
        simkiosk_start(world, kiosk);
        return;
    }
    use_day(world, kiosk);
    arena_reset(&kiosk->scratch);
    if (kiosk->is_on) {
        plan_next(world, kiosk);
    }
}

void families_sign_in(World *world, SimKiosk *kiosk) {
    new_party(world, kiosk);
    arena_reset(&kiosk->scratch);
}
