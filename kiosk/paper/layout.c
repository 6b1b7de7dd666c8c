#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>

#include "data/base/check.h"
#include "kiosk/paper/galley.h"
#include "kiosk/paper/layout_private.h"

/*
 * 1. Fontconfig is given a configuration of our own: a family's paper does not depend on what is
 *    set for the user the kiosk runs as. Its cache is the system's.
 * 2. Which face sets a character is decided by the lists below and nothing else; scripts that they
 *    do not name come last, from whatever the same folders hold.
 */

enum {
    SCRATCH_BLOCK = 64 << 10,
    SCRATCH_MAX = 64 << 20,
    FAMILIES_TEXT_MAX = 1024,
    LANGUAGE_TAG_MAX = 36
};

static const char FONTS_CONFIG[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
    "<dir>/usr/share/fonts/truetype/noto</dir><dir>/usr/share/fonts/opentype/noto</dir>"
    "<dir>/usr/share/fonts/truetype/padauk</dir><cachedir>/var/cache/fontconfig</cachedir>"
    "<selectfont><rejectfont><glob>*Mono*</glob></rejectfont>"
    "<rejectfont><glob>*Italic*</glob></rejectfont>"
    "<rejectfont><glob>*Display*</glob></rejectfont></selectfont></fontconfig>";

static const char SANS[] =
    "Noto Sans Arabic,Noto Sans CJK SC,Padauk,Noto Sans Devanagari,Noto Sans Bengali,"
    "Noto Sans Gurmukhi,Noto Sans Gujarati,Noto Sans Tamil,Noto Sans Telugu,Noto Sans Sinhala,"
    "Noto Sans Ethiopic,Noto Sans Khmer,Noto Sans Thai,Noto Sans Lao,Noto Sans Hebrew,"
    "Noto Sans Armenian,Noto Sans Georgian,Noto Sans NKo,Noto Sans Adlam,Noto Sans Syriac,"
    "Noto Sans Cherokee,Noto Sans Symbols,Noto Sans Symbols2";
static const char SERIF[] =
    "Noto Naskh Arabic,Noto Serif CJK SC,Noto Serif Devanagari,Noto Serif Bengali,"
    "Noto Serif Ethiopic,Noto Serif Khmer,Noto Serif Thai,Noto Serif Lao,Noto Serif Hebrew,"
    "Noto Serif Armenian,Noto Serif Georgian";

typedef struct {
    const char *language; /* and everything that begins with it and a hyphen */
    const char *sans;
    const char *serif;
} LanguageFamilies;

/* Only where several faces draw one script in different ways. */
static const LanguageFamilies LANGUAGES[] = {
    {"ur", "Noto Nastaliq Urdu", "Noto Nastaliq Urdu"},
    {"zh-Hant", "Noto Sans CJK TC", "Noto Serif CJK TC"},
    {"zh-TW", "Noto Sans CJK TC", "Noto Serif CJK TC"},
    {"zh-HK", "Noto Sans CJK HK", "Noto Serif CJK HK"},
    {"yue", "Noto Sans CJK HK", "Noto Serif CJK HK"},
    {"ja", "Noto Sans CJK JP", "Noto Serif CJK JP"},
    {"ko", "Noto Sans CJK KR", "Noto Serif CJK KR"},
};

static const PaperSize SIZES[PAPER_KIND_COUNT] = {
    [PAPER_ROLL_58] = {384, 0, 8, 58000, 0},
    [PAPER_ROLL_80] = {576, 0, 16, 80000, 0},
    [PAPER_LABEL_62] = {464, 0, 16, 62000, 0},
    [PAPER_LETTER] = {1726, 2233, 120, 215900, 279400},
    [PAPER_A4] = {1678, 2374, 120, 210000, 297000},
};

PaperSize paper_size(PaperKind kind) {
    FOYER_ASSERT((int)kind >= 0 && kind < PAPER_KIND_COUNT);
    return SIZES[kind];
}

static const LanguageFamilies *families_of(Str8 language) {
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        Str8 begin = str8_from(LANGUAGES[i].language);
        if (str8_starts_with(language, begin) &&
            (language.len == begin.len || language.ptr[begin.len] == '-')) {
            return &LANGUAGES[i];
        }
    }
    return NULL;
}

static void family_add(Str8Builder *list, const char *family) {
    builder_add(list, list->len > 0 ? STR8(",") : STR8(""));
    builder_add(list, str8_from(family));
}

static PangoFontDescription *face_description(Str8 language, Face face) {
    char buffer[FAMILIES_TEXT_MAX];
    Str8Builder list = builder_make(buffer, sizeof buffer);
    const LanguageFamilies *own = families_of(language);
    if (face == FACE_SERIF_BOLD) {
        family_add(&list, "Noto Serif");
        if (own != NULL) {
            family_add(&list, own->serif);
        }
        family_add(&list, SERIF);
    }
    family_add(&list, "Noto Sans");
    if (own != NULL) {
        family_add(&list, own->sans);
    }
    family_add(&list, SANS);
    FOYER_ASSERT(!list.full);
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, buffer);
    pango_font_description_set_weight(description,
                                      face == FACE_SANS ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
    pango_font_description_set_absolute_size(description, LAYOUT_BASE_DOTS * (double)PANGO_SCALE);
    return description;
}

PangoLayout *layout_text_new(PaperLayout *layout, Str8 language, Face face, bool rtl) {
    char tag[LANGUAGE_TAG_MAX];
    Str8Builder builder = builder_make(tag, sizeof tag);
    builder_add(&builder, language);
    PangoLayout *text = pango_layout_new(layout->contexts[rtl]);
    PangoFontDescription *description = face_description(language, face);
    pango_layout_set_font_description(text, description);
    pango_font_description_free(description);
    pango_layout_set_auto_dir(text, FALSE);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_language_new(pango_language_from_string(tag)));
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(text, attributes);
    pango_attr_list_unref(attributes);
    return text;
}

static PangoContext *context_new(PangoFontMap *fonts, PangoDirection direction) {
    PangoContext *context = pango_font_map_create_context(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_base_dir(context, direction);
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

static PangoFontMap *fonts_new(void) {
    FcConfig *config = FcConfigCreate();
    PangoFontMap *fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    bool usable = config != NULL && fonts != NULL &&
                  FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)FONTS_CONFIG, FcTrue) &&
                  FcConfigBuildFonts(config) && FcConfigGetFonts(config, FcSetSystem) != NULL &&
                  FcConfigGetFonts(config, FcSetSystem)->nfont > 0;
    if (usable) {
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), config);
    } else if (fonts != NULL) {
        g_object_unref(fonts);
        fonts = NULL;
    }
    if (config != NULL) {
        FcConfigDestroy(config);
    }
    return fonts;
}

ErrCode paper_layout_new(PaperLayout **layout, Err *err) {
    FOYER_ASSERT(layout != NULL);
    PaperLayout *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the layout of paper");
    }
    made->fonts = fonts_new();
    if (made->fonts == NULL) {
        free(made);
        return err_set(err, ERR_NOT_FOUND, "no fonts for paper: fonts-noto-core is missing");
    }
    made->contexts[0] = context_new(made->fonts, PANGO_DIRECTION_LTR);
    made->contexts[1] = context_new(made->fonts, PANGO_DIRECTION_RTL);
    made->scratch = arena_make(SCRATCH_BLOCK, SCRATCH_MAX);
    *layout = made;
    return ERR_OK;
}

void paper_layout_free(PaperLayout *layout) {
    if (layout == NULL) {
        return;
    }
    arena_free(&layout->scratch);
    g_object_unref(layout->contexts[0]);
    g_object_unref(layout->contexts[1]);
    g_object_unref(layout->fonts);
    free(layout);
}

void paper_layout_warm(PaperLayout *layout, const Locale *locale) {
    for (Face face = FACE_SANS; face < FACE_COUNT; face++) {
        PangoLayout *text =
            layout_text_new(layout, locale_language(locale), face, locale_is_rtl(locale));
        Str8 name = locale_name(locale);
        int width = 0;
        pango_layout_set_text(text, name.ptr, (int)name.len);
        pango_layout_get_size(text, &width, NULL);
        g_object_unref(text);
    }
}
