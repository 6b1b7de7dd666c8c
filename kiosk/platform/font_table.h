#ifndef FOYER_KIOSK_PLATFORM_FONT_TABLE_H
#define FOYER_KIOSK_PLATFORM_FONT_TABLE_H

#include "kiosk/ui/text.h"

/* Which font files there are and in which order a language wants them. Plain tables, no SDL. */

enum { FONT_RANGES_MAX = 4 };

/** A face in four variants; a script without a serif or bold face repeats what it has. */
typedef struct {
    const char *sans; /* below the fonts' folder */
    const char *sans_bold;
    const char *serif;
    const char *serif_bold;
    int index; /* in a collection */
    struct {
        uint32_t first, last;
    } ranges[FONT_RANGES_MAX]; /* what it may be asked for beside ASCII and general punctuation;
                                  none = anything */
} FontFamily;

size_t font_families_count(void);
const FontFamily *font_family(size_t number);
/** The family for `language` at place `nth` of its list, or -1 past the end. */
int font_family_for(Str8 language, int nth);
/** Whether it is worth opening the file to look for this character. */
bool font_family_may_have(const FontFamily *family, uint32_t code);

#endif
