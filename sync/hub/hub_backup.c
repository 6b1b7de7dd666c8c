#include "sync/hub/hub_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/check.h"

/*
 * 1. The copy is SQLite's own (VACUUM INTO): whole, and sound while kiosks send.
 * 2. A backup has its name only when all of it is on the disk; so has a restored database.
 * 3. Boxes are bound to their number and to being the last one: frames cannot be swapped, left out
 *    or cut off.
 */
static const char MAGIC[] = "FOYER-HUB-BACKUP-1\n";

enum {
    MAGIC_LEN = sizeof MAGIC - 1,
    FRAME_PLAIN_MAX = 64 * 1024,
    FRAME_BOX_MAX = FRAME_PLAIN_MAX + VAULT_PAD + VAULT_BOX_OVERHEAD,
    WORK_BLOCK = 512 * 1024,
    WORK_MAX = 4 << 20,
    PATH_MAX_LEN = 1024,
};

static ErrCode io_fail(Err *err, const char *what) {
    return err_set(err, ERR_IO, "%s: error %d", what, errno);
}

static ErrCode path_add(const char *path, const char *suffix, char out[PATH_MAX_LEN], Err *err) {
    Str8Builder text = builder_make(out, PATH_MAX_LEN);
    builder_add(&text, str8_from(path));
    builder_add(&text, str8_from(suffix));
    return text.full ? err_set(err, ERR_INVALID, "the path was too long") : ERR_OK;
}

static ErrCode write_all(int file, const void *bytes, size_t size, Err *err) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t written = write(file, at, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return io_fail(err, "could not write");
        }
        at += written;
        size -= (size_t)written;
    }
    return ERR_OK;
}

/* As many as there are, up to `size`. */
static ErrCode read_some(int file, void *bytes, size_t size, size_t *got, Err *err) {
    *got = 0;
    while (*got < size) {
        ssize_t count = read(file, (char *)bytes + *got, size - *got);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return io_fail(err, "could not read");
        }
        if (count == 0) {
            break;
        }
        *got += (size_t)count;
    }
    return ERR_OK;
}

/* What a box is about: its number, and whether it ends the backup. */
static Id frame_about(uint64_t number, bool last) {
    Id about = {{'f', 'h', 'b', last ? 1 : 0}};
    for (size_t i = 0; i < 8; i++) {
        about.bytes[8 + i] = (uint8_t)(number >> (56 - 8 * i));
    }
    return about;
}

typedef struct {
    int file;
    uint64_t number; /* of the next frame */
    uint8_t key[VAULT_KEY_SIZE];
    RandomPort random; /* for sealing */
    Arena arena;
    Err *err;
} Frames;

/* ---- sealing ---- */

static ErrCode put_frame(Frames *frames, Str8 plain, bool last) {
    Str8 box = vault_box(&frames->arena, frames->random, frames->key,
                         frame_about(frames->number, last), plain);
    if (box.ptr == NULL) {
        return err_set(frames->err, ERR_NO_MEMORY, "no memory for a backup");
    }
    frames->number++;
    uint8_t length[4];
    for (size_t i = 0; i < sizeof length; i++) {
        length[i] = (uint8_t)(box.len >> (24 - 8 * i));
    }
    ErrCode code = write_all(frames->file, length, sizeof length, frames->err);
    if (code == ERR_OK) {
        code = write_all(frames->file, box.ptr, box.len, frames->err);
    }
    arena_reset(&frames->arena);
    return code;
}

static ErrCode put_start(Frames *frames, const HubBackupOptions *options) {
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    options->random.fill(options->random.context, frames->key, sizeof frames->key);
    vault_seal_key(options->random, options->to, frames->key, sealed);
    ErrCode code = write_all(frames->file, MAGIC, MAGIC_LEN, frames->err);
    if (code == ERR_OK) {
        code = write_all(frames->file, sealed, sizeof sealed, frames->err);
    }
    Str8 seed = {(const char *)options->hub_seed, sizeof options->hub_seed};
    return code == ERR_OK ? put_frame(frames, seed, false) : code;
}

/* A file whose length is a multiple of a frame ends with an empty one. */
static ErrCode put_file(Frames *frames, int from) {
    static const size_t SIZE = FRAME_PLAIN_MAX;
    size_t got = SIZE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && got == SIZE) {
        char *bytes = arena_alloc(&frames->arena, SIZE);
        if (bytes == NULL) {
            return err_set(frames->err, ERR_NO_MEMORY, "no memory for a backup");
        }
        code = read_some(from, bytes, SIZE, &got, frames->err);
        if (code == ERR_OK) {
            code = put_frame(frames, (Str8){bytes, got}, got < SIZE);
        }
    }
    return code;
}

static ErrCode seal_copy(Frames *frames, const HubBackupOptions *options) {
    int from = open(options->copy_path, O_RDONLY | O_CLOEXEC);
    if (from < 0) {
        return io_fail(frames->err, "could not open the copy");
    }
    ErrCode code = put_start(frames, options);
    if (code == ERR_OK) {
        code = put_file(frames, from);
    }
    (void)close(from);
    if (code == ERR_OK && fsync(frames->file) != 0) {
        code = io_fail(frames->err, "could not sync the backup");
    }
    return code;
}

/* The folder, so that the new name is durable too. */
static ErrCode sync_folder(const char *path, Err *err) {
    char folder[PATH_MAX_LEN];
    ErrCode code = path_add(path, "", folder, err);
    if (code != ERR_OK) {
        return code;
    }
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        memcpy(folder, ".", 2);
    } else {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        return io_fail(err, "could not open the folder");
    }
    code = fsync(file) == 0 ? ERR_OK : io_fail(err, "could not sync the folder");
    (void)close(file);
    return code;
}

static ErrCode give_name(const char *from, const char *to, Err *err) {
    if (rename(from, to) != 0) {
        return io_fail(err, "could not rename");
    }
    return sync_folder(to, err);
}

static ErrCode write_backup(const HubBackupOptions *options, const char *part, int64_t *size,
                            Err *err) {
    int file = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return io_fail(err, "could not make the backup");
    }
    Frames frames = {.file = file, .random = options->random, .err = err};
    frames.arena = arena_make(WORK_BLOCK, WORK_MAX);
    ErrCode code = seal_copy(&frames, options);
    struct stat about = {0};
    if (code == ERR_OK && fstat(file, &about) != 0) {
        code = io_fail(err, "could not look at the backup");
    }
    memory_wipe(frames.key, sizeof frames.key);
    arena_free(&frames.arena);
    (void)close(file);
    if (code == ERR_OK) {
        *size = about.st_size;
        code = give_name(part, options->path, err);
    }
    if (code != ERR_OK) {
        (void)unlink(part);
    }
    return code;
}

ErrCode hub_backup(HubSqlite *store, const HubBackupOptions *options, int64_t *size, Err *err) {
    char part[PATH_MAX_LEN];
    ErrCode code = path_add(options->path, ".part", part, err);
    if (code != ERR_OK) {
        return code;
    }
    (void)unlink(options->copy_path); /* of a run that was interrupted */
    code = hub_sqlite_copy(store, options->copy_path, err);
    if (code == ERR_OK) {
        code = write_backup(options, part, size, err);
    }
    (void)unlink(options->copy_path);
    return code;
}

/* ---- opening ---- */

static ErrCode cut_off(Err *err) {
    return err_set(err, ERR_CORRUPT, "the backup was cut off or damaged");
}

static ErrCode get_exactly(Frames *frames, void *bytes, size_t size) {
    size_t got = 0;
    ErrCode code = read_some(frames->file, bytes, size, &got, frames->err);
    return code == ERR_OK && got < size ? cut_off(frames->err) : code;
}

static ErrCode get_frame(Frames *frames, Str8 *plain, bool *last) {
    uint8_t head[4];
    ErrCode code = get_exactly(frames, head, sizeof head);
    if (code != ERR_OK) {
        return code;
    }
    size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    if (size > FRAME_BOX_MAX) {
        return cut_off(frames->err);
    }
    char *bytes = arena_alloc(&frames->arena, size + 1);
    if (bytes == NULL) {
        return err_set(frames->err, ERR_NO_MEMORY, "no memory for a backup");
    }
    code = get_exactly(frames, bytes, size);
    if (code != ERR_OK) {
        return code;
    }
    Str8 box = {bytes, size};
    *last = false;
    if (!vault_unbox(&frames->arena, frames->key, frame_about(frames->number, false), box, plain)) {
        *last = true;
        if (!vault_unbox(&frames->arena, frames->key, frame_about(frames->number, true), box,
                         plain)) {
            return cut_off(frames->err);
        }
    }
    frames->number++;
    return ERR_OK;
}

static ErrCode get_start(Frames *frames, const uint8_t secret[VAULT_KEY_SIZE],
                         uint8_t hub_seed[32]) {
    char magic[MAGIC_LEN];
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    ErrCode code = get_exactly(frames, magic, sizeof magic);
    if (code == ERR_OK && memcmp(magic, MAGIC, MAGIC_LEN) != 0) {
        code = err_set(frames->err, ERR_CORRUPT, "that was no backup of a hub");
    }
    if (code == ERR_OK) {
        code = get_exactly(frames, sealed, sizeof sealed);
    }
    if (code != ERR_OK) {
        return code;
    }
    vault_school_public(secret, public_key);
    if (!vault_unseal_key(public_key, secret, sealed, frames->key)) {
        return err_set(frames->err, ERR_DENIED, "the backup was not sealed to this key");
    }
    Str8 seed;
    bool last = false;
    code = get_frame(frames, &seed, &last);
    if (code == ERR_OK && (last || seed.len != 32)) {
        code = cut_off(frames->err);
    }
    if (code == ERR_OK) {
        memcpy(hub_seed, seed.ptr, 32);
    }
    arena_reset(&frames->arena);
    return code;
}

static ErrCode get_file(Frames *frames, int to) {
    bool last = false;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && !last) {
        Str8 plain;
        code = get_frame(frames, &plain, &last);
        if (code == ERR_OK) {
            code = write_all(to, plain.ptr, plain.len, frames->err);
        }
        arena_reset(&frames->arena);
    }
    char more;
    size_t got = 0;
    if (code == ERR_OK) {
        code = read_some(frames->file, &more, 1, &got, frames->err);
    }
    return code == ERR_OK && got > 0 ? cut_off(frames->err) : code;
}

static ErrCode open_backup(const char *path, const char *part, const uint8_t secret[VAULT_KEY_SIZE],
                           uint8_t hub_seed[32], Err *err) {
    Frames frames = {.err = err};
    frames.file = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    ErrCode code = frames.file < 0 ? io_fail(err, "could not open the backup")
                   : to < 0        ? io_fail(err, "could not make the database")
                                   : ERR_OK;
    frames.arena = arena_make(WORK_BLOCK, WORK_MAX);
    if (code == ERR_OK) {
        code = get_start(&frames, secret, hub_seed);
    }
    if (code == ERR_OK) {
        code = get_file(&frames, to);
    }
    if (code == ERR_OK && fsync(to) != 0) {
        code = io_fail(err, "could not sync the database");
    }
    memory_wipe(frames.key, sizeof frames.key);
    arena_free(&frames.arena);
    if (frames.file >= 0) {
        (void)close(frames.file);
    }
    if (to >= 0) {
        (void)close(to);
    }
    return code;
}

static ErrCode verify_file(const char *path, HubVerdict *verdict, Err *err) {
    Arena arena = arena_make(WORK_BLOCK, WORK_MAX);
    HubSqlite *store = NULL;
    ErrCode code = hub_sqlite_open(&arena, path, NULL, &store, err);
    if (code == ERR_OK) {
        HubStore port = hub_sqlite_port(store);
        code = hub_verify(&port, verdict, err);
        hub_sqlite_close(store);
    }
    if (code == ERR_OK && !verdict->is_sound) {
        code = err_set(err, ERR_CORRUPT, "the backup is not sound: %s", verdict->reason);
    }
    arena_free(&arena);
    return code;
}

/* What SQLite leaves beside a database. */
static void remove_all(const char *path) {
    static const char *const SUFFIXES[] = {"", "-wal", "-shm", "-tip"};
    for (size_t i = 0; i < sizeof SUFFIXES / sizeof SUFFIXES[0]; i++) {
        char name[PATH_MAX_LEN];
        if (path_add(path, SUFFIXES[i], name, NULL) == ERR_OK) {
            (void)unlink(name);
        }
    }
}

ErrCode hub_restore(const char *path, const uint8_t secret[VAULT_KEY_SIZE],
                    const char *database_path, uint8_t hub_seed[32], HubVerdict *verdict,
                    Err *err) {
    char part[PATH_MAX_LEN];
    ErrCode code = path_add(database_path, ".part", part, err);
    if (code != ERR_OK) {
        return code;
    }
    if (access(database_path, F_OK) == 0) {
        return err_set(err, ERR_CONFLICT, "there was a database already");
    }
    remove_all(part);
    code = open_backup(path, part, secret, hub_seed, err);
    if (code == ERR_OK) {
        code = verify_file(part, verdict, err);
    }
    if (code == ERR_OK) {
        code = give_name(part, database_path, err);
    }
    remove_all(part);
    if (code != ERR_OK) {
        memory_wipe(hub_seed, 32);
    }
    return code;
}
