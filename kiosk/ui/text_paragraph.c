#include "kiosk/ui/text_paragraph.h"

#include <string.h>
#include <unicode/uchar.h>

#include "data/base/check.h"
#include "kiosk/ui/text_itemise.h"

/* Bidi overrides and embeddings U+202A..202E become U+200C, which neither turns nor joins. */
static bool is_embedding(uint32_t code) {
    return code >= 0x202A && code <= 0x202E;
}

bool text_is_newline(uint32_t code) {
    return code == '\n' || code == 0x2028 || code == 0x2029;
}

void text_clean(char *bytes, size_t size) {
    Str8 text = {bytes, size};
    size_t index = 0;
    while (index < size) {
        size_t start = index;
        uint32_t code = str8_next(text, &index);
        if ((code < 0x20 && code != '\n') || code == 0x7F) {
            bytes[start] = ' ';
        } else if (code >= 0x80 && code < 0xA0) {
            utf8_encode(0xA0, bytes + start);
        } else if (is_embedding(code)) {
            utf8_encode(0x200C, bytes + start);
        }
    }
}

bool text_tools_open(TextTools *tools, FontPort font) {
    *tools = (TextTools){.font = font};
    tools->bidi = ubidi_open();
    tools->bidi_line = ubidi_open();
    return tools->bidi != NULL && tools->bidi_line != NULL;
}

void text_tools_close(TextTools *tools) {
    ubidi_close(tools->bidi);
    ubidi_close(tools->bidi_line);
    if (tools->clusters != NULL) {
        ubrk_close(tools->clusters);
    }
    for (size_t i = 0; i < TEXT_BREAKERS_MAX; i++) {
        if (tools->breakers[i].lines != NULL) {
            ubrk_close(tools->breakers[i].lines);
        }
    }
}

/* The iterator that knows how `language` breaks lines; the least used one makes room. */
static UBreakIterator *breaker_for(TextTools *tools, Str8 language) {
    TextBreaker *place = &tools->breakers[0];
    tools->uses++;
    for (size_t i = 0; i < TEXT_BREAKERS_MAX; i++) {
        TextBreaker *breaker = &tools->breakers[i];
        if (breaker->lines != NULL && str8_equal(str8_from(breaker->language), language)) {
            breaker->used = tools->uses;
            return breaker->lines;
        }
        place = breaker->used < place->used ? breaker : place;
    }
    if (place->lines != NULL) {
        ubrk_close(place->lines);
    }
    *place = (TextBreaker){.used = tools->uses};
    size_t len = language.len < TEXT_LANGUAGE_MAX ? language.len : 0;
    if (len > 0) {
        memcpy(place->language, language.ptr, len);
    }
    UErrorCode status = U_ZERO_ERROR;
    place->lines = ubrk_open(UBRK_LINE, place->language, NULL, 0, &status);
    return U_SUCCESS(status) ? place->lines : NULL;
}

/* UTF-16 with the way back to bytes. */
static bool paragraph_decode(Arena *arena, TextSpan span, Paragraph *paragraph) {
    size_t room = span.end - span.start + 1;
    paragraph->units = ARENA_ARRAY(arena, UChar, room);
    paragraph->bytes = ARENA_ARRAY(arena, int32_t, room);
    paragraph->marks = ARENA_ARRAY(arena, uint8_t, room);
    paragraph->levels = ARENA_ARRAY(arena, UBiDiLevel, room);
    if (paragraph->units == NULL || paragraph->bytes == NULL || paragraph->marks == NULL ||
        paragraph->levels == NULL) {
        return false;
    }
    int32_t count = 0;
    size_t index = span.start;
    while (index < span.end) {
        int32_t at = (int32_t)index;
        uint32_t code = str8_next(paragraph->text, &index);
        uint8_t mark = u_isUWhiteSpace((UChar32)code) && code != 0xA0 ? MARK_SPACE : 0;
        UBool failed = false;
        int32_t first = count;
        U16_APPEND(paragraph->units, count, (int32_t)room, (UChar32)code, failed);
        FOYER_ASSERT(!failed);
        for (int32_t unit = first; unit < count; unit++) {
            paragraph->bytes[unit] = at;
            paragraph->marks[unit] = mark;
        }
    }
    paragraph->bytes[count] = (int32_t)span.end;
    paragraph->count = count;
    return true;
}

static void paragraph_mark_spans(const TextSpec *spec, Paragraph *paragraph) {
    FOYER_ASSERT(spec->bold_spans_count <= TEXT_SPANS_MAX);
    for (int32_t i = 0; i < paragraph->count; i++) {
        size_t at = (size_t)paragraph->bytes[i];
        bool bold = spec->bold;
        for (size_t span = 0; span < spec->bold_spans_count; span++) {
            bold = bold || (at >= spec->bold_spans[span].start && at < spec->bold_spans[span].end);
        }
        paragraph->marks[i] |= bold ? MARK_BOLD : 0;
    }
}

static void mark_boundaries(UBreakIterator *iterator, Paragraph *paragraph, uint8_t mark) {
    UErrorCode status = U_ZERO_ERROR;
    if (iterator == NULL) {
        return;
    }
    ubrk_setText(iterator, paragraph->units, paragraph->count, &status);
    if (U_FAILURE(status)) {
        return;
    }
    int32_t at = ubrk_first(iterator);
    while (at != UBRK_DONE) {
        paragraph->marks[at] |= mark;
        at = ubrk_next(iterator);
    }
    /* The iterator must not keep a pointer to what the caller is about to overwrite. */
    static const UChar NOTHING[1] = {0};
    ubrk_setText(iterator, NOTHING, 0, &status);
}

static void paragraph_mark_breaks(TextTools *tools, const TextSpec *spec, Paragraph *paragraph) {
    UErrorCode status = U_ZERO_ERROR;
    if (tools->clusters == NULL) {
        tools->clusters = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &status);
    }
    mark_boundaries(U_SUCCESS(status) ? tools->clusters : NULL, paragraph, MARK_CLUSTER);
    mark_boundaries(breaker_for(tools, spec->language), paragraph, MARK_BREAK);
    paragraph->marks[0] |= MARK_CLUSTER;
    paragraph->marks[paragraph->count] |= MARK_BREAK | MARK_CLUSTER;
}

bool paragraph_make(TextTools *tools, Arena *arena, const TextSpec *spec, Str8 text, TextSpan span,
                    Paragraph *paragraph) {
    FOYER_ASSERT(span.start <= span.end && span.end <= text.len);
    *paragraph = (Paragraph){.text = text};
    if (!paragraph_decode(arena, span, paragraph)) {
        return false;
    }
    if (paragraph->count == 0) {
        return true;
    }
    UErrorCode status = U_ZERO_ERROR;
    ubidi_setPara(tools->bidi, paragraph->units, paragraph->count, spec->rtl ? 1 : 0, NULL,
                  &status);
    const UBiDiLevel *levels = U_SUCCESS(status) ? ubidi_getLevels(tools->bidi, &status) : NULL;
    if (levels == NULL || U_FAILURE(status)) {
        return false;
    }
    memcpy(paragraph->levels, levels, (size_t)paragraph->count * sizeof(*levels));
    paragraph_mark_spans(spec, paragraph);
    paragraph_mark_breaks(tools, spec, paragraph);
    return paragraph_itemise(tools, arena, spec, paragraph);
}
