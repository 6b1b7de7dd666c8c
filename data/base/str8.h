#ifndef FOYER_DATA_BASE_STR8_H
#define FOYER_DATA_BASE_STR8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"

/** UTF-8, borrowed, not terminated, valid (checked once at the border with str8_is_valid). */
typedef struct {
    const char *ptr;
    size_t len; /* bytes */
} Str8;

#define STR8(literal) ((Str8){("" literal), sizeof(literal) - 1})
#define STR8_ARG(text) (int)(text).len, (text).ptr /* for "%.*s" */

/** Borrow a terminated string; NULL gives the empty string. */
Str8 str8_from(const char *terminated);
bool str8_equal(Str8 a, Str8 b);
/** ASCII letters compared without case; all else byte by byte. */
bool str8_equal_ignoring_case(Str8 a, Str8 b);
/** memcmp order, the shorter first: <0, 0, >0. */
int str8_compare(Str8 a, Str8 b);
bool str8_starts_with(Str8 text, Str8 prefix);
bool str8_ends_with(Str8 text, Str8 suffix);
/** Byte index of the first `needle` in `text`, or text.len. */
size_t str8_find(Str8 text, Str8 needle);
Str8 str8_slice(Str8 text, size_t start, size_t end);
/** At most the first `len_max` bytes, cut between two code points. */
Str8 str8_clip(Str8 text, size_t len_max);
/** Without ASCII white space at both ends. */
Str8 str8_trim(Str8 text);
/** The part before `separator`, and *rest behind it (empty with ptr NULL when there was none). */
Str8 str8_cut(Str8 text, char separator, Str8 *rest);
/** Copies; {NULL, 0} when the arena is exhausted and text is not empty. */
Str8 str8_copy(Arena *arena, Str8 text);
/** Copies and terminates; NULL when the arena is exhausted. */
char *str8_to_c(Arena *arena, Str8 text);
/** printf into the arena; empty when it is exhausted. */
Str8 str8_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Whole text is a decimal number that fits; no sign unless negative, no white space. */
bool str8_to_int(Str8 text, int64_t *number);

/** RFC 3629: no overlongs, surrogates or values over U+10FFFF. */
bool str8_is_valid(Str8 text);
/** Decode one code point at *index and move past it. `text` is valid and *index < len. */
uint32_t str8_next(Str8 text, size_t *index);
/**
 * Make terminated text fit for one line of a log or an Err: control characters become '?', and a
 * character that was cut off at the end goes.
 */
void line_clean(char *terminated);
/** Number of code points. */
size_t str8_count(Str8 text);
/** Encode; returns 1..4 bytes written. `code` is a Unicode scalar value. */
size_t utf8_encode(uint32_t code, char out[4]);

/**
 * Text built up in a buffer of fixed size. Sticks on overflow: nothing more is added and `full`
 * stays set; check once at the end. The buffer stays terminated.
 */
typedef struct {
    char *buffer;
    size_t size; /* bytes, terminator included */
    size_t len;
    bool full;
} Str8Builder;

Str8Builder builder_make(char *buffer, size_t size);
/** A buffer of `size` bytes from the arena; `full` from the start when it is exhausted. */
Str8Builder builder_in(Arena *arena, size_t size);
void builder_add(Str8Builder *builder, Str8 text);
void builder_add_char(Str8Builder *builder, char character);
void builder_add_code(Str8Builder *builder, uint32_t code_point);
void builder_add_int(Str8Builder *builder, int64_t number);
void builder_format(Str8Builder *builder, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
Str8 builder_text(const Str8Builder *builder);

#endif
