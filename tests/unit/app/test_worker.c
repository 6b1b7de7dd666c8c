/* The worker's promises beside its answers (those: tests/contract/test_effect_port.c). */
#include <errno.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "kiosk/app/worker.h"

enum { ANSWER_SECONDS_MAX = 20 };

/* Stores that can be held shut: `open` waits for `gate`, then fails or not. */
typedef struct {
    sem_t woken;
    sem_t gate;
    bool fails;
    int opened; /* worker's thread; read after worker_stop */
    int closed;
} Stage;

static ErrCode stage_open(void *context, EffectRunner *runner, Err *err) {
    Stage *stage = context;
    while (sem_wait(&stage->gate) != 0 && errno == EINTR) {
    }
    stage->opened++;
    if (stage->fails) {
        return err_set(err, ERR_IO, "no disk");
    }
    *runner = effect_runner_make(NULL, NULL, NULL);
    return ERR_OK;
}

static void stage_close(void *context, EffectRunner *runner) {
    ((Stage *)context)->closed++;
    effect_runner_free(runner);
}

static void stage_wake(void *context) {
    (void)sem_post(&((Stage *)context)->woken);
}

static Moment stage_now(void *context) {
    (void)context;
    return (Moment){.utc_ms = 1, .mono_ms = 1, .good = true};
}

static Worker *stage_start(Stage *stage, bool fails) {
    *stage = (Stage){.fails = fails};
    assert_int_equal(sem_init(&stage->woken, 0, 0), 0);
    assert_int_equal(sem_init(&stage->gate, 0, 0), 0);
    WorkerPorts ports = {.open = stage_open,
                         .close = stage_close,
                         .context = stage,
                         .clock = {stage_now, NULL},
                         .wake = stage_wake,
                         .wake_context = stage};
    Worker *worker = worker_start(&ports);
    assert_non_null(worker);
    return worker;
}

static bool submit(Worker *worker, EffectKind kind, uint32_t session) {
    EffectPort port = worker_effect_port(worker);
    Effect effect = {.kind = kind, .session = session};
    return port.submit(port.context, &effect);
}

static void take(Stage *stage, Worker *worker, Message *message) {
    struct timespec until;
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &until), 0);
    until.tv_sec += ANSWER_SECONDS_MAX;
    assert_int_equal(sem_timedwait(&stage->woken, &until), 0);
    assert_true(worker_take(worker, message));
}

static void test_worker__answers_everybody_while_the_stores_are_shut(void **unused) {
    (void)unused;
    static const struct {
        EffectKind asked;
        MessageKind answer;
    } ROWS[] = {{EFFECT_FIND, MESSAGE_MISSED},
                {EFFECT_SIGN_IN, MESSAGE_NOT_SAVED},
                {EFFECT_SIGN_OUT, MESSAGE_NOT_SAVED},
                {EFFECT_REFRESH, MESSAGE_CLOSED},
                {EFFECT_BROWSE, MESSAGE_SHELF}};
    Stage stage;
    Message message;
    Worker *worker = stage_start(&stage, true);
    assert_true(submit(worker, EFFECT_COUNT_HELP, 1));
    (void)sem_post(&stage.gate);
    for (uint32_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        assert_true(submit(worker, ROWS[i].asked, 40 + i));
        (void)sem_post(&stage.gate);
        take(&stage, worker, &message);
        assert_int_equal(message.kind, ROWS[i].answer);
        assert_int_equal(message.session, 40 + i);
    }
    worker_stop(worker);
    assert_int_equal(stage.opened, 6); /* tried again each time */
    assert_int_equal(stage.closed, 0);
}

static void test_worker__takes_no_more_than_it_can_answer(void **unused) {
    (void)unused;
    Stage stage;
    Message message;
    Worker *worker = stage_start(&stage, true);
    for (uint32_t i = 0; i < WORKER_QUEUE_MAX; i++) {
        assert_true(submit(worker, EFFECT_FIND, i));
    }
    assert_false(submit(worker, EFFECT_FIND, 99));
    for (uint32_t i = 0; i < WORKER_QUEUE_MAX; i++) {
        (void)sem_post(&stage.gate);
    }
    for (uint32_t i = 0; i < WORKER_QUEUE_MAX; i++) {
        take(&stage, worker, &message);
        assert_int_equal(message.session, i);
        assert_int_equal(submit(worker, EFFECT_COUNT_HELP, 0), true);
        (void)sem_post(&stage.gate);
    }
    assert_false(worker_take(worker, &message));
    worker_stop(worker);
}

static void test_worker__answers_that_nobody_takes_still_have_room(void **unused) {
    (void)unused;
    Stage stage;
    Worker *worker = stage_start(&stage, true);
    uint32_t taken = 0;
    for (uint32_t i = 0; i < 3 * WORKER_QUEUE_MAX; i++) {
        (void)sem_post(&stage.gate);
        taken += submit(worker, EFFECT_FIND, i) ? 1 : 0;
    }
    assert_int_equal(taken, WORKER_QUEUE_MAX);
    worker_stop(worker);
    assert_int_equal(stage.opened, WORKER_QUEUE_MAX);
}

static void ask(Worker *worker, ShelfKind kind, uint32_t serial) {
    EffectPort port = worker_effect_port(worker);
    Effect effect = {.kind = EFFECT_BROWSE, .session = 1};
    effect.browse.question.kind = kind;
    effect.browse.serial = serial;
    assert_true(port.submit(port.context, &effect));
}

/* Typing: what still waits when the next key comes is never looked for. */
static void test_worker__a_newer_question_replaces_the_one_that_waits(void **unused) {
    (void)unused;
    enum { KEYS = 3 * WORKER_QUEUE_MAX };
    Stage stage;
    Message message = {0};
    size_t answers = 0;
    uint32_t last = 0;
    Worker *worker = stage_start(&stage, true);
    for (uint32_t serial = 1; serial <= KEYS; serial++) {
        ask(worker, SHELF_SEARCH, serial);
    }
    ask(worker, SHELF_LIST, KEYS + 1);
    for (int i = 0; i < 3; i++) {
        (void)sem_post(&stage.gate);
    }
    while (message.kind != MESSAGE_SHELF || message.shelf.kind != SHELF_LIST) {
        last = answers > 0 ? message.shelf.serial : 0;
        take(&stage, worker, &message);
        answers++;
    }
    assert_int_equal(last, KEYS);
    assert_in_range(answers, 2, 3); /* the first may have been taken already */
    worker_stop(worker);
}

static void test_worker__finishes_what_was_submitted_before_it_stops(void **unused) {
    (void)unused;
    Stage stage;
    Worker *worker = stage_start(&stage, false);
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(submit(worker, EFFECT_COUNT_HELP, i));
    }
    (void)sem_post(&stage.gate);
    worker_stop(worker);
    assert_int_equal(stage.opened, 1);
    assert_int_equal(stage.closed, 1);
    worker_stop(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worker__answers_everybody_while_the_stores_are_shut),
        cmocka_unit_test(test_worker__takes_no_more_than_it_can_answer),
        cmocka_unit_test(test_worker__answers_that_nobody_takes_still_have_room),
        cmocka_unit_test(test_worker__a_newer_question_replaces_the_one_that_waits),
        cmocka_unit_test(test_worker__finishes_what_was_submitted_before_it_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
