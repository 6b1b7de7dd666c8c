/*
 * 1. What is kept is written anew, tag by tag: the renderer sees what was checked and nothing else,
 *    however differently it reads XML.
 * 2. Elements stand on one of three lists: drawn (kept), said (left out with what is in them), and
 *    everything else, which refuses the drawing.
 * 3. Reading what was written gives the same bytes again.
 */
#include "data/domain/plan.h"

#include <math.h>

#include "data/base/hash.h"
#include "data/domain/plan_number.h"
#include "data/domain/svg_scan.h"

enum {
    SIDE_MIN = 10, /* of the viewBox */
    SIDE_MAX = 1000000,
    STROKE_PART = 20, /* the widest line: this part of the longer side */
    FAR_OUT = 1000000,
    TAG_EXTRA = 512, /* what the new root may have more than the old one */
};

typedef struct {
    Arena *arena;
    SvgTag tag;
    Str8Builder out;
    PlanBox box;
    PlanMatrix levels[PLAN_DEPTH_MAX]; /* of the elements that are open */
    Str8 open[PLAN_DEPTH_MAX];         /* their names */
    size_t depth;
    size_t aside; /* depth inside an element that is left out; 0 = none */
    size_t elements;
    bool in_style;
    bool has_root;
    PlanSpot *rooms;
    size_t rooms_count;
    bool has_foyer;
    PlanSpot foyer;
    Err *err;
} Parsing;

static ErrCode refuse(const Parsing *p, const char *why) {
    return err_set(p->err, ERR_INVALID, "line %zu: %s", p->tag.line, why);
}

static ErrCode refuse_room(const Parsing *p, Str8 name, const char *why) {
    return err_set(p->err, ERR_INVALID, "line %zu: room %.*s %s", p->tag.line, STR8_ARG(name), why);
}

static bool is_one_of(Str8 name, const char *const *names) {
    for (size_t i = 0; names[i] != NULL; i++) {
        if (str8_equal(name, str8_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_drawn(Str8 name) {
    static const char *const NAMES[] = {
        "g",       "path", "rect",  "circle",         "ellipse",        "line", "polyline",
        "polygon", "defs", "style", "linearGradient", "radialGradient", "stop", NULL};
    return is_one_of(name, NAMES);
}

/* Words are not drawn: room numbers are written by the kiosk. A prefix is some editor's own. */
static bool is_said(Str8 name) {
    static const char *const NAMES[] = {"title", "desc", "metadata", "text", NULL};
    return is_one_of(name, NAMES) || str8_find(name, STR8(":")) < name.len;
}

static bool contains(Str8 text, const char *word) {
    size_t len = str8_from(word).len;
    for (size_t i = 0; i + len <= text.len; i++) {
        if (str8_equal_ignoring_case(str8_slice(text, i, i + len), str8_from(word))) {
            return true;
        }
    }
    return false;
}

/* ---- values ---- */

static bool points_inside(Str8 value) {
    for (size_t i = str8_find(value, STR8("url(")); i < value.len;) {
        Str8 target = str8_slice(value, i + 4, value.len);
        if (!str8_starts_with(target, STR8("#"))) {
            return false;
        }
        i += 4 + str8_find(target, STR8("url("));
    }
    return true;
}

static ErrCode check_value(const Parsing *p, Str8 value) {
    if (!points_inside(value) || contains(value, "@import") || contains(value, "javascript:") ||
        contains(value, "data:") || contains(value, "://") ||
        str8_find(value, STR8("\\")) < value.len) {
        return refuse(p, "it points outside the drawing: a plan stands on its own");
    }
    if (str8_find(value, STR8(">")) < value.len) {
        return refuse(p, "a value holds a \">\"");
    }
    return ERR_OK;
}

static ErrCode check_stroke(const Parsing *p, Str8 value) {
    double width = 0;
    double side = p->box.width > p->box.height ? p->box.width : p->box.height;
    if (plan_number_first(value, &width) && width * STROKE_PART > side) {
        return refuse(p, "a line is wider than a room");
    }
    return ERR_OK;
}

/* "fill:#fff;stroke-width:2": dashes are left out, for fine ones take for ever to draw. */
static ErrCode check_style(const Parsing *p, Str8 style) {
    ErrCode code = ERR_OK;
    for (Str8 rest = style; rest.len > 0 && code == ERR_OK;) {
        Str8 value;
        Str8 name = str8_trim(str8_cut(str8_cut(rest, ';', &rest), ':', &value));
        if (str8_equal(name, STR8("stroke-dasharray")) &&
            !str8_equal(str8_trim(value), STR8("none"))) {
            code = refuse(p, "dashed lines are not taken: draw them as short ones");
        } else if (str8_equal(name, STR8("stroke-width"))) {
            code = check_stroke(p, value);
        }
    }
    return code;
}

static ErrCode check_sheet(const Parsing *p, Str8 sheet) {
    ErrCode code = check_value(p, sheet);
    if (code == ERR_OK && !plan_numbers_are_small(sheet)) {
        code = refuse(p, "a number is far too large");
    }
    for (Str8 rest = sheet; rest.len > 0 && code == ERR_OK;) {
        Str8 body;
        (void)str8_cut(str8_cut(rest, '}', &rest), '{', &body);
        code = check_style(p, body);
    }
    return code;
}

static bool is_free_text(Str8 name) {
    static const char *const NAMES[] = {"id", "class", NULL};
    return is_one_of(name, NAMES);
}

/* What an editor keeps for itself, and what only other programs understand. */
static bool is_left_out(Str8 name) {
    return str8_find(name, STR8(":")) < name.len || str8_starts_with(name, STR8("aria-")) ||
           str8_equal(name, STR8("role")) || str8_equal(name, STR8("xmlns")) ||
           (str8_starts_with(name, STR8("data-")) && !str8_equal(name, STR8("data-x")) &&
            !str8_equal(name, STR8("data-y")));
}

static ErrCode check_attribute(const Parsing *p, const SvgAttribute *attribute) {
    Str8 name = attribute->name;
    if (str8_starts_with(name, STR8("on"))) {
        return refuse(p, "scripts are not taken");
    }
    if (attribute->value.len > PLAN_VALUE_BYTES_MAX) {
        return err_set(p->err, ERR_LIMIT,
                       "line %zu: one line has far too many points: draw it in several parts",
                       p->tag.line);
    }
    ErrCode code = check_value(p, attribute->value);
    if (code == ERR_OK && !is_free_text(name) && !plan_numbers_are_small(attribute->value)) {
        code = refuse(p, "a number is far too large");
    }
    if (code == ERR_OK && str8_equal(name, STR8("stroke-dasharray")) &&
        !str8_equal(attribute->value, STR8("none"))) {
        code = refuse(p, "dashed lines are not taken: draw them as short ones");
    }
    if (code == ERR_OK && str8_equal(name, STR8("stroke-width"))) {
        code = check_stroke(p, attribute->value);
    }
    return code == ERR_OK && str8_equal(name, STR8("style")) ? check_style(p, attribute->value)
                                                             : code;
}

/* A gradient may take over another of the same drawing; all other links lead outside. */
static ErrCode check_link(const Parsing *p, const SvgAttribute *attribute) {
    bool link = str8_equal(attribute->name, STR8("href")) ||
                str8_equal(attribute->name, STR8("xlink:href"));
    if (link && !str8_starts_with(attribute->value, STR8("#"))) {
        return refuse(p, "it points outside the drawing: a plan stands on its own");
    }
    return ERR_OK;
}

static void write_attribute(Parsing *p, Str8 name, Str8 value) {
    char quote = str8_find(value, STR8("\"")) < value.len ? '\'' : '"';
    builder_format(&p->out, " %.*s=%c", STR8_ARG(name), quote);
    builder_add(&p->out, value);
    builder_add_char(&p->out, quote);
}

static bool is_own_of_root(Str8 name) {
    static const char *const NAMES[] = {"viewBox", "width", "height", "x", "y", "version", NULL};
    return is_one_of(name, NAMES);
}

static ErrCode write_attributes(Parsing *p, bool root) {
    for (size_t i = 0; i < p->tag.attributes_count; i++) {
        const SvgAttribute *attribute = &p->tag.attributes[i];
        ErrCode code = check_link(p, attribute);
        bool kept = str8_equal(attribute->name, STR8("xlink:href")) ||
                    (!is_left_out(attribute->name) && !(root && is_own_of_root(attribute->name)));
        if (code == ERR_OK && kept) {
            code = check_attribute(p, attribute);
        }
        if (code != ERR_OK) {
            return code;
        }
        if (kept) {
            write_attribute(p, attribute->name, attribute->value);
        }
    }
    return ERR_OK;
}

/* ---- rooms ---- */

/* @return false for an id that names no place */
static bool room_name(Str8 id, Str8 *name) {
    id = str8_trim(id);
    if (id.len > 5 && str8_equal_ignoring_case(str8_slice(id, 0, 5), STR8("room-"))) {
        *name = str8_slice(id, 5, id.len);
        return true;
    }
    *name = id;
    return str8_equal_ignoring_case(id, STR8("foyer")) ||
           (id.len > 0 && id.ptr[0] >= '0' && id.ptr[0] <= '9');
}

static ErrCode area_of(const Parsing *p, Str8 name, const PlanMatrix *matrix, PlanArea *area) {
    static const char *const SIDES[] = {"x", "y", "width", "height"};
    double at[4] = {0, 0, 0, 0};
    if (svg_attribute(&p->tag, "data-x").ptr != NULL) {
        bool is_point = plan_number(svg_attribute(&p->tag, "data-x"), &at[0]) &&
                        plan_number(svg_attribute(&p->tag, "data-y"), &at[1]);
        *area = (PlanArea){at[0], at[1], at[0], at[1]};
        return is_point ? ERR_OK : refuse_room(p, name, "has no number in data-x or data-y");
    }
    for (int i = 0; i < 4; i++) {
        Str8 value = svg_attribute(&p->tag, SIDES[i]);
        bool may_miss = i < 2 && value.ptr == NULL && str8_equal(p->tag.name, STR8("rect"));
        if (!may_miss && !plan_number(value, &at[i])) {
            return refuse_room(p, name, "has neither x, y, width and height nor data-x and data-y");
        }
    }
    if (matrix->turned) {
        return refuse_room(p, name, "is turned: say where it is with data-x and data-y");
    }
    *area = plan_matrix_area(matrix, (PlanArea){at[0], at[1], at[0] + at[2], at[1] + at[3]});
    return ERR_OK;
}

static int thousandths(double value, double whole) {
    double part = value * 1000 / whole;
    return part < -FAR_OUT || part > FAR_OUT ? -FAR_OUT : (int)lround(part);
}

static ErrCode add_spot(Parsing *p, Str8 name, const PlanArea *area) {
    const PlanBox *box = &p->box;
    PlanSpot spot = {
        .name = str8_copy(p->arena, name),
        .x = thousandths((area->left + area->right) / 2 - box->x, box->width),
        .y = thousandths((area->top + area->bottom) / 2 - box->y, box->height),
        .width = thousandths(area->right - area->left, box->width),
        .height = thousandths(area->bottom - area->top, box->height),
    };
    if (spot.x < 0 || spot.x > 1000 || spot.y < 0 || spot.y > 1000 || spot.width > 1000 ||
        spot.height > 1000 || spot.width < 0 || spot.height < 0) {
        return refuse_room(p, name, "is outside the drawing");
    }
    bool foyer = str8_equal_ignoring_case(name, STR8("foyer"));
    for (size_t i = 0; i < p->rooms_count; i++) {
        if (str8_equal_ignoring_case(p->rooms[i].name, name)) {
            return refuse_room(p, name, "is there twice");
        }
    }
    if (foyer && p->has_foyer) {
        return refuse_room(p, name, "is there twice");
    }
    if (foyer) {
        p->has_foyer = true;
        p->foyer = spot;
    } else if (p->rooms_count == PLAN_ROOMS_MAX) {
        return err_set(p->err, ERR_LIMIT, "more than %d rooms", PLAN_ROOMS_MAX);
    } else {
        p->rooms[p->rooms_count++] = spot;
    }
    return ERR_OK;
}

static ErrCode read_room(Parsing *p, const PlanMatrix *matrix) {
    Str8 name;
    Str8 id = svg_attribute(&p->tag, "id");
    if (!room_name(id, &name)) {
        return ERR_OK;
    }
    if (name.len == 0 || name.len > PLAN_ROOM_NAME_MAX || str8_find(name, STR8("&")) < name.len) {
        return refuse(p, "the id of a room is too long or has a sign that is not taken");
    }
    PlanArea area = {0};
    ErrCode code = area_of(p, name, matrix, &area);
    return code == ERR_OK ? add_spot(p, name, &area) : code;
}

/* ---- tags ---- */

static ErrCode begin_root(Parsing *p) {
    Str8 text = svg_attribute(&p->tag, "viewBox");
    if (!str8_equal(p->tag.name, STR8("svg"))) {
        return refuse(p, "it is not an SVG drawing");
    }
    if (!plan_box(text, &p->box)) {
        return refuse(p, "the drawing does not say its size (viewBox)");
    }
    double aspect = p->box.width * 1000 / p->box.height;
    if (p->box.width < SIDE_MIN || p->box.height < SIDE_MIN || p->box.width > SIDE_MAX ||
        p->box.height > SIDE_MAX || aspect > PLAN_ASPECT_MAX ||
        aspect < 1000.0 * 1000 / PLAN_ASPECT_MAX) {
        return refuse(p, "the drawing is too small, too large or too narrow (viewBox)");
    }
    p->has_root = true;
    p->depth = 1;
    p->levels[0] = (PlanMatrix){.a = 1, .d = 1};
    p->open[0] = p->tag.name;
    builder_add(&p->out, STR8("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    /* The renderer goes by width and height: they say the same. */
    write_attribute(p, STR8("viewBox"), text);
    write_attribute(p, STR8("width"), p->box.width_text);
    write_attribute(p, STR8("height"), p->box.height_text);
    ErrCode code = write_attributes(p, true);
    builder_add(&p->out, STR8(">\n"));
    return code == ERR_OK && p->tag.empty ? refuse(p, "the drawing is empty") : code;
}

static ErrCode begin_element(Parsing *p) {
    PlanMatrix matrix = p->levels[p->depth - 1];
    if (p->depth == PLAN_DEPTH_MAX || ++p->elements > PLAN_ELEMENTS_MAX) {
        return err_set(p->err, ERR_LIMIT, "line %zu: the drawing has too many parts", p->tag.line);
    }
    if (is_said(p->tag.name)) {
        p->aside = p->tag.empty ? 0 : 1;
        return ERR_OK;
    }
    if (!is_drawn(p->tag.name)) {
        return err_set(p->err, ERR_INVALID, "line %zu: <%.*s> is not taken: only lines and shapes",
                       p->tag.line, STR8_ARG(p->tag.name));
    }
    Str8 transform = svg_attribute(&p->tag, "transform");
    if (transform.ptr != NULL && !plan_matrix_apply(&matrix, transform)) {
        return refuse(p, "a transform cannot be read, or makes parts far too large");
    }
    ErrCode code = read_room(p, &matrix);
    builder_format(&p->out, "<%.*s", STR8_ARG(p->tag.name));
    code = code == ERR_OK ? write_attributes(p, false) : code;
    builder_add(&p->out, p->tag.empty ? STR8("/>\n") : STR8(">\n"));
    if (code == ERR_OK && !p->tag.empty) {
        p->open[p->depth] = p->tag.name;
        p->levels[p->depth++] = matrix;
        p->in_style = str8_equal(p->tag.name, STR8("style"));
    }
    return code;
}

static ErrCode begin_tag(Parsing *p) {
    if (p->depth == 0) {
        return p->has_root ? refuse(p, "something stands behind the drawing") : begin_root(p);
    }
    if (p->in_style) {
        return refuse(p, "a style sheet holds a tag");
    }
    if (str8_equal(p->tag.name, STR8("script"))) {
        return refuse(p, "scripts are not taken");
    }
    if (p->aside > 0) {
        p->aside += p->tag.empty ? 0 : 1;
        return p->aside > PLAN_DEPTH_MAX ? refuse(p, "tags stand too deep in each other") : ERR_OK;
    }
    return begin_element(p);
}

static ErrCode end_tag(Parsing *p) {
    if (p->aside > 0) {
        p->aside--;
        return ERR_OK;
    }
    if (p->depth == 0 || !str8_equal(p->open[p->depth - 1], p->tag.name)) {
        return refuse(p, "a tag is closed that was not open");
    }
    if (p->in_style) {
        Str8 sheet = str8_trim(p->tag.before);
        ErrCode code = check_sheet(p, sheet);
        if (code != ERR_OK) {
            return code;
        }
        builder_add(&p->out, sheet);
    }
    p->in_style = false;
    p->depth--;
    builder_format(&p->out, "</%.*s>\n", STR8_ARG(p->tag.name));
    return ERR_OK;
}

static ErrCode parse_tags(Parsing *p, Str8 svg) {
    SvgScan scan = svg_scan_make(svg);
    ErrCode code = svg_scan_next(&scan, &p->tag, p->err);
    while (code == ERR_OK && p->tag.kind != SVG_END) {
        code = p->tag.kind == SVG_OPEN ? begin_tag(p) : end_tag(p);
        if (code == ERR_OK) {
            code = svg_scan_next(&scan, &p->tag, p->err);
        }
    }
    if (code == ERR_OK && (p->depth > 0 || !p->has_root)) {
        code = refuse(p, p->has_root ? "the drawing is cut off" : "it is not an SVG drawing");
    }
    return code;
}

ErrCode plan_parse(Arena *arena, Str8 svg, Plan *plan, Err *err) {
    if (svg.len > PLAN_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "a plan has at most %d KB", PLAN_BYTES_MAX >> 10);
    }
    if (!str8_is_valid(svg) || str8_find(svg, (Str8){"", 1}) < svg.len) {
        return err_set(err, ERR_INVALID, "it is not an SVG drawing in UTF-8");
    }
    Parsing *p = ARENA_NEW(arena, Parsing);
    PlanSpot *rooms = ARENA_ARRAY(arena, PlanSpot, PLAN_ROOMS_MAX);
    if (p == NULL || rooms == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a plan");
    }
    p->arena = arena;
    p->err = err;
    p->rooms = rooms;
    p->out = builder_in(arena, 2 * svg.len + TAG_EXTRA);
    ErrCode code = parse_tags(p, svg);
    if (code == ERR_OK && (p->out.full || p->out.len > PLAN_BYTES_MAX)) {
        code = err_set(err, ERR_LIMIT, "a plan has at most %d KB", PLAN_BYTES_MAX >> 10);
    }
    if (code == ERR_OK && p->rooms_count == 0) {
        code = err_set(err, ERR_INVALID,
                       "no room is on it: give the shape of room 108 the id \"room-108\"");
    }
    if (code != ERR_OK) {
        return code;
    }
    Str8 text = builder_text(&p->out);
    *plan = (Plan){.svg = text,
                   .digest = hash_bytes(HASH_START, text.ptr, text.len),
                   .aspect = (int)lround(p->box.width * 1000 / p->box.height),
                   .rooms = rooms,
                   .rooms_count = p->rooms_count,
                   .has_foyer = p->has_foyer,
                   .foyer = p->foyer};
    return ERR_OK;
}

const PlanSpot *plan_room(const Plan *plan, Str8 name) {
    for (size_t i = 0; plan != NULL && i < plan->rooms_count; i++) {
        if (name.len > 0 && str8_equal_ignoring_case(plan->rooms[i].name, name)) {
            return &plan->rooms[i];
        }
    }
    return NULL;
}
