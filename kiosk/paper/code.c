#include "kiosk/paper/code.h"

#include <errno.h>

#include <qrencode.h>

#include "data/base/check.h"

/** libqrencode's modules carry flags in the higher bits; only the lowest is the colour. */
static ErrCode modules_copy(Arena *arena, const QRcode *drawn, Code *code, Err *err) {
    size_t count = (size_t)drawn->width * (size_t)drawn->width;
    uint8_t *modules = ARENA_ARRAY(arena, uint8_t, count);
    if (modules == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a code of %zu modules", count);
    }
    for (size_t i = 0; i < count; i++) {
        modules[i] = drawn->data[i] & 1u;
    }
    *code = (Code){.modules = modules, .side = drawn->width, .version = drawn->version};
    return ERR_OK;
}

ErrCode code_make(Arena *arena, Str8 payload, int version_max, Code *code, Err *err) {
    FOYER_ASSERT(version_max >= 1 && version_max <= CODE_VERSION_MAX);
    FOYER_ASSERT(code != NULL);
    if (payload.len == 0) {
        return err_set(err, ERR_INVALID, "a code had nothing to say");
    }
    /* The largest version holds less than 3000 bytes: the length always fits an int below. */
    if (payload.len > 4000) {
        return err_set(err, ERR_LIMIT, "payload of %zu bytes was too long", payload.len);
    }
    QRcode *drawn =
        QRcode_encodeData((int)payload.len, (const unsigned char *)payload.ptr, 0, QR_ECLEVEL_M);
    if (drawn == NULL) {
        return errno == ERANGE
                   ? err_set(err, ERR_LIMIT, "payload of %zu bytes was too long", payload.len)
                   : err_set(err, ERR_NO_MEMORY, "no memory for a code");
    }
    ErrCode result = drawn->version > version_max
                         ? err_set(err, ERR_LIMIT, "payload of %zu bytes needed version %d of %d",
                                   payload.len, drawn->version, version_max)
                         : modules_copy(arena, drawn, code, err);
    /* A code is part of its session: nothing of it stays in the heap (invariant 9). */
    memory_wipe(drawn->data, (size_t)drawn->width * (size_t)drawn->width);
    QRcode_free(drawn);
    return result;
}
