#ifndef FOYER_SYNC_CLIENT_PARCEL_H
#define FOYER_SYNC_CLIENT_PARCEL_H

#include "data/store/sync_store.h"

/*
 * Parcel: what `foyerctl carry` takes to the hub and brings back by USB. The same requests and
 * answers as over a network, sealed and signed (carry.h), so that carrying twice, or carrying and
 * sending, changes nothing.
 */
enum {
    PARCEL_SIZE_MAX = 64 << 20, /* of a file; what is left goes with the next one */
};

typedef struct {
    bool (*write)(void *context, Str8 bytes);
    void *context;
} ParcelSink;

typedef struct {
    int64_t first, last; /* records in it; 0 = none */
    bool enrols;         /* it begins with this kiosk's enrolment */
    bool is_full;        /* more waits than fits */
} ParcelOut;

/**
 * Everything behind the watermark, and at the end the question what the hub has.
 * @return ERR_OK, ERR_NOT_FOUND (not enrolled), ERR_DENIED (revoked), ERR_IO (the sink)
 */
MUST_USE ErrCode parcel_out(Arena *arena, Store *store, RandomPort random, Moment now,
                            const ParcelSink *sink, ParcelOut *out, Err *err);

typedef struct {
    size_t answers; /* that the hub signed for this kiosk */
    size_t strange; /* others: of another kiosk, or not of our hub */
    bool enrolled;  /* the enrolment was confirmed by it */
    bool forked;    /* a new epoch was begun: carry once more */
    bool revoked;
    Str8 refusal; /* the last thing the hub did not accept; may be empty */
    int64_t have; /* the hub has 1..have */
} ParcelIn;

/** Apply the answers in `bytes`. @return ERR_OK, ERR_INVALID (no parcel), ERR_NOT_FOUND */
MUST_USE ErrCode parcel_in(Arena *arena, Store *store, Str8 bytes, Moment now, ParcelIn *in,
                           Err *err);

#endif
