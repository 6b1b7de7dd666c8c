#include "data/fold/fold_words.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include "data/base/check.h"
#include "data/fold/fold.h"

enum {
    APART_UNITS_MAX = 20, /* no code point has more than 18 units in NFKD */
    LOWER_BYTES_MAX = 255,
};

typedef enum { SORT_BREAK, SORT_LETTER, SORT_DENSE, SORT_APOSTROPHE, SORT_NOTHING } Sort;

static bool script_has_no_spaces(uint32_t code) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)code, &status);
    return U_SUCCESS(status) &&
           (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
            script == USCRIPT_THAI || script == USCRIPT_LAO || script == USCRIPT_KHMER ||
            script == USCRIPT_MYANMAR);
}

static bool is_mark(int8_t type) {
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
           type == U_ENCLOSING_MARK;
}

static Sort sort_of(uint32_t code) {
    enum { TATWEEL = 0x0640 };
    if (code < 0x80) {
        bool letter = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
                      (code >= '0' && code <= '9');
        return letter ? SORT_LETTER : code == '\'' ? SORT_APOSTROPHE : SORT_BREAK;
    }
    if (code == 0x2019 || code == 0x02BC || code == 0xFF07) {
        return SORT_APOSTROPHE;
    }
    int8_t type = u_charType((UChar32)code);
    if (code == TATWEEL || type == U_FORMAT_CHAR) {
        return SORT_NOTHING;
    }
    if (is_mark(type) && u_getCombiningClass((UChar32)code) != 0) {
        return SORT_NOTHING;
    }
    if (!u_isalnum((UChar32)code) && !is_mark(type)) {
        return SORT_BREAK;
    }
    return code >= 0x0E00 && script_has_no_spaces(code) ? SORT_DENSE : SORT_LETTER;
}

static void put_unit(FoldWord *word, uint16_t unit) {
    if (word->count < FOLD_WORD_UNITS_MAX) {
        word->units[word->count++] = unit;
    }
}

static void put_code(FoldWord *word, uint32_t code) {
    if (code < 0x10000) {
        put_unit(word, (uint16_t)code);
    } else if (word->count + 2 <= FOLD_WORD_UNITS_MAX) {
        put_unit(word, (uint16_t)(0xD7C0 + (code >> 10)));
        put_unit(word, (uint16_t)(0xDC00 + (code & 0x3FF)));
    }
}

/* Letters that are written as two by who has no such key. */
static bool put_two(FoldWord *word, uint32_t code) {
    static const struct {
        uint32_t from;
        char to[2];
    } TWO[] = {
        {0x00DF, {'s', 's'}}, {0x00E6, {'a', 'e'}}, {0x0153, {'o', 'e'}}, {0x00FE, {'t', 'h'}}};
    for (size_t i = 0; i < sizeof TWO / sizeof TWO[0]; i++) {
        if (TWO[i].from == code) {
            put_unit(word, (uint16_t)TWO[i].to[0]);
            put_unit(word, (uint16_t)TWO[i].to[1]);
            return true;
        }
    }
    return false;
}

/* One code point of the decomposed text. */
static void put_folded(FoldWord *word, uint32_t code) {
    if (sort_of(code) != SORT_LETTER && sort_of(code) != SORT_DENSE) {
        return;
    }
    int32_t digit =
        u_charType((UChar32)code) == U_DECIMAL_DIGIT_NUMBER ? u_charDigitValue((UChar32)code) : -1;
    if (digit >= 0) {
        put_unit(word, (uint16_t)('0' + digit));
        return;
    }
    code = (uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT);
    if (!put_two(word, code)) {
        put_code(word, fold_same_letter(code));
    }
}

static void put_letter(FoldWord *word, uint32_t code) {
    if (code < 0x80) {
        put_unit(word, (uint16_t)(code >= 'A' && code <= 'Z' ? code + 32 : code));
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    UChar apart[APART_UNITS_MAX];
    int32_t len = U_SUCCESS(status) ? unorm2_getDecomposition(nfkd, (UChar32)code, apart,
                                                              APART_UNITS_MAX, &status)
                                    : -1;
    if (U_FAILURE(status) || len < 0) {
        put_folded(word, code);
        return;
    }
    for (int32_t i = 0; i < len; i++) {
        uint32_t unit = apart[i];
        if (unit >= 0xD800 && unit < 0xDC00 && i + 1 < len) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + ((uint32_t)apart[++i] - 0xDC00);
        }
        put_folded(word, unit);
    }
}

/* French and Haitian Creole: c' d' j' l' m' n' s' t' qu'. */
static bool is_elision(const FoldWord *word) {
    static const char LETTERS[] = "cdjlmnst";
    if (word->count == 2) {
        return word->units[0] == 'q' && word->units[1] == 'u';
    }
    for (size_t i = 0; word->count == 1 && LETTERS[i] != '\0'; i++) {
        if (word->units[0] == (uint16_t)LETTERS[i]) {
            return true;
        }
    }
    return false;
}

/* The pair that begins at words->index; the next one begins a character later. */
static bool take_dense(FoldWords *words, FoldWord *word) {
    size_t index = words->index;
    put_letter(word, str8_next(words->text, &index));
    words->index = index;
    word->end = index;
    word->dense = true;
    while (index < words->text.len) {
        uint32_t code = str8_next(words->text, &index);
        Sort sort = sort_of(code);
        if (sort == SORT_DENSE) {
            put_letter(word, code);
            word->end = index;
            words->in_run = true;
            return word->count > 0;
        }
        if (sort != SORT_NOTHING) {
            break;
        }
    }
    word->tail = words->in_run;
    words->in_run = false;
    return word->count > 0;
}

static bool take_word(FoldWords *words, FoldWord *word) {
    while (words->index < words->text.len) {
        size_t index = words->index;
        uint32_t code = str8_next(words->text, &index);
        Sort sort = sort_of(code);
        if (sort == SORT_BREAK || sort == SORT_DENSE ||
            (sort == SORT_APOSTROPHE && is_elision(word))) {
            break;
        }
        words->index = index;
        if (sort == SORT_LETTER) {
            put_letter(word, code);
            word->end = index;
        }
    }
    return word->count > 0;
}

FoldWords fold_words(Str8 text) {
    return (FoldWords){.text = text};
}

bool fold_words_next(FoldWords *words, FoldWord *word) {
    FOYER_ASSERT(words->index <= words->text.len);
    while (words->index < words->text.len) {
        size_t index = words->index;
        Sort sort = sort_of(str8_next(words->text, &index));
        *word = (FoldWord){.start = words->index, .end = words->index};
        if (sort == SORT_DENSE ? take_dense(words, word)
                               : sort == SORT_LETTER && take_word(words, word)) {
            return true;
        }
        if (sort != SORT_DENSE && sort != SORT_LETTER) {
            words->index = index;
        }
    }
    return false;
}

Str8 fold_lower(Arena *arena, Str8 word) {
    char bytes[LOWER_BYTES_MAX + 1];
    Str8Builder lower = builder_make(bytes, sizeof bytes);
    for (size_t i = 0; i < word.len;) {
        builder_add_code(&lower, (uint32_t)u_tolower((UChar32)str8_next(word, &i)));
    }
    return lower.full ? (Str8){NULL, 0} : str8_copy(arena, builder_text(&lower));
}
