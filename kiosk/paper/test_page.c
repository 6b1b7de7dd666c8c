#include "kiosk/paper/test_page.h"

#include "data/base/check.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/words.h"

/* What goes wrong with printers, made visible: an edge cut off, a wrong width, dots that run
 * together, a code that no phone reads, letters that fell apart. */

enum {
    CENTIMETRE = 80, /* dots */
    RULER_CENTIMETRES_MAX = 15,
    TICK = 24,
    COMB_HEIGHT = 40,
    COMB_GAP = 24,
    EDGE = 2,
};

#define TEST_PAYLOAD "FOYER TEST 0123456789"

static void ruler_set(Galley *galley, Frame *frame, const Locale *locale) {
    Arena *arena = galley_arena(galley);
    int length = frame->width / CENTIMETRE;
    length = length < RULER_CENTIMETRES_MAX ? length : RULER_CENTIMETRES_MAX;
    Frame line = *frame;
    line.width = length * CENTIMETRE + EDGE;
    for (int i = 0; i <= length; i++) {
        galley_fill(galley, frame->page,
                    (GalleyBox){frame->x + i * CENTIMETRE, frame->y, EDGE, TICK});
    }
    line.y += TICK;
    galley_rule(galley, &line, EDGE, 0);
    frame->y = line.y;
    part_gap(galley, frame, 6);
    part_text(galley, frame, TYPE_NOTE,
              words_fill(arena, locale, tr(locale, "This line is {number} cm long."), "number",
                         locale_number(locale, arena, length)));
    part_gap(galley, frame, 16);
}

/* Bars of one to four dots, as far apart as they are wide. */
static void combs_set(Galley *galley, Frame *frame) {
    int x = frame->x;
    int width = (frame->width - 3 * COMB_GAP) / 4;
    for (int dots = 1; dots <= CODE_MODULE_DOTS_MIN; dots++) {
        for (int at = 0; at + dots <= width; at += 2 * dots) {
            galley_fill(galley, frame->page, (GalleyBox){x + at, frame->y, dots, COMB_HEIGHT});
        }
        x += width + COMB_GAP;
    }
    frame->y += COMB_HEIGHT;
    part_gap(galley, frame, 16);
}

static void code_set(Galley *galley, Frame *frame) {
    Frame code = *frame;
    galley_code(galley, &code, STR8(TEST_PAYLOAD), CODE_MODULE_DOTS_MIN);
    Frame words = *frame;
    int side = galley_code_side(galley, STR8(TEST_PAYLOAD), CODE_MODULE_DOTS_MIN);
    words.x += side;
    words.width -= side;
    galley_text_middle(galley, &words, (GalleyText){.text = STR8(TEST_PAYLOAD), .type = TYPE_BODY},
                       side);
    frame->y = code.y > words.y ? code.y : words.y;
}

static void languages_set(Galley *galley, Frame *frame, const Locale *const *languages,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        galley_speak(galley, languages[i]);
        part_text(galley, frame, TYPE_NOTE_BOLD, locale_name(languages[i]));
        part_text(galley, frame, TYPE_BODY, tr(languages[i], "Welcome. We are glad you are here."));
        part_gap(galley, frame, 8);
    }
}

static void page_set(Galley *galley, const PaperWords *words, const Locale *const *languages,
                     size_t count, Str8 printer) {
    Frame frame = part_slip_frame(galley);
    PaperSize size = galley_size(galley);
    part_school(galley, &frame, words);
    part_title(galley, &frame, tr(words->locale, "Printer test page"));
    part_content(galley, &frame, TYPE_LEAD, paper_text_clean(galley_arena(galley), printer));
    part_gap(galley, &frame, 20);
    ruler_set(galley, &frame, words->locale);
    combs_set(galley, &frame);
    code_set(galley, &frame);
    languages_set(galley, &frame, languages, count);
    galley_speak(galley, words->locale);
    part_text(galley, &frame, TYPE_NOTE,
              tr(words->locale, "All four edges of this paper must have a line."));
    int height = galley_is_sheet(galley) ? size.height_dots : frame.y + 2 * size.padding_dots;
    galley_outline(galley, 0, (GalleyBox){0, 0, size.width_dots, height}, EDGE, 0);
}

ErrCode test_page_paper(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                        const Locale *const *languages, size_t languages_count, Str8 printer,
                        Paper *paper, Err *err) {
    if (languages_count > TEST_PAGE_LANGUAGES_MAX) {
        return err_set(err, ERR_LIMIT, "a test page in %zu languages", languages_count);
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a test page");
    }
    galley_speak(galley, words->locale);
    page_set(galley, words, languages, languages_count, printer);
    return galley_print(galley, arena, paper, err);
}
