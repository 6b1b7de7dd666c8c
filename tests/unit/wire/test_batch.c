#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/wire/wire_records.h"

enum { ARENA_BLOCK = 1 << 20, ARENA_MAX = 64 << 20 };

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void check_text(Str8 got, Str8 wanted) {
    assert_int_equal(got.len, wanted.len);
    assert_memory_equal(got.ptr, wanted.ptr, wanted.len);
}

static void check_same(const WireRecord *got, const WireRecord *sent) {
    assert_false(got->unreadable);
    assert_int_equal(got->record.sequence, sent->record.sequence);
    assert_true(id_equal(got->record.id, sent->record.id));
    assert_true(id_equal(got->record.event_id, sent->record.event_id));
    check_text(got->record.type, sent->record.type);
    check_text(got->record.zone, sent->record.zone);
    check_text(got->record.body, sent->record.body);
    assert_int_equal(got->record.moment.utc_ms, sent->record.moment.utc_ms);
    assert_int_equal(got->record.moment.mono_ms, sent->record.moment.mono_ms);
    assert_int_equal(got->record.moment.boot, sent->record.moment.boot);
    assert_int_equal(got->record.moment.good, sent->record.moment.good);
    assert_int_equal(got->record.has_cold, sent->record.has_cold);
    assert_memory_equal(got->record.cold_digest, sent->record.cold_digest, VAULT_DIGEST_SIZE);
    check_text(got->sealed, sent->sealed);
}

/* There and back; the chain computed from what came is the sender's. */
static void check_round_trip(const WireBatch *sent, const uint8_t *before) {
    Str8 body;
    bool zstd = false;
    Err err = {0};
    WireBatch got;
    assert_int_equal(batch_encode(&arena, sent, &body, &zstd, &err), ERR_OK);
    assert_int_equal(zstd, sent->count >= WIRE_ZSTD_FROM);
    assert_int_equal(batch_decode(&arena, STR8(WIRE_BATCH_TYPE), zstd, body, &got, &err), ERR_OK);
    assert_int_equal(got.count, sent->count);
    assert_true(id_equal(got.device, sent->device));
    assert_true(id_equal(got.epoch, sent->epoch));
    for (size_t i = 0; i < sent->count; i++) {
        check_same(&got.records[i], &sent->records[i]);
        assert_int_equal(got.records[i].has_head, i + 1 == sent->count);
    }
    uint8_t head[RECORD_HEAD_SIZE];
    memcpy(head, sent->records[sent->count - 1].record.head, sizeof head);
    assert_memory_equal(got.records[sent->count - 1].record.head, head, sizeof head);
    wire_chain(&arena, &got, before);
    assert_memory_equal(got.records[sent->count - 1].record.head, head, sizeof head);
}

static void test_batch__what_the_kiosk_writes_comes_back_byte_for_byte(void **state) {
    (void)state;
    static const size_t SIZES[] = {1, 2, 99, 100, 101, 200};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        WireBatch batch;
        WireEvening evening = {.seed = i + 1, .parties = 200, .sign_outs = true, .personal = true};
        wire_evening(&arena, &evening, &batch);
        batch.count = SIZES[i];
        check_round_trip(&batch, NULL);
        arena_reset(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_batch__what_the_kiosk_writes_comes_back_byte_for_byte,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
