#include "kiosk/printer/ipp.h"

#include <stddef.h>

#include "data/base/check.h"
#include "kiosk/printer/ipp_link.h"
#include "kiosk/printer/ipp_reply.h"
#include "kiosk/printer/ipp_request.h"
#include "kiosk/printer/pwg.h"

/*
 * A printer that speaks IPP, itself or behind a CUPS queue: ask how it is, hand over the document,
 * follow the job.
 * 1. PRINTED is said only when the job is "completed" and the one who says so heard it from the
 *    printer: a CUPS queue in front of a plain device calls a job completed when it is sent.
 * 2. A job that does not get on is called back at the printer, so that no later family finds it;
 *    only when the printer confirms that, the end is NOT_PRINTED, else UNKNOWN.
 * 3. A trouble that passes within a fifth of stall_ms was none: somebody closed the cover again.
 * 4. CUPS keeps the documents of finished jobs for a day: at the end ours is purged there.
 * 5. A document that broke off while it was sent is not printed; one that was handed over whole and
 *    not answered is UNKNOWN.
 */
enum {
    POLL_FIRST_MS = 150,
    POLL_MS = 500,
    GRACE_PART = 5,
    BUSY_PAUSE_MS = 700,
};

typedef struct {
    PrinterSettings settings;
    PrinterLimits limits;
    ClockPort clock;
    const char *uri;
    IppLink link;
    /* of the job at hand */
    const PrintWatch *watch;
    PrintResult so_far;
    Deadline deadline;
    IppPrinter about;
    IppMedia media;
    const Paper *paper;
    PwgFormat pwg;
    uint8_t line[PWG_LINE_MAX];
} IppPort;

/* With a trouble: what the printer complains of meanwhile. */
static void report(IppPort *port, PrintState state, PrintTrouble trouble) {
    bool is_new = port->so_far.state != state || port->so_far.trouble != trouble;
    port->so_far.state = state;
    port->so_far.trouble = trouble;
    if (is_new && port->watch != NULL && port->watch->progress != NULL) {
        port->watch->progress(port->watch->context, port->so_far);
    }
}

static bool is_called_back(const IppPort *port) {
    const PrintWatch *watch = port->watch;
    return watch != NULL && watch->cancel != NULL && atomic_load(watch->cancel);
}

/* One question, on the connection that is open or on a new one: a printer may have closed the old
 * one meanwhile, and asking twice does no harm. */
static LineAnswer ask(IppPort *port, ipp_t *(*make)(const char *uri, int job), int job,
                      IppAnswer *answer) {
    LineAnswer end = LINE_GONE;
    for (int attempt = 0; attempt < 2 && end == LINE_GONE; attempt++) {
        bool fresh = !ipp_link_is_open(&port->link);
        end = fresh ? ipp_link_open(&port->link, port->limits.connect_ms) : LINE_OK;
        if (end == LINE_OK) {
            Deadline deadline = deadline_in(port->clock, port->limits.connect_ms);
            end = ipp_link_ask(&port->link, make(port->uri, job), NULL, deadline, answer);
        }
        if (fresh) {
            break;
        }
    }
    return end;
}

static ipp_t *make_printer_request(const char *uri, int job) {
    (void)job;
    return ipp_request_printer(uri);
}

static bool is_good(ipp_t *reply) {
    int status = (int)ippGetStatusCode(reply);
    return status >= 0 && status < IPP_STATUS_REDIRECTION_OTHER_SITE;
}

static int longest_page_hmm(const Paper *paper) {
    int longest = 0;
    for (size_t i = 0; i < paper->pages_count; i++) {
        int length = pwg_length_hmm(&paper->pages[i], paper->pages[i].height_px);
        longest = length > longest ? length : longest;
    }
    return longest;
}

static PrintTrouble ask_printer(IppPort *port) {
    IppAnswer answer;
    LineAnswer end = ask(port, make_printer_request, 0, &answer);
    if (end != LINE_OK) {
        return line_trouble(end);
    }
    PrintTrouble trouble = PRINT_REFUSED;
    if (is_good(answer.reply)) {
        ipp_read_printer(answer.reply, &port->about);
        trouble = port->about.trouble;
        if (port->paper != NULL) {
            const PaperRaster *page = &port->paper->pages[0];
            port->media = ipp_choose_media(answer.reply, port->paper->kind,
                                           pwg_length_hmm(page, page->width_px),
                                           longest_page_hmm(port->paper));
        }
    }
    ippDelete(answer.reply);
    return trouble;
}

static bool write_pdf(void *context, IppLink *link) {
    const IppPort *port = context;
    return ipp_link_write(link, port->paper->pdf.ptr, port->paper->pdf.len);
}

static ssize_t write_raster_bytes(void *context, unsigned char *bytes, size_t size) {
    return ipp_link_write(context, bytes, size) ? (ssize_t)size : -1;
}

static bool write_raster(void *context, IppLink *link) {
    IppPort *port = context;
    return pwg_write(port->paper, port->pwg, write_raster_bytes, link, port->line);
}

/* "server-error-...": what the printer says instead of taking a job (RFC 8011 appendix B). */
static PrintTrouble trouble_of_status(ipp_status_t status) {
    switch ((int)status) {
    case IPP_STATUS_ERROR_BUSY:
    case IPP_STATUS_ERROR_TOO_MANY_JOBS:
    case IPP_STATUS_ERROR_TEMPORARY:
    case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE:
        return PRINT_BUSY;
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
    case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED:
    case IPP_STATUS_ERROR_JOB_CANCELED:
        return PRINT_PAUSED;
    case IPP_STATUS_ERROR_DEVICE:
    case IPP_STATUS_ERROR_INTERNAL:
        return PRINT_FAULT;
    default:
        return PRINT_REFUSED;
    }
}

/* PDF where the printer reads it; dots where its page would be wider than the roll. */
static bool goes_as_pdf(const IppPort *port) {
    bool readable = port->about.takes_pdf && port->paper->pdf.len > 0;
    return readable && !(port->media.is_narrow && port->about.takes_pwg);
}

/* The document goes out. With NONE the printer has taken the job: *id. With `all_sent` and another
 * trouble than a refusal nobody knows whether it has. */
static PrintTrouble submit(IppPort *port, int *id, bool *unsure) {
    bool as_pdf = goes_as_pdf(port);
    IppDocument document = {as_pdf ? port->paper->pdf.len : 0, as_pdf ? write_pdf : write_raster,
                            port};
    ipp_t *request = ipp_request_print(port->uri, as_pdf ? "application/pdf" : "image/pwg-raster",
                                       &port->about, &port->media);
    IppAnswer answer;
    Deadline stall = deadline_in(port->clock, port->limits.stall_ms);
    LineAnswer end = ipp_link_ask(&port->link, request, &document,
                                  deadline_first(stall, port->deadline), &answer);
    memory_wipe(port->line, sizeof port->line);
    *unsure = end != LINE_OK && end != LINE_DENIED && answer.all_sent;
    if (end != LINE_OK) {
        return line_trouble(end);
    }
    PrintTrouble trouble = PRINT_TROUBLE_NONE;
    if (is_good(answer.reply)) {
        IppJob job;
        ipp_read_job(answer.reply, &job);
        *id = job.id;
    } else {
        trouble = trouble_of_status(ippGetStatusCode(answer.reply));
    }
    ippDelete(answer.reply);
    return trouble;
}

/* A printer that is busy with another's job is asked again, for as long as it may stall. */
static PrintTrouble submit_patiently(IppPort *port, int *id, bool *unsure) {
    Deadline patience = deadline_in(port->clock, port->limits.stall_ms);
    for (;;) {
        PrintTrouble trouble = submit(port, id, unsure);
        if (trouble != PRINT_BUSY || deadline_is_over(&patience)) {
            return trouble;
        }
        deadline_pause(&patience, BUSY_PAUSE_MS);
        if (!ipp_link_is_open(&port->link) &&
            ipp_link_open(&port->link, port->limits.connect_ms) != LINE_OK) {
            return PRINT_UNPLUGGED;
        }
    }
}

static LineAnswer ask_job(IppPort *port, int id, IppJob *job) {
    IppAnswer answer;
    LineAnswer end = ask(port, ipp_request_job, id, &answer);
    if (end == LINE_OK) {
        ipp_read_job(answer.reply, job);
        if (!is_good(answer.reply)) {
            job->stage = IPP_JOB_LOST;
        }
        ippDelete(answer.reply);
    }
    return end;
}

/* What a job that is not at work any more came to. */
static PrintState end_of(IppPort *port, const IppJob *job) {
    if (job->stage == IPP_JOB_OVER) {
        port->so_far.trouble = job->trouble;
        if (job->trouble == PRINT_FAULT) {
            (void)ask_printer(port);
            bool named = port->about.hint != PRINT_TROUBLE_NONE;
            port->so_far.trouble = named ? port->about.hint : PRINT_FAULT;
        }
        return PRINT_NOT_PRINTED;
    }
    port->so_far.trouble = PRINT_TROUBLE_NONE;
    if (job->stage == IPP_JOB_DONE && job->has_errors) {
        port->so_far.trouble = PRINT_FAULT;
        return PRINT_UNKNOWN;
    }
    bool sure = job->stage == IPP_JOB_DONE && !port->about.is_deaf_queue;
    return sure ? PRINT_PRINTED : PRINT_UNKNOWN;
}

/* Call the job back, and believe it only when the printer says so. */
static PrintState take_back(IppPort *port, int id, PrintTrouble trouble) {
    Deadline patience = deadline_in(port->clock, port->limits.connect_ms);
    IppAnswer answer;
    if (ask(port, ipp_request_cancel, id, &answer) == LINE_OK) {
        ippDelete(answer.reply);
    }
    IppJob job = {0};
    do {
        job = (IppJob){.stage = IPP_JOB_LOST};
        if (ask_job(port, id, &job) != LINE_OK) {
            break;
        }
        if (job.stage == IPP_JOB_DONE) {
            return end_of(port, &job);
        }
        if (job.stage == IPP_JOB_OVER || job.is_stopping) {
            port->so_far.trouble = trouble;
            return PRINT_NOT_PRINTED;
        }
        deadline_pause(&patience, POLL_FIRST_MS);
    } while (!deadline_is_over(&patience));
    port->so_far.trouble = trouble;
    return PRINT_UNKNOWN;
}

typedef struct {
    PrintTrouble trouble; /* what holds the job up; NONE: all was well when last looked */
    Deadline grace;       /* until then it may pass; at 0 without a trouble */
    bool has_lasted;
    bool is_lost; /* the printer did not answer */
    Deadline patience;
} Watchfulness;

/* True when the job will not get on: for its own trouble, or the printer's. What the printer only
 * warns of (paper out in another tray) does not end the job: when it lasts it is told meanwhile,
 * and it is the reason if the job's time is over. */
static bool is_held_up(IppPort *port, const IppJob *job, Watchfulness *seen) {
    PrintTrouble around = ask_printer(port);
    bool is_job = job->trouble != PRINT_TROUBLE_NONE;
    bool is_hard = is_job || (around != PRINT_TROUBLE_NONE && around == port->about.trouble &&
                              around != PRINT_BUSY);
    /* Paused while at work: it takes no further jobs, but goes on with this one. */
    if (!is_job && around == PRINT_PAUSED && job->stage == IPP_JOB_AT_WORK) {
        is_hard = false;
    }
    seen->trouble = is_job ? job->trouble : port->about.hint;
    if (seen->trouble == PRINT_TROUBLE_NONE) {
        seen->grace.at_mono_ms = 0;
    } else if (seen->grace.at_mono_ms == 0) {
        seen->grace = deadline_in(port->clock, port->limits.stall_ms / GRACE_PART);
    }
    seen->has_lasted = seen->trouble != PRINT_TROUBLE_NONE && deadline_is_over(&seen->grace);
    port->so_far.paper_low |= port->about.paper_low;
    return is_hard && seen->has_lasted;
}

/* A turn of following: true when the end is known. */
static bool follow_once(IppPort *port, int id, Watchfulness *seen, PrintState *end) {
    IppJob job = {0};
    LineAnswer answer = ask_job(port, id, &job);
    if (answer != LINE_OK) {
        if (!seen->is_lost) {
            seen->is_lost = true;
            seen->patience = deadline_in(port->clock, port->limits.stall_ms);
        }
        port->so_far.trouble = answer == LINE_TIMED_OUT ? PRINT_STALLED : PRINT_UNPLUGGED;
        *end = PRINT_UNKNOWN;
        return deadline_is_over(&seen->patience);
    }
    seen->is_lost = false;
    if (job.stage != IPP_JOB_WAITING && job.stage != IPP_JOB_AT_WORK) {
        *end = end_of(port, &job);
        return true;
    }
    bool held_up = is_held_up(port, &job, seen);
    report(port, job.stage == IPP_JOB_AT_WORK ? PRINT_PRINTING : port->so_far.state,
           seen->has_lasted ? seen->trouble : PRINT_TROUBLE_NONE);
    if (held_up) {
        *end = take_back(port, id, seen->trouble);
    }
    return held_up;
}

static void purge(IppPort *port, int id) {
    IppAnswer answer;
    if (port->about.is_queue && ask(port, ipp_request_purge, id, &answer) == LINE_OK) {
        ippDelete(answer.reply);
    }
}

static PrintState follow(IppPort *port, int id) {
    Watchfulness seen = {0};
    PrintState end = PRINT_UNKNOWN;
    int pause_ms = POLL_FIRST_MS;
    report(port, PRINT_SENT, PRINT_TROUBLE_NONE);
    if (id <= 0) {
        return PRINT_UNKNOWN;
    }
    while (!follow_once(port, id, &seen, &end)) {
        if (deadline_is_over(&port->deadline)) {
            PrintTrouble why = seen.trouble != PRINT_TROUBLE_NONE ? seen.trouble : PRINT_STALLED;
            return seen.is_lost ? PRINT_UNKNOWN : take_back(port, id, why);
        }
        deadline_pause(&port->deadline, pause_ms);
        pause_ms = POLL_MS;
    }
    return end;
}

/* Ready, and able to take this paper in a form we have? */
static PrintTrouble prepare(IppPort *port) {
    PrintTrouble trouble = ask_printer(port);
    if (trouble != PRINT_TROUBLE_NONE) {
        return trouble;
    }
    port->pwg =
        (PwgFormat){port->about.pwg_dpi, port->about.pwg_black_1, port->media.page_width_hmm};
    bool as_pdf = goes_as_pdf(port);
    if (!as_pdf && !port->about.takes_pwg) {
        return PRINT_REFUSED;
    }
    if (!port->media.fits || (!as_pdf && !pwg_fits(port->paper, port->pwg))) {
        return PRINT_UNFIT;
    }
    return PRINT_TROUBLE_NONE;
}

static PrintState print(IppPort *port) {
    PrintTrouble trouble = prepare(port);
    port->so_far.paper_low = port->about.paper_low;
    if (trouble == PRINT_TROUBLE_NONE && is_called_back(port)) {
        trouble = PRINT_CANCELLED;
    }
    /* libcups would open a lost connection again by itself, with a patience of its own. */
    if (trouble == PRINT_TROUBLE_NONE && !ipp_link_is_open(&port->link)) {
        trouble = line_trouble(ipp_link_open(&port->link, port->limits.connect_ms));
    }
    if (trouble != PRINT_TROUBLE_NONE) {
        port->so_far.trouble = trouble;
        return PRINT_NOT_PRINTED;
    }
    int id = 0;
    bool unsure = false;
    port->deadline = deadline_in(port->clock, port->limits.job_ms);
    report(port, PRINT_SENDING, PRINT_TROUBLE_NONE);
    trouble = submit_patiently(port, &id, &unsure);
    if (trouble != PRINT_TROUBLE_NONE) {
        port->so_far.trouble = trouble;
        return unsure ? PRINT_UNKNOWN : PRINT_NOT_PRINTED;
    }
    PrintState end = follow(port, id);
    if (id > 0) {
        purge(port, id);
    }
    return end;
}

static PrintResult ipp_send(void *context, const Paper *paper, const PrintWatch *watch) {
    IppPort *port = context;
    port->watch = watch;
    port->paper = paper;
    port->about = (IppPrinter){0};
    port->so_far = (PrintResult){PRINT_STATE_COUNT, PRINT_TROUBLE_NONE, false};
    PrintState end = print(port);
    ipp_link_close(&port->link);
    memory_wipe(port->line, sizeof port->line);
    port->watch = NULL;
    port->paper = NULL;
    port->so_far.state = end;
    return port->so_far;
}

static PrinterStatus ipp_probe(void *context) {
    IppPort *port = context;
    port->paper = NULL;
    port->about = (IppPrinter){0};
    PrintTrouble trouble = ask_printer(port);
    ipp_link_close(&port->link);
    bool ready = trouble == PRINT_TROUBLE_NONE;
    return (PrinterStatus){ready ? PRINTER_READY : PRINTER_NOT_READY, trouble,
                           port->about.paper_low};
}

static void ipp_close(void *context) {
    IppPort *port = context;
    ipp_link_close(&port->link);
    memory_wipe(port->line, sizeof port->line);
}

ErrCode ipp_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                 ClockPort clock, PrinterPort *port, Err *err) {
    FOYER_ASSERT(settings->kind == PRINTER_IPP);
    IppPort *made = ARENA_NEW(arena, IppPort);
    char *uri = str8_to_c(arena, settings->uri);
    char *host = str8_to_c(arena, settings->host);
    char *resource = str8_to_c(arena, settings->path);
    if (made == NULL || uri == NULL || host == NULL || resource == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a printer");
    }
    made->settings = *settings;
    made->limits = limits;
    made->clock = clock;
    made->uri = uri;
    made->link = (IppLink){.host = host,
                           .resource = resource,
                           .port = settings->port,
                           .tls = settings->tls,
                           .clock = clock};
    *port = (PrinterPort){ipp_probe, ipp_send, ipp_close, made, settings->paper};
    return ERR_OK;
}
