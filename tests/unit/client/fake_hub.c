#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/client/fake_hub.h"

#include <string.h>

#include "sync/wire/batch.h"
#include "sync/wire/signature.h"
#include "tests/unit/store/sync_fixture.h"

void fake_hub_init(FakeHub *hub) {
    *hub = (FakeHub){.utc_ms = FIXTURE_NOW_MS, .batch_max = WIRE_BATCH_MAX};
    memset(hub->seed, 7, sizeof hub->seed);
    signature_public(hub->seed, hub->public_key);
}

void fake_hub_enrol(FakeHub *hub, Store *store) {
    SyncSource source;
    SyncLink link = {.url = STR8("https://hub.example"), .enrolled_utc_ms = 1, .confirmed = true};
    memset(link.kiosk_seed, hub->seed[0] ^ 0x55, sizeof link.kiosk_seed); /* one for each hub */
    signature_public(link.kiosk_seed, link.kiosk_public);
    memcpy(link.hub_public, hub->public_key, sizeof link.hub_public);
    memcpy(hub->kiosk_public, link.kiosk_public, sizeof hub->kiosk_public);
    EXPECT(sync_store_enrol(store, &link, &err), ERR_OK);
    EXPECT(sync_store_source(store, &source, &err), ERR_OK);
    hub->device = source.device;
}

FakeEpoch *fake_hub_epoch(FakeHub *hub, Id epoch) {
    for (size_t i = 0; i < hub->epochs_count; i++) {
        if (id_equal(hub->epochs[i].epoch, epoch)) {
            return &hub->epochs[i];
        }
    }
    assert_true(hub->epochs_count < FAKE_HUB_EPOCHS_MAX);
    FakeEpoch *made = &hub->epochs[hub->epochs_count++];
    made->epoch = epoch;
    record_chain_start(hub->device, epoch, made->head);
    return made;
}

static void keep_id(FakeHub *hub, Id id) {
    for (size_t i = 0; i < hub->ids_count; i++) {
        if (id_equal(hub->ids[i], id)) {
            return;
        }
    }
    assert_true(hub->ids_count < FAKE_HUB_RECORDS_MAX);
    hub->ids[hub->ids_count++] = id;
}

static Str8 records_body(const FakeHub *hub, Arena *arena, const FakeEpoch *epoch) {
    RecordsAnswer answer = {.epoch = epoch->epoch, .have = epoch->have, .utc_ms = hub->utc_ms};
    Str8 body;
    memcpy(answer.head, epoch->head, sizeof answer.head);
    EXPECT(records_answer_encode(arena, &answer, &body, &err), ERR_OK);
    return body;
}

static WireReply reply_of(int status, Str8 type, Str8 body) {
    WireReply reply = {.status = status, .body = body};
    wire_header_add(&reply.headers, STR8("content-type"), type);
    return reply;
}

static WireReply problem_of(const FakeHub *hub, Arena *arena, Str8 kind, int status) {
    Problem problem = {.kind = kind,
                       .title = STR8("No."),
                       .status = status,
                       .utc_ms = hub->utc_ms,
                       .counter = str8_equal(kind, STR8("replayed")) ? hub->counter : 0};
    Str8 body;
    EXPECT(problem_encode(arena, &problem, &body, &err), ERR_OK);
    return reply_of(status, STR8(WIRE_PROBLEM_TYPE), body);
}

static WireReply fork_of(const FakeHub *hub, Arena *arena, const FakeEpoch *epoch) {
    Problem problem = {
        .kind = STR8("fork"), .title = STR8("No."), .status = 409, .utc_ms = hub->utc_ms};
    RecordsAnswer answer = {.epoch = epoch->epoch, .have = epoch->have, .utc_ms = hub->utc_ms};
    Str8 body;
    memcpy(answer.head, epoch->head, sizeof answer.head);
    EXPECT(problem_encode_fork(arena, &problem, &answer, &body, &err), ERR_OK);
    return reply_of(409, STR8(WIRE_PROBLEM_TYPE), body);
}

/* Chains what is new. @return false: the head is not the declared one, nothing was kept */
static bool take_batch(FakeHub *hub, Arena *arena, FakeEpoch *epoch, const WireBatch *batch) {
    uint8_t head[RECORD_HEAD_SIZE];
    int64_t have = epoch->have;
    memcpy(head, epoch->head, sizeof head);
    for (size_t i = 0; i < batch->count; i++) {
        const Record *record = &batch->records[i].record;
        assert_false(batch->records[i].unreadable);
        if (record->sequence <= have) {
            continue;
        }
        EXPECT(record_chain(arena, head, record, head, &err), ERR_OK);
        have = record->sequence;
    }
    const WireRecord *last = &batch->records[batch->count - 1];
    assert_true(last->has_head);
    if (have == last->record.sequence && memcmp(head, last->record.head, sizeof head) != 0) {
        return false;
    }
    for (size_t i = 0; i < batch->count; i++) {
        keep_id(hub, batch->records[i].record.id);
    }
    epoch->have = have;
    memcpy(epoch->head, head, sizeof head);
    return true;
}

static WireReply answer_batch(FakeHub *hub, Arena *arena, const WireRequest *request) {
    WireBatch batch;
    Str8 type = wire_header(&request->headers, STR8("content-type"));
    bool zstd = str8_equal(wire_header(&request->headers, STR8("content-encoding")), STR8("zstd"));
    EXPECT(batch_decode(arena, type, zstd, request->body, &batch, &err), ERR_OK);
    assert_true(id_equal(batch.device, hub->device));
    FakeEpoch *epoch = fake_hub_epoch(hub, batch.epoch);
    hub->batches++;
    if (hub->mode == FAKE_TOO_LARGE && batch.count > hub->batch_max) {
        return problem_of(hub, arena, STR8("too-large"), 413);
    }
    if (hub->mode == FAKE_NOTHING_KEPT) {
        FakeEpoch none = {.epoch = epoch->epoch};
        record_chain_start(hub->device, epoch->epoch, none.head);
        return reply_of(200, STR8("application/json"), records_body(hub, arena, &none));
    }
    bool gap = epoch->have > 0 && batch.records[0].record.sequence > epoch->have + 1;
    if (hub->mode == FAKE_ALWAYS_FORK || (!gap && !take_batch(hub, arena, epoch, &batch))) {
        return fork_of(hub, arena, epoch);
    }
    return reply_of(200, STR8("application/json"), records_body(hub, arena, epoch));
}

static WireReply answer_ask(FakeHub *hub, Arena *arena, const WireRequest *request) {
    Id epoch;
    Str8 start = STR8("/v1/epochs/");
    assert_true(str8_starts_with(request->target, start));
    assert_true(id_parse(str8_slice(request->target, start.len, request->target.len), &epoch));
    return reply_of(200, STR8("application/json"),
                    records_body(hub, arena, fake_hub_epoch(hub, epoch)));
}

/* Any code does; the request is signed with the key that it brings. */
static WireReply answer_enrolment(FakeHub *hub, Arena *arena, const WireRequest *request) {
    Enrolment enrolment = {0};
    Enrolled enrolled = {.school = STR8("Lincoln"), .utc_ms = hub->utc_ms};
    Str8 body;
    EXPECT(enrolment_decode(arena, request->body, &enrolment, &err), ERR_OK);
    EXPECT(signature_verify_request(arena, request, enrolment.kiosk_public, &err), ERR_OK);
    hub->device = enrolment.device;
    memcpy(hub->kiosk_public, enrolment.kiosk_public, sizeof hub->kiosk_public);
    memcpy(enrolled.hub_public, hub->public_key, sizeof enrolled.hub_public);
    EXPECT(enrolled_encode(arena, &enrolled, &body, &err), ERR_OK);
    return reply_of(201, STR8("application/json"), body);
}

static WireReply answer_honestly(FakeHub *hub, Arena *arena, const WireRequest *request) {
    SignatureParams params = {0};
    if (str8_equal(request->target, STR8("/v1/enrolments"))) {
        return answer_enrolment(hub, arena, request);
    }
    EXPECT(signature_params(arena, &request->headers, &params, &err), ERR_OK);
    EXPECT(signature_verify_request(arena, request, hub->kiosk_public, &err), ERR_OK);
    if (params.nonce <= hub->counter) {
        return problem_of(hub, arena, STR8("replayed"), 409);
    }
    hub->counter = params.nonce;
    return str8_equal(request->method, STR8("POST")) ? answer_batch(hub, arena, request)
                                                     : answer_ask(hub, arena, request);
}

/* Wrong bodies that are signed all the same. */
static WireReply spoil(FakeHub *hub, Arena *arena, WireReply reply) {
    FakeEpoch other = {.epoch = test_id("another epoch"), .have = 3};
    FakeEpoch beyond = {.have = 1000000};
    Str8 json = STR8("application/json");
    WireReply busy = {.status = 503};
    switch (hub->mode) {
    case FAKE_OTHER_EPOCH:
        return reply_of(200, json, records_body(hub, arena, &other));
    case FAKE_BEYOND:
        assert_true(hub->epochs_count > 0);
        beyond.epoch = hub->epochs[hub->epochs_count - 1].epoch;
        return reply_of(200, json, records_body(hub, arena, &beyond));
    case FAKE_TRUNCATED:
        return reply_of(200, json, str8_slice(reply.body, 0, reply.body.len - 5));
    case FAKE_NONSENSE:
        return reply_of(200, json, STR8("{\"hello\":[1,2,3]}"));
    case FAKE_HTML:
        return reply_of(200, STR8("text/html; charset=utf-8"), STR8("<html>Please sign in</html>"));
    case FAKE_REDIRECT:
        return reply_of(302, STR8("text/plain"), STR8(""));
    case FAKE_BUSY:
        wire_header_add(&busy.headers, STR8("retry-after"), STR8("7"));
        return busy;
    case FAKE_REVOKED:
        return problem_of(hub, arena, STR8("revoked"), 403);
    case FAKE_TROUBLE:
        return problem_of(hub, arena, STR8("store"), 500);
    case FAKE_HONEST:
    case FAKE_UNSIGNED:
    case FAKE_WRONG_KEY:
    case FAKE_OLD_ANSWER:
    case FAKE_NOTHING_KEPT:
    case FAKE_ALWAYS_FORK:
    case FAKE_TOO_LARGE:
    case FAKE_MODES:
        break;
    }
    return reply;
}

TransportResult fake_hub_answer(FakeHub *hub, Arena *arena, const WireRequest *request) {
    uint8_t stranger[32] = {1};
    Str8 signature = wire_header(&request->headers, STR8("signature"));
    WireReply reply = spoil(hub, arena, answer_honestly(hub, arena, request));
    bool is_signed = hub->mode != FAKE_UNSIGNED && hub->mode != FAKE_HTML &&
                     hub->mode != FAKE_REDIRECT && hub->mode != FAKE_BUSY;
    Str8 bound = hub->mode == FAKE_OLD_ANSWER ? str8_from(hub->last_signature) : signature;
    if (is_signed && bound.len > 0) {
        const uint8_t *seed = hub->mode == FAKE_WRONG_KEY ? stranger : hub->seed;
        EXPECT(signature_sign_reply(arena, &reply, bound, seed, &err), ERR_OK);
    }
    Str8Builder keep = builder_make(hub->last_signature, sizeof hub->last_signature);
    builder_add(&keep, signature);
    assert_false(keep.full);
    hub->requests++;
    return (TransportResult){.outcome = TRANSPORT_ANSWERED,
                             .reply = reply,
                             .was_redirect = reply.status >= 300 && reply.status < 400};
}
