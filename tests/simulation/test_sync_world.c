#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "tests/simulation/world.h"

/*
 * The district from many seeds (see sync_world.c for any number by command), and a look at whether
 * the checks can see: each planted bug must be found within its number of seeds.
 */
enum { KIOSK_DAYS_CI = 500, KIOSK_DAYS_LONG = 50000, BUG_SEEDS_MAX = 120 };

static void test_sync_world__ends_with_every_visit_at_the_hub_once(void **state) {
    (void)state;
    int64_t wanted = getenv("FOYER_LONG") != NULL ? KIOSK_DAYS_LONG : KIOSK_DAYS_CI;
    WorldOptions options = {.seed = 1, .tell = true};
    int64_t kiosk_days = 0;
    int64_t acknowledged = 0;
    while (kiosk_days < wanted) {
        WorldReport report;
        world_run(&options, &report);
        assert_false(report.failed);
        kiosk_days += report.kiosk_days;
        acknowledged += report.acknowledged;
        options.seed++;
    }
    print_message("sync world: %lld kiosk-days, %lld acknowledged, all at the hub once\n",
                  (long long)kiosk_days, (long long)acknowledged);
}

static void test_sync_world__is_the_same_from_the_same_seed(void **state) {
    (void)state;
    WorldOptions options = {.seed = 3, .days = 12, .kiosks = 2, .tell = true};
    WorldReport first;
    WorldReport second;
    world_run(&options, &first);
    world_run(&options, &second);
    assert_false(first.failed);
    assert_true(first.digest == second.digest);
    options.seed = 4;
    world_run(&options, &second);
    assert_true(first.digest != second.digest);
}

static void find_bug(void **state) {
    Bug bug = *(const Bug *)*state;
    WorldOptions options = {.seed = 1, .bug = bug};
    if (bug == BUG_BLIND_RECEIPT) { /* it takes twins that are exactly as far as each other */
        options =
            (WorldOptions){.seed = 1, .bug = bug, .theme = THEME_TWINS, .kiosks = 2, .days = 10};
    } else if (bug == BUG_DROP_BY_AGE || bug == BUG_DROP_AT_ONCE) { /* and this a long silence */
        options = (WorldOptions){.seed = 1, .bug = bug, .theme = THEME_OUTAGES};
    }
    WorldReport report = {.failed = false};
    for (int i = 0; i < BUG_SEEDS_MAX && !report.failed; i++) {
        world_run(&options, &report);
        options.seed++;
    }
    print_message("%s: seed %llu: %s\n", bug_name(bug), (unsigned long long)options.seed - 1,
                  report.wrong);
    assert_true(report.failed);
}

#define PLANTED(name, bug)                                                                         \
    static Bug name##_bug = bug;                                                                   \
    static void test_sync_world__sees_##name(void **state) {                                       \
        (void)state;                                                                               \
        void *which = &name##_bug;                                                                 \
        find_bug(&which);                                                                          \
    }

PLANTED(thanks_before_commit, BUG_SCREEN_FIRST)
PLANTED(hub_that_answers_before_commit, BUG_HUB_EARLY)
PLANTED(hub_without_unique_ids, BUG_HUB_TWICE)
PLANTED(watermark_without_the_head, BUG_BLIND_RECEIPT)
PLANTED(synchronous_normal, BUG_NORMAL)
PLANTED(records_dropped_at_once, BUG_DROP_AT_ONCE)
PLANTED(records_dropped_by_their_age, BUG_DROP_BY_AGE)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sync_world__ends_with_every_visit_at_the_hub_once),
        cmocka_unit_test(test_sync_world__is_the_same_from_the_same_seed),
        cmocka_unit_test(test_sync_world__sees_thanks_before_commit),
        cmocka_unit_test(test_sync_world__sees_hub_that_answers_before_commit),
        cmocka_unit_test(test_sync_world__sees_hub_without_unique_ids),
        cmocka_unit_test(test_sync_world__sees_watermark_without_the_head),
        cmocka_unit_test(test_sync_world__sees_synchronous_normal),
        cmocka_unit_test(test_sync_world__sees_records_dropped_at_once),
        cmocka_unit_test(test_sync_world__sees_records_dropped_by_their_age),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
