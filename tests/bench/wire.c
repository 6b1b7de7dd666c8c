/* The wire: batches of a hundred records there and back, their size, and what a signature takes. */
#include "sync/wire/signature.h"
#include "tests/bench/bench.h"
#include "tests/support/wire/wire_records.h"

enum { ROUNDS = 200, PARTIES = 600, BATCH = 100 };

typedef struct {
    Arena arena;
    WireBatch evening;
    size_t batches;
    double encode_us[ROUNDS]; /* a record */
    double decode_us[ROUNDS];
    double sizes[ROUNDS]; /* bytes a record */
} Run;

static ErrCode measure_batch(Run *run, size_t round, Err *err) {
    Arena *arena = &run->arena;
    ArenaMark mark = arena_mark(arena);
    WireBatch batch = run->evening;
    WireBatch got;
    Str8 body = {NULL, 0};
    bool zstd = false;
    batch.records += round % run->batches * BATCH;
    batch.count = BATCH;
    double begun = bench_now_ms();
    ErrCode code = batch_encode(arena, &batch, &body, &zstd, err);
    double encoded = bench_now_ms();
    if (code == ERR_OK) {
        code = batch_decode(arena, STR8(WIRE_BATCH_TYPE), zstd, body, &got, err);
    }
    run->encode_us[round] = (encoded - begun) * 1e3 / BATCH;
    run->decode_us[round] = (bench_now_ms() - encoded) * 1e3 / BATCH;
    run->sizes[round] = (double)body.len / BATCH;
    arena_rewind(arena, mark);
    return code;
}

static ErrCode measure_evening(Run *run, const char *name, WireEvening evening, Err *err) {
    char text[64];
    ErrCode code = ERR_OK;
    wire_evening(&run->arena, &evening, &run->evening);
    run->batches = run->evening.count / BATCH;
    for (size_t i = 0; code == ERR_OK && i < ROUNDS; i++) {
        code = measure_batch(run, i, err);
    }
    arena_reset(&run->arena);
    if (code != ERR_OK) {
        return code;
    }
    Str8Builder title = builder_make(text, sizeof text);
    builder_format(&title, "wire/%s/", name);
    size_t start = title.len;
    const BenchFigures figures[] = {{"size", "bytes", run->sizes, ROUNDS},
                                    {"encode", "us", run->encode_us, ROUNDS},
                                    {"decode", "us", run->decode_us, ROUNDS}};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        BenchFigures one = figures[i];
        title.len = start;
        builder_add(&title, str8_from(one.name));
        one.name = text;
        bench_print(one, ",\"of\":\"a record at batch 100\"");
    }
    return ERR_OK;
}

static ErrCode measure_signatures(Run *run, Err *err) {
    static const uint8_t SEED[SIGNATURE_KEY_SIZE] = {1};
    SignatureKey key = signature_key(SEED);
    uint8_t public_key[SIGNATURE_KEY_SIZE];
    ErrCode code = ERR_OK;
    signature_public(SEED, public_key);
    for (size_t i = 0; code == ERR_OK && i < ROUNDS; i++) {
        WireRequest request = {.method = STR8("POST"), .target = STR8("/v1/records")};
        SignatureParams params = {STR8("0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5d"), (int64_t)i};
        double begun = bench_now_ms();
        code = signature_sign_request_with(&run->arena, &request, &params, &key, err);
        double is_signed = bench_now_ms();
        if (code == ERR_OK) {
            code = signature_verify_request(&run->arena, &request, public_key, err);
        }
        run->encode_us[i] = (is_signed - begun) * 1e3;
        run->decode_us[i] = (bench_now_ms() - is_signed) * 1e3;
        arena_reset(&run->arena);
    }
    if (code == ERR_OK) {
        bench_print((BenchFigures){"wire/sign", "us", run->encode_us, ROUNDS}, "");
        bench_print((BenchFigures){"wire/verify", "us", run->decode_us, ROUNDS}, "");
    }
    return code;
}

ErrCode bench_wire(const BenchOptions *options, Err *err) {
    (void)options;
    static Run run;
    run = (Run){.arena = arena_make(1 << 20, 64 << 20)};
    WireEvening clear = {.seed = 1, .parties = PARTIES, .sign_outs = true};
    WireEvening sealed = {.seed = 1, .parties = PARTIES, .sign_outs = true, .personal = true};
    WireEvening sign_ins = {.seed = 1, .parties = PARTIES, .personal = true};
    ErrCode code = measure_evening(&run, "clear", clear, err);
    code = code == ERR_OK ? measure_evening(&run, "sealed", sealed, err) : code;
    code = code == ERR_OK ? measure_evening(&run, "sign-ins", sign_ins, err) : code;
    code = code == ERR_OK ? measure_signatures(&run, err) : code;
    arena_free(&run.arena);
    return code;
}
