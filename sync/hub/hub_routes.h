#ifndef FOYER_SYNC_HUB_HUB_ROUTES_H
#define FOYER_SYNC_HUB_HUB_ROUTES_H

#include <stdbool.h>

#include "data/base/id.h"

/*
 * Everything the hub answers to. Tests make the table of abuse from this list: a route without its
 * line there does not compile.
 *
 * ROUTE(name, name in metrics, method, path, who may ask): a path that ends in "/" is followed by
 * an epoch's id.
 */
#define HUB_ROUTES(ROUTE)                                                                          \
    ROUTE(RECORDS, "records", "POST", "/v1/records", KIOSKS)                                       \
    ROUTE(EPOCH, "epoch", "GET", "/v1/epochs/", KIOSKS)                                            \
    ROUTE(ENROLMENTS, "enrolments", "POST", "/v1/enrolments", CODES)                               \
    ROUTE(METRICS, "metrics", "GET", "/metrics", ANYBODY)                                          \
    ROUTE(HEALTH, "health", "GET", "/healthz", ANYBODY)

typedef enum {
    FOR_KIOSKS,  /* signed with an enrolled key */
    FOR_CODES,   /* signed with the key that a code enrols */
    FOR_ANYBODY, /* who can reach the port */
} RouteFor;

typedef enum {
#define HUB_ROUTE_NAME(name, label, method, path, who) ROUTE_##name,
    HUB_ROUTES(HUB_ROUTE_NAME)
#undef HUB_ROUTE_NAME
        ROUTE_NONE, /* 404, 405 */
    ROUTE_COUNT,
} HubRouteId;

typedef struct {
    Str8 name; /* in metrics */
    Str8 method;
    Str8 path;
    RouteFor who;
} HubRoute;

/** Not for ROUTE_NONE. */
const HubRoute *hub_route(HubRouteId id);

/**
 * The route of a request target, byte for byte: no decoding, no dots, no query.
 * @param allowed  [out] ROUTE_NONE: the path is known with this other method; else empty
 * @param epoch    [out] the id behind a path that takes one
 */
HubRouteId hub_route_find(Str8 method, Str8 target, Str8 *allowed, Id *epoch);

#endif
