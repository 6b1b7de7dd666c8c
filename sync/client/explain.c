#include "sync/client/explain.h"

#include "data/base/check.h"

Str8 sync_url_host(Str8 url) {
    size_t at = str8_find(url, STR8("://"));
    Str8 rest = {0};
    return at == url.len ? url : str8_cut(str8_slice(url, at + 3, url.len), '/', &rest);
}

/* " (detail)", or nothing. */
static Str8 aside(Arena *arena, Str8 detail) {
    return detail.len > 0 ? str8_format(arena, " (%.*s)", STR8_ARG(detail)) : STR8("");
}

Str8 sync_trouble_explain(Arena *arena, SyncTrouble trouble, Str8 url, Str8 detail) {
    Str8 host = sync_url_host(url);
    Str8 note = aside(arena, detail);
    switch (trouble) {
    case SYNC_FINE:
        return STR8("all is well");
    case SYNC_NO_NETWORK:
        return str8_format(
            arena,
            "there is no network here, or it has no address for %.*s: look after the "
            "cable or the Wi-Fi, then ask IT",
            STR8_ARG(host));
    case SYNC_UNREACHABLE:
        return str8_format(arena,
                           "nobody answers at %.*s: the hub may be off, or a firewall closes the "
                           "way to it: ask IT",
                           STR8_ARG(host));
    case SYNC_TOO_SLOW:
        return str8_format(arena,
                           "%.*s did not finish its answer in time: the network is too slow just "
                           "now; it is tried again with less at a time",
                           STR8_ARG(host));
    case SYNC_PORTAL:
        return str8_format(arena,
                           "another page came in place of the hub's answer: this network wants "
                           "somebody to sign in; do that in a browser on the same network, or ask "
                           "IT to let this kiosk reach %.*s without signing in",
                           STR8_ARG(host));
    case SYNC_INSPECTED:
        return str8_format(arena,
                           "a filter%.*s opens the connections to %.*s and shows a certificate of "
                           "its own: ask IT to let %.*s through without inspection (a hub with an "
                           "authority of its own: name its file with --ca)",
                           STR8_ARG(note), STR8_ARG(host), STR8_ARG(host));
    case SYNC_NOT_THE_HUB:
        return str8_format(arena,
                           "what answers at %.*s is not the hub that this kiosk knows%.*s: ask IT "
                           "whether the address is right; a hub that was set up anew wants a new "
                           "enrolment",
                           STR8_ARG(host), STR8_ARG(note));
    case SYNC_HUB_BUSY:
        return str8_format(arena, "the hub at %.*s asked to come back later: nothing to do",
                           STR8_ARG(host));
    case SYNC_HUB_TROUBLE:
        return str8_format(arena, "the hub at %.*s has a fault of its own%.*s: tell who runs it",
                           STR8_ARG(host), STR8_ARG(note));
    case SYNC_REFUSED:
        return str8_format(arena, "the hub at %.*s did not accept this%.*s: tell who runs it",
                           STR8_ARG(host), STR8_ARG(note));
    case SYNC_REVOKED:
        return STR8(
            "this kiosk was revoked at the hub: nothing is sent any more, and what waits is "
            "kept here; to go on, enrol it again with a new code");
    case SYNC_DISAGREES:
        return STR8(
            "hub and kiosk count these records differently, also after beginning anew: they "
            "are kept here and offered again every hour; tell who runs the hub");
    case SYNC_DISK:
        return STR8("this kiosk's own database could not be read or written: see foyerctl verify "
                    "and the free space");
    case SYNC_TROUBLE_COUNT:
        break;
    }
    FOYER_ASSERT(trouble < SYNC_TROUBLE_COUNT);
    return STR8("");
}
