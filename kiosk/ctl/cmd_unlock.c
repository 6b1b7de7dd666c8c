#include <stdio.h>

#include "data/store/household_store.h"
#include "kiosk/ctl/ctl.h"

static int run(Ctl *ctl, int argc, char **argv) {
    if (!ctl_options(ctl, argc, argv, NULL, 0)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    Err err = {0};
    ErrCode code = household_store_unlock(site->store, &err);
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    (void)printf("families can be looked up again\n");
    return EXIT_DONE;
}

const CtlCommand COMMAND_UNLOCK = {
    .name = "unlock",
    .usage = "",
    .summary = "switch the look-up of families on again after too many misses",
    .details = "",
    .run = run,
};
