#ifndef FOYER_DATA_DOMAIN_SVG_SCAN_H
#define FOYER_DATA_DOMAIN_SVG_SCAN_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * The tags of an SVG file, one after the other: just as much XML as a drawing needs (XML 1.0
 * without document types, entities of one's own, CDATA and processing instructions). Copies
 * nothing.
 */
enum { SVG_ATTRIBUTES_MAX = 64 };

typedef struct {
    Str8 name;
    Str8 value; /* as written: entities stay */
} SvgAttribute;

typedef enum { SVG_OPEN, SVG_CLOSE, SVG_END } SvgTagKind;

typedef struct {
    SvgTagKind kind;
    bool empty; /* SVG_OPEN: closes itself */
    Str8 name;
    SvgAttribute attributes[SVG_ATTRIBUTES_MAX];
    size_t attributes_count;
    Str8 before; /* words between the tag before (or a comment) and this one */
    size_t line; /* where it begins, from 1 */
} SvgTag;

typedef struct {
    Str8 svg; /* valid UTF-8 */
    size_t at;
    size_t line;
} SvgScan;

SvgScan svg_scan_make(Str8 svg);

/** The next tag. @return ERR_OK (SVG_END behind the last), ERR_INVALID with line and reason */
ErrCode svg_scan_next(SvgScan *scan, SvgTag *tag, Err *err) MUST_USE;

/** The value of the attribute, or empty with ptr NULL. */
Str8 svg_attribute(const SvgTag *tag, const char *name);

#endif
