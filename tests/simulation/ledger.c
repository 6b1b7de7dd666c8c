#include "tests/simulation/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/pack.h"

enum { LEDGER_ROOM_FIRST = 1024, LEDGER_TEXT_MAX = 16 << 10 };

void ledger_end(Ledger *ledger) {
    free(ledger->entries);
    free(ledger->slots);
    *ledger = (Ledger){.count = 0};
}

static size_t slot_of(const Ledger *ledger, Id id) {
    uint64_t hash = 0;
    memcpy(&hash, id.bytes + sizeof id.bytes - sizeof hash, sizeof hash); /* the random half */
    size_t slot = (size_t)(hash % ledger->slots_count);
    while (ledger->slots[slot] != 0 && !id_equal(ledger->entries[ledger->slots[slot] - 1].id, id)) {
        slot = (slot + 1) % ledger->slots_count;
    }
    return slot;
}

static void grow(Ledger *ledger) {
    ledger->room = ledger->room == 0 ? LEDGER_ROOM_FIRST : ledger->room * 2;
    ledger->entries = reallocarray(ledger->entries, ledger->room, sizeof *ledger->entries);
    free(ledger->slots);
    ledger->slots_count = ledger->room * 2;
    ledger->slots = calloc(ledger->slots_count, sizeof *ledger->slots);
    FOYER_ASSERT(ledger->entries != NULL && ledger->slots != NULL);
    for (size_t i = 0; i < ledger->count; i++) {
        ledger->slots[slot_of(ledger, ledger->entries[i].id)] = i + 1;
    }
}

LedgerEntry *ledger_find(const Ledger *ledger, Id id) {
    if (ledger->slots_count == 0) {
        return NULL;
    }
    size_t found = ledger->slots[slot_of(ledger, id)];
    return found == 0 ? NULL : &ledger->entries[found - 1];
}

LedgerEntry *ledger_at(Ledger *ledger, Id id) {
    LedgerEntry *found = ledger_find(ledger, id);
    if (found != NULL) {
        return found;
    }
    if (ledger->count == ledger->room) {
        grow(ledger);
    }
    ledger->slots[slot_of(ledger, id)] = ledger->count + 1;
    ledger->entries[ledger->count] = (LedgerEntry){.id = id};
    return &ledger->entries[ledger->count++];
}

void ledger_digest(Arena *arena, const Record *record, uint8_t digest[VAULT_DIGEST_SIZE]) {
    ArenaMark mark = arena_mark(arena);
    Packer packer = packer_in(arena, LEDGER_TEXT_MAX);
    pack_id(&packer, record->id);
    pack_text(&packer, record->type);
    pack_id(&packer, record->event_id);
    pack_i64(&packer, record->moment.utc_ms);
    pack_i64(&packer, record->moment.mono_ms);
    pack_i64(&packer, record->moment.boot);
    pack_u8(&packer, record->moment.good ? 1 : 0);
    pack_text(&packer, record->zone);
    pack_text(&packer, record->body);
    pack_bytes(&packer, record->cold_digest, record->has_cold ? VAULT_DIGEST_SIZE : 0);
    FOYER_ASSERT(!packer.full);
    vault_digest(packer.bytes, packer.size, digest);
    arena_rewind(arena, mark);
}

/* Counting a word is enough here, and knows nothing of the program's own reader. */
static size_t people_of(Str8 body) {
    Str8 needle = STR8("\"role\":");
    size_t count = 0;
    for (size_t at = str8_find(body, needle); at < body.len; at = str8_find(body, needle)) {
        count++;
        body = str8_slice(body, at + needle.len, body.len);
    }
    return count;
}

static Id visit_of(Str8 body) {
    Str8 needle = STR8("\"visit\":\"");
    size_t at = str8_find(body, needle);
    Id id = {{0}};
    size_t start = at + needle.len;
    bool found = start + ID_TEXT_LEN <= body.len &&
                 id_parse(str8_slice(body, start, start + ID_TEXT_LEN), &id);
    return found ? id : (Id){{0}};
}

static int64_t number_behind(Str8 body, Str8 needle) {
    size_t start = str8_find(body, needle) + needle.len;
    size_t end = start;
    while (end < body.len && body.ptr[end] >= '0' && body.ptr[end] <= '9') {
        end++;
    }
    int64_t number = -1;
    return start <= body.len && str8_to_int(str8_slice(body, start, end), &number) ? number : -1;
}

bool ledger_note_written(Ledger *ledger, Arena *arena, size_t kiosk, const Record *record) {
    uint8_t digest[VAULT_DIGEST_SIZE];
    ledger_digest(arena, record, digest);
    LedgerEntry *entry = ledger_at(ledger, record->id);
    if (entry->written) {
        return memcmp(entry->digest, digest, sizeof digest) == 0;
    }
    bool is_party = str8_equal(record->type, STR8(RECORD_SIGNED_IN)) ||
                    str8_equal(record->type, STR8(RECORD_JOINED));
    size_t people = is_party ? people_of(record->body) : 0;
    bool as_told = !entry->acknowledged || entry->people == people;
    entry->written = true;
    entry->clock_good = record->moment.good;
    entry->is_party = is_party;
    entry->people = people;
    entry->visit_id = visit_of(record->body);
    entry->person = number_behind(record->body, STR8("\"person\":"));
    entry->voids = str8_equal(record->type, STR8(RECORD_CORRECTED)) &&
                   number_behind(record->body, STR8("\"voided\":")) == 1;
    entry->kiosk = kiosk;
    memcpy(entry->digest, digest, sizeof digest);
    return as_told;
}
