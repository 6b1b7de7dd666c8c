#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "sync/client/parcel.h"
#include "sync/wire/carry.h"
#include "sync/wire/signature.h"
#include "tests/simulation/world_private.h"

/*
 * USB sticks: what waits at a kiosk is carried to the hub and its receipts back, days later, out of
 * order with what goes over the network, twice, or not at all.
 */
enum { STICK_SIZE_MAX = 16 << 20, DAYS_ON_THE_WAY = 6 };

static bool put_bytes(void *context, Str8 bytes) {
    SimStick *stick = context;
    FOYER_ASSERT(stick->size + bytes.len <= STICK_SIZE_MAX);
    if (stick->size + bytes.len > stick->room) {
        stick->room = (stick->size + bytes.len) * 2;
        stick->bytes = reallocarray(stick->bytes, stick->room, 1);
        FOYER_ASSERT(stick->bytes != NULL);
    }
    memcpy(stick->bytes + stick->size, bytes.ptr, bytes.len);
    stick->size += bytes.len;
    return true;
}

static void send_off(World *world, SimStick *stick, StickKind kind) {
    stick->kind = kind;
    stick->due_ms =
        world->now_ms + chance_between(&world->chance, 0, DAYS_ON_THE_WAY) * (int64_t)DAY_MS;
}

/* ---- at the kiosk ---- */

static void pack(World *world, SimStick *stick) {
    SimKiosk *kiosk =
        &world->kiosks[chance_between(&world->chance, 0, (int64_t)world->kiosks_count - 1)];
    if (!kiosk->is_on || kiosk->is_stopped) {
        return;
    }
    ParcelSink sink = {put_bytes, stick};
    ParcelOut out;
    Err err = {0};
    stick->kiosk = kiosk->index;
    stick->size = 0;
    ErrCode code = parcel_out(&kiosk->scratch, kiosk->store, kiosk->options.random,
                              simkiosk_moment(world, kiosk), &sink, &out, &err);
    bool packed = code == ERR_OK;
    code = code == ERR_DENIED ? ERR_OK : code; /* revoked, and not heard of it yet */
    if (code == ERR_OK) {
        code = simkiosk_scan(world, kiosk, &err);
    }
    if (simkiosk_settle(world, kiosk, code, &err, "carry out") && packed) {
        WORLD_TELL(world, kiosk, "carries %lld to %lld", (long long)out.first, (long long)out.last);
        send_off(world, stick, STICK_TO_HUB);
    }
    arena_reset(&kiosk->scratch);
}

static void unpack(World *world, SimStick *stick) {
    SimKiosk *kiosk = &world->kiosks[stick->kiosk];
    if (!kiosk->is_on) {
        return;
    }
    ParcelIn in;
    Err err = {0};
    ErrCode code =
        parcel_in(&kiosk->scratch, kiosk->store, (Str8){(const char *)stick->bytes, stick->size},
                  simkiosk_moment(world, kiosk), &in, &err);
    if (simkiosk_settle(world, kiosk, code, &err, "carry in")) {
        WORLD_TELL(world, kiosk, "receipts carried in, the hub has %lld%s", (long long)in.have,
                   in.forked ? ": a new epoch" : "");
        world->report->carried += (int64_t)in.answers;
        sync_client_nudge(kiosk->client);
        /* Some lie about and are put in once more. */
        if (chance_in_1000(&world->chance, 200)) {
            send_off(world, stick, STICK_TO_KIOSK);
        } else {
            stick->kind = STICK_EMPTY;
        }
    }
    arena_reset(&kiosk->scratch);
}

/* ---- at the hub ---- */

static bool seal_answer(World *world, SimStick *receipt, const WireRequest *request,
                        const WireReply *reply) {
    SimHub *hub = &world->hub;
    SignatureParams params;
    HubKiosk row = {0};
    Id device;
    Str8 frame = {0};
    if (signature_params(&hub->scratch, &request->headers, &params, NULL) != ERR_OK ||
        !id_parse(params.key_id, &device) ||
        hub->store.kiosk_find(hub->store.context, &hub->scratch, device, &row, NULL) != ERR_OK) {
        return false;
    }
    Str8 signature = wire_header(&request->headers, STR8("signature"));
    return carry_seal_reply(&hub->scratch, chance_port(&hub->random), reply, signature,
                            row.public_key, &frame, NULL) == ERR_OK &&
           put_bytes(receipt, frame);
}

/* False: the hub could not take all of it now. */
static bool apply(World *world, const SimStick *stick, SimStick *receipt) {
    SimHub *hub = &world->hub;
    Str8 rest = {(const char *)stick->bytes, stick->size};
    ErrCode code = ERR_OK;
    receipt->size = 0;
    (void)put_bytes(receipt, STR8(CARRY_MAGIC));
    while (code == ERR_OK && hub->is_up) {
        WireRequest request = {0};
        code = carry_open_request(&hub->scratch, &rest, hub->seed, &request, NULL);
        if (code == ERR_OK) {
            const WireReply *reply =
                hub_handle_carried(hub->hub, &hub->scratch, &request, simhub_moment(world));
            FOYER_ASSERT(reply != NULL);
            bool sealed = reply->status < 500 && seal_answer(world, receipt, &request, reply);
            if (!simhub_settle(world) || !sealed) {
                return false;
            }
            simhub_note_promise(world, reply);
        }
        arena_reset(&hub->scratch);
    }
    return code == ERR_NOT_FOUND;
}

static void take_in(World *world, SimStick *stick) {
    SimStick receipt = {.kind = STICK_EMPTY};
    int64_t times = chance_in_1000(&world->chance, 200) ? 2 : 1;
    bool done = world->hub.is_up;
    for (int64_t i = 0; done && i < times; i++) {
        done = apply(world, stick, &receipt);
    }
    if (done && chance_in_1000(&world->chance, 800)) {
        free(stick->bytes);
        stick->bytes = receipt.bytes;
        stick->size = receipt.size;
        stick->room = receipt.room;
        send_off(world, stick, STICK_TO_KIOSK);
    } else {
        free(receipt.bytes);
        stick->kind = done ? STICK_EMPTY : stick->kind; /* lost, or tried again tomorrow */
    }
}

void sticks_carry(World *world) {
    for (size_t i = 0; i < STICKS && !world->failed; i++) {
        SimStick *stick = &world->sticks[i];
        bool due = stick->kind == STICK_EMPTY ? chance_in_1000(&world->chance, world->fate.carry)
                                              : stick->due_ms <= world->now_ms;
        if (!due) {
            continue;
        }
        switch (stick->kind) {
        case STICK_EMPTY:
            pack(world, stick);
            break;
        case STICK_TO_HUB:
            take_in(world, stick);
            break;
        case STICK_TO_KIOSK:
            unpack(world, stick);
            break;
        }
    }
}

void sticks_end(World *world) {
    for (size_t i = 0; i < STICKS; i++) {
        free(world->sticks[i].bytes);
    }
}
