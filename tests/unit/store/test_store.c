#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/help_queries.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"
#include "tests/unit/store/store_fixture.h"

static void exec_raw(StoreFixture *fixture, const char *sql) {
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

static void expect_open(StoreFixture *fixture, ErrCode expected) {
    store_close(fixture->store);
    fixture->store = NULL;
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), expected);
}

static void test_store__prepares_every_statement(void **state) {
    StoreFixture *fixture = *state;
    for (int i = 0; i < QUERY_KIOSK_COUNT; i++) {
        Statement statement = statement_open(&fixture->store->db, i);
        Err err = {0};
        if (statement_close(&statement, &err) != ERR_OK) {
            fail_msg("%s", err.text);
        }
    }
    char path[320];
    Str8Builder text = builder_make(path, sizeof path);
    builder_format(&text, "%s/help.db", fixture->folder);
    Db help;
    EXPECT(db_open(&help, &fixture->arena, path, NULL, &SCHEMA_HELP, &err), ERR_OK);
    for (int i = 0; i < QUERY_HELP_COUNT; i++) {
        Statement statement = statement_open(&help, i);
        EXPECT(statement_close(&statement, &err), ERR_OK);
    }
    db_close(&help);
}

static void test_store__migrates_every_older_schema(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    fixture->store = NULL;
    assert_int_equal(remove(fixture->path), 0);
    Db old;
    EXPECT(db_open_at(&old, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, 1, &err), ERR_OK);
    db_close(&old);
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
    test_store__prepares_every_statement(state);
}

static void test_store__refuses_a_newer_schema_untouched(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    fixture->store = NULL;
    int64_t version = 0;
    Db now;
    EXPECT(db_open(&now, &fixture->arena, fixture->path, NULL, &SCHEMA_KIOSK, &err), ERR_OK);
    EXPECT(db_run_int(&now, QUERY_GET_USER_VERSION, &version, &err), ERR_OK);
    db_close(&now);
    exec_raw(fixture, "PRAGMA user_version = 900");
    Err err = {0};
    assert_int_equal(store_open(&fixture->arena, &fixture->options, &fixture->store, &err),
                     ERR_CONFLICT);
    assert_non_null(strstr(err.text, "newer Foyer"));
    Str8 back = str8_format(&fixture->arena, "PRAGMA user_version = %lld", (long long)version);
    exec_raw(fixture, str8_to_c(&fixture->arena, back));
    expect_open(fixture, ERR_OK);
}

static void test_store__refuses_the_keys_of_another_kiosk(void **state) {
    StoreFixture *fixture = *state;
    fixture->options.keys.kiosk_key[0] ^= 1;
    expect_open(fixture, ERR_DENIED);
    fixture->options.keys.kiosk_key[0] ^= 1;
    fixture->options.keys.school_public[0] ^= 1;
    expect_open(fixture, ERR_DENIED);
    fixture->options.keys.school_public[0] ^= 1;
    expect_open(fixture, ERR_OK);
}

static void spoil(StoreFixture *fixture, long offset) {
    FILE *file = fopen(fixture->path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    for (int i = 0; i < 2048; i++) {
        assert_int_equal(fputc(0xA7, file), 0xA7);
    }
    assert_int_equal(fclose(file), 0);
}

static void test_store__reports_a_damaged_file(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    fixture->store = NULL;
    spoil(fixture, 4096 * 2);
    expect_open(fixture, ERR_CORRUPT);
    spoil(fixture, 0);
    expect_open(fixture, ERR_CORRUPT);
}

static void test_store__counts_boots_and_keeps_the_last_good_time(void **state) {
    StoreFixture *fixture = *state;
    uint32_t boot = 0;
    EXPECT(store_begin_boot(fixture->store, &boot, &err), ERR_OK);
    assert_int_equal(boot, 1);
    fixture_reopen(fixture);
    EXPECT(store_begin_boot(fixture->store, &boot, &err), ERR_OK);
    assert_int_equal(boot, 2);
    Moment doubtful = {.utc_ms = FIXTURE_NOW_MS, .good = false};
    EXPECT(store_note_time(fixture->store, doubtful, &err), ERR_OK);
    int64_t last = -1;
    EXPECT(store_last_good_time(fixture->store, &last, &err), ERR_OK);
    assert_int_equal(last, 0);
    EXPECT(store_note_time(fixture->store, moment_at(0), &err), ERR_OK);
    EXPECT(store_note_time(fixture->store, moment_at(-5), &err), ERR_OK);
    EXPECT(store_last_good_time(fixture->store, &last, &err), ERR_OK);
    assert_int_equal(last, FIXTURE_NOW_MS);
}

static void test_store__rolls_a_transaction_back_as_a_whole(void **state) {
    StoreFixture *fixture = *state;
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    EXPECT(store_set_setting(fixture->store, STR8("a"), STR8("1"), &err), ERR_OK);
    store_rollback(fixture->store);
    Str8 value;
    EXPECT(store_setting(fixture->store, &fixture->arena, STR8("a"), &value, &err), ERR_NOT_FOUND);
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    EXPECT(store_set_setting(fixture->store, STR8("a"), STR8("2"), &err), ERR_OK);
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    EXPECT(store_setting(fixture->store, &fixture->arena, STR8("a"), &value, &err), ERR_OK);
    assert_true(str8_equal(value, STR8("2")));
}

/* More pages than wait in memory for one write, and more bytes than SQLite writes at once. */
static void test_store__commits_many_pages_at_once(void **state) {
    enum { SETTINGS = 200 };
    StoreFixture *fixture = *state;
    char value[SETTING_VALUE_MAX];
    EXPECT(store_begin(fixture->store, &err), ERR_OK);
    for (int i = 0; i < SETTINGS; i++) {
        memset(value, 'a' + i % 26, sizeof value);
        EXPECT(store_set_setting(fixture->store, str8_format(&fixture->arena, "s%d", i),
                                 (Str8){value, sizeof value}, &err),
               ERR_OK);
    }
    EXPECT(store_commit(fixture->store, &err), ERR_OK);
    Store *other = NULL;
    EXPECT(store_open(&fixture->arena, &fixture->options, &other, &err), ERR_OK);
    for (int i = 0; i < SETTINGS; i++) {
        Str8 read;
        memset(value, 'a' + i % 26, sizeof value);
        EXPECT(store_setting(other, &fixture->arena, str8_format(&fixture->arena, "s%d", i), &read,
                             &err),
               ERR_OK);
        assert_true(str8_equal(read, (Str8){value, sizeof value}));
    }
    store_close(other);
}

static void test_store__keeps_its_device_id_and_moves_the_log_when_idle(void **state) {
    StoreFixture *fixture = *state;
    Id device;
    Id again;
    EXPECT(store_device(fixture->store, &device, &err), ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    fixture_reopen(fixture);
    EXPECT(store_device(fixture->store, &again, &err), ERR_OK);
    assert_true(id_equal(device, again) && !id_is_none(device));
}

static void test_store__is_shared_by_two_processes(void **state) {
    StoreFixture *fixture = *state;
    Store *other = NULL;
    EXPECT(store_open(&fixture->arena, &fixture->options, &other, &err), ERR_OK);
    EXPECT(store_set_setting(other, STR8("a"), STR8("1"), &err), ERR_OK);
    Str8 value;
    EXPECT(store_setting(fixture->store, &fixture->arena, STR8("a"), &value, &err), ERR_OK);
    (void)sqlite3_busy_timeout(fixture->store->db.handle, 10);
    EXPECT(store_begin(other, &err), ERR_OK);
    EXPECT(store_set_setting(fixture->store, STR8("a"), STR8("2"), &err), ERR_BUSY);
    EXPECT(store_setting(fixture->store, &fixture->arena, STR8("a"), &value, &err), ERR_OK);
    store_rollback(other);
    EXPECT(store_set_setting(fixture->store, STR8("a"), STR8("2"), &err), ERR_OK);
    sqlite3 *reader = other->db.handle; /* a long export elsewhere */
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM setting", NULL, NULL, NULL),
                     SQLITE_OK);
    EXPECT(store_set_setting(fixture->store, STR8("a"), STR8("3"), &err), ERR_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_BUSY);
    assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    store_close(other);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_store__prepares_every_statement),
        TEST(test_store__migrates_every_older_schema),
        TEST(test_store__refuses_a_newer_schema_untouched),
        TEST(test_store__refuses_the_keys_of_another_kiosk),
        TEST(test_store__reports_a_damaged_file),
        TEST(test_store__counts_boots_and_keeps_the_last_good_time),
        TEST(test_store__rolls_a_transaction_back_as_a_whole),
        TEST(test_store__is_shared_by_two_processes),
        TEST(test_store__commits_many_pages_at_once),
        TEST(test_store__keeps_its_device_id_and_moves_the_log_when_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
