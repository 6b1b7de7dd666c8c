#ifndef FOYER_TESTS_UNIT_STORE_SYNC_FIXTURE_H
#define FOYER_TESTS_UNIT_STORE_SYNC_FIXTURE_H

#include "data/store/journal.h"
#include "data/store/sync_store.h"
#include "tests/unit/store/store_fixture.h"

/* A hub that has all of our chain up to a record, for tests of data/store/sync_store.h. */

/** `count` visits of households of their own at "event", named "v0" and on. */
void sync_sign_in_many(StoreFixture *fixture, int count);
SyncSource sync_source(StoreFixture *fixture);
JournalStatus sync_status(StoreFixture *fixture);
/** What an honest hub says that has the epoch up to `have`, `after_ms` after FIXTURE_NOW_MS. */
Receipt sync_receipt(StoreFixture *fixture, int64_t have, int64_t after_ms);
ReceiptOutcome sync_take(StoreFixture *fixture, const Receipt *receipt);
/** sync_receipt and sync_take. */
ReceiptOutcome sync_receipt_to(StoreFixture *fixture, int64_t have, int64_t after_ms);
/** The journal verifies, has so many records, and rebuilding changes nothing. */
void sync_expect_sound(StoreFixture *fixture, int64_t records);
bool sync_file_contains(const char *path, const void *bytes, size_t size);
/** `twin` gets a copy of the database, opened. */
void sync_clone(StoreFixture *fixture, StoreFixture *twin);

#endif
