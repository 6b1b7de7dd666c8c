#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

#include "data/import/source.h"
#include "tests/unit/import/import_help.h"

enum { ZIP_MAX = 8 << 20 };

/* A zip made in memory: `count` files of `size` bytes each, named by `names`. */
static Str8 make_zip(Bench *bench, const char *const *names, size_t count, size_t size) {
    size_t used = 0;
    char *bytes = arena_alloc(&bench->arena, ZIP_MAX);
    char *content = arena_alloc(&bench->arena, size + 1);
    for (size_t i = 0; i < size; i++) {
        content[i] = size > 10000 ? 'a' : (char)(i * i * 31 >> 3); /* small ones do not pack */
    }
    struct archive *zip = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(zip), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(zip, bytes, ZIP_MAX, &used), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, names[i]);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_size(entry, (la_int64_t)size);
        assert_int_equal(archive_write_header(zip, entry), ARCHIVE_OK);
        assert_int_equal(archive_write_data(zip, content, size), (la_ssize_t)size);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_close(zip), ARCHIVE_OK);
    archive_write_free(zip);
    return (Str8){bytes, used};
}

static ErrCode open_zip(Bench *bench, Str8 bytes, Source *source) {
    return source_from_bytes(&bench->arena, STR8("x.zip"), bytes, source, &bench->err);
}

static void test_source__reads_only_files_that_an_importer_knows(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"export/users.csv",
                                 "export/demographics.csv",
                                 "userProfiles.csv",
                                 "../../etc/manifest.csv",
                                 "a.ics",
                                 "b.exe"};
    assert_int_equal(open_zip(&bench, make_zip(&bench, names, 6, 10), &source), ERR_OK);
    assert_int_equal(source.files_count, 3);
    assert_non_null(source_file(&source, "USERS.csv"));
    assert_non_null(source_file(&source, "manifest.csv"));
    assert_null(source_file(&source, "demographics.csv"));
    assert_null(source_file(&source, "userProfiles.csv"));
    bench_end(&bench);
}

static void test_source__every_cut_of_a_zip_is_refused(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"users.csv", "manifest.csv"};
    Str8 zip = make_zip(&bench, names, 2, 300);
    for (size_t len = 2; len < zip.len; len += 3) {
        assert_int_equal(open_zip(&bench, str8_slice(zip, 0, len), &source), ERR_INVALID);
    }
    assert_non_null(strstr(bench.err.text, "damaged"));
    bench_end(&bench);
}

static void test_source__a_flipped_byte_of_content_is_refused(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"users.csv"};
    Str8 zip = make_zip(&bench, names, 1, 9000);
    char *bytes = arena_alloc(&bench.arena, zip.len);
    memcpy(bytes, zip.ptr, zip.len);
    bytes[zip.len / 2] ^= 0x10;
    assert_int_not_equal(open_zip(&bench, (Str8){bytes, zip.len}, &source), ERR_OK);
    bench_end(&bench);
}

static void test_source__a_zip_bomb_is_refused(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"users.csv"};
    Str8 zip = make_zip(&bench, names, 1, 40 << 20);
    assert_true(zip.len < 100000);
    assert_int_equal(open_zip(&bench, zip, &source), ERR_LIMIT);
    bench_end(&bench);
}

static void test_source__one_name_twice_is_refused(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"a/users.csv", "b/Users.csv"};
    assert_int_equal(open_zip(&bench, make_zip(&bench, names, 2, 10), &source), ERR_INVALID);
    assert_non_null(strstr(bench.err.text, "twice"));
    bench_end(&bench);
}

static void test_source__says_when_there_is_nothing_to_read(void **state) {
    (void)state;
    Bench bench;
    Source source;
    bench_begin(&bench);
    const char *const names[] = {"readme.txt"};
    assert_int_equal(open_zip(&bench, make_zip(&bench, names, 1, 10), &source), ERR_INVALID);
    assert_int_equal(source_read(&bench.arena, "/nowhere/at/all", &source, &bench.err),
                     ERR_NOT_FOUND);
    assert_int_equal(source_read(&bench.arena, "/dev/null", &source, &bench.err), ERR_INVALID);
    bench_end(&bench);
}

static void write_text(Bench *bench, const char *folder, const char *name, const char *text) {
    FILE *file = fopen(str8_format(&bench->arena, "%s/%s", folder, name).ptr, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

/* A folder in the test's own folder for temporary files. */
static const char *make_folder(Bench *bench, const char *parent, const char *name) {
    const char *path = str8_format(&bench->arena, "%s/%s", parent, name).ptr;
    assert_int_equal(mkdir(path, 0700), 0);
    return path;
}

static void test_source__finds_the_tables_of_a_package_below_its_folder(void **state) {
    (void)state;
    Bench bench;
    Source source;
    char top[] = "/tmp/foyer-source-XXXXXX";
    bench_begin(&bench);
    assert_non_null(mkdtemp(top));
    const char *package = make_folder(&bench, top, "package");
    const char *data = make_folder(&bench, package, "data");
    write_text(&bench, package, "datapackage.json", "{}");
    write_text(&bench, data, "Services.csv", "id,name\n");
    write_text(&bench, data, "regular_schedules.csv", "id\n");
    write_text(&bench, data, "notes.txt", "x");
    assert_int_equal(source_read(&bench.arena, package, &source, &bench.err), ERR_OK);
    assert_int_equal(source.files_count, 3);
    assert_non_null(source_file(&source, "services.csv"));
    assert_null(source_file(&source, "notes.txt"));
    /* What has something to read itself is no package: what lies below is somebody else's. */
    write_text(&bench, package, "users.csv", "sourcedId\n");
    assert_int_equal(source_read(&bench.arena, package, &source, &bench.err), ERR_OK);
    assert_null(source_file(&source, "services.csv"));
    const char *const files[] = {"package/data/Services.csv",
                                 "package/data/regular_schedules.csv",
                                 "package/data/notes.txt",
                                 "package/datapackage.json",
                                 "package/users.csv",
                                 "package/data",
                                 "package"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_int_equal(remove(str8_format(&bench.arena, "%s/%s", top, files[i]).ptr), 0);
    }
    assert_int_equal(remove(top), 0);
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source__reads_only_files_that_an_importer_knows),
        cmocka_unit_test(test_source__every_cut_of_a_zip_is_refused),
        cmocka_unit_test(test_source__a_flipped_byte_of_content_is_refused),
        cmocka_unit_test(test_source__a_zip_bomb_is_refused),
        cmocka_unit_test(test_source__one_name_twice_is_refused),
        cmocka_unit_test(test_source__finds_the_tables_of_a_package_below_its_folder),
        cmocka_unit_test(test_source__says_when_there_is_nothing_to_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
