#include "kiosk/ui/text_itemise.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "data/base/check.h"

/*
 * Items: one direction, one script, one weight, one font.
 * 1. A grapheme cluster never spans two items.
 * 2. What belongs to no script (spaces, marks, most punctuation) takes the script of what stands
 *    before it at the same level, else of the last letter; a closing bracket that of its opening
 *    one; the start of a text that of what comes.
 * 3. Western digits count as Latin beside scripts that have other letterforms for them: figures
 *    look the same on every screen, as on the room doors.
 */

enum { BRACKETS_MAX = 16 };

typedef struct {
    UChar32 closing;
    UScriptCode script;
} OpenBracket;

typedef struct {
    UScriptCode script; /* of the last character that has one */
    int font;           /* that one's; -1 before the first */
    bool font_bold;
    UScriptCode previous; /* given to the cluster before */
    UBiDiLevel level;     /* of the cluster before */
    OpenBracket open[BRACKETS_MAX];
    size_t open_count;
} ScriptState;

static bool script_is_weak(UScriptCode script) {
    return script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN ||
           script == USCRIPT_INVALID_CODE;
}

static UScriptCode script_of(UChar32 code) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(code, &status);
    return U_SUCCESS(status) ? script : USCRIPT_COMMON;
}

static bool script_shares_latin_digits(UScriptCode script) {
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

/* The code point at *at, which moves past it; units always come as whole pairs. */
static UChar32 code_next(const Paragraph *paragraph, int32_t *at) {
    uint32_t unit = paragraph->units[(*at)++];
    if (unit < 0xD800 || unit > 0xDBFF || *at >= paragraph->count) {
        return (UChar32)unit;
    }
    uint32_t low = paragraph->units[(*at)++];
    return (UChar32)(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
}

static UScriptCode first_real_script(const Paragraph *paragraph) {
    int32_t at = 0;
    while (at < paragraph->count) {
        UChar32 code = code_next(paragraph, &at);
        UScriptCode script = script_of(code);
        if (!script_is_weak(script)) {
            return script;
        }
    }
    return USCRIPT_LATIN;
}

/* A bracket pair has one script: that of the text around its opening half. */
static UScriptCode script_of_bracket(ScriptState *state, UChar32 code, UScriptCode around) {
    int32_t type = u_getIntPropertyValue(code, UCHAR_BIDI_PAIRED_BRACKET_TYPE);
    if (type == U_BPT_OPEN && state->open_count < BRACKETS_MAX) {
        state->open[state->open_count++] = (OpenBracket){u_getBidiPairedBracket(code), around};
    }
    for (size_t i = state->open_count; type == U_BPT_CLOSE && i > 0; i--) {
        if (state->open[i - 1].closing == code) {
            state->open_count = i - 1;
            return state->open[i - 1].script;
        }
    }
    return around;
}

/* The script of a cluster by its first code point. */
static UScriptCode script_next(ScriptState *state, UChar32 code, UBiDiLevel level) {
    UScriptCode script = script_of(code);
    UScriptCode around = level == state->level ? state->previous : state->script;
    if (!script_is_weak(script)) {
        state->script = script;
    } else if (code >= '0' && code <= '9' && !script_shares_latin_digits(around)) {
        script = USCRIPT_LATIN;
    } else {
        script = script_of_bracket(state, code, around);
    }
    state->previous = script;
    state->level = level;
    return script;
}

/* ISO 15924 as four packed letters, the way HarfBuzz writes it. */
static uint32_t script_tag(UScriptCode script) {
    const char *name = uscript_getShortName(script);
    if (name == NULL) {
        return 0;
    }
    uint32_t tag = 0;
    for (size_t i = 0; i < 4 && name[i] != 0; i++) {
        tag = tag << 8 | (uint8_t)name[i];
    }
    return tag;
}

static bool font_has_cluster(const FontPort *port, int font, const Paragraph *paragraph,
                             int32_t start, int32_t end) {
    while (start < end) {
        UChar32 code = code_next(paragraph, &start);
        if (!u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
            !port->has_code(port->context, font, (uint32_t)code)) {
            return false;
        }
    }
    return true;
}

/* The first font of the language that has the whole cluster; the first of all when none has. */
static int font_for_cluster(const FontPort *port, const TextSpec *spec, const Paragraph *paragraph,
                            int32_t start, int32_t end) {
    bool bold = (paragraph->marks[start] & MARK_BOLD) != 0;
    int fallback = 0;
    for (int nth = 0; nth < TEXT_FONTS_TRIED_MAX; nth++) {
        int font = port->font_for(port->context, spec->language, bold, spec->serif, nth);
        if (font < 0) {
            break;
        }
        if (font_has_cluster(port, font, paragraph, start, end)) {
            return font;
        }
        fallback = nth == 0 ? font : fallback;
    }
    return fallback;
}

static int32_t cluster_end(const Paragraph *paragraph, int32_t start) {
    int32_t end = start + 1;
    while (end < paragraph->count && (paragraph->marks[end] & MARK_CLUSTER) == 0) {
        end++;
    }
    return end;
}

static bool item_takes(const Paragraph *paragraph, const TextItem *last, const TextItem *next) {
    return last->font == next->font && last->script == next->script &&
           paragraph->levels[last->start] == paragraph->levels[next->start];
}

/* A weak cluster stays in the font of its script's last letters when that has it: a space between
 * two Arabic words is no reason to go to another font and back. */
static int font_next(const FontPort *port, const TextSpec *spec, const Paragraph *paragraph,
                     const TextItem *item, bool weak, ScriptState *state) {
    bool bold = (paragraph->marks[item->start] & MARK_BOLD) != 0;
    if (weak && state->font >= 0 && state->font_bold == bold && state->previous == state->script &&
        font_has_cluster(port, state->font, paragraph, item->start, item->end)) {
        return state->font;
    }
    int font = font_for_cluster(port, spec, paragraph, item->start, item->end);
    if (!weak) {
        state->font = font;
        state->font_bold = bold;
    }
    return font;
}

bool paragraph_itemise(const TextTools *tools, Arena *arena, const TextSpec *spec,
                       Paragraph *paragraph) {
    FOYER_ASSERT(paragraph->count > 0);
    paragraph->items = ARENA_ARRAY(arena, TextItem, (size_t)paragraph->count);
    if (paragraph->items == NULL) {
        return false;
    }
    UScriptCode first = first_real_script(paragraph);
    ScriptState state = {
        .script = first, .font = -1, .previous = first, .level = paragraph->levels[0]};
    TextItem *last = NULL;
    for (int32_t start = 0; start < paragraph->count;) {
        int32_t at = start;
        UChar32 code = code_next(paragraph, &at);
        UBiDiLevel level = paragraph->levels[start];
        TextItem item = {.start = start,
                         .end = cluster_end(paragraph, start),
                         .script = script_tag(script_next(&state, code, level)),
                         .rtl = (level & 1) != 0};
        bool weak = script_is_weak(script_of(code));
        item.font = font_next(&tools->font, spec, paragraph, &item, weak, &state);
        start = item.end;
        if (last != NULL && item_takes(paragraph, last, &item)) {
            last->end = item.end;
        } else {
            last = &paragraph->items[paragraph->items_count++];
            *last = item;
        }
    }
    return true;
}
