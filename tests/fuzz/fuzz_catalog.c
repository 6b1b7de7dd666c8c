#include <string.h>

#include "kiosk/i18n/catalog.h"
#include "tests/fuzz/fuzz.h"

/* An MO file: every text that a look-up gives lies inside the file, terminated and valid. */
typedef struct {
    const Catalog *catalog;
    Arena *arena;
    Str8 bytes;
    size_t visited;
} Visit;

static void check_inside(const Visit *visit, Str8 text) {
    FOYER_ASSERT(text.ptr >= visit->bytes.ptr);
    FOYER_ASSERT(text.ptr + text.len < visit->bytes.ptr + visit->bytes.len);
    FOYER_ASSERT(str8_is_valid(text));
}

static void check_plural(const Visit *visit, const char *msgid) {
    static const int64_t NUMBERS[] = {
        0, 1, 2, 3, 4, 5, 10, 11, 21, 100, 1000, INT64_MAX, INT64_MIN, INT64_MAX / 2, -1};
    size_t forms = catalog_plurals_count(visit->catalog);
    FOYER_ASSERT(forms >= 1 && forms <= CATALOG_PLURALS_MAX);
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        FOYER_ASSERT(catalog_plural_form(visit->catalog, NUMBERS[i]) < forms);
        Str8 form = catalog_get_plural(visit->catalog, msgid, NUMBERS[i]);
        if (form.ptr != NULL) {
            check_inside(visit, form);
            FOYER_ASSERT(form.ptr[form.len] == '\0');
        }
    }
}

static void check_message(void *context, const CatalogMessage *message) {
    Visit *visit = context;
    visit->visited++;
    check_inside(visit, message->key);
    check_inside(visit, message->forms);
    CatalogMessage found;
    FOYER_ASSERT(catalog_find_key(visit->catalog, message->key, &found));
    FOYER_ASSERT(found.forms.ptr == message->forms.ptr && found.plural == message->plural);
    Str8 msgid = message->key;
    Str8 owner = str8_cut(message->key, 4, &msgid);
    const char *name = msgid.ptr != NULL ? str8_to_c(visit->arena, owner) : NULL;
    Str8 text = catalog_get(visit->catalog, name,
                            str8_to_c(visit->arena, name != NULL ? msgid : message->key));
    FOYER_ASSERT(text.ptr == message->forms.ptr && text.len <= message->forms.len);
    FOYER_ASSERT(text.ptr[text.len] == '\0');
    check_plural(visit, str8_to_c(visit->arena, message->key));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Err err = {0};
    Visit visit = {.arena = &arena, .bytes = {(const char *)bytes, size}};
    ErrCode code = catalog_parse(&arena, visit.bytes, &visit.catalog, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        catalog_each(visit.catalog, check_message, &visit);
        FOYER_ASSERT(visit.visited == catalog_messages_count(visit.catalog));
        check_plural(&visit, "no such message");
    }
    arena_free(&arena);
    return 0;
}
