#ifndef FOYER_DATA_DEMO_DEMO_H
#define FOYER_DATA_DEMO_DEMO_H

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"
#include "data/store/store.h"

/*
 * The demo school "Maple Grove School": people, services, guides, channels, a floor plan, events
 * and families written for Foyer, all invented (telephone numbers 555-01xx, addresses example.org).
 * Everything it writes has the source "demo", and School.demo marks the home screen.
 */
#define DEMO_SOURCE "demo"
#define DEMO_ZONE "America/New_York"
#define DEMO_PHONE "3055550123"   /* a family of four that is in the demo */
#define DEMO_CARD_CODE "DEM0CARD" /* that family's card, see demo_issue_card */

enum { DEMO_DAYS = 42 /* events are made for so many days from the given one */ };

/** What was written, for a line of progress; `changed` 0 = everything was there already. */
typedef struct {
    size_t services;
    size_t guides;
    size_t channels;
    size_t events;
    size_t households;
    size_t changed;
} DemoReport;

/**
 * Load the demo school, in one transaction. For DEMO_DAYS from the local day of `now`: a visiting
 * day from 8:00 to 5:00 and an open house from 6:00 to 8:00 PM, conferences on Tuesdays, family
 * night on Fridays. Loading again on another day adds its events and moves the services' checked
 * dates along. A real school's data is never touched.
 *
 * @param report  [out, may be NULL]
 * @return ERR_OK, ERR_CONFLICT (a school that is not the demo is set up here), or the store's
 */
MUST_USE ErrCode demo_load(Store *store, Moment now, DemoReport *report, Err *err);

/**
 * demo_load when the school that is set up is the demo, else nothing: any day the kiosk stands on
 * shows an event, also under a demo clock.
 */
MUST_USE ErrCode demo_keep(Store *store, Moment now, Err *err);

/**
 * Give the demo family its card DEMO_CARD_CODE; opens the demo's households for it.
 * @return ERR_OK also when it has the card; ERR_DENIED when the key is not this school's
 */
MUST_USE ErrCode demo_issue_card(Store *store, const uint8_t school_secret[STORE_KEY_SIZE],
                                 Err *err);

/**
 * Remove everything of the demo: services, guides, channels, floor plan, events, families. The
 * school's settings stay (name, zone, languages) but are no longer marked as a demo; visits stay in
 * the journal.
 * @return ERR_OK also when there was no demo
 */
MUST_USE ErrCode demo_leave(Store *store, Err *err);

#endif
