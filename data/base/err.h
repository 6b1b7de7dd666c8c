#ifndef FOYER_DATA_BASE_ERR_H
#define FOYER_DATA_BASE_ERR_H

/** What went wrong, by what the caller can do about it. */
typedef enum {
    ERR_OK = 0,
    ERR_NOT_FOUND, /* no such thing */
    ERR_INVALID,   /* the input is wrong: mend it */
    ERR_LIMIT,     /* a named maximum was reached */
    ERR_BUSY,      /* try again later */
    ERR_CONFLICT,  /* somebody else changed it */
    ERR_OFFLINE,   /* the other side cannot be reached */
    ERR_DENIED,    /* not allowed, or the wrong secret */
    ERR_CORRUPT,   /* stored data is damaged */
    ERR_IO,        /* the disk, a file, a device */
    ERR_NO_MEMORY,
    ERR_INTERNAL,
} ErrCode;

#define MUST_USE __attribute__((warn_unused_result))

enum { ERR_TEXT_MAX = 320 };

/** A code and one line of facts (file, row, value), never personal data, never shown to a family.
 */
typedef struct {
    ErrCode code;
    char text[ERR_TEXT_MAX];
} Err;

/** Set `err` (may be NULL) to `code` with a printf-formatted line; returns `code` for `return`. */
ErrCode err_set(Err *err, ErrCode code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Put `format`'s text and ": " before the line that `err` already holds; returns err->code. */
ErrCode err_wrap(Err *err, ErrCode code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The code's name in lower case ("not-found"). Static. */
const char *err_code_name(ErrCode code);

#endif
