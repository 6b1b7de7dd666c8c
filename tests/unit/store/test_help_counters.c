#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "data/sqlite/statement.h"
#include "data/store/help_counters.h"
#include "data/store/help_terms.h"
#include "tests/unit/store/store_fixture.h"

enum { IMAGE_MAX = 1 << 20, WEEK = 42, YEAR = 2025 };

/* Every file of a folder, in the order of names, as one text of bytes. */
static Str8 image_of(Arena *arena, const char *folder) {
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    assert_true(count >= 0);
    Str8Builder image = builder_in(arena, IMAGE_MAX);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            char *path = str8_to_c(arena, str8_format(arena, "%s/%s", folder, entries[i]->d_name));
            builder_format(&image, "<%s>", entries[i]->d_name);
            FILE *file = fopen(path, "rb");
            assert_non_null(file);
            char bytes[4096];
            for (size_t got = 0; (got = fread(bytes, 1, sizeof bytes, file)) > 0;) {
                builder_add(&image, (Str8){bytes, got});
            }
            assert_int_equal(fclose(file), 0);
        }
        free(entries[i]);
    }
    free(entries);
    assert_false(image.full);
    return builder_text(&image);
}

typedef struct {
    StoreFixture *fixture;
    Arena *arena;     /* the fixture's */
    Arena own;        /* of the counters: a test that fails must not free what SQLite still knows */
    char folder[320]; /* of its own, inside the fixture's */
    HelpCounters *counters;
    int64_t now_utc_ms;
} Kiosk;

static char *help_path(Kiosk *kiosk) {
    return str8_to_c(kiosk->arena, str8_format(kiosk->arena, "%s/help.db", kiosk->folder));
}

static void kiosk_open(Kiosk *kiosk) {
    EXPECT(help_counters_open(&kiosk->own, help_path(kiosk), NULL, &kiosk->counters, &err), ERR_OK);
    EXPECT(help_counters_write(kiosk->counters, kiosk->now_utc_ms, &err), ERR_OK);
}

static void kiosk_start(Kiosk *kiosk, StoreFixture *fixture, int number) {
    *kiosk = (Kiosk){.fixture = fixture, .arena = &fixture->arena, .now_utc_ms = FIXTURE_NOW_MS};
    Str8Builder text = builder_make(kiosk->folder, sizeof kiosk->folder);
    builder_format(&text, "%s-%d", fixture->folder, number);
    assert_int_equal(mkdir(kiosk->folder, 0700), 0);
    kiosk->own = arena_make(1 << 16, 16 << 20);
    kiosk_open(kiosk);
}

static void kiosk_end(Kiosk *kiosk) {
    help_counters_close(kiosk->counters);
    arena_free(&kiosk->own);
    assert_int_equal(unlink(help_path(kiosk)), 0);
    assert_int_equal(rmdir(kiosk->folder), 0); /* nothing else was left */
}

static void next_hour(Kiosk *kiosk) {
    kiosk->now_utc_ms += HOUR_MS;
    EXPECT(help_counters_write(kiosk->counters, kiosk->now_utc_ms, &err), ERR_OK);
}

typedef struct {
    Need need; /* NEED_COUNT = none */
    const char *language;
    bool speaks;
    const char *term;
} Looked;

static void look(Kiosk *kiosk, uint32_t session, const Looked *looked) {
    Str8 language = str8_from(looked->language);
    if (looked->need < NEED_COUNT) {
        EXPECT(
            help_counters_add(kiosk->counters, session, looked->need, language, YEAR, WEEK, &err),
            ERR_OK);
    }
    if (looked->speaks) {
        EXPECT(help_counters_add_speaks(kiosk->counters, session, language, YEAR, WEEK, &err),
               ERR_OK);
    }
    if (looked->term != NULL) {
        EXPECT(help_counters_add_term(kiosk->counters, session, str8_from(looked->term), language,
                                      YEAR, WEEK, &err),
               ERR_OK);
    }
}

static void visit_kiosk(Kiosk *kiosk, uint32_t session, const Looked *looked) {
    look(kiosk, session, looked);
    help_counters_session_over(kiosk->counters, session);
}

static int64_t total(Kiosk *kiosk) {
    HelpCount *counts = NULL;
    size_t count = 0;
    EXPECT(help_counters_list(kiosk->counters, kiosk->arena, &counts, &count, &err), ERR_OK);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += counts[i].count;
    }
    return sum;
}

static size_t terms_count(Kiosk *kiosk, HelpTerm **terms) {
    size_t count = 0;
    EXPECT(help_counters_list_terms(kiosk->counters, kiosk->arena, terms, &count, &err), ERR_OK);
    return count;
}

static const Looked FOOD = {NEED_FOOD, "ar", true, "diapers"};

static void test_help_counters__touch_no_byte_below_five_sessions(void **state) {
    Kiosk kiosk;
    kiosk_start(&kiosk, *state, 0);
    Str8 before = image_of(kiosk.arena, kiosk.folder);
    assert_true(before.len > 4096);
    for (uint32_t session = 1; session <= 4; session++) {
        visit_kiosk(&kiosk, session, &FOOD);
        next_hour(&kiosk);
        assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    }
    for (uint32_t session = 5; session <= 9; session++) { /* these counted nothing */
        help_counters_session_over(kiosk.counters, session);
    }
    look(&kiosk, 10, &FOOD); /* this one is not over */
    next_hour(&kiosk);
    assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    assert_int_equal(total(&kiosk), 0);
    help_counters_session_over(kiosk.counters, 10);
    assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    next_hour(&kiosk);
    assert_false(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    assert_int_equal(total(&kiosk), 5);
    kiosk_end(&kiosk);
}

static void test_help_counters__lose_what_is_too_few_at_the_end(void **state) {
    Kiosk kiosk;
    kiosk_start(&kiosk, *state, 0);
    Str8 before = image_of(kiosk.arena, kiosk.folder);
    for (uint32_t session = 1; session <= 4; session++) {
        visit_kiosk(&kiosk, session, &FOOD);
    }
    help_counters_close(kiosk.counters);
    assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    kiosk_open(&kiosk);
    assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    for (uint32_t session = 1; session <= 5; session++) {
        visit_kiosk(&kiosk, session, &FOOD);
    }
    help_counters_close(kiosk.counters);
    kiosk_open(&kiosk);
    assert_int_equal(total(&kiosk), 5);
    kiosk_end(&kiosk);
}

static void test_help_counters__write_at_full_hours_only(void **state) {
    Kiosk kiosk;
    kiosk_start(&kiosk, *state, 0);
    Str8 before = image_of(kiosk.arena, kiosk.folder);
    for (uint32_t session = 1; session <= 5; session++) {
        visit_kiosk(&kiosk, session, &FOOD);
        EXPECT(help_counters_write(kiosk.counters, kiosk.now_utc_ms + session * MINUTE_MS, &err),
               ERR_OK);
    }
    assert_true(str8_equal(image_of(kiosk.arena, kiosk.folder), before));
    next_hour(&kiosk);
    assert_int_equal(total(&kiosk), 5);
    kiosk_end(&kiosk);
}

static const char *const LANGUAGES[] = {"en", "es", "ar", "zh-Hans", "ht"};
static const char *const TERMS[] = {"diapers", "diapers", "abogado", "wheelchair"};

/*
 * Sessions that differ, many of which only searched: some batches have nothing to write, and how
 * many have depends on the order.
 */
static Looked looked_of(size_t i) {
    return (Looked){.need = i % 5 == 0 ? (Need)((i * 7) % NEED_COUNT) : NEED_COUNT,
                    .language = i % 5 == 0 ? LANGUAGES[i / 5 % 5] : "en",
                    .speaks = i % 10 == 0,
                    .term = TERMS[i % (sizeof TERMS / sizeof TERMS[0])]};
}

static Str8 image_after(StoreFixture *fixture, int number, const size_t *order, size_t count) {
    Kiosk kiosk;
    kiosk_start(&kiosk, fixture, number);
    for (size_t i = 0; i < count; i++) {
        Looked looked = looked_of(order[i]);
        visit_kiosk(&kiosk, (uint32_t)i + 1, &looked);
        next_hour(&kiosk);
    }
    Str8 image = image_of(kiosk.arena, kiosk.folder);
    kiosk_end(&kiosk);
    return image;
}

static uint64_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void shuffle(size_t *order, size_t count, uint64_t *seed) {
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(seed) % i);
        size_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static void test_help_counters__leave_the_same_bytes_for_any_order(void **state) {
    enum { SESSIONS = 40, SHUFFLES = 3 };
    StoreFixture *fixture = *state;
    size_t order[SESSIONS];
    uint64_t seed = 5;
    for (size_t sessions = 5; sessions <= SESSIONS; sessions *= 8) {
        for (size_t i = 0; i < sessions; i++) {
            order[i] = i;
        }
        ArenaMark mark = arena_mark(&fixture->arena);
        Str8 first = image_after(fixture, 0, order, sessions);
        for (int i = 1; i <= SHUFFLES; i++) {
            shuffle(order, sessions, &seed);
            Str8 other = image_after(fixture, i, order, sessions);
            assert_int_equal(other.len, first.len);
            assert_memory_equal(other.ptr, first.ptr, first.len);
        }
        arena_rewind(&fixture->arena, mark);
    }
}

static void test_help_counters__count_a_thing_once_a_session(void **state) {
    size_t once[] = {0, 1, 2, 3, 4};
    StoreFixture *fixture = *state;
    Str8 expected = image_after(fixture, 0, once, 5);
    Kiosk kiosk;
    kiosk_start(&kiosk, fixture, 1);
    for (size_t i = 0; i < 5; i++) {
        Looked looked = looked_of(i);
        look(&kiosk, (uint32_t)i, &looked);
        Looked again = looked;
        again.language = "so"; /* in another language it is still the same family */
        again.term = NULL;
        look(&kiosk, (uint32_t)i, &again);
        visit_kiosk(&kiosk, (uint32_t)i, &looked);
    }
    next_hour(&kiosk);
    Str8 got = image_of(kiosk.arena, kiosk.folder);
    assert_int_equal(got.len, expected.len);
    assert_memory_equal(got.ptr, expected.ptr, got.len);
    kiosk_end(&kiosk);
}

static bool image_has(Kiosk *kiosk, const char *text) {
    Str8 image = image_of(kiosk->arena, kiosk->folder);
    return str8_find(image, str8_from(text)) < image.len;
}

static void test_help_counters__keep_a_term_back_until_five_asked(void **state) {
    Kiosk kiosk;
    HelpTerm *terms = NULL;
    kiosk_start(&kiosk, *state, 0);
    Looked looked = {NEED_FOOD, "en", false, " Diapers\tand  WIPES "};
    Looked other = {NEED_FOOD, "en", false, "zymurgy"};
    for (uint32_t session = 1; session <= 4; session++) {
        look(&kiosk, session, &looked);
        visit_kiosk(&kiosk, session, &looked); /* twice by one is once */
        visit_kiosk(&kiosk, session + 100, &other);
        next_hour(&kiosk);
    }
    assert_int_equal(total(&kiosk), 6); /* a batch of six was written meanwhile, without terms */
    assert_int_equal(terms_count(&kiosk, &terms), 0);
    assert_false(image_has(&kiosk, "diapers") || image_has(&kiosk, "zymurgy"));
    for (uint32_t session = 11; session <= 13; session++) {
        visit_kiosk(&kiosk, session, &looked);
    }
    next_hour(&kiosk);
    assert_int_equal(terms_count(&kiosk, &terms), 1);
    assert_true(str8_equal(terms[0].term, STR8("diapers and wipes")));
    assert_true(str8_equal(terms[0].language, STR8("en")));
    assert_int_equal(terms[0].count, 5); /* of seven: the other two wait */
    assert_int_equal(terms[0].iso_week, WEEK);
    for (uint32_t session = 21; session <= 25; session++) {
        visit_kiosk(&kiosk, session, &looked);
    }
    next_hour(&kiosk);
    assert_int_equal(terms_count(&kiosk, &terms), 1);
    assert_int_equal(terms[0].count, 10);
    assert_false(image_has(&kiosk, "zymurgy"));
    kiosk_end(&kiosk);
}

static bool terms_hold(const HelpTerms *terms, const char *word) {
    Str8 memory = {(const char *)terms, sizeof *terms};
    return str8_find(memory, str8_from(word)) < memory.len;
}

static void test_help_counters__keep_no_words_of_a_term_that_waits(void **state) {
    (void)state;
    static HelpTerms terms;
    TermAsked asked = {.language = "en", .iso_year = YEAR, .iso_week = WEEK};
    assert_true(help_term_accept(STR8("Zymurgy"), &asked));
    for (int session = 1; session < HELP_BATCH_SESSIONS_MIN; session++) {
        help_terms_add(&terms, &asked);
        assert_int_equal(help_terms_due(&terms), 0);
        assert_false(terms_hold(&terms, "zymurgy"));
    }
    help_terms_add(&terms, &asked);
    assert_int_equal(help_terms_due(&terms), 1);
    assert_true(terms_hold(&terms, "zymurgy"));
    help_terms_add(&terms, &asked); /* a sixth waits on */
    help_terms_written(&terms, 1);
    assert_int_equal(terms.count, 1);
    assert_false(terms_hold(&terms, "zymurgy"));
}

static void test_help_counters__forget_terms_that_could_name_a_person(void **state) {
    static const char *const REFUSED[] = {
        "305 555 0142",
        "+13055550142",
        "maria@example.org",
        "apartment 4",
        "\u0663\u0660\u0665",
        "room \u096a",
        "a",
        " ",
        "",
        "x\001y",
        "maria\uff20example",
        "room \u2460",
        "room \u136b",     /* Ethiopic */
        "room \U00011136", /* Chakma */
        "room \U0001e142", /* Hmong */
        "\xff\xfe",
        "this is a long story about somebody that nobody else would ever tell in the same words",
    };
    static const char *const KEPT[] = {"ropa", "\u0645\u062d\u0627\u0645", "\u533b\u751f", "x-ray",
                                       "r\u00e9fugi\u00e9s"};
    enum {
        REFUSED_COUNT = sizeof REFUSED / sizeof REFUSED[0],
        KEPT_COUNT = sizeof KEPT / sizeof KEPT[0]
    };
    Kiosk kiosk;
    HelpTerm *terms = NULL;
    kiosk_start(&kiosk, *state, 0);
    for (uint32_t session = 1; session <= 5; session++) {
        for (size_t i = 0; i < REFUSED_COUNT + KEPT_COUNT; i++) {
            const char *term = i < REFUSED_COUNT ? REFUSED[i] : KEPT[i - REFUSED_COUNT];
            EXPECT(help_counters_add_term(kiosk.counters, session, str8_from(term), STR8("en"),
                                          YEAR, WEEK, &err),
                   ERR_OK);
        }
    }
    help_counters_session_over(kiosk.counters, 5);
    next_hour(&kiosk);
    assert_int_equal(terms_count(&kiosk, &terms), KEPT_COUNT);
    kiosk_end(&kiosk);
}

static void test_help_counters__hold_few_terms_and_the_most_asked(void **state) {
    Kiosk kiosk;
    HelpTerm *terms = NULL;
    kiosk_start(&kiosk, *state, 0);
    Looked often = {NEED_FOOD, "en", false, "often asked"};
    for (uint32_t session = 1; session <= 4; session++) {
        visit_kiosk(&kiosk, session, &often);
    }
    for (uint32_t i = 0; i < 2 * HELP_TERMS_MAX; i++) {
        char term[] = "aaa-aaa";
        term[0] = (char)('a' + i % 26);
        term[1] = (char)('a' + i / 26 % 26);
        term[2] = (char)('a' + i / 676);
        Looked once = {NEED_FOOD, "en", false, term};
        visit_kiosk(&kiosk, 100 + i, &once);
    }
    visit_kiosk(&kiosk, 5, &often);
    next_hour(&kiosk);
    assert_int_equal(terms_count(&kiosk, &terms), 1);
    assert_true(str8_equal(terms[0].term, STR8("often asked")));
    kiosk_end(&kiosk);
}

static void test_help_counters__count_who_asks_for_their_language(void **state) {
    Kiosk kiosk;
    HelpSpeaks *speaks = NULL;
    size_t count = 0;
    kiosk_start(&kiosk, *state, 0);
    for (uint32_t session = 1; session <= 6; session++) {
        Str8 language = session < 5 ? STR8("ht") : STR8("es");
        EXPECT(help_counters_add_speaks(kiosk.counters, session, language, YEAR, WEEK, &err),
               ERR_OK);
        help_counters_session_over(kiosk.counters, session);
    }
    next_hour(&kiosk);
    EXPECT(help_counters_list_speaks(kiosk.counters, kiosk.arena, &speaks, &count, &err), ERR_OK);
    assert_int_equal(count, 2);
    assert_true(str8_equal(speaks[0].language, STR8("es")));
    assert_int_equal(speaks[0].count, 2);
    assert_int_equal(speaks[1].count, 4);
    assert_int_equal(total(&kiosk), 0);
    kiosk_end(&kiosk);
}

static void test_help_counters__refuse_what_is_no_week_or_language(void **state) {
    Kiosk kiosk;
    kiosk_start(&kiosk, *state, 0);
    EXPECT(help_counters_add(kiosk.counters, 1, NEED_FOOD, STR8("ar"), YEAR, 54, &err),
           ERR_INVALID);
    EXPECT(help_counters_add(kiosk.counters, 1, NEED_FOOD, STR8(""), YEAR, WEEK, &err),
           ERR_INVALID);
    EXPECT(help_counters_add(kiosk.counters, 1, NEED_FOOD, STR8("a b"), YEAR, WEEK, &err),
           ERR_INVALID);
    kiosk_end(&kiosk);
}

/* A file of the first Foyer had a write-ahead log and one table. */
static void test_help_counters__take_over_an_older_file(void **state) {
    Kiosk kiosk;
    kiosk_start(&kiosk, *state, 0);
    help_counters_close(kiosk.counters);
    assert_int_equal(unlink(help_path(&kiosk)), 0);
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(help_path(&kiosk), &raw), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(raw,
                     "PRAGMA journal_mode = WAL; "
                     "CREATE TABLE help_count (iso_year INTEGER NOT NULL, iso_week INTEGER NOT "
                     "NULL, need TEXT NOT NULL, language TEXT NOT NULL, count INTEGER NOT NULL, "
                     "PRIMARY KEY (iso_year, iso_week, need, language)) STRICT, WITHOUT ROWID; "
                     "INSERT INTO help_count VALUES (2025, 41, 'food', 'ar', 3); "
                     "PRAGMA user_version = 1",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
    kiosk_open(&kiosk);
    for (uint32_t session = 1; session <= 5; session++) {
        visit_kiosk(&kiosk, session, &FOOD);
    }
    next_hour(&kiosk);
    assert_int_equal(total(&kiosk), 8);
    assert_false(image_has(&kiosk, "<help.db-")); /* no log, no witness of it */
    help_counters_close(kiosk.counters);
    kiosk_open(&kiosk);
    assert_int_equal(total(&kiosk), 8);
    help_counters_close(kiosk.counters);
    kiosk.counters = NULL;
    kiosk_end(&kiosk);
}

static void test_help_counters__know_iso_weeks(void **state) {
    static const struct {
        int date[3];
        int year;
        int week;
    } CASES[] = {
        {{2025, 10, 16}, 2025, 42}, {{2021, 1, 3}, 2020, 53},   {{2021, 1, 4}, 2021, 1},
        {{2024, 12, 30}, 2025, 1},  {{2026, 12, 31}, 2026, 53}, {{2023, 1, 1}, 2022, 52},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        int year = 0;
        int week = 0;
        iso_week_of(CASES[i].date[0], CASES[i].date[1], CASES[i].date[2], &year, &week);
        assert_int_equal(year, CASES[i].year);
        assert_int_equal(week, CASES[i].week);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_help_counters__touch_no_byte_below_five_sessions),
        TEST(test_help_counters__lose_what_is_too_few_at_the_end),
        TEST(test_help_counters__write_at_full_hours_only),
        TEST(test_help_counters__leave_the_same_bytes_for_any_order),
        TEST(test_help_counters__count_a_thing_once_a_session),
        TEST(test_help_counters__keep_a_term_back_until_five_asked),
        TEST(test_help_counters__keep_no_words_of_a_term_that_waits),
        TEST(test_help_counters__forget_terms_that_could_name_a_person),
        TEST(test_help_counters__hold_few_terms_and_the_most_asked),
        TEST(test_help_counters__count_who_asks_for_their_language),
        TEST(test_help_counters__refuse_what_is_no_week_or_language),
        TEST(test_help_counters__take_over_an_older_file),
        TEST(test_help_counters__know_iso_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
