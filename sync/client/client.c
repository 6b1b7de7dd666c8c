/*
 * Sync client: the engine between a store and a wire.
 * 1. The watermark is the store's and moves by signed receipts alone; nothing is remembered here
 *    that a restart could not lose.
 * 2. At most one request is on the way. An answer counts only for the request it was signed for.
 * 3. A counter is durable in the store before it is used (they are taken by the dozen).
 */
#include "sync/client/client.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/journal.h"
#include "sync/client/engine.h"
#include "sync/client/heard.h"
#include "sync/client/request.h"

enum {
    COUNTERS_AT_ONCE = 16,
    SIGNATURE_TEXT_MAX = 512,
    NOTE_AGAIN_MS = 10 * 60 * 1000,
    HUB_TIME_AGAIN_MS = 60 * 60 * 1000,
};

typedef struct {
    bool is_on_the_way;
    bool was_sending;
    Id epoch;
    int64_t after; /* the watermark it was made at */
    char signature[SIGNATURE_TEXT_MAX];
    size_t signature_len;
} Sent;

struct SyncClient {
    Store *store;
    RandomPort random;
    bool is_started;
    Engine engine;
    bool has_link; /* `link` is what the store held at `link_epoch` */
    Id link_epoch;
    bool is_enrolled;
    SyncLink link; /* url lies in `url` */
    char url[SYNC_URL_MAX];
    SyncSource source;
    int64_t counter_next, counter_end;
    Sent sent;
    SyncNote note;
    int64_t noted_mono_ms;
    bool has_hub_time;
    int64_t hub_time_mono_ms;
};

ErrCode sync_client_new(Arena *arena, Store *store, RandomPort random, SyncClient **client,
                        Err *err) {
    FOYER_ASSERT(store != NULL && random.fill != NULL);
    SyncClient *made = ARENA_NEW(arena, SyncClient);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the sync client");
    }
    made->store = store;
    made->random = random;
    made->counter_next = 1; /* none are at hand: the first request takes some */
    *client = made;
    return ERR_OK;
}

void sync_client_free(SyncClient *client) {
    if (client != NULL) {
        memory_wipe(client, sizeof *client);
    }
}

void sync_client_nudge(SyncClient *client) {
    client->has_link = false;
}

SyncTrouble sync_client_trouble(const SyncClient *client) {
    return client->engine.trouble;
}

static ErrCode start(SyncClient *client, Moment now, Err *err) {
    if (client->is_started) {
        return ERR_OK;
    }
    ErrCode code = sync_store_last_note(client->store, &client->note, err);
    if (code == ERR_OK) {
        client->engine = engine_make(client->note.trouble, now.mono_ms);
        client->noted_mono_ms = now.mono_ms - NOTE_AGAIN_MS;
        client->is_started = true;
    }
    return code;
}

/* Enrolling at another hub begins an epoch, and what was for one is never sent to the other. */
static ErrCode read_link(SyncClient *client, Arena *arena, Err *err) {
    if (client->has_link && id_equal(client->link_epoch, client->source.epoch)) {
        return ERR_OK;
    }
    SyncLink link = {0};
    ErrCode code = sync_store_link(client->store, arena, &link, err);
    if (code == ERR_NOT_FOUND) {
        client->is_enrolled = false;
        return ERR_OK;
    }
    if (code == ERR_OK && link.url.len > sizeof client->url) {
        code = err_set(err, ERR_LIMIT, "the hub's address is too long");
    }
    if (code == ERR_OK) {
        /* Without an address the records go by USB only; before the hub knows the key, too. */
        client->is_enrolled = link.url.len > 0 && link.confirmed;
        client->link = link;
        client->has_link = true;
        client->link_epoch = client->source.epoch;
        if (link.url.len > 0) {
            memcpy(client->url, link.url.ptr, link.url.len);
        }
        client->link.url = (Str8){client->url, link.url.len};
    }
    memory_wipe(&link, sizeof link);
    return code;
}

static ErrCode read_facts(SyncClient *client, Arena *arena, EngineFacts *facts,
                          JournalStatus *journal, Err *err) {
    ErrCode code = sync_store_source(client->store, &client->source, err);
    code = code == ERR_OK ? read_link(client, arena, err) : code;
    *facts = (EngineFacts){0};
    if (code != ERR_OK || !client->is_enrolled) {
        return code;
    }
    code = journal_status(client->store, journal, err);
    if (code == ERR_OK) {
        int64_t sent =
            journal->watermark > client->source.base ? journal->watermark : client->source.base;
        *facts = (EngineFacts){.enrolled = true,
                               .revoked = client->link.revoked,
                               .waiting = journal->last > sent ? journal->last - sent : 0};
    }
    return code;
}

static uint64_t draw(const SyncClient *client) {
    uint64_t random = 0;
    client->random.fill(client->random.context, &random, sizeof random);
    return random;
}

static ErrCode take_counter(SyncClient *client, int64_t *counter, Err *err) {
    if (client->counter_next >= client->counter_end) {
        int64_t first = 0;
        ErrCode code = sync_store_take_counters(client->store, client->counter_next - 1,
                                                COUNTERS_AT_ONCE, &first, err);
        if (code != ERR_OK) {
            return code;
        }
        client->counter_next = first;
        client->counter_end = first + COUNTERS_AT_ONCE;
    }
    *counter = client->counter_next++;
    return ERR_OK;
}

static ErrCode signer_make(SyncClient *client, RequestSigner *signer, Err *err) {
    *signer = (RequestSigner){.device = client->source.device, .seed = client->link.kiosk_seed};
    return take_counter(client, &signer->counter, err);
}

static ErrCode make_ask(SyncClient *client, Arena *arena, WireRequest *request, Err *err) {
    RequestSigner signer;
    ErrCode code = signer_make(client, &signer, err);
    return code == ERR_OK ? request_ask(arena, &signer, client->source.epoch, request, err) : code;
}

/* ERR_NOT_FOUND: there is nothing behind `after`. */
static ErrCode make_records(SyncClient *client, Arena *arena, const EngineStep *step, int64_t after,
                            WireRequest *request, Err *err) {
    OutboxRecord *records = NULL;
    size_t count = 0;
    size_t taken = 0;
    ErrCode code = sync_store_page(client->store, arena, after, step->records_max, step->size_max,
                                   &records, &count, err);
    if (code == ERR_OK && count == 0) {
        return err_set(err, ERR_NOT_FOUND, "nothing waits behind %lld", (long long)after);
    }
    RequestSigner signer;
    code = code == ERR_OK ? signer_make(client, &signer, err) : code;
    if (code == ERR_OK) {
        code = request_records(arena, &signer, client->source.epoch, records, count, &taken,
                               request, err);
    }
    return code;
}

static ErrCode note_write(SyncClient *client, Moment now, Err *err) {
    client->noted_mono_ms = now.mono_ms;
    return sync_store_note(client->store, &client->note, err);
}

/* What staff are told. A long outage is not one write a try: the card would wear. */
static ErrCode note_result(SyncClient *client, Str8 detail, bool contact, Moment now, Err *err) {
    SyncNote *note = &client->note;
    SyncTrouble before = note->trouble;
    note->trouble = client->engine.trouble;
    note->tried_utc_ms = now.utc_ms;
    memset(note->detail, 0, sizeof note->detail);
    if (note->trouble != SYNC_FINE && detail.len > 0) {
        size_t len = detail.len < sizeof note->detail - 1 ? detail.len : sizeof note->detail - 1;
        memcpy(note->detail, detail.ptr, len);
    }
    bool due =
        contact || note->trouble != before || now.mono_ms - client->noted_mono_ms >= NOTE_AGAIN_MS;
    return due ? note_write(client, now, err) : ERR_OK;
}

static ErrCode hear_disk(SyncClient *client, Moment now, ErrCode code) {
    EngineEvent event = {.kind = ENGINE_FAILED, .trouble = SYNC_DISK, .random = draw(client)};
    client->sent.is_on_the_way = false;
    (void)engine_hear(&client->engine, &event, now.mono_ms);
    return code;
}

static ErrCode hear_lost(SyncClient *client, Moment now, Err *err) {
    EngineEvent event = {.kind = ENGINE_FAILED,
                         .trouble = SYNC_UNREACHABLE,
                         .was_sending = client->sent.was_sending,
                         .random = draw(client)};
    client->sent.is_on_the_way = false;
    (void)engine_hear(&client->engine, &event, now.mono_ms);
    return note_result(client, (Str8){0}, false, now, err);
}

static ErrCode remember(SyncClient *client, const WireRequest *request, bool sending,
                        int64_t after) {
    Str8 signature = wire_header(&request->headers, STR8("signature"));
    Sent *sent = &client->sent;
    FOYER_ASSERT(signature.len > 0 && signature.len <= sizeof sent->signature);
    memcpy(sent->signature, signature.ptr, signature.len);
    sent->signature_len = signature.len;
    sent->is_on_the_way = true;
    sent->was_sending = sending;
    sent->epoch = client->source.epoch;
    sent->after = after;
    return ERR_OK;
}

static ErrCode take_step(SyncClient *client, Arena *arena, const EngineStep *step,
                         const JournalStatus *journal, Moment now, SyncTurn *turn, Err *err) {
    *turn = (SyncTurn){.kind = SYNC_TURN_WAIT, .until_mono_ms = step->until_mono_ms};
    bool sending = step->kind == ENGINE_SEND;
    ErrCode code = ERR_OK;
    switch (step->kind) {
    case ENGINE_STOPPED:
        client->has_link = false; /* enrolling is what ends this */
        turn->kind = SYNC_TURN_STOPPED;
        return ERR_OK;
    case ENGINE_WAIT:
        return ERR_OK;
    case ENGINE_ASK:
        code = make_ask(client, arena, &turn->request, err);
        break;
    case ENGINE_SEND:
        code = sync_store_describe(client->store, now, NULL, err);
        if (code == ERR_OK) {
            code = make_records(client, arena, step, journal->watermark, &turn->request, err);
        }
        break;
    }
    if (code == ERR_NOT_FOUND) {
        turn->until_mono_ms = client->engine.ask_mono_ms;
        return ERR_OK;
    }
    if (code == ERR_OK) {
        turn->kind = SYNC_TURN_SEND;
        turn->url = str8_copy(arena, client->link.url);
        turn->trust_dates = now.good;
        code = remember(client, &turn->request, sending, journal->watermark);
    }
    return code;
}

ErrCode sync_client_turn(SyncClient *client, Arena *arena, Moment now, SyncTurn *turn, Err *err) {
    EngineFacts facts = {0};
    JournalStatus journal = {0};
    ErrCode code = start(client, now, err);
    if (code != ERR_OK) {
        return code;
    }
    if (client->sent.is_on_the_way) {
        code = hear_lost(client, now, err);
    }
    code = code == ERR_OK ? read_facts(client, arena, &facts, &journal, err) : code;
    if (code == ERR_OK) {
        EngineStep step = engine_step(&client->engine, &facts, now.mono_ms);
        code = take_step(client, arena, &step, &journal, now, turn, err);
    }
    return code == ERR_OK ? ERR_OK : hear_disk(client, now, code);
}

/* ---- answers ---- */

static ErrCode hear_receipt(SyncClient *client, const Heard *heard, EngineEvent *event, Err *err) {
    Receipt receipt = {.epoch = heard->records.epoch,
                       .have = heard->records.have,
                       .hub_utc_ms = heard->records.utc_ms};
    memcpy(receipt.head, heard->records.head, sizeof receipt.head);
    if (!id_equal(receipt.epoch, client->sent.epoch)) {
        event->kind = ENGINE_FAILED;
        event->trouble = SYNC_HUB_TROUBLE;
        return ERR_OK;
    }
    ReceiptOutcome outcome;
    ErrCode code = sync_store_receipt(client->store, &receipt, &outcome, err);
    if (code != ERR_OK) {
        return code;
    }
    bool refused = heard->kind == HEARD_FORK && receipt.have >= client->sent.after;
    event->moved = outcome == RECEIPT_TAKEN && receipt.have > client->sent.after;
    event->kind = outcome == RECEIPT_STALE             ? ENGINE_STALE
                  : outcome == RECEIPT_FORK || refused ? ENGINE_FORK
                                                       : ENGINE_TAKEN;
    return ERR_OK;
}

static ErrCode make_event(SyncClient *client, const Heard *heard, EngineEvent *event, Err *err) {
    *event = (EngineEvent){.was_sending = client->sent.was_sending,
                           .trouble = heard->trouble,
                           .retry_after_ms = heard->retry_after_ms,
                           .random = draw(client)};
    switch (heard->kind) {
    case HEARD_RECORDS:
    case HEARD_FORK:
        return hear_receipt(client, heard, event, err);
    case HEARD_TOO_LARGE:
        event->kind = ENGINE_TOO_LARGE;
        return ERR_OK;
    case HEARD_REPLAYED:
        event->kind = ENGINE_REPLAYED;
        return ERR_OK;
    case HEARD_REVOKED:
        event->kind = ENGINE_REVOKED;
        return ERR_OK;
    case HEARD_FAILED:
        event->kind = ENGINE_FAILED;
        return ERR_OK;
    case HEARD_ENROLLED: /* heard_read never says so */
        break;
    }
    FOYER_ASSERT(heard->kind != HEARD_ENROLLED);
    return ERR_INTERNAL;
}

/* Said of the key that signed the request: the kiosk may have been enrolled anew meanwhile. */
static ErrCode stop(SyncClient *client, Arena *arena, Err *err) {
    SyncLink link = {0};
    ErrCode code = sync_store_link(client->store, arena, &link, err);
    bool same = memcmp(link.kiosk_public, client->link.kiosk_public, sizeof link.kiosk_public) == 0;
    memory_wipe(&link, sizeof link);
    client->has_link = false;
    return code == ERR_OK && same ? sync_store_revoke(client->store, err) : code;
}

static ErrCode obey(SyncClient *client, Arena *arena, EngineOrder order, const Heard *heard,
                    Err *err) {
    ErrCode code = ERR_OK;
    switch (order) {
    case ENGINE_GO_ON:
        break;
    case ENGINE_DO_FORK:
        code = sync_store_fork(client->store, err);
        client->note.forks += code == ERR_OK ? 1 : 0;
        client->engine.forked = code == ERR_OK;
        break;
    case ENGINE_DO_RENUMBER:
        client->counter_next = heard->counter + 1;
        client->counter_end = client->counter_next; /* none left: larger ones are taken */
        break;
    case ENGINE_DO_STOP:
        code = stop(client, arena, err);
        break;
    }
    return code;
}

static ErrCode note_hub_time(SyncClient *client, const Heard *heard, Moment now, Err *err) {
    bool due = !client->has_hub_time || now.mono_ms - client->hub_time_mono_ms >= HUB_TIME_AGAIN_MS;
    if (heard->utc_ms <= 0 || !due) {
        return ERR_OK;
    }
    client->has_hub_time = true;
    client->hub_time_mono_ms = now.mono_ms;
    return sync_store_note_hub_time(client->store, now, heard->utc_ms, err);
}

static ErrCode note_heard(SyncClient *client, const Heard *heard, const EngineEvent *event,
                          Moment now, Err *err) {
    bool contact = heard->utc_ms > 0;
    if (contact) {
        /* The hub's clock is signed; ours may be wrong. */
        client->note.contact_utc_ms = now.good ? now.utc_ms : heard->utc_ms;
    }
    if (event->moved && event->was_sending) {
        client->note.sent_utc_ms = client->note.contact_utc_ms;
    }
    if (heard->kind == HEARD_RECORDS || heard->kind == HEARD_FORK) {
        client->note.quarantined = heard->records.quarantined_total;
    }
    return note_result(client, heard->detail, contact, now, err);
}

static ErrCode answer(SyncClient *client, Arena *arena, const TransportResult *result, Moment now,
                      Err *err) {
    Heard heard = {0};
    EngineEvent event = {0};
    Str8 signature = {client->sent.signature, client->sent.signature_len};
    ErrCode code = heard_read(arena, client->link.hub_public, signature, result, &heard, err);
    code = code == ERR_OK ? make_event(client, &heard, &event, err) : code;
    if (code != ERR_OK) {
        return code;
    }
    client->sent.is_on_the_way = false;
    EngineOrder order = engine_hear(&client->engine, &event, now.mono_ms);
    if (event.kind == ENGINE_FAILED) {
        client->has_link = false; /* perhaps it was enrolled anew beside this */
    }
    code = obey(client, arena, order, &heard, err);
    code = code == ERR_OK ? note_hub_time(client, &heard, now, err) : code;
    return code == ERR_OK ? note_heard(client, &heard, &event, now, err) : code;
}

ErrCode sync_client_answer(SyncClient *client, Arena *arena, const TransportResult *result,
                           Moment now, Err *err) {
    if (!client->sent.is_on_the_way) {
        return ERR_OK; /* it was taken for lost */
    }
    ErrCode code = answer(client, arena, result, now, err);
    return code == ERR_OK ? ERR_OK : hear_disk(client, now, code);
}
