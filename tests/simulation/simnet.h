#ifndef FOYER_TESTS_SIMULATION_SIMNET_H
#define FOYER_TESTS_SIMULATION_SIMNET_H

#include "sync/wire/message.h"
#include "tests/simulation/chance.h"

/*
 * The network between kiosks and hub, from a seed: a message is lost, comes twice, late, out of
 * order, or with a byte changed. A reply belongs to the request that it answers; only a confused
 * box in between gives it to a later one.
 */
enum { SIMNET_MESSAGES_MAX = 96, SIMNET_DELAY_MAX_MS = 10 * 60 * 1000 };

/** What the network does to messages, in 1000. */
typedef struct {
    int lost;
    int doubled;
    int altered;   /* one byte of the body or of a header's value */
    int late;      /* up to 20 s */
    int very_late; /* up to SIMNET_DELAY_MAX_MS */
} SimWeather;

typedef struct {
    bool in_use;
    bool is_reply;
    int64_t at_ms;   /* when it arrives */
    uint64_t serial; /* order of sending, for those that arrive in the same millisecond */
    size_t kiosk;
    uint64_t number; /* of the request, which its reply carries too */
    WireRequest request;
    WireReply reply;
    Arena arena; /* its own */
} SimMessage;

typedef struct {
    Chance chance;
    SimWeather weather;
    uint64_t serial;
    uint64_t dropped; /* for want of slots, and by weather */
    SimMessage messages[SIMNET_MESSAGES_MAX];
} SimNet;

void simnet_start(SimNet *net, Chance chance);
void simnet_end(SimNet *net);

/** Copies the message. */
void simnet_send_request(SimNet *net, int64_t now_ms, size_t kiosk, uint64_t number,
                         const WireRequest *request);
void simnet_send_reply(SimNet *net, int64_t now_ms, size_t kiosk, uint64_t number,
                       const WireReply *reply);

/** The next to arrive, NULL when nothing is on its way. Give it back with simnet_release. */
SimMessage *simnet_next(SimNet *net);
void simnet_release(SimMessage *message);

#endif
