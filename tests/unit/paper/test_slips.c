#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/base/hash.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"
#include "tests/unit/paper/papers.h"

/* What every paper keeps, whatever stands on it. */

static Papers papers;
static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(1 << 20, 1 << 28);
    return papers_open(&papers) ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    papers_close(&papers);
    arena_free(&arena);
    return 0;
}

static Paper made(Sample sample, PaperKind kind, const char *language) {
    Paper paper = {0};
    Err err = {0};
    if (papers_make(&papers, &arena, sample, kind, language, &paper, &err) != ERR_OK) {
        fail_msg("%s %s %s: %s", SAMPLE_NAMES[sample], KIND_NAMES[kind], language, err.text);
    }
    return paper;
}

static bool is_dot(const PaperRaster *page, int x, int y) {
    return (page->bits[(size_t)y * page->stride + (size_t)x / 8] >> (7 - x % 8) & 1) != 0;
}

static const char *const LANGUAGES[] = {"en", "es", "ar"};

/* Every sample on every kind, the languages in turn. */
static void each_paper(void (*look)(const Paper *paper, Sample sample, PaperKind kind)) {
    for (Sample sample = 0; sample < SAMPLE_COUNT; sample++) {
        for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
            arena_reset(&arena);
            Paper paper = made(sample, kind, LANGUAGES[((size_t)sample + (size_t)kind) % 3]);
            look(&paper, sample, kind);
        }
    }
}

static void look_at_measures(const Paper *paper, Sample sample, PaperKind kind) {
    (void)sample;
    PaperSize size = paper_size(kind);
    assert_int_equal(paper->kind, kind);
    assert_true(paper->pages_count >= 1);
    assert_true(str8_starts_with(paper->pdf, STR8("%PDF-1.")));
    for (size_t i = 0; i < paper->pages_count; i++) {
        const PaperRaster *page = &paper->pages[i];
        assert_int_equal(page->width_px, size.width_dots);
        assert_int_equal(page->dpi, PAPER_DPI);
        assert_int_equal(page->stride, (size.width_dots + 7) / 8);
        assert_true(size.height_dots == 0 ? page->height_px > 100
                                          : page->height_px == size.height_dots);
    }
}

/* Ink on the first or last two dots of a page could have gone on beyond it. Only the test page
 * draws there. */
static void look_at_edges(const Paper *paper, Sample sample, PaperKind kind) {
    for (size_t i = 0; i < paper->pages_count && sample != SAMPLE_TEST_PAGE; i++) {
        const PaperRaster *page = &paper->pages[i];
        bool clean = true;
        for (int y = 0; y < page->height_px; y++) {
            for (int x = 0; x < 2; x++) {
                clean = clean && !is_dot(page, x, y) && !is_dot(page, page->width_px - 1 - x, y);
            }
        }
        for (int x = 0; x < page->width_px; x++) {
            clean = clean && !is_dot(page, x, 0) && !is_dot(page, x, page->height_px - 1);
        }
        if (!clean) {
            fail_msg("%s %s: ink at an edge", SAMPLE_NAMES[sample], KIND_NAMES[kind]);
        }
    }
}

static uint64_t papers_hash(uint64_t hash, const Paper *paper) {
    const uint64_t numbers[] = {paper->pdf.len, paper->pages_count};
    hash = hash_bytes(hash, numbers, sizeof numbers);
    hash = hash_bytes(hash, paper->pdf.ptr, paper->pdf.len);
    for (size_t i = 0; i < paper->pages_count; i++) {
        const PaperRaster *page = &paper->pages[i];
        hash = hash_bytes(hash, page->bits, page->stride * (size_t)page->height_px);
    }
    return hash;
}

static uint64_t all_hash;
static uint64_t first_hash; /* of the first time that all were made */

static void look_at_bytes(const Paper *paper, Sample sample, PaperKind kind) {
    (void)sample;
    (void)kind;
    all_hash = papers_hash(all_hash, paper);
}

static void look_at_page(const Paper *paper, Sample sample, PaperKind kind) {
    look_at_measures(paper, sample, kind);
    look_at_edges(paper, sample, kind);
    look_at_bytes(paper, sample, kind);
}

static void test_paper__has_its_kinds_measures_and_white_edges(void **state) {
    (void)state;
    all_hash = HASH_START;
    each_paper(look_at_page);
    first_hash = all_hash;
}

static void test_paper__is_the_same_bytes_again(void **state) {
    (void)state;
    all_hash = HASH_START;
    each_paper(look_at_bytes);
    assert_true(all_hash == first_hash);
}

/* Other addresses, other moment, other order: nothing of that is in the bytes. */
static void test_paper__is_the_same_bytes_in_another_program(void **state) {
    (void)state;
    char program[1024] = "";
    assert_true(readlink("/proc/self/exe", program, sizeof program - 1) > 0);
    arena_reset(&arena);
    Str8 command = str8_format(&arena, "TZ=Asia/Tokyo LC_ALL=C '%s' --bytes", program);
    Str8 there = papers_run(&arena, command.ptr);
    Str8 here = str8_format(&arena, "%016llx\n", (unsigned long long)first_hash);
    assert_true(str8_equal(here, there));
}

/* Finds where the raster holds exactly these modules, `module` dots each. */
static bool code_is_at(const PaperRaster *page, const Code *code, int module, int left, int top) {
    int quiet = CODE_QUIET_MODULES;
    for (int y = -quiet * module; y < (code->side + quiet) * module; y++) {
        for (int x = -quiet * module; x < (code->side + quiet) * module; x++) {
            bool inside = x >= 0 && y >= 0 && x < code->side * module && y < code->side * module;
            bool dark = inside && code->modules[y / module * code->side + x / module] != 0;
            bool on_paper = left + x >= 0 && left + x < page->width_px && top + y >= 0 &&
                            top + y < page->height_px;
            if ((on_paper && is_dot(page, left + x, top + y)) != dark) {
                return false;
            }
        }
    }
    return true;
}

static bool code_is_on(const PaperRaster *page, Str8 payload) {
    Code code;
    assert_int_equal(code_make(&arena, payload, CODE_PAPER_VERSION_MAX, &code, NULL), ERR_OK);
    for (int module = 4; module <= 13; module++) {
        for (int y = 0; y + code.side * module <= page->height_px; y++) {
            for (int x = 0; x + code.side * module <= page->width_px; x++) {
                if (is_dot(page, x, y) && code_is_at(page, &code, module, x, y)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Modules of at least 0.5 mm in whole dots, four white ones around them (rule 25). */
static void test_codes__are_whole_dots_with_white_around(void **state) {
    (void)state;
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        const char *language = LANGUAGES[((size_t)kind + 2) % 3];
        arena_reset(&arena);
        Paper service = made(SAMPLE_SERVICE, kind, language);
        Paper card = made(SAMPLE_CARD, kind, language);
        if (!code_is_on(&service.pages[0], STR8("https://example.org/maple-grove/counselor")) ||
            !code_is_on(&card.pages[0], STR8("FOYER:7K4M9QX2"))) {
            fail_msg("%s %s: a code is not whole", KIND_NAMES[kind], language);
        }
    }
}

static void assert_reads(Sample sample, PaperKind kind, const char *language, const char *wanted) {
    Paper paper = made(sample, kind, language);
    Str8 read = papers_read_codes(&arena, &paper);
    if (str8_find(read, str8_from(wanted)) == read.len) {
        fail_msg("%s %s %s: read %.*s", SAMPLE_NAMES[sample], KIND_NAMES[kind], language,
                 STR8_ARG(read));
    }
}

static void test_codes__are_read_from_the_dots_by_an_independent_reader(void **state) {
    (void)state;
    for (PaperKind kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        arena_reset(&arena);
        const char *language = LANGUAGES[(size_t)kind % 3];
        assert_reads(SAMPLE_SERVICE, kind, language, "TEL:+13055550142");
        assert_reads(SAMPLE_LIST, kind, language, "Jean Baptiste (305) 555-0143");
        assert_reads(SAMPLE_EVENT, kind, language, "DTSTART:20251016T220000Z");
        assert_reads(SAMPLE_CARD, kind, language, "FOYER:7K4M9QX2");
        assert_reads(SAMPLE_TEST_PAGE, kind, language, "FOYER TEST 0123456789");
    }
}

static void test_codes__are_read_from_the_pdf_too(void **state) {
    (void)state;
    const PaperKind kinds[] = {PAPER_ROLL_58, PAPER_LETTER};
    for (size_t i = 0; i < 2; i++) {
        arena_reset(&arena);
        Paper paper = made(SAMPLE_SERVICE, kinds[i], "ar");
        Str8 read = papers_read_pdf_codes(&arena, &paper);
        assert_true(str8_find(read, STR8("TEL:+13055550142")) < read.len);
        assert_true(str8_find(read, STR8("https://example.org/maple-grove/counselor")) < read.len);
    }
}

static void test_family_card__says_its_number_and_nothing_else(void **state) {
    (void)state;
    Paper card = made(SAMPLE_CARD, PAPER_ROLL_80, "es");
    Str8 text = papers_read_text(&arena, &card);
    for (size_t i = 0; i < text.len; i++) {
        assert_non_null(memchr("7K4M9QX2 \n\f", text.ptr[i], 11));
    }
    assert_true(str8_find(text, STR8("7K4M")) < text.len);
    assert_true(str8_find(text, STR8("9QX2")) < text.len);
}

/* Eight a page; all of them are read. */
static void test_family_card__fills_sheets_for_all_households(void **state) {
    (void)state;
    enum { CARDS = 20 };
    FamilyCard cards[CARDS];
    arena_reset(&arena);
    for (int i = 0; i < CARDS; i++) {
        cards[i].code = str8_format(&arena, "7K4M9Q%02d", i);
        cards[i].label = str8_format(&arena, "S. A., %d people", i);
    }
    Paper paper;
    assert_int_equal(
        family_card_sheet(papers.layout, &arena, PAPER_LETTER, cards, CARDS, &paper, NULL), ERR_OK);
    assert_int_equal(paper.pages_count, 3);
    Str8 codes = papers_read_codes(&arena, &paper);
    for (int i = 0; i < CARDS; i++) {
        Str8 wanted = str8_format(&arena, "FOYER:%.*s\n", STR8_ARG(cards[i].code));
        assert_true(str8_find(codes, wanted) < codes.len);
    }
}

static void test_family_card__wants_a_card_code(void **state) {
    (void)state;
    const Str8 wrong[] = {STR8(""),         STR8("7K4M9QX"),   STR8("7K4M9QXU"),
                          STR8("7k4m9qx2"), STR8("7K4M9QX22"), STR8("7K4M-9QX")};
    Paper paper;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        FamilyCard card = {.code = wrong[i]};
        assert_int_equal(
            family_card_paper(papers.layout, &arena, PAPER_ROLL_80, &card, &paper, NULL),
            ERR_INVALID);
    }
    assert_int_equal(family_card_sheet(papers.layout, &arena, PAPER_A4, NULL, 0, &paper, NULL),
                     ERR_INVALID);
}

static void test_slip__refuses_what_is_too_much(void **state) {
    (void)state;
    static char bytes[CODE_PAPER_BYTES_MAX + 1];
    memset(bytes, 'a', sizeof bytes);
    PaperWords words = papers_words(&papers, "es");
    SlipCode codes[SLIP_CODES_MAX + 1] = {
        {.kind = SLIP_CODE_WEB, .payload = {bytes, sizeof bytes}}};
    ServiceSlip services[SLIP_SERVICES_MAX + 1] = {
        {.service = papers_counselor(), .codes = codes, .codes_count = 1}};
    Paper paper;
    assert_int_equal(
        slip_service(papers.layout, &arena, PAPER_ROLL_80, &words, services, &paper, NULL),
        ERR_LIMIT);
    services[0].codes_count = SLIP_CODES_MAX + 1;
    assert_int_equal(
        slip_service(papers.layout, &arena, PAPER_ROLL_80, &words, services, &paper, NULL),
        ERR_LIMIT);
    ListSlip list = {.services = services, .services_count = SLIP_SERVICES_MAX + 1};
    assert_int_equal(slip_list(papers.layout, &arena, PAPER_ROLL_80, &words, &list, &paper, NULL),
                     ERR_LIMIT);
    list.services_count = 0;
    assert_int_equal(slip_list(papers.layout, &arena, PAPER_ROLL_80, &words, &list, &paper, NULL),
                     ERR_INVALID);
    SlipChild child = {.rooms_count = SLIP_ROOMS_MAX + 1};
    EventSlip event = {.event = papers_open_house(), .children = &child, .children_count = 1};
    assert_int_equal(slip_event(papers.layout, &arena, PAPER_ROLL_80, &words, &event, &paper, NULL),
                     ERR_LIMIT);
}

/* A number alone, no number at all, hours not known: what is not there leaves no gap and no word.
 */
static void test_slip__leaves_out_what_is_not_known(void **state) {
    (void)state;
    static const TextIn NAME = {{"en", 2}, {"Eye clinic", 10}};
    Service service = {.name = {&NAME, 1}};
    ServiceSlip slip = {.service = &service};
    PaperWords words = papers_words(&papers, "en");
    Paper paper;
    assert_int_equal(
        slip_service(papers.layout, &arena, PAPER_ROLL_80, &words, &slip, &paper, NULL), ERR_OK);
    Str8 text = papers_read_text(&arena, &paper);
    assert_true(str8_find(text, STR8("Eye clinic")) < text.len);
    assert_true(str8_find(text, STR8("Nobody has checked this yet.")) < text.len);
    assert_true(str8_find(text, STR8("Where")) == text.len);
    assert_true(str8_find(text, STR8("Hours")) == text.len);
    assert_true(str8_find(text, STR8("Call")) == text.len);
}

/* What has no translation is said to have none (rule 22); in English nothing is said. */
static void test_slip__says_what_is_in_english_only(void **state) {
    (void)state;
    const TextIn name = {{"en", 2}, {"Eye clinic", 10}};
    const Service service = {.name = {&name, 1}};
    const ServiceSlip slip = {.service = &service};
    const ListSlip list = {.services = &slip, .services_count = 1};
    const Event event = {.title = {&name, 1}};
    const EventSlip evening = {.event = &event};
    for (size_t i = 0; i < 2; i++) {
        PaperWords words = papers_words(&papers, LANGUAGES[i]);
        Str8 note = STR8("pida ayuda");
        Paper paper[3];
        assert_int_equal(
            slip_service(papers.layout, &arena, PAPER_ROLL_80, &words, &slip, &paper[0], NULL),
            ERR_OK);
        assert_int_equal(
            slip_list(papers.layout, &arena, PAPER_ROLL_80, &words, &list, &paper[1], NULL),
            ERR_OK);
        assert_int_equal(
            slip_event(papers.layout, &arena, PAPER_ROLL_80, &words, &evening, &paper[2], NULL),
            ERR_OK);
        for (size_t j = 0; j < 3; j++) {
            Str8 text = papers_read_text(&arena, &paper[j]);
            assert_int_equal(str8_find(text, note) < text.len, i == 1);
            assert_true(str8_find(text, STR8("ask for help")) == text.len);
        }
    }
}

/* Memory that ends early is an answer, and nothing is left open (the sanitizers look). */
static void test_paper__answers_when_memory_is_short(void **state) {
    (void)state;
    ErrCode code = ERR_NO_MEMORY;
    for (size_t size = 4096; code == ERR_NO_MEMORY; size += size / 3) {
        Arena small = arena_make(1024, size);
        Paper paper;
        code = papers_make(&papers, &small, SAMPLE_EVENT, PAPER_ROLL_58, "ar", &paper, NULL);
        assert_true(code == ERR_OK || code == ERR_NO_MEMORY);
        arena_free(&small);
    }
    assert_int_equal(code, ERR_OK);
}

/* Good papers, refused ones and ones that memory ran out for. */
static void make_some(void) {
    const Sample samples[] = {SAMPLE_SERVICE, SAMPLE_LIST, SAMPLE_EVENT, SAMPLE_CARDS};
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        Arena results = arena_make(1 << 16, i % 2 == 0 ? 1 << 24 : 1 << 17);
        Paper paper;
        (void)!papers_make(&papers, &results, samples[i], PAPER_ROLL_80, "ar", &paper, NULL);
        arena_free(&results);
    }
    const TextIn name = {{"en", 2}, {"Eye clinic", 10}};
    const Service service = {.name = {&name, 1}};
    static char bytes[CODE_PAPER_BYTES_MAX + 1];
    memset(bytes, 'a', sizeof bytes);
    const SlipCode code = {.kind = SLIP_CODE_WEB, .payload = {bytes, sizeof bytes}};
    const ServiceSlip slip = {.service = &service, .codes = &code, .codes_count = 1};
    PaperWords words = papers_words(&papers, "es");
    Arena results = arena_make(1 << 16, 1 << 24);
    Paper paper;
    assert_int_equal(
        slip_service(papers.layout, &results, PAPER_ROLL_58, &words, &slip, &paper, NULL),
        ERR_LIMIT);
    arena_free(&results);
}

/* Counted, since the libraries keep things of their own that hide a leak from the sanitizers. */
static void test_paper__leaves_nothing_behind(void **state) {
    (void)state;
    enum { ROUNDS = 15, BYTES_MAX = 8192 };
    for (int i = 0; i < 3; i++) {
        make_some();
    }
    size_t before = mallinfo2().uordblks;
    for (int i = 0; i < ROUNDS; i++) {
        make_some();
    }
    size_t after = mallinfo2().uordblks;
    assert_true(after < before + BYTES_MAX);
}

static int print_bytes(void) {
    all_hash = HASH_START;
    if (set_up(NULL) != 0) {
        return 1;
    }
    each_paper(look_at_bytes);
    (void)printf("%016llx\n", (unsigned long long)all_hash);
    return tear_down(NULL);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paper__has_its_kinds_measures_and_white_edges),
        cmocka_unit_test(test_paper__is_the_same_bytes_again),
        cmocka_unit_test(test_paper__is_the_same_bytes_in_another_program),
        cmocka_unit_test(test_codes__are_whole_dots_with_white_around),
        cmocka_unit_test(test_codes__are_read_from_the_dots_by_an_independent_reader),
        cmocka_unit_test(test_codes__are_read_from_the_pdf_too),
        cmocka_unit_test(test_family_card__says_its_number_and_nothing_else),
        cmocka_unit_test(test_family_card__fills_sheets_for_all_households),
        cmocka_unit_test(test_family_card__wants_a_card_code),
        cmocka_unit_test(test_slip__refuses_what_is_too_much),
        cmocka_unit_test(test_slip__leaves_out_what_is_not_known),
        cmocka_unit_test(test_slip__says_what_is_in_english_only),
        cmocka_unit_test(test_paper__answers_when_memory_is_short),
        cmocka_unit_test(test_paper__leaves_nothing_behind),
    };
    if (argc == 2 && strcmp(argv[1], "--bytes") == 0) {
        return print_bytes();
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
