#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "sync/hub/hub_problems.h"
#include "sync/hub/hub_routes.h"
#include "sync/wire/answer.h"
#include "sync/wire/batch.h"
#include "sync/wire/http_text.h"
#include "sync/wire/signature.h"

/*
 * sync/PROTOCOL.md promises that a stranger can write another hub from its examples. Here each of
 * them is made again and compared with the text behind its "<!-- example: NAME -->"; signature
 * bases and the chain's bytes are put together in this file, not by the code they check.
 * FOYER_GOLDENS_WRITE=1 prints what the document should say.
 */
enum { ARENA_BLOCK = 1 << 20, ARENA_MAX = 16 << 20, DOCUMENT_MAX = 1 << 20, KEY_SIZE = 32 };

static const char DOCUMENT[] = "sync/PROTOCOL.md";

static Arena arena;
static Str8 document;
static uint8_t kiosk_seed[KEY_SIZE];
static uint8_t hub_seed[KEY_SIZE];
static uint8_t kiosk_public[KEY_SIZE];
static uint8_t hub_public[KEY_SIZE];
static WireRecord records[2];
static WireBatch batch = {.records = records, .count = 2};
static WireRequest request;
static WireReply reply;

static Id id_of(const char *text) {
    Id id;
    assert_true(id_parse(str8_from(text), &id));
    return id;
}

static void make_records(void) {
    uint8_t *sealed = arena_alloc(&arena, 112);
    for (size_t i = 0; i < 112; i++) {
        sealed[i] = (uint8_t)i;
    }
    batch.device = id_of("0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5d");
    batch.epoch = id_of("0199e2b4-7a11-7f00-8b6a-0123456789ab");
    records[0] = (WireRecord){
        .record = {.sequence = 1,
                   .id = id_of("0199ea32-c5e8-7b21-a0c4-9e8d7c6b5a49"),
                   .type = STR8(RECORD_SIGNED_IN),
                   .event_id = id_of("0199c000-0000-7000-8000-00000000e001"),
                   .moment = {.utc_ms = 1792102331123, .mono_ms = 5411123, .boot = 7, .good = true},
                   .zone = STR8("America/New_York"),
                   .body = STR8("{\"visit\":\"0199ea32-c5e8-7b21-a0c4-9e8d7c6b5a49\",\"method\":"
                                "\"phone\",\"language\":\"es\",\"first\":0,\"people\":[{\"role\":"
                                "\"guardian\",\"grade\":\"\"},{\"role\":\"student\",\"grade\":"
                                "\"03\"}]}"),
                   .has_cold = true},
        .sealed = {(const char *)sealed, 112}};
    vault_digest(sealed, 112, records[0].record.cold_digest);
    records[1] = (WireRecord){
        .record = {
            .sequence = 2,
            .id = id_of("0199ea6a-0f21-7d03-b1a2-334455667788"),
            .type = STR8(RECORD_SIGNED_OUT),
            .event_id = id_of("0199c000-0000-7000-8000-00000000e001"),
            .moment = {.utc_ms = 1792105953500, .mono_ms = 9033500, .boot = 7, .good = false},
            .zone = STR8("America/New_York"),
            .body = STR8("{\"visit\":\"0199ea32-c5e8-7b21-a0c4-9e8d7c6b5a49\"}")}};
    uint8_t head[RECORD_HEAD_SIZE];
    record_chain_start(batch.device, batch.epoch, head);
    for (size_t i = 0; i < 2; i++) {
        Record *record = &records[i].record;
        assert_int_equal(record_chain(&arena, head, record, record->head, NULL), ERR_OK);
        memcpy(head, record->head, sizeof head);
    }
}

static void make_messages(void) {
    bool zstd = false;
    request = (WireRequest){.method = STR8("POST"), .target = STR8("/v1/records")};
    assert_int_equal(batch_encode(&arena, &batch, &request.body, &zstd, NULL), ERR_OK);
    assert_false(zstd);
    wire_header_add(&request.headers, STR8("content-type"), STR8(WIRE_BATCH_TYPE));
    SignatureParams params = {id_text(&arena, batch.device), 43};
    assert_int_equal(signature_sign_request(&arena, &request, &params, kiosk_seed, NULL), ERR_OK);
    RecordsAnswer answer = {.epoch = batch.epoch, .have = 2, .utc_ms = 1792105960000};
    memcpy(answer.head, records[1].record.head, sizeof answer.head);
    reply = (WireReply){.status = 200};
    assert_int_equal(records_answer_encode(&arena, &answer, &reply.body, NULL), ERR_OK);
    wire_header_add(&reply.headers, STR8("content-type"), STR8("application/json"));
    assert_int_equal(signature_sign_reply(&arena, &reply,
                                          wire_header(&request.headers, STR8("signature")),
                                          hub_seed, NULL),
                     ERR_OK);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    for (size_t i = 0; i < KEY_SIZE; i++) {
        kiosk_seed[i] = (uint8_t)i;
        hub_seed[i] = (uint8_t)(0x80 + i);
    }
    signature_public(kiosk_seed, kiosk_public);
    signature_public(hub_seed, hub_public);
    make_records();
    make_messages();
    FILE *file = fopen(DOCUMENT, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(&arena, DOCUMENT_MAX);
    document = (Str8){bytes, fread(bytes, 1, DOCUMENT_MAX, file)};
    (void)fclose(file);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

/* The fenced block behind the mark, without its fences. */
static Str8 block_of(const char *name) {
    Str8 mark = str8_format(&arena, "<!-- example: %s -->\n```", name);
    size_t at = str8_find(document, mark);
    if (at == document.len) {
        return STR8("");
    }
    Str8 rest = str8_slice(document, at + mark.len, document.len);
    size_t start = str8_find(rest, STR8("\n")) + 1;
    return str8_slice(rest, start, str8_find(rest, STR8("\n```")));
}

static void check_block(const char *name, Str8 wanted) {
    Str8 block = block_of(name);
    if (getenv("FOYER_GOLDENS_WRITE") != NULL) {
        (void)printf("<!-- example: %s -->\n```\n%.*s\n```\n", name, STR8_ARG(wanted));
        return;
    }
    if (!str8_equal(block, wanted)) {
        print_error("%s, example %s, should be:\n%.*s\n", DOCUMENT, name, STR8_ARG(wanted));
    }
    assert_true(str8_equal(block, wanted));
}

static Str8 hex(const void *bytes, size_t size) {
    char *text = arena_alloc(&arena, 2 * size + 1);
    (void)sodium_bin2hex(text, 2 * size + 1, bytes, size);
    return str8_from(text);
}

/* CRLF as the document shows it. */
static Str8 as_lines(Str8 text) {
    Str8Builder out = builder_in(&arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\r') {
            builder_add_char(&out, text.ptr[i]);
        }
    }
    return builder_text(&out);
}

static void test_protocol__keys_and_words(void **state) {
    (void)state;
    Str8 words[WORDS_COUNT];
    assert_int_equal(words_of_keys(hub_public, kiosk_public, words, NULL), ERR_OK);
    check_block("keys", str8_format(&arena,
                                    "kiosk seed   %.*s\nkiosk public %.*s\n"
                                    "hub seed     %.*s\nhub public   %.*s",
                                    STR8_ARG(hex(kiosk_seed, KEY_SIZE)),
                                    STR8_ARG(hex(kiosk_public, KEY_SIZE)),
                                    STR8_ARG(hex(hub_seed, KEY_SIZE)),
                                    STR8_ARG(hex(hub_public, KEY_SIZE))));
    check_block("words", str8_format(&arena, "%.*s %.*s %.*s %.*s %.*s %.*s", STR8_ARG(words[0]),
                                     STR8_ARG(words[1]), STR8_ARG(words[2]), STR8_ARG(words[3]),
                                     STR8_ARG(words[4]), STR8_ARG(words[5])));
}

/* ---- the chain ---- */

typedef struct {
    Str8Builder lines;
    Str8Builder bytes;
} Canonical;

static void add_bytes(Canonical *canonical, const void *bytes, size_t size, const char *what) {
    builder_add(&canonical->bytes, (Str8){bytes, size});
    builder_format(&canonical->lines, "%.*s  %s\n", STR8_ARG(hex(bytes, size)), what);
}

static void add_number(Canonical *canonical, int64_t number, size_t size, const char *what) {
    uint8_t bytes[8];
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)((uint64_t)number >> (8 * (size - 1 - i)));
    }
    add_bytes(canonical, bytes, size, what);
}

static void add_text(Canonical *canonical, Str8 text, size_t length_size, const char *what) {
    add_number(canonical, (int64_t)text.len, length_size, "length");
    add_bytes(canonical, text.ptr, text.len, what);
}

static Str8 canonical_lines(const uint8_t *before, const Record *record, uint8_t head[32]) {
    Canonical canonical = {builder_in(&arena, 16384), builder_in(&arena, 8192)};
    add_text(&canonical, STR8("foyer-journal-1"), 2, "\"foyer-journal-1\"");
    add_bytes(&canonical, before, RECORD_HEAD_SIZE, "head before");
    add_number(&canonical, record->sequence, 8, "sequence");
    add_bytes(&canonical, record->id.bytes, 16, "id");
    add_text(&canonical, record->type, 2, "type, without \"foyer.\"");
    add_bytes(&canonical, record->event_id.bytes, 16, "subject, or zeros");
    add_number(&canonical, record->moment.utc_ms, 8, "time, ms since 1970");
    add_number(&canonical, record->moment.mono_ms, 8, "mono");
    add_number(&canonical, record->moment.boot, 8, "boot");
    add_number(&canonical, record->moment.good ? 1 : 0, 8, "good");
    add_text(&canonical, record->zone, 2, "zone");
    add_text(&canonical, record->body, 8, "body");
    add_number(&canonical, record->has_cold ? 1 : 0, 1, "has a personal part");
    if (record->has_cold) {
        add_bytes(&canonical, record->cold_digest, 32, "BLAKE2b-256 of the sealed bytes");
    }
    assert_false(canonical.lines.full || canonical.bytes.full);
    assert_int_equal(crypto_generichash(head, 32, (const uint8_t *)canonical.bytes.buffer,
                                        canonical.bytes.len, NULL, 0),
                     0);
    builder_format(&canonical.lines, "head %.*s", STR8_ARG(hex(head, 32)));
    return builder_text(&canonical.lines);
}

static void test_protocol__bytes_of_the_chain(void **state) {
    (void)state;
    uint8_t start[32];
    uint8_t ids[32];
    uint8_t head[32];
    memcpy(ids, batch.device.bytes, 16);
    memcpy(ids + 16, batch.epoch.bytes, 16);
    assert_int_equal(crypto_generichash(start, 32, ids, sizeof ids, NULL, 0), 0);
    check_block("chain-start", hex(start, 32));
    check_block("chain-1", canonical_lines(start, &records[0].record, head));
    assert_memory_equal(head, records[0].record.head, 32);
    check_block("chain-2", canonical_lines(head, &records[1].record, head));
    assert_memory_equal(head, records[1].record.head, 32);
}

/* ---- signatures ---- */

static void check_base(const char *name, Str8 base, const WireHeaders *headers,
                       const uint8_t public_key[KEY_SIZE]) {
    uint8_t signature[SIGNATURE_SIZE];
    size_t size = 0;
    Str8 field = wire_header(headers, STR8("signature"));
    size_t start = sizeof SIGNATURE_LABEL "=:" - 1;
    assert_int_equal(sodium_base642bin(signature, sizeof signature, field.ptr + start,
                                       field.len - start - 1, NULL, &size, NULL,
                                       sodium_base64_VARIANT_ORIGINAL),
                     0);
    assert_int_equal(
        crypto_sign_verify_detached(signature, (const uint8_t *)base.ptr, base.len, public_key), 0);
    check_block(name, base);
}

static void test_protocol__a_request_and_its_signature_base(void **state) {
    (void)state;
    Str8 text;
    assert_int_equal(http_text_write_request(&arena, &request, &text, NULL), ERR_OK);
    check_block("request", as_lines(text));
    Str8 digest = wire_header(&request.headers, STR8("content-digest"));
    Str8 base = str8_format(
        &arena,
        "\"@method\": POST\n\"@path\": /v1/records\n\"@query\": ?\n\"content-digest\": %.*s\n"
        "\"content-type\": application/cloudevents-batch+json\n"
        "\"@signature-params\": (\"@method\" \"@path\" \"@query\" \"content-digest\" "
        "\"content-type\");keyid=\"%.*s\";nonce=\"43\"",
        STR8_ARG(digest), STR8_ARG(id_text(&arena, batch.device)));
    check_base("request-base", base, &request.headers, kiosk_public);
}

static void test_protocol__a_reply_and_its_signature_base(void **state) {
    (void)state;
    Str8 text;
    assert_int_equal(http_text_write_reply(&arena, &reply, &text, NULL), ERR_OK);
    check_block("reply", as_lines(text));
    Str8 base = str8_format(
        &arena,
        "\"@status\": 200\n\"content-digest\": %.*s\n\"content-type\": application/json\n"
        "\"signature\";req: %.*s\n"
        "\"@signature-params\": (\"@status\" \"content-digest\" \"content-type\" "
        "\"signature\";req);keyid=\"hub\"",
        STR8_ARG(wire_header(&reply.headers, STR8("content-digest"))),
        STR8_ARG(wire_header(&request.headers, STR8("signature"))));
    check_base("reply-base", base, &reply.headers, hub_public);
}

/* ---- other bodies ---- */

static void test_protocol__bodies(void **state) {
    (void)state;
    Enrolment enrolment = {
        .code = STR8("7KQ2M0XW4T"), .device = batch.device, .name = STR8("Main entrance")};
    Enrolled enrolled = {.school = STR8("Lake Elementary"), .utc_ms = 1792105960000};
    Invitation invitation = {.school = STR8("Lake Elementary"), .until_utc_ms = 1792710760000};
    Quarantined unreadable = {2, STR8("its body is none")};
    RecordsAnswer answer = {.epoch = batch.epoch,
                            .have = 1,
                            .quarantined = &unreadable,
                            .quarantined_count = 1,
                            .quarantined_total = 4,
                            .utc_ms = 1792105960000};
    Problem problem = {.kind = STR8("replayed"),
                       .title = STR8("This request was sent before."),
                       .status = 409,
                       .counter = 43,
                       .utc_ms = 1792105960000};
    Problem fork = {.kind = STR8("fork"),
                    .title = STR8("The hub holds another chain."),
                    .status = 409,
                    .utc_ms = 1792105960000};
    Str8 body;
    memcpy(enrolment.kiosk_public, kiosk_public, KEY_SIZE);
    memcpy(enrolled.hub_public, hub_public, KEY_SIZE);
    memcpy(invitation.hub_public, hub_public, KEY_SIZE);
    memcpy(answer.head, records[0].record.head, sizeof answer.head);
    assert_int_equal(enrolment_encode(&arena, &enrolment, &body, NULL), ERR_OK);
    check_block("enrolment", body);
    assert_int_equal(enrolled_encode(&arena, &enrolled, &body, NULL), ERR_OK);
    check_block("enrolled", body);
    assert_int_equal(invitation_encode(&arena, &invitation, &body, NULL), ERR_OK);
    check_block("invitation", body);
    assert_int_equal(records_answer_encode(&arena, &answer, &body, NULL), ERR_OK);
    check_block("receipt", body);
    assert_int_equal(problem_encode(&arena, &problem, &body, NULL), ERR_OK);
    check_block("problem", body);
    assert_int_equal(problem_encode_fork(&arena, &fork, &answer, &body, NULL), ERR_OK);
    check_block("fork", body);
}

/* The tables name every route and every problem that the hub knows. */
static void test_protocol__tables_name_what_the_hub_does(void **state) {
    (void)state;
    static const char *const ROWS[] = {
#define ROUTE_ROW(name, label, method, path, who) "| `" method " " path,
#define PROBLEM_ROW(name, kind, status, title) "| `" kind "` | " #status " |",
        HUB_ROUTES(ROUTE_ROW) HUB_PROBLEMS(PROBLEM_ROW)
#undef ROUTE_ROW
#undef PROBLEM_ROW
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        if (str8_find(document, str8_from(ROWS[i])) == document.len) {
            print_error("%s has no row %s\n", DOCUMENT, ROWS[i]);
        }
        assert_true(str8_find(document, str8_from(ROWS[i])) < document.len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_protocol__keys_and_words),
        cmocka_unit_test(test_protocol__bytes_of_the_chain),
        cmocka_unit_test(test_protocol__a_request_and_its_signature_base),
        cmocka_unit_test(test_protocol__a_reply_and_its_signature_base),
        cmocka_unit_test(test_protocol__bodies),
        cmocka_unit_test(test_protocol__tables_name_what_the_hub_does),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
