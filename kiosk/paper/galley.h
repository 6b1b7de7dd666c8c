#ifndef FOYER_KIOSK_PAPER_GALLEY_H
#define FOYER_KIOSK_PAPER_GALLEY_H

#include <stdbool.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "kiosk/i18n/locale.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/layout.h"

/*
 * Galley: one paper while it is set. Compositors (slip.c, badge.c, ...) put texts, rules and codes
 * into frames; galley_print turns all of them into a Paper. Private to this room.
 *
 * 1. All measures are whole dots. x counts from the start side of the raster: a right-to-left
 *    language mirrors it, here and nowhere else.
 * 2. It sticks at the first failure, as Str8Builder does: check once, in galley_print.
 * 3. Everything it holds lies in the layout's scratch arena or is a library's handle; galley_print
 *    overwrites the one and frees the other. Whoever made a galley calls it, whatever happened.
 */
typedef struct Galley Galley;

/** Type on paper. Sizes are the kind's own: see galley_type_size. */
typedef enum {
    TYPE_NOTE,
    TYPE_NOTE_BOLD,
    TYPE_BODY,
    TYPE_BOLD,
    TYPE_LEAD, /* bold, larger */
    TYPE_TITLE_SMALL,
    TYPE_TITLE,
    TYPE_NUMBER,     /* to be dialled or typed */
    TYPE_FIGURE,     /* a room's number in its door */
    TYPE_CHARACTERS, /* of a family card */
    TYPE_POSTER_SMALL,
    TYPE_POSTER,
    TYPE_POSTER_LARGE,
    TYPE_POSTER_HUGE, /* a first name, read across a table */
    TYPE_COUNT,
} GalleyType;

typedef enum { GALLEY_START, GALLEY_CENTER, GALLEY_END } GalleyAlign;

/** Where the next thing goes. */
typedef struct {
    size_t page;
    int x;
    int y;
    int width;
} Frame;

typedef struct {
    Str8 text;
    GalleyType type;
    GalleyAlign align;
    bool own_direction; /* content: in the direction of its first letter, at the frame's align */
    bool white;         /* on a black area */
} GalleyText;

/** Kept by the scratch arena of `layout`. @return NULL when that is exhausted */
Galley *galley_new(PaperLayout *layout, PaperKind kind);

/** Texts from here on are in this language (before: in none, left to right), and its start side is
 * where x begins. */
void galley_speak(Galley *galley, const Locale *locale);

Arena *galley_arena(const Galley *galley);
PaperSize galley_size(const Galley *galley);
bool galley_is_sheet(const Galley *galley);
/** Dots that `dots` of the 80 mm roll are on this kind: narrow paper is set smaller. */
int galley_scaled(const Galley *galley, int dots);
/** Sheets for staff are set small; what a family carries home from a sheet is not. */
void galley_zoom(Galley *galley, int percent);
/** The first failure stays. */
void galley_fail(Galley *galley, ErrCode code, const char *why);

/** The frame between the paddings of page 0. */
Frame galley_frame(const Galley *galley);
/** Everything that comes into `frame` until galley_block_end stays on one page if it can. On a new
 * page `head` (may be NULL) is set first. */
typedef void GalleyHead(Galley *galley, Frame *frame, void *context);
void galley_block_begin(Galley *galley, Frame *frame);
void galley_block_end(Galley *galley, Frame *frame, GalleyHead *head, void *context);
/** The top of a new page. */
void galley_page_begin(Galley *galley, Frame *frame);
size_t galley_pages_count(const Galley *galley);
/** The lowest dot that content of a sheet may reach; rolls have a length they never reach. */
int galley_bottom(const Galley *galley);
/** Keep so much free at the bottom of every page: for galley_pages_count's words. */
void galley_keep_bottom(Galley *galley, int dots);

/** Set `text` into the frame's width; its y moves below. Nothing when the text is empty. */
void galley_text(Galley *galley, Frame *frame, GalleyText text);
/** In the first of `types` (from large to small) that takes at most `lines_max` lines and breaks no
 * word, else in the last. */
void galley_text_fit(Galley *galley, Frame *frame, GalleyText text, const GalleyType *types,
                     size_t types_count, int lines_max);
/** It takes at most `lines_max` lines of `width` and breaks no word. */
bool galley_text_fits(Galley *galley, GalleyText text, int width, int lines_max);
/** What galley_text would need. */
int galley_text_height(Galley *galley, GalleyText text, int width);
/** As galley_text, with its lines centred in `height`; y moves by the greater of both. */
void galley_text_middle(Galley *galley, Frame *frame, GalleyText text, int height);

/** Black, or with `dash` > 0 dashes of that length. Moves y. */
void galley_rule(Galley *galley, Frame *frame, int thickness, int dash);
/** At a place, without moving anything. */
typedef struct {
    int x;
    int y;
    int width;
    int height;
} GalleyBox;

void galley_fill(Galley *galley, size_t page, GalleyBox box);
void galley_outline(Galley *galley, size_t page, GalleyBox box, int thickness, int dash);
/** A door: round at the top, flat at the bottom; the house's one motif. */
void galley_arch(Galley *galley, size_t page, GalleyBox box, int thickness);

/** A code of `module` dots with its quiet zone, at the frame's start; y moves below. ERR_LIMIT when
 * it needs more than CODE_PAPER_VERSION_MAX. */
void galley_code(Galley *galley, Frame *frame, Str8 payload, int module);
/** The largest module in dots, at least CODE_MODULE_DOTS_MIN, with which it is at most `side`. */
int galley_code_module(Galley *galley, Str8 payload, int side, int module_max);

/** Dots of a side, quiet zone included. */
int galley_code_side(Galley *galley, Str8 payload, int module);

enum { CODE_MODULE_DOTS_MIN = 4 /* 0.5 mm */ };

/** Finish: both forms into `arena`, everything else freed. */
MUST_USE ErrCode galley_print(Galley *galley, Arena *arena, Paper *paper, Err *err);

#endif
