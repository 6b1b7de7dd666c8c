#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/hub/hub_kiosks.h"
#include "sync/hub/hub_verify.h"
#include "tests/unit/hub/hub_fixture.h"

#define PARTY "{\"visit\":\"\",\"first\":0,\"people\":[{\"role\":\"guardian\",\"grade\":\"\"}]}"

static void add_visits(TestKiosk *kiosk, const char *prefix, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Str8 name = str8_format(&kiosk->fixture->memory, "%s%zu", prefix, i);
        journal_add(kiosk, name.ptr, RECORD_SIGNED_IN, "open-house", PARTY);
    }
}

static void expect_sound(HubFixture *fixture) {
    HubVerdict verdict;
    EXPECT(hub_verify(&fixture->store, &verdict, &err), ERR_OK);
    if (!verdict.is_sound) {
        fail_msg("not sound: %s", verdict.reason);
    }
}

static void expect_head(const RecordsAnswer *answer, const TestKiosk *kiosk, size_t at) {
    assert_memory_equal(answer->head, kiosk->heads[at], RECORD_HEAD_SIZE);
}

/* ---- what is held ---- */

static void test_hub_records__are_acknowledged_with_the_kiosks_own_head(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 200);
    WireRequest request = ask_request(kiosk);
    RecordsAnswer answer = EXPECT_HAVE(fixture, &request, 0);
    expect_head(&answer, kiosk, 0);
    request = batch_request(kiosk, 1, 3);
    answer = EXPECT_HAVE(fixture, &request, 3);
    expect_head(&answer, kiosk, 3);
    assert_int_equal(answer.utc_ms, FIXTURE_NOW_MS);
    request = batch_request(kiosk, 4, 200);
    answer = EXPECT_HAVE(fixture, &request, 200);
    expect_head(&answer, kiosk, 200);
    request = ask_request(kiosk);
    answer = EXPECT_HAVE(fixture, &request, 200);
    expect_head(&answer, kiosk, 200);
    assert_int_equal(hub_count(fixture).records, 200);
    expect_sound(fixture);
}

static void test_hub_records__sent_twice_are_held_once(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 10);
    static const size_t RANGES[][2] = {{1, 6}, {1, 6}, {4, 8}, {2, 3}, {1, 10}, {10, 10}};
    static const int64_t HAVE[] = {6, 6, 8, 8, 10, 10};
    for (size_t i = 0; i < sizeof HAVE / sizeof HAVE[0]; i++) {
        WireRequest request = batch_request(kiosk, RANGES[i][0], RANGES[i][1]);
        RecordsAnswer answer = EXPECT_HAVE(fixture, &request, HAVE[i]);
        expect_head(&answer, kiosk, (size_t)HAVE[i]);
    }
    assert_int_equal(hub_count(fixture).records, 10);
    expect_sound(fixture);
}

static void test_hub_records__behind_a_gap_are_not_taken_and_what_is_held_is_said(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 10);
    WireRequest request = batch_request(kiosk, 1, 3);
    EXPECT_HAVE(fixture, &request, 3);
    request = batch_request(kiosk, 5, 10);
    RecordsAnswer answer = EXPECT_HAVE(fixture, &request, 3);
    expect_head(&answer, kiosk, 3);
    assert_int_equal(hub_count(fixture).records, 3);
}

static void test_hub_records__of_a_new_epoch_may_begin_where_its_chain_does(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 10);
    journal_fork(kiosk, "lobby-2", 6); /* all before was purged */
    WireRequest request = batch_request(kiosk, 1, 5);
    EXPECT_HAVE(fixture, &request, 10);
    assert_int_equal(hub_count(fixture).records, 5);
    expect_sound(fixture);
}

static void test_hub_records__that_were_carried_may_come_late_and_twice(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 6);
    WireRequest carried = batch_request(kiosk, 1, 3);
    WireRequest later = batch_request(kiosk, 1, 6); /* the network came back meanwhile */
    EXPECT_HAVE(fixture, &later, 6);
    EXPECT_REPLY(fixture, &carried, 409, "replayed");
    for (int i = 0; i < 2; i++) {
        const WireReply *reply =
            hub_handle_carried(fixture->hub, &fixture->memory, &carried, fixture->now);
        assert_int_equal(reply->status, 200);
    }
    assert_int_equal(hub_count(fixture).records, 6);
    EXPECT_REPLY(fixture, &later, 409, "replayed"); /* the counter did not go back */
}

static void test_hub_records__a_replay_says_which_counter_it_was_behind(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    kiosk->counter = 1000;
    WireRequest request = ask_request(kiosk);
    EXPECT_HAVE(fixture, &request, 0);
    kiosk->counter = 10; /* a restored card */
    request = ask_request(kiosk);
    const WireReply *reply = EXPECT_REPLY(fixture, &request, 409, "replayed");
    Problem problem;
    EXPECT(problem_decode(&fixture->memory, reply->body, &problem, &err), ERR_OK);
    assert_int_equal(problem.counter, 1001);
}

/* ---- forks ---- */

static void test_hub_records__that_contradict_are_a_fork_and_leave_nothing(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    TestKiosk *twin = test_stranger(fixture, "lobby"); /* the same card, copied */
    add_visits(kiosk, "v", 5);
    add_visits(twin, "v", 3);
    add_visits(twin, "twin", 4);
    WireRequest request = batch_request(kiosk, 1, 5);
    EXPECT_HAVE(fixture, &request, 5);
    twin->counter = kiosk->counter;
    static const size_t RANGES[][2] = {{1, 7}, {4, 7}, {5, 7}, {6, 7}, {4, 4}, {5, 5}};
    for (size_t i = 0; i < sizeof RANGES / sizeof RANGES[0]; i++) {
        request = batch_request(twin, RANGES[i][0], RANGES[i][1]);
        const WireReply *reply = EXPECT_REPLY(fixture, &request, 409, "fork");
        RecordsAnswer answer;
        EXPECT(records_answer_decode(&fixture->memory, reply->body, &answer, &err), ERR_OK);
        assert_int_equal(answer.have, 5);
        expect_head(&answer, kiosk, 5);
    }
    assert_int_equal(hub_count(fixture).records, 5);
    assert_int_equal(hub_count(fixture).epochs, 1);
    expect_sound(fixture);
}

static void test_hub_records__of_twins_are_all_held_once_and_the_twin_is_told(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    TestKiosk *twin = test_stranger(fixture, "lobby");
    add_visits(kiosk, "v", 5);
    add_visits(twin, "v", 3);
    add_visits(twin, "twin", 4);
    WireRequest request = batch_request(kiosk, 1, 5);
    EXPECT_HAVE(fixture, &request, 5);
    journal_fork(twin, "lobby-2", 2);
    twin->counter = kiosk->counter;
    request = batch_request(twin, 1, 4);
    EXPECT_HAVE(fixture, &request, 5);
    request = batch_request(twin, 2, 6);
    EXPECT_HAVE(fixture, &request, 7);
    assert_int_equal(hub_count(fixture).records, 9); /* 5, and 4 of the twin alone */
    KioskLine line;
    EXPECT(hub_kiosks_next(&fixture->store, &fixture->memory, 0, &line, &err), ERR_OK);
    assert_int_equal(line.epochs, 2);
    assert_int_equal(line.newest.have, 7);
    expect_sound(fixture);
}

static void test_hub_records__of_one_kiosk_cannot_take_the_place_of_anothers(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    TestKiosk *other = test_kiosk(fixture, "library");
    add_visits(other, "v", 2); /* it knows the ids, and was faster */
    add_visits(kiosk, "v", 2);
    WireRequest request = batch_request(other, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    request = batch_request(kiosk, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    assert_int_equal(hub_count(fixture).records, 4);
}

/* ---- what cannot be read ---- */

static void test_hub_records__of_unknown_types_are_kept_and_listed(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 1);
    journal_add(kiosk, "new", "visit.teleported", NULL, "{\"visit\":\"x\",\"to\":[1,2]}");
    add_visits(kiosk, "w", 1);
    WireRequest request = batch_request(kiosk, 1, 3);
    RecordsAnswer answer = EXPECT_HAVE(fixture, &request, 3);
    expect_head(&answer, kiosk, 3);
    assert_int_equal(answer.quarantined_count, 1);
    assert_int_equal(answer.quarantined[0].sequence, 2);
    assert_int_equal(answer.quarantined_total, 1);
    HubRecord record;
    EXPECT(fixture->store.record_get(fixture->store.context, &fixture->memory, 1, test_id("new"),
                                     &record, &err),
           ERR_OK);
    assert_true(str8_equal(record.record.body, STR8("{\"visit\":\"x\",\"to\":[1,2]}")));
    request = batch_request(kiosk, 1, 3); /* again: the same list, and nothing counted twice */
    answer = EXPECT_HAVE(fixture, &request, 3);
    assert_int_equal(answer.quarantined_count, 1);
    assert_int_equal(answer.quarantined_total, 1);
    expect_sound(fixture);
}

/* The batch's text with the n-th "time" made nonsense, signed anew. */
static WireRequest spoiled(TestKiosk *kiosk, size_t from, size_t to, size_t nth) {
    WireRequest request = batch_request(kiosk, from, to);
    char *body = str8_to_c(&kiosk->fixture->memory, request.body);
    char *at = body;
    for (size_t i = 0; i < nth; i++) {
        at = strstr(at, "\"time\"");
        assert_non_null(at);
        at++;
    }
    memcpy(at, "soup", 4);
    request.body.ptr = body;
    request.headers.count = 0;
    wire_header_add(&request.headers, STR8("content-type"), STR8(WIRE_BATCH_TYPE));
    sign_request(kiosk, &request);
    return request;
}

static void test_hub_records__one_bad_one_does_not_stop_the_others(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 8);
    WireRequest request = batch_request(kiosk, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    request = spoiled(kiosk, 3, 6, 2); /* record 4 */
    RecordsAnswer answer = EXPECT_HAVE(fixture, &request, 6);
    expect_head(&answer, kiosk, 6);
    assert_int_equal(answer.quarantined_count, 1);
    assert_int_equal(answer.quarantined[0].sequence, 4);
    assert_int_equal(hub_count(fixture).records, 5);
    HubQuarantined row;
    EXPECT(fixture->store.quarantine_next(fixture->store.context, &fixture->memory, (HubPlace){0},
                                          &row, &err),
           ERR_OK);
    assert_int_equal(row.place.sequence, 4);
    assert_true(str8_find(row.raw, STR8("soup")) < row.raw.len);
    request = spoiled(kiosk, 3, 6, 2);
    EXPECT_HAVE(fixture, &request, 6);
    request = batch_request(kiosk, 3, 8); /* readable now: it is known, and the chain goes on */
    answer = EXPECT_HAVE(fixture, &request, 8);
    expect_head(&answer, kiosk, 8);
    assert_int_equal(answer.quarantined_total, 1);
    HubVerdict verdict;
    EXPECT(hub_verify(&fixture->store, &verdict, &err), ERR_OK);
    assert_true(verdict.is_sound);
    assert_int_equal(verdict.taken, 1);
    assert_int_equal(verdict.quarantined, 1);
}

/* The hub was restored: it has nothing of the epoch, and 1 to 3 would be lost. */
static void test_hub_records__of_a_lost_epoch_are_not_taken_at_the_kiosks_word(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 8);
    WireRequest request = spoiled(kiosk, 4, 7, 2);
    EXPECT_REPLY(fixture, &request, 409, "fork");
    assert_int_equal(hub_count(fixture).records, 0);
    journal_fork(kiosk, "late", 4); /* the same records as an epoch that begins there */
    request = spoiled(kiosk, 1, 4, 2);
    EXPECT_HAVE(fixture, &request, 7);
}

static void test_hub_records__with_a_wrong_chain_leave_nothing(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 3);
    kiosk->heads[3][0] ^= 1;
    WireRequest request = batch_request(kiosk, 1, 3);
    EXPECT_REPLY(fixture, &request, 409, "fork");
    assert_int_equal(hub_count(fixture).records, 0);
    assert_int_equal(hub_count(fixture).epochs, 0);
}

/* ---- many at once ---- */

enum { GROUP = 8 };

static void test_hub_records__of_many_kiosks_share_a_transaction(void **state) {
    HubFixture *fixture = *state;
    HubJob *jobs[GROUP];
    WireRequest requests[GROUP];
    for (size_t i = 0; i < GROUP; i++) {
        Str8 name = str8_format(&fixture->memory, "kiosk%zu", i);
        TestKiosk *kiosk = test_kiosk(fixture, name.ptr);
        add_visits(kiosk, name.ptr, 2);
        if (i == 3) {
            kiosk->heads[2][0] ^= 1; /* one of them is wrong */
        }
        requests[i] = batch_request(kiosk, 1, 2);
    }
    uint64_t before = simdisk_operations(fixture->disk);
    for (size_t i = 0; i < GROUP; i++) {
        jobs[i] = hub_prepare(fixture->hub, &fixture->memory, &requests[i], fixture->now);
        assert_true(hub_job_waits(jobs[i]));
    }
    hub_commit(fixture->hub, jobs, GROUP, fixture->now);
    uint64_t operations = simdisk_operations(fixture->disk) - before;
    for (size_t i = 0; i < GROUP; i++) {
        const WireReply *reply = hub_reply(fixture->hub, jobs[i]);
        assert_int_equal(reply->status, i == 3 ? 409 : 200);
    }
    assert_int_equal(hub_count(fixture).records, 2 * (GROUP - 1));
    assert_in_range(operations, 1, 12); /* one commit, not eight */
    expect_sound(fixture);
}

/* A store in which one kiosk's records cannot be kept, for a reason of theirs alone. */
static HubStore real_store;
static ErrCode refuse_second(void *context, const HubRecord *record, bool *added, Err *err) {
    if (record->place.kiosk == 2) {
        return err_set(err, ERR_INTERNAL, "this one never fits");
    }
    return real_store.record_add(context, record, added, err);
}

static void test_hub_records__of_one_kiosk_cannot_keep_others_from_being_saved(void **state) {
    HubFixture *fixture = *state;
    HubJob *jobs[3];
    WireRequest requests[3];
    static const char *const NAMES[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++) {
        TestKiosk *kiosk = test_kiosk(fixture, NAMES[i]);
        add_visits(kiosk, NAMES[i], 2);
        requests[i] = batch_request(kiosk, 1, 2);
    }
    real_store = fixture->store;
    fixture->store.record_add = refuse_second;
    hub_restart(fixture);
    for (size_t i = 0; i < 3; i++) {
        jobs[i] = hub_prepare(fixture->hub, &fixture->memory, &requests[i], fixture->now);
    }
    hub_commit(fixture->hub, jobs, 3, fixture->now);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(hub_reply(fixture->hub, jobs[i])->status, i == 1 ? 503 : 200);
    }
    assert_int_equal(hub_count(fixture).records, 4);
    expect_sound(fixture);
}

/* ---- trouble ---- */

/*
 * The first, second, third ... call of the disk fails, once or for ever. Whatever was answered 200
 * is held after the power came back, and sending again brings all of it exactly once.
 */
static void fail_call(HubFixture *fixture, uint64_t call, bool ever, bool *struck) {
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 6);
    WireRequest request = batch_request(kiosk, 1, 3);
    EXPECT_HAVE(fixture, &request, 3);
    uint64_t before = simdisk_calls(fixture->disk);
    simdisk_fail_call(fixture->disk, (CallFault){.call = call, .ever = ever});
    request = batch_request(kiosk, 2, 6);
    int status = hub_ask(fixture, &request)->status;
    *struck = simdisk_calls(fixture->disk) - before >= call;
    simdisk_fail_call(fixture->disk, (CallFault){.call = 0});
    assert_true(status == 200 || status == 503);
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    simdisk_restart(fixture->disk, CUT_NOTHING, call);
    hub_reopen(fixture);
    int64_t held = hub_count(fixture).records;
    assert_true(held == 6 || (held == 3 && status == 503));
    request = batch_request(kiosk, 1, 6);
    EXPECT_HAVE(fixture, &request, 6);
    assert_int_equal(hub_count(fixture).records, 6);
    expect_sound(fixture);
}

static void test_hub_records__nothing_is_told_that_a_failing_disk_takes_back(void **state) {
    (void)state;
    for (int ever = 0; ever < 2; ever++) {
        bool struck = true;
        for (uint64_t call = 1; struck; call++) {
            void *fixture = NULL;
            assert_int_equal(hub_setup(&fixture), 0);
            fail_call(fixture, call, ever == 1, &struck);
            assert_int_equal(hub_teardown(&fixture), 0);
        }
    }
}

static void cut_power(HubFixture *fixture, uint64_t operation, CutModel model, bool *struck) {
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 6);
    int64_t told = 0;
    simdisk_plan(fixture->disk, FAULT_CUT, operation);
    for (size_t i = 1; i <= 6 && told == (int64_t)i - 1; i++) {
        WireRequest request = batch_request(kiosk, i, i);
        if (hub_ask(fixture, &request)->status == 200) {
            told = (int64_t)i;
        }
    }
    *struck = simdisk_has_struck(fixture->disk);
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    simdisk_restart(fixture->disk, model, operation * 7 + (uint64_t)model);
    hub_reopen(fixture);
    assert_true(hub_count(fixture).records >= told);
    WireRequest request = batch_request(kiosk, 1, 6);
    EXPECT_HAVE(fixture, &request, 6);
    assert_int_equal(hub_count(fixture).records, 6);
    expect_sound(fixture);
}

static void test_hub_records__survive_a_power_cut_at_any_operation(void **state) {
    (void)state;
    for (unsigned model = 0; model < CUT_MODELS; model++) {
        bool struck = true;
        for (uint64_t operation = 1; struck; operation++) {
            void *fixture = NULL;
            assert_int_equal(hub_setup(&fixture), 0);
            cut_power(fixture, operation, (CutModel)model, &struck);
            assert_int_equal(hub_teardown(&fixture), 0);
        }
    }
}

/* An fsync that failed leaves pages that look clean: what was not durable must not be "known". */
static void
test_hub_records__after_a_failed_sync_nothing_is_known_that_is_not_durable(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 2);
    WireRequest request = batch_request(kiosk, 1, 1);
    EXPECT_HAVE(fixture, &request, 1);
    uint64_t before = simdisk_operations(fixture->disk);
    request = batch_request(kiosk, 2, 2);
    uint64_t operations = 0;
    {
        /* How many operations such a request takes, by a second kiosk that does the same. */
        TestKiosk *other = test_kiosk(fixture, "library");
        add_visits(other, "w", 2);
        WireRequest same = batch_request(other, 1, 1);
        EXPECT_HAVE(fixture, &same, 1);
        before = simdisk_operations(fixture->disk);
        same = batch_request(other, 2, 2);
        EXPECT_HAVE(fixture, &same, 2);
        operations = simdisk_operations(fixture->disk) - before;
    }
    bool seen = false;
    for (uint64_t i = 1; i <= operations; i++) {
        simdisk_plan(fixture->disk, FAULT_ERROR, i);
        request = batch_request(kiosk, 2, 2);
        seen = hub_ask(fixture, &request)->status == 503 || seen;
        simdisk_plan(fixture->disk, FAULT_NONE, 1);
    }
    assert_true(seen);
    request = batch_request(kiosk, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    simdisk_restart(fixture->disk, CUT_NOTHING, 5);
    hub_reopen(fixture);
    request = ask_request(kiosk);
    EXPECT_HAVE(fixture, &request, 2);
}

/* ---- a hub that went back ---- */

static void test_hub_records__a_restored_hub_says_what_it_has_and_gets_the_rest(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_visits(kiosk, "v", 8);
    WireRequest request = batch_request(kiosk, 1, 3);
    EXPECT_HAVE(fixture, &request, 3);
    SimDisk *backup = simdisk_make("hub-backup");
    hub_reopen(fixture); /* nothing is open while it is copied */
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    simdisk_copy(backup, fixture->disk);
    hub_reopen(fixture);
    request = batch_request(kiosk, 4, 8);
    EXPECT_HAVE(fixture, &request, 8);
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    fixture->hub = NULL;
    fixture->sqlite = NULL;
    simdisk_copy(fixture->disk, backup);
    hub_reopen(fixture);
    request = batch_request(kiosk, 8, 8);
    RecordsAnswer answer = EXPECT_HAVE(fixture, &request, 3);
    expect_head(&answer, kiosk, 3);
    request = batch_request(kiosk, 4, 8);
    EXPECT_HAVE(fixture, &request, 8);
    assert_int_equal(hub_count(fixture).records, 8);
    assert_int_equal(hub_count(fixture).epochs, 1);
    expect_sound(fixture);
    simdisk_free(backup);
}

int main(void) {
#define HUB_TEST(name) cmocka_unit_test_setup_teardown(name, hub_setup, hub_teardown)
    const struct CMUnitTest tests[] = {
        HUB_TEST(test_hub_records__are_acknowledged_with_the_kiosks_own_head),
        HUB_TEST(test_hub_records__sent_twice_are_held_once),
        HUB_TEST(test_hub_records__behind_a_gap_are_not_taken_and_what_is_held_is_said),
        HUB_TEST(test_hub_records__of_a_new_epoch_may_begin_where_its_chain_does),
        HUB_TEST(test_hub_records__that_were_carried_may_come_late_and_twice),
        HUB_TEST(test_hub_records__a_replay_says_which_counter_it_was_behind),
        HUB_TEST(test_hub_records__that_contradict_are_a_fork_and_leave_nothing),
        HUB_TEST(test_hub_records__of_twins_are_all_held_once_and_the_twin_is_told),
        HUB_TEST(test_hub_records__of_one_kiosk_cannot_take_the_place_of_anothers),
        HUB_TEST(test_hub_records__of_unknown_types_are_kept_and_listed),
        HUB_TEST(test_hub_records__one_bad_one_does_not_stop_the_others),
        HUB_TEST(test_hub_records__of_a_lost_epoch_are_not_taken_at_the_kiosks_word),
        HUB_TEST(test_hub_records__with_a_wrong_chain_leave_nothing),
        HUB_TEST(test_hub_records__of_many_kiosks_share_a_transaction),
        HUB_TEST(test_hub_records__of_one_kiosk_cannot_keep_others_from_being_saved),
        cmocka_unit_test(test_hub_records__nothing_is_told_that_a_failing_disk_takes_back),
        cmocka_unit_test(test_hub_records__survive_a_power_cut_at_any_operation),
        HUB_TEST(test_hub_records__after_a_failed_sync_nothing_is_known_that_is_not_durable),
        HUB_TEST(test_hub_records__a_restored_hub_says_what_it_has_and_gets_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
