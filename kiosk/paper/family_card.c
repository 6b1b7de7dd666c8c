#include "kiosk/paper/family_card.h"

#include <string.h>

#include "data/base/check.h"
#include "kiosk/paper/galley.h"
#include "kiosk/paper/paper_text.h"

/* A card is as large as a bank card where there is room: the code, and beside it its characters in
 * two groups of four, as they are typed. */

enum {
    CARD_WIDTH = 684,  /* 85.6 mm */
    CARD_HEIGHT = 431, /* 54 mm */
    CARD_HEIGHT_ROLL = 320,
    CARD_ACROSS = 2,
    CARD_PAD = 24,
    CARD_GAP = 16,
    CARD_LABEL_HEIGHT = 44,
    CARD_BESIDE_MIN = 420, /* narrower paper has the characters under the code */
    CARD_MODULE_MAX = 13,
    CHARACTERS_WIDTH = 206,
    CHARACTERS_WIDTH_ROOMY = 264,
    GROUP = CARD_CODE_LEN / 2,
};

static bool code_is_sound(Str8 code) {
    for (size_t i = 0; i < code.len; i++) {
        if (memchr(CARD_ALPHABET, code.ptr[i], sizeof CARD_ALPHABET - 1) == NULL) {
            return false;
        }
    }
    return code.len == CARD_CODE_LEN;
}

static Str8 card_payload(Galley *galley, Str8 code) {
    return str8_format(galley_arena(galley), FAMILY_CARD_PREFIX "%.*s", STR8_ARG(code));
}

static void groups_set(Galley *galley, Frame *frame, Str8 code, int height) {
    Str8 groups =
        str8_format(galley_arena(galley), "%.*s %.*s", GROUP, code.ptr, GROUP, code.ptr + GROUP);
    galley_text_middle(
        galley, frame,
        (GalleyText){.text = groups, .type = TYPE_CHARACTERS, .align = GALLEY_CENTER}, height);
}

static int card_module(Galley *galley, Str8 payload, int side) {
    return galley_code_module(galley, payload, side, CARD_MODULE_MAX);
}

/* In the middle of `cell`, `height` high. */
static void card_set(Galley *galley, Frame *cell, const FamilyCard *card, int height) {
    Str8 payload = card_payload(galley, card->code);
    bool beside = cell->width >= CARD_BESIDE_MIN;
    bool roomy = cell->width >= CARD_WIDTH - 2 * CARD_PAD;
    int characters = galley_scaled(galley, roomy ? CHARACTERS_WIDTH_ROOMY : CHARACTERS_WIDTH);
    int room = beside ? cell->width - characters : cell->width;
    int module = card_module(galley, payload, room < height || !beside ? room : height);
    Frame codes = *cell;
    int side = galley_code_side(galley, payload, module);
    codes.x += beside ? 0 : (cell->width - side) / 2;
    codes.y += side < height ? (height - side) / 2 : 0;
    galley_code(galley, &codes, payload, module);
    Frame texts = *cell;
    texts.x += beside ? side : 0;
    texts.width -= beside ? side : 0;
    texts.y = beside ? texts.y : codes.y;
    groups_set(galley, &texts, card->code, beside && side < height ? height : 0);
    cell->y = texts.y > codes.y ? texts.y : codes.y;
}

/* Cut out of a sheet: an outline of dashes with the card inside and the label above. */
static void cell_set(Galley *galley, const Frame *frame, const FamilyCard *card) {
    Frame label = *frame;
    Str8 words = paper_text_clean(galley_arena(galley), card->label);
    galley_text_middle(galley, &label,
                       (GalleyText){.text = words, .type = TYPE_NOTE, .own_direction = true},
                       CARD_LABEL_HEIGHT);
    Frame inside = *frame;
    inside.y = label.y;
    galley_outline(galley, frame->page, (GalleyBox){frame->x, inside.y, CARD_WIDTH, CARD_HEIGHT}, 2,
                   8);
    inside.x += CARD_PAD;
    inside.width -= 2 * CARD_PAD;
    inside.y += CARD_PAD;
    card_set(galley, &inside, card, CARD_HEIGHT - 2 * CARD_PAD);
}

static void sheet_set(Galley *galley, const FamilyCard *cards, size_t count) {
    Frame frame = galley_frame(galley);
    int width = CARD_ACROSS * CARD_WIDTH + CARD_GAP;
    frame.x = (galley_size(galley).width_dots - width) / 2;
    for (size_t i = 0; i < count; i++) {
        Frame cell = frame;
        cell.x += (int)(i % CARD_ACROSS) * (CARD_WIDTH + CARD_GAP);
        cell.width = CARD_WIDTH;
        if (i % CARD_ACROSS == 0) {
            galley_block_begin(galley, &frame);
        }
        cell_set(galley, &cell, &cards[i]);
        if (i % CARD_ACROSS == CARD_ACROSS - 1 || i == count - 1) {
            frame.y += CARD_LABEL_HEIGHT + CARD_HEIGHT;
            galley_block_end(galley, &frame, NULL, NULL);
        }
    }
}

static void roll_set(Galley *galley, const FamilyCard *cards, size_t count) {
    Frame frame = galley_frame(galley);
    for (size_t i = 0; i < count; i++) {
        galley_block_begin(galley, &frame);
        if (cards[i].label.len > 0) {
            galley_text(galley, &frame,
                        (GalleyText){.text = paper_text_clean(galley_arena(galley), cards[i].label),
                                     .type = TYPE_NOTE,
                                     .own_direction = true});
        }
        if (count > 1) {
            galley_rule(galley, &frame, 2, 8);
            frame.y += CARD_PAD;
        }
        card_set(galley, &frame, &cards[i], CARD_HEIGHT_ROLL);
        if (count > 1) {
            frame.y += CARD_PAD;
            galley_rule(galley, &frame, 2, 8);
        }
        galley_block_end(galley, &frame, NULL, NULL);
    }
}

static ErrCode cards_check(const FamilyCard *cards, size_t count, Err *err) {
    if (count == 0 || count > FAMILY_CARDS_MAX) {
        return err_set(err, count == 0 ? ERR_INVALID : ERR_LIMIT, "%zu family cards", count);
    }
    for (size_t i = 0; i < count; i++) {
        if (!code_is_sound(cards[i].code)) {
            return err_set(err, ERR_INVALID, "family card %zu has no code of %d symbols", i + 1,
                           (int)CARD_CODE_LEN);
        }
    }
    return ERR_OK;
}

static ErrCode cards_make(PaperLayout *layout, Arena *arena, PaperKind kind,
                          const FamilyCard *cards, size_t count, Paper *paper, Err *err) {
    ErrCode code = cards_check(cards, count, err);
    if (code != ERR_OK) {
        return code;
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for family cards");
    }
    if (galley_is_sheet(galley)) {
        sheet_set(galley, cards, count);
    } else {
        roll_set(galley, cards, count);
    }
    return galley_print(galley, arena, paper, err);
}

ErrCode family_card_paper(PaperLayout *layout, Arena *arena, PaperKind kind, const FamilyCard *card,
                          Paper *paper, Err *err) {
    FOYER_ASSERT(card != NULL);
    FamilyCard alone = {.code = card->code};
    return cards_make(layout, arena, kind, &alone, 1, paper, err);
}

ErrCode family_card_sheet(PaperLayout *layout, Arena *arena, PaperKind kind,
                          const FamilyCard *cards, size_t count, Paper *paper, Err *err) {
    return cards_make(layout, arena, kind, cards, count, paper, err);
}
