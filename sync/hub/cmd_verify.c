#include <stdio.h>

#include "sync/hub/hub_ctl.h"
#include "sync/hub/hub_verify.h"

static int print_verdict(const HubCtl *ctl, const HubVerdict *verdict) {
    (void)printf("kiosks      %lld\nhistories   %lld\nrecords     %lld\nquarantined %lld\n"
                 "on trust    %lld\n",
                 (long long)verdict->kiosks, (long long)verdict->epochs,
                 (long long)verdict->records, (long long)verdict->quarantined,
                 (long long)verdict->taken);
    if (verdict->is_sound) {
        (void)printf("sound\n");
        return EXIT_DONE;
    }
    Err err = {0};
    if (verdict->bad > 0) {
        (void)err_set(&err, ERR_CORRUPT,
                      "%lld histories are not what was acknowledged, the first of kiosk %lld at "
                      "record %lld: %s",
                      (long long)verdict->bad, (long long)verdict->first_bad.kiosk,
                      (long long)verdict->first_bad.sequence, verdict->reason);
    } else {
        (void)err_set(&err, ERR_CORRUPT, "the database is damaged: %s", verdict->reason);
    }
    return hub_ctl_fail(ctl, &err);
}

static int run(HubCtl *ctl, int argc, char **argv) {
    if (!hub_ctl_arguments(ctl, argc, argv, NULL, 0, 0, NULL)) {
        return EXIT_USAGE;
    }
    HubFolder *folder = hub_ctl_open(ctl, false);
    if (folder == NULL) {
        return EXIT_FAILED;
    }
    HubVerdict verdict = {0};
    Err err = {0};
    ErrCode code = hub_verify(&folder->store, &verdict, &err);
    hub_folder_close(folder);
    return code == ERR_OK ? print_verdict(ctl, &verdict) : hub_ctl_fail(ctl, &err);
}

const HubCommand HUB_COMMAND_VERIFY = {
    .name = "verify",
    .usage = "",
    .summary = "check the database and every kiosk's chain of records",
    .details = "\nReads everything; the hub may run meanwhile. \"On trust\" counts stretches with "
               "records\nthat could not be read, whose chain was taken on the kiosk's word.\n",
    .run = run,
};
