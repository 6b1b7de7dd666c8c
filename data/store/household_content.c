#include "data/store/household_content.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/pack.h"
#include "data/store/store_private.h"

enum {
    CONTENT_VERSION = 1,
    CONTENT_PACKED_MAX =
        256 + 8 * HOUSEHOLD_LETTERS_MAX + HOUSEHOLD_PEOPLE_MAX * (64 + 2 * PERSON_NAME_MAX),
};

static void pack_person(Packer *packer, const Person *person) {
    pack_id(packer, person->id);
    pack_text(packer, person_role_name(person->role));
    pack_text(packer, person->grade);
    pack_text(packer, person->given_name);
    pack_text(packer, person->family_name);
}

Str8 household_content_pack(Arena *arena, const HouseholdIn *in) {
    Packer packer = packer_in(arena, CONTENT_PACKED_MAX);
    pack_u8(&packer, CONTENT_VERSION);
    pack_id(&packer, in->household.id);
    pack_text(&packer, in->household.language);
    pack_u8(&packer, in->household.card_only ? 1 : 0);
    pack_u8(&packer, (uint8_t)in->letters_count);
    for (size_t i = 0; i < in->letters_count; i++) {
        pack_i64(&packer, in->letters[i]);
    }
    pack_u8(&packer, (uint8_t)in->household.people_count);
    for (size_t i = 0; i < in->household.people_count; i++) {
        pack_person(&packer, &in->household.people[i]);
    }
    return packer.full ? (Str8){NULL, 0} : packer_bytes(&packer);
}

static void unpack_person(Unpacker *unpacker, Person *person) {
    person->id = unpack_id(unpacker);
    if (!person_role_parse(unpack_text(unpacker), &person->role)) {
        unpacker->bad = true;
    }
    person->grade = unpack_text(unpacker);
    person->given_name = unpack_text(unpacker);
    person->family_name = unpack_text(unpacker);
}

static bool content_unpack(Arena *arena, Str8 packed, HouseholdContent *content) {
    Unpacker unpacker = {.rest = packed};
    if (unpack_u8(&unpacker) != CONTENT_VERSION) {
        return false;
    }
    Household *household = &content->household;
    household->id = unpack_id(&unpacker);
    household->language = unpack_text(&unpacker);
    household->card_only = unpack_u8(&unpacker) != 0;
    content->letters_count = unpack_u8(&unpacker);
    if (content->letters_count > HOUSEHOLD_LETTERS_MAX) {
        return false;
    }
    for (size_t i = 0; i < content->letters_count; i++) {
        content->letters[i] = (uint32_t)unpack_i64(&unpacker);
    }
    household->people_count = unpack_u8(&unpacker);
    household->people = ARENA_ARRAY(arena, Person, HOUSEHOLD_PEOPLE_MAX);
    if (household->people_count > HOUSEHOLD_PEOPLE_MAX || household->people == NULL) {
        return false;
    }
    for (size_t i = 0; i < household->people_count; i++) {
        unpack_person(&unpacker, &household->people[i]);
    }
    return !unpacker.bad && unpacker.rest.len == 0;
}

bool household_content_open(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id row, Str8 boxed,
                            HouseholdContent *content) {
    Str8 plain;
    *content = (HouseholdContent){.letters_count = 0};
    return vault_unbox(arena, key, row, boxed, &plain) && content_unpack(arena, plain, content);
}

Id household_row(const Store *store, Id household_id) {
    Id row = {{0}};
    _Static_assert(sizeof row.bytes == VAULT_TAG_SIZE, "row");
    vault_tag(store->household_key, household_id.bytes, sizeof household_id.bytes, row.bytes);
    return row;
}
