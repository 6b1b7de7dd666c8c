#include "kiosk/options.h"

#include <getopt.h>
#include <stdio.h>

#include "data/base/civil.h"

enum { PANEL_WIDTH_MM_DEFAULT = 476, SIDE_MIN = 480, SIDE_MAX = 8192 };

static const char USAGE[] =
    "usage: foyer [--data DIR] [--windowed WxH] [--lang TAG] [--now RFC3339] [--panel-mm N]\n"
    "             [--assets DIR] [--tour DIR]\n"
    "The lobby kiosk, over the whole display.\n"
    "  --data DIR      the data folder (else $FOYER_DATA, else $XDG_DATA_HOME/foyer)\n"
    "  --windowed WxH  a window of that size, to try things out\n"
    "  --lang TAG      the language it starts in: en, es, ar\n"
    "  --now RFC3339   a demo clock that starts at that time\n"
    "  --panel-mm N    the visible width of the screen in millimetres (476)\n"
    "  --tour DIR      no display: walk through the screens and leave pictures in DIR\n";

static bool parse_size(const char *text, int *width, int *height) {
    Str8 rest;
    int64_t w = 0;
    int64_t h = 0;
    Str8 first = str8_cut(str8_from(text), 'x', &rest);
    if (!str8_to_int(first, &w) || !str8_to_int(rest, &h) || w < SIDE_MIN || h < SIDE_MIN ||
        w > SIDE_MAX || h > SIDE_MAX) {
        return false;
    }
    *width = (int)w;
    *height = (int)h;
    return true;
}

static bool parse_panel(const char *text, int *panel_width_mm) {
    int64_t mm = 0;
    if (!str8_to_int(str8_from(text), &mm) || mm < 100 || mm > 3000) {
        return false;
    }
    *panel_width_mm = (int)mm;
    return true;
}

static bool parse_option(int option, const char *value, Options *options) {
    switch (option) {
    case 'd':
        options->data = value;
        return true;
    case 'a':
        options->assets = value;
        return true;
    case 'l':
        options->language = value;
        return true;
    case 't':
        options->tour = value;
        return true;
    case 'p':
        return parse_panel(value, &options->panel_width_mm);
    case 'w':
        return parse_size(value, &options->width, &options->height);
    case 'n':
        options->now_given = rfc3339_parse(str8_from(value), &options->now_utc_ms);
        return options->now_given;
    default:
        return false;
    }
}

int options_parse(int argc, char **argv, Options *options) {
    static const struct option LONG[] = {
        {"data", required_argument, NULL, 'd'},     {"assets", required_argument, NULL, 'a'},
        {"windowed", required_argument, NULL, 'w'}, {"lang", required_argument, NULL, 'l'},
        {"now", required_argument, NULL, 'n'},      {"panel-mm", required_argument, NULL, 'p'},
        {"tour", required_argument, NULL, 't'},     {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},        {NULL, 0, NULL, 0},
    };
    *options = (Options){.panel_width_mm = PANEL_WIDTH_MM_DEFAULT};
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): read before there is a second thread. */
    for (int option = 0; (option = getopt_long(argc, argv, "", LONG, NULL)) != -1;) {
        if (option == 'h' || option == 'v') {
            (void)fputs(option == 'h' ? USAGE : "foyer " FOYER_VERSION "\n", stdout);
            return 0;
        }
        if (!parse_option(option, optarg, options)) {
            if (option != '?') {
                (void)fprintf(stderr, "foyer: not understood: %s\n", optarg);
            }
            (void)fputs(USAGE, stderr);
            return 2;
        }
    }
    if (optind < argc) {
        (void)fputs(USAGE, stderr);
        return 2;
    }
    return -1;
}
