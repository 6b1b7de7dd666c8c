#ifndef FOYER_DATA_SITE_SYSTEM_H
#define FOYER_DATA_SITE_SYSTEM_H

#include "data/base/err.h"
#include "data/store/store.h"
#include "data/system/system.h"

/**
 * Tell the clock what the store knows: the number of this start and the latest trusted time.
 * For a program that signs people in, once after site_open.
 */
ErrCode system_clock_begin(SystemClock *clock, Store *store, Err *err) MUST_USE;

#endif
