#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "data/base/civil.h"
#include "data/store/visit_store.h"
#include "sync/client/client.h"
#include "sync/wire/signature.h"
#include "tests/unit/client/fake_hub.h"
#include "tests/unit/store/sync_fixture.h"

static StoreFixture *fixture;
static FakeHub hub;
static SyncClient *client;
static int64_t now_ms; /* after FIXTURE_NOW_MS */
static bool clock_good;

static int setup(void **state) {
    int made = fixture_setup(state);
    fixture = *state;
    fake_hub_init(&hub);
    fake_hub_enrol(&hub, fixture->store);
    now_ms = 0;
    clock_good = true;
    EXPECT(sync_client_new(&fixture->arena, fixture->store, fixture->options.random, &client, &err),
           ERR_OK);
    return made;
}

static int teardown(void **state) {
    sync_client_free(client);
    return fixture_teardown(state);
}

static Moment now(void) {
    Moment moment = moment_at(now_ms);
    moment.good = clock_good;
    return moment;
}

static SyncTurn turn(void) {
    SyncTurn turn = {0};
    EXPECT(sync_client_turn(client, &fixture->arena, now(), &turn, &err), ERR_OK);
    return turn;
}

static void answer(const TransportResult *result) {
    EXPECT(sync_client_answer(client, &fixture->arena, result, now(), &err), ERR_OK);
}

/* Until it waits, at most `turns`. @return requests that were sent */
static int run(int turns) {
    int sent = 0;
    while (sent < turns) {
        SyncTurn what = turn();
        if (what.kind != SYNC_TURN_SEND) {
            break;
        }
        TransportResult result = fake_hub_answer(&hub, &fixture->arena, &what.request);
        answer(&result);
        sent++;
    }
    return sent;
}

static void step_past_wait(void) {
    SyncTurn what = turn();
    what = what.kind == SYNC_TURN_SEND ? turn() : what; /* that one was lost */
    assert_int_equal(what.kind, SYNC_TURN_WAIT);
    now_ms = what.until_mono_ms - 100000;
}

static SyncNote note(void) {
    SyncNote note;
    EXPECT(sync_store_last_note(fixture->store, &note, &err), ERR_OK);
    return note;
}

static void restart_client(void) {
    sync_client_free(client);
    EXPECT(sync_client_new(&fixture->arena, fixture->store, fixture->options.random, &client, &err),
           ERR_OK);
}

static void expect_all_there(void) {
    JournalStatus status = sync_status(fixture);
    assert_int_equal(status.watermark, status.last);
    assert_true(hub.ids_count >= (size_t)status.last);
}

static void test_client__sends_everything_once_and_then_waits(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 30);
    int sent = run(50);
    assert_int_equal(sent, 2); /* what do you have, and one batch */
    expect_all_there();
    SyncTurn what = turn();
    assert_int_equal(what.kind, SYNC_TURN_WAIT);
    assert_true(what.until_mono_ms > now().mono_ms + 5 * HOUR_MS);
    assert_int_equal(note().trouble, SYNC_FINE);
    assert_int_equal(note().sent_utc_ms, FIXTURE_NOW_MS);
    assert_int_equal(sync_client_trouble(client), SYNC_FINE);
}

static void test_client__sends_a_new_record_at_once_and_asks_after_six_hours(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 1);
    (void)run(9);
    Visit visit = test_visit("later");
    visit.household_id = visit.id;
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, now(), &out, &err), ERR_OK);
    assert_int_equal(run(9), 1);
    expect_all_there();
    now_ms += 6 * HOUR_MS;
    assert_int_equal(run(9), 1);
}

static void test_client__counts_a_second_turn_without_an_answer_as_lost(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 5);
    for (int i = 0; i < 12; i++) { /* applied, and every reply is dropped */
        SyncTurn what = turn();
        if (what.kind == SYNC_TURN_WAIT) {
            now_ms = what.until_mono_ms - 100000;
        } else {
            (void)fake_hub_answer(&hub, &fixture->arena, &what.request);
        }
    }
    assert_int_equal(sync_client_trouble(client), SYNC_UNREACHABLE);
    assert_int_equal(note().trouble, SYNC_UNREACHABLE);
    step_past_wait();
    (void)run(9);
    expect_all_there();
    assert_int_equal(sync_status(fixture).last, (int64_t)hub.ids_count);
}

static void test_client__is_stopped_until_it_is_enrolled(void **state) {
    (void)state;
    StoreFixture other = *fixture;
    StoreOptions options = fixture->options;
    char path[512];
    Str8Builder text = builder_make(path, sizeof path);
    builder_format(&text, "%s/other.db", fixture->folder);
    options.path = path;
    EXPECT(store_open(&fixture->arena, &options, &other.store, &err), ERR_OK);
    SyncClient *waiting = NULL;
    SyncTurn what = {0};
    EXPECT(sync_client_new(&fixture->arena, other.store, options.random, &waiting, &err), ERR_OK);
    EXPECT(sync_client_turn(waiting, &fixture->arena, now(), &what, &err), ERR_OK);
    assert_int_equal(what.kind, SYNC_TURN_STOPPED);
    fake_hub_enrol(&hub, other.store);
    EXPECT(sync_client_turn(waiting, &fixture->arena, now(), &what, &err), ERR_OK);
    assert_int_equal(what.kind, SYNC_TURN_SEND);
    assert_true(str8_equal(what.url, STR8("https://hub.example")));
    sync_client_free(waiting);
    store_close(other.store);
}

static void sign_in_one(int serial) {
    char name[24];
    Str8Builder text = builder_make(name, sizeof name);
    builder_format(&text, "one-%d", serial);
    Visit visit = test_visit(name);
    visit.household_id = visit.id;
    SignIn out;
    EXPECT(visit_store_sign_in(fixture->store, &visit, now(), &out, &err), ERR_OK);
}

/* One request in `mode`: the watermark stays, the trouble is told, and a wait follows. */
static void expect_wrong(FakeMode mode, SyncTrouble trouble) {
    int64_t before = sync_status(fixture).watermark;
    hub.mode = mode;
    assert_int_equal(run(1), 1);
    hub.mode = FAKE_HONEST;
    assert_int_equal(sync_status(fixture).watermark, before);
    assert_int_equal(sync_client_trouble(client), trouble);
    assert_int_equal(note().trouble, trouble);
    assert_int_equal(turn().kind, SYNC_TURN_WAIT);
}

static void test_client__is_moved_by_no_wrong_answer(void **state) {
    (void)state;
    static const struct {
        FakeMode mode;
        SyncTrouble trouble;
    } WRONG[] = {
        {FAKE_UNSIGNED, SYNC_NOT_THE_HUB},
        {FAKE_WRONG_KEY, SYNC_NOT_THE_HUB},
        {FAKE_OLD_ANSWER, SYNC_NOT_THE_HUB},
        {FAKE_OTHER_EPOCH, SYNC_HUB_TROUBLE},
        {FAKE_TRUNCATED, SYNC_HUB_TROUBLE},
        {FAKE_NONSENSE, SYNC_HUB_TROUBLE},
        {FAKE_HTML, SYNC_PORTAL},
        {FAKE_REDIRECT, SYNC_PORTAL},
        {FAKE_BUSY, SYNC_HUB_BUSY},
        {FAKE_TROUBLE, SYNC_HUB_TROUBLE},
    };
    Id epoch = sync_source(fixture).epoch;
    (void)run(1); /* so that there is an answer to be old */
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        sign_in_one((int)i);
        restart_client();
        expect_wrong(WRONG[i].mode, WRONG[i].trouble); /* to the question */
        step_past_wait();
        assert_int_equal(run(1), 1);
        if (sync_status(fixture).watermark == sync_status(fixture).last) {
            sign_in_one(100 + (int)i);
        }
        expect_wrong(WRONG[i].mode, WRONG[i].trouble); /* to a batch */
        step_past_wait();
        (void)run(9);
        expect_all_there();
    }
    assert_true(id_equal(epoch, sync_source(fixture).epoch));
    assert_int_equal(note().forks, 0);
    assert_int_equal(sync_status(fixture).last, (int64_t)hub.ids_count);
}

/* What no answer at all means. */
static void test_client__tells_every_outcome_of_the_network(void **state) {
    (void)state;
    static const struct {
        TransportOutcome outcome;
        SyncTrouble trouble;
        const char *detail;
    } OUTCOMES[] = {
        {TRANSPORT_NO_NETWORK, SYNC_NO_NETWORK, ""},
        {TRANSPORT_UNREACHABLE, SYNC_UNREACHABLE, ""},
        {TRANSPORT_TIMED_OUT, SYNC_TOO_SLOW, ""},
        {TRANSPORT_UNTRUSTED, SYNC_INSPECTED, "Contoso?Web Filter"},
        {TRANSPORT_EXPIRED, SYNC_HUB_TROUBLE, "its certificate is not valid today"},
        {TRANSPORT_OTHER_NAME, SYNC_NOT_THE_HUB, "the certificate is of Contoso?Web Filter"},
    };
    sign_in_one(0);
    for (size_t i = 0; i < sizeof OUTCOMES / sizeof OUTCOMES[0]; i++) {
        TransportResult result = {.outcome = OUTCOMES[i].outcome,
                                  .filter = STR8("Contoso\nWeb Filter")};
        assert_int_equal(turn().kind, SYNC_TURN_SEND);
        answer(&result);
        assert_int_equal(note().trouble, OUTCOMES[i].trouble);
        assert_string_equal(note().detail, OUTCOMES[i].detail);
        assert_int_equal(note().contact_utc_ms, 0);
        step_past_wait();
    }
    (void)run(9);
    expect_all_there();
    assert_string_equal(note().detail, "");
}

static void test_client__begins_anew_when_a_twin_took_its_place(void **state) {
    (void)state;
    StoreFixture twin = *fixture;
    sync_sign_in_many(fixture, 4);
    (void)run(9);
    EXPECT(store_checkpoint_idle(fixture->store, &err), ERR_OK);
    sync_clone(fixture, &twin);
    sign_in_one(1);
    (void)run(9); /* record 5 of this card */
    SyncClient *first = client;
    Store *first_store = fixture->store;
    fixture->store = twin.store;
    EXPECT(sync_client_new(&fixture->arena, twin.store, fixture->options.random, &client, &err),
           ERR_OK);
    sign_in_one(2);
    sign_in_one(3); /* records 5 and 6 of the other */
    (void)run(20);
    expect_all_there();
    assert_int_equal(note().forks, 1);
    assert_int_equal(hub.epochs_count, 2);
    assert_int_equal(note().trouble, SYNC_FINE);
    sync_client_free(client);
    client = first;
    fixture->store = first_store;
    store_close(twin.store);
    sign_in_one(4);
    now_ms += HOUR_MS;
    (void)run(20);
    expect_all_there();
    assert_int_equal(note().forks, 0);
    assert_int_equal(hub.ids_count, 4 + 2 + 2); /* in common, of this one, of the other */
}

static void test_client__disagrees_instead_of_forking_for_ever(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 2);
    hub.mode = FAKE_ALWAYS_FORK;
    for (int hours = 0; hours < 12; hours++) {
        (void)run(20);
        assert_int_equal(sync_client_trouble(client), SYNC_DISAGREES);
        now_ms += 61 * MINUTE_MS + 1000;
    }
    assert_int_equal(note().forks, 1);
    restart_client();
    (void)run(20);
    assert_int_equal(note().forks, 1);
    assert_int_equal(sync_status(fixture).watermark, 0);
    hub.mode = FAKE_HONEST;
    now_ms += 2 * HOUR_MS;
    (void)run(20);
    expect_all_there();
    assert_int_equal(note().trouble, SYNC_FINE);
}

static void test_client__goes_back_with_a_restored_hub(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 4);
    (void)run(9);
    FakeHub backup = hub;
    sign_in_one(1);
    sign_in_one(2);
    (void)run(9);
    int64_t counter = hub.counter;
    hub = backup;
    hub.counter = counter;
    sign_in_one(3);
    (void)run(9);
    expect_all_there();
    assert_int_equal(sync_status(fixture).last, (int64_t)hub.ids_count);
    assert_int_equal(note().forks, 0);
}

static void test_client__waits_for_a_hub_that_keeps_nothing(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 4);
    hub.mode = FAKE_NOTHING_KEPT;
    assert_int_equal(run(20), 3);
    assert_int_equal(note().trouble, SYNC_HUB_TROUBLE);
    assert_int_equal(sync_status(fixture).watermark, 0);
}

static void test_client__forks_when_the_hub_has_more_than_it_ever_had(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 2);
    (void)run(9);
    hub.mode = FAKE_BEYOND;
    restart_client();
    (void)run(1);
    hub.mode = FAKE_HONEST;
    (void)run(9);
    assert_int_equal(note().forks, 1);
    expect_all_there();
    assert_int_equal(sync_status(fixture).last, (int64_t)hub.ids_count);
}

static void test_client__takes_larger_counters_when_its_own_were_used(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 2);
    (void)run(9);
    hub.counter = 5000; /* as of a card that was restored */
    sign_in_one(1);
    (void)run(9);
    expect_all_there();
    assert_int_equal(note().trouble, SYNC_FINE);
    assert_true(hub.counter > 5000);
}

static void test_client__sends_less_when_told_that_it_is_too_large(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 130);
    hub.mode = FAKE_TOO_LARGE;
    hub.batch_max = 20;
    (void)run(60);
    expect_all_there();
    assert_true(hub.batches > 130 / 20);
    assert_int_equal(note().trouble, SYNC_FINE);
}

static void test_client__stops_when_revoked_and_keeps_what_waits(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 3);
    hub.mode = FAKE_REVOKED;
    (void)run(1);
    assert_int_equal(turn().kind, SYNC_TURN_STOPPED);
    assert_int_equal(note().trouble, SYNC_REVOKED);
    restart_client();
    now_ms += 24 * HOUR_MS;
    assert_int_equal(turn().kind, SYNC_TURN_STOPPED);
    sync_expect_sound(fixture, 3);
    hub.mode = FAKE_HONEST;
    fake_hub_enrol(&hub, fixture->store); /* with a new code */
    sync_client_nudge(client);
    (void)run(9);
    expect_all_there();
    assert_int_equal(note().trouble, SYNC_FINE);
}

static void test_client__follows_a_new_enrolment_that_nobody_told_it_of(void **state) {
    (void)state;
    static FakeHub other;
    sync_sign_in_many(fixture, 2);
    (void)run(9);
    fake_hub_init(&other);
    memset(other.seed, 8, sizeof other.seed);
    signature_public(other.seed, other.public_key);
    fake_hub_enrol(&other, fixture->store);
    hub = other;
    (void)run(9); /* all of it, for the other hub has none */
    expect_all_there();
    assert_int_equal(hub.ids_count, 2);
    assert_int_equal(note().trouble, SYNC_FINE);
}

static void test_client__is_not_stopped_by_the_hub_that_it_left(void **state) {
    (void)state;
    static FakeHub other;
    SyncLink link;
    sync_sign_in_many(fixture, 2);
    SyncTurn what = turn();
    assert_int_equal(what.kind, SYNC_TURN_SEND);
    hub.mode = FAKE_REVOKED;
    TransportResult result = fake_hub_answer(&hub, &fixture->arena, &what.request);
    fake_hub_init(&other);
    memset(other.seed, 8, sizeof other.seed);
    signature_public(other.seed, other.public_key);
    fake_hub_enrol(&other, fixture->store); /* while the answer was on its way */
    answer(&result);
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &link, &err), ERR_OK);
    assert_false(link.revoked);
    hub = other;
    (void)run(9);
    expect_all_there();
}

static void test_client__does_not_trust_dates_when_its_clock_is_unsure(void **state) {
    (void)state;
    sync_sign_in_many(fixture, 1);
    clock_good = false;
    hub.utc_ms = FIXTURE_NOW_MS + 3 * HOUR_MS; /* the right time */
    assert_false(turn().trust_dates);
    now_ms += HOUR_MS;
    (void)turn(); /* that one was lost */
    now_ms += HOUR_MS;
    (void)run(9);
    expect_all_there();
    assert_int_equal(note().contact_utc_ms, hub.utc_ms);
    int64_t trusted = 0;
    EXPECT(store_last_good_time(fixture->store, &trusted, &err), ERR_OK);
    assert_int_equal(trusted, hub.utc_ms);
    clock_good = true;
    now_ms += 7 * HOUR_MS;
    assert_true(turn().trust_dates);
}

static void test_client__does_not_wear_the_disk_in_a_long_outage(void **state) {
    (void)state;
    static const TransportResult NONE = {.outcome = TRANSPORT_NO_NETWORK};
    sign_in_one(0);
    int64_t writes = 0;
    int64_t before = -1;
    int tries = 0;
    while (now_ms < 4 * HOUR_MS) {
        if (turn().kind == SYNC_TURN_SEND) {
            answer(&NONE);
            tries++;
        }
        writes += note().tried_utc_ms != before ? 1 : 0;
        before = note().tried_utc_ms;
        step_past_wait();
    }
    assert_true(tries > 60);
    assert_true(writes <= 30);
}

int main(void) {
#define CLIENT_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CLIENT_TEST(test_client__sends_everything_once_and_then_waits),
        CLIENT_TEST(test_client__sends_a_new_record_at_once_and_asks_after_six_hours),
        CLIENT_TEST(test_client__counts_a_second_turn_without_an_answer_as_lost),
        CLIENT_TEST(test_client__is_stopped_until_it_is_enrolled),
        CLIENT_TEST(test_client__is_moved_by_no_wrong_answer),
        CLIENT_TEST(test_client__tells_every_outcome_of_the_network),
        CLIENT_TEST(test_client__begins_anew_when_a_twin_took_its_place),
        CLIENT_TEST(test_client__disagrees_instead_of_forking_for_ever),
        CLIENT_TEST(test_client__goes_back_with_a_restored_hub),
        CLIENT_TEST(test_client__waits_for_a_hub_that_keeps_nothing),
        CLIENT_TEST(test_client__forks_when_the_hub_has_more_than_it_ever_had),
        CLIENT_TEST(test_client__takes_larger_counters_when_its_own_were_used),
        CLIENT_TEST(test_client__sends_less_when_told_that_it_is_too_large),
        CLIENT_TEST(test_client__stops_when_revoked_and_keeps_what_waits),
        CLIENT_TEST(test_client__follows_a_new_enrolment_that_nobody_told_it_of),
        CLIENT_TEST(test_client__is_not_stopped_by_the_hub_that_it_left),
        CLIENT_TEST(test_client__does_not_trust_dates_when_its_clock_is_unsure),
        CLIENT_TEST(test_client__does_not_wear_the_disk_in_a_long_outage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
