#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "data/system/system.h"
#include "sync/hub/commit_queue.h"

/* Stand-ins for the core: a job is a number that counts how often it was committed. */
struct HubJob {
    atomic_int commits;
    atomic_int ready;
};

enum { JOBS = 100, OWNERS = 2 };

static atomic_int transactions;
static atomic_int inside; /* never two at a time */
static atomic_int together_max;
static atomic_int tidied;

static void pause_ms(long ms) {
    struct timespec time = {.tv_sec = 0, .tv_nsec = ms * 1000000};
    (void)nanosleep(&time, NULL);
}

void hub_commit(Hub *hub, HubJob **jobs, size_t count, Moment now) {
    (void)hub;
    (void)now;
    int before = atomic_fetch_add(&inside, 1);
    int most = atomic_load(&together_max);
    atomic_store(&together_max, before + 1 > most ? before + 1 : most);
    pause_ms(10);
    for (size_t i = 0; i < count; i++) {
        atomic_fetch_add(&jobs[i]->commits, 1);
    }
    atomic_fetch_add(&transactions, 1);
    atomic_fetch_sub(&inside, 1);
}

const Err *hub_trouble(const Hub *hub) {
    static const Err NONE;
    (void)hub;
    return &NONE;
}

void hub_tidy(Hub *hub) {
    (void)hub;
    atomic_fetch_add(&tidied, 1);
}

typedef struct {
    CommitWait wait;
    HubJob job;
} Item;

static void on_ready(void *context, CommitWait *wait) {
    (void)context;
    Item *item = (Item *)(void *)((char *)wait - offsetof(Item, wait));
    atomic_fetch_add(&item->job.ready, atomic_load(&item->job.commits) > 0 ? 1 : 100);
}

typedef struct {
    Arena arena;
    SystemClock clock;
    CommitQueue *queue;
} Fixture;

static void start(Fixture *fixture) {
    *fixture = (Fixture){.arena = arena_make(4096, 65536)};
    atomic_store(&transactions, 0);
    atomic_store(&together_max, 0);
    atomic_store(&tidied, 0);
    CommitQueueOptions options = {.clock = system_clock_port(&fixture->clock), .ready = on_ready};
    assert_int_equal(ERR_OK, commit_queue_start(&fixture->arena, &options, &fixture->queue, NULL));
}

static void test_commit_queue__takes_together_what_waits_and_tells_each_once(void **state) {
    (void)state;
    static Item items[JOBS];
    Fixture fixture;
    start(&fixture);
    for (size_t i = 0; i < JOBS; i++) {
        items[i].wait.job = &items[i].job;
        commit_queue_add(fixture.queue, &items[i].wait);
    }
    /* What waits is committed and told before it ends. */
    commit_queue_stop(fixture.queue);
    for (size_t i = 0; i < JOBS; i++) {
        assert_int_equal(1, atomic_load(&items[i].job.commits));
        assert_int_equal(1, atomic_load(&items[i].job.ready));
    }
    assert_true(atomic_load(&transactions) < 10);
    arena_free(&fixture.arena);
}

static void test_commit_queue__who_is_alone_commits_at_once(void **state) {
    (void)state;
    Fixture fixture;
    int owners[OWNERS] = {0};
    HubJob job = {0};
    start(&fixture);
    /* Nobody is known to be alone at first. */
    (void)commit_queue_now(fixture.queue, &job, &owners[0]);
    pause_ms(COMMIT_ALONE_MS + 5);
    atomic_store(&job.commits, 0);
    assert_true(commit_queue_now(fixture.queue, &job, &owners[0]));
    assert_true(commit_queue_now(fixture.queue, &job, &owners[0]));
    assert_int_equal(2, atomic_load(&job.commits));
    assert_false(commit_queue_now(fixture.queue, &job, &owners[1]));
    assert_false(commit_queue_now(fixture.queue, &job, &owners[0]));
    assert_int_equal(2, atomic_load(&job.commits));
    commit_queue_stop(fixture.queue);
    arena_free(&fixture.arena);
}

static void test_commit_queue__commits_are_never_at_the_same_time(void **state) {
    (void)state;
    static Item items[JOBS];
    Fixture fixture;
    int owner = 0;
    HubJob alone = {0};
    start(&fixture);
    (void)commit_queue_now(fixture.queue, &alone, &owner);
    pause_ms(COMMIT_ALONE_MS + 5);
    for (size_t i = 0; i < JOBS; i++) {
        items[i].wait.job = &items[i].job;
        commit_queue_add(fixture.queue, &items[i].wait);
        (void)commit_queue_now(fixture.queue, &alone, &owner);
    }
    commit_queue_stop(fixture.queue);
    assert_int_equal(1, atomic_load(&together_max));
    arena_free(&fixture.arena);
}

static void test_commit_queue__tidies_when_nobody_came_for_a_while(void **state) {
    (void)state;
    static Item item;
    Fixture fixture;
    start(&fixture);
    item.wait.job = &item.job;
    commit_queue_add(fixture.queue, &item.wait);
    for (int i = 0; i < 200 && atomic_load(&tidied) == 0; i++) {
        pause_ms(20);
    }
    assert_int_equal(1, atomic_load(&tidied));
    commit_queue_stop(fixture.queue);
    assert_int_equal(1, atomic_load(&tidied));
    arena_free(&fixture.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commit_queue__takes_together_what_waits_and_tells_each_once),
        cmocka_unit_test(test_commit_queue__who_is_alone_commits_at_once),
        cmocka_unit_test(test_commit_queue__commits_are_never_at_the_same_time),
        cmocka_unit_test(test_commit_queue__tidies_when_nobody_came_for_a_while),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
