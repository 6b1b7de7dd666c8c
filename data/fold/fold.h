#ifndef FOYER_DATA_FOLD_FOLD_H
#define FOYER_DATA_FOLD_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/err.h"
#include "data/base/str8.h"

enum { FOLD_LETTERS_MAX = 4 };

/**
 * The letters that a person may be asked for: first letters of names, folded so that what families
 * type is what the school wrote (rule 14: José = jose, Đặng = d, أحمد = احمد).
 */
typedef struct {
    uint32_t letters[FOLD_LETTERS_MAX]; /* folded code points, no doubles */
    size_t count;
} FoldLetters;

/**
 * The first letter or digit of `typed` as its folded code point: lower case, without marks, Arabic
 * letter forms and compatibility forms made one, Hangul as its first consonant; Han kept.
 * Works without any opened object; any thread.
 *
 * @return 0 when there is none
 */
uint32_t fold_letter(Str8 typed);

/** Reads other scripts as Latin letters (ICU Any-Latin). One thread. */
typedef struct Folder Folder;

/** @return ERR_OK, ERR_INTERNAL when ICU's data is missing; close with folder_close */
ErrCode folder_open(Folder **folder, Err *err) MUST_USE;
/** NULL is allowed. */
void folder_close(Folder *folder);

/**
 * Add the letters that `name` answers to: its own first letter and, when that is not Latin, the
 * first one of its Latin reading (王小明: 王 and w). Nothing is added past FOLD_LETTERS_MAX.
 */
void fold_letters_add(FoldLetters *letters, Folder *folder, Str8 name);

/**
 * The letter that people type for `code`, which is in lower case and decomposed: "d" for a d with
 * stroke, alef for alef wasla; most are themselves. Any thread.
 */
uint32_t fold_same_letter(uint32_t code);

/**
 * `name` (its first 64 UTF-16 units) in Latin letters, in the arena; empty when it has no letter of
 * another script.
 */
Str8 fold_latin(Folder *folder, Arena *arena, Str8 name);

#endif
