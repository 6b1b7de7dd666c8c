#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "sync/client/enrol.h"
#include "tests/unit/client/fake_hub.h"
#include "tests/unit/store/sync_fixture.h"

static StoreFixture *fixture;
static FakeHub hub;

static int setup(void **state) {
    int made = fixture_setup(state);
    fixture = *state;
    fake_hub_init(&hub);
    return made;
}

static void test_enrol__reads_an_address_and_nothing_behind_it(void **state) {
    (void)state;
    static const struct {
        const char *typed, *read; /* NULL: refused */
    } ROWS[] = {
        {"https://hub.example", "https://hub.example"},
        {" https://hub.example:8443/ ", "https://hub.example:8443"},
        {"http://127.0.0.1:9000", "http://127.0.0.1:9000"},
        {"https://[::1]:9000", "https://[::1]:9000"},
        {"HTTPS://Hub.Example", "HTTPS://Hub.Example"},
        {"hub.example", NULL},
        {"ftp://hub.example", NULL},
        {"https://", NULL},
        {"https://user:secret@hub.example", NULL},
        {"https://hub.example/path", NULL},
        {"https://hub.example?x=1", NULL},
        {"https://hub.example\n", "https://hub.example"},
        {"https://hub\nexample", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Str8 url = {0};
        ErrCode code = enrol_read_url(&fixture->arena, str8_from(ROWS[i].typed), &url, NULL);
        assert_int_equal(code, ROWS[i].read != NULL ? ERR_OK : ERR_INVALID);
        assert_true(code != ERR_OK || str8_equal(url, str8_from(ROWS[i].read)));
    }
    assert_true(enrol_url_is_private(STR8("https://hub.example")));
    assert_true(enrol_url_is_private(STR8("http://localhost:80")));
    assert_false(enrol_url_is_private(STR8("http://hub.example")));
}

static void test_enrol__reads_a_code_as_people_type_it(void **state) {
    (void)state;
    static const struct {
        const char *typed, *read;
    } ROWS[] = {
        {"ABCD-234567", "ABCD234567"}, {"abcd 23 45 67", "ABCD234567"},
        {"oOiL-123456", "0011123456"}, {"ABCD-23456", NULL},
        {"ABCD-2345678", NULL},        {"ABCD_234567", NULL},
        {"ABCU-234567", NULL},         {"", NULL},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Str8 code = {0};
        ErrCode result = enrol_read_code(&fixture->arena, str8_from(ROWS[i].typed), &code, NULL);
        assert_int_equal(result, ROWS[i].read != NULL ? ERR_OK : ERR_INVALID);
        assert_true(result != ERR_OK || str8_equal(code, str8_from(ROWS[i].read)));
    }
}

static Heard exchange(const EnrolStart *start) {
    Heard heard = {0};
    TransportResult result = fake_hub_answer(&hub, &fixture->arena, &start->request);
    Str8 signature = wire_header(&start->request.headers, STR8("signature"));
    EXPECT(heard_read_enrolment(&fixture->arena, signature, &result, &heard, &err), ERR_OK);
    return heard;
}

static EnrolStart begin_with(Str8 code) {
    EnrolStart start;
    EXPECT(enrol_begin(&fixture->arena, fixture->store, code, STR8("gym"), &start, &err), ERR_OK);
    return start;
}

static EnrolStart begin(void) {
    return begin_with(STR8("ABCD234567"));
}

static void test_enrol__keeps_the_link_when_the_hub_said_yes(void **state) {
    (void)state;
    EnrolStart start = begin();
    Heard heard = exchange(&start);
    SyncLink link = {0};
    assert_int_equal(heard.kind, HEARD_ENROLLED);
    assert_int_equal(sync_store_link(fixture->store, &fixture->arena, &link, NULL), ERR_NOT_FOUND);
    EXPECT(enrol_keep(fixture->store, &start, STR8("https://hub.example"), &heard.enrolled, &err),
           ERR_OK);
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &link, &err), ERR_OK);
    assert_true(link.confirmed && !link.revoked);
    assert_memory_equal(link.hub_public, hub.public_key, 32);
    assert_memory_equal(link.kiosk_public, hub.kiosk_public, 32);
    assert_int_equal(link.enrolled_utc_ms, FIXTURE_NOW_MS);
    EnrolStart again = begin(); /* what broke off can be repeated */
    assert_memory_equal(again.link.kiosk_seed, start.link.kiosk_seed, 32);
    EnrolStart other = begin_with(STR8("ABCD234568")); /* another code, another key */
    assert_memory_not_equal(other.link.kiosk_seed, start.link.kiosk_seed, 32);
}

static void test_enrol__believes_nobody_else(void **state) {
    (void)state;
    static const struct {
        FakeMode mode;
        SyncTrouble trouble;
    } ROWS[] = {
        {FAKE_UNSIGNED, SYNC_NOT_THE_HUB},  {FAKE_WRONG_KEY, SYNC_NOT_THE_HUB},
        {FAKE_TRUNCATED, SYNC_NOT_THE_HUB}, {FAKE_NONSENSE, SYNC_NOT_THE_HUB},
        {FAKE_HTML, SYNC_PORTAL},           {FAKE_REDIRECT, SYNC_PORTAL},
        {FAKE_BUSY, SYNC_HUB_BUSY},         {FAKE_REVOKED, SYNC_REFUSED},
        {FAKE_TROUBLE, SYNC_HUB_TROUBLE},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        EnrolStart start = begin();
        hub.mode = ROWS[i].mode;
        Heard heard = exchange(&start);
        assert_int_equal(heard.kind, HEARD_FAILED);
        assert_int_equal(heard.trouble, ROWS[i].trouble);
    }
}

int main(void) {
#define ENROL_TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        ENROL_TEST(test_enrol__reads_an_address_and_nothing_behind_it),
        ENROL_TEST(test_enrol__reads_a_code_as_people_type_it),
        ENROL_TEST(test_enrol__keeps_the_link_when_the_hub_said_yes),
        ENROL_TEST(test_enrol__believes_nobody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
