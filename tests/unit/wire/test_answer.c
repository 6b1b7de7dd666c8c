#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/wire/answer.h"

enum { ARENA_BLOCK = 1 << 16, ARENA_MAX = 8 << 20 };

static Arena arena;
static const Id DEVICE = {{1, 2, 3}};

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

static void test_enrolment__comes_back(void **state) {
    (void)state;
    Enrolment sent = {.code = STR8("7KQ2M0XW4T"),
                      .device = DEVICE,
                      .kiosk_public = {9, 8, 7},
                      .name = STR8("Lobby \"east\" / Vestíbulo")};
    Enrolment got;
    Str8 body;
    Err err = {0};
    assert_int_equal(enrolment_encode(&arena, &sent, &body, &err), ERR_OK);
    assert_int_equal(enrolment_decode(&arena, body, &got, &err), ERR_OK);
    check_text(got.code, sent.code);
    check_text(got.name, sent.name);
    assert_true(id_equal(got.device, sent.device));
    assert_memory_equal(got.kiosk_public, sent.kiosk_public, 32);
}

static void test_enrolled__and_invitation_come_back(void **state) {
    (void)state;
    Enrolled sent = {.hub_public = {5}, .school = STR8("Lake Elementary"), .utc_ms = 1792102320123};
    Enrolled got;
    Invitation invited = {.hub_public = {6}, .school = STR8(""), .until_utc_ms = 1792102320000};
    Invitation read;
    Str8 body;
    assert_int_equal(enrolled_encode(&arena, &sent, &body, NULL), ERR_OK);
    assert_int_equal(enrolled_decode(&arena, body, &got, NULL), ERR_OK);
    check_text(got.school, sent.school);
    assert_int_equal(got.utc_ms, sent.utc_ms);
    assert_memory_equal(got.hub_public, sent.hub_public, 32);
    assert_int_equal(invitation_encode(&arena, &invited, &body, NULL), ERR_OK);
    assert_int_equal(invitation_decode(&arena, body, &read, NULL), ERR_OK);
    assert_int_equal(read.until_utc_ms, invited.until_utc_ms);
    assert_memory_equal(read.hub_public, invited.hub_public, 32);
}

static RecordsAnswer make_receipt(size_t quarantined) {
    Quarantined *list = ARENA_ARRAY(&arena, Quarantined, quarantined + 1);
    for (size_t i = 0; i < quarantined; i++) {
        list[i] = (Quarantined){(int64_t)i + 1, STR8("its body is \"none\"")};
    }
    return (RecordsAnswer){.epoch = DEVICE,
                           .have = 4318,
                           .head = {7, 7, 7},
                           .quarantined = list,
                           .quarantined_count = quarantined,
                           .quarantined_total = 17,
                           .utc_ms = 1792102320123};
}

static void check_receipt(const RecordsAnswer *got, const RecordsAnswer *sent) {
    assert_true(id_equal(got->epoch, sent->epoch));
    assert_int_equal(got->have, sent->have);
    assert_memory_equal(got->head, sent->head, RECORD_HEAD_SIZE);
    assert_int_equal(got->quarantined_count, sent->quarantined_count);
    assert_int_equal(got->quarantined_total, sent->quarantined_total);
    assert_int_equal(got->utc_ms, sent->utc_ms);
    for (size_t i = 0; i < sent->quarantined_count; i++) {
        assert_int_equal(got->quarantined[i].sequence, sent->quarantined[i].sequence);
        check_text(got->quarantined[i].reason, sent->quarantined[i].reason);
    }
}

static void test_receipt__comes_back_with_all_that_may_be_quarantined(void **state) {
    (void)state;
    static const size_t COUNTS[] = {0, 1, ANSWER_QUARANTINED_MAX};
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++) {
        RecordsAnswer sent = make_receipt(COUNTS[i]);
        RecordsAnswer got;
        Str8 body;
        assert_int_equal(records_answer_encode(&arena, &sent, &body, NULL), ERR_OK);
        assert_true(body.len <= WIRE_REPLY_BODY_MAX);
        assert_int_equal(records_answer_decode(&arena, body, &got, NULL), ERR_OK);
        check_receipt(&got, &sent);
        arena_reset(&arena);
    }
}

static void test_problem__of_a_fork_is_a_receipt_too(void **state) {
    (void)state;
    Problem sent = {.kind = STR8("fork"),
                    .title = STR8("Another chain."),
                    .status = 409,
                    .counter = 12,
                    .utc_ms = 1792102320123};
    RecordsAnswer receipt = make_receipt(1);
    RecordsAnswer read;
    Problem got;
    Str8 body;
    assert_int_equal(problem_encode_fork(&arena, &sent, &receipt, &body, NULL), ERR_OK);
    assert_int_equal(problem_decode(&arena, body, &got, NULL), ERR_OK);
    check_text(got.kind, sent.kind);
    check_text(got.title, sent.title);
    assert_int_equal(got.status, 409);
    assert_int_equal(got.counter, 12);
    assert_int_equal(records_answer_decode(&arena, body, &read, NULL), ERR_OK);
    check_receipt(&read, &receipt);
    assert_int_equal(problem_encode(&arena, &sent, &body, NULL), ERR_OK);
    assert_int_equal(problem_decode(&arena, body, &got, NULL), ERR_OK);
    assert_int_equal(got.utc_ms, sent.utc_ms);
    assert_int_equal(records_answer_decode(&arena, body, &read, NULL), ERR_INVALID);
}

#define KEY "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define DEVICE_TEXT "0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5d"
#define ENROL(code, device, key, name)                                                             \
    "{\"code\":\"" code "\",\"device\":\"" device "\",\"key\":\"" key "\",\"name\":" name "}"

static void test_enrolment__refuses_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *body;
        ErrCode code;
    } CASES[] = {
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"\""), ERR_OK},
        {ENROL("7kq2m-oxw4t", DEVICE_TEXT, KEY, "\"\""), ERR_OK},
        {" " ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"\"") "\n", ERR_OK},
        {ENROL("7KQ2M0XW4", DEVICE_TEXT, KEY, "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4TT", DEVICE_TEXT, KEY, "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4U", DEVICE_TEXT, KEY, "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", "00000000-0000-0000-0000-000000000000", KEY, "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", "kiosk", KEY, "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY "A", "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, "AQ", "\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"a\\u001bb\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"a\\u009bb\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "7"), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"\",\"name\":\"\""), ERR_INVALID},
        {ENROL("7KQ2M0XW4T", DEVICE_TEXT, KEY, "\"\"") "x", ERR_INVALID},
        {"[]", ERR_INVALID},
        {"", ERR_INVALID},
        {"{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
         "]]]]]]]}",
         ERR_INVALID},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Enrolment got;
        Err err = {0};
        assert_int_equal(enrolment_decode(&arena, str8_from(CASES[i].body), &got, &err),
                         CASES[i].code);
        assert_int_equal(err.code, CASES[i].code);
    }
}

static void test_answer__says_when_memory_was_short(void **state) {
    (void)state;
    RecordsAnswer sent = make_receipt(3);
    Str8 body;
    assert_int_equal(records_answer_encode(&arena, &sent, &body, NULL), ERR_OK);
    ErrCode code = ERR_NO_MEMORY;
    size_t short_of = 0;
    for (size_t size = 16; code == ERR_NO_MEMORY; size += 16) {
        Arena small = arena_make(1, size);
        RecordsAnswer got;
        code = records_answer_decode(&small, body, &got, NULL);
        short_of += code == ERR_NO_MEMORY ? 1 : 0;
        arena_free(&small);
    }
    assert_int_equal(code, ERR_OK);
    assert_true(short_of > 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_enrolment__comes_back),
        TEST(test_enrolled__and_invitation_come_back),
        TEST(test_receipt__comes_back_with_all_that_may_be_quarantined),
        TEST(test_problem__of_a_fork_is_a_receipt_too),
        TEST(test_enrolment__refuses_what_is_wrong),
        TEST(test_answer__says_when_memory_was_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
