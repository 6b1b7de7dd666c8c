#ifndef FOYER_TESTS_BENCH_HUB_LOAD_H
#define FOYER_TESTS_BENCH_HUB_LOAD_H

#include "data/base/arena.h"
#include "data/vault/record.h"

/*
 * Many kiosks at once, from one thread: requests are made and signed beforehand, so that what is
 * measured is the server. Each kiosk keeps one connection and has one request under way.
 */
enum { LOAD_KIOSKS_MAX = 64 };

typedef struct {
    Id device;
    Id epoch;
    uint8_t seed[32];
    uint8_t public_key[32];
    int64_t counter;
    int64_t sequence;
    uint8_t head[RECORD_HEAD_SIZE];
    Id visit; /* that the next record signs out; none = it signs in */
    int64_t utc_ms;
} LoadKiosk;

/** A kiosk whose randomness comes from `random`. */
LoadKiosk load_kiosk_make(RandomPort random);

/** POST /v1/enrolments with `code`, as HTTP text in the arena. */
MUST_USE ErrCode load_enrolment(Arena *arena, LoadKiosk *kiosk, Str8 code, Str8 *text, Err *err);

/**
 * POST /v1/records with the next `records` of the kiosk, sign-ins and sign-outs in turn.
 * @param personal  sign-ins bring a personal part (500 of these do not fit in one batch unpacked)
 * @param packed    with zstd from WIRE_ZSTD_FROM up; else never (a peer cannot unpack it)
 */
MUST_USE ErrCode load_batch(Arena *arena, LoadKiosk *kiosk, RandomPort random, size_t records,
                            bool personal, bool packed, Str8 *text, Err *err);

/** Requests of all kiosks: kiosk k has requests[k * each] .. requests[k * each + each - 1]. */
typedef struct {
    int port; /* of 127.0.0.1 */
    const Str8 *requests;
    size_t kiosks; /* 1..LOAD_KIOSKS_MAX */
    size_t each;
} Load;

/**
 * Send all and wait for all answers.
 * @param latencies_ms  [out] kiosks * each
 * @param seconds       [out] from the first byte to the last answer
 * @return ERR_OK, ERR_CONFLICT (an answer was not 200), ERR_IO
 */
MUST_USE ErrCode load_run(const Load *load, double *latencies_ms, double *seconds, Err *err);

#endif
