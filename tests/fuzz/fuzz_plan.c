#include "data/domain/plan.h"
#include "tests/fuzz/fuzz.h"

/* A floor plan: what is taken reads back as the same plan, and its places are on it. */
static void check_spot(const PlanSpot *spot) {
    FOYER_ASSERT(spot->x >= 0 && spot->x <= 1000 && spot->y >= 0 && spot->y <= 1000);
    FOYER_ASSERT(spot->width >= 0 && spot->width <= 1000);
    FOYER_ASSERT(spot->height >= 0 && spot->height <= 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Plan plan;
    Err err = {0};
    ErrCode code = plan_parse(&arena, (Str8){(const char *)bytes, size}, &plan, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        Plan again;
        FOYER_ASSERT(plan.rooms_count > 0 && plan.rooms_count <= PLAN_ROOMS_MAX);
        FOYER_ASSERT(plan_parse(&arena, plan.svg, &again, &err) == ERR_OK);
        FOYER_ASSERT(str8_equal(plan.svg, again.svg));
        FOYER_ASSERT(plan.rooms_count == again.rooms_count && plan.aspect == again.aspect);
        for (size_t i = 0; i < plan.rooms_count; i++) {
            check_spot(&plan.rooms[i]);
            FOYER_ASSERT(plan_room(&again, plan.rooms[i].name) != NULL);
        }
    }
    arena_free(&arena);
    return 0;
}
