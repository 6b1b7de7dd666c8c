#ifndef FOYER_KIOSK_UI_TEXT_PARAGRAPH_H
#define FOYER_KIOSK_UI_TEXT_PARAGRAPH_H

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>

#include "kiosk/ui/text.h"

/* Inner parts of the text engine; not for others. A paragraph is what stands between two newlines.
 */

enum { TEXT_BREAKERS_MAX = 8, TEXT_LANGUAGE_MAX = 24, TEXT_FONTS_TRIED_MAX = 40 };

typedef struct {
    char language[TEXT_LANGUAGE_MAX];
    UBreakIterator *lines;
    uint64_t used;
} TextBreaker;

/** ICU objects, opened when first needed and kept. */
typedef struct {
    FontPort font;
    UBiDi *bidi;
    UBiDi *bidi_line;
    UBreakIterator *clusters;
    TextBreaker breakers[TEXT_BREAKERS_MAX];
    uint64_t uses;
} TextTools;

enum { MARK_CLUSTER = 1, MARK_BREAK = 2, MARK_SPACE = 4, MARK_BOLD = 8 };

/** Units of one level, script, weight and font. */
typedef struct {
    int32_t start;
    int32_t end;
    uint32_t script;
    int font;
    bool rtl;
} TextItem;

typedef struct {
    Str8 text;      /* the whole text, cleaned; all byte positions are in it */
    UChar *units;   /* UTF-16 */
    int32_t *bytes; /* [count + 1]: where each unit stands in `text` */
    uint8_t *marks; /* [count + 1] */
    int32_t count;
    UBiDiLevel *levels; /* [count] */
    TextItem *items;
    size_t items_count;
} Paragraph;

/** Same length, same places: control characters become spaces, overrides and embeddings become
 * joiners without width, so that nothing in a name can turn the rest of a line. Isolates stay. */
void text_clean(char *bytes, size_t size);
/** Whether a line ends before this code point (newline, line or paragraph separator). */
bool text_is_newline(uint32_t code);

bool text_tools_open(TextTools *tools, FontPort font);
void text_tools_close(TextTools *tools);

/** Fill levels, marks, items for the bytes `span` of `text`. False without memory. */
bool paragraph_make(TextTools *tools, Arena *arena, const TextSpec *spec, Str8 text, TextSpan span,
                    Paragraph *paragraph);

#endif
