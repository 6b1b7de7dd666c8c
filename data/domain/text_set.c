#include "data/domain/text_set.h"

Str8 text_set_pick(TextSet set, Str8 language, Str8 *found) {
    const TextIn *best = set.count > 0 ? &set.items[0] : NULL;
    for (size_t i = 0; i < set.count; i++) {
        if (str8_equal(set.items[i].language, language)) {
            best = &set.items[i];
            break;
        }
        if (str8_equal(set.items[i].language, STR8("en"))) {
            best = &set.items[i];
        }
    }
    if (found != NULL) {
        *found = best != NULL ? best->language : (Str8){NULL, 0};
    }
    return best != NULL ? best->text : (Str8){NULL, 0};
}
