#include "kiosk/headless/drive.h"

#include <string.h>

#include "kiosk/headless/query.h"
#include "kiosk/ui/dump.h"
#include "kiosk/ui/tree.h"

enum { TREE_TEXT_MAX = 1 << 20, MONO_START_MS = 1000000, SCRATCH_MAX = 4 << 20 };

DriveReport drive_report_make(Pace pace, int64_t utc_ms) {
    return (DriveReport){.pace = pace, .mono_ms = MONO_START_MS, .utc_ms = utc_ms};
}

double drive_report_seconds(const DriveReport *report) {
    return report->first_touch_mono_ms == 0
               ? 0
               : (double)(report->last_screen_mono_ms - report->first_touch_mono_ms) / 1000.0;
}

static ScreenId screen_of(const Headless *headless) {
    return kiosk_state(headless_kiosk_const(headless))->session.screen;
}

static void note_turn(Headless *headless, DriveReport *report, HeadlessTurn turn) {
    if (report->resting) {
        return;
    }
    if (report->turns_count < DRIVE_TURNS_MAX) {
        report->response_ms[report->turns_count] = (float)turn.response_ms;
        report->allocations[report->turns_count++] = (uint32_t)turn.allocations;
    }
    if (turn.screen_changed && screen_of(headless) != SCREEN_HOME) {
        report->screens++;
        report->last_screen_mono_ms = headless_mono_ms(headless);
    }
}

/* Screens that say something back: a person reads before touching again. */
static bool is_confirmation(ScreenId screen) {
    return screen == SCREEN_HOUSEHOLD || screen == SCREEN_LEAVING || screen == SCREEN_THANKS ||
           screen == SCREEN_GOODBYE || screen == SCREEN_CARD;
}

static void pause_before(Headless *headless, DriveReport *report, PaceKind kind) {
    bool just_shown = report->last_screen_mono_ms == headless_mono_ms(headless);
    bool reads = just_shown && is_confirmation(screen_of(headless));
    if (report->resting) {
        headless_wait(headless, PACE_MACHINE_MS);
    } else if (report->first_touch_mono_ms == 0) {
        headless_wait(headless, PACE_MACHINE_MS);
        report->first_touch_mono_ms = headless_mono_ms(headless);
    } else {
        headless_wait(headless, pace_next_ms(&report->pace, kind, reads));
    }
}

static bool is_digit_key(const Node *node) {
    return str8_starts_with(node->path, STR8("sign-in/digit/"));
}

static void correct(Headless *headless, DriveReport *report, Str8 path) {
    const Node *node = tree_find_path(headless_tree(headless), path);
    if (node != NULL) {
        note_turn(headless, report, headless_tap(headless, node));
        pause_before(headless, report, PACE_KEY);
    }
}

/* A finger beside the target: a wrong digit that is taken back, or a touch that does nothing. */
static void miss(Headless *headless, DriveReport *report, const Node *node) {
    report->misses++;
    if (!is_digit_key(node)) {
        note_turn(headless, report, headless_slide_off(headless, node));
        pause_before(headless, report, PACE_KEY);
        return;
    }
    char wrong[] = "sign-in/digit/0";
    wrong[sizeof wrong - 2] = (char)('0' + pace_pick(&report->pace, 10));
    const Node *other = tree_find_path(headless_tree(headless), str8_from(wrong));
    note_turn(headless, report, headless_tap(headless, other));
    pause_before(headless, report, PACE_KEY);
    /* The last digit goes on by itself: first back to the number. */
    if (screen_of(headless) == SCREEN_LETTER) {
        correct(headless, report, STR8("furniture/back"));
    }
    correct(headless, report, STR8("sign-in/delete"));
}

static void tap(Headless *headless, DriveReport *report, Str8 path, const Node *node) {
    PaceKind kind = node->spec.role == ROLE_KEY ? PACE_KEY : PACE_DECISION;
    char kept[256];
    Str8Builder key = builder_make(kept, sizeof kept);
    builder_add(&key, path);
    pause_before(headless, report, kind);
    node = tree_find_path(headless_tree(headless), builder_text(&key));
    if (node != NULL && !report->resting && pace_misses(&report->pace)) {
        miss(headless, report, node);
        node = tree_find_path(headless_tree(headless), builder_text(&key));
    }
    if (node != NULL) {
        report->taps += report->resting ? 0 : 1;
        note_turn(headless, report, headless_tap(headless, node));
    }
}

/* The ways in which a script names a node: its key, what stands on it, or a part of that. */
static const Node *find_node(const Headless *headless, const Command *command) {
    const Node *root = headless_tree(headless);
    if (!command->is_quoted) {
        return tree_find_path(root, command->word);
    }
    const Node *exact = tree_find_label(root, command->quoted);
    return exact != NULL ? exact : query_find_containing(root, command->quoted);
}

static ErrCode not_found(const Headless *headless, const Command *command, Err *err) {
    Str8 wanted = command->is_quoted ? command->quoted : command->word;
    Str8 nearest[DUMP_NEAREST_MAX];
    char text[200];
    Str8Builder list = builder_make(text, sizeof text);
    size_t count = dump_nearest_paths(headless_tree(headless), wanted, nearest);
    for (size_t i = 0; i < count; i++) {
        builder_format(&list, "%s%.*s", i > 0 ? ", " : "", STR8_ARG(nearest[i]));
    }
    return err_set(err, ERR_NOT_FOUND, "not on the screen: %.*s; nearest: %s", STR8_ARG(wanted),
                   text);
}

static ErrCode run_tap(Headless *headless, DriveReport *report, const Command *command, Err *err) {
    const Node *node = find_node(headless, command);
    if (node == NULL) {
        return not_found(headless, command, err);
    }
    while (!node_is_interactive(node) && node->parent != NULL) {
        node = node->parent;
    }
    if (!node_is_interactive(node)) {
        return err_set(err, ERR_INVALID, "nothing to touch there");
    }
    tap(headless, report, node->path, node);
    return ERR_OK;
}

static ErrCode run_type(Headless *headless, DriveReport *report, Str8 text) {
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        pause_before(headless, report, PACE_KEY);
        note_turn(headless, report, headless_type(headless, code));
    }
    return ERR_OK;
}

/* Keys of a page that is not shown are reached as a person does: by the page's key. */
static ErrCode run_keys(Headless *headless, DriveReport *report, Str8 text, Err *err) {
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        (void)str8_next(text, &i);
        Str8 character = str8_slice(text, start, i);
        const Node *node = query_find_key(headless_tree(headless), character);
        for (size_t page = 0; node == NULL && page < query_page_keys_count(); page++) {
            const Node *turn = query_page_key(headless_tree(headless), page);
            if (turn != NULL) {
                tap(headless, report, turn->path, turn);
                node = query_find_key(headless_tree(headless), character);
            }
        }
        if (node == NULL) {
            return err_set(err, ERR_NOT_FOUND, "no key for \"%.*s\"", STR8_ARG(character));
        }
        tap(headless, report, node->path, node);
    }
    return ERR_OK;
}

static ErrCode run_expect(const Headless *headless, const Command *command, bool wanted, Err *err) {
    const Node *node = find_node(headless, command);
    Str8 what = command->is_quoted ? command->quoted : command->word;
    if (wanted && node == NULL) {
        return not_found(headless, command, err);
    }
    if (!wanted && node != NULL) {
        return err_set(err, ERR_CONFLICT, "is on the screen: %.*s (%.*s)", STR8_ARG(what),
                       STR8_ARG(node->path));
    }
    return ERR_OK;
}

static ErrCode run_value(const Headless *headless, const Command *command, FILE *out, Err *err) {
    const Node *node = tree_find_path(headless_tree(headless), command->word);
    if (node == NULL) {
        Command key = {.kind = COMMAND_VALUE, .word = command->word};
        return not_found(headless, &key, err);
    }
    if (!command->is_quoted) {
        (void)fprintf(out, "%.*s\n", STR8_ARG(node->spec.value));
        return ERR_OK;
    }
    return str8_equal(node->spec.value, command->quoted)
               ? ERR_OK
               : err_set(err, ERR_CONFLICT, "the value of %.*s is \"%.*s\"",
                         STR8_ARG(command->word), STR8_ARG(node->spec.value));
}

static ErrCode run_tree(const Headless *headless, const Command *command, FILE *out, Err *err) {
    Arena arena = arena_make(TREE_TEXT_MAX + 64, SCRATCH_MAX);
    Str8Builder text = builder_in(&arena, TREE_TEXT_MAX);
    SpeakWords words = query_speech_words(kiosk_locale(headless_kiosk_const(headless)));
    dump_json(&text, headless_tree(headless), &words);
    FILE *file = out;
    char *path = str8_to_c(&arena, command->word);
    ErrCode code = ERR_OK;
    if (command->word.len > 0) {
        file = fopen(path, "wb");
    }
    if (file == NULL || text.full || fwrite(text.buffer, 1, text.len, file) != text.len ||
        fputc('\n', file) == EOF) {
        code = err_set(err, ERR_IO, "cannot write the tree to %.*s", STR8_ARG(command->word));
    }
    if (file != NULL && file != out && fclose(file) != 0) {
        code = err_set(err, ERR_IO, "cannot write the tree to %.*s", STR8_ARG(command->word));
    }
    arena_free(&arena);
    return code;
}

static void run_say(const Headless *headless, FILE *out) {
    char text[8192];
    Str8Builder spoken = builder_make(text, sizeof text);
    SpeakWords words = query_speech_words(kiosk_locale(headless_kiosk_const(headless)));
    query_say_screen(&spoken, headless_tree(headless), &words);
    (void)fprintf(out, "%s\n", text);
}

static ErrCode run_press(Headless *headless, DriveReport *report, int64_t key) {
    pause_before(headless, report, PACE_KEY);
    note_turn(headless, report,
              key == COMMAND_KEY_BACKSPACE ? headless_backspace(headless)
                                           : headless_key(headless, (UiKey)key));
    return ERR_OK;
}

static ErrCode run_shot(Headless *headless, const Command *command, Err *err) {
    char path[COMMAND_LINE_MAX + 1];
    Str8Builder text = builder_make(path, sizeof path);
    builder_add(&text, command->word);
    headless_wait(headless, PACE_MACHINE_MS); /* motion comes to rest */
    return headless_shot(headless, path, err);
}

static void measure(DriveReport *report) {
    DriveReport fresh = drive_report_make(report->pace, report->utc_ms);
    fresh.mono_ms = report->mono_ms;
    *report = fresh;
}

static ErrCode run(Headless *headless, DriveReport *report, const Command *command, FILE *out,
                   Err *err) {
    switch (command->kind) {
    case COMMAND_TAP:
        return run_tap(headless, report, command, err);
    case COMMAND_TYPE:
        return run_type(headless, report, command->quoted);
    case COMMAND_KEYS:
        return run_keys(headless, report, command->quoted, err);
    case COMMAND_SCAN:
        pause_before(headless, report, PACE_DECISION);
        note_turn(headless, report, headless_scan(headless, command->quoted));
        return ERR_OK;
    case COMMAND_PRESS:
        return run_press(headless, report, command->number);
    case COMMAND_LANG:
        return headless_language(headless, command->word)
                   ? ERR_OK
                   : err_set(err, ERR_NOT_FOUND, "no such language: %.*s", STR8_ARG(command->word));
    case COMMAND_NOW:
        headless_set_now(headless, command->number);
        return ERR_OK;
    case COMMAND_WAIT:
        headless_wait(headless, command->number);
        return ERR_OK;
    case COMMAND_EXPECT:
        return run_expect(headless, command, true, err);
    case COMMAND_ABSENT:
        return run_expect(headless, command, false, err);
    case COMMAND_VALUE:
        return run_value(headless, command, out, err);
    case COMMAND_SHOT:
        return run_shot(headless, command, err);
    case COMMAND_TREE:
        return run_tree(headless, command, out, err);
    case COMMAND_SAY:
        run_say(headless, out);
        return ERR_OK;
    case COMMAND_MEASURE:
        measure(report);
        return ERR_OK;
    case COMMAND_MEASURED:
        report->resting = true;
        return ERR_OK;
    case COMMAND_NOTHING:
    case COMMAND_OFFLINE: /* nothing here waits for a network: the same path with and without */
    case COMMAND_ONLINE:
        return ERR_OK;
    case COMMAND_RESTART:
        break;
    }
    return err_set(err, ERR_INTERNAL, "restart is the driver's");
}

ErrCode drive_run(Headless *headless, DriveReport *report, const Command *command, FILE *out,
                  Err *err) {
    ErrCode code = run(headless, report, command, out, err);
    report->mono_ms = headless_mono_ms(headless);
    report->utc_ms = headless_now_utc_ms(headless);
    return code;
}

ErrCode drive_report_write(const DriveReport *report, const char *path, Err *err) {
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return err_set(err, ERR_IO, "cannot write the report %s", path);
    }
    (void)fprintf(file, "{\"taps\":%d,\"misses\":%d,\"screens\":%d,\"virtual_seconds\":%.3f",
                  report->taps, report->misses, report->screens, drive_report_seconds(report));
    (void)fprintf(file, ",\"response_ms\":[");
    for (size_t i = 0; i < report->turns_count; i++) {
        (void)fprintf(file, "%s%.3f", i > 0 ? "," : "", (double)report->response_ms[i]);
    }
    (void)fprintf(file, "],\"allocations\":[");
    for (size_t i = 0; i < report->turns_count; i++) {
        (void)fprintf(file, "%s%u", i > 0 ? "," : "", (unsigned)report->allocations[i]);
    }
    (void)fprintf(file, "]}\n");
    return fclose(file) == 0 ? ERR_OK : err_set(err, ERR_IO, "cannot write the report %s", path);
}
