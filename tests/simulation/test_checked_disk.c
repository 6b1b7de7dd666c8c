#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "data/sqlite/checked_disk.h"
#include "tests/support/simdisk.h"

/* The write-ahead log as SQLite uses it, without SQLite: a log of zeros is a right one. */
static const char VFS[] = "simdisk-checked";
static const char LOG[] = "test.db-wal";
enum { HEADER = 32, FRAME = 24 + 4096 };

typedef struct {
    SimDisk *sim;
    CheckedDisk disk;
    sqlite3_file *log;
    uint8_t zeros[FRAME];
} Bench;

static void bench_open_log(Bench *bench) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;
    assert_true(checked_disk_start(&bench->disk, VFS));
    bench->log = calloc(1, (size_t)bench->disk.vfs.szOsFile);
    assert_non_null(bench->log);
    assert_int_equal(bench->disk.vfs.xOpen(&bench->disk.vfs, LOG, bench->log, flags, NULL),
                     SQLITE_OK);
}

static void bench_close_log(Bench *bench) {
    assert_int_equal(bench->log->pMethods->xClose(bench->log), SQLITE_OK);
    free(bench->log);
    checked_disk_stop(&bench->disk);
}

static int setup(void **state) {
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench->sim = simdisk_make(VFS);
    bench_open_log(bench);
    *state = bench;
    return 0;
}

static int teardown(void **state) {
    Bench *bench = *state;
    bench_close_log(bench);
    simdisk_free(bench->sim);
    free(bench);
    return 0;
}

static int write_log(Bench *bench, const void *bytes, int size, sqlite3_int64 offset) {
    return bench->log->pMethods->xWrite(bench->log, bytes, size, offset);
}

static int sync_log(Bench *bench) {
    return bench->log->pMethods->xSync(bench->log, SQLITE_SYNC_NORMAL);
}

static void write_header(Bench *bench) {
    assert_int_equal(write_log(bench, bench->zeros, HEADER, 0), SQLITE_OK);
    assert_int_equal(sync_log(bench), SQLITE_OK);
}

static void test_checked_disk__writes_a_commit_at_once(void **state) {
    Bench *bench = *state;
    write_header(bench);
    uint64_t before = simdisk_operations(bench->sim);
    for (int i = 0; i < 12; i++) {
        sqlite3_int64 at = HEADER + i * FRAME;
        assert_int_equal(write_log(bench, bench->zeros, 24, at), SQLITE_OK);
        assert_int_equal(write_log(bench, bench->zeros, 4096, at + 24), SQLITE_OK);
    }
    assert_int_equal(simdisk_operations(bench->sim), before);
    assert_int_equal(sync_log(bench), SQLITE_OK);
    assert_int_equal(simdisk_operations(bench->sim), before + 3); /* log, sync, witness */
    assert_int_equal(simdisk_file_size(bench->sim, LOG), HEADER + 12 * FRAME);
}

static void test_checked_disk__shows_what_waits_to_whoever_looks(void **state) {
    Bench *bench = *state;
    uint8_t out[40] = {0};
    sqlite3_int64 size = 0;
    assert_int_equal(write_log(bench, "first", 5, 0), SQLITE_OK);
    assert_int_equal(write_log(bench, "behind", 6, 5), SQLITE_OK);
    assert_int_equal(write_log(bench, "FIRST", 5, 0), SQLITE_OK);
    assert_int_equal(bench->log->pMethods->xRead(bench->log, out, 11, 0), SQLITE_OK);
    assert_memory_equal(out, "FIRSTbehind", 11);
    assert_int_equal(write_log(bench, "far", 3, 100), SQLITE_OK);
    assert_int_equal(bench->log->pMethods->xFileSize(bench->log, &size), SQLITE_OK);
    assert_int_equal(size, 103);
    assert_int_equal(write_log(bench, "more", 4, 103), SQLITE_OK);
    assert_int_equal(bench->log->pMethods->xTruncate(bench->log, 105), SQLITE_OK);
    assert_int_equal(simdisk_file_size(bench->sim, LOG), 105);
}

/* The sync answers for the write; a sync behind it must not vouch for what never came. */
static void test_checked_disk__a_write_that_failed_is_not_vouched_for(void **state) {
    Bench *bench = *state;
    write_header(bench);
    assert_int_equal(write_log(bench, bench->zeros, FRAME, HEADER), SQLITE_OK);
    simdisk_plan(bench->sim, FAULT_FULL, 1);
    assert_int_equal(sync_log(bench), SQLITE_FULL);
    assert_true(simdisk_has_struck(bench->sim));
    assert_int_equal(sync_log(bench), SQLITE_OK);
    bench_close_log(bench);
    bench_open_log(bench);
    assert_false(bench->disk.log_damaged);
}

static void test_checked_disk__misses_a_frame_that_was_durable(void **state) {
    Bench *bench = *state;
    write_header(bench);
    assert_int_equal(write_log(bench, bench->zeros, FRAME, HEADER), SQLITE_OK);
    assert_int_equal(sync_log(bench), SQLITE_OK);
    bench_close_log(bench);
    bench_open_log(bench);
    assert_false(bench->disk.log_damaged);
    bench_close_log(bench);
    simdisk_flip(bench->sim, LOG, HEADER + 99, 1);
    bench_open_log(bench);
    assert_true(bench->disk.log_damaged);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_checked_disk__writes_a_commit_at_once),
        TEST(test_checked_disk__shows_what_waits_to_whoever_looks),
        TEST(test_checked_disk__a_write_that_failed_is_not_vouched_for),
        TEST(test_checked_disk__misses_a_frame_that_was_durable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
