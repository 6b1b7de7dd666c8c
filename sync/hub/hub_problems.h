#ifndef FOYER_SYNC_HUB_HUB_PROBLEMS_H
#define FOYER_SYNC_HUB_HUB_PROBLEMS_H

#include "sync/wire/answer.h"

/* Every refusal: its kind on the wire, its status, and what it says. PROTOCOL.md lists them too. */
#define HUB_PROBLEMS(PROBLEM)                                                                      \
    PROBLEM(NOT_FOUND, "not-found", 404, "There is nothing at this address.")                      \
    PROBLEM(METHOD, "method", 405, "This address takes another method.")                           \
    PROBLEM(MALFORMED, "malformed", 400, "The request could not be read.")                         \
    PROBLEM(TOO_LARGE, "too-large", 413, "The request was too large: send fewer records.")         \
    PROBLEM(CONTENT_TYPE, "content-type", 415, "The body was of a type that is not taken here.")   \
    PROBLEM(UNSIGNED, "unsigned", 401, "The request was not signed.")                              \
    PROBLEM(UNKNOWN_KIOSK, "unknown-kiosk", 401, "This kiosk is not enrolled here.")               \
    PROBLEM(BAD_SIGNATURE, "bad-signature", 401, "The signature was not this kiosk's.")            \
    PROBLEM(REVOKED, "revoked", 403, "This kiosk was revoked.")                                    \
    PROBLEM(WRONG_SOURCE, "wrong-source", 403, "The records are another kiosk's.")                 \
    PROBLEM(REPLAYED, "replayed", 409, "The request's counter was used before.")                   \
    PROBLEM(FORK, "fork", 409, "Other records are held at this place.")                            \
    PROBLEM(CODE_WRONG, "code-wrong", 403, "The code was not right.")                              \
    PROBLEM(CODE_OVER, "code-over", 403, "The code is over or was used: ask for a new one.")       \
    PROBLEM(FULL, "full", 507, "The hub takes no more kiosks.")                                    \
    PROBLEM(STORE, "store", 503, "The hub could not save or read: nothing was changed.")

typedef enum {
#define HUB_PROBLEM_NAME(name, kind, status, title) PROBLEM_##name,
    HUB_PROBLEMS(HUB_PROBLEM_NAME)
#undef HUB_PROBLEM_NAME
        PROBLEM_COUNT,
} ProblemId;

enum { PROBLEM_RETRY_AFTER_S = 5 };

/** Its kind, status and title; the moment and what belongs to one kind are the caller's. */
Problem hub_problem(ProblemId id);

#endif
