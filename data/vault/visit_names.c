#include "data/vault/visit_names.h"

#include "data/base/check.h"
#include "data/base/pack.h"

enum { NAMES_VERSION = 1, NAMES_PACKED_MAX = 64 + VISIT_PEOPLE_MAX * (20 + 2 * PERSON_NAME_MAX) };

bool visit_names_any(const VisitNames *names) {
    bool any = !id_is_none(names->household_id);
    for (size_t i = 0; i < names->count; i++) {
        const Visitor *person = &names->people[i];
        any = any || person->given_name.len > 0 || person->family_name.len > 0 ||
              !id_is_none(person->person_id);
    }
    return any;
}

Str8 visit_names_pack(Arena *arena, const VisitNames *names) {
    FOYER_ASSERT(names->count <= VISIT_PEOPLE_MAX);
    Packer packer = packer_in(arena, NAMES_PACKED_MAX);
    pack_u8(&packer, NAMES_VERSION);
    pack_id(&packer, names->household_id);
    pack_i64(&packer, (int64_t)names->first);
    pack_u8(&packer, (uint8_t)names->count);
    for (size_t i = 0; i < names->count; i++) {
        pack_id(&packer, names->people[i].person_id);
        pack_text(&packer, names->people[i].given_name);
        pack_text(&packer, names->people[i].family_name);
    }
    return packer.full ? (Str8){NULL, 0} : packer_bytes(&packer);
}

bool visit_names_unpack(Arena *arena, Str8 packed, VisitNames *names) {
    Unpacker unpacker = {.rest = packed};
    bool known = unpack_u8(&unpacker) == NAMES_VERSION;
    VisitNames got = {.household_id = unpack_id(&unpacker)};
    got.first = (size_t)unpack_i64(&unpacker);
    got.count = unpack_u8(&unpacker);
    Visitor *people = ARENA_ARRAY(arena, Visitor, got.count + 1);
    if (!known || got.count > VISIT_PEOPLE_MAX || people == NULL) {
        return false;
    }
    for (size_t i = 0; i < got.count; i++) {
        people[i].person_id = unpack_id(&unpacker);
        people[i].given_name = unpack_text(&unpacker);
        people[i].family_name = unpack_text(&unpacker);
    }
    got.people = people;
    if (unpacker.bad || unpacker.rest.len > 0) {
        return false;
    }
    *names = got;
    return true;
}

ErrCode visit_names_unseal(Arena *arena, const uint8_t school_secret[VAULT_KEY_SIZE], Str8 sealed,
                           VisitNames *names) {
    Str8 plain = {NULL, 0};
    if (!vault_unseal(arena, school_secret, sealed, &plain)) {
        return ERR_DENIED;
    }
    return visit_names_unpack(arena, plain, names) ? ERR_OK : ERR_CORRUPT;
}
