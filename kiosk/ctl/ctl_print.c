#include "kiosk/ctl/ctl_print.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/platform/assets.h"

enum { PAPER_BLOCK = 1 << 20, PAPER_MAX = 256 << 20 };

const char *ctl_trouble_words(PrintTrouble trouble) {
    static const char *const words[PRINT_TROUBLE_COUNT] = {
        [PRINT_TROUBLE_NONE] = "nothing is wrong",
        [PRINT_PAPER_OUT] = "the paper is out",
        [PRINT_COVER_OPEN] = "its cover is open",
        [PRINT_JAM] = "paper is stuck in it",
        [PRINT_INK_OUT] = "ink, toner or ribbon is out",
        [PRINT_PAUSED] = "somebody stopped it, or took the job back there",
        [PRINT_BUSY] = "it is busy and took no job in time",
        [PRINT_FAULT] = "it says that something is wrong with it",
        [PRINT_OFF] = "it cannot be reached: off, asleep, or another address",
        [PRINT_UNPLUGGED] = "it went away: see the plug and the cable",
        [PRINT_STALLED] = "it is there and does not answer",
        [PRINT_REFUSED] = "it refused the job: see its formats and its password",
        [PRINT_UNFIT] = "this document does not fit its paper",
        [PRINT_CANCELLED] = "it was called back",
        [PRINT_NO_PRINTER] = "no printer is configured",
    };
    return words[trouble];
}

Str8 ctl_printer_words(Arena *arena, PrinterStatus status) {
    switch (status.readiness) {
    case PRINTER_READY:
        return status.paper_low ? STR8("ready, paper low") : STR8("ready");
    case PRINTER_NOT_READY:
        return str8_format(arena, "not ready: %s", ctl_trouble_words(status.trouble));
    case PRINTER_UNKNOWN:
        break;
    }
    return STR8("unknown: it is there and says nothing about itself");
}

ErrCode ctl_printers_read(Ctl *ctl, PrinterConfig *config, Err *err) {
    SitePaths *paths = ARENA_NEW(ctl->arena, SitePaths);
    ErrCode code = paths != NULL ? site_paths(ctl->folder, paths, err)
                                 : err_set(err, ERR_NO_MEMORY, "no memory for paths");
    if (code != ERR_OK) {
        return code;
    }
    char *settings = realpath(paths->settings, NULL);
    const char *files[] = {PRINTER_CONFIG_SYSTEM_PATH, settings};
    code = printer_config_read(ctl->arena, files, settings != NULL ? 2 : 1, config, err);
    free(settings);
    return code;
}

/* ---- status ---- */

void ctl_printers_probe(Ctl *ctl, CtlPrinters *printers) {
    static const PrinterLimits limits = {
        .connect_ms = 1000, .status_ms = 500, .stall_ms = 500, .job_ms = 500};
    *printers = (CtlPrinters){.config = {.printers_count = 0}};
    Err err = {0};
    PrinterChain chain;
    ErrCode code = ctl_printers_read(ctl, &printers->config, &err);
    if (code == ERR_OK) {
        code = chain_open(ctl->arena, &printers->config, limits, system_clock_port(&ctl->clock),
                          &chain, &err);
    }
    if (code != ERR_OK) {
        printers->config.printers_count = 0;
        Str8Builder wrong = builder_make(printers->wrong, sizeof printers->wrong);
        builder_format(&wrong, "%s", err.text);
        return;
    }
    for (size_t i = 0; i < chain.printers_count; i++) {
        printers->status[i] = chain_probe(&chain, i);
    }
    chain_close(&chain);
}

static Str8 printer_name(const PrinterSettings *printer) {
    return printer->name.len > 0 ? printer->name : printer->uri;
}

void ctl_printers_print(Arena *arena, const CtlPrinters *printers) {
    if (printers->wrong[0] != '\0') {
        (void)printf("printer      none: %s\n", printers->wrong);
    } else if (printers->config.printers_count == 0) {
        (void)printf("printer      none\n");
    }
    for (size_t i = 0; i < printers->config.printers_count; i++) {
        Str8 name = printer_name(&printers->config.printers[i]);
        Str8 words = ctl_printer_words(arena, printers->status[i]);
        (void)printf("%s %.*s: %.*s\n", i == 0 ? "printer     " : "            ", STR8_ARG(name),
                     STR8_ARG(words));
    }
}

json_t *ctl_printers_json(const CtlPrinters *printers) {
    static const char *const readiness[] = {[PRINTER_READY] = "ready",
                                            [PRINTER_NOT_READY] = "not-ready",
                                            [PRINTER_UNKNOWN] = "unknown"};
    if (printers->wrong[0] != '\0') {
        return json_null();
    }
    json_t *array = json_array();
    for (size_t i = 0; array != NULL && i < printers->config.printers_count; i++) {
        const PrinterSettings *printer = &printers->config.printers[i];
        const PrinterStatus *status = &printers->status[i];
        (void)json_array_append_new(
            array, json_pack("{s:s%,s:s%,s:s,s:s,s:s,s:b}", "name",
                             printer->name.len > 0 ? printer->name.ptr : "", (int)printer->name.len,
                             "uri", printer->uri.ptr, (int)printer->uri.len, "paper",
                             printer_paper_name(printer->paper), "state",
                             readiness[status->readiness], "trouble",
                             print_trouble_name(status->trouble), "paper_low", status->paper_low));
    }
    return array;
}

/* ---- the press ---- */

bool ctl_press_open(Ctl *ctl, const School *school, CtlPress *press) {
    Err err = {0};
    *press = (CtlPress){.school = {.zone = STR8("UTC")}};
    press->school = school != NULL ? *school : press->school;
    const char *assets = assets_folder(ctl->arena, NULL, getenv("FOYER_ASSETS"));
    ErrCode code = ctl_printers_read(ctl, &press->config, &err);
    if (code == ERR_OK) {
        PressOptions options = {.assets = assets != NULL ? assets : "",
                                .zone = press->school.zone,
                                .config = &press->config,
                                .limits = printer_limits_default(),
                                .clock = system_clock_port(&ctl->clock)};
        code = press_new(&options, &press->press, &err);
    }
    if (code != ERR_OK) {
        (void)ctl_fail(ctl, &err, NULL);
        return false;
    }
    const Locale *english = locale_find(press_locales(press->press), STR8("en"));
    press->words = (PaperWords){.school = &press->school, .locale = english, .english = english};
    return true;
}

void ctl_press_close(CtlPress *press) {
    press_free(press->press);
    press->press = NULL;
}

/* ---- a document ---- */

static bool kind_named(const char *name, PaperKind *kind) {
    for (int i = 0; i < PAPER_KIND_COUNT; i++) {
        if (strcmp(name, printer_paper_name((PaperKind)i)) == 0) {
            *kind = (PaperKind)i;
            return true;
        }
    }
    return false;
}

bool ctl_paper_options_right(const Ctl *ctl, const CtlPaperOptions *options) {
    PaperKind kind;
    if ((options->pdf != NULL) == options->print) {
        (void)ctl_usage(ctl, "say where it goes: --pdf FILE or --print", "");
        return false;
    }
    if (options->paper != NULL && (options->print || !kind_named(options->paper, &kind))) {
        (void)ctl_usage(ctl,
                        options->print ? "the printer knows its paper: leave out --paper"
                                       : "paper is roll-58, roll-80, label-62, letter or a4, not ",
                        options->print ? "" : options->paper);
        return false;
    }
    return true;
}

static ErrCode write_file(const char *path, Str8 bytes, Err *err) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t written = 0;
    while (fd >= 0 && written < bytes.len) {
        ssize_t step = write(fd, bytes.ptr + written, bytes.len - written);
        if (step <= 0) {
            break;
        }
        written += (size_t)step;
    }
    bool good = fd >= 0 && written == bytes.len && fsync(fd) == 0;
    good = fd >= 0 && close(fd) == 0 && good;
    return good ? ERR_OK : err_set(err, ERR_IO, "could not write %s; check the folder", path);
}

typedef struct {
    const CtlPress *press;
    CtlPaperMake *make;
    void *context;
    Arena arena;
    Paper papers[PAPER_KIND_COUNT];
    Err err; /* of a layout that failed */
} Document;

static bool paper_for(void *context, PaperKind kind, const Paper **paper) {
    Document *document = context;
    *paper = &document->papers[kind];
    return document->make(document->context, document->press, &document->arena, kind,
                          &document->papers[kind], &document->err) == ERR_OK;
}

static int print_out(const Ctl *ctl, const CtlPress *press, Document *document) {
    if (press->config.printers_count == 0) {
        Err err = {0};
        (void)err_set(&err, ERR_NOT_FOUND, "no printer is configured");
        return ctl_fail(ctl, &err, "write one into foyer.conf, or use --pdf FILE");
    }
    ChainResult done =
        chain_send(press_chain(press->press), (PaperSource){paper_for, document}, NULL);
    Err err = {0};
    if (document->err.code != ERR_OK) {
        return ctl_fail(ctl, &document->err, NULL);
    }
    switch ((int)done.result.state) {
    case PRINT_PRINTED:
        (void)fprintf(stderr, "printed%s\n", done.result.paper_low ? "; paper is running low" : "");
        return EXIT_DONE;
    case PRINT_UNKNOWN:
        (void)fprintf(stderr, "sent; the printer does not tell whether it printed\n");
        return EXIT_DONE;
    default:
        (void)err_set(&err, ERR_IO, "not printed: %s", ctl_trouble_words(done.result.trouble));
        return ctl_fail(ctl, &err, NULL);
    }
}

int ctl_paper_out(Ctl *ctl, const CtlPress *press, const CtlPaperOptions *options,
                  CtlPaperMake *make, void *context) {
    Document document = {.press = press,
                         .make = make,
                         .context = context,
                         .arena = arena_make(PAPER_BLOCK, PAPER_MAX)};
    PaperKind kind = PAPER_LETTER;
    const Paper *paper = NULL;
    int exit_code = EXIT_DONE;
    if (options->print) {
        exit_code = print_out(ctl, press, &document);
    } else {
        if (options->paper != NULL) {
            (void)kind_named(options->paper, &kind);
        }
        if (!paper_for(&document, kind, &paper) ||
            write_file(options->pdf, paper->pdf, &document.err) != ERR_OK) {
            exit_code = ctl_fail(ctl, &document.err, NULL);
        }
    }
    arena_free(&document.arena);
    return exit_code;
}
