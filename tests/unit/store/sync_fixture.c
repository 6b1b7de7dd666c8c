#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/sync_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/visit_store.h"

enum { FILE_MAX = 64 << 20 };

void sync_sign_in_many(StoreFixture *fixture, int count) {
    for (int i = 0; i < count; i++) {
        char name[16];
        Str8Builder text = builder_make(name, sizeof name);
        builder_format(&text, "v%d", i);
        Visit visit = test_visit(name);
        visit.household_id = visit.id;
        SignIn out;
        EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(i), &out, &err), ERR_OK);
    }
}

SyncSource sync_source(StoreFixture *fixture) {
    SyncSource source;
    EXPECT(sync_store_source(fixture->store, &source, &err), ERR_OK);
    return source;
}

JournalStatus sync_status(StoreFixture *fixture) {
    JournalStatus status;
    EXPECT(journal_status(fixture->store, &status, &err), ERR_OK);
    return status;
}

Receipt sync_receipt(StoreFixture *fixture, int64_t have, int64_t after_ms) {
    SyncSource source = sync_source(fixture);
    Receipt receipt = {
        .epoch = source.epoch, .have = have, .hub_utc_ms = FIXTURE_NOW_MS + after_ms};
    record_chain_start(source.device, source.epoch, receipt.head);
    if (have > 0) {
        Record *records = NULL;
        size_t count = 0;
        EXPECT(journal_page(fixture->store, &fixture->arena, have - 1, 1, &records, &count, &err),
               ERR_OK);
        assert_int_equal(count, 1);
        memcpy(receipt.head, records[0].head, RECORD_HEAD_SIZE);
    }
    return receipt;
}

ReceiptOutcome sync_take(StoreFixture *fixture, const Receipt *receipt) {
    ReceiptOutcome outcome = RECEIPT_STALE;
    EXPECT(sync_store_receipt(fixture->store, receipt, &outcome, &err), ERR_OK);
    return outcome;
}

ReceiptOutcome sync_receipt_to(StoreFixture *fixture, int64_t have, int64_t after_ms) {
    Receipt receipt = sync_receipt(fixture, have, after_ms);
    return sync_take(fixture, &receipt);
}

void sync_expect_sound(StoreFixture *fixture, int64_t records) {
    VerifyReport report;
    EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
    assert_string_equal(report.reason, "");
    assert_true(report.chain_ok && report.database_ok && report.pages_ok && report.projection_ok);
    assert_int_equal(report.records, records);
    bool identical = false;
    EXPECT(journal_rebuild(fixture->store, &identical, &err), ERR_OK);
    assert_true(identical);
}

static char *read_all(const char *path, size_t *size) {
    char *bytes = malloc(FILE_MAX);
    FILE *file = fopen(path, "rb");
    assert_true(bytes != NULL && file != NULL);
    *size = fread(bytes, 1, FILE_MAX, file);
    assert_true(*size < FILE_MAX);
    assert_int_equal(fclose(file), 0);
    return bytes;
}

bool sync_file_contains(const char *path, const void *bytes, size_t size) {
    size_t all_size = 0;
    char *all = read_all(path, &all_size);
    bool found = false;
    for (size_t i = 0; !found && i + size <= all_size; i++) {
        found = memcmp(all + i, bytes, size) == 0;
    }
    free(all);
    return found;
}

void sync_clone(StoreFixture *fixture, StoreFixture *twin) {
    size_t size = 0;
    char *all = read_all(fixture->path, &size);
    Str8Builder path = builder_make(twin->path, sizeof twin->path);
    builder_format(&path, "%s/twin.db", fixture->folder);
    assert_false(path.full);
    FILE *file = fopen(twin->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(all, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(all);
    twin->options.path = twin->path;
    EXPECT(store_open(&fixture->arena, &twin->options, &twin->store, &err), ERR_OK);
}
