#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sync/hub/hub_backup.h"
#include "sync/hub/hub_ctl.h"

/* The secret half first: a public key that nobody can open would seal backups for ever. */
static ErrCode make_pair(const HubPaths *paths, RandomPort random, uint8_t public_key[32],
                         Err *err) {
    uint8_t secret[VAULT_KEY_SIZE];
    struct stat found;
    ErrCode code = ERR_OK;
    if (stat(paths->backup_secret, &found) == 0) {
        code = key_file_read(paths->backup_secret, KEY_SCHOOL_SECRET, secret, err);
        vault_school_public(secret, public_key);
    } else {
        vault_school_keys(random, public_key, secret);
        code = key_file_write(paths->backup_secret, KEY_SCHOOL_SECRET, secret, err);
    }
    memory_wipe(secret, sizeof secret);
    if (code == ERR_OK) {
        code = key_file_write(paths->backup_public, KEY_SCHOOL_PUBLIC, public_key, err);
    }
    if (code == ERR_OK) {
        (void)fprintf(stderr,
                      "\n  A key pair was made for backups. The secret half is\n    %s\n"
                      "  It alone opens them. MOVE IT to a safe place away from this machine, and "
                      "keep a copy.\n\n",
                      paths->backup_secret);
    }
    return code;
}

static ErrCode read_key(HubCtl *ctl, const HubPaths *paths, const char *given,
                        uint8_t public_key[32], Err *err) {
    const char *path = given != NULL ? given : paths->backup_public;
    ErrCode code = key_file_read(path, KEY_SCHOOL_PUBLIC, public_key, err);
    return code == ERR_NOT_FOUND && given == NULL ? make_pair(paths, ctl->random, public_key, err)
                                                  : code;
}

static int backup(HubCtl *ctl, HubFolder *folder, const char *path, const char *key) {
    HubBackupOptions options = {
        .path = path, .copy_path = folder->paths.copy, .random = ctl->random};
    int64_t size = 0;
    Err err = {0};
    ErrCode code = read_key(ctl, &folder->paths, key, options.to, &err);
    memcpy(options.hub_seed, folder->seed, sizeof options.hub_seed);
    if (code == ERR_OK) {
        code = hub_backup(folder->sqlite, &options, &size, &err);
    }
    memory_wipe(&options, sizeof options);
    if (code != ERR_OK) {
        return hub_ctl_fail(ctl, &err);
    }
    (void)printf("%s holds this hub, sealed: %lld bytes. Keep it elsewhere, and make the next one "
                 "within 14 days.\n",
                 path, (long long)size);
    return EXIT_DONE;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    const char *key = NULL;
    const char *path = NULL;
    const CommandOption options[] = {{"--key", 0, &key, NULL}};
    if (!hub_ctl_arguments(ctl, argc, argv, options, 1, 1, &path)) {
        return EXIT_USAGE;
    }
    HubFolder *folder = hub_ctl_open(ctl, false);
    int exit_code = folder != NULL ? backup(ctl, folder, path, key) : EXIT_FAILED;
    hub_folder_close(folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_BACKUP = {
    .name = "backup",
    .usage = "FILE [--key PUBLICKEYFILE]",
    .summary = "a sealed copy of everything, while kiosks go on sending",
    .details =
        "\n  --key FILE   seal to this public key (default: backup.pub in the data folder; the\n"
        "               first backup makes it, and backup.key, which opens backups and must be\n"
        "               moved away)\n"
        "\nA kiosk keeps what the hub holds for 14 days: backups must be younger than that, and\n"
        "then nothing is lost, for kiosks send again what a restored hub does not have.\n",
    .run = run,
};
