/*
 * The half of an import that touches the store. The slow part (sealing) runs before the
 * transaction, so that a kiosk beside it never waits for it.
 */
#include "data/import/id_map.h"
#include "data/import/import.h"
#include "data/import/import_content.h"
#include "data/import/import_services.h"
#include "data/store/event_store.h"
#include "data/store/plan_store.h"

typedef struct {
    Store *store;
    ImportBatch *batch;
    int64_t now_utc_ms;
    bool dry;
    HouseholdSealed **sealed; /* of added and changed households */
    size_t sealed_count;
    ImportDiff diff;
    ImportProgress progress;
    Id import_id; /* of the last file's row: answers whether a failed COMMIT was one */
    Err *err;
} Writing;

static void count_change(ImportChanges *changes, Change change) {
    switch (change) {
    case CHANGE_ADDED:
        changes->added++;
        break;
    case CHANGE_CHANGED:
        changes->changed++;
        break;
    case CHANGE_SAME:
        changes->same++;
        break;
    }
}

static bool is_unchanged(const ImportChanges *changes) {
    return changes->added + changes->changed + changes->gone == 0;
}

bool import_diff_is_empty(const ImportDiff *diff) {
    return is_unchanged(&diff->households) && is_unchanged(&diff->events) &&
           is_unchanged(&diff->services) && is_unchanged(&diff->channels) &&
           is_unchanged(&diff->guides) && is_unchanged(&diff->plans);
}

static size_t households_count(const ImportBatch *batch) {
    size_t count = 0;
    for (size_t i = 0; i < batch->rosters_count; i++) {
        count += batch->rosters[i].count;
    }
    return count;
}

static size_t events_count(const ImportBatch *batch) {
    size_t count = 0;
    for (size_t i = 0; i < batch->calendars_count; i++) {
        count += batch->calendars[i].count;
    }
    return count;
}

/* Compare all households; `changed` gets those to be sealed. */
static ErrCode compare_households(Writing *w, const HouseholdIn **changed, size_t *changed_count) {
    size_t count = 0;
    for (size_t r = 0; r < w->batch->rosters_count; r++) {
        const Roster *roster = &w->batch->rosters[r];
        for (size_t i = 0; i < roster->count; i++) {
            Change change = CHANGE_SAME;
            ErrCode code =
                household_store_compare(w->store, &roster->households[i], &change, w->err);
            if (code != ERR_OK) {
                return code;
            }
            count_change(&w->diff.households, change);
            if (change != CHANGE_SAME) {
                changed[count++] = &roster->households[i];
            }
        }
    }
    *changed_count = count;
    return ERR_OK;
}

static ErrCode seal_households(Writing *w, ImportProgress progress) {
    Arena *arena = w->batch->report.arena;
    size_t total = 0;
    const HouseholdIn **changed =
        ARENA_ARRAY(arena, const HouseholdIn *, households_count(w->batch) + 1);
    if (changed == NULL) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for comparing households");
    }
    ErrCode code = compare_households(w, changed, &total);
    if (code != ERR_OK || w->dry) {
        return code;
    }
    w->sealed = ARENA_ARRAY(arena, HouseholdSealed *, total + 1);
    if (w->sealed == NULL) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for sealing households");
    }
    for (size_t i = 0; i < total && code == ERR_OK; i++) {
        code = household_store_seal(w->store, arena, changed[i], &w->sealed[i], w->err);
        w->sealed_count += code == ERR_OK;
        if (code == ERR_OK && progress.step != NULL) {
            progress.step(progress.context, "sealing households", i + 1, total);
        }
    }
    return code;
}

static ErrCode put_households(Writing *w) {
    for (size_t i = 0; i < w->sealed_count; i++) {
        ErrCode code = household_store_put(w->store, w->sealed[i], NULL, w->err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

/* A household that this run writes stays, whatever a delta says of its members. */
static bool is_written(const ImportBatch *batch, Id id) {
    for (size_t r = 0; r < batch->rosters_count; r++) {
        for (size_t i = 0; i < batch->rosters[r].count; i++) {
            if (id_equal(batch->rosters[r].households[i].household.id, id)) {
                return true;
            }
        }
    }
    return false;
}

/* A delta names who left; who is absent from it says nothing. */
static ErrCode gone_of_delta(Writing *w, const Roster *roster) {
    Id *named = ARENA_ARRAY(w->batch->report.arena, Id, roster->gone_count + 1);
    size_t named_count = 0;
    size_t gone = 0;
    if (named == NULL) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for comparing households");
    }
    for (size_t i = 0; i < roster->gone_count; i++) {
        if (!is_written(w->batch, roster->gone[i])) {
            named[named_count++] = roster->gone[i];
        }
    }
    ErrCode code = household_store_gone_named(w->store, roster->source, named, named_count, !w->dry,
                                              &gone, w->err);
    w->diff.households.gone += gone;
    return code;
}

/* What the rosters of one source together say. */
typedef struct {
    Id *seen;
    size_t seen_count;
    bool complete;
    bool delta;
} Seen;

static ErrCode collect_seen(Writing *w, Str8 source, Seen *seen) {
    *seen = (Seen){.complete = true,
                   .seen = ARENA_ARRAY(w->batch->report.arena, Id, households_count(w->batch) + 1)};
    if (seen->seen == NULL) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for comparing households");
    }
    ErrCode code = ERR_OK;
    for (size_t r = 0; r < w->batch->rosters_count && code == ERR_OK; r++) {
        const Roster *roster = &w->batch->rosters[r];
        if (!str8_equal(roster->source, source)) {
            continue;
        }
        for (size_t i = 0; i < roster->count; i++) {
            seen->seen[seen->seen_count++] = roster->households[i].household.id;
        }
        seen->complete = seen->complete && roster->complete;
        seen->delta = seen->delta || roster->delta;
        code = roster->delta ? gone_of_delta(w, roster) : ERR_OK;
    }
    return code;
}

/* Absent is gone, unless any roster of the source is incomplete. */
static ErrCode gone_households(Writing *w, Str8 source) {
    Seen seen;
    size_t gone = 0;
    ErrCode code = collect_seen(w, source, &seen);
    if (code != ERR_OK || seen.delta) {
        return code;
    }
    code = household_store_gone(w->store, source, seen.seen, seen.seen_count,
                                seen.complete && !w->dry, &gone, w->err);
    if (seen.complete) {
        w->diff.households.gone += gone;
    } else {
        w->diff.households.kept += gone;
    }
    return code;
}

static ErrCode gone_of_all_sources(Writing *w) {
    for (size_t r = 0; r < w->batch->rosters_count; r++) {
        bool first = true;
        for (size_t i = 0; i < r; i++) {
            first = first && !str8_equal(w->batch->rosters[i].source, w->batch->rosters[r].source);
        }
        ErrCode code = first ? gone_households(w, w->batch->rosters[r].source) : ERR_OK;
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static Str8 id_key(const Id *id) {
    return (Str8){(const char *)id->bytes, sizeof id->bytes};
}

/* Ids of the events that this source wrote before. */
static ErrCode owned_events(Writing *w, Str8 source, IdMap *owned) {
    Arena *arena = w->batch->report.arena;
    Id *ids = NULL;
    size_t count = 0;
    ErrCode code = event_store_gone(w->store, arena, source, NULL, 0, &ids, &count, w->err);
    if (code != ERR_OK) {
        return code;
    }
    bool fits = id_map_make(arena, count, owned);
    for (size_t i = 0; i < count && fits; i++) {
        fits = id_map_put(owned, id_key(&ids[i]), i);
    }
    return fits ? ERR_OK : err_set(w->err, ERR_NO_MEMORY, "no memory for comparing events");
}

/* True: the store or this run has the event from another source. */
static ErrCode is_others_event(Writing *w, const IdMap *claimed, const IdMap *owned,
                               size_t calendar, const Event *event, bool *others) {
    size_t claim = id_map_find(claimed, id_key(&event->id));
    if (claim != SIZE_MAX) {
        *others =
            !str8_equal(w->batch->calendars[claim].source, w->batch->calendars[calendar].source);
        return ERR_OK;
    }
    Change change = CHANGE_ADDED;
    ErrCode code = event_store_compare(w->store, event, &change, w->err);
    *others = change != CHANGE_ADDED && id_map_find(owned, id_key(&event->id)) == SIZE_MAX;
    return code;
}

static ErrCode claim_calendar(Writing *w, IdMap *claimed, size_t index) {
    Calendar *calendar = &w->batch->calendars[index];
    IdMap owned;
    size_t kept = 0;
    ErrCode code = owned_events(w, calendar->source, &owned);
    for (size_t i = 0; i < calendar->count && code == ERR_OK; i++) {
        bool others = false;
        code = is_others_event(w, claimed, &owned, index, &calendar->events[i], &others);
        if (others) {
            report_refuse(&w->batch->report, calendar->file, 0, STR8("uid"),
                          STR8("an event with the same UID came with another calendar and stays "
                               "that one's"));
            continue;
        }
        calendar->events[kept] = calendar->events[i];
        if (code == ERR_OK && !id_map_put(claimed, id_key(&calendar->events[kept].id), index)) {
            code = err_set(w->err, ERR_INTERNAL, "the table of events is full");
        }
        kept++;
    }
    calendar->count = code == ERR_OK ? kept : calendar->count;
    return code;
}

/* Before the transaction, because the store ends one in which a put was refused. */
static ErrCode claim_events(Writing *w) {
    IdMap claimed;
    if (!id_map_make(w->batch->report.arena, events_count(w->batch), &claimed)) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for comparing events");
    }
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < w->batch->calendars_count && code == ERR_OK; i++) {
        code = claim_calendar(w, &claimed, i);
    }
    return code;
}

static ErrCode put_events(Writing *w, const Calendar *calendar) {
    for (size_t i = 0; i < calendar->count; i++) {
        Change change = CHANGE_SAME;
        ErrCode code =
            event_store_put(w->store, calendar->source, &calendar->events[i], &change, w->err);
        if (code != ERR_OK) {
            return code;
        }
        count_change(&w->diff.events, change);
    }
    return ERR_OK;
}

static ErrCode remove_event(Writing *w, Arena *arena, Id id, bool complete) {
    Event event;
    ErrCode code = event_store_get(w->store, arena, id, &event, w->err);
    if (code != ERR_OK) {
        return code;
    }
    if (!complete || event.end_utc_ms <= w->now_utc_ms) {
        w->diff.events.kept++;
        return ERR_OK;
    }
    w->diff.events.gone++;
    return event_store_remove(w->store, id, w->err);
}

/* All calendars of one source together say what there is; any incomplete one keeps all. */
static ErrCode gone_events(Writing *w, Str8 source) {
    Arena *arena = w->batch->report.arena;
    Id *seen = ARENA_ARRAY(arena, Id, events_count(w->batch) + 1);
    Id *gone = NULL;
    size_t seen_count = 0;
    size_t gone_count = 0;
    bool complete = true;
    if (seen == NULL) {
        return err_set(w->err, ERR_NO_MEMORY, "no memory for comparing events");
    }
    for (size_t c = 0; c < w->batch->calendars_count; c++) {
        const Calendar *calendar = &w->batch->calendars[c];
        for (size_t i = 0; i < calendar->count && str8_equal(calendar->source, source); i++) {
            seen[seen_count++] = calendar->events[i].id;
        }
        complete = complete && (calendar->complete || !str8_equal(calendar->source, source));
    }
    ErrCode code =
        event_store_gone(w->store, arena, source, seen, seen_count, &gone, &gone_count, w->err);
    for (size_t i = 0; i < gone_count && code == ERR_OK; i++) {
        code = remove_event(w, arena, gone[i], complete);
    }
    return code;
}

static bool is_first_of_source(const ImportBatch *batch, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (str8_equal(batch->calendars[i].source, batch->calendars[index].source)) {
            return false;
        }
    }
    return true;
}

static ErrCode put_calendars(Writing *w) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < w->batch->calendars_count && code == ERR_OK; i++) {
        code = put_events(w, &w->batch->calendars[i]);
    }
    for (size_t i = 0; i < w->batch->calendars_count && code == ERR_OK; i++) {
        if (is_first_of_source(w->batch, i)) {
            code = gone_events(w, w->batch->calendars[i].source);
        }
    }
    return code;
}

static ErrCode put_plan(Writing *w) {
    Change change = CHANGE_SAME;
    if (!w->batch->has_plan) {
        return ERR_OK;
    }
    ErrCode code = plan_store_put(w->store, w->batch->plan, &change, w->err);
    if (code == ERR_OK && w->batch->plan.len == 0) {
        w->diff.plans.gone += change != CHANGE_SAME;
    } else if (code == ERR_OK) {
        count_change(&w->diff.plans, change);
    }
    return code;
}

static ErrCode note_import(Writing *w, RandomPort random) {
    for (size_t i = 0; i < w->batch->files_count; i++) {
        const ImportFile *file = &w->batch->files[i];
        const ImportChanges *changes = file->households > 0        ? &w->diff.households
                                       : file->services > 0        ? &w->diff.services
                                       : file->channels > 0        ? &w->diff.channels
                                       : file->guides > 0          ? &w->diff.guides
                                       : file->kind == IMPORT_PLAN ? &w->diff.plans
                                                                   : &w->diff.events;
        Import import = {
            .id = id_make(w->now_utc_ms, random),
            .kind = import_kind_name(file->kind),
            .name = file->name,
            .utc_ms = w->now_utc_ms,
            .added = (int64_t)changes->added,
            .changed = (int64_t)changes->changed,
            .gone = (int64_t)changes->gone,
            .refused = (int64_t)w->batch->report.refused_count,
        };
        for (size_t b = 0; b < IMPORT_DIGEST_SIZE; b++) {
            import.digest[b] = file->digest[b];
        }
        w->import_id = import.id;
        ErrCode code = import_store_add(w->store, &import, w->err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

static ErrCode write_in_transaction(Writing *w, const RandomPort *random) {
    ErrCode code = put_households(w);
    if (code == ERR_OK) {
        code = gone_of_all_sources(w);
    }
    if (code == ERR_OK) {
        code = put_calendars(w);
    }
    if (code == ERR_OK) {
        code = import_services_write(w->store, w->batch, w->dry, w->progress, &w->diff.services,
                                     w->err);
    }
    if (code == ERR_OK) {
        code = import_content_write(w->store, w->batch, &w->diff, w->err);
    }
    if (code == ERR_OK) {
        code = put_plan(w);
    }
    if (code == ERR_OK && random != NULL && !import_diff_is_empty(&w->diff)) {
        code = note_import(w, *random);
    }
    return code;
}

static ErrCode run(Writing *w, ImportProgress progress, const RandomPort *random,
                   ImportDiff *diff) {
    w->progress = progress;
    ErrCode code = claim_events(w);
    if (code == ERR_OK) {
        code = seal_households(w, progress);
    }
    if (code == ERR_OK) {
        code = store_begin(w->store, w->err);
    }
    if (code != ERR_OK) {
        return code;
    }
    code = write_in_transaction(w, random);
    if (code != ERR_OK || w->dry || import_diff_is_empty(&w->diff)) {
        store_rollback(w->store);
    } else {
        code = import_store_commit(w->store, w->import_id, w->err);
    }
    if (code == ERR_OK) {
        *diff = w->diff;
    }
    return code;
}

ErrCode import_dry_run(Store *store, ImportBatch *batch, int64_t now_utc_ms, ImportDiff *diff,
                       Err *err) {
    Writing w = {.store = store, .batch = batch, .now_utc_ms = now_utc_ms, .dry = true, .err = err};
    return run(&w, (ImportProgress){0}, NULL, diff);
}

ErrCode import_write(Store *store, ImportBatch *batch, const ImportRun *import, ImportDiff *diff,
                     Err *err) {
    Writing w = {.store = store, .batch = batch, .now_utc_ms = import->now_utc_ms, .err = err};
    return run(&w, import->progress, &import->random, diff);
}
