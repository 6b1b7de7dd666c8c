#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/i18n/locale.h"

/* Thursday, 16 October 2025, 17:52 in New York. */
static const int64_t OCTOBER_16 = INT64_C(1760651520000);
#define NBSP "\u00A0"

static Arena arena;
static Arena texts;
static LocaleSet *set;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(65536, 1 << 24);
    texts = arena_make(65536, 1 << 24);
    Err err = {0};
    ErrCode code = locale_set_load(&arena, STR8(FOYER_SHARE), STR8("America/New_York"), &set, &err);
    if (code != ERR_OK) {
        print_error("%s\n", err.text);
    }
    return code == ERR_OK ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    locale_set_close(set);
    arena_free(&texts);
    arena_free(&arena);
    return 0;
}

static const Locale *in(const char *tag) {
    return locale_find(set, str8_from(tag));
}

static int64_t at(const char *rfc3339) {
    int64_t utc_ms = 0;
    assert_true(rfc3339_parse(str8_from(rfc3339), &utc_ms));
    return utc_ms;
}

static void assert_text(Str8 text, const char *wanted) {
    char *shown = str8_to_c(&texts, text);
    assert_non_null(shown);
    assert_string_equal(shown, wanted);
}

static void test_locale__offers_complete_languages_only(void **state) {
    (void)state;
    assert_int_equal(locale_set_count(set), 3);
    assert_text(locale_language(locale_set_at(set, 0)), "en");
    assert_text(locale_language(in("es-MX")), "es");
    assert_text(locale_language(in("ru")), "en");
    assert_text(locale_language(in("")), "en");
    assert_text(locale_name(in("ar")), "العربية");
    assert_true(locale_is_rtl(in("ar")) && !locale_is_rtl(in("es")));
    assert_text(locale_keyboard(in("es"))->language, "es");
}

static void test_locale__writes_times_as_families_read_them(void **state) {
    (void)state;
    assert_text(locale_time(in("en"), &texts, OCTOBER_16), "5:52" NBSP "PM");
    assert_text(locale_time(in("es"), &texts, OCTOBER_16), "5:52" NBSP "p." NBSP "m.");
    assert_text(locale_time(in("ar"), &texts, OCTOBER_16), "5:52" NBSP "م");
    assert_text(locale_time_of_day(in("en"), &texts, 0), "12:00" NBSP "AM");
    assert_text(locale_time_of_day(in("en"), &texts, 8 * 60 + 5), "8:05" NBSP "AM");
    assert_text(locale_time_of_day(in("en"), &texts, 12 * 60), "12:00" NBSP "PM");
    assert_text(locale_time_of_day(in("en"), &texts, 24 * 60), "12:00" NBSP "AM");
}

static void test_locale__writes_ranges_as_the_pictures_do(void **state) {
    (void)state;
    int64_t start = at("2025-10-16T18:00:00-04:00");
    int64_t end = at("2025-10-16T20:00:00-04:00");
    assert_text(locale_time_range(in("en"), &texts, start, end), "6:00 – 8:00" NBSP "PM");
    assert_text(locale_time_range(in("es"), &texts, start, end),
                "de 6:00 a 8:00" NBSP "p." NBSP "m.");
    assert_text(locale_time_range(in("ar"), &texts, start, end), "6:00 – 8:00" NBSP "مساءً");
    start = at("2025-10-16T11:00:00-04:00");
    end = at("2025-10-16T13:00:00-04:00");
    assert_text(locale_time_range(in("en"), &texts, start, end),
                "11:00" NBSP "AM – 1:00" NBSP "PM");
    assert_text(locale_time_range(in("ar"), &texts, start, end),
                "11:00" NBSP "صباحاً – 1:00" NBSP "مساءً");
    assert_text(locale_event_time(in("en"), &texts, at("2025-10-16T18:00:00-04:00"),
                                  at("2025-10-16T20:00:00-04:00"), OCTOBER_16),
                "Tonight, 6:00 – 8:00" NBSP "PM");
}

static void test_locale__writes_opening_hours_without_doubt(void **state) {
    (void)state;
    static const struct {
        int opens;
        int closes;
        const char *text;
    } CASES[] = {
        {480, 930, "8:00 – 3:30"},
        {480, 600, "8:00 – 10:00" NBSP "AM"},
        {540, 1260, "9:00" NBSP "AM – 9:00" NBSP "PM"},
        {780, 1020, "1:00 – 5:00" NBSP "PM"},
        {480, 1140, "8:00" NBSP "AM – 7:00" NBSP "PM"},
        {480, 720, "8:00" NBSP "AM – 12:00" NBSP "PM"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_text(locale_hours_range(in("en"), &texts, CASES[i].opens, CASES[i].closes),
                    CASES[i].text);
    }
    assert_text(locale_hours_range(in("es"), &texts, 480, 930), "8:00 a 3:30");
    assert_text(locale_weekday_range(in("en"), &texts, 1, 5), "Mon – Fri");
    assert_text(locale_weekday_range(in("es"), &texts, 1, 5), "Lun a vie");
    assert_text(locale_weekday_range(in("ar"), &texts, 1, 5), "الاثنين – الجمعة");
    assert_text(locale_weekday_range(in("en"), &texts, 4, 4), "Thu");
}

static void test_locale__writes_dates(void **state) {
    (void)state;
    assert_text(locale_date_long(in("en"), &texts, OCTOBER_16), "Thursday, October 16");
    assert_text(locale_date_long(in("es"), &texts, OCTOBER_16), "Jueves 16 de octubre");
    assert_text(locale_date_long(in("ar"), &texts, OCTOBER_16), "الخميس 16 أكتوبر");
    assert_text(locale_date_short(in("en"), &texts, OCTOBER_16), "Thu, Oct 16");
    assert_text(locale_date_day(in("es"), &texts, OCTOBER_16), "16 de octubre");
    assert_text(locale_date_year(in("en"), &texts, OCTOBER_16), "October 16, 2025");
    assert_text(locale_date_year(in("ar"), &texts, OCTOBER_16), "16 أكتوبر 2025");
}

static void test_locale__names_days_from_now(void **state) {
    (void)state;
    static const struct {
        const char *then;
        const char *inside;
        const char *alone;
    } CASES[] = {
        {"2025-10-16T10:00:00-04:00", "today", "Today"},
        {"2025-10-16T18:00:00-04:00", "tonight", "Tonight"},
        {"2025-10-17T00:30:00-04:00", "tomorrow", "Tomorrow"},
        {"2025-10-20T08:00:00-04:00", "Monday", "Monday, October 20"},
        {"2025-10-23T08:00:00-04:00", "October 23", "Thursday, October 23"},
        {"2025-10-15T08:00:00-04:00", "October 15", "Wednesday, October 15"},
        {"2025-11-03T08:00:00-05:00", "November 3", "Monday, November 3"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_text(locale_day(in("en"), &texts, at(CASES[i].then), OCTOBER_16), CASES[i].inside);
        assert_text(locale_day_title(in("en"), &texts, at(CASES[i].then), OCTOBER_16),
                    CASES[i].alone);
    }
    assert_text(locale_day_ahead(in("en"), 0, 4), "today");
    assert_text(locale_day_ahead(in("en"), 7, 4), "Thursday");
}

static void test_locale__follows_the_schools_zone(void **state) {
    (void)state;
    assert_int_equal(locale_set_zone(set, STR8("America/Chicago"), NULL), ERR_OK);
    assert_text(locale_time(in("en"), &texts, OCTOBER_16), "4:52" NBSP "PM");
    assert_int_equal(locale_set_zone(set, STR8("Mars/Olympus"), NULL), ERR_NOT_FOUND);
    assert_text(locale_time(in("en"), &texts, OCTOBER_16), "4:52" NBSP "PM");
}

static void test_locale__groups_numbers_with_latin_digits(void **state) {
    (void)state;
    assert_text(locale_number(in("en"), &texts, 4318), "4,318");
    assert_text(locale_number(in("ar"), &texts, 1234567), "1,234,567");
    assert_text(locale_number(in("es"), &texts, -12), "-12");
    assert_text(locale_number(in("en"), &texts, INT64_MIN), "-9,223,372,036,854,775,808");
}

static void test_locale__writes_grades(void **state) {
    (void)state;
    assert_text(locale_grade(in("en"), &texts, STR8("03")), "Grade 3");
    assert_text(locale_grade(in("en"), &texts, STR8("12")), "Grade 12");
    assert_text(locale_grade(in("en"), &texts, STR8("KG")), "Kindergarten");
    assert_text(locale_grade(in("en"), &texts, STR8("PK")), "Pre-K");
    assert_text(locale_grade(in("en"), &texts, STR8("Other")), "Other");
}

static void test_tr_fill__keeps_other_scripts_in_their_place(void **state) {
    (void)state;
    const TrArg latin = {"name", STR8("Priya Nair")};
    const TrArg arabic = {"name", STR8("مريم")};
    assert_text(tr_fill(in("ar"), &texts, STR8("مع {name}"), &latin, 1),
                "مع \u2068Priya Nair\u2069");
    assert_text(tr_fill(in("ar"), &texts, STR8("مع {name}"), &arabic, 1), "مع مريم");
    assert_text(tr_fill(in("en"), &texts, STR8("With {name}."), &arabic, 1),
                "With \u2068مريم\u2069.");
    assert_text(tr_fill(in("en"), &texts, STR8("{name}{other}{name"), &latin, 1),
                "Priya Nair{other}{name");
    const TrArg time = {"time", locale_time(in("es"), &texts, OCTOBER_16)};
    assert_text(tr_fill(in("es"), &texts, STR8("Son las {time}. Ya."), &time, 1),
                "Son las 5:52" NBSP "p." NBSP "m. Ya.");
    assert_text(locale_phone(in("ar"), &texts, STR8("US"), STR8("3055550142")),
                "\u2066(305)" NBSP "555-0142\u2069");
    assert_text(locale_phone(in("es"), &texts, STR8("US"), STR8("3055550142")),
                "(305)" NBSP "555-0142");
}

static void test_tr__falls_back_to_the_words_of_the_code(void **state) {
    (void)state;
    assert_text(tr(in("ar"), "No catalogue has this"), "No catalogue has this");
    assert_text(tr_context(in("ar"), "nowhere", "Nor this"), "Nor this");
    assert_text(tr_plural(in("es"), &texts, "{count} owl", "{count} owls", 1), "1 owl");
    assert_text(tr_plural(in("es"), &texts, "{count} owl", "{count} owls", 1200), "1,200 owls");
}

static void test_tr_plural__uses_all_forms_of_arabic(void **state) {
    (void)state;
    static const struct {
        int64_t n;
        const char *text;
    } CASES[] = {
        {0, "لا أطفال"}, {1, "طفل واحد"}, {2, "طفلان"},
        {3, "3 أطفال"},  {11, "11 طفلاً"}, {100, "100 طفل"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_text(tr_plural(in("ar"), &texts, "{count} child", "{count} children", CASES[i].n),
                    CASES[i].text);
    }
    assert_text(tr_plural(in("es"), &texts, "{count} child", "{count} children", 1), "1 niño");
    assert_text(tr_plural(in("es"), &texts, "{count} child", "{count} children", 4), "4 niños");
    assert_text(locale_grade(in("ar"), &texts, STR8("03")), "الصف 3");
}

static void test_locale_list__joins_with_the_languages_comma(void **state) {
    (void)state;
    const Str8 parts[] = {STR8("English"), STR8("العربية")};
    assert_text(locale_list(in("en"), &texts, parts, 2), "English, \u2068العربية\u2069");
    assert_text(locale_list(in("ar"), &texts, parts, 2), "\u2068English\u2069، العربية");
    assert_text(locale_list(in("en"), &texts, parts, 0), "");
}

static void test_locale__has_no_invisible_marks_or_narrow_spaces(void **state) {
    (void)state;
    for (size_t i = 0; i < locale_set_count(set); i++) {
        const Locale *locale = locale_set_at(set, i);
        for (int month = 0; month < 12; month++) {
            int64_t utc_ms = OCTOBER_16 + month * 30 * (int64_t)DAY_MS;
            Str8 text = str8_format(&texts, "%.*s%.*s%.*s",
                                    STR8_ARG(locale_date_long(locale, &texts, utc_ms)),
                                    STR8_ARG(locale_time(locale, &texts, utc_ms)),
                                    STR8_ARG(locale_date_short(locale, &texts, utc_ms)));
            assert_true(str8_is_valid(text));
            assert_null(strstr(text.ptr, "\u202F"));
            assert_null(strstr(text.ptr, "\u200F"));
            assert_null(strstr(text.ptr, "\u200E"));
        }
    }
}

static void test_locale__says_which_file_is_missing(void **state) {
    (void)state;
    LocaleSet *none = NULL;
    Err err = {0};
    assert_int_equal(locale_set_load(&texts, STR8("/nowhere"), STR8("UTC"), &none, &err),
                     ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "translations/en.mo"));
    assert_null(none);
}

#define LOCALE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        LOCALE_TEST(test_locale__offers_complete_languages_only),
        LOCALE_TEST(test_locale__writes_times_as_families_read_them),
        LOCALE_TEST(test_locale__writes_ranges_as_the_pictures_do),
        LOCALE_TEST(test_locale__writes_opening_hours_without_doubt),
        LOCALE_TEST(test_locale__writes_dates),
        LOCALE_TEST(test_locale__names_days_from_now),
        LOCALE_TEST(test_locale__follows_the_schools_zone),
        LOCALE_TEST(test_locale__groups_numbers_with_latin_digits),
        LOCALE_TEST(test_locale__writes_grades),
        LOCALE_TEST(test_tr_fill__keeps_other_scripts_in_their_place),
        LOCALE_TEST(test_tr__falls_back_to_the_words_of_the_code),
        LOCALE_TEST(test_tr_plural__uses_all_forms_of_arabic),
        LOCALE_TEST(test_locale_list__joins_with_the_languages_comma),
        LOCALE_TEST(test_locale__has_no_invisible_marks_or_narrow_spaces),
        LOCALE_TEST(test_locale__says_which_file_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
