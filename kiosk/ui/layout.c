#include "kiosk/ui/layout.h"

#include "data/base/check.h"
#include "kiosk/ui/build.h"
#include "kiosk/ui/tree.h"

/* Four walks over the tree, none recursive:
 * 1. children first: smallest and natural width of everything;
 * 2. parents first: widths;
 * 3. children first: heights, now that texts know where to wrap;
 * 4. parents first: heights along and across, positions, scrolling, clips.
 * All sums are made from the start edge; only placing mirrors (invariant: a mirrored tree is the
 * exact mirror image). */

enum {
    CARET_ROOM_DU = 9,
    REVEAL_MARGIN_PX = 24,
    ROUNDING_PROBE_DU = 1000, /* whole px a du exactly when these are */
};

typedef struct {
    Node *node;
    int size, min, max; /* max 0 = none */
    int weight;         /* 0 = does not grow */
    bool frozen;
} Share;

typedef struct {
    const Look *look;
    TextEngine *engine;
    Pool *pool;
    int rounding_px; /* what a du size may give way because it was rounded up: 0 or 1 */
    Share shares[NODES_MAX];
    size_t shares_count;
} Layout;

/* Along one axis of one node, in px. */
typedef struct {
    int start, end; /* padding */
    int inner;
} Span;

static int int_max(int a, int b) {
    return a > b ? a : b;
}

static int int_min(int a, int b) {
    return a < b ? a : b;
}

static int clamp_size(const Layout *layout, Size size, int px_size) {
    int max = look_px(layout->look, size.max);
    int clamped = int_max(px_size, look_px(layout->look, size.min));
    return max > 0 ? int_min(clamped, max) : clamped;
}

static Span span_x(const Look *look, const Node *node) {
    Edges pad = node->spec.pad;
    Span span = {look_px(look, pad.start), look_px(look, pad.end), 0};
    span.inner = int_max(0, node->rect.width - span.start - span.end);
    return span;
}

static Span span_y(const Look *look, const Node *node) {
    Edges pad = node->spec.pad;
    Span span = {look_px(look, pad.top), look_px(look, pad.bottom), 0};
    span.inner = int_max(0, node->rect.height - span.start - span.end);
    return span;
}

static bool node_has_text(const Node *node) {
    return node->spec.text.len > 0 || node->spec.caret;
}

static Node *flow_first(Node *node) {
    while (node != NULL && node->spec.absolute) {
        node = node->next;
    }
    return node;
}

static Node *flow_next(const Node *node) {
    return flow_first(node->next);
}

static int caret_room(const Node *node, const Look *look) {
    return node->spec.caret ? look_px(look, CARET_ROOM_DU) : 0;
}

TextSpec layout_text_spec(const Node *node, const Look *look, int width_px) {
    TypeStyle style = theme_type(look->theme, look->text_size, node->spec.type);
    TextSpec spec = {
        .text = node->spec.text,
        .language = node->language,
        .rtl = node->rtl,
        .size_px = look_px(look, theme_type_step_down(style.size_du, node->spec.type_steps_down)),
        .bold = style.bold,
        .serif = style.serif,
        .line_height_percent = style.line_height_percent,
        .width_max_px = node->spec.one_line ? 0 : width_px,
        .lines_max = node->spec.lines_max,
        .align = node->spec.align,
        .bold_spans_count = node->spec.bold_spans_count,
    };
    spec.marks_count = node->spec.marks_count;
    FOYER_ASSERT(spec.bold_spans_count <= TEXT_SPANS_MAX && spec.marks_count <= TEXT_SPANS_MAX);
    for (size_t i = 0; i < spec.marks_count; i++) {
        spec.marks[i] = node->spec.marks[i];
    }
    for (size_t i = 0; i < spec.bold_spans_count; i++) {
        spec.bold_spans[i] = node->spec.bold_spans[i];
    }
    return spec;
}

/* 1. Widths from below. */

static void measure_text_width(Layout *layout, const Node *node, int *min, int *fit) {
    TextSpec spec = layout_text_spec(node, layout->look, 0);
    int room = caret_room(node, layout->look);
    spec.lines_max = 0;
    *fit = text_layout(layout->engine, &spec)->width + room;
    *min = node->spec.one_line ? *fit : int_min(*fit, text_min_width(layout->engine, &spec) + room);
}

static void measure_children_width(Layout *layout, const Node *node, int *min, int *fit) {
    bool row = node->spec.axis == AXIS_ROW;
    int gap = 0;
    for (Node *child = flow_first(node->first_child); child != NULL; child = flow_next(child)) {
        *fit = row ? *fit + gap + child->fit_width_px : int_max(*fit, child->fit_width_px);
        *min = row && !node->spec.wrap ? *min + gap + child->min_width_px
                                       : int_max(*min, child->min_width_px);
        gap = look_px(layout->look, node->spec.gap);
    }
}

static void measure_width(Layout *layout, Node *node) {
    const NodeSpec *spec = &node->spec;
    if (spec->width.kind == SIZE_FIXED) {
        node->fit_width_px =
            clamp_size(layout, spec->width, look_px(layout->look, spec->width.value));
        node->min_width_px = node->fit_width_px;
        return;
    }
    int min = 0;
    int fit = 0;
    if (node_has_text(node)) {
        measure_text_width(layout, node, &min, &fit);
    } else if (spec->icon != 0) {
        min = fit = look_px(layout->look, spec->icon_size);
    }
    measure_children_width(layout, node, &min, &fit);
    Span pad = span_x(layout->look, node);
    node->fit_width_px = clamp_size(layout, spec->width, fit + pad.start + pad.end);
    node->min_width_px = clamp_size(layout, spec->width, min + pad.start + pad.end);
}

/* Sharing along an axis. */

static void share_add(Layout *layout, Share share) {
    FOYER_ASSERT(layout->shares_count < NODES_MAX);
    layout->shares[layout->shares_count++] = share;
}

static Share share_of(const Layout *layout, Node *node, Size size, int fit, int min, int inner) {
    Share share = {.node = node, .size = fit, .min = min, .max = look_px(layout->look, size.max)};
    if (size.kind == SIZE_GROW) {
        share.weight = size.value > 0 ? size.value : 1;
    } else if (size.kind == SIZE_PERCENT) {
        share.size = clamp_size(layout, size, (int)((int64_t)inner * size.value / 100));
        share.min = int_max(0, share.size - layout->rounding_px);
    } else if (size.kind == SIZE_FIXED) {
        share.min = int_max(0, fit - layout->rounding_px);
    }
    return share;
}

static Share share_width(const Layout *layout, Node *node, int inner) {
    return share_of(layout, node, node->spec.width, node->fit_width_px, node->min_width_px, inner);
}

static Share share_height(const Layout *layout, Node *node, int inner) {
    return share_of(layout, node, node->spec.height, node->fit_height_px, node->min_height_px,
                    inner);
}

static int64_t shares_total(const Layout *layout) {
    int64_t total = 0;
    for (size_t i = 0; i < layout->shares_count; i++) {
        total += layout->shares[i].size;
    }
    return total;
}

/* Give `left` to the growing ones that are not frozen, by weight, to the last pixel. */
static void shares_deal(Layout *layout, int64_t left, int64_t weights) {
    int64_t passed = 0;
    for (size_t i = 0; i < layout->shares_count; i++) {
        Share *share = &layout->shares[i];
        if (share->weight == 0 || share->frozen) {
            continue;
        }
        int64_t before = left * passed / weights;
        passed += share->weight;
        share->size = (int)(left * passed / weights - before);
    }
}

/* Freeze what came out under its min; when nothing did, what came out over its max. */
static bool shares_freeze(Layout *layout, bool at_max) {
    bool any = false;
    for (size_t i = 0; i < layout->shares_count; i++) {
        Share *share = &layout->shares[i];
        if (share->weight == 0 || share->frozen) {
            continue;
        }
        bool under = !at_max && share->size < share->min;
        bool over = at_max && share->max > 0 && share->size > share->max;
        if (under || over) {
            share->size = under ? share->min : share->max;
            share->frozen = true;
            any = true;
        }
    }
    return any;
}

static void shares_grow(Layout *layout, int available) {
    for (size_t round = 0; round <= layout->shares_count; round++) {
        int64_t left = available;
        int64_t weights = 0;
        for (size_t i = 0; i < layout->shares_count; i++) {
            const Share *share = &layout->shares[i];
            bool open = share->weight > 0 && !share->frozen;
            weights += open ? share->weight : 0;
            left -= open ? 0 : share->size;
        }
        if (weights == 0) {
            return;
        }
        shares_deal(layout, left > 0 ? left : 0, weights);
        if (!shares_freeze(layout, false) && !shares_freeze(layout, true)) {
            return;
        }
    }
}

/* What a share may give: all of them above their min, but only the growing or only the others. */
static int share_spare(const Share *share, bool growing) {
    return (share->weight > 0) == growing ? int_max(0, share->size - share->min) : 0;
}

static void shares_shrink(Layout *layout, int64_t excess, bool growing) {
    int64_t spare = 0;
    for (size_t i = 0; i < layout->shares_count; i++) {
        spare += share_spare(&layout->shares[i], growing);
    }
    int64_t take = excess < spare ? excess : spare;
    int64_t passed = 0;
    for (size_t i = 0; i < layout->shares_count && take > 0; i++) {
        Share *share = &layout->shares[i];
        int own = share_spare(share, growing);
        int64_t before = take * passed / spare;
        passed += own;
        share->size -= (int)(take * passed / spare - before);
    }
}

static void shares_fill(Layout *layout, int available) {
    shares_grow(layout, available);
    int64_t total = shares_total(layout);
    if (total > available) {
        shares_shrink(layout, total - available, false);
    }
}

/* Content that is too high must not push what stands below it off the screen: "Start over" has one
 * place (PRODUCT rule 3). Its node gets smaller than its content, which then lies under the rest.
 */
static void shares_squeeze(Layout *layout, int available) {
    for (size_t i = 0; i < layout->shares_count; i++) {
        Share *share = &layout->shares[i];
        share->min =
            share->weight > 0 ? look_px(layout->look, share->node->spec.height.min) : share->min;
    }
    int64_t total = shares_total(layout);
    if (total > available) {
        shares_shrink(layout, total - available, true);
    }
}

/* 2. Widths from above. */

/* The size across its parent's axis (or of an absolute node). */
static int cross_size(const Layout *layout, Size size, int fit, int min, int inner, bool stretch) {
    switch (size.kind) {
    case SIZE_FIXED:
        return fit;
    case SIZE_PERCENT:
        return clamp_size(layout, size, (int)((int64_t)inner * size.value / 100));
    case SIZE_GROW:
        return int_max(clamp_size(layout, size, inner), min);
    case SIZE_FIT:
    default:
        return stretch ? int_max(clamp_size(layout, size, inner), min)
                       : int_max(int_min(fit, inner), min);
    }
}

/* The last node of the wrapped row that begins with `first`. */
static Node *row_last(const Layout *layout, const Node *node, Node *first, int inner) {
    int gap = look_px(layout->look, node->spec.gap);
    int used = share_width(layout, first, inner).size - layout->rounding_px;
    Node *last = first;
    for (Node *child = flow_next(first); child != NULL; child = flow_next(child)) {
        used += gap + share_width(layout, child, inner).size - layout->rounding_px;
        if (node->spec.wrap && used > inner) {
            break;
        }
        last = child;
    }
    return last;
}

static void assign_row_widths(Layout *layout, Node *first, const Node *last, int inner, int gap) {
    layout->shares_count = 0;
    int available = inner;
    for (Node *child = first;; child = flow_next(child)) {
        share_add(layout, share_width(layout, child, inner));
        if (child == last) {
            break;
        }
        available -= gap;
    }
    shares_fill(layout, int_max(0, available));
    for (size_t i = 0; i < layout->shares_count; i++) {
        layout->shares[i].node->rect.width = layout->shares[i].size;
    }
}

static void assign_widths(Layout *layout, Node *node) {
    int inner = span_x(layout->look, node).inner;
    int gap = look_px(layout->look, node->spec.gap);
    Node *child = flow_first(node->first_child);
    while (child != NULL && node->spec.axis == AXIS_ROW) {
        Node *last = row_last(layout, node, child, inner);
        assign_row_widths(layout, child, last, inner, gap);
        child = flow_next(last);
    }
    for (child = node->first_child; child != NULL; child = child->next) {
        const NodeSpec *spec = &child->spec;
        if (spec->absolute) {
            int start = look_px(layout->look, spec->start);
            int room = spec->width.kind == SIZE_PERCENT ? node->rect.width
                                                        : int_max(0, node->rect.width - start);
            child->rect.width = cross_size(layout, spec->width, child->fit_width_px,
                                           child->min_width_px, room, false);
        } else if (node->spec.axis == AXIS_COLUMN) {
            child->rect.width =
                cross_size(layout, spec->width, child->fit_width_px, child->min_width_px, inner,
                           node->spec.cross == ALIGN_STRETCH);
        }
    }
}

/* 3. Heights from below. */

static void measure_rows_height(const Layout *layout, Node *node, int *min, int *fit) {
    int inner = span_x(layout->look, node).inner;
    int gap = look_px(layout->look, node->spec.gap);
    Node *first = flow_first(node->first_child);
    while (first != NULL) {
        const Node *last = row_last(layout, node, first, inner);
        int row_min = 0;
        int row_fit = 0;
        for (Node *child = first;; child = flow_next(child)) {
            FOYER_ASSERT(child != NULL); /* `last` is a follower of `first` */
            row_min = int_max(row_min, child->min_height_px);
            row_fit = int_max(row_fit, child->fit_height_px);
            if (child == last) {
                break;
            }
        }
        first = flow_next(last);
        *min += row_min + (first != NULL ? gap : 0);
        *fit += row_fit + (first != NULL ? gap : 0);
    }
}

static void measure_column_height(const Layout *layout, Node *node, int *min, int *fit) {
    int gap = 0;
    for (Node *child = flow_first(node->first_child); child != NULL; child = flow_next(child)) {
        *min += gap + child->min_height_px;
        *fit += gap + child->fit_height_px;
        gap = look_px(layout->look, node->spec.gap);
    }
}

static void measure_height(Layout *layout, Node *node) {
    const NodeSpec *spec = &node->spec;
    int min = 0;
    int fit = 0;
    if (node_has_text(node)) {
        int width = span_x(layout->look, node).inner - caret_room(node, layout->look);
        TextSpec text = layout_text_spec(node, layout->look, int_max(1, width));
        node->block = text_layout(layout->engine, &text);
        int line = (text.size_px * text.line_height_percent + 50) / 100;
        fit = node->block->lines_count > 0 ? node->block->height : line;
    } else if (spec->icon != 0) {
        fit = look_px(layout->look, spec->icon_size);
    }
    min = fit;
    if (node->first_child != NULL) {
        int content_min = 0;
        int content_fit = 0;
        if (spec->axis == AXIS_ROW) {
            measure_rows_height(layout, node, &content_min, &content_fit);
        } else {
            measure_column_height(layout, node, &content_min, &content_fit);
        }
        min = int_max(min, content_min);
        fit = int_max(fit, content_fit);
    }
    Span pad = span_y(layout->look, node);
    if (spec->height.kind == SIZE_FIXED) {
        fit = min = look_px(layout->look, spec->height.value) - pad.start - pad.end;
    } else if (spec->scroll) {
        min = 0;
    }
    node->fit_height_px = clamp_size(layout, spec->height, fit + pad.start + pad.end);
    node->min_height_px = clamp_size(layout, spec->height, min + pad.start + pad.end);
}

/* 4. Heights and places from above. */

typedef struct {
    int at;      /* where the next one begins, from the start edge */
    int between; /* leftover dealt out by ALIGN_BETWEEN */
    int count;   /* nodes of this row or column */
    int index;
} Flow;

static Flow flow_start(Align align, int leftover, int count) {
    int spare = int_max(0, leftover);
    Flow flow = {.count = count};
    if (align == ALIGN_CENTER) {
        flow.at = spare / 2;
    } else if (align == ALIGN_END) {
        flow.at = spare;
    } else if (align == ALIGN_BETWEEN && count > 1) {
        flow.between = spare;
    }
    return flow;
}

static void flow_advance(Flow *flow, int size, int gap) {
    flow->at += size + gap;
    if (flow->count > 1) {
        int steps = flow->count - 1;
        int dealt = flow->between * flow->index / steps;
        flow->index++;
        flow->at += flow->between * flow->index / steps - dealt;
    }
}

static int cross_offset(Align align, int leftover) {
    if (align == ALIGN_CENTER) {
        return int_max(0, leftover) / 2;
    }
    return align == ALIGN_END ? int_max(0, leftover) : 0;
}

/* The one place where start and end become left and right. `start` is from the node's own edge. */
static void place_x(const Node *node, Node *child, int start) {
    child->rect.x = node->rtl ? node->rect.x + node->rect.width - start - child->rect.width
                              : node->rect.x + start;
}

static void place_row(Layout *layout, Node *node, Node *first, const Node *last, Rect band) {
    int gap = look_px(layout->look, node->spec.gap);
    int used = 0;
    int count = 0;
    for (Node *child = first;; child = flow_next(child)) {
        const NodeSpec *spec = &child->spec;
        child->rect.height =
            cross_size(layout, spec->height, child->fit_height_px, child->min_height_px,
                       band.height, node->spec.cross == ALIGN_STRETCH);
        used += child->rect.width + (count > 0 ? gap : 0);
        count++;
        if (child == last) {
            break;
        }
    }
    Flow flow = flow_start(node->spec.main, band.width - used, count);
    for (Node *child = first;; child = flow_next(child)) {
        place_x(node, child, band.x + flow.at);
        child->rect.y = band.y + cross_offset(node->spec.cross, band.height - child->rect.height);
        flow_advance(&flow, child->rect.width, gap);
        if (child == last) {
            break;
        }
    }
}

static int row_height(const Node *first, const Node *last) {
    int height = 0;
    for (const Node *child = first;; child = flow_next(child)) {
        FOYER_ASSERT(child != NULL);
        height = int_max(height, child->fit_height_px);
        if (child == last) {
            return height;
        }
    }
}

/* `top` is the y of the content's upper edge on the screen. */
static void place_rows(Layout *layout, Node *node, Span x, Span y, int top) {
    int gap = look_px(layout->look, node->spec.gap);
    Node *first = flow_first(node->first_child);
    while (first != NULL) {
        Node *last = row_last(layout, node, first, x.inner);
        bool alone = !node->spec.wrap;
        int height = alone ? y.inner : row_height(first, last);
        place_row(layout, node, first, last, (Rect){x.start, top, x.inner, height});
        top += height + gap;
        first = flow_next(last);
    }
}

static void place_column(Layout *layout, Node *node, Span x, Span y, int top) {
    int gap = look_px(layout->look, node->spec.gap);
    layout->shares_count = 0;
    int gaps = 0;
    for (Node *child = flow_first(node->first_child); child != NULL; child = flow_next(child)) {
        gaps += layout->shares_count > 0 ? gap : 0;
        share_add(layout, share_height(layout, child, y.inner));
    }
    int available = int_max(0, y.inner - gaps);
    if (node->spec.scroll) {
        shares_grow(layout, available);
    } else {
        shares_fill(layout, available);
        shares_squeeze(layout, available);
    }
    int leftover = available - (int)shares_total(layout);
    Flow flow = flow_start(node->spec.main, leftover, (int)layout->shares_count);
    for (size_t i = 0; i < layout->shares_count; i++) {
        Node *child = layout->shares[i].node;
        child->rect.height = layout->shares[i].size;
        child->rect.y = top + flow.at;
        place_x(node, child, x.start + cross_offset(node->spec.cross, x.inner - child->rect.width));
        flow_advance(&flow, child->rect.height, gap);
    }
}

static void place_absolute(Layout *layout, const Node *node, Node *child) {
    const NodeSpec *spec = &child->spec;
    int top = look_px(layout->look, spec->top);
    int room =
        spec->height.kind == SIZE_PERCENT ? node->rect.height : int_max(0, node->rect.height - top);
    bool fits_itself = spec->height.kind == SIZE_FIT;
    child->rect.height = fits_itself ? child->fit_height_px
                                     : cross_size(layout, spec->height, child->fit_height_px,
                                                  child->min_height_px, room, false);
    place_x(node, child, look_px(layout->look, spec->start));
    child->rect.y = node->rect.y + top;
}

static int content_bottom(const Node *node, int top) {
    int bottom = top;
    for (const Node *child = node->first_child; child != NULL; child = child->next) {
        bottom =
            child->spec.absolute ? bottom : int_max(bottom, child->rect.y + child->rect.height);
    }
    return bottom;
}

/* Children were placed unscrolled; absolute ones scroll along. */
static void scroll_children(Layout *layout, Node *node, Span y, int top) {
    PoolSlot *slot = pool_get(layout->pool, node->key);
    if (slot == NULL) {
        return;
    }
    int most = int_max(0, content_bottom(node, top) - top - y.inner);
    slot->scroll_px = int_max(0, int_min(slot->scroll_px, most));
    for (Node *child = node->first_child; child != NULL; child = child->next) {
        child->rect.y -= slot->scroll_px;
    }
}

static void place_children(Layout *layout, Node *node) {
    Span x = span_x(layout->look, node);
    Span y = span_y(layout->look, node);
    int top = node->rect.y + y.start;
    if (node->spec.axis == AXIS_ROW) {
        place_rows(layout, node, x, y, top);
    } else {
        place_column(layout, node, x, y, top);
    }
    Rect clip = node->spec.scroll ? rect_intersect(node->clip, node->rect) : node->clip;
    for (Node *child = node->first_child; child != NULL; child = child->next) {
        child->clip = clip;
        if (child->spec.absolute) {
            place_absolute(layout, node, child);
        }
    }
    if (node->spec.scroll) {
        scroll_children(layout, node, y, top);
    }
}

void layout_tree(Node *root, const Look *look, TextEngine *engine, Pool *pool) {
    Layout layout = {.look = look, .engine = engine, .pool = pool};
    layout.rounding_px = look_px(look, ROUNDING_PROBE_DU) % ROUNDING_PROBE_DU == 0 ? 0 : 1;
    FOYER_ASSERT(root != NULL && root->parent == NULL);
    for (Node *node = tree_first_leaf(root); node != NULL;
         node = tree_next_after_children(node, root)) {
        node->rect = (Rect){0};
        measure_width(&layout, node);
    }
    root->rect = (Rect){0, 0, look->width_px, look->height_px};
    root->clip = root->rect;
    for (Node *node = root; node != NULL; node = tree_next(node, root)) {
        assign_widths(&layout, node);
    }
    for (Node *node = tree_first_leaf(root); node != NULL;
         node = tree_next_after_children(node, root)) {
        measure_height(&layout, node);
    }
    for (Node *node = root; node != NULL; node = tree_next(node, root)) {
        place_children(&layout, node);
    }
}

/* Scrolling from outside, and where texts go. */

bool layout_reveal(const Node *node, Pool *pool) {
    bool moved = false;
    int y = node->rect.y;
    for (const Node *box = node->parent; box != NULL; box = box->parent) {
        PoolSlot *slot = box->spec.scroll ? pool_get(pool, box->key) : NULL;
        if (slot == NULL) {
            continue;
        }
        int over = box->rect.y + REVEAL_MARGIN_PX - y;
        int under = y + node->rect.height + REVEAL_MARGIN_PX - box->rect.y - box->rect.height;
        bool above = node->rect.height + 2 * REVEAL_MARGIN_PX > box->rect.height || over > 0;
        int by = above ? int_max(0, over) * -1 : int_max(0, under);
        slot->scroll_px = int_max(0, slot->scroll_px + by);
        y -= by;
        moved = moved || by != 0;
    }
    return moved;
}

void layout_scroll_page(const Node *node, Pool *pool, int pages) {
    PoolSlot *slot = pool_get(pool, node->key);
    if (slot != NULL && node->spec.scroll) {
        slot->scroll_px = int_max(0, slot->scroll_px + pages * node->rect.height);
    }
}

bool layout_can_scroll(const Node *node, int pages) {
    int top = node->rect.y;
    for (const Node *child = node->first_child; child != NULL; child = child->next) {
        top = int_min(top, child->rect.y);
    }
    int bottom = content_bottom(node, node->rect.y);
    return pages < 0 ? top < node->rect.y : bottom > node->rect.y + node->rect.height;
}

Rect layout_text_rect(const Node *node, const Look *look) {
    Span x = span_x(look, node);
    Span y = span_y(look, node);
    int room = caret_room(node, look);
    int width = int_max(0, x.inner - room);
    int height = node->block != NULL ? node->block->height : 0;
    int left = node->rect.x + (node->rtl ? x.end + room : x.start);
    int top = node->rect.y + y.start + cross_offset(node->spec.main, y.inner - height);
    if (!node->spec.one_line || node->block == NULL) {
        return (Rect){left, top, width, height};
    }
    /* One line was laid out without a width, so it has no alignment of its own. */
    int leftover = width - node->block->width;
    bool at_end = (node->spec.align == TEXT_END) != node->rtl;
    int shift = node->spec.align == TEXT_CENTER ? leftover / 2 : (at_end ? leftover : 0);
    return (Rect){left + shift, top, node->block->width, height};
}
