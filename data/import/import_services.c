/* The services of an import: gone ones first, so that their keys are free for new ones. */
#include "data/import/import_services.h"

#include "data/directory/directory.h"
#include "data/store/service_store.h"

enum { PROGRESS_STEP = 200 };

typedef struct {
    Store *store;
    const ImportBatch *batch;
    ImportProgress progress;
    ImportChanges *changes;
    size_t done;
    size_t total;
    Err *err;
} Services;

static void show(const Services *s, const char *what) {
    if (s->progress.step != NULL && s->total > 0) {
        s->progress.step(s->progress.context, what, s->done, s->total);
    }
}

/* All sets of one source together say what there is; any incomplete one keeps all. */
static ErrCode take_out_gone(Services *s, Str8 source) {
    Arena *arena = s->batch->report.arena;
    Id *seen = ARENA_ARRAY(arena, Id, s->total + 1);
    Id *gone = NULL;
    size_t seen_count = 0;
    size_t gone_count = 0;
    bool complete = true;
    if (seen == NULL) {
        return err_set(s->err, ERR_NO_MEMORY, "no memory for comparing services");
    }
    for (size_t b = 0; b < s->batch->services_count; b++) {
        const ServiceSet *set = &s->batch->services[b];
        bool same = str8_equal(set->source, source);
        for (size_t i = 0; i < set->count && same; i++) {
            seen[seen_count++] = set->services[i].id;
        }
        complete = complete && (set->complete || !same);
    }
    ErrCode code =
        service_store_gone(s->store, arena, source, seen, seen_count, &gone, &gone_count, s->err);
    if (code == ERR_OK && !complete) {
        s->changes->kept += gone_count;
        return ERR_OK;
    }
    for (size_t i = 0; i < gone_count && code == ERR_OK; i++) {
        code = service_store_remove(s->store, gone[i], s->err);
        s->changes->gone += code == ERR_OK;
    }
    return code;
}

static bool is_first_of_source(const ImportBatch *batch, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (str8_equal(batch->services[i].source, batch->services[index].source)) {
            return false;
        }
    }
    return true;
}

ErrCode import_put_failed(Str8 file, Str8 key, ErrCode code, Err *err) {
    if (code != ERR_CONFLICT) {
        return err_wrap(err, code, "%.*s", STR8_ARG(file));
    }
    return err_set(err, code,
                   "%.*s: the key '%.*s' is taken by what another import or the demo school "
                   "brought: give the row another key, or take the other out first (foyerctl demo "
                   "leave)",
                   STR8_ARG(file), STR8_ARG(key));
}

static ErrCode put_set(Services *s, const ServiceSet *set) {
    for (size_t i = 0; i < set->count; i++) {
        Change change = CHANGE_SAME;
        ErrCode code = service_store_put(s->store, set->source, &set->services[i], &change, s->err);
        if (code != ERR_OK) {
            return import_put_failed(set->file, set->services[i].key, code, s->err);
        }
        s->changes->added += change == CHANGE_ADDED;
        s->changes->changed += change == CHANGE_CHANGED;
        s->changes->same += change == CHANGE_SAME;
        if (++s->done % PROGRESS_STEP == 0 || s->done == s->total) {
            show(s, "writing services");
        }
    }
    return ERR_OK;
}

ErrCode import_services_write(Store *store, const ImportBatch *batch, bool dry,
                              ImportProgress progress, ImportChanges *changes, Err *err) {
    Services s = {
        .store = store, .batch = batch, .progress = progress, .changes = changes, .err = err};
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < batch->services_count; i++) {
        s.total += batch->services[i].count;
    }
    for (size_t i = 0; i < batch->services_count && code == ERR_OK; i++) {
        if (is_first_of_source(batch, i)) {
            code = take_out_gone(&s, batch->services[i].source);
        }
    }
    for (size_t i = 0; i < batch->services_count && code == ERR_OK; i++) {
        code = put_set(&s, &batch->services[i]);
    }
    bool changed = changes->added + changes->changed + changes->gone > 0;
    return code == ERR_OK && changed && !dry ? directory_rebuild(store, err) : code;
}
