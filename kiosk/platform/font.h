#ifndef FOYER_KIOSK_PLATFORM_FONT_H
#define FOYER_KIOSK_PLATFORM_FONT_H

#include "data/base/err.h"
#include "kiosk/ui/text.h"

/**
 * Fonts through SDL2_ttf: files of the Debian packages fonts-noto-core, fonts-noto-cjk and
 * fonts-sil-padauk, each mapped when it is first needed. Glyph coverage of runs and their widths
 * are cached within bounds. UI thread only.
 */
typedef struct Fonts Fonts;

enum { FONT_OPEN_MAX = 48, FONT_COVERAGE_BYTES_MAX = 24 << 20, FONT_RUNS_MAX = 2048 };

/** Opens no file. ERR_IO when SDL2_ttf does not start, ERR_NOT_FOUND without the first font. */
ErrCode fonts_new(Fonts **fonts, Err *err) MUST_USE;
void fonts_free(Fonts *fonts);
/** The port borrows `fonts`. */
FontPort fonts_port(Fonts *fonts);
/** Overwrite and drop glyph runs and widths: a session ended (invariant 9). */
void fonts_wipe(Fonts *fonts);
/** How many files are mapped: the first frame must not need other languages' fonts. */
size_t fonts_mapped_count(const Fonts *fonts);

#endif
