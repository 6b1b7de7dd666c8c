#ifndef FOYER_KIOSK_I18N_LANGUAGE_H
#define FOYER_KIOSK_I18N_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/str8.h"

/** A language as families know it (rule 20: its name in itself, no flag). */
typedef struct {
    Str8 tag;    /* BCP 47: "en", "es", "zh-Hans" */
    Str8 name;   /* "Español" */
    Str8 script; /* ISO 15924: "Latn", "Arab", "Hans" */
    bool rtl;
    bool has_catalogue; /* its PO file is complete: only such languages are offered */
} Language;

/** All known languages in the order of the languages screen; static. Names of services' languages
 *  come from here too, so it holds more than the kiosk offers. */
const Language *language_all(size_t *count);

/** The entry of `tag`, else of its primary subtag ("es-MX" -> "es"), else NULL. Case is ignored. */
const Language *language_find(Str8 tag);

/** The name of `tag` in itself, or the tag when it is not known. */
Str8 language_name(Str8 tag);

#endif
