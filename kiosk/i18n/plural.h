#ifndef FOYER_KIOSK_I18N_PLURAL_H
#define FOYER_KIOSK_I18N_PLURAL_H

#include <stddef.h>
#include <stdint.h>

#include "data/base/err.h"
#include "data/base/str8.h"
#include "kiosk/i18n/catalog.h"

/*
 * The plural rule of a catalogue: the C expression of gettext's Plural-Forms ("n != 1"), parsed
 * once into a tree of at most PLURAL_STEPS_MAX nodes and PLURAL_DEPTH_MAX levels.
 */
typedef struct {
    struct PluralNode {
        uint8_t operation;
        uint8_t arguments[3]; /* indexes of earlier nodes */
        uint32_t number;
    } nodes[PLURAL_STEPS_MAX];
    size_t count;
    uint8_t root;
    size_t forms; /* nplurals, 1..CATALOG_PLURALS_MAX */
} PluralRule;

/** English's: two forms, "n != 1". What a catalogue without a rule gets. */
PluralRule plural_rule_default(void);

/**
 * Parse "nplurals=6; plural=n==0 ? 0 : ...;", the value of a Plural-Forms header.
 * @return ERR_OK, ERR_INVALID (syntax), ERR_LIMIT (too many nodes, levels or forms)
 */
MUST_USE ErrCode plural_rule_parse(Str8 header, PluralRule *rule, Err *err);

/** The form for n, always < rule->forms: a rule that gives more is answered with form 0. */
size_t plural_rule_form(const PluralRule *rule, int64_t n);

#endif
