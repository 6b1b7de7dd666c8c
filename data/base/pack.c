#include "data/base/pack.h"

#include <string.h>

enum { PACK_TEXT_MAX = 0xFFFF };

Packer packer_in(Arena *arena, size_t size_max) {
    uint8_t *bytes = arena_alloc(arena, size_max);
    return (Packer){.bytes = bytes, .size_max = size_max, .full = bytes == NULL};
}

void pack_bytes(Packer *packer, const void *bytes, size_t size) {
    if (packer->full || size > packer->size_max - packer->size) {
        packer->full = true;
        return;
    }
    if (size > 0) {
        memcpy(packer->bytes + packer->size, bytes, size);
        packer->size += size;
    }
}

void pack_u8(Packer *packer, uint8_t number) {
    pack_bytes(packer, &number, 1);
}

void pack_i64(Packer *packer, int64_t number) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
    }
    pack_bytes(packer, bytes, sizeof bytes);
}

void pack_id(Packer *packer, Id id) {
    pack_bytes(packer, id.bytes, sizeof id.bytes);
}

void pack_text(Packer *packer, Str8 text) {
    if (text.len > PACK_TEXT_MAX) {
        packer->full = true;
        return;
    }
    pack_u8(packer, (uint8_t)(text.len >> 8));
    pack_u8(packer, (uint8_t)(text.len & 0xFF));
    pack_bytes(packer, text.ptr, text.len);
}

Str8 packer_bytes(const Packer *packer) {
    return (Str8){(const char *)packer->bytes, packer->size};
}

static const uint8_t *take(Unpacker *unpacker, size_t size) {
    if (unpacker->bad || size > unpacker->rest.len) {
        unpacker->bad = true;
        return NULL;
    }
    const uint8_t *bytes = (const uint8_t *)unpacker->rest.ptr;
    unpacker->rest = str8_slice(unpacker->rest, size, unpacker->rest.len);
    return bytes;
}

uint8_t unpack_u8(Unpacker *unpacker) {
    const uint8_t *bytes = take(unpacker, 1);
    return bytes != NULL ? bytes[0] : 0;
}

int64_t unpack_i64(Unpacker *unpacker) {
    const uint8_t *bytes = take(unpacker, 8);
    uint64_t number = 0;
    for (int i = 0; bytes != NULL && i < 8; i++) {
        number = number << 8 | bytes[i];
    }
    return (int64_t)number;
}

Id unpack_id(Unpacker *unpacker) {
    Id id = {{0}};
    const uint8_t *bytes = take(unpacker, sizeof id.bytes);
    if (bytes != NULL) {
        memcpy(id.bytes, bytes, sizeof id.bytes);
    }
    return id;
}

Str8 unpack_text(Unpacker *unpacker) {
    size_t size = (size_t)unpack_u8(unpacker) << 8;
    size |= unpack_u8(unpacker);
    const uint8_t *bytes = take(unpacker, size);
    Str8 text = {(const char *)bytes, bytes != NULL ? size : 0};
    if (!str8_is_valid(text)) {
        unpacker->bad = true;
        return (Str8){NULL, 0};
    }
    return text;
}
