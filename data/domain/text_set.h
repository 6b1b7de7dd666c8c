#ifndef FOYER_DATA_DOMAIN_TEXT_SET_H
#define FOYER_DATA_DOMAIN_TEXT_SET_H

#include <stddef.h>

#include "data/base/str8.h"

enum { TEXT_SET_MAX = 32 };

/** One text in several languages; the first is the language it was written in. */
typedef struct {
    struct TextIn {
        Str8 language; /* BCP 47 tag: "en", "es", "ar" */
        Str8 text;
    } const *items;
    size_t count; /* 0..TEXT_SET_MAX */
} TextSet;

typedef struct TextIn TextIn;

/**
 * The text in `language`, else in "en", else the first; empty when the set is.
 * @param found  [out, may be NULL] the language that was found: shown when it is another (rule 22)
 */
Str8 text_set_pick(TextSet set, Str8 language, Str8 *found);

#endif
