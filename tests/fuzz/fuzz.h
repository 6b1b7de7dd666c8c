#ifndef FOYER_TESTS_FUZZ_FUZZ_H
#define FOYER_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/check.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * What the fuzz targets share. A target is one fuzz_<name>.c with LLVMFuzzerTestOneInput; it is
 * linked with libFuzzer (preset `fuzz`, run.sh) or with replay.c (every other build). A property
 * that does not hold is a FOYER_ASSERT: both stop there and keep the input.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/** Every allocation is a block of its own, so that the address sanitizer sees each one's end. */
Arena fuzz_arena(void);

/** An input that is taken apart from its start; past the end it gives zeros. */
typedef struct {
    const uint8_t *bytes;
    size_t size;
} FuzzInput;

uint8_t fuzz_take_byte(FuzzInput *input);
/** From two bytes, min..max. */
int fuzz_take_int(FuzzInput *input, int min, int max);
/** From eight bytes. */
int64_t fuzz_take_int64(FuzzInput *input);
/** Up to the next byte 0xFF (no part of UTF-8), made valid; copied. */
Str8 fuzz_take_text(FuzzInput *input, Arena *arena);

/** Any bytes as valid UTF-8: a byte that is none becomes U+FFFD. Copied. */
Str8 fuzz_text(Arena *arena, const uint8_t *bytes, size_t size);

/** An answer about outside data: ok, invalid or limit, and a refusal has one clean line. */
void fuzz_check_answer(ErrCode code, const Err *err);

#endif
