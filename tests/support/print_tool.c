#include <cups/raster.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/printer/escpos_encode.h"
#include "kiosk/printer/printer.h"
#include "kiosk/printer/printer_config.h"
#include "kiosk/printer/printer_uri.h"
#include "tests/support/fake_printer.h"
#include "tests/support/paper_maker.h"

/*
 * For shell tests of printers.
 *   print_tool send|probe --uri U [--paper KIND] [--payload T] [--height PX] [--pages N] [--no-pdf]
 *                  [--no-cut] [--cancel] [--limits CONNECT,STATUS,STALL,JOB] [--search]
 *       says each state on a line of its own; last: "end STATE TROUBLE LOW MS". With --search the
 *       paper is noise, and "left N" says how many of its samples are in memory afterwards
 *   print_tool fake [--pty] [--deaf] [--fault
 * paper-out|cover-open|cutter|offline|mute|stop|hang-up]
 *                  [--row N] OUT.pbm
 *       a receipt printer: says its address, and writes what it printed when its input ends
 *   print_tool pwg IN OUT.pbm     the first page of a PWG raster as an image; says its header
 *   print_tool bytes OUT.bin OUT.pbm   a receipt printer's job, and the dots it was made from
 */
enum { ARENA_MAX = 64 << 20 };

typedef struct {
    const char *uri;
    const char *payload;
    PaperKind paper;
    int height_px;
    int pages;
    bool no_pdf;
    bool no_cut;
    bool cancel;
    bool search;
    PrinterLimits limits;
    FakePlan plan;
} Options;

static void follow(void *context, PrintResult so_far) {
    (void)context;
    printf("%s\n", print_state_name(so_far.state));
    fflush(stdout);
}

static int64_t now_ms(void) {
    ClockPort clock = paper_maker_clock();
    return clock.now(clock.context).mono_ms;
}

enum { NOISE_SIZE = 60000, NOISE_ROWS = 600, SAMPLE_SIZE = 16, SAMPLES = 24, TAIL_SIZE = 2200 };

/* Byte `at` of the noise, made anew each time it is wanted: it stands nowhere but where it was put.
 */
static uint8_t noise_byte(size_t at) {
    uint64_t hash = (at + 1) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return (uint8_t)(hash >> 40);
}

static bool noise_paper(Arena *arena, PaperKind kind, Paper *paper) {
    PaperRaster *page = ARENA_NEW(arena, PaperRaster);
    int width = paper_maker_width(kind);
    *page = (PaperRaster){width, NOISE_ROWS, ((size_t)width + 7) / 8, NULL, PAPER_DPI};
    size_t size = page->stride * NOISE_ROWS;
    uint8_t *bytes = arena_alloc(arena, size > NOISE_SIZE ? size : NOISE_SIZE);
    if (bytes == NULL) {
        return false;
    }
    for (size_t i = 0; i < size || i < NOISE_SIZE; i++) {
        bytes[i] = noise_byte(i);
    }
    page->bits = bytes;
    *paper = (Paper){kind, {(const char *)bytes, NOISE_SIZE}, page, 1};
    return true;
}

static bool is_sample(const uint8_t *at, size_t sample) {
    size_t start = sample * ((NOISE_ROWS * 48 - TAIL_SIZE) / SAMPLES);
    for (size_t i = 0; i < SAMPLE_SIZE; i++) {
        if (at[i] != noise_byte(start + i)) {
            return false;
        }
    }
    return true;
}

static size_t count_samples(const uint8_t *bytes, size_t size) {
    size_t count = 0;
    bool first[256] = {false};
    for (size_t sample = 0; sample < SAMPLES; sample++) {
        first[noise_byte(sample * ((NOISE_ROWS * 48 - TAIL_SIZE) / SAMPLES))] = true;
    }
    for (size_t i = 0; i + SAMPLE_SIZE <= size; i++) {
        for (size_t sample = 0; first[bytes[i]] && sample < SAMPLES; sample++) {
            count += is_sample(bytes + i, sample);
        }
    }
    return count;
}

/* All that this process can write, but for what is searched with. */
static size_t count_left(void) {
    static char line[512];
    static uint8_t piece[1 << 20];
    size_t count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    while (maps != NULL && memory >= 0 && fgets(line, sizeof line, maps) != NULL) {
        char *rest = NULL;
        uintmax_t from = strtoumax(line, &rest, 16);
        uintmax_t to = strtoumax(rest + 1, &rest, 16);
        if (rest[2] != 'w') {
            continue;
        }
        while (from < to) {
            size_t size = to - from < sizeof piece ? (size_t)(to - from) : sizeof piece;
            ssize_t got = pread(memory, piece, size, (off_t)from);
            count += got > 0 && (from > (uintptr_t)piece || from + size <= (uintptr_t)piece)
                         ? count_samples(piece, (size_t)got)
                         : 0;
            from += size;
        }
    }
    if (maps != NULL) {
        fclose(maps);
    }
    close(memory);
    return count;
}

static int send_or_probe(const Options *options, bool probe) {
    Arena arena = arena_make(1 << 20, ARENA_MAX);
    PrinterSettings settings = {.paper = options->paper, .cut = !options->no_cut};
    PrinterPort port;
    Err err = {0};
    if (printer_uri_parse(&arena, str8_from(options->uri), &settings, &err) != ERR_OK ||
        printer_open(&arena, &settings, options->limits, paper_maker_clock(), &port, &err) !=
            ERR_OK) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    int64_t start = now_ms();
    if (probe) {
        static const char *const words[] = {"ready", "not-ready", "unknown"};
        PrinterStatus status = printer_probe(&port);
        printf("end %s %s %s %lld\n", words[status.readiness], print_trouble_name(status.trouble),
               status.paper_low ? "low" : "-", (long long)(now_ms() - start));
        return 0;
    }
    Paper paper;
    bool made = options->search ? noise_paper(&arena, options->paper, &paper)
                                : paper_make(&arena, options->paper, str8_from(options->payload),
                                             options->height_px, (size_t)options->pages, &paper);
    if (!made) {
        fprintf(stderr, "no paper\n");
        return 1;
    }
    if (options->no_pdf) {
        paper.pdf = (Str8){0};
    }
    atomic_bool cancel = options->cancel;
    PrintWatch watch = {follow, NULL, &cancel};
    PrintResult result = printer_send(&port, &paper, &watch);
    printf("end %s %s %s %lld\n", print_state_name(result.state),
           print_trouble_name(result.trouble), result.paper_low ? "low" : "-",
           (long long)(now_ms() - start));
    printer_close(&port);
    if (options->search) {
        printf("there %zu\n", count_left());
    }
    arena_free(&arena);
    if (options->search) {
        printf("left %zu\n", count_left());
    }
    return 0;
}

static int fake(const Options *options, const char *out) {
    FakePrinter *printer = fake_printer_start(&options->plan);
    if (printer == NULL) {
        return 1;
    }
    printf("%s\n", fake_printer_uri(printer));
    fflush(stdout);
    while (getchar() != EOF) {
    }
    FakeReport report = fake_printer_stop(printer);
    FILE *file = fopen(out, "wb");
    if (file == NULL) {
        return 1;
    }
    fake_report_write_pbm(&report, 32, file);
    fclose(file);
    printf("rows %zu cuts %d wrong %d hidden %d\n", report.rows, report.cuts, report.wrong,
           report.real_time_in_raster);
    fake_report_free(&report);
    return 0;
}

static void write_line(const cups_page_header2_t *header, const unsigned char *line, FILE *file) {
    for (unsigned x = 0; x < header->cupsWidth; x += 8) {
        unsigned byte = 0;
        for (unsigned bit = 0; bit < 8 && x + bit < header->cupsWidth; bit++) {
            unsigned at = x + bit;
            bool black = header->cupsBitsPerPixel == 1 ? (line[at / 8] & (0x80 >> at % 8)) != 0
                                                       : line[at] < 128;
            byte |= black ? 0x80u >> bit : 0;
        }
        fputc((int)byte, file);
    }
}

static int pwg(const char *in, const char *out) {
    int fd = open(in, O_RDONLY);
    cups_raster_t *raster = fd < 0 ? NULL : cupsRasterOpen(fd, CUPS_RASTER_READ);
    cups_page_header2_t header;
    FILE *file = fopen(out, "wb");
    int pages = 0;
    while (raster != NULL && file != NULL && cupsRasterReadHeader2(raster, &header)) {
        unsigned char *line = calloc(1, header.cupsBytesPerLine);
        if (pages++ == 0) {
            printf("pwg %ux%u %u dpi %u bit\n", header.cupsWidth, header.cupsHeight,
                   header.HWResolution[0], header.cupsBitsPerPixel);
            fprintf(file, "P4\n%u %u\n", header.cupsWidth, header.cupsHeight);
        }
        for (unsigned y = 0; y < header.cupsHeight; y++) {
            if (cupsRasterReadPixels(raster, line, header.cupsBytesPerLine) == 0) {
                free(line);
                return 1;
            }
            if (pages == 1) {
                write_line(&header, line, file);
            }
        }
        free(line);
    }
    printf("pages %d\n", pages);
    return pages > 0 && fclose(file) == 0 ? 0 : 1;
}

static void write_paper(const PaperRaster *page, FILE *file) {
    fprintf(file, "P4\n%d %d\n", page->width_px, page->height_px);
    fwrite(page->bits, page->stride, (size_t)page->height_px, file);
}

static int bytes(const Options *options, const char *out, const char *image) {
    static uint8_t buffer[ESCPOS_BUFFER_SIZE];
    Arena arena = arena_make(1 << 20, ARENA_MAX);
    Paper paper;
    FILE *job = fopen(out, "wb");
    FILE *dots = fopen(image, "wb");
    if (job == NULL || dots == NULL ||
        !paper_make(&arena, PAPER_ROLL_80, str8_from(options->payload), options->height_px, 1,
                    &paper)) {
        return 1;
    }
    const PaperRaster *page = &paper.pages[0];
    int band = escpos_band_rows(page->stride);
    fwrite(buffer, 1, escpos_reset(buffer), job);
    for (int row = 0; row < page->height_px; row += band) {
        int left = page->height_px - row;
        fwrite(buffer, 1, escpos_band(page, row, left < band ? left : band, buffer), job);
    }
    fwrite(buffer, 1, escpos_cut(buffer), job);
    write_paper(page, dots);
    return fclose(job) == 0 && fclose(dots) == 0 ? 0 : 1;
}

static FakeFault fault_named(const char *name) {
    static const char *const names[FAKE_FAULT_COUNT] = {"nothing", "paper-out", "cover-open",
                                                        "cutter",  "offline",   "stop",
                                                        "mute",    "hang-up",   "reset"};
    for (FakeFault fault = 0; fault < FAKE_FAULT_COUNT; fault++) {
        if (strcmp(name, names[fault]) == 0) {
            return fault;
        }
    }
    return FAKE_NOTHING;
}

static int number(const char *text) {
    int64_t value = 0;
    return str8_to_int(str8_from(text), &value) ? (int)value : 0;
}

static PaperKind paper_named(const char *name) {
    PaperKind kind = PAPER_ROLL_58;
    while (kind + 1 < PAPER_KIND_COUNT && strcmp(name, printer_paper_name(kind)) != 0) {
        kind++;
    }
    return kind;
}

static PrinterLimits limits_from(const char *text) {
    int values[4] = {1000, 1000, 1000, 1000};
    Str8 rest = str8_from(text);
    for (size_t i = 0; i < 4 && rest.len > 0; i++) {
        int64_t value = 0;
        Str8 part = str8_cut(rest, ',', &rest);
        values[i] = str8_to_int(part, &value) ? (int)value : 1000;
    }
    return (PrinterLimits){values[0], values[1], values[2], values[3]};
}

static void read_option(int option, Options *options) {
    switch (option) {
    case 'u':
        options->uri = optarg;
        break;
    case 'p':
        options->paper = paper_named(optarg);
        break;
    case 't':
        options->payload = optarg;
        break;
    case 'h':
        options->height_px = number(optarg);
        break;
    case 'n':
        options->pages = number(optarg);
        break;
    case 'r':
        options->no_pdf = true;
        break;
    case 'c':
        options->no_cut = true;
        break;
    case 'x':
        options->cancel = true;
        break;
    case 's':
        options->search = true;
        break;
    case 'l':
        options->limits = limits_from(optarg);
        break;
    case 'y':
        options->plan.pty = true;
        break;
    case 'd':
        options->plan.deaf = true;
        break;
    case 'f':
        options->plan.fault = fault_named(optarg);
        options->plan.fault_at_row = 0;
        break;
    case 'w':
        options->plan.fault_at_row = number(optarg);
        break;
    default:
        exit(2);
    }
}

int main(int argc, char **argv) {
    static const struct option known[] = {
        {"uri", required_argument, NULL, 'u'},
        {"paper", required_argument, NULL, 'p'},
        {"payload", required_argument, NULL, 't'},
        {"height", required_argument, NULL, 'h'},
        {"pages", required_argument, NULL, 'n'},
        {"no-pdf", no_argument, NULL, 'r'},
        {"no-cut", no_argument, NULL, 'c'},
        {"cancel", no_argument, NULL, 'x'},
        {"search", no_argument, NULL, 's'},
        {"limits", required_argument, NULL, 'l'},
        {"pty", no_argument, NULL, 'y'},
        {"deaf", no_argument, NULL, 'd'},
        {"fault", required_argument, NULL, 'f'},
        {"row", required_argument, NULL, 'w'},
        {NULL, 0, NULL, 0},
    };
    Options options = {.uri = "",
                       .payload = "https://example.org/",
                       .paper = PAPER_LETTER,
                       .pages = 1,
                       .limits = printer_limits_default(),
                       .plan = fake_plan_good()};
    int option;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        read_option(option, &options);
    }
    const char *command = optind < argc ? argv[optind] : "";
    if (strcmp(command, "send") == 0 || strcmp(command, "probe") == 0) {
        return send_or_probe(&options, strcmp(command, "probe") == 0);
    }
    if (strcmp(command, "fake") == 0 && optind + 1 < argc) {
        return fake(&options, argv[optind + 1]);
    }
    if (strcmp(command, "pwg") == 0 && optind + 2 < argc) {
        return pwg(argv[optind + 1], argv[optind + 2]);
    }
    if (strcmp(command, "bytes") == 0 && optind + 2 < argc) {
        return bytes(&options, argv[optind + 1], argv[optind + 2]);
    }
    fprintf(stderr, "print_tool send|probe|fake|pwg|bytes\n");
    return 2;
}
