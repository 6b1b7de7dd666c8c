#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/civil.h"
#include "data/store/sync_store.h"
#include "tests/simulation/workload.h"

#include "data/store/journal.h"

/*
 * Power cuts and disk faults under receipts, forks and purges: two months of one kiosk and a hub
 * that is only a list, which is restored from its backup now and then, and now and then holds
 * another chain than ours (a twin wrote it). Afterwards:
 *   the journal verifies; what was acknowledged is here or at the hub; the watermark claims nothing
 *   that the hub never received; counters are new; and both come together.
 *   FOYER_LONG: ten times as many.
 */
enum {
    STEPS = 40,
    IDS_MAX = 400,
    EPOCHS_MAX = 40,
    SEEDS_CI = 40,
    CUTS_A_SEED = 10,
    FAULT_SEEDS = 2
};

static const char VFS[] = "simdisk-sync";
static const int64_t BEGIN_MS = INT64_C(1760652120000);

typedef struct {
    Id ids[IDS_MAX];
    size_t count;
} IdSet;

typedef struct {
    Id epoch;
    int64_t have;
    uint8_t head[RECORD_HEAD_SIZE];
} HubEpoch;

typedef struct {
    HubEpoch epochs[EPOCHS_MAX];
    size_t epochs_count;
    IdSet ids;
} Hub;

typedef struct {
    Workload base;
    Hub hub;
    Hub backup;
    int64_t backup_utc_ms;
    IdSet received; /* by any hub, ever */
    IdSet acknowledged;
    int64_t utc_ms;
    int64_t counter;
    int64_t purged;
    int64_t forks;
    const char *wrong;
} Life;

static uint64_t pick(Life *life, uint64_t below) {
    return workload_random(&life->base.random) % below;
}

static bool set_has(const IdSet *set, Id id) {
    for (size_t i = 0; i < set->count; i++) {
        if (id_equal(set->ids[i], id)) {
            return true;
        }
    }
    return false;
}

static void set_add(IdSet *set, Id id) {
    if (!set_has(set, id)) {
        assert_true(set->count < IDS_MAX);
        set->ids[set->count++] = id;
    }
}

static void complain(Life *life, const char *wrong) {
    life->wrong = life->wrong == NULL ? wrong : life->wrong;
}

/* ---- the hub ---- */

static HubEpoch *hub_epoch(Hub *hub, const SyncSource *source) {
    for (size_t i = 0; i < hub->epochs_count; i++) {
        if (id_equal(hub->epochs[i].epoch, source->epoch)) {
            return &hub->epochs[i];
        }
    }
    assert_true(hub->epochs_count < EPOCHS_MAX);
    HubEpoch *fresh = &hub->epochs[hub->epochs_count++];
    *fresh = (HubEpoch){.epoch = source->epoch};
    record_chain_start(source->device, source->epoch, fresh->head);
    return fresh;
}

static void hub_receive(Life *life, HubEpoch *at, const OutboxRecord *records, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const Record *record = &records[i].record;
        uint8_t head[RECORD_HEAD_SIZE];
        if (at->have > 0 && record->sequence != at->have + 1) {
            complain(life, "the kiosk left records out");
        }
        assert_int_equal(record_chain(&life->base.arena, at->head, record, head, NULL), ERR_OK);
        if (memcmp(head, record->head, sizeof head) != 0) {
            complain(life, "the kiosk sent a chain that is none");
        }
        at->have = record->sequence;
        memcpy(at->head, head, sizeof head);
        set_add(&life->hub.ids, record->id);
        set_add(&life->received, record->id);
    }
}

static Receipt receipt_of(const Life *life, const HubEpoch *at) {
    Receipt receipt = {.epoch = at->epoch, .have = at->have, .hub_utc_ms = life->utc_ms};
    memcpy(receipt.head, at->head, sizeof receipt.head);
    return receipt;
}

/* ---- the kiosk ---- */

static Moment moment_now(const Life *life) {
    return (Moment){
        .utc_ms = life->utc_ms, .mono_ms = life->utc_ms - BEGIN_MS, .boot = 1, .good = true};
}

static Id event_id(const Life *life) {
    Id id = {{1}};
    id.bytes[15] = (uint8_t)((life->utc_ms - BEGIN_MS) / (2 * DAY_MS));
    return id;
}

static ErrCode sign_in(Life *life) {
    Visitor person = {.given_name = STR8("Name0"), .role = PERSON_GUARDIAN};
    Visit visit = {.id = id_make(life->utc_ms, life->base.options.random),
                   .event_id = event_id(life),
                   .language = STR8("en"),
                   .people = &person,
                   .people_count = 1};
    SignIn out;
    ErrCode code = visit_store_sign_in(life->base.store, &visit, moment_now(life), &out, NULL);
    if (code == ERR_OK) {
        set_add(&life->acknowledged, visit.id);
    }
    return code;
}

static ErrCode take(Life *life, const HubEpoch *at, ReceiptOutcome *outcome) {
    Receipt receipt = receipt_of(life, at);
    return sync_store_receipt(life->base.store, &receipt, outcome, NULL);
}

static ErrCode push(Life *life, HubEpoch *at) {
    JournalStatus status = {0};
    OutboxRecord *records = NULL;
    size_t count = 0;
    ReceiptOutcome outcome = RECEIPT_TAKEN;
    ErrCode code = journal_status(life->base.store, &status, NULL);
    if (code == ERR_OK) {
        code = sync_store_page(life->base.store, &life->base.arena, status.watermark,
                               1 + pick(life, 6), 1 << 20, &records, &count, NULL);
    }
    if (code != ERR_OK || count == 0) {
        return code;
    }
    hub_receive(life, at, records, count);
    if (pick(life, 3) == 0) {
        return ERR_OK; /* the reply was lost */
    }
    code = take(life, at, &outcome);
    if (code == ERR_OK && outcome != RECEIPT_TAKEN) {
        complain(life, "an honest receipt was not taken");
    }
    return code;
}

static ErrCode sync_once(Life *life) {
    SyncSource source;
    int64_t first = 0;
    ReceiptOutcome outcome = RECEIPT_STALE;
    ErrCode code = sync_store_take_counters(life->base.store, 0, 2, &first, NULL);
    if (code == ERR_OK) {
        if (first <= life->counter) {
            complain(life, "a counter was given out twice");
        }
        life->counter = first + 1;
        code = sync_store_describe(life->base.store, moment_now(life), NULL, NULL);
    }
    if (code == ERR_OK) {
        code = sync_store_source(life->base.store, &source, NULL);
    }
    if (code != ERR_OK) {
        return code;
    }
    HubEpoch *at = hub_epoch(&life->hub, &source);
    code = take(life, at, &outcome);
    if (code == ERR_OK && outcome == RECEIPT_FORK) {
        life->forks++;
        return sync_store_fork(life->base.store, NULL);
    }
    return code == ERR_OK ? push(life, at) : code;
}

static ErrCode purge(Life *life) {
    int64_t purged = 0;
    ErrCode code = sync_store_purge(life->base.store, &purged, NULL);
    life->purged += code == ERR_OK ? purged : 0;
    return code;
}

static void hub_mishap(Life *life) {
    switch (pick(life, 4)) {
    case 0: /* the twin got there first */
        if (life->hub.epochs_count > 0) {
            HubEpoch *at = &life->hub.epochs[life->hub.epochs_count - 1];
            at->head[0] ^= at->have > 0 ? 1 : 0;
        }
        break;
    case 1: /* restored from a backup that is young enough */
        if (life->backup_utc_ms > life->utc_ms - (SYNC_HELD_DAYS - 1) * (int64_t)DAY_MS) {
            life->hub = life->backup;
        }
        break;
    default:
        life->backup = life->hub;
        life->backup_utc_ms = life->utc_ms;
    }
}

static ErrCode do_step(Life *life) {
    life->utc_ms += (int64_t)pick(life, 3 * DAY_MS);
    switch (pick(life, 12)) {
    case 0:
        hub_mishap(life);
        return ERR_OK;
    case 1:
        return store_checkpoint_idle(life->base.store, NULL);
    case 2:
    case 3:
        return visit_store_close_ended(life->base.store, 0, moment_now(life), NULL, NULL);
    case 4:
    case 5:
        return purge(life);
    case 6:
    case 7:
    case 8:
        return sync_once(life);
    default:
        return sign_in(life);
    }
}

/* Until the first thing the store could not do, or with `ever` regardless of what it could not. */
static void live(Life *life, bool ever) {
    ErrCode code = store_open(&life->base.arena, &life->base.options, &life->base.store, NULL);
    for (int i = 0; i < STEPS && (code == ERR_OK || (ever && life->base.store != NULL)); i++) {
        code = do_step(life);
    }
    store_close(life->base.store);
    life->base.store = NULL;
}

static void life_begin(Life *life, SimDisk *disk, uint64_t seed) {
    *life = (Life){.utc_ms = BEGIN_MS};
    workload_begin(&life->base, disk, VFS, seed, PLANT_NOTHING);
}

/* ---- afterwards ---- */

static void check_records(Life *life) {
    Record *records = NULL;
    size_t count = 0;
    JournalStatus status = {0};
    static IdSet here;
    here.count = 0;
    assert_int_equal(journal_status(life->base.store, &status, NULL), ERR_OK);
    assert_int_equal(journal_page(life->base.store, &life->base.arena, 0, JOURNAL_PAGE_MAX,
                                  &records, &count, NULL),
                     ERR_OK);
    for (size_t i = 0; i < count; i++) {
        set_add(&here, records[i].id);
        if (records[i].sequence <= status.watermark && !set_has(&life->received, records[i].id)) {
            complain(life, "the watermark claims what the hub never received");
        }
    }
    for (size_t i = 0; i < life->acknowledged.count; i++) {
        Id id = life->acknowledged.ids[i];
        if (!set_has(&here, id) && !set_has(&life->hub.ids, id)) {
            complain(life, "an acknowledged record is nowhere");
        }
    }
}

static void check_sound(Life *life) {
    VerifyReport report;
    assert_int_equal(journal_verify(life->base.store, &report, NULL), ERR_OK);
    if (!report.chain_ok || !report.database_ok || !report.pages_ok || !report.projection_ok) {
        complain(life, "verify found damage");
    }
}

static void converge(Life *life) {
    SyncHeld held = {.waiting = 1};
    life->utc_ms += HOUR_MS;
    for (int i = 0; i < 100 && held.waiting > 0 && life->wrong == NULL; i++) {
        assert_int_equal(sync_once(life), ERR_OK);
        assert_int_equal(sync_store_held(life->base.store, &held, NULL), ERR_OK);
    }
    for (size_t i = 0; i < life->acknowledged.count; i++) {
        if (held.waiting > 0 || !set_has(&life->hub.ids, life->acknowledged.ids[i])) {
            complain(life, "kiosk and hub did not come together");
        }
    }
}

static const char *check(Life *life) {
    ErrCode code = store_open(&life->base.arena, &life->base.options, &life->base.store, NULL);
    if (code != ERR_OK) {
        return "the database could not be opened";
    }
    check_sound(life);
    check_records(life);
    if (sign_in(life) != ERR_OK) {
        complain(life, "no family could sign in afterwards");
    }
    converge(life);
    check_sound(life);
    store_close(life->base.store);
    life->base.store = NULL;
    return life->wrong;
}

static void test_sync_store__loses_nothing_when_the_power_is_cut(void **state) {
    (void)state;
    SimDisk *disk = simdisk_make(VFS);
    static Life life;
    uint64_t seeds = getenv("FOYER_LONG") != NULL ? 10 * SEEDS_CI : SEEDS_CI;
    int64_t purged = 0;
    int64_t forks = 0;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        uint64_t random = seed;
        life_begin(&life, disk, seed);
        uint64_t before = simdisk_operations(disk);
        live(&life, false);
        uint64_t operations = simdisk_operations(disk) - before;
        purged += life.purged;
        forks += life.forks;
        assert_null(check(&life));
        workload_end(&life.base);
        for (uint64_t i = 0; i < CUTS_A_SEED; i++) {
            uint64_t at = 1 + workload_random(&random) % operations;
            life_begin(&life, disk, seed);
            simdisk_plan(disk, FAULT_CUT, at);
            live(&life, false);
            assert_true(simdisk_has_struck(disk));
            simdisk_restart(disk, (CutModel)(i % CUT_MODELS), workload_random(&random));
            const char *wrong = check(&life);
            workload_end(&life.base);
            if (wrong != NULL) {
                fail_msg("%s: seed %llu, cut at %llu", wrong, (unsigned long long)seed,
                         (unsigned long long)at);
            }
        }
    }
    print_message("%lld records purged, %lld forks in uncut lives\n", (long long)purged,
                  (long long)forks);
    assert_true(purged > (int64_t)seeds && forks > (int64_t)seeds / 4);
    simdisk_free(disk);
}

static void test_sync_store__loses_nothing_when_the_disk_fails_once(void **state) {
    (void)state;
    SimDisk *disk = simdisk_make(VFS);
    static Life life;
    static const Fault FAULTS[] = {FAULT_ERROR, FAULT_FULL};
    uint64_t seeds = getenv("FOYER_LONG") != NULL ? 10 * FAULT_SEEDS : FAULT_SEEDS;
    for (uint64_t seed = 1; seed <= 2 * seeds; seed++) {
        bool struck = true;
        for (uint64_t operation = 1; struck; operation += 1 + seed % 3) {
            life_begin(&life, disk, seed);
            simdisk_plan(disk, FAULTS[seed % 2], operation);
            live(&life, true);
            struck = simdisk_has_struck(disk);
            simdisk_restart(disk, CUT_NOTHING, operation);
            const char *wrong = check(&life);
            workload_end(&life.base);
            if (wrong != NULL) {
                fail_msg("%s: seed %llu, fault at %llu", wrong, (unsigned long long)seed,
                         (unsigned long long)operation);
            }
        }
    }
    simdisk_free(disk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sync_store__loses_nothing_when_the_power_is_cut),
        cmocka_unit_test(test_sync_store__loses_nothing_when_the_disk_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
