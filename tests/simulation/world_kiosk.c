#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/store/journal.h"
#include "tests/simulation/world_private.h"

/*
 * One machine: what its disk, its clock and its power do to the program on it. The program's parts
 * are the real ones.
 */
enum {
    ARENA_BLOCK = 64 << 10,
    ARENA_MAX = 256 << 20,
    SCAN_PAGE = 32,
    BALLAST_SIZE = 1 << 20,
    QUIET = 300, /* in 1000: a desk where few come */
    IN_DRAWER = 350,
    FAR_AWAY = 600,       /* in 1000: a copied card wakes up where there is no network yet */
    CUT_IN_RECOVERY = 60, /* in 1000 */
    PURPOSE_STORY = 100,
    PURPOSE_RANDOM = 200,
};

static const char DATABASE[] = "foyer.db";

static bool give_ballast(void *context) {
    SimKiosk *kiosk = context;
    if (!kiosk->is_full || kiosk->ballast_given) {
        return false;
    }
    kiosk->ballast_given = true;
    simdisk_limit(kiosk->disk, simdisk_bytes(kiosk->disk) + BALLAST_SIZE);
    return true;
}

void simkiosk_make(World *world, SimKiosk *kiosk, size_t index) {
    *kiosk = (SimKiosk){.index = index,
                        .identity = index,
                        .story = chance_make(world->options.seed, PURPOSE_STORY + index),
                        .random = chance_make(world->options.seed, PURPOSE_RANDOM + index),
                        .turn_ms = NEVER_MS,
                        .refused_ms = NEVER_MS,
                        .event_day = -1,
                        .born_ms = world->now_ms,
                        .room_again_ms = NEVER_MS};
    Str8Builder name = builder_make(kiosk->vfs, sizeof kiosk->vfs);
    builder_format(&name, "simkiosk-%zu", index);
    kiosk->disk = simdisk_make(kiosk->vfs);
    simdisk_wipe(kiosk->disk);
    bool quiet = chance_in_1000(&kiosk->story, QUIET);
    kiosk->evenings = quiet ? 0 : 600;
    kiosk->desk = quiet ? 3 : 6;
    kiosk->arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    kiosk->scratch = arena_make(ARENA_BLOCK, ARENA_MAX);
    kiosk->options = (StoreOptions){.path = DATABASE,
                                    .vfs = kiosk->vfs,
                                    .random = chance_port(&kiosk->random),
                                    .ballast = {give_ballast, kiosk},
                                    .cost = SECRET_COST_LOWEST};
    memset(kiosk->options.keys.kiosk_key, (int)(0x40 + index), STORE_KEY_SIZE);
    memcpy(kiosk->options.keys.school_public, world->school_public, STORE_KEY_SIZE);
}

/* The program ends; what its last words do to the disk is the disk's business. */
static void close_program(SimKiosk *kiosk) {
    sync_client_free(kiosk->client);
    store_close(kiosk->store);
    kiosk->client = NULL;
    kiosk->store = NULL;
    kiosk->is_on = false;
    kiosk->is_waiting = false;
    kiosk->turn_ms = NEVER_MS;
    arena_reset(&kiosk->arena);
    arena_reset(&kiosk->scratch);
}

void simkiosk_end(SimKiosk *kiosk) {
    close_program(kiosk);
    arena_free(&kiosk->arena);
    arena_free(&kiosk->scratch);
    simdisk_free(kiosk->disk);
    free(kiosk->rows);
}

/* ---- the clock ---- */

Moment simkiosk_moment(const World *world, const SimKiosk *kiosk) {
    int64_t utc_ms = WORLD_START_UTC_MS + world->now_ms + kiosk->clock_offset_ms;
    return (Moment){.utc_ms = utc_ms,
                    .mono_ms = world->now_ms - kiosk->booted_ms,
                    .boot = kiosk->boot,
                    .good = kiosk->clock_good && utc_ms >= kiosk->last_good_utc_ms};
}

static void set_clock(World *world, SimKiosk *kiosk) {
    Chance *story = &kiosk->story;
    ClockKind kind = CLOCK_GOOD;
    if (chance_in_1000(story, world->fate.clock)) {
        kind = (ClockKind)chance_between(story, CLOCK_1970, CLOCK_KINDS - 1);
    }
    kiosk->clock_good = kind == CLOCK_GOOD || kind == CLOCK_LIES;
    switch (kind) {
    case CLOCK_1970:
        kiosk->clock_offset_ms = -(WORLD_START_UTC_MS + world->now_ms);
        break;
    case CLOCK_STALE:
        kiosk->clock_offset_ms = -chance_between(story, MINUTE_MS, 3 * (int64_t)DAY_MS);
        break;
    case CLOCK_LIES:
        kiosk->clock_offset_ms = chance_between(story, -2 * (int64_t)DAY_MS, 2 * (int64_t)DAY_MS) *
                                 (chance_in_1000(story, 100) ? 30 : 1);
        break;
    case CLOCK_GOOD:
    case CLOCK_KINDS:
        kiosk->clock_offset_ms = chance_between(story, -3000, 3000);
        break;
    }
    if (kind != CLOCK_GOOD) {
        WORLD_TELL(world, kiosk, "clock %d wrong by %lld s", (int)kind,
                   (long long)(kiosk->clock_offset_ms / 1000));
    }
}

void simkiosk_set_clock_right(World *world, SimKiosk *kiosk) {
    kiosk->clock_good = true;
    kiosk->clock_offset_ms = 0;
    WORLD_TELL(world, kiosk, "clock right");
}

/* ---- power ---- */

static void cut_power(World *world, SimKiosk *kiosk) {
    CutModel model = (CutModel)chance_between(&kiosk->story, 0, CUT_MODELS - 1);
    close_program(kiosk);
    simdisk_restart(kiosk->disk, model, chance_next(&kiosk->story));
    kiosk->fault = FAULT_NONE;
    bool soon = chance_in_1000(&kiosk->story, 700);
    kiosk->act_ms = world->now_ms +
                    chance_between(&kiosk->story, 20 * 1000, soon ? 10 * MINUTE_MS : 14 * HOUR_MS);
    WORLD_TELL(world, kiosk, "power cut (model %d)", (int)model);
    world->report->kiosk_cuts++;
}

void simkiosk_unplug(World *world, SimKiosk *kiosk) {
    FOYER_ASSERT(kiosk->is_on);
    simdisk_plan(kiosk->disk, FAULT_CUT, 1);
    cut_power(world, kiosk);
}

void simkiosk_shut_down(World *world, SimKiosk *kiosk) {
    FOYER_ASSERT(kiosk->is_on);
    WORLD_TELL(world, kiosk, "shut down");
    close_program(kiosk);
    if (simdisk_has_struck(kiosk->disk)) {
        cut_power(world, kiosk);
    }
    kiosk->act_ms = world->now_ms + chance_between(&kiosk->story, HOUR_MS, 20 * HOUR_MS);
}

static ErrCode open_program(World *world, SimKiosk *kiosk, Err *err) {
    ErrCode code = store_open(&kiosk->arena, &kiosk->options, &kiosk->store, err);
    if (code != ERR_OK) {
        kiosk->store = NULL;
        return code;
    }
    bugs_in_store(kiosk->store);
    code = store_begin_boot(kiosk->store, &kiosk->boot, err);
    if (code == ERR_OK) {
        code = store_last_good_time(kiosk->store, &kiosk->last_good_utc_ms, err);
    }
    if (code == ERR_OK) {
        code = sync_client_new(&kiosk->arena, kiosk->store, kiosk->options.random, &kiosk->client,
                               err);
    }
    JournalStatus status = {0};
    if (code == ERR_OK) {
        code = store_device(kiosk->store, &kiosk->device, err);
    }
    if (code == ERR_OK) {
        code = journal_status(kiosk->store, &status, err);
    }
    if (code == ERR_OK) { /* what was not durable may be gone, and others came in its place */
        kiosk->scanned = status.last < kiosk->scanned ? status.last : kiosk->scanned;
        code = simkiosk_scan(world, kiosk, err);
    }
    return code;
}

void simkiosk_start(World *world, SimKiosk *kiosk) {
    FOYER_ASSERT(!kiosk->is_on);
    if (world->fate.kiosk_cut > 0 && kiosk->fault == FAULT_NONE &&
        chance_in_1000(&kiosk->story, CUT_IN_RECOVERY)) {
        kiosk->fault = FAULT_CUT;
        simdisk_plan(kiosk->disk, FAULT_CUT, (uint64_t)chance_between(&kiosk->story, 1, 12));
    }
    kiosk->booted_ms = world->now_ms;
    kiosk->is_waiting = false;
    kiosk->is_stopped = false;
    kiosk->is_on = true;
    kiosk->turn_ms = world->now_ms + chance_between(&kiosk->story, 0, MINUTE_MS);
    kiosk->act_ms = world->now_ms + chance_between(&kiosk->story, 1000, 5 * MINUTE_MS);
    set_clock(world, kiosk);
    Err err = {0};
    ErrCode code = open_program(world, kiosk, &err);
    if (simkiosk_settle(world, kiosk, code, &err, "start")) {
        WORLD_TELL(world, kiosk, "started, boot %u", kiosk->boot);
    }
}

/* A disk that was full or failed once: the supervisor starts the program again. */
static void start_again(World *world, SimKiosk *kiosk) {
    close_program(kiosk);
    kiosk->act_ms = world->now_ms + chance_between(&kiosk->story, 1000, 10 * MINUTE_MS);
}

bool simkiosk_forgive(World *world, SimKiosk *kiosk, const char *what) {
    bool struck = simdisk_has_struck(kiosk->disk);
    if ((struck && kiosk->fault == FAULT_CUT) || (!struck && !kiosk->is_full)) {
        return false;
    }
    if (struck) {
        WORLD_TELL(world, kiosk, "disk fault %d in %s", (int)kiosk->fault, what);
        simdisk_plan(kiosk->disk, FAULT_NONE, 1);
        kiosk->fault = FAULT_NONE;
    }
    return true;
}

bool simkiosk_settle(World *world, SimKiosk *kiosk, ErrCode code, const Err *err,
                     const char *what) {
    Fault struck = simdisk_has_struck(kiosk->disk) ? kiosk->fault : FAULT_NONE;
    if (struck == FAULT_CUT) {
        cut_power(world, kiosk);
        return false;
    }
    if (struck != FAULT_NONE) {
        WORLD_TELL(world, kiosk, "disk fault %d in %s: %s", (int)struck, what, err_code_name(code));
        simdisk_plan(kiosk->disk, FAULT_NONE, 1);
        kiosk->fault = FAULT_NONE;
    }
    bool excused = (struck != FAULT_NONE || kiosk->is_full) && code == ERR_IO;
    if (code != ERR_OK && code != ERR_NOT_FOUND && !excused) {
        WORLD_FAIL(world, kiosk, "%s failed without a fault: %s: %s", what, err_code_name(code),
                   err->text);
    }
    if (excused) {
        start_again(world, kiosk);
    }
    return !excused && !world->failed;
}

/* ---- the journal, looked at ---- */

static void note_row(SimKiosk *kiosk, int64_t sequence, Id id) {
    size_t at = (size_t)sequence;
    if (at >= kiosk->rows_room) {
        kiosk->rows_room = at * 2 + 256;
        kiosk->rows = reallocarray(kiosk->rows, kiosk->rows_room, sizeof *kiosk->rows);
        FOYER_ASSERT(kiosk->rows != NULL);
    }
    kiosk->rows[at] = id;
}

ErrCode simkiosk_scan(World *world, SimKiosk *kiosk, Err *err) {
    size_t count = SCAN_PAGE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == SCAN_PAGE) {
        ArenaMark mark = arena_mark(&kiosk->scratch);
        Record *records = NULL;
        count = 0;
        code = journal_page(kiosk->store, &kiosk->scratch, kiosk->scanned, SCAN_PAGE, &records,
                            &count, err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            note_row(kiosk, records[i].sequence, records[i].id);
            kiosk->scanned = records[i].sequence;
            if (!ledger_note_written(&world->ledger, &kiosk->scratch, kiosk->index, &records[i])) {
                WORLD_FAIL(world, kiosk, "record %lld says something else than was told",
                           (long long)records[i].sequence);
            }
        }
        arena_rewind(&kiosk->scratch, mark);
    }
    return code;
}

/*
 * The worst for twins is that they are as far as each other: one family each, and then nobody for
 * weeks. Whoever looks only at the number then takes the other's receipt.
 */
static void leave_in_drawer(SimKiosk *kiosk) {
    kiosk->one_more = true;
    kiosk->evenings = 0;
    kiosk->desk = 0;
}

void simkiosk_clone(World *world, SimKiosk *to, SimKiosk *from) {
    simdisk_copy(to->disk, from->disk);
    to->identity = from->identity;
    to->options.keys = from->options.keys;
    to->event_day = from->event_day;
    to->households = from->households + 1000000; /* its families are others */
    memcpy(to->parties, from->parties, sizeof to->parties);
    to->parties_count = from->parties_count;
    to->act_ms = world->now_ms + chance_between(&to->story, HOUR_MS, 20 * HOUR_MS);
    if (chance_in_1000(&to->story, IN_DRAWER)) {
        leave_in_drawer(to);
        leave_in_drawer(from);
    }
    if (chance_in_1000(&to->story, FAR_AWAY)) {
        to->link = LINK_NO_NETWORK;
        to->link_up_ms = world->now_ms + chance_between(&to->story, HOUR_MS, 6 * (int64_t)DAY_MS);
    }
    to->scanned = from->scanned;
    for (int64_t sequence = 1; sequence <= from->scanned; sequence++) {
        note_row(to, sequence, from->rows[sequence]);
    }
    WORLD_TELL(world, to, "is a copy of %zu", from->index);
}

void simkiosk_take_image(World *world, const SimKiosk *kiosk) {
    SimImage *image = &world->image;
    simdisk_copy(image->disk, kiosk->disk);
    image->kiosk = kiosk->index;
    image->taken_ms = world->now_ms;
    image->scanned = kiosk->scanned;
    WORLD_TELL(world, kiosk, "an image of its card is kept");
}

void simkiosk_put_image(World *world) {
    const SimImage *image = &world->image;
    SimKiosk *kiosk = &world->kiosks[image->kiosk];
    if (kiosk->is_on) {
        simkiosk_unplug(world, kiosk);
    }
    simdisk_copy(kiosk->disk, image->disk);
    kiosk->fault = FAULT_NONE;
    kiosk->is_full = false;
    kiosk->event_day = -1;
    kiosk->parties_count = 0;
    /* What was written since may have been nowhere else; what the hub has of it stays once. */
    for (int64_t i = image->scanned + 1; i <= kiosk->scanned; i++) {
        LedgerEntry *entry = ledger_find(&world->ledger, kiosk->rows[i]);
        FOYER_ASSERT(entry != NULL);
        entry->excused = true;
    }
    kiosk->scanned = image->scanned;
    WORLD_TELL(world, kiosk, "its card is put back to day %d", (int)(image->taken_ms / DAY_MS));
    world->report->card_restores++;
}
