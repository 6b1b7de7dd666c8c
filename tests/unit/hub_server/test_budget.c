#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/hub/budget.h"

static BudgetWait *parked[8];
static size_t parked_count;
static BudgetWait *entered[8];
static size_t entered_count;

static void park(BudgetWait *wait) {
    parked[parked_count++] = wait;
}

static void enter(BudgetWait *wait) {
    entered[entered_count++] = wait;
}

static Budget make(size_t size_max, size_t waits_max) {
    Budget budget;
    parked_count = 0;
    entered_count = 0;
    assert_true(budget_make(&budget, size_max, waits_max, park, enter));
    return budget;
}

static void test_budget__lets_in_what_fits_and_parks_the_rest_in_order(void **state) {
    (void)state;
    Budget budget = make(100, 8);
    BudgetWait a, b, c, d;
    assert_int_equal(BUDGET_INSIDE, budget_take(&budget, &a, 60));
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &b, 60));
    /* It would fit, but b was there first. */
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &c, 10));
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &d, 70));
    assert_int_equal(3, parked_count);
    assert_int_equal(0, entered_count);
    budget_set(&budget, &a, 0);
    assert_int_equal(2, entered_count);
    assert_ptr_equal(&b, entered[0]);
    assert_ptr_equal(&c, entered[1]);
    budget_set(&budget, &c, 0);
    assert_int_equal(2, entered_count);
    budget_set(&budget, &b, 0);
    assert_ptr_equal(&d, entered[2]);
    budget_set(&budget, &d, 0);
    budget_free(&budget);
}

static void test_budget__lets_one_in_that_is_larger_than_all_when_it_is_alone(void **state) {
    (void)state;
    Budget budget = make(100, 8);
    BudgetWait a, b;
    assert_int_equal(BUDGET_INSIDE, budget_take(&budget, &a, 10));
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &b, 1000));
    budget_set(&budget, &a, 0);
    assert_int_equal(1, entered_count);
    assert_int_equal(4, budget_quarters(&budget));
    budget_set(&budget, &b, 0);
    assert_int_equal(0, budget_quarters(&budget));
    budget_free(&budget);
}

static void test_budget__counts_what_grew_inside(void **state) {
    (void)state;
    Budget budget = make(100, 8);
    BudgetWait a, b;
    assert_int_equal(BUDGET_INSIDE, budget_take(&budget, &a, 10));
    budget_set(&budget, &a, 200);
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &b, 10));
    budget_set(&budget, &a, 50);
    assert_int_equal(1, entered_count);
    assert_int_equal(2, budget_quarters(&budget));
    budget_set(&budget, &a, 0);
    budget_set(&budget, &b, 0);
    budget_free(&budget);
}

static void test_budget__refuses_when_the_line_is_too_long(void **state) {
    (void)state;
    Budget budget = make(100, 1);
    BudgetWait a, b, c;
    assert_int_equal(BUDGET_INSIDE, budget_take(&budget, &a, 100));
    assert_int_equal(BUDGET_PARKED, budget_take(&budget, &b, 1));
    assert_int_equal(BUDGET_FULL, budget_take(&budget, &c, 1));
    assert_int_equal(0, c.size);
    budget_set(&budget, &a, 0);
    assert_int_equal(BUDGET_INSIDE, budget_take(&budget, &c, 1));
    budget_set(&budget, &b, 0);
    budget_set(&budget, &c, 0);
    budget_free(&budget);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_budget__lets_in_what_fits_and_parks_the_rest_in_order),
        cmocka_unit_test(test_budget__lets_one_in_that_is_larger_than_all_when_it_is_alone),
        cmocka_unit_test(test_budget__counts_what_grew_inside),
        cmocka_unit_test(test_budget__refuses_when_the_line_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
