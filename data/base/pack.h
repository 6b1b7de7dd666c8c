#ifndef FOYER_DATA_BASE_PACK_H
#define FOYER_DATA_BASE_PACK_H

#include "data/base/err.h"
#include "data/base/id.h"

/*
 * Pack: values one after the other as bytes, for what is sealed or hashed. Integers are big-endian
 * and fixed, texts have their length (2 bytes) before them. Sticks on overflow and on damage.
 */
typedef struct {
    uint8_t *bytes;
    size_t size_max;
    size_t size;
    bool full;
} Packer;

Packer packer_in(Arena *arena, size_t size_max);
void pack_bytes(Packer *packer, const void *bytes, size_t size); /* without a length */
void pack_u8(Packer *packer, uint8_t number);
void pack_i64(Packer *packer, int64_t number);
void pack_id(Packer *packer, Id id);
void pack_text(Packer *packer, Str8 text);
Str8 packer_bytes(const Packer *packer);

typedef struct {
    Str8 rest;
    bool bad; /* something was missing; every later value is zero */
} Unpacker;

uint8_t unpack_u8(Unpacker *unpacker);
int64_t unpack_i64(Unpacker *unpacker);
Id unpack_id(Unpacker *unpacker);
/** Borrows from the packed bytes; valid UTF-8 or bad. */
Str8 unpack_text(Unpacker *unpacker);

#endif
