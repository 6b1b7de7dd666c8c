#ifndef FOYER_TESTS_WALL_MIRROR_H
#define FOYER_TESTS_WALL_MIRROR_H

#include "data/store/store.h"
#include "kiosk/headless/headless.h"

/*
 * A kiosk that never met a family: its own fonts, text cache, tree and pixels. Given the state of
 * another kiosk it draws what that one should show if it remembered nothing else.
 */
typedef struct Mirror Mirror;

/** `of` is what it stands beside (its clock is read); `folder` and `assets` as for that one. */
MUST_USE ErrCode mirror_open(const Headless *of, const char *folder, const char *assets,
                             Mirror **mirror, Err *err);
void mirror_close(Mirror *mirror);

/**
 * How many pixels of the other kiosk are not those of a fresh one in its state.
 * @param keys_used  the last input was a key: a ring shows where the focus is
 */
MUST_USE ErrCode mirror_compare(Mirror *mirror, bool keys_used, size_t *different, Err *err);

/** What the mirror shows, as PNG. */
MUST_USE ErrCode mirror_shot(const Mirror *mirror, const char *path, Err *err);

/** For staff's work behind the kiosk's back. */
Store *mirror_store(Mirror *mirror);

#endif
