#ifndef FOYER_DATA_IMPORT_NEEDS_H
#define FOYER_DATA_IMPORT_NEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/err.h"
#include "data/base/str8.h"
#include "data/domain/service.h"

/*
 * What families come for, read from how a city describes its services. The rules are text that a
 * counselor can read and extend: assets/needs (its README.md says how); they are compiled in.
 */
enum {
    NEEDS_OF_SERVICE_MAX = 4,    /* the strongest: a church with a pantry is not under everything */
    NEED_TERMS_MAX = 400,        /* of one service; more are ignored */
    NEED_TERM_BYTES_MAX = 512,   /* of a term's or attribute's name; more is ignored */
    NEED_TEXT_BYTES_MAX = 16384, /* of a description; more is ignored */
    NEED_RULES_MAX = 4000,       /* of the whole table */
    NEED_FILE_BYTES_MAX = 1 << 20,
};

/** A taxonomy term of a service: its code ("BD-1800.2000"), its name, or both. */
typedef struct {
    Str8 code;
    Str8 name;
} NeedTerm;

/** What is known of a service when it is imported. All borrowed; anything may be empty. */
typedef struct {
    const NeedTerm *terms; /* of the service (HSDS 3: its attributes' terms) and of its program */
    size_t terms_count;
    const Str8 *attributes; /* HSDS 3: values of attributes that have no term */
    size_t attributes_count;
    Str8 name;
    Str8 alternate;
    Str8 organization;
    Str8 description;
    Str8 eligibility;
} NeedEvidence;

/** The rules, read. Belongs to the arena it was opened in; any number of threads may ask it. */
typedef struct NeedTable NeedTable;

/** One file of rules. */
typedef struct {
    Str8 name; /* for messages */
    Str8 bytes;
} NeedFile;

/**
 * Read the rules that are part of the program.
 * @param table  [out] set only on ERR_OK
 * @return ERR_OK, ERR_NO_MEMORY
 */
MUST_USE ErrCode need_table_open(Arena *arena, const NeedTable **table, Err *err);

/**
 * The same for other files; a message names file and line.
 * @param files  borrowed as long as the table
 * @param table  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID (not a rule, no such need, the same rule twice), ERR_LIMIT,
 *         ERR_NO_MEMORY
 */
MUST_USE ErrCode need_table_parse(Arena *arena, const NeedFile *files, size_t files_count,
                                  const NeedTable **table, Err *err);

/**
 * The needs of a service, at most NEEDS_OF_SERVICE_MAX bits of 1 << Need; 1 << NEED_MORE when
 * nothing is said. Never 0. Pure; the order of terms and attributes does not matter.
 */
uint32_t needs_of(const NeedTable *table, const NeedEvidence *evidence);

#endif
