/*
 * Clocks and zones (rule 9): a wall clock in any year, one that is set while a family stands there,
 * and the two odd nights of the year. What is expected of a zone stands in NIGHTS, taken from the
 * tz database's own listing (zdump -v) and not from the library that Foyer asks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/export/export.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/event_store.h"
#include "data/store/household_store.h"
#include "data/store/school_store.h"
#include "kiosk/app/help.h"
#include "kiosk/headless/headless.h"
#include "kiosk/ui/tree.h"
#include "tests/wall/canary.h"

enum { SECOND_MS = 1000, EXPORT_TEXT_MAX = 256 << 10 };

typedef struct {
    char folder[WALL_FOLDER_SIZE];
    Headless *headless;
} Kit;

static int64_t utc_of(const char *text) {
    int64_t utc_ms = 0;
    assert_true(rfc3339_parse(str8_from(text), &utc_ms));
    return utc_ms;
}

static void kit_open(Kit *kit, int64_t now_utc_ms, bool not_good) {
    Err err = {0};
    HeadlessOptions options = {.data = kit->folder,
                               .assets = FOYER_SHARE,
                               .width_px = 1920,
                               .height_px = 1080,
                               .panel_width_mm = 476,
                               .now_utc_ms = now_utc_ms,
                               .mono_ms = 1000000,
                               .clock_not_good = not_good,
                               .no_pixels = true,
                               .lowest_hash_cost = true};
    ErrCode code = headless_open(&options, &kit->headless, &err);
    if (code != ERR_OK) {
        fail_msg("%s", err.text);
    }
}

/* The demo school with the canary family, the kiosk standing at that time. */
static void kit_demo(Kit *kit, int64_t now_utc_ms, bool not_good) {
    Err err = {0};
    assert_int_equal(canary_school_make(kit->folder, now_utc_ms, &err), ERR_OK);
    kit_open(kit, now_utc_ms, not_good);
}

static void kit_close(Kit *kit) {
    headless_close(kit->headless);
    wall_folder_remove(kit->folder);
}

static ScreenId screen(const Kit *kit) {
    return kiosk_state(headless_kiosk_const(kit->headless))->session.screen;
}

static void tap(const Kit *kit, const char *path) {
    const Node *node = tree_find_path(headless_tree(kit->headless), str8_from(path));
    if (node == NULL) {
        fail_msg("%s is not on screen %d", path, (int)screen(kit));
    }
    (void)headless_tap(kit->headless, node);
}

static void scan_canary(const Kit *kit) {
    char code[16] = {0};
    for (size_t i = 0; canary_char(CANARY_CARD, i) != '\0'; i++) {
        code[i] = canary_char(CANARY_CARD, i);
    }
    (void)headless_scan(kit->headless, str8_from(code));
    (void)headless_type(kit->headless, CANARY_LETTER);
}

static void look_up_canary(const Kit *kit) {
    scan_canary(kit);
    assert_int_equal(screen(kit), SCREEN_HOUSEHOLD);
}

/* Whatever the clock says, the loop sleeps, and not for long. */
static void expect_awake(const Kit *kit) {
    int64_t now = headless_mono_ms(kit->headless);
    int64_t deadline = kiosk_deadline_mono_ms(headless_kiosk(kit->headless));
    assert_true(deadline >= now);
    assert_true(deadline <= now + MINUTE_MS);
}

/* ---- any year ---- */

static void test_clock__any_year_signs_families_in(void **unused) {
    static const char *const TIMES[] = {"1970-01-01T23:02:00Z", "2019-12-31T23:02:00Z",
                                        "2099-12-31T23:02:00Z"};
    (void)unused;
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        for (int not_good = 0; not_good < 2; not_good++) {
            Kit kit;
            kit_demo(&kit, utc_of(TIMES[i]), not_good != 0);
            look_up_canary(&kit);
            tap(&kit, "household/sign-in");
            assert_int_equal(screen(&kit), SCREEN_THANKS);
            tap(&kit, "thanks/done");
            expect_awake(&kit);
            kit_close(&kit);
        }
    }
}

/* ---- the clock is set ---- */

static const char EVENING[] = "2025-10-16T22:02:00Z";
static const char *const JUMPS[] = {"1970-01-01T00:00:10Z", "2025-10-16T22:01:59Z",
                                    "2025-10-16T21:02:00Z", "2025-10-16T23:02:00Z",
                                    "2025-10-17T22:02:00Z", "2099-02-28T12:00:00Z"};
enum { JUMPS_COUNT = sizeof JUMPS / sizeof JUMPS[0] };

static void test_clock__set_in_a_session_ends_nothing_early_or_late(void **unused) {
    (void)unused;
    for (size_t i = 0; i < JUMPS_COUNT; i++) {
        Kit kit;
        kit_demo(&kit, utc_of(EVENING), false);
        tap(&kit, "home/sign-in");
        tap(&kit, "sign-in/digit/3");
        int64_t touched = headless_mono_ms(kit.headless);
        headless_wait(kit.headless, 10 * SECOND_MS);
        headless_jump(kit.headless, utc_of(JUMPS[i]));
        expect_awake(&kit);
        headless_wait(kit.headless, touched + IDLE_MS - 1 - headless_mono_ms(kit.headless));
        assert_int_equal(screen(&kit), SCREEN_LOOK_UP);
        headless_wait(kit.headless, 1);
        assert_int_equal(screen(&kit), SCREEN_STILL_THERE);
        headless_jump(kit.headless, utc_of(JUMPS[JUMPS_COUNT - 1 - i]));
        expect_awake(&kit);
        headless_wait(kit.headless, COUNTDOWN_MS - 1);
        assert_int_equal(screen(&kit), SCREEN_STILL_THERE);
        headless_wait(kit.headless, 1);
        assert_int_equal(screen(&kit), SCREEN_HOME);
        kit_close(&kit);
    }
}

static void test_clock__set_in_a_session_loses_no_sign_in(void **unused) {
    (void)unused;
    for (size_t i = 0; i < JUMPS_COUNT; i++) {
        Kit kit;
        kit_demo(&kit, utc_of(EVENING), false);
        look_up_canary(&kit);
        headless_jump(kit.headless, utc_of(JUMPS[i]));
        tap(&kit, "household/sign-in");
        assert_int_equal(screen(&kit), SCREEN_THANKS);
        int64_t thanked = headless_mono_ms(kit.headless);
        headless_jump(kit.headless, utc_of(EVENING));
        headless_wait(kit.headless, COUNTDOWN_MS - 1);
        assert_int_equal(screen(&kit), SCREEN_THANKS);
        headless_wait(kit.headless, thanked + COUNTDOWN_MS - headless_mono_ms(kit.headless));
        assert_int_equal(screen(&kit), SCREEN_HOME);
        kit_close(&kit);
    }
}

static void miss(const Kit *kit) {
    tap(kit, "home/sign-in");
    for (int i = 0; i < 10; i++) {
        (void)headless_type(kit->headless, '9');
    }
    (void)headless_type(kit->headless, 'x');
    assert_int_equal(screen(kit), SCREEN_LOOK_UP);
    tap(kit, "furniture/start-over");
}

static void test_clock__set_during_a_pause_does_not_shorten_it(void **unused) {
    (void)unused;
    for (size_t i = 0; i < JUMPS_COUNT; i++) {
        Kit kit;
        kit_demo(&kit, utc_of(EVENING), false);
        for (int misses = 0; misses < LOOKUP_MISSES_IN_ROW; misses++) {
            miss(&kit);
        }
        headless_jump(kit.headless, utc_of(JUMPS[i]));
        headless_wait(kit.headless, 30 * SECOND_MS);
        headless_jump(kit.headless, utc_of(EVENING));
        scan_canary(&kit);
        assert_int_equal(screen(&kit), SCREEN_CARD_CODE); /* a miss: still paused */
        tap(&kit, "furniture/start-over");
        headless_wait(kit.headless, 31 * SECOND_MS);
        look_up_canary(&kit);
        kit_close(&kit);
    }
}

/* ---- zones ---- */

/* A night on which the clocks change, or none. Offsets in minutes east of UTC. */
typedef struct {
    const char *zone;
    const char *change; /* the first instant of the new offset */
    int before_min;
    int after_min;
} Night;

static const Night NIGHTS[] = {
    {"America/New_York", "2025-03-09T07:00:00Z", -300, -240},
    {"America/New_York", "2025-11-02T06:00:00Z", -240, -300},
    {"Europe/London", "2025-03-30T01:00:00Z", 0, 60},
    {"Europe/London", "2025-10-26T01:00:00Z", 60, 0},
    {"Australia/Sydney", "2025-04-05T16:00:00Z", 660, 600},
    {"Australia/Sydney", "2025-10-04T16:00:00Z", 600, 660},
    {"Asia/Beirut", "2025-03-29T22:00:00Z", 120, 180},
    {"Asia/Beirut", "2025-10-25T21:00:00Z", 180, 120},
    {"Australia/Lord_Howe", "2025-04-05T15:00:00Z", 660, 630},
    {"Australia/Lord_Howe", "2025-10-04T15:30:00Z", 630, 660},
    {"Asia/Kathmandu", "2025-03-29T20:15:00Z", 345, 345},
    {"Asia/Kathmandu", "2025-10-25T20:15:00Z", 345, 345},
};
enum { NIGHTS_COUNT = sizeof NIGHTS / sizeof NIGHTS[0] };

static int offset_at(const Night *night, int64_t utc_ms) {
    return utc_ms < utc_of(night->change) ? night->before_min : night->after_min;
}

/* The clock on the wall, by the table. */
static Civil wall_clock(const Night *night, int64_t utc_ms) {
    return civil_from_ms(utc_ms + (int64_t)offset_at(night, utc_ms) * MINUTE_MS);
}

/* An event from nine in the evening until five in the morning around the change. */
static void night_event(const Night *night, int64_t *start, int64_t *end) {
    int64_t change = utc_of(night->change);
    Civil evening = wall_clock(night, change - 5 * (int64_t)HOUR_MS);
    Civil morning = wall_clock(night, change + 5 * (int64_t)HOUR_MS);
    evening.hour = 21;
    evening.minute = 0;
    morning.hour = 5;
    morning.minute = 0;
    *start = civil_to_ms(evening) - (int64_t)night->before_min * MINUTE_MS;
    *end = civil_to_ms(morning) - (int64_t)night->after_min * MINUTE_MS;
    assert_true(*start < change && change < *end);
}

static void put_night(const Site *site, const Night *night) {
    static const TextIn NAME[] = {{{"en", 2}, {"Night school", 12}}};
    Err err = {0};
    Event event = {.uid = STR8("night"),
                   .id = id_from_name(STR8("wall/event"), STR8("night")),
                   .title = {NAME, 1},
                   .place = STR8("Gym"),
                   .kind = EVENT_FAMILY_NIGHT};
    School school = {.name = {NAME, 1}, .zone = str8_from(night->zone), .country = STR8("US")};
    night_event(night, &event.start_utc_ms, &event.end_utc_ms);
    assert_int_equal(school_store_put(site->store, &school, NULL, &err), ERR_OK);
    assert_int_equal(event_store_put(site->store, STR8("ics"), &event, NULL, &err), ERR_OK);
}

typedef void (*WithSite)(const Site *site, void *context);

static void with_site(const Kit *kit, bool create, WithSite use, void *context) {
    Arena arena = arena_make(64 << 10, 64 << 20);
    Site *site = NULL;
    Err err = {0};
    SiteOptions options = {.folder = kit->folder,
                           .create = create,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    assert_int_equal(site_open(&arena, &options, &site, &err), ERR_OK);
    use(site, context);
    site_close(site);
    arena_free(&arena);
}

static void use_put_night(const Site *site, void *context) {
    put_night(site, context);
}

static void night_school(Kit *kit, const Night *night) {
    Night copy = *night;
    assert_int_equal(wall_folder_make(kit->folder, NULL), ERR_OK);
    with_site(kit, true, use_put_night, &copy);
}

static void kit_night(Kit *kit, const Night *night) {
    int64_t start = 0;
    int64_t end = 0;
    night_school(kit, night);
    night_event(night, &start, &end);
    kit_open(kit, start - 2 * (int64_t)HOUR_MS, false);
}

/* The home screen has a way in, and it leads in, exactly while sign-in is open. */
static void expect_open(const Kit *kit, int64_t utc_ms, bool open) {
    headless_jump(kit->headless, utc_ms - 1);
    headless_wait(kit->headless, 1);
    const Node *way_in = tree_find_path(headless_tree(kit->headless), STR8("home/sign-in"));
    assert_int_equal(way_in != NULL, open);
    if (way_in != NULL) {
        tap(kit, "home/sign-in");
        assert_int_equal(screen(kit), SCREEN_LOOK_UP);
        tap(kit, "furniture/start-over");
    }
}

static void test_zone__sign_in_opens_and_ends_with_the_wall_clock(void **unused) {
    (void)unused;
    for (size_t i = 0; i < NIGHTS_COUNT; i++) {
        Kit kit;
        int64_t start = 0;
        int64_t end = 0;
        int64_t change = utc_of(NIGHTS[i].change);
        kit_night(&kit, &NIGHTS[i]);
        night_event(&NIGHTS[i], &start, &end);
        expect_open(&kit, start - EVENT_OPENS_BEFORE_MS - 1, false);
        expect_open(&kit, start - EVENT_OPENS_BEFORE_MS, true);
        expect_open(&kit, change - 1, true);
        expect_open(&kit, change, true);
        expect_open(&kit, end - SECOND_MS, true);
        expect_open(&kit, end, false);
        kit_close(&kit);
    }
}

/* ---- what the export says ---- */

typedef struct {
    char text[EXPORT_TEXT_MAX];
    Str8Builder out;
} Sheet;

static ErrCode collect(void *context, Str8 bytes, Err *err) {
    Sheet *sheet = context;
    builder_add(&sheet->out, bytes);
    return sheet->out.full ? err_set(err, ERR_LIMIT, "the sheet is full") : ERR_OK;
}

static void use_export(const Site *site, void *context) {
    Sheet *sheet = context;
    Err err = {0};
    ExportOptions options = {.format = EXPORT_CSV, .zone = STR8("UTC")};
    sheet->out = builder_make(sheet->text, sizeof sheet->text);
    assert_int_equal(export_visits(site->store, &options, (ExportSink){collect, sheet}, NULL, &err),
                     ERR_OK);
}

/* ",2025-11-02 01:59,2025-11-02T01:59:59-04:00," */
static void night_cells(const Night *night, int64_t utc_ms, Str8Builder *out) {
    Civil local = wall_clock(night, utc_ms);
    int offset = offset_at(night, utc_ms);
    int size = offset < 0 ? -offset : offset;
    builder_format(out, ",%04d-%02d-%02d %02d:%02d,%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d,",
                   local.year, local.month, local.day, local.hour, local.minute, local.year,
                   local.month, local.day, local.hour, local.minute, local.second,
                   offset < 0 ? '-' : '+', size / 60, size % 60);
}

/* The record is made at `utc_ms` to the millisecond. */
static void sign_in_at(const Kit *kit, int64_t utc_ms) {
    headless_jump(kit->headless, utc_ms - SECOND_MS);
    headless_wait(kit->headless, 1);
    tap(kit, "home/sign-in");
    tap(kit, "sign-in/count");
    headless_wait(kit->headless, INPUT_BOUNCE_MS * 2);
    headless_jump(kit->headless, utc_ms);
    tap(kit, "count/sign-in");
    assert_int_equal(screen(kit), SCREEN_THANKS);
    assert_int_equal(kiosk_state(headless_kiosk_const(kit->headless))->session.saved_utc_ms,
                     utc_ms);
    tap(kit, "thanks/done");
}

static void expect_cells(const Sheet *sheet, Str8 cells, const char *zone) {
    Str8 text = builder_text(&sheet->out);
    if (str8_find(text, cells) == text.len) {
        fail_msg("%s: the export has no %.*s", zone, STR8_ARG(cells));
    }
}

static void test_zone__export_tells_the_wall_clock_on_both_sides_of_the_change(void **unused) {
    static const int64_t AROUND_S[] = {-3661, -1801, -61, -1, 0, 59, 1799, 3599, 3661};
    enum { TIMES = sizeof AROUND_S / sizeof AROUND_S[0] };
    static Sheet sheet;
    (void)unused;
    for (size_t i = 0; i < NIGHTS_COUNT; i++) {
        Kit kit;
        int64_t change = utc_of(NIGHTS[i].change);
        kit_night(&kit, &NIGHTS[i]);
        for (size_t at = 0; at < TIMES; at++) {
            sign_in_at(&kit, change + AROUND_S[at] * SECOND_MS);
        }
        headless_close(kit.headless);
        with_site(&kit, false, use_export, &sheet);
        for (size_t at = 0; at < TIMES; at++) {
            char cells[80];
            Str8Builder out = builder_make(cells, sizeof cells);
            night_cells(&NIGHTS[i], change + AROUND_S[at] * SECOND_MS, &out);
            expect_cells(&sheet, builder_text(&out), NIGHTS[i].zone);
        }
        wall_folder_remove(kit.folder);
    }
}

static void test_zone__open_now_follows_the_wall_clock(void **unused) {
    static const Hours HOURS[] = {{0, 60, 210}, {0, 1320, 1440}, {6, 1380, 1440}, {5, 30, 90}};
    enum { COUNT = sizeof HOURS / sizeof HOURS[0], STEP_MS = 5 * MINUTE_MS };
    (void)unused;
    for (size_t i = 0; i < NIGHTS_COUNT; i++) {
        Zone *zone = NULL;
        int64_t change = utc_of(NIGHTS[i].change);
        assert_int_equal(zone_open(str8_from(NIGHTS[i].zone), &zone, NULL), ERR_OK);
        for (int64_t utc_ms = change - 6 * (int64_t)HOUR_MS; utc_ms < change + 6 * (int64_t)HOUR_MS;
             utc_ms += STEP_MS) {
            Civil want = wall_clock(&NIGHTS[i], utc_ms);
            Civil local = zone_to_local(zone, utc_ms);
            Service service = {.hours = HOURS, .hours_count = COUNT};
            int minute = want.hour * 60 + want.minute;
            bool open = false;
            for (size_t at = 0; at < COUNT; at++) {
                open =
                    open || (HOURS[at].weekday == want.weekday &&
                             minute >= HOURS[at].opens_minute && minute < HOURS[at].closes_minute);
            }
            assert_int_equal(help_open_state(&service, NULL, local).open, open);
        }
        zone_close(zone);
    }
}

/* ---- a clock that nobody vouches for ---- */

static void test_clock__not_good_is_marked_about_in_the_export(void **unused) {
    static Sheet sheet;
    (void)unused;
    for (int not_good = 0; not_good < 2; not_good++) {
        Kit kit;
        kit_demo(&kit, utc_of(EVENING), not_good != 0);
        look_up_canary(&kit);
        tap(&kit, "household/sign-in");
        assert_int_equal(screen(&kit), SCREEN_THANKS);
        headless_close(kit.headless);
        with_site(&kit, false, use_export, &sheet);
        Str8 text = builder_text(&sheet.out);
        assert_int_equal(str8_find(text, STR8(",about,")) < text.len, not_good);
        assert_int_equal(str8_find(text, STR8(",good,")) < text.len, !not_good);
        wall_folder_remove(kit.folder);
    }
}

/* A board without a battery, started without a network: its year is 1970, the event is tonight. */
static void test_clock__not_good_is_no_reason_to_refuse(void **unused) {
    static const char *const TIMES[] = {"1970-01-01T00:00:05Z", "2025-02-20T12:00:00Z",
                                        "2025-03-09T01:59:59Z"};
    static Sheet sheet;
    (void)unused;
    for (size_t i = 0; i < sizeof TIMES / sizeof TIMES[0]; i++) {
        Kit kit;
        night_school(&kit, &NIGHTS[0]);
        kit_open(&kit, utc_of(TIMES[i]), true);
        tap(&kit, "home/sign-in");
        tap(&kit, "sign-in/count");
        tap(&kit, "count/sign-in");
        assert_int_equal(screen(&kit), SCREEN_THANKS);
        headless_close(kit.headless);
        with_site(&kit, false, use_export, &sheet);
        expect_cells(&sheet, STR8(",about,"), TIMES[i]);
        wall_folder_remove(kit.folder);
    }
}

/* One that can be trusted refuses what is not now. */
static void test_clock__good_opens_nothing_before_its_time(void **unused) {
    Kit kit;
    (void)unused;
    night_school(&kit, &NIGHTS[0]);
    kit_open(&kit, utc_of("2025-02-20T12:00:00Z"), false);
    assert_null(tree_find_path(headless_tree(kit.headless), STR8("home/sign-in")));
    kit_close(&kit);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clock__any_year_signs_families_in),
        cmocka_unit_test(test_clock__set_in_a_session_ends_nothing_early_or_late),
        cmocka_unit_test(test_clock__set_in_a_session_loses_no_sign_in),
        cmocka_unit_test(test_clock__set_during_a_pause_does_not_shorten_it),
        cmocka_unit_test(test_zone__sign_in_opens_and_ends_with_the_wall_clock),
        cmocka_unit_test(test_zone__export_tells_the_wall_clock_on_both_sides_of_the_change),
        cmocka_unit_test(test_zone__open_now_follows_the_wall_clock),
        cmocka_unit_test(test_clock__not_good_is_marked_about_in_the_export),
        cmocka_unit_test(test_clock__not_good_is_no_reason_to_refuse),
        cmocka_unit_test(test_clock__good_opens_nothing_before_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
