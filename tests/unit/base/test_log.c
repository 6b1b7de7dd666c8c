#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/base/log.h"

enum { CAPTURE_SIZE = 2048 };

typedef struct {
    FILE *file;
    int stderr_before;
} Capture;

static Capture capture_start(void) {
    Capture capture = {tmpfile(), dup(STDERR_FILENO)};
    assert_non_null(capture.file);
    assert_true(capture.stderr_before >= 0);
    assert_true(dup2(fileno(capture.file), STDERR_FILENO) >= 0);
    return capture;
}

static void capture_end(Capture capture, char text[CAPTURE_SIZE]) {
    (void)fflush(stderr);
    assert_true(dup2(capture.stderr_before, STDERR_FILENO) >= 0);
    (void)close(capture.stderr_before);
    rewind(capture.file);
    text[fread(text, 1, CAPTURE_SIZE - 1, capture.file)] = '\0';
    (void)fclose(capture.file);
}

static void test_log_line__writes_level_module_event_and_pairs(void **state) {
    (void)state;
    char text[CAPTURE_SIZE];
    Capture capture = capture_start();
    log_line(LOG_WARNING, "store", "reopened", "reason=%s tries=%d", "io", 2);
    capture_end(capture, text);
    assert_string_equal(text, "warning store event=reopened reason=io tries=2\n");
}

static void test_log_line__drops_what_is_below_the_level(void **state) {
    (void)state;
    char text[CAPTURE_SIZE];
    Capture capture = capture_start();
    log_line(LOG_INFO, "store", "opened", "kept=%d", 0);
    log_set_level(LOG_INFO);
    log_line(LOG_DEBUG, "store", "opened", "kept=%d", 1);
    log_line(LOG_INFO, "store", "opened", "kept=%d", 2);
    log_set_level(LOG_WARNING);
    capture_end(capture, text);
    assert_string_equal(text, "info store event=opened kept=2\n");
}

static void test_log_line__stays_one_line_whatever_it_is_given(void **state) {
    (void)state;
    char text[CAPTURE_SIZE];
    Capture capture = capture_start();
    log_line(LOG_ERROR, "store", "odd", "value=%s", "a\nerror forged event=x\r");
    log_line(LOG_ERROR, "store", "long", "%0900d", 0);
    capture_end(capture, text);
    assert_int_equal(strchr(text, '\n') - text, strlen("error store event=odd value=a?error "
                                                       "forged event=x?"));
    assert_null(strchr(text, '\r'));
    const char *second = strchr(text, '\n') + 1;
    assert_int_equal(strchr(second, '\n')[1], '\0');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_log_line__writes_level_module_event_and_pairs),
        cmocka_unit_test(test_log_line__drops_what_is_below_the_level),
        cmocka_unit_test(test_log_line__stays_one_line_whatever_it_is_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
