#include "sync/hub/hub.h"

#include <string.h>

#include "data/base/check.h"
#include "sync/hub/hub_private.h"

/*
 * The three steps.
 *
 * 1. A signature is checked in hub_prepare, on any thread, with the key that is in memory. One that
 *    fails there is looked at again in hub_commit when another process changed the keys.
 * 2. Whether the kiosk may and its counter is new is decided inside the transaction that writes.
 * 3. All jobs of a commit share one transaction. When it fails for a reason that a single job may
 *    have, each is tried by itself: one cannot keep others from being saved. When the disk fails,
 *    all are told to come again, and nothing was changed.
 */
enum { SCRATCH_BLOCK = 80 * 1024, SCRATCH_MAX = 512 * 1024, BUSY_TRIES_MAX = 3 };

void job_refuse(HubJob *job, ProblemId problem) {
    job->answer.kind = ANSWER_PROBLEM;
    job->answer.problem = problem;
}

static bool is_open(const HubJob *job) {
    return job->answer.kind == ANSWER_NONE;
}

/* ---- the keys ---- */

static ErrCode read_keys(Hub *hub, Err *err) {
    HubStore *store = &hub->store;
    HubKiosk kiosk = {0};
    for (;;) {
        ErrCode code = store->kiosk_next(store->context, &hub->scratch, kiosk.number, &kiosk, err);
        if (code == ERR_OK) {
            code = hub_keys_set(hub->keys, kiosk.device, kiosk.public_key,
                                kiosk.revoked_utc_ms != 0, err);
        }
        arena_reset(&hub->scratch);
        if (code != ERR_OK) {
            return code == ERR_NOT_FOUND ? ERR_OK : code;
        }
    }
}

/* Another process may have enrolled or revoked one. */
static ErrCode refresh(Hub *hub, Err *err) {
    int64_t version = 0;
    ErrCode code = hub->store.version(hub->store.context, &version, err);
    if (code != ERR_OK || (version == hub->version && !hub->is_stale)) {
        return code;
    }
    code = read_keys(hub, err);
    if (code == ERR_OK) {
        hub->version = version;
        hub->is_stale = false;
    }
    return code;
}

ErrCode hub_new(Arena *arena, const HubOptions *options, Hub **hub, Err *err) {
    Hub *fresh = ARENA_NEW(arena, Hub);
    HubKeys *keys = fresh != NULL ? hub_keys_new(arena) : NULL;
    if (keys == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the hub");
    }
    vault_start();
    fresh->store = options->store;
    fresh->key = signature_key(options->seed);
    signature_public(options->seed, fresh->public_key);
    fresh->keys = keys;
    fresh->is_stale = true;
    fresh->scratch = arena_make(SCRATCH_BLOCK, SCRATCH_MAX);
    ErrCode code = refresh(fresh, err);
    if (code != ERR_OK) {
        hub_free(fresh);
        return code;
    }
    *hub = fresh;
    return ERR_OK;
}

void hub_free(Hub *hub) {
    if (hub != NULL) {
        memory_wipe(&hub->key, sizeof hub->key);
        hub_keys_free(hub->keys);
        arena_free(&hub->scratch);
    }
}

void hub_public(const Hub *hub, uint8_t public_key[32]) {
    memcpy(public_key, hub->public_key, sizeof hub->public_key);
}

const Err *hub_trouble(const Hub *hub) {
    return &hub->trouble;
}

void hub_tidy(Hub *hub) {
    hub->store.tidy(hub->store.context);
}

/* ---- prepare ---- */

/* True: it could be checked and is right. Otherwise `doubt` says what is wrong as things are. */
static bool signature_is_right(Hub *hub, HubJob *job) {
    bool revoked = false;
    job->doubt = PROBLEM_UNKNOWN_KIOSK;
    job->had_key = hub_keys_get(hub->keys, job->device, job->key, &revoked);
    if (!job->had_key) {
        return false;
    }
    job->doubt = PROBLEM_BAD_SIGNATURE;
    return signature_verify_request(job->arena, job->request, job->key, NULL) == ERR_OK;
}

static void decode(HubJob *job) {
    job->auth = AUTH_SIGNED;
    if (job->route == ROUTE_RECORDS) {
        records_decode(job);
    }
}

static void prepare_signed(Hub *hub, HubJob *job) {
    SignatureParams params;
    ErrCode code = signature_params(job->arena, &job->request->headers, &params, NULL);
    if (code != ERR_OK || params.nonce < 0) {
        job_refuse(job, code == ERR_NO_MEMORY ? PROBLEM_STORE : PROBLEM_UNSIGNED);
        return;
    }
    job->counter = params.nonce;
    if (!id_parse(params.key_id, &job->device)) {
        job_refuse(job, PROBLEM_UNKNOWN_KIOSK);
    } else if (job->route == ROUTE_ENROLMENTS) {
        enrolment_prepare(job);
    } else if (signature_is_right(hub, job)) {
        decode(job);
    } else {
        job->auth = AUTH_UNSURE;
    }
}

/* What is wrong with any request, whoever sent it. */
static bool is_sound(HubJob *job) {
    const WireRequest *request = job->request;
    Str8 declared = wire_header(&request->headers, STR8("content-length"));
    int64_t length = 0;
    if (request->headers.doubled) {
        job_refuse(job, PROBLEM_MALFORMED);
        return false;
    }
    if (declared.ptr != NULL && (!str8_to_int(declared, &length) || length < 0)) {
        job_refuse(job, PROBLEM_MALFORMED);
        return false;
    }
    if (length > WIRE_BODY_MAX || request->body.len > WIRE_BODY_MAX) {
        job_refuse(job, PROBLEM_TOO_LARGE);
        return false;
    }
    if (declared.ptr != NULL && (size_t)length != request->body.len) {
        job_refuse(job, PROBLEM_MALFORMED);
        return false;
    }
    return true;
}

static void find_route(HubJob *job) {
    job->route =
        hub_route_find(job->request->method, job->request->target, &job->allowed, &job->epoch);
    if (job->route == ROUTE_NONE) {
        job_refuse(job, job->allowed.len > 0 ? PROBLEM_METHOD : PROBLEM_NOT_FOUND);
    }
}

HubJob *hub_prepare(Hub *hub, Arena *arena, const WireRequest *request, Moment now) {
    HubJob *job = ARENA_NEW(arena, HubJob);
    if (job == NULL) {
        return NULL;
    }
    job->arena = arena;
    job->request = request;
    job->came = now;
    find_route(job);
    if (is_open(job) && is_sound(job) && hub_route(job->route)->who != FOR_ANYBODY) {
        prepare_signed(hub, job);
    }
    job->waits = is_open(job);
    return job;
}

bool hub_job_waits(const HubJob *job) {
    return job->waits;
}

/* ---- commit ---- */

/* The key was not in memory, or another one: the database has the last word. */
static void settle_doubt(Hub *hub, HubJob *job) {
    uint8_t tried[SIGNATURE_KEY_SIZE];
    bool had_key = job->had_key;
    memcpy(tried, job->key, sizeof tried);
    bool revoked = false;
    if (!hub_keys_get(hub->keys, job->device, job->key, &revoked) ||
        (had_key && memcmp(tried, job->key, sizeof tried) == 0)) {
        job_refuse(job, job->doubt);
    } else if (signature_is_right(hub, job)) {
        decode(job);
    } else {
        job_refuse(job, job->doubt);
    }
}

static ErrCode answer_open(Hub *hub, HubJob *job, Moment now, Err *err) {
    HubStore *store = &hub->store;
    if (job->route == ROUTE_HEALTH) {
        job->answer.text = STR8("ok\n");
        ErrCode code = store->read_check(store->context, err);
        job->answer.kind = code == ERR_OK ? ANSWER_TEXT : ANSWER_NONE;
        return code;
    }
    HubCounts counts;
    ErrCode code = store->counts(store->context, &counts, err);
    if (code == ERR_OK) {
        job->answer.text = hub_metrics_text(job->arena, &hub->metrics, &counts, now.utc_ms);
        job->answer.kind = job->answer.text.ptr != NULL ? ANSWER_TEXT : ANSWER_NONE;
    }
    return code;
}

static ErrCode apply(Hub *hub, HubJob *job, Moment now, Err *err) {
    job->done = (HubDone){.records = 0};
    switch (job->route) {
    case ROUTE_RECORDS:
        return records_apply(hub, job, now, err);
    case ROUTE_EPOCH:
        return epoch_apply(hub, job, now, err);
    case ROUTE_ENROLMENTS:
        return enrolment_apply(hub, job, now, err);
    case ROUTE_METRICS:
    case ROUTE_HEALTH:
    case ROUTE_NONE:
    case ROUTE_COUNT:
        break;
    }
    return ERR_OK;
}

static void forget_answers(HubJob **jobs, size_t count) {
    for (size_t i = 0; i < count; i++) {
        jobs[i]->answer = (HubAnswer){.kind = ANSWER_NONE};
        jobs[i]->done = (HubDone){.records = 0};
    }
}

/* *commits: it came as far as the commit, so after a failure nobody knows. */
static ErrCode run_once(Hub *hub, HubJob **jobs, size_t count, Moment now, bool *commits) {
    HubStore *store = &hub->store;
    Err *err = &hub->trouble;
    *commits = false;
    ErrCode code = store->begin(store->context, err);
    if (code != ERR_OK) {
        return code;
    }
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        code = apply(hub, jobs[i], now, err);
    }
    *commits = code == ERR_OK;
    if (code == ERR_OK) {
        code = store->commit(store->context, err);
    } else {
        store->rollback(store->context);
    }
    if (code != ERR_OK) {
        hub->is_stale = true;
        forget_answers(jobs, count);
    }
    return code;
}

static ErrCode run(Hub *hub, HubJob **jobs, size_t count, Moment now, bool *commits) {
    ErrCode code = ERR_BUSY;
    for (int i = 0; code == ERR_BUSY && i < BUSY_TRIES_MAX; i++) {
        code = run_once(hub, jobs, count, now, commits);
    }
    if (code == ERR_OK) {
        hub_metrics_group(&hub->metrics, count);
    } else {
        hub_metrics_add(&hub->metrics.failures, 1);
    }
    return code;
}

/* Something that one job may have brought, and not the disk. */
static bool may_be_one_jobs(ErrCode code) {
    return code == ERR_LIMIT || code == ERR_INVALID || code == ERR_CONFLICT ||
           code == ERR_NO_MEMORY || code == ERR_INTERNAL;
}

/* It is durable now: what others may see of it. */
static void note_done(Hub *hub, const HubJob *job) {
    HubMetrics *metrics = &hub->metrics;
    hub_metrics_add(&metrics->records, job->done.records);
    hub_metrics_add(&metrics->duplicates, job->done.duplicates);
    hub_metrics_add(&metrics->quarantined, job->done.quarantined);
    hub_metrics_add(&metrics->forks, job->done.forks);
    if (job->done.has_key &&
        hub_keys_set(hub->keys, job->device, job->key, false, NULL) != ERR_OK) {
        hub->is_stale = true;
    }
}

static void run_group(Hub *hub, HubJob **jobs, size_t count, Moment now) {
    bool commits = false;
    ErrCode code = run(hub, jobs, count, now, &commits);
    bool one_by_one = count > 1 && !commits && may_be_one_jobs(code);
    for (size_t i = 0; one_by_one && i < count; i++) {
        (void)run(hub, &jobs[i], 1, now, &commits);
    }
    for (size_t i = 0; i < count; i++) {
        note_done(hub, jobs[i]);
        if (is_open(jobs[i])) {
            job_refuse(jobs[i], PROBLEM_STORE);
        }
    }
}

/* What has to be so before the transaction. False: the job has its answer. */
static bool make_ready(Hub *hub, HubJob *job, Moment now) {
    ErrCode code = ERR_OK;
    if (job->auth == AUTH_UNSURE) {
        settle_doubt(hub, job);
    }
    if (is_open(job) && hub_route(job->route)->who == FOR_ANYBODY) {
        code = answer_open(hub, job, now, &hub->trouble);
    } else if (is_open(job) && job->route == ROUTE_ENROLMENTS) {
        code = enrolment_count(hub, job, &hub->trouble);
    }
    if (code != ERR_OK) {
        job_refuse(job, PROBLEM_STORE);
    }
    return is_open(job);
}

void hub_commit(Hub *hub, HubJob **jobs, size_t count, Moment now) {
    FOYER_ASSERT(count <= HUB_GROUP_MAX);
    HubJob *group[HUB_GROUP_MAX];
    size_t waiting = 0;
    hub->trouble = (Err){.code = ERR_OK};
    ErrCode code = refresh(hub, &hub->trouble);
    for (size_t i = 0; i < count; i++) {
        if (!is_open(jobs[i])) {
            continue;
        }
        if (code != ERR_OK) {
            job_refuse(jobs[i], PROBLEM_STORE);
        } else if (make_ready(hub, jobs[i], now)) {
            group[waiting++] = jobs[i];
        }
    }
    if (waiting > 0) {
        run_group(hub, group, waiting, now);
    }
    arena_reset(&hub->scratch);
    for (size_t i = 0; i < count; i++) {
        jobs[i]->waits = false;
    }
}

/* ---- all in a row ---- */

static const WireReply *finish(Hub *hub, HubJob *job, Moment now) {
    if (job == NULL) {
        return NULL;
    }
    if (job->waits) {
        hub_commit(hub, &job, 1, now);
    }
    return hub_reply(hub, job);
}

const WireReply *hub_handle(Hub *hub, Arena *arena, const WireRequest *request, Moment now) {
    return finish(hub, hub_prepare(hub, arena, request, now), now);
}

const WireReply *hub_handle_carried(Hub *hub, Arena *arena, const WireRequest *request,
                                    Moment now) {
    HubJob *job = hub_prepare(hub, arena, request, now);
    if (job != NULL) {
        job->carried = true;
    }
    return finish(hub, job, now);
}
