#include "data/directory/directory.h"

#include "data/base/check.h"
#include "data/base/hash.h"
#include "data/search/builder.h"
#include "data/search/query.h"
#include "data/search/search.h"
#include "data/store/search_store.h"
#include "data/store/service_store.h"

/*
 * 1. The index in memory is the one the store keeps, or none: a directory whose reading failed
 *    finds nothing and says why.
 * 2. Searching writes into `scratch` alone, which is overwritten before directory_find returns;
 *    only what was found is copied to the caller's arena (invariant 9).
 * 3. A block of another program version, of other synonym tables or with damaged bytes is made anew
 *    from the services, never used.
 */
enum {
    INDEX_ARENA_BLOCK = 64 << 10,
    SCRATCH_BLOCK = 256 << 10,
    SCRATCH_MAX = 64 << 20,
    BUILD_BLOCK = 1 << 20,
    BUILD_MAX = 1 << 30,
    WALK_BLOCK = 64 << 10,
    WALK_MAX = 16 << 20,
};

struct Directory {
    Arena own; /* this struct */
    Store *store;
    Arena memory; /* the block */
    Arena scratch;
    SearchIndex index;
    int64_t stamp;
    bool loaded;
};

/* The same tables and the same code give the same number. Positive, for the store. */
static int format_of_tables(void) {
    uint64_t hash = HASH_START;
    for (size_t i = 0; i < SYNONYM_FILES_COUNT; i++) {
        hash = hash_bytes(hash, SYNONYM_FILES[i].text.ptr, SYNONYM_FILES[i].text.len);
    }
    return (int)((hash ^ hash >> 32) & 0xFFFFFF) << 6 | SEARCH_FORMAT;
}

/* ---- making ---- */

static ErrCode add_service(void *context, const Service *service, Err *err) {
    return search_builder_add(context, service, err);
}

static ErrCode build(Store *store, Arena *arena, Str8 *bytes, Err *err) {
    SearchBuilder *builder = NULL;
    Arena walk = arena_make(WALK_BLOCK, WALK_MAX);
    ErrCode code = search_builder_open(arena, SYNONYM_FILES, SYNONYM_FILES_COUNT, &builder, err);
    if (code == ERR_OK) {
        code = service_store_walk(store, &walk, (ServiceVisitor){add_service, builder}, err);
    }
    code = code == ERR_OK ? search_builder_finish(builder, bytes, err) : code;
    search_builder_close(builder);
    arena_free(&walk);
    return code;
}

ErrCode directory_rebuild(Store *store, Err *err) {
    Arena arena = arena_make(BUILD_BLOCK, BUILD_MAX);
    Str8 bytes;
    ErrCode code = build(store, &arena, &bytes, err);
    if (code == ERR_OK && bytes.len > SEARCH_INDEX_BYTES_MAX) {
        code = err_set(err, ERR_LIMIT, "the search index had more than %d bytes",
                       SEARCH_INDEX_BYTES_MAX);
    }
    code = code == ERR_OK ? search_store_put(store, format_of_tables(), bytes, err) : code;
    arena_free(&arena);
    return code;
}

static ErrCode rebuild_alone(Store *store, Err *err) {
    ErrCode code = store_begin(store, err);
    if (code != ERR_OK) {
        return code;
    }
    code = directory_rebuild(store, err);
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

/* ---- reading ---- */

static ErrCode load_once(Directory *directory, Err *err) {
    Str8 bytes;
    directory->loaded = false;
    arena_free(&directory->memory);
    directory->memory = arena_make(INDEX_ARENA_BLOCK, SEARCH_INDEX_BYTES_MAX + (1 << 20));
    ErrCode code = search_store_get(directory->store, format_of_tables(), &directory->memory,
                                    &bytes, &directory->stamp, err);
    code = code == ERR_OK ? search_index_open(bytes, &directory->index, err) : code;
    directory->loaded = code == ERR_OK;
    return code;
}

static ErrCode load(Directory *directory, Err *err) {
    ErrCode code = load_once(directory, err);
    if (code != ERR_NOT_FOUND && code != ERR_CORRUPT) {
        return code;
    }
    code = rebuild_alone(directory->store, err);
    return code == ERR_OK ? load_once(directory, err) : code;
}

ErrCode directory_open(Store *store, Directory **directory, Err *err) {
    Arena own = arena_make(sizeof(Directory), 1 << 16);
    Directory *made = ARENA_NEW(&own, Directory);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the directory");
    }
    *made = (Directory){.own = own, .store = store};
    made->scratch = arena_make(SCRATCH_BLOCK, SCRATCH_MAX);
    ErrCode code = load(made, err);
    if (code != ERR_OK) {
        directory_close(made);
        return code;
    }
    *directory = made;
    return ERR_OK;
}

void directory_close(Directory *directory) {
    if (directory == NULL) {
        return;
    }
    Arena own = directory->own;
    arena_free(&directory->memory);
    arena_free(&directory->scratch);
    arena_free(&own);
}

ErrCode directory_refresh(Directory *directory, Err *err) {
    int64_t stamp = 0;
    ErrCode code = search_store_stamp(directory->store, format_of_tables(), &stamp, err);
    if (code == ERR_OK && directory->loaded && stamp == directory->stamp) {
        return ERR_OK;
    }
    return code == ERR_OK || code == ERR_NOT_FOUND ? load(directory, err) : code;
}

size_t directory_size(const Directory *directory) {
    return directory->memory.size_total + directory->scratch.size_total;
}

/* ---- finding ---- */

/* query_read cuts what is too long. */
_Static_assert((int)QUERY_BYTES_MAX == (int)DIRECTORY_TEXT_MAX, "texts differ");

static SearchQuery search_query(const DirectoryQuery *query) {
    return (SearchQuery){
        .text = query->text,
        .needs = query->needs,
        .people = query->people,
        .open_now = query->open_now,
        .free = query->free,
        .speaks = query->speaks,
        .language = query->language,
        .local = query->local,
        .now_utc_ms = query->now_utc_ms,
        .closed = query->closed,
        .offset = query->offset,
        .limit = query->limit < DIRECTORY_HITS_MAX ? query->limit : DIRECTORY_HITS_MAX,
    };
}

static void mark_hit(Directory *directory, const DirectoryQuery *query, DirectoryHit *hit) {
    SearchMark marks[DIRECTORY_MARKS_MAX];
    Str8 name = text_set_pick(hit->service.name, query->language, NULL);
    size_t count = query->text.len > 0 && name.len <= UINT16_MAX
                       ? search_mark(&directory->index, &directory->scratch, query->text,
                                     query->language, name, marks, DIRECTORY_MARKS_MAX)
                       : 0;
    for (size_t i = 0; i < count; i++) {
        hit->marks[hit->marks_count++] =
            (DirectoryMark){(uint16_t)marks[i].start, (uint16_t)(marks[i].end - marks[i].start)};
    }
}

static ErrCode fill_page(Directory *directory, Arena *arena, const DirectoryQuery *query,
                         const SearchFound *found, DirectoryPage *page, Err *err) {
    Service *services = NULL;
    size_t count = 0;
    ErrCode code = service_store_get(directory->store, arena, found->ids, found->count, &services,
                                     &count, err);
    if (code != ERR_OK) {
        return code;
    }
    *page = (DirectoryPage){.hits = ARENA_ARRAY(arena, DirectoryHit, count + 1),
                            .count = count,
                            .total = found->total,
                            .words_count = found->words_count,
                            .needs_count = found->needs_count,
                            .needs_live = directory->index.needs_live};
    if (page->hits == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a page of services");
    }
    for (size_t i = 0; i < count; i++) {
        page->hits[i].service = services[i];
        mark_hit(directory, query, &page->hits[i]);
    }
    for (size_t i = 0; i < found->words_count; i++) {
        page->words[i] = str8_copy(arena, found->words[i]);
    }
    for (size_t i = 0; i < found->needs_count; i++) {
        page->needs[i] = found->needs[i];
    }
    return ERR_OK;
}

ErrCode directory_find(Directory *directory, Arena *arena, const DirectoryQuery *query,
                       DirectoryPage *page, Err *err) {
    SearchFound found;
    FOYER_ASSERT(query->local.weekday >= 0 && query->local.weekday <= 6);
    if (!directory->loaded) {
        return err_set(err, ERR_NOT_FOUND, "the search index could not be read");
    }
    SearchQuery asked = search_query(query);
    ErrCode code = search_find(&directory->index, &directory->scratch, &asked, &found, err);
    code = code == ERR_OK ? fill_page(directory, arena, query, &found, page, err) : code;
    memory_wipe(&found, sizeof found);
    return code;
}
