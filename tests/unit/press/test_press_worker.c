/* The print worker beside a receipt printer that goes wrong: nobody waits for it, what waits is
 * called back, what is being sent comes to its end. */
#include <errno.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "data/base/log.h"
#include "kiosk/press/press_worker.h"
#include "kiosk/printer/printer_uri.h"
#include "tests/support/fake_printer.h"
#include "tests/support/paper_maker.h"

enum {
    ARENA_MAX = 1 << 20,
    WAIT_SECONDS_MAX = 30,
    AT_ONCE_MS = 50, /* what a family may wait for the print worker */
    JOB_ROW = 40,
};

typedef struct {
    sem_t woken;
    Arena arena;
    PrinterConfig config;
    FakePrinter *printer;
    PressWorker *worker;
    PressNews news; /* the last one taken */
} Hall;

static void wake(void *context) {
    (void)sem_post(&((Hall *)context)->woken);
}

static const PressTable *find(void *context) {
    (void)context;
    return &PRESS;
}

static int64_t now_ms(void) {
    ClockPort clock = paper_maker_clock();
    return clock.now(clock.context).mono_ms;
}

static void hall_open(Hall *hall, const FakePlan *plan, PrinterLimits limits) {
    *hall = (Hall){.arena = arena_make(4096, ARENA_MAX)};
    assert_int_equal(sem_init(&hall->woken, 0, 0), 0);
    hall->printer = fake_printer_start(plan);
    assert_non_null(hall->printer);
    PrinterSettings *settings = &hall->config.printers[0];
    *settings = (PrinterSettings){.paper = PAPER_ROLL_80, .cut = true};
    assert_int_equal(
        printer_uri_parse(&hall->arena, str8_from(fake_printer_uri(hall->printer)), settings, NULL),
        ERR_OK);
    hall->config.printers_count = 1;
    PressWorkerPorts ports = {.find = find,
                              .press = {.assets = FOYER_SHARE,
                                        .zone = STR8("America/New_York"),
                                        .config = &hall->config,
                                        .limits = limits,
                                        .clock = paper_maker_clock()},
                              .wake = wake,
                              .wake_context = hall};
    hall->worker = press_worker_start(&ports);
    assert_non_null(hall->worker);
}

static void hall_close(Hall *hall) {
    press_worker_stop(hall->worker);
    if (hall->printer != NULL) {
        FakeReport report = fake_printer_stop(hall->printer);
        fake_report_free(&report);
    }
    arena_free(&hall->arena);
    (void)sem_destroy(&hall->woken);
}

static PrinterLimits quick(void) {
    return (PrinterLimits){.connect_ms = 500, .status_ms = 200, .stall_ms = 500, .job_ms = 20000};
}

static PressJob *job_of(uint32_t session, uint32_t number) {
    PressJob *job = press_job_new();
    assert_non_null(job);
    job->session = session;
    job->number = number;
    job->kind = PRINT_BADGES;
    job->language = STR8("es");
    job->now_utc_ms = INT64_C(1760652120000);
    job->school.zone = STR8("America/New_York");
    job->people = ARENA_ARRAY(&job->arena, Visitor, 1);
    job->people[0] =
        (Visitor){.given_name = str8_copy(&job->arena, STR8("Zyxwina")), .role = PERSON_GUARDIAN};
    job->people_count = 1;
    return job;
}

/* The next news, or false after so long. */
static bool next_news(Hall *hall) {
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_SECONDS_MAX;
    while (!press_worker_take(hall->worker, &hall->news)) {
        if (sem_timedwait(&hall->woken, &until) != 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

static PrintResult end_of(Hall *hall, uint32_t session, uint32_t number) {
    do {
        assert_true(next_news(hall));
    } while (hall->news.session != session || hall->news.number != number ||
             hall->news.result.state < PRINT_PRINTED);
    return hall->news.result;
}

static void until_sending(Hall *hall, uint32_t session) {
    do {
        assert_true(next_news(hall));
    } while (hall->news.session != session);
}

static void test_press_worker__says_printed_when_the_printer_did(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    hall_open(&hall, &plan, quick());
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    PrintResult result = end_of(&hall, 1, 1);
    assert_int_equal(result.state, PRINT_PRINTED);
    assert_int_equal(result.trouble, PRINT_TROUBLE_NONE);
    assert_true(press_worker_submit(hall.worker, job_of(1, 2)));
    assert_int_equal(end_of(&hall, 1, 2).state, PRINT_PRINTED);
    hall_close(&hall);
}

static void test_press_worker__what_waits_is_called_back_and_never_printed(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    plan.row_us = 3000;
    hall_open(&hall, &plan, quick());
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    until_sending(&hall, 1);
    assert_true(press_worker_submit(hall.worker, job_of(2, 1)));
    assert_true(press_worker_submit(hall.worker, job_of(3, 1)));
    press_worker_cancel(hall.worker, 2);
    assert_int_equal(end_of(&hall, 3, 1).state, PRINT_PRINTED);
    FakeReport report = fake_printer_report(hall.printer);
    assert_int_equal(report.cuts, 2); /* one of session 1, one of session 3 */
    fake_report_free(&report);
    hall_close(&hall);
}

static void test_press_worker__what_is_being_sent_comes_to_its_end(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    plan.row_us = 2000;
    hall_open(&hall, &plan, quick());
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    assert_true(fake_printer_wait_rows(hall.printer, JOB_ROW, 20000));
    press_worker_cancel(hall.worker, 1);
    assert_int_equal(end_of(&hall, 1, 1).state, PRINT_PRINTED);
    hall_close(&hall);
}

static void test_press_worker__a_job_is_called_back_before_its_first_byte(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    plan.deaf = true; /* its state is asked for in vain: time to leave */
    PrinterLimits limits = quick();
    limits.status_ms = 2000;
    hall_open(&hall, &plan, limits);
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    press_worker_cancel(hall.worker, 1);
    PressNews news;
    int64_t until = now_ms() + 8000;
    FakeReport report = fake_printer_report(hall.printer);
    while (!press_worker_take(hall.worker, &news) && now_ms() < until) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    fake_report_free(&report);
    report = fake_printer_report(hall.printer);
    assert_int_equal(report.rows, 0);
    fake_report_free(&report);
    hall_close(&hall);
}

static void test_press_worker__a_full_queue_says_no_at_once(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    plan.row_us = 5000;
    hall_open(&hall, &plan, quick());
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    until_sending(&hall, 1);
    uint32_t taken = 0;
    while (taken <= PRESS_QUEUE_MAX && press_worker_submit(hall.worker, job_of(2, taken + 1))) {
        taken++;
    }
    assert_int_equal(taken, PRESS_QUEUE_MAX);
    press_worker_cancel(hall.worker, 2);
    assert_true(press_worker_submit(hall.worker, job_of(3, 1)));
    hall_close(&hall); /* stops while printing, with a job in the queue */
}

/* 0 blocked sign-ins: whatever the printer does, handing a job over, taking one back and asking for
 * news take no time, and the worker stops within the printer's limits. */
static void test_press_worker__no_printer_holds_up_the_next_family(void **state) {
    (void)state;
    PrinterLimits limits = {.connect_ms = 300, .status_ms = 100, .stall_ms = 300, .job_ms = 1500};
    for (int fault = 0; fault < 2 * FAKE_FAULT_COUNT + 2; fault++) {
        Hall hall;
        FakePlan plan = fake_plan_good();
        plan.fault = (FakeFault)(fault % FAKE_FAULT_COUNT);
        plan.fault_at_row = fault < FAKE_FAULT_COUNT ? 0 : JOB_ROW;
        if (fault >= 2 * FAKE_FAULT_COUNT) { /* dribbles, then does not answer at all */
            plan = fake_plan_good();
            plan.read_max = 1;
            plan.row_us = 20000;
            plan.deaf = fault > 2 * FAKE_FAULT_COUNT;
        }
        hall_open(&hall, &plan, limits);
        for (uint32_t family = 1; family <= 3; family++) {
            PressJob *job = job_of(family, 1);
            int64_t start = now_ms();
            assert_true(press_worker_submit(hall.worker, job));
            (void)press_worker_take(hall.worker, &hall.news);
            press_worker_cancel(hall.worker, family - 1);
            assert_in_range(now_ms() - start, 0, AT_ONCE_MS);
        }
        (void)end_of(&hall, 3, 1);
        hall_close(&hall);
    }
}

static void test_press_worker__a_printer_that_is_gone_is_no_printer(void **state) {
    (void)state;
    Hall hall;
    FakePlan plan = fake_plan_good();
    hall_open(&hall, &plan, quick());
    FakeReport report = fake_printer_stop(hall.printer);
    fake_report_free(&report);
    hall.printer = NULL;
    assert_true(press_worker_submit(hall.worker, job_of(1, 1)));
    PrintResult result = end_of(&hall, 1, 1);
    assert_int_equal(result.state, PRINT_NOT_PRINTED);
    assert_int_equal(result.trouble, PRINT_OFF);
    hall_close(&hall);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_press_worker__says_printed_when_the_printer_did),
        cmocka_unit_test(test_press_worker__what_waits_is_called_back_and_never_printed),
        cmocka_unit_test(test_press_worker__what_is_being_sent_comes_to_its_end),
        cmocka_unit_test(test_press_worker__a_job_is_called_back_before_its_first_byte),
        cmocka_unit_test(test_press_worker__a_full_queue_says_no_at_once),
        cmocka_unit_test(test_press_worker__no_printer_holds_up_the_next_family),
        cmocka_unit_test(test_press_worker__a_printer_that_is_gone_is_no_printer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
