/*
 * foyer-drive: the kiosk without a window, driven by a script.
 * The kiosk runs in a child process, so that `restart` is a real kill -9 and a new start. The
 * parent reads the script, hands over one line at a time and keeps what was measured.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "data/site/site.h"
#include "kiosk/headless/drive.h"
#include "kiosk/platform/assets.h"

typedef struct {
    HeadlessOptions kiosk;
    const char *script; /* NULL = standard input */
    const char *report;
    bool human;
    uint64_t seed;
} Options;

typedef struct {
    ErrCode code;
    char text[ERR_TEXT_MAX];
    DriveReport report;
} Answer;

typedef struct {
    pid_t pid;
    int socket;
} Child;

static const char USAGE[] =
    "usage: foyer-drive [--data DIR] [--size WxH] [--lang TAG] [--now RFC3339] [--pace human]\n"
    "                   [--seed N] [--report FILE] [--assets DIR] [SCRIPT]\n"
    "Drives the kiosk without a window. SCRIPT (or standard input) has one command a line:\n"
    "  tap KEY|\"label\"   type \"text\"   keys \"text\"   scan \"payload\"   press Tab|Enter|...\n"
    "  lang TAG   now RFC3339   wait 1500ms   expect KEY|\"text\"   absent KEY|\"text\"\n"
    "  value KEY [\"text\"]   shot FILE.png   tree [FILE]   say   restart   offline   online\n"
    "  measure   measured   # taps, screens and time count between these two\n";

static bool send_all(int socket, const void *bytes, size_t size) {
    const char *p = bytes;
    while (size > 0) {
        ssize_t sent = send(socket, p, size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        p += sent;
        size -= (size_t)sent;
    }
    return true;
}

static bool receive_all(int socket, void *bytes, size_t size) {
    char *p = bytes;
    while (size > 0) {
        ssize_t got = recv(socket, p, size, 0);
        if (got <= 0) {
            return false;
        }
        p += got;
        size -= (size_t)got;
    }
    return true;
}

static void answer_line(Headless *headless, Arena *arena, Str8 line, Answer *answer) {
    Command command;
    Err err = {0};
    answer->code = command_parse(arena, line, &command, &err);
    if (answer->code == ERR_OK) {
        answer->code = drive_run(headless, &answer->report, &command, stdout, &err);
    }
    memcpy(answer->text, err.text, sizeof answer->text);
    (void)fflush(stdout);
}

/* The child: opens the kiosk, says so, then one answer a line. Ends when the parent does. */
static void serve(int socket, const Options *options, const DriveReport *report) {
    static Answer answer;
    static char line[COMMAND_LINE_MAX + 1];
    Headless *headless = NULL;
    Err err = {0};
    uint32_t size = 0;
    Arena arena = arena_make(4096, 1 << 20);
    HeadlessOptions kiosk = options->kiosk;
    kiosk.press = &PRESS;
    kiosk.now_utc_ms = report->utc_ms;
    kiosk.mono_ms = report->mono_ms;
    answer.report = *report;
    answer.code = headless_open(&kiosk, &headless, &err);
    memcpy(answer.text, err.text, sizeof answer.text);
    if (!send_all(socket, &answer, sizeof answer) || answer.code != ERR_OK) {
        return;
    }
    while (receive_all(socket, &size, sizeof size) && size <= COMMAND_LINE_MAX &&
           receive_all(socket, line, size)) {
        arena_reset(&arena);
        answer_line(headless, &arena, (Str8){line, size}, &answer);
        if (!send_all(socket, &answer, sizeof answer)) {
            break;
        }
    }
    arena_free(&arena);
    headless_close(headless);
}

static bool child_start(const Options *options, Answer *answer, Child *child) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
        return false;
    }
    (void)fflush(NULL);
    child->pid = fork();
    if (child->pid == 0) {
        (void)close(pair[0]);
        serve(pair[1], options, &answer->report);
        exit(0);
    }
    (void)close(pair[1]);
    child->socket = pair[0];
    return child->pid > 0 && receive_all(child->socket, answer, sizeof *answer);
}

static void child_end(Child *child, bool kill_it) {
    if (kill_it) {
        (void)kill(child->pid, SIGKILL);
    }
    (void)close(child->socket);
    (void)waitpid(child->pid, NULL, 0);
}

static bool child_run(Child *child, Str8 line, Answer *answer) {
    uint32_t size = (uint32_t)line.len;
    return send_all(child->socket, &size, sizeof size) &&
           send_all(child->socket, line.ptr, line.len) &&
           receive_all(child->socket, answer, sizeof *answer);
}

static bool is_restart(Str8 line) {
    Str8 rest;
    return str8_equal(str8_trim(str8_cut(line, '#', &rest)), STR8("restart"));
}

static bool run_line(const Options *options, Child *child, Str8 line, Answer *answer) {
    if (!is_restart(line)) {
        return child_run(child, line, answer);
    }
    child_end(child, true);
    return child_start(options, answer, child);
}

static int run_script(const Options *options, FILE *script, const char *name) {
    static Answer answer;
    char line[COMMAND_LINE_MAX + 2];
    Child child;
    int status = 0;
    answer.report = drive_report_make(options->human ? pace_human(options->seed) : pace_machine(),
                                      options->kiosk.now_utc_ms);
    if (!child_start(options, &answer, &child) || answer.code != ERR_OK) {
        (void)fprintf(stderr, "foyer-drive: cannot start the kiosk: %s\n", answer.text);
        return 1;
    }
    for (int number = 1; status == 0 && fgets(line, sizeof line, script) != NULL; number++) {
        Str8 text = str8_trim(str8_from(line));
        bool alive = run_line(options, &child, text, &answer);
        if (!alive || answer.code != ERR_OK) {
            (void)fprintf(stderr, "%s:%d: %.*s: %s\n", name, number, STR8_ARG(text),
                          alive ? answer.text : "the kiosk ended unexpectedly");
            status = 1;
        }
    }
    child_end(&child, false);
    Err err = {0};
    if (options->report != NULL &&
        drive_report_write(&answer.report, options->report, &err) != ERR_OK) {
        (void)fprintf(stderr, "foyer-drive: %s\n", err.text);
        status = 1;
    }
    return status;
}

static bool parse_size(const char *text, int *width, int *height) {
    Str8 rest;
    int64_t w = 0;
    int64_t h = 0;
    Str8 first = str8_cut(str8_from(text), 'x', &rest);
    if (!str8_to_int(first, &w) || !str8_to_int(rest, &h) || w < 320 || h < 320 || w > 8192 ||
        h > 8192) {
        return false;
    }
    *width = (int)w;
    *height = (int)h;
    return true;
}

static bool parse_option(int option, const char *value, Options *options) {
    int64_t seed = 0;
    switch (option) {
    case 'd':
        options->kiosk.data = value;
        return true;
    case 'a':
        options->kiosk.assets = value;
        return true;
    case 's':
        return parse_size(value, &options->kiosk.width_px, &options->kiosk.height_px);
    case 'l':
        options->kiosk.language = str8_from(value);
        return true;
    case 'n':
        return rfc3339_parse(str8_from(value), &options->kiosk.now_utc_ms);
    case 'p':
        options->human = strcmp(value, "human") == 0;
        return options->human;
    case 'e':
        if (!str8_to_int(str8_from(value), &seed)) {
            return false;
        }
        options->seed = (uint64_t)seed;
        return true;
    case 'r':
        options->report = value;
        return true;
    default:
        return false;
    }
}

static int parse_options(int argc, char **argv, Options *options) {
    static const struct option LONG[] = {
        {"data", required_argument, NULL, 'd'},
        {"assets", required_argument, NULL, 'a'},
        {"size", required_argument, NULL, 's'},
        {"lang", required_argument, NULL, 'l'},
        {"now", required_argument, NULL, 'n'},
        {"pace", required_argument, NULL, 'p'},
        {"seed", required_argument, NULL, 'e'},
        {"report", required_argument, NULL, 'r'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    for (int option = 0; (option = getopt_long(argc, argv, "", LONG, NULL)) != -1;) {
        if (option == 'h' || option == 'v') {
            (void)fputs(option == 'h' ? USAGE : "foyer-drive " FOYER_VERSION "\n", stdout);
            return 0;
        }
        if (!parse_option(option, optarg, options)) {
            (void)fputs(USAGE, stderr);
            return 2;
        }
    }
    if (argc - optind > 1) {
        (void)fputs(USAGE, stderr);
        return 2;
    }
    options->script = argc > optind ? argv[optind] : NULL;
    return -1;
}

int main(int argc, char **argv) {
    Arena arena = arena_make(FILES_PATH_MAX, 4 * FILES_PATH_MAX);
    Options options = {.kiosk = {.width_px = 1920, .height_px = 1080, .panel_width_mm = 476}};
    /* A Thursday in October, 17:52 in New York: the evening of the reference pictures. */
    bool parsed = rfc3339_parse(STR8("2025-10-16T17:52:00-04:00"), &options.kiosk.now_utc_ms);
    int status = parsed ? parse_options(argc, argv, &options) : 1;
    if (status >= 0) {
        return status;
    }
    options.kiosk.assets = assets_folder(&arena, options.kiosk.assets, getenv("FOYER_ASSETS"));
    options.kiosk.data = files_data_folder(&arena, options.kiosk.data, getenv("FOYER_DATA"),
                                           getenv("XDG_DATA_HOME"), getenv("HOME"));
    FILE *script = options.script != NULL ? fopen(options.script, "rb") : stdin;
    if (script == NULL || options.kiosk.data == NULL || options.kiosk.assets == NULL) {
        (void)fprintf(stderr, "foyer-drive: cannot read %s\n",
                      script == NULL               ? options.script
                      : options.kiosk.data == NULL ? "a data folder: give --data DIR"
                                                   : "the assets: give --assets DIR");
        return 1;
    }
    (void)umask(077);
    status = run_script(&options, script, options.script != NULL ? options.script : "stdin");
    (void)fclose(script);
    arena_free(&arena);
    return status;
}
