#include <string.h>

#include "sync/hub/hub_private.h"

/* From what was decided to a signed reply. */
static ErrCode encode_enrolled(const Hub *hub, HubJob *job, Str8 *body) {
    Enrolled enrolled = {.school = job->answer.school, .utc_ms = job->came.utc_ms};
    memcpy(enrolled.hub_public, hub->public_key, sizeof enrolled.hub_public);
    return enrolled_encode(job->arena, &enrolled, body, NULL);
}

static ErrCode encode_problem(HubJob *job, Problem *problem, Str8 *body) {
    *problem = hub_problem(job->answer.problem);
    problem->counter = job->answer.counter;
    problem->utc_ms = job->came.utc_ms;
    job->answer.records.utc_ms = job->came.utc_ms;
    return job->answer.problem == PROBLEM_FORK
               ? problem_encode_fork(job->arena, problem, &job->answer.records, body, NULL)
               : problem_encode(job->arena, problem, body, NULL);
}

static void add_problem_headers(const HubJob *job, const Problem *problem, WireReply *reply) {
    wire_header_add(&reply->headers, STR8("content-type"), STR8(WIRE_PROBLEM_TYPE));
    if (problem->status == 405) { /* RFC 9110 15.5.6 */
        wire_header_add(&reply->headers, STR8("allow"), job->allowed);
    } else if (problem->status == 503 || problem->status == 507) {
        Str8 seconds = str8_format(job->arena, "%d", PROBLEM_RETRY_AFTER_S);
        wire_header_add(&reply->headers, STR8("retry-after"), seconds);
    } else if (problem->status == 401) { /* RFC 9110 11.6.1 wants one */
        wire_header_add(&reply->headers, STR8("www-authenticate"), STR8("Signature"));
    }
}

static ErrCode fill(const Hub *hub, HubJob *job, WireReply *reply) {
    Problem problem;
    ErrCode code = ERR_OK;
    reply->status = 200;
    switch (job->answer.kind) {
    case ANSWER_TEXT:
        reply->body = job->answer.text;
        wire_header_add(&reply->headers, STR8("content-type"),
                        STR8("text/plain; version=0.0.4; charset=utf-8"));
        return ERR_OK;
    case ANSWER_RECORDS:
        job->answer.records.utc_ms = job->came.utc_ms;
        code = records_answer_encode(job->arena, &job->answer.records, &reply->body, NULL);
        break;
    case ANSWER_ENROLLED:
        code = encode_enrolled(hub, job, &reply->body);
        break;
    case ANSWER_NONE:
        job_refuse(job, PROBLEM_STORE);
        code = encode_problem(job, &problem, &reply->body);
        break;
    case ANSWER_PROBLEM:
        code = encode_problem(job, &problem, &reply->body);
        break;
    }
    if (job->answer.kind == ANSWER_PROBLEM) {
        reply->status = problem.status;
        add_problem_headers(job, &problem, reply);
    } else {
        wire_header_add(&reply->headers, STR8("content-type"), STR8("application/json"));
    }
    return code;
}

static void count_answer(Hub *hub, const HubJob *job) {
    size_t kind = job->answer.kind == ANSWER_PROBLEM ? (size_t)job->answer.problem + 1 : 0;
    hub_metrics_add(&hub->metrics.answers[job->route][kind], 1);
}

const WireReply *hub_reply(Hub *hub, HubJob *job) {
    WireReply *reply = ARENA_NEW(job->arena, WireReply);
    if (reply == NULL || fill(hub, job, reply) != ERR_OK) {
        return NULL;
    }
    count_answer(hub, job);
    wire_header_add(&reply->headers, STR8("cache-control"), STR8("no-store"));
    if (job->answer.kind == ANSWER_TEXT) {
        return reply;
    }
    Str8 signature = wire_header(&job->request->headers, STR8("signature"));
    ErrCode code = signature_sign_reply_with(job->arena, reply, signature, &hub->key, NULL);
    return code == ERR_OK ? reply : NULL;
}
