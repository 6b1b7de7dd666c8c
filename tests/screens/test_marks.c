#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "kiosk/platform/font.h"
#include "kiosk/ui/text.h"

/* Marks stand where the letters are: measured with the real fonts, both ways. */

enum { SIZE = 40, WIDTH = 600, NEAR_PX = 4 };

static Fonts *fonts;
static TextEngine *engine;

static int setup(void **state) {
    (void)state;
    Err err = {0};
    if (fonts_new(&fonts, &err) != ERR_OK) {
        return -1;
    }
    engine = text_engine_new(fonts_port(fonts));
    return engine == NULL ? -1 : 0;
}

static int teardown(void **state) {
    (void)state;
    text_engine_free(engine);
    fonts_free(fonts);
    return 0;
}

static const TextBlock *marked(const char *text, bool rtl, int width, TextSpan mark) {
    TextSpec spec = {.text = str8_from(text),
                     .language = rtl ? STR8("ar") : STR8("en"),
                     .rtl = rtl,
                     .size_px = SIZE,
                     .bold = true,
                     .line_height_percent = 120,
                     .width_max_px = width,
                     .marks = {mark},
                     .marks_count = 1};
    return text_layout(engine, &spec);
}

static int width_of(const char *text) {
    TextSpec spec = {.text = str8_from(text),
                     .language = STR8("en"),
                     .size_px = SIZE,
                     .bold = true,
                     .line_height_percent = 120};
    return text_layout(engine, &spec)->width;
}

static bool near(int a, int b) {
    return a - b <= NEAR_PX && b - a <= NEAR_PX;
}

static void test_marks__stand_at_their_letters(void **state) {
    (void)state;
    const TextBlock *block = marked("Rent help fund", false, WIDTH, (TextSpan){5, 9});
    assert_int_equal(block->marks_count, 1);
    assert_true(near(block->marks[0].x, width_of("Rent ")));
    assert_true(near(block->marks[0].width, width_of("help")));
    assert_int_equal(block->marks[0].height, block->lines[0].height);
}

static void test_marks__stand_at_the_right_of_right_to_left(void **state) {
    (void)state;
    const char *text = "صندوق المساعدة";
    size_t word = str8_from("صندوق").len;
    const TextBlock *block = marked(text, true, WIDTH, (TextSpan){0, word});
    assert_int_equal(block->marks_count, 1);
    TextMarkBox box = block->marks[0];
    assert_true(near(box.x + box.width, WIDTH)); /* the first word ends at the right edge */
    assert_true(box.width > SIZE && box.width < block->width);
}

static void test_marks__follow_their_words_to_the_next_line(void **state) {
    (void)state;
    const TextBlock *block = marked("Emergency groceries for families", false, 300,
                                    (TextSpan){10, 23}); /* "groceries for" */
    assert_true(block->lines_count > 1);
    assert_true(block->marks_count >= 1);
    for (size_t i = 0; i < block->marks_count; i++) {
        assert_true(block->marks[i].x >= 0);
        assert_true(block->marks[i].x + block->marks[i].width <= 300 + NEAR_PX);
        assert_true(block->marks[i].y + block->marks[i].height <= block->height);
    }
}

static void test_marks__inside_a_letter_are_moved_to_its_start(void **state) {
    (void)state;
    const TextBlock *block = marked("é1", false, WIDTH, (TextSpan){1, 3}); /* é has two bytes */
    assert_int_equal(block->marks_count, 1);
    assert_int_equal(block->marks[0].x, 0);
}

static void test_marks__past_the_end_mark_nothing(void **state) {
    (void)state;
    assert_int_equal(marked("Rent", false, WIDTH, (TextSpan){9, 12})->marks_count, 0);
    assert_int_equal(marked("Rent", false, WIDTH, (TextSpan){2, 2})->marks_count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks__stand_at_their_letters),
        cmocka_unit_test(test_marks__stand_at_the_right_of_right_to_left),
        cmocka_unit_test(test_marks__follow_their_words_to_the_next_line),
        cmocka_unit_test(test_marks__inside_a_letter_are_moved_to_its_start),
        cmocka_unit_test(test_marks__past_the_end_mark_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
