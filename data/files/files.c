#include "data/files/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/check.h"

/* A path of the caller's with something behind it; false when that is too long. */
static bool path_join(char *out, size_t size, const char *path, const char *suffix) {
    Str8Builder text = builder_make(out, size);
    builder_add(&text, str8_from(path));
    builder_add(&text, str8_from(suffix));
    return !text.full;
}

static ErrCode make_one_folder(const char *path, Err *err) {
    struct stat found;
    if (mkdir(path, 0700) == 0 || (stat(path, &found) == 0 && S_ISDIR(found.st_mode))) {
        return ERR_OK;
    }
    return err_set(err, ERR_IO, "could not create folder %s: %s", path, strerror(errno));
}

const char *files_data_folder(Arena *arena, const char *flag, const char *foyer_data,
                              const char *xdg_data_home, const char *home) {
    if (str8_from(flag).len > 0) {
        return str8_to_c(arena, str8_from(flag));
    }
    if (str8_from(foyer_data).len > 0) {
        return str8_to_c(arena, str8_from(foyer_data));
    }
    if (str8_from(xdg_data_home).len > 0) {
        return str8_format(arena, "%s/foyer", xdg_data_home).ptr;
    }
    return str8_from(home).len > 0 ? str8_format(arena, "%s/.local/share/foyer", home).ptr : NULL;
}

ErrCode files_make_folder(const char *path, Err *err) {
    FOYER_ASSERT(path != NULL);
    char part[FILES_PATH_MAX];
    if (!path_join(part, sizeof part, path, "")) {
        return err_set(err, ERR_LIMIT, "folder name was longer than %d bytes", FILES_PATH_MAX);
    }
    for (char *at = part + 1; *part != '\0' && *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            ErrCode code = make_one_folder(part, err);
            if (code != ERR_OK) {
                return code;
            }
            *at = '/';
        }
    }
    return make_one_folder(part, err);
}

static ErrCode read_all(int file, const char *path, char *buffer, size_t size, Err *err) {
    size_t have = 0;
    while (have < size) {
        ssize_t got = read(file, buffer + have, size - have);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return err_set(err, ERR_IO, "could not read %s: %s", path,
                           got == 0 ? "it became shorter" : strerror(errno));
        }
        have += (size_t)got;
    }
    return ERR_OK;
}

ErrCode files_read(Arena *arena, const char *path, size_t size_max, Str8 *bytes, Err *err) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "could not open %s: %s", path,
                       strerror(errno));
    }
    struct stat found;
    ErrCode code = ERR_OK;
    char *buffer = NULL;
    size_t size = 0;
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
        code = err_set(err, ERR_IO, "%s was not a plain file", path);
    } else if ((uintmax_t)found.st_size > size_max) {
        code = err_set(err, ERR_LIMIT, "%s was larger than %zu bytes", path, size_max);
    } else {
        size = (size_t)found.st_size;
        buffer = arena_alloc(arena, size + 1);
        code = buffer == NULL ? err_set(err, ERR_NO_MEMORY, "no memory for %s", path)
                              : read_all(file, path, buffer, size, err);
    }
    (void)close(file);
    if (code == ERR_OK) {
        *bytes = (Str8){buffer, size};
    }
    return code;
}

static bool write_all(int file, const char *bytes, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t wrote = write(file, bytes + done, size - done);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

/* The rename is durable only when the folder's own entry is. */
static bool sync_folder_of(const char *path) {
    char folder[FILES_PATH_MAX];
    if (!path_join(folder, sizeof folder, path, "")) {
        return false;
    }
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        memcpy(folder, ".", 2);
    } else {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool synced = fsync(file) == 0;
    (void)close(file);
    return synced;
}

ErrCode files_write(const char *path, const void *bytes, size_t size, Err *err) {
    char fresh[FILES_PATH_MAX];
    if (!path_join(fresh, sizeof fresh, path, ".new")) {
        return err_set(err, ERR_LIMIT, "file name was longer than %d bytes", FILES_PATH_MAX);
    }
    (void)unlink(fresh); /* left by a power cut */
    int file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return err_set(err, ERR_IO, "could not create %s: %s", fresh, strerror(errno));
    }
    bool written = write_all(file, bytes, size) && fsync(file) == 0;
    written = close(file) == 0 && written;
    if (!written || rename(fresh, path) != 0 || !sync_folder_of(path)) {
        ErrCode code = err_set(err, ERR_IO, "could not write %s: %s", path, strerror(errno));
        (void)unlink(fresh);
        return code;
    }
    return ERR_OK;
}

ErrCode files_set_aside(const char *path, const char *suffix, Err *err) {
    static const char *const PARTS[] = {"-tip", "-wal", "-shm",
                                        ""}; /* the database last: all or retry */
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        char from[FILES_PATH_MAX];
        char to[FILES_PATH_MAX];
        char damaged[FILES_PATH_MAX];
        if (!path_join(from, sizeof from, path, PARTS[i]) ||
            !path_join(damaged, sizeof damaged, path, ".damaged-") ||
            !path_join(to, sizeof to, damaged, suffix)) {
            return err_set(err, ERR_LIMIT, "file name was longer than %d bytes", FILES_PATH_MAX);
        }
        memcpy(damaged, to, sizeof to);
        if (!path_join(to, sizeof to, damaged, PARTS[i])) {
            return err_set(err, ERR_LIMIT, "file name was longer than %d bytes", FILES_PATH_MAX);
        }
        if (access(from, F_OK) != 0) {
            continue;
        }
        if (link(from, to) != 0) {
            return err_set(err, errno == EEXIST ? ERR_CONFLICT : ERR_IO, "could not make %s: %s",
                           to, strerror(errno));
        }
        if (unlink(from) != 0) {
            return err_set(err, ERR_IO, "could not move %s: %s", from, strerror(errno));
        }
    }
    return sync_folder_of(path) ? ERR_OK : err_set(err, ERR_IO, "could not sync beside %s", path);
}
