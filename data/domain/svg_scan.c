#include "data/domain/svg_scan.h"

static ErrCode refuse(const SvgScan *scan, const char *why, Err *err) {
    return err_set(err, ERR_INVALID, "line %zu: %s", scan->line, why);
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

static bool at_end(const SvgScan *scan) {
    return scan->at >= scan->svg.len;
}

static char peek(const SvgScan *scan) {
    return at_end(scan) ? '\0' : scan->svg.ptr[scan->at];
}

static Str8 rest(const SvgScan *scan) {
    return str8_slice(scan->svg, scan->at, scan->svg.len);
}

static void skip(SvgScan *scan, size_t count) {
    for (size_t i = 0; i < count && !at_end(scan); i++) {
        scan->line += scan->svg.ptr[scan->at] == '\n';
        scan->at++;
    }
}

static void skip_spaces(SvgScan *scan) {
    while (!at_end(scan) && is_space(peek(scan))) {
        skip(scan, 1);
    }
}

static Str8 take_name(SvgScan *scan) {
    size_t start = scan->at;
    while (!at_end(scan) && is_name(peek(scan))) {
        scan->at++;
    }
    return str8_slice(scan->svg, start, scan->at);
}

SvgScan svg_scan_make(Str8 svg) {
    SvgScan scan = {.svg = svg, .line = 1};
    if (str8_starts_with(svg, STR8("\xEF\xBB\xBF"))) {
        scan.at = 3;
    }
    return scan;
}

/* Only the five of XML and numbers: an entity of one's own may be anything. */
static bool entities_are_plain(Str8 text) {
    static const char *const KNOWN[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"};
    for (size_t i = str8_find(text, STR8("&")); i < text.len;) {
        Str8 here = str8_slice(text, i, text.len);
        bool known = false;
        for (size_t k = 0; k < sizeof KNOWN / sizeof KNOWN[0]; k++) {
            known = known || str8_starts_with(here, str8_from(KNOWN[k]));
        }
        if (!known) {
            return false;
        }
        Str8 behind = str8_slice(text, i + 1, text.len);
        i += 1 + str8_find(behind, STR8("&"));
    }
    return true;
}

static ErrCode take_value(SvgScan *scan, Str8 *value, Err *err) {
    char quote = peek(scan);
    if (quote != '"' && quote != '\'') {
        return refuse(scan, "a value stands without quotation marks", err);
    }
    skip(scan, 1);
    size_t start = scan->at;
    while (!at_end(scan) && peek(scan) != quote) {
        if (peek(scan) == '<') {
            return refuse(scan, "a value is not closed", err);
        }
        skip(scan, 1);
    }
    if (at_end(scan)) {
        return refuse(scan, "a value is not closed", err);
    }
    *value = str8_slice(scan->svg, start, scan->at);
    skip(scan, 1);
    return entities_are_plain(*value) ? ERR_OK
                                      : refuse(scan, "entities (\"&...;\") are not taken", err);
}

static bool has_attribute(const SvgTag *tag, Str8 name) {
    bool has = false;
    for (size_t i = 0; i < tag->attributes_count; i++) {
        has = has || str8_equal(tag->attributes[i].name, name);
    }
    return has;
}

static ErrCode take_attribute(SvgScan *scan, SvgTag *tag, Err *err) {
    SvgAttribute attribute = {.name = take_name(scan)};
    if (attribute.name.len == 0) {
        return refuse(scan, "a tag is damaged", err);
    }
    if (tag->attributes_count == SVG_ATTRIBUTES_MAX) {
        return refuse(scan, "a tag says too much", err);
    }
    skip_spaces(scan);
    if (peek(scan) != '=') {
        return refuse(scan, "a tag is damaged", err);
    }
    skip(scan, 1);
    skip_spaces(scan);
    ErrCode code = take_value(scan, &attribute.value, err);
    if (code == ERR_OK && has_attribute(tag, attribute.name)) {
        return refuse(scan, "a tag says one thing twice", err);
    }
    tag->attributes[tag->attributes_count] = attribute;
    tag->attributes_count += code == ERR_OK ? 1 : 0;
    return code;
}

static ErrCode take_tag(SvgScan *scan, SvgTag *tag, Err *err) {
    skip(scan, 1);
    tag->kind = peek(scan) == '/' ? SVG_CLOSE : SVG_OPEN;
    skip(scan, tag->kind == SVG_CLOSE ? 1 : 0);
    tag->name = take_name(scan);
    if (tag->name.len == 0) {
        return refuse(scan, "a tag is damaged", err);
    }
    skip_spaces(scan);
    while (!at_end(scan) && peek(scan) != '>' && peek(scan) != '/') {
        ErrCode code = take_attribute(scan, tag, err);
        if (code != ERR_OK) {
            return code;
        }
        skip_spaces(scan);
    }
    tag->empty = peek(scan) == '/';
    skip(scan, tag->empty ? 1 : 0);
    bool closes_with_more = tag->kind == SVG_CLOSE && (tag->empty || tag->attributes_count > 0);
    if (peek(scan) != '>' || closes_with_more) {
        return refuse(scan, "a tag is not closed", err);
    }
    skip(scan, 1);
    return ERR_OK;
}

/* Past a comment or the XML declaration. */
static ErrCode skip_aside(SvgScan *scan, Str8 end, Err *err) {
    size_t len = str8_find(rest(scan), end);
    if (len == scan->svg.len - scan->at) {
        return refuse(scan, "a comment is not closed", err);
    }
    skip(scan, len + end.len);
    return ERR_OK;
}

ErrCode svg_scan_next(SvgScan *scan, SvgTag *tag, Err *err) {
    for (;;) {
        bool first = scan->at == 0 || (scan->at == 3 && scan->svg.ptr[0] == '\xEF');
        size_t start = scan->at;
        skip(scan, str8_find(rest(scan), STR8("<")));
        tag->kind = SVG_END;
        tag->empty = false;
        tag->name = STR8("");
        tag->attributes_count = 0;
        tag->before = str8_slice(scan->svg, start, scan->at);
        tag->line = scan->line;
        if (!entities_are_plain(tag->before)) {
            return refuse(scan, "entities (\"&...;\") are not taken", err);
        }
        ErrCode code = ERR_OK;
        if (at_end(scan)) {
            return ERR_OK;
        }
        if (str8_starts_with(rest(scan), STR8("<!--"))) {
            code = skip_aside(scan, STR8("-->"), err);
        } else if (first && str8_starts_with(rest(scan), STR8("<?xml "))) {
            code = skip_aside(scan, STR8("?>"), err);
        } else if (str8_starts_with(rest(scan), STR8("<!")) ||
                   str8_starts_with(rest(scan), STR8("<?"))) {
            return refuse(scan,
                          "document types, CDATA and processing instructions are not taken: save "
                          "the drawing as plain SVG",
                          err);
        } else {
            return take_tag(scan, tag, err);
        }
        if (code != ERR_OK) {
            return code;
        }
    }
}

Str8 svg_attribute(const SvgTag *tag, const char *name) {
    for (size_t i = 0; i < tag->attributes_count; i++) {
        if (str8_equal(tag->attributes[i].name, str8_from(name))) {
            return tag->attributes[i].value;
        }
    }
    return (Str8){NULL, 0};
}
