#include "data/base/id.h"

#include <string.h>

#include "data/base/hash.h"

static Id id_mark(Id id, unsigned version) {
    id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0F) | version << 4);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3F) | 0x80);
    return id;
}

Id id_make(int64_t utc_ms, RandomPort random) {
    Id id;
    random.fill(random.context, id.bytes, sizeof id.bytes);
    for (int i = 0; i < 6; i++) {
        id.bytes[i] = (uint8_t)((uint64_t)utc_ms >> (40 - 8 * i));
    }
    return id_mark(id, 7);
}

Id id_from_name(Str8 space, Str8 name) {
    Id id;
    for (uint8_t half = 0; half < 2; half++) {
        uint64_t hash = hash_bytes(HASH_START, &half, 1);
        hash = hash_bytes(hash, space.ptr, space.len);
        hash = hash_bytes(hash, "", 1); /* keeps "a"+"bc" and "ab"+"c" apart */
        hash = hash_bytes(hash, name.ptr, name.len);
        hash ^= hash >> 32;
        hash *= UINT64_C(0xd6e8feb86659fd93);
        hash ^= hash >> 32;
        memcpy(id.bytes + 8 * half, &hash, 8);
    }
    return id_mark(id, 8);
}

bool id_equal(Id a, Id b) {
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

bool id_is_none(Id id) {
    return id_equal(id, (Id){{0}});
}

static const char HEX[] = "0123456789abcdef";

Str8 id_text(Arena *arena, Id id) {
    Str8Builder text = builder_in(arena, ID_TEXT_LEN + 1);
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            builder_add_char(&text, '-');
        }
        builder_add_char(&text, HEX[id.bytes[i] >> 4]);
        builder_add_char(&text, HEX[id.bytes[i] & 15]);
    }
    return builder_text(&text);
}

static int hex_value(char digit) {
    if (digit >= 'A' && digit <= 'F') {
        digit = (char)(digit - 'A' + 'a');
    }
    const char *found = digit != '\0' ? strchr(HEX, digit) : NULL;
    return found != NULL ? (int)(found - HEX) : -1;
}

bool id_parse(Str8 text, Id *id) {
    if (text.len != ID_TEXT_LEN) {
        return false;
    }
    Id parsed;
    size_t at = 0;
    for (int i = 0; i < 16; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text.ptr[at++] != '-') {
            return false;
        }
        int high = hex_value(text.ptr[at++]);
        int low = hex_value(text.ptr[at++]);
        if (high < 0 || low < 0) {
            return false;
        }
        parsed.bytes[i] = (uint8_t)(high << 4 | low);
    }
    *id = parsed;
    return true;
}
