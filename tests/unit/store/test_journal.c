#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "data/store/journal.h"
#include "data/store/store_private.h"
#include "data/store/visit_store.h"
#include "tests/unit/store/store_fixture.h"

enum { RECORDS = 12 };

static void sign_in_many(StoreFixture *fixture) {
    static const char *const NAMES[RECORDS] = {"a", "b", "c", "d", "e", "f",
                                               "g", "h", "i", "j", "k", "l"};
    for (int i = 0; i < RECORDS; i++) {
        Visit visit = test_visit(NAMES[i]);
        visit.household_id = visit.id;
        SignIn out;
        EXPECT(visit_store_sign_in(fixture->store, &visit, moment_at(i), &out, &err), ERR_OK);
    }
}

static void test_journal__numbers_records_without_gaps(void **state) {
    StoreFixture *fixture = *state;
    sign_in_many(fixture);
    Record *records = NULL;
    size_t count = 0;
    EXPECT(
        journal_page(fixture->store, &fixture->arena, 0, JOURNAL_PAGE_MAX, &records, &count, &err),
        ERR_OK);
    assert_int_equal(count, RECORDS);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(records[i].sequence, i + 1);
        assert_true(str8_equal(records[i].type, STR8(RECORD_SIGNED_IN)));
        assert_int_equal(records[i].moment.utc_ms, FIXTURE_NOW_MS + (int64_t)i);
        assert_int_equal(records[i].moment.boot, 1);
        assert_true(records[i].moment.good);
    }
    JournalStatus status;
    EXPECT(journal_status(fixture->store, &status, &err), ERR_OK);
    assert_int_equal(status.first, 1);
    assert_int_equal(status.last, RECORDS);
    assert_memory_equal(status.head, records[RECORDS - 1].head, RECORD_HEAD_SIZE);
}

static void copy_file(const char *from, const char *to) {
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    char bytes[4096];
    for (size_t got = 0; (got = fread(bytes, 1, sizeof bytes, in)) > 0;) {
        assert_int_equal(fwrite(bytes, 1, got, out), got);
    }
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

static void spoil(const char *path, const char *sql) {
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

static void test_journal__verify_names_the_first_bad_record(void **state) {
    static const struct {
        const char *sql;
        int64_t sequence;
    } CASES[] = {
        {"UPDATE journal SET utc_ms = utc_ms + 1 WHERE sequence = 5", 5},
        {"UPDATE journal SET body = replace(body, 'guardian', 'student') WHERE sequence = 7", 7},
        {"UPDATE journal SET zone = 'Mars' WHERE sequence = 12", 12},
        {"DELETE FROM journal_cold WHERE sequence = 4", 4},
        {"UPDATE journal_cold SET sealed = zeroblob(99) WHERE sequence = 3", 3},
        {"PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE sequence = 6", 7},
        {"UPDATE journal SET id = zeroblob(16) WHERE sequence = 9", 9},
    };
    StoreFixture *fixture = *state;
    sign_in_many(fixture);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char copy[400];
        Str8Builder text = builder_make(copy, sizeof copy);
        builder_format(&text, "%s/copy%zu.db", fixture->folder, i);
        copy_file(fixture->path, copy);
        spoil(copy, CASES[i].sql);
        StoreOptions options = fixture->options;
        options.path = copy;
        Store *store = NULL;
        EXPECT(store_open(&fixture->arena, &options, &store, &err), ERR_OK);
        VerifyReport report;
        EXPECT(journal_verify(store, &report, &err), ERR_OK);
        assert_false(report.chain_ok);
        assert_int_equal(report.bad_sequence, CASES[i].sequence);
        assert_true(strlen(report.reason) > 0);
        store_close(store);
    }
}

static void test_journal__rebuild_mends_the_projection(void **state) {
    StoreFixture *fixture = *state;
    sign_in_many(fixture);
    EXPECT(visit_store_sign_out(fixture->store, test_id("out"), test_id("b"), moment_at(50), &err),
           ERR_OK);
    bool identical = false;
    EXPECT(journal_rebuild(fixture->store, &identical, &err), ERR_OK);
    assert_true(identical);
    sqlite3 *raw = fixture->store->db.handle;
    assert_int_equal(sqlite3_exec(raw, "UPDATE visit_person SET grade = '12' WHERE ordinal = 1",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    VerifyReport report;
    EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
    assert_true(report.chain_ok && report.database_ok);
    assert_false(report.projection_ok);
    EXPECT(journal_rebuild(fixture->store, &identical, &err), ERR_OK);
    assert_false(identical);
    EXPECT(journal_verify(fixture->store, &report, &err), ERR_OK);
    assert_true(report.projection_ok);
    assert_int_equal(report.records, RECORDS + 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_journal__numbers_records_without_gaps),
        TEST(test_journal__verify_names_the_first_bad_record),
        TEST(test_journal__rebuild_mends_the_projection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
