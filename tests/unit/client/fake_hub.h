#ifndef FOYER_TESTS_UNIT_CLIENT_FAKE_HUB_H
#define FOYER_TESTS_UNIT_CLIENT_FAKE_HUB_H

#include "sync/client/client.h"
#include "sync/wire/answer.h"

/*
 * A hub of one kiosk in memory, made of sync/wire alone: it verifies, chains, answers and signs.
 * And it can be told to answer wrongly.
 */
enum { FAKE_HUB_RECORDS_MAX = 4096, FAKE_HUB_EPOCHS_MAX = 16, FAKE_SIGNATURE_MAX = 512 };

typedef enum {
    FAKE_HONEST,
    FAKE_UNSIGNED,     /* right, but nobody signed it */
    FAKE_WRONG_KEY,    /* signed by another hub */
    FAKE_OLD_ANSWER,   /* signed for the request before */
    FAKE_OTHER_EPOCH,  /* signed, about another epoch */
    FAKE_TRUNCATED,    /* signed JSON that ends early */
    FAKE_NONSENSE,     /* signed, 200, and no answer */
    FAKE_BEYOND,       /* signed: has more than was sent, with a head of its own */
    FAKE_NOTHING_KEPT, /* signed: has none, whatever was sent */
    FAKE_ALWAYS_FORK,  /* signed: 409 fork, for every batch */
    FAKE_HTML,         /* 200 and a page */
    FAKE_REDIRECT,
    FAKE_BUSY,      /* 503, Retry-After: 7 */
    FAKE_TOO_LARGE, /* 413 for more than `batch_max` */
    FAKE_REVOKED,
    FAKE_TROUBLE, /* 500, signed */
    FAKE_MODES,
} FakeMode;

typedef struct {
    Id epoch;
    int64_t have;
    uint8_t head[RECORD_HEAD_SIZE];
} FakeEpoch;

typedef struct {
    FakeMode mode;
    uint8_t seed[32], public_key[32];
    uint8_t kiosk_public[32];
    Id device;
    FakeEpoch epochs[FAKE_HUB_EPOCHS_MAX];
    size_t epochs_count;
    Id ids[FAKE_HUB_RECORDS_MAX]; /* every record once */
    size_t ids_count;
    int64_t counter;
    int64_t utc_ms;
    size_t batch_max;
    size_t requests, batches;
    char last_signature[FAKE_SIGNATURE_MAX];
} FakeHub;

void fake_hub_init(FakeHub *hub);
/** Keeps the link in `store`, with a key made for it. */
void fake_hub_enrol(FakeHub *hub, Store *store);
/** In the arena. Fails the test when the request is not properly signed. */
TransportResult fake_hub_answer(FakeHub *hub, Arena *arena, const WireRequest *request);
/** The state of the epoch; made when it was not known. */
FakeEpoch *fake_hub_epoch(FakeHub *hub, Id epoch);

#endif
