#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "data/base/hash.h"
#include "data/fold/fold_words.h"
#include "data/search/typo.h"
#include "tests/unit/search/town.h"

static int town_setup(void **state) {
    *state = town_open();
    return 0;
}

static int town_teardown(void **state) {
    town_close(*state);
    return 0;
}

static char *copy_of(Town *town) {
    char *bytes = arena_alloc(&town->arena, town->bytes.len);
    assert_non_null(bytes);
    memcpy(bytes, town->bytes.ptr, town->bytes.len);
    return bytes;
}

static void test_index__damaged_bytes_are_refused(void **state) {
    Town *town = *state;
    char *bytes = copy_of(town);
    SearchIndex index;
    for (size_t i = 0; i < town->bytes.len; i += 97) {
        bytes[i] = (char)(bytes[i] ^ 0x10);
        assert_int_equal(search_index_open((Str8){bytes, town->bytes.len}, &index, NULL),
                         ERR_CORRUPT);
        bytes[i] = (char)(bytes[i] ^ 0x10);
    }
    for (size_t len = 0; len < town->bytes.len; len += 997) {
        assert_int_equal(search_index_open((Str8){bytes, len}, &index, NULL), ERR_CORRUPT);
    }
    assert_int_equal(search_index_open((Str8){bytes, town->bytes.len}, &index, NULL), ERR_OK);
}

/* A writer with a mistake gives bytes whose sum is right: they may be refused or answer anything,
 * but nothing is read outside. */
static void test_index__wrong_tables_are_read_with_care(void **state) {
    Town *town = *state;
    char *bytes = copy_of(town);
    size_t refused = 0;
    for (unsigned i = 0; i < 3000; i++) {
        size_t at = (size_t)(i * 2654435761u) % (town->bytes.len - 16) + 16;
        char before = bytes[at];
        bytes[at] = (char)(before ^ (1 << i % 8));
        uint64_t sum = hash_bytes(HASH_START, bytes + 16, town->bytes.len - 16);
        memcpy(bytes + 8, &sum, sizeof sum);
        SearchIndex index;
        if (search_index_open((Str8){bytes, town->bytes.len}, &index, NULL) == ERR_OK) {
            SearchQuery query = town_query(i % 2 == 0 ? "sad hous" : "foood alliance", "es");
            SearchFound found;
            assert_int_equal(search_find(&index, &town->scratch, &query, &found, NULL), ERR_OK);
        } else {
            refused++;
        }
        bytes[at] = before;
    }
    assert_true(refused > 100 && refused < 3000);
}

static void test_index__is_the_same_for_the_same_services(void **state) {
    Town *town = *state;
    Str8 before = town->bytes;
    town_index(town);
    assert_true(str8_equal(before, town->bytes));
}

/* Counting from a start years ago, for a whole city and at every key, takes seconds. */
static void test_index__has_counted_occurrences(void **state) {
    (void)state;
    const ScheduleRule rule = {.freq = SCHEDULE_WEEKLY,
                               .interval = 1,
                               .start_day = 16000,
                               .until_day = SCHEDULE_NO_DAY,
                               .count = 3,
                               .valid_from = SCHEDULE_NO_DAY,
                               .valid_to = SCHEDULE_NO_DAY,
                               .week_starts = 1,
                               .closes_minute = 60};
    Town *town = town_open_empty();
    Service *service = town_add(town, "Choir");
    service->rules = &rule;
    service->rules_count = 1;
    town_index(town);
    assert_int_equal(town->index.rules_count, 1);
    assert_int_equal(town->index.rules[0].count, 0);
    assert_int_equal(town->index.rules[0].until_day, 16014);
    town_close(town);
}

static void test_index__without_services_answers(void **state) {
    (void)state;
    Town *town = town_open_empty();
    town_index(town);
    SearchFound found = town_find(town, "food", "es");
    assert_true(found.total == 0 && found.needs_count == 0 && found.words_count == 0);
    town_close(town);
}

/* ---- typos: the shared rows against the textbook ---- */

static int textbook(const uint16_t *a, size_t a_len, const uint16_t *b, size_t b_len) {
    int rows[40][40];
    for (size_t i = 0; i <= a_len; i++) {
        for (size_t j = 0; j <= b_len; j++) {
            int best = i == 0 ? (int)j : j == 0 ? (int)i : 99;
            if (i > 0 && j > 0) {
                int change = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                best = change < best ? change : best;
                best = rows[i - 1][j] + 1 < best ? rows[i - 1][j] + 1 : best;
                best = rows[i][j - 1] + 1 < best ? rows[i][j - 1] + 1 : best;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                rows[i - 2][j - 2] + 1 < best) {
                best = rows[i - 2][j - 2] + 1;
            }
            rows[i][j] = best;
        }
    }
    return rows[a_len][b_len];
}

static int textbook_prefix(const uint16_t *a, size_t a_len, const uint16_t *b, size_t b_len) {
    int best = 99;
    for (size_t len = 0; len <= b_len; len++) {
        int distance = textbook(a, a_len, b, len);
        best = distance < best ? distance : best;
    }
    return best;
}

static void check_typos(const SearchIndex *index, const char *typed, bool prefix) {
    uint16_t units[FOLD_WORD_UNITS_MAX];
    size_t count = strlen(typed);
    TypoKeys found;
    int nearest = typo_allowed(count, prefix) + 1;
    size_t expected = 0;
    for (size_t i = 0; i < count; i++) {
        units[i] = (uint16_t)typed[i];
    }
    typo_find(index, units, count, prefix, &found);
    for (int turn = 0; turn < 2; turn++) {
        for (size_t key = 0; key < index->keys_count; key++) {
            const uint16_t *at = index->units + index->keys[key].units_start;
            size_t len = search_key_units(index, key);
            int distance =
                prefix ? textbook_prefix(units, count, at, len) : textbook(units, count, at, len);
            assert_int_equal(typo_distance(units, count, at, len, prefix),
                             distance > TYPO_MAX ? TYPO_MAX + 1 : distance);
            nearest = turn == 0 && distance > 0 && distance < nearest ? distance : nearest;
            expected += turn == 1 && distance == nearest ? 1 : 0;
        }
    }
    if (nearest > typo_allowed(count, prefix)) {
        assert_int_equal(found.count, 0);
        return;
    }
    assert_int_equal(found.distance, nearest);
    assert_int_equal(found.count, expected < TYPO_KEYS_MAX ? expected : TYPO_KEYS_MAX);
}

static void test_typo__shared_rows_find_what_the_textbook_finds(void **state) {
    Town *town = *state;
    static const char *const TYPED[] = {"falconri", "flaconr",    "orchestraa", "cunselor",
                                        "abc",      "sycologist", "foof",       "xxxxxxxx",
                                        "aliance",  "woorkshopp"};
    for (size_t i = 0; i < sizeof TYPED / sizeof TYPED[0]; i++) {
        check_typos(&town->index, TYPED[i], false);
        check_typos(&town->index, TYPED[i], true);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_index__damaged_bytes_are_refused),
        cmocka_unit_test(test_index__wrong_tables_are_read_with_care),
        cmocka_unit_test(test_index__is_the_same_for_the_same_services),
        cmocka_unit_test(test_index__has_counted_occurrences),
        cmocka_unit_test(test_index__without_services_answers),
        cmocka_unit_test(test_typo__shared_rows_find_what_the_textbook_finds),
    };
    return cmocka_run_group_tests(tests, town_setup, town_teardown);
}
