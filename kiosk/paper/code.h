#ifndef FOYER_KIOSK_PAPER_CODE_H
#define FOYER_KIOSK_PAPER_CODE_H

#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * QR codes (ISO/IEC 18004) at error correction level M, kept small so that a cheap phone camera
 * reads them from a lobby screen (rule 25). Bytes are what level M holds in byte mode.
 */
enum {
    CODE_SCREEN_VERSION_MAX = 8,
    CODE_SCREEN_BYTES_MAX = 152,
    CODE_PAPER_VERSION_MAX = 6,
    CODE_PAPER_BYTES_MAX = 106,
    CODE_VERSION_MAX = 40,
    CODE_SIDE_MAX = 17 + 4 * CODE_SCREEN_VERSION_MAX, /* modules of the largest on screen */
    CODE_QUIET_MODULES = 4,                           /* white on every side; the drawer adds it */
};

/** A code's modules, row by row: 1 = dark. Without the quiet zone. */
typedef struct {
    const uint8_t *modules; /* side * side */
    int side;
    int version; /* 1..CODE_VERSION_MAX */
} Code;

/**
 * Encode `payload` in the smallest version that holds it.
 *
 * The modules live in `arena`. The same payload always gives the same modules (rule 24).
 *
 * @param version_max  refuse anything larger
 * @param code         [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID (nothing to encode), ERR_LIMIT (shorten the payload), ERR_NO_MEMORY
 */
MUST_USE ErrCode code_make(Arena *arena, Str8 payload, int version_max, Code *code, Err *err);

#endif
