#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "data/store/journal.h"
#include "tests/simulation/workload.h"

/*
 * Fault loops: the 1st, 2nd, 3rd ... operation of an evening fails once. A sync that fails forgets
 * what it should have written while programs still see it, so "it is there when I look" is not
 * "saved". Afterwards the power is cut and nothing unsynced is kept.
 */
static const char VFS[] = "simdisk-faults";
enum { EVENINGS_CI = 3, EVENINGS_LONG = 30 };

static void fault_loop(Fault fault) {
    SimDisk *disk = simdisk_make(VFS);
    uint64_t strikes = 0;
    uint64_t evenings = getenv("FOYER_LONG") != NULL ? EVENINGS_LONG : EVENINGS_CI;
    for (uint64_t seed = 1; seed <= evenings; seed++) {
        bool struck = true;
        for (uint64_t operation = 1; struck; operation++) {
            Workload workload;
            workload_begin(&workload, disk, VFS, seed, PLANT_NOTHING);
            simdisk_plan(disk, fault, operation);
            workload_run(&workload);
            struck = simdisk_has_struck(disk);
            strikes += struck ? 1 : 0;
            simdisk_restart(disk, CUT_NOTHING, operation);
            const char *wrong = workload_check(&workload);
            if (wrong != NULL) {
                fail_msg("%s; evening %llu, operation %llu", wrong, (unsigned long long)seed,
                         (unsigned long long)operation);
            }
            workload_end(&workload);
        }
    }
    print_message("%llu faults\n", (unsigned long long)strikes);
    simdisk_free(disk);
}

static void test_store__loses_nothing_when_the_disk_fails_once(void **state) {
    (void)state;
    fault_loop(FAULT_ERROR);
}

static void test_store__loses_nothing_when_the_disk_is_full_once(void **state) {
    (void)state;
    fault_loop(FAULT_FULL);
}

/* ---- failed COMMIT and ballast, one sign-in at a time ---- */

typedef struct {
    SimDisk *disk;
    size_t room; /* bytes that releasing gives */
    int released;
} Ballast;

static bool release(void *context) {
    Ballast *ballast = context;
    ballast->released++;
    if (ballast->room > 0) {
        simdisk_limit(ballast->disk, ballast->room);
    }
    return ballast->room > 0;
}

static ErrCode sign_in_one(Store *store, uint64_t number, SignIn *out) {
    Visitor person = {.given_name = STR8("Name0"), .role = PERSON_GUARDIAN};
    Visit visit = {.method = VISIT_BY_NAME, .language = STR8("en"), .people = &person};
    visit.people_count = 1;
    visit.id.bytes[0] = (uint8_t)number;
    visit.id.bytes[1] = 1;
    Moment now = {.utc_ms = 1000 + (int64_t)number, .boot = 1, .good = true};
    return visit_store_sign_in(store, &visit, now, out, NULL);
}

static int64_t last_record(Store *store) {
    JournalStatus status;
    assert_int_equal(journal_status(store, &status, NULL), ERR_OK);
    return status.last;
}

static void test_store__a_failed_commit_is_looked_up_and_tried_once_more(void **state) {
    (void)state;
    SimDisk *disk = simdisk_make(VFS);
    bool struck = true;
    for (uint64_t operation = 1; struck; operation++) {
        Workload workload;
        workload_begin(&workload, disk, VFS, 1, PLANT_NOTHING);
        Store *store = NULL;
        assert_int_equal(store_open(&workload.arena, &workload.options, &store, NULL), ERR_OK);
        simdisk_plan(disk, FAULT_ERROR, operation);
        SignIn out = {0};
        assert_int_equal(sign_in_one(store, 1, &out), ERR_OK); /* one fault never shows */
        assert_int_equal(out.outcome, SIGN_IN_NEW);
        struck = simdisk_has_struck(disk);
        assert_int_equal(last_record(store), 1);
        store_close(store);
        workload_end(&workload);
    }
    simdisk_free(disk);
}

static void full_disk(size_t room, int expected_signed_in_after) {
    SimDisk *disk = simdisk_make(VFS);
    Workload workload;
    workload_begin(&workload, disk, VFS, 1, PLANT_NOTHING);
    Ballast ballast = {.disk = disk, .room = room};
    workload.options.ballast = (BallastPort){release, &ballast};
    Store *store = NULL;
    assert_int_equal(store_open(&workload.arena, &workload.options, &store, NULL), ERR_OK);
    SignIn out = {0};
    assert_int_equal(sign_in_one(store, 1, &out), ERR_OK);
    assert_false(store_ballast_used(store));
    simdisk_limit(disk, simdisk_bytes(disk));
    ErrCode code = sign_in_one(store, 2, &out);
    assert_int_equal(code, expected_signed_in_after == 2 ? ERR_OK : ERR_IO);
    assert_int_equal(ballast.released, 1);
    assert_int_equal(store_ballast_used(store), room > 0);
    assert_int_equal(last_record(store), expected_signed_in_after);
    store_close(store);
    simdisk_restart(disk, CUT_NOTHING, 1);
    assert_int_equal(store_open(&workload.arena, &workload.options, &store, NULL), ERR_OK);
    assert_int_equal(last_record(store), expected_signed_in_after);
    store_close(store);
    workload_end(&workload);
    simdisk_free(disk);
}

static void test_store__ballast_lets_families_in_when_the_disk_is_full(void **state) {
    (void)state;
    full_disk(64 << 20, 2);
}

static void test_store__says_so_when_there_is_no_ballast_left(void **state) {
    (void)state;
    full_disk(0, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__loses_nothing_when_the_disk_fails_once),
        cmocka_unit_test(test_store__loses_nothing_when_the_disk_is_full_once),
        cmocka_unit_test(test_store__a_failed_commit_is_looked_up_and_tried_once_more),
        cmocka_unit_test(test_store__ballast_lets_families_in_when_the_disk_is_full),
        cmocka_unit_test(test_store__says_so_when_there_is_no_ballast_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
