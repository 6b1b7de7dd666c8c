#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/paper/papers.h"

/* 200 names chosen to hurt: forty in as many scripts, each plain, with printers' commands in it,
 * turned round, with pictures, and 300 characters long. */

typedef enum { PLAIN, COMMANDS, TURNED, PICTURES, LONG, WAYS } Way;

static const char *const BASES[] = {
    "Sofía",
    "José",
    "Đặng Thị",
    "Zoë",
    "Łukasz",
    "Þórunn",
    "Ñandú",
    "O’Neil",
    "Nguyễn",
    "Иван",
    "Єва",
    "Γιώργος",
    "مُحَمَّد",
    "لأحمد",
    "فاطمة‌نژاد",
    "پښتو",
    "اُردُو",
    "שָׁלוֹם",
    "王小明",
    "佐藤",
    "ゆうき",
    "김민준",
    "อุ๋มอิ๋ม",
    "ພອນ",
    "မောင်",
    "ကညီ",
    "សុខា",
    "अनुष्का",
    "রাহুল",
    "ਗੁਰਪ੍ਰੀਤ",
    "ગુજરાત",
    "முருகன்",
    "తెలుగు",
    "සිංහල",
    "አበበ",
    "Հայկ",
    "ნინო",
    "𞤀𞤣𞤤𞤢𞤥",
    "ߒߞߏ",
    "T̵̡̛̹̥͎̫͒̔͂͌͝o̷̧̠̹͐m̶̨͚͓̙̓̀",
};

enum { BASES_COUNT = sizeof BASES / sizeof BASES[0], NAMES_COUNT = BASES_COUNT * WAYS };
_Static_assert((int)NAMES_COUNT == 200, "two hundred names");

static Papers papers;
static Arena arena;
static Arena names_arena;
static Str8 names[NAMES_COUNT];

static Str8 base_repeated(Str8 base) {
    Str8Builder out = builder_in(&names_arena, 300 * 4 + base.len + 1);
    for (size_t count = 0; count < 300; count += str8_count(base)) {
        builder_add(&out, base);
    }
    return builder_text(&out);
}

static Str8 name_make(Str8 base, Way way) {
    static const char COMMANDS_IN[] = "\x1B@\x1D\x56\x41\x03\x10\x04\x01\x1B\x70\x00\x19\xFA";
    switch (way) {
    case COMMANDS: {
        Str8Builder out = builder_in(&names_arena, 2 * base.len + sizeof COMMANDS_IN);
        builder_add(&out, base);
        builder_add(&out, (Str8){COMMANDS_IN, sizeof COMMANDS_IN - 2}); /* valid UTF-8 as far */
        builder_add(&out, base);
        return builder_text(&out);
    }
    case TURNED:
        return str8_format(&names_arena, "\u202E%.*s\u2067\u2068\u202B", STR8_ARG(base));
    case PICTURES:
        return str8_format(&names_arena, "%.*s👩‍👩‍👧😀%.*s", STR8_ARG(base),
                           STR8_ARG(base));
    case LONG:
        return base_repeated(base);
    case PLAIN:
    case WAYS:
        break;
    }
    return base;
}

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 20, 1 << 28);
    names_arena = arena_make(1 << 16, 1 << 24);
    for (size_t i = 0; i < NAMES_COUNT; i++) {
        names[i] = name_make(str8_from(BASES[i / WAYS]), (Way)(i % WAYS));
        assert_true(str8_is_valid(names[i]));
    }
    return papers_open(&papers) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    papers_close(&papers);
    arena_free(&arena);
    arena_free(&names_arena);
    return 0;
}

static bool is_white(const PaperRaster *page, int x, int y) {
    return (page->bits[(size_t)y * page->stride + (size_t)x / 8] >> (7 - x % 8) & 1) == 0;
}

/* Nothing reaches the edge of a page, so nothing goes on beyond it. */
static bool edges_are_white(const Paper *paper) {
    bool white = true;
    for (size_t i = 0; i < paper->pages_count; i++) {
        const PaperRaster *page = &paper->pages[i];
        for (int y = 0; y < page->height_px; y++) {
            white = white && is_white(page, 0, y) && is_white(page, page->width_px - 1, y);
        }
        for (int x = 0; x < page->width_px; x++) {
            white = white && is_white(page, x, 0) && is_white(page, x, page->height_px - 1);
        }
    }
    return white;
}

static Paper slip_of(Str8 name, PaperKind kind, const char *language) {
    const TextIn in = {{"en", 2}, name};
    const Service service = {.name = {&in, 1},
                             .role = {&in, 1},
                             .place = {&in, 1},
                             .cost = {&in, 1},
                             .hours_text = {&in, 1},
                             .address = name,
                             .phone = name};
    const ServiceSlip slip = {.service = &service, .short_code = name};
    PaperWords words = papers_words(&papers, language);
    Paper paper = {0};
    Err err = {0};
    if (slip_service(papers.layout, &arena, kind, &words, &slip, &paper, &err) != ERR_OK) {
        fail_msg("a slip failed: %s", err.text);
    }
    return paper;
}

static Paper badge_of(Str8 name, PaperKind kind) {
    const Badge badge = {name, PERSON_STUDENT, STR8("es")};
    PaperWords words = papers_words(&papers, "en");
    Paper paper = {0};
    Err err = {0};
    if (badge_paper(papers.layout, &arena, kind, &words, NULL, &badge, 1, &paper, &err) != ERR_OK) {
        fail_msg("a badge failed: %s", err.text);
    }
    return paper;
}

static void test_names__stay_inside_every_paper(void **state) {
    (void)state;
    for (size_t i = 0; i < NAMES_COUNT; i++) {
        arena_reset(&arena);
        PaperKind kind = (PaperKind)(i % PAPER_KIND_COUNT);
        Paper slip = slip_of(names[i], kind, i % 2 == 0 ? "ar" : "es");
        Paper narrow = slip_of(names[i], PAPER_ROLL_58, "ar");
        Paper badge = badge_of(names[i], PAPER_LABEL_62);
        if (!edges_are_white(&slip) || !edges_are_white(&narrow) || !edges_are_white(&badge)) {
            fail_msg("name %zu reached an edge", i);
        }
    }
}

static void assert_same_paper(const Paper *a, const Paper *b) {
    assert_int_equal(a->pages_count, b->pages_count);
    assert_true(str8_equal(a->pdf, b->pdf));
    assert_int_equal(a->pages[0].height_px, b->pages[0].height_px);
    assert_memory_equal(a->pages[0].bits, b->pages[0].bits,
                        a->pages[0].stride * (size_t)a->pages[0].height_px);
}

/* The paper is the one of a name that never had them. What stays of a command is its letters. */
static void test_names__lose_commands_and_turns(void **state) {
    (void)state;
    for (size_t i = 0; i < BASES_COUNT; i++) {
        arena_reset(&arena);
        Str8 base = names[i * WAYS + PLAIN];
        Str8 letters = str8_format(&arena, "%.*s@VAp%.*s", STR8_ARG(base), STR8_ARG(base));
        Paper commands = badge_of(names[i * WAYS + COMMANDS], PAPER_ROLL_80);
        Paper wanted = badge_of(letters, PAPER_ROLL_80);
        assert_same_paper(&commands, &wanted);
        Paper turned = slip_of(names[i * WAYS + TURNED], PAPER_ROLL_80, "ar");
        wanted = slip_of(base, PAPER_ROLL_80, "ar");
        assert_same_paper(&turned, &wanted);
    }
}

static size_t count_of(Str8 text, uint32_t wanted) {
    size_t count = 0;
    for (size_t i = 0; i < text.len;) {
        count += str8_next(text, &i) == wanted;
    }
    return count;
}

/* All 300 characters are there. */
static void test_names__are_printed_whole(void **state) {
    (void)state;
    const struct {
        const char *base;
        uint32_t letter;
    } cases[] = {{"xxxxx", 'x'}, {"王小明", 0x738B}, {"قمر", 0x642}, {"Ж", 0x416}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
            arena_reset(&arena);
            Str8 name = base_repeated(str8_from(cases[i].base));
            Paper badge = badge_of(name, kind);
            Str8 text = papers_read_text(&arena, &badge);
            assert_int_equal(count_of(text, cases[i].letter), count_of(name, cases[i].letter));
        }
    }
}

/* What is longer than a page goes on with the next one, line by line. */
static void test_names__longer_than_a_page_go_on(void **state) {
    (void)state;
    enum { LETTERS = 7000, LETTERS_MAX = 17000 };
    static char letters[LETTERS_MAX];
    memset(letters, 'x', sizeof letters);
    for (size_t i = 7; i < sizeof letters; i += 8) {
        letters[i] = ' ';
    }
    arena_reset(&arena);
    const TextIn in = {{"en", 2}, {letters, LETTERS}};
    const TextIn name = {{"en", 2}, {"Eye clinic", 10}};
    Service service = {.name = {&name, 1}, .documents = {&in, 1}};
    const ServiceSlip slip = {.service = &service};
    PaperWords words = papers_words(&papers, "en");
    Paper paper;
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        assert_int_equal(slip_service(papers.layout, &arena, kind, &words, &slip, &paper, NULL),
                         ERR_OK);
        assert_true(edges_are_white(&paper));
        assert_true(paper.pages_count >= (paper_size(kind).height_dots > 0 ? 2 : 1));
        assert_int_equal(count_of(papers_read_text(&arena, &paper), 'x'), LETTERS - LETTERS / 8);
    }
    const TextIn more = {{"en", 2}, {letters, LETTERS_MAX}};
    service.documents = (TextSet){&more, 1};
    assert_int_equal(
        slip_service(papers.layout, &arena, PAPER_ROLL_80, &words, &slip, &paper, NULL), ERR_LIMIT);
}

/* A family's words never move because of what stands beside them. */
static void test_names__fill_a_roll_call(void **state) {
    (void)state;
    arena_reset(&arena);
    Visitor *people = ARENA_ARRAY(&arena, Visitor, NAMES_COUNT);
    SheetParty *parties = ARENA_ARRAY(&arena, SheetParty, NAMES_COUNT / 4);
    for (size_t i = 0; i < NAMES_COUNT; i++) {
        people[i] = (Visitor){
            .given_name = names[i], .family_name = names[NAMES_COUNT - 1 - i], .grade = STR8("03")};
        parties[i / 4] = (SheetParty){.people = people + i / 4 * 4, .people_count = 4};
    }
    const SheetRoster roster = {.parties = parties, .parties_count = NAMES_COUNT / 4};
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        PaperWords words = papers_words(&papers, "ar");
        Arena results = arena_make(1 << 20, 1 << 28);
        Paper paper;
        assert_int_equal(
            sheets_roll_call(papers.layout, &results, kind, &words, &roster, &paper, NULL), ERR_OK);
        assert_true(edges_are_white(&paper));
        arena_free(&results);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names__stay_inside_every_paper),
        cmocka_unit_test(test_names__lose_commands_and_turns),
        cmocka_unit_test(test_names__are_printed_whole),
        cmocka_unit_test(test_names__longer_than_a_page_go_on),
        cmocka_unit_test(test_names__fill_a_roll_call),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
