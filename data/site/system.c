#include "data/site/system.h"

ErrCode system_clock_begin(SystemClock *clock, Store *store, Err *err) {
    SystemClock begun = {0};
    ErrCode code = store_last_good_time(store, &begun.floor_utc_ms, err);
    if (code == ERR_OK) {
        code = store_begin_boot(store, &begun.boot, err);
    }
    if (code == ERR_OK) {
        *clock = begun;
    }
    return code;
}
