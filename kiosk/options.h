#ifndef FOYER_KIOSK_OPTIONS_H
#define FOYER_KIOSK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

/** The command line of `foyer` (DESIGN.md section 1). Strings are borrowed from argv. */
typedef struct {
    const char *data;
    const char *assets;
    const char *language;
    const char *tour; /* folder for the pictures, or NULL */
    int width;        /* 0 = the whole display */
    int height;
    int panel_width_mm;
    bool now_given;
    int64_t now_utc_ms; /* the demo clock starts here */
} Options;

/** @return -1 to go on, else the exit code; usage and errors are printed. */
int options_parse(int argc, char **argv, Options *options);

#endif
