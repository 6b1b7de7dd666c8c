#include "data/domain/visit.h"

#include "data/base/check.h"

static const Str8 METHOD_NAMES[VISIT_METHOD_COUNT] = {
    [VISIT_BY_PHONE] = {"phone", 5},
    [VISIT_BY_CARD] = {"card", 4},
    [VISIT_BY_NAME] = {"name", 4},
    [VISIT_BY_COUNT] = {"count", 5},
};

Str8 visit_method_name(VisitMethod method) {
    FOYER_ASSERT(method < VISIT_METHOD_COUNT);
    return METHOD_NAMES[method];
}

bool visit_method_parse(Str8 text, VisitMethod *method) {
    for (unsigned i = 0; i < VISIT_METHOD_COUNT; i++) {
        if (str8_equal(text, METHOD_NAMES[i])) {
            *method = (VisitMethod)i;
            return true;
        }
    }
    return false;
}
