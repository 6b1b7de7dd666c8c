#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/site/site.h"
#include "data/site/system.h"

typedef struct {
    Arena arena;
    char folder[128];
    const char *data; /* inside, not made yet */
} Place;

static void place_begin(Place *place) {
    const char *temporary = getenv("TMPDIR");
    place->arena = arena_make(1 << 16, 64 << 20);
    Str8Builder path = builder_make(place->folder, sizeof place->folder);
    builder_format(&path, "%s/foyer-site-XXXXXX", temporary != NULL ? temporary : "/tmp");
    assert_false(path.full);
    assert_non_null(mkdtemp(place->folder));
    place->data = str8_format(&place->arena, "%s/a/b", place->folder).ptr;
}

static void place_end(Place *place) {
    const char *command = str8_format(&place->arena, "rm -rf '%s'", place->folder).ptr;
    assert_int_equal(system(command), 0);
    arena_free(&place->arena);
}

static ErrCode open_site(Place *place, bool create, Site **site, Err *err) {
    SiteOptions options = {.folder = place->data,
                           .create = create,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    return site_open(&place->arena, &options, site, err);
}

static void test_site__the_folder_is_the_flag_else_the_environment(void **state) {
    (void)state;
    static const char *const CASES[][5] = {
        {"/f", "/e", "/x", "/h", "/f"},
        {NULL, "/e", "/x", "/h", "/e"},
        {"", "", "/x", "/h", "/x/foyer"},
        {NULL, NULL, "", "/h", "/h/.local/share/foyer"},
    };
    Arena arena = arena_make(1024, 65536);
    for (size_t i = 0; i < 4; i++) {
        const char *const *c = CASES[i];
        assert_string_equal(files_data_folder(&arena, c[0], c[1], c[2], c[3]), c[4]);
    }
    assert_null(files_data_folder(&arena, NULL, NULL, NULL, ""));
    arena_free(&arena);
}

static void test_site__nothing_is_made_by_looking(void **state) {
    (void)state;
    Place place;
    Site *site = NULL;
    Err err = {0};
    place_begin(&place);
    assert_int_equal(open_site(&place, false, &site, &err), ERR_NOT_FOUND);
    assert_int_not_equal(access(place.data, F_OK), 0);
    assert_null(site);
    place_end(&place);
}

static void test_site__is_made_once_and_opened_again(void **state) {
    (void)state;
    Place place;
    Site *site = NULL;
    Id device;
    Id again;
    place_begin(&place);
    assert_int_equal(open_site(&place, true, &site, NULL), ERR_OK);
    assert_true(site->made_school_key);
    assert_int_equal(access(site->paths.school_secret, F_OK), 0);
    assert_int_equal(access(site->paths.ballast, F_OK), 0);
    assert_int_equal(store_device(site->store, &device, NULL), ERR_OK);
    site_close(site);
    /* A person took the secret key away: the kiosk does not need it. */
    assert_int_equal(unlink(site->paths.school_secret), 0);
    assert_int_equal(open_site(&place, true, &site, NULL), ERR_OK);
    assert_false(site->made_school_key);
    assert_int_not_equal(access(site->paths.school_secret, F_OK), 0);
    assert_int_equal(store_device(site->store, &again, NULL), ERR_OK);
    assert_true(id_equal(device, again));
    site_close(site);
    place_end(&place);
}

static void test_site__a_database_without_its_keys_is_refused_and_left_alone(void **state) {
    (void)state;
    Place place;
    Site *site = NULL;
    place_begin(&place);
    assert_int_equal(open_site(&place, true, &site, NULL), ERR_OK);
    SitePaths paths = site->paths;
    site_close(site);
    assert_int_equal(unlink(paths.kiosk_key), 0);
    Err err = {0};
    assert_int_equal(open_site(&place, true, &site, &err), ERR_NOT_FOUND);
    assert_int_not_equal(access(paths.kiosk_key, F_OK), 0);
    assert_non_null(strstr(err.text, "kiosk.key"));
    place_end(&place);
}

static void test_site__a_school_key_is_never_overwritten(void **state) {
    (void)state;
    Place place;
    SitePaths paths;
    Err err = {0};
    place_begin(&place);
    assert_int_equal(files_make_folder(place.data, NULL), ERR_OK);
    assert_int_equal(site_paths(place.data, &paths, NULL), ERR_OK);
    RandomPort random = system_random_port();
    assert_int_equal(site_make_school_key(&paths, paths.school_secret, random, NULL), ERR_OK);
    assert_int_equal(site_make_school_key(&paths, paths.demo_secret, random, &err), ERR_CONFLICT);
    assert_int_not_equal(access(paths.demo_secret, F_OK), 0);
    place_end(&place);
}

static void test_site__a_start_killed_between_the_halves_of_the_key_goes_on(void **state) {
    (void)state;
    Place place;
    SitePaths paths;
    Site *site = NULL;
    uint8_t before[FILES_KEY_SIZE];
    uint8_t after[FILES_KEY_SIZE];
    place_begin(&place);
    assert_int_equal(files_make_folder(place.data, NULL), ERR_OK);
    assert_int_equal(site_paths(place.data, &paths, NULL), ERR_OK);
    RandomPort random = system_random_port();
    assert_int_equal(site_make_school_key(&paths, paths.school_secret, random, NULL), ERR_OK);
    assert_int_equal(key_file_read(paths.school_public, KEY_SCHOOL_PUBLIC, before, NULL), ERR_OK);
    assert_int_equal(unlink(paths.school_public), 0);
    assert_int_equal(open_site(&place, true, &site, NULL), ERR_OK);
    assert_true(site->made_school_key);
    assert_int_equal(key_file_read(paths.school_public, KEY_SCHOOL_PUBLIC, after, NULL), ERR_OK);
    assert_memory_equal(before, after, sizeof before);
    site_close(site);
    place_end(&place);
}

static void test_system__counts_starts_and_distrusts_a_clock_that_went_back(void **state) {
    (void)state;
    Place place;
    Site *site = NULL;
    SystemClock clock = {0};
    place_begin(&place);
    assert_int_equal(open_site(&place, true, &site, NULL), ERR_OK);
    assert_int_equal(system_clock_begin(&clock, site->store, NULL), ERR_OK);
    assert_int_equal(clock.boot, 1);
    ClockPort port = system_clock_port(&clock);
    Moment first = port.now(port.context);
    Moment second = port.now(port.context);
    assert_true(second.mono_ms >= first.mono_ms);
    Moment future = {.utc_ms = first.utc_ms + 3600000, .boot = 1, .good = true};
    assert_int_equal(store_note_time(site->store, future, NULL), ERR_OK);
    assert_int_equal(system_clock_begin(&clock, site->store, NULL), ERR_OK);
    assert_int_equal(clock.boot, 2);
    assert_false(port.now(port.context).good);
    site_close(site);
    place_end(&place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_site__the_folder_is_the_flag_else_the_environment),
        cmocka_unit_test(test_site__nothing_is_made_by_looking),
        cmocka_unit_test(test_site__is_made_once_and_opened_again),
        cmocka_unit_test(test_site__a_database_without_its_keys_is_refused_and_left_alone),
        cmocka_unit_test(test_site__a_school_key_is_never_overwritten),
        cmocka_unit_test(test_site__a_start_killed_between_the_halves_of_the_key_goes_on),
        cmocka_unit_test(test_system__counts_starts_and_distrusts_a_clock_that_went_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
