#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/demo/synthetic.h"

enum { HOUSEHOLDS = 3000 };

static Arena arena;
static Synthetic *school;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 16, 1 << 26);
    return synthetic_open(&arena, 7, &school, NULL) == ERR_OK ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    synthetic_close(school);
    arena_free(&arena);
    return 0;
}

static SyntheticHousehold household_at(Synthetic *of, size_t index) {
    SyntheticHousehold made;
    assert_int_equal(synthetic_household(of, &arena, index, &made, NULL), ERR_OK);
    return made;
}

static void test_synthetic__households_are_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        SyntheticHousehold made = household_at(school, i);
        const Household *household = &made.household;
        assert_in_range(household->people_count, 2, 8);
        assert_true(household->language.len > 0 && made.letters_count > 0);
        size_t students = 0;
        for (size_t p = 0; p < household->people_count; p++) {
            const Person *person = &household->people[p];
            assert_true(person->given_name.len > 0 && person->family_name.len > 0);
            assert_true(str8_is_valid(person->given_name));
            students += person->role == PERSON_STUDENT;
            assert_int_equal(person->grade.len > 0, person->role == PERSON_STUDENT);
        }
        assert_in_range(students, 1, 4);
        for (size_t p = 0; p < made.phones_count; p++) {
            char digits[PHONE_DIGITS_MAX + 1];
            assert_int_equal(phone_normalize(made.phones[p], digits), 10);
        }
    }
}

static void test_synthetic__is_the_same_from_the_same_seed_only(void **state) {
    (void)state;
    Synthetic *same = NULL;
    Synthetic *other = NULL;
    assert_int_equal(synthetic_open(&arena, 7, &same, NULL), ERR_OK);
    assert_int_equal(synthetic_open(&arena, 8, &other, NULL), ERR_OK);
    size_t different = 0;
    for (size_t i = 50; i > 0; i--) {
        SyntheticHousehold a = household_at(school, i);
        SyntheticHousehold b = household_at(same, i);
        SyntheticHousehold c = household_at(other, i);
        assert_true(str8_equal(a.phones[0], b.phones[0]));
        assert_int_equal(a.household.people_count, b.household.people_count);
        assert_true(str8_equal(a.household.people[0].given_name, b.household.people[0].given_name));
        assert_true(id_equal(a.household.id, b.household.id));
        different += !str8_equal(a.phones[0], c.phones[0]);
    }
    assert_int_equal(different, 50);
    synthetic_close(same);
    synthetic_close(other);
}

static int by_phone(const void *a, const void *b) {
    return str8_compare(*(const Str8 *)a, *(const Str8 *)b);
}

static void test_synthetic__only_shared_phones_are_shared(void **state) {
    (void)state;
    Str8 *first = ARENA_ARRAY(&arena, Str8, HOUSEHOLDS);
    Str8 *second = ARENA_ARRAY(&arena, Str8, HOUSEHOLDS);
    assert_non_null(first);
    assert_non_null(second);
    size_t seconds = 0;
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        SyntheticHousehold made = household_at(school, i);
        first[i] = made.phones[0];
        if (made.phones_count == 2) {
            second[seconds++] = made.phones[1];
        }
    }
    qsort(first, HOUSEHOLDS, sizeof first[0], by_phone);
    qsort(second, seconds, sizeof second[0], by_phone);
    size_t shared = 0;
    for (size_t i = 1; i < HOUSEHOLDS; i++) {
        shared += str8_equal(first[i], first[i - 1]);
    }
    assert_in_range(shared, HOUSEHOLDS / 100, HOUSEHOLDS * 5 / 100);
    for (size_t i = 1; i < seconds; i++) {
        assert_false(str8_equal(second[i], second[i - 1]));
    }
    for (size_t i = 0; i < seconds; i++) {
        assert_null(bsearch(&second[i], first, HOUSEHOLDS, sizeof first[0], by_phone));
    }
}

static void test_synthetic__speaks_many_languages(void **state) {
    (void)state;
    Str8 seen[SYNTHETIC_TRADITIONS];
    size_t count = 0;
    for (size_t i = 0; i < 500; i++) {
        Str8 language = household_at(school, i).household.language;
        size_t at = 0;
        while (at < count && !str8_equal(seen[at], language)) {
            at++;
        }
        if (at == count) {
            seen[count++] = language;
        }
    }
    assert_int_equal(count, 17); /* twenty traditions, English three times and Spanish twice */
}

static ErrCode add_piece(void *context, Str8 piece) {
    Str8Builder *out = context;
    builder_add(out, piece);
    return out->full ? ERR_LIMIT : ERR_OK;
}

static void test_synthetic__writes_a_families_file(void **state) {
    (void)state;
    Str8Builder file = builder_in(&arena, 1 << 20);
    SyntheticOut out = {add_piece, &file};
    assert_int_equal(synthetic_families_csv(school, 20, out, NULL), ERR_OK);
    Str8 text = builder_text(&file);
    assert_true(str8_starts_with(text, STR8("household,given_name,")));
    size_t rows = 0;
    for (Str8 rest = text; rest.len > 0; rows++) {
        Str8 line = str8_cut(rest, '\n', &rest);
        size_t commas = 0;
        for (size_t i = 0; i < line.len; i++) {
            commas += line.ptr[i] == ',';
        }
        assert_int_equal(commas, 6);
    }
    assert_in_range(rows, 41, 161);
    Str8Builder tiny = builder_in(&arena, 64);
    out.context = &tiny;
    assert_int_equal(synthetic_families_csv(school, 20, out, NULL), ERR_LIMIT);
}

static void test_synthetic__has_a_limit(void **state) {
    (void)state;
    SyntheticHousehold made;
    assert_int_equal(synthetic_household(school, &arena, SYNTHETIC_HOUSEHOLDS_MAX, &made, NULL),
                     ERR_LIMIT);
}

#define SYNTHETIC_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        SYNTHETIC_TEST(test_synthetic__households_are_whole),
        SYNTHETIC_TEST(test_synthetic__is_the_same_from_the_same_seed_only),
        SYNTHETIC_TEST(test_synthetic__only_shared_phones_are_shared),
        SYNTHETIC_TEST(test_synthetic__speaks_many_languages),
        SYNTHETIC_TEST(test_synthetic__writes_a_families_file),
        SYNTHETIC_TEST(test_synthetic__has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
