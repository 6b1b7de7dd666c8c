#ifndef FOYER_KIOSK_PRINTER_PRINTER_CONFIG_H
#define FOYER_KIOSK_PRINTER_PRINTER_CONFIG_H

#include <stddef.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/printer/printer.h"

/*
 * The printers of foyer.conf (INI):
 *
 *     [printer]                              ; the one that is asked first
 *     name = Front desk
 *     uri = ipp://192.168.1.20/ipp/print
 *     paper = letter
 *
 *     [second-printer]                       ; asked when the first does not print
 *     uri = escpos:/dev/usb/lp0
 *     paper = roll-80
 *     cut = yes
 *
 *     [badges]                               ; name badges for who signs in
 *     print = yes
 *
 * Each foyer.conf is followed by the *.conf of the folder "<path>.d", in the order of their names.
 * What is read later wins, key by key; a file that is missing is no error. No section at all means
 * no printer, which is a normal way to run (rule 24).
 */
enum {
    PRINTER_CONFIG_PRINTERS_MAX = 2,
    PRINTER_CONFIG_FILES_MAX = 64,      /* *.conf files in one folder */
    PRINTER_CONFIG_FILE_MAX = 64 << 10, /* bytes of a file */
    PRINTER_CONFIG_LINE_MAX = 190,      /* bytes of a line */
};

#define PRINTER_CONFIG_SYSTEM_PATH "/etc/foyer/foyer.conf"

typedef struct {
    PrinterSettings printers[PRINTER_CONFIG_PRINTERS_MAX];
    size_t printers_count; /* 0: no printer */
    bool badges;           /* printed at every sign-in, but in a rush */
} PrinterConfig;

/**
 * Read `paths` (absolute paths of foyer.conf files, terminated), the weakest first: usually
 * PRINTER_CONFIG_SYSTEM_PATH and the data folder's own.
 *
 * Copies texts into `arena`.
 *
 * @return ERR_OK, ERR_INVALID with file, line, what is wrong and what to write instead; ERR_LIMIT,
 *         ERR_IO (a file that is there and cannot be read), ERR_NO_MEMORY
 */
MUST_USE ErrCode printer_config_read(Arena *arena, const char *const *paths, size_t paths_count,
                                     PrinterConfig *config, Err *err);

/** One text as if it were a file with the name `file`, alone; for tests and the fuzzer. */
MUST_USE ErrCode printer_config_parse(Arena *arena, Str8 file, Str8 text, PrinterConfig *config,
                                      Err *err);

/** "roll-80", "letter", ...: the word foyer.conf has for it. Static. */
const char *printer_paper_name(PaperKind kind);

#endif
