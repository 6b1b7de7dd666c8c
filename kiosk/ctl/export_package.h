#ifndef FOYER_KIOSK_CTL_EXPORT_PACKAGE_H
#define FOYER_KIOSK_CTL_EXPORT_PACKAGE_H

#include "data/store/store.h"
#include "kiosk/ctl/ctl.h"

/**
 * Write people and services as a data package into `folder`, which must not be there yet, or be
 * empty. It gets its name when everything in it is whole. @return the exit code
 */
int export_package(Ctl *ctl, Store *store, const char *folder);

#endif
