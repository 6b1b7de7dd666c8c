#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <poll.h>
#include <pthread.h>

#include "kiosk/printer/printer.h"
#include "kiosk/printer/printer_uri.h"
#include "tests/support/fake_printer.h"
#include "tests/support/paper_maker.h"

/* The adapter for receipt printers against one that goes wrong at every step. */
enum { ARENA_MAX = 16 << 20, STATES_MAX = 8, ROWS = 400, BAND_ROWS = 4096 / 72 };

static const PrinterLimits limits = {
    .connect_ms = 1000, .status_ms = 400, .stall_ms = 500, .job_ms = 8000};

typedef struct {
    Arena arena;
    Paper paper;
    FakePrinter *fake;
    PrinterPort port;
    PrintWatch watch;
    atomic_bool cancel;
    PrintState states[STATES_MAX];
    size_t states_count;
    bool cancels_when_sending;
} Bench;

static void follow(void *context, PrintResult so_far) {
    Bench *bench = context;
    assert_true(bench->states_count < STATES_MAX);
    bench->states[bench->states_count++] = so_far.state;
    if (so_far.state == PRINT_SENDING && bench->cancels_when_sending) {
        atomic_store(&bench->cancel, true);
    }
}

static int set_up(void **state) {
    Bench *bench = test_calloc(1, sizeof *bench);
    bench->arena = arena_make(1 << 16, ARENA_MAX);
    bench->watch = (PrintWatch){follow, bench, &bench->cancel};
    assert_true(paper_make(&bench->arena, PAPER_ROLL_80, STR8("https://example.org/desk"), ROWS, 1,
                           &bench->paper));
    *state = bench;
    return 0;
}

static int tear_down(void **state) {
    Bench *bench = *state;
    printer_close(&bench->port);
    arena_free(&bench->arena);
    test_free(bench);
    return 0;
}

static void begin_at(Bench *bench, const char *uri) {
    PrinterSettings settings = {.paper = PAPER_ROLL_80, .cut = true};
    Err err = {0};
    assert_int_equal(printer_uri_parse(&bench->arena, str8_from(uri), &settings, &err), ERR_OK);
    assert_int_equal(
        printer_open(&bench->arena, &settings, limits, paper_maker_clock(), &bench->port, &err),
        ERR_OK);
}

static void begin(Bench *bench, const FakePlan *plan) {
    bench->fake = fake_printer_start(plan);
    assert_non_null(bench->fake);
    begin_at(bench, fake_printer_uri(bench->fake));
}

static PrintResult send_paper(Bench *bench) {
    bench->states_count = 0;
    return printer_send(&bench->port, &bench->paper, &bench->watch);
}

static FakeReport end(Bench *bench) {
    FakeReport report = fake_printer_stop(bench->fake);
    bench->fake = NULL;
    return report;
}

/* `rows` rows from row `first` of the report are the paper's rows, but for hidden commands. */
static bool shows_paper(const FakeReport *report, size_t first, const Paper *paper) {
    const PaperRaster *page = &paper->pages[0];
    if (report->rows < first + (size_t)page->height_px) {
        return false;
    }
    for (int y = 0; y < page->height_px; y++) {
        const uint8_t *got = report->bits + (first + (size_t)y) * DECODER_STRIDE_MAX;
        const uint8_t *wanted = page->bits + (size_t)y * page->stride;
        for (size_t x = 0; x < page->stride; x++) {
            if (got[x] != wanted[x] && !(wanted[x] == 0x10 && got[x] == 0x18)) {
                return false;
            }
        }
    }
    return true;
}

static void check_clean(const FakeReport *report) {
    assert_false(report->wrong);
    assert_int_equal(report->real_time_in_raster, 0);
}

static void check_states(const Bench *bench, const PrintState *states, size_t count) {
    assert_int_equal(bench->states_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(bench->states[i], states[i]);
    }
}

static void check_printed_whole(Bench *bench, const FakePlan *plan) {
    static const PrintState told[] = {PRINT_SENDING, PRINT_SENT, PRINT_PRINTING, PRINT_PRINTED};
    begin(bench, plan);
    PrintResult result = send_paper(bench);
    FakeReport report = end(bench);
    assert_int_equal(result.state, PRINT_PRINTED);
    assert_int_equal(result.trouble, PRINT_TROUBLE_NONE);
    assert_int_equal(result.paper_low, plan->paper_low);
    check_states(bench, told, 4);
    check_clean(&report);
    assert_int_equal(report.rows, ROWS);
    assert_int_equal(report.cuts, 1);
    assert_int_equal(report.broken_off, 0);
    assert_true(report.idle);
    assert_true(shows_paper(&report, 0, &bench->paper));
    fake_report_free(&report);
}

static void test_escpos__prints_over_the_network(void **state) {
    FakePlan plan = fake_plan_good();
    check_printed_whole(*state, &plan);
}

static void test_escpos__prints_on_a_device(void **state) {
    FakePlan plan = fake_plan_good();
    plan.pty = true;
    check_printed_whole(*state, &plan);
}

static void test_escpos__prints_on_one_that_takes_byte_by_byte(void **state) {
    FakePlan plan = fake_plan_good();
    plan.read_max = 1;
    check_printed_whole(*state, &plan);
    plan.pty = true;
    check_printed_whole(*state, &plan);
}

static void test_escpos__prints_on_one_that_is_slow_and_babbles(void **state) {
    FakePlan plan = fake_plan_good();
    plan.row_us = 1500;
    plan.answer_delay_ms = 3;
    plan.babbles = true;
    plan.paper_low = true;
    plan.buffer_size = 2048;
    check_printed_whole(*state, &plan);
}

static void test_escpos__says_unknown_where_the_printer_cannot_tell(void **state) {
    Bench *bench = *state;
    static const PrintState told[] = {PRINT_SENDING, PRINT_SENT, PRINT_UNKNOWN};
    for (int i = 0; i < 4; i++) {
        FakePlan plan = fake_plan_good();
        plan.pty = i % 2 == 1;
        plan.deaf = i / 2 == 0;
        plan.no_markers = i / 2 == 1;
        begin(bench, &plan);
        PrintResult result = send_paper(bench);
        assert_true(fake_printer_wait_rows(bench->fake, ROWS, 2000));
        FakeReport report = end(bench);
        assert_int_equal(result.state, PRINT_UNKNOWN);
        assert_int_equal(result.trouble, PRINT_TROUBLE_NONE);
        check_states(bench, told, 3);
        check_clean(&report);
        assert_true(shows_paper(&report, 0, &bench->paper));
        fake_report_free(&report);
    }
}

static const struct {
    FakeFault fault;
    PrintTrouble trouble;
} spoken[] = {
    {FAKE_PAPER_OUT, PRINT_PAPER_OUT},
    {FAKE_COVER_OPEN, PRINT_COVER_OPEN},
    {FAKE_CUTTER_STUCK, PRINT_JAM},
    {FAKE_OFFLINE, PRINT_PAUSED},
};
enum { SPOKEN_COUNT = sizeof spoken / sizeof spoken[0] };

static void test_escpos__sends_nothing_to_a_printer_in_trouble(void **state) {
    Bench *bench = *state;
    for (size_t i = 0; i < SPOKEN_COUNT; i++) {
        FakePlan plan = fake_plan_good();
        plan.fault = spoken[i].fault;
        plan.fault_at_byte = 1;
        begin(bench, &plan);
        PrinterStatus status = printer_probe(&bench->port);
        PrintResult result = send_paper(bench);
        FakeReport report = end(bench);
        assert_int_equal(status.readiness, PRINTER_NOT_READY);
        assert_int_equal(status.trouble, spoken[i].trouble);
        assert_int_equal(result.state, PRINT_NOT_PRINTED);
        assert_int_equal(result.trouble, spoken[i].trouble);
        assert_int_equal(bench->states_count, 1);
        assert_int_equal(report.resets, 0);
        assert_int_equal(report.rows, 0);
        fake_report_free(&report);
    }
}

/* The oracle of every fault: PRINTED only when all rows and the cut came out; NOT_PRINTED only when
 * they did not and will not when the printer is mended. */
static void check_truth(Bench *bench, const FakePlan *plan, PrintResult result) {
    FakeReport at_end = fake_printer_report(bench->fake);
    size_t window = plan->no_forget ? 3 * BAND_ROWS : 0;
    if (result.state == PRINT_PRINTED) {
        assert_int_equal(at_end.rows, ROWS);
        assert_int_equal(at_end.cuts, 1);
    } else if (result.state == PRINT_NOT_PRINTED) {
        fake_printer_mend(bench->fake);
        (void)fake_printer_wait_rows(bench->fake, at_end.rows + window + 1, 30);
        FakeReport later = fake_printer_report(bench->fake);
        assert_true(later.rows <= at_end.rows + window);
        assert_true(later.cuts == 0);
        fake_report_free(&later);
    }
    assert_false(at_end.wrong);
    fake_report_free(&at_end);
}

static void test_escpos__tells_the_trouble_at_every_step(void **state) {
    Bench *bench = *state;
    for (size_t i = 0; i < SPOKEN_COUNT; i++) {
        for (long row = 1; row <= ROWS; row += row < 4 ? 1 : 66) {
            FakePlan plan = fake_plan_good();
            plan.pty = row % 2 == 0;
            plan.fault = spoken[i].fault;
            plan.fault_at_row = row;
            plan.no_forget = row == 3;
            begin(bench, &plan);
            PrintResult result = send_paper(bench);
            assert_int_equal(result.state, PRINT_NOT_PRINTED);
            assert_int_equal(result.trouble, spoken[i].trouble);
            check_truth(bench, &plan, result);
            FakeReport report = end(bench);
            fake_report_free(&report);
            if (spoken[i].fault == FAKE_CUTTER_STUCK) {
                break;
            }
        }
    }
}

/* Silent ends: what was not sent whole is NOT_PRINTED, what was is UNKNOWN; never PRINTED. */
static void test_escpos__is_never_sure_of_a_printer_that_went_away(void **state) {
    Bench *bench = *state;
    static const FakeFault faults[] = {FAKE_STOP_READING, FAKE_MUTE, FAKE_HANG_UP, FAKE_RESET};
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        for (long byte = 20; byte < ROWS * 72 + 200; byte += 9001) {
            FakePlan plan = fake_plan_good();
            plan.pty = byte / 9001 % 2 == 1 && faults[i] != FAKE_RESET;
            plan.fault = faults[i];
            plan.fault_at_byte = byte;
            begin(bench, &plan);
            PrintResult result = send_paper(bench);
            assert_int_not_equal(result.state, PRINT_PRINTED);
            assert_int_not_equal(result.trouble, PRINT_TROUBLE_NONE);
            bool pulled = faults[i] == FAKE_HANG_UP || faults[i] == FAKE_RESET;
            assert_int_equal(result.trouble, pulled ? PRINT_UNPLUGGED : PRINT_STALLED);
            FakeReport report = end(bench);
            assert_int_equal(report.cuts, 0);
            fake_report_free(&report);
        }
    }
}

static void test_escpos__is_unsure_when_the_answer_never_comes(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    plan.fault = FAKE_MUTE;
    plan.fault_at_row = ROWS;
    begin(bench, &plan);
    PrintResult result = send_paper(bench);
    FakeReport report = end(bench);
    assert_int_equal(result.state, PRINT_UNKNOWN);
    assert_int_equal(result.trouble, PRINT_STALLED);
    assert_int_equal(report.rows, ROWS);
    fake_report_free(&report);
}

static void test_escpos__goes_on_clean_after_a_job_that_broke_off(void **state) {
    Bench *bench = *state;
    for (long byte = 5000; byte < 5200; byte += 23) {
        FakePlan plan = fake_plan_good();
        plan.fault = FAKE_RESET;
        plan.fault_at_byte = byte;
        begin(bench, &plan);
        PrintResult broken = send_paper(bench);
        assert_int_equal(broken.state, PRINT_NOT_PRINTED);
        fake_printer_mend(bench->fake);
        PrintResult result = send_paper(bench);
        assert_int_equal(result.state, PRINT_PRINTED);
        FakeReport report = end(bench);
        check_clean(&report);
        assert_true(shows_paper(&report, report.rows - ROWS, &bench->paper));
        fake_report_free(&report);
    }
}

static void test_escpos__does_not_listen_to_noise_for_ever(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    plan.floods = true;
    begin(bench, &plan);
    PrintResult result = send_paper(bench);
    assert_true(result.state == PRINT_UNKNOWN || result.trouble == PRINT_STALLED);
    FakeReport report = end(bench);
    assert_false(report.wrong);
    fake_report_free(&report);
}

static void *call_back_soon(void *context) {
    Bench *bench = context;
    (void)poll(NULL, 0, 40);
    atomic_store(&bench->cancel, true);
    return NULL;
}

static void test_escpos__can_be_called_back_only_before_the_first_byte(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    plan.answer_delay_ms = 50;
    begin(bench, &plan);
    atomic_store(&bench->cancel, true);
    PrintResult result = send_paper(bench);
    assert_int_equal(result.state, PRINT_NOT_PRINTED);
    assert_int_equal(result.trouble, PRINT_CANCELLED);
    /* while it is asked how it is */
    pthread_t caller;
    atomic_store(&bench->cancel, false);
    assert_int_equal(pthread_create(&caller, NULL, call_back_soon, bench), 0);
    result = send_paper(bench);
    pthread_join(caller, NULL);
    assert_int_equal(result.trouble, PRINT_CANCELLED);
    atomic_store(&bench->cancel, false);
    bench->cancels_when_sending = true;
    result = send_paper(bench);
    assert_int_equal(result.state, PRINT_PRINTED);
    FakeReport report = end(bench);
    assert_int_equal(report.rows, ROWS);
    fake_report_free(&report);
}

static void test_escpos__tells_how_the_printer_is(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    plan.paper_low = true;
    begin(bench, &plan);
    PrinterStatus status = printer_probe(&bench->port);
    FakeReport report = end(bench);
    assert_int_equal(status.readiness, PRINTER_READY);
    assert_true(status.paper_low);
    fake_report_free(&report);

    plan.deaf = true;
    begin(bench, &plan);
    status = printer_probe(&bench->port);
    report = end(bench);
    assert_int_equal(status.readiness, PRINTER_UNKNOWN);
    assert_int_equal(report.rows, 0);
    fake_report_free(&report);

    /* The port is closed now: off. */
    status = printer_probe(&bench->port);
    assert_int_equal(status.readiness, PRINTER_NOT_READY);
    assert_int_equal(status.trouble, PRINT_OFF);
    PrintResult result = send_paper(bench);
    assert_int_equal(result.state, PRINT_NOT_PRINTED);
    assert_int_equal(result.trouble, PRINT_OFF);
}

static void test_escpos__a_device_that_is_not_there_is_off(void **state) {
    Bench *bench = *state;
    begin_at(bench, "escpos:/dev/usb/lp-none");
    assert_int_equal(printer_probe(&bench->port).trouble, PRINT_OFF);
    assert_int_equal(send_paper(bench).trouble, PRINT_OFF);
}

static void test_escpos__refuses_paper_that_is_too_wide(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    begin(bench, &plan);
    Paper wide;
    assert_true(paper_make(&bench->arena, PAPER_LETTER, STR8("x"), 0, 1, &wide));
    assert_int_equal(printer_send(&bench->port, &wide, NULL).trouble, PRINT_UNFIT);
    wide.kind = PAPER_ROLL_80;
    assert_int_equal(printer_send(&bench->port, &wide, NULL).trouble, PRINT_UNFIT);
    FakeReport report = end(bench);
    assert_int_equal(report.bytes, 0);
    fake_report_free(&report);
}

static void test_escpos__cuts_every_page(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    begin(bench, &plan);
    assert_true(paper_make(&bench->arena, PAPER_ROLL_80, STR8("x"), 200, 3, &bench->paper));
    assert_int_equal(send_paper(bench).state, PRINT_PRINTED);
    FakeReport report = end(bench);
    assert_int_equal(report.cuts, 3);
    assert_int_equal(report.rows, 600);
    fake_report_free(&report);
}

/* Memory that held a family's paper is wiped: the arena's owner is asked, not the adapter. */
static void test_escpos__keeps_nothing_of_a_job(void **state) {
    Bench *bench = *state;
    FakePlan plan = fake_plan_good();
    begin(bench, &plan);
    assert_true(paper_make_of_bytes(&bench->arena, PAPER_ROLL_80, STR8("Fatima Zahra"), ROWS,
                                    &bench->paper));
    assert_int_equal(send_paper(bench).state, PRINT_PRINTED);
    memory_wipe((void *)(uintptr_t)bench->paper.pages[0].bits, (size_t)ROWS * 72);
    for (const char *at = bench->port.printer; at < (const char *)bench->port.printer + 4096;
         at++) {
        assert_memory_not_equal(at, "Fatima", 6);
    }
    FakeReport report = end(bench);
    fake_report_free(&report);
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_escpos__prints_over_the_network),
        BENCH_TEST(test_escpos__prints_on_a_device),
        BENCH_TEST(test_escpos__prints_on_one_that_takes_byte_by_byte),
        BENCH_TEST(test_escpos__prints_on_one_that_is_slow_and_babbles),
        BENCH_TEST(test_escpos__says_unknown_where_the_printer_cannot_tell),
        BENCH_TEST(test_escpos__sends_nothing_to_a_printer_in_trouble),
        BENCH_TEST(test_escpos__tells_the_trouble_at_every_step),
        BENCH_TEST(test_escpos__is_never_sure_of_a_printer_that_went_away),
        BENCH_TEST(test_escpos__is_unsure_when_the_answer_never_comes),
        BENCH_TEST(test_escpos__goes_on_clean_after_a_job_that_broke_off),
        BENCH_TEST(test_escpos__does_not_listen_to_noise_for_ever),
        BENCH_TEST(test_escpos__can_be_called_back_only_before_the_first_byte),
        BENCH_TEST(test_escpos__tells_how_the_printer_is),
        BENCH_TEST(test_escpos__a_device_that_is_not_there_is_off),
        BENCH_TEST(test_escpos__refuses_paper_that_is_too_wide),
        BENCH_TEST(test_escpos__cuts_every_page),
        BENCH_TEST(test_escpos__keeps_nothing_of_a_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
