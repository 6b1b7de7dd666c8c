#include "kiosk/ctl/ctl_hub.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sync/client/enrol.h"
#include "sync/client/explain.h"

enum { TIMEOUT_S_MAX = 600 };

static bool read_timeout(const Ctl *ctl, const char *text, int64_t *timeout_ms) {
    int64_t seconds = 0;
    if (text != NULL &&
        (!str8_to_int(str8_from(text), &seconds) || seconds < 1 || seconds > TIMEOUT_S_MAX)) {
        (void)ctl_usage(ctl, "--timeout is a number of seconds up to 600, not", text);
        return false;
    }
    *timeout_ms = seconds * 1000;
    return true;
}

/* The one named here, else the environment's, else what enrolment kept; NULL = the system's. */
static const char *find_ca(Ctl *ctl, Store *store, const char *given) {
    if (given != NULL) {
        return given;
    }
    const char *environment = getenv("FOYER_CA_FILE");
    return environment != NULL && environment[0] != '\0' ? environment
                                                         : enrol_ca_file(ctl->arena, store);
}

CurlTransport *ctl_hub_transport(Ctl *ctl, Store *store, const CtlHubOptions *options) {
    CurlTransport *transport = NULL;
    CurlOptions curl = {.ca_file = find_ca(ctl, store, options->ca_file)};
    Err err = {0};
    if (!read_timeout(ctl, options->timeout_s, &curl.timeout_ms)) {
        return NULL;
    }
    if (curl.ca_file != NULL && access(curl.ca_file, R_OK) != 0) {
        (void)err_set(&err, ERR_NOT_FOUND, "the file of certificate authorities cannot be read: %s",
                      curl.ca_file);
        (void)ctl_fail(ctl, &err, "name another with --ca FILE");
        return NULL;
    }
    if (curl_transport_new(ctl->arena, &curl, &transport, &err) != ERR_OK) {
        (void)ctl_fail(ctl, &err, NULL);
        return NULL;
    }
    return transport;
}

int ctl_hub_trouble(const Ctl *ctl, SyncTrouble trouble, Str8 url, Str8 detail) {
    Str8 sentence = sync_trouble_explain(ctl->arena, trouble, url, detail);
    (void)fprintf(stderr, "foyerctl %s: %.*s\n", ctl->command, STR8_ARG(sentence));
    return EXIT_FAILED;
}

ErrCode ctl_now(Ctl *ctl, Store *store, Moment *now, Err *err) {
    int64_t last_good_utc_ms = 0;
    ErrCode code = store_last_good_time(store, &last_good_utc_ms, err);
    if (code == ERR_OK) {
        ctl->clock.floor_utc_ms = last_good_utc_ms;
        *now = system_clock_port(&ctl->clock).now(&ctl->clock);
    }
    return code;
}
