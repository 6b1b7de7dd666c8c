#define _XOPEN_SOURCE 700
#include "tests/support/fake_printer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "data/base/str8.h"

enum {
    OPS_MAX = 2 * DECODER_ROWS_MAX,
    BUFFER_SIZE = 64 << 10,
    READ_MAX = 4096,
    TICK_MS = 2,
    URI_MAX = 80,
};

/* What it has received and not worked off. */
typedef struct {
    DecoderEvent event;
    size_t cost; /* bytes of the buffer */
    uint8_t row[DECODER_STRIDE_MAX];
} Op;

struct FakePrinter {
    FakePlan plan;
    int listener; /* TCP */
    int keeper;   /* pty: its other end, so that it survives a close */
    int fd;       /* the connection, -1 = none */
    char uri[URI_MAX];
    pthread_t thread;
    pthread_mutex_t lock;
    bool stop;
    /* the thread's own, under the lock */
    EscposDecoder decoder;
    Op *ops;
    size_t ops_first;
    size_t ops_end;
    size_t held;  /* bytes received and not worked off */
    size_t since; /* bytes of the command at hand */
    bool faulty;
    bool mended;
    int64_t row_at_us;
    FakeReport report;
};

FakePlan fake_plan_good(void) {
    return (FakePlan){.fault_at_row = -1, .fault_at_byte = -1};
}

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static bool is_stopped_by(const FakePrinter *printer) {
    switch (printer->plan.fault) {
    case FAKE_PAPER_OUT:
    case FAKE_COVER_OPEN:
    case FAKE_CUTTER_STUCK:
    case FAKE_OFFLINE:
        return printer->faulty;
    case FAKE_NOTHING:
    case FAKE_STOP_READING:
    case FAKE_MUTE:
    case FAKE_HANG_UP:
    case FAKE_RESET:
    case FAKE_FAULT_COUNT:
        break;
    }
    return false;
}

static bool has_fault(const FakePrinter *printer, FakeFault fault) {
    return printer->faulty && printer->plan.fault == fault;
}

static void say(FakePrinter *printer, uint8_t byte) {
    static const uint8_t babble[] = {0x11, 0x10, 0x00, 0x0C, 0x00, 0x13};
    if (printer->plan.deaf || has_fault(printer, FAKE_MUTE) || printer->fd < 0) {
        return;
    }
    if (printer->plan.answer_delay_ms > 0) {
        (void)poll(NULL, 0, printer->plan.answer_delay_ms);
    }
    if (printer->plan.babbles) {
        (void)!write(printer->fd, babble, sizeof babble);
    }
    (void)!write(printer->fd, &byte, 1);
}

static uint8_t real_time(const FakePrinter *printer, int which) {
    uint8_t byte = 0x12;
    bool stopped = is_stopped_by(printer);
    if (which == 1 && stopped) {
        byte |= 1 << 3;
    }
    if (which == 2 && has_fault(printer, FAKE_COVER_OPEN)) {
        byte |= 1 << 2;
    }
    if (which == 2 && has_fault(printer, FAKE_PAPER_OUT)) {
        byte |= 1 << 5;
    }
    if ((which == 2 && has_fault(printer, FAKE_CUTTER_STUCK))) {
        byte |= 1 << 6;
    }
    if (which == 3 && has_fault(printer, FAKE_CUTTER_STUCK)) {
        byte |= 1 << 3;
    }
    if (which == 4 && printer->plan.paper_low) {
        byte |= 0x0C;
    }
    if (which == 4 && has_fault(printer, FAKE_PAPER_OUT)) {
        byte |= 0x6C;
    }
    return byte;
}

static void hang_up(FakePrinter *printer, bool hard) {
    struct linger at_once = {1, 0};
    if (hard) {
        (void)setsockopt(printer->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    close(printer->fd);
    printer->fd = -1;
    if (printer->keeper >= 0) {
        close(printer->keeper);
        printer->keeper = -1;
    }
}

static void strike(FakePrinter *printer) {
    if (printer->mended || printer->faulty || printer->plan.fault == FAKE_NOTHING) {
        return;
    }
    printer->faulty = true;
    if (printer->plan.fault == FAKE_HANG_UP || printer->plan.fault == FAKE_RESET) {
        hang_up(printer, printer->plan.fault == FAKE_RESET);
    }
}

static void hold(FakePrinter *printer, DecoderEvent event) {
    if (printer->ops_end == OPS_MAX) {
        return;
    }
    Op *op = &printer->ops[printer->ops_end++];
    op->event = event;
    op->cost = printer->since;
    printer->since = 0;
    memcpy(op->row, printer->decoder.row, sizeof op->row);
    printer->held += op->cost;
}

static void receive(FakePrinter *printer, uint8_t byte) {
    printer->report.bytes++;
    printer->since++;
    DecoderEvent event = decoder_feed(&printer->decoder, byte);
    switch (event) {
    case DECODER_ROW:
    case DECODER_CUT:
    case DECODER_MARKER:
    case DECODER_RESET:
        hold(printer, event);
        break;
    case DECODER_ASK:
        printer->report.questions++;
        printer->since = 0;
        say(printer, real_time(printer, printer->decoder.asked));
        break;
    case DECODER_FORGET:
        printer->report.forgets++;
        printer->since = 0;
        if (!printer->plan.no_forget) {
            printer->ops_first = printer->ops_end;
            printer->held = 0;
        }
        break;
    case DECODER_PADDING:
    case DECODER_WRONG:
        printer->since = 0;
        break;
    case DECODER_NOTHING:
        break;
    }
    if (printer->plan.fault_at_byte >= 0 &&
        printer->report.bytes >= (size_t)printer->plan.fault_at_byte) {
        strike(printer);
    }
}

static void print_row(FakePrinter *printer, const Op *op) {
    FakeReport *report = &printer->report;
    if (report->rows < DECODER_ROWS_MAX) {
        memcpy(report->bits + report->rows * DECODER_STRIDE_MAX, op->row, sizeof op->row);
        report->rows++;
    }
    if (printer->decoder.stride > report->stride) {
        report->stride = printer->decoder.stride;
    }
    printer->row_at_us = now_us() + printer->plan.row_us;
}

/* One thing off the buffer; false when there is nothing to do or nothing can be done. */
static bool work(FakePrinter *printer) {
    if (printer->plan.fault_at_row >= 0 &&
        printer->report.rows >= (size_t)printer->plan.fault_at_row &&
        printer->plan.fault != FAKE_CUTTER_STUCK && printer->report.bytes > 0) {
        strike(printer);
    }
    if (printer->ops_first == printer->ops_end || is_stopped_by(printer) ||
        now_us() < printer->row_at_us) {
        return false;
    }
    const Op *op = &printer->ops[printer->ops_first];
    if (op->event == DECODER_CUT && printer->plan.fault == FAKE_CUTTER_STUCK && !printer->faulty &&
        !printer->mended) {
        strike(printer);
        return false;
    }
    printer->ops_first++;
    printer->held -= op->cost;
    if (op->event == DECODER_ROW) {
        print_row(printer, op);
    } else if (op->event == DECODER_CUT) {
        printer->report.cuts++;
    } else if (op->event == DECODER_RESET) {
        printer->report.resets++;
    } else if (!printer->plan.no_markers) {
        printer->report.markers++;
        say(printer, printer->plan.paper_low ? 0x03 : 0x00);
    }
    return true;
}

static void accept_one(FakePrinter *printer) {
    int fd = accept(printer->listener, NULL, NULL);
    if (fd < 0) {
        return;
    }
    int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    (void)fcntl(fd, F_SETFL, O_NONBLOCK);
    printer->fd = fd;
    printer->report.connections++;
}

static void take(FakePrinter *printer) {
    uint8_t bytes[READ_MAX];
    size_t most = printer->plan.read_max > 0 ? (size_t)printer->plan.read_max : sizeof bytes;
    ssize_t count = read(printer->fd, bytes, most);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        if (!printer->plan.pty) {
            close(printer->fd);
            printer->fd = -1;
        }
        return;
    }
    for (ssize_t i = 0; i < count && printer->fd >= 0; i++) {
        receive(printer, bytes[i]);
    }
}

static void flood(FakePrinter *printer) {
    uint8_t noise[READ_MAX];
    memset(noise, 0x11, sizeof noise);
    while (printer->fd >= 0 && write(printer->fd, noise, sizeof noise) > 0) {
    }
}

static void turn(FakePrinter *printer) {
    if (printer->plan.floods) {
        flood(printer);
    }
    size_t room = printer->plan.buffer_size > 0 ? printer->plan.buffer_size : BUFFER_SIZE;
    bool reads = printer->fd >= 0 && printer->held < room && !has_fault(printer, FAKE_STOP_READING);
    bool accepts = printer->fd < 0 && printer->listener >= 0;
    int fd = reads ? printer->fd : accepts ? printer->listener : -1;
    struct pollfd poller = {fd, POLLIN, 0};
    pthread_mutex_unlock(&printer->lock);
    int ready = poll(&poller, 1, TICK_MS);
    pthread_mutex_lock(&printer->lock);
    if (ready > 0 && accepts) {
        accept_one(printer);
    } else if (ready > 0 && reads && printer->fd >= 0) {
        take(printer);
    }
    while (work(printer)) {
    }
}

static void *run(void *context) {
    FakePrinter *printer = context;
    pthread_mutex_lock(&printer->lock);
    while (!printer->stop) {
        turn(printer);
    }
    pthread_mutex_unlock(&printer->lock);
    return NULL;
}

static bool listen_tcp(FakePrinter *printer) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    /* Small windows, so that a printer that stops reading is noticed within one slip. */
    int window = 4096;
    printer->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (printer->listener < 0) {
        return false;
    }
    (void)setsockopt(printer->listener, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    if (bind(printer->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(printer->listener, 4) != 0 ||
        getsockname(printer->listener, (struct sockaddr *)&address, &size) != 0) {
        return false;
    }
    Str8Builder uri = builder_make(printer->uri, sizeof printer->uri);
    builder_format(&uri, "escpos://127.0.0.1:%d", ntohs(address.sin_port));
    return true;
}

static bool open_pty(FakePrinter *printer) {
    printer->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (printer->fd < 0 || grantpt(printer->fd) != 0 || unlockpt(printer->fd) != 0) {
        return false;
    }
    const char *path = ptsname(printer->fd);
    printer->keeper = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios raw;
    if (printer->keeper < 0 || tcgetattr(printer->keeper, &raw) != 0) {
        return false;
    }
    raw.c_iflag = 0;
    raw.c_oflag = 0;
    raw.c_lflag = 0;
    (void)tcsetattr(printer->keeper, TCSANOW, &raw);
    (void)fcntl(printer->fd, F_SETFL, O_NONBLOCK);
    Str8Builder uri = builder_make(printer->uri, sizeof printer->uri);
    builder_format(&uri, "escpos:%s", path);
    return true;
}

FakePrinter *fake_printer_start(const FakePlan *plan) {
    FakePrinter *printer = calloc(1, sizeof *printer);
    if (printer == NULL) {
        return NULL;
    }
    printer->plan = *plan;
    printer->listener = -1;
    printer->keeper = -1;
    printer->fd = -1;
    printer->ops = calloc(OPS_MAX, sizeof *printer->ops);
    printer->report.bits = calloc(DECODER_ROWS_MAX, DECODER_STRIDE_MAX);
    pthread_mutex_init(&printer->lock, NULL);
    bool open = plan->pty ? open_pty(printer) : listen_tcp(printer);
    if (!open || printer->ops == NULL || printer->report.bits == NULL ||
        pthread_create(&printer->thread, NULL, run, printer) != 0) {
        free(printer->ops);
        free(printer->report.bits);
        free(printer);
        return NULL;
    }
    return printer;
}

const char *fake_printer_uri(const FakePrinter *printer) {
    return printer->uri;
}

void fake_printer_mend(FakePrinter *printer) {
    pthread_mutex_lock(&printer->lock);
    printer->mended = true;
    printer->faulty = false;
    pthread_mutex_unlock(&printer->lock);
}

bool fake_printer_wait_rows(FakePrinter *printer, size_t rows, int wait_ms) {
    enum { PAUSE_MS = 5 };
    for (int waited = 0;; waited += PAUSE_MS) {
        pthread_mutex_lock(&printer->lock);
        bool done = printer->report.rows >= rows;
        pthread_mutex_unlock(&printer->lock);
        if (done || waited >= wait_ms) {
            return done;
        }
        (void)poll(NULL, 0, PAUSE_MS);
    }
}

static FakeReport tell(const FakePrinter *printer) {
    FakeReport report = printer->report;
    report.wrong = printer->decoder.wrong;
    report.wrong_at = printer->decoder.wrong_at;
    report.broken_off = printer->decoder.broken_off;
    report.real_time_in_raster = printer->decoder.real_time_in_raster;
    report.idle = decoder_is_idle(&printer->decoder);
    return report;
}

FakeReport fake_printer_report(FakePrinter *printer) {
    pthread_mutex_lock(&printer->lock);
    FakeReport report = tell(printer);
    size_t size = (size_t)DECODER_ROWS_MAX * DECODER_STRIDE_MAX;
    report.bits = malloc(size);
    if (report.bits != NULL) {
        memcpy(report.bits, printer->report.bits, size);
    }
    pthread_mutex_unlock(&printer->lock);
    return report;
}

FakeReport fake_printer_stop(FakePrinter *printer) {
    pthread_mutex_lock(&printer->lock);
    printer->stop = true;
    pthread_mutex_unlock(&printer->lock);
    pthread_join(printer->thread, NULL);
    FakeReport report = tell(printer);
    if (printer->fd >= 0) {
        close(printer->fd);
    }
    if (printer->listener >= 0) {
        close(printer->listener);
    }
    if (printer->keeper >= 0) {
        close(printer->keeper);
    }
    pthread_mutex_destroy(&printer->lock);
    free(printer->ops);
    free(printer);
    return report;
}

void fake_report_free(FakeReport *report) {
    free(report->bits);
    *report = (FakeReport){0};
}

void fake_report_write_pbm(const FakeReport *report, int margin_px, FILE *file) {
    int margin = margin_px / 8;
    int width = (int)report->stride + 2 * margin;
    int height = (int)report->rows + 16 * margin;
    fprintf(file, "P4\n%d %d\n", 8 * width, height);
    for (int y = 0; y < height; y++) {
        long row = (long)y - 8 * margin;
        for (int x = 0; x < width; x++) {
            long column = (long)x - margin;
            bool inside = row >= 0 && row < (long)report->rows && column >= 0 &&
                          column < (long)report->stride;
            fputc(inside ? report->bits[row * DECODER_STRIDE_MAX + column] : 0, file);
        }
    }
}
