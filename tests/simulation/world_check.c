#include <string.h>

#include "data/base/check.h"
#include "data/store/journal.h"
#include "sync/hub/hub_export.h"
#include "sync/hub/hub_verify.h"
#include "tests/simulation/world_private.h"

/* What must hold when all is healed. */
enum {
    PAGE = 64,
    COLUMN_PERSON = 1,
    COLUMN_IN_RFC3339 = 11,
    COLUMN_CLOCK = 15,                   /* data/export/export.h */
    CORRECTED_WITHIN_MS = 2 * MINUTE_MS, /* an answer may be on its way for a while */
};

static bool kiosk_agrees(World *world, SimKiosk *kiosk) {
    SimHub *hub = &world->hub;
    JournalStatus status = {0};
    SyncSource source = {0};
    HubKiosk row = {0};
    HubEpoch epoch = {0};
    ErrCode code = journal_status(kiosk->store, &status, NULL);
    if (code == ERR_OK) {
        code = sync_store_source(kiosk->store, &source, NULL);
    }
    if (code == ERR_OK) {
        code = hub->store.kiosk_find(hub->store.context, &hub->scratch, source.device, &row, NULL);
    }
    if (code == ERR_OK) {
        code = hub->store.epoch_find(hub->store.context, row.number, source.epoch, &epoch, NULL);
    }
    bool empty = status.last == 0 || status.last <= source.base;
    return empty ||
           (code == ERR_OK && status.watermark == status.last && epoch.have == status.last &&
            memcmp(epoch.head, status.head, RECORD_HEAD_SIZE) == 0);
}

bool check_converged(World *world) {
    bool agree = world->hub.is_up;
    for (size_t i = 0; agree && i < world->kiosks_count; i++) {
        agree = world->kiosks[i].is_on && kiosk_agrees(world, &world->kiosks[i]);
    }
    arena_reset(&world->hub.scratch);
    return agree;
}

/* ---- records ---- */

static void check_record(World *world, const HubRecord *row) {
    LedgerEntry *entry = ledger_find(&world->ledger, row->record.id);
    uint8_t digest[VAULT_DIGEST_SIZE];
    if (entry == NULL) {
        WORLD_FAIL(world, NULL, "the hub holds a record that nobody wrote: %.*s at %lld",
                   STR8_ARG(row->record.type), (long long)row->place.sequence);
        return;
    }
    entry->at_hub++;
    if (entry->at_hub > 1) {
        WORLD_FAIL(world, NULL, "the hub holds a record of kiosk %zu %zu times", entry->kiosk,
                   entry->at_hub);
    }
    ledger_digest(&world->hub.scratch, &row->record, digest);
    if (entry->written && memcmp(digest, entry->digest, sizeof digest) != 0) {
        WORLD_FAIL(world, NULL, "a record of kiosk %zu says something else at the hub",
                   entry->kiosk);
    }
    world_mix(world, digest, sizeof digest);
}

static void check_hub_records(World *world) {
    SimHub *hub = &world->hub;
    HubRecord rows[PAGE];
    HubMark mark = {0};
    size_t count = PAGE;
    while (count == PAGE && !world->failed) {
        Err err = {0};
        ErrCode code = hub->store.records_by_id(hub->store.context, &hub->scratch, &mark, rows,
                                                PAGE, &count, &err);
        if (code != ERR_OK) {
            WORLD_FAIL(world, NULL, "the hub could not be read: %s", err.text);
        }
        for (size_t i = 0; code == ERR_OK && i < count && !world->failed; i++) {
            check_record(world, &rows[i]);
            world->report->records++;
        }
        arena_reset(&hub->scratch);
    }
}

static void check_ledger(World *world) {
    for (size_t i = 0; i < world->ledger.count && !world->failed; i++) {
        const LedgerEntry *entry = &world->ledger.entries[i];
        if (entry->acknowledged && !entry->excused && entry->at_hub != 1) {
            WORLD_FAIL(world, NULL,
                       "lost: kiosk %zu said thanks on day %d at %02d:%02d, and the hub has "
                       "nothing of it",
                       entry->kiosk, (int)(entry->at_ms / DAY_MS),
                       (int)(entry->at_ms % DAY_MS / HOUR_MS),
                       (int)(entry->at_ms % HOUR_MS / MINUTE_MS));
        }
    }
}

/* ---- kiosks ---- */

static void check_journal(World *world, SimKiosk *kiosk) {
    VerifyReport report;
    Err err = {0};
    ErrCode code = journal_verify(kiosk->store, &report, &err);
    if (code != ERR_OK) {
        WORLD_FAIL(world, kiosk, "verify could not run: %s", err.text);
    } else if (!report.chain_ok || !report.database_ok || !report.pages_ok ||
               !report.projection_ok) {
        WORLD_FAIL(world, kiosk, "verify found damage: %s", report.reason);
    }
}

/* What stands in a journal now is at the hub, whether somebody was told or not. */
static void check_rows(World *world, SimKiosk *kiosk) {
    JournalStatus status = {0};
    ErrCode code = journal_status(kiosk->store, &status, NULL);
    for (int64_t i = status.first; code == ERR_OK && i > 0 && i <= status.last; i++) {
        const LedgerEntry *entry = ledger_find(&world->ledger, kiosk->rows[i]);
        if (entry == NULL || entry->at_hub != 1) {
            WORLD_FAIL(world, kiosk, "record %lld is not at the hub", (long long)i);
            return;
        }
    }
}

/* ---- what the district reads ---- */

static void expect_people(World *world) {
    for (size_t i = 0; i < world->ledger.count; i++) {
        const LedgerEntry *entry = &world->ledger.entries[i];
        LedgerEntry *visit = ledger_find(&world->ledger, entry->visit_id);
        if (visit == NULL || entry->at_hub == 0 || !entry->written) {
            continue;
        }
        if (entry->is_party) {
            visit->people_expected += entry->people;
        } else if (entry->voids && visit->at_hub > 0 && entry->person >= 0 && entry->person < 64) {
            visit->voided |= UINT64_C(1) << entry->person; /* by both twins, it is once */
        }
    }
}

static size_t bits_of(uint64_t mask) {
    size_t count = 0;
    for (; mask != 0; mask &= mask - 1) {
        count++;
    }
    return count;
}

/* Into the history: what the hub has of a visit, and where. */
static void tell_visit(World *world, Id visit_id) {
    SimHub *hub = &world->hub;
    for (size_t i = 0; i < world->ledger.count; i++) {
        const LedgerEntry *entry = &world->ledger.entries[i];
        HubRecord row;
        HubKiosk kiosk = {0};
        ErrCode code = id_equal(entry->visit_id, visit_id) ? ERR_OK : ERR_NOT_FOUND;
        while (code == ERR_OK) {
            code = hub->store.kiosk_next(hub->store.context, &hub->scratch, kiosk.number, &kiosk,
                                         NULL);
            if (code == ERR_OK &&
                hub->store.record_get(hub->store.context, &hub->scratch, kiosk.number, entry->id,
                                      &row, NULL) == ERR_OK) {
                WORLD_TELL(world, &world->kiosks[entry->kiosk],
                           "%.*s, %zu people, place %lld/%lld/%lld, person %lld",
                           STR8_ARG(row.record.type), entry->people, (long long)row.place.kiosk,
                           (long long)row.place.epoch, (long long)row.place.sequence,
                           (long long)entry->person);
            }
        }
    }
}

/* No cell of ours needs quotes. */
static Str8 cell_of(Str8 line, int column) {
    Str8 rest = line;
    Str8 cell = str8_cut(rest, ',', &rest);
    for (int i = 0; i < column; i++) {
        cell = str8_cut(rest, ',', &rest);
    }
    return cell;
}

/* A time that the export calls corrected is the true one. */
static void check_time(World *world, Str8 line, const LedgerEntry *visit) {
    int64_t person = 0;
    int64_t utc_ms = 0;
    if (visit->clock_good || !visit->acknowledged ||
        !str8_equal(cell_of(line, COLUMN_CLOCK), STR8("corrected")) ||
        !str8_to_int(cell_of(line, COLUMN_PERSON), &person) || person > (int64_t)visit->people ||
        !rfc3339_parse(cell_of(line, COLUMN_IN_RFC3339), &utc_ms)) {
        return;
    }
    int64_t wrong_ms = utc_ms - WORLD_START_UTC_MS - visit->at_ms;
    if (wrong_ms > CORRECTED_WITHIN_MS || wrong_ms < -CORRECTED_WITHIN_MS) {
        tell_visit(world, visit->id);
        WORLD_FAIL(world, NULL, "a corrected time of kiosk %zu is wrong by %lld s", visit->kiosk,
                   (long long)(wrong_ms / 1000));
    }
    world->report->corrected++;
}

static void take_line(World *world, Str8 line) {
    Id id = {{0}};
    if (!id_parse(str8_slice(line, 0, ID_TEXT_LEN), &id)) {
        return; /* the header */
    }
    LedgerEntry *visit = ledger_find(&world->ledger, id);
    if (visit == NULL) {
        WORLD_FAIL(world, NULL, "the export has a visit that nobody made");
        return;
    }
    visit->people_exported++;
    check_time(world, line, visit);
    if (str8_find(line, STR8(",sealed,")) < line.len) {
        WORLD_FAIL(world, NULL, "the school's key did not open a name in the export");
    }
}

typedef struct {
    World *world;
    Str8Builder line;
} CsvReader;

static ErrCode read_csv(void *context, Str8 bytes, Err *err) {
    (void)err;
    CsvReader *reader = context;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.ptr[i] == '\n') {
            take_line(reader->world, builder_text(&reader->line));
            reader->line = builder_make(reader->line.buffer, reader->line.size);
        } else {
            builder_add_char(&reader->line, bytes.ptr[i]);
        }
    }
    world_mix(reader->world, bytes.ptr, bytes.len);
    return ERR_OK;
}

static void check_export(World *world) {
    static char line[16 << 10];
    CsvReader reader = {world, builder_make(line, sizeof line)};
    HubExportOptions options = {.school_secrets = (const uint8_t(*)[32]) & world->school_secret,
                                .school_secrets_count = 1};
    HubExportCount count = {0};
    Err err = {0};
    HubSink sink = {read_csv, &reader};
    expect_people(world);
    if (hub_export_csv(&world->hub.store, &options, sink, &count, &err) != ERR_OK) {
        WORLD_FAIL(world, NULL, "the export failed: %s", err.text);
    }
    for (size_t i = 0; i < world->ledger.count && !world->failed; i++) {
        const LedgerEntry *visit = &world->ledger.entries[i];
        size_t expected = visit->people_expected - bits_of(visit->voided);
        if (visit->people_exported != expected) {
            tell_visit(world, visit->id);
            WORLD_FAIL(world, NULL, "the export has %zu people of a visit of kiosk %zu, not %zu",
                       visit->people_exported, visit->kiosk, expected);
        }
    }
}

static void check_hub(World *world) {
    HubVerdict verdict = {0};
    Err err = {0};
    if (hub_verify(&world->hub.store, &verdict, &err) != ERR_OK) {
        WORLD_FAIL(world, NULL, "the hub could not verify: %s", err.text);
    } else if (!verdict.is_sound || verdict.quarantined > 0 || verdict.taken > 0) {
        WORLD_FAIL(world, NULL, "the hub is not sound: %lld in quarantine, %lld taken, %s",
                   (long long)verdict.quarantined, (long long)verdict.taken, verdict.reason);
    }
}

void check_all(World *world) {
    for (size_t i = 0; i < world->kiosks_count && !world->failed; i++) {
        check_journal(world, &world->kiosks[i]);
    }
    if (!world->failed) {
        check_hub_records(world);
    }
    check_ledger(world);
    if (!world->failed) {
        check_hub(world);
    }
    if (!world->failed) {
        check_export(world);
    }
    for (size_t i = 0; i < world->kiosks_count && !world->failed; i++) {
        check_rows(world, &world->kiosks[i]);
    }
}
