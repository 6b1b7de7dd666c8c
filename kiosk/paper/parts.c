#include "kiosk/paper/parts.h"

#include "data/base/check.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/words.h"

enum {
    FACT_LABEL_PERCENT = 27,
    FACT_BESIDE_MIN = 480, /* narrower frames set label over value */
    FACT_DOWN = 5,         /* a label's baseline is its value's */
    CODE_PERCENT = 54,
    CODE_ALONE_PERCENT = 82,
    CODE_SIDE_DOTS = 300,
    CODE_MODULE_MAX = 9,
    CODE_BESIDE_MIN = 440,
    CODE_GAP = 12,
    CODE_DOWN = 13,
    SMALL_CODE_SIDE_DOTS = 220,
    SLIP_WIDTH_ON_SHEET = 1100,
    SLIP_PERCENT_ON_SHEET = 102,
    ENGLISH_WIDTH_ON_SHEET = 500,
    ENGLISH_DOWN = 76, /* beside the title, below the school's name */
    HALVES_GAP = 90,
    TITLE_LINES_MAX = 3,
};

void part_gap(Galley *galley, Frame *frame, int dots) {
    frame->y += galley_scaled(galley, dots);
}

void part_text(Galley *galley, Frame *frame, GalleyType type, Str8 text) {
    galley_text(galley, frame, (GalleyText){.text = text, .type = type});
}

void part_content(Galley *galley, Frame *frame, GalleyType type, Str8 text) {
    galley_text(galley, frame, (GalleyText){.text = text, .type = type, .own_direction = true});
}

void part_title(Galley *galley, Frame *frame, Str8 text) {
    static const GalleyType TYPES[] = {TYPE_TITLE, TYPE_TITLE_SMALL, TYPE_LEAD};
    galley_text_fit(galley, frame, (GalleyText){.text = text, .own_direction = true}, TYPES,
                    sizeof TYPES / sizeof TYPES[0], TITLE_LINES_MAX);
}

void part_school(Galley *galley, Frame *frame, const PaperWords *words) {
    Str8 name = words_pick(galley_arena(galley), words->locale, words->school->name, NULL);
    part_content(galley, frame, TYPE_LEAD, name);
    part_gap(galley, frame, 6);
    galley_rule(galley, frame, galley_scaled(galley, 5), 0);
    part_gap(galley, frame, 20);
}

void part_fact(Galley *galley, Frame *frame, GalleyType type, Str8 label, Str8 value) {
    if (value.len == 0) {
        return;
    }
    if (frame->width < FACT_BESIDE_MIN) {
        part_text(galley, frame, TYPE_NOTE, label);
        part_content(galley, frame, type, value);
        part_gap(galley, frame, 10);
        return;
    }
    int label_width = frame->width * FACT_LABEL_PERCENT / 100;
    Frame labels = *frame;
    labels.width = label_width - galley_scaled(galley, CODE_GAP);
    labels.y += galley_scaled(galley, FACT_DOWN);
    Frame values = *frame;
    values.x += label_width;
    values.width -= label_width;
    part_text(galley, &labels, TYPE_NOTE, label);
    part_content(galley, &values, type, value);
    frame->y = labels.y > values.y ? labels.y : values.y;
    part_gap(galley, frame, 10);
}

void part_divide(Galley *galley, Frame *frame) {
    part_gap(galley, frame, 22);
    galley_rule(galley, frame, 2, 8);
    part_gap(galley, frame, 18);
}

/* What the code does, in the words of the screen's card. */
static Str8 code_title(const Locale *locale, SlipCodeKind kind) {
    switch (kind) {
    case SLIP_CODE_CONTACT:
        return tr(locale, "Save contact");
    case SLIP_CODE_DATE:
        return tr(locale, "Save date");
    case SLIP_CODE_CALL:
        return tr(locale, "Call");
    case SLIP_CODE_WEB:
        return tr(locale, "Web page");
    case SLIP_CODE_MAP:
        return tr(locale, "Map");
    case SLIP_CODE_LINES:
        return tr(locale, "On your phone");
    case SLIP_CODE_KIND_COUNT:
        break;
    }
    FOYER_ASSERT(false);
    return STR8("");
}

static Str8 code_note(const Locale *locale, SlipCodeKind kind) {
    switch (kind) {
    case SLIP_CODE_WEB:
        return tr(locale, "Opens the web page. Needs internet.");
    case SLIP_CODE_MAP:
        return tr(locale, "Opens the map on your phone.");
    case SLIP_CODE_CALL:
        return tr(locale, "Your phone will ask before it calls.");
    case SLIP_CODE_CONTACT:
    case SLIP_CODE_DATE:
    case SLIP_CODE_LINES:
        return tr(locale, "Works without internet.");
    case SLIP_CODE_KIND_COUNT:
        break;
    }
    FOYER_ASSERT(false);
    return STR8("");
}

static void number_set(Galley *galley, Frame *frame, Str8 label, Str8 phone) {
    static const GalleyType TYPES[] = {TYPE_NUMBER, TYPE_LEAD, TYPE_BOLD};
    if (phone.len == 0) {
        return;
    }
    part_text(galley, frame, TYPE_NOTE, label);
    galley_text_fit(galley, frame, (GalleyText){.text = phone}, TYPES,
                    sizeof TYPES / sizeof TYPES[0], 2);
    part_gap(galley, frame, 14);
}

static void code_words(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *code) {
    part_text(galley, frame, TYPE_NOTE_BOLD, code_title(locale, code->kind));
    part_content(galley, frame, TYPE_BODY, paper_text_clean(galley_arena(galley), code->host));
    part_text(galley, frame, TYPE_NOTE, tr(locale, "Point your phone camera at this code."));
    part_text(galley, frame, TYPE_NOTE, code_note(locale, code->kind));
    if (code->shortened) {
        part_text(galley, frame, TYPE_NOTE, tr(locale, "A short form: the rest is on this paper."));
    }
}

/* The white around a code may lie in the paper's own margin: then its black begins where the words
 * above it begin. On paper too narrow for words beside it, it stands in the middle. */
static int code_set(Galley *galley, Frame *frame, const SlipCode *code, int side_max,
                    int module_max) {
    int module = galley_code_module(galley, code->payload, side_max, module_max);
    int side = galley_code_side(galley, code->payload, module);
    int quiet = CODE_QUIET_MODULES * module;
    bool beside = frame->width >= CODE_BESIDE_MIN;
    int out = quiet < frame->x ? quiet : frame->x;
    Frame at = *frame;
    at.x += beside ? -out : (frame->width - side) / 2;
    galley_code(galley, &at, code->payload, module);
    frame->y = at.y;
    return side - out;
}

/* A code and its words, with the number to call above them. */
static void code_row(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *code,
                     int side_max, int module_max, Str8 call_label, Str8 phone) {
    bool beside = frame->width >= CODE_BESIDE_MIN;
    Frame codes = *frame;
    int side = code_set(galley, &codes, code, side_max, module_max);
    Frame texts = *frame;
    if (beside) {
        texts.x += side;
        texts.width -= side;
        texts.y += galley_scaled(galley, CODE_DOWN);
    } else {
        texts.y = codes.y;
    }
    number_set(galley, &texts, call_label, phone);
    code_words(galley, &texts, locale, code);
    frame->y = codes.y > texts.y ? codes.y : texts.y;
}

void part_code(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *code,
               Str8 call_label, Str8 phone) {
    if (code == NULL || code->payload.len == 0) {
        part_gap(galley, frame, 18);
        number_set(galley, frame, call_label, phone);
        return;
    }
    int percent = frame->width >= CODE_BESIDE_MIN ? CODE_PERCENT : CODE_ALONE_PERCENT;
    int side = frame->width * percent / 100;
    int side_max = galley_scaled(galley, CODE_SIDE_DOTS);
    code_row(galley, frame, locale, code, side < side_max ? side : side_max, CODE_MODULE_MAX,
             call_label, phone);
}

void part_codes_more(Galley *galley, Frame *frame, const Locale *locale, const SlipCode *codes,
                     size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (codes[i].payload.len > 0) {
            code_row(galley, frame, locale, &codes[i], galley_scaled(galley, SMALL_CODE_SIDE_DOTS),
                     CODE_MODULE_MAX, STR8(""), STR8(""));
        }
    }
}

Frame part_slip_frame(Galley *galley) {
    Frame frame = galley_frame(galley);
    if (galley_is_sheet(galley)) {
        galley_zoom(galley, SLIP_PERCENT_ON_SHEET);
        frame.x += (frame.width - SLIP_WIDTH_ON_SHEET) / 2;
        frame.width = SLIP_WIDTH_ON_SHEET;
    }
    return frame;
}

static bool has_half(const PartHalf *english) {
    return !part_is_english(english->words);
}

static void half_set(Galley *galley, Frame *frame, const PartHalf *english) {
    galley_speak(galley, english->words->english);
    english->set(galley, frame, english->words, english->slip);
    galley_speak(galley, english->words->locale);
}

Frame part_halves(Galley *galley, const PartHalf *english) {
    if (!galley_is_sheet(galley) || !has_half(english)) {
        return part_slip_frame(galley);
    }
    /* Start sides differ where the directions do: English then stands at the left. */
    Frame whole = galley_frame(galley);
    Frame half = whole;
    half.width = ENGLISH_WIDTH_ON_SHEET;
    half.x += locale_is_rtl(english->words->locale) ? 0 : whole.width - half.width;
    galley_block_begin(galley, &half);
    part_gap(galley, &half, ENGLISH_DOWN);
    half_set(galley, &half, english);
    galley_block_end(galley, &half, NULL, NULL);
    galley_zoom(galley, SLIP_PERCENT_ON_SHEET);
    whole.width -= half.width + HALVES_GAP;
    return whole;
}

void part_english(Galley *galley, Frame *frame, const PartHalf *english) {
    if (!galley_is_sheet(galley) && has_half(english)) {
        part_divide(galley, frame);
        half_set(galley, frame, english);
    }
}

bool part_codes_check(Galley *galley, size_t count) {
    if (count > SLIP_CODES_MAX) {
        galley_fail(galley, ERR_LIMIT, "a slip had too many codes");
    }
    return count <= SLIP_CODES_MAX;
}

bool part_is_english(const PaperWords *words) {
    return str8_equal(locale_language(words->locale), locale_language(words->english));
}

void part_english_only(Galley *galley, Frame *frame, const PaperWords *words, TextSet text) {
    Str8 found = {NULL, 0};
    (void)text_set_pick(text, locale_language(words->locale), &found);
    if (text.count > 0 && !str8_equal(found, locale_language(words->locale))) {
        part_text(galley, frame, TYPE_NOTE_BOLD,
                  tr(words->locale, "In English only: ask for help"));
    }
}

void part_desk(Galley *galley, Frame *frame, const PaperWords *words, Str8 last) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    Str8 phone = words_phone(arena, locale, words->school->country, words->school->phone);
    part_divide(galley, frame);
    if (phone.len > 0) {
        part_text(galley, frame, TYPE_NOTE_BOLD,
                  words_fill(arena, locale, tr(locale, "Front desk: {phone}"), "phone", phone));
    }
    part_text(galley, frame, TYPE_NOTE, last);
}
