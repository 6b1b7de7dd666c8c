#include <string.h>

#include "data/base/check.h"
#include "sync/hub/hub_codes.h"
#include "sync/hub/hub_sqlite.h"
#include "tests/simulation/world_private.h"

/* The hub's machine: its disk, its power, its backup, and what it has promised. */
enum {
    ARENA_BLOCK = 256 << 10,
    ARENA_MAX = 256 << 20,
    CUT_IN_RECOVERY = 60, /* in 1000 */
    PURPOSE_HUB = 3,
};

static const char DATABASE[] = "hub.db";
static const char VFS[] = "simhub";
static const char BACKUP_VFS[] = "simhub-backup";

void simhub_make(World *world) {
    SimHub *hub = &world->hub;
    hub->disk = simdisk_make(VFS);
    simdisk_wipe(hub->disk);
    hub->backup = simdisk_make(BACKUP_VFS);
    hub->backup_ms = NEVER_MS;
    memset(hub->seed, 0x77, sizeof hub->seed);
    hub->random = chance_make(world->options.seed, PURPOSE_HUB);
    hub->arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    hub->scratch = arena_make(ARENA_BLOCK, ARENA_MAX);
}

static void close_program(SimHub *hub) {
    hub_free(hub->hub);
    hub_sqlite_close(hub->sqlite);
    hub->hub = NULL;
    hub->sqlite = NULL;
    hub->is_up = false;
    arena_reset(&hub->arena);
    arena_reset(&hub->scratch);
}

void simhub_end(World *world) {
    SimHub *hub = &world->hub;
    close_program(hub);
    arena_free(&hub->arena);
    arena_free(&hub->scratch);
    simdisk_free(hub->disk);
    simdisk_free(hub->backup);
}

Moment simhub_moment(const World *world) {
    return (Moment){.utc_ms = WORLD_START_UTC_MS + world->now_ms,
                    .mono_ms = world->now_ms,
                    .boot = 1,
                    .good = true};
}

/* ---- promises ---- */

static SimReceipt *receipt_of(World *world, Id epoch) {
    SimHub *hub = &world->hub;
    for (size_t i = 0; i < hub->receipts_count; i++) {
        if (id_equal(hub->receipts[i].epoch, epoch)) {
            return &hub->receipts[i];
        }
    }
    FOYER_ASSERT(hub->receipts_count < RECEIPTS_MAX);
    hub->receipts[hub->receipts_count] = (SimReceipt){.epoch = epoch};
    return &hub->receipts[hub->receipts_count++];
}

void simhub_note_promise(World *world, const WireReply *reply) {
    RecordsAnswer answer;
    if (reply->status == 200 &&
        records_answer_decode(&world->hub.scratch, reply->body, &answer, NULL) == ERR_OK) {
        SimReceipt *receipt = receipt_of(world, answer.epoch);
        if (answer.have < receipt->have) {
            WORLD_FAIL(world, NULL, "the hub had %lld records of an epoch and now says %lld",
                       (long long)receipt->have, (long long)answer.have);
        }
        receipt->have = answer.have;
    }
}

static ErrCode have_of(World *world, Id epoch, int64_t *have, Err *err) {
    SimHub *hub = &world->hub;
    HubKiosk kiosk = {0};
    HubEpoch found = {0};
    *have = 0;
    ErrCode code = ERR_OK;
    while (code == ERR_OK) {
        code = hub->store.kiosk_next(hub->store.context, &hub->scratch, kiosk.number, &kiosk, err);
        if (code == ERR_OK &&
            hub->store.epoch_find(hub->store.context, kiosk.number, epoch, &found, err) == ERR_OK) {
            *have = found.have;
            return ERR_OK;
        }
    }
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* What left the hub as a receipt is there after every restart. */
static ErrCode check_promises(World *world, Err *err) {
    SimHub *hub = &world->hub;
    ErrCode code = hub->store.begin(hub->store.context, err);
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = 0; code == ERR_OK && i < hub->receipts_count; i++) {
        int64_t have = 0;
        code = have_of(world, hub->receipts[i].epoch, &have, err);
        if (code == ERR_OK && have < hub->receipts[i].have) {
            WORLD_FAIL(world, NULL,
                       "after a restart the hub has %lld records of an epoch, and had "
                       "said %lld",
                       (long long)have, (long long)hub->receipts[i].have);
        }
    }
    hub->store.rollback(hub->store.context);
    return code;
}

/* ---- power ---- */

static void cut_power(World *world) {
    SimHub *hub = &world->hub;
    CutModel model = (CutModel)chance_between(&hub->random, 0, CUT_MODELS - 1);
    close_program(hub);
    simdisk_restart(hub->disk, model, chance_next(&hub->random));
    hub->fault = FAULT_NONE;
    bool soon = chance_in_1000(&hub->random, 700);
    hub->up_ms =
        world->now_ms + chance_between(&hub->random, 5000, soon ? 10 * MINUTE_MS : 30 * HOUR_MS);
    WORLD_TELL(world, NULL, "power cut of the hub (model %d)", (int)model);
    world->report->hub_cuts++;
}

void simhub_unplug(World *world) {
    FOYER_ASSERT(world->hub.is_up);
    simdisk_plan(world->hub.disk, FAULT_CUT, 1);
    cut_power(world);
}

static ErrCode open_program(World *world, Err *err) {
    SimHub *hub = &world->hub;
    ErrCode code = hub_sqlite_open(&hub->arena, DATABASE, VFS, &hub->sqlite, err);
    if (code != ERR_OK) {
        hub->sqlite = NULL;
        return code;
    }
    hub->store = hub_sqlite_port(hub->sqlite);
    bugs_in_hub(hub->sqlite, &hub->store);
    HubOptions options = {.store = hub->store, .random = chance_port(&hub->random)};
    memcpy(options.seed, hub->seed, sizeof options.seed);
    code = hub_new(&hub->arena, &options, &hub->hub, err);
    return code == ERR_OK ? check_promises(world, err) : code;
}

void simhub_start(World *world) {
    SimHub *hub = &world->hub;
    FOYER_ASSERT(!hub->is_up);
    if (world->fate.hub_cut > 0 && hub->fault == FAULT_NONE &&
        chance_in_1000(&hub->random, CUT_IN_RECOVERY)) {
        hub->fault = FAULT_CUT;
        simdisk_plan(hub->disk, FAULT_CUT, (uint64_t)chance_between(&hub->random, 1, 12));
    }
    Err err = {0};
    hub->is_up = true;
    ErrCode code = open_program(world, &err);
    bool excused = hub->is_full || simdisk_has_struck(hub->disk);
    if (!simhub_settle(world)) {
        return;
    }
    if (code != ERR_OK && !excused) {
        WORLD_FAIL(world, NULL, "the hub did not start: %s", err.text);
    } else if (code != ERR_OK) {
        close_program(hub);
        hub->up_ms = world->now_ms + HOUR_MS;
    }
    arena_reset(&hub->scratch);
}

bool simhub_settle(World *world) {
    SimHub *hub = &world->hub;
    if (!simdisk_has_struck(hub->disk)) {
        return true;
    }
    if (hub->fault == FAULT_CUT) {
        cut_power(world);
        return false;
    }
    WORLD_TELL(world, NULL, "disk fault %d at the hub", (int)hub->fault);
    simdisk_plan(hub->disk, FAULT_NONE, 1);
    hub->fault = FAULT_NONE;
    return true;
}

/* ---- backups ---- */

void simhub_back_up(World *world) {
    SimHub *hub = &world->hub;
    simdisk_copy(hub->backup, hub->disk);
    hub->backup_ms = world->now_ms;
    for (size_t i = 0; i < hub->receipts_count; i++) {
        hub->receipts[i].backup_have = hub->receipts[i].have;
    }
    WORLD_TELL(world, NULL, "backup of the hub");
}

void simhub_restore(World *world) {
    SimHub *hub = &world->hub;
    FOYER_ASSERT(hub->is_up && hub->backup_ms != NEVER_MS);
    close_program(hub);
    simdisk_plan(hub->disk, FAULT_NONE, 1);
    hub->fault = FAULT_NONE;
    hub->is_full = false;
    simdisk_copy(hub->disk, hub->backup);
    for (size_t i = 0; i < hub->receipts_count; i++) {
        hub->receipts[i].have = hub->receipts[i].backup_have;
    }
    hub->up_ms = world->now_ms + chance_between(&hub->random, MINUTE_MS, 2 * DAY_MS);
    WORLD_TELL(world, NULL, "the hub is restored to day %d", (int)(hub->backup_ms / DAY_MS));
    world->report->hub_restores++;
}

/* ---- staff, and what is there ---- */

bool simhub_make_code(World *world, char code[ENROL_CODE_LEN + 1]) {
    SimHub *hub = &world->hub;
    CodeWish wish = {.school = STR8("Dorothy Vaughan"), .valid_ms = CODE_VALID_MS};
    Err err = {0};
    bool was_well = hub->fault == FAULT_NONE && !hub->is_full;
    ErrCode made = hub_code_new(&hub->store, chance_port(&hub->random), simhub_moment(world), &wish,
                                code, &err);
    if (made != ERR_OK && was_well) {
        WORLD_FAIL(world, NULL, "the hub made no code: %s", err.text);
    }
    return simhub_settle(world) && made == ERR_OK;
}

void simhub_revoke(World *world, const SimKiosk *kiosk) {
    SimHub *hub = &world->hub;
    HubKiosk row = {0};
    if (!hub->is_up || hub->store.begin(hub->store.context, NULL) != ERR_OK) {
        (void)simhub_settle(world);
        return;
    }
    ErrCode code =
        hub->store.kiosk_find(hub->store.context, &hub->scratch, kiosk->device, &row, NULL);
    if (code == ERR_OK) {
        row.revoked_utc_ms = simhub_moment(world).utc_ms;
        code = hub->store.kiosk_put(hub->store.context, &row, NULL);
    }
    if (code == ERR_OK) {
        code = hub->store.commit(hub->store.context, NULL);
    } else {
        hub->store.rollback(hub->store.context);
    }
    WORLD_TELL(world, kiosk, "is revoked (%s)", err_code_name(code));
    (void)simhub_settle(world);
    arena_reset(&hub->scratch);
}

bool simhub_holds(World *world, Id id) {
    SimHub *hub = &world->hub;
    HubKiosk kiosk = {0};
    HubRecord record;
    ErrCode code = ERR_OK;
    bool found = false;
    while (code == ERR_OK && !found) {
        code = hub->store.kiosk_next(hub->store.context, &hub->scratch, kiosk.number, &kiosk, NULL);
        found = code == ERR_OK && hub->store.record_get(hub->store.context, &hub->scratch,
                                                        kiosk.number, id, &record, NULL) == ERR_OK;
    }
    arena_reset(&hub->scratch);
    bool excused = simdisk_has_struck(hub->disk);
    (void)simhub_settle(world);
    return found || excused;
}
