#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/store/journal.h"
#include "tests/simulation/workload.h"

/*
 * Power cuts: every evening is run once to count its operations, then again with the power cut at
 * CUTS_AN_EVENING of them, in turn in the four models.
 *   test_power_cuts [--long] [--points N] [--seed S] [--point P]
 * One failure prints the line that replays it.
 */
enum { POINTS_CI = 2000, POINTS_LONG = 20000, CUTS_AN_EVENING = 16, PLANT_POINTS_MAX = 2000 };

static uint64_t points_count;
static uint64_t only_seed;
static uint64_t only_point;
static const char VFS[] = "simdisk";

typedef struct {
    uint64_t points;
    uint64_t failures;
    uint64_t struck;
} Tally;

static const char *cut_once(SimDisk *disk, uint64_t seed, uint64_t point, Plant plant,
                            bool *struck) {
    Workload workload;
    uint64_t random = seed * 1000 + point;
    workload_begin(&workload, disk, VFS, seed, PLANT_NOTHING);
    uint64_t before = simdisk_operations(disk);
    workload.plant = plant;
    workload_run(&workload);
    uint64_t operations = simdisk_operations(disk) - before;
    workload_end(&workload);

    workload_begin(&workload, disk, VFS, seed, plant);
    simdisk_plan(disk, FAULT_CUT, 1 + workload_random(&random) % operations);
    workload_run(&workload);
    *struck = simdisk_has_struck(disk);
    simdisk_restart(disk, (CutModel)(point % CUT_MODELS), workload_random(&random));
    workload.plant = PLANT_NOTHING;
    const char *wrong = workload_check(&workload);
    workload_end(&workload);
    return wrong;
}

static Tally cut_many(uint64_t points, Plant plant, bool tell) {
    Tally tally = {0};
    SimDisk *disk = simdisk_make(VFS);
    for (uint64_t i = 0; i < points; i++) {
        uint64_t seed = only_seed != 0 ? only_seed : 1 + i / CUTS_AN_EVENING;
        uint64_t point = only_seed != 0 ? only_point : i % CUTS_AN_EVENING;
        bool struck = false;
        const char *wrong = cut_once(disk, seed, point, plant, &struck);
        tally.points++;
        tally.struck += struck ? 1 : 0;
        if (wrong != NULL) {
            tally.failures++;
            if (tell) {
                print_error("%s; replay: test_power_cuts --seed %llu --point %llu\n", wrong,
                            (unsigned long long)seed, (unsigned long long)point);
            } else {
                break; /* a planted bug was seen */
            }
        }
        if (only_seed != 0) {
            break;
        }
    }
    simdisk_free(disk);
    return tally;
}

static void test_store__loses_nothing_when_the_power_is_cut(void **state) {
    (void)state;
    Tally tally = cut_many(points_count, PLANT_NOTHING, true);
    print_message("power cuts: %llu points, %llu struck, %llu failures\n",
                  (unsigned long long)tally.points, (unsigned long long)tally.struck,
                  (unsigned long long)tally.failures);
    assert_int_equal(tally.failures, 0);
    assert_int_equal(tally.struck, tally.points);
}

static void test_simulation__sees_an_answer_before_commit(void **state) {
    (void)state;
    Tally tally = cut_many(PLANT_POINTS_MAX, PLANT_EARLY_ANSWER, false);
    print_message("answer before COMMIT: seen after %llu points\n",
                  (unsigned long long)tally.points);
    assert_int_equal(tally.failures, 1);
}

static void test_simulation__sees_synchronous_normal(void **state) {
    (void)state;
    Tally tally = cut_many(PLANT_POINTS_MAX, PLANT_NORMAL, false);
    print_message("synchronous = NORMAL: seen after %llu points\n",
                  (unsigned long long)tally.points);
    assert_int_equal(tally.failures, 1);
}

static void test_simulation__finds_an_uncut_evening_clean(void **state) {
    (void)state;
    SimDisk *disk = simdisk_make(VFS);
    for (uint64_t seed = 1; seed <= 30; seed++) {
        Workload workload;
        workload_begin(&workload, disk, VFS, seed, (Plant)(seed % 3));
        workload_run(&workload);
        simdisk_restart(disk, CUT_ALL, seed);
        assert_null(workload_check(&workload));
        workload_end(&workload);
    }
    simdisk_free(disk);
}

/* Head of the journal after an evening: the same records give the same hash. */
static void head_after(SimDisk *disk, const char *vfs, uint64_t seed,
                       uint8_t head[RECORD_HEAD_SIZE]) {
    Workload workload;
    workload_begin(&workload, disk, vfs, seed, PLANT_NOTHING);
    workload_run(&workload);
    JournalStatus status = {0};
    assert_int_equal(store_open(&workload.arena, &workload.options, &workload.store, NULL), ERR_OK);
    assert_int_equal(journal_status(workload.store, &status, NULL), ERR_OK);
    memcpy(head, status.head, RECORD_HEAD_SIZE);
    workload_end(&workload);
}

static void test_simulation__writes_what_a_real_disk_does(void **state) {
    (void)state;
    char folder[] = "/tmp/foyer-simulation-XXXXXX";
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    SimDisk *disk = simdisk_make(VFS);
    for (uint64_t seed = 1; seed <= 8; seed++) {
        uint8_t simulated[RECORD_HEAD_SIZE];
        uint8_t real[RECORD_HEAD_SIZE];
        head_after(disk, VFS, seed, simulated);
        head_after(disk, "unix", seed, real);
        assert_memory_equal(simulated, real, sizeof real);
        assert_int_equal(unlink("foyer.db"), 0); /* the last close took -wal and -shm along */
    }
    simdisk_free(disk);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(rmdir(folder), 0);
}

static uint64_t number_of(const char *text) {
    int64_t number = 0;
    if (text == NULL || !str8_to_int(str8_from(text), &number) || number < 0) {
        fprintf(stderr, "a number was expected\n");
    }
    return (uint64_t)number;
}

int main(int argc, char **argv) {
    points_count = getenv("FOYER_LONG") != NULL ? POINTS_LONG : POINTS_CI;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--long") == 0) {
            points_count = POINTS_LONG;
        } else if (strcmp(argv[i], "--points") == 0) {
            points_count = number_of(value);
            i++;
        } else if (strcmp(argv[i], "--seed") == 0) {
            only_seed = number_of(value);
            i++;
        } else if (strcmp(argv[i], "--point") == 0) {
            only_point = number_of(value);
            i++;
        }
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__loses_nothing_when_the_power_is_cut),
        cmocka_unit_test(test_simulation__finds_an_uncut_evening_clean),
        cmocka_unit_test(test_simulation__writes_what_a_real_disk_does),
        cmocka_unit_test(test_simulation__sees_an_answer_before_commit),
        cmocka_unit_test(test_simulation__sees_synchronous_normal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
