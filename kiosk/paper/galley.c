#include "data/base/check.h"
#include "kiosk/paper/galley_private.h"

/*
 * Operations are one list in the order they were set, each with its page: moving a block to the
 * next page is adding to the y of the operations behind the one that came before the block.
 */

enum {
    GALLEY_OPS_MAX = 120000,
    ROLL_LENGTH_DOTS_MAX = 16000, /* two metres; what is longer goes on behind a cut */
};

static const int PERCENTS[PAPER_KIND_COUNT] = {
    [PAPER_ROLL_58] = 84, [PAPER_ROLL_80] = 100, [PAPER_LABEL_62] = 92,
    [PAPER_LETTER] = 100, [PAPER_A4] = 100,
};

Galley *galley_new(PaperLayout *layout, PaperKind kind) {
    FOYER_ASSERT(layout != NULL);
    Galley *galley = ARENA_NEW(&layout->scratch, Galley);
    if (galley != NULL) {
        *galley = (Galley){.layout = layout,
                           .arena = &layout->scratch,
                           .kind = kind,
                           .size = paper_size(kind),
                           .percent = PERCENTS[kind],
                           .pages_count = 1};
    }
    return galley;
}

void galley_speak(Galley *galley, const Locale *locale) {
    galley->locale = locale;
    galley->rtl = locale_is_rtl(locale);
}

Arena *galley_arena(const Galley *galley) {
    return galley->arena;
}

PaperSize galley_size(const Galley *galley) {
    return galley->size;
}

bool galley_is_sheet(const Galley *galley) {
    return galley->size.height_dots > 0;
}

int galley_scaled(const Galley *galley, int dots) {
    return (dots * galley->percent + 50) / 100;
}

void galley_zoom(Galley *galley, int percent) {
    galley->percent = percent;
}

void galley_fail(Galley *galley, ErrCode code, const char *why) {
    FOYER_ASSERT(code != ERR_OK);
    if (galley->code == ERR_OK) {
        galley->code = code;
        galley->why = why;
    }
}

Frame galley_frame(const Galley *galley) {
    int padding = galley->size.padding_dots;
    return (Frame){.page = 0,
                   .x = padding,
                   .y = galley_is_sheet(galley) ? padding : padding + 8,
                   .width = galley->size.width_dots - 2 * padding};
}

int galley_bottom(const Galley *galley) {
    int height = galley_is_sheet(galley) ? galley->size.height_dots : ROLL_LENGTH_DOTS_MAX;
    return height - galley->size.padding_dots - galley->kept_bottom;
}

void galley_keep_bottom(Galley *galley, int dots) {
    galley->kept_bottom = dots;
}

size_t galley_pages_count(const Galley *galley) {
    return galley->pages_count;
}

void galley_page_begin(Galley *galley, Frame *frame) {
    frame->page++;
    frame->y = galley_frame(galley).y;
    if (frame->page >= galley->pages_count) {
        galley->pages_count = frame->page + 1;
    }
    if (frame->page >= PAPER_PAGES_MAX) {
        galley_fail(galley, ERR_LIMIT, "a paper had too many pages");
        frame->page = PAPER_PAGES_MAX - 1;
    }
}

Op *galley_op(Galley *galley, OpKind kind, size_t page, GalleyBox box) {
    if (galley->code == ERR_OK && ++galley->ops_count > GALLEY_OPS_MAX) {
        galley_fail(galley, ERR_LIMIT, "a paper had too much on it");
    }
    Op *op = galley->code == ERR_OK ? ARENA_NEW(galley->arena, Op) : NULL;
    if (op == NULL) {
        galley_fail(galley, ERR_NO_MEMORY, "no memory for a paper");
        return NULL;
    }
    *op = (Op){.kind = kind, .page = page, .box = box};
    if (galley->last != NULL) {
        galley->last->next = op;
    } else {
        galley->first = op;
    }
    galley->last = op;
    return op;
}

GalleyBox galley_mirror(const Galley *galley, GalleyBox box) {
    if (galley->rtl) {
        box.x = galley->size.width_dots - box.x - box.width;
    }
    return box;
}

void galley_block_begin(Galley *galley, Frame *frame) {
    galley->block_before = galley->last;
    galley->block_top = frame->y;
}

static Op *block_first(const Galley *galley) {
    return galley->block_before != NULL ? galley->block_before->next : galley->first;
}

static void op_move(Op *op, size_t page, int down) {
    op->page = page;
    op->box.y += down;
    op->baseline += down;
}

/* As much as the page holds stays; what passes its bottom begins the next one, and so on. */
static void block_flow(Galley *galley, Frame *frame, Op *first, Op *last, GalleyHead *head,
                       void *context) {
    int down = 0;
    Frame at = *frame;
    for (Op *op = first; op != NULL; op = op == last ? NULL : op->next) {
        if (op->box.y + op->box.height + down > galley_bottom(galley) && op != first) {
            galley_page_begin(galley, &at);
            if (head != NULL) {
                head(galley, &at, context);
            }
            down = at.y - op->box.y;
        }
        op_move(op, at.page, down);
    }
    frame->page = at.page;
    frame->y += down;
}

static void block_move(Galley *galley, Frame *frame, Op *first, Op *last, GalleyHead *head,
                       void *context) {
    int height = frame->y - galley->block_top;
    galley_page_begin(galley, frame);
    if (head != NULL) {
        head(galley, frame, context);
    }
    for (Op *op = first; op != NULL; op = op == last ? NULL : op->next) {
        op_move(op, frame->page, frame->y - galley->block_top);
    }
    frame->y += height;
}

void galley_block_end(Galley *galley, Frame *frame, GalleyHead *head, void *context) {
    Op *first = block_first(galley);
    Op *last = galley->last;
    if (frame->y <= galley_bottom(galley) || first == NULL || galley->code != ERR_OK) {
        return;
    }
    int room = galley_bottom(galley) - galley_frame(galley).y;
    if (frame->y - galley->block_top <= room - room / 8) { /* heads take less than an eighth */
        block_move(galley, frame, first, last, head, context);
    } else {
        block_flow(galley, frame, first, last, head, context);
    }
}

void galley_rule(Galley *galley, Frame *frame, int thickness, int dash) {
    GalleyBox box = {frame->x, frame->y, frame->width, thickness};
    Op *op = galley_op(galley, OP_FILL, frame->page, galley_mirror(galley, box));
    if (op != NULL) {
        op->dash = dash;
    }
    frame->y += thickness;
}

void galley_fill(Galley *galley, size_t page, GalleyBox box) {
    (void)galley_op(galley, OP_FILL, page, galley_mirror(galley, box));
}

void galley_outline(Galley *galley, size_t page, GalleyBox box, int thickness, int dash) {
    Op *op = galley_op(galley, OP_OUTLINE, page, galley_mirror(galley, box));
    if (op != NULL) {
        op->thickness = thickness;
        op->dash = dash;
    }
}

void galley_arch(Galley *galley, size_t page, GalleyBox box, int thickness) {
    FOYER_ASSERT(box.height >= box.width / 2);
    Op *op = galley_op(galley, OP_ARCH, page, galley_mirror(galley, box));
    if (op != NULL) {
        op->thickness = thickness;
    }
}

static bool code_of(Galley *galley, Str8 payload, Code *code) {
    ErrCode made = code_make(galley->arena, payload, CODE_PAPER_VERSION_MAX, code, NULL);
    if (made != ERR_OK) {
        galley_fail(galley, made,
                    made == ERR_NO_MEMORY ? "no memory for a code" : "a code did not fit paper");
    }
    return made == ERR_OK;
}

int galley_code_module(Galley *galley, Str8 payload, int side, int module_max) {
    Code code;
    if (!code_of(galley, payload, &code)) {
        return CODE_MODULE_DOTS_MIN;
    }
    int module = side / (code.side + 2 * CODE_QUIET_MODULES);
    module = module > module_max ? module_max : module;
    return module < CODE_MODULE_DOTS_MIN ? CODE_MODULE_DOTS_MIN : module;
}

int galley_code_side(Galley *galley, Str8 payload, int module) {
    Code code;
    return code_of(galley, payload, &code) ? (code.side + 2 * CODE_QUIET_MODULES) * module : 0;
}

void galley_code(Galley *galley, Frame *frame, Str8 payload, int module) {
    FOYER_ASSERT(module >= CODE_MODULE_DOTS_MIN);
    Code code;
    if (!code_of(galley, payload, &code)) {
        return;
    }
    int side = (code.side + 2 * CODE_QUIET_MODULES) * module;
    GalleyBox box = {frame->x, frame->y, side, side};
    Op *op = galley_op(galley, OP_CODE, frame->page, galley_mirror(galley, box));
    if (op != NULL) {
        op->code = code;
        op->module = module;
    }
    frame->y += side;
}
