#include "tests/support/wire/wire_records.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/vault/visit_names.h"

static const int64_t DOORS_MS = INT64_C(1792102320000);
enum { ARRIVALS_MS = 30 * 60 * 1000, PEOPLE_MAX = 4, HEADCOUNT_OF_TEN = 1 };

uint64_t wire_random(uint64_t *state) {
    *state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = *state;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

size_t wire_random_below(uint64_t *state, size_t limit) {
    FOYER_ASSERT(limit > 0);
    return (size_t)(wire_random(state) % limit);
}

static void fill(void *context, void *out, size_t size) {
    for (size_t i = 0; i < size; i++) {
        ((uint8_t *)out)[i] = (uint8_t)(wire_random(context) & 0xFF);
    }
}

RandomPort wire_random_port(uint64_t *state) {
    return (RandomPort){fill, state};
}

typedef struct {
    Arena *arena;
    uint64_t state;
    const WireEvening *evening;
    uint8_t school_public[VAULT_KEY_SIZE];
    Id event_id;
    Str8 zone;
} Maker;

static Str8 pick(Maker *maker, const char *const *texts, size_t count) {
    return str8_from(texts[wire_random_below(&maker->state, count)]);
}

#define PICK(maker, texts) pick((maker), (texts), sizeof(texts) / sizeof(texts)[0])

static Moment moment_at(Maker *maker, int64_t after_ms) {
    (void)maker;
    return (Moment){
        .utc_ms = DOORS_MS + after_ms, .mono_ms = 5400000 + after_ms, .boot = 7, .good = true};
}

/* The record's id is made when the form opens, some seconds before "Done". */
static Id form_id(Maker *maker, int64_t utc_ms, size_t seconds) {
    int64_t opened = utc_ms - 900 - (int64_t)wire_random_below(&maker->state, seconds * 1000);
    return id_make(opened, wire_random_port(&maker->state));
}

static void seal_names(Maker *maker, size_t count, WireRecord *to) {
    static const char *const GIVEN[] = {"Ana",  "Mateo", "Grace",    "Ada",       "Khalid",
                                        "Nour", "Minh",  "Xiaoming", "Oluwaseun", "Jo"};
    static const char *const FAMILY[] = {
        "Delgado", "Haddad", "Okonkwo", "Nguyen", "Li", "Castellanos Rivera", "Smith"};
    Visitor people[PEOPLE_MAX] = {{.role = PERSON_GUARDIAN}};
    Str8 family = PICK(maker, FAMILY);
    for (size_t i = 0; i < count; i++) {
        people[i] = (Visitor){.person_id = id_make(DOORS_MS, wire_random_port(&maker->state)),
                              .given_name = PICK(maker, GIVEN),
                              .family_name = family};
    }
    VisitNames names = {.household_id = id_make(DOORS_MS, wire_random_port(&maker->state)),
                        .people = people,
                        .count = count};
    to->sealed = vault_seal(maker->arena, wire_random_port(&maker->state), maker->school_public,
                            visit_names_pack(maker->arena, &names));
    FOYER_ASSERT(to->sealed.ptr != NULL);
    to->record.has_cold = true;
    vault_digest(to->sealed.ptr, to->sealed.len, to->record.cold_digest);
}

static void make_sign_in(Maker *maker, int64_t after_ms, WireRecord *to) {
    static const char *const METHODS[] = {"phone", "phone", "card", "name"};
    static const char *const LANGUAGES[] = {"en", "en", "en", "es", "es", "ar", "zh-Hans"};
    static const char *const GRADES[] = {"KG", "01", "02", "03", "04", "05"};
    bool counted = wire_random_below(&maker->state, 10) < HEADCOUNT_OF_TEN;
    size_t count = maker->evening->people;
    count = count > 0 ? count : 1 + wire_random_below(&maker->state, PEOPLE_MAX);
    Record *record = &to->record;
    record->moment = moment_at(maker, after_ms);
    record->id = form_id(maker, record->moment.utc_ms, 20);
    record->type = STR8(RECORD_SIGNED_IN);
    Str8Builder body = builder_in(maker->arena, 1024);
    builder_format(&body, "{\"visit\":\"%.*s\",\"method\":\"%.*s\",\"language\":\"%.*s\",",
                   STR8_ARG(id_text(maker->arena, record->id)),
                   STR8_ARG(counted ? STR8("count") : PICK(maker, METHODS)),
                   STR8_ARG(PICK(maker, LANGUAGES)));
    builder_add(&body, STR8("\"first\":0,\"people\":["));
    for (size_t i = 0; i < count; i++) {
        bool child = i > 0 && (i > 1 || wire_random_below(&maker->state, 2) == 0);
        builder_format(&body, "%s{\"role\":\"%s\",\"grade\":\"%.*s\"}", i > 0 ? "," : "",
                       child ? "student" : "guardian",
                       STR8_ARG(child ? PICK(maker, GRADES) : STR8("")));
    }
    builder_add(&body, STR8("]}"));
    FOYER_ASSERT(!body.full);
    record->body = builder_text(&body);
    if (maker->evening->personal && !counted) {
        seal_names(maker, count, to);
    }
}

static void make_change(Maker *maker, int64_t after_ms, const WireRecord *sign_in, WireRecord *to) {
    Record *record = &to->record;
    bool correct = wire_random_below(&maker->state, 20) == 0;
    record->moment = moment_at(maker, after_ms);
    record->id = form_id(maker, record->moment.utc_ms, 6);
    record->type = correct ? STR8(RECORD_CORRECTED) : STR8(RECORD_SIGNED_OUT);
    record->body = str8_format(
        maker->arena, "{\"visit\":\"%.*s\"%s}", STR8_ARG(id_text(maker->arena, sign_in->record.id)),
        correct ? ",\"person\":0,\"voided\":0,\"role\":\"guardian\",\"grade\":\"\"" : "");
}

static int by_time(const void *left, const void *right) {
    const WireRecord *a = left;
    const WireRecord *b = right;
    return (a->record.moment.utc_ms > b->record.moment.utc_ms) -
           (a->record.moment.utc_ms < b->record.moment.utc_ms);
}

void wire_chain(Arena *arena, WireBatch *batch, const uint8_t *before) {
    uint8_t head[RECORD_HEAD_SIZE];
    record_chain_start(batch->device, batch->epoch, head);
    if (before != NULL) {
        memcpy(head, before, sizeof head);
    }
    for (size_t i = 0; i < batch->count; i++) {
        Record *record = &batch->records[i].record;
        ErrCode code = record_chain(arena, head, record, record->head, NULL);
        FOYER_ASSERT(code == ERR_OK);
        memcpy(head, record->head, sizeof head);
    }
}

void wire_evening(Arena *arena, const WireEvening *evening, WireBatch *batch) {
    Maker maker = {.arena = arena, .state = evening->seed, .evening = evening};
    uint8_t secret[VAULT_KEY_SIZE];
    vault_start();
    vault_school_keys(wire_random_port(&maker.state), maker.school_public, secret);
    batch->device = id_make(DOORS_MS, wire_random_port(&maker.state));
    batch->epoch = id_make(DOORS_MS, wire_random_port(&maker.state));
    maker.event_id = id_make(DOORS_MS, wire_random_port(&maker.state));
    batch->records = ARENA_ARRAY(arena, WireRecord, 2 * evening->parties);
    FOYER_ASSERT(batch->records != NULL);
    batch->count = 0;
    for (size_t i = 0; i < evening->parties; i++) {
        int64_t come_ms = (int64_t)wire_random_below(&maker.state, ARRIVALS_MS);
        WireRecord *sign_in = &batch->records[batch->count++];
        make_sign_in(&maker, come_ms, sign_in);
        if (evening->sign_outs && wire_random_below(&maker.state, 10) > 0) {
            int64_t stay_ms = 300000 + (int64_t)wire_random_below(&maker.state, 2 * ARRIVALS_MS);
            make_change(&maker, come_ms + stay_ms, sign_in, &batch->records[batch->count++]);
        }
    }
    qsort(batch->records, batch->count, sizeof batch->records[0], by_time);
    for (size_t i = 0; i < batch->count; i++) {
        Record *record = &batch->records[i].record;
        record->sequence = (int64_t)i + 1;
        record->event_id = maker.event_id;
        record->zone = STR8("America/New_York");
    }
    wire_chain(arena, batch, NULL);
}
