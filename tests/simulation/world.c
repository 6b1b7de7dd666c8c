#include "tests/simulation/world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "tests/simulation/world_private.h"

/*
 * Nothing here runs by itself: the world goes from one moment at which something is due to the
 * next. In the same moment the order is fixed (fate, hub, messages, kiosks by number), so that a
 * seed says everything.
 */
enum {
    DAYS_LEAST = 18,
    DAYS_MOST = 45,
    KIOSKS_MOST = 4,
    HEAL_DAYS_MAX = 12,
    HISTORY_TOLD = 60,
    PURPOSE_WORLD = 1,
    PURPOSE_NET = 2,
    PURPOSE_SCHOOL = 4,
};

/* ---- history ---- */

void world_mix(World *world, const void *bytes, size_t size) {
    const uint8_t *at = bytes;
    for (size_t i = 0; i < size; i++) { /* FNV-1a */
        world->report->digest = (world->report->digest ^ at[i]) * UINT64_C(0x100000001b3);
    }
}

int64_t world_day(const World *world) {
    return world->now_ms / DAY_MS;
}

Str8Builder *world_line(World *world, const SimKiosk *kiosk) {
    char *line = world->history[world->history_count++ % HISTORY_LINES];
    world->line = builder_make(line, HISTORY_TEXT_MAX);
    Civil civil = civil_from_ms(WORLD_START_UTC_MS + world->now_ms);
    builder_format(&world->line, "day %2d %02d:%02d:%02d.%03d ", (int)world_day(world), civil.hour,
                   civil.minute, civil.second, (int)(world->now_ms % 1000));
    if (kiosk != NULL) {
        builder_format(&world->line, "kiosk %zu ", kiosk->index);
    }
    return &world->line;
}

void world_line_end(World *world) {
    world_mix(world, world->line.buffer, world->line.len);
}

Str8Builder *world_wrong(World *world, const SimKiosk *kiosk) {
    static char unread[WORLD_WRONG_MAX]; /* what is said after the first thing */
    world->wrong = world->failed ? builder_make(unread, sizeof unread)
                                 : builder_make(world->report->wrong, WORLD_WRONG_MAX);
    builder_format(&world->wrong, "day %d, ", (int)world_day(world));
    if (kiosk != NULL) {
        builder_format(&world->wrong, "kiosk %zu: ", kiosk->index);
    }
    return &world->wrong;
}

void world_wrong_end(World *world) {
    world->failed = true;
    world->report->failed = true;
}

static void print_history(const World *world) {
    const WorldOptions *options = &world->options;
    uint64_t from = world->history_count > HISTORY_TOLD ? world->history_count - HISTORY_TOLD : 0;
    for (uint64_t i = from; i < world->history_count; i++) {
        fprintf(stderr, "  %s\n", world->history[i % HISTORY_LINES]);
    }
    fprintf(stderr, "%s\nreplay: sync_world --seed %llu --days %d --kiosks %d%s%s --theme %s\n",
            world->report->wrong, (unsigned long long)options->seed, options->days, options->kiosks,
            options->bug == BUG_NONE ? "" : " --bug ",
            options->bug == BUG_NONE ? "" : bug_name(options->bug), theme_name(options->theme));
}

/* ---- the clock's work ---- */

static int64_t kiosk_due_ms(const SimKiosk *kiosk) {
    int64_t due_ms = kiosk->act_ms;
    if (kiosk->is_on) {
        int64_t sync_ms = kiosk->is_waiting ? kiosk->deadline_ms : kiosk->turn_ms;
        due_ms = sync_ms < due_ms ? sync_ms : due_ms;
    }
    return due_ms;
}

static void kiosk_run(World *world, SimKiosk *kiosk) {
    if (kiosk->act_ms <= world->now_ms) {
        families_act(world, kiosk);
    } else if (kiosk->is_waiting) {
        courier_give_up(world, kiosk);
    } else {
        courier_turn(world, kiosk);
    }
}

static SimKiosk *next_kiosk(World *world) {
    SimKiosk *next = &world->kiosks[0];
    for (size_t i = 1; i < world->kiosks_count; i++) {
        next = kiosk_due_ms(&world->kiosks[i]) < kiosk_due_ms(next) ? &world->kiosks[i] : next;
    }
    return next;
}

/* One thing happens, if anything is due before `end_ms`. */
static bool step(World *world, int64_t end_ms) {
    SimMessage *message = simnet_next(&world->net);
    SimKiosk *kiosk = next_kiosk(world);
    int64_t hub_ms = world->hub.is_up ? NEVER_MS : world->hub.up_ms;
    int64_t message_ms = message != NULL ? message->at_ms : NEVER_MS;
    int64_t kiosk_ms = kiosk_due_ms(kiosk);
    int64_t due_ms = world->midnight_ms;
    due_ms = hub_ms < due_ms ? hub_ms : due_ms;
    due_ms = message_ms < due_ms ? message_ms : due_ms;
    due_ms = kiosk_ms < due_ms ? kiosk_ms : due_ms;
    if (due_ms >= end_ms) {
        world->now_ms = end_ms;
        return false;
    }
    world->now_ms = due_ms > world->now_ms ? due_ms : world->now_ms;
    if (due_ms == world->midnight_ms) {
        world->midnight_ms += DAY_MS;
        fate_strike(world);
    } else if (due_ms == hub_ms) {
        simhub_start(world);
    } else if (due_ms == message_ms) {
        courier_deliver(world, message);
    } else {
        kiosk_run(world, kiosk);
    }
    return !world->failed;
}

static void run_until(World *world, int64_t end_ms) {
    while (!world->failed && step(world, end_ms)) {
    }
}

/* Days of peace, until everybody agrees. */
static void heal(World *world) {
    fate_heal(world);
    for (int day = 0; !world->failed && day < HEAL_DAYS_MAX; day++) {
        for (size_t i = 0; !world->failed && i < world->kiosks_count; i++) {
            SimKiosk *kiosk = &world->kiosks[i];
            if (kiosk->is_stopped || kiosk->refused_ms != NEVER_MS) {
                courier_enrol(world, kiosk); /* of twins only the last one enrolled is let in */
            }
            run_until(world, world->now_ms + DAY_MS / 8);
        }
        if (!world->failed && check_converged(world)) {
            return;
        }
    }
    if (!world->failed) {
        WORLD_FAIL(world, NULL, "kiosks and hub did not agree after %d days of peace",
                   HEAL_DAYS_MAX);
    }
}

/* ---- begin and end ---- */

static void begin(World *world, const WorldOptions *options, WorldReport *report) {
    world->options = *options;
    world->report = report;
    *report = (WorldReport){.digest = UINT64_C(0xcbf29ce484222325)};
    /* SQLite's own generator (salts of its log) has one seed a process. */
    (void)sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 1, (sqlite3 *)NULL);
    sqlite3_randomness(0, NULL);
    vault_start();
    bugs_plant(options->bug);
    world->chance = chance_make(options->seed, PURPOSE_WORLD);
    world->days = options->days > 0 ? options->days
                                    : (int)chance_between(&world->chance, DAYS_LEAST, DAYS_MOST);
    world->kiosks_count = options->kiosks > 0
                              ? (size_t)options->kiosks
                              : (size_t)chance_between(&world->chance, 1, KIOSKS_MOST);
    world->midnight_ms = DAY_MS;
    Chance school = chance_make(options->seed, PURPOSE_SCHOOL);
    vault_school_keys(chance_port(&school), world->school_public, world->school_secret);
    simnet_start(&world->net, chance_make(options->seed, PURPOSE_NET));
    simhub_make(world);
    world->image = (SimImage){.disk = simdisk_make("simcard-image"), .taken_ms = NEVER_MS};
    for (size_t i = 0; i < world->kiosks_count; i++) {
        simkiosk_make(world, &world->kiosks[i], i);
    }
}

/* Everybody is enrolled on a quiet first morning. */
static void first_morning(World *world) {
    simhub_start(world);
    for (size_t i = 0; !world->failed && i < world->kiosks_count; i++) {
        simkiosk_start(world, &world->kiosks[i]);
        if (!world->failed) {
            courier_enrol(world, &world->kiosks[i]);
        }
    }
    fate_draw(world);
}

static void end(World *world) {
    for (size_t i = 0; i < world->kiosks_count; i++) {
        world->report->kiosk_days += world->days - (int)(world->kiosks[i].born_ms / DAY_MS);
        simkiosk_end(&world->kiosks[i]);
    }
    simhub_end(world);
    simdisk_free(world->image.disk);
    sticks_end(world);
    simnet_end(&world->net);
    ledger_end(&world->ledger);
    bugs_plant(BUG_NONE);
}

void world_run(const WorldOptions *options, WorldReport *report) {
    World *world = calloc(1, sizeof *world);
    FOYER_ASSERT(world != NULL);
    FOYER_ASSERT(options->kiosks <= KIOSKS_MOST);
    begin(world, options, report);
    first_morning(world);
    run_until(world, (int64_t)world->days * DAY_MS);
    if (!world->failed) {
        heal(world);
    }
    if (!world->failed) {
        check_all(world);
    }
    if (world->failed && options->tell) {
        print_history(world);
    }
    end(world);
    free(world);
}
