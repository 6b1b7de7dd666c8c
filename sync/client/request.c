#include "sync/client/request.h"

#include <string.h>

#include "data/base/check.h"

static ErrCode sign(Arena *arena, const RequestSigner *signer, WireRequest *request, Err *err) {
    SignatureParams params = {.key_id = id_text(arena, signer->device), .nonce = signer->counter};
    FOYER_ASSERT(signer->counter > 0);
    return signature_sign_request(arena, request, &params, signer->seed, err);
}

ErrCode request_ask(Arena *arena, const RequestSigner *signer, Id epoch, WireRequest *request,
                    Err *err) {
    Str8 text = id_text(arena, epoch);
    *request = (WireRequest){
        .method = STR8("GET"),
        .target = str8_format(arena, "/v1/epochs/%.*s", STR8_ARG(text)),
    };
    if (request->target.len == 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a request");
    }
    return sign(arena, signer, request, err);
}

static ErrCode batch_of(Arena *arena, const RequestSigner *signer, Id epoch,
                        const OutboxRecord *records, size_t count, WireBatch *batch, Err *err) {
    *batch = (WireBatch){.device = signer->device,
                         .epoch = epoch,
                         .records = ARENA_ARRAY(arena, WireRecord, count),
                         .count = count};
    if (batch->records == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a batch");
    }
    for (size_t i = 0; i < count; i++) {
        batch->records[i].record = records[i].record;
        batch->records[i].sealed = records[i].sealed;
        batch->records[i].has_head = i == 0 || i + 1 == count;
    }
    return ERR_OK;
}

ErrCode request_records(Arena *arena, const RequestSigner *signer, Id epoch,
                        const OutboxRecord *records, size_t count, size_t *taken,
                        WireRequest *request, Err *err) {
    FOYER_ASSERT(count >= 1 && count <= WIRE_BATCH_MAX);
    Str8 body = {0};
    bool zstd = false;
    ErrCode code = ERR_LIMIT;
    for (; code == ERR_LIMIT && count > 0; count /= 2) {
        WireBatch batch;
        code = batch_of(arena, signer, epoch, records, count, &batch, err);
        code = code == ERR_OK ? batch_encode(arena, &batch, &body, &zstd, err) : code;
        *taken = code == ERR_OK ? count : 0;
    }
    if (code != ERR_OK) {
        return code;
    }
    *request = (WireRequest){.method = STR8("POST"), .target = STR8("/v1/records"), .body = body};
    wire_header_add(&request->headers, STR8("content-type"), STR8(WIRE_BATCH_TYPE));
    if (zstd) {
        wire_header_add(&request->headers, STR8("content-encoding"), STR8("zstd"));
    }
    return sign(arena, signer, request, err);
}

ErrCode request_enrol(Arena *arena, const RequestSigner *signer, const Enrolment *enrolment,
                      WireRequest *request, Err *err) {
    FOYER_ASSERT(enrolment->code.len == ENROL_CODE_LEN);
    *request = (WireRequest){.method = STR8("POST"), .target = STR8("/v1/enrolments")};
    ErrCode code = enrolment_encode(arena, enrolment, &request->body, err);
    if (code != ERR_OK) {
        return code;
    }
    wire_header_add(&request->headers, STR8("content-type"), STR8("application/json"));
    return sign(arena, signer, request, err);
}
