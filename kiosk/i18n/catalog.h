#ifndef FOYER_KIOSK_I18N_CATALOG_H
#define FOYER_KIOSK_I18N_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * Catalog: one language's messages, read from a GNU MO file (gettext manual, "The Format of GNU MO
 * Files"). gettext's own library is process-global and silently English in the C locale.
 * 1. Every offset of the file is checked once, in catalog_parse; look-ups trust them.
 * 2. Every text is valid UTF-8 and terminated.
 * 3. After parsing it is constant: any thread may read it.
 */
enum {
    CATALOG_BYTES_MAX = 4 * 1024 * 1024,
    CATALOG_MESSAGES_MAX = 8192,
    CATALOG_PLURALS_MAX = 6,
    PLURAL_STEPS_MAX = 128, /* of a plural expression */
    PLURAL_DEPTH_MAX = 32,
};

typedef struct Catalog Catalog;

/**
 * Read a catalogue. Borrows `bytes`, which must outlive it; tables live in `arena`.
 *
 * @param catalog  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID (not an MO file, a bad offset, text that is not UTF-8, a plural rule
 *         that cannot be read), ERR_LIMIT, ERR_NO_MEMORY
 */
MUST_USE ErrCode catalog_parse(Arena *arena, Str8 bytes, const Catalog **catalog, Err *err);

/** The translation of `msgid` in `context` (NULL: none); {NULL, 0} when there is none. */
Str8 catalog_get(const Catalog *catalog, const char *context, const char *msgid);

/** The form of a plural message for `n`; {NULL, 0} when there is none. */
Str8 catalog_get_plural(const Catalog *catalog, const char *msgid, int64_t n);

size_t catalog_messages_count(const Catalog *catalog);

/** A message as the catalogue holds it. */
typedef struct {
    Str8 key;   /* "context EOT msgid", EOT being U+0004, or "msgid"; empty for the header */
    Str8 forms; /* all forms, NUL between */
    bool plural;
} CatalogMessage;

/** Call `visit` for every message, in no particular order. For checks of catalogues. */
void catalog_each(const Catalog *catalog,
                  void (*visit)(void *context, const CatalogMessage *message), void *context);

/** The message with exactly this key. */
bool catalog_find_key(const Catalog *catalog, Str8 key, CatalogMessage *message);

/** nplurals and the form for n, as the catalogue's header says. */
size_t catalog_plurals_count(const Catalog *catalog);
size_t catalog_plural_form(const Catalog *catalog, int64_t n);

#endif
