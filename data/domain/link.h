#ifndef FOYER_DATA_DOMAIN_LINK_H
#define FOYER_DATA_DOMAIN_LINK_H

#include "data/base/str8.h"

/*
 * Which web addresses may become a code. A phone shows little of an address before it opens it, so
 * whoever made it must not be able to hide where it leads: https alone, a host that reads as what
 * it is, nothing in front of it, and nothing that only looks like letters.
 */
enum { LINK_BYTES_MAX = 150 };

typedef enum {
    LINK_OK,
    LINK_EMPTY,
    LINK_TOO_LONG,    /* more than LINK_BYTES_MAX */
    LINK_NOT_HTTPS,   /* another scheme, or none */
    LINK_CREDENTIALS, /* something before an @ in front of the host */
    LINK_HOST,        /* no host with a dot, a label that is none, a name for inside a building */
    LINK_IP,          /* a number instead of a name, in any spelling */
    LINK_PORT,        /* another door than the web's */
    LINK_SCRIPT,      /* letters of two scripts in one host, or a host in code ("xn--") */
    LINK_CHARACTER, /* blanks, controls, quotes, backslashes, invisible or reordering characters */
    LINK_FAULT_COUNT,
} LinkFault;

/**
 * Check `url` as it stands; nothing is mended.
 * @param host  [out, may be NULL] the host, borrowed from `url`; empty unless LINK_OK
 */
LinkFault link_check(Str8 url, Str8 *host);

/** For a secretary: "begins with something else than https://". English; static. */
const char *link_fault_words(LinkFault fault);

#endif
