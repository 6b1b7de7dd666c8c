#include "kiosk/paper/badge.h"

#include "data/base/check.h"
#include "kiosk/i18n/language.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/words.h"

/* A badge fills a box: the name in the middle as large as it can, the language across the bottom as
 * a black stripe. A long name makes the box higher, never the name cut. */

enum {
    BADGE_HEIGHT = 400,       /* dots of a tape's label */
    BADGE_WIDTH_SHEET = 704,  /* 88 mm */
    BADGE_HEIGHT_SHEET = 480, /* 60 mm */
    BADGE_ACROSS = 2,
    STRIPE_HEIGHT = 64,
    BADGE_PAD = 16,
};

typedef struct {
    const PaperWords *words;
    const Event *event;
    int height; /* at least */
} BadgeForm;

static GalleyText centred(GalleyType type, Str8 text) {
    return (GalleyText){.text = text, .type = type, .align = GALLEY_CENTER, .own_direction = true};
}

/* The role in English too: a badge is read by everybody. */
static Str8 role_words(Galley *galley, const PaperWords *words, PersonRole role) {
    const Str8 both[] = {words_role(words->locale, role), words_role(words->english, role)};
    return words_join(galley_arena(galley), both, part_is_english(words) ? 1 : 2, STR8(" · "));
}

/** What stands around the name. */
typedef struct {
    GalleyText school;
    GalleyText role;
    GalleyText event;
    GalleyText date;
} BadgeTexts;

static BadgeTexts badge_texts(Galley *galley, const BadgeForm *form, const Badge *badge) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    BadgeTexts texts = {
        .school = centred(TYPE_NOTE, words_pick(arena, locale, form->words->school->name, NULL))};
    if (paper_text_clean(arena, badge->first_name).len > 0) {
        texts.role = centred(TYPE_LEAD, role_words(galley, form->words, badge->role));
    } else if (!part_is_english(form->words)) {
        texts.role = centred(TYPE_LEAD, words_role(form->words->english, badge->role));
    }
    if (form->event != NULL) {
        texts.event = centred(TYPE_NOTE_BOLD, words_pick(arena, locale, form->event->title, NULL));
        texts.date = centred(TYPE_NOTE, locale_date_long(locale, arena, form->event->start_utc_ms));
    }
    return texts;
}

static int texts_height(Galley *galley, const BadgeTexts *texts, int width) {
    return galley_text_height(galley, texts->school, width) +
           galley_text_height(galley, texts->role, width) +
           galley_text_height(galley, texts->event, width) +
           galley_text_height(galley, texts->date, width);
}

/* In the middle of the height that is left for it; two lines for two words. Rather than set a name
 * small, the badge becomes higher. */
static void name_set(Galley *galley, Frame *frame, const BadgeForm *form, const Badge *badge,
                     int height) {
    static const GalleyType TYPES[] = {TYPE_POSTER_HUGE,  TYPE_POSTER_LARGE, TYPE_POSTER,
                                       TYPE_POSTER_SMALL, TYPE_TITLE,        TYPE_LEAD};
    enum { TYPES_COUNT = sizeof TYPES / sizeof TYPES[0] };
    Str8 name = paper_text_clean(galley_arena(galley), badge->first_name);
    Str8 shown = name.len > 0 ? name : words_role(form->words->locale, badge->role);
    int lines = str8_find(shown, STR8(" ")) < shown.len ? 2 : 1;
    GalleyText text = centred(TYPES[TYPES_COUNT - 1], shown);
    for (size_t i = 0; i < TYPES_COUNT; i++) {
        text.type = TYPES[i];
        bool high =
            TYPES[i] > TYPE_POSTER_SMALL && galley_text_height(galley, text, frame->width) > height;
        if (!high && galley_text_fits(galley, text, frame->width, lines)) {
            break;
        }
    }
    galley_text_middle(galley, frame, text, height);
}

static void stripe_set(Galley *galley, Frame *frame, Str8 language) {
    int height = galley_scaled(galley, STRIPE_HEIGHT);
    if (language.len > 0) {
        Frame inside = *frame;
        galley_fill(galley, frame->page, (GalleyBox){frame->x, frame->y, frame->width, height});
        galley_text_middle(galley, &inside,
                           (GalleyText){.text = language_name(language),
                                        .type = TYPE_LEAD,
                                        .align = GALLEY_CENTER,
                                        .own_direction = true,
                                        .white = true},
                           height);
    }
    frame->y += height;
}

/** Sets one badge into `cell` and moves it below. */
static void badge_set(Galley *galley, Frame *cell, const BadgeForm *form, const Badge *badge) {
    int pad = galley_scaled(galley, BADGE_PAD);
    int stripe = galley_scaled(galley, STRIPE_HEIGHT);
    BadgeTexts texts = badge_texts(galley, form, badge);
    Frame inside = *cell;
    inside.x += pad;
    inside.width -= 2 * pad;
    inside.y += pad;
    int around = texts_height(galley, &texts, inside.width) + 2 * pad + stripe;
    galley_text(galley, &inside, texts.school);
    name_set(galley, &inside, form, badge, form->height > around ? form->height - around : 0);
    galley_text(galley, &inside, texts.role);
    galley_text(galley, &inside, texts.event);
    galley_text(galley, &inside, texts.date);
    cell->y = inside.y + pad;
    stripe_set(galley, cell, badge->language);
}

static void labels_set(Galley *galley, const BadgeForm *form, const Badge *badges, size_t count) {
    Frame frame = galley_frame(galley);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            galley_page_begin(galley, &frame);
        }
        badge_set(galley, &frame, form, &badges[i]);
    }
}

/* Cells of a row are as high as its highest, and are cut along their outlines. */
static void row_set(Galley *galley, Frame *frame, const BadgeForm *form, const Badge *badges,
                    size_t count) {
    int below = frame->y;
    galley_block_begin(galley, frame);
    for (size_t i = 0; i < count; i++) {
        Frame cell = *frame;
        cell.x += (int)i * BADGE_WIDTH_SHEET;
        cell.width = BADGE_WIDTH_SHEET;
        badge_set(galley, &cell, form, &badges[i]);
        below = cell.y > below ? cell.y : below;
    }
    for (size_t i = 0; i < count; i++) {
        GalleyBox box = {frame->x + (int)i * BADGE_WIDTH_SHEET, frame->y, BADGE_WIDTH_SHEET,
                         below - frame->y};
        galley_outline(galley, frame->page, box, 2, 8);
    }
    frame->y = below;
    galley_block_end(galley, frame, NULL, NULL);
}

static void sheet_set(Galley *galley, const BadgeForm *form, const Badge *badges, size_t count) {
    Frame frame = galley_frame(galley);
    frame.x = (galley_size(galley).width_dots - BADGE_ACROSS * BADGE_WIDTH_SHEET) / 2;
    for (size_t i = 0; i < count; i += BADGE_ACROSS) {
        size_t left = count - i;
        row_set(galley, &frame, form, badges + i, left < BADGE_ACROSS ? left : BADGE_ACROSS);
    }
}

ErrCode badge_paper(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                    const Event *event, const Badge *badges, size_t count, Paper *paper, Err *err) {
    if (count == 0 || count > BADGES_MAX) {
        return err_set(err, count == 0 ? ERR_INVALID : ERR_LIMIT, "%zu badges", count);
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a badge");
    }
    galley_speak(galley, words->locale);
    bool sheet = galley_is_sheet(galley);
    BadgeForm form = {words, event, sheet ? BADGE_HEIGHT_SHEET : BADGE_HEIGHT};
    if (sheet) {
        sheet_set(galley, &form, badges, count);
    } else {
        labels_set(galley, &form, badges, count);
    }
    return galley_print(galley, arena, paper, err);
}
