#include "sync/hub/hub_verify.h"

#include <string.h>

#include "data/base/check.h"

/*
 * One pass over the records. Each history's come in the order of their sequences, so every chain
 * is computed at once, with one head each in memory.
 * 1. A gap before a record is filled from `again` (a record held under another history), or from
 *    what the chain was taken on the kiosk's word to be behind something unreadable.
 * 2. What came after the pass began is not looked at: `have` was read before.
 */
enum { WORK_BLOCK = 256 * 1024, WORK_MAX = 8 << 20, CHAINS_BLOCK = 64 * 1024 };

typedef struct {
    HubEpoch epoch; /* `have` and `head` are what was acknowledged */
    int64_t at;
    uint8_t head[RECORD_HEAD_SIZE];
    bool is_bad;
} Chain;

typedef struct {
    const HubStore *store;
    HubVerdict *verdict;
    Arena work;
    Arena keep;
    Chain *chains; /* by kiosk, then number */
    size_t count;
    Err *err;
} Verify;

static void complain(Verify *verify, Chain *chain, const char *what) {
    if (chain->is_bad) {
        return;
    }
    chain->is_bad = true;
    verify->verdict->bad++;
    if (verify->verdict->bad == 1) {
        verify->verdict->first_bad = (HubPlace){
            .kiosk = chain->epoch.kiosk, .epoch = chain->epoch.number, .sequence = chain->at};
        Str8Builder reason = builder_make(verify->verdict->reason, sizeof verify->verdict->reason);
        builder_format(&reason, "kiosk %lld, history %lld, behind record %lld: %s",
                       (long long)chain->epoch.kiosk, (long long)chain->epoch.number,
                       (long long)chain->at, what);
    }
}

/* ---- which histories there are ---- */

static ErrCode walk_epochs(Verify *verify, Chain *chains, size_t *count) {
    const HubStore *store = verify->store;
    HubKiosk kiosk = {0};
    *count = 0;
    verify->verdict->kiosks = 0;
    for (;;) {
        ErrCode code =
            store->kiosk_next(store->context, &verify->work, kiosk.number, &kiosk, verify->err);
        arena_reset(&verify->work);
        if (code != ERR_OK) {
            return code == ERR_NOT_FOUND ? ERR_OK : code;
        }
        verify->verdict->kiosks++;
        HubEpoch epoch = {0};
        for (;;) {
            code =
                store->epoch_next(store->context, kiosk.number, epoch.number, &epoch, verify->err);
            if (code != ERR_OK) {
                break;
            }
            if (chains != NULL && *count < verify->count) {
                chains[*count] = (Chain){.epoch = epoch, .at = epoch.base};
                record_chain_start(kiosk.device, epoch.epoch, chains[*count].head);
            }
            (*count)++;
        }
        if (code != ERR_NOT_FOUND) {
            return code;
        }
    }
}

static ErrCode read_epochs(Verify *verify) {
    size_t count = 0;
    ErrCode code = walk_epochs(verify, NULL, &count);
    if (code != ERR_OK) {
        return code;
    }
    verify->chains = ARENA_ARRAY(&verify->keep, Chain, count + 1);
    if (verify->chains == NULL) {
        return err_set(verify->err, ERR_NO_MEMORY, "no memory for %zu histories", count);
    }
    verify->count = count;
    code = walk_epochs(verify, verify->chains, &count);
    verify->verdict->epochs = (int64_t)verify->count;
    return code;
}

static Chain *find_chain(Verify *verify, HubPlace place) {
    size_t low = 0;
    size_t high = verify->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const HubEpoch *epoch = &verify->chains[middle].epoch;
        bool before = epoch->kiosk < place.kiosk ||
                      (epoch->kiosk == place.kiosk && epoch->number < place.epoch);
        if (before) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Chain *chain = &verify->chains[low];
    bool found = low < verify->count && chain->epoch.kiosk == place.kiosk &&
                 chain->epoch.number == place.epoch;
    return found ? chain : NULL;
}

/* ---- one history ---- */

static ErrCode step(Verify *verify, Chain *chain, const Record *record) {
    FOYER_ASSERT(record->sequence == chain->at + 1);
    ErrCode code = record_chain(&verify->work, chain->head, record, chain->head, verify->err);
    if (code == ERR_OK) {
        chain->at++;
    }
    return code;
}

static HubPlace next_place(const Chain *chain) {
    return (HubPlace){
        .kiosk = chain->epoch.kiosk, .epoch = chain->epoch.number, .sequence = chain->at + 1};
}

/* Behind something unreadable: the next head that was taken on the kiosk's word. */
static ErrCode jump(Verify *verify, Chain *chain) {
    const HubStore *store = verify->store;
    int64_t sequence = 0;
    uint8_t head[RECORD_HEAD_SIZE];
    ErrCode code = store->quarantine_has(store->context, next_place(chain), verify->err);
    if (code == ERR_NOT_FOUND) {
        complain(verify, chain, "the next record is missing");
        return ERR_OK;
    }
    if (code == ERR_OK) {
        code = store->word_next(store->context, next_place(chain), &sequence, head, verify->err);
    }
    if (code == ERR_NOT_FOUND) {
        complain(verify, chain, "no head was taken behind what could not be read");
        return ERR_OK;
    }
    if (code == ERR_OK) {
        chain->at = sequence;
        memcpy(chain->head, head, sizeof head);
        verify->verdict->taken++;
    }
    return code;
}

/* Up to `end`, without records of the pass itself. */
static ErrCode fill(Verify *verify, Chain *chain, int64_t end) {
    const HubStore *store = verify->store;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && !chain->is_bad && chain->at < end) {
        Id id;
        HubRecord row;
        code = store->again_get(store->context, next_place(chain), &id, verify->err);
        if (code == ERR_NOT_FOUND) {
            code = jump(verify, chain);
            continue;
        }
        if (code == ERR_OK) {
            code = store->record_get(store->context, &verify->work, chain->epoch.kiosk, id, &row,
                                     verify->err);
        }
        if (code == ERR_NOT_FOUND) {
            complain(verify, chain, "the record that stands again is not held");
            code = ERR_OK;
        } else if (code == ERR_OK) {
            row.record.sequence = chain->at + 1;
            verify->verdict->again++;
            code = step(verify, chain, &row.record);
        }
    }
    return code;
}

static ErrCode take(Verify *verify, const HubRecord *row) {
    Chain *chain = find_chain(verify, row->place);
    if (chain == NULL || chain->is_bad || row->place.sequence > chain->epoch.have) {
        return ERR_OK; /* it came after the pass began */
    }
    verify->verdict->records++;
    ErrCode code = fill(verify, chain, row->place.sequence - 1);
    if (code != ERR_OK || chain->is_bad || row->place.sequence <= chain->at) {
        return code; /* a taken stretch may end behind it */
    }
    return step(verify, chain, &row->record);
}

static ErrCode walk_records(Verify *verify) {
    const HubStore *store = verify->store;
    HubMark mark = {0};
    size_t count = 1;
    ErrCode code = ERR_OK;
    HubRecord *rows = ARENA_ARRAY(&verify->keep, HubRecord, HUB_PAGE_MAX);
    if (rows == NULL) {
        return err_set(verify->err, ERR_NO_MEMORY, "no memory for a page of records");
    }
    while (code == ERR_OK && count > 0) {
        code = store->records_by_place(store->context, &verify->work, &mark, rows, HUB_PAGE_MAX,
                                       &count, verify->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            code = take(verify, &rows[i]);
        }
        arena_reset(&verify->work);
    }
    return code;
}

static ErrCode finish_chains(Verify *verify) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < verify->count; i++) {
        Chain *chain = &verify->chains[i];
        code = fill(verify, chain, chain->epoch.have);
        if (code == ERR_OK && memcmp(chain->head, chain->epoch.head, sizeof chain->head) != 0) {
            complain(verify, chain, "its head is not the one that was acknowledged");
        }
        arena_reset(&verify->work);
    }
    return code;
}

static ErrCode count_quarantined(Verify *verify) {
    const HubStore *store = verify->store;
    HubQuarantined row = {0};
    for (;;) {
        ErrCode code =
            store->quarantine_next(store->context, &verify->work, row.place, &row, verify->err);
        arena_reset(&verify->work);
        if (code != ERR_OK) {
            return code == ERR_NOT_FOUND ? ERR_OK : code;
        }
        verify->verdict->quarantined++;
    }
}

static ErrCode run(Verify *verify) {
    ErrCode code = read_epochs(verify);
    if (code == ERR_OK) {
        code = walk_records(verify);
    }
    if (code == ERR_OK) {
        code = finish_chains(verify);
    }
    return code == ERR_OK ? count_quarantined(verify) : code;
}

ErrCode hub_verify(const HubStore *store, HubVerdict *verdict, Err *err) {
    *verdict = (HubVerdict){.is_sound = false};
    Verify verify = {.store = store, .verdict = verdict, .err = err};
    verify.work = arena_make(WORK_BLOCK, WORK_MAX);
    verify.keep = arena_make(CHAINS_BLOCK, SIZE_MAX / 2);
    ErrCode code = run(&verify);
    bool file_is_sound = false;
    char reason[HUB_REASON_MAX];
    if (code == ERR_OK) {
        code = store->check(store->context, &file_is_sound, reason, sizeof reason, err);
    }
    if (code == ERR_OK && !file_is_sound) {
        memcpy(verdict->reason, reason, sizeof reason);
    }
    verdict->is_sound = code == ERR_OK && file_is_sound && verdict->bad == 0;
    arena_free(&verify.work);
    arena_free(&verify.keep);
    return code;
}
