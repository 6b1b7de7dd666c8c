#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sync/hub/listen.h"

static void test_listen__reads_addresses_and_ports_and_nothing_else(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        bool is_ipv6;
        unsigned port;
    } CASES[] = {
        {"127.0.0.1:8480", true, false, 8480},
        {"0.0.0.0:0", true, false, 0},
        {"localhost:80", true, false, 80},
        {"[::1]:65535", true, true, 65535},
        {"*:8480", true, true, 8480},
        {"127.0.0.1:65536", false, false, 0},
        {"127.0.0.1:-1", false, false, 0},
        {"127.0.0.1:", false, false, 0},
        {"127.0.0.1", false, false, 0},
        {"8480", false, false, 0},
        {":8480", false, false, 0},
        {"", false, false, 0},
        {"hub.example:80", false, false, 0},
        {"::1:80", false, false, 0},
        {"[::1:80", false, false, 0},
        {"[]:80", false, false, 0},
        {"127.0.0.1:80 ", false, false, 0},
        {"1111111111111111111111111111111111111111111111111111111111111111111:1", false, false, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ListenAt at;
        if (listen_parse(str8_from(CASES[i].text), &at) != CASES[i].good) {
            fail_msg("'%s' was taken for %s", CASES[i].text, CASES[i].good ? "bad" : "good");
        }
        if (CASES[i].good) {
            assert_int_equal(CASES[i].is_ipv6, at.is_ipv6);
            assert_int_equal(CASES[i].port, at.port);
        }
    }
}

static void test_listen__says_where_and_that_somebody_is_there(void **state) {
    (void)state;
    ListenAt at;
    int socket = -1;
    int second = -1;
    char text[LISTEN_TEXT_MAX];
    Err err = {0};
    assert_true(listen_parse(STR8("127.0.0.1:0"), &at));
    assert_int_equal(ERR_OK, listen_open(&at, &socket, text, &err));
    assert_int_equal(0, strncmp(text, "127.0.0.1:", 10));
    assert_true(listen_parse(str8_from(text), &at));
    assert_true(at.port != 0);
    assert_int_equal(ERR_CONFLICT, listen_open(&at, &second, text, &err));
    assert_int_equal(-1, second);
    (void)close(socket);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listen__reads_addresses_and_ports_and_nothing_else),
        cmocka_unit_test(test_listen__says_where_and_that_somebody_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
