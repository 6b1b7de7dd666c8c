#include "data/search/stem.h"

#include <string.h>

#include "data/base/check.h"

enum {
    ALEF = 0x627,
    BEH = 0x628,
    TEH = 0x62A,
    FEH = 0x641,
    KAF = 0x643,
    LAM = 0x644,
    HEH = 0x647,
    NOON = 0x646,
    WAW = 0x648,
    YEH = 0x64A,
    ARABIC_REST_MIN = 3, /* letters that stay */
};

static bool is_latin(const FoldWord *word) {
    for (size_t i = 0; i < word->count; i++) {
        if (word->units[i] < 'a' || word->units[i] > 'z') {
            return false;
        }
    }
    return true;
}

static bool is_arabic(const FoldWord *word) {
    return word->units[0] >= 0x620 && word->units[0] <= 0x6FF;
}

static uint16_t last(const FoldWord *word, size_t back) {
    FOYER_ASSERT(back < word->count);
    return word->units[word->count - 1 - back];
}

/* "classes", "boxes", "churches": the vowel belongs to the ending. */
static bool is_hissing_plural(const FoldWord *word) {
    if (word->count < 5 || last(word, 0) != 's' || last(word, 1) != 'e') {
        return false;
    }
    uint16_t before = last(word, 2);
    return before == 'x' || before == 'z' || (before == 's' && last(word, 3) == 's') ||
           (before == 'h' && (last(word, 3) == 'c' || last(word, 3) == 's'));
}

static void stem_latin(FoldWord *word) {
    if (is_hissing_plural(word)) {
        word->count -= 2;
    } else if (word->count >= 4 && last(word, 0) == 's' && last(word, 1) != 's' &&
               last(word, 1) != 'u' && last(word, 1) != 'i') {
        word->count--;
    }
    uint16_t end = last(word, 0);
    if (word->count >= 5 && (end == 'e' || end == 'a' || end == 'o')) {
        word->count--;
        end = last(word, 0);
    }
    if (word->count >= 4 && end == 'y') {
        word->units[word->count - 1] = 'i';
    }
}

static void drop_front(FoldWord *word, size_t count) {
    memmove(word->units, word->units + count, (word->count - count) * sizeof word->units[0]);
    word->count -= count;
}

/* "and", "in the", "for the": w-, al-, wal-, bal-, kal-, fal-, lil-. */
static void drop_article(FoldWord *word) {
    const uint16_t *units = word->units;
    if (word->count >= 3 + ARABIC_REST_MIN &&
        (units[0] == WAW || units[0] == BEH || units[0] == KAF || units[0] == FEH) &&
        units[1] == ALEF && units[2] == LAM) {
        drop_front(word, 3);
    } else if (word->count >= 2 + ARABIC_REST_MIN &&
               ((units[0] == ALEF && units[1] == LAM) || (units[0] == LAM && units[1] == LAM))) {
        drop_front(word, 2);
    }
}

/* Plurals, feminines and "my", "her": -at, -un, -in, -ha, -ya, -a, -i. */
static void stem_arabic(FoldWord *word) {
    drop_article(word);
    if (word->count >= 2 + ARABIC_REST_MIN) {
        uint16_t end = last(word, 0);
        uint16_t before = last(word, 1);
        if ((before == ALEF && end == TEH) || (before == WAW && end == NOON) ||
            (before == YEH && end == NOON) || (before == HEH && end == ALEF) ||
            (before == YEH && end == HEH)) {
            word->count -= 2;
            return;
        }
    }
    if (word->count >= 1 + ARABIC_REST_MIN && (last(word, 0) == HEH || last(word, 0) == YEH)) {
        word->count--;
    }
}

void stem_word(FoldWord *word) {
    FOYER_ASSERT(word->count > 0);
    if (is_latin(word)) {
        stem_latin(word);
    } else if (is_arabic(word)) {
        stem_arabic(word);
    }
    FOYER_ASSERT(word->count > 0);
}
