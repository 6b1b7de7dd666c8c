#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "data/base/str8.h"
#include "tests/faults/evening.h"
#include "tests/support/fault_alloc.h"

/*
 * Every allocation fails in turn, once, and from there on for ever. The answers must be true, and
 * under the address sanitizer nothing may leak.
 *   test_allocations [ALLOCATION once|ever]     replays one
 */
static const char VFS[] = "no-memory";
enum { STRIDE_CI = 37 }; /* of allocations, with another phase for "ever"; --long takes every one */

static uint64_t at; /* for the line that a crash leaves */
static bool at_ever;

typedef struct {
    uint64_t runs;
    uint64_t lies;
    uint64_t unknown;
} Tally;

static void tell_crash(int number) {
    (void)fprintf(stderr, "signal %d; replay: test_allocations %llu %s\n", number,
                  (unsigned long long)at, at_ever ? "ever" : "once");
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

static bool fail_one(SimDisk *disk, uint64_t allocation, bool ever, Tally *tally) {
    at = allocation;
    at_ever = ever;
    simdisk_wipe(disk);
    Evening evening;
    evening_begin(&evening, VFS);
    fault_alloc_plan(allocation, ever);
    evening_run(&evening);
    bool struck = fault_alloc_has_struck();
    fault_alloc_plan(0, false);
    simdisk_restart(disk, CUT_NOTHING, allocation);
    const char *wrong = evening_check(&evening);
    for (Step step = STEP_OLD_SCHEMA; step < STEP_COUNT; step++) {
        tally->unknown += evening.said[step] == SAID_UNKNOWN ? 1 : 0;
    }
    tally->runs++;
    if (wrong != NULL) {
        tally->lies++;
        print_error("%s; replay: test_allocations %llu %s\n", wrong, (unsigned long long)allocation,
                    ever ? "ever" : "once");
    }
    evening_end(&evening);
    return struck;
}

static void fail_every_allocation(bool ever, uint64_t phase) {
    (void)signal(SIGABRT, tell_crash);
    (void)signal(SIGSEGV, tell_crash);
    Tally tally = {0};
    SimDisk *disk = simdisk_make(VFS);
    uint64_t stride = getenv("FOYER_LONG") != NULL ? 1 : STRIDE_CI;
    for (uint64_t i = 1 + phase % stride; fail_one(disk, i, ever, &tally); i += stride) {
    }
    simdisk_free(disk);
    print_message("%llu runs, %llu lies, %llu answers that did not know\n",
                  (unsigned long long)tally.runs, (unsigned long long)tally.lies,
                  (unsigned long long)tally.unknown);
    assert_int_equal(tally.lies, 0);
    assert_true(tally.runs > 1);
}

static void test_store__tells_the_truth_when_one_allocation_fails(void **state) {
    (void)state;
    fail_every_allocation(false, 0);
}

static void test_store__tells_the_truth_when_memory_is_gone_for_ever(void **state) {
    (void)state;
    fail_every_allocation(true, STRIDE_CI / 2);
}

static int replay(char **argv) {
    int64_t allocation = 0;
    Tally tally = {0};
    SimDisk *disk = simdisk_make(VFS);
    if (str8_to_int(str8_from(argv[1]), &allocation)) {
        (void)fail_one(disk, (uint64_t)allocation, str8_equal(str8_from(argv[2]), STR8("ever")),
                       &tally);
    }
    simdisk_free(disk);
    return tally.runs == 1 && tally.lies == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    fault_alloc_start();
    if (argc == 3) {
        return replay(argv);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__tells_the_truth_when_one_allocation_fails),
        cmocka_unit_test(test_store__tells_the_truth_when_memory_is_gone_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
