#include <string.h>

#include "sync/hub/hub_codes.h"
#include "sync/hub/hub_private.h"

/*
 * A code makes a device with a key a kiosk.
 * 1. The try is counted in a transaction of its own before the secret is compared.
 * 2. Repeating what succeeded (the answer was lost) succeeds again, unless it was revoked since.
 * 3. The same device with a new code gets a new key: whoever gave the code decided so.
 */
void enrolment_prepare(HubJob *job) {
    const WireRequest *request = job->request;
    Str8 rest;
    Str8 type =
        str8_trim(str8_cut(wire_header(&request->headers, STR8("content-type")), ';', &rest));
    if (!str8_equal_ignoring_case(type, STR8("application/json"))) {
        job_refuse(job, PROBLEM_CONTENT_TYPE);
        return;
    }
    char code[ENROL_CODE_LEN + 1];
    ErrCode failed = enrolment_decode(job->arena, request->body, &job->enrolment, NULL);
    if (failed != ERR_OK || job->enrolment.name.len > HUB_TEXT_MAX ||
        id_is_none(job->enrolment.device) || !enrol_code_normalize(job->enrolment.code, code)) {
        job_refuse(job, failed == ERR_NO_MEMORY ? PROBLEM_STORE : PROBLEM_MALFORMED);
        return;
    }
    job->enrolment.code = str8_copy(job->arena, (Str8){code, ENROL_CODE_LEN});
    if (!id_equal(job->enrolment.device, job->device)) {
        job_refuse(job, PROBLEM_WRONG_SOURCE);
        return;
    }
    memcpy(job->key, job->enrolment.kiosk_public, sizeof job->key);
    failed = signature_verify_request(job->arena, request, job->key, NULL);
    if (failed != ERR_OK || job->enrolment.code.ptr == NULL) {
        job_refuse(job, failed == ERR_OK || failed == ERR_NO_MEMORY ? PROBLEM_STORE
                                                                    : PROBLEM_BAD_SIGNATURE);
        return;
    }
    job->auth = AUTH_SIGNED;
}

static ErrCode find_code(Hub *hub, HubJob *job, HubCode *code, Err *err) {
    return hub->store.code_find(hub->store.context, job->arena,
                                (const uint8_t *)job->enrolment.code.ptr, code, err);
}

static ErrCode count_try(Hub *hub, HubJob *job, Err *err) {
    HubCode code;
    ErrCode failed = find_code(hub, job, &code, err);
    if (failed == ERR_NOT_FOUND) {
        job_refuse(job, PROBLEM_CODE_WRONG);
        return ERR_OK;
    }
    if (failed == ERR_OK && code.tries >= CODE_TRIES_MAX) {
        job_refuse(job, PROBLEM_CODE_OVER);
        return ERR_OK;
    }
    if (failed == ERR_OK) {
        code.tries++;
        failed = hub->store.code_put(hub->store.context, &code, err);
    }
    return failed;
}

ErrCode enrolment_count(Hub *hub, HubJob *job, Err *err) {
    HubStore *store = &hub->store;
    ErrCode failed = store->begin(store->context, err);
    if (failed != ERR_OK) {
        return failed;
    }
    failed = count_try(hub, job, err);
    if (failed == ERR_OK && job->answer.kind == ANSWER_NONE) {
        return store->commit(store->context, err);
    }
    store->rollback(store->context);
    return failed;
}

static bool hash_is_right(const HubJob *job, const HubCode *code) {
    uint8_t hash[CODE_HASH_SIZE];
    uint8_t different = 0;
    hub_code_hash(job->enrolment.code.ptr, hash);
    for (size_t i = 0; i < sizeof hash; i++) {
        different |= (uint8_t)(hash[i] ^ code->secret_hash[i]);
    }
    return different == 0;
}

/* The code is right: is it still worth something to this device with this key? */
static bool code_is_good(const HubJob *job, const HubCode *code, const HubKiosk *kiosk,
                         Moment now) {
    bool again = id_equal(code->used_by, job->device) && kiosk->revoked_utc_ms == 0 &&
                 memcmp(kiosk->public_key, job->key, sizeof job->key) == 0;
    return now.utc_ms <= code->until_utc_ms && (id_is_none(code->used_by) || again);
}

static void fill_kiosk(const HubJob *job, const HubCode *code, Moment now, HubKiosk *kiosk) {
    bool same = memcmp(kiosk->public_key, job->key, sizeof job->key) == 0;
    kiosk->device = job->device;
    memcpy(kiosk->public_key, job->key, sizeof job->key);
    kiosk->school = code->school;
    kiosk->name = code->name.len > 0 ? code->name : job->enrolment.name;
    kiosk->enrolled_utc_ms = now.utc_ms;
    kiosk->revoked_utc_ms = 0;
    kiosk->contact_utc_ms = now.utc_ms;
    /* A new key's counters begin where it begins; nobody can replay what it never signed. */
    kiosk->counter = same && kiosk->counter > job->counter ? kiosk->counter : job->counter;
}

static ErrCode put_both(Hub *hub, HubJob *job, HubCode *code, HubKiosk *kiosk, Moment now,
                        Err *err) {
    const HubStore *store = &hub->store;
    fill_kiosk(job, code, now, kiosk);
    code->tries = 0;
    code->used_by = job->device;
    ErrCode failed = store->kiosk_put(store->context, kiosk, err);
    if (failed == ERR_LIMIT) {
        job_refuse(job, PROBLEM_FULL);
        return ERR_OK;
    }
    if (failed == ERR_OK) {
        failed = store->code_put(store->context, code, err);
    }
    job->answer.kind = ANSWER_ENROLLED;
    job->answer.school = code->school;
    job->done.has_key = true;
    return failed;
}

ErrCode enrolment_apply(Hub *hub, HubJob *job, Moment now, Err *err) {
    HubCode code;
    HubKiosk kiosk = {0};
    ErrCode failed = find_code(hub, job, &code, err);
    if (failed == ERR_NOT_FOUND || (failed == ERR_OK && !hash_is_right(job, &code))) {
        job_refuse(job, PROBLEM_CODE_WRONG);
        return ERR_OK;
    }
    if (failed == ERR_OK) {
        failed = hub->store.kiosk_find(hub->store.context, job->arena, job->device, &kiosk, err);
        failed = failed == ERR_NOT_FOUND ? ERR_OK : failed;
    }
    if (failed != ERR_OK) {
        return failed;
    }
    if (!code_is_good(job, &code, &kiosk, now)) {
        job_refuse(job, PROBLEM_CODE_OVER);
        return ERR_OK;
    }
    return put_both(hub, job, &code, &kiosk, now, err);
}
