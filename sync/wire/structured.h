#ifndef FOYER_SYNC_WIRE_STRUCTURED_H
#define FOYER_SYNC_WIRE_STRUCTURED_H

#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * RFC 9651 structured fields, as much of them as signatures and digests need: dictionaries of
 * items and inner lists, with parameters. Read strictly and bounded; every text borrows from the
 * field. Display strings and dates are refused.
 */
enum {
    STRUCTURED_FIELD_MAX = 2048, /* bytes of one field */
    STRUCTURED_PARAMS_MAX = 8,
    STRUCTURED_ITEMS_MAX = 16, /* of an inner list */
    STRUCTURED_ITEM_PARAMS_MAX = 2,
};

typedef enum {
    STRUCTURED_TRUE, /* a key without a value; `text` is empty */
    STRUCTURED_BOOLEAN,
    STRUCTURED_NUMBER,
    STRUCTURED_STRING,
    STRUCTURED_TOKEN,
    STRUCTURED_BYTES,
} StructuredKind;

typedef struct {
    StructuredKind kind;
    Str8 text; /* as it stands, delimiters included */
} StructuredBare;

typedef struct {
    Str8 key;
    StructuredBare value;
} StructuredParam;

typedef struct {
    StructuredBare value;
    StructuredParam params[STRUCTURED_ITEM_PARAMS_MAX];
    size_t params_count;
} StructuredItem;

/** One member of a dictionary. */
typedef struct {
    Str8 key;
    bool is_list;
    StructuredBare value; /* when it is no list */
    StructuredItem items[STRUCTURED_ITEMS_MAX];
    size_t items_count;
    StructuredParam params[STRUCTURED_PARAMS_MAX];
    size_t params_count;
} StructuredMember;

/**
 * Find a member of a dictionary (RFC 9651 4.2.2). The whole field is read: an error anywhere, also
 * a key that stands twice, is an error.
 * @return ERR_OK, ERR_NOT_FOUND, ERR_INVALID
 */
MUST_USE ErrCode structured_member(Str8 field, Str8 key, StructuredMember *member);

/** NULL when it is not there. */
const StructuredBare *structured_param(const StructuredMember *member, Str8 key);
/** What stands between the quotes; ptr NULL when it is no string or has an escape in it. */
Str8 structured_string(const StructuredBare *value);
/** Bytes of exactly `size`. */
bool structured_bytes(const StructuredBare *value, uint8_t *bytes, size_t size);
/** An inner list and its parameters as RFC 9651 4.1.1.1 writes them. */
void structured_add_list(Str8Builder *builder, const StructuredMember *member);

#endif
