#ifndef FOYER_SYNC_WIRE_CARRY_H
#define FOYER_SYNC_WIRE_CARRY_H

#include "data/base/port.h"
#include "sync/wire/http_text.h"

/*
 * What is carried by USB where there is never a network: the very requests and replies, each
 * sealed for its reader (vault_seal, crypto_box_seal's bytes, to the X25519 form of an Ed25519
 * key), one behind the other in a file: "FOYER-CARRY-1\n", then frames of 4 bytes of length
 * (big-endian) and the seal. What is sealed is the message as HTTP/1.1 writes it (http_text.h); a
 * reply has the signature of its request as one more header.
 */
enum { CARRY_FRAME_MAX = WIRE_BODY_MAX + HTTP_TEXT_HEAD_MAX + 256, CARRY_LENGTH_SIZE = 4 };

#define CARRY_MAGIC "FOYER-CARRY-1\n"

/** One frame (length and seal) in the arena. */
MUST_USE ErrCode carry_seal_request(Arena *arena, RandomPort random, const WireRequest *request,
                                    const uint8_t reader_public[32], Str8 *frame, Err *err);
MUST_USE ErrCode carry_seal_reply(Arena *arena, RandomPort random, const WireReply *reply,
                                  Str8 request_signature, const uint8_t reader_public[32],
                                  Str8 *frame, Err *err);

/**
 * The next frame of a file in memory; *rest starts as the whole file, or as several of them one
 * behind the other, and moves past the frame whether it can be opened or not.
 * @return ERR_OK; ERR_NOT_FOUND: that was all; ERR_DENIED: for another reader, or damaged;
 *         ERR_INVALID: no carry file, or opened but no message; ERR_LIMIT; ERR_NO_MEMORY
 */
MUST_USE ErrCode carry_open_request(Arena *arena, Str8 *rest, const uint8_t reader_seed[32],
                                    WireRequest *request, Err *err);
MUST_USE ErrCode carry_open_reply(Arena *arena, Str8 *rest, const uint8_t reader_seed[32],
                                  WireReply *reply, Str8 *request_signature, Err *err);

#endif
