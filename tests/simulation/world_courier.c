#include <string.h>

#include "data/base/check.h"
#include "sync/client/enrol.h"
#include "tests/simulation/world_private.h"

/*
 * Between kiosks and hub: the client's turns as its worker would take them, requests through the
 * weather, and boxes in between that answer for the hub.
 */
enum {
    CONFUSED = 100,  /* in 1000: an answer to an older request is given for this one */
    GROUP_MS = 1000, /* requests that come so close are committed together */
    GROUP_MAX = 6,
    IDLE = 100, /* in 1000: nothing waits at the hub afterwards */
    DISK_TROUBLE_MS = MINUTE_MS,
    STAYS_UP = 500, /* in 1000: after disk trouble in sync the program goes on */
};

/* What came of the client's use of the store. False: the machine or the program is not there. */
static bool settle(World *world, SimKiosk *kiosk, ErrCode code, const Err *err, const char *what) {
    bool may_stay = code == ERR_IO && chance_in_1000(&kiosk->story, STAYS_UP);
    if (may_stay && simkiosk_forgive(world, kiosk, what)) {
        kiosk->turn_ms = world->now_ms + DISK_TROUBLE_MS;
        return false;
    }
    return simkiosk_settle(world, kiosk, code, err, what);
}

/* ---- the client's side ---- */

static void note_mood(World *world, SimKiosk *kiosk) {
    SyncTrouble trouble = sync_client_trouble(kiosk->client);
    bool refused = trouble == SYNC_REFUSED || trouble == SYNC_NOT_THE_HUB;
    if (!refused) {
        kiosk->refused_ms = NEVER_MS;
    } else if (kiosk->refused_ms == NEVER_MS) {
        kiosk->refused_ms = world->now_ms;
    }
}

static void hear(World *world, SimKiosk *kiosk, const TransportResult *result) {
    kiosk->is_waiting = false;
    kiosk->turn_ms = world->now_ms;
    Err err = {0};
    SyncSource before = {0};
    SyncSource after = {0};
    ErrCode code = sync_store_source(kiosk->store, &before, &err);
    if (code == ERR_OK) {
        code = sync_client_answer(kiosk->client, &kiosk->scratch, result,
                                  simkiosk_moment(world, kiosk), &err);
    }
    if (code == ERR_OK) {
        code = sync_store_source(kiosk->store, &after, &err);
    }
    bool forked = code == ERR_OK && !id_equal(before.epoch, after.epoch);
    if (settle(world, kiosk, code, &err, "answer")) {
        note_mood(world, kiosk);
        if (forked) {
            WORLD_TELL(world, kiosk, "begins a new epoch behind %lld", (long long)after.base);
            world->report->forks++;
        }
    }
    arena_reset(&kiosk->scratch);
}

void courier_give_up(World *world, SimKiosk *kiosk) {
    TransportResult result = {.outcome = TRANSPORT_TIMED_OUT};
    hear(world, kiosk, &result);
}

static void hear_portal(World *world, SimKiosk *kiosk) {
    TransportResult result = {.outcome = TRANSPORT_ANSWERED};
    result.reply.status = chance_in_1000(&kiosk->story, 500) ? 200 : 302;
    result.was_redirect = result.reply.status == 302;
    wire_header_add(&result.reply.headers, STR8("content-type"), STR8("text/html"));
    result.reply.body = STR8("<html><title>Welcome to our Wi-Fi</title></html>");
    hear(world, kiosk, &result);
}

static void send_request(World *world, SimKiosk *kiosk, const SyncTurn *turn) {
    kiosk->number++;
    kiosk->is_waiting = true;
    kiosk->deadline_ms = world->now_ms + REQUEST_TIMEOUT_MS;
    world->report->requests++;
    world_mix(world, turn->request.body.ptr, turn->request.body.len);
    Str8 signature = wire_header(&turn->request.headers, STR8("signature"));
    world_mix(world, signature.ptr, signature.len);
    TransportResult nobody = {.outcome = TRANSPORT_NO_NETWORK};
    switch (kiosk->link) {
    case LINK_NO_NETWORK:
        hear(world, kiosk, &nobody);
        return;
    case LINK_PORTAL:
        hear_portal(world, kiosk);
        return;
    case LINK_FILTER:
        nobody.outcome = TRANSPORT_UNTRUSTED;
        nobody.filter = STR8("Web Filter");
        hear(world, kiosk, &nobody);
        return;
    case LINK_SILENT:
    case LINK_KINDS:
        return;
    case LINK_UP:
        break;
    }
    if (!world->hub.is_up && chance_in_1000(&kiosk->story, 500)) {
        nobody.outcome = TRANSPORT_UNREACHABLE;
        hear(world, kiosk, &nobody);
        return;
    }
    simnet_send_request(&world->net, world->now_ms, kiosk->index, kiosk->number, &turn->request);
}

void courier_turn(World *world, SimKiosk *kiosk) {
    SyncTurn turn = {.kind = SYNC_TURN_WAIT};
    Err err = {0};
    Moment now = simkiosk_moment(world, kiosk);
    ErrCode code = sync_client_turn(kiosk->client, &kiosk->scratch, now, &turn, &err);
    if (code == ERR_OK) { /* it may have written, and what is sent must be known to the ledger */
        code = simkiosk_scan(world, kiosk, &err);
    }
    if (settle(world, kiosk, code, &err, "turn")) {
        switch (turn.kind) {
        case SYNC_TURN_SEND:
            send_request(world, kiosk, &turn);
            break;
        case SYNC_TURN_WAIT:
            FOYER_ASSERT(turn.until_mono_ms > now.mono_ms);
            kiosk->turn_ms = world->now_ms + (turn.until_mono_ms - now.mono_ms);
            break;
        case SYNC_TURN_STOPPED:
            kiosk->is_stopped = true;
            kiosk->turn_ms = NEVER_MS;
            WORLD_TELL(world, kiosk, "sync stopped");
            break;
        }
    }
    arena_reset(&kiosk->scratch);
}

/* ---- messages ---- */

static void deliver_reply(World *world, SimMessage *message) {
    SimKiosk *kiosk = &world->kiosks[message->kiosk];
    bool listens = kiosk->is_on && kiosk->is_waiting && kiosk->link == LINK_UP;
    bool is_its = message->number == kiosk->number;
    if (listens && (is_its || chance_in_1000(&world->net.chance, CONFUSED))) {
        TransportResult result = {.outcome = TRANSPORT_ANSWERED, .reply = message->reply};
        result.was_redirect = message->reply.status >= 300 && message->reply.status < 400;
        hear(world, kiosk, &result);
    }
    simnet_release(message);
}

/* The request and others that come at about the same time. */
static size_t gather(World *world, SimMessage *first, SimMessage *group[GROUP_MAX]) {
    size_t count = 0;
    int64_t until_ms = first->at_ms + GROUP_MS;
    for (SimMessage *message = first;
         message != NULL && count < GROUP_MAX && !message->is_reply && message->at_ms <= until_ms;
         message = simnet_next(&world->net)) {
        group[count++] = message;
        simnet_release(message); /* its bytes stay until something else is sent */
    }
    return count;
}

static void deliver_requests(World *world, SimMessage *first) {
    SimMessage *group[GROUP_MAX];
    SimHub *hub = &world->hub;
    size_t count = gather(world, first, group);
    if (!hub->is_up) {
        return;
    }
    HubJob *jobs[GROUP_MAX];
    HubJob *waiting[GROUP_MAX];
    size_t waiting_count = 0;
    for (size_t i = 0; i < count; i++) {
        jobs[i] = hub_prepare(hub->hub, &hub->scratch, &group[i]->request, simhub_moment(world));
        FOYER_ASSERT(jobs[i] != NULL);
        if (hub_job_waits(jobs[i])) {
            waiting[waiting_count++] = jobs[i];
        }
    }
    hub_commit(hub->hub, waiting, waiting_count, simhub_moment(world));
    const WireReply *replies[GROUP_MAX] = {NULL};
    size_t kiosks[GROUP_MAX];
    uint64_t numbers[GROUP_MAX];
    for (size_t i = 0; i < count; i++) {
        replies[i] = hub_reply(hub->hub, jobs[i]);
        kiosks[i] = group[i]->kiosk;
        numbers[i] = group[i]->number;
    }
    if (chance_in_1000(&world->hub.random, IDLE)) {
        hub_tidy(hub->hub);
    }
    if (simhub_settle(world)) {
        for (size_t i = 0; i < count; i++) {
            simhub_note_promise(world, replies[i]);
            world_mix(world, replies[i]->body.ptr, replies[i]->body.len);
            simnet_send_reply(&world->net, world->now_ms, kiosks[i], numbers[i], replies[i]);
        }
    }
    arena_reset(&hub->scratch);
}

void courier_deliver(World *world, SimMessage *message) {
    if (message->is_reply) {
        deliver_reply(world, message);
    } else {
        deliver_requests(world, message);
    }
}

/* ---- enrolment ---- */

/* ERR_OFFLINE: the hub could not just now. */
static ErrCode ask_hub(World *world, SimKiosk *kiosk, const EnrolStart *start, Heard *heard,
                       Err *err) {
    SimHub *hub = &world->hub;
    const WireReply *reply =
        hub_handle(hub->hub, &hub->scratch, &start->request, simhub_moment(world));
    FOYER_ASSERT(reply != NULL);
    bool was_well = hub->fault == FAULT_NONE && !hub->is_full;
    if (!simhub_settle(world)) {
        return ERR_OFFLINE;
    }
    TransportResult result = {.outcome = TRANSPORT_ANSWERED, .reply = *reply};
    Str8 signature = wire_header(&start->request.headers, STR8("signature"));
    ErrCode code = heard_read_enrolment(&kiosk->scratch, signature, &result, heard, err);
    if (code == ERR_OK && heard->kind != HEARD_ENROLLED) {
        if (was_well) {
            WORLD_FAIL(world, kiosk, "the hub refused to enrol: %d %.*s", reply->status,
                       STR8_ARG(reply->body));
        }
        code = ERR_OFFLINE;
    }
    return code;
}

/* As `foyerctl enrol` does it, with the hub at the other end of a good cable. */
static ErrCode enrol(World *world, SimKiosk *kiosk, Str8 code_text, Err *err) {
    EnrolStart start;
    Heard heard = {0};
    ErrCode code = enrol_begin(&kiosk->scratch, kiosk->store, code_text, STR8("door"), &start, err);
    if (code == ERR_OK) {
        code = ask_hub(world, kiosk, &start, &heard, err);
    }
    return code == ERR_OK
               ? enrol_keep(kiosk->store, &start, STR8("https://hub.example"), &heard.enrolled, err)
               : code;
}

void courier_enrol(World *world, SimKiosk *kiosk) {
    char code_text[ENROL_CODE_LEN + 1];
    if (!kiosk->is_on || !world->hub.is_up || !simhub_make_code(world, code_text)) {
        return;
    }
    Err err = {0};
    ErrCode code = enrol(world, kiosk, str8_from(code_text), &err);
    if (code != ERR_OFFLINE && settle(world, kiosk, code, &err, "enrolment")) {
        sync_client_nudge(kiosk->client);
        kiosk->is_stopped = false;
        kiosk->refused_ms = NEVER_MS;
        kiosk->is_waiting = false;
        kiosk->turn_ms = world->now_ms + 1000;
        WORLD_TELL(world, kiosk, "enrolled");
        world->report->enrolments++;
    }
    arena_reset(&kiosk->scratch);
    arena_reset(&world->hub.scratch);
}
