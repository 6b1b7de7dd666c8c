#include "data/sqlite/checked_disk.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/str8.h"

/*
 * The bytes of the write-ahead log are SQLite's (sqlite.org/fileformat2.html, section 4): a header
 * of 32 bytes, then frames of a header of 24 and a page each, chained by a checksum.
 * The witness: 32 bytes, "FOYERTIP", the log's two salts, how far it was right, a checksum.
 * 1. The witness is raised after a sync of the log, and lowered before anything below it changes.
 * 2. A raise may fail; when lowering fails, so does what it was for.
 * 3. What SQLite writes to the log in pieces waits in memory until the sync or anything else that
 *    looks at the file: one write a COMMIT instead of two a page. Nobody else can miss it
 *    meanwhile: under synchronous=FULL a COMMIT is told to other connections only after its sync.
 * 4. What is known of the log's end, and what waits for it, counts only while this connection holds
 *    the write lock: afterwards another program may write there, or begin the log anew.
 */
enum {
    PAGE_SIZE = 4096,
    RESERVE_AT = 20, /* in page 1: bytes at the end of a page that SQLite leaves alone */
    LOG_HEADER_SIZE = 32,
    FRAME_HEADER_SIZE = 24,
    FRAME_SIZE = FRAME_HEADER_SIZE + PAGE_SIZE,
    SALTS_AT = 16, /* in the log's header */
    FRAME_SALTS_AT = 8,
    SALTS_SIZE = 8,
    GATHER_SIZE = LOG_HEADER_SIZE + 24 * FRAME_SIZE, /* SQLite for Unix breaks at 128 KiB */
    TIP_SIZE = 32,
    TIP_LOOKS_MAX = 5, /* another process may be moving the log away meanwhile */
    WRITE_LOCK = 0,    /* sqlite.org/walformat.html, 2.3.1 */
};

static const uint8_t TIP_MAGIC[8] = {'F', 'O', 'Y', 'E', 'R', 'T', 'I', 'P'};

typedef struct {
    sqlite3_file base;
    CheckedDisk *disk;
    bool is_log;
} CheckedFile;

static sqlite3_file *below(sqlite3_file *base) {
    return (sqlite3_file *)(void *)((CheckedFile *)base + 1);
}

static CheckedDisk *disk_of(sqlite3_file *base) {
    return ((CheckedFile *)base)->disk;
}

/* ---- sums ---- */

/* Zero for a page of zeros: one that was reserved and never written. */
static uint64_t sum_of(const uint8_t *bytes, size_t size) {
    uint64_t sum = 0;
    for (size_t i = 0; i < size; i += sizeof sum) {
        uint64_t word = 0;
        memcpy(&word, bytes + i, sizeof word);
        sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        sum ^= sum >> 29;
    }
    return sum;
}

static uint32_t word_at(const uint8_t *bytes, bool big_end) {
    return big_end ? (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
                         bytes[3]
                   : (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 |
                         bytes[0];
}

typedef struct {
    uint32_t a, b;
    bool big_end;
} LogSum;

static void log_sum_add(LogSum *sum, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i += 8) {
        sum->a += word_at(bytes + i, sum->big_end) + sum->b;
        sum->b += word_at(bytes + i + 4, sum->big_end) + sum->a;
    }
}

static bool log_sum_is(const LogSum *sum, const uint8_t *stored) {
    return word_at(stored, true) == sum->a && word_at(stored + 4, true) == sum->b;
}

/* ---- the witness ---- */

static int tip_write(CheckedDisk *disk, const uint8_t salts[SALTS_SIZE], uint64_t end) {
    if (disk->tip == NULL) {
        return SQLITE_OK;
    }
    uint8_t bytes[TIP_SIZE];
    memcpy(bytes, TIP_MAGIC, sizeof TIP_MAGIC);
    memcpy(bytes + 8, salts, SALTS_SIZE);
    memcpy(bytes + 16, &end, sizeof end);
    uint64_t sum = sum_of(bytes, 24);
    memcpy(bytes + 24, &sum, sizeof sum);
    int code = disk->tip->pMethods->xWrite(disk->tip, bytes, TIP_SIZE, 0);
    if (code == SQLITE_OK) {
        disk->tip_end = end;
    }
    return code;
}

static bool tip_read(CheckedDisk *disk, uint8_t salts[SALTS_SIZE], uint64_t *end) {
    uint8_t bytes[TIP_SIZE];
    uint64_t sum = 0;
    if (disk->tip == NULL ||
        disk->tip->pMethods->xRead(disk->tip, bytes, TIP_SIZE, 0) != SQLITE_OK) {
        return false;
    }
    memcpy(&sum, bytes + 24, sizeof sum);
    memcpy(salts, bytes + 8, SALTS_SIZE);
    memcpy(end, bytes + 16, sizeof *end);
    return memcmp(bytes, TIP_MAGIC, sizeof TIP_MAGIC) == 0 && sum == sum_of(bytes, 24);
}

static int tip_lower(CheckedDisk *disk, uint64_t end) {
    uint8_t salts[SALTS_SIZE] = {0};
    uint64_t said = 0;
    if (!tip_read(disk, salts, &said) || said <= end) {
        disk->tip_end = said;
        return SQLITE_OK;
    }
    return tip_write(disk, salts, end);
}

/* Whole frames only: a full disk may leave the beginning of one behind. */
static void tip_raise(CheckedDisk *disk, sqlite3_file *log) {
    uint8_t header[LOG_HEADER_SIZE];
    uint64_t frames =
        disk->log_end > LOG_HEADER_SIZE ? (disk->log_end - LOG_HEADER_SIZE) / FRAME_SIZE : 0;
    if (frames == 0 || log->pMethods->xRead(log, header, sizeof header, 0) != SQLITE_OK) {
        return;
    }
    uint64_t before = disk->tip_end;
    if (tip_write(disk, header + SALTS_AT, LOG_HEADER_SIZE + frames * FRAME_SIZE) != SQLITE_OK) {
        disk->tip_end = before;
    }
}

static void tip_open(CheckedDisk *disk, const char *log_name) {
    static const Str8 SUFFIX = {"-tip", 4};
    Str8 name = str8_from(log_name);
    if (disk->tip != NULL || name.len < SUFFIX.len || name.len + 2 > sizeof disk->tip_name) {
        return;
    }
    memset(disk->tip_name, 0, sizeof disk->tip_name);
    memcpy(disk->tip_name, name.ptr, name.len - SUFFIX.len);
    memcpy(disk->tip_name + name.len - SUFFIX.len, SUFFIX.ptr, SUFFIX.len);
    sqlite3_file *tip = sqlite3_malloc64((sqlite3_uint64)disk->under->szOsFile);
    if (tip == NULL) {
        return;
    }
    memset(tip, 0, (size_t)disk->under->szOsFile);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL;
    if (disk->under->xOpen(disk->under, disk->tip_name, tip, flags, NULL) == SQLITE_OK) {
        disk->tip = tip;
    } else {
        sqlite3_free(tip);
    }
}

static void tip_close(CheckedDisk *disk) {
    if (disk->tip != NULL) {
        (void)disk->tip->pMethods->xClose(disk->tip);
        sqlite3_free(disk->tip);
        disk->tip = NULL;
    }
}

/* ---- writes that wait ---- */

/* Without memory for it nothing waits. */
static void gather_start(CheckedDisk *disk) {
    if (disk->gathered == NULL) {
        disk->gathered = sqlite3_malloc64(GATHER_SIZE);
    }
    disk->gathered_size = 0;
}

static void gather_stop(CheckedDisk *disk) {
    sqlite3_free(disk->gathered);
    disk->gathered = NULL;
}

static int gather_flush(CheckedDisk *disk, sqlite3_file *log) {
    size_t size = disk->gathered_size;
    disk->gathered_size = 0;
    if (size == 0) {
        return SQLITE_OK;
    }
    FOYER_ASSERT(size <= GATHER_SIZE);
    int code =
        log->pMethods->xWrite(log, disk->gathered, (int)size, (sqlite3_int64)disk->gathered_at);
    if (code != SQLITE_OK && disk->log_end > disk->gathered_at) {
        disk->log_end = disk->gathered_at; /* else the witness would vouch for it */
    }
    return code;
}

static int gather_write(CheckedDisk *disk, sqlite3_file *log, const void *bytes, int size,
                        sqlite3_int64 offset) {
    size_t count = (size_t)size;
    bool fits = disk->gathered_size + count <= GATHER_SIZE;
    bool follows = (uint64_t)offset == disk->gathered_at + disk->gathered_size;
    int code = fits && follows ? SQLITE_OK : gather_flush(disk, log);
    if (code != SQLITE_OK) {
        return code;
    }
    if (disk->gathered == NULL || count > GATHER_SIZE) {
        return log->pMethods->xWrite(log, bytes, size, offset);
    }
    if (disk->gathered_size == 0) {
        disk->gathered_at = (uint64_t)offset;
    }
    memcpy(disk->gathered + disk->gathered_size, bytes, count);
    disk->gathered_size += count;
    return SQLITE_OK;
}

/* ---- the log, as it was found ---- */

static bool log_header_is_right(const uint8_t header[LOG_HEADER_SIZE], LogSum *sum) {
    *sum = (LogSum){.big_end = (header[3] & 1) != 0};
    log_sum_add(sum, header, SALTS_AT + SALTS_SIZE);
    return log_sum_is(sum, header + SALTS_AT + SALTS_SIZE);
}

static bool frames_are_right(sqlite3_file *log, const uint8_t header[LOG_HEADER_SIZE], LogSum sum,
                             uint64_t end) {
    uint8_t frame[FRAME_SIZE];
    for (uint64_t at = LOG_HEADER_SIZE; at < end; at += sizeof frame) {
        if (log->pMethods->xRead(log, frame, sizeof frame, (sqlite3_int64)at) != SQLITE_OK ||
            memcmp(frame + FRAME_SALTS_AT, header + SALTS_AT, SALTS_SIZE) != 0) {
            return false;
        }
        log_sum_add(&sum, frame, FRAME_SALTS_AT);
        log_sum_add(&sum, frame + FRAME_HEADER_SIZE, PAGE_SIZE);
        if (!log_sum_is(&sum, frame + FRAME_SALTS_AT + SALTS_SIZE)) {
            return false;
        }
    }
    return true;
}

/* False: what was durable in this very log is not right any more. */
static bool log_keeps_its_word(sqlite3_file *log, const uint8_t salts[SALTS_SIZE], uint64_t end) {
    uint8_t header[LOG_HEADER_SIZE];
    uint8_t first[FRAME_HEADER_SIZE];
    LogSum sum;
    if (log->pMethods->xRead(log, header, sizeof header, 0) != SQLITE_OK) {
        return true; /* no log: its pages are in the database */
    }
    if (log_header_is_right(header, &sum)) {
        bool same_log = memcmp(header + SALTS_AT, salts, SALTS_SIZE) == 0;
        return !same_log || frames_are_right(log, header, sum, end);
    }
    return log->pMethods->xRead(log, first, sizeof first, LOG_HEADER_SIZE) != SQLITE_OK ||
           memcmp(first + FRAME_SALTS_AT, salts, SALTS_SIZE) != 0;
}

static void log_check(CheckedDisk *disk, sqlite3_file *log) {
    bool damaged = true;
    uint64_t before = 0;
    for (int look = 0; damaged && look < TIP_LOOKS_MAX; look++) {
        uint8_t salts[SALTS_SIZE];
        uint64_t end = 0;
        if (!tip_read(disk, salts, &end) || end == 0) {
            damaged = false;
        } else {
            damaged = !log_keeps_its_word(log, salts, end);
            look = end == before ? TIP_LOOKS_MAX : look;
            before = end;
        }
    }
    disk->log_damaged = disk->log_damaged || damaged;
}

/* ---- files ---- */

static int file_close(sqlite3_file *base) {
    if (((CheckedFile *)base)->is_log) {
        (void)gather_flush(disk_of(base), below(base)); /* of a transaction that never ended */
        gather_stop(disk_of(base));
        disk_of(base)->log = NULL;
        tip_close(disk_of(base));
    }
    return below(base)->pMethods->xClose(below(base));
}

/* Page 1 says whether the ends of pages are ours: a database of before has its own bytes there. */
static bool is_checked(sqlite3_file *base, const uint8_t *page, sqlite3_int64 offset) {
    CheckedDisk *disk = disk_of(base);
    uint8_t reserve = offset == 0 ? page[RESERVE_AT] : 0;
    if (offset != 0 && !disk->is_reserved && /* page 1 was read from the log so far */
        below(base)->pMethods->xRead(below(base), &reserve, 1, RESERVE_AT) != SQLITE_OK) {
        return false;
    }
    disk->is_reserved = disk->is_reserved || reserve == CHECKED_RESERVE_SIZE;
    return disk->is_reserved;
}

/* Before anything but a write meets the file. */
static int settle(sqlite3_file *base) {
    return ((CheckedFile *)base)->is_log ? gather_flush(disk_of(base), below(base)) : SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int size, sqlite3_int64 offset) {
    int settled = settle(base);
    if (settled != SQLITE_OK) {
        return settled;
    }
    int code = below(base)->pMethods->xRead(below(base), out, size, offset);
    CheckedDisk *disk = disk_of(base);
    if (code != SQLITE_OK || ((CheckedFile *)base)->is_log || size != PAGE_SIZE ||
        !is_checked(base, out, offset)) {
        return code;
    }
    uint8_t *stamp = (uint8_t *)out + PAGE_SIZE - CHECKED_RESERVE_SIZE;
    uint64_t sum = 0;
    memcpy(&sum, stamp, sizeof sum);
    bool right = sum == 0 || sum == sum_of(out, PAGE_SIZE - CHECKED_RESERVE_SIZE);
    if (!right && disk->bad_page == 0) {
        disk->bad_page = (uint64_t)offset / PAGE_SIZE + 1;
    }
    memset(stamp, 0, CHECKED_RESERVE_SIZE); /* so that the log never holds an old stamp */
    return code;
}

static int log_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset) {
    CheckedDisk *disk = disk_of(base);
    if ((uint64_t)offset < disk->tip_end || offset == 0) {
        int code = tip_lower(disk, (uint64_t)offset);
        if (code != SQLITE_OK) {
            return code;
        }
    }
    int code = gather_write(disk, below(base), bytes, size, offset);
    if (code == SQLITE_OK) {
        disk->log_end = (uint64_t)offset + (uint64_t)size;
    }
    return code;
}

static int file_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset) {
    if (((CheckedFile *)base)->is_log) {
        return log_write(base, bytes, size, offset);
    }
    uint8_t page[PAGE_SIZE];
    if (size != PAGE_SIZE || !is_checked(base, bytes, offset)) {
        return below(base)->pMethods->xWrite(below(base), bytes, size, offset);
    }
    memcpy(page, bytes, PAGE_SIZE);
    uint64_t sum = sum_of(page, PAGE_SIZE - CHECKED_RESERVE_SIZE);
    memcpy(page + PAGE_SIZE - CHECKED_RESERVE_SIZE, &sum, sizeof sum);
    return below(base)->pMethods->xWrite(below(base), page, size, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    if (((CheckedFile *)base)->is_log) {
        int code = settle(base);
        code = code == SQLITE_OK ? tip_lower(disk_of(base), (uint64_t)size) : code;
        if (code != SQLITE_OK) {
            return code;
        }
        disk_of(base)->log_end = (uint64_t)size;
    }
    return below(base)->pMethods->xTruncate(below(base), size);
}

static int file_sync(sqlite3_file *base, int flags) {
    int code = settle(base);
    code = code == SQLITE_OK ? below(base)->pMethods->xSync(below(base), flags) : code;
    if (code == SQLITE_OK && ((CheckedFile *)base)->is_log) {
        tip_raise(disk_of(base), below(base));
    }
    return code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    int code = settle(base);
    return code == SQLITE_OK ? below(base)->pMethods->xFileSize(below(base), size) : code;
}

static int file_lock(sqlite3_file *base, int level) {
    return below(base)->pMethods->xLock(below(base), level);
}

static int file_unlock(sqlite3_file *base, int level) {
    return below(base)->pMethods->xUnlock(below(base), level);
}

static int file_check_lock(sqlite3_file *base, int *locked) {
    return below(base)->pMethods->xCheckReservedLock(below(base), locked);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    return below(base)->pMethods->xFileControl(below(base), operation, argument);
}

static int file_sector_size(sqlite3_file *base) {
    return below(base)->pMethods->xSectorSize(below(base));
}

static int file_characteristics(sqlite3_file *base) {
    return below(base)->pMethods->xDeviceCharacteristics(below(base));
}

static int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out) {
    return below(base)->pMethods->xShmMap(below(base), region, size, extend, out);
}

/* Invariant 4. SQLite asks the database's file, not the log's. */
static void turn_ends(CheckedDisk *disk) {
    if (disk->log != NULL) {
        (void)gather_flush(disk, disk->log); /* of a transaction that was rolled back */
        disk->log_end = 0;
    }
}

static int shm_lock(sqlite3_file *base, int offset, int count, int flags) {
    if (offset == WRITE_LOCK && (flags & SQLITE_SHM_UNLOCK) != 0) {
        turn_ends(disk_of(base));
    }
    return below(base)->pMethods->xShmLock(below(base), offset, count, flags);
}

static void shm_barrier(sqlite3_file *base) {
    below(base)->pMethods->xShmBarrier(below(base));
}

static int shm_unmap(sqlite3_file *base, int remove) {
    return below(base)->pMethods->xShmUnmap(below(base), remove);
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2, /* no mapped pages: those would be read unseen */
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

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
                    int *out_flags) {
    CheckedDisk *disk = vfs->pAppData;
    if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0 || name == NULL) {
        return disk->under->xOpen(disk->under, name, base, flags, out_flags);
    }
    CheckedFile *file = (CheckedFile *)base;
    *file = (CheckedFile){.disk = disk, .is_log = (flags & SQLITE_OPEN_WAL) != 0};
    int code = disk->under->xOpen(disk->under, name, below(base), flags, out_flags);
    if (code != SQLITE_OK) {
        return code;
    }
    base->pMethods = &METHODS;
    if (file->is_log) {
        disk->log = below(base);
        disk->log_end = 0;
        disk->tip_end = UINT64_MAX; /* not known before it was read */
        gather_start(disk);
        tip_open(disk, name);
        log_check(disk, below(base));
    }
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    CheckedDisk *disk = vfs->pAppData;
    if (str8_ends_with(str8_from(name), STR8("-wal")) && disk->tip_name[0] != '\0') {
        (void)disk->under->xDelete(disk->under, disk->tip_name, 0);
    }
    return disk->under->xDelete(disk->under, name, sync_folder);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xAccess(disk->under, name, flags, result);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xFullPathname(disk->under, name, size, out);
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xRandomness(disk->under, size, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xSleep(disk->under, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *now) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xCurrentTime(disk->under, now);
}

static int vfs_time_ms(sqlite3_vfs *vfs, sqlite3_int64 *now) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xCurrentTimeInt64(disk->under, now);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out) {
    CheckedDisk *disk = vfs->pAppData;
    return disk->under->xGetLastError(disk->under, size, out);
}

bool checked_disk_start(CheckedDisk *disk, const char *under) {
    sqlite3_vfs *found = sqlite3_vfs_find(under);
    if (found == NULL) {
        return false;
    }
    *disk = (CheckedDisk){.under = found};
    Str8Builder name = builder_make(disk->name, sizeof disk->name);
    builder_format(&name, "foyer-%p", (void *)disk);
    disk->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(CheckedFile) + found->szOsFile,
        .mxPathname = found->mxPathname,
        .zName = disk->name,
        .pAppData = disk,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time_ms,
    };
    return sqlite3_vfs_register(&disk->vfs, 0) == SQLITE_OK;
}

void checked_disk_stop(CheckedDisk *disk) {
    if (disk->under != NULL) {
        (void)sqlite3_vfs_unregister(&disk->vfs);
        disk->under = NULL;
    }
}
