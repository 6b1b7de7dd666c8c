#include "kiosk/printer/escpos.h"

#include <stddef.h>

#include "data/base/check.h"
#include "kiosk/printer/deadline.h"
#include "kiosk/printer/escpos_encode.h"
#include "kiosk/printer/escpos_status.h"
#include "kiosk/printer/line.h"

/*
 * A receipt printer: dots in bands, a knife, and questions. The line is open only during one call.
 * 1. PRINTED is said only when the printer answered the marker behind the last cut: markers (GS r)
 *    are worked off in order, so all before them is on paper. A real-time answer alone proves
 *    nothing: it overtakes what waits in the printer's buffer.
 * 2. At most BANDS_OPEN_MAX bands are sent ahead of the last answered marker: that much of a job,
 *    a few millimetres, is all that a printer without paper can still hold of it.
 * 3. A job that ends early is forgotten in the printer (DLE DC4 8), for the next family must not
 *    find its rest. Where the line broke, nobody knows how much of a band the printer still waits
 *    for: the next job begins with a band's worth of NULs, which are white dots or nothing.
 * 4. A printer that answers no question gets the job all the same, and the end is UNKNOWN.
 * 5. What is noticed while it waits has a deadline of its own: status_ms for an answer, stall_ms
 *    without progress, job_ms for everything.
 */
enum {
    BANDS_OPEN_MAX = 2,
    SLICE_MS = 250, /* silence after which the printer is asked how it is */
    PARTING_MS = 300,
    ROWS_PER_MM = 8, /* 203 dpi */
    ROLL_58_DOTS = 384,
    ROLL_80_DOTS = 576,
};

typedef struct {
    PrinterSettings settings;
    const char *target; /* host or device, terminated */
    PrinterLimits limits;
    ClockPort clock;
    Line line;
    EscposReader reader;
    bool unsettled; /* the last job broke off inside a command */
    /* of the job at hand */
    const PrintWatch *watch;
    PrintResult so_far;
    Deadline deadline;
    bool answers; /* it knows DLE EOT */
    bool ordered; /* it knows GS r */
    int markers_open;
    PrintTrouble seen; /* the last trouble it spoke of without being stopped by it for good */
    uint8_t buffer[ESCPOS_BUFFER_SIZE];
} EscposPrinter;

static void report(EscposPrinter *printer, PrintState state) {
    printer->so_far.state = state;
    if (printer->watch != NULL && printer->watch->progress != NULL) {
        printer->watch->progress(printer->watch->context, printer->so_far);
    }
}

static bool is_called_back(const EscposPrinter *printer) {
    const PrintWatch *watch = printer->watch;
    return watch != NULL && watch->cancel != NULL && atomic_load(watch->cancel);
}

static LineAnswer open_line(EscposPrinter *printer) {
    printer->reader = (EscposReader){0};
    printer->markers_open = 0;
    printer->seen = PRINT_TROUBLE_NONE;
    if (printer->settings.kind == PRINTER_ESCPOS_DEV) {
        return line_open_device(printer->target, printer->settings.baud, &printer->line);
    }
    return line_open_tcp(printer->target, printer->settings.port,
                         deadline_in(printer->clock, printer->limits.connect_ms), &printer->line);
}

/* What the printer said until `deadline`: LINE_OK as soon as a marker was answered or, with *byte,
 * a question. */
typedef struct {
    bool real_time;
    bool marker;
    uint8_t byte;
} Heard;

static LineAnswer hear(EscposPrinter *printer, Deadline deadline, Heard *heard) {
    enum { READ_MAX = 16 };
    *heard = (Heard){0};
    while (!heard->real_time && !heard->marker) {
        uint8_t bytes[READ_MAX];
        size_t count = 0;
        LineAnswer answer = line_read(&printer->line, bytes, sizeof bytes, deadline, &count);
        if (answer != LINE_OK) {
            return answer;
        }
        for (size_t i = 0; i < count; i++) {
            EscposByte kind = escpos_read(&printer->reader, bytes[i]);
            if (kind == ESCPOS_REAL_TIME) {
                heard->real_time = true;
                heard->byte = bytes[i];
            } else if (kind == ESCPOS_ORDERED && printer->markers_open > 0) {
                printer->markers_open--;
                heard->marker = true;
            }
        }
        /* A printer that never stops talking is not listened to for ever. */
        if (!heard->real_time && !heard->marker && deadline_is_over(&deadline)) {
            return LINE_TIMED_OUT;
        }
    }
    return LINE_OK;
}

/* One question, one answer. An answer that comes too late would be taken for the next one's: so
 * what lies there is thrown away first (but markers count). */
static LineAnswer ask(EscposPrinter *printer, int which, uint8_t *byte) {
    enum { STALE_MAX = 64 };
    Heard heard;
    Deadline now = deadline_in(printer->clock, 0);
    LineAnswer answer = LINE_OK;
    for (int i = 0; i < STALE_MAX && answer == LINE_OK; i++) {
        answer = hear(printer, now, &heard);
    }
    if (answer == LINE_GONE) {
        return answer;
    }
    Deadline deadline = deadline_in(printer->clock, printer->limits.status_ms);
    uint8_t question[ESCPOS_SMALL_MAX];
    size_t written = 0;
    size_t size = escpos_ask(which, question);
    answer =
        line_write(&printer->line, question, size, printer->limits.status_ms, deadline, &written);
    while (answer == LINE_OK) {
        answer = hear(printer, deadline, &heard);
        if (answer == LINE_OK && heard.real_time) {
            *byte = heard.byte;
            return LINE_OK;
        }
    }
    return answer;
}

static LineAnswer ask_all(EscposPrinter *printer, EscposStatus *status) {
    *status = (EscposStatus){0};
    for (int which = 1; which <= 4; which++) {
        uint8_t byte = 0;
        LineAnswer answer = ask(printer, which, &byte);
        if (answer != LINE_OK) {
            return answer;
        }
        escpos_status_add(status, which, byte);
    }
    return LINE_OK;
}

/* How is it? NONE as long as waiting may help: no answer is no news, and "offline" without a
 * reason may be a moment's. */
static PrintTrouble check(EscposPrinter *printer) {
    uint8_t byte = 0;
    EscposStatus status = {0};
    LineAnswer answer = ask(printer, 1, &byte);
    if (answer == LINE_OK) {
        escpos_status_add(&status, 1, byte);
        if (!status.offline && !status.feed_button) {
            printer->seen = PRINT_TROUBLE_NONE;
            return PRINT_TROUBLE_NONE;
        }
        answer = ask_all(printer, &status);
    }
    if (answer != LINE_OK) {
        return answer == LINE_GONE ? PRINT_UNPLUGGED : PRINT_TROUBLE_NONE;
    }
    printer->so_far.paper_low |= status.paper_low;
    printer->seen = escpos_trouble(&status);
    return printer->seen == PRINT_PAUSED ? PRINT_TROUBLE_NONE : printer->seen;
}

/* Wait until at most `open_max` markers are without an answer. */
static PrintTrouble wait_for_markers(EscposPrinter *printer, int open_max) {
    Deadline stall = deadline_in(printer->clock, printer->limits.stall_ms);
    while (printer->markers_open > open_max) {
        Deadline limit = deadline_first(stall, printer->deadline);
        if (deadline_is_over(&limit)) {
            return printer->seen != PRINT_TROUBLE_NONE ? printer->seen : PRINT_STALLED;
        }
        Heard heard;
        int open = printer->markers_open;
        LineAnswer answer =
            hear(printer, deadline_first(limit, deadline_in(printer->clock, SLICE_MS)), &heard);
        PrintTrouble trouble = answer == LINE_TIMED_OUT ? check(printer) : line_trouble(answer);
        if (trouble != PRINT_TROUBLE_NONE) {
            return trouble;
        }
        if (printer->markers_open < open) {
            stall = deadline_in(printer->clock, printer->limits.stall_ms);
        }
    }
    return PRINT_TROUBLE_NONE;
}

/* A printer that knows no markers: wait while it says that it is offline for a moment. */
static PrintTrouble wait_while_paused(EscposPrinter *printer) {
    Deadline limit =
        deadline_first(deadline_in(printer->clock, printer->limits.stall_ms), printer->deadline);
    for (;;) {
        PrintTrouble trouble = check(printer);
        if (trouble != PRINT_TROUBLE_NONE || printer->seen == PRINT_TROUBLE_NONE) {
            return trouble;
        }
        if (deadline_is_over(&limit)) {
            return printer->seen;
        }
        deadline_pause(&limit, SLICE_MS);
    }
}

static PrintTrouble push(EscposPrinter *printer, const uint8_t *bytes, size_t size) {
    size_t written = 0;
    LineAnswer answer = line_write(&printer->line, bytes, size, printer->limits.stall_ms,
                                   printer->deadline, &written);
    printer->unsettled |= answer != LINE_OK;
    return line_trouble(answer);
}

static PrintTrouble push_marker(EscposPrinter *printer) {
    if (!printer->ordered) {
        return PRINT_TROUBLE_NONE;
    }
    uint8_t marker[ESCPOS_SMALL_MAX];
    printer->markers_open++;
    return push(printer, marker, escpos_marker(marker));
}

/* What the printer still waits for from a job that broke off. Before any question: inside a band
 * it would be dots. */
static LineAnswer settle(EscposPrinter *printer) {
    if (!printer->unsettled) {
        return LINE_OK;
    }
    size_t written = 0;
    memory_wipe(printer->buffer, sizeof printer->buffer);
    LineAnswer answer = line_write(&printer->line, printer->buffer, sizeof printer->buffer,
                                   printer->limits.status_ms,
                                   deadline_in(printer->clock, printer->limits.stall_ms), &written);
    printer->unsettled = answer != LINE_OK;
    return answer;
}

static LineAnswer begin(EscposPrinter *printer) {
    LineAnswer answer = open_line(printer);
    return answer == LINE_OK ? settle(printer) : answer;
}

/* A fresh start. The first marker finds out whether the printer knows them. */
static PrintTrouble push_start(EscposPrinter *printer) {
    uint8_t reset[ESCPOS_SMALL_MAX];
    PrintTrouble trouble = push(printer, reset, escpos_reset(reset));
    if (trouble != PRINT_TROUBLE_NONE || !printer->answers) {
        return trouble;
    }
    printer->ordered = true;
    trouble = push_marker(printer);
    Heard heard;
    LineAnswer answer = LINE_OK;
    Deadline deadline = deadline_in(printer->clock, printer->limits.status_ms);
    while (trouble == PRINT_TROUBLE_NONE && printer->markers_open > 0 && answer == LINE_OK) {
        answer = hear(printer, deadline, &heard);
    }
    if (answer == LINE_GONE) {
        return PRINT_UNPLUGGED;
    }
    printer->ordered = printer->markers_open == 0;
    printer->markers_open = 0;
    return trouble;
}

static PrintTrouble push_band(EscposPrinter *printer, size_t size) {
    PrintTrouble trouble = push(printer, printer->buffer, size);
    if (trouble == PRINT_TROUBLE_NONE) {
        trouble = push_marker(printer);
    }
    if (trouble != PRINT_TROUBLE_NONE || !printer->answers) {
        return trouble;
    }
    return printer->ordered ? wait_for_markers(printer, BANDS_OPEN_MAX - 1)
                            : wait_while_paused(printer);
}

static PrintTrouble push_end_of_page(EscposPrinter *printer, size_t stride) {
    PrintTrouble trouble = PRINT_TROUBLE_NONE;
    if (printer->settings.cut) {
        return push(printer, printer->buffer, escpos_cut(printer->buffer));
    }
    int rows = printer->settings.feed_mm * ROWS_PER_MM;
    int band = escpos_band_rows(stride);
    for (int done = 0; done < rows && trouble == PRINT_TROUBLE_NONE; done += band) {
        int count = rows - done < band ? rows - done : band;
        trouble = push_band(printer, escpos_white(stride, count, printer->buffer));
    }
    return trouble;
}

static PrintTrouble push_page(EscposPrinter *printer, const PaperRaster *page) {
    PrintTrouble trouble = PRINT_TROUBLE_NONE;
    int band = escpos_band_rows(page->stride);
    for (int row = 0; row < page->height_px && trouble == PRINT_TROUBLE_NONE; row += band) {
        int left = page->height_px - row;
        size_t size = escpos_band(page, row, left < band ? left : band, printer->buffer);
        trouble = push_band(printer, size);
    }
    if (trouble == PRINT_TROUBLE_NONE) {
        trouble = push_end_of_page(printer, page->stride);
    }
    return trouble;
}

static PrintTrouble push_paper(EscposPrinter *printer, const Paper *paper) {
    PrintTrouble trouble = push_start(printer);
    for (size_t i = 0; i < paper->pages_count && trouble == PRINT_TROUBLE_NONE; i++) {
        trouble = push_page(printer, &paper->pages[i]);
    }
    if (trouble == PRINT_TROUBLE_NONE) {
        trouble = push_marker(printer);
    }
    return trouble;
}

/* Take back what the printer holds. Only between commands: inside a band it would be dots. */
static void forget(EscposPrinter *printer) {
    if (!printer->answers || printer->unsettled) {
        return;
    }
    uint8_t bytes[ESCPOS_SMALL_MAX];
    size_t written = 0;
    Deadline deadline = deadline_in(printer->clock, PARTING_MS);
    size_t size = escpos_forget(bytes);
    if (line_write(&printer->line, bytes, size, PARTING_MS, deadline, &written) == LINE_OK) {
        (void)line_drain(&printer->line, deadline);
    }
}

static PrintState end_with(EscposPrinter *printer, PrintState state, PrintTrouble trouble) {
    printer->so_far.trouble = trouble;
    if (state == PRINT_NOT_PRINTED || trouble == PRINT_STALLED) {
        forget(printer);
    }
    printer->unsettled |= trouble == PRINT_UNPLUGGED || trouble == PRINT_STALLED;
    return state;
}

/* The printer has all of it: what came of it? */
static PrintState follow(EscposPrinter *printer) {
    report(printer, PRINT_SENT);
    if (!printer->answers) {
        return PRINT_UNKNOWN;
    }
    if (!printer->ordered) {
        PrintTrouble trouble = check(printer);
        bool stopped = trouble != PRINT_TROUBLE_NONE && trouble != PRINT_UNPLUGGED;
        return end_with(printer, stopped ? PRINT_NOT_PRINTED : PRINT_UNKNOWN, trouble);
    }
    report(printer, PRINT_PRINTING);
    PrintTrouble trouble = wait_for_markers(printer, 0);
    if (trouble == PRINT_UNPLUGGED || trouble == PRINT_STALLED) {
        return end_with(printer, PRINT_UNKNOWN, trouble);
    }
    if (trouble != PRINT_TROUBLE_NONE) {
        return end_with(printer, PRINT_NOT_PRINTED, trouble);
    }
    EscposStatus status = {0};
    if (ask_all(printer, &status) == LINE_OK) {
        printer->so_far.paper_low |= status.paper_low || status.paper_out;
    }
    return PRINT_PRINTED;
}

static PrintState print(EscposPrinter *printer, const Paper *paper) {
    EscposStatus status = {0};
    LineAnswer answer = ask_all(printer, &status);
    PrintTrouble trouble = answer == LINE_GONE ? PRINT_UNPLUGGED : escpos_trouble(&status);
    printer->answers = answer == LINE_OK;
    printer->ordered = false;
    printer->so_far.paper_low = status.paper_low;
    if (trouble == PRINT_TROUBLE_NONE && is_called_back(printer)) {
        trouble = PRINT_CANCELLED;
    }
    if (trouble != PRINT_TROUBLE_NONE) {
        printer->so_far.trouble = trouble;
        return PRINT_NOT_PRINTED;
    }
    report(printer, PRINT_SENDING);
    printer->deadline = deadline_in(printer->clock, printer->limits.job_ms);
    trouble = push_paper(printer, paper);
    if (trouble != PRINT_TROUBLE_NONE) {
        return end_with(printer, PRINT_NOT_PRINTED, trouble);
    }
    Deadline stall = deadline_in(printer->clock, printer->limits.stall_ms);
    answer = line_drain(&printer->line, deadline_first(stall, printer->deadline));
    printer->unsettled = answer != LINE_OK;
    if (answer == LINE_TIMED_OUT) {
        return end_with(printer, PRINT_NOT_PRINTED, PRINT_STALLED);
    }
    if (answer != LINE_OK) {
        return end_with(printer, PRINT_UNKNOWN, PRINT_UNPLUGGED);
    }
    return follow(printer);
}

static bool fits(const EscposPrinter *printer, const Paper *paper) {
    int dots = printer->settings.paper == PAPER_ROLL_58 ? ROLL_58_DOTS : ROLL_80_DOTS;
    for (size_t i = 0; i < paper->pages_count; i++) {
        const PaperRaster *page = &paper->pages[i];
        if (page->width_px > dots || page->stride == 0 || page->stride > ESCPOS_STRIDE_MAX) {
            return false;
        }
    }
    return true;
}

static PrintResult escpos_send(void *context, const Paper *paper, const PrintWatch *watch) {
    EscposPrinter *printer = context;
    printer->watch = watch;
    printer->so_far = (PrintResult){PRINT_NOT_PRINTED, PRINT_TROUBLE_NONE, false};
    PrintState end = PRINT_NOT_PRINTED;
    LineAnswer answer = LINE_OK;
    if (!fits(printer, paper)) {
        printer->so_far.trouble = PRINT_UNFIT;
    } else if ((answer = begin(printer)) != LINE_OK) {
        printer->so_far.trouble = line_trouble(answer);
    } else {
        end = print(printer, paper);
    }
    line_close(&printer->line, printer->unsettled);
    memory_wipe(printer->buffer, sizeof printer->buffer);
    printer->watch = NULL;
    printer->so_far.state = end;
    return printer->so_far;
}

static PrinterStatus escpos_probe(void *context) {
    EscposPrinter *printer = context;
    EscposStatus status = {0};
    LineAnswer answer = begin(printer);
    PrintTrouble trouble = line_trouble(answer);
    if (answer == LINE_OK) {
        answer = ask_all(printer, &status);
        trouble = answer == LINE_GONE ? PRINT_UNPLUGGED : escpos_trouble(&status);
    }
    line_close(&printer->line, printer->unsettled);
    if (trouble != PRINT_TROUBLE_NONE) {
        return (PrinterStatus){PRINTER_NOT_READY, trouble, status.paper_low};
    }
    return (PrinterStatus){answer == LINE_OK ? PRINTER_READY : PRINTER_UNKNOWN, PRINT_TROUBLE_NONE,
                           status.paper_low};
}

static void escpos_close(void *context) {
    EscposPrinter *printer = context;
    line_close(&printer->line, false);
    memory_wipe(printer->buffer, sizeof printer->buffer);
}

ErrCode escpos_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                    ClockPort clock, PrinterPort *port, Err *err) {
    FOYER_ASSERT(settings->kind != PRINTER_IPP);
    if (settings->paper != PAPER_ROLL_58 && settings->paper != PAPER_ROLL_80) {
        return err_set(err, ERR_INVALID, "a receipt printer prints on roll-58 or roll-80");
    }
    EscposPrinter *printer = ARENA_NEW(arena, EscposPrinter);
    bool is_device = settings->kind == PRINTER_ESCPOS_DEV;
    char *target = str8_to_c(arena, is_device ? settings->path : settings->host);
    if (printer == NULL || target == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a printer");
    }
    printer->settings = *settings;
    printer->target = target;
    printer->limits = limits;
    printer->clock = clock;
    printer->line.fd = -1;
    *port = (PrinterPort){escpos_probe, escpos_send, escpos_close, printer, settings->paper};
    return ERR_OK;
}
