#include "tests/simulation/simnet.h"

#include "data/base/check.h"

enum { MESSAGE_BLOCK = 8 << 10, MESSAGE_MAX = 2 << 20, QUICK_MS = 400, LATE_MS = 20 * 1000 };

static const SimWeather FINE = {.lost = 0};

void simnet_start(SimNet *net, Chance chance) {
    *net = (SimNet){.chance = chance, .weather = FINE};
    for (size_t i = 0; i < SIMNET_MESSAGES_MAX; i++) {
        net->messages[i].arena = arena_make(MESSAGE_BLOCK, MESSAGE_MAX);
    }
}

void simnet_end(SimNet *net) {
    for (size_t i = 0; i < SIMNET_MESSAGES_MAX; i++) {
        arena_free(&net->messages[i].arena);
    }
}

/* ---- copies ---- */

static Str8 copy_text(Arena *arena, Str8 text) {
    Str8 copy = str8_copy(arena, text);
    FOYER_ASSERT(copy.len == text.len);
    return copy;
}

static WireHeaders copy_headers(Arena *arena, const WireHeaders *headers) {
    WireHeaders copy = *headers;
    for (size_t i = 0; i < headers->count; i++) {
        copy.items[i].name = copy_text(arena, headers->items[i].name);
        copy.items[i].value = copy_text(arena, headers->items[i].value);
    }
    return copy;
}

static void copy_request(SimMessage *message, const WireRequest *request) {
    message->request = (WireRequest){.method = copy_text(&message->arena, request->method),
                                     .target = copy_text(&message->arena, request->target),
                                     .headers = copy_headers(&message->arena, &request->headers),
                                     .body = copy_text(&message->arena, request->body)};
}

static void copy_reply(SimMessage *message, const WireReply *reply) {
    message->reply = (WireReply){.status = reply->status,
                                 .headers = copy_headers(&message->arena, &reply->headers),
                                 .body = copy_text(&message->arena, reply->body)};
}

/* ---- weather ---- */

static int64_t delay_ms(SimNet *net) {
    int64_t point = chance_between(&net->chance, 0, 999);
    if (point < net->weather.very_late) {
        return chance_between(&net->chance, LATE_MS, SIMNET_DELAY_MAX_MS);
    }
    if (point < net->weather.very_late + net->weather.late) {
        return chance_between(&net->chance, QUICK_MS, LATE_MS);
    }
    return chance_between(&net->chance, 1, QUICK_MS);
}

static void alter_text(SimNet *net, Str8 text) {
    if (text.len > 0) {
        size_t at = (size_t)chance_between(&net->chance, 0, (int64_t)text.len - 1);
        /* The copy is the message's own, so its bytes may change. */
        ((char *)(uintptr_t)text.ptr)[at] ^= (char)(1 << chance_between(&net->chance, 0, 4));
    }
}

static void alter(SimNet *net, const WireHeaders *headers, Str8 body) {
    if (body.len > 0 && chance_in_1000(&net->chance, 600)) {
        alter_text(net, body);
    } else if (headers->count > 0) {
        int64_t which = chance_between(&net->chance, 0, (int64_t)headers->count - 1);
        alter_text(net, headers->items[which].value);
    }
}

static SimMessage *put_message(SimNet *net, int64_t now_ms, size_t kiosk, uint64_t number) {
    for (size_t i = 0; i < SIMNET_MESSAGES_MAX; i++) {
        SimMessage *message = &net->messages[i];
        if (!message->in_use) {
            arena_reset(&message->arena);
            Arena arena = message->arena;
            *message = (SimMessage){.in_use = true,
                                    .at_ms = now_ms + delay_ms(net),
                                    .serial = net->serial++,
                                    .kiosk = kiosk,
                                    .number = number,
                                    .arena = arena};
            return message;
        }
    }
    net->dropped++;
    return NULL;
}

/* How many copies arrive. */
static int copies(SimNet *net) {
    if (chance_in_1000(&net->chance, net->weather.lost)) {
        net->dropped++;
        return 0;
    }
    return chance_in_1000(&net->chance, net->weather.doubled) ? 2 : 1;
}

void simnet_send_request(SimNet *net, int64_t now_ms, size_t kiosk, uint64_t number,
                         const WireRequest *request) {
    for (int left = copies(net); left > 0; left--) {
        SimMessage *message = put_message(net, now_ms, kiosk, number);
        if (message != NULL) {
            copy_request(message, request);
            if (chance_in_1000(&net->chance, net->weather.altered)) {
                alter(net, &message->request.headers, message->request.body);
            }
        }
    }
}

void simnet_send_reply(SimNet *net, int64_t now_ms, size_t kiosk, uint64_t number,
                       const WireReply *reply) {
    for (int left = copies(net); left > 0; left--) {
        SimMessage *message = put_message(net, now_ms, kiosk, number);
        if (message != NULL) {
            message->is_reply = true;
            copy_reply(message, reply);
            if (chance_in_1000(&net->chance, net->weather.altered)) {
                alter(net, &message->reply.headers, message->reply.body);
            }
        }
    }
}

SimMessage *simnet_next(SimNet *net) {
    SimMessage *first = NULL;
    for (size_t i = 0; i < SIMNET_MESSAGES_MAX; i++) {
        SimMessage *message = &net->messages[i];
        if (message->in_use &&
            (first == NULL || message->at_ms < first->at_ms ||
             (message->at_ms == first->at_ms && message->serial < first->serial))) {
            first = message;
        }
    }
    return first;
}

void simnet_release(SimMessage *message) {
    FOYER_ASSERT(message->in_use);
    message->in_use = false;
}
