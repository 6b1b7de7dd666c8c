#include "kiosk/screens/measure.h"

#include "data/base/check.h"

enum { WORD_TOO_WIDE = 99, STEPS_MAX = 3, STEPS_HIGH_MAX = 6 };

/* Advance widths of Noto Sans Bold in thousandths of the size, U+0020..U+007E: the bold ones are
 * the wider; other styles are taken from them in proportion. */
static const uint16_t WIDTHS[] = {
    260, 286, 472, 646, 572, 901, 750, 266, 339, 339, 545, 572, 285, 322, 285, 413, 572, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 285, 285, 572, 572, 572, 477, 897, 690, 672, 637, 740, 560,
    549, 724, 765, 389, 331, 664, 565, 943, 813, 796, 628, 796, 660, 551, 579, 756, 650, 967, 667,
    624, 579, 331, 413, 331, 572, 411, 362, 604, 633, 514, 633, 591, 387, 633, 657, 305, 305, 620,
    305, 982, 657, 619, 633, 633, 454, 497, 434, 657, 569, 856, 578, 569, 488, 394, 551, 394, 572,
};

/* Noto Serif Bold is about this much wider, Noto Sans Regular narrower. */
enum { SERIF_PERCENT = 104, REGULAR_PERCENT = 95 };

/* Arabic letters U+0621..U+064A in Noto Sans Arabic Bold, the wider of two shapes each: joined to
 * the letter behind it (0 = it never is), and not. Naskh Bold is narrower. */
static const struct {
    uint16_t joined;
    uint16_t apart;
} ARABIC[] = {
    {0, 470},     {0, 316},   {0, 316},    {0, 524},    {0, 318},     {384, 821},   {0, 318},
    {384, 1142},  {0, 556},   {409, 1142}, {409, 1142}, {654, 739},   {654, 739},   {654, 739},
    {0, 571},     {0, 571},   {0, 450},    {0, 450},    {1019, 1439}, {1019, 1439}, {1004, 1442},
    {1004, 1442}, {762, 861}, {762, 861},  {557, 570},  {557, 570},   {0, 0},       {0, 0},
    {0, 0},       {0, 0},     {0, 0},      {289, 289},  {529, 1115},  {529, 855},   {508, 974},
    {344, 791},   {624, 661}, {384, 805},  {641, 556},  {0, 524},     {384, 821},   {409, 821},
};

enum { ARABIC_FIRST = 0x621, ARABIC_LAST = 0x64A, ARABIC_SERIF_PERCENT = 85 };

static bool is_arabic_letter(uint32_t code) {
    return code >= ARABIC_FIRST && code <= ARABIC_LAST;
}

/* Vowel signs stand above their letter and do not part it from the next. */
static bool is_vowel_sign(uint32_t code) {
    return code >= 0x064B && code <= 0x065F;
}

static bool joins_next(Str8 text, size_t at) {
    while (at < text.len) {
        uint32_t code = str8_next(text, &at);
        if (!is_vowel_sign(code)) {
            return is_arabic_letter(code) && code != ARABIC_FIRST; /* U+0621, a lone hamza */
        }
    }
    return false;
}

static int code_width(uint32_t code) {
    if (code >= 0x20 && code < 0x7F) {
        return WIDTHS[code - 0x20];
    }
    if (code == 0x2060 || code == 0x2068 || code == 0x2069 || code == 0x200F || code == 0x200E) {
        return 0;
    }
    if (code == 0x2018 || code == 0x2019 || code == 0xB7) { /* quotes, middle dot */
        return 285;
    }
    if (is_vowel_sign(code)) {
        return 0;
    }
    if (code == 0x060C || code == 0x061B) { /* Arabic comma, semicolon */
        return 340;
    }
    if (code >= 0x2E80) { /* Han, kana, Hangul */
        return 1000;
    }
    return code == 0xA0 ? 260 : 640;
}

static int arabic_width(uint32_t code, bool joined, bool serif) {
    int narrow = ARABIC[code - ARABIC_FIRST].joined;
    int width = joined && narrow > 0 ? narrow : ARABIC[code - ARABIC_FIRST].apart;
    return serif ? width * ARABIC_SERIF_PERCENT / 100 : width;
}

/* Thousandths of the size, before the style is known to be wider or narrower. */
static int64_t text_thousandths(Str8 text, bool serif) {
    int64_t sum = 0;
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        sum += is_arabic_letter(code) ? arabic_width(code, joins_next(text, i), serif)
                                      : code_width(code);
    }
    return sum;
}

int measure_width(const Build *build, TypeRole type, int steps_down, Str8 text) {
    TypeStyle style = theme_type(build->look->theme, build->look->text_size, type);
    int percent = style.serif ? SERIF_PERCENT : (style.bold ? 100 : REGULAR_PERCENT);
    int64_t size = theme_type_step_down(style.size_du, steps_down);
    return (int)(text_thousandths(text, style.serif) * size * percent / 100000);
}

int measure_lines(const Build *build, TypeRole type, int steps_down, Str8 text, int width) {
    int space = measure_width(build, type, steps_down, STR8(" "));
    int lines = 1;
    int used = 0;
    Str8 rest = text;
    while (rest.len > 0) {
        Str8 word = str8_cut(rest, ' ', &rest);
        int needs = measure_width(build, type, steps_down, word);
        if (needs > width) {
            return WORD_TOO_WIDE;
        }
        bool fits = used == 0 || used + space + needs <= width;
        lines += fits ? 0 : 1;
        used = fits && used > 0 ? used + space + needs : needs;
    }
    return lines;
}

int measure_steps(const Build *build, TypeRole type, const Str8 *texts, size_t count, int width,
                  int lines_max) {
    FOYER_ASSERT(lines_max > 0);
    int steps = 0;
    for (size_t i = 0; i < count; i++) {
        while (steps < STEPS_MAX &&
               measure_lines(build, type, steps, texts[i], width) > lines_max) {
            steps++;
        }
    }
    return steps;
}

static bool is_arabic(Str8 text) {
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (code >= 0x0600 && code <= 0x06FF) {
            return true;
        }
    }
    return false;
}

int measure_line_height(const Build *build, TypeRole type, int steps_down, bool tall) {
    TypeStyle style = theme_type(build->look->theme, build->look->text_size, type);
    int percent = style.line_height_percent * (tall ? 110 : 100) / 100;
    return theme_type_step_down(style.size_du, steps_down) * percent / 100 + 1;
}

int measure_height(const Build *build, TypeRole type, int steps_down, Str8 text, int width) {
    int lines = measure_lines(build, type, steps_down, text, width);
    return lines * measure_line_height(build, type, steps_down, is_arabic(text));
}

int measure_steps_high(const Build *build, TypeRole type, Str8 text, int width, int height) {
    int steps = 0;
    while (steps < STEPS_HIGH_MAX && measure_height(build, type, steps, text, width) > height) {
        steps++;
    }
    return steps;
}
