#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/platform/scanner.h"

/* What comes out: typed text as it is, scans in [], Enter as '/'. */
typedef struct {
    char text[256];
    Str8Builder builder;
} Heard;

static void hear(Heard *heard, ScannerResult result) {
    if (result.outcome == SCANNER_NOTHING) {
        return;
    }
    bool scan = result.outcome == SCANNER_SCAN;
    builder_add(&heard->builder, scan ? STR8("[") : STR8(""));
    builder_add(&heard->builder, result.text);
    builder_add(&heard->builder, scan ? STR8("]") : STR8(""));
    builder_add(&heard->builder, result.outcome == SCANNER_TYPED_ENTER ? STR8("/") : STR8(""));
}

/* Play characters `gap_ms` apart; '\n' is Enter, '~' a pause of 300 ms with its flush. */
static const char *play(const char *keys, int64_t gap_ms) {
    static Heard heard;
    Scanner scanner = {0};
    heard.builder = builder_make(heard.text, sizeof(heard.text));
    int64_t now_ms = 1000;
    for (const char *key = keys; *key != 0; key++) {
        now_ms += *key == '~' ? 300 : gap_ms;
        if (*key == '~') {
            hear(&heard, scanner_flush(&scanner, now_ms));
        } else if (*key == '\n') {
            hear(&heard, scanner_enter(&scanner, now_ms));
        } else {
            hear(&heard, scanner_add(&scanner, (uint32_t)(unsigned char)*key, now_ms));
        }
    }
    hear(&heard, scanner_flush(&scanner, INT64_MAX));
    return heard.text;
}

static void test_scanner__tells_a_burst_from_typing(void **state) {
    (void)state;
    static const struct {
        const char *keys;
        int gap_ms;
        const char *heard;
    } CASES[] = {
        {"ABCD1234\n", 5, "[ABCD1234]"},
        {"ABCD1234\n", 35, "[ABCD1234]"},
        {"ABCD1234\n", 36, "ABCD1234/"},
        {"ABCD1234\n", 120, "ABCD1234/"},
        {"ABCDEF\n", 5, "[ABCDEF]"},
        {"ABCDE\n", 5, "ABCDE/"},
        {"ABCD1234", 5, "ABCD1234"},
        {"\n", 5, "/"},
        {"ABCD1234\nEFGH5678\n", 10, "[ABCD1234][EFGH5678]"},
        {"Ro~ABCD1234\n", 10, "Ro[ABCD1234]"},
        {"ABCD~1234\n", 10, "ABCD1234/"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_string_equal(play(CASES[i].keys, CASES[i].gap_ms), CASES[i].heard);
    }
}

static void test_scanner__gives_a_slow_key_back_at_the_next(void **state) {
    (void)state;
    Scanner scanner = {0};
    assert_int_equal(scanner_add(&scanner, 'a', 0).outcome, SCANNER_NOTHING);
    ScannerResult result = scanner_add(&scanner, 'b', 200);
    assert_int_equal(result.outcome, SCANNER_TYPED);
    assert_true(str8_equal(result.text, STR8("a")));
    result = scanner_flush(&scanner, 261);
    assert_true(str8_equal(result.text, STR8("b")));
}

static void test_scanner__declares_when_a_key_was_typed(void **state) {
    (void)state;
    Scanner scanner = {0};
    assert_int_equal(scanner_deadline(&scanner), -1);
    (void)scanner_add(&scanner, 0x645, 1000);
    int64_t deadline_ms = scanner_deadline(&scanner);
    assert_int_equal(scanner_flush(&scanner, deadline_ms - 1).outcome, SCANNER_NOTHING);
    ScannerResult result = scanner_flush(&scanner, deadline_ms);
    assert_int_equal(result.outcome, SCANNER_TYPED);
    assert_true(str8_equal(result.text, STR8("م")));
    assert_int_equal(scanner_deadline(&scanner), -1);
}

static void test_scanner__gives_back_more_than_it_can_hold(void **state) {
    (void)state;
    Scanner scanner = {0};
    size_t heard = 0;
    for (int i = 0; i < SCANNER_CODES_MAX * 3 + 7; i++) {
        heard += scanner_add(&scanner, 'x', i).text.len;
    }
    heard += scanner_enter(&scanner, SCANNER_CODES_MAX * 3 + 8).text.len;
    assert_int_equal(heard, SCANNER_CODES_MAX * 3 + 7);
}

static void test_scanner__overwrites_what_it_gave_out(void **state) {
    (void)state;
    Scanner scanner = {0};
    for (int i = 0; i < 8; i++) {
        (void)scanner_add(&scanner, 'A', i);
    }
    ScannerResult result = scanner_enter(&scanner, 9);
    assert_int_equal(result.text.len, 8);
    (void)scanner_flush(&scanner, 10);
    for (size_t i = 0; i < sizeof(scanner); i++) {
        assert_int_not_equal(((const char *)&scanner)[i], 'A');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scanner__tells_a_burst_from_typing),
        cmocka_unit_test(test_scanner__gives_a_slow_key_back_at_the_next),
        cmocka_unit_test(test_scanner__declares_when_a_key_was_typed),
        cmocka_unit_test(test_scanner__gives_back_more_than_it_can_hold),
        cmocka_unit_test(test_scanner__overwrites_what_it_gave_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
