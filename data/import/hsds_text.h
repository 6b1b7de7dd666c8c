#ifndef FOYER_DATA_IMPORT_HSDS_TEXT_H
#define FOYER_DATA_IMPORT_HSDS_TEXT_H

#include "data/base/str8.h"

enum {
    HSDS_TEXT_BYTES_MAX = 6000, /* of one text; the rest is cut off at a word */
    HSDS_NAME_BYTES_MAX = 300,
    HSDS_SLUG_BYTES_MAX = 24,
};

/**
 * Text as people read it: HTML and entities taken out, "\n" in two characters made line ends,
 * markers of programs ("###MON###") dropped, characters mended that were read in the wrong code
 * page (only those of which exactly one was meant), white space tidied.
 */
Str8 hsds_text_clean(Arena *arena, Str8 raw);
/** The same on one line, at most `max` bytes. */
Str8 hsds_text_line(Arena *arena, Str8 raw, size_t max);

/**
 * A name in capitals only becomes readable ("FOOD PANTRY OF MIAMI-DADE" -> "Food Pantry of
 * Miami-Dade"); any other stays as it is. A word that `description` writes in capitals only, in the
 * middle of others, is known by its letters and stays ("The TRUST Program").
 */
Str8 hsds_name_case(Arena *arena, Str8 name, Str8 description);
/**
 * What a location's name says that the others do not: without the service's name at its end, and
 * nothing when the rest is the organization, or the beginning of its name.
 */
Str8 hsds_place_beyond(Str8 place, Str8 name, Str8 organization);
/** The same words, whatever the case, the punctuation and a company's "Inc.". */
bool hsds_names_agree(Str8 a, Str8 b);
/** "food-pantry-of-miami": ASCII letters, digits and '-', at most HSDS_SLUG_BYTES_MAX; "service"
 * when nothing is left. */
Str8 hsds_slug(Arena *arena, Str8 name);

#endif
