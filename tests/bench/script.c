#include "tests/bench/script.h"

#include "data/files/files.h"

enum { SCRIPT_BYTES_MAX = 64 << 10, SCRIPT_ARENA_MAX = 1 << 20 };

ErrCode script_open(Script *script, const char *folder, const char *name, Err *err) {
    *script = (Script){.arena = arena_make(SCRIPT_BYTES_MAX, SCRIPT_ARENA_MAX), .name = name};
    const char *path = str8_format(&script->arena, "%s/%s.drive", folder, name).ptr;
    return path != NULL ? files_read(&script->arena, path, SCRIPT_BYTES_MAX, &script->text, err)
                        : err_set(err, ERR_NO_MEMORY, "no memory for a script");
}

void script_close(Script *script) {
    arena_free(&script->arena);
}

ErrCode script_run(Script *script, Headless *headless, Pace pace, DriveReport *report, Err *err) {
    Str8 rest = script->text;
    *report = drive_report_make(pace, headless_now_utc_ms(headless));
    for (int number = 1; rest.len > 0; number++) {
        Command command;
        ArenaMark mark = arena_mark(&script->arena);
        Str8 line = str8_cut(rest, '\n', &rest);
        ErrCode code = command_parse(&script->arena, line, &command, err);
        if (code == ERR_OK) {
            code = drive_run(headless, report, &command, stderr, err);
        }
        arena_rewind(&script->arena, mark);
        if (code != ERR_OK) {
            return err_wrap(err, code, "%s.drive:%d", script->name, number);
        }
    }
    return ERR_OK;
}
