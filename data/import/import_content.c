/*
 * Channels and guides of an import: one way of writing for both. Gone ones first, so that their
 * keys are free for new ones.
 */
#include "data/import/import_content.h"

#include <string.h>

#include "data/import/import_services.h"
#include "data/store/channel_store.h"
#include "data/store/guide_store.h"

/* One list, whatever it is of: each value begins with its id. */
typedef struct {
    Str8 source;
    Str8 file;
    const void *values;
    size_t value_size;
    Str8 (*key)(const void *value);
    size_t count;
    bool complete;
    ErrCode (*put)(Store *store, Str8 source, const void *value, Change *change, Err *err);
    ErrCode (*gone)(Store *store, Arena *arena, Str8 source, const Id *seen, size_t seen_count,
                    Id **gone, size_t *gone_count, Err *err);
    ErrCode (*remove)(Store *store, Id id, Err *err);
} ContentPart;

_Static_assert(offsetof(Channel, id) == 0 && offsetof(Guide, id) == 0, "values begin with an id");

static Str8 key_of_channel(const void *value) {
    return ((const Channel *)value)->key;
}

static Str8 key_of_guide(const void *value) {
    return ((const Guide *)value)->key;
}

static ErrCode put_channel(Store *store, Str8 source, const void *value, Change *change, Err *err) {
    return channel_store_put(store, source, value, change, err);
}

static ErrCode put_guide(Store *store, Str8 source, const void *value, Change *change, Err *err) {
    return guide_store_put(store, source, value, change, err);
}

static const void *value_at(const ContentPart *part, size_t index) {
    return (const char *)part->values + index * part->value_size;
}

static ErrCode take_out_gone(Store *store, Arena *arena, const ContentPart *part,
                             ImportChanges *changes, Err *err) {
    Id *seen = ARENA_ARRAY(arena, Id, part->count + 1);
    Id *gone = NULL;
    size_t gone_count = 0;
    if (seen == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for comparing %.*s", STR8_ARG(part->file));
    }
    for (size_t i = 0; i < part->count; i++) {
        memcpy(&seen[i], value_at(part, i), sizeof seen[i]);
    }
    ErrCode code =
        part->gone(store, arena, part->source, seen, part->count, &gone, &gone_count, err);
    if (code == ERR_OK && !part->complete) {
        changes->kept += gone_count;
        return ERR_OK;
    }
    for (size_t i = 0; i < gone_count && code == ERR_OK; i++) {
        code = part->remove(store, gone[i], err);
        changes->gone += code == ERR_OK;
    }
    return code;
}

static ErrCode write_part(Store *store, Arena *arena, const ContentPart *part,
                          ImportChanges *changes, Err *err) {
    if (part->count == 0) { /* no such file in this run */
        return ERR_OK;
    }
    ErrCode code = take_out_gone(store, arena, part, changes, err);
    for (size_t i = 0; i < part->count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code = part->put(store, part->source, value_at(part, i), &change, err);
        if (code != ERR_OK) {
            return import_put_failed(part->file, part->key(value_at(part, i)), code, err);
        }
        changes->added += change == CHANGE_ADDED;
        changes->changed += change == CHANGE_CHANGED;
        changes->same += change == CHANGE_SAME;
    }
    return code;
}

ErrCode import_content_write(Store *store, const ImportBatch *batch, ImportDiff *diff, Err *err) {
    const ChannelSet *channels = &batch->channels;
    const GuideSet *guides = &batch->guides;
    const ContentPart channel_part = {
        .source = STR8("channels"),
        .file = channels->file,
        .values = channels->channels,
        .value_size = sizeof(Channel),
        .key = key_of_channel,
        .count = channels->count,
        .complete = channels->complete,
        .put = put_channel,
        .gone = channel_store_gone,
        .remove = channel_store_remove,
    };
    const ContentPart guide_part = {
        .source = STR8("guides"),
        .file = guides->file,
        .values = guides->guides,
        .value_size = sizeof(Guide),
        .key = key_of_guide,
        .count = guides->count,
        .complete = guides->complete,
        .put = put_guide,
        .gone = guide_store_gone,
        .remove = guide_store_remove,
    };
    Arena *arena = batch->report.arena;
    ErrCode code = write_part(store, arena, &channel_part, &diff->channels, err);
    return code == ERR_OK ? write_part(store, arena, &guide_part, &diff->guides, err) : code;
}
