#ifndef FOYER_DATA_IMPORT_TEXT_CHECK_H
#define FOYER_DATA_IMPORT_TEXT_CHECK_H

#include "data/base/err.h"
#include "data/base/str8.h"

/**
 * The border for text files (invariant 13): drop a UTF-8 byte order mark, refuse what is empty,
 * too large, UTF-16, holds a NUL, or is not UTF-8; the message names the line.
 *
 * @param bytes  [in, out] moved behind the mark
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT
 */
ErrCode text_check(Str8 file, Str8 *bytes, size_t bytes_max, Err *err) MUST_USE;

/** A name of a person that can be one: not too long, no control character, no '@', '{' or '<'. */
bool text_is_name(Str8 text);

#endif
