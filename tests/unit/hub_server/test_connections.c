#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/system/system.h"
#include "sync/hub/connections.h"

enum { PAIRS = 4 };

typedef struct {
    Arena arena;
    SystemClock clock;
    Connections *connections;
    int ours[PAIRS];   /* what the server would hold */
    int theirs[PAIRS]; /* what sees an end when ours is cut */
} Fixture;

static void start(Fixture *fixture) {
    *fixture = (Fixture){.arena = arena_make(65536, 1 << 20)};
    for (size_t i = 0; i < PAIRS; i++) {
        int pair[2];
        assert_int_equal(0, socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
        fixture->ours[i] = pair[0];
        fixture->theirs[i] = pair[1];
    }
    assert_int_equal(ERR_OK,
                     connections_start(&fixture->arena, PAIRS, system_clock_port(&fixture->clock),
                                       &fixture->connections, NULL));
}

static void stop(Fixture *fixture) {
    connections_stop(fixture->connections);
    for (size_t i = 0; i < PAIRS; i++) {
        (void)close(fixture->ours[i]);
        (void)close(fixture->theirs[i]);
    }
    arena_free(&fixture->arena);
}

static bool is_cut(const Fixture *fixture, size_t i, int wait_ms) {
    struct pollfd watch = {.fd = fixture->theirs[i], .events = POLLIN};
    return poll(&watch, 1, wait_ms) == 1;
}

static void test_connections__the_fuller_the_less_time(void **state) {
    (void)state;
    Fixture fixture;
    start(&fixture);
    Connection *first = connections_open(fixture.connections, fixture.ours[0]);
    /* One of four: half a minute. */
    assert_false(is_cut(&fixture, 0, CONNECTION_PHASE_FULL_MS + 700));
    Connection *worked_on = connections_open(fixture.connections, fixture.ours[1]);
    Connection *third = connections_open(fixture.connections, fixture.ours[2]);
    connection_move(worked_on, PHASE_WORKS);
    connection_move(third, PHASE_RECEIVES);
    /* Three of four: a second, but not for what the hub itself works on. */
    assert_true(is_cut(&fixture, 0, 1000));
    assert_true(is_cut(&fixture, 2, CONNECTION_PHASE_FULL_MS + 700));
    assert_false(is_cut(&fixture, 1, 300));
    assert_int_equal(2, connections_busy(fixture.connections));
    assert_int_equal(1, connections_working(fixture.connections));
    connections_close(first);
    connections_close(worked_on);
    connections_close(third);
    stop(&fixture);
}

static void test_connections__there_are_no_more_than_there_is_room_for(void **state) {
    (void)state;
    Fixture fixture;
    Connection *open[PAIRS];
    start(&fixture);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < PAIRS; i++) {
            open[i] = connections_open(fixture.connections, fixture.ours[i]);
            assert_non_null(open[i]);
        }
        assert_null(connections_open(fixture.connections, fixture.ours[0]));
        /* In another order than they came. */
        connections_close(open[1]);
        connections_close(open[0]);
        connections_close(open[3]);
        connections_close(open[2]);
    }
    assert_int_equal(3 * PAIRS, connections_count(fixture.connections).opened);
    assert_int_equal(3, connections_count(fixture.connections).full);
    stop(&fixture);
}

static void test_connections__the_end_takes_idle_ones_and_lets_the_others_finish(void **state) {
    (void)state;
    Fixture fixture;
    start(&fixture);
    Connection *idle = connections_open(fixture.connections, fixture.ours[0]);
    Connection *busy = connections_open(fixture.connections, fixture.ours[1]);
    connection_move(busy, PHASE_ANSWERS);
    connections_end_idle(fixture.connections);
    assert_true(is_cut(&fixture, 0, 0));
    assert_false(is_cut(&fixture, 1, 0));
    connection_move(busy, PHASE_WAITS);
    assert_true(is_cut(&fixture, 1, 0));
    assert_null(connections_open(fixture.connections, fixture.ours[2]));
    connections_close(idle);
    connections_close(busy);
    stop(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_connections__the_fuller_the_less_time),
        cmocka_unit_test(test_connections__there_are_no_more_than_there_is_room_for),
        cmocka_unit_test(test_connections__the_end_takes_idle_ones_and_lets_the_others_finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
