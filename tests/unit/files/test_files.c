#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/files/files.h"

typedef struct {
    char folder[256];
    char path[320];
    Arena arena;
} Fixture;

static const char *path_of(Fixture *fixture, const char *name) {
    Str8Builder text = builder_make(fixture->path, sizeof fixture->path);
    builder_format(&text, "%s/%s", fixture->folder, name);
    assert_false(text.full);
    return fixture->path;
}

static int setup(void **state) {
    Fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    Str8Builder text = builder_make(fixture->folder, sizeof fixture->folder);
    const char *temporary = getenv("TMPDIR");
    builder_format(&text, "%s/foyer-files-XXXXXX", temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->arena = arena_make(4096, 1 << 20);
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    static const char *const NAMES[] = {"key",   "key.new",  "ballast", "f.db.damaged-1",
                                        "f.db",  "f.db-wal", "plain",   "f.db.damaged-1-wal",
                                        "a/b/c", "a/b",      "a"};
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        const char *path = path_of(fixture, NAMES[i]);
        if (unlink(path) != 0) {
            (void)rmdir(path);
        }
    }
    assert_int_equal(rmdir(fixture->folder), 0);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void fill_sevens(void *context, void *out, size_t size) {
    (void)context;
    memset(out, 7, size);
}

static unsigned mode_of(const char *path) {
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    return found.st_mode & 0777u;
}

static void test_key_file__keeps_a_key_for_its_owner_alone(void **state) {
    Fixture *fixture = *state;
    const char *path = path_of(fixture, "key");
    uint8_t key[FILES_KEY_SIZE];
    uint8_t again[FILES_KEY_SIZE] = {0};
    RandomPort random = {fill_sevens, NULL};
    assert_int_equal(key_file_read(path, KEY_KIOSK, key, NULL), ERR_NOT_FOUND);
    assert_int_equal(key_file_read_or_make(path, KEY_KIOSK, random, key, NULL), ERR_OK);
    assert_int_equal(key_file_read(path, KEY_KIOSK, again, NULL), ERR_OK);
    assert_memory_equal(key, again, sizeof key);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(key_file_read(path, KEY_SCHOOL_SECRET, again, NULL), ERR_INVALID);
    assert_int_equal(key_file_write(path, KEY_KIOSK, key, NULL), ERR_CONFLICT);
    assert_int_equal(files_write(path, "foyer-kiosk-key-1 zz\n", 21, NULL), ERR_OK);
    assert_int_equal(key_file_read(path, KEY_KIOSK, again, NULL), ERR_INVALID);
}

static void test_files__write_replaces_as_a_whole(void **state) {
    Fixture *fixture = *state;
    const char *path = path_of(fixture, "plain");
    assert_int_equal(files_write(path, "old and long", 12, NULL), ERR_OK);
    assert_int_equal(files_write(path, "new", 3, NULL), ERR_OK);
    Str8 bytes;
    assert_int_equal(files_read(&fixture->arena, path, 100, &bytes, NULL), ERR_OK);
    assert_true(str8_equal(bytes, STR8("new")));
    assert_int_equal(files_read(&fixture->arena, path, 2, &bytes, NULL), ERR_LIMIT);
    assert_int_equal(files_read(&fixture->arena, fixture->folder, 9, &bytes, NULL), ERR_IO);
}

static void test_files__make_folder_makes_those_above(void **state) {
    Fixture *fixture = *state;
    const char *path = path_of(fixture, "a/b/c");
    assert_int_equal(files_make_folder(path, NULL), ERR_OK);
    assert_int_equal(files_make_folder(path, NULL), ERR_OK);
    assert_int_equal(mode_of(path), 0700);
}

static void test_ballast__takes_room_and_gives_it_back(void **state) {
    Fixture *fixture = *state;
    char path[320];
    memcpy(path, path_of(fixture, "ballast"), sizeof path);
    assert_int_equal(ballast_make(path, NULL), ERR_OK);
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_true((int64_t)found.st_blocks * 512 >= BALLAST_SIZE);
    assert_int_equal(ballast_make(path, NULL), ERR_OK);
    assert_true(ballast_release(path));
    assert_false(ballast_release(path));
}

static void test_files__set_aside_moves_and_never_overwrites(void **state) {
    Fixture *fixture = *state;
    char path[320];
    assert_int_equal(files_write(path_of(fixture, "f.db-wal"), "w", 1, NULL), ERR_OK);
    memcpy(path, path_of(fixture, "f.db"), sizeof path);
    assert_int_equal(files_write(path, "d", 1, NULL), ERR_OK);
    assert_int_equal(files_set_aside(path, "1", NULL), ERR_OK);
    assert_int_not_equal(access(path, F_OK), 0);
    Str8 bytes;
    assert_int_equal(
        files_read(&fixture->arena, path_of(fixture, "f.db.damaged-1"), 9, &bytes, NULL), ERR_OK);
    assert_int_equal(files_write(path, "e", 1, NULL), ERR_OK);
    assert_int_equal(files_set_aside(path, "1", NULL), ERR_CONFLICT);
    assert_int_equal(access(path, F_OK), 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_key_file__keeps_a_key_for_its_owner_alone),
        TEST(test_files__write_replaces_as_a_whole),
        TEST(test_files__make_folder_makes_those_above),
        TEST(test_ballast__takes_room_and_gives_it_back),
        TEST(test_files__set_aside_moves_and_never_overwrites),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
