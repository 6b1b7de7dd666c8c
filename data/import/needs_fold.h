#ifndef FOYER_DATA_IMPORT_NEEDS_FOLD_H
#define FOYER_DATA_IMPORT_NEEDS_FOLD_H

#include "data/base/str8.h"

/**
 * Text as the need table compares it: lower case, without marks and plural endings, every word
 * between single spaces ("Children's Clinics & Pantries" = "children clinic pantry"). A '*' stays
 * at the end of a word (a pattern's open end). Pure.
 *
 * @return a piece of `buffer`; cut at a character when it is full
 */
Str8 needs_fold(Str8 text, char *buffer, size_t size);

#endif
