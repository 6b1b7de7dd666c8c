/* QR: making the codes that screens show, payload and modules, as often as a family would wait. */
#include "data/base/arena.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"
#include "tests/bench/bench.h"

enum { CODES = 2000 };

static const Contact COUNSELOR = {.name = {"Ms. Daniela Rivera", 18},
                                  .role = {"School counselor", 16},
                                  .organization = {"Maple Grove School", 18},
                                  .phone = {"+13055550142", 12},
                                  .email = {"rivera@example.org", 18},
                                  .url = {"https://example.org/counselor", 29},
                                  .place = {"Room 108, front hall", 20},
                                  .hours = {"Mon - Fri, 8:00 - 3:30", 22}};

static ErrCode make_code(Arena *arena, bool contact, Code *code, Err *err) {
    Str8 payload = {0};
    ErrCode made =
        contact ? payload_contact(arena, &COUNSELOR, CODE_SCREEN_BYTES_MAX, &payload, NULL, err)
                : payload_web(arena, COUNSELOR.url, CODE_SCREEN_BYTES_MAX, &payload, err);
    return made == ERR_OK ? code_make(arena, payload, CODE_SCREEN_VERSION_MAX, code, err) : made;
}

static ErrCode measure(Arena *arena, const char *name, bool contact, Err *err) {
    static double values[CODES];
    Code code = {0};
    char more[40];
    ErrCode made = ERR_OK;
    for (size_t i = 0; made == ERR_OK && i < CODES; i++) {
        arena_reset(arena);
        double begun = bench_now_ms();
        made = make_code(arena, contact, &code, err);
        values[i] = (bench_now_ms() - begun) * 1e3;
    }
    Str8Builder text = builder_make(more, sizeof more);
    builder_format(&text, ",\"version\":%d", code.version);
    if (made == ERR_OK) {
        bench_print((BenchFigures){name, "us", values, CODES}, more);
    }
    return made;
}

ErrCode bench_qr(const BenchOptions *options, Err *err) {
    (void)options;
    Arena arena = arena_make(64 << 10, 1 << 20);
    ErrCode code = measure(&arena, "qr/contact", true, err);
    code = code == ERR_OK ? measure(&arena, "qr/web", false, err) : code;
    arena_free(&arena);
    return code;
}
