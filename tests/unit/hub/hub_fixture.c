#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "tests/unit/hub/hub_fixture.h"

enum { BLOCK = 256 * 1024, ARENA_MAX = 64 << 20 };

static const char VFS[] = "hub-disk";
static const uint8_t HUB_SEED[32] = {'h', 'u', 'b'};

void hub_check(ErrCode code, ErrCode expected, const Err *err, int line) {
    if (code != expected) {
        fail_msg("line %d: %s instead of %s: %s", line, err_code_name(code),
                 err_code_name(expected), err->text);
    }
}

/* xorshift64: the same bytes in every run. */
static void fill_random(void *context, void *out, size_t size) {
    uint64_t *state = context;
    for (size_t i = 0; i < size; i++) {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        ((uint8_t *)out)[i] = (uint8_t)(*state >> 32);
    }
}

RandomPort test_random(HubFixture *fixture) {
    return (RandomPort){fill_random, &fixture->random};
}

Id test_id(const char *name) {
    return id_from_name(STR8("hub-test"), str8_from(name));
}

void hub_restart(HubFixture *fixture) {
    hub_free(fixture->hub);
    HubOptions options = {.store = fixture->store, .random = test_random(fixture)};
    memcpy(options.seed, HUB_SEED, sizeof options.seed);
    EXPECT(hub_new(&fixture->arena, &options, &fixture->hub, &err), ERR_OK);
}

static void hub_open(HubFixture *fixture) {
    EXPECT(hub_sqlite_open(&fixture->arena, "hub.db", VFS, &fixture->sqlite, &err), ERR_OK);
    fixture->store = hub_sqlite_port(fixture->sqlite);
    fixture->hub = NULL;
    hub_restart(fixture);
}

int hub_setup(void **state) {
    HubFixture *fixture = test_calloc(1, sizeof *fixture);
    fixture->disk = simdisk_make(VFS);
    fixture->random = 88172645463325252u;
    fixture->arena = arena_make(BLOCK, ARENA_MAX);
    fixture->memory = arena_make(BLOCK, ARENA_MAX);
    fixture->now = (Moment){.utc_ms = FIXTURE_NOW_MS, .mono_ms = 1000, .boot = 1, .good = true};
    hub_open(fixture);
    *state = fixture;
    return 0;
}

static void hub_close(HubFixture *fixture) {
    hub_free(fixture->hub);
    hub_sqlite_close(fixture->sqlite);
    arena_reset(&fixture->arena);
}

int hub_teardown(void **state) {
    HubFixture *fixture = *state;
    hub_close(fixture);
    simdisk_free(fixture->disk);
    arena_free(&fixture->arena);
    arena_free(&fixture->memory);
    test_free(fixture);
    return 0;
}

void hub_reopen(HubFixture *fixture) {
    hub_close(fixture);
    hub_open(fixture);
}

/* ---- kiosks ---- */

TestKiosk *test_stranger(HubFixture *fixture, const char *name) {
    TestKiosk *kiosk = ARENA_NEW(&fixture->memory, TestKiosk);
    assert_non_null(kiosk);
    kiosk->fixture = fixture;
    kiosk->device = test_id(name);
    kiosk->epoch =
        test_id(str8_to_c(&fixture->memory, str8_format(&fixture->memory, "%s-1", name)));
    memcpy(kiosk->seed, kiosk->device.bytes, sizeof kiosk->device.bytes);
    record_chain_start(kiosk->device, kiosk->epoch, kiosk->heads[0]);
    return kiosk;
}

void sign_request(TestKiosk *kiosk, WireRequest *request) {
    Arena *arena = &kiosk->fixture->memory;
    SignatureParams params = {.key_id = id_text(arena, kiosk->device), .nonce = ++kiosk->counter};
    EXPECT(signature_sign_request(arena, request, &params, kiosk->seed, &err), ERR_OK);
}

WireRequest enrol_request(TestKiosk *kiosk, const char *code, const char *name) {
    Arena *arena = &kiosk->fixture->memory;
    Enrolment enrolment = {
        .code = str8_from(code), .device = kiosk->device, .name = str8_from(name)};
    WireRequest request = {.method = STR8("POST"), .target = STR8("/v1/enrolments")};
    signature_public(kiosk->seed, enrolment.kiosk_public);
    EXPECT(enrolment_encode(arena, &enrolment, &request.body, &err), ERR_OK);
    wire_header_add(&request.headers, STR8("content-type"), STR8("application/json"));
    sign_request(kiosk, &request);
    return request;
}

TestKiosk *test_kiosk(HubFixture *fixture, const char *name) {
    TestKiosk *kiosk = test_stranger(fixture, name);
    CodeWish wish = {.school = STR8("Maple Street School"), .valid_ms = CODE_VALID_MS};
    char code[ENROL_CODE_LEN + 1];
    EXPECT(hub_code_new(&fixture->store, test_random(fixture), fixture->now, &wish, code, &err),
           ERR_OK);
    WireRequest request = enrol_request(kiosk, code, name);
    EXPECT_REPLY(fixture, &request, 200, NULL);
    return kiosk;
}

void journal_add_record(TestKiosk *kiosk, Record record, Str8 sealed) {
    assert_true(kiosk->count < TEST_RECORDS_MAX);
    size_t at = kiosk->count++;
    record.sequence = kiosk->base + (int64_t)at + 1;
    record.zone = STR8("America/New_York");
    record.has_cold = sealed.len > 0;
    if (record.has_cold) {
        vault_digest(sealed.ptr, sealed.len, record.cold_digest);
    }
    kiosk->records[at] = record;
    kiosk->sealed[at] = sealed;
    EXPECT(record_chain(&kiosk->fixture->memory, kiosk->heads[at], &record, kiosk->heads[at + 1],
                        &err),
           ERR_OK);
}

void journal_add(TestKiosk *kiosk, const char *id, const char *type, const char *event,
                 const char *body) {
    int64_t minutes = (int64_t)kiosk->count;
    Record record = {
        .id = test_id(id),
        .type = str8_from(type),
        .event_id = event != NULL ? test_id(event) : (Id){{0}},
        .moment = {.utc_ms = FIXTURE_NOW_MS + minutes * MINUTE_MS,
                   .mono_ms = 5000 + minutes * MINUTE_MS,
                   .boot = 3,
                   .good = true},
        .body = str8_from(body),
    };
    journal_add_record(kiosk, record, STR8(""));
}

void journal_fork(TestKiosk *kiosk, const char *epoch, size_t from) {
    size_t left = kiosk->count - (from - 1);
    kiosk->epoch = test_id(epoch);
    record_chain_start(kiosk->device, kiosk->epoch, kiosk->heads[0]);
    kiosk->base += (int64_t)from - 1;
    memmove(kiosk->records, kiosk->records + from - 1, left * sizeof kiosk->records[0]);
    memmove(kiosk->sealed, kiosk->sealed + from - 1, left * sizeof kiosk->sealed[0]);
    kiosk->count = left;
    for (size_t i = 0; i < left; i++) {
        EXPECT(record_chain(&kiosk->fixture->memory, kiosk->heads[i], &kiosk->records[i],
                            kiosk->heads[i + 1], &err),
               ERR_OK);
    }
}

WireRequest batch_request(TestKiosk *kiosk, size_t from, size_t to) {
    assert_true(from >= 1 && from <= to && to <= kiosk->count);
    Arena *arena = &kiosk->fixture->memory;
    WireBatch batch = {.device = kiosk->device, .epoch = kiosk->epoch, .count = to - from + 1};
    batch.records = ARENA_ARRAY(arena, WireRecord, batch.count);
    for (size_t i = 0; i < batch.count; i++) {
        batch.records[i].record = kiosk->records[from - 1 + i];
        batch.records[i].sealed = kiosk->sealed[from - 1 + i];
    }
    memcpy(batch.records[0].record.head, kiosk->heads[from], RECORD_HEAD_SIZE);
    batch.records[0].has_head = true;
    memcpy(batch.records[batch.count - 1].record.head, kiosk->heads[to], RECORD_HEAD_SIZE);
    batch.records[batch.count - 1].has_head = true;
    WireRequest request = {.method = STR8("POST"), .target = STR8("/v1/records")};
    bool zstd = false;
    EXPECT(batch_encode(arena, &batch, &request.body, &zstd, &err), ERR_OK);
    wire_header_add(&request.headers, STR8("content-type"), STR8(WIRE_BATCH_TYPE));
    if (zstd) {
        wire_header_add(&request.headers, STR8("content-encoding"), STR8("zstd"));
    }
    sign_request(kiosk, &request);
    return request;
}

WireRequest ask_request(TestKiosk *kiosk) {
    Arena *arena = &kiosk->fixture->memory;
    Str8 epoch = id_text(arena, kiosk->epoch);
    WireRequest request = {.method = STR8("GET"),
                           .target = str8_format(arena, "/v1/epochs/%.*s", STR8_ARG(epoch))};
    sign_request(kiosk, &request);
    return request;
}

/* ---- the hub ---- */

const WireReply *hub_ask(HubFixture *fixture, const WireRequest *request) {
    const WireReply *reply = hub_handle(fixture->hub, &fixture->memory, request, fixture->now);
    assert_non_null(reply);
    Str8 type = wire_header(&reply->headers, STR8("content-type"));
    if (!str8_starts_with(type, STR8("text/plain"))) {
        uint8_t hub_public_key[32];
        Str8 signature = wire_header(&request->headers, STR8("signature"));
        hub_public(fixture->hub, hub_public_key);
        EXPECT(signature_verify_reply(&fixture->memory, reply, signature, hub_public_key, &err),
               ERR_OK);
    }
    return reply;
}

const WireReply *hub_expect(HubFixture *fixture, const WireRequest *request, int status,
                            const char *kind, int line) {
    const WireReply *reply = hub_ask(fixture, request);
    Problem problem = {0};
    if (reply->status >= 400) {
        EXPECT(problem_decode(&fixture->memory, reply->body, &problem, &err), ERR_OK);
        assert_int_equal(problem.status, reply->status);
        assert_true(str8_equal(wire_header(&reply->headers, STR8("content-type")),
                               STR8(WIRE_PROBLEM_TYPE)));
    }
    if (reply->status != status || !str8_equal(problem.kind, str8_from(kind))) {
        fail_msg("line %d: %d %.*s instead of %d %s", line, reply->status, STR8_ARG(problem.kind),
                 status, kind != NULL ? kind : "");
    }
    return reply;
}

RecordsAnswer hub_expect_have(HubFixture *fixture, const WireRequest *request, int64_t have,
                              int line) {
    const WireReply *reply = hub_expect(fixture, request, 200, NULL, line);
    RecordsAnswer answer;
    EXPECT(records_answer_decode(&fixture->memory, reply->body, &answer, &err), ERR_OK);
    if (answer.have != have) {
        fail_msg("line %d: it has %lld instead of %lld", line, (long long)answer.have,
                 (long long)have);
    }
    return answer;
}

HubCounts hub_count(HubFixture *fixture) {
    HubCounts counts = {0};
    EXPECT(fixture->store.counts(fixture->store.context, &counts, &err), ERR_OK);
    return counts;
}
