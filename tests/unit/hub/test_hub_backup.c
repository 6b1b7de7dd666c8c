#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "sync/hub/hub_backup.h"
#include "tests/unit/hub/hub_fixture.h"

/* These are real files: the backup is made of them. */
typedef struct {
    HubFixture hub;
    char folder[64];
    Str8 database;
    Str8 copy;
    Str8 backup;
    Str8 restored;
    uint8_t public_key[VAULT_KEY_SIZE];
    uint8_t secret[VAULT_KEY_SIZE];
} Place;

static Str8 in_folder(Place *place, const char *name) {
    return str8_format(&place->hub.memory, "%s/%s", place->folder, name);
}

static void open_hub(Place *place, Str8 database) {
    HubFixture *hub = &place->hub;
    EXPECT(hub_sqlite_open(&hub->arena, database.ptr, NULL, &hub->sqlite, &err), ERR_OK);
    hub->store = hub_sqlite_port(hub->sqlite);
    hub->hub = NULL;
    hub_restart(hub);
}

static void close_hub(Place *place) {
    hub_free(place->hub.hub);
    hub_sqlite_close(place->hub.sqlite);
    arena_reset(&place->hub.arena);
}

static int setup(void **state) {
    Place *place = test_calloc(1, sizeof *place);
    memcpy(place->folder, "/tmp/foyer-hub-XXXXXX", sizeof "/tmp/foyer-hub-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    place->hub.random = 42;
    place->hub.arena = arena_make(256 * 1024, 16 << 20);
    place->hub.memory = arena_make(256 * 1024, 64 << 20);
    place->hub.now = (Moment){.utc_ms = FIXTURE_NOW_MS, .boot = 1, .good = true};
    place->database = in_folder(place, "hub.db");
    place->copy = in_folder(place, "hub.db.copy");
    place->backup = in_folder(place, "backup");
    place->restored = in_folder(place, "restored.db");
    vault_start();
    vault_school_keys(test_random(&place->hub), place->public_key, place->secret);
    open_hub(place, place->database);
    *state = place;
    return 0;
}

static int teardown(void **state) {
    Place *place = *state;
    static const char *const NAMES[] = {"hub.db",          "hub.db-tip",      "hub.db-wal",
                                        "hub.db-shm",      "backup",          "restored.db",
                                        "restored.db-tip", "restored.db-wal", "restored.db-shm"};
    close_hub(place);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        (void)unlink(in_folder(place, NAMES[i]).ptr);
    }
    assert_int_equal(rmdir(place->folder), 0); /* nothing else was left behind */
    arena_free(&place->hub.arena);
    arena_free(&place->hub.memory);
    test_free(place);
    return 0;
}

static TestKiosk *fill(Place *place, size_t count) {
    TestKiosk *kiosk = test_kiosk(&place->hub, "lobby");
    for (size_t i = 0; i < count; i++) {
        Str8 id = str8_format(&place->hub.memory, "visit%zu", i);
        journal_add(kiosk, id.ptr, RECORD_SIGNED_IN, NULL, "{\"people\":[{\"role\":\"student\"}]}");
    }
    return kiosk;
}

static void send(Place *place, TestKiosk *kiosk, size_t from, size_t to) {
    WireRequest request = batch_request(kiosk, from, to);
    EXPECT_HAVE(&place->hub, &request, (int64_t)to);
}

static int64_t back_up(Place *place) {
    HubBackupOptions options = {.path = place->backup.ptr,
                                .copy_path = place->copy.ptr,
                                .random = test_random(&place->hub)};
    int64_t size = 0;
    memcpy(options.to, place->public_key, sizeof options.to);
    memcpy(options.hub_seed, "the hub's seed, thirty-two bytes", sizeof options.hub_seed);
    EXPECT(hub_backup(place->hub.sqlite, &options, &size, &err), ERR_OK);
    return size;
}

static ErrCode restore(Place *place, uint8_t seed[32], HubVerdict *verdict) {
    Err err = {0};
    return hub_restore(place->backup.ptr, place->secret, place->restored.ptr, seed, verdict, &err);
}

static void test_hub_backup__brings_a_hub_back_and_its_kiosks_bring_the_rest(void **state) {
    Place *place = *state;
    TestKiosk *kiosk = fill(place, 400);
    send(place, kiosk, 1, 300);
    int64_t size = back_up(place);
    struct stat about;
    assert_int_equal(stat(place->backup.ptr, &about), 0);
    assert_int_equal(about.st_size, size);
    assert_int_equal(about.st_mode & 0777, 0600);
    send(place, kiosk, 301, 400);
    uint8_t seed[32];
    HubVerdict verdict;
    assert_int_equal(restore(place, seed, &verdict), ERR_OK);
    assert_memory_equal(seed, "the hub's seed, thirty-two bytes", sizeof seed);
    assert_true(verdict.is_sound);
    assert_int_equal(verdict.records, 300);
    close_hub(place);
    open_hub(place, place->restored);
    WireRequest request = ask_request(kiosk);
    EXPECT_HAVE(&place->hub, &request, 300);
    send(place, kiosk, 301, 400);
    assert_int_equal(hub_count(&place->hub).records, 400);
}

static void test_hub_backup__never_overwrites_a_database(void **state) {
    Place *place = *state;
    (void)back_up(place);
    uint8_t seed[32];
    HubVerdict verdict;
    assert_int_equal(restore(place, seed, &verdict), ERR_OK);
    assert_int_equal(restore(place, seed, &verdict), ERR_CONFLICT);
}

static void test_hub_backup__opens_only_with_its_key(void **state) {
    Place *place = *state;
    (void)back_up(place);
    uint8_t seed[32];
    HubVerdict verdict;
    place->secret[3] ^= 1;
    assert_int_equal(restore(place, seed, &verdict), ERR_DENIED);
    assert_int_equal(access(place->restored.ptr, F_OK), -1);
}

static Str8 read_backup(Place *place, int64_t size) {
    char *bytes = arena_alloc(&place->hub.memory, (size_t)size + 1);
    FILE *file = fopen(place->backup.ptr, "rb");
    assert_non_null(file);
    assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
    assert_int_equal(fclose(file), 0);
    return (Str8){bytes, (size_t)size};
}

static void write_backup(Place *place, Str8 bytes) {
    FILE *file = fopen(place->backup.ptr, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

static void test_hub_backup__a_changed_or_shortened_one_is_refused(void **state) {
    Place *place = *state;
    send(place, fill(place, 300), 1, 300);
    int64_t size = back_up(place);
    Str8 whole = read_backup(place, size);
    uint8_t seed[32];
    HubVerdict verdict;
    for (size_t at = 0; at < whole.len; at += whole.len / 37) {
        Str8 changed = str8_copy(&place->hub.memory, whole);
        ((char *)(uintptr_t)changed.ptr)[at] ^= 8;
        write_backup(place, changed);
        ErrCode code = restore(place, seed, &verdict);
        assert_true(code == ERR_CORRUPT || code == ERR_DENIED);
        write_backup(place, str8_slice(whole, 0, at));
        assert_int_equal(restore(place, seed, &verdict), ERR_CORRUPT);
        assert_int_equal(access(place->restored.ptr, F_OK), -1);
    }
    write_backup(place, str8_format(&place->hub.memory, "%s", "x"));
    assert_int_equal(restore(place, seed, &verdict), ERR_CORRUPT);
    write_backup(place, whole);
    assert_int_equal(restore(place, seed, &verdict), ERR_OK);
}

/* Where the n-th frame begins. */
static size_t frame_at(Str8 whole, size_t nth) {
    size_t at = 19 + 80;
    for (size_t i = 0; i < nth; i++) {
        const uint8_t *length = (const uint8_t *)whole.ptr + at;
        at += 4 + ((size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 |
                   length[3]);
    }
    assert_true(at < whole.len);
    return at;
}

static void test_hub_backup__whole_frames_cannot_be_swapped_or_left_out(void **state) {
    Place *place = *state;
    Arena *arena = &place->hub.memory;
    TestKiosk *kiosk = fill(place, TEST_RECORDS_MAX); /* three frames and a rest */
    send(place, kiosk, 1, WIRE_BATCH_MAX);
    send(place, kiosk, WIRE_BATCH_MAX + 1, TEST_RECORDS_MAX);
    Str8 whole = read_backup(place, back_up(place));
    size_t second = frame_at(whole, 1);
    size_t third = frame_at(whole, 2);
    size_t fourth = frame_at(whole, 3);
    assert_int_equal(third - second, fourth - third);
    uint8_t seed[32];
    HubVerdict verdict;
    char *swapped = str8_to_c(arena, whole);
    memcpy(swapped + second, whole.ptr + third, third - second);
    memcpy(swapped + third, whole.ptr + second, third - second);
    write_backup(place, (Str8){swapped, whole.len});
    assert_int_equal(restore(place, seed, &verdict), ERR_CORRUPT);
    char *shorter = str8_to_c(arena, whole);
    memcpy(shorter + second, whole.ptr + third, whole.len - third);
    write_backup(place, (Str8){shorter, whole.len - (third - second)});
    assert_int_equal(restore(place, seed, &verdict), ERR_CORRUPT);
    for (size_t nth = 1; nth < 4; nth++) {
        write_backup(place, str8_slice(whole, 0, frame_at(whole, nth)));
        assert_int_equal(restore(place, seed, &verdict), ERR_CORRUPT);
    }
}

static void test_hub_backup__shows_nothing_of_what_is_in_it(void **state) {
    Place *place = *state;
    send(place, fill(place, 5), 1, 5);
    Str8 bytes = read_backup(place, back_up(place));
    assert_int_equal(str8_find(bytes, STR8("visit.signed-in")), bytes.len);
    assert_int_equal(str8_find(bytes, STR8("Maple")), bytes.len);
    assert_int_equal(str8_find(bytes, STR8("SQLite")), bytes.len);
}

int main(void) {
#define PLACE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        PLACE_TEST(test_hub_backup__brings_a_hub_back_and_its_kiosks_bring_the_rest),
        PLACE_TEST(test_hub_backup__never_overwrites_a_database),
        PLACE_TEST(test_hub_backup__opens_only_with_its_key),
        PLACE_TEST(test_hub_backup__a_changed_or_shortened_one_is_refused),
        PLACE_TEST(test_hub_backup__whole_frames_cannot_be_swapped_or_left_out),
        PLACE_TEST(test_hub_backup__shows_nothing_of_what_is_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
