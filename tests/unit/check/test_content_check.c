#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/check/content_check.h"
#include "data/store/channel_store.h"
#include "data/store/event_store.h"
#include "data/store/guide_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "tests/unit/store/store_fixture.h"

/*
 * A small school whose content is whole; then one thing at a time is broken, and exactly that is
 * found. Now is 6:02 pm of 16 October 2025.
 */
static const TextIn BOTH[] = {{{"en", 2}, {"Some words", 10}}, {{"es", 2}, {"Palabras", 8}}};
static const TextIn ENGLISH[] = {{{"en", 2}, {"Some words", 10}}};
static const Hours MONDAY = {1, 480, 960};

static TextSet both(void) {
    return (TextSet){BOTH, 2};
}

static TextSet english(void) {
    return (TextSet){ENGLISH, 1};
}

static Service person(void) {
    return (Service){.id = test_id("ana"),
                     .key = STR8("ana"),
                     .own = true,
                     .is_person = true,
                     .name = english(),
                     .role = both(),
                     .summary = both(),
                     .phone = STR8("+13055550142"),
                     .url = STR8("https://example.org/ana"),
                     .hours = &MONDAY,
                     .hours_count = 1,
                     .needs = (1u << NEED_COUNT) - 1,
                     .assured_utc_ms = FIXTURE_NOW_MS - DAY_MS};
}

static Service partner(void) {
    Service service = person();
    service.id = test_id("city");
    service.key = STR8("city-7");
    service.own = false;
    service.is_person = false;
    service.needs = 1u << NEED_FOOD;
    return service;
}

static Guide guide(void) {
    return (Guide){.id = test_id("guide"),
                   .key = STR8("report-card"),
                   .title = both(),
                   .summary = both(),
                   .steps = {both()},
                   .steps_count = 1,
                   .take = both(),
                   .person = STR8("ana"),
                   .assured_utc_ms = FIXTURE_NOW_MS - DAY_MS};
}

static Channel channel(void) {
    return (Channel){.id = test_id("channel"),
                     .key = STR8("texts"),
                     .kind = CHANNEL_TEXTS,
                     .name = both(),
                     .purpose = both(),
                     .url = STR8("https://example.org/join")};
}

static Event event(void) {
    static const Session PARTS[] = {{.id = {{1}}, .grade = {"03", 2}, .room = {"12", 2}}};
    return (Event){.id = test_id("night"),
                   .uid = STR8("night"),
                   .title = both(),
                   .kind = EVENT_FAMILY_NIGHT,
                   .start_utc_ms = FIXTURE_NOW_MS + DAY_MS,
                   .end_utc_ms = FIXTURE_NOW_MS + DAY_MS + HOUR_MS,
                   .sessions = PARTS,
                   .sessions_count = 1};
}

/* The whole content, where a test breaks one thing. */
typedef struct {
    Service person;
    Service partner;
    Guide guide;
    Channel channel;
    Event event;
} Content;

static Content whole(void) {
    return (Content){person(), partner(), guide(), channel(), event()};
}

static void put_school(StoreFixture *fixture) {
    static const Str8 LANGUAGES[] = {{"en", 2}, {"es", 2}};
    School school = {.name = english(), .zone = STR8("America/New_York"), .country = STR8("US")};
    Change change;
    EXPECT(school_store_put(fixture->store, &school, &change, &err), ERR_OK);
    EXPECT(school_store_put_languages(fixture->store, LANGUAGES, 2, &err), ERR_OK);
}

static ContentReport check(StoreFixture *fixture, const Content *content, Waivers *waivers) {
    Store *store = fixture->store;
    Change change;
    ContentReport report;
    Str8 source = STR8("test");
    put_school(fixture);
    EXPECT(service_store_put(store, source, &content->person, &change, &err), ERR_OK);
    EXPECT(service_store_put(store, source, &content->partner, &change, &err), ERR_OK);
    EXPECT(guide_store_put(store, source, &content->guide, &change, &err), ERR_OK);
    EXPECT(channel_store_put(store, source, &content->channel, &change, &err), ERR_OK);
    EXPECT(event_store_put(store, source, &content->event, &change, &err), ERR_OK);
    ContentOptions options = {.now_utc_ms = FIXTURE_NOW_MS, .waivers = waivers};
    EXPECT(content_check(store, &fixture->arena, &options, &report, &err), ERR_OK);
    return report;
}

/* Exactly one finding, of `kind`, with `key`, whose detail has `words`. */
static void expect_one(StoreFixture *fixture, const Content *content, FindingKind kind,
                       const char *key, const char *words) {
    ContentReport report = check(fixture, content, NULL);
    for (size_t i = 0; i < report.findings.count && findings_open(&report.findings) != 1; i++) {
        const Finding *finding = &report.findings.items[i];
        print_error("%s %.*s: %.*s\n", finding_kind_name(finding->kind), STR8_ARG(finding->key),
                    STR8_ARG(finding->detail));
    }
    assert_int_equal(findings_open(&report.findings), 1);
    const Finding *finding = &report.findings.items[0];
    assert_int_equal(finding->kind, kind);
    assert_true(str8_equal(finding->key, str8_from(key)));
    assert_true(str8_find(finding->detail, str8_from(words)) < finding->detail.len);
    assert_true(finding->what.len > 0);
}

static void test_content_check__finds_nothing_in_a_whole_school(void **state) {
    Content content = whole();
    ContentReport report = check(*state, &content, NULL);
    assert_int_equal(findings_open(&report.findings), 0);
    assert_int_equal(report.own, 1);
    assert_int_equal(report.city, 1);
    assert_int_equal(report.guides, 1);
    assert_int_equal(report.channels, 1);
    assert_int_equal(report.events, 1);
    assert_int_equal(report.languages_count, 2);
    assert_int_equal(report.grades_count, 1);
    assert_false(report.grades_assumed);
}

static void test_content_check__finds_dead_ends(void **state) {
    Content content = whole();
    content.person.needs &= ~(1u << NEED_SAFETY);
    expect_one(*state, &content, FINDING_DEAD_END, "safety/*/*", "nobody for any family");
}

static void test_content_check__finds_who_cannot_be_reached(void **state) {
    Content content = whole();
    content.partner.phone = content.partner.url = STR8("");
    expect_one(*state, &content, FINDING_UNREACHABLE, "city/city-7", "nothing to call");
}

static void test_content_check__finds_channels_without_a_way(void **state) {
    Content content = whole();
    content.channel.url = STR8("");
    expect_one(*state, &content, FINDING_UNREACHABLE, "channel/texts", "no code");
    content.channel.network = STR8("Guests"); /* an open Wi-Fi needs no password */
    ContentReport report = check(*state, &content, NULL);
    assert_int_equal(findings_open(&report.findings), 0);
}

static void test_content_check__finds_what_is_old(void **state) {
    Content content = whole();
    content.partner.assured_utc_ms = FIXTURE_NOW_MS - 181 * (int64_t)DAY_MS;
    expect_one(*state, &content, FINDING_STALE, "city/city-7", "181 days");
}

static void test_content_check__finds_what_was_never_checked(void **state) {
    Content content = whole();
    content.guide.assured_utc_ms = 0;
    expect_one(*state, &content, FINDING_STALE, "guide/report-card", "never checked");
}

static void test_content_check__finds_missing_languages_of_own_words_only(void **state) {
    Content content = whole();
    content.partner.summary = english();
    content.person.summary = english();
    expect_one(*state, &content, FINDING_TRANSLATION, "own/ana/es", "not in Spanish: summary");
}

static void test_content_check__finds_untranslated_steps_of_guides(void **state) {
    Content content = whole();
    content.guide.steps[0] = english();
    expect_one(*state, &content, FINDING_TRANSLATION, "guide/report-card/es", "steps");
}

static void test_content_check__finds_untranslated_channels(void **state) {
    Content content = whole();
    content.channel.purpose = english();
    expect_one(*state, &content, FINDING_TRANSLATION, "channel/texts/es", "what it is for");
}

static void test_content_check__finds_links_that_cannot_be_codes(void **state) {
    Content content = whole();
    content.partner.url = STR8("http://example.org");
    expect_one(*state, &content, FINDING_LINK, "city/city-7", "http://example.org");
}

static void test_content_check__finds_hours_that_are_only_words(void **state) {
    Content content = whole();
    content.partner.hours_count = 0;
    content.partner.hours_text = english();
    expect_one(*state, &content, FINDING_HOURS, "city/city-7", "\"Some words\"");
}

static void test_content_check__finds_own_people_without_hours(void **state) {
    Content content = whole();
    content.partner.hours_count = 0; /* a city's service may say nothing */
    content.person.hours_count = 0;
    expect_one(*state, &content, FINDING_HOURS, "own/ana", "no hours");
}

static void test_content_check__finds_events_without_words(void **state) {
    static const TextIn EMPTY[] = {{{"en", 2}, {"", 0}}};
    Content content = whole();
    content.event.title = (TextSet){EMPTY, 1};
    expect_one(*state, &content, FINDING_EVENT, "event/night", "no title");
}

static void test_content_check__finds_guides_that_name_nobody(void **state) {
    Content content = whole();
    content.guide.person = STR8("bob");
    expect_one(*state, &content, FINDING_GUIDE, "guide/report-card", "'bob'");
}

static void test_content_check__finds_guides_too_long_for_a_code(void **state) {
    static char words[140];
    memset(words, 'x', sizeof words);
    TextIn items[] = {{{"en", 2}, {words, 121}}, {{"es", 2}, {words, 120}}};
    Content content = whole();
    content.guide.take = (TextSet){items, 2};
    expect_one(*state, &content, FINDING_GUIDE, "guide/report-card", "121 bytes");
}

static void test_content_check__tells_waived_findings_apart(void **state) {
    StoreFixture *fixture = *state;
    Content content = whole();
    Waivers waivers = {0};
    content.partner.assured_utc_ms = 0;
    EXPECT(waivers_parse(&fixture->arena, STR8("w"),
                         STR8("stale city 2025-10-16 In May.\nlink * 2025-10-15 Soon."), &waivers,
                         &err),
           ERR_OK);
    ContentReport report = check(fixture, &content, &waivers);
    assert_int_equal(report.findings.waived[FINDING_STALE], 1);
    assert_int_equal(report.findings.found[FINDING_STALE], 0);
    assert_int_equal(report.findings.found[FINDING_WAIVER], 1);
    assert_int_equal(findings_open(&report.findings), 1);
}

static void test_check_dead_ends__notes_a_few_and_counts_all(void **state) {
    StoreFixture *fixture = *state;
    Report report = report_make(&fixture->arena);
    Content content = whole();
    content.person.needs = 1u << NEED_TALK;
    (void)check(fixture, &content, NULL);
    EXPECT(check_dead_ends(fixture->store, FIXTURE_NOW_MS, NULL, &report, &err), ERR_OK);
    assert_int_equal(report.notes_count, CHECK_NOTES_MAX + 1);
    Str8 last = report.notes[CHECK_NOTES_MAX];
    assert_true(str8_starts_with(last, STR8("17 dead end(s) in all")));
}

static void test_content_check__works_without_a_school(void **state) {
    StoreFixture *fixture = *state;
    ContentOptions options = {.now_utc_ms = FIXTURE_NOW_MS};
    ContentReport report;
    EXPECT(content_check(fixture->store, &fixture->arena, &options, &report, &err), ERR_OK);
    assert_int_equal(report.findings.found[FINDING_DEAD_END], NEED_MORE);
    assert_true(report.grades_assumed);
    assert_int_equal(report.grades_count, 13);
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORE(test_content_check__finds_nothing_in_a_whole_school),
        WITH_STORE(test_content_check__finds_dead_ends),
        WITH_STORE(test_content_check__finds_who_cannot_be_reached),
        WITH_STORE(test_content_check__finds_channels_without_a_way),
        WITH_STORE(test_content_check__finds_what_is_old),
        WITH_STORE(test_content_check__finds_what_was_never_checked),
        WITH_STORE(test_content_check__finds_missing_languages_of_own_words_only),
        WITH_STORE(test_content_check__finds_untranslated_steps_of_guides),
        WITH_STORE(test_content_check__finds_untranslated_channels),
        WITH_STORE(test_content_check__finds_links_that_cannot_be_codes),
        WITH_STORE(test_content_check__finds_hours_that_are_only_words),
        WITH_STORE(test_content_check__finds_own_people_without_hours),
        WITH_STORE(test_content_check__finds_events_without_words),
        WITH_STORE(test_content_check__finds_guides_that_name_nobody),
        WITH_STORE(test_content_check__finds_guides_too_long_for_a_code),
        WITH_STORE(test_content_check__tells_waived_findings_apart),
        WITH_STORE(test_check_dead_ends__notes_a_few_and_counts_all),
        WITH_STORE(test_content_check__works_without_a_school),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
