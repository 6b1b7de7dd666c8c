#include "data/store/visit_store.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/sqlite/statement.h"
#include "data/store/hot_names.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * Each change is one record; the visits are its projection (visit_effect.c).
 * 1. A record's body holds nothing personal and no id of a household or a person: the past can
 *    not be joined to a family without the school's key.
 * 2. Tonight's joins go by tags keyed with the event's own random key, deleted when it is over.
 * 3. Everything is decided inside the transaction that writes it.
 */
enum { LANGUAGE_MAX = 35, GRADE_MAX = 8, BODY_TEXT_MAX = 16 * 1024, CLOSE_EVENTS_MAX = 10000 };

/* Letters, digits and "-": what may stand in a record's JSON without quoting. */
static bool is_plain_word(Str8 text, size_t max) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        if (!plain) {
            return false;
        }
    }
    return text.len <= max;
}

static bool visitor_is_valid(const Visitor *person) {
    return (unsigned)person->role < PERSON_ROLE_COUNT && is_plain_word(person->grade, GRADE_MAX) &&
           person->given_name.len <= PERSON_NAME_MAX &&
           person->family_name.len <= PERSON_NAME_MAX && str8_is_valid(person->given_name) &&
           str8_is_valid(person->family_name);
}

static ErrCode visit_validate(const Visit *visit, Err *err) {
    if (id_is_none(visit->id) || (unsigned)visit->method >= VISIT_METHOD_COUNT ||
        !is_plain_word(visit->language, LANGUAGE_MAX)) {
        return err_set(err, ERR_INVALID, "visit had no id, an unknown method or language");
    }
    if (visit->people_count < 1 || visit->people_count > VISIT_PEOPLE_MAX) {
        return err_set(err, ERR_INVALID, "visit had %zu people", visit->people_count);
    }
    for (size_t i = 0; i < visit->people_count; i++) {
        if (!visitor_is_valid(&visit->people[i])) {
            return err_set(err, ERR_INVALID, "person %zu had a wrong role, grade or name", i);
        }
    }
    return ERR_OK;
}

/* ---- tags ---- */

static void household_tag(const uint8_t key[VAULT_KEY_SIZE], Id household_id,
                          uint8_t tag[VAULT_TAG_SIZE]) {
    vault_tag(key, household_id.bytes, sizeof household_id.bytes, tag);
}

/* People without an id are told apart by their place in the visit. */
static void person_tag(const uint8_t key[VAULT_KEY_SIZE], const Visitor *person, Id visit_id,
                       size_t ordinal, uint8_t tag[VAULT_TAG_SIZE]) {
    uint8_t bytes[sizeof visit_id.bytes + 1];
    size_t size = sizeof bytes;
    if (id_is_none(person->person_id)) {
        memcpy(bytes, visit_id.bytes, sizeof visit_id.bytes);
        bytes[sizeof bytes - 1] = (uint8_t)ordinal;
    } else {
        size = sizeof person->person_id.bytes;
        memcpy(bytes, person->person_id.bytes, size);
    }
    vault_tag(key, bytes, size, tag);
}

/* ---- sign in ---- */

typedef struct {
    const Visit *visit;
    Moment now;
    SignIn out;
} SignInWork;

/* What is about to be written: a new visit, or late members of an open one. */
typedef struct {
    const Visit *visit;
    Moment now;
    Id visit_id;
    bool joins;
    size_t first; /* ordinal of people[0] */
    Visitor people[VISIT_PEOPLE_MAX];
    size_t count;
    uint8_t key[VAULT_KEY_SIZE];
} Party;

static Str8 party_body(Arena *arena, const Party *party) {
    Str8Builder body = builder_in(arena, BODY_TEXT_MAX);
    Str8 visit = id_text(arena, party->visit_id);
    builder_format(&body, "{\"visit\":\"%.*s\",\"method\":\"%.*s\",\"language\":\"%.*s\",",
                   STR8_ARG(visit), STR8_ARG(visit_method_name(party->visit->method)),
                   STR8_ARG(party->visit->language));
    builder_format(&body, "\"first\":%zu,\"people\":[", party->first);
    for (size_t i = 0; i < party->count; i++) {
        builder_format(&body, "%s{\"role\":\"%.*s\",\"grade\":\"%.*s\"}", i > 0 ? "," : "",
                       STR8_ARG(person_role_name(party->people[i].role)),
                       STR8_ARG(party->people[i].grade));
    }
    builder_add(&body, STR8("]}"));
    return body.full ? (Str8){NULL, 0} : builder_text(&body);
}

/* Tonight's part: what finds the household and the people again, and their names. */
static ErrCode write_hot_record(Store *store, const Party *party, int64_t sequence, Str8 packed,
                                Err *err) {
    Id event_id = party->visit->event_id;
    uint8_t household[VAULT_TAG_SIZE];
    uint8_t people[VISIT_PEOPLE_MAX][VAULT_TAG_SIZE];
    Str8 boxed = vault_box(&store->scratch, store->random, party->key, event_id, packed);
    Statement statement = statement_open(&store->db, QUERY_HOT_RECORD_ADD);
    if (boxed.ptr == NULL) {
        statement_no_memory(&statement);
    }
    for (size_t i = 0; i < party->count; i++) {
        person_tag(party->key, &party->people[i], party->visit_id, party->first + i, people[i]);
    }
    bind_int(&statement, 1, sequence);
    bind_id(&statement, 2, event_id);
    if (!party->joins && !id_is_none(party->visit->household_id)) {
        household_tag(party->key, party->visit->household_id, household);
        bind_bytes(&statement, 3, household, sizeof household);
    }
    bind_int(&statement, 4, (int64_t)party->first);
    bind_bytes(&statement, 5, people, party->count * VAULT_TAG_SIZE);
    bind_bytes(&statement, 6, boxed.ptr, boxed.len);
    return statement_run(&statement, err);
}

void visit_store_make_ready(Store *store) {
    vault_sealing_prepare(&store->sealing, store->random, store->school_public);
}

static ErrCode write_party(Store *store, const Party *party, Err *err) {
    Arena *scratch = &store->scratch;
    VisitNames names = {party->visit->household_id, party->first, party->people, party->count};
    bool any = visit_names_any(&names);
    Str8 packed = any ? visit_names_pack(scratch, &names) : STR8("");
    Str8 cold = STR8("");
    if (any && packed.ptr != NULL) {
        visit_store_make_ready(store);
        cold = vault_sealing_use(&store->sealing, scratch, packed);
    }
    Str8 body = party_body(scratch, party);
    if (packed.ptr == NULL || cold.ptr == NULL || body.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a sign-in of %zu", party->count);
    }
    JournalEntry entry = {.id = party->visit->id,
                          .type = party->joins ? STR8(RECORD_JOINED) : STR8(RECORD_SIGNED_IN),
                          .event_id = party->visit->event_id,
                          .moment = party->now,
                          .body = body,
                          .cold = cold};
    int64_t sequence = 0;
    ErrCode code = journal_append(store, &entry, &sequence, err);
    return code == ERR_OK && any ? write_hot_record(store, party, sequence, packed, err) : code;
}

typedef struct {
    Id event_id;
    int64_t since_utc_ms;
    size_t people;
    size_t open;
} VisitState;

static ErrCode visit_state(Store *store, Id visit_id, VisitState *state, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_GET);
    bind_id(&statement, 1, visit_id);
    bool found = statement_step(&statement);
    if (found) {
        *state = (VisitState){.event_id = column_id(&statement, 0),
                              .since_utc_ms = column_int(&statement, 1),
                              .people = (size_t)column_int(&statement, 2),
                              .open = (size_t)column_int(&statement, 3)};
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? err_set(err, ERR_NOT_FOUND, "no such visit") : code;
}

/* Of a form's people some may have been here already: what it brought is what its record has. */
static ErrCode people_brought(Store *store, Id visit_id, int64_t sequence, size_t *count,
                              Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_BROUGHT);
    bind_id(&statement, 1, visit_id);
    bind_int(&statement, 2, sequence);
    *count = statement_step(&statement) ? (size_t)column_int(&statement, 0) : 0;
    return statement_close(&statement, err);
}

/* The same form once more (a double tap, a retry after a failed COMMIT): the first answer. */
static ErrCode answer_again(Store *store, SignInWork *work, const JournalFound *found, Err *err) {
    bool joined = str8_equal(found->type, STR8(RECORD_JOINED));
    if (!joined && !str8_equal(found->type, STR8(RECORD_SIGNED_IN))) {
        return err_set(err, ERR_CONFLICT, "the record id was used for something else");
    }
    VisitState state = {0};
    size_t added = 0;
    ErrCode code = visit_state(store, found->visit_id, &state, err);
    if (code == ERR_OK) {
        code = people_brought(store, found->visit_id, found->sequence, &added, err);
    }
    work->out = (SignIn){.outcome = joined ? SIGN_IN_JOINED : SIGN_IN_NEW,
                         .visit_id = found->visit_id,
                         .since_utc_ms = state.since_utc_ms,
                         .added = added};
    return code;
}

static ErrCode open_visit_by_tag(Store *store, Id event_id, const uint8_t tag[VAULT_TAG_SIZE],
                                 OpenVisit *open, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_OPEN_BY_TAG);
    bind_id(&statement, 1, event_id);
    bind_bytes(&statement, 2, tag, VAULT_TAG_SIZE);
    bool found = statement_step(&statement);
    if (found) {
        *open = (OpenVisit){.visit_id = column_id(&statement, 0),
                            .since_utc_ms = column_int(&statement, 1),
                            .since_good = column_int(&statement, 2) != 0};
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

/* True when the person, known by id, is in that visit now. */
static ErrCode person_is_here(Store *store, const Party *party, const Visitor *person, Err *err) {
    if (id_is_none(person->person_id)) {
        return ERR_NOT_FOUND;
    }
    uint8_t tag[VAULT_TAG_SIZE];
    person_tag(party->key, person, party->visit_id, 0, tag);
    Statement statement = statement_open(&store->db, QUERY_VISIT_PERSON_HERE_BY_TAG);
    bind_id(&statement, 1, party->visit_id);
    bind_bytes(&statement, 2, tag, sizeof tag);
    return statement_exists(&statement, err);
}

/* Keeps those of the party who are not in the open visit yet. */
static ErrCode keep_newcomers(Store *store, Party *party, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < party->visit->people_count; i++) {
        code = person_is_here(store, party, &party->visit->people[i], err);
        if (code == ERR_NOT_FOUND) {
            party->people[party->count++] = party->visit->people[i];
        } else if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode join_open_visit(Store *store, Party *party, const OpenVisit *open, SignIn *out,
                               Err *err) {
    party->joins = true;
    party->visit_id = open->visit_id;
    VisitState state = {0};
    ErrCode code = visit_state(store, open->visit_id, &state, err);
    if (code == ERR_OK) {
        party->first = state.people;
        code = keep_newcomers(store, party, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    *out = (SignIn){.outcome = party->count > 0 ? SIGN_IN_JOINED : SIGN_IN_HERE,
                    .visit_id = open->visit_id,
                    .since_utc_ms = open->since_utc_ms,
                    .added = party->count};
    if (party->first + party->count > VISIT_PEOPLE_MAX) {
        return err_set(err, ERR_LIMIT, "a visit had more than %d people", VISIT_PEOPLE_MAX);
    }
    return party->count > 0 ? write_party(store, party, err) : ERR_OK;
}

static ErrCode start_visit(Store *store, Party *party, SignIn *out, Err *err) {
    party->visit_id = party->visit->id;
    party->count = party->visit->people_count;
    memcpy(party->people, party->visit->people, party->count * sizeof party->people[0]);
    *out = (SignIn){.outcome = SIGN_IN_NEW,
                    .visit_id = party->visit_id,
                    .since_utc_ms = party->now.utc_ms,
                    .added = party->count};
    return write_party(store, party, err);
}

static ErrCode sign_in_party(Store *store, SignInWork *work, Party *party, Err *err) {
    const Visit *visit = work->visit;
    ErrCode code = hot_key_get_or_make(store, visit->event_id, work->now, party->key, err);
    if (code != ERR_OK || id_is_none(visit->household_id)) {
        return code != ERR_OK ? code : start_visit(store, party, &work->out, err);
    }
    uint8_t tag[VAULT_TAG_SIZE];
    household_tag(party->key, visit->household_id, tag);
    OpenVisit open = {0};
    code = open_visit_by_tag(store, visit->event_id, tag, &open, err);
    if (code == ERR_OK) {
        return join_open_visit(store, party, &open, &work->out, err);
    }
    return code == ERR_NOT_FOUND ? start_visit(store, party, &work->out, err) : code;
}

static ErrCode run_sign_in(Store *store, void *context, Err *err) {
    SignInWork *work = context;
    ArenaMark mark = arena_mark(&store->scratch);
    JournalFound found;
    ErrCode code = journal_find(store, &store->scratch, work->visit->id, &found, err);
    if (code == ERR_OK) {
        code = answer_again(store, work, &found, err);
    } else if (code == ERR_NOT_FOUND) {
        Party *party = ARENA_NEW(&store->scratch, Party);
        code = party == NULL ? err_set(err, ERR_NO_MEMORY, "no memory for a sign-in") : ERR_OK;
        if (code == ERR_OK) {
            party->visit = work->visit;
            party->now = work->now;
            code = sign_in_party(store, work, party, err);
        }
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

ErrCode visit_store_sign_in(Store *store, const Visit *visit, Moment now, SignIn *signed_in,
                            Err *err) {
    ErrCode code = visit_validate(visit, err);
    if (code != ERR_OK) {
        return code;
    }
    SignInWork work = {.visit = visit, .now = now};
    code = store_write(store, run_sign_in, &work, &visit->id, err);
    if (code == ERR_OK) {
        *signed_in = work.out;
    }
    return code;
}

/* ---- who is here ---- */

static ErrCode fill_here(Store *store, Arena *arena, OpenVisit *open, Err *err) {
    Visitor *here = ARENA_ARRAY(arena, Visitor, VISIT_PEOPLE_MAX);
    if (here == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the people of a visit");
    }
    int64_t ordinals[VISIT_PEOPLE_MAX] = {0};
    int64_t sequences[VISIT_PEOPLE_MAX] = {0};
    size_t count = 0;
    Statement statement = statement_open(&store->db, QUERY_VISIT_HERE);
    bind_id(&statement, 1, open->visit_id);
    while (count < VISIT_PEOPLE_MAX && statement_step(&statement)) {
        ordinals[count] = column_int(&statement, 0);
        if (!person_role_parse(column_text(&statement, arena, 1), &here[count].role)) {
            statement_corrupt(&statement);
        }
        here[count].grade = column_text(&statement, arena, 2);
        sequences[count] = column_int(&statement, 3);
        count++;
    }
    ErrCode code = statement_close(&statement, err);
    VisitNames names = {.count = 0};
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        if (i == 0 || sequences[i] != sequences[i - 1]) {
            code = hot_names_open(store, arena, sequences[i], &names, err);
        }
        size_t index = (size_t)ordinals[i] - names.first;
        if (code == ERR_OK && index < names.count) {
            here[i].person_id = names.people[index].person_id;
            here[i].given_name = names.people[index].given_name;
            here[i].family_name = names.people[index].family_name;
        }
    }
    open->here = here;
    open->here_count = count;
    return code;
}

ErrCode visit_store_open_of_household(Store *store, Arena *arena, Id event_id, Id household_id,
                                      OpenVisit *open, Err *err) {
    uint8_t key[VAULT_KEY_SIZE];
    uint8_t tag[VAULT_TAG_SIZE];
    OpenVisit got = {0};
    ErrCode code = hot_key_get(store, event_id, key, err);
    if (code == ERR_OK) {
        household_tag(key, household_id, tag);
        code = open_visit_by_tag(store, event_id, tag, &got, err);
    }
    memory_wipe(key, sizeof key);
    if (code == ERR_OK) {
        code = fill_here(store, arena, &got, err);
    }
    if (code == ERR_OK) {
        *open = got;
    } else if (code == ERR_NOT_FOUND) {
        code = err_set(err, ERR_NOT_FOUND, "the household had no open visit");
    }
    return code;
}

/* ---- sign out, correct ---- */

typedef struct {
    Id record_id;
    Id visit_id;
    Id event_id;
    Str8 type;
    Moment now;
    Str8 rest; /* of the body, behind the visit */
} VisitChange;

static ErrCode append_change(Store *store, const VisitChange *change, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Str8 visit = id_text(&store->scratch, change->visit_id);
    Str8 body = str8_format(&store->scratch, "{\"visit\":\"%.*s\"%.*s}", STR8_ARG(visit),
                            STR8_ARG(change->rest));
    JournalEntry entry = {.id = change->record_id,
                          .type = change->type,
                          .event_id = change->event_id,
                          .moment = change->now,
                          .body = body};
    int64_t sequence = 0;
    ErrCode code = journal_append(store, &entry, &sequence, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode run_sign_out(Store *store, void *context, Err *err) {
    VisitChange *change = context;
    VisitState state = {0};
    ErrCode code = journal_has(store, change->record_id, err);
    if (code != ERR_NOT_FOUND) {
        return code; /* the same form once more, or trouble */
    }
    code = visit_state(store, change->visit_id, &state, err);
    if (code != ERR_OK || state.open == 0) {
        return code;
    }
    change->event_id = state.event_id;
    return append_change(store, change, err);
}

ErrCode visit_store_sign_out(Store *store, Id record_id, Id visit_id, Moment now, Err *err) {
    if (id_is_none(record_id)) {
        return err_set(err, ERR_INVALID, "sign-out had no record id");
    }
    VisitChange change = {.record_id = record_id,
                          .visit_id = visit_id,
                          .type = STR8(RECORD_SIGNED_OUT),
                          .now = now,
                          .rest = STR8("")};
    return store_write(store, run_sign_out, &change, &record_id, err);
}

typedef struct {
    const VisitCorrection *correction;
    Moment now;
} CorrectWork;

static ErrCode run_correct(Store *store, void *context, Err *err) {
    const CorrectWork *work = context;
    const VisitCorrection *correction = work->correction;
    VisitState state = {0};
    ErrCode code = journal_has(store, correction->record_id, err);
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    code = visit_state(store, correction->visit_id, &state, err);
    if (code == ERR_OK && correction->person >= state.people) {
        code = err_set(err, ERR_NOT_FOUND, "the visit had no person %zu", correction->person);
    }
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(&store->scratch);
    VisitChange change = {.record_id = correction->record_id,
                          .visit_id = correction->visit_id,
                          .event_id = state.event_id,
                          .type = STR8(RECORD_CORRECTED),
                          .now = work->now};
    change.rest = str8_format(
        &store->scratch, ",\"person\":%zu,\"voided\":%d,\"role\":\"%.*s\",\"grade\":\"%.*s\"",
        correction->person, correction->voided ? 1 : 0,
        STR8_ARG(person_role_name(correction->role)), STR8_ARG(correction->grade));
    code = append_change(store, &change, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

ErrCode visit_store_correct(Store *store, const VisitCorrection *correction, Moment now, Err *err) {
    if (id_is_none(correction->record_id) || (unsigned)correction->role >= PERSON_ROLE_COUNT ||
        !is_plain_word(correction->grade, GRADE_MAX)) {
        return err_set(err, ERR_INVALID, "correction had no record id, or a wrong role or grade");
    }
    CorrectWork work = {correction, now};
    return store_write(store, run_correct, &work, &correction->record_id, err);
}

/* ---- the end of an event ---- */

typedef struct {
    Id event_id;
    int64_t end_utc_ms;
    Moment now;
    size_t closed;
} CloseWork;

/* The one behind *visit_id. */
static ErrCode next_open_visit(Store *store, Id event_id, Id *visit_id, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_OPEN_OF_EVENT);
    bind_id(&statement, 1, event_id);
    bind_id(&statement, 2, *visit_id);
    bool found = statement_step(&statement);
    if (found) {
        *visit_id = column_id(&statement, 0);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

static ErrCode assume_out(Store *store, CloseWork *work, Id visit_id, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    VisitChange change = {.record_id = id_make(work->now.utc_ms, store->random),
                          .visit_id = visit_id,
                          .event_id = work->event_id,
                          .type = STR8(RECORD_ASSUMED_OUT),
                          .now = work->now};
    change.rest = str8_format(&store->scratch, ",\"at\":%lld", (long long)work->end_utc_ms);
    ErrCode code = append_change(store, &change, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode run_close(Store *store, void *context, Err *err) {
    CloseWork *work = context;
    work->closed = 0;
    Id visit_id = {{0}};
    ErrCode code = next_open_visit(store, work->event_id, &visit_id, err);
    while (code == ERR_OK) {
        code = assume_out(store, work, visit_id, err);
        work->closed++;
        code = code == ERR_OK ? next_open_visit(store, work->event_id, &visit_id, err) : code;
    }
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    store->log_must_go = true;
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_REMOVE);
    bind_id(&statement, 1, work->event_id);
    return statement_run(&statement, err);
}

ErrCode visit_store_close_event(Store *store, Id event_id, int64_t end_utc_ms, Moment now,
                                size_t *closed, Err *err) {
    CloseWork work = {.event_id = event_id, .end_utc_ms = end_utc_ms, .now = now};
    ErrCode code = store_write(store, run_close, &work, NULL, err);
    if (code == ERR_OK && closed != NULL) {
        *closed = work.closed;
    }
    return code;
}

static ErrCode next_ended(Store *store, int64_t until_utc_ms, Id *event_id, int64_t *end_utc_ms,
                          Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_ENDED);
    bind_int(&statement, 1, VISIT_NO_EVENT_MS);
    bind_int(&statement, 2, until_utc_ms);
    bool found = statement_step(&statement);
    if (found) {
        *event_id = column_id(&statement, 0);
        *end_utc_ms = column_int(&statement, 1);
    }
    ErrCode code = statement_close(&statement, err);
    return code == ERR_OK && !found ? ERR_NOT_FOUND : code;
}

ErrCode visit_store_close_ended(Store *store, int64_t grace_ms, Moment now, size_t *events,
                                Err *err) {
    /* A clock that nobody vouches for must be a day past the end before names are dropped. */
    int64_t until_utc_ms = now.utc_ms - grace_ms - (now.good ? 0 : DAY_MS);
    size_t count = 0;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count < CLOSE_EVENTS_MAX) {
        Id event_id = {{0}};
        int64_t end_utc_ms = 0;
        code = next_ended(store, until_utc_ms, &event_id, &end_utc_ms, err);
        if (code == ERR_OK) {
            code = visit_store_close_event(store, event_id, end_utc_ms, now, NULL, err);
            count++;
        }
    }
    if (code == ERR_NOT_FOUND) {
        code = ERR_OK;
    }
    if (code == ERR_OK && events != NULL) {
        *events = count;
    }
    return code;
}

ErrCode visit_store_counts(Store *store, Id event_id, VisitCounts *counts, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_VISIT_COUNTS);
    bind_id(&statement, 1, event_id);
    VisitCounts got = {0};
    if (statement_step(&statement)) {
        got.parties = (size_t)column_int(&statement, 0);
        got.adults = (size_t)column_int(&statement, 1);
        got.children = (size_t)column_int(&statement, 2);
        got.adults_in = (size_t)column_int(&statement, 3);
        got.children_in = (size_t)column_int(&statement, 4);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *counts = got;
    }
    return code;
}
