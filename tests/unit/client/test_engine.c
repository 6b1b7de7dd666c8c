#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/client/engine.h"

static const EngineFacts WAITING = {.enrolled = true, .waiting = 7};
static const EngineFacts NOTHING = {.enrolled = true};

static EngineEvent taken(bool sending, bool moved) {
    return (EngineEvent){.kind = ENGINE_TAKEN, .was_sending = sending, .moved = moved};
}

static EngineEvent failed(SyncTrouble trouble, uint64_t random) {
    return (EngineEvent){
        .kind = ENGINE_FAILED, .trouble = trouble, .was_sending = true, .random = random};
}

static Engine asked(void) {
    Engine engine = engine_make(SYNC_FINE, 0);
    EngineEvent event = taken(false, false);
    assert_int_equal(engine_hear(&engine, &event, 0), ENGINE_GO_ON);
    return engine;
}

static EngineOrder hear(Engine *engine, EngineEvent event, int64_t now) {
    return engine_hear(engine, &event, now);
}

static void test_engine__does_nothing_until_it_is_enrolled_and_after_it_was_revoked(void **state) {
    (void)state;
    Engine engine = engine_make(SYNC_FINE, 0);
    EngineFacts none = {.waiting = 3};
    EngineFacts revoked = {.enrolled = true, .revoked = true, .waiting = 3};
    assert_int_equal(engine_step(&engine, &none, 0).kind, ENGINE_STOPPED);
    assert_int_equal(engine_step(&engine, &revoked, 0).kind, ENGINE_STOPPED);
    assert_int_equal(hear(&engine, (EngineEvent){.kind = ENGINE_REVOKED}, 0), ENGINE_DO_STOP);
    assert_int_equal(engine.trouble, SYNC_REVOKED);
}

static void test_engine__asks_first_then_sends_then_waits_for_the_heartbeat(void **state) {
    (void)state;
    Engine engine = engine_make(SYNC_FINE, 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_ASK);
    engine = asked();
    EngineStep step = engine_step(&engine, &WAITING, 10);
    assert_int_equal(step.kind, ENGINE_SEND);
    assert_int_equal(step.records_max, ENGINE_RECORDS_MAX);
    step = engine_step(&engine, &NOTHING, 10);
    assert_int_equal(step.kind, ENGINE_WAIT);
    assert_true(step.until_mono_ms <= ENGINE_HEARTBEAT_MS);
    assert_true(step.until_mono_ms >= ENGINE_HEARTBEAT_MS - ENGINE_HEARTBEAT_SPREAD_MS);
    assert_int_equal(engine_step(&engine, &NOTHING, ENGINE_HEARTBEAT_MS).kind, ENGINE_ASK);
}

/* Whatever the draw: never sooner than the least, never later than the ceiling of its turn. */
static void test_engine__backs_off_up_to_five_minutes_with_full_jitter(void **state) {
    (void)state;
    static const int64_t CEILINGS[] = {2000,  4000,   8000,   16000,  32000,
                                       64000, 128000, 256000, 300000, 300000};
    for (uint64_t random = 0; random < 40; random++) {
        Engine engine = asked();
        int64_t now = 1000;
        for (size_t i = 0; i < sizeof CEILINGS / sizeof CEILINGS[0]; i++) {
            (void)hear(&engine, failed(SYNC_UNREACHABLE, random * UINT64_C(7919000003)), now);
            EngineStep step = engine_step(&engine, &WAITING, now);
            assert_int_equal(step.kind, ENGINE_WAIT);
            assert_true(step.until_mono_ms >= now + ENGINE_BACKOFF_MIN_MS);
            assert_true(step.until_mono_ms <= now + CEILINGS[i]);
            now = step.until_mono_ms;
            assert_int_equal(engine_step(&engine, &WAITING, now).kind, ENGINE_SEND);
        }
        (void)hear(&engine, taken(true, true), now);
        (void)hear(&engine, failed(SYNC_UNREACHABLE, UINT64_MAX), now);
        assert_true(engine_step(&engine, &WAITING, now).until_mono_ms <= now + CEILINGS[0]);
    }
}

static void test_engine__draws_all_over_the_ceiling(void **state) {
    (void)state;
    int64_t least = INT64_MAX;
    int64_t most = 0;
    for (uint64_t random = 0; random < 2000; random++) {
        Engine engine = asked();
        (void)hear(&engine, failed(SYNC_UNREACHABLE, random), 0);
        int64_t wait = engine_step(&engine, &WAITING, 0).until_mono_ms;
        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    assert_int_equal(least, ENGINE_BACKOFF_MIN_MS);
    assert_int_equal(most, ENGINE_BACKOFF_FIRST_MS - 1);
}

static void test_engine__does_what_the_hub_wished_but_not_for_ever(void **state) {
    (void)state;
    Engine engine = asked();
    EngineEvent busy = failed(SYNC_HUB_BUSY, 0);
    busy.retry_after_ms = 90000;
    (void)hear(&engine, busy, 0);
    assert_int_equal(engine_step(&engine, &WAITING, 89999).kind, ENGINE_WAIT);
    assert_int_equal(engine_step(&engine, &WAITING, 90000).kind, ENGINE_SEND);
    busy.retry_after_ms = INT64_C(365) * 24 * 3600 * 1000;
    (void)hear(&engine, busy, 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).until_mono_ms, ENGINE_RETRY_AFTER_MAX_MS);
}

static void test_engine__halves_what_is_too_large_and_stays_below_it(void **state) {
    (void)state;
    Engine engine = asked();
    EngineEvent large = {.kind = ENGINE_TOO_LARGE, .was_sending = true};
    (void)hear(&engine, large, 0);
    EngineStep step = engine_step(&engine, &WAITING, 0);
    assert_int_equal(step.kind, ENGINE_SEND); /* at once: the reason is mended */
    assert_int_equal(step.records_max, ENGINE_RECORDS_MAX / 2);
    assert_int_equal(step.size_max, ENGINE_SIZE_MAX / 2);
    (void)hear(&engine, taken(true, true), 0);
    (void)hear(&engine, taken(true, true), 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).records_max, ENGINE_RECORDS_MAX / 2);
    for (int i = 0; i < 20; i++) {
        (void)hear(&engine, large, 0);
    }
    assert_int_equal(engine.trouble, SYNC_REFUSED); /* not even one: never a busy loop */
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_WAIT);
}

static void test_engine__sends_less_over_a_slow_network_and_grows_again(void **state) {
    (void)state;
    Engine engine = asked();
    for (int i = 0; i < 12; i++) {
        (void)hear(&engine, failed(SYNC_TOO_SLOW, 0), 0);
    }
    assert_int_equal(engine.records_max, 1);
    (void)hear(&engine, taken(true, true), 0);
    assert_int_equal(engine.records_max, 2);
    for (int i = 0; i < 12; i++) {
        (void)hear(&engine, taken(true, true), 0);
    }
    assert_int_equal(engine.records_max, ENGINE_RECORDS_MAX);
    assert_int_equal(engine.size_max, ENGINE_SIZE_MAX);
}

static void test_engine__sends_less_when_it_is_cut_off_again_and_again(void **state) {
    (void)state;
    Engine engine = asked();
    for (int i = 0; i < 3; i++) {
        (void)hear(&engine, failed(SYNC_UNREACHABLE, 0), 0);
    }
    assert_int_equal(engine.records_max, ENGINE_RECORDS_MAX);
    for (int i = 0; i < 12; i++) {
        (void)hear(&engine, failed(SYNC_UNREACHABLE, 0), 0);
    }
    assert_int_equal(engine.records_max, 1);
}

static void test_engine__forks_once_and_then_disagrees_hourly(void **state) {
    (void)state;
    Engine engine = asked();
    EngineEvent fork = {.kind = ENGINE_FORK, .was_sending = true, .random = 5};
    assert_int_equal(hear(&engine, fork, 0), ENGINE_DO_FORK);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_SEND);
    int64_t now = 0;
    int forks = 0;
    for (int tries = 0; tries < 48; tries++) {
        EngineStep step = engine_step(&engine, &WAITING, now);
        now = step.kind == ENGINE_WAIT ? step.until_mono_ms : now;
        forks += hear(&engine, fork, now) == ENGINE_DO_FORK ? 1 : 0;
        assert_true(engine_step(&engine, &WAITING, now).until_mono_ms >=
                        now + ENGINE_DISAGREES_MS ||
                    engine.trouble == SYNC_FINE);
    }
    assert_in_range(forks, 1, 2); /* two days: one a day at most */
    (void)hear(&engine, taken(true, true), now);
    assert_int_equal(engine.trouble, SYNC_FINE);
    assert_int_equal(hear(&engine, fork, now), ENGINE_DO_FORK); /* a new one is a new one */
}

static void test_engine__remembers_a_disagreement_over_a_restart(void **state) {
    (void)state;
    Engine engine = engine_make(SYNC_DISAGREES, 0);
    EngineEvent fork = {.kind = ENGINE_FORK};
    assert_int_equal(hear(&engine, fork, 0), ENGINE_GO_ON);
    assert_int_equal(engine.trouble, SYNC_DISAGREES);
}

static void test_engine__a_restored_hub_goes_on_at_once_one_that_keeps_nothing_waits(void **state) {
    (void)state;
    Engine engine = asked();
    (void)hear(&engine, taken(true, false), 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_SEND);
    (void)hear(&engine, taken(true, false), 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_WAIT);
    assert_int_equal(engine.trouble, SYNC_HUB_TROUBLE);
}

static void test_engine__takes_larger_counters_and_does_not_race_a_twin(void **state) {
    (void)state;
    Engine engine = asked();
    EngineEvent replayed = {.kind = ENGINE_REPLAYED, .was_sending = true};
    assert_int_equal(hear(&engine, replayed, 0), ENGINE_DO_RENUMBER);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_SEND);
    assert_int_equal(hear(&engine, replayed, 0), ENGINE_DO_RENUMBER);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_WAIT);
}

static void test_engine__asks_again_when_the_epoch_had_changed(void **state) {
    (void)state;
    Engine engine = asked();
    (void)hear(&engine, (EngineEvent){.kind = ENGINE_STALE, .was_sending = true}, 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_ASK);
    (void)hear(&engine, (EngineEvent){.kind = ENGINE_STALE}, 0);
    assert_int_equal(engine_step(&engine, &WAITING, 0).kind, ENGINE_WAIT);
}

/* Any events in any order: nothing is sent twice without a wait unless something was mended. */
static void test_engine__never_spins(void **state) {
    (void)state;
    uint64_t seed = 1;
    Engine engine = engine_make(SYNC_FINE, 0);
    int64_t now = 0;
    int sent = 0;
    for (int i = 0; i < 20000; i++) {
        EngineStep step = engine_step(&engine, &WAITING, now);
        if (step.kind == ENGINE_WAIT) {
            assert_true(step.until_mono_ms > now);
            now = step.until_mono_ms;
            sent = 0;
            continue;
        }
        sent++;
        assert_true(sent < 64);
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        EngineEvent event = {.kind = (EngineEventKind)((seed >> 33) % 7),
                             .was_sending = step.kind == ENGINE_SEND,
                             .trouble = SYNC_UNREACHABLE,
                             .random = seed >> 7};
        EngineOrder order = engine_hear(&engine, &event, now);
        assert_true(event.kind != ENGINE_REVOKED || order == ENGINE_DO_STOP);
        sent = event.kind == ENGINE_REVOKED ? 0 : sent;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_engine__does_nothing_until_it_is_enrolled_and_after_it_was_revoked),
        cmocka_unit_test(test_engine__asks_first_then_sends_then_waits_for_the_heartbeat),
        cmocka_unit_test(test_engine__backs_off_up_to_five_minutes_with_full_jitter),
        cmocka_unit_test(test_engine__draws_all_over_the_ceiling),
        cmocka_unit_test(test_engine__does_what_the_hub_wished_but_not_for_ever),
        cmocka_unit_test(test_engine__halves_what_is_too_large_and_stays_below_it),
        cmocka_unit_test(test_engine__sends_less_over_a_slow_network_and_grows_again),
        cmocka_unit_test(test_engine__sends_less_when_it_is_cut_off_again_and_again),
        cmocka_unit_test(test_engine__forks_once_and_then_disagrees_hourly),
        cmocka_unit_test(test_engine__remembers_a_disagreement_over_a_restart),
        cmocka_unit_test(test_engine__a_restored_hub_goes_on_at_once_one_that_keeps_nothing_waits),
        cmocka_unit_test(test_engine__takes_larger_counters_and_does_not_race_a_twin),
        cmocka_unit_test(test_engine__asks_again_when_the_epoch_had_changed),
        cmocka_unit_test(test_engine__never_spins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
