#ifndef FOYER_DATA_BASE_ID_H
#define FOYER_DATA_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/port.h"
#include "data/base/str8.h"

/** A UUID in network byte order. All zero means "none". */
typedef struct {
    uint8_t bytes[16];
} Id;

enum { ID_TEXT_LEN = 36 };

/** RFC 9562 UUIDv7: 48 bits of utc_ms, 74 random bits. */
Id id_make(int64_t utc_ms, RandomPort random);
/** RFC 9562 UUIDv8 from a name: the same name always gives the same id. Not for secrets. */
Id id_from_name(Str8 space, Str8 name);
bool id_equal(Id a, Id b);
bool id_is_none(Id id);
/** Lower-case 8-4-4-4-12 text in the arena. */
Str8 id_text(Arena *arena, Id id);
/** Parse 8-4-4-4-12 hexadecimal digits, either case. */
bool id_parse(Str8 text, Id *id);

#endif
