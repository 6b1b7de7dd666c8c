#ifndef FOYER_DATA_FILES_FILES_H
#define FOYER_DATA_FILES_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"
#include "data/base/str8.h"

/*
 * The few files beside the database: keys and ballast. Plain POSIX; any thread.
 * Writing is atomic (a new file, fsync, rename, fsync of the folder) and mode 0600.
 */
enum {
    FILES_KEY_SIZE = 32,
    BALLAST_SIZE = 16 << 20, /* more than 5,000 families of four; tests/faults counts them */
    FILES_PATH_MAX = 4096,
};

/**
 * The folder to use: `flag` (--data) when given, else `foyer_data` ($FOYER_DATA), else
 * `xdg_data_home`/foyer, else `home`/.local/share/foyer. Arguments may be NULL or empty.
 *
 * @return a terminated path in `arena`; NULL when all are empty or the arena is exhausted
 */
const char *files_data_folder(Arena *arena, const char *flag, const char *foyer_data,
                              const char *xdg_data_home, const char *home);

/** Create the folder (mode 0700) and those above it when missing. */
MUST_USE ErrCode files_make_folder(const char *path, Err *err);

/** The whole file, copied into the arena. ERR_NOT_FOUND, ERR_LIMIT past size_max, ERR_IO. */
MUST_USE ErrCode files_read(Arena *arena, const char *path, size_t size_max, Str8 *bytes, Err *err);

/** Replace or create, atomically, mode 0600, durable on ERR_OK. */
MUST_USE ErrCode files_write(const char *path, const void *bytes, size_t size, Err *err);

/** What a key file says it is; the file is one line of text: "foyer-kiosk-key-1 <64 hex>". */
typedef enum { KEY_KIOSK, KEY_SCHOOL_PUBLIC, KEY_SCHOOL_SECRET, KEY_HUB } KeyKind;

/** @return ERR_NOT_FOUND; ERR_INVALID when it is not a key file of this kind */
MUST_USE ErrCode key_file_read(const char *path, KeyKind kind, uint8_t key[FILES_KEY_SIZE],
                               Err *err);
/** Never overwrites: ERR_CONFLICT when the file is there. */
MUST_USE ErrCode key_file_write(const char *path, KeyKind kind, const uint8_t key[FILES_KEY_SIZE],
                                Err *err);
/** Read, or make from `random` and write when missing. */
MUST_USE ErrCode key_file_read_or_make(const char *path, KeyKind kind, RandomPort random,
                                       uint8_t key[FILES_KEY_SIZE], Err *err);

/** Make sure BALLAST_SIZE bytes are really taken (not a hole). ERR_IO when the disk is too full. */
MUST_USE ErrCode ballast_make(const char *path, Err *err);
/** Give the room back: for BallastPort.release with the path as context. False: there was none. */
bool ballast_release(void *path);

/**
 * Move a damaged database with its -tip, -wal and -shm to "<path>.damaged-<suffix>", by the
 * caller's decision only; no store may have it open. Never overwrites.
 */
MUST_USE ErrCode files_set_aside(const char *path, const char *suffix, Err *err);

#endif
