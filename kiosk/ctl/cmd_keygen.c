#include <stdio.h>

#include "kiosk/ctl/ctl.h"

static int run(Ctl *ctl, int argc, char **argv) {
    const char *output = NULL;
    const CtlOption options[] = {{"--output", 'o', &output, NULL}};
    if (!ctl_options(ctl, argc, argv, options, 1)) {
        return EXIT_USAGE;
    }
    SitePaths paths;
    Err err = {0};
    ErrCode code = site_paths(ctl->folder, &paths, &err);
    if (code == ERR_OK) {
        code = files_make_folder(paths.folder, &err);
    }
    const char *secret = output != NULL ? output : paths.school_secret;
    if (code == ERR_OK) {
        code = site_make_school_key(&paths, secret, ctl->random, &err);
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, code == ERR_CONFLICT ? "nothing was changed" : NULL);
    }
    (void)printf(
        "public key (stays with the kiosk): %s\nsecret key (take it away, keep a copy): %s\n",
        paths.school_public, secret);
    return EXIT_DONE;
}

const CtlCommand COMMAND_KEYGEN = {
    .name = "keygen",
    .usage = "[-o FILE]",
    .summary = "make the school's key pair, before the first import",
    .details =
        "\nThe public half is kept in the data folder and seals names. The secret half goes to\n"
        "FILE (default: school.key in the data folder) and alone opens the names of past\n"
        "events. Files that are there are never overwritten.\n",
    .run = run,
};
