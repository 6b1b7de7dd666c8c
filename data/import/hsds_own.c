/*
 * What Foyer's own export says in attributes of the taxonomy "Foyer", because the specification has
 * no place for it. Terms have a code, attributes a value:
 *   foyer:own, foyer:person   "yes"
 *   foyer:key, foyer:room, foyer:source, foyer:address, foyer:assured (UTC milliseconds)
 *   foyer:need                the need's word, one attribute each
 *   foyer:text:FIELD:PART:LANGUAGE   a text that is not just one English one; PART counts helps
 */
#include "data/import/hsds_service.h"

#include "data/base/check.h"
#include "data/store/service_store.h"

enum { TAG_BYTES_MAX = 35 };

static const char TEXT_PREFIX[] = HSDS_OWN_PREFIX "text:";

static Str8 code_of(const HsdsPackage *package, HsdsRow attribute) {
    HsdsRow term = hsds_find(package, HSDS_TERM, HSDS_ID, hsds_cell(attribute, HSDS_TERM_ID));
    return hsds_cell(term, HSDS_CODE);
}

Str8 hsds_own_value(const HsdsPackage *package, Str8 service_id, Str8 code) {
    HsdsRow row = hsds_find(package, HSDS_ATTRIBUTE, HSDS_LINK_ID, service_id);
    while (row.table != NULL) {
        if (str8_equal(code_of(package, row), code)) {
            return hsds_cell(row, HSDS_VALUE);
        }
        row = hsds_next(package, HSDS_ATTRIBUTE, HSDS_LINK_ID, row);
    }
    return STR8("");
}

Str8 hsds_own_line(Str8 text) {
    return text.len <= SERVICE_LINE_BYTES_MAX ? text : STR8("");
}

bool hsds_own_tag_is_good(Str8 tag) {
    for (size_t i = 0; i < tag.len; i++) {
        char c = tag.ptr[i];
        bool good =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!good) {
            return false;
        }
    }
    return tag.len > 0 && tag.len <= TAG_BYTES_MAX;
}

/* The text set that a field's name means; NULL = none. */
static TextSet *field_of(Service *service, Str8 field, int64_t part) {
    const struct {
        const char *name;
        TextSet *set;
    } fields[] = {
        {"name", &service->name},
        {"alternate", &service->alternate},
        {"role", &service->role},
        {"summary", &service->summary},
        {"place", &service->place},
        {"cost", &service->cost},
        {"eligibility", &service->eligibility},
        {"ineligibility", &service->ineligibility},
        {"documents", &service->documents},
        {"apply", &service->apply},
        {"wait", &service->wait},
        {"interpreter", &service->interpreter},
        {"hours_text", &service->hours_text},
        {"alert", &service->alert},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (str8_equal(field, str8_from(fields[i].name))) {
            return fields[i].set;
        }
    }
    if (!str8_equal(field, STR8("help")) || part < 0 || part >= SERVICE_HELPS_MAX) {
        return NULL;
    }
    service->helps_count =
        service->helps_count > (size_t)part ? service->helps_count : (size_t)part + 1;
    return &service->helps[part];
}

/* Sets that were begun here hold what the attributes say; the columns' text is put aside. */
typedef struct {
    Arena *arena;
    TextSet *begun[TEXT_SET_MAX];
    size_t begun_count;
} Texts;

static void add_text(Texts *texts, TextSet *set, Str8 language, Str8 text) {
    bool begun = false;
    for (size_t i = 0; i < texts->begun_count; i++) {
        begun = begun || texts->begun[i] == set;
    }
    if (!begun) {
        FOYER_ASSERT(texts->begun_count < TEXT_SET_MAX);
        texts->begun[texts->begun_count++] = set;
        *set = (TextSet){.items = ARENA_ARRAY(texts->arena, TextIn, TEXT_SET_MAX)};
    }
    if (set->items != NULL && set->count < TEXT_SET_MAX && text.len > 0) {
        TextIn *items = (TextIn *)(uintptr_t)set->items;
        items[set->count++] = (TextIn){language, text};
    }
}

static void apply_text(Texts *texts, Service *service, Str8 code, Str8 value) {
    Str8 rest = str8_slice(code, sizeof TEXT_PREFIX - 1, code.len);
    Str8 field = str8_cut(rest, ':', &rest);
    Str8 part_text = str8_cut(rest, ':', &rest);
    int64_t part = 0;
    TextSet *set = str8_to_int(part_text, &part) ? field_of(service, field, part) : NULL;
    if (set != NULL && hsds_own_tag_is_good(rest) && value.len <= SERVICE_TEXT_BYTES_MAX) {
        add_text(texts, set, rest, value);
    }
}

static void apply_plain(Service *service, Str8 code, Str8 value) {
    Need need;
    int64_t number = 0;
    if (str8_equal(code, STR8("foyer:own"))) {
        service->own = str8_equal(value, STR8("yes"));
    } else if (str8_equal(code, STR8("foyer:person"))) {
        service->is_person = str8_equal(value, STR8("yes"));
    } else if (str8_equal(code, STR8("foyer:key"))) {
        service->key = value.len <= SERVICE_KEY_BYTES_MAX ? value : STR8("");
    } else if (str8_equal(code, STR8("foyer:room"))) {
        service->room = hsds_own_line(value);
    } else if (str8_equal(code, STR8("foyer:address"))) {
        service->address = hsds_own_line(value);
    } else if (str8_equal(code, STR8("foyer:assured")) && str8_to_int(value, &number)) {
        service->assured_utc_ms = number;
    } else if (str8_equal(code, STR8("foyer:need")) && need_parse(value, &need)) {
        service->needs |= UINT32_C(1) << need;
    }
}

void hsds_own_apply(const HsdsMapping *m, const HsdsAt *at, Service *service) {
    Texts texts = {.arena = m->context->arena};
    HsdsRow row =
        hsds_find(m->package, HSDS_ATTRIBUTE, HSDS_LINK_ID, hsds_cell(at->service, HSDS_ID));
    bool first = true;
    while (row.table != NULL) {
        Str8 code = code_of(m->package, row);
        Str8 value = hsds_cell(row, HSDS_VALUE);
        if (first && str8_starts_with(code, str8_from(HSDS_OWN_PREFIX))) {
            service->needs = 0; /* as they were, not as they would be read anew */
            first = false;
        }
        if (str8_starts_with(code, str8_from(TEXT_PREFIX))) {
            apply_text(&texts, service, code, value);
        } else {
            apply_plain(service, code, value);
        }
        row = hsds_next(m->package, HSDS_ATTRIBUTE, HSDS_LINK_ID, row);
    }
}
