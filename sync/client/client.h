#ifndef FOYER_SYNC_CLIENT_CLIENT_H
#define FOYER_SYNC_CLIENT_CLIENT_H

#include "data/store/sync_store.h"
#include "sync/wire/message.h"

/*
 * The sync client without a transport: a store, the pure engine (engine.h), and requests to send.
 * It never blocks and does no I/O but the store's, so that the simulator drives many of them; the
 * worker and `foyerctl sync` put curl in between.
 *
 *   loop: sync_client_turn -> SEND: send it, then sync_client_answer
 *                             WAIT: sleep until then, or until records were added
 */
typedef struct SyncClient SyncClient;

typedef enum {
    SYNC_TURN_SEND,
    SYNC_TURN_WAIT,
    SYNC_TURN_STOPPED, /* not enrolled, or revoked: nothing to do until that changes */
} SyncTurnKind;

typedef struct {
    SyncTurnKind kind;
    WireRequest request;   /* SEND: in the caller's arena */
    Str8 url;              /* SEND: of the hub, in the caller's arena */
    bool trust_dates;      /* SEND: false = the clock is unsure, do not check certificates' dates */
    int64_t until_mono_ms; /* WAIT */
} SyncTurn;

/** What a transport brings back. */
typedef enum {
    TRANSPORT_ANSWERED,
    TRANSPORT_NO_NETWORK,  /* no address for the name, no route */
    TRANSPORT_UNREACHABLE, /* refused, reset, closed before an answer */
    TRANSPORT_TIMED_OUT,
    TRANSPORT_UNTRUSTED,  /* the certificate is not one we know: `filter` names its issuer */
    TRANSPORT_EXPIRED,    /* the certificate is known but not valid today */
    TRANSPORT_OTHER_NAME, /* the certificate is known but another host's: `filter` is its name */
} TransportOutcome;

typedef struct {
    TransportOutcome outcome;
    WireReply reply;   /* ANSWERED */
    bool was_redirect; /* 3xx: never followed */
    Str8 filter;
} TransportResult;

/** `store` is borrowed and must live longer. */
MUST_USE ErrCode sync_client_new(Arena *arena, Store *store, RandomPort random, SyncClient **client,
                                 Err *err);
/** Wipes the key. Call it before the arena is reset. NULL is allowed. */
void sync_client_free(SyncClient *client);

/** What to do now. A second call without an answer means that the request was lost. */
MUST_USE ErrCode sync_client_turn(SyncClient *client, Arena *arena, Moment now, SyncTurn *turn,
                                  Err *err);
/** The answer to the last request; the store is durable when it returns ERR_OK. */
MUST_USE ErrCode sync_client_answer(SyncClient *client, Arena *arena, const TransportResult *result,
                                    Moment now, Err *err);
/** There may be something new to send, or another link: the next turn reads it from the store. */
void sync_client_nudge(SyncClient *client);

/** For `foyerctl sync` and the log: how the last answer was. */
SyncTrouble sync_client_trouble(const SyncClient *client);

/**
 * Where requests go. The real one is curl's (transport_curl.h); blocking, one thread.
 * @return ERR_OK also when nobody answered: see result->outcome
 */
typedef struct {
    ErrCode (*send)(void *context, Arena *arena, const SyncTurn *turn, TransportResult *result,
                    Err *err);
    void *context;
} TransportPort;

#endif
