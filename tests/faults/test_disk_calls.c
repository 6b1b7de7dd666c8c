#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdlib.h>

#include "data/base/str8.h"
#include "tests/faults/evening.h"

/*
 * Every call to the disk fails in turn: the 1st, the 2nd, ... until a run meets no fault; with each
 * of seven codes; once, and from there on for ever. Afterwards the power is cut and only what was
 * synced is kept.
 *   test_disk_calls [CODE CALL once|ever]      replays one
 */
static const char VFS[] = "faulty";
enum {
    STRIDE_CI = 13
}; /* of calls; --long takes every one, the code natural to a call always does */

typedef struct {
    const char *name;
    int code;
} Failure;

static const Failure FAILURES[] = {
    {"natural", SQLITE_OK},        {"ioerr", SQLITE_IOERR},       {"full", SQLITE_FULL},
    {"busy", SQLITE_BUSY},         {"cantopen", SQLITE_CANTOPEN}, {"readonly", SQLITE_READONLY},
    {"nomem", SQLITE_IOERR_NOMEM},
};
enum { FAILURES_COUNT = sizeof FAILURES / sizeof FAILURES[0] };

typedef struct {
    uint64_t runs;
    uint64_t lies;
    uint64_t unknown; /* answers that said they did not know */
} Tally;

/* True when the fault struck. */
static bool fail_one(SimDisk *disk, const Failure *failure, uint64_t call, bool ever,
                     Tally *tally) {
    simdisk_wipe(disk);
    Evening evening;
    evening_begin(&evening, VFS);
    simdisk_fail_call(disk, (CallFault){.call = call, .code = failure->code, .ever = ever});
    evening_run(&evening);
    bool struck = simdisk_has_struck(disk);
    simdisk_restart(disk, CUT_NOTHING, call);
    const char *wrong = evening_check(&evening);
    for (Step step = STEP_OLD_SCHEMA; step < STEP_COUNT; step++) {
        bool unknown = evening.said[step] == SAID_UNKNOWN;
        tally->unknown += unknown ? 1 : 0;
        if (unknown && !ever && wrong == NULL) {
            wrong = "one fault was enough not to know";
        }
    }
    tally->runs++;
    if (wrong != NULL) {
        tally->lies++;
        print_error("%s; replay: test_disk_calls %s %llu %s\n", wrong, failure->name,
                    (unsigned long long)call, ever ? "ever" : "once");
    }
    evening_end(&evening);
    return struck;
}

static void fail_every_call(const Failure *failure, bool ever, uint64_t stride, uint64_t phase,
                            Tally *tally) {
    SimDisk *disk = simdisk_make(VFS);
    for (uint64_t call = 1 + phase % stride; fail_one(disk, failure, call, ever, tally);
         call += stride) {
    }
    simdisk_free(disk);
}

static void all_codes(bool ever) {
    Tally tally = {0};
    for (size_t i = 0; i < FAILURES_COUNT; i++) {
        bool all = getenv("FOYER_LONG") != NULL || i == 0;
        fail_every_call(&FAILURES[i], ever, all ? 1 : STRIDE_CI, i, &tally);
    }
    print_message("%llu runs, %llu lies, %llu answers that did not know\n",
                  (unsigned long long)tally.runs, (unsigned long long)tally.lies,
                  (unsigned long long)tally.unknown);
    assert_int_equal(tally.lies, 0);
}

static void test_store__tells_the_truth_when_any_call_to_the_disk_fails_once(void **state) {
    (void)state;
    all_codes(false);
}

static void test_store__tells_the_truth_when_the_disk_fails_for_ever(void **state) {
    (void)state;
    all_codes(true);
}

/* An evening without a fault says yes to everything: else the loops above would show nothing. */
static void test_evening__is_saved_when_nothing_fails(void **state) {
    (void)state;
    SimDisk *disk = simdisk_make(VFS);
    Evening evening;
    evening_begin(&evening, VFS);
    evening_run(&evening);
    for (Step step = STEP_OLD_SCHEMA; step < STEP_COUNT; step++) {
        if (evening.said[step] != SAID_YES) {
            print_error("%s failed\n", step_name(step));
        }
        assert_int_equal(evening.said[step], SAID_YES);
    }
    print_message("%llu calls\n", (unsigned long long)simdisk_calls(disk));
    simdisk_restart(disk, CUT_NOTHING, 1);
    const char *wrong = evening_check(&evening);
    assert_null(wrong);
    evening_end(&evening);
    simdisk_free(disk);
}

static int replay(char **argv) {
    int64_t call = 0;
    Tally tally = {0};
    SimDisk *disk = simdisk_make(VFS);
    for (size_t i = 0; i < FAILURES_COUNT && str8_to_int(str8_from(argv[2]), &call); i++) {
        if (str8_equal(str8_from(FAILURES[i].name), str8_from(argv[1]))) {
            (void)fail_one(disk, &FAILURES[i], (uint64_t)call,
                           str8_equal(str8_from(argv[3]), STR8("ever")), &tally);
        }
    }
    simdisk_free(disk);
    return tally.runs == 1 && tally.lies == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 4) {
        return replay(argv);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evening__is_saved_when_nothing_fails),
        cmocka_unit_test(test_store__tells_the_truth_when_any_call_to_the_disk_fails_once),
        cmocka_unit_test(test_store__tells_the_truth_when_the_disk_fails_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
