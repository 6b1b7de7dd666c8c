#ifndef FOYER_KIOSK_PAPER_FAMILY_CARD_H
#define FOYER_KIOSK_PAPER_FAMILY_CARD_H

#include "data/domain/household.h"
#include "kiosk/paper/layout.h"

/*
 * Family card: a random number as a code and as 8 characters, nothing else (rule 18). The code says
 * FAMILY_CARD_PREFIX and the characters: a word no other reader acts on.
 */
enum { FAMILY_CARDS_MAX = 1600 };

#define FAMILY_CARD_PREFIX "FOYER:"

typedef struct {
    Str8 code;  /* CARD_CODE_LEN symbols of CARD_ALPHABET; anything else is ERR_INVALID */
    Str8 label; /* stands outside the card and is cut off: "S. A., 4 people"; may be empty */
} FamilyCard;

/** One card on a roll, a label or a sheet, without its label. */
MUST_USE ErrCode family_card_paper(PaperLayout *layout, Arena *arena, PaperKind kind,
                                   const FamilyCard *card, Paper *paper, Err *err);

/**
 * Cards for all households, in the given order, with lines to cut along. On Letter and A4 eight
 * a page, on rolls one below the other.
 * @param count  1..FAMILY_CARDS_MAX
 */
MUST_USE ErrCode family_card_sheet(PaperLayout *layout, Arena *arena, PaperKind kind,
                                   const FamilyCard *cards, size_t count, Paper *paper, Err *err);

#endif
