#include "sync/hub/hub_folder.h"

#include <sys/stat.h>

static bool join(char out[FILES_PATH_MAX], const char *folder, const char *name) {
    Str8Builder path = builder_make(out, FILES_PATH_MAX);
    builder_format(&path, name[0] != '\0' ? "%s/%s" : "%s%s", folder, name);
    return !path.full;
}

ErrCode hub_paths(const char *folder, HubPaths *paths, Err *err) {
    bool fits =
        join(paths->folder, folder, "") && join(paths->database, folder, "hub.db") &&
        join(paths->key, folder, "hub.key") && join(paths->backup_public, folder, "backup.pub") &&
        join(paths->backup_secret, folder, "backup.key") && join(paths->copy, folder, "hub.copy");
    return fits ? ERR_OK : err_set(err, ERR_LIMIT, "the data folder's name is too long");
}

static bool is_there(const char *path) {
    struct stat found;
    return stat(path, &found) == 0;
}

/* A key that is missing beside a database is never made: no kiosk would know the hub any more. */
static ErrCode read_key(HubFolder *made, RandomPort random, Err *err) {
    ErrCode code = key_file_read(made->paths.key, KEY_HUB, made->seed, err);
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    if (is_there(made->paths.database)) {
        return err_set(err, ERR_NOT_FOUND, "%s is missing, by which kiosks know this hub",
                       made->paths.key);
    }
    return key_file_read_or_make(made->paths.key, KEY_HUB, random, made->seed, err);
}

ErrCode hub_folder_open(Arena *arena, const char *folder, bool create, RandomPort random,
                        HubFolder **opened, Err *err) {
    HubFolder *made = ARENA_NEW(arena, HubFolder);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the hub");
    }
    ErrCode code = hub_paths(folder, &made->paths, err);
    if (code == ERR_OK && !create && !is_there(made->paths.database)) {
        code = err_set(err, ERR_NOT_FOUND, "there is no hub in %s", folder);
    }
    if (code == ERR_OK && create) {
        code = files_make_folder(folder, err);
    }
    if (code == ERR_OK) {
        code = read_key(made, random, err);
    }
    if (code == ERR_OK) {
        code = hub_sqlite_open(arena, made->paths.database, NULL, &made->sqlite, err);
    }
    if (code != ERR_OK) {
        memory_wipe(made->seed, sizeof made->seed);
        return code;
    }
    made->store = hub_sqlite_port(made->sqlite);
    *opened = made;
    return ERR_OK;
}

void hub_folder_close(HubFolder *folder) {
    if (folder != NULL) {
        hub_sqlite_close(folder->sqlite);
        memory_wipe(folder->seed, sizeof folder->seed);
    }
}
