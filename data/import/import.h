#ifndef FOYER_DATA_IMPORT_IMPORT_H
#define FOYER_DATA_IMPORT_IMPORT_H

#include "data/import/calendar.h"
#include "data/import/channels_csv.h"
#include "data/import/guides_csv.h"
#include "data/import/report.h"
#include "data/import/roster.h"
#include "data/import/service_set.h"
#include "data/store/import_store.h"

/*
 * Import: files -> rows -> households, events and services -> one transaction.
 * 1. Everything is parsed and checked before the store is touched.
 * 2. Rows that cannot be right are refused one by one; a file that cannot be right refuses all.
 * 3. While anything of a source was refused, nothing of it counts as gone: a slip of the pen must
 *    not delete a family.
 * 4. Events that are over are history: they are never gone.
 */
enum {
    IMPORT_PATHS_MAX = 32,
    IMPORT_PARTS_MAX = 64,         /* rosters and calendars of one run */
    IMPORT_ARENA_SIZE = 1 << 20,   /* a good block for the arena below */
    IMPORT_ARENA_MAX = 1024 << 20, /* a run needs at most so much memory */
};

typedef enum {
    IMPORT_AUTO, /* from the content */
    IMPORT_ONEROSTER,
    IMPORT_ICS,
    IMPORT_FAMILIES,
    IMPORT_EVENTS,
    IMPORT_HSDS,
    IMPORT_PEOPLE,
    IMPORT_CHANNELS,
    IMPORT_GUIDES,
    IMPORT_PLAN, /* the floor plan: an SVG, or an empty file that takes it away */
    IMPORT_KIND_COUNT,
} ImportKind;

/** "oneroster", "ics", "families", "events", "hsds", "people", "channels", "guides", "plan";
 * not IMPORT_AUTO. */
Str8 import_kind_name(ImportKind kind);
bool import_kind_parse(Str8 text, ImportKind *kind);

/** One file of a run; what a table of the run shows. */
typedef struct {
    Str8 name;
    ImportKind kind;
    uint8_t digest[IMPORT_DIGEST_SIZE];
    size_t households;
    size_t events;
    size_t services; /* people too */
    size_t channels;
    size_t guides;
} ImportFile;

/** What parsing needs beside the files; as in CalendarContext. */
typedef struct {
    Zone *zone;
    int64_t now_utc_ms;
    Str8 language;
    bool us_dates;
} ImportContext;

/** The bytes of a run, each with its type, not yet parsed. */
typedef struct {
    Arena *arena;
    Source *sources;
    size_t sources_count;
    ImportKind as;
} ImportInput;

/** Everything parsed. Lives in the input's arena, which holds names: wipe it. */
typedef struct {
    Report report;
    ImportFile files[IMPORT_PARTS_MAX];
    size_t files_count;
    Roster rosters[IMPORT_PARTS_MAX];
    size_t rosters_count;
    Calendar calendars[IMPORT_PARTS_MAX];
    size_t calendars_count;
    ServiceSet services[IMPORT_PARTS_MAX];
    size_t services_count;
    ChannelSet channels; /* count 0 = no such file */
    GuideSet guides;     /* the same */
    bool has_plan;
    Str8 plan;        /* checked; empty = there shall be none */
    Str8 school_name; /* that a roster tells; else empty */
} ImportBatch;

/** What changes, of one sort of thing. */
typedef struct {
    size_t added;
    size_t changed;
    size_t same;
    size_t gone;
    size_t kept; /* absent, and kept all the same: invariants 3 and 4 */
} ImportChanges;

typedef struct {
    ImportChanges households;
    ImportChanges events;
    ImportChanges services;
    ImportChanges channels;
    ImportChanges guides;
    ImportChanges plans; /* one at the most */
} ImportDiff;

/** Told while it works: `what` ("sealing households"), `done` of `total`. */
typedef struct {
    void (*step)(void *context, const char *what, size_t done, size_t total);
    void *context;
} ImportProgress;

/** A run that writes: its moment, randomness for its id, and who is told. */
typedef struct {
    int64_t now_utc_ms;
    RandomPort random;
    ImportProgress progress;
} ImportRun;

/**
 * Read all paths into memory.
 * @param input  [out] set only on ERR_OK
 * @return ERR_OK or what source_read returned for the first that fails
 */
ErrCode import_open(Arena *arena, const char *const *paths, size_t paths_count, ImportKind as,
                    ImportInput *input, Err *err) MUST_USE;

/** The zone that a calendar of the input names for itself, as an IANA name; empty when none does.
 */
Str8 import_zone_hint(const ImportInput *input);

/**
 * Parse.
 * @param batch  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT, ERR_NO_MEMORY, ERR_INTERNAL
 */
ErrCode import_parse(const ImportInput *input, const ImportContext *context, ImportBatch *batch,
                     Err *err) MUST_USE;

/** What a write would do, by doing it and taking it back (households are only compared). */
ErrCode import_dry_run(Store *store, ImportBatch *batch, int64_t now_utc_ms, ImportDiff *diff,
                       Err *err) MUST_USE;

/**
 * Write everything in one transaction, or nothing. A batch that changes nothing writes nothing.
 *
 * @param diff  [out] set only on ERR_OK: what was done
 */
ErrCode import_write(Store *store, ImportBatch *batch, const ImportRun *import, ImportDiff *diff,
                     Err *err) MUST_USE;

bool import_diff_is_empty(const ImportDiff *diff);

#endif
