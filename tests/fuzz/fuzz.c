#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { FUZZ_ARENA_MAX = 1 << 30 };

Arena fuzz_arena(void) {
    return arena_make(1, FUZZ_ARENA_MAX);
}

uint8_t fuzz_take_byte(FuzzInput *input) {
    if (input->size == 0) {
        return 0;
    }
    input->size--;
    return *input->bytes++;
}

int fuzz_take_int(FuzzInput *input, int min, int max) {
    FOYER_ASSERT(min <= max);
    int64_t value = fuzz_take_byte(input);
    value = value << 8 | fuzz_take_byte(input);
    return (int)(min + value % ((int64_t)max - min + 1));
}

int64_t fuzz_take_int64(FuzzInput *input) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | fuzz_take_byte(input);
    }
    return (int64_t)value;
}

Str8 fuzz_text(Arena *arena, const uint8_t *bytes, size_t size) {
    Str8 text = {(const char *)bytes, size};
    Str8Builder made = builder_in(arena, 3 * size + 1);
    for (size_t i = 0; i < size;) {
        size_t length = size - i < 4 ? size - i : 4;
        while (length > 0 && (!str8_is_valid(str8_slice(text, i, i + length)) ||
                              str8_count(str8_slice(text, i, i + length)) != 1)) {
            length--;
        }
        if (length == 0) {
            builder_add_code(&made, 0xFFFD);
            i++;
        } else {
            builder_add(&made, str8_slice(text, i, i + length));
            i += length;
        }
    }
    FOYER_ASSERT(!made.full);
    return str8_copy(arena, builder_text(&made));
}

Str8 fuzz_take_text(FuzzInput *input, Arena *arena) {
    const uint8_t *end = input->size > 0 ? memchr(input->bytes, 0xFF, input->size) : NULL;
    size_t size = end != NULL ? (size_t)(end - input->bytes) : input->size;
    Str8 text = fuzz_text(arena, input->bytes, size);
    size_t taken = end != NULL ? size + 1 : size;
    input->bytes += taken;
    input->size -= taken;
    return text;
}

void fuzz_check_answer(ErrCode code, const Err *err) {
    FOYER_ASSERT(code == ERR_OK || code == ERR_INVALID || code == ERR_LIMIT);
    if (code == ERR_OK) {
        return;
    }
    FOYER_ASSERT(err->code == code && err->text[0] != '\0');
    FOYER_ASSERT(memchr(err->text, '\0', ERR_TEXT_MAX) != NULL);
    FOYER_ASSERT(str8_is_valid(str8_from(err->text)));
    FOYER_ASSERT(strchr(err->text, '\n') == NULL && strchr(err->text, '\r') == NULL);
}
