/*
 * EffectPort: the worker's thread and the inline runner give the same answers to the same evening,
 * in the same order. Each runs it on a demo school of its own.
 */
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "data/demo/demo.h"
#include "kiosk/app/worker.h"
#include "tests/unit/app/school.h"

enum { ANSWERS_MAX = 16, ANSWER_SECONDS_MAX = 20 };

/* What an implementation must do: take effects, hand out answers. */
typedef struct {
    const char *name;
    EffectPort (*start)(DemoSchool *school);
    /** Waits for the next answer; false = there is none to come. */
    bool (*take)(Message *message);
    void (*stop)(DemoSchool *school);
} Implementation;

static Moment fixed_now(void *context) {
    (void)context;
    return school_moment(0);
}

/* Inline: as kiosk/headless does between frames. */

static struct {
    DemoSchool *school;
    Effect queue[ANSWERS_MAX];
    size_t first, count;
} inline_runner;

static bool inline_submit(void *context, const Effect *effect) {
    (void)context;
    inline_runner.queue[inline_runner.count++] = *effect;
    return true;
}

static EffectPort inline_start(DemoSchool *school) {
    memset(&inline_runner, 0, sizeof inline_runner);
    inline_runner.school = school;
    return (EffectPort){.submit = inline_submit};
}

static bool inline_take(Message *message) {
    while (inline_runner.first < inline_runner.count) {
        const Effect *effect = &inline_runner.queue[inline_runner.first++];
        if (effect_run(&inline_runner.school->runner, effect, fixed_now(NULL), message)) {
            return true;
        }
    }
    return false;
}

static void inline_stop(DemoSchool *school) {
    (void)school;
}

/* The worker: opens the same folder on its own thread. */

static struct {
    DemoSchool stores; /* the worker's thread's */
    Worker *worker;
    sem_t woken;
} threaded;

static ErrCode threaded_open(void *context, EffectRunner *runner, Err *err) {
    (void)context;
    ErrCode code = school_open(&threaded.stores, err);
    *runner = threaded.stores.runner;
    return code;
}

static void threaded_close(void *context, EffectRunner *runner) {
    (void)context;
    threaded.stores.runner = *runner;
    school_close(&threaded.stores);
}

static void threaded_wake(void *context) {
    (void)context;
    (void)sem_post(&threaded.woken);
}

static EffectPort threaded_start(DemoSchool *school) {
    memset(&threaded, 0, sizeof threaded);
    memcpy(threaded.stores.folder, school->folder, sizeof school->folder);
    assert_int_equal(sem_init(&threaded.woken, 0, 0), 0);
    school_close(school); /* one owner of the folder at a time */
    WorkerPorts ports = {.open = threaded_open,
                         .close = threaded_close,
                         .clock = {fixed_now, NULL},
                         .wake = threaded_wake};
    threaded.worker = worker_start(&ports);
    assert_non_null(threaded.worker);
    return worker_effect_port(threaded.worker);
}

static bool threaded_take(Message *message) {
    struct timespec until;
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &until), 0);
    until.tv_sec += ANSWER_SECONDS_MAX;
    assert_int_equal(sem_timedwait(&threaded.woken, &until), 0);
    return worker_take(threaded.worker, message);
}

static void threaded_stop(DemoSchool *school) {
    worker_stop(threaded.worker);
    assert_int_equal(school_open(school, NULL), ERR_OK);
}

static const Implementation IMPLEMENTATIONS[] = {
    {"inline", inline_start, inline_take, inline_stop},
    {"worker", threaded_start, threaded_take, threaded_stop},
};

/* What a family can see of an answer. */
typedef struct {
    MessageKind kind;
    uint32_t session;
    size_t people;
    bool already_here;
    char first_name[NAME_SIZE];
    int64_t saved_utc_ms;
    size_t services;
} Seen;

static Seen see(Message *message) {
    Seen seen = {.kind = message->kind, .session = message->session};
    if (message->kind == MESSAGE_FOUND) {
        seen.people = message->party.people_count;
        seen.already_here = message->party.already_here;
        memcpy(seen.first_name, message->party.people[0].given_name, NAME_SIZE);
    } else if (message->kind == MESSAGE_CONTENT) {
        seen.services = message->content->services_count;
        content_free(message->content);
    } else {
        seen.saved_utc_ms = message->saved_utc_ms;
    }
    message_wipe(message);
    return seen;
}

/* An evening: content, a miss, found, signed in, help counted, here already, out, out again. */
static size_t evening(const Implementation *implementation, DemoSchool *school, Seen *seen) {
    static Message message;
    size_t count = 0;
    EffectPort port = implementation->start(school);
    Effect refresh = {.kind = EFFECT_REFRESH, .session = 1};
    Effect miss = school_find(school, DEMO_PHONE, 'x');
    Effect hit = school_find(school, DEMO_PHONE, 'S');
    const Effect *ask[] = {&refresh, &miss, &hit};
    for (size_t i = 0; i < sizeof ask / sizeof ask[0]; i++) {
        assert_true(port.submit(port.context, ask[i]));
    }
    Effect count_help = {
        .kind = EFFECT_COUNT_HELP, .session = 2, .help = {HELP_COUNT_NEED, NEED_FOOD, "es", ""}};
    Party party = {0};
    for (size_t i = 0; i < sizeof ask / sizeof ask[0]; i++) {
        assert_true(implementation->take(&message));
        party = message.kind == MESSAGE_FOUND ? message.party : party;
        seen[count++] = see(&message);
    }
    Effect in = school_visit(school, EFFECT_SIGN_IN, 1, &party);
    Effect again = school_find(school, DEMO_PHONE, 's');
    Effect nobody = school_visit(school, EFFECT_SIGN_IN, 2, &(Party){0});
    Effect out = school_visit(school, EFFECT_SIGN_OUT, 3, &party);
    Effect gone = school_visit(school, EFFECT_SIGN_OUT, 4, &party);
    const Effect *then[] = {&in, &count_help, &again, &nobody, &out, &gone};
    for (size_t i = 0; i < sizeof then / sizeof then[0]; i++) {
        assert_true(port.submit(port.context, then[i]));
    }
    for (size_t i = 0; i + 1 < sizeof then / sizeof then[0]; i++) {
        assert_true(implementation->take(&message));
        seen[count++] = see(&message);
    }
    implementation->stop(school);
    return count;
}

static void test_effect_port__every_runner_gives_the_same_answers(void **unused) {
    (void)unused;
    static const MessageKind EXPECTED[] = {MESSAGE_CONTENT, MESSAGE_MISSED, MESSAGE_FOUND,
                                           MESSAGE_SAVED,   MESSAGE_FOUND,  MESSAGE_NOT_SAVED,
                                           MESSAGE_SAVED,   MESSAGE_SAVED};
    static Seen first[ANSWERS_MAX];
    static Seen other[ANSWERS_MAX];
    for (size_t i = 0; i < sizeof IMPLEMENTATIONS / sizeof IMPLEMENTATIONS[0]; i++) {
        void *school = NULL;
        assert_int_equal(school_setup(&school), 0);
        Seen *seen = i == 0 ? first : other;
        size_t count = evening(&IMPLEMENTATIONS[i], school, seen);
        assert_int_equal(count, sizeof EXPECTED / sizeof EXPECTED[0]);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(seen[j].kind, EXPECTED[j]);
        }
        assert_true(seen[4].already_here);
        assert_memory_equal(seen, first, sizeof first);
        assert_int_equal(school_teardown(&school), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_effect_port__every_runner_gives_the_same_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
