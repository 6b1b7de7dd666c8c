#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/base/civil.h"
#include "data/store/help_counters.h"
#include "tests/support/simdisk.h"
#include "tests/unit/store/store_fixture.h"

/*
 * The help counters' file on a disk that loses power or fails at every operation of a batch: it
 * opens again, the batch is there or it is not, and the next one is written.
 */
#define VFS "help-cuts"

static const char *const SECRET = "zymurgy";

typedef struct {
    SimDisk *disk;
    Arena arena;
    HelpCounters *counters;
    int64_t now_utc_ms;
} Kiosk;

static void kiosk_open(Kiosk *kiosk) {
    EXPECT(help_counters_open(&kiosk->arena, "help.db", VFS, &kiosk->counters, &err), ERR_OK);
    EXPECT(help_counters_write(kiosk->counters, kiosk->now_utc_ms, &err), ERR_OK);
}

static void kiosk_make(Kiosk *kiosk) {
    *kiosk = (Kiosk){.disk = simdisk_make(VFS), .arena = arena_make(1 << 16, 64 << 20)};
    kiosk_open(kiosk);
}

static void kiosk_free(Kiosk *kiosk) {
    help_counters_close(kiosk->counters);
    arena_free(&kiosk->arena);
    simdisk_free(kiosk->disk);
}

/* Five sessions and the full hour. One of them searched for something of its own. */
static ErrCode batch(Kiosk *kiosk) {
    for (uint32_t session = 1; session <= 5; session++) {
        EXPECT(help_counters_add(kiosk->counters, session, NEED_FOOD, STR8("ar"), 2025, 42, &err),
               ERR_OK);
        EXPECT(help_counters_add_term(kiosk->counters, session,
                                      str8_from(session == 3 ? SECRET : "diapers"), STR8("ar"),
                                      2025, 42, &err),
               ERR_OK);
        help_counters_session_over(kiosk->counters, session);
    }
    kiosk->now_utc_ms += HOUR_MS;
    return help_counters_write(kiosk->counters, kiosk->now_utc_ms, NULL);
}

static int64_t total(Kiosk *kiosk) {
    ArenaMark mark = arena_mark(&kiosk->arena);
    HelpCount *counts = NULL;
    size_t count = 0;
    EXPECT(help_counters_list(kiosk->counters, &kiosk->arena, &counts, &count, &err), ERR_OK);
    int64_t sum = count > 0 ? counts[0].count : 0;
    arena_rewind(&kiosk->arena, mark);
    return sum;
}

static bool disk_has_secret(const Kiosk *kiosk) {
    return simdisk_contains(kiosk->disk, SECRET, strlen(SECRET));
}

/* A batch, then one with the fault at `operation`. False: it did not strike any more. */
static bool run_fault(Fault fault, CutModel model, uint64_t operation) {
    Kiosk kiosk;
    kiosk_make(&kiosk);
    assert_int_equal(batch(&kiosk), ERR_OK);
    simdisk_plan(kiosk.disk, fault, operation);
    ErrCode code = batch(&kiosk);
    bool struck = simdisk_has_struck(kiosk.disk);
    simdisk_plan(kiosk.disk, FAULT_NONE, 1);
    help_counters_close(kiosk.counters);
    if (fault == FAULT_CUT) {
        simdisk_restart(kiosk.disk, model, operation);
    }
    kiosk_open(&kiosk);
    int64_t have = total(&kiosk);
    assert_true(have == 5 || have == 10);
    assert_true(code != ERR_OK || have == 10);
    assert_int_equal(batch(&kiosk), ERR_OK);
    assert_int_equal(total(&kiosk), have + 5);
    assert_false(disk_has_secret(&kiosk));
    kiosk_free(&kiosk);
    return struck;
}

static void run_faults(Fault fault, CutModel model) {
    uint64_t operation = 1;
    while (run_fault(fault, model, operation)) {
        operation++;
    }
    assert_true(operation > 5);
}

static void test_help_counters__survive_a_power_cut_at_every_operation(void **state) {
    (void)state;
    for (CutModel model = CUT_PREFIX; model < CUT_MODELS; model++) {
        run_faults(FAULT_CUT, model);
    }
}

static void test_help_counters__survive_an_error_at_every_operation(void **state) {
    (void)state;
    run_faults(FAULT_ERROR, CUT_NOTHING);
    run_faults(FAULT_FULL, CUT_NOTHING);
}

static void test_help_counters__go_on_after_an_error(void **state) {
    Kiosk kiosk;
    (void)state;
    kiosk_make(&kiosk);
    simdisk_plan(kiosk.disk, FAULT_ERROR, 1);
    assert_int_not_equal(batch(&kiosk), ERR_OK);
    assert_true(simdisk_has_struck(kiosk.disk));
    assert_int_equal(batch(&kiosk), ERR_OK); /* on the same connection or a new one */
    assert_int_equal(total(&kiosk), 5);
    kiosk_free(&kiosk);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_counters__survive_a_power_cut_at_every_operation),
        cmocka_unit_test(test_help_counters__survive_an_error_at_every_operation),
        cmocka_unit_test(test_help_counters__go_on_after_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
