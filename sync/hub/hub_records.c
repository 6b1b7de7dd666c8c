#include "sync/hub/hub_records.h"

#include <string.h>

#include "data/base/check.h"
#include "sync/hub/hub_private.h"
#include "sync/wire/wire_json.h"

/*
 * A batch against what is held of its history.
 *
 * 1. All that decides is read before anything is written, so a refused batch leaves nothing.
 * 2. What is known stays as it is; what is new is chained from the head that is held.
 * 3. A gap is no error: the answer says what is held, and the kiosk goes on from there.
 */
static const Str8 KNOWN_TYPES[] = {
    {RECORD_SIGNED_IN, sizeof RECORD_SIGNED_IN - 1},
    {RECORD_JOINED, sizeof RECORD_JOINED - 1},
    {RECORD_SIGNED_OUT, sizeof RECORD_SIGNED_OUT - 1},
    {RECORD_ASSUMED_OUT, sizeof RECORD_ASSUMED_OUT - 1},
    {RECORD_CORRECTED, sizeof RECORD_CORRECTED - 1},
    {RECORD_EVENT_DESCRIBED, sizeof RECORD_EVENT_DESCRIBED - 1},
    {RECORD_CLOCK_OFFSET, sizeof RECORD_CLOCK_OFFSET - 1},
};

static bool record_is_known(Str8 type) {
    for (size_t i = 0; i < sizeof KNOWN_TYPES / sizeof KNOWN_TYPES[0]; i++) {
        if (str8_equal(type, KNOWN_TYPES[i])) {
            return true;
        }
    }
    return false;
}

/* ---- what a record is about ---- */

Id record_about_boot(uint32_t boot) {
    Id id = {{'b', 'o', 'o', 't'}};
    for (size_t i = 0; i < 4; i++) {
        id.bytes[12 + i] = (uint8_t)(boot >> (24 - 8 * i));
    }
    return id;
}

json_t *record_body(const Record *record) {
    json_t *body = NULL;
    return wire_json_parse_document(record->body, &body, NULL) == ERR_OK ? body : NULL;
}

/* Our kiosks write the visit first; others may write it anywhere. */
static Id visit_of(const Record *record) {
    Str8 start = STR8("{\"visit\":\"");
    Id visit = {{0}};
    if (str8_starts_with(record->body, start) && record->body.len > start.len + ID_TEXT_LEN &&
        id_parse(str8_slice(record->body, start.len, start.len + ID_TEXT_LEN), &visit)) {
        return visit;
    }
    json_t *body = record_body(record);
    if (!wire_json_id(body, "visit", &visit)) {
        visit = (Id){{0}};
    }
    json_decref(body);
    return visit;
}

static Id boot_of(const Record *record) {
    int64_t boot = 0;
    json_t *body = record_body(record);
    bool found = wire_json_int(body, "boot", 0, UINT32_MAX, &boot);
    json_decref(body);
    return found ? record_about_boot((uint32_t)boot) : (Id){{0}};
}

static Id record_about(const Record *record) {
    if (str8_equal(record->type, STR8(RECORD_EVENT_DESCRIBED))) {
        return record->event_id;
    }
    if (str8_equal(record->type, STR8(RECORD_CLOCK_OFFSET))) {
        return boot_of(record);
    }
    Id visit = str8_starts_with(record->type, STR8("visit.")) ? visit_of(record) : (Id){{0}};
    return id_equal(visit, record->id) ? (Id){{0}} : visit;
}

/* ---- decoding ---- */

static bool is_type(Str8 value, Str8 type) {
    Str8 rest;
    return str8_equal_ignoring_case(str8_trim(str8_cut(value, ';', &rest)), type);
}

void records_decode(HubJob *job) {
    const WireHeaders *headers = &job->request->headers;
    Str8 type = wire_header(headers, STR8("content-type"));
    Str8 encoding = str8_trim(wire_header(headers, STR8("content-encoding")));
    bool zstd = str8_equal_ignoring_case(encoding, STR8("zstd"));
    if ((!is_type(type, STR8(WIRE_BATCH_TYPE)) && !is_type(type, STR8(WIRE_EVENT_TYPE))) ||
        (encoding.len > 0 && !zstd)) {
        job_refuse(job, PROBLEM_CONTENT_TYPE);
        return;
    }
    ErrCode code = batch_decode(job->arena, type, zstd, job->request->body, &job->batch, NULL);
    const WireBatch *batch = &job->batch;
    bool whole = code == ERR_OK && batch->count > 0 && batch->records[batch->count - 1].has_head;
    if (!whole) {
        job_refuse(job, code == ERR_LIMIT       ? PROBLEM_TOO_LARGE
                        : code == ERR_NO_MEMORY ? PROBLEM_STORE
                                                : PROBLEM_MALFORMED);
        return;
    }
    if (!id_equal(batch->device, job->device)) {
        job_refuse(job, PROBLEM_WRONG_SOURCE);
        return;
    }
    job->epoch = batch->epoch;
    job->abouts = ARENA_ARRAY(job->arena, Id, batch->count);
    for (size_t i = 0; job->abouts != NULL && i < batch->count; i++) {
        if (!batch->records[i].unreadable) {
            job->abouts[i] = record_about(&batch->records[i].record);
        }
    }
    if (job->abouts == NULL) {
        job_refuse(job, PROBLEM_STORE);
    }
}

/* ---- applying ---- */

typedef struct {
    Hub *hub;
    HubJob *job;
    HubKiosk kiosk;
    HubEpoch epoch;
    int64_t utc_ms;
    Err *err;
} Batch;

/* The kiosk of a signed job, its counter taken; or the job has its answer. */
static ErrCode kiosk_admit(Hub *hub, HubJob *job, Moment now, HubKiosk *kiosk, Err *err) {
    HubStore *store = &hub->store;
    ErrCode code = store->kiosk_find(store->context, job->arena, job->device, kiosk, err);
    if (code == ERR_NOT_FOUND) {
        job_refuse(job, PROBLEM_UNKNOWN_KIOSK);
        return ERR_OK;
    }
    if (code != ERR_OK) {
        return code;
    }
    if (memcmp(kiosk->public_key, job->key, sizeof job->key) != 0) {
        /* Enrolled anew this very moment: what was checked counts no more. */
        job_refuse(job, PROBLEM_BAD_SIGNATURE);
    } else if (kiosk->revoked_utc_ms != 0) {
        job_refuse(job, PROBLEM_REVOKED);
    } else if (job->counter <= kiosk->counter && !job->carried) {
        job_refuse(job, PROBLEM_REPLAYED);
        job->answer.counter = kiosk->counter;
    } else {
        kiosk->counter = job->counter > kiosk->counter ? job->counter : kiosk->counter;
        kiosk->contact_utc_ms = now.utc_ms;
    }
    return ERR_OK;
}

/* The history, or what it is before its first record. */
static ErrCode find_epoch(Hub *hub, const HubJob *job, const HubKiosk *kiosk, Moment now,
                          HubEpoch *epoch, Err *err) {
    HubStore *store = &hub->store;
    ErrCode code = store->epoch_find(store->context, kiosk->number, job->epoch, epoch, err);
    if (code == ERR_NOT_FOUND) {
        *epoch =
            (HubEpoch){.kiosk = kiosk->number, .epoch = job->epoch, .begun_utc_ms = now.utc_ms};
        record_chain_start(job->device, job->epoch, epoch->head);
        code = ERR_OK;
    }
    return code;
}

static void answer_held(HubJob *job, const HubKiosk *kiosk, const HubEpoch *epoch) {
    RecordsAnswer *records = &job->answer.records;
    job->answer.kind = ANSWER_RECORDS;
    records->epoch = epoch->epoch;
    records->have = epoch->have;
    memcpy(records->head, epoch->head, sizeof records->head);
    records->quarantined_total = kiosk->quarantined;
}

static int64_t sequence_at(const Batch *batch, size_t index) {
    return batch->job->batch.records[index].record.sequence;
}

static HubPlace place_at(const Batch *batch, size_t index) {
    return (HubPlace){.kiosk = batch->kiosk.number,
                      .epoch = batch->epoch.number,
                      .sequence = sequence_at(batch, index)};
}

/* How many of the batch are behind `have`: they must be the very records that are held there. */
static ErrCode count_known(const Batch *batch, size_t *known, bool *same) {
    const HubStore *store = &batch->hub->store;
    const WireBatch *wire = &batch->job->batch;
    size_t count = 0;
    *same = true;
    while (*same && count < wire->count && sequence_at(batch, count) <= batch->epoch.have) {
        const WireRecord *record = &wire->records[count];
        HubPlace place = place_at(batch, count);
        ErrCode code = ERR_NOT_FOUND;
        if (!record->unreadable) {
            code = store->place_has(store->context, place, record->record.id, batch->err);
        }
        if (code == ERR_NOT_FOUND) { /* it may be readable only now */
            code = store->quarantine_has(store->context, place, batch->err);
        }
        if (code != ERR_OK && code != ERR_NOT_FOUND) {
            return code;
        }
        *same = code == ERR_OK;
        count++;
    }
    *known = count;
    return ERR_OK;
}

/*
 * Before the kiosk is taken at its word for a chain that cannot be computed: does the first new
 * record go on from what is held, with nothing missing in between? A history that this hub does not
 * know (any more) and that begins late must show it by the first record's own head.
 */
static ErrCode goes_on(const Batch *batch, size_t known, bool *certain) {
    const WireRecord *first = &batch->job->batch.records[known];
    uint8_t head[RECORD_HEAD_SIZE];
    *certain = batch->epoch.have > 0 || first->record.sequence == 1;
    if (first->unreadable || !first->has_head) {
        return ERR_OK;
    }
    ErrCode code =
        record_chain(&batch->hub->scratch, batch->epoch.head, &first->record, head, batch->err);
    *certain = memcmp(head, first->record.head, sizeof head) == 0;
    return code;
}

/*
 * The head behind the last record, from the one that is held; or the kiosk's word for it. When that
 * is not to be taken it stays where it is, which is no head of this batch: a fork.
 */
static ErrCode chain(const Batch *batch, size_t known, uint8_t head[RECORD_HEAD_SIZE],
                     bool *computed) {
    const WireBatch *wire = &batch->job->batch;
    memcpy(head, batch->epoch.head, RECORD_HEAD_SIZE);
    *computed = true;
    for (size_t i = known; *computed && i < wire->count; i++) {
        *computed = !wire->records[i].unreadable;
    }
    if (!*computed) {
        bool certain = false;
        ErrCode code = goes_on(batch, known, &certain);
        if (code == ERR_OK && certain) {
            memcpy(head, wire->records[wire->count - 1].record.head, RECORD_HEAD_SIZE);
        }
        return code;
    }
    for (size_t i = known; i < wire->count; i++) {
        ErrCode code =
            record_chain(&batch->hub->scratch, head, &wire->records[i].record, head, batch->err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode quarantine(Batch *batch, size_t index, Str8 reason, Str8 raw) {
    const HubStore *store = &batch->hub->store;
    HubQuarantined quarantined = {.place = place_at(batch, index),
                                  .reason = reason,
                                  .raw = raw,
                                  .came_utc_ms = batch->utc_ms};
    batch->kiosk.quarantined++;
    batch->job->done.quarantined++;
    return store->quarantine_add(store->context, &quarantined, batch->err);
}

static ErrCode add_record(Batch *batch, size_t index) {
    const HubStore *store = &batch->hub->store;
    const WireRecord *wire = &batch->job->batch.records[index];
    if (wire->unreadable) {
        return quarantine(batch, index, str8_from(wire->reason), wire->raw);
    }
    HubRecord row = {.place = place_at(batch, index),
                     .record = wire->record,
                     .sealed = wire->sealed,
                     .about = batch->job->abouts[index]};
    bool added = false;
    ErrCode code = store->record_add(store->context, &row, &added, batch->err);
    if (code != ERR_OK) {
        return code;
    }
    if (!added) {
        batch->job->done.duplicates++;
        return store->again_add(store->context, row.place, wire->record.id, batch->err);
    }
    batch->job->done.records++;
    return record_is_known(wire->record.type)
               ? ERR_OK
               : quarantine(batch, index, STR8("its type is not known"), STR8(""));
}

static ErrCode put_epoch(Batch *batch, size_t known, const uint8_t head[RECORD_HEAD_SIZE]) {
    const HubStore *store = &batch->hub->store;
    HubEpoch *epoch = &batch->epoch;
    size_t last = batch->job->batch.count - 1;
    if (epoch->have == 0) {
        epoch->base = sequence_at(batch, known) - 1;
    }
    epoch->have = sequence_at(batch, last);
    memcpy(epoch->head, head, RECORD_HEAD_SIZE);
    return store->epoch_put(store->context, epoch, batch->err);
}

static ErrCode add_new(Batch *batch, size_t known, const uint8_t head[RECORD_HEAD_SIZE],
                       bool computed) {
    const HubStore *store = &batch->hub->store;
    size_t count = batch->job->batch.count;
    ErrCode code = put_epoch(batch, known, head); /* gives a new history its number */
    for (size_t i = known; code == ERR_OK && i < count; i++) {
        code = add_record(batch, i);
    }
    if (code == ERR_OK && !computed) {
        code = store->word_add(store->context, place_at(batch, count - 1), head, batch->err);
    }
    return code;
}

static void answer_fork(Batch *batch) {
    batch->kiosk.forks++;
    batch->job->done.forks++;
    answer_held(batch->job, &batch->kiosk, &batch->epoch);
    job_refuse(batch->job, PROBLEM_FORK);
}

/* The batch's own list: what is not read here, now or when it came before. */
static ErrCode list_quarantined(HubJob *job, Err *err) {
    const WireBatch *wire = &job->batch;
    size_t count = 0;
    Quarantined *list = ARENA_ARRAY(job->arena, Quarantined, wire->count);
    if (list == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an answer");
    }
    for (size_t i = 0; i < wire->count; i++) {
        const WireRecord *record = &wire->records[i];
        if (record->unreadable || !record_is_known(record->record.type)) {
            list[count].sequence = record->record.sequence;
            list[count].reason =
                record->unreadable ? str8_from(record->reason) : STR8("its type is not known");
            count++;
        }
    }
    job->answer.records.quarantined = list;
    job->answer.records.quarantined_count = count;
    return ERR_OK;
}

static ErrCode apply_new(Batch *batch, size_t known) {
    const WireBatch *wire = &batch->job->batch;
    const WireRecord *last = &wire->records[wire->count - 1];
    uint8_t head[RECORD_HEAD_SIZE];
    bool computed = true;
    ErrCode code = chain(batch, known, head, &computed);
    if (code != ERR_OK) {
        return code;
    }
    bool ends_here = last->record.sequence >= batch->epoch.have;
    if (ends_here && memcmp(head, last->record.head, sizeof head) != 0) {
        answer_fork(batch);
        return ERR_OK;
    }
    batch->job->done.duplicates += (int64_t)known;
    code = known < wire->count ? add_new(batch, known, head, computed) : ERR_OK;
    if (code == ERR_OK) {
        answer_held(batch->job, &batch->kiosk, &batch->epoch);
        code = list_quarantined(batch->job, batch->err);
    }
    return code;
}

static ErrCode apply_batch(Batch *batch) {
    const HubEpoch *epoch = &batch->epoch;
    if (epoch->have > 0 && sequence_at(batch, 0) > epoch->have + 1) {
        answer_held(batch->job, &batch->kiosk, epoch);
        return ERR_OK;
    }
    size_t known = 0;
    bool same = true;
    ErrCode code = count_known(batch, &known, &same);
    if (code == ERR_OK && !same) {
        answer_fork(batch);
    }
    return code == ERR_OK && same ? apply_new(batch, known) : code;
}

ErrCode records_apply(Hub *hub, HubJob *job, Moment now, Err *err) {
    Batch batch = {.hub = hub, .job = job, .utc_ms = now.utc_ms, .err = err};
    ErrCode code = kiosk_admit(hub, job, now, &batch.kiosk, err);
    if (code != ERR_OK || job->answer.kind != ANSWER_NONE) {
        return code;
    }
    code = find_epoch(hub, job, &batch.kiosk, now, &batch.epoch, err);
    if (code == ERR_OK) {
        code = apply_batch(&batch);
    }
    return code == ERR_OK ? hub->store.kiosk_note(hub->store.context, &batch.kiosk, err) : code;
}

ErrCode epoch_apply(Hub *hub, HubJob *job, Moment now, Err *err) {
    HubKiosk kiosk;
    HubEpoch epoch;
    ErrCode code = kiosk_admit(hub, job, now, &kiosk, err);
    if (code != ERR_OK || job->answer.kind != ANSWER_NONE) {
        return code;
    }
    code = find_epoch(hub, job, &kiosk, now, &epoch, err);
    if (code == ERR_OK) {
        answer_held(job, &kiosk, &epoch);
        code = hub->store.kiosk_note(hub->store.context, &kiosk, err);
    }
    return code;
}
