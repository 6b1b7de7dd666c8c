#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <cups/cups.h>

#include "kiosk/printer/ipp_reply.h"
#include "kiosk/printer/printer.h"
#include "kiosk/printer/printer_uri.h"
#include "tests/support/paper_maker.h"
#include "tests/unit/printer/fake_ipp.h"

/* The IPP adapter against what answers wrongly. A real printer: tests/system/print-ipp.sh. */
enum { ARENA_MAX = 32 << 20, SLACK_MS = 1500, TOLD_MAX = 32 };

static const PrinterLimits limits = {
    .connect_ms = 600, .status_ms = 300, .stall_ms = 500, .job_ms = 1200};

typedef struct {
    Arena arena;
    Paper paper;
    PrinterPort port;
    PrintResult told[TOLD_MAX];
    size_t told_count;
    int64_t took_ms;
    FakeIppReport report;
} Bench;

static int64_t now_ms(void) {
    ClockPort clock = paper_maker_clock();
    return clock.now(clock.context).mono_ms;
}

static int set_up(void **state) {
    Bench *bench = test_calloc(1, sizeof *bench);
    bench->arena = arena_make(1 << 16, ARENA_MAX);
    assert_true(paper_make(&bench->arena, PAPER_LETTER, STR8("https://example.org/desk"), 0, 1,
                           &bench->paper));
    *state = bench;
    return 0;
}

static int tear_down(void **state) {
    Bench *bench = *state;
    arena_free(&bench->arena);
    test_free(bench);
    return 0;
}

static void open_port(Bench *bench, const char *scheme, int number, PaperKind paper) {
    PrinterSettings settings = {.paper = paper};
    Err err = {0};
    Str8 uri = str8_format(&bench->arena, "%s://127.0.0.1:%d/ipp/print", scheme, number);
    assert_int_equal(printer_uri_parse(&bench->arena, uri, &settings, &err), ERR_OK);
    assert_int_equal(
        printer_open(&bench->arena, &settings, limits, paper_maker_clock(), &bench->port, &err),
        ERR_OK);
}

static void follow(void *context, PrintResult so_far) {
    Bench *bench = context;
    assert_true(bench->told_count < TOLD_MAX);
    bench->told[bench->told_count++] = so_far;
}

static PrintResult send_to(Bench *bench, const FakeIppPlan *plan) {
    FakeIpp *fake = fake_ipp_start(plan);
    assert_non_null(fake);
    open_port(bench, "ipp", fake_ipp_port(fake), bench->paper.kind);
    PrintWatch watch = {follow, bench, NULL};
    bench->told_count = 0;
    int64_t start = now_ms();
    PrintResult result = printer_send(&bench->port, &bench->paper, &watch);
    bench->took_ms = now_ms() - start;
    printer_close(&bench->port);
    bench->report = fake_ipp_stop(fake);
    return result;
}

static void test_ipp__ends_in_time_and_in_truth_whatever_answers(void **state) {
    Bench *bench = *state;
    static const struct {
        FakeIppWay way;
        int operation;
        PrintState end;
        PrintTrouble trouble;
    } cases[] = {
        {FAKE_IPP_WELL, 0, PRINT_PRINTED, PRINT_TROUBLE_NONE},
        {FAKE_IPP_CLOSES_AFTER, 0, PRINT_PRINTED, PRINT_TROUBLE_NONE},
        /* the first question */
        {FAKE_IPP_SILENT, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_STALLED},
        {FAKE_IPP_HANGS_UP_FIRST, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED,
         PRINT_UNPLUGGED},
        {FAKE_IPP_HANGS_UP_LAST, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_UNPLUGGED},
        {FAKE_IPP_DRIBBLES, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_STALLED},
        {FAKE_IPP_DRIBBLES_BODY, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_STALLED},
        {FAKE_IPP_CUTS_BODY, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_UNPLUGGED},
        {FAKE_IPP_ENDLESS_HEADER, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED,
         PRINT_UNPLUGGED},
        {FAKE_IPP_GARBAGE, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_UNPLUGGED},
        {FAKE_IPP_HTML, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_UNPLUGGED},
        {FAKE_IPP_WANTS_PASSWORD, IPP_OP_GET_PRINTER_ATTRIBUTES, PRINT_NOT_PRINTED, PRINT_REFUSED},
        /* the document: broken off is not printed, not answered is unknown */
        {FAKE_IPP_STOPS_READING, IPP_OP_PRINT_JOB, PRINT_NOT_PRINTED, PRINT_STALLED},
        {FAKE_IPP_HANGS_UP_FIRST, IPP_OP_PRINT_JOB, PRINT_NOT_PRINTED, PRINT_UNPLUGGED},
        {FAKE_IPP_SILENT, IPP_OP_PRINT_JOB, PRINT_UNKNOWN, PRINT_STALLED},
        {FAKE_IPP_HANGS_UP_LAST, IPP_OP_PRINT_JOB, PRINT_UNKNOWN, PRINT_UNPLUGGED},
        {FAKE_IPP_DRIBBLES, IPP_OP_PRINT_JOB, PRINT_UNKNOWN, PRINT_STALLED},
        {FAKE_IPP_GARBAGE, IPP_OP_PRINT_JOB, PRINT_UNKNOWN, PRINT_UNPLUGGED},
        {FAKE_IPP_WANTS_PASSWORD, IPP_OP_PRINT_JOB, PRINT_NOT_PRINTED, PRINT_REFUSED},
        /* what became of it */
        {FAKE_IPP_SILENT, IPP_OP_GET_JOB_ATTRIBUTES, PRINT_UNKNOWN, PRINT_STALLED},
        {FAKE_IPP_HANGS_UP_LAST, IPP_OP_GET_JOB_ATTRIBUTES, PRINT_UNKNOWN, PRINT_UNPLUGGED},
        {FAKE_IPP_CUTS_BODY, IPP_OP_GET_JOB_ATTRIBUTES, PRINT_UNKNOWN, PRINT_UNPLUGGED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Str8 pdf = bench->paper.pdf;
        FakeIppPlan plan = {.way = cases[i].way, .way_operation = cases[i].operation};
        bool broken_off =
            cases[i].way == FAKE_IPP_STOPS_READING || cases[i].way == FAKE_IPP_HANGS_UP_FIRST;
        if (broken_off && cases[i].operation == IPP_OP_PRINT_JOB) {
            /* more than both ends hold for it */
            Arena *arena = &bench->arena;
            bench->paper.pdf = (Str8){arena_alloc(arena, 12 << 20), 12 << 20};
        }
        PrintResult result = send_to(bench, &plan);
        if (result.state != cases[i].end || result.trouble != cases[i].trouble) {
            print_error("case %zu: %s %s\n", i, print_state_name(result.state),
                        print_trouble_name(result.trouble));
        }
        assert_int_equal(result.state, cases[i].end);
        assert_int_equal(result.trouble, cases[i].trouble);
        assert_true(bench->took_ms <
                    2 * limits.connect_ms + limits.stall_ms + limits.job_ms + SLACK_MS);
        bench->paper.pdf = pdf;
    }
}

static void test_ipp__an_endless_answer_is_cut_off(void **state) {
    Bench *bench = *state;
    FakeIppPlan plan = {.way = FAKE_IPP_ENDLESS_BODY};
    PrintResult result = send_to(bench, &plan);
    assert_int_equal(result.state, PRINT_NOT_PRINTED);
    assert_true(bench->took_ms < 2 * limits.connect_ms + SLACK_MS);
}

static void test_ipp__tls_to_a_silent_port_ends_in_time(void **state) {
    Bench *bench = *state;
    FakeIppPlan plan = {.way = FAKE_IPP_SILENT};
    FakeIpp *fake = fake_ipp_start(&plan);
    open_port(bench, "ipps", fake_ipp_port(fake), PAPER_LETTER);
    int64_t start = now_ms();
    assert_int_equal(printer_probe(&bench->port).trouble, PRINT_OFF);
    assert_true(now_ms() - start < 15 * 1000);
    printer_close(&bench->port);
    (void)fake_ipp_stop(fake);
}

static void test_ipp__believes_only_who_can_know(void **state) {
    Bench *bench = *state;
    static const struct {
        FakeIppPlan plan;
        PrintState end;
        PrintTrouble trouble;
        int cancels;
    } cases[] = {
        {{.job_states = {3, 5, 5, 9}}, PRINT_PRINTED, PRINT_TROUBLE_NONE, 0},
        {{.job_states = {9}, .job_reason = "job-completed-with-errors"},
         PRINT_UNKNOWN,
         PRINT_FAULT,
         0},
        /* a queue knows what a network printer says, and nothing of a USB one */
        {{.device = "ipp://10.0.0.3/ipp/print"}, PRINT_PRINTED, PRINT_TROUBLE_NONE, 0},
        {{.device = "usb://Some/Printer"}, PRINT_UNKNOWN, PRINT_TROUBLE_NONE, 0},
        {{.device = "socket://10.0.0.3"}, PRINT_UNKNOWN, PRINT_TROUBLE_NONE, 0},
        {{.forgets_jobs = true}, PRINT_UNKNOWN, PRINT_TROUBLE_NONE, 0},
        /* called back or given up at the printer */
        {{.job_states = {5, 7}}, PRINT_NOT_PRINTED, PRINT_PAUSED, 0},
        {{.job_states = {5, 8}}, PRINT_NOT_PRINTED, PRINT_FAULT, 0},
        {{.job_states = {8}, .job_reason = "document-format-error"},
         PRINT_NOT_PRINTED,
         PRINT_REFUSED,
         0},
        {{.job_states = {8}, .job_reason = "media-jam"}, PRINT_NOT_PRINTED, PRINT_JAM, 0},
        {{.job_states = {8}, .printer_reason = "media-jam-report"},
         PRINT_NOT_PRINTED,
         PRINT_JAM,
         0},
        /* held up: taken back, and believed only when that was confirmed */
        {{.job_states = {6}, .job_reason = "printer-stopped"}, PRINT_NOT_PRINTED, PRINT_PAUSED, 1},
        {{.job_states = {6}, .job_reason = "media-empty"}, PRINT_NOT_PRINTED, PRINT_PAPER_OUT, 1},
        {{.job_states = {6}, .job_reason = "media-empty", .ignores_cancel = true},
         PRINT_UNKNOWN,
         PRINT_PAPER_OUT,
         1},
        {{.job_states = {4}}, PRINT_NOT_PRINTED, PRINT_PAUSED, 1},
        {{.job_states = {5}}, PRINT_NOT_PRINTED, PRINT_STALLED, 1},
        {{.job_states = {5}, .printer_reason = "media-empty-warning"},
         PRINT_NOT_PRINTED,
         PRINT_PAPER_OUT,
         1},
        {{.job_states = {3}, .ignores_cancel = true}, PRINT_UNKNOWN, PRINT_STALLED, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrintResult result = send_to(bench, &cases[i].plan);
        if (result.state != cases[i].end || result.trouble != cases[i].trouble) {
            print_error("case %zu: %s %s\n", i, print_state_name(result.state),
                        print_trouble_name(result.trouble));
        }
        assert_int_equal(result.state, cases[i].end);
        assert_int_equal(result.trouble, cases[i].trouble);
        assert_int_equal(bench->report.cancels, cases[i].cancels);
        assert_int_equal(bench->report.jobs, 1);
        /* a queue forgets the document at once */
        assert_int_equal(bench->report.purges, cases[i].plan.device != NULL);
    }
}

static void test_ipp__tells_what_the_printer_complains_of_meanwhile(void **state) {
    Bench *bench = *state;
    FakeIppPlan plan = {.job_states = {5, 5, 5, 9}, .printer_reason = "media-empty-warning"};
    PrintResult result = send_to(bench, &plan);
    assert_int_equal(result.state, PRINT_PRINTED);
    assert_int_equal(result.trouble, PRINT_TROUBLE_NONE);
    assert_true(result.paper_low);
    bool told = false;
    for (size_t i = 0; i < bench->told_count; i++) {
        told |= bench->told[i].state == PRINT_PRINTING && bench->told[i].trouble == PRINT_PAPER_OUT;
    }
    assert_true(told);
}

static void test_ipp__sends_nothing_to_a_printer_that_cannot_print_it(void **state) {
    Bench *bench = *state;
    static const struct {
        FakeIppPlan plan;
        PrintTrouble trouble;
    } cases[] = {
        {{.printer_state = 5}, PRINT_PAUSED},
        {{.printer_state = 5, .printer_reason = "media-empty"}, PRINT_PAPER_OUT},
        {{.printer_reason = "media-empty-error"}, PRINT_PAPER_OUT},
        {{.printer_reason = "media-jam-error"}, PRINT_JAM},
        {{.printer_reason = "door-open-error"}, PRINT_COVER_OPEN},
        {{.printer_reason = "marker-supply-empty-error"}, PRINT_INK_OUT},
        {{.printer_reason = "offline-report"}, PRINT_OFF},
        {{.printer_reason = "vendor-strange-error"}, PRINT_FAULT},
        {{.refuses_jobs = true}, PRINT_PAUSED},
        {{.format = "image/jpeg"}, PRINT_REFUSED},
        {{.media = {"iso_a4_210x297mm"}}, PRINT_UNFIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrintResult result = send_to(bench, &cases[i].plan);
        assert_int_equal(result.state, PRINT_NOT_PRINTED);
        assert_int_equal(result.trouble, cases[i].trouble);
        assert_int_equal(bench->report.jobs, 0);
        assert_int_equal(bench->told_count, 1);
    }
}

static void test_ipp__understands_a_refusal(void **state) {
    Bench *bench = *state;
    static const struct {
        FakeIppPlan plan;
        PrintState end;
        PrintTrouble trouble;
    } cases[] = {
        {{.print_status = IPP_STATUS_ERROR_BUSY, .print_refusals = 1},
         PRINT_PRINTED,
         PRINT_TROUBLE_NONE},
        {{.print_status = IPP_STATUS_ERROR_BUSY}, PRINT_NOT_PRINTED, PRINT_BUSY},
        {{.print_status = IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS}, PRINT_NOT_PRINTED, PRINT_PAUSED},
        {{.print_status = IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED},
         PRINT_NOT_PRINTED,
         PRINT_REFUSED},
        {{.print_status = IPP_STATUS_ERROR_NOT_AUTHORIZED}, PRINT_NOT_PRINTED, PRINT_REFUSED},
        {{.print_status = IPP_STATUS_ERROR_INTERNAL}, PRINT_NOT_PRINTED, PRINT_FAULT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrintResult result = send_to(bench, &cases[i].plan);
        assert_int_equal(result.state, cases[i].end);
        assert_int_equal(result.trouble, cases[i].trouble);
    }
}

static void test_ipp__a_small_warning_is_no_trouble(void **state) {
    Bench *bench = *state;
    static const char *const reasons[] = {"marker-supply-low-warning", "media-empty-warning",
                                          "toner-empty-report", "connecting-to-device", "other"};
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        FakeIppPlan plan = {.printer_reason = reasons[i]};
        assert_int_equal(send_to(bench, &plan).state, PRINT_PRINTED);
    }
}

static void test_ipp__asks_for_paper_in_its_size(void **state) {
    Bench *bench = *state;
    static const struct {
        PaperKind kind;
        const char *media[4];
        bool keyword;
        bool size;
    } cases[] = {
        {PAPER_LETTER, {"iso_a4_210x297mm", "na_letter_8.5x11in"}, true, false},
        {PAPER_A4, {"na_letter_8.5x11in", "iso_a4_210x297mm"}, true, false},
        {PAPER_ROLL_80, {"custom_min_50x25mm", "custom_max_80x3000mm"}, false, true},
        {PAPER_LABEL_62, {"roll_min_12x25mm", "roll_max_62x3000mm"}, false, true},
        {PAPER_ROLL_80, {"custom_receipt_72x200mm"}, true, false},
        {PAPER_ROLL_80, {"na_letter_8.5x11in"}, false, false},
        {PAPER_ROLL_58, {NULL}, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        FakeIppPlan plan = {.format = "image/pwg-raster"};
        memcpy(plan.media, cases[i].media, sizeof plan.media);
        assert_true(paper_make(&bench->arena, cases[i].kind, STR8("x"), 0, 1, &bench->paper));
        assert_int_equal(send_to(bench, &plan).state, PRINT_PRINTED);
        assert_int_equal(bench->report.said_keyword, cases[i].keyword);
        assert_int_equal(bench->report.said_size, cases[i].size);
    }
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        BENCH_TEST(test_ipp__ends_in_time_and_in_truth_whatever_answers),
        BENCH_TEST(test_ipp__an_endless_answer_is_cut_off),
        BENCH_TEST(test_ipp__tls_to_a_silent_port_ends_in_time),
        BENCH_TEST(test_ipp__believes_only_who_can_know),
        BENCH_TEST(test_ipp__tells_what_the_printer_complains_of_meanwhile),
        BENCH_TEST(test_ipp__sends_nothing_to_a_printer_that_cannot_print_it),
        BENCH_TEST(test_ipp__understands_a_refusal),
        BENCH_TEST(test_ipp__a_small_warning_is_no_trouble),
        BENCH_TEST(test_ipp__asks_for_paper_in_its_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
