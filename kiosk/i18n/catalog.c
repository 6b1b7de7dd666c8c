#include "kiosk/i18n/catalog.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/hash.h"
#include "kiosk/i18n/plural.h"

/*
 * The file's own hash table is not used: it would have to be checked as well. Messages go into an
 * open-addressing table at most half full, keyed by "context EOT msgid".
 */
enum {
    MO_HEADER_SIZE = 28,
    MO_DESCRIPTOR_SIZE = 8,
    CONTEXT_SEPARATOR = 4, /* EOT, gettext manual "Contexts" */
};

static const uint32_t MO_MAGIC = 0x950412de;
static const uint32_t MO_MAGIC_SWAPPED = 0xde120495;

typedef struct {
    uint64_t hash;
    Str8 key;  /* "context EOT msgid", without the plural */
    Str8 text; /* all forms, NUL between; text.ptr NULL = empty slot */
    bool plural;
} Message;

struct Catalog {
    Message *slots;
    size_t slots_count; /* a power of two */
    size_t messages_count;
    PluralRule rule;
};

typedef struct {
    Str8 bytes;
    bool swapped;
} MoFile;

static uint32_t mo_u32(const MoFile *file, size_t offset) {
    FOYER_ASSERT(offset + 4 <= file->bytes.len);
    const unsigned char *at = (const unsigned char *)file->bytes.ptr + offset;
    uint32_t little =
        (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    uint32_t big =
        (uint32_t)at[3] | (uint32_t)at[2] << 8 | (uint32_t)at[1] << 16 | (uint32_t)at[0] << 24;
    return file->swapped ? big : little;
}

/** The string of descriptor `index` in the table at `table`; ptr NULL when any byte is wrong. */
static Str8 mo_string(const MoFile *file, uint32_t table, uint32_t index) {
    size_t descriptor = (size_t)table + (size_t)index * MO_DESCRIPTOR_SIZE;
    uint64_t len = mo_u32(file, descriptor);
    uint64_t offset = mo_u32(file, descriptor + 4);
    Str8 none = {NULL, 0};
    if (offset + len >= file->bytes.len || file->bytes.ptr[offset + len] != '\0') {
        return none;
    }
    Str8 text = {file->bytes.ptr + offset, (size_t)len};
    return str8_is_valid(text) ? text : none;
}

static Str8 until_nul(Str8 text) {
    const char *nul = text.len > 0 ? memchr(text.ptr, '\0', text.len) : NULL;
    return nul == NULL ? text : (Str8){text.ptr, (size_t)(nul - text.ptr)};
}

static size_t forms_count(Str8 text) {
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '\0';
    }
    return count;
}

static Message *catalog_slot(const Catalog *catalog, uint64_t hash, Str8 key) {
    size_t mask = catalog->slots_count - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        Message *slot = &catalog->slots[i];
        if (slot->text.ptr == NULL || (slot->hash == hash && str8_equal(slot->key, key))) {
            return slot;
        }
    }
}

static ErrCode catalog_add(Catalog *catalog, Str8 original, Str8 text, Err *err) {
    Str8 key = until_nul(original);
    uint64_t hash = hash_bytes(HASH_START, key.ptr, key.len);
    Message *slot = catalog_slot(catalog, hash, key);
    if (slot->text.ptr != NULL) {
        return err_set(err, ERR_INVALID, "catalogue has a message twice");
    }
    *slot = (Message){hash, key, text, key.len != original.len};
    catalog->messages_count++;
    return ERR_OK;
}

/** The line of the header entry that begins with `name`, without it. */
static Str8 header_line(Str8 header, Str8 name) {
    Str8 rest = header;
    while (rest.ptr != NULL && rest.len > 0) {
        Str8 line = str8_cut(rest, '\n', &rest);
        if (str8_starts_with(line, name)) {
            return str8_trim(str8_slice(line, name.len, line.len));
        }
    }
    return (Str8){NULL, 0};
}

static ErrCode catalog_read_header(Catalog *catalog, Err *err) {
    catalog->rule = plural_rule_default();
    Str8 header = catalog_get(catalog, NULL, "");
    Str8 rule = header_line(header, STR8("Plural-Forms:"));
    if (rule.ptr == NULL) {
        return ERR_OK;
    }
    return plural_rule_parse(rule, &catalog->rule, err);
}

/** Every plural message must have exactly the forms that the rule can ask for. */
static ErrCode catalog_check_plurals(const Catalog *catalog, Err *err) {
    for (size_t i = 0; i < catalog->slots_count; i++) {
        const Message *slot = &catalog->slots[i];
        if (slot->text.ptr != NULL && slot->plural &&
            forms_count(slot->text) != catalog->rule.forms) {
            return err_set(err, ERR_INVALID, "a plural message had %zu forms, not %zu",
                           forms_count(slot->text), catalog->rule.forms);
        }
    }
    return ERR_OK;
}

static ErrCode catalog_fill(Catalog *catalog, const MoFile *file, uint32_t count, Err *err) {
    uint32_t originals = mo_u32(file, 12);
    uint32_t translations = mo_u32(file, 16);
    uint64_t table_size = (uint64_t)count * MO_DESCRIPTOR_SIZE;
    if (originals + table_size > file->bytes.len || translations + table_size > file->bytes.len) {
        return err_set(err, ERR_INVALID, "catalogue's tables reach past its end");
    }
    for (uint32_t i = 0; i < count; i++) {
        Str8 original = mo_string(file, originals, i);
        Str8 text = mo_string(file, translations, i);
        if (original.ptr == NULL || text.ptr == NULL) {
            return err_set(err, ERR_INVALID, "message %u of the catalogue was damaged", i);
        }
        ErrCode code = catalog_add(catalog, original, text, err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode mo_open(Str8 bytes, MoFile *file, uint32_t *count, Err *err) {
    if (bytes.len > CATALOG_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "catalogue is larger than %d bytes", CATALOG_BYTES_MAX);
    }
    if (bytes.len < MO_HEADER_SIZE) {
        return err_set(err, ERR_INVALID, "catalogue of %zu bytes is no MO file", bytes.len);
    }
    *file = (MoFile){bytes, false};
    uint32_t magic = mo_u32(file, 0);
    file->swapped = magic == MO_MAGIC_SWAPPED;
    if ((magic != MO_MAGIC && !file->swapped) || mo_u32(file, 4) >> 16 > 1) {
        return err_set(err, ERR_INVALID, "catalogue is no MO file");
    }
    *count = mo_u32(file, 8);
    if (*count > CATALOG_MESSAGES_MAX) {
        return err_set(err, ERR_LIMIT, "catalogue has %u messages, at most %d are read", *count,
                       CATALOG_MESSAGES_MAX);
    }
    return ERR_OK;
}

ErrCode catalog_parse(Arena *arena, Str8 bytes, const Catalog **catalog, Err *err) {
    MoFile file = {0};
    uint32_t count = 0;
    ErrCode code = mo_open(bytes, &file, &count, err);
    if (code != ERR_OK) {
        return code;
    }
    Catalog *made = ARENA_NEW(arena, Catalog);
    size_t slots_count = 16;
    while (slots_count < (size_t)count * 2) {
        slots_count *= 2;
    }
    Message *slots = ARENA_ARRAY(arena, Message, slots_count);
    if (made == NULL || slots == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a catalogue of %u messages", count);
    }
    made->slots = slots;
    made->slots_count = slots_count;
    code = catalog_fill(made, &file, count, err);
    if (code == ERR_OK) {
        code = catalog_read_header(made, err);
    }
    if (code == ERR_OK) {
        code = catalog_check_plurals(made, err);
    }
    if (code == ERR_OK) {
        *catalog = made;
    }
    return code;
}

static const Message *catalog_find(const Catalog *catalog, const char *context, const char *msgid) {
    uint64_t hash = HASH_START;
    size_t context_len = context == NULL ? 0 : strlen(context);
    size_t msgid_len = strlen(msgid);
    if (context != NULL) {
        const char separator = CONTEXT_SEPARATOR;
        hash = hash_bytes(hash, context, context_len);
        hash = hash_bytes(hash, &separator, 1);
    }
    hash = hash_bytes(hash, msgid, msgid_len);
    size_t prefix = context == NULL ? 0 : context_len + 1;
    size_t mask = catalog->slots_count - 1;
    for (size_t i = (size_t)hash & mask; catalog->slots[i].text.ptr != NULL; i = (i + 1) & mask) {
        const Message *slot = &catalog->slots[i];
        if (slot->hash != hash || slot->key.len != prefix + msgid_len) {
            continue;
        }
        bool same_context = context == NULL || (memcmp(slot->key.ptr, context, context_len) == 0 &&
                                                slot->key.ptr[context_len] == CONTEXT_SEPARATOR);
        if (same_context && memcmp(slot->key.ptr + prefix, msgid, msgid_len) == 0) {
            return slot;
        }
    }
    return NULL;
}

Str8 catalog_get(const Catalog *catalog, const char *context, const char *msgid) {
    const Message *message = catalog_find(catalog, context, msgid);
    return message == NULL ? (Str8){NULL, 0} : until_nul(message->text);
}

Str8 catalog_get_plural(const Catalog *catalog, const char *msgid, int64_t n) {
    const Message *message = catalog_find(catalog, NULL, msgid);
    if (message == NULL || !message->plural) {
        return (Str8){NULL, 0};
    }
    Str8 rest = message->text;
    Str8 form = until_nul(rest);
    for (size_t skip = plural_rule_form(&catalog->rule, n); skip > 0; skip--) {
        FOYER_ASSERT(form.len < rest.len);
        rest = str8_slice(rest, form.len + 1, rest.len);
        form = until_nul(rest);
    }
    return form;
}

size_t catalog_messages_count(const Catalog *catalog) {
    return catalog->messages_count;
}

size_t catalog_plurals_count(const Catalog *catalog) {
    return catalog->rule.forms;
}

size_t catalog_plural_form(const Catalog *catalog, int64_t n) {
    return plural_rule_form(&catalog->rule, n);
}

static CatalogMessage message_view(const Message *slot) {
    return (CatalogMessage){slot->key, slot->text, slot->plural};
}

void catalog_each(const Catalog *catalog,
                  void (*visit)(void *context, const CatalogMessage *message), void *context) {
    for (size_t i = 0; i < catalog->slots_count; i++) {
        if (catalog->slots[i].text.ptr != NULL) {
            CatalogMessage message = message_view(&catalog->slots[i]);
            visit(context, &message);
        }
    }
}

bool catalog_find_key(const Catalog *catalog, Str8 key, CatalogMessage *message) {
    const Message *slot = catalog_slot(catalog, hash_bytes(HASH_START, key.ptr, key.len), key);
    if (slot->text.ptr == NULL) {
        return false;
    }
    *message = message_view(slot);
    return true;
}
