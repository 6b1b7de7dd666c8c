#include "data/fold/fold.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    UNITS_MAX = 64,       /* UTF-16 units of a name that are looked at */
    LATIN_UNITS_MAX = 256 /* of its Latin reading */
};

struct Folder {
    UTransliterator *to_latin;
};

/* Letters that Unicode does not decompose but people type as another one. */
static const struct {
    uint32_t from;
    uint32_t to;
} SAME_LETTERS[] = {
    {0x00DF, 's'}, /* sharp s */
    {0x00E6, 'a'}, /* ae */
    {0x00F0, 'd'}, /* eth */
    {0x00F8, 'o'}, /* o with stroke */
    {0x00FE, 't'}, /* thorn */
    {0x0111, 'd'}, /* d with stroke */
    {0x0127, 'h'}, /* h with stroke */
    {0x0131, 'i'}, /* dotless i */
    {0x0142, 'l'}, /* l with stroke */
    {0x014B, 'n'}, /* eng */
    {0x0153, 'o'}, /* oe */
    {0x0167, 't'}, /* t with stroke */
    {0x0253, 'b'}, /* hooked letters of Hausa and Fula */
    {0x0257, 'd'},    {0x0199, 'k'}, {0x01B4, 'y'}, {0x0671, 0x0627}, /* alef wasla: alef */
    {0x0649, 0x064A},                                                 /* alef maksura: yeh */
    {0x0629, 0x0647},                                                 /* teh marbuta: heh */
    {0x06CC, 0x064A},                                                 /* Farsi yeh */
    {0x06A9, 0x0643},                                                 /* keheh: kaf */
    {0x06C1, 0x0647},                                                 /* heh goal */
    {0x06BE, 0x0647},                                                 /* heh doachashmee */
};

uint32_t fold_same_letter(uint32_t code) {
    for (size_t i = 0; i < sizeof SAME_LETTERS / sizeof SAME_LETTERS[0]; i++) {
        if (SAME_LETTERS[i].from == code) {
            return SAME_LETTERS[i].to;
        }
    }
    return code;
}

/* Marks and the modifier letters that stand for an apostrophe (okina, ayn) are no first letter. */
static bool counts_as_letter(uint32_t code) {
    int8_t type = u_charType((UChar32)code);
    return (u_isalpha((UChar32)code) && type != U_MODIFIER_LETTER && type != U_NON_SPACING_MARK &&
            type != U_COMBINING_SPACING_MARK) ||
           u_isdigit((UChar32)code);
}

/* ICU's U16_NEXT does not pass -Wsign-conversion. A lone surrogate is no letter, so it may stay. */
static uint32_t next_code(const UChar *text, int32_t *index, int32_t len) {
    uint32_t lead = text[(*index)++];
    if (!U16_IS_LEAD(lead) || *index >= len || !U16_IS_TRAIL(text[*index])) {
        return lead;
    }
    uint32_t trail = text[(*index)++];
    return 0x10000u + ((lead - 0xD800u) << 10) + (trail - 0xDC00u);
}

static uint32_t first_letter(const UChar *text, int32_t len) {
    for (int32_t i = 0; i < len;) {
        uint32_t code = next_code(text, &i, len);
        if (counts_as_letter(code)) {
            return fold_same_letter((uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT));
        }
    }
    return 0;
}

/* The first UNITS_MAX units: enough for any first letter; text is cut at a code point. */
static int32_t to_utf16(Str8 text, UChar out[UNITS_MAX]) {
    int32_t len = 0;
    for (size_t i = 0; i < text.len && len < UNITS_MAX - 1;) {
        UChar32 code = (UChar32)str8_next(text, &i);
        if (code < 0x10000) {
            out[len++] = (UChar)code;
        } else {
            out[len++] = U16_LEAD(code);
            out[len++] = U16_TRAIL(code);
        }
    }
    return len;
}

static uint32_t fold_first(const UChar *text, int32_t len) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    if (U_FAILURE(status)) {
        return first_letter(text, len);
    }
    /* No code point has more than 18 units in NFKD; a result that does not fit is cut. */
    UChar apart[UNITS_MAX * 4];
    int32_t apart_len = unorm2_normalize(nfkd, text, len, apart, UNITS_MAX * 4, &status);
    return U_SUCCESS(status) ? first_letter(apart, apart_len) : first_letter(text, len);
}

uint32_t fold_letter(Str8 typed) {
    UChar wide[UNITS_MAX];
    return fold_first(wide, to_utf16(typed, wide));
}

ErrCode folder_open(Folder **folder, Err *err) {
    static const UChar ID[] = {'A', 'n', 'y', '-', 'L', 'a', 't', 'i', 'n', 0};
    Folder *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for reading names");
    }
    UErrorCode status = U_ZERO_ERROR;
    made->to_latin = utrans_openU(ID, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) {
        free(made);
        return err_set(err, ERR_INTERNAL, "ICU has no Any-Latin: %s", u_errorName(status));
    }
    *folder = made;
    return ERR_OK;
}

void folder_close(Folder *folder) {
    if (folder != NULL) {
        utrans_close(folder->to_latin);
        free(folder);
    }
}

static void letters_put(FoldLetters *letters, uint32_t letter) {
    for (size_t i = 0; i < letters->count; i++) {
        if (letters->letters[i] == letter) {
            return;
        }
    }
    if (letter != 0 && letters->count < FOLD_LETTERS_MAX) {
        letters->letters[letters->count++] = letter;
    }
}

static bool is_latin(uint32_t letter) {
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)letter, &status);
    return U_SUCCESS(status) && (script == USCRIPT_LATIN || script == USCRIPT_COMMON);
}

void fold_letters_add(FoldLetters *letters, Folder *folder, Str8 name) {
    UChar wide[LATIN_UNITS_MAX];
    int32_t len = to_utf16(name, wide);
    uint32_t own = fold_first(wide, len);
    letters_put(letters, own);
    if (own == 0 || is_latin(own)) {
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = len;
    utrans_transUChars(folder->to_latin, wide, &len, LATIN_UNITS_MAX, 0, &limit, &status);
    if (U_SUCCESS(status)) {
        letters_put(letters, fold_first(wide, len < UNITS_MAX ? len : UNITS_MAX));
    }
}

static bool reads_otherwise(Str8 name) {
    for (size_t i = 0; i < name.len;) {
        uint32_t code = str8_next(name, &i);
        if (code >= 0x370 && counts_as_letter(code) && !is_latin(code)) {
            return true;
        }
    }
    return false;
}

Str8 fold_latin(Folder *folder, Arena *arena, Str8 name) {
    UChar wide[LATIN_UNITS_MAX];
    if (!reads_otherwise(name)) {
        return (Str8){NULL, 0};
    }
    int32_t len = to_utf16(name, wide);
    int32_t limit = len;
    int32_t bytes = 0;
    UErrorCode status = U_ZERO_ERROR;
    char *text = arena_alloc(arena, (size_t)LATIN_UNITS_MAX * 3);
    utrans_transUChars(folder->to_latin, wide, &len, LATIN_UNITS_MAX, 0, &limit, &status);
    if (text == NULL || U_FAILURE(status)) {
        return (Str8){NULL, 0};
    }
    u_strToUTF8(text, LATIN_UNITS_MAX * 3, &bytes, wide, len, &status);
    return U_SUCCESS(status) ? (Str8){text, (size_t)bytes} : (Str8){NULL, 0};
}
