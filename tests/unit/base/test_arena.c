#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/arena.h"

enum { BLOCK_SIZE = 64, ARENA_SIZE_MAX = 256, ALIGNMENT = _Alignof(max_align_t) };

static bool is_zero(const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void test_arena__hands_out_zeroed_aligned_memory(void **state) {
    (void)state;
    Arena arena = arena_make(ARENA_SIZE_MAX, ARENA_SIZE_MAX);
    unsigned char *end = NULL;
    for (size_t size = 1; size <= 9; size++) {
        unsigned char *ptr = arena_alloc(&arena, size);
        assert_non_null(ptr);
        assert_int_equal((uintptr_t)ptr % ALIGNMENT, 0);
        assert_true(is_zero(ptr, size));
        assert_true(end == NULL || ptr >= end);
        memset(ptr, 0xAA, size);
        end = ptr + size;
    }
    arena_free(&arena);
}

static void test_arena__never_holds_more_than_its_maximum(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    size_t total = 0;
    while (arena_alloc(&arena, 16) != NULL) {
        total += 16;
        assert_true(total <= ARENA_SIZE_MAX);
    }
    assert_int_equal(total, ARENA_SIZE_MAX);
    assert_int_equal(arena.size_total, ARENA_SIZE_MAX);
    assert_null(arena_alloc(&arena, 1));
    arena_free(&arena);
}

static void test_arena__gives_a_large_request_a_block_of_its_own(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    assert_non_null(arena_alloc(&arena, 16));
    unsigned char *large = arena_alloc(&arena, 160);
    assert_non_null(large);
    memset(large, 0xAA, 160);
    assert_null(arena_alloc(&arena, ARENA_SIZE_MAX));
    assert_non_null(arena_alloc(&arena, 32));
    arena_free(&arena);
}

static void test_arena__a_last_block_may_be_smaller_than_the_others(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, BLOCK_SIZE + 16);
    assert_non_null(arena_alloc(&arena, BLOCK_SIZE));
    assert_non_null(arena_alloc(&arena, 16));
    assert_null(arena_alloc(&arena, 16));
    arena_free(&arena);
}

static void test_arena__refuses_sizes_that_overflow(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, SIZE_MAX);
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX - ALIGNMENT));
    assert_null(arena_alloc_array(&arena, SIZE_MAX / 8 + 1, 8));
    assert_null(arena_alloc_array(&arena, SIZE_MAX, SIZE_MAX));
    assert_non_null(arena_alloc_array(&arena, 3, 8));
    expect_assert_failure((void)arena_alloc_array(&arena, 1, 0));
    arena_free(&arena);
}

static void test_arena_make__refuses_a_block_that_its_maximum_cannot_hold(void **state) {
    (void)state;
    expect_assert_failure((void)arena_make(0, 10));
    expect_assert_failure((void)arena_make(11, 10));
}

static void test_arena_reset__wipes_and_reuses_without_new_blocks(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    unsigned char *first = arena_alloc(&arena, BLOCK_SIZE);
    unsigned char *second = arena_alloc(&arena, BLOCK_SIZE);
    memset(first, 'n', BLOCK_SIZE);
    memset(second, 'n', BLOCK_SIZE);
    size_t size_before = arena.size_total;
    arena_reset(&arena);
    assert_true(is_zero(first, BLOCK_SIZE));
    assert_true(is_zero(second, BLOCK_SIZE));
    assert_ptr_equal(arena_alloc(&arena, BLOCK_SIZE), first);
    assert_ptr_equal(arena_alloc(&arena, BLOCK_SIZE), second);
    assert_int_equal(arena.size_total, size_before);
    arena_free(&arena);
}

static void test_arena_rewind__wipes_only_what_came_after_the_mark(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    unsigned char *kept = arena_alloc(&arena, 16);
    memset(kept, 'k', 16);
    ArenaMark mark = arena_mark(&arena);
    unsigned char *same_block = arena_alloc(&arena, 16);
    unsigned char *next_block = arena_alloc(&arena, BLOCK_SIZE);
    memset(same_block, 'n', 16);
    memset(next_block, 'n', BLOCK_SIZE);
    arena_rewind(&arena, mark);
    assert_true(is_zero(same_block, 16));
    assert_true(is_zero(next_block, BLOCK_SIZE));
    assert_int_equal(kept[0], 'k');
    assert_int_equal(kept[15], 'k');
    assert_ptr_equal(arena_alloc(&arena, 16), same_block);
    arena_free(&arena);
}

static void test_arena_rewind__to_a_mark_of_an_empty_arena_is_a_reset(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    ArenaMark mark = arena_mark(&arena);
    unsigned char *first = arena_alloc(&arena, 16);
    first[0] = 'n';
    (void)arena_alloc(&arena, BLOCK_SIZE);
    arena_rewind(&arena, mark);
    assert_int_equal(first[0], 0);
    assert_ptr_equal(arena_alloc(&arena, 16), first);
    arena_free(&arena);
}

static void test_arena_rewind__refuses_a_mark_from_the_future(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    (void)arena_alloc(&arena, 32);
    ArenaMark mark = arena_mark(&arena);
    arena_reset(&arena);
    expect_assert_failure(arena_rewind(&arena, mark));
    arena_free(&arena);
}

/* A mark and rewind in a loop is how a frame borrows scratch memory: it must not grow. */
static void test_arena_rewind__in_a_loop_takes_no_more_memory(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    (void)arena_alloc(&arena, 48);
    for (int i = 0; i < 100; i++) {
        ArenaMark mark = arena_mark(&arena);
        assert_non_null(arena_alloc(&arena, 32));
        assert_non_null(arena_alloc(&arena, 32));
        arena_rewind(&arena, mark);
    }
    assert_int_equal(arena.size_total, 2 * BLOCK_SIZE);
    arena_free(&arena);
}

static void test_arena__skipped_room_in_an_early_block_is_never_handed_out_twice(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, 1024);
    unsigned char *seen[64];
    size_t sizes[64];
    size_t count = 0;
    for (int round = 0; round < 3; round++) {
        count = 0;
        for (size_t size = 8; count < 12; size = size * 5 % 96 + 8) {
            seen[count] = arena_alloc(&arena, size);
            if (seen[count] == NULL) {
                break;
            }
            assert_true(is_zero(seen[count], size));
            memset(seen[count], (int)(count + 1), size);
            sizes[count++] = size;
        }
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(seen[i][0], i + 1);
            assert_int_equal(seen[i][sizes[i] - 1], i + 1);
        }
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static void test_arena_free__leaves_an_arena_that_can_be_used_again(void **state) {
    (void)state;
    Arena arena = arena_make(BLOCK_SIZE, ARENA_SIZE_MAX);
    (void)arena_alloc(&arena, BLOCK_SIZE);
    arena_free(&arena);
    assert_int_equal(arena.size_total, 0);
    assert_non_null(arena_alloc(&arena, ARENA_SIZE_MAX));
    arena_free(&arena);
    arena_free(&arena);
    arena_reset(&arena);
}

static void test_memory_wipe__overwrites_exactly_what_it_is_given(void **state) {
    (void)state;
    unsigned char bytes[8];
    memset(bytes, 0xAA, sizeof bytes);
    memory_wipe(bytes + 2, 4);
    memory_wipe(NULL, 0);
    assert_int_equal(bytes[1], 0xAA);
    assert_true(is_zero(bytes + 2, 4));
    assert_int_equal(bytes[6], 0xAA);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena__hands_out_zeroed_aligned_memory),
        cmocka_unit_test(test_arena__never_holds_more_than_its_maximum),
        cmocka_unit_test(test_arena__gives_a_large_request_a_block_of_its_own),
        cmocka_unit_test(test_arena__a_last_block_may_be_smaller_than_the_others),
        cmocka_unit_test(test_arena__refuses_sizes_that_overflow),
        cmocka_unit_test(test_arena_make__refuses_a_block_that_its_maximum_cannot_hold),
        cmocka_unit_test(test_arena_reset__wipes_and_reuses_without_new_blocks),
        cmocka_unit_test(test_arena_rewind__wipes_only_what_came_after_the_mark),
        cmocka_unit_test(test_arena_rewind__to_a_mark_of_an_empty_arena_is_a_reset),
        cmocka_unit_test(test_arena_rewind__refuses_a_mark_from_the_future),
        cmocka_unit_test(test_arena_rewind__in_a_loop_takes_no_more_memory),
        cmocka_unit_test(test_arena__skipped_room_in_an_early_block_is_never_handed_out_twice),
        cmocka_unit_test(test_arena_free__leaves_an_arena_that_can_be_used_again),
        cmocka_unit_test(test_memory_wipe__overwrites_exactly_what_it_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
