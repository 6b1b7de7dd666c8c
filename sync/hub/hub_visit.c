#include "sync/hub/hub_visit.h"

#include "data/vault/visit_names.h"
#include "sync/hub/hub_records.h"
#include "sync/wire/wire_json.h"

enum { WORD_MAX = 64 }; /* of a role, a grade, a method, a language */

/* Copied: the body is freed before the row is written. */
static Str8 text_of(Arena *arena, const json_t *object, const char *name) {
    Str8 text = wire_json_text(object, name);
    return text.len > 0 && text.len <= WORD_MAX ? str8_copy(arena, text) : (Str8){"", 0};
}

bool hub_visit_begin(HubVisit *visit, Arena *arena, Id id, int64_t kiosk) {
    *visit = (HubVisit){.id = id, .kiosk = kiosk};
    visit->people = ARENA_ARRAY(arena, HubVisitor, HUB_VISIT_PEOPLE_MAX);
    return visit->people != NULL;
}

/* ---- names ---- */

static HubNames open_names(Arena *arena, const HubRecord *record, HubNameKeys *keys,
                           VisitNames *names) {
    if (!record->record.has_cold) {
        return HUB_NAMES_NONE;
    }
    for (size_t i = 0; record->sealed.len > 0 && i < keys->count; i++) {
        size_t at = (keys->last + i) % keys->count;
        if (visit_names_unseal(arena, keys->secrets[at], record->sealed, names) == ERR_OK) {
            keys->last = at;
            return HUB_NAMES_OPEN;
        }
    }
    return HUB_NAMES_SEALED;
}

static void name_person(HubVisitor *person, size_t number, HubNames state,
                        const VisitNames *names) {
    person->names = state;
    if (state == HUB_NAMES_OPEN && number >= names->first && number - names->first < names->count) {
        const Visitor *named = &names->people[number - names->first];
        person->given_name = str8_clip(named->given_name, PERSON_NAME_MAX);
        person->family_name = str8_clip(named->family_name, PERSON_NAME_MAX);
    }
}

/* ---- records ---- */

static HubVisitor *find_person(HubVisit *visit, int64_t number) {
    for (size_t i = 0; i < visit->count; i++) {
        if (number >= 0 && visit->people[i].number == (size_t)number) {
            return &visit->people[i];
        }
    }
    return NULL;
}

/* A twin may have given the same number to somebody else: both came. */
static size_t free_number(HubVisit *visit, size_t wish) {
    size_t number = wish;
    while (find_person(visit, (int64_t)number) != NULL) {
        number++;
    }
    return number;
}

static void add_people(HubVisit *visit, Arena *arena, const HubRecord *record, const json_t *body,
                       HubNameKeys *keys) {
    VisitNames names = {.count = 0};
    HubNames state = open_names(arena, record, keys, &names);
    const json_t *people = json_object_get(body, "people");
    int64_t first = 0;
    (void)wire_json_int(body, "first", 0, HUB_VISIT_PEOPLE_MAX, &first);
    for (size_t i = 0; i < json_array_size(people) && visit->count < HUB_VISIT_PEOPLE_MAX; i++) {
        const json_t *item = json_array_get(people, i);
        size_t number = (size_t)first + i;
        HubVisitor person = {.number = free_number(visit, number),
                             .role = text_of(arena, item, "role"),
                             .grade = text_of(arena, item, "grade"),
                             .in = record->record.moment,
                             .in_epoch = record->place.epoch};
        name_person(&person, number, state, &names);
        visit->people[visit->count++] = person;
    }
}

static void begin_with(HubVisit *visit, Arena *arena, const HubRecord *record, const json_t *body) {
    if (visit->count > 0) {
        return;
    }
    visit->event_id = record->record.event_id;
    visit->zone = record->record.zone;
    visit->method = text_of(arena, body, "method");
    visit->language = text_of(arena, body, "language");
}

static void sign_out(HubVisit *visit, Moment out, int64_t epoch, bool assumed) {
    for (size_t i = 0; i < visit->count; i++) {
        HubVisitor *person = &visit->people[i];
        if (!person->is_out) {
            person->is_out = true;
            person->out = out;
            person->out_epoch = epoch;
            person->out_assumed = assumed;
        }
    }
}

static void assume_out(HubVisit *visit, const HubRecord *record, const json_t *body) {
    Moment out = record->record.moment;
    if (wire_json_int(body, "at", 0, INT64_MAX, &out.utc_ms)) {
        out.good = true; /* the event's end, not what a clock showed */
    }
    sign_out(visit, out, record->place.epoch, true);
}

static void correct(HubVisit *visit, Arena *arena, const json_t *body) {
    int64_t number = -1;
    (void)wire_json_int(body, "person", 0, HUB_VISIT_PEOPLE_MAX, &number);
    HubVisitor *person = find_person(visit, number);
    if (person == NULL) {
        return;
    }
    Str8 role = text_of(arena, body, "role");
    Str8 grade = text_of(arena, body, "grade");
    const json_t *voided = json_object_get(body, "voided");
    int64_t number_voided = 0;
    person->role = role.len > 0 ? role : person->role;
    person->grade = json_object_get(body, "grade") != NULL ? grade : person->grade;
    person->is_voided = json_is_true(voided) ||
                        (wire_json_int(body, "voided", 0, 1, &number_voided) && number_voided == 1);
}

void hub_visit_apply(HubVisit *visit, Arena *arena, const HubRecord *record, HubNameKeys *keys) {
    Str8 type = record->record.type;
    json_t *body = record_body(&record->record);
    if (str8_equal(type, STR8(RECORD_SIGNED_IN)) || str8_equal(type, STR8(RECORD_JOINED))) {
        begin_with(visit, arena, record, body);
        add_people(visit, arena, record, body, keys);
    } else if (str8_equal(type, STR8(RECORD_SIGNED_OUT))) {
        sign_out(visit, record->record.moment, record->place.epoch, false);
    } else if (str8_equal(type, STR8(RECORD_ASSUMED_OUT))) {
        assume_out(visit, record, body);
    } else if (str8_equal(type, STR8(RECORD_CORRECTED))) {
        correct(visit, arena, body);
    }
    json_decref(body);
}
