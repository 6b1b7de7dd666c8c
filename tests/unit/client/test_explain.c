#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/client/explain.h"

static Arena arena;

static bool says(SyncTrouble trouble, Str8 word) {
    Str8 text = sync_trouble_explain(&arena, trouble, STR8("https://hub.example:8443"),
                                     STR8("Contoso Web Filter"));
    return str8_find(text, word) < text.len;
}

static void test_explain__has_one_sentence_for_every_trouble(void **state) {
    (void)state;
    for (int trouble = 0; trouble < SYNC_TROUBLE_COUNT; trouble++) {
        Str8 text = sync_trouble_explain(&arena, (SyncTrouble)trouble, STR8("https://hub.example"),
                                         STR8(""));
        assert_true(text.len > 10);
        assert_int_equal(str8_find(text, STR8("\n")), text.len);
        for (int other = 0; other < trouble; other++) {
            assert_false(
                str8_equal(text, sync_trouble_explain(&arena, (SyncTrouble)other,
                                                      STR8("https://hub.example"), STR8(""))));
        }
    }
}

static void test_explain__names_the_filter_and_what_to_ask_for(void **state) {
    (void)state;
    assert_true(says(SYNC_INSPECTED, STR8("Contoso Web Filter")));
    assert_true(says(SYNC_INSPECTED, STR8("let hub.example:8443 through without inspection")));
    assert_true(says(SYNC_PORTAL, STR8("sign in")));
    assert_true(says(SYNC_REVOKED, STR8("kept here")));
}

static void test_explain__finds_the_host_of_an_address(void **state) {
    (void)state;
    assert_true(
        str8_equal(sync_url_host(STR8("https://hub.example:8443")), STR8("hub.example:8443")));
    assert_true(str8_equal(sync_url_host(STR8("hub.example")), STR8("hub.example")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explain__has_one_sentence_for_every_trouble),
        cmocka_unit_test(test_explain__names_the_filter_and_what_to_ask_for),
        cmocka_unit_test(test_explain__finds_the_host_of_an_address),
    };
    arena = arena_make(1 << 16, 1 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
