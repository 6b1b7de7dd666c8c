#include "sync/wire/message.h"

Str8 wire_header(const WireHeaders *headers, Str8 name) {
    for (size_t i = 0; i < headers->count; i++) {
        if (str8_equal_ignoring_case(headers->items[i].name, name)) {
            return headers->items[i].value;
        }
    }
    return (Str8){NULL, 0};
}

void wire_header_add(WireHeaders *headers, Str8 name, Str8 value) {
    if (headers->count == WIRE_HEADERS_MAX || wire_header(headers, name).ptr != NULL) {
        headers->doubled = true;
        return;
    }
    /* An empty value is there all the same. */
    headers->items[headers->count] = (WireHeader){name, value.ptr != NULL ? value : STR8("")};
    headers->count++;
}
