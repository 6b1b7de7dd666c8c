#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sync/hub/hub_keys.h"
#include "sync/hub/hub_kiosks.h"
#include "tests/unit/hub/hub_fixture.h"

typedef char Code[ENROL_CODE_LEN + 1];

static void make_code(HubFixture *fixture, Code code, int64_t valid_ms) {
    CodeWish wish = {
        .school = STR8("Maple Street School"), .name = STR8("Lobby"), .valid_ms = valid_ms};
    EXPECT(hub_code_new(&fixture->store, test_random(fixture), fixture->now, &wish, code, &err),
           ERR_OK);
    assert_int_equal(strlen(code), ENROL_CODE_LEN);
}

/* Another secret behind the same selector. */
static void spoil(const Code code, Code wrong) {
    memcpy(wrong, code, ENROL_CODE_LEN + 1);
    wrong[ENROL_CODE_LEN - 1] = code[ENROL_CODE_LEN - 1] == '0' ? '1' : '0';
}

static KioskLine only_kiosk(HubFixture *fixture) {
    KioskLine line;
    KioskLine more;
    EXPECT(hub_kiosks_next(&fixture->store, &fixture->memory, 0, &line, &err), ERR_OK);
    EXPECT(hub_kiosks_next(&fixture->store, &fixture->memory, 1, &more, &err), ERR_NOT_FOUND);
    return line;
}

static void test_hub_enrol__a_code_makes_a_kiosk_with_the_names_it_carries(void **state) {
    HubFixture *fixture = *state;
    Code code;
    HubKiosk used;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    EXPECT(hub_code_used(&fixture->store, &fixture->memory, str8_from(code), &used, &err),
           ERR_NOT_FOUND);
    WireRequest request = enrol_request(kiosk, code, "its own name");
    const WireReply *reply = EXPECT_REPLY(fixture, &request, 200, NULL);
    Enrolled enrolled;
    uint8_t key[32];
    hub_public(fixture->hub, key);
    EXPECT(enrolled_decode(&fixture->memory, reply->body, &enrolled, &err), ERR_OK);
    assert_memory_equal(enrolled.hub_public, key, sizeof key);
    assert_true(str8_equal(enrolled.school, STR8("Maple Street School")));
    KioskLine line = only_kiosk(fixture);
    assert_true(id_equal(line.kiosk.device, kiosk->device));
    assert_true(str8_equal(line.kiosk.name, STR8("Lobby")));
    assert_int_equal(line.epochs, 0);
    EXPECT(hub_code_used(&fixture->store, &fixture->memory, str8_from(code), &used, &err), ERR_OK);
    assert_true(id_equal(used.device, kiosk->device));
    request = ask_request(kiosk);
    EXPECT_HAVE(fixture, &request, 0);
}

static void test_hub_enrol__a_code_is_for_one_kiosk_and_may_be_repeated_by_it(void **state) {
    HubFixture *fixture = *state;
    Code code;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    TestKiosk *other = test_stranger(fixture, "b");
    make_code(fixture, code, CODE_VALID_MS);
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 200, NULL);
    for (int i = 0; i < 2 * CODE_TRIES_MAX; i++) { /* its answers were lost */
        EXPECT_REPLY(fixture, &request, 200, NULL);
    }
    WireRequest stolen = enrol_request(other, code, "");
    EXPECT_REPLY(fixture, &stolen, 403, "code-over");
    kiosk->seed[31] ^= 1; /* the same device with another key */
    request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 403, "code-over");
    assert_int_equal(hub_count(fixture).kiosks, 1);
}

static void test_hub_enrol__a_code_ends_after_its_time(void **state) {
    HubFixture *fixture = *state;
    Code code;
    Code carried;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    make_code(fixture, carried, CODE_CARRIED_VALID_MS);
    fixture->now.utc_ms += CODE_VALID_MS + 1;
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 403, "code-over");
    fixture->now.utc_ms += INT64_C(5) * 24 * 60 * 60 * 1000;
    request = enrol_request(kiosk, carried, "");
    const WireReply *reply =
        hub_handle_carried(fixture->hub, &fixture->memory, &request, fixture->now);
    assert_int_equal(reply->status, 200);
}

static void test_hub_enrol__five_wrong_tries_end_a_code_also_across_power_cuts(void **state) {
    HubFixture *fixture = *state;
    Code code;
    Code wrong;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    spoil(code, wrong);
    for (int i = 0; i < CODE_TRIES_MAX; i++) {
        WireRequest request = enrol_request(kiosk, wrong, "");
        EXPECT_REPLY(fixture, &request, 403, "code-wrong");
        hub_free(fixture->hub);
        hub_sqlite_close(fixture->sqlite);
        fixture->hub = NULL;
        fixture->sqlite = NULL;
        simdisk_restart(fixture->disk, CUT_NOTHING, (uint64_t)i);
        hub_reopen(fixture);
    }
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 403, "code-over");
    assert_int_equal(hub_count(fixture).kiosks, 0);
}

/* A store that cannot save what a try found out; the try itself is counted all the same. */
static HubStore real_store;
static int commits;
static ErrCode commit_first_only(void *context, Err *err) {
    if (++commits % 2 == 1) {
        return real_store.commit(context, err);
    }
    real_store.rollback(context);
    return err_set(err, ERR_IO, "no");
}

static void test_hub_enrol__a_try_is_on_disk_before_the_code_is_looked_at(void **state) {
    HubFixture *fixture = *state;
    Code code;
    Code wrong;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    spoil(code, wrong);
    real_store = fixture->store;
    commits = 0;
    fixture->store.commit = commit_first_only;
    hub_restart(fixture);
    for (int i = 0; i < CODE_TRIES_MAX; i++) {
        WireRequest request = enrol_request(kiosk, wrong, "");
        EXPECT_REPLY(fixture, &request, 503, "store");
    }
    fixture->store = real_store;
    hub_restart(fixture);
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 403, "code-over");
}

static void test_hub_enrol__a_new_code_gives_a_device_a_new_key(void **state) {
    HubFixture *fixture = *state;
    Code code;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    kiosk->counter = 50;
    WireRequest old = ask_request(kiosk);
    EXPECT_HAVE(fixture, &old, 0);
    old = ask_request(kiosk);
    kiosk->seed[31] ^= 1;
    kiosk->counter = 0;
    make_code(fixture, code, CODE_VALID_MS);
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 200, NULL);
    request = ask_request(kiosk);
    EXPECT_HAVE(fixture, &request, 0); /* counters begin anew */
    EXPECT_REPLY(fixture, &old, 401, "bad-signature");
    assert_int_equal(hub_count(fixture).kiosks, 1);
}

static void
test_hub_enrol__revoking_stops_a_kiosk_and_only_a_new_code_brings_it_back(void **state) {
    HubFixture *fixture = *state;
    Code code;
    HubKiosk revoked;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    WireRequest enrol = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &enrol, 200, NULL);
    EXPECT(hub_kiosks_revoke(&fixture->store, &fixture->memory, fixture->now, STR8("nobody"),
                             &revoked, &err),
           ERR_NOT_FOUND);
    EXPECT(hub_kiosks_revoke(&fixture->store, &fixture->memory, fixture->now,
                             id_text(&fixture->memory, kiosk->device), &revoked, &err),
           ERR_OK);
    WireRequest request = ask_request(kiosk);
    EXPECT_REPLY(fixture, &request, 403, "revoked");
    EXPECT_REPLY(fixture, &enrol, 403, "code-over");
    make_code(fixture, code, CODE_VALID_MS);
    request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 200, NULL);
    request = ask_request(kiosk);
    EXPECT_HAVE(fixture, &request, 0);
}

static void test_hub_enrol__a_name_that_two_kiosks_have_revokes_none(void **state) {
    HubFixture *fixture = *state;
    HubKiosk revoked;
    (void)test_kiosk(fixture, "lobby");
    TestKiosk *second = test_stranger(fixture, "second");
    Code code;
    CodeWish wish = {.valid_ms = CODE_VALID_MS};
    EXPECT(hub_code_new(&fixture->store, test_random(fixture), fixture->now, &wish, code, &err),
           ERR_OK);
    WireRequest request = enrol_request(second, code, "lobby");
    EXPECT_REPLY(fixture, &request, 200, NULL);
    EXPECT(hub_kiosks_revoke(&fixture->store, &fixture->memory, fixture->now, STR8("lobby"),
                             &revoked, &err),
           ERR_CONFLICT);
    assert_int_equal(hub_count(fixture).revoked, 0);
}

/* What `foyer-hub carry in` and `revoke` do beside the running server: two connections, one file.
 */
static void test_hub_enrol__what_another_process_enrolled_or_revoked_is_seen(void **state) {
    HubFixture *fixture = *state;
    char folder[] = "/tmp/foyer-hub-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Str8 path = str8_format(&fixture->memory, "%s/hub.db", folder);
    HubFixture other = *fixture;
    HubFixture server = *fixture;
    server.arena = arena_make(256 * 1024, 8 << 20);
    server.memory = arena_make(256 * 1024, 8 << 20);
    other.arena = arena_make(256 * 1024, 8 << 20);
    HubFixture *both[] = {&server, &other};
    for (size_t i = 0; i < 2; i++) {
        EXPECT(hub_sqlite_open(&both[i]->arena, path.ptr, NULL, &both[i]->sqlite, &err), ERR_OK);
        both[i]->store = hub_sqlite_port(both[i]->sqlite);
        both[i]->hub = NULL;
        hub_restart(both[i]);
    }
    TestKiosk *kiosk = test_kiosk(&other, "carried");
    WireRequest request = ask_request(kiosk);
    EXPECT_HAVE(&server, &request, 0);
    HubKiosk revoked;
    EXPECT(
        hub_kiosks_revoke(&other.store, &other.memory, other.now, STR8("carried"), &revoked, &err),
        ERR_OK);
    request = ask_request(kiosk);
    EXPECT_REPLY(&server, &request, 403, "revoked");
    kiosk->seed[31] ^= 1; /* a new key, by way of the other process */
    Code code;
    make_code(&other, code, CODE_VALID_MS);
    request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(&other, &request, 200, NULL);
    request = ask_request(kiosk);
    EXPECT_HAVE(&server, &request, 0);
    for (size_t i = 0; i < 2; i++) {
        hub_free(both[i]->hub);
        hub_sqlite_close(both[i]->sqlite);
        arena_free(&both[i]->arena);
    }
    arena_free(&server.memory);
    fixture->memory = other.memory;
    static const char *const SUFFIXES[] = {"", "-tip", "-wal", "-shm"};
    for (size_t i = 0; i < 4; i++) {
        (void)unlink(str8_format(&fixture->memory, "%s%s", path.ptr, SUFFIXES[i]).ptr);
    }
    assert_int_equal(rmdir(folder), 0);
}

static void test_hub_enrol__codes_are_read_as_people_type_them(void **state) {
    HubFixture *fixture = *state;
    Code code;
    TestKiosk *kiosk = test_stranger(fixture, "a");
    make_code(fixture, code, CODE_VALID_MS);
    char typed[2 * ENROL_CODE_LEN];
    Str8Builder text = builder_make(typed, sizeof typed);
    for (size_t i = 0; i < ENROL_CODE_LEN; i++) {
        char c = code[i] >= 'A' ? (char)(code[i] - 'A' + 'a') : code[i];
        builder_add_char(&text, c == '0' ? 'o' : c == '1' ? 'l' : c);
    }
    HubKiosk used;
    WireRequest request = enrol_request(kiosk, code, "");
    EXPECT_REPLY(fixture, &request, 200, NULL);
    EXPECT(hub_code_used(&fixture->store, &fixture->memory, builder_text(&text), &used, &err),
           ERR_OK);
}

/* ---- keys in memory ---- */

static Id numbered(uint32_t number) {
    Id id = {{7}};
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

static void test_hub_keys__are_found_however_many_there_are(void **state) {
    (void)state;
    Arena arena = arena_make(4096, 1 << 20);
    HubKeys *keys = hub_keys_new(&arena);
    assert_non_null(keys);
    uint8_t key[32] = {0};
    bool revoked = false;
    for (uint32_t i = 0; i < HUB_KIOSKS_MAX; i++) {
        memcpy(key, &i, sizeof i);
        EXPECT(hub_keys_set(keys, numbered(i), key, i % 3 == 0, &err), ERR_OK);
    }
    for (uint32_t i = 0; i < HUB_KIOSKS_MAX; i++) {
        uint8_t found[32];
        assert_true(hub_keys_get(keys, numbered(i), found, &revoked));
        assert_memory_equal(found, &i, sizeof i);
        assert_int_equal(revoked, i % 3 == 0);
    }
    assert_false(hub_keys_get(keys, numbered(HUB_KIOSKS_MAX), key, &revoked));
    memset(key, 9, sizeof key);
    EXPECT(hub_keys_set(keys, numbered(5), key, true, &err), ERR_OK);
    uint8_t found[32];
    assert_true(hub_keys_get(keys, numbered(5), found, &revoked));
    assert_memory_equal(found, key, sizeof key);
    hub_keys_free(keys);
    arena_free(&arena);
}

int main(void) {
#define HUB_TEST(name) cmocka_unit_test_setup_teardown(name, hub_setup, hub_teardown)
    const struct CMUnitTest tests[] = {
        HUB_TEST(test_hub_enrol__a_code_makes_a_kiosk_with_the_names_it_carries),
        HUB_TEST(test_hub_enrol__a_code_is_for_one_kiosk_and_may_be_repeated_by_it),
        HUB_TEST(test_hub_enrol__a_code_ends_after_its_time),
        HUB_TEST(test_hub_enrol__five_wrong_tries_end_a_code_also_across_power_cuts),
        HUB_TEST(test_hub_enrol__a_try_is_on_disk_before_the_code_is_looked_at),
        HUB_TEST(test_hub_enrol__a_new_code_gives_a_device_a_new_key),
        HUB_TEST(test_hub_enrol__revoking_stops_a_kiosk_and_only_a_new_code_brings_it_back),
        HUB_TEST(test_hub_enrol__a_name_that_two_kiosks_have_revokes_none),
        HUB_TEST(test_hub_enrol__what_another_process_enrolled_or_revoked_is_seen),
        HUB_TEST(test_hub_enrol__codes_are_read_as_people_type_them),
        cmocka_unit_test(test_hub_keys__are_found_however_many_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
