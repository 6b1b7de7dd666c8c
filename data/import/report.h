#ifndef FOYER_DATA_IMPORT_REPORT_H
#define FOYER_DATA_IMPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/err.h"
#include "data/base/str8.h"

enum {
    REPORT_REFUSED_MAX = 200, /* listed; more are counted */
    REPORT_NOTES_MAX = 64,
};

/** A row that was left out, for a secretary: where it stands and why. Never the value itself. */
typedef struct {
    Str8 file;
    size_t row;  /* as a spreadsheet or editor numbers it, from 1; 0 = the whole file */
    Str8 column; /* its header; empty = the whole row */
    Str8 reason;
} Refused;

/** What an import found, beside what it did. Everything lives in the arena it was made with. */
typedef struct {
    Arena *arena;
    Refused *refused; /* the first REPORT_REFUSED_MAX */
    size_t refused_listed;
    size_t refused_count;
    Str8 notes[REPORT_NOTES_MAX]; /* whole sentences that are no refusal */
    size_t notes_count;
} Report;

Report report_make(Arena *arena);

/** Borrows all texts; they live as long as the arena (str8_format(report->arena, ...)). */
void report_refuse(Report *report, Str8 file, size_t row, Str8 column, Str8 reason);

/**
 * None of the rows of `file` could be taken: sets `err` to where and why for the first of them.
 * @return ERR_INVALID
 */
ErrCode report_all_refused(const Report *report, Str8 file, Err *err);

/** Borrows. Dropped past REPORT_NOTES_MAX. */
void report_note(Report *report, Str8 note);

#endif
