#ifndef FOYER_SYNC_WIRE_MESSAGE_H
#define FOYER_SYNC_WIRE_MESSAGE_H

#include "data/base/err.h"
#include "data/base/str8.h"

/* HTTP messages as plain values: what the client makes, the hub answers, and tests dribble. */
enum {
    WIRE_HEADERS_MAX = 24,
    WIRE_BODY_MAX = 256 * 1024,       /* of a request, as sent and as unpacked */
    WIRE_REPLY_BODY_MAX = 256 * 1024, /* the client reads no more */
};

typedef struct {
    Str8 name; /* lower case */
    Str8 value;
} WireHeader;

typedef struct {
    WireHeader items[WIRE_HEADERS_MAX];
    size_t count;
    bool doubled; /* one that must stand once stood twice, or there were too many */
} WireHeaders;

typedef struct {
    Str8 method; /* "POST" */
    Str8 target; /* path and query as sent: "/v1/records" */
    WireHeaders headers;
    Str8 body;
} WireRequest;

typedef struct {
    int status;
    WireHeaders headers;
    Str8 body;
} WireReply;

/** Names compared without case; empty when it is not there. */
Str8 wire_header(const WireHeaders *headers, Str8 name);
/** Borrows. A name that is there already, or no room, sets `doubled`. */
void wire_header_add(WireHeaders *headers, Str8 name, Str8 value);

#endif
