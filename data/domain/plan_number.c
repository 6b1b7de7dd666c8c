#include "data/domain/plan_number.h"

#include <math.h>

enum { DIGITS_MAX = 7, DECIMALS_MAX = 12, SCALE_MAX = 100, ARGUMENTS_MAX = 6 };

typedef struct {
    Str8 text;
    size_t at;
} Cursor;

static char peek(const Cursor *cursor) {
    return cursor->at < cursor->text.len ? cursor->text.ptr[cursor->at] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static void skip_spaces(Cursor *cursor) {
    while (peek(cursor) == ' ' || peek(cursor) == '\n' || peek(cursor) == '\t' ||
           peek(cursor) == '\r' || peek(cursor) == ',') {
        cursor->at++;
    }
}

static int take_digits(Cursor *cursor, double *number) {
    int digits = 0;
    while (is_digit(peek(cursor))) {
        *number = *number * 10 + (peek(cursor) - '0');
        cursor->at++;
        digits++;
    }
    return digits;
}

/* Down only: what is larger was refused, and what is smaller is nothing. */
static void take_exponent(Cursor *cursor, double *number) {
    Cursor ahead = *cursor;
    double exponent = 0;
    ahead.at++;
    bool down = peek(&ahead) == '-';
    ahead.at += down || peek(&ahead) == '+' ? 1 : 0;
    if (take_digits(&ahead, &exponent) > 0) {
        *number = down ? *number * pow(10, -exponent) : *number * (exponent == 0 ? 1 : INFINITY);
        *cursor = ahead;
    }
}

static bool take_number(Cursor *cursor, double *number) {
    double value = 0;
    double part = 0;
    skip_spaces(cursor);
    bool minus = peek(cursor) == '-';
    cursor->at += minus || peek(cursor) == '+' ? 1 : 0;
    int digits = take_digits(cursor, &value);
    int decimals = 0;
    if (peek(cursor) == '.') {
        cursor->at++;
        decimals = take_digits(cursor, &part);
    }
    if (digits + decimals == 0 || digits > DIGITS_MAX || decimals > 3 * DECIMALS_MAX) {
        return false;
    }
    value += part * pow(10, -decimals);
    if (peek(cursor) == 'e' || peek(cursor) == 'E') {
        take_exponent(cursor, &value);
    }
    *number = minus ? -value : value;
    return isfinite(value);
}

bool plan_number_first(Str8 text, double *number) {
    Cursor cursor = {text, 0};
    return take_number(&cursor, number);
}

bool plan_number(Str8 text, double *number) {
    Cursor cursor = {text, 0};
    if (text.len == 0 || !take_number(&cursor, number)) {
        return false;
    }
    Str8 unit = str8_trim(str8_slice(text, cursor.at, text.len));
    return unit.len == 0 || str8_equal(unit, STR8("px"));
}

/* "#1e9" is a colour. */
static void skip_color(Cursor *cursor) {
    do {
        cursor->at++;
    } while (is_digit(peek(cursor)) || (peek(cursor) >= 'a' && peek(cursor) <= 'z') ||
             (peek(cursor) >= 'A' && peek(cursor) <= 'Z'));
}

static bool exponent_is_small(Cursor *cursor) {
    Cursor ahead = *cursor;
    double exponent = 0;
    ahead.at++;
    bool down = peek(&ahead) == '-';
    ahead.at += down || peek(&ahead) == '+' ? 1 : 0;
    bool is_exponent = take_digits(&ahead, &exponent) > 0;
    cursor->at = is_exponent ? ahead.at : cursor->at + 1;
    return !is_exponent || down || exponent == 0;
}

bool plan_numbers_are_small(Str8 text) {
    Cursor cursor = {text, 0};
    bool small = true;
    while (small && cursor.at < text.len) {
        double ignored = 0;
        if (peek(&cursor) == '#') {
            skip_color(&cursor);
        } else if (peek(&cursor) == '.') {
            cursor.at++;
            (void)take_digits(&cursor, &ignored);
        } else if (is_digit(peek(&cursor))) {
            small = take_digits(&cursor, &ignored) <= DIGITS_MAX;
            if (peek(&cursor) == '.') {
                continue;
            }
        } else {
            cursor.at++;
            continue;
        }
        if (small && (peek(&cursor) == 'e' || peek(&cursor) == 'E')) {
            small = exponent_is_small(&cursor);
        }
    }
    return small;
}

bool plan_box(Str8 text, PlanBox *box) {
    Cursor cursor = {text, 0};
    PlanBox read = {0};
    if (!take_number(&cursor, &read.x) || !take_number(&cursor, &read.y)) {
        return false;
    }
    skip_spaces(&cursor);
    size_t start = cursor.at;
    bool is_box = take_number(&cursor, &read.width);
    read.width_text = str8_slice(text, start, cursor.at);
    skip_spaces(&cursor);
    start = cursor.at;
    is_box = is_box && take_number(&cursor, &read.height);
    read.height_text = str8_slice(text, start, cursor.at);
    skip_spaces(&cursor);
    if (!is_box || cursor.at < text.len || read.width <= 0 || read.height <= 0) {
        return false;
    }
    *box = read;
    return true;
}

/* ---- transforms ---- */

static PlanMatrix product(const PlanMatrix *m, const PlanMatrix *n) {
    return (PlanMatrix){
        .a = m->a * n->a + m->c * n->b,
        .b = m->b * n->a + m->d * n->b,
        .c = m->a * n->c + m->c * n->d,
        .d = m->b * n->c + m->d * n->d,
        .e = m->a * n->e + m->c * n->f + m->e,
        .f = m->b * n->e + m->d * n->f + m->f,
        .turned = m->turned || n->turned,
    };
}

static size_t take_arguments(Cursor *cursor, double values[ARGUMENTS_MAX]) {
    size_t count = 0;
    skip_spaces(cursor);
    if (peek(cursor) != '(') {
        return 0;
    }
    cursor->at++;
    while (count < ARGUMENTS_MAX && take_number(cursor, &values[count])) {
        count++;
        skip_spaces(cursor);
        if (peek(cursor) == ')') {
            cursor->at++;
            return count;
        }
    }
    return 0;
}

static bool take_step(Cursor *cursor, PlanMatrix *step) {
    double v[ARGUMENTS_MAX] = {0};
    size_t start = cursor->at;
    while ((peek(cursor) >= 'a' && peek(cursor) <= 'z') || peek(cursor) == 'X' ||
           peek(cursor) == 'Y') {
        cursor->at++;
    }
    Str8 name = str8_slice(cursor->text, start, cursor->at);
    size_t count = take_arguments(cursor, v);
    *step = (PlanMatrix){.a = 1, .d = 1};
    if (str8_equal(name, STR8("translate")) && (count == 1 || count == 2)) {
        step->e = v[0];
        step->f = v[1];
    } else if (str8_equal(name, STR8("scale")) && (count == 1 || count == 2)) {
        step->a = v[0];
        step->d = count == 2 ? v[1] : v[0];
    } else if (str8_equal(name, STR8("matrix")) && count == 6) {
        *step = (PlanMatrix){v[0], v[1], v[2], v[3], v[4], v[5], v[1] != 0 || v[2] != 0};
    } else if ((str8_equal(name, STR8("rotate")) && (count == 1 || count == 3)) ||
               ((str8_equal(name, STR8("skewX")) || str8_equal(name, STR8("skewY"))) &&
                count == 1)) {
        step->turned = true; /* how far is nobody's question: its rooms say where they are */
    } else {
        return false;
    }
    return true;
}

static bool is_small(const PlanMatrix *m) {
    return fabs(m->a) <= SCALE_MAX && fabs(m->b) <= SCALE_MAX && fabs(m->c) <= SCALE_MAX &&
           fabs(m->d) <= SCALE_MAX && isfinite(m->e) && isfinite(m->f);
}

bool plan_matrix_apply(PlanMatrix *matrix, Str8 transform) {
    Cursor cursor = {transform, 0};
    PlanMatrix whole = *matrix;
    skip_spaces(&cursor);
    while (cursor.at < transform.len) {
        PlanMatrix step;
        if (!take_step(&cursor, &step)) {
            return false;
        }
        whole = product(&whole, &step);
        if (!is_small(&whole)) {
            return false;
        }
        skip_spaces(&cursor);
    }
    *matrix = whole;
    return true;
}

PlanArea plan_matrix_area(const PlanMatrix *matrix, PlanArea area) {
    double x1 = matrix->a * area.left + matrix->e;
    double x2 = matrix->a * area.right + matrix->e;
    double y1 = matrix->d * area.top + matrix->f;
    double y2 = matrix->d * area.bottom + matrix->f;
    return (PlanArea){fmin(x1, x2), fmin(y1, y2), fmax(x1, x2), fmax(y1, y2)};
}
