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

void report_note(Report *report, Str8 note) {
    if (report->notes_count < REPORT_NOTES_MAX) {
        report->notes[report->notes_count++] = note;
    }
}
