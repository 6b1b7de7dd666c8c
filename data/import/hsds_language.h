#ifndef FOYER_DATA_IMPORT_HSDS_LANGUAGE_H
#define FOYER_DATA_IMPORT_HSDS_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/str8.h"

enum { HSDS_LANGUAGES_MAX = 32 };

/** What cells about languages say together. */
typedef struct {
    Str8 tags[HSDS_LANGUAGES_MAX]; /* BCP 47, no doubles, in the order they came */
    size_t count;
    bool interpreter; /* somebody interprets, or other languages can be had */
    bool unknown;     /* a cell said nothing that is known */
} HsdsLanguages;

/**
 * Add what one cell says: a code (ISO 639-1, -2, -3 or BCP 47), a name ("Creole", "Haitian-Creole",
 * "Espanol"), several of them, or a sentence ("Spanish (limited), interpreters available").
 * Languages of papers and web pages only ("Chinese (website)") are not spoken and not added.
 */
void hsds_languages_add(Arena *arena, HsdsLanguages *languages, Str8 cell);

#endif
