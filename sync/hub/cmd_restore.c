#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sync/hub/hub_backup.h"
#include "sync/hub/hub_ctl.h"

/* A key that is there must be this hub's: kiosks know it by that. */
static ErrCode keep_key(const HubPaths *paths, const uint8_t seed[32], Err *err) {
    uint8_t there[FILES_KEY_SIZE];
    ErrCode code = key_file_read(paths->key, KEY_HUB, there, err);
    if (code == ERR_NOT_FOUND) {
        return key_file_write(paths->key, KEY_HUB, seed, err);
    }
    if (code == ERR_OK && memcmp(there, seed, sizeof there) != 0) {
        code = err_set(err, ERR_CONFLICT, "%s is another hub's key", paths->key);
    }
    memory_wipe(there, sizeof there);
    return code;
}

static const char *advice_for(ErrCode code) {
    switch (code) {
    case ERR_CONFLICT:
        return "restore into a new folder: --data DIR";
    case ERR_DENIED:
    case ERR_NOT_FOUND:
        return "name the key that opens it with --unlock KEYFILE";
    case ERR_CORRUPT:
        return "take another copy of it, or an older backup";
    case ERR_OK:
    case ERR_INVALID:
    case ERR_LIMIT:
    case ERR_BUSY:
    case ERR_OFFLINE:
    case ERR_IO:
    case ERR_NO_MEMORY:
    case ERR_INTERNAL:
        break;
    }
    return NULL;
}

static ErrCode restore(HubCtl *ctl, const char *path, const char *unlock, HubVerdict *verdict,
                       Err *err) {
    HubPaths paths;
    uint8_t secret[FILES_KEY_SIZE];
    uint8_t seed[32];
    ErrCode code = hub_paths(ctl->folder, &paths, err);
    if (code == ERR_OK) {
        code = key_file_read(unlock != NULL ? unlock : paths.backup_secret, KEY_SCHOOL_SECRET,
                             secret, err);
    }
    if (code == ERR_OK) {
        code = files_make_folder(ctl->folder, err);
    }
    if (code == ERR_OK) {
        code = hub_restore(path, secret, paths.database, seed, verdict, err);
    }
    memory_wipe(secret, sizeof secret);
    if (code != ERR_OK) {
        return code;
    }
    code = keep_key(&paths, seed, err);
    memory_wipe(seed, sizeof seed);
    if (code != ERR_OK) {
        /* A database without its key is no hub; it was made just now. */
        (void)unlink(paths.database);
    }
    return code;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    const char *unlock = NULL;
    const char *path = NULL;
    const CommandOption options[] = {{"--unlock", 0, &unlock, NULL}};
    if (!hub_ctl_arguments(ctl, argc, argv, options, 1, 1, &path)) {
        return EXIT_USAGE;
    }
    HubVerdict verdict = {0};
    Err err = {0};
    ErrCode code = restore(ctl, path, unlock, &verdict, &err);
    if (code != ERR_OK) {
        return command_fail(&ctl->who, &err, advice_for(code));
    }
    (void)printf("restored into %s: %lld kiosks, %lld records, verified. Start the hub again: the "
                 "kiosks send what came after the backup.\n",
                 ctl->folder, (long long)verdict.kiosks, (long long)verdict.records);
    return EXIT_DONE;
}

const HubCommand HUB_COMMAND_RESTORE = {
    .name = "restore",
    .usage = "FILE [--unlock KEYFILE]",
    .summary = "make a hub again from a backup, in an empty data folder",
    .details = "\n  --unlock KEYFILE  the key that opens backups (default: backup.key in the data "
               "folder)\n",
    .run = run,
};
