#include "kiosk/i18n/plural.h"

#include <string.h>

#include "data/base/check.h"

/*
 * Invariants: a node's arguments were made before it, so evaluating cannot loop; depth is bounded
 * while parsing, so evaluating cannot exhaust the stack.
 */
typedef enum {
    OP_NUMBER,
    OP_N,
    OP_NOT,
    OP_CHOICE,
    OP_OR,
    OP_AND,
    OP_EQUAL,
    OP_NOT_EQUAL,
    OP_LESS_EQUAL,
    OP_GREATER_EQUAL,
    OP_LESS,
    OP_GREATER,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_REMAINDER,
} PluralOp;

/** Longer signs stand before their beginnings ("<=" before "<"). */
static const struct {
    const char *sign;
    PluralOp operation;
    int precedence;
} OPERATORS[] = {
    {"||", OP_OR, 1},        {"&&", OP_AND, 2},        {"==", OP_EQUAL, 3},
    {"!=", OP_NOT_EQUAL, 3}, {"<=", OP_LESS_EQUAL, 4}, {">=", OP_GREATER_EQUAL, 4},
    {"<", OP_LESS, 4},       {">", OP_GREATER, 4},     {"+", OP_ADD, 5},
    {"-", OP_SUBTRACT, 5},   {"*", OP_MULTIPLY, 6},    {"/", OP_DIVIDE, 6},
    {"%", OP_REMAINDER, 6},
};

enum { OPERATORS_COUNT = sizeof OPERATORS / sizeof OPERATORS[0], PRECEDENCE_LOWEST = 1 };

typedef struct {
    Str8 text;
    size_t at;
    PluralRule *rule;
    int depth;
    ErrCode failed;
} PluralParser;

static uint8_t plural_fail(PluralParser *parser, ErrCode code) {
    if (parser->failed == ERR_OK) {
        parser->failed = code;
    }
    return 0;
}

static uint8_t plural_node(PluralParser *parser, PluralOp operation, uint8_t a, uint8_t b,
                           uint8_t c) {
    PluralRule *rule = parser->rule;
    if (rule->count == PLURAL_STEPS_MAX) {
        return plural_fail(parser, ERR_LIMIT);
    }
    struct PluralNode *node = &rule->nodes[rule->count];
    node->operation = (uint8_t)operation;
    node->arguments[0] = a;
    node->arguments[1] = b;
    node->arguments[2] = c;
    return (uint8_t)rule->count++;
}

static char plural_peek(PluralParser *parser) {
    while (parser->at < parser->text.len &&
           (parser->text.ptr[parser->at] == ' ' || parser->text.ptr[parser->at] == '\t')) {
        parser->at++;
    }
    return parser->at < parser->text.len ? parser->text.ptr[parser->at] : '\0';
}

static bool plural_take(PluralParser *parser, char wanted) {
    if (plural_peek(parser) != wanted) {
        return false;
    }
    parser->at++;
    return true;
}

static uint8_t plural_choice(PluralParser *parser);

static uint8_t plural_number(PluralParser *parser) {
    uint32_t number = 0;
    while (parser->at < parser->text.len && parser->text.ptr[parser->at] >= '0' &&
           parser->text.ptr[parser->at] <= '9') {
        if (number > UINT32_MAX / 10 - 1) {
            return plural_fail(parser, ERR_LIMIT);
        }
        number = number * 10 + (uint32_t)(parser->text.ptr[parser->at++] - '0');
    }
    uint8_t node = plural_node(parser, OP_NUMBER, 0, 0, 0);
    parser->rule->nodes[node].number = number;
    return node;
}

static uint8_t plural_primary(PluralParser *parser) {
    if (parser->failed != ERR_OK) {
        return 0;
    }
    if (++parser->depth > PLURAL_DEPTH_MAX) {
        return plural_fail(parser, ERR_LIMIT);
    }
    uint8_t node = 0;
    char next = plural_peek(parser);
    if (next == 'n') {
        parser->at++;
        node = plural_node(parser, OP_N, 0, 0, 0);
    } else if (next >= '0' && next <= '9') {
        node = plural_number(parser);
    } else if (plural_take(parser, '!')) {
        node = plural_node(parser, OP_NOT, plural_primary(parser), 0, 0);
    } else if (plural_take(parser, '(')) {
        node = plural_choice(parser);
        if (!plural_take(parser, ')')) {
            plural_fail(parser, ERR_INVALID);
        }
    } else {
        plural_fail(parser, ERR_INVALID);
    }
    parser->depth--;
    return node;
}

/** The index of the operator that comes next, or OPERATORS_COUNT. */
static size_t plural_operator(PluralParser *parser) {
    (void)plural_peek(parser);
    Str8 rest = str8_slice(parser->text, parser->at, parser->text.len);
    for (size_t i = 0; i < OPERATORS_COUNT; i++) {
        if (str8_starts_with(rest, str8_from(OPERATORS[i].sign))) {
            return i;
        }
    }
    return OPERATORS_COUNT;
}

static uint8_t plural_binary(PluralParser *parser, int precedence) {
    if (precedence > 6) {
        return plural_primary(parser);
    }
    uint8_t left = plural_binary(parser, precedence + 1);
    while (parser->failed == ERR_OK) {
        size_t found = plural_operator(parser);
        if (found == OPERATORS_COUNT || OPERATORS[found].precedence != precedence) {
            break;
        }
        parser->at += strlen(OPERATORS[found].sign);
        uint8_t right = plural_binary(parser, precedence + 1);
        left = plural_node(parser, OPERATORS[found].operation, left, right, 0);
    }
    return left;
}

static uint8_t plural_choice(PluralParser *parser) {
    if (++parser->depth > PLURAL_DEPTH_MAX) {
        return plural_fail(parser, ERR_LIMIT);
    }
    uint8_t node = plural_binary(parser, PRECEDENCE_LOWEST);
    if (parser->failed == ERR_OK && plural_take(parser, '?')) {
        uint8_t yes = plural_choice(parser);
        if (!plural_take(parser, ':')) {
            return plural_fail(parser, ERR_INVALID);
        }
        uint8_t no = plural_choice(parser);
        node = plural_node(parser, OP_CHOICE, node, yes, no);
    }
    parser->depth--;
    return node;
}

PluralRule plural_rule_default(void) {
    PluralRule rule = {0};
    ErrCode code = plural_rule_parse(STR8("nplurals=2; plural=n != 1;"), &rule, NULL);
    FOYER_ASSERT(code == ERR_OK);
    return rule;
}

/** The value of "key=value" in a list with ";" between; empty when it is not there. */
static Str8 plural_part(Str8 header, Str8 key) {
    Str8 rest = header;
    while (rest.ptr != NULL && rest.len > 0) {
        Str8 part = str8_trim(str8_cut(rest, ';', &rest));
        if (str8_starts_with(part, key)) {
            Str8 value = str8_trim(str8_slice(part, key.len, part.len));
            if (value.len > 0 && value.ptr[0] == '=') {
                return str8_trim(str8_slice(value, 1, value.len));
            }
        }
    }
    return (Str8){NULL, 0};
}

ErrCode plural_rule_parse(Str8 header, PluralRule *rule, Err *err) {
    int64_t forms = 0;
    if (!str8_to_int(plural_part(header, STR8("nplurals")), &forms) || forms < 1) {
        return err_set(err, ERR_INVALID, "plural rule has no nplurals");
    }
    if (forms > CATALOG_PLURALS_MAX) {
        return err_set(err, ERR_LIMIT, "plural rule has more than %d forms", CATALOG_PLURALS_MAX);
    }
    PluralRule parsed = {.forms = (size_t)forms};
    PluralParser parser = {.text = plural_part(header, STR8("plural")), .rule = &parsed};
    parsed.root = plural_choice(&parser);
    if (parser.failed == ERR_OK && plural_peek(&parser) != '\0') {
        parser.failed = ERR_INVALID;
    }
    if (parser.failed != ERR_OK) {
        return err_set(err, parser.failed, "plural rule could not be read at byte %zu", parser.at);
    }
    *rule = parsed;
    return ERR_OK;
}

static uint64_t plural_binary_value(PluralOp operation, uint64_t a, uint64_t b) {
    switch (operation) {
    case OP_OR:
        return a != 0 || b != 0;
    case OP_AND:
        return a != 0 && b != 0;
    case OP_EQUAL:
        return a == b;
    case OP_NOT_EQUAL:
        return a != b;
    case OP_LESS_EQUAL:
        return a <= b;
    case OP_GREATER_EQUAL:
        return a >= b;
    case OP_LESS:
        return a < b;
    case OP_GREATER:
        return a > b;
    case OP_ADD:
        return a + b;
    case OP_SUBTRACT:
        return a - b;
    case OP_MULTIPLY:
        return a * b;
    case OP_DIVIDE:
        return b == 0 ? 0 : a / b;
    case OP_REMAINDER:
        return b == 0 ? 0 : a % b;
    case OP_NUMBER:
    case OP_N:
    case OP_NOT:
    case OP_CHOICE:
        break;
    }
    return 0;
}

static uint64_t plural_value(const PluralRule *rule, uint8_t index, uint64_t n) {
    FOYER_ASSERT(index < rule->count);
    const struct PluralNode *node = &rule->nodes[index];
    PluralOp operation = (PluralOp)node->operation;
    if (operation == OP_NUMBER) {
        return node->number;
    }
    if (operation == OP_N) {
        return n;
    }
    uint64_t first = plural_value(rule, node->arguments[0], n);
    if (operation == OP_NOT) {
        return first == 0;
    }
    if (operation == OP_CHOICE) {
        return plural_value(rule, node->arguments[first != 0 ? 1 : 2], n);
    }
    return plural_binary_value(operation, first, plural_value(rule, node->arguments[1], n));
}

size_t plural_rule_form(const PluralRule *rule, int64_t n) {
    FOYER_ASSERT(rule->forms >= 1);
    uint64_t magnitude = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    uint64_t form = plural_value(rule, rule->root, magnitude);
    return form < rule->forms ? (size_t)form : 0;
}
