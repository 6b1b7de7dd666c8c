#ifndef FOYER_SYNC_WIRE_HTTP_TEXT_H
#define FOYER_SYNC_WIRE_HTTP_TEXT_H

#include "data/base/err.h"
#include "sync/wire/message.h"

/*
 * A message as HTTP/1.1 writes it (RFC 9112: start line, headers, an empty line, the body), for
 * carry files and tests. Strict: CRLF, one header a line, content-length and nothing chunked.
 */
enum { HTTP_TEXT_HEAD_MAX = 8192 };

/** In the arena; content-length is written, so it must not be among the headers. */
MUST_USE ErrCode http_text_write_request(Arena *arena, const WireRequest *request, Str8 *text,
                                         Err *err);
MUST_USE ErrCode http_text_write_reply(Arena *arena, const WireReply *reply, Str8 *text, Err *err);

/**
 * The whole of `text` is one message. Borrows from it; names become lower case in the arena.
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode http_text_read_request(Arena *arena, Str8 text, WireRequest *request, Err *err);
MUST_USE ErrCode http_text_read_reply(Arena *arena, Str8 text, WireReply *reply, Err *err);

#endif
