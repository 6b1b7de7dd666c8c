#ifndef FOYER_TESTS_SUPPORT_SIMDISK_H
#define FOYER_TESTS_SUPPORT_SIMDISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A disk in memory behind a SQLite VFS, for power cuts and faults from a seed.
 *
 * Every file has what programs see and what would survive; writes since its last sync lie between.
 * A cut at any operation (write, truncate, sync, delete) makes every later call fail; restarting
 * the disk keeps of the unsynced writes what the model says:
 *   PREFIX   the first ones in order, the last of them torn at a byte
 *   SECTORS  any 512-byte sectors of them, in no order
 *   NOTHING  none
 *   ALL      all
 * One connection at a time (locks are granted to everybody), one thread.
 */
typedef struct SimDisk SimDisk;

typedef enum { CUT_PREFIX, CUT_SECTORS, CUT_NOTHING, CUT_ALL, CUT_MODELS } CutModel;

/** Which fault the chosen operation has; it strikes once. */
typedef enum {
    FAULT_NONE,
    FAULT_CUT,   /* power: this and every later operation fails */
    FAULT_ERROR, /* the operation fails; a sync that fails forgets its writes (they look clean) */
    FAULT_FULL,  /* a write finds no room */
} Fault;

/** An empty disk, registered as VFS `name` (borrowed). */
SimDisk *simdisk_make(const char *name);
void simdisk_free(SimDisk *disk);

/** The fault strikes at the `operation`-th operation from now, from 1. */
void simdisk_plan(SimDisk *disk, Fault fault, uint64_t operation);
/** Operations since the disk was made. */
uint64_t simdisk_operations(const SimDisk *disk);
bool simdisk_has_struck(const SimDisk *disk);

/**
 * Every call of any kind counts (open, read, write, sync, size, lock, shared memory, ...), and one
 * of them fails, or that one and all behind it. A sync that fails forgets its writes.
 */
typedef struct {
    uint64_t call; /* from now, from 1; 0 = none */
    int code;      /* SQLite's; SQLITE_OK = the one natural to the call (SQLITE_IOERR_READ, ...) */
    bool ever;
} CallFault;
void simdisk_fail_call(SimDisk *disk, CallFault fault);
/** Calls since the disk was made. */
uint64_t simdisk_calls(const SimDisk *disk);

/** Power off and on: apply the model with `seed`, forget shared memory. No file may be open. */
void simdisk_restart(SimDisk *disk, CutModel model, uint64_t seed);
/** Forget everything: an empty disk again. */
void simdisk_wipe(SimDisk *disk);
/** Let writes past `bytes` in all fail with "full"; 0 = no limit. */
void simdisk_limit(SimDisk *disk, size_t bytes);
/** Bytes of all files, as programs see them. */
size_t simdisk_bytes(const SimDisk *disk);
/** Bytes of one file, 0 when there is none. */
size_t simdisk_file_size(const SimDisk *disk, const char *name);
/** Turns bits of one byte over, on the disk itself. */
void simdisk_flip(SimDisk *disk, const char *name, size_t offset, uint8_t bits);
/** `to` holds then what programs see on `from`, all of it synced. No file of `to` may be open. */
void simdisk_copy(SimDisk *to, const SimDisk *from);
/** True when the bytes occur in what programs see or in what would survive. */
bool simdisk_contains(const SimDisk *disk, const void *bytes, size_t size);

#endif
