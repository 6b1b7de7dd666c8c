#include "data/base/check.h"
#include "kiosk/paper/galley_private.h"
#include "kiosk/paper/paper_text.h"

/*
 * Texts: one PangoLayout each, broken into lines that are placed one by one, so that a page may end
 * between any two.
 */

enum {
    GALLEY_TEXT_MAX = 16 << 10, /* bytes of one text */
    BOX_WITHOUT_GLYPH = 0x25A1, /* the square that stands for what no font has */
    RTL_MORE_PERCENT = 10,
};

static const float SERIF_LINE_SPACING = 0.9F;
static const float NASKH_LINE_SPACING = 0.84F;
static const float ARABIC_LINE_SPACING = 0.74F;

typedef struct {
    Face face;
    int dots; /* of the 80 mm roll */
} TypeFace;

static const TypeFace TYPES[TYPE_COUNT] = {
    [TYPE_NOTE] = {FACE_SANS, 23},
    [TYPE_NOTE_BOLD] = {FACE_SANS_BOLD, 23},
    [TYPE_BODY] = {FACE_SANS, 28},
    [TYPE_BOLD] = {FACE_SANS_BOLD, 28},
    [TYPE_LEAD] = {FACE_SANS_BOLD, 32},
    [TYPE_TITLE_SMALL] = {FACE_SERIF_BOLD, 40},
    [TYPE_TITLE] = {FACE_SERIF_BOLD, 52},
    [TYPE_NUMBER] = {FACE_SANS_BOLD, 44},
    [TYPE_FIGURE] = {FACE_SERIF_BOLD, 56},
    [TYPE_CHARACTERS] = {FACE_SANS_BOLD, 76},
    [TYPE_POSTER_SMALL] = {FACE_SERIF_BOLD, 64},
    [TYPE_POSTER] = {FACE_SERIF_BOLD, 84},
    [TYPE_POSTER_LARGE] = {FACE_SERIF_BOLD, 108},
    [TYPE_POSTER_HUGE] = {FACE_SERIF_BOLD, 140},
};

static Str8 galley_language(const Galley *galley) {
    return galley->locale != NULL ? locale_language(galley->locale) : STR8("en");
}

static bool text_is_rtl(const Galley *galley, GalleyText text) {
    TextDirection own = text.own_direction ? paper_text_direction(text.text) : TEXT_NEUTRAL;
    return own == TEXT_NEUTRAL ? galley->rtl : own == TEXT_RIGHT_TO_LEFT;
}

/* Noto's Arabic is drawn smaller on its body than its Latin, and reads badly first where type is
 * small. */
static double text_scale(const Galley *galley, GalleyText text) {
    int dots = galley_scaled(galley, TYPES[text.type].dots);
    bool larger = TYPES[text.type].dots <= TYPES[TYPE_LEAD].dots && text_is_rtl(galley, text);
    return (larger ? dots * (100 + RTL_MORE_PERCENT) / 100 : dots) / (double)LAYOUT_BASE_DOTS;
}

/* Fonts leave room between lines for marks on capitals, and Arabic ones for vowel signs above vowel
 * signs; Nastaliq needs all of its own. 0 = as the font wants it. */
static float line_spacing(const Galley *galley, GalleyText text) {
    bool serif = TYPES[text.type].face == FACE_SERIF_BOLD;
    if (!text_is_rtl(galley, text)) {
        return serif ? SERIF_LINE_SPACING : 0;
    }
    bool nastaliq = str8_starts_with(galley_language(galley), STR8("ur"));
    return nastaliq ? 0 : (serif ? NASKH_LINE_SPACING : ARABIC_LINE_SPACING);
}

static PangoAlignment text_alignment(const Galley *galley, GalleyAlign align) {
    if (align == GALLEY_CENTER) {
        return PANGO_ALIGN_CENTER;
    }
    return (align == GALLEY_START) == galley->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

/* Marks every byte whose character no font has; how many there are. */
static size_t unknown_mark(PangoLayout *layout, uint8_t *marks) {
    size_t count = 0;
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(iter);
        for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
            if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0) {
                marks[run->item->offset + run->glyphs->log_clusters[i]] = 1;
                count++;
            }
        }
    } while (pango_layout_iter_next_run(iter));
    pango_layout_iter_free(iter);
    return count;
}

/* Pango draws boxes with hexadecimal digits in them: noise to a family. */
static void unknown_replace(Galley *galley, PangoLayout *layout, Str8 text) {
    if (pango_layout_get_unknown_glyphs_count(layout) == 0) {
        return;
    }
    uint8_t *marks = ARENA_ARRAY(galley->arena, uint8_t, text.len + 1);
    Str8Builder out = builder_in(galley->arena, text.len * 3 + 1);
    if (marks == NULL || out.full) {
        galley_fail(galley, ERR_NO_MEMORY, "no memory for a text");
        return;
    }
    (void)unknown_mark(layout, marks);
    bool last = false; /* a sequence of several is one box */
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        (void)str8_next(text, &i);
        if (marks[start] == 0) {
            builder_add(&out, str8_slice(text, start, i));
        } else if (!last) {
            builder_add_code(&out, BOX_WITHOUT_GLYPH);
        }
        last = marks[start] != 0;
    }
    pango_layout_set_text(layout, out.buffer, (int)out.len);
}

/** Laid out in `width` dots (0 = one line) and kept until the galley is dropped; NULL when it has
 * failed or nothing is left of the text. */
static PangoLayout *text_make(Galley *galley, GalleyText text, int width, PangoWrapMode wrap) {
    if (text.text.len > GALLEY_TEXT_MAX) {
        galley_fail(galley, ERR_LIMIT, "a text was too long for paper");
    }
    Str8 clean = galley->code == ERR_OK ? paper_text_clean_whole(galley->arena, text.text, true)
                                        : (Str8){NULL, 0};
    TextHandle *handle = clean.len > 0 ? ARENA_NEW(galley->arena, TextHandle) : NULL;
    if (handle == NULL) {
        return NULL;
    }
    text.text = clean;
    double scale = text_scale(galley, text);
    PangoLayout *layout = layout_text_new(galley->layout, galley_language(galley),
                                          TYPES[text.type].face, text_is_rtl(galley, text));
    *handle = (TextHandle){.next = galley->texts, .layout = layout};
    galley->texts = handle;
    pango_layout_set_text(layout, clean.ptr, (int)clean.len);
    pango_layout_set_line_spacing(layout, line_spacing(galley, text));
    pango_layout_set_alignment(layout, text_alignment(galley, text.align));
    if (width > 0) {
        pango_layout_set_width(layout, (int)(width / scale * PANGO_SCALE));
        pango_layout_set_wrap(layout, wrap);
    }
    unknown_replace(galley, layout, clean);
    return layout;
}

static int dots_of(int units, double scale) {
    return (int)(units * scale / PANGO_SCALE + 0.999);
}

static int text_height(PangoLayout *layout, double scale) {
    int height = 0;
    pango_layout_get_size(layout, NULL, &height);
    return dots_of(height, scale);
}

/* Places every line; `x` is the left of the frame in the raster. */
static void lines_place(Galley *galley, PangoLayout *layout, GalleyText text, size_t page, int x,
                        int y) {
    double scale = text_scale(galley, text);
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    do {
        PangoRectangle line;
        pango_layout_iter_get_line_extents(iter, NULL, &line);
        int top = y + (int)(line.y * scale / PANGO_SCALE);
        GalleyBox box = {x, top, dots_of(line.width, scale), dots_of(line.height, scale)};
        Op *op = galley_op(galley, OP_LINE, page, box);
        if (op != NULL) {
            op->line = pango_layout_iter_get_line_readonly(iter);
            op->scale = scale;
            op->left = x + line.x * scale / PANGO_SCALE;
            op->baseline = y + pango_layout_iter_get_baseline(iter) * scale / PANGO_SCALE;
            op->white = text.white;
        }
    } while (pango_layout_iter_next_line(iter));
    pango_layout_iter_free(iter);
}

static int text_place(Galley *galley, const Frame *frame, GalleyText text, int height_min) {
    FOYER_ASSERT(frame->width > 0);
    PangoLayout *layout = text_make(galley, text, frame->width, PANGO_WRAP_WORD_CHAR);
    if (layout == NULL) {
        return height_min;
    }
    int height = text_height(layout, text_scale(galley, text));
    int above = height < height_min ? (height_min - height) / 2 : 0;
    GalleyBox box = galley_mirror(galley, (GalleyBox){frame->x, frame->y, frame->width, height});
    lines_place(galley, layout, text, frame->page, box.x, box.y + above);
    return height > height_min ? height : height_min;
}

void galley_text(Galley *galley, Frame *frame, GalleyText text) {
    frame->y += text_place(galley, frame, text, 0);
}

void galley_text_middle(Galley *galley, Frame *frame, GalleyText text, int height) {
    frame->y += text_place(galley, frame, text, height);
}

bool galley_text_fits(Galley *galley, GalleyText text, int width, int lines_max) {
    PangoLayout *layout = text_make(galley, text, width, PANGO_WRAP_WORD);
    if (layout == NULL) {
        return true;
    }
    int used = 0;
    pango_layout_get_size(layout, &used, NULL);
    return pango_layout_get_line_count(layout) <= lines_max &&
           used * text_scale(galley, text) / PANGO_SCALE <= width + 0.5;
}

void galley_text_fit(Galley *galley, Frame *frame, GalleyText text, const GalleyType *types,
                     size_t types_count, int lines_max) {
    FOYER_ASSERT(types_count > 0);
    for (size_t i = 0; i < types_count; i++) {
        text.type = types[i];
        if (galley_text_fits(galley, text, frame->width, lines_max)) {
            break;
        }
    }
    galley_text(galley, frame, text);
}

int galley_text_height(Galley *galley, GalleyText text, int width) {
    PangoLayout *layout = text_make(galley, text, width, PANGO_WRAP_WORD_CHAR);
    return layout != NULL ? text_height(layout, text_scale(galley, text)) : 0;
}
