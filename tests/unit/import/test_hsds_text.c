#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/hsds_contact.h"
#include "data/import/hsds_hours.h"
#include "data/import/hsds_language.h"
#include "data/import/hsds_text.h"
#include "data/import/hsds_time.h"

typedef struct {
    const char *from;
    const char *to;
} Pair;

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void expect_text(Str8 got, Pair pair) {
    if (!str8_equal(got, str8_from(pair.to))) {
        fail_msg("'%s' became '%.*s', not '%s'", pair.from, STR8_ARG(got), pair.to);
    }
}

static void test_hsds_text__takes_the_dirt_out_of_texts(void **state) {
    static const Pair TABLE[] = {
        {"plain", "plain"},
        {"one\\n\\n\\ntwo\\r\\nthree", "one\n\ntwo\nthree"},
        {"End.\\n\\n###MON###\\n###COL###", "End."},
        {"a ### b ###", "a ### b ###"},
        {"<p>Food &amp; more</p><ul><li>bread</li><li>milk</li></ul>",
         "Food & more\n\n- bread\n\n- milk"},
        {"a<br/>b<BR>c", "a\nb\nc"},
        {"<script>alert('x')</script>after", "after"},
        {"5 < 7 and <desk@school.example>", "5 < 7 and desk@school.example"},
        {"caf&eacute; &#8217;n&#x2019; &unknown; AT&T", "café ’n’ &unknown; AT&T"},
        {"youGÇÖve GÇ£seenGÇ¥ 8GÇô5", "you’ve “seen” 8–5"},
        {"it\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s ni\xC3\x83\xC2\xB1o", "it’s niño"},
        {"Espa+\xC2\xA6ol", "Espa+¦ol"}, /* n with tilde or o with acute: nobody knows */
        {"a\xC2\xA0\xC2\xA0 b\t\tc \r\n d", "a b c\nd"},
        {"\xEF\xBB\xBFmark\xE2\x80\x8B", "mark"},
        {"**Free** * [our site](https://x.example/a) [1] (b)",
         "Free * our site (https://x.example/a) [1] (b)"},
        {"", ""},
    };
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_text_clean(&arena, str8_from(TABLE[i].from)), TABLE[i]);
    }
    arena_free(&arena);
}

static void test_hsds_text__cuts_what_is_far_too_long_behind_a_word(void **state) {
    static char text[HSDS_TEXT_BYTES_MAX * 2 + 1];
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i + 1 < sizeof text; i++) {
        text[i] = "caf\xC3\xA9 "[i % 6];
    }
    Str8 cut = hsds_text_clean(&arena, str8_from(text));
    assert_true(cut.len <= HSDS_TEXT_BYTES_MAX && cut.len > HSDS_TEXT_BYTES_MAX / 2);
    assert_true(str8_is_valid(cut));
    assert_true(str8_ends_with(cut, STR8("caf\xC3\xA9…")));
    arena_free(&arena);
}

static void test_hsds_name__capitals_become_readable_and_letters_stay(void **state) {
    static const Pair TABLE[] = {
        {"GIRL SCOUTS COUNCIL OF TROPICAL FLORIDA, INC.",
         "Girl Scouts Council of Tropical Florida, Inc."},
        {"MIAMI-DADE COUNTY POLICE", "Miami-Dade County Police"},
        {"CHILDREN'S HOME SOCIETY", "Children's Home Society"},
        {"O'BRIEN AND MCDONALD CENTER", "O'Brien and McDonald Center"},
        {"YMCA - AFTER SCHOOL PROGRAM", "YMCA - After School Program"},
        {"16TH CIRCUIT COURT III", "16th Circuit Court III"},
        {"HIV/AIDS SERVICES (PATH)", "HIV/AIDS Services (PATH)"},
        {"THE HOUSE OF THE LORD", "The House of the Lord"},
        {"CASA DE LA MUJER", "Casa de la Mujer"},
        {"VILLAGE OF EL PORTAL", "Village of El Portal"},
        {"LAWSON E. THOMAS COURTHOUSE", "Lawson E. Thomas Courthouse"},
        {"JCS - DR. PIPER ST. JOHN", "JCS - Dr. Piper St. John"},
        {"CLÍNICA ÁNGELES", "Clínica Ángeles"},
        {"FDOH COLLIER - THE HMONG CHURCH", "FDOH Collier - The Hmong Church"},
        {"PrEP AND nPEP SERVICES", "PrEP AND nPEP SERVICES"},
        {"Food Pantry", "Food Pantry"},
        {"UM", "UM"},
        {"511", "511"},
        {"TRUST PROGRAM", "TRUST Program"},
    };
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_name_case(&arena, str8_from(TABLE[i].from),
                                   STR8("The TRUST (To Reach ...) Program is for students.")),
                    TABLE[i]);
    }
    arena_free(&arena);
}

static void test_hsds_name__a_place_says_only_what_is_new(void **state) {
    static const struct {
        const char *place;
        const char *name;
        const char *organization;
        const char *beyond;
    } TABLE[] = {
        {"Food Pantry", "FOOD PANTRY, INC.", "", ""},
        {"North Shore Medical Center - Psychiatric Services", "Psychiatric Services",
         "North Shore Medical Center, Inc.", ""},
        {"YMCA - After School - Snapper Creek", "Snapper Creek", "YMCA of South Florida",
         "YMCA - After School"},
        {"City Hall", "Classes", "Library", "City Hall"},
        {"", "Classes", "Library", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_place_beyond(str8_from(TABLE[i].place), str8_from(TABLE[i].name),
                                      str8_from(TABLE[i].organization)),
                    (Pair){TABLE[i].place, TABLE[i].beyond});
    }
}

static void test_hsds_phone__reads_numbers_as_people_write_them(void **state) {
    static const Pair TABLE[] = {
        {"305-555-0142", "+13055550142"},
        {"(305) 555-0142 Ext. 3", "+13055550142,3"},
        {"305-573-4200 x57471", "+13055734200,57471"},
        {"305-891-8850 xOPT2", "+13058918850"},
        {"1 (800) 555-0199", "+18005550199"},
        {"1-800-FLA-AIDS", "+18003522437"},
        {"305.555.0142 or 305.555.0143", "+13055550142"},
        {"305 555 0142 305 555 0143", "+13055550142"},
        {"305/555-0142", "+13055550142"},
        {"\"+44 1234 234567\"", "+441234234567"},
        {"tel:+1-305-555-0142", "+13055550142"},
        {"Office: 305-555-0142; Fax: 305-555-0143", "+13055550142"},
        {"211", "211"},
        {"000-000-0211", "211"},
        {"01234 234567", "01234234567"},
        {"305-794-*233", ""},
        {"555-01", ""},
        {"call us", ""},
        {"", ""},
    };
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_phone(&arena, str8_from(TABLE[i].from), STR8("")), TABLE[i]);
    }
    expect_text(hsds_phone(&arena, STR8("305-555-0142"), STR8("100.0")),
                (Pair){"extension cell", "+13055550142,100"});
    arena_free(&arena);
}

static void test_hsds_url__puts_https_in_front_and_drops_what_is_none(void **state) {
    static const Pair TABLE[] = {
        {"www.example.org", "https://www.example.org"},
        {"HTTP://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"},
        {"https:/example.org/x", "https://example.org/x"},
        {"example.org, www.other.org", "https://example.org"},
        {"AARP.org/taxaide", "https://AARP.org/taxaide"},
        {"pediatrics.med.example\\\\teens\\\\", ""},
        {"user:secret@example.org", ""},
        {"192.168.0.1", ""},
        {"javascript:alert(1)", ""},
        {"none", ""},
        {"ex\xC3\xA4mple.org", ""},
        {"", ""},
    };
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_url(&arena, str8_from(TABLE[i].from)), TABLE[i]);
    }
    arena_free(&arena);
}

static void test_hsds_email__finds_the_first(void **state) {
    static const Pair TABLE[] = {
        {"desk@school.example", "desk@school.example"},
        {"mailto:a.b@c.example; d@e.example", "a.b@c.example"},
        {"Ann <ann@c.example>.", "ann@c.example"},
        {"not an address @ all", ""},
        {"@example.org", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(hsds_email(str8_from(TABLE[i].from)), TABLE[i]);
    }
}

/* Tags by spaces, '+' behind them when somebody interprets, '?' when nothing was known. */
static Str8 languages_of(Arena *arena, const char *cell) {
    HsdsLanguages languages = {.count = 0};
    hsds_languages_add(arena, &languages, str8_from(cell));
    Str8Builder out = builder_in(arena, 256);
    for (size_t i = 0; i < languages.count; i++) {
        builder_format(&out, "%s%.*s", i > 0 ? " " : "", STR8_ARG(languages.tags[i]));
    }
    builder_add(&out, languages.interpreter ? STR8("+") : STR8(""));
    builder_add(&out, languages.unknown ? STR8("?") : STR8(""));
    return builder_text(&out);
}

static void test_hsds_language__knows_names_codes_and_sentences(void **state) {
    static const Pair TABLE[] = {
        {"English", "en"},
        {"Creole", "ht"},
        {"Haitian-Creole", "ht"},
        {"Mandarin", "zh-Hans"},
        {"zh_TW", "zh-Hant"},
        {"Cantonese", "yue"},
        {"ASL", "ase"},
        {"American Sign Language (limited)", "ase"},
        {"es", "es"},
        {"spa", "es"},
        {"es-MX", "es"},
        {"Español", "es"},
        {"English and Spanish", "en es"},
        {"Spanish, English; Creole", "es en ht"},
        {"Creole with translators as needed", "ht+"},
        {"Interpreters available for all", "+"},
        {"Other languages available upon request", "+"},
        {"Chinese (website)", "?"},
        {"Languages vary", "?"},
        {"", ""},
    };
    Arena arena = arena_make(1 << 16, 1 << 24);
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        expect_text(languages_of(&arena, TABLE[i].from), TABLE[i]);
    }
    arena_free(&arena);
}

static void test_hsds_time__reads_every_spelling_and_guesses_none(void **state) {
    static const struct {
        const char *text;
        int minute; /* -1: not a time */
    } TABLE[] = {
        {"9:00am", 540},
        {"09:00", 540},
        {"0900", 540},
        {"900am", 540},
        {"9 AM", 540},
        {"9 a.m.", 540},
        {"12:00am", 0},
        {"12:00pm", 720},
        {"noon", 720},
        {"midnight", 0},
        {"24:00", 1440},
        {"17:30:00", 1050},
        {"09:00Z", 540},
        {"9:00-05:00", 540},
        {"2020-01-01T08:15:00", 495},
        {"2000-01-01T09:30:00.000Z", 570},
        {"9", -1},
        {"8:30m", -1},
        {"5:000pm", -1},
        {"8:3am", -1},
        {"13:00pm", -1},
        {"25:00", -1},
        {"5:00pm Mon", -1},
        {"", -1},
        {"5:00pm (dispensing)", -1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        int minute = -1;
        bool read = hsds_time_parse(str8_from(TABLE[i].text), &minute);
        if ((read ? minute : -1) != TABLE[i].minute) {
            fail_msg("'%s' was %d", TABLE[i].text, read ? minute : -1);
        }
    }
}

static void test_hsds_time__knows_weekdays_and_dates(void **state) {
    static const struct {
        const char *text;
        int weekday;
    } TABLE[] = {{"Mon", 1},   {"Monday", 1}, {"MO", 1}, {"1", 1},    {"2.0", 2},
                 {"7", 0},     {"0", 0},      {"SU", 0}, {"Thur", 4}, {"Thurs.", 4},
                 {"lunes", 1}, {"Weds", 3},   {"8", -1}, {"M", -1},   {"someday", -1}};
    int32_t day = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        int weekday = -1;
        bool read = hsds_weekday_parse(str8_from(TABLE[i].text), &weekday);
        if ((read ? weekday : -1) != TABLE[i].weekday) {
            fail_msg("'%s' was %d", TABLE[i].text, read ? weekday : -1);
        }
    }
    assert_true(hsds_date_parse(STR8("1970-01-02"), &day) && day == 1);
    assert_true(hsds_date_parse(STR8("1970-01-02T10:00:00Z"), &day) && day == 1);
    assert_true(hsds_date_parse(STR8("01/03/1970"), &day) && day == 2);
    assert_true(hsds_date_parse(STR8("19700104"), &day) && day == 3);
    assert_false(hsds_date_parse(STR8("Christmas"), &day));
    assert_false(hsds_date_parse(STR8("2025-02-30"), &day));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hsds_text__takes_the_dirt_out_of_texts),
        cmocka_unit_test(test_hsds_text__cuts_what_is_far_too_long_behind_a_word),
        cmocka_unit_test(test_hsds_name__capitals_become_readable_and_letters_stay),
        cmocka_unit_test(test_hsds_name__a_place_says_only_what_is_new),
        cmocka_unit_test(test_hsds_phone__reads_numbers_as_people_write_them),
        cmocka_unit_test(test_hsds_url__puts_https_in_front_and_drops_what_is_none),
        cmocka_unit_test(test_hsds_email__finds_the_first),
        cmocka_unit_test(test_hsds_language__knows_names_codes_and_sentences),
        cmocka_unit_test(test_hsds_time__reads_every_spelling_and_guesses_none),
        cmocka_unit_test(test_hsds_time__knows_weekdays_and_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
