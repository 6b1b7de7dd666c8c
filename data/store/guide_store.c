#include "data/store/guide_store.h"

#include "data/store/content.h"
#include "data/store/queries.h"
#include "data/store/service_lists.h"
#include "data/store/store_private.h"

/* A guide is one row and its texts (data/store/content.h). */
enum { GUIDE_OWN_TEXTS = 3, GUIDE_PACK_SIZE_MAX = 4 << 20, GUIDE_NEEDS_SIZE = 512 };

static TextSet *writable(const TextSet *set) {
    return (TextSet *)(uintptr_t)set;
}

static TextRow *texts_of_guide(Arena *arena, const void *value, size_t *count) {
    const Guide *guide = value;
    size_t max = GUIDE_OWN_TEXTS + guide->steps_count + guide->questions_count;
    TextRow *rows = ARENA_ARRAY(arena, TextRow, max);
    if (rows == NULL) {
        return NULL;
    }
    rows[0] = (TextRow){"title", 0, writable(&guide->title)};
    rows[1] = (TextRow){"summary", 0, writable(&guide->summary)};
    rows[2] = (TextRow){"take", 0, writable(&guide->take)};
    size_t at = GUIDE_OWN_TEXTS;
    for (size_t i = 0; i < guide->steps_count; i++) {
        rows[at++] = (TextRow){"step", (int)i, writable(&guide->steps[i])};
    }
    for (size_t i = 0; i < guide->questions_count; i++) {
        rows[at++] = (TextRow){"question", (int)i, writable(&guide->questions[i])};
    }
    *count = max;
    return rows;
}

static bool guide_is_valid(const void *value) {
    const Guide *guide = value;
    return guide->key.len > 0 && content_text_is_valid(guide->key, GUIDE_KEY_BYTES_MAX) &&
           content_text_is_valid(guide->person, GUIDE_KEY_BYTES_MAX) &&
           content_text_is_valid(guide->url, GUIDE_LINE_BYTES_MAX) &&
           guide->steps_count <= GUIDE_STEPS_MAX && guide->questions_count <= GUIDE_QUESTIONS_MAX &&
           guide->needs < 1u << NEED_COUNT;
}

static void pack_guide(Packer *packer, const void *value) {
    const Guide *guide = value;
    pack_text(packer, guide->key);
    pack_text(packer, guide->person);
    pack_text(packer, guide->url);
    pack_i64(packer, guide->needs);
    pack_i64(packer, guide->assured_utc_ms);
}

static ErrCode write_guide(Store *store, Str8 source, const void *value,
                           const uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    const Guide *guide = value;
    char needs[GUIDE_NEEDS_SIZE];
    Str8Builder builder = builder_make(needs, sizeof needs);
    needs_write(&builder, guide->needs);
    if (builder.full) {
        return err_set(err, ERR_INTERNAL, "the names of all needs had over %d bytes",
                       GUIDE_NEEDS_SIZE);
    }
    Statement statement = statement_open(&store->db, QUERY_GUIDE_PUT);
    bind_id(&statement, 1, guide->id);
    bind_text(&statement, 2, source);
    bind_text(&statement, 3, guide->key);
    bind_text(&statement, 4, guide->person);
    bind_text(&statement, 5, guide->url);
    bind_text(&statement, 6, builder_text(&builder));
    bind_int(&statement, 7, guide->assured_utc_ms);
    bind_int(&statement, 8, (int64_t)guide->steps_count);
    bind_int(&statement, 9, (int64_t)guide->questions_count);
    bind_bytes(&statement, 10, digest, VAULT_DIGEST_SIZE);
    return statement_run(&statement, err);
}

static void read_guide(Statement *statement, Arena *arena, void *value) {
    Guide *guide = value;
    guide->id = column_id(statement, 0);
    guide->key = column_text(statement, arena, 1);
    guide->person = column_text(statement, arena, 2);
    guide->url = column_text(statement, arena, 3);
    guide->needs = needs_read(column_borrowed(statement, 4));
    guide->assured_utc_ms = column_int(statement, 5);
    guide->steps_count = (size_t)column_int(statement, 6);
    guide->questions_count = (size_t)column_int(statement, 7);
    if (guide->steps_count > GUIDE_STEPS_MAX || guide->questions_count > GUIDE_QUESTIONS_MAX) {
        guide->steps_count = 0;
        guide->questions_count = 0;
        statement_corrupt(statement);
    }
}

static Str8 guide_label(const void *value) {
    return ((const Guide *)value)->key;
}

_Static_assert(offsetof(Guide, id) == 0, "content begins with its id");

static const ContentKind GUIDE_KIND = {
    .noun = "guide",
    .label = guide_label,
    .value_size = sizeof(Guide),
    .query_owner = QUERY_GUIDE_OWNER,
    .query_ids = QUERY_GUIDE_IDS_OF_SOURCE,
    .query_remove = QUERY_GUIDE_REMOVE,
    .pack_size_max = GUIDE_PACK_SIZE_MAX,
    .is_valid = guide_is_valid,
    .texts = texts_of_guide,
    .pack = pack_guide,
    .write = write_guide,
    .read = read_guide,
};

ErrCode guide_store_put(Store *store, Str8 source, const Guide *guide, Change *change, Err *err) {
    return content_put(store, &GUIDE_KIND, source, guide, change, err);
}

ErrCode guide_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen, size_t seen_count,
                         Id **gone, size_t *gone_count, Err *err) {
    return content_gone(store, arena, &GUIDE_KIND, source, seen, seen_count, gone, gone_count, err);
}

ErrCode guide_store_remove(Store *store, Id id, Err *err) {
    return content_remove(store, &GUIDE_KIND, id, err);
}

ErrCode guide_store_list(Store *store, Arena *arena, Guide **guides, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_GUIDE_LIST);
    bind_int(&statement, 1, GUIDES_MAX);
    void *list = NULL;
    ErrCode code =
        content_list(store, arena, &GUIDE_KIND, &statement, GUIDES_MAX, &list, count, err);
    if (code == ERR_OK) {
        *guides = list;
    }
    return code;
}
