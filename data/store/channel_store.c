#include "data/store/channel_store.h"

#include "data/store/content.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/* A channel is one row and its two texts (data/store/content.h). */
enum { CHANNEL_TEXTS_COUNT = 2, CHANNEL_PACK_SIZE_MAX = 2 << 20 };

static TextRow *texts_of_channel(Arena *arena, const void *value, size_t *count) {
    const Channel *channel = value;
    TextRow *rows = ARENA_ARRAY(arena, TextRow, CHANNEL_TEXTS_COUNT);
    if (rows != NULL) {
        rows[0] = (TextRow){"name", 0, (TextSet *)(uintptr_t)&channel->name};
        rows[1] = (TextRow){"purpose", 0, (TextSet *)(uintptr_t)&channel->purpose};
        *count = CHANNEL_TEXTS_COUNT;
    }
    return rows;
}

static bool channel_is_valid(const void *value) {
    const Channel *channel = value;
    const Str8 lines[] = {channel->join_code, channel->url,   channel->sms_number,
                          channel->sms_body,  channel->email, channel->network};
    bool valid = channel->key.len > 0 &&
                 content_text_is_valid(channel->key, CHANNEL_KEY_BYTES_MAX) &&
                 (unsigned)channel->kind < CHANNEL_KIND_COUNT;
    for (size_t i = 0; valid && i < sizeof lines / sizeof lines[0]; i++) {
        valid = content_text_is_valid(lines[i], CHANNEL_LINE_BYTES_MAX);
    }
    return valid;
}

static void pack_channel(Packer *packer, const void *value) {
    const Channel *channel = value;
    pack_text(packer, channel->key);
    pack_i64(packer, channel->kind);
    pack_text(packer, channel->join_code);
    pack_text(packer, channel->url);
    pack_text(packer, channel->sms_number);
    pack_text(packer, channel->sms_body);
    pack_text(packer, channel->email);
    pack_text(packer, channel->network);
}

static ErrCode write_channel(Store *store, Str8 source, const void *value,
                             const uint8_t digest[VAULT_DIGEST_SIZE], Err *err) {
    const Channel *channel = value;
    Statement statement = statement_open(&store->db, QUERY_CHANNEL_PUT);
    bind_id(&statement, 1, channel->id);
    bind_text(&statement, 2, source);
    bind_text(&statement, 3, channel->key);
    bind_text(&statement, 4, channel_kind_name(channel->kind));
    bind_text(&statement, 5, channel->join_code);
    bind_text(&statement, 6, channel->url);
    bind_text(&statement, 7, channel->sms_number);
    bind_text(&statement, 8, channel->sms_body);
    bind_text(&statement, 9, channel->email);
    bind_text(&statement, 10, channel->network);
    bind_bytes(&statement, 11, digest, VAULT_DIGEST_SIZE);
    return statement_run(&statement, err);
}

/* A sort of channel that a later program knows has no picture here. */
static void read_channel(Statement *statement, Arena *arena, void *value) {
    Channel *channel = value;
    channel->id = column_id(statement, 0);
    channel->key = column_text(statement, arena, 1);
    if (!channel_kind_parse(column_borrowed(statement, 2), &channel->kind)) {
        channel->kind = CHANNEL_OTHER;
    }
    channel->join_code = column_text(statement, arena, 3);
    channel->url = column_text(statement, arena, 4);
    channel->sms_number = column_text(statement, arena, 5);
    channel->sms_body = column_text(statement, arena, 6);
    channel->email = column_text(statement, arena, 7);
    channel->network = column_text(statement, arena, 8);
}

static Str8 channel_label(const void *value) {
    return ((const Channel *)value)->key;
}

_Static_assert(offsetof(Channel, id) == 0, "content begins with its id");

static const ContentKind CHANNEL_KIND = {
    .noun = "channel",
    .label = channel_label,
    .value_size = sizeof(Channel),
    .query_owner = QUERY_CHANNEL_OWNER,
    .query_ids = QUERY_CHANNEL_IDS_OF_SOURCE,
    .query_remove = QUERY_CHANNEL_REMOVE,
    .pack_size_max = CHANNEL_PACK_SIZE_MAX,
    .is_valid = channel_is_valid,
    .texts = texts_of_channel,
    .pack = pack_channel,
    .write = write_channel,
    .read = read_channel,
};

ErrCode channel_store_put(Store *store, Str8 source, const Channel *channel, Change *change,
                          Err *err) {
    return content_put(store, &CHANNEL_KIND, source, channel, change, err);
}

ErrCode channel_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                           size_t seen_count, Id **gone, size_t *gone_count, Err *err) {
    return content_gone(store, arena, &CHANNEL_KIND, source, seen, seen_count, gone, gone_count,
                        err);
}

ErrCode channel_store_remove(Store *store, Id id, Err *err) {
    return content_remove(store, &CHANNEL_KIND, id, err);
}

ErrCode channel_store_list(Store *store, Arena *arena, Channel **channels, size_t *count,
                           Err *err) {
    Statement statement = statement_open(&store->db, QUERY_CHANNEL_LIST);
    bind_int(&statement, 1, CHANNELS_MAX);
    void *list = NULL;
    ErrCode code =
        content_list(store, arena, &CHANNEL_KIND, &statement, CHANNELS_MAX, &list, count, err);
    if (code == ERR_OK) {
        *channels = list;
    }
    return code;
}
