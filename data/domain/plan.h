#ifndef FOYER_DATA_DOMAIN_PLAN_H
#define FOYER_DATA_DOMAIN_PLAN_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/str8.h"

/*
 * The school's floor plan: an SVG with lines and shapes only, and where its rooms are. A room is an
 * element whose id is its number ("108") or "room-" and its name ("room-108", "room-library"), with
 * x, y, width and height, or with data-x and data-y in the units of the viewBox. An element with
 * the id "foyer" says where the kiosk stands.
 */
enum {
    PLAN_BYTES_MAX = 512 << 10,
    PLAN_ROOMS_MAX = 256,
    PLAN_ROOM_NAME_MAX = 24, /* bytes */
    PLAN_DEPTH_MAX = 32,
    PLAN_ELEMENTS_MAX = 8000,
    PLAN_VALUE_BYTES_MAX = 16 << 10, /* one path: drawing it takes the square of its length */
    PLAN_ASPECT_MAX = 4000, /* thousandths: four times as wide as high; the same the other way */
};

/** A place on the plan, in thousandths of its width and height. */
typedef struct {
    Str8 name;
    int x, y;          /* the middle */
    int width, height; /* 0: a mere point */
} PlanSpot;

typedef struct {
    Str8 svg;        /* nothing but what was checked; empty = there is no plan */
    uint64_t digest; /* of svg: tells one plan from another */
    int aspect;      /* thousandths: width / height */
    const PlanSpot *rooms;
    size_t rooms_count;
    bool has_foyer;
    PlanSpot foyer;
} Plan;

/**
 * Check a drawing and read its rooms. What is kept is written anew: elements that draw and their
 * own attributes; words, metadata and comments are left out. A plan's own svg comes out as it is.
 *
 * Scripts, links to anything outside, entities, pictures and animations are refused, as are numbers
 * so large that drawing would take for ever.
 *
 * @param svg   unchecked bytes
 * @param plan  [out] set only on ERR_OK; copied into `arena`
 * @return ERR_OK, ERR_INVALID and ERR_LIMIT with a reason for a secretary, ERR_NO_MEMORY
 */
ErrCode plan_parse(Arena *arena, Str8 svg, Plan *plan, Err *err) MUST_USE;

/** The room called `name` (case ignored); NULL when it is not on the plan, or `plan` is NULL. */
const PlanSpot *plan_room(const Plan *plan, Str8 name);

#endif
