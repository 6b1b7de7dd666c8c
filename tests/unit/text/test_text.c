#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text_fake.h"

/* With the fake fonts a character of size 20 is 10 px wide. */
enum { SIZE = 20, CHAR = 10 };

static int setup(void **state) {
    *state = text_engine_new(text_fake_port());
    return *state == NULL;
}

static int teardown(void **state) {
    text_engine_free(*state);
    return 0;
}

static TextSpec spec_of(const char *text, int width) {
    return (TextSpec){.text = str8_from(text),
                      .language = STR8("en"),
                      .size_px = SIZE,
                      .line_height_percent = 120,
                      .width_max_px = width};
}

static TextSpec arabic_of(const char *text, int width) {
    TextSpec spec = spec_of(text, width);
    spec.language = STR8("ar");
    spec.rtl = true;
    return spec;
}

/* Runs of line `line` from left to right, joined with '|'. */
static const char *line_text(const TextBlock *block, size_t line) {
    static char text[512];
    Str8Builder builder = builder_make(text, sizeof(text));
    assert_true(line < block->lines_count);
    int x = -100000;
    for (size_t i = 0; i < block->lines[line].runs_count; i++) {
        const TextRun *run = &block->runs[block->lines[line].first_run + i];
        assert_true(run->x >= x);
        x = run->x + run->width;
        builder_add(&builder, i == 0 ? STR8("") : STR8("|"));
        builder_add(&builder, run->text);
    }
    return text;
}

static void test_text__breaks_at_spaces_that_hang(void **state) {
    TextSpec spec = spec_of("one two three", 7 * CHAR);
    const TextBlock *block = text_layout(*state, &spec);
    assert_int_equal(block->lines_count, 2);
    assert_string_equal(line_text(block, 0), "one two");
    assert_string_equal(line_text(block, 1), "three");
    assert_int_equal(block->width, 7 * CHAR);
    assert_false(block->clipped);
}

static void test_text__keeps_the_last_spaces_of_a_single_line(void **state) {
    TextSpec spec = spec_of("Ana ", 0);
    assert_int_equal(text_layout(*state, &spec)->width, 4 * CHAR);
    spec.width_max_px = 100;
    assert_int_equal(text_layout(*state, &spec)->width, 3 * CHAR);
    TextSpec arabic = arabic_of("نور ", 0);
    const TextBlock *block = text_layout(*state, &arabic);
    assert_int_equal(block->width, 4 * CHAR);
    assert_true(block->runs[0].rtl);
}

static void test_text__keeps_explicit_newlines(void **state) {
    TextSpec spec = spec_of("a\n\nb", 0);
    const TextBlock *block = text_layout(*state, &spec);
    assert_int_equal(block->lines_count, 3);
    assert_int_equal(block->lines[1].runs_count, 0);
    assert_string_equal(line_text(block, 2), "b");
    assert_int_equal(block->height, 3 * 24);
}

static void test_text__breaks_a_word_wider_than_the_line_between_clusters(void **state) {
    TextSpec spec = spec_of("ae\xCC\x81"
                            "bcd",
                            3 * CHAR);
    const TextBlock *block = text_layout(*state, &spec);
    assert_int_equal(block->lines_count, 2);
    assert_string_equal(line_text(block, 0), "ae\xCC\x81");
    spec = spec_of("abc", 1);
    block = text_layout(*state, &spec);
    assert_int_equal(block->lines_count, 3);
}

static void test_text__says_when_lines_max_cuts(void **state) {
    TextSpec spec = spec_of("one two three", 4 * CHAR);
    spec.lines_max = 2;
    const TextBlock *block = text_layout(*state, &spec);
    assert_int_equal(block->lines_count, 2);
    assert_true(block->clipped);
}

static void test_text__orders_runs_of_mixed_directions(void **state) {
    static const struct {
        const char *text;
        bool rtl;
        const char *runs;
    } CASES[] = {
        /* A clock time keeps its digits' order and stands left of the word before it. */
        {"الساعة 6:30", true, "6:30|الساعة "},
        {"الساعة 6:30 مساء", true, " مساء|6:30|الساعة "},
        /* A range of times runs from right to left, each time from left to right. */
        {"6:00 – 8:00", true, "8:00| – |6:00"},
        {"Room 12 غرفة", false, "Room 12 |غرفة"},
        {"غرفة Room 12", true, "Room 12|غرفة "},
        {"Hi نور!", false, "Hi |نور|!"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        TextSpec spec = spec_of(CASES[i].text, 0);
        spec.rtl = CASES[i].rtl;
        spec.language = CASES[i].rtl ? STR8("ar") : STR8("en");
        assert_string_equal(line_text(text_layout(*state, &spec), 0), CASES[i].runs);
    }
}

static void test_text__lets_no_override_turn_the_rest_of_a_line(void **state) {
    /* U+202E in a name would turn "Room 12" into "21 mooR". */
    TextSpec spec = spec_of("\xE2\x80\xAE"
                            "Eve Room 12",
                            0);
    const TextBlock *block = text_layout(*state, &spec);
    assert_int_equal(block->runs_count, 1);
    assert_false(block->runs[0].rtl);
    assert_int_equal(block->runs[0].text.len, spec.text.len);
    assert_true(str8_ends_with(block->runs[0].text, STR8("Eve Room 12")));
}

static void test_text__keeps_isolates(void **state) {
    /* Plain bidi turns a phone number behind Arabic; U+2066..U+2069 around it keep it whole. */
    TextSpec spec = arabic_of("هاتف \xE2\x81\xA6"
                              "305 555-0142\xE2\x81\xA9",
                              0);
    const TextBlock *block = text_layout(*state, &spec);
    bool whole = false;
    for (size_t i = 0; i < block->runs_count; i++) {
        bool found = str8_find(block->runs[i].text, STR8("305 555-0142")) < block->runs[i].text.len;
        whole = whole || (found && !block->runs[i].rtl);
    }
    assert_true(whole);
}

static void test_text__shows_control_characters_as_spaces(void **state) {
    TextSpec spec = spec_of("a\tb\x01"
                            "c\x7F",
                            0);
    assert_string_equal(line_text(text_layout(*state, &spec), 0), "a b c ");
}

static void test_text__aligns_by_direction(void **state) {
    TextSpec spec = arabic_of("سلام", 100);
    assert_int_equal(text_layout(*state, &spec)->lines[0].x, 60);
    spec.align = TEXT_END;
    assert_int_equal(text_layout(*state, &spec)->lines[0].x, 0);
    spec.align = TEXT_CENTER;
    assert_int_equal(text_layout(*state, &spec)->runs[0].x, 30);
    TextSpec latin = spec_of("abcd", 100);
    latin.align = TEXT_END;
    assert_int_equal(text_layout(*state, &latin)->lines[0].x, 60);
}

static void test_text__makes_arabic_lines_higher(void **state) {
    TextSpec latin = spec_of("a", 0);
    TextSpec arabic = arabic_of("س", 0);
    assert_int_equal(text_layout(*state, &latin)->height, 24);
    assert_int_equal(text_layout(*state, &arabic)->height, 26);
    arabic.language = STR8("ur");
    assert_int_equal(text_layout(*state, &arabic)->height, 50);
}

static void test_text__stands_in_the_middle_of_its_line(void **state) {
    TextSpec spec = spec_of("Sign in", 0);
    spec.size_px = 100;
    const TextBlock *block = text_layout(*state, &spec);
    int above = block->runs[0].baseline_y - 71;
    int below = block->height - block->runs[0].baseline_y;
    assert_in_range(above - below + 1, 0, 2);
}

static void test_text__draws_bold_spans_in_the_bold_font(void **state) {
    TextSpec spec = spec_of("No ID needed", 0);
    spec.bold_spans[0] = (TextSpan){0, 5};
    spec.bold_spans_count = 1;
    const TextBlock *block = text_layout(*state, &spec);
    assert_string_equal(line_text(block, 0), "No ID| needed");
    assert_int_equal(block->runs[0].font, 10);
    assert_int_equal(block->runs[1].font, 0);
}

static void test_text__takes_the_first_font_that_has_a_cluster(void **state) {
    TextSpec spec = spec_of("ab 中文", 0);
    const TextBlock *block = text_layout(*state, &spec);
    assert_string_equal(line_text(block, 0), "ab |中文");
    assert_int_equal(block->runs[1].font, 2);
    assert_int_equal(block->runs[1].script, 0x48616E69); /* Hani */
}

static void test_text__breaks_thai_and_chinese_by_dictionary(void **state) {
    TextSpec thai = spec_of("ยินดีต้อนรับ", 6 * CHAR);
    thai.language = STR8("th");
    const TextBlock *block = text_layout(*state, &thai);
    assert_string_equal(line_text(block, 0), "ยินดี");
    TextSpec han = spec_of("欢迎来到，学校", 4 * CHAR);
    han.language = STR8("zh");
    /* A comma never begins a line. */
    assert_string_equal(line_text(text_layout(*state, &han), 1), "到，学校");
}

static void test_text__knows_the_widest_unbreakable_piece(void **state) {
    TextSpec spec = spec_of("Choose who came", 0);
    assert_int_equal(text_min_width(*state, &spec), 6 * CHAR);
}

static void test_text__answers_from_the_cache_and_measures_nothing(void **state) {
    TextSpec spec = spec_of("one two three", 70);
    const TextBlock *first = text_layout(*state, &spec);
    int asked = text_fake_widths_asked();
    text_engine_frame(*state);
    char copy[] = "one two three";
    spec.text = str8_from(copy);
    assert_ptr_equal(text_layout(*state, &spec), first);
    assert_int_equal(text_fake_widths_asked(), asked);
}

/* Fill the young generation until it changes places: twice as much as it may hold. */
static void fill(TextEngine *engine, int frame) {
    for (int i = 0; i < 800; i++) {
        char text[32];
        Str8Builder builder = builder_make(text, sizeof(text));
        builder_format(&builder, "filling %d in frame %d", i, frame);
        TextSpec spec = spec_of(text, 0);
        text_layout(engine, &spec);
    }
}

static void test_text__keeps_a_block_through_the_next_frame(void **state) {
    TextSpec spec = spec_of("kept", 0);
    for (int frame = 0; frame < 5; frame++) {
        const TextBlock *block = text_layout(*state, &spec);
        fill(*state, frame);
        text_engine_frame(*state);
        assert_true(str8_equal(block->runs[0].text, STR8("kept")));
        assert_int_equal(block->width, 4 * CHAR);
    }
}

static void test_text__overwrites_what_a_session_showed(void **state) {
    TextSpec spec = spec_of("Canary", 0);
    const TextBlock *block = text_layout(*state, &spec);
    const char *bytes = block->runs[0].text.ptr;
    assert_memory_equal(bytes, "Canary", 6);
    text_engine_wipe(*state);
    assert_memory_not_equal(bytes, "Canary", 6);
    assert_int_equal(text_layout(*state, &spec)->width, 6 * CHAR);
}

static void test_text__bounds_a_text_of_any_length(void **state) {
    static char text[TEXT_BYTES_MAX * 2];
    memset(text, 'a', sizeof(text) - 1);
    TextSpec spec = spec_of(text, 200);
    const TextBlock *block = text_layout(*state, &spec);
    assert_true(block->clipped);
    assert_int_equal(block->lines_count, TEXT_LINES_MAX);
    TextSpec empty = spec_of("", 200);
    assert_int_equal(text_layout(*state, &empty)->height, 24);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_text__breaks_at_spaces_that_hang),
        TEST(test_text__keeps_the_last_spaces_of_a_single_line),
        TEST(test_text__keeps_explicit_newlines),
        TEST(test_text__breaks_a_word_wider_than_the_line_between_clusters),
        TEST(test_text__says_when_lines_max_cuts),
        TEST(test_text__orders_runs_of_mixed_directions),
        TEST(test_text__lets_no_override_turn_the_rest_of_a_line),
        TEST(test_text__keeps_isolates),
        TEST(test_text__shows_control_characters_as_spaces),
        TEST(test_text__aligns_by_direction),
        TEST(test_text__makes_arabic_lines_higher),
        TEST(test_text__stands_in_the_middle_of_its_line),
        TEST(test_text__draws_bold_spans_in_the_bold_font),
        TEST(test_text__takes_the_first_font_that_has_a_cluster),
        TEST(test_text__breaks_thai_and_chinese_by_dictionary),
        TEST(test_text__knows_the_widest_unbreakable_piece),
        TEST(test_text__answers_from_the_cache_and_measures_nothing),
        TEST(test_text__keeps_a_block_through_the_next_frame),
        TEST(test_text__overwrites_what_a_session_showed),
        TEST(test_text__bounds_a_text_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
