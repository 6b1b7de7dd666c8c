#include "tests/support/simdisk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"

/*
 * 1. `seen` is what reads answer; `kept` what survives a cut with nothing else.
 * 2. The pending list is global and in order: a cut's prefix runs over all files.
 * 3. A sync applies its own file's pending writes to `kept` and takes them off the list.
 * 4. A file exists after a cut when it was synced once, or when a kept write made it.
 */
enum {
    FILES_MAX = 8,
    FILE_SIZE_MAX = 64 << 20,
    SHM_REGIONS_MAX = 64,
    SECTOR_SIZE = 512,
    PENDING_MAX = 1 << 20,
    NAME_MAX_LEN = 128,
};

typedef struct {
    uint8_t *bytes;
    size_t size;
    size_t room;
} Image;

typedef struct {
    char name[NAME_MAX_LEN];
    bool exists; /* as programs see it */
    bool kept_exists;
    Image seen;
    Image kept;
    void *regions[SHM_REGIONS_MAX];
} SimFile;

typedef enum { PENDING_WRITE, PENDING_TRUNCATE, PENDING_DELETE } PendingKind;

typedef struct {
    SimFile *file;
    PendingKind kind;
    size_t offset; /* of a write, or the new size */
    size_t size;
    uint8_t *bytes;
} Pending;

struct SimDisk {
    sqlite3_vfs vfs;
    SimFile files[FILES_MAX];
    Pending *pending;
    size_t pending_count;
    size_t pending_room;
    uint64_t operations;
    Fault fault;
    uint64_t fault_at;
    bool struck;
    bool cut;
    size_t limit;
    uint64_t random;
    uint64_t calls;
    CallFault call_fault; /* its call counts from the disk's beginning */
};

typedef struct {
    sqlite3_file base;
    SimDisk *disk;
    SimFile *file;
} OpenFile;

static uint64_t next_random(uint64_t *state) {
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ mixed >> 31;
}

/* Not malloc: a test that makes every malloc fail must not break the disk itself. */
static void *memory_of(void *old, size_t size) {
    void *memory = reallocarray(old, size, 1);
    FOYER_ASSERT(memory != NULL);
    return memory;
}

/* ---- images ---- */

static void image_resize(Image *image, size_t size) {
    FOYER_ASSERT(size <= FILE_SIZE_MAX);
    if (size > image->room) {
        size_t room = size * 2;
        image->bytes = memory_of(image->bytes, room);
        image->room = room;
    }
    if (size > image->size) {
        memset(image->bytes + image->size, 0, size - image->size);
    }
    image->size = size;
}

static void image_write(Image *image, size_t offset, const uint8_t *bytes, size_t size) {
    if (size == 0) {
        return;
    }
    if (offset + size > image->size) {
        image_resize(image, offset + size);
    }
    memcpy(image->bytes + offset, bytes, size);
}

static void image_copy(Image *to, const Image *from) {
    to->size = 0;
    image_resize(to, from->size);
    if (from->size > 0) {
        memcpy(to->bytes, from->bytes, from->size);
    }
}

/* ---- pending writes ---- */

static void pending_add(SimDisk *disk, Pending entry, const void *bytes) {
    FOYER_ASSERT(disk->pending_count < PENDING_MAX);
    if (disk->pending_count == disk->pending_room) {
        disk->pending_room = disk->pending_room == 0 ? 256 : disk->pending_room * 2;
        disk->pending = memory_of(disk->pending, disk->pending_room * sizeof *disk->pending);
    }
    if (entry.kind == PENDING_WRITE) {
        entry.bytes = memory_of(NULL, entry.size + 1);
        memcpy(entry.bytes, bytes, entry.size);
    }
    disk->pending[disk->pending_count++] = entry;
}

static void pending_apply(const Pending *entry) {
    SimFile *file = entry->file;
    switch (entry->kind) {
    case PENDING_WRITE:
        file->kept_exists = true;
        image_write(&file->kept, entry->offset, entry->bytes, entry->size);
        break;
    case PENDING_TRUNCATE:
        image_resize(&file->kept, entry->offset);
        break;
    case PENDING_DELETE:
        file->kept_exists = false;
        image_resize(&file->kept, 0);
        break;
    }
}

/* Takes one file's entries off the list; applies them when `apply`. */
static void pending_settle(SimDisk *disk, const SimFile *file, bool apply) {
    size_t left = 0;
    for (size_t i = 0; i < disk->pending_count; i++) {
        Pending entry = disk->pending[i];
        if (entry.file != file) {
            disk->pending[left++] = entry;
            continue;
        }
        if (apply) {
            pending_apply(&entry);
        }
        free(entry.bytes);
    }
    disk->pending_count = left;
}

static void keep_prefix(SimDisk *disk, uint64_t *random) {
    size_t kept = (size_t)(next_random(random) % (disk->pending_count + 1));
    for (size_t i = 0; i < kept; i++) {
        pending_apply(&disk->pending[i]);
    }
    if (kept < disk->pending_count && disk->pending[kept].kind == PENDING_WRITE) {
        Pending torn = disk->pending[kept];
        torn.size = (size_t)(next_random(random) % (torn.size + 1));
        if (torn.size > 0) {
            pending_apply(&torn);
        }
    }
}

static void keep_sectors(SimDisk *disk, uint64_t *random) {
    for (size_t i = 0; i < disk->pending_count; i++) {
        Pending entry = disk->pending[i];
        size_t at = entry.kind == PENDING_WRITE ? entry.offset : 0;
        size_t end = entry.kind == PENDING_WRITE ? entry.offset + entry.size : 1;
        while (at < end) {
            size_t next = (at / SECTOR_SIZE + 1) * SECTOR_SIZE;
            next = next < end ? next : end;
            if (next_random(random) % 2 == 0) {
                Pending part = entry;
                if (entry.kind == PENDING_WRITE) {
                    part.bytes = entry.bytes + (at - entry.offset);
                    part.offset = at;
                    part.size = next - at;
                }
                pending_apply(&part);
            }
            at = next;
        }
    }
}

void simdisk_restart(SimDisk *disk, CutModel model, uint64_t seed) {
    uint64_t random = seed;
    if (model == CUT_PREFIX) {
        keep_prefix(disk, &random);
    } else if (model == CUT_SECTORS) {
        keep_sectors(disk, &random);
    }
    for (size_t i = 0; model == CUT_ALL && i < disk->pending_count; i++) {
        pending_apply(&disk->pending[i]);
    }
    for (size_t i = 0; i < disk->pending_count; i++) {
        free(disk->pending[i].bytes);
    }
    disk->pending_count = 0;
    for (size_t i = 0; i < FILES_MAX; i++) {
        SimFile *file = &disk->files[i];
        file->exists = file->kept_exists;
        image_copy(&file->seen, &file->kept);
        for (size_t j = 0; j < SHM_REGIONS_MAX; j++) {
            free(file->regions[j]);
            file->regions[j] = NULL;
        }
    }
    disk->cut = false;
    disk->struck = false;
    disk->fault = FAULT_NONE;
    disk->call_fault = (CallFault){.call = 0};
}

void simdisk_wipe(SimDisk *disk) {
    simdisk_restart(disk, CUT_NOTHING, 0);
    for (size_t i = 0; i < FILES_MAX; i++) {
        SimFile *file = &disk->files[i];
        free(file->seen.bytes);
        free(file->kept.bytes);
        *file = (SimFile){.exists = false};
    }
    disk->limit = 0;
    disk->random = 1; /* the same run again draws the same */
}

/* ---- faults ---- */

/* Counts an operation: SQLITE_OK, or what it fails with. */
static int operate(SimDisk *disk, int failure) {
    if (disk->cut) {
        return SQLITE_IOERR;
    }
    disk->operations++;
    if (disk->fault == FAULT_NONE || disk->operations != disk->fault_at) {
        return SQLITE_OK;
    }
    disk->struck = true;
    disk->cut = disk->fault == FAULT_CUT;
    return disk->fault == FAULT_FULL ? SQLITE_FULL : failure;
}

/* SQLite reads "busy" as "later", which no call but one for a lock may say. */
static bool is_for_a_lock(int natural) {
    return natural == SQLITE_IOERR_LOCK || natural == SQLITE_IOERR_SHMLOCK ||
           natural == SQLITE_IOERR_CHECKRESERVEDLOCK;
}

/* Counts a call of any kind: SQLITE_OK, or what it fails with. */
static int count_call(SimDisk *disk, int natural) {
    disk->calls++;
    const CallFault *fault = &disk->call_fault;
    bool strikes =
        fault->call != 0 && (fault->ever ? disk->calls >= fault->call : disk->calls == fault->call);
    disk->struck = disk->struck || strikes;
    if (!strikes) {
        return SQLITE_OK;
    }
    bool fits = fault->code != SQLITE_BUSY || is_for_a_lock(natural);
    return fault->code != SQLITE_OK && fits ? fault->code : natural;
}

void simdisk_fail_call(SimDisk *disk, CallFault fault) {
    disk->call_fault = fault;
    disk->call_fault.call += fault.call > 0 ? disk->calls : 0;
    disk->struck = false;
}

uint64_t simdisk_calls(const SimDisk *disk) {
    return disk->calls;
}

void simdisk_plan(SimDisk *disk, Fault fault, uint64_t operation) {
    FOYER_ASSERT(operation > 0);
    disk->fault = fault;
    disk->fault_at = disk->operations + operation;
    disk->struck = false;
}

uint64_t simdisk_operations(const SimDisk *disk) {
    return disk->operations;
}

bool simdisk_has_struck(const SimDisk *disk) {
    return disk->struck;
}

void simdisk_limit(SimDisk *disk, size_t bytes) {
    disk->limit = bytes;
}

size_t simdisk_bytes(const SimDisk *disk) {
    size_t bytes = 0;
    for (size_t i = 0; i < FILES_MAX; i++) {
        bytes += disk->files[i].exists ? disk->files[i].seen.size : 0;
    }
    return bytes;
}

size_t simdisk_file_size(const SimDisk *disk, const char *name) {
    for (size_t i = 0; i < FILES_MAX; i++) {
        if (disk->files[i].exists && strcmp(disk->files[i].name, name) == 0) {
            return disk->files[i].seen.size;
        }
    }
    return 0;
}

void simdisk_flip(SimDisk *disk, const char *name, size_t offset, uint8_t bits) {
    for (size_t i = 0; i < FILES_MAX; i++) {
        SimFile *file = &disk->files[i];
        if (file->exists && strcmp(file->name, name) == 0) {
            FOYER_ASSERT(offset < file->seen.size && offset < file->kept.size);
            file->seen.bytes[offset] ^= bits;
            file->kept.bytes[offset] ^= bits;
        }
    }
}

void simdisk_copy(SimDisk *to, const SimDisk *from) {
    simdisk_wipe(to);
    for (size_t i = 0; i < FILES_MAX; i++) {
        SimFile *file = &to->files[i];
        memcpy(file->name, from->files[i].name, sizeof file->name);
        file->exists = file->kept_exists = from->files[i].exists;
        image_copy(&file->seen, &from->files[i].seen);
        image_copy(&file->kept, &from->files[i].seen);
    }
}

static bool image_contains(const Image *image, const void *bytes, size_t size) {
    for (size_t i = 0; i + size <= image->size; i++) {
        if (memcmp(image->bytes + i, bytes, size) == 0) {
            return true;
        }
    }
    return false;
}

bool simdisk_contains(const SimDisk *disk, const void *bytes, size_t size) {
    bool found = false;
    for (size_t i = 0; i < FILES_MAX; i++) {
        found = found || image_contains(&disk->files[i].seen, bytes, size) ||
                image_contains(&disk->files[i].kept, bytes, size);
    }
    return found;
}

/* ---- files ---- */

static int file_close(sqlite3_file *base) {
    (void)base;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int size, sqlite3_int64 offset) {
    const OpenFile *open = (OpenFile *)base;
    int failed = count_call(open->disk, SQLITE_IOERR_READ);
    if (open->disk->cut || failed != SQLITE_OK) {
        return failed != SQLITE_OK ? failed : SQLITE_IOERR_READ;
    }
    const Image *image = &open->file->seen;
    size_t from = (size_t)offset;
    size_t want = (size_t)size;
    size_t have = from < image->size ? image->size - from : 0;
    have = have < want ? have : want;
    if (have > 0) {
        memcpy(out, image->bytes + from, have);
    }
    memset((uint8_t *)out + have, 0, want - have);
    return have == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset) {
    OpenFile *open = (OpenFile *)base;
    SimDisk *disk = open->disk;
    int failed = count_call(disk, SQLITE_IOERR_WRITE);
    if (failed != SQLITE_OK) {
        return failed;
    }
    bool was_cut = disk->cut;
    int code = operate(disk, SQLITE_IOERR_WRITE);
    if (code == SQLITE_OK && disk->limit > 0 && simdisk_bytes(disk) + (size_t)size > disk->limit) {
        return SQLITE_FULL;
    }
    if (code != SQLITE_OK && (was_cut || !disk->cut)) {
        return code;
    }
    /* A cut in the middle of a write: the write is one of those of which anything may be kept. */
    Pending entry = {.file = open->file, .offset = (size_t)offset, .size = (size_t)size};
    pending_add(disk, entry, bytes);
    image_write(&open->file->seen, (size_t)offset, bytes, (size_t)size);
    return code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    OpenFile *open = (OpenFile *)base;
    int code = count_call(open->disk, SQLITE_IOERR_TRUNCATE);
    code = code == SQLITE_OK ? operate(open->disk, SQLITE_IOERR_TRUNCATE) : code;
    if (code == SQLITE_OK) {
        Pending entry = {.file = open->file, .kind = PENDING_TRUNCATE, .offset = (size_t)size};
        pending_add(open->disk, entry, NULL);
        image_resize(&open->file->seen, (size_t)size);
    }
    return code;
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    OpenFile *open = (OpenFile *)base;
    int code = count_call(open->disk, SQLITE_IOERR_FSYNC);
    code = code == SQLITE_OK ? operate(open->disk, SQLITE_IOERR_FSYNC) : code;
    if (code == SQLITE_OK) {
        pending_settle(open->disk, open->file, true);
        open->file->kept_exists = true;
    } else if (!open->disk->cut) {
        pending_settle(open->disk, open->file, false); /* pages marked clean, never written */
    }
    return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    const OpenFile *open = (OpenFile *)base;
    *size = (sqlite3_int64)open->file->seen.size;
    return count_call(open->disk, SQLITE_IOERR_FSTAT);
}

static int file_lock(sqlite3_file *base, int level) {
    (void)level;
    return count_call(((OpenFile *)base)->disk, SQLITE_IOERR_LOCK);
}

static int file_unlock(sqlite3_file *base, int level) {
    (void)level;
    return count_call(((OpenFile *)base)->disk, SQLITE_IOERR_UNLOCK);
}

static int file_check_lock(sqlite3_file *base, int *locked) {
    *locked = 0;
    return count_call(((OpenFile *)base)->disk, SQLITE_IOERR_CHECKRESERVEDLOCK);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    (void)base;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base) {
    (void)base;
    return SECTOR_SIZE;
}

static int file_characteristics(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE; /* as SQLite's own VFS for Unix says */
}

static int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out) {
    OpenFile *open = (OpenFile *)base;
    FOYER_ASSERT(region < SHM_REGIONS_MAX);
    int failed = count_call(open->disk, SQLITE_IOERR_SHMMAP);
    if (failed != SQLITE_OK) {
        *out = NULL; /* "read-only" would mean: mapped all the same */
        return failed == SQLITE_READONLY ? SQLITE_IOERR_SHMMAP : failed;
    }
    void **slot = &open->file->regions[region];
    if (*slot == NULL && extend != 0) {
        *slot = memory_of(NULL, (size_t)size);
        memset(*slot, 0, (size_t)size);
    }
    *out = *slot;
    return SQLITE_OK;
}

static int shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    (void)offset;
    (void)count;
    (void)flags;
    return count_call(((OpenFile *)base)->disk, SQLITE_IOERR_SHMLOCK);
}

static void shm_barrier(sqlite3_file *base) {
    (void)base;
}

static int shm_unmap(sqlite3_file *base, int remove) {
    OpenFile *open = (OpenFile *)base;
    for (size_t i = 0; remove != 0 && i < SHM_REGIONS_MAX; i++) {
        free(open->file->regions[i]);
        open->file->regions[i] = NULL;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* ---- the VFS ---- */

static SimFile *file_of(SimDisk *disk, const char *name, bool make) {
    SimFile *empty = NULL;
    for (size_t i = 0; i < FILES_MAX; i++) {
        SimFile *file = &disk->files[i];
        if (strcmp(file->name, name) == 0) {
            return file;
        }
        if (file->name[0] == '\0' && empty == NULL) {
            empty = file;
        }
    }
    size_t length = strlen(name);
    if (!make) {
        return NULL;
    }
    FOYER_ASSERT(empty != NULL && length < NAME_MAX_LEN);
    memcpy(empty->name, name, length + 1);
    return empty;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
                    int *out_flags) {
    SimDisk *disk = vfs->pAppData;
    base->pMethods = NULL;
    int failed = count_call(disk, SQLITE_CANTOPEN);
    if (disk->cut || name == NULL || failed != SQLITE_OK) {
        return failed != SQLITE_OK ? failed : SQLITE_CANTOPEN;
    }
    SimFile *file = file_of(disk, name, true);
    if (!file->exists && (flags & SQLITE_OPEN_CREATE) == 0) {
        return SQLITE_CANTOPEN;
    }
    file->exists = true;
    OpenFile *open = (OpenFile *)base;
    *open = (OpenFile){.base = {&METHODS}, .disk = disk, .file = file};
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    SimDisk *disk = vfs->pAppData;
    SimFile *file = file_of(disk, name, false);
    if (file == NULL || !file->exists) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    int code = count_call(disk, SQLITE_IOERR_DELETE);
    code = code == SQLITE_OK ? operate(disk, SQLITE_IOERR_DELETE) : code;
    if (code == SQLITE_OK) {
        pending_add(disk, (Pending){.file = file, .kind = PENDING_DELETE}, NULL);
        file->exists = false;
        image_resize(&file->seen, 0);
        if (sync_folder != 0) {
            pending_settle(disk, file, true);
        }
    }
    return code;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *exists) {
    (void)flags;
    SimDisk *disk = vfs->pAppData;
    const SimFile *file = file_of(disk, name, false);
    *exists = file != NULL && file->exists;
    int failed = count_call(disk, SQLITE_IOERR_ACCESS);
    return disk->cut ? SQLITE_IOERR_ACCESS : failed;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
    int failed = count_call(vfs->pAppData, SQLITE_CANTOPEN_FULLPATH);
    size_t length = strlen(name);
    if (length >= (size_t)size || failed != SQLITE_OK) {
        return failed != SQLITE_OK ? failed : SQLITE_CANTOPEN;
    }
    memcpy(out, name, length + 1);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
    SimDisk *disk = vfs->pAppData;
    for (int i = 0; i < size; i++) {
        out[i] = (char)(next_random(&disk->random) & 0xFF);
    }
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    (void)vfs;
    *now = INT64_C(212588000000000); /* Julian day in ms: some day of this decade */
    return SQLITE_OK;
}

static int vfs_time_days(sqlite3_vfs *vfs, double *now) {
    (void)vfs;
    *now = 2460509.0;
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out) {
    (void)vfs;
    (void)size;
    (void)out;
    return 0;
}

SimDisk *simdisk_make(const char *name) {
    SimDisk *disk = memory_of(NULL, sizeof *disk);
    *disk = (SimDisk){.calls = 0};
    disk->random = 1;
    disk->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(OpenFile),
        .mxPathname = NAME_MAX_LEN,
        .zName = name,
        .pAppData = disk,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time_days,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    int code = sqlite3_vfs_register(&disk->vfs, 0);
    FOYER_ASSERT(code == SQLITE_OK);
    return disk;
}

void simdisk_free(SimDisk *disk) {
    simdisk_wipe(disk);
    (void)sqlite3_vfs_unregister(&disk->vfs);
    free(disk->pending);
    free(disk);
}
