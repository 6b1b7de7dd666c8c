#ifndef FOYER_KIOSK_HEADLESS_COMMAND_H
#define FOYER_KIOSK_HEADLESS_COMMAND_H

#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/ui/input.h"

/* The drive language: one command a line, `#` begins a comment (DESIGN.md section 1). */

enum { COMMAND_LINE_MAX = 2000 };

typedef enum {
    COMMAND_NOTHING, /* an empty line or a comment */
    COMMAND_TAP,     /* KEY or "label" */
    COMMAND_TYPE,    /* "text" on the physical keyboard */
    COMMAND_KEYS,    /* "text" on the on-screen keyboard or keypad */
    COMMAND_SCAN,    /* "payload" */
    COMMAND_PRESS,   /* key name */
    COMMAND_LANG,    /* tag */
    COMMAND_NOW,     /* RFC 3339 */
    COMMAND_WAIT,    /* 1500ms, 2s */
    COMMAND_EXPECT,  /* KEY or "text" */
    COMMAND_ABSENT,  /* KEY or "text" */
    COMMAND_VALUE,   /* KEY: prints it; KEY "text": must be it */
    COMMAND_SHOT,    /* FILE */
    COMMAND_TREE,    /* [FILE] */
    COMMAND_SAY,
    COMMAND_RESTART,
    COMMAND_OFFLINE,
    COMMAND_ONLINE,
    COMMAND_MEASURE,  /* taps, screens and time count from here */
    COMMAND_MEASURED, /* and no more from here */
} CommandKind;

typedef struct {
    CommandKind kind;
    Str8 word;   /* key path, file, tag, key name; empty when quoted */
    Str8 quoted; /* the text in quotes, escapes undone */
    bool is_quoted;
    int64_t number; /* WAIT: ms; NOW: UTC ms; PRESS: UiKey or COMMAND_KEY_BACKSPACE */
} Command;

enum { COMMAND_KEY_BACKSPACE = 100 };

/**
 * Read one line. Strings live in `arena`.
 * Quoted text knows \" \\ \n \t and \u{1F600}.
 * @return ERR_OK, ERR_INVALID with what was wrong, ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode command_parse(Arena *arena, Str8 line, Command *command, Err *err);

#endif
