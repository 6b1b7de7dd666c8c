#ifndef FOYER_DATA_STORE_JSON_TEXT_H
#define FOYER_DATA_STORE_JSON_TEXT_H

#include "data/base/str8.h"

/**
 * Add `text` as a JSON string with its quotes, byte for byte as jansson writes it compactly: bodies
 * of records are hashed, and the hub makes them again with jansson. `text` is valid UTF-8.
 */
void json_text_add(Str8Builder *builder, Str8 text);

#endif
