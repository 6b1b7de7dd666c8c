#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/base/str8.h"
#include "data/sqlite/checked_disk.h"

/*
 * The kiosk and foyerctl at one database, each with a checked disk of its own: what one of them
 * keeps in memory about the log never outlives its turn to write.
 */
enum { PATH_SIZE = 256, ROWS = 40 };

typedef struct {
    CheckedDisk disk;
    sqlite3 *handle;
} Program;

typedef struct {
    char folder[PATH_SIZE];
    Program kiosk;
    Program staff;
} Bench;

static void run(Program *program, const char *sql) {
    assert_int_equal(sqlite3_exec(program->handle, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int number(Program *program, const char *sql) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(program->handle, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int got = sqlite3_column_int(statement, 0);
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    return got;
}

static void path_in(const Bench *bench, const char *name, char path[PATH_SIZE]) {
    Str8Builder text = builder_make(path, PATH_SIZE);
    builder_format(&text, "%s/%s", bench->folder, name);
    assert_false(text.full);
}

static void open_program(const Bench *bench, Program *program) {
    char path[PATH_SIZE];
    int reserve = CHECKED_RESERVE_SIZE;
    path_in(bench, "test.db", path);
    assert_true(checked_disk_start(&program->disk, NULL));
    assert_int_equal(sqlite3_open_v2(path, &program->handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                     program->disk.name),
                     SQLITE_OK);
    (void)sqlite3_file_control(program->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    run(program, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                 "PRAGMA wal_autocheckpoint = 0");
}

static void close_program(Program *program) {
    assert_int_equal(sqlite3_close(program->handle), SQLITE_OK);
    checked_disk_stop(&program->disk);
}

static int setup(void **state) {
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    const char *temporary = getenv("TMPDIR");
    Str8Builder text = builder_make(bench->folder, PATH_SIZE);
    builder_format(&text, "%s/foyer-two-XXXXXX", temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(bench->folder));
    open_program(bench, &bench->kiosk);
    run(&bench->kiosk, "CREATE TABLE visits (id INTEGER PRIMARY KEY, pad BLOB) STRICT");
    open_program(bench, &bench->staff);
    assert_int_equal(number(&bench->staff, "SELECT count(*) FROM visits"), 0);
    *state = bench;
    return 0;
}

static int teardown(void **state) {
    static const char *const NAMES[] = {"test.db", "test.db-wal", "test.db-shm", "test.db-tip"};
    Bench *bench = *state;
    close_program(&bench->staff);
    close_program(&bench->kiosk);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        char path[PATH_SIZE];
        path_in(bench, NAMES[i], path);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(bench->folder), 0);
    free(bench);
    return 0;
}

static void sign_in(Program *program, int count) {
    for (int i = 0; i < count; i++) {
        run(program, "INSERT INTO visits (pad) VALUES (zeroblob(3000))");
    }
}

/* More pages than the cache takes, so that some go to the log before there is a COMMIT; and none
 * that undoing would read again. */
static void spill_and_roll_back(Program *program) {
    run(program, "PRAGMA cache_size = 10; BEGIN; UPDATE visits SET pad = zeroblob(2999); ROLLBACK");
}

/* What somebody who opens the data folder now would find. */
static void expect_rows(const Bench *bench, int rows) {
    Program late = {.handle = NULL};
    open_program(bench, &late);
    assert_int_equal(number(&late, "SELECT count(*) FROM visits"), rows);
    assert_false(late.disk.log_damaged);
    close_program(&late);
}

static void test_checked_disk__a_checkpoint_vouches_for_no_log_of_another(void **state) {
    Bench *bench = *state;
    sign_in(&bench->kiosk, ROWS);
    run(&bench->staff, "PRAGMA wal_checkpoint(PASSIVE)");
    sign_in(&bench->staff, 1); /* the log begins anew */
    run(&bench->kiosk, "PRAGMA wal_checkpoint(PASSIVE)");
    expect_rows(bench, ROWS + 1);
}

/* As if SQLite had spilled a frame and read nothing since. */
static void test_checked_disk__what_was_rolled_back_covers_nothing(void **state) {
    Bench *bench = *state;
    static const uint8_t STALE[24 + 4096];
    sqlite3_file *log = NULL;
    sign_in(&bench->kiosk, ROWS);
    sqlite3_int64 end = (sqlite3_int64)bench->kiosk.disk.tip_end;
    assert_int_equal(number(&bench->staff, "SELECT count(*) FROM visits"), ROWS);
    assert_int_equal(
        sqlite3_file_control(bench->staff.handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log),
        SQLITE_OK);
    run(&bench->staff, "BEGIN IMMEDIATE");
    assert_int_equal(log->pMethods->xWrite(log, STALE, sizeof STALE, end), SQLITE_OK);
    run(&bench->staff, "ROLLBACK");
    sign_in(&bench->kiosk, 1);
    assert_int_equal(number(&bench->staff, "SELECT sum(length(pad)) FROM visits"),
                     3000 * (ROWS + 1));
    expect_rows(bench, ROWS + 1);
}

static void test_checked_disk__nobody_vouches_for_what_was_rolled_back(void **state) {
    Bench *bench = *state;
    sign_in(&bench->kiosk, ROWS);
    uint64_t said = bench->kiosk.disk.tip_end;
    spill_and_roll_back(&bench->staff);
    run(&bench->staff, "PRAGMA wal_checkpoint(PASSIVE)");
    assert_true(bench->staff.disk.tip_end <= said || bench->staff.disk.tip_end == UINT64_MAX);
    expect_rows(bench, ROWS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_checked_disk__a_checkpoint_vouches_for_no_log_of_another, setup, teardown),
        cmocka_unit_test_setup_teardown(test_checked_disk__what_was_rolled_back_covers_nothing,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_checked_disk__nobody_vouches_for_what_was_rolled_back,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
