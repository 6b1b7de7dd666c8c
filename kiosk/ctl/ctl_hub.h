#ifndef FOYER_KIOSK_CTL_CTL_HUB_H
#define FOYER_KIOSK_CTL_CTL_HUB_H

#include "kiosk/ctl/ctl.h"
#include "sync/client/transport_curl.h"

/* What the commands that talk to a hub share. */

typedef struct {
    const char *ca_file;   /* --ca, or NULL: $FOYER_CA_FILE, else what enrolment kept */
    const char *timeout_s; /* --timeout, or NULL */
} CtlHubOptions;

/**
 * A transport for this command; on failure the line was printed and NULL is returned. Free it with
 * curl_transport_free.
 */
CurlTransport *ctl_hub_transport(Ctl *ctl, Store *store, const CtlHubOptions *options);

/** One plain sentence about why it did not work; returns EXIT_FAILED. */
int ctl_hub_trouble(const Ctl *ctl, SyncTrouble trouble, Str8 url, Str8 detail);

/** Now, by a clock that trusts nothing before what the store has seen. */
MUST_USE ErrCode ctl_now(Ctl *ctl, Store *store, Moment *now, Err *err);

#endif
