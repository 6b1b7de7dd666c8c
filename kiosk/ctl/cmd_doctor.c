#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "data/store/school_store.h"
#include "kiosk/ctl/ctl_hub.h"
#include "kiosk/ctl/ctl_print.h"
#include "kiosk/paper/test_page.h"

enum { FREE_MB_LEAST = 200, FREE_MB_COMFORTABLE = 1000 };

typedef enum { CHECK_OK, CHECK_NOTE, CHECK_WRONG } CheckResult;

typedef struct {
    Ctl *ctl;
    bool no_print;
    int wrong;
} Doctor;

static void say(Doctor *doctor, CheckResult result, const char *what, Str8 words) {
    static const char *const marks[] = {
        [CHECK_OK] = "ok", [CHECK_NOTE] = "note", [CHECK_WRONG] = "WRONG"};
    doctor->wrong += result == CHECK_WRONG ? 1 : 0;
    (void)printf("%-6s %-12s %.*s\n", marks[result], what, STR8_ARG(words));
}

static void say_error(Doctor *doctor, const char *what, const Err *err) {
    say(doctor, CHECK_WRONG, what, str8_from(err->text));
}

static void check_disk(Doctor *doctor) {
    struct statvfs disk;
    if (statvfs(doctor->ctl->folder, &disk) != 0) {
        say(doctor, CHECK_WRONG, "disk", STR8("its free space cannot be read"));
        return;
    }
    long long free_mb = (long long)disk.f_bavail * (long long)disk.f_frsize / (1024 * 1024);
    Str8 words = str8_format(doctor->ctl->arena, "%lld MB free", free_mb);
    say(doctor,
        free_mb < FREE_MB_LEAST         ? CHECK_WRONG
        : free_mb < FREE_MB_COMFORTABLE ? CHECK_NOTE
                                        : CHECK_OK,
        "disk", words);
}

static void check_clock(Doctor *doctor, Store *store) {
    Err err = {0};
    Moment now = {0};
    if (ctl_now(doctor->ctl, store, &now, &err) != ERR_OK) {
        say_error(doctor, "clock", &err);
    } else {
        say(doctor, now.good ? CHECK_OK : CHECK_NOTE, "clock",
            now.good ? STR8("good") : STR8("nobody vouches for it: times are 'about'"));
    }
}

static void check_school(Doctor *doctor, Store *store, School *school, bool *known) {
    Err err = {0};
    ErrCode code = school_store_get(store, doctor->ctl->arena, school, &err);
    *known = code == ERR_OK;
    if (code == ERR_NOT_FOUND) {
        say(doctor, CHECK_NOTE, "school", STR8("nothing is imported yet"));
    } else if (code != ERR_OK) {
        say_error(doctor, "school", &err);
    } else {
        say(doctor, CHECK_OK, "school", text_set_pick(school->name, STR8("en"), NULL));
    }
}

/* ---- printers ---- */

static ErrCode make_test_page(void *context, const CtlPress *press, Arena *arena, PaperKind kind,
                              Paper *paper, Err *err) {
    const Locale *languages[TEST_PAGE_LANGUAGES_MAX];
    const LocaleSet *set = press_locales(press->press);
    size_t count = 0;
    for (size_t i = 0; i < locale_set_count(set) && count < TEST_PAGE_LANGUAGES_MAX; i++) {
        languages[count++] = locale_set_at(set, i);
    }
    return test_page_paper(press_layout(press->press), arena, kind, &press->words, languages, count,
                           *(const Str8 *)context, paper, err);
}

static Str8 end_words(Arena *arena, PrintResult result) {
    switch ((int)result.state) {
    case PRINT_PRINTED:
        return result.paper_low ? STR8("test page printed, it says; paper low")
                                : STR8("test page printed, it says");
    case PRINT_UNKNOWN:
        return STR8("test page sent; it cannot tell whether it printed: look there");
    default:
        return str8_format(arena, "test page not printed: %s", ctl_trouble_words(result.trouble));
    }
}

static void print_test_page(Doctor *doctor, const CtlPress *press, const ChainPrinter *printer,
                            const char *what) {
    enum { PAGE_BLOCK = 1 << 20, PAGE_MAX = 64 << 20 };
    Arena arena = arena_make(PAGE_BLOCK, PAGE_MAX);
    Paper paper;
    Err err = {0};
    Str8 name = printer->name;
    if (make_test_page(&name, press, &arena, printer->port.paper, &paper, &err) != ERR_OK) {
        say_error(doctor, what, &err);
    } else {
        PrintResult result = printer_send(&printer->port, &paper, NULL);
        CheckResult check = result.state == PRINT_PRINTED   ? CHECK_OK
                            : result.state == PRINT_UNKNOWN ? CHECK_NOTE
                                                            : CHECK_WRONG;
        say(doctor, check, what, end_words(doctor->ctl->arena, result));
    }
    arena_free(&arena);
}

static void check_printer(Doctor *doctor, const CtlPress *press, size_t index) {
    PrinterChain *chain = press_chain(press->press);
    const PrinterSettings *settings = &press->config.printers[index];
    const char *what = index == 0 ? "printer" : "second";
    PrinterStatus status = chain_probe(chain, index);
    Str8 words = ctl_printer_words(doctor->ctl->arena, status);
    CheckResult check = status.readiness == PRINTER_READY && !status.paper_low ? CHECK_OK
                        : status.readiness == PRINTER_NOT_READY                ? CHECK_WRONG
                                                                               : CHECK_NOTE;
    say(doctor, check, what,
        str8_format(doctor->ctl->arena, "%.*s (%s): %.*s", STR8_ARG(settings->uri),
                    printer_paper_name(settings->paper), STR8_ARG(words)));
    if (!doctor->no_print && status.readiness != PRINTER_NOT_READY) {
        print_test_page(doctor, press, &chain->printers[index], what);
    }
}

static void check_printers(Doctor *doctor, const School *school) {
    Err err = {0};
    PrinterConfig config = {.printers_count = 0};
    CtlPress press;
    if (ctl_printers_read(doctor->ctl, &config, &err) != ERR_OK) {
        say_error(doctor, "foyer.conf", &err);
        return;
    }
    if (!ctl_press_open(doctor->ctl, school, &press)) {
        say(doctor, CHECK_WRONG, "paper", STR8("fonts or words are missing, see above"));
        return;
    }
    say(doctor, CHECK_OK, "paper", STR8("fonts and words are here"));
    if (press.config.printers_count == 0) {
        say(doctor, CHECK_OK, "printer", STR8("none: the screen's codes are the way"));
    }
    for (size_t i = 0; i < press.config.printers_count; i++) {
        check_printer(doctor, &press, i);
    }
    ctl_press_close(&press);
}

static int run(Ctl *ctl, int argc, char **argv) {
    Doctor doctor = {.ctl = ctl};
    const CtlOption options[] = {{"--no-print", 0, NULL, &doctor.no_print}};
    if (!ctl_options(ctl, argc, argv, options, 1)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    School school = {.zone = STR8("UTC")};
    bool known = false;
    say(&doctor, CHECK_OK, "data folder", str8_from(ctl->folder));
    check_disk(&doctor);
    check_clock(&doctor, site->store);
    check_school(&doctor, site->store, &school, &known);
    check_printers(&doctor, known ? &school : NULL);
    site_close(site);
    (void)fflush(stdout);
    if (doctor.wrong > 0) {
        (void)fprintf(stderr, "foyerctl doctor: %d thing(s) are wrong, marked WRONG above\n",
                      doctor.wrong);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

const CtlCommand COMMAND_DOCTOR = {
    .name = "doctor",
    .usage = "[--no-print]",
    .summary = "look at disk, clock, fonts and printers, and print a test page on each",
    .details = "\nOne line a check: ok, note or WRONG. A printer that is not ready gets no page.\n"
               "  --no-print   only ask the printers about themselves\n",
    .run = run,
};
