#include "data/domain/sync.h"

#include "data/base/check.h"

static const Str8 TROUBLE_NAMES[SYNC_TROUBLE_COUNT] = {
    [SYNC_FINE] = {"fine", 4},
    [SYNC_NO_NETWORK] = {"no-network", 10},
    [SYNC_UNREACHABLE] = {"unreachable", 11},
    [SYNC_TOO_SLOW] = {"too-slow", 8},
    [SYNC_PORTAL] = {"portal", 6},
    [SYNC_INSPECTED] = {"inspected", 9},
    [SYNC_NOT_THE_HUB] = {"not-the-hub", 11},
    [SYNC_HUB_BUSY] = {"hub-busy", 8},
    [SYNC_HUB_TROUBLE] = {"hub-trouble", 11},
    [SYNC_REFUSED] = {"refused", 7},
    [SYNC_REVOKED] = {"revoked", 7},
    [SYNC_DISAGREES] = {"disagrees", 9},
    [SYNC_DISK] = {"disk", 4},
};

Str8 sync_trouble_name(SyncTrouble trouble) {
    FOYER_ASSERT((unsigned)trouble < SYNC_TROUBLE_COUNT);
    return TROUBLE_NAMES[trouble];
}

bool sync_trouble_parse(Str8 text, SyncTrouble *trouble) {
    for (unsigned i = 0; i < SYNC_TROUBLE_COUNT; i++) {
        if (str8_equal(text, TROUBLE_NAMES[i])) {
            *trouble = (SyncTrouble)i;
            return true;
        }
    }
    return false;
}
