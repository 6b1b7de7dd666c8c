#include "sync/hub/hub_problems.h"

#include "data/base/check.h"

static const Problem PROBLEMS[] = {
#define HUB_PROBLEM_ROW(name, kind_text, status_code, title_text)                                  \
    [PROBLEM_##name] = {.kind = {kind_text, sizeof kind_text - 1},                                 \
                        .title = {title_text, sizeof title_text - 1},                              \
                        .status = status_code},
    HUB_PROBLEMS(HUB_PROBLEM_ROW)
#undef HUB_PROBLEM_ROW
};

Problem hub_problem(ProblemId id) {
    FOYER_ASSERT((unsigned)id < PROBLEM_COUNT);
    return PROBLEMS[id];
}
