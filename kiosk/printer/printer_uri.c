#include "kiosk/printer/printer_uri.h"

#include "data/base/check.h"

enum { PORT_IPP = 631, PORT_ESCPOS = 9100, PORT_MAX = 65535 };

/* Only what stands in host names and addresses: nothing that a URI or a shell would read on. */
static bool is_host(Str8 host) {
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '.' || c == '-' || c == '_' || c == ':' || c == '%';
        if (!good) {
            return false;
        }
    }
    return host.len > 0 && host.ptr[0] != '-';
}

static bool is_path(Str8 path) {
    for (size_t i = 0; i < path.len; i++) {
        if (path.ptr[i] <= ' ' || path.ptr[i] > '~' || path.ptr[i] == '?' || path.ptr[i] == '#') {
            return false;
        }
    }
    return path.len > 0 && path.ptr[0] == '/';
}

/* "host", "host:port", "[v6]", "[v6]:port". */
static ErrCode parse_authority(Str8 authority, int default_port, Str8 *host, int *port, Err *err) {
    Str8 digits = {0};
    if (authority.len > 0 && authority.ptr[0] == '[') {
        size_t end = str8_find(authority, STR8("]"));
        if (end == authority.len) {
            return err_set(err, ERR_INVALID, "the address has a [ and no ]");
        }
        *host = str8_slice(authority, 1, end);
        Str8 rest = str8_slice(authority, end + 1, authority.len);
        Str8 before = str8_cut(rest, ':', &digits);
        if (before.len > 0) {
            return err_set(err, ERR_INVALID, "behind the ] of the address stands no :port");
        }
    } else {
        *host = str8_cut(authority, ':', &digits);
    }
    int64_t number = default_port;
    if (digits.ptr != NULL && !str8_to_int(digits, &number)) {
        number = 0;
    }
    if (number < 1 || number > PORT_MAX) {
        return err_set(err, ERR_INVALID, "the port is not a number from 1 to %d", PORT_MAX);
    }
    if (!is_host(*host)) {
        return err_set(err, ERR_INVALID,
                       "the address names no printer; write its name or number, "
                       "for example 192.168.1.20");
    }
    *port = (int)number;
    return ERR_OK;
}

/* Where it goes to, behind "scheme://". */
static ErrCode parse_network(Str8 rest, int default_port, PrinterSettings *settings, Err *err) {
    size_t slash = str8_find(rest, STR8("/"));
    Str8 authority = str8_slice(rest, 0, slash);
    if (str8_find(authority, STR8("@")) < authority.len) {
        return err_set(err, ERR_INVALID,
                       "the address holds a password; let the printer take jobs without one");
    }
    settings->path = str8_slice(rest, slash, rest.len);
    return parse_authority(authority, default_port, &settings->host, &settings->port, err);
}

static ErrCode parse_ipp(Str8 rest, bool tls, PrinterSettings *settings, Err *err) {
    settings->kind = PRINTER_IPP;
    settings->tls = tls;
    ErrCode code = parse_network(rest, PORT_IPP, settings, err);
    if (code == ERR_OK && !is_path(settings->path)) {
        return err_set(err, ERR_INVALID,
                       "the address ends before the printer's path; write "
                       "ipp://%.*s/ipp/print, or ipp://localhost/printers/NAME for a queue",
                       STR8_ARG(settings->host));
    }
    return code;
}

static ErrCode parse_escpos(Str8 rest, PrinterSettings *settings, Err *err) {
    if (str8_starts_with(rest, STR8("//"))) {
        settings->kind = PRINTER_ESCPOS_TCP;
        ErrCode code = parse_network(str8_slice(rest, 2, rest.len), PORT_ESCPOS, settings, err);
        if (code == ERR_OK && settings->path.len > 1) {
            return err_set(err, ERR_INVALID,
                           "a receipt printer's address has no path; for a "
                           "device write escpos:/dev/usb/lp0");
        }
        return code;
    }
    settings->kind = PRINTER_ESCPOS_DEV;
    settings->path = rest;
    if (!is_path(rest)) {
        return err_set(err, ERR_INVALID,
                       "the device is no path; write for example escpos:/dev/usb/lp0");
    }
    return ERR_OK;
}

static ErrCode parse_scheme(Str8 uri, PrinterSettings *settings, Err *err) {
    Str8 ipp = STR8("ipp://");
    Str8 ipps = STR8("ipps://");
    Str8 escpos = STR8("escpos:");
    if (str8_starts_with(uri, ipp)) {
        return parse_ipp(str8_slice(uri, ipp.len, uri.len), false, settings, err);
    }
    if (str8_starts_with(uri, ipps)) {
        return parse_ipp(str8_slice(uri, ipps.len, uri.len), true, settings, err);
    }
    if (str8_starts_with(uri, escpos)) {
        return parse_escpos(str8_slice(uri, escpos.len, uri.len), settings, err);
    }
    return err_set(err, ERR_INVALID,
                   "the address begins with none of ipp:// ipps:// escpos:// escpos:/dev/");
}

/* The parts point into the caller's text until here; the copy is what they point into after. */
static Str8 moved(Str8 part, Str8 from, Str8 to) {
    if (part.len == 0) {
        return (Str8){0};
    }
    size_t at = (size_t)(part.ptr - from.ptr);
    FOYER_ASSERT(at + part.len <= from.len);
    return str8_slice(to, at, at + part.len);
}

ErrCode printer_uri_parse(Arena *arena, Str8 uri, PrinterSettings *settings, Err *err) {
    if (uri.len == 0 || uri.len > PRINTER_ADDRESS_MAX) {
        return err_set(err, ERR_INVALID, "the address is empty or longer than %d bytes",
                       PRINTER_ADDRESS_MAX);
    }
    PrinterSettings parsed = *settings;
    ErrCode code = parse_scheme(uri, &parsed, err);
    if (code != ERR_OK) {
        return code;
    }
    parsed.uri = str8_copy(arena, uri);
    if (parsed.uri.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a printer's address");
    }
    parsed.host = moved(parsed.host, uri, parsed.uri);
    parsed.path = moved(parsed.path, uri, parsed.uri);
    *settings = parsed;
    return ERR_OK;
}
