#include "data/import/report.h"

Report report_make(Arena *arena) {
    return (Report){.arena = arena, .refused = ARENA_ARRAY(arena, Refused, REPORT_REFUSED_MAX)};
}

void report_refuse(Report *report, Str8 file, size_t row, Str8 column, Str8 reason) {
    report->refused_count++;
    if (report->refused != NULL && report->refused_listed < REPORT_REFUSED_MAX) {
        report->refused[report->refused_listed++] =
            (Refused){.file = file, .row = row, .column = column, .reason = reason};
    }
}

ErrCode report_all_refused(const Report *report, Str8 file, Err *err) {
    for (size_t i = 0; i < report->refused_listed; i++) {
        const Refused *refused = &report->refused[i];
        if (str8_equal(refused->file, file)) {
            return err_set(err, ERR_INVALID,
                           "%.*s has no row that could be read (%zu refused; first row %zu%s%.*s: "
                           "%.*s)",
                           STR8_ARG(file), report->refused_count, refused->row,
                           refused->column.len > 0 ? ", column " : "", STR8_ARG(refused->column),
                           STR8_ARG(refused->reason));
        }
    }
    return err_set(err, ERR_INVALID, "%.*s has no rows", STR8_ARG(file));
}

void report_note(Report *report, Str8 note) {
    if (report->notes_count < REPORT_NOTES_MAX) {
        report->notes[report->notes_count++] = note;
    }
}
