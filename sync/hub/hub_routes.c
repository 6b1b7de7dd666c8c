#include "sync/hub/hub_routes.h"

#include "data/base/check.h"

static const HubRoute ROUTES[] = {
#define HUB_ROUTE_ROW(name, label, method, path, who)                                              \
    [ROUTE_##name] = {{label, sizeof label - 1},                                                   \
                      {method, sizeof method - 1},                                                 \
                      {path, sizeof path - 1},                                                     \
                      FOR_##who},
    HUB_ROUTES(HUB_ROUTE_ROW)
#undef HUB_ROUTE_ROW
};

const HubRoute *hub_route(HubRouteId id) {
    FOYER_ASSERT((unsigned)id < ROUTE_NONE);
    return &ROUTES[id];
}

static bool path_fits(const HubRoute *route, Str8 target, Id *epoch) {
    if (!str8_ends_with(route->path, STR8("/"))) {
        return str8_equal(target, route->path);
    }
    return str8_starts_with(target, route->path) &&
           id_parse(str8_slice(target, route->path.len, target.len), epoch);
}

HubRouteId hub_route_find(Str8 method, Str8 target, Str8 *allowed, Id *epoch) {
    *allowed = (Str8){NULL, 0};
    for (unsigned i = 0; i < ROUTE_NONE; i++) {
        if (!path_fits(&ROUTES[i], target, epoch)) {
            continue;
        }
        if (str8_equal(method, ROUTES[i].method)) {
            return (HubRouteId)i;
        }
        *allowed = ROUTES[i].method;
    }
    return ROUTE_NONE;
}
