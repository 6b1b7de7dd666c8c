#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/wire/http_text.h"

enum { ARENA_BLOCK = 1 << 16, ARENA_MAX = 8 << 20 };

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void test_http_text__a_request_comes_back(void **state) {
    (void)state;
    WireRequest sent = {
        .method = STR8("POST"), .target = STR8("/v1/records?x"), .body = STR8("a\r\n\r\nb")};
    WireRequest got;
    Str8 text;
    wire_header_add(&sent.headers, STR8("content-type"), STR8("text/plain"));
    wire_header_add(&sent.headers, STR8("empty"), STR8(""));
    assert_int_equal(http_text_write_request(&arena, &sent, &text, NULL), ERR_OK);
    Str8 wanted = STR8("POST /v1/records?x HTTP/1.1\r\ncontent-type: text/plain\r\nempty: \r\n"
                       "content-length: 6\r\n\r\na\r\n\r\nb");
    assert_true(str8_equal(text, wanted));
    assert_int_equal(http_text_read_request(&arena, text, &got, NULL), ERR_OK);
    assert_true(str8_equal(got.method, sent.method) && str8_equal(got.target, sent.target));
    assert_true(str8_equal(got.body, sent.body));
    assert_int_equal(got.headers.count, 2);
    assert_true(str8_equal(wire_header(&got.headers, STR8("Content-Type")), STR8("text/plain")));
    assert_non_null(wire_header(&got.headers, STR8("empty")).ptr);
}

static void test_http_text__a_reply_comes_back(void **state) {
    (void)state;
    WireReply sent = {.status = 409, .body = STR8("{}")};
    WireReply got;
    Str8 text;
    assert_int_equal(http_text_write_reply(&arena, &sent, &text, NULL), ERR_OK);
    assert_int_equal(http_text_read_reply(&arena, text, &got, NULL), ERR_OK);
    assert_int_equal(got.status, 409);
    assert_true(str8_equal(got.body, sent.body));
}

static void test_http_text__never_writes_a_second_line_for_one_header(void **state) {
    (void)state;
    WireRequest sent = {.method = STR8("GET"), .target = STR8("/")};
    Str8 text;
    wire_header_add(&sent.headers, STR8("a"), STR8("b\r\nc: d"));
    assert_int_equal(http_text_write_request(&arena, &sent, &text, NULL), ERR_INVALID);
}

static void test_http_text__refuses_what_two_readers_would_read_in_two_ways(void **state) {
    (void)state;
    static const char *const TEXTS[] = {
        "",
        "GET / HTTP/1.1\r\n\r\n", /* no length */
        "GET / HTTP/1.1\ncontent-length: 0\n\n",
        "GET / HTTP/1.0\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\ncontent-length: 1\r\n\r\n",
        "GET / HTTP/1.1\r\ncontent-length: 0\r\n\r\nx",
        "GET / HTTP/1.1\r\ncontent-length: -0\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\ncontent-length: 0\r\ntransfer-encoding: chunked\r\n\r\n",
        "GET / HTTP/1.1\r\na: 1\r\nA: 2\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\na : 1\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\n a: 1\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1\r\na\r\ncontent-length: 0\r\n\r\n",
        "GET  / HTTP/1.1\r\ncontent-length: 0\r\n\r\n",
        "GET http://x/ HTTP/1.1\r\ncontent-length: 0\r\n\r\n",
        "GET / HTTP/1.1 \r\ncontent-length: 0\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        WireRequest got;
        assert_int_equal(http_text_read_request(&arena, str8_from(TEXTS[i]), &got, NULL),
                         ERR_INVALID);
    }
}

static void test_http_text__has_limits(void **state) {
    (void)state;
    WireRequest got;
    char *text = arena_alloc(&arena, HTTP_TEXT_HEAD_MAX + 1);
    memset(text, 'a', HTTP_TEXT_HEAD_MAX + 1);
    Str8 long_head = {text, HTTP_TEXT_HEAD_MAX + 1};
    assert_int_equal(http_text_read_request(&arena, long_head, &got, NULL), ERR_LIMIT);
    Str8Builder many = builder_in(&arena, HTTP_TEXT_HEAD_MAX);
    builder_add(&many, STR8("GET / HTTP/1.1\r\ncontent-length: 0\r\n"));
    for (int i = 0; i <= WIRE_HEADERS_MAX; i++) {
        builder_format(&many, "h%d: 1\r\n", i);
    }
    builder_add(&many, STR8("\r\n"));
    assert_int_equal(http_text_read_request(&arena, builder_text(&many), &got, NULL), ERR_INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_http_text__a_request_comes_back),
        TEST(test_http_text__a_reply_comes_back),
        TEST(test_http_text__never_writes_a_second_line_for_one_header),
        TEST(test_http_text__refuses_what_two_readers_would_read_in_two_ways),
        TEST(test_http_text__has_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
