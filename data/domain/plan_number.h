#ifndef FOYER_DATA_DOMAIN_PLAN_NUMBER_H
#define FOYER_DATA_DOMAIN_PLAN_NUMBER_H

#include <stdbool.h>

#include "data/base/str8.h"

/* Numbers, boxes and transforms of a drawing; for plan.c. The C library's own reader goes by the
 * process's locale, so it is not used. */

typedef struct {
    double x, y, width, height;
    Str8 width_text, height_text; /* as written */
} PlanBox;

typedef struct {
    double left, top, right, bottom;
} PlanArea;

/** x' = a x + c y + e, y' = b x + d y + f (SVG 1.1, 7.4). */
typedef struct {
    double a, b, c, d, e, f;
    bool turned; /* not only moved and scaled */
} PlanMatrix;

/** The whole text is a number, with "px" behind it or nothing. */
bool plan_number(Str8 text, double *number);
/** The number that the text begins with. */
bool plan_number_first(Str8 text, double *number);
/** No number in it has more than seven digits before the point, or an exponent above 0. */
bool plan_numbers_are_small(Str8 text);
/** "0 0 400 300" */
bool plan_box(Str8 text, PlanBox *box);
/** Put `transform` behind what `matrix` does. False: not understood, or it makes things more than
 * a hundred times larger. */
bool plan_matrix_apply(PlanMatrix *matrix, Str8 transform);
/** Where the area comes to be; the matrix is not turned. */
PlanArea plan_matrix_area(const PlanMatrix *matrix, PlanArea area);

#endif
