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

/*
 * Bytes that went bad on the disk: in the database and in the write-ahead log beside it. Each is
 * found (opening is refused, verify names it, or an answer is an error) or harmless (every answer
 * is the same).
 *   test_flips [db|wal OFFSET BITS]      replays one
 */
static const char VFS[] = "flips";
static const char VFS_WHOLE[] = "flips-whole";
static const char DATABASE[] = "foyer.db";
static const char LOG[] = "foyer.db-wal";
enum { FLIPS_CI = 500, FLIPS_LONG = 10000, HEADER_SIZE = 100 };

typedef struct {
    uint64_t found[FOUND_IN_USE + 1];
    uint64_t silent;
} Tally;

typedef struct {
    SimDisk *whole; /* never damaged */
    SimDisk *disk;
    uint64_t digest; /* of all answers when nothing is damaged */
} Bench;

static uint64_t next_random(uint64_t *state) {
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static Found ask(uint64_t *digest) {
    Evening evening;
    evening_begin(&evening, VFS);
    Found found = evening_answers(&evening, digest);
    evening_end(&evening);
    return found;
}

static void bench_make(Bench *bench, const char *file) {
    bench->whole = simdisk_make(VFS_WHOLE);
    bench->disk = simdisk_make(VFS);
    Evening evening;
    evening_begin(&evening, VFS);
    evening_run(&evening);
    evening_late(&evening, file == LOG ? bench->whole : NULL, bench->disk);
    evening_end(&evening);
    if (file == DATABASE) {
        simdisk_copy(bench->whole, bench->disk);
    }
    simdisk_copy(bench->disk, bench->whole);
    assert_int_equal(ask(&bench->digest), FOUND_NOTHING);
}

static void bench_free(Bench *bench) {
    simdisk_free(bench->disk);
    simdisk_free(bench->whole);
}

static void flip_one(Bench *bench, const char *file, size_t offset, uint8_t bits, Tally *tally) {
    simdisk_copy(bench->disk, bench->whole);
    simdisk_flip(bench->disk, file, offset, bits);
    uint64_t digest = 0;
    Found found = ask(&digest);
    tally->found[found]++;
    if (found == FOUND_NOTHING && digest != bench->digest) {
        tally->silent++;
        print_error("an answer changed and nobody noticed; replay: test_flips %s %zu %u\n",
                    file == LOG ? "wal" : "db", offset, bits);
    }
}

static void flip_many(const char *file) {
    Bench bench;
    bench_make(&bench, file);
    Tally tally = {.silent = 0};
    uint64_t random = 11;
    uint64_t count = getenv("FOYER_LONG") != NULL ? FLIPS_LONG / 2 : FLIPS_CI / 2;
    size_t size = simdisk_file_size(bench.whole, file);
    assert_true(size > 0);
    for (uint64_t i = 0; i < count; i++) {
        size_t offset = (size_t)(next_random(&random) % size);
        uint8_t bits =
            (uint8_t)(i % 2 == 0 ? 1U << next_random(&random) % 8 : 1 + next_random(&random) % 255);
        flip_one(&bench, file, offset, bits, &tally);
    }
    print_message(
        "%llu flips in %zu bytes: %llu refused at open, %llu named by verify, %llu met in "
        "use, %llu harmless, %llu silent\n",
        (unsigned long long)count, size, (unsigned long long)tally.found[FOUND_AT_OPEN],
        (unsigned long long)tally.found[FOUND_BY_VERIFY],
        (unsigned long long)tally.found[FOUND_IN_USE],
        (unsigned long long)(tally.found[FOUND_NOTHING] - tally.silent),
        (unsigned long long)tally.silent);
    bench_free(&bench);
    assert_int_equal(tally.silent, 0);
}

static void test_database__shows_or_shrugs_off_every_flipped_byte(void **state) {
    (void)state;
    flip_many(DATABASE);
}

static void test_log__shows_or_shrugs_off_every_flipped_byte(void **state) {
    (void)state;
    flip_many(LOG);
}

/* The header decides how all the rest is read: the page's size, the schema's version. */
static void test_database__shows_every_flipped_bit_of_its_header(void **state) {
    (void)state;
    Bench bench;
    bench_make(&bench, DATABASE);
    Tally tally = {.silent = 0};
    for (size_t i = 0; i < (size_t)HEADER_SIZE * 8; i++) {
        flip_one(&bench, DATABASE, i / 8, (uint8_t)(1U << i % 8), &tally);
    }
    bench_free(&bench);
    assert_int_equal(tally.silent, 0);
}

static int replay(char **argv) {
    int64_t offset = 0;
    int64_t bits = 0;
    Tally tally = {.silent = 0};
    Bench bench;
    const char *file = str8_equal(str8_from(argv[1]), STR8("wal")) ? LOG : DATABASE;
    bench_make(&bench, file);
    if (str8_to_int(str8_from(argv[2]), &offset) && str8_to_int(str8_from(argv[3]), &bits)) {
        flip_one(&bench, file, (size_t)offset, (uint8_t)bits, &tally);
    }
    bench_free(&bench);
    return tally.silent == 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    if (argc == 4) {
        return replay(argv);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_database__shows_or_shrugs_off_every_flipped_byte),
        cmocka_unit_test(test_database__shows_every_flipped_bit_of_its_header),
        cmocka_unit_test(test_log__shows_or_shrugs_off_every_flipped_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
