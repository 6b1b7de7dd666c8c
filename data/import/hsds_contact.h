#ifndef FOYER_DATA_IMPORT_HSDS_CONTACT_H
#define FOYER_DATA_IMPORT_HSDS_CONTACT_H

#include "data/base/str8.h"

enum { HSDS_URL_BYTES_MAX = 500, HSDS_EMAIL_BYTES_MAX = 200 };

/**
 * The first telephone number of a cell, as it is dialled: "(305) 555-0142 Ext. 3" ->
 * "+13055550142,3"; "1-800-FLA-AIDS" by the letters of the keys; "211" and other short ones as they
 * are. Ten digits are read as North American; a number that begins with '+' as it stands.
 * @param extension  of a cell of its own; may be empty
 * @return empty when there is none
 */
Str8 hsds_phone(Arena *arena, Str8 text, Str8 extension);

/**
 * The first web address of a cell, with https:// in front ("www.example.org/a", "http:/x.org").
 * @return empty when there is none, or it names no host, a user, or holds what no address has
 */
Str8 hsds_url(Arena *arena, Str8 text);

/** The first e-mail address of a cell, or empty. */
Str8 hsds_email(Str8 text);

#endif
