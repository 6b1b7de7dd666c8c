#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/printer/chain.h"

/* Printer, second printer, screen: with printers that say what the test wants. */
enum { TOLD_MAX = 16 };

typedef struct {
    PrintResult answers; /* what the next job ends as */
    PrinterStatus status;
    int jobs;
    int probes;
    bool closed;
} Puppet;

static int64_t now_mono_ms;

static Moment read_clock(void *context) {
    (void)context;
    return (Moment){.mono_ms = now_mono_ms};
}

static const ClockPort clock_port = {read_clock, NULL};

static PrinterStatus puppet_probe(void *context) {
    Puppet *puppet = context;
    puppet->probes++;
    return puppet->status;
}

static PrintResult puppet_send(void *context, const Paper *paper, const PrintWatch *watch) {
    Puppet *puppet = context;
    assert_non_null(paper);
    puppet->jobs++;
    if (watch != NULL && watch->progress != NULL && puppet->answers.trouble != PRINT_OFF) {
        watch->progress(watch->context, (PrintResult){.state = PRINT_SENDING});
    }
    return puppet->answers;
}

static void puppet_close(void *context) {
    ((Puppet *)context)->closed = true;
}

typedef struct {
    Puppet puppets[CHAIN_PRINTERS_MAX];
    PrinterChain chain;
    Paper papers[PAPER_KIND_COUNT];
    bool has_roll; /* the document can be laid out for a roll */
    int laid_out;
    PrintState told[TOLD_MAX];
    size_t told_count;
} Stage;

static const PrintResult printed = {PRINT_PRINTED, PRINT_TROUBLE_NONE, false};
static const PrintResult paper_out = {PRINT_NOT_PRINTED, PRINT_PAPER_OUT, true};
static const PrintResult off = {PRINT_NOT_PRINTED, PRINT_OFF, false};
static const PrintResult unknown = {PRINT_UNKNOWN, PRINT_TROUBLE_NONE, false};
static const PrintResult called_back = {PRINT_NOT_PRINTED, PRINT_CANCELLED, false};

static bool paper_for(void *context, PaperKind kind, const Paper **paper) {
    Stage *stage = context;
    stage->laid_out++;
    *paper = &stage->papers[kind];
    return kind == PAPER_LETTER || stage->has_roll;
}

static void follow(void *context, PrintResult so_far) {
    Stage *stage = context;
    stage->told[stage->told_count++] = so_far.state;
}

static void stage_set(Stage *stage, size_t count, PrintResult first, PrintResult second) {
    static const PaperRaster page = {8, 1, 1, (const uint8_t *)"x", PAPER_DPI};
    static const PaperKind kinds[CHAIN_PRINTERS_MAX] = {PAPER_LETTER, PAPER_ROLL_80};
    PrinterPort ports[CHAIN_PRINTERS_MAX];
    *stage = (Stage){.has_roll = true};
    now_mono_ms = 1000;
    stage->puppets[0].answers = first;
    stage->puppets[1].answers = second;
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        stage->papers[kind] = (Paper){kind, {0}, &page, 1};
    }
    for (size_t i = 0; i < count; i++) {
        ports[i] =
            (PrinterPort){puppet_probe, puppet_send, puppet_close, &stage->puppets[i], kinds[i]};
    }
    chain_make(ports, NULL, count, clock_port, &stage->chain);
}

static ChainResult send_job(Stage *stage) {
    PrintWatch watch = {follow, stage, NULL};
    stage->told_count = 0;
    return chain_send(&stage->chain, (PaperSource){paper_for, stage}, &watch);
}

static void test_chain__without_a_printer_the_screen_is_the_way(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 0, printed, printed);
    ChainResult result = send_job(&stage);
    assert_int_equal(result.result.state, PRINT_NOT_PRINTED);
    assert_int_equal(result.result.trouble, PRINT_NO_PRINTER);
    assert_int_equal(result.printer, 0);
    assert_int_equal(stage.laid_out, 0);
    assert_int_equal(stage.told_count, 1);
}

static void test_chain__asks_in_order_and_stops_at_paper(void **state) {
    (void)state;
    static const struct {
        PrintResult first, second;
        PrintState state;
        PrintTrouble trouble;
        size_t printer;
        int jobs[2];
    } cases[] = {
        {printed, printed, PRINT_PRINTED, PRINT_TROUBLE_NONE, 0, {1, 0}},
        {paper_out, printed, PRINT_PRINTED, PRINT_TROUBLE_NONE, 1, {1, 1}},
        /* what may be on paper already is not printed twice */
        {unknown, printed, PRINT_UNKNOWN, PRINT_TROUBLE_NONE, 0, {1, 0}},
        {paper_out, unknown, PRINT_UNKNOWN, PRINT_TROUBLE_NONE, 1, {1, 1}},
        {called_back, printed, PRINT_NOT_PRINTED, PRINT_CANCELLED, 0, {1, 0}},
        {off, called_back, PRINT_NOT_PRINTED, PRINT_CANCELLED, 1, {1, 1}},
        /* nobody printed: the first one's trouble is what staff mend */
        {paper_out, off, PRINT_NOT_PRINTED, PRINT_PAPER_OUT, 0, {1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Stage stage;
        stage_set(&stage, 2, cases[i].first, cases[i].second);
        ChainResult result = send_job(&stage);
        assert_int_equal(result.result.state, cases[i].state);
        assert_int_equal(result.result.trouble, cases[i].trouble);
        assert_int_equal(result.printer, cases[i].printer);
        assert_int_equal(stage.puppets[0].jobs, cases[i].jobs[0]);
        assert_int_equal(stage.puppets[1].jobs, cases[i].jobs[1]);
    }
}

static void test_chain__tells_the_end_once(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 2, paper_out, printed);
    (void)send_job(&stage);
    static const PrintState told[] = {PRINT_SENDING, PRINT_SENDING, PRINT_PRINTED};
    assert_int_equal(stage.told_count, 3);
    assert_memory_equal(stage.told, told, sizeof told);
}

static void test_chain__a_paper_that_cannot_be_made_is_passed_over(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 2, paper_out, printed);
    stage.has_roll = false;
    ChainResult result = send_job(&stage);
    assert_int_equal(result.result.trouble, PRINT_PAPER_OUT);
    assert_int_equal(result.printer, 0);
    assert_int_equal(stage.puppets[1].jobs, 0);
}

static void test_chain__does_not_wait_again_and_again_for_one_that_is_away(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 2, off, printed);
    assert_int_equal(send_job(&stage).printer, 1);
    assert_int_equal(send_job(&stage).printer, 1);
    assert_int_equal(stage.puppets[0].jobs, 1);
    /* nobody else: then it is asked all the same */
    stage.puppets[1].answers = paper_out;
    stage.puppets[0].answers = printed;
    assert_int_equal(send_job(&stage).printer, 0);
    /* and after the rest it is the first again */
    stage_set(&stage, 2, off, printed);
    (void)send_job(&stage);
    stage.puppets[0].answers = printed;
    now_mono_ms += CHAIN_REST_MS;
    assert_int_equal(send_job(&stage).printer, 0);
}

static void test_chain__remembers_what_it_heard(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 2, paper_out, printed);
    assert_int_equal(stage.chain.printers[0].heard_mono_ms, -1);
    (void)send_job(&stage);
    assert_int_equal(stage.chain.printers[0].status.readiness, PRINTER_NOT_READY);
    assert_int_equal(stage.chain.printers[0].status.trouble, PRINT_PAPER_OUT);
    assert_int_equal(stage.chain.printers[1].status.readiness, PRINTER_READY);
    stage.puppets[0].status = (PrinterStatus){PRINTER_READY, PRINT_TROUBLE_NONE, true};
    now_mono_ms = 5000;
    assert_true(chain_probe(&stage.chain, 0).paper_low);
    assert_int_equal(stage.chain.printers[0].heard_mono_ms, 5000);
    assert_int_equal(stage.puppets[0].probes, 1);
}

static void test_chain__lets_every_printer_go(void **state) {
    (void)state;
    Stage stage;
    stage_set(&stage, 2, printed, printed);
    chain_close(&stage.chain);
    assert_true(stage.puppets[0].closed && stage.puppets[1].closed);
    assert_int_equal(stage.chain.printers_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chain__without_a_printer_the_screen_is_the_way),
        cmocka_unit_test(test_chain__asks_in_order_and_stops_at_paper),
        cmocka_unit_test(test_chain__tells_the_end_once),
        cmocka_unit_test(test_chain__a_paper_that_cannot_be_made_is_passed_over),
        cmocka_unit_test(test_chain__does_not_wait_again_and_again_for_one_that_is_away),
        cmocka_unit_test(test_chain__remembers_what_it_heard),
        cmocka_unit_test(test_chain__lets_every_printer_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
