#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sync/wire/http_text.h"
#include "sync/wire/signature.h"
#include "tests/support/wire/wire_records.h"

/*
 * Our side of the wire for programs nobody here wrote (tests/system/interop.sh): messages as
 * HTTP/1.1 text on standard input and output, keys as 64 hexadecimal digits on the command line.
 */
enum { ARENA_BLOCK = 1 << 20, ARENA_MAX = 64 << 20, INPUT_MAX = 1 << 20, KEY_SIZE = 32 };

static Arena arena;

static _Noreturn void fail(const char *what, const Err *err) {
    (void)fprintf(stderr, "wire_tool: %s: %s\n", what, err != NULL ? err->text : "");
    exit(EXIT_FAILURE);
}

static void check(ErrCode code, const char *what, const Err *err) {
    if (code != ERR_OK) {
        fail(what, err);
    }
}

static void read_key(const char *text, uint8_t key[KEY_SIZE]) {
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < KEY_SIZE; i++) {
        const char *high = text[0] != '\0' ? strchr(DIGITS, text[0]) : NULL;
        const char *low = high != NULL && text[1] != '\0' ? strchr(DIGITS, text[1]) : NULL;
        if (low == NULL) {
            fail("a key has 64 hexadecimal digits", NULL);
        }
        key[i] = (uint8_t)((high - DIGITS) << 4 | (low - DIGITS));
        text += 2;
    }
}

static int64_t read_number(const char *text) {
    int64_t number = 0;
    if (!str8_to_int(str8_from(text), &number) || number < 0) {
        fail("not a number", NULL);
    }
    return number;
}

static Str8 read_all(FILE *file) {
    char *bytes = arena_alloc(&arena, INPUT_MAX);
    size_t size = fread(bytes, 1, INPUT_MAX, file);
    if (ferror(file) || size == INPUT_MAX) {
        fail("the message cannot be read", NULL);
    }
    return (Str8){bytes, size};
}

static void write_all(Str8 text) {
    (void)fwrite(text.ptr, 1, text.len, stdout);
}

/* request SEED NONCE COUNT: the batch of an evening, as a kiosk sends it. */
static void make_request(char **args) {
    uint8_t seed[KEY_SIZE];
    Err err = {0};
    bool zstd = false;
    Str8 text;
    WireBatch batch;
    WireRequest request = {.method = STR8("POST"), .target = STR8("/v1/records")};
    read_key(args[0], seed);
    size_t count = (size_t)read_number(args[2]);
    WireEvening evening = {.seed = 1, .parties = count + 1, .sign_outs = true, .personal = true};
    wire_evening(&arena, &evening, &batch);
    batch.count = count < batch.count ? count : batch.count;
    check(batch_encode(&arena, &batch, &request.body, &zstd, &err), "the batch", &err);
    wire_header_add(&request.headers, STR8("content-type"), STR8(WIRE_BATCH_TYPE));
    if (zstd) {
        wire_header_add(&request.headers, STR8("content-encoding"), STR8("zstd"));
    }
    SignatureParams params = {id_text(&arena, batch.device), read_number(args[1])};
    check(signature_sign_request(&arena, &request, &params, seed, &err), "signing", &err);
    check(http_text_write_request(&arena, &request, &text, &err), "writing", &err);
    write_all(text);
}

/* read-request PUBLIC: verifies and decodes; one line about it, then one a record. */
static void read_request(char **args) {
    uint8_t public_key[KEY_SIZE];
    Err err = {0};
    WireRequest request;
    WireBatch batch;
    SignatureParams params;
    read_key(args[0], public_key);
    check(http_text_read_request(&arena, read_all(stdin), &request, &err), "reading", &err);
    check(signature_params(&arena, &request.headers, &params, &err), "who signed", &err);
    check(signature_verify_request(&arena, &request, public_key, &err), "the signature", &err);
    bool zstd = str8_equal(wire_header(&request.headers, STR8("content-encoding")), STR8("zstd"));
    check(batch_decode(&arena, wire_header(&request.headers, STR8("content-type")), zstd,
                       request.body, &batch, &err),
          "the batch", &err);
    (void)printf("%.*s nonce %lld device %.*s count %zu\n", STR8_ARG(params.key_id),
                 (long long)params.nonce, STR8_ARG(id_text(&arena, batch.device)), batch.count);
    for (size_t i = 0; i < batch.count; i++) {
        const WireRecord *record = &batch.records[i];
        (void)printf("%lld %.*s %s %.*s\n", (long long)record->record.sequence,
                     STR8_ARG(id_text(&arena, record->record.id)),
                     record->unreadable ? record->reason : "ok", STR8_ARG(record->record.body));
    }
}

static WireRequest request_of_file(const char *path) {
    WireRequest request;
    Err err = {0};
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail("the request is not there", NULL);
    }
    check(http_text_read_request(&arena, read_all(file), &request, &err), "the request", &err);
    (void)fclose(file);
    return request;
}

/* reply SEED REQUEST-FILE: a receipt, signed and bound to that request. */
static void make_reply(char **args) {
    uint8_t seed[KEY_SIZE];
    Err err = {0};
    Str8 text;
    WireRequest request = request_of_file(args[1]);
    WireReply reply = {.status = 200, .body = STR8("{\"have\":1}")};
    read_key(args[0], seed);
    wire_header_add(&reply.headers, STR8("content-type"), STR8("application/json"));
    check(signature_sign_reply(&arena, &reply, wire_header(&request.headers, STR8("signature")),
                               seed, &err),
          "signing", &err);
    check(http_text_write_reply(&arena, &reply, &text, &err), "writing", &err);
    write_all(text);
}

/* read-reply PUBLIC REQUEST-FILE: verifies that it answers that request. */
static void read_reply(char **args) {
    uint8_t public_key[KEY_SIZE];
    Err err = {0};
    WireReply reply;
    WireRequest request = request_of_file(args[1]);
    read_key(args[0], public_key);
    check(http_text_read_reply(&arena, read_all(stdin), &reply, &err), "reading", &err);
    check(signature_verify_reply(&arena, &reply, wire_header(&request.headers, STR8("signature")),
                                 public_key, &err),
          "the signature", &err);
    (void)printf("%d %.*s\n", reply.status, STR8_ARG(reply.body));
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int args;
        void (*run)(char **args);
    } COMMANDS[] = {
        {"request", 3, make_request},
        {"read-request", 1, read_request},
        {"reply", 2, make_reply},
        {"read-reply", 2, read_reply},
    };
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    for (size_t i = 0; argc > 1 && i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
        if (strcmp(argv[1], COMMANDS[i].name) == 0 && argc == COMMANDS[i].args + 2) {
            COMMANDS[i].run(argv + 2);
            arena_free(&arena);
            return EXIT_SUCCESS;
        }
    }
    (void)fputs("Usage: wire_tool request SEED NONCE COUNT | read-request PUBLIC |\n"
                "       reply SEED REQUEST-FILE | read-reply PUBLIC REQUEST-FILE\n",
                stderr);
    return 2;
}
