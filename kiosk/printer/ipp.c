#include "kiosk/printer/ipp.h"

ErrCode ipp_open(Arena *arena, const PrinterSettings *settings, PrinterLimits limits,
                 ClockPort clock, PrinterPort *port, Err *err) {
    (void)arena;
    (void)settings;
    (void)limits;
    (void)clock;
    (void)port;
    return err_set(err, ERR_INVALID, "not yet");
}
