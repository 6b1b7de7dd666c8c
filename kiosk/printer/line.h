#ifndef FOYER_KIOSK_PRINTER_LINE_H
#define FOYER_KIOSK_PRINTER_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/printer/deadline.h"
#include "kiosk/printer/printer.h"

/*
 * Bytes to and from a printer: a character device (USB printer class, serial, pty) or a TCP
 * connection. Non-blocking underneath; every call ends by its deadline. One thread.
 */
typedef enum {
    LINE_OK,
    LINE_TIMED_OUT,
    LINE_GONE,   /* it was open, and the other end went away */
    LINE_OFF,    /* cannot be opened: no such device, nobody answers there */
    LINE_BUSY,   /* somebody else has the device open */
    LINE_DENIED, /* no permission */
} LineAnswer;

typedef struct {
    int fd; /* -1: not open */
    bool is_socket;
} Line;

/** NONE for LINE_OK. */
PrintTrouble line_trouble(LineAnswer answer);

/** `path` is terminated. A tty becomes raw; `baud` is its speed, 0 leaves it. */
LineAnswer line_open_device(const char *path, int baud, Line *line);

/** `host` is a name or an address, terminated. A name is asked of the system's resolver first. */
LineAnswer line_open_tcp(const char *host, int port, Deadline deadline, Line *line);

/**
 * Write all of it, waiting at most `stall_ms` for each byte to be taken and no longer than
 * `deadline` in all.
 *
 * @param written  [out] bytes that were taken, on every answer
 */
LineAnswer line_write(Line *line, const uint8_t *bytes, size_t size, int stall_ms,
                      Deadline deadline, size_t *written);

/** What is there, at least one byte. */
LineAnswer line_read(Line *line, uint8_t *bytes, size_t size, Deadline deadline, size_t *count);

/** Wait until what was written has left this machine (TCP: is acknowledged). */
LineAnswer line_drain(Line *line, Deadline deadline);

/**
 * Close; a closed line is left alone. With `discard`, what has not left this machine yet never
 * will: otherwise a printer that comes back would still get it.
 */
void line_close(Line *line, bool discard);

#endif
