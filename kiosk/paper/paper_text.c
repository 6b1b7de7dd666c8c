#include "kiosk/paper/paper_text.h"

enum { MARKS_MAX = 3 /* on one letter: more climb over what stands above and below */ };

typedef enum { KEEP, DROP, BLANK, LINE } Fate;

static bool is_between(uint32_t code, uint32_t first, uint32_t last) {
    return code >= first && code <= last;
}

static bool is_line_end(uint32_t code) {
    return code == '\n' || code == 0x85 || code == 0x2028 || code == 0x2029;
}

static bool is_bidi_control(uint32_t code) {
    return is_between(code, 0x202A, 0x202E) || code == 0x200E || code == 0x200F || code == 0x61C;
}

/* What no paper shows: byte order marks, annotations, replaced objects, tags, noncharacters. */
static bool is_invisible(uint32_t code) {
    return is_between(code, 0x334, 0x338) || /* strokes through letters: drawn over neighbours */
           code == 0xFEFF || code == 0xAD || code == 0x180E || is_between(code, 0xFFF9, 0xFFFC) ||
           is_between(code, 0x206A, 0x206F) || is_between(code, 0xE0000, 0xE007F) ||
           is_between(code, 0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
}

static Fate fate_of(uint32_t code, bool isolates) {
    if (is_line_end(code)) {
        return LINE;
    }
    if (code == '\t' || code == ' ' || code == '\r') {
        return BLANK;
    }
    if (code < 0x20 || is_between(code, 0x7F, 0x9F) || is_invisible(code) ||
        is_bidi_control(code)) {
        return DROP;
    }
    return is_between(code, 0x2066, 0x2069) && !isolates ? DROP : KEEP;
}

/* Marks that any letter can be given, one above the other. */
static bool is_mark(uint32_t code) {
    return is_between(code, 0x300, 0x36F) || is_between(code, 0x1AB0, 0x1AFF) ||
           is_between(code, 0x1DC0, 0x1DFF) || is_between(code, 0x20D0, 0x20FF) ||
           is_between(code, 0xFE20, 0xFE2F);
}

static Str8 clean(Arena *arena, Str8 text, bool isolates, bool paragraphs) {
    Str8Builder out = builder_in(arena, text.len + 1);
    Fate pending = KEEP; /* white space is written when something follows it */
    int marks = 0;
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        uint32_t code = str8_next(text, &i);
        Fate fate = fate_of(code, isolates);
        marks = is_mark(code) ? marks + 1 : 0;
        fate = marks > MARKS_MAX ? DROP : fate;
        if (fate == BLANK || fate == LINE) {
            pending = pending == LINE ? LINE : fate;
        } else if (fate == KEEP) {
            if (pending != KEEP && out.len > 0) {
                builder_add_char(&out, pending == LINE && paragraphs ? '\n' : ' ');
            }
            pending = KEEP;
            builder_add(&out, str8_slice(text, start, i));
        }
    }
    return out.full ? (Str8){NULL, 0} : builder_text(&out);
}

Str8 paper_text_clean(Arena *arena, Str8 text) {
    return clean(arena, text, false, false);
}

Str8 paper_text_clean_whole(Arena *arena, Str8 text, bool paragraphs) {
    return clean(arena, text, true, paragraphs);
}

/* The blocks that Unicode keeps for right-to-left scripts. */
static bool is_letter_rtl(uint32_t code) {
    return (is_between(code, 0x5D0, 0x8FF) && !is_between(code, 0x660, 0x66D)) ||
           is_between(code, 0xFB1D, 0xFDFF) || is_between(code, 0xFE70, 0xFEFC) ||
           is_between(code, 0x10800, 0x10FFF) || is_between(code, 0x1E800, 0x1EFFF);
}

/* Close enough to ICU's bidi classes for words: digits, punctuation and pictures have no side. */
static bool is_letter_ltr(uint32_t code) {
    return is_between(code | 0x20, 'a', 'z') ||
           (code >= 0xC0 && code != 0xD7 && code != 0xF7 && !is_between(code, 0x2000, 0x2BFF) &&
            !is_between(code, 0x3000, 0x3004) && !is_between(code, 0xFE00, 0xFE0F) &&
            !is_between(code, 0x1F000, 0x1FAFF));
}

TextDirection paper_text_direction(Str8 text) {
    int depth = 0;
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (is_between(code, 0x2066, 0x2068)) {
            depth++;
        } else if (code == 0x2069) {
            depth -= depth > 0;
        } else if (depth == 0 && is_letter_rtl(code)) {
            return TEXT_RIGHT_TO_LEFT;
        } else if (depth == 0 && is_letter_ltr(code)) {
            return TEXT_LEFT_TO_RIGHT;
        }
    }
    return TEXT_NEUTRAL;
}
