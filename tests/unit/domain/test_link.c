#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/domain/link.h"

typedef struct {
    LinkFault fault;
    const char *url;
} Hostile;

/* Addresses that somebody might smuggle into a school's content, and what is wrong with each. */
/* clang-format off */
static const Hostile HOSTILE[] = {
    {LINK_EMPTY, ""},
    {LINK_CHARACTER, "https://example.org/a\xE2\xA0\x80" "b"}, /* a braille pattern without dots */
    {LINK_CHARACTER, "https://example.org/a\xF0\x9D\x85\xB3" "b"}, /* a beam of notes */
    {LINK_NOT_HTTPS, "http://example.org/"},
    {LINK_NOT_HTTPS, "http://example.org:443/"},
    {LINK_NOT_HTTPS, "HTTP://EXAMPLE.ORG"},
    {LINK_NOT_HTTPS, "ftp://example.org/"},
    {LINK_NOT_HTTPS, "javascript:alert(1)"},
    {LINK_NOT_HTTPS, "JaVaScRiPt:alert(1)"},
    {LINK_NOT_HTTPS, "javascript://example.org/%0aalert(1)"},
    {LINK_NOT_HTTPS, "data:text/html,<b>x</b>"},
    {LINK_NOT_HTTPS, "data:text/html;base64,PGI+"},
    {LINK_NOT_HTTPS, "vbscript:x"},
    {LINK_NOT_HTTPS, "file:///etc/passwd"},
    {LINK_NOT_HTTPS, "about:blank"},
    {LINK_NOT_HTTPS, "blob:https://example.org/x"},
    {LINK_NOT_HTTPS, "view-source:https://example.org/"},
    {LINK_NOT_HTTPS, "intent://example.org#Intent;scheme=https;end"},
    {LINK_NOT_HTTPS, "market://details?id=x"},
    {LINK_NOT_HTTPS, "tel:+13055550142"},
    {LINK_NOT_HTTPS, "sms:81010"},
    {LINK_NOT_HTTPS, "mailto:a@example.org"},
    {LINK_NOT_HTTPS, "geo:0,0"},
    {LINK_NOT_HTTPS, "ws://example.org"},
    {LINK_NOT_HTTPS, "wss://example.org"},
    {LINK_NOT_HTTPS, "ssh://example.org"},
    {LINK_NOT_HTTPS, "example.org"},
    {LINK_NOT_HTTPS, "www.example.org/path"},
    {LINK_NOT_HTTPS, "//example.org"},
    {LINK_NOT_HTTPS, "/path"},
    {LINK_NOT_HTTPS, "?x=1"},
    {LINK_NOT_HTTPS, "#x"},
    {LINK_NOT_HTTPS, "https:example.org"},
    {LINK_NOT_HTTPS, "https:/example.org"},
    {LINK_NOT_HTTPS, "https//example.org"},
    {LINK_NOT_HTTPS, "https;//example.org"},
    {LINK_NOT_HTTPS, "htps://example.org"},
    {LINK_NOT_HTTPS, "https:\\\\example.org"},
    {LINK_NOT_HTTPS, "https:/\\example.org"},
    {LINK_NOT_HTTPS, " https://example.org/"},
    {LINK_NOT_HTTPS, "\thttps://example.org/"},
    {LINK_NOT_HTTPS, "\nhttps://example.org/"},
    {LINK_NOT_HTTPS, "\xEF\xBB\xBFhttps://example.org/"},
    {LINK_NOT_HTTPS, "\xE2\x80\x8Bhttps://example.org"},
    {LINK_NOT_HTTPS, "http\xD1\x95://example.org/"},
    {LINK_NOT_HTTPS, "\xEF\xBD\x88ttps://example.org/"},
    {LINK_NOT_HTTPS, "httpS//example.org"},
    {LINK_NOT_HTTPS, "feed:https://example.org"},
    {LINK_NOT_HTTPS, "url=https://example.org"},
    {LINK_NOT_HTTPS, "WIFI:T:nopass;S:free;;"},
    {LINK_NOT_HTTPS, "BEGIN:VCARD"},
    {LINK_NOT_HTTPS, "bitcoin:175t"},
    {LINK_NOT_HTTPS, "https"},
    {LINK_NOT_HTTPS, "https:"},
    {LINK_NOT_HTTPS, "https:/"},
    {LINK_NOT_HTTPS, "chrome://settings"},
    {LINK_NOT_HTTPS, "itms-apps://example.org"},
    {LINK_NOT_HTTPS, "whatsapp://send?text=x"},
    {LINK_NOT_HTTPS, "steam://run/1"},
    {LINK_NOT_HTTPS, "jar:https://example.org!/"},
    {LINK_NOT_HTTPS, "smb://example.org/"},
    {LINK_NOT_HTTPS, "magnet:?xt=x"},
    {LINK_CREDENTIALS, "https://user@example.org/"},
    {LINK_CREDENTIALS, "https://user:pass@example.org/"},
    {LINK_CREDENTIALS, "https://school.org@evil.example.org/"},
    {LINK_CREDENTIALS, "https://school.org:443@evil.example.org/"},
    {LINK_CREDENTIALS, "https://@example.org/"},
    {LINK_CREDENTIALS, "https://:@example.org/"},
    {LINK_CREDENTIALS, "https://www.school.org%2F@evil.example.org"},
    {LINK_CREDENTIALS, "https://a@b@example.org/"},
    {LINK_CREDENTIALS, "https://user@192.0.2.1/"},
    {LINK_CREDENTIALS, "https://paypal.com;x@evil.example.org/"},
    {LINK_CREDENTIALS, "https://x:y@[::1]/"},
    {LINK_CREDENTIALS, "https://example.org@"},
    {LINK_CREDENTIALS, "https://school.org\xEF\xBC\x8F@evil.example.org"},
    {LINK_IP, "https://192.0.2.1/"},
    {LINK_IP, "https://192.0.2.1"},
    {LINK_IP, "https://127.0.0.1:443/"},
    {LINK_IP, "https://127.1/"},
    {LINK_IP, "https://2130706433/"},
    {LINK_IP, "https://0x7f000001/"},
    {LINK_IP, "https://0x7f.1/"},
    {LINK_IP, "https://0177.0.0.1/"},
    {LINK_IP, "https://0/"},
    {LINK_IP, "https://1.2.3/"},
    {LINK_IP, "https://[::1]/"},
    {LINK_IP, "https://[::ffff:192.0.2.1]/"},
    {LINK_IP, "https://[2001:db8::1]:443/"},
    {LINK_IP, "https://[2001:db8::1%25eth0]/"},
    {LINK_IP, "https://example.1/"},
    {LINK_IP, "https://1.1.1.1.1/"},
    {LINK_IP, "https://example.0x7f/"},
    {LINK_IP, "https://[v1.x]/"},
    {LINK_IP, "https://["},
    {LINK_IP, "https://[]/"},
    {LINK_IP, "https://999.999.999.999/"},
    {LINK_IP, "https://a.b.9z/"},
    {LINK_IP, "https://192.0.2.1?x"},
    {LINK_IP, "https://192.0.2.1#x"},
    {LINK_PORT, "https://example.org:80/"},
    {LINK_PORT, "https://example.org:8443/"},
    {LINK_PORT, "https://example.org:/"},
    {LINK_PORT, "https://example.org:0443/"},
    {LINK_PORT, "https://example.org:443x/"},
    {LINK_PORT, "https://example.org:65536/"},
    {LINK_PORT, "https://example.org:-1/"},
    {LINK_PORT, "https://example.org:443:443/"},
    {LINK_PORT, "https://example.org:22"},
    {LINK_PORT, "https://::1/"},
    {LINK_PORT, "https://example.org:https/"},
    {LINK_PORT, "https://localhost:3000/"},
    {LINK_PORT, "https://127.0.0.1:8080/"},
    {LINK_HOST, "https://:443/"},
    {LINK_HOST, "https://"},
    {LINK_HOST, "https:///"},
    {LINK_HOST, "https:///example.org"},
    {LINK_HOST, "https://?x"},
    {LINK_HOST, "https://#x"},
    {LINK_HOST, "https://./"},
    {LINK_HOST, "https://../"},
    {LINK_HOST, "https://.example.org/"},
    {LINK_HOST, "https://example..org/"},
    {LINK_HOST, "https://example.org./"},
    {LINK_HOST, "https://-example.org/"},
    {LINK_HOST, "https://example-.org/"},
    {LINK_HOST, "https://example/"},
    {LINK_HOST, "https://localhost/"},
    {LINK_HOST, "https://intranet/wiki"},
    {LINK_HOST, "https://printer.local/"},
    {LINK_HOST, "https://nas.lan/"},
    {LINK_HOST, "https://router.home/"},
    {LINK_HOST, "https://wiki.corp/"},
    {LINK_HOST, "https://kiosk.internal/"},
    {LINK_HOST, "https://app.localhost/"},
    {LINK_HOST, "https://a.invalid/"},
    {LINK_HOST, "https://a.test/"},
    {LINK_HOST, "https://expyuzz4wqqyqhjn.onion/"},
    {LINK_HOST, "https://1.2.0.192.in-addr.arpa/"},
    {LINK_HOST, "https://exam_ple.org/"},
    {LINK_HOST, "https://example.o/"},
    {LINK_HOST, "https://example,org/"},
    {LINK_HOST, "https://example.org;/"},
    {LINK_HOST, "https://example.org,evil.org/"},
    {LINK_HOST, "https://exam!ple.org/"},
    {LINK_HOST, "https://exam$ple.org/"},
    {LINK_HOST, "https://exam'ple.org/"},
    {LINK_HOST, "https://(example).org/"},
    {LINK_HOST, "https://exam*ple.org/"},
    {LINK_HOST, "https://*.example.org/"},
    {LINK_HOST, "https://example.org&x/"},
    {LINK_HOST, "https://example.org=x"},
    {LINK_HOST, "https://exam~ple.org/"},
    {LINK_HOST, "https://exam+ple.org"},
    {LINK_HOST, "https://exam%41ple.org/"},
    {LINK_HOST, "https://example.org%2Fevil.org/"},
    {LINK_CHARACTER, "https://example.org%00.evil.org/"},
    {LINK_HOST, "https://ex%C3%A1mple.org/"},
    {LINK_HOST, "https://example.org%23.evil.org/"},
    {LINK_HOST, "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org/"},
    {LINK_HOST, "https://a.-b.org/"},
    {LINK_HOST, "https://-/"},
    {LINK_HOST, "https://example.-/"},
    {LINK_HOST, "https://example.org-/"},
    {LINK_HOST, "https://www..example.org"},
    {LINK_HOST, "https://.."},
    {LINK_HOST, "https://example.LOCAL/"},
    {LINK_SCRIPT, "https://\xD0\xB5xample.org/"},
    {LINK_SCRIPT, "https://ex\xD0\xB0mple.org/"},
    {LINK_SCRIPT, "https://example.\xD0\xBErg/"},
    {LINK_SCRIPT, "https://p\xD0\xB0ypal.com/"},
    {LINK_SCRIPT, "https://\xD0\xB0\xD1\x80\xD1\x80\xD3\x8F\xD0\xB5.com/"},
    {LINK_SCRIPT, "https://g\xCE\xBFogle.com/"},
    {LINK_SCRIPT, "https://xn--80ak6aa92e.com/"},
    {LINK_SCRIPT, "https://XN--80AK6AA92E.com/"},
    {LINK_SCRIPT, "https://www.xn--pypal-4ve.com/"},
    {LINK_SCRIPT, "https://example.xn--p1ai/"},
    {LINK_SCRIPT, "https://\xEF\xBD\x85xample.org/"},
    {LINK_SCRIPT, "https://example\xE3\x80\x82org/"},
    {LINK_SCRIPT, "https://example\xEF\xBC\x8Eorg/"},
    {LINK_SCRIPT, "https://example\xE2\x80\xA4org/"},
    {LINK_SCRIPT, "https://example.org\xEF\xBC\x8F" "evil.org/"},
    {LINK_SCRIPT, "https://example.org\xE2\x88\x95" "evil.org/"},
    {LINK_SCRIPT, "https://example.org\xE2\x81\x84" "evil.org/"},
    {LINK_SCRIPT, "https://\xC9\xA1oogle.com/"},
    {LINK_SCRIPT, "https://\xE2\x93\x94xample.org/"},
    {LINK_SCRIPT, "https://\xF0\x9D\x90\x9Example.org/"},
    {LINK_SCRIPT, "https://example\xCC\x81.org/"},
    {LINK_SCRIPT, "https://\xD7\x90" "bc.org/"},
    {LINK_SCRIPT, "https://\xD8\xB4" "bc.org/"},
    {LINK_SCRIPT, "https://school\xE4\xB8\xAD.org/"},
    {LINK_SCRIPT, "https://exampl\xD2\xBD.org/"},
    {LINK_SCRIPT, "https://\xF0\x9F\x8F\xAB.example.org/"},
    {LINK_SCRIPT, "https://e\xE2\x82\xACmple.org/"},
    {LINK_SCRIPT, "https://\xE0\xA4\x95\xE0\xA6\x95.\xE0\xA4\x95\xE0\xA4\x96/"},
    {LINK_SCRIPT, "https://\xD5\xB0" "ello.org/"},
    {LINK_SCRIPT, "https://examp\xC7\x80" "e.org/"},
    {LINK_CHARACTER, "https://exam ple.org/"},
    {LINK_CHARACTER, "https://example.org /"},
    {LINK_CHARACTER, "https://example.org/a b"},
    {LINK_CHARACTER, "https://example.org/\n"},
    {LINK_CHARACTER, "https://example.org/\r\nSet-Cookie:x"},
    {LINK_CHARACTER, "https://example.org/\t"},
    {LINK_CHARACTER, "https://example.org/%0d%0aSet-Cookie:x"},
    {LINK_CHARACTER, "https://example.org/%00"},
    {LINK_CHARACTER, "https://example.org/%1b"},
    {LINK_CHARACTER, "https://example.org/%7F"},
    {LINK_CHARACTER, "https://example.org/%"},
    {LINK_CHARACTER, "https://example.org/%4"},
    {LINK_CHARACTER, "https://example.org/%zz"},
    {LINK_CHARACTER, "https://example.org\\@evil.org/"},
    {LINK_CHARACTER, "https://example.org\\.evil.org/"},
    {LINK_CHARACTER, "https://example.org/\\evil"},
    {LINK_CHARACTER, "https://example.org/\"onload="},
    {LINK_CHARACTER, "https://example.org/<script>"},
    {LINK_CHARACTER, "https://example.org/a>b"},
    {LINK_CHARACTER, "https://example.org/`id`"},
    {LINK_CHARACTER, "https://example.org/{x}"},
    {LINK_CHARACTER, "https://example.org/a|b"},
    {LINK_CHARACTER, "https://example.org/a^b"},
    {LINK_CHARACTER, "https://example.org/\xE2\x80\xAEgpj.exe"},
    {LINK_CHARACTER, "https://example.org/\xE2\x80\x8Fx"},
    {LINK_CHARACTER, "https://exam\xE2\x80\x8Bple.org/"},
    {LINK_CHARACTER, "https://exam\xC2\xADple.org/"},
    {LINK_CHARACTER, "https://example.org/\xEF\xBB\xBFx"},
    {LINK_CHARACTER, "https://example.org/\xE2\x81\xA6x"},
    {LINK_CHARACTER, "https://example.org/\xE3\x80\x80x"},
    {LINK_CHARACTER, "https://example.org/\xC2\x85"},
    {LINK_CHARACTER, "https://example.org/\xFF"},
    {LINK_CHARACTER, "https://example.org/\xC0\xAF"},
    {LINK_CHARACTER, "https://example.org/\xED\xA0\x80"},
    {LINK_CHARACTER, "https://example.org/\xF4\x90\x80\x80"},
    {LINK_CHARACTER, "https://\xC3.org/"},
    {LINK_CHARACTER, "https://example.org/\x7F"},
    {LINK_CHARACTER, "https://example.org/\x01"},
    {LINK_CHARACTER, "https://example.org/x\xEE\x80\x80"},
    {LINK_CHARACTER, "https://example.org/\xE2\x80\xA8x"},
    {LINK_CHARACTER, "https://exam\xE2\x80\x8Dple.org"},
    {LINK_CHARACTER, "https://example.org/\xF3\xA0\x80\xA1"},
    {LINK_CHARACTER, "https://example.org/\xE1\x85\x9F"},
    {LINK_CHARACTER, "https://example.org/\xD8\x9Cx"},
    {LINK_TOO_LONG, "https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
    {LINK_TOO_LONG, "https://a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
     "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a."
     "org/"},
    {LINK_TOO_LONG, "https://example.org/?x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1"
     "&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1"
     "&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1&x=1"
     "&x=1&x=1&"},
    {LINK_TOO_LONG, "https://user@example.org/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
     "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
     "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
    {LINK_TOO_LONG, "http://example.org/ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
     "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
     "ccccccccccccccccccccccccccccccccccccccccccccccccccc"},
    {LINK_TOO_LONG, "https://dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddd"},
    {LINK_TOO_LONG, "javascript:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
     "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"
     "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"},
};
/* clang-format on */

static const struct {
    const char *url;
    const char *host;
} GOOD[] = {
    {"https://example.org", "example.org"},
    {"https://example.org/", "example.org"},
    {"HTTPS://Example.ORG/", "Example.ORG"},
    {"https://example.org:443/x", "example.org"},
    {"https://sites.example.com/view/room-12?tab=2#news", "sites.example.com"},
    {"https://example.org/@mg3okafor", "example.org"},
    {"https://example.org?mail=a@b", "example.org"},
    {"https://example.org#@x", "example.org"},
    {"https://example.org/%D9%85%D8%AF%D8%B1%D8%B3%D8%A9", "example.org"},
    {"https://example.org/\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD8\xA9", "example.org"},
    {"https://4h.example.org/", "4h.example.org"},
    {"https://a-b.example.museum/(x);y=1,2", "a-b.example.museum"},
    {"https://\xC3\xA9"
     "cole.example",
     "\xC3\xA9"
     "cole.example"},
    {"https://\xD1\x88\xD0\xBA\xD0\xBE\xD0\xBB\xD0\xB0.\xD1\x80\xD1\x84/",
     "\xD1\x88\xD0\xBA\xD0\xBE\xD0\xBB\xD0\xB0.\xD1\x80\xD1\x84"},
};

static void test_link__two_hundred_hostile_addresses_are_refused(void **state) {
    (void)state;
    size_t count = sizeof HOSTILE / sizeof HOSTILE[0];
    assert_true(count >= 200);
    for (size_t i = 0; i < count; i++) {
        Str8 host = STR8("untouched");
        LinkFault got = link_check(str8_from(HOSTILE[i].url), &host);
        if (got != HOSTILE[i].fault || host.len != 0) {
            fail_msg("row %zu: fault %d, expected %d: %s", i, got, HOSTILE[i].fault,
                     HOSTILE[i].url);
        }
    }
}

static void test_link__honest_addresses_give_their_host(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        Str8 host = {NULL, 0};
        LinkFault got = link_check(str8_from(GOOD[i].url), &host);
        if (got != LINK_OK || !str8_equal(host, str8_from(GOOD[i].host))) {
            fail_msg("%s: fault %d, host %.*s", GOOD[i].url, got, STR8_ARG(host));
        }
        assert_int_equal(link_check(str8_from(GOOD[i].url), NULL), LINK_OK);
    }
}

static void test_link__the_longest_address_has_150_bytes(void **state) {
    (void)state;
    char url[LINK_BYTES_MAX + 2];
    memset(url, 'a', sizeof url);
    memcpy(url, "https://example.org/", 20);
    assert_int_equal(link_check((Str8){url, LINK_BYTES_MAX}, NULL), LINK_OK);
    assert_int_equal(link_check((Str8){url, LINK_BYTES_MAX + 1}, NULL), LINK_TOO_LONG);
}

static void test_link__every_fault_has_words(void **state) {
    (void)state;
    for (unsigned i = 0; i < LINK_FAULT_COUNT; i++) {
        assert_true(strlen(link_fault_words((LinkFault)i)) > 4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_link__two_hundred_hostile_addresses_are_refused),
        cmocka_unit_test(test_link__honest_addresses_give_their_host),
        cmocka_unit_test(test_link__the_longest_address_has_150_bytes),
        cmocka_unit_test(test_link__every_fault_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
