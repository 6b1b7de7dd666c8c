#include "sync/client/parcel.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/journal.h"
#include "sync/client/engine.h"
#include "sync/client/enrol.h"
#include "sync/client/heard.h"
#include "sync/client/request.h"
#include "sync/wire/carry.h"

/* Which epoch a file made begin. */
#define SETTING_FORKED STR8("sync.parcel-forked")

/* ---- out ---- */

typedef struct {
    Arena *arena;
    Store *store;
    RandomPort random;
    const ParcelSink *sink;
    SyncLink link;
    SyncSource source;
    size_t size;
    ParcelOut *out;
} Packing;

static ErrCode put_bytes(Packing *packing, Str8 bytes, Err *err) {
    packing->size += bytes.len;
    return packing->sink->write(packing->sink->context, bytes)
               ? ERR_OK
               : err_set(err, ERR_IO, "the file could not be written");
}

static ErrCode put_request(Packing *packing, const WireRequest *request, Err *err) {
    Str8 frame = {0};
    ErrCode code = carry_seal_request(packing->arena, packing->random, request,
                                      packing->link.hub_public, &frame, err);
    return code == ERR_OK ? put_bytes(packing, frame, err) : code;
}

static ErrCode signer_make(Packing *packing, RequestSigner *signer, Err *err) {
    *signer = (RequestSigner){.device = packing->source.device, .seed = packing->link.kiosk_seed};
    return sync_store_take_counters(packing->store, 0, 1, &signer->counter, err);
}

/* One batch behind `*after`, which moves on. @param count  [out] records in it */
static ErrCode put_batch(Packing *packing, int64_t *after, size_t *count, Err *err) {
    OutboxRecord *records = NULL;
    RequestSigner signer;
    WireRequest request;
    size_t taken = 0;
    ErrCode code = sync_store_page(packing->store, packing->arena, *after, ENGINE_RECORDS_MAX,
                                   ENGINE_SIZE_MAX, &records, count, err);
    if (code != ERR_OK || *count == 0) {
        return code;
    }
    code = signer_make(packing, &signer, err);
    if (code == ERR_OK) {
        code = request_records(packing->arena, &signer, packing->source.epoch, records, *count,
                               &taken, &request, err);
    }
    code = code == ERR_OK ? put_request(packing, &request, err) : code;
    if (code == ERR_OK) {
        ParcelOut *out = packing->out;
        out->first = out->first == 0 ? records[0].record.sequence : out->first;
        out->last = records[taken - 1].record.sequence;
        *after = out->last;
    }
    return code;
}

static ErrCode put_records(Packing *packing, Err *err) {
    JournalStatus journal = {0};
    ErrCode code = journal_status(packing->store, &journal, err);
    int64_t after = journal.watermark;
    for (size_t count = 1; code == ERR_OK && count > 0;) {
        if (packing->size > PARCEL_SIZE_MAX) {
            packing->out->is_full = true;
            break;
        }
        ArenaMark mark = arena_mark(packing->arena);
        code = put_batch(packing, &after, &count, err);
        arena_rewind(packing->arena, mark);
    }
    return code;
}

static ErrCode put_question(Packing *packing, Err *err) {
    RequestSigner signer;
    WireRequest request;
    ErrCode code = signer_make(packing, &signer, err);
    if (code == ERR_OK) {
        code = request_ask(packing->arena, &signer, packing->source.epoch, &request, err);
    }
    return code == ERR_OK ? put_request(packing, &request, err) : code;
}

static ErrCode put_all(Packing *packing, Moment now, Err *err) {
    Str8 enrolment = {0};
    ErrCode code = sync_store_describe(packing->store, now, NULL, err);
    code = code == ERR_OK ? sync_store_source(packing->store, &packing->source, err) : code;
    code = code == ERR_OK ? put_bytes(packing, STR8(CARRY_MAGIC), err) : code;
    if (code == ERR_OK && !packing->link.confirmed) {
        code = enrol_carried_frame(packing->arena, packing->store, &enrolment, err);
    }
    if (code == ERR_OK && enrolment.len > 0) {
        packing->out->enrols = true;
        code = put_bytes(packing, enrolment, err);
    }
    code = code == ERR_OK ? put_records(packing, err) : code;
    return code == ERR_OK ? put_question(packing, err) : code;
}

ErrCode parcel_out(Arena *arena, Store *store, RandomPort random, Moment now,
                   const ParcelSink *sink, ParcelOut *out, Err *err) {
    Packing packing = {.arena = arena, .store = store, .random = random, .sink = sink, .out = out};
    *out = (ParcelOut){0};
    ErrCode code = sync_store_link(store, arena, &packing.link, err);
    if (code == ERR_OK && packing.link.revoked) {
        code = err_set(err, ERR_DENIED, "this kiosk was revoked at the hub");
    }
    code = code == ERR_OK ? put_all(&packing, now, err) : code;
    memory_wipe(&packing.link, sizeof packing.link);
    return code;
}

/* ---- in ---- */

typedef struct {
    Arena *arena;
    Store *store;
    SyncLink link;
    SyncNote note;
    int64_t watermark; /* before */
    bool refused;      /* a batch was not taken though the hub had all before it */
    bool disagrees;
    ParcelIn *in;
} Unpacking;

static void take_time(Unpacking *unpacking, int64_t utc_ms, bool sent) {
    SyncNote *note = &unpacking->note;
    note->contact_utc_ms = utc_ms > note->contact_utc_ms ? utc_ms : note->contact_utc_ms;
    if (sent && utc_ms > note->sent_utc_ms) {
        note->sent_utc_ms = utc_ms;
    }
}

/* The epoch was begun by a file before this one, and nothing of it was taken since. */
static ErrCode is_begun_anew(Unpacking *unpacking, bool *begun, Err *err) {
    Str8 kept = {0};
    SyncSource source = {0};
    JournalStatus journal = {0};
    ErrCode code = sync_store_source(unpacking->store, &source, err);
    code = code == ERR_OK ? journal_status(unpacking->store, &journal, err) : code;
    if (code == ERR_OK) {
        code = store_setting(unpacking->store, unpacking->arena, SETTING_FORKED, &kept, err);
        code = code == ERR_NOT_FOUND ? ERR_OK : code;
    }
    *begun = str8_equal(kept, id_text(unpacking->arena, source.epoch)) &&
             journal.watermark <= source.base;
    return code;
}

/* One new epoch, not one a file: see engine.c. */
static ErrCode fork(Unpacking *unpacking, Err *err) {
    bool begun = unpacking->in->forked;
    SyncSource source = {0};
    ErrCode code = begun ? ERR_OK : is_begun_anew(unpacking, &begun, err);
    if (code != ERR_OK || begun) {
        unpacking->disagrees = !unpacking->in->forked;
        return code;
    }
    code = sync_store_fork(unpacking->store, err);
    if (code != ERR_OK) {
        return code;
    }
    unpacking->in->forked = true;
    unpacking->note.forks++;
    code = sync_store_source(unpacking->store, &source, err);
    return code == ERR_OK ? store_set_setting(unpacking->store, SETTING_FORKED,
                                              id_text(unpacking->arena, source.epoch), err)
                          : code;
}

static ErrCode take_receipt(Unpacking *unpacking, const Heard *heard, Err *err) {
    Receipt receipt = {.epoch = heard->records.epoch,
                       .have = heard->records.have,
                       .hub_utc_ms = heard->records.utc_ms};
    ReceiptOutcome outcome;
    memcpy(receipt.head, heard->records.head, sizeof receipt.head);
    ErrCode code = sync_store_receipt(unpacking->store, &receipt, &outcome, err);
    if (code != ERR_OK || outcome == RECEIPT_STALE) {
        return code;
    }
    if (outcome == RECEIPT_FORK) {
        return fork(unpacking, err);
    }
    unpacking->in->have = receipt.have;
    unpacking->refused = unpacking->refused || heard->kind == HEARD_FORK;
    unpacking->note.quarantined = heard->records.quarantined_total;
    take_time(unpacking, heard->utc_ms, receipt.have > unpacking->watermark);
    return ERR_OK;
}

static ErrCode take_heard(Unpacking *unpacking, const Heard *heard, Err *err) {
    ParcelIn *in = unpacking->in;
    in->answers++;
    switch (heard->kind) {
    case HEARD_RECORDS:
    case HEARD_FORK:
        return take_receipt(unpacking, heard, err);
    case HEARD_REVOKED:
        in->revoked = true;
        unpacking->note.trouble = SYNC_REVOKED;
        return sync_store_revoke(unpacking->store, err);
    case HEARD_ENROLLED:
        in->enrolled = true;
        take_time(unpacking, heard->utc_ms, false);
        return enrol_confirm(unpacking->arena, unpacking->store, &heard->enrolled, err);
    case HEARD_TOO_LARGE:
    case HEARD_REPLAYED:
        return ERR_OK; /* a counter that was used: the same file was brought twice */
    case HEARD_FAILED:
        break;
    }
    bool signed_by_hub = heard->utc_ms > 0;
    in->answers -= signed_by_hub ? 0 : 1;
    in->strange += signed_by_hub ? 0 : 1;
    in->refusal = signed_by_hub ? heard->detail : in->refusal;
    return ERR_OK;
}

static ErrCode take_reply(Unpacking *unpacking, const WireReply *reply, Str8 signature, Err *err) {
    TransportResult result = {.outcome = TRANSPORT_ANSWERED, .reply = *reply};
    Heard heard = {0};
    if (signature.len == 0) {
        unpacking->in->strange++;
        return ERR_OK;
    }
    ErrCode code = ERR_OK;
    if (!unpacking->link.confirmed && !unpacking->in->enrolled) {
        code = heard_read_enrolment(unpacking->arena, signature, &result, &heard, err);
    }
    bool enrolled = heard.kind == HEARD_ENROLLED &&
                    memcmp(heard.enrolled.hub_public, unpacking->link.hub_public,
                           sizeof unpacking->link.hub_public) == 0;
    if (code == ERR_OK && !enrolled) {
        code = heard_read(unpacking->arena, unpacking->link.hub_public, signature, &result, &heard,
                          err);
    }
    return code == ERR_OK ? take_heard(unpacking, &heard, err) : code;
}

static ErrCode take_all(Unpacking *unpacking, Str8 bytes, Err *err) {
    ErrCode code = ERR_OK;
    size_t frames = 0;
    while (code == ERR_OK) {
        WireReply reply = {0};
        Str8 signature = {0};
        Str8 before = bytes;
        code = carry_open_reply(unpacking->arena, &bytes, unpacking->link.kiosk_seed, &reply,
                                &signature, err);
        if (code == ERR_OK) {
            code = take_reply(unpacking, &reply, signature, err);
        } else if (code == ERR_DENIED && bytes.ptr != before.ptr) {
            unpacking->in->strange++; /* sealed for somebody else */
            code = ERR_OK;
        }
        frames++;
    }
    return code == ERR_NOT_FOUND && frames > 0 ? ERR_OK : code;
}

static ErrCode finish(Unpacking *unpacking, Moment now, Err *err) {
    JournalStatus journal = {0};
    SyncNote *note = &unpacking->note;
    ParcelIn *in = unpacking->in;
    ErrCode code = journal_status(unpacking->store, &journal, err);
    if (code == ERR_OK && unpacking->refused && !in->forked &&
        journal.watermark == unpacking->watermark && journal.last > journal.watermark) {
        code = fork(unpacking, err); /* nothing moved: the hub computes other heads than we do */
    }
    if (code != ERR_OK || in->answers == 0) {
        return code;
    }
    if (unpacking->disagrees) {
        note->trouble = SYNC_DISAGREES;
    } else if (!in->revoked && (in->forked || journal.watermark > unpacking->watermark)) {
        note->trouble = SYNC_FINE;
    }
    note->tried_utc_ms = now.utc_ms;
    memset(note->detail, 0, sizeof note->detail);
    return sync_store_note(unpacking->store, note, err);
}

ErrCode parcel_in(Arena *arena, Store *store, Str8 bytes, Moment now, ParcelIn *in, Err *err) {
    Unpacking unpacking = {.arena = arena, .store = store, .in = in};
    JournalStatus journal = {0};
    *in = (ParcelIn){0};
    ErrCode code = sync_store_link(store, arena, &unpacking.link, err);
    code = code == ERR_OK ? sync_store_last_note(store, &unpacking.note, err) : code;
    code = code == ERR_OK ? journal_status(store, &journal, err) : code;
    unpacking.watermark = journal.watermark;
    code = code == ERR_OK ? take_all(&unpacking, bytes, err) : code;
    code = code == ERR_OK ? finish(&unpacking, now, err) : code;
    memory_wipe(&unpacking.link, sizeof unpacking.link);
    return code;
}
