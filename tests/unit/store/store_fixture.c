#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/store/store_fixture.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/vault/vault.h"

/* SplitMix64: enough for keys that guard nothing. */
static void fill_seeded(void *context, void *out, size_t size) {
    uint64_t *state = context;
    for (size_t i = 0; i < size; i++) {
        *state += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t mixed = *state;
        mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
        mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
        ((uint8_t *)out)[i] = (uint8_t)(mixed >> 56);
    }
}

void store_expect(ErrCode code, ErrCode expected, const Err *err, int line) {
    if (code != expected) {
        print_error("line %d: %s (%s), expected %s\n", line, err_code_name(code), err->text,
                    err_code_name(expected));
    }
    assert_int_equal(code, expected);
}

Moment moment_at(int64_t after_ms) {
    return (Moment){
        .utc_ms = FIXTURE_NOW_MS + after_ms, .mono_ms = 100000 + after_ms, .boot = 1, .good = true};
}

Id test_id(const char *name) {
    return id_from_name(STR8("test"), str8_from(name));
}

Visit test_visit(const char *name) {
    static Visitor people[3];
    people[0] = (Visitor){.person_id = test_id("p1"),
                          .given_name = STR8("Ximena"),
                          .family_name = STR8("Quintanilla"),
                          .role = PERSON_GUARDIAN};
    people[1] = (Visitor){.person_id = test_id("p2"),
                          .given_name = STR8("Zebulon"),
                          .family_name = STR8("Quintanilla"),
                          .role = PERSON_STUDENT,
                          .grade = STR8("03")};
    people[2] = (Visitor){.person_id = test_id("p3"),
                          .given_name = STR8("Wilhelmina"),
                          .family_name = STR8("Quintanilla"),
                          .role = PERSON_STUDENT,
                          .grade = STR8("KG")};
    return (Visit){.id = test_id(name),
                   .event_id = test_id("event"),
                   .household_id = test_id("h1"),
                   .method = VISIT_BY_PHONE,
                   .language = STR8("es"),
                   .people = people,
                   .people_count = 3};
}

static const char *join(char *out, size_t size, const char *folder, const char *name) {
    Str8Builder text = builder_make(out, size);
    builder_format(&text, "%s/%s", folder, name);
    assert_false(text.full);
    return out;
}

int fixture_setup(void **state) {
    StoreFixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    const char *temporary = getenv("TMPDIR");
    (void)join(fixture->folder, sizeof fixture->folder, temporary != NULL ? temporary : "/tmp",
               "foyer-store-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    (void)join(fixture->path, sizeof fixture->path, fixture->folder, "foyer.db");
    fixture->seed = 7;
    fixture->options = (StoreOptions){
        .path = fixture->path, .random = {fill_seeded, &fixture->seed}, .cost = SECRET_COST_LOWEST};
    memset(fixture->options.keys.kiosk_key, 0x5A, STORE_KEY_SIZE);
    vault_school_keys(fixture->options.random, fixture->options.keys.school_public,
                      fixture->school_secret);
    fixture->arena = arena_make(1 << 20, 256 << 20);
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
    *state = fixture;
    return 0;
}

void fixture_reopen(StoreFixture *fixture) {
    store_close(fixture->store);
    fixture->store = NULL;
    EXPECT(store_open(&fixture->arena, &fixture->options, &fixture->store, &err), ERR_OK);
}

int fixture_teardown(void **state) {
    StoreFixture *fixture = *state;
    store_close(fixture->store);
    arena_free(&fixture->arena);
    DIR *folder = opendir(fixture->folder);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char path[600];
        (void)unlink(join(path, sizeof path, fixture->folder, entry->d_name));
    }
    (void)closedir(folder);
    (void)rmdir(fixture->folder);
    free(fixture);
    return 0;
}
