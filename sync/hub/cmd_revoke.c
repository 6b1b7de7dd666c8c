#include <stdio.h>

#include "sync/hub/hub_ctl.h"
#include "sync/hub/hub_kiosks.h"

static int revoke(HubCtl *ctl, HubFolder *folder, const char *who) {
    HubKiosk kiosk = {0};
    Err err = {0};
    ErrCode code = hub_kiosks_revoke(&folder->store, ctl->arena, hub_ctl_now(ctl), str8_from(who),
                                     &kiosk, &err);
    if (code != ERR_OK) {
        bool unsure = code == ERR_NOT_FOUND || code == ERR_CONFLICT;
        return unsure ? command_fail(&ctl->who, &err, "foyer-hub kiosks lists them with their ids")
                      : hub_ctl_fail(ctl, &err);
    }
    (void)printf("revoked %.*s%s%.*s; what it sent stays. To let it in again, enrol it again.\n",
                 STR8_ARG(id_text(ctl->arena, kiosk.device)), kiosk.name.len > 0 ? ": " : "",
                 STR8_ARG(kiosk.name));
    return EXIT_DONE;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    const char *who = NULL;
    if (!hub_ctl_arguments(ctl, argc, argv, NULL, 0, 1, &who)) {
        return EXIT_USAGE;
    }
    HubFolder *folder = hub_ctl_open(ctl, false);
    int exit_code = folder != NULL ? revoke(ctl, folder, who) : EXIT_FAILED;
    hub_folder_close(folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_REVOKE = {
    .name = "revoke",
    .usage = "DEVICE|NAME",
    .summary = "take nothing more from a kiosk (lost, stolen, retired)",
    .details = "\nThe kiosk stops sending, keeps what was not sent, and says so. DEVICE is its id\n"
               "in foyer-hub kiosks.\n",
    .run = run,
};
