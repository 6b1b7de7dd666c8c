/* Questions to the directory: one page of whole services each, in an arena that changes owner. */
#include "data/base/check.h"
#include "data/base/log.h"
#include "data/store/service_store.h"
#include "kiosk/app/effect.h"

_Static_assert((int)SHELF_ITEMS_MAX == (int)DIRECTORY_HITS_MAX, "pages differ");
_Static_assert((int)SEARCH_TEXT_MAX == (int)DIRECTORY_TEXT_MAX, "texts differ");
_Static_assert((int)SEARCH_WORDS_SHOWN == (int)DIRECTORY_WORDS_MAX, "words differ");
_Static_assert((int)SEARCH_NEEDS_SHOWN == (int)DIRECTORY_NEEDS_MAX, "needs differ");
_Static_assert((int)MARKS_MAX == (int)DIRECTORY_MARKS_MAX, "marks differ");

static void log_failure(const char *event, const Err *err) {
    log_line(LOG_ERROR, "browse", event, "code=%s", err_code_name(err->code));
}

Directory *effect_directory(EffectRunner *runner) {
    Err err = {0};
    if (runner->directory == NULL) {
        if (directory_open(runner->store, &runner->directory, &err) != ERR_OK) {
            log_failure("open", &err);
            runner->directory = NULL;
        }
    } else if (directory_refresh(runner->directory, &err) != ERR_OK) {
        log_failure("refresh", &err); /* the one at hand still answers */
    }
    return runner->directory;
}

static DirectoryQuery query_of(const EffectRunner *runner, const Browse *question,
                               const ClosedDays *closed, Moment now) {
    DirectoryQuery query = {.language = str8_from(question->language),
                            .open_now = question->filters[FILTER_OPEN_NOW],
                            .free = question->filters[FILTER_FREE],
                            .now_utc_ms = now.utc_ms,
                            .closed = closed,
                            .offset = question->page * question->per_page,
                            .limit = question->per_page};
    bool list = question->kind == SHELF_LIST;
    query.local =
        runner->zone != NULL ? zone_to_local(runner->zone, now.utc_ms) : civil_from_ms(now.utc_ms);
    if (question->filters[FILTER_SPEAKS] || (list && question->list == LIST_SPEAKS)) {
        query.speaks = query.language;
    }
    if (list && question->list == LIST_NEED) {
        query.needs = 1u << question->need;
    }
    if (!list) {
        query.text = str8_from(question->text);
        /* Nothing typed yet: the school's own people, not a whole city. */
        query.people = str8_trim(query.text).len == 0;
    }
    return query;
}

static bool fill_from_page(Shelf *shelf, const DirectoryPage *page) {
    shelf->items = page->count > 0 ? ARENA_ARRAY(&shelf->arena, ShelfItem, page->count) : NULL;
    if (page->count > 0 && shelf->items == NULL) {
        return false;
    }
    for (size_t i = 0; i < page->count; i++) {
        ShelfItem *item = &shelf->items[shelf->count++];
        item->service = page->hits[i].service;
        for (size_t j = 0; j < page->hits[i].marks_count; j++) {
            item->marks[item->marks_count++] =
                (TextMark){page->hits[i].marks[j].start, page->hits[i].marks[j].len};
        }
    }
    shelf->total = page->total;
    for (size_t i = 0; i < page->words_count; i++) {
        shelf->words[shelf->words_count++] = page->words[i];
    }
    for (size_t i = 0; i < page->needs_count; i++) {
        shelf->needs[shelf->needs_count++] = page->needs[i];
    }
    return true;
}

static bool fill_by_query(EffectRunner *runner, const Browse *question, Moment now, Shelf *shelf) {
    Err err = {0};
    DirectoryPage page = {0};
    Directory *directory = effect_directory(runner);
    ClosedDays closed = {runner->closed_days, runner->closed_count};
    if (directory == NULL) {
        return false;
    }
    DirectoryQuery query = query_of(runner, question, &closed, now);
    if (directory_find(directory, &shelf->arena, &query, &page, &err) != ERR_OK) {
        log_failure("find", &err);
        return false;
    }
    return fill_from_page(shelf, &page);
}

static bool fill_by_ids(EffectRunner *runner, const Browse *question, Shelf *shelf) {
    Err err = {0};
    Service *services = NULL;
    size_t count = 0;
    if (service_store_get(runner->store, &shelf->arena, question->ids, question->ids_count,
                          &services, &count, &err) != ERR_OK) {
        log_failure("get", &err);
        return false;
    }
    shelf->items = count > 0 ? ARENA_ARRAY(&shelf->arena, ShelfItem, count) : NULL;
    for (size_t i = 0; shelf->items != NULL && i < count; i++) {
        shelf->items[shelf->count++].service = services[i];
    }
    shelf->total = shelf->count;
    return count == 0 || shelf->items != NULL;
}

void effect_browse(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    const Browse *question = &effect->browse.question;
    Shelf *shelf = shelf_new();
    bool by_ids = question->kind == SHELF_MINE || question->kind == SHELF_CARD;
    FOYER_ASSERT(question->kind < SHELF_KIND_COUNT);
    FOYER_ASSERT(question->ids_count <= MINE_MAX);
    if (shelf != NULL && !(by_ids ? fill_by_ids(runner, question, shelf)
                                  : fill_by_query(runner, question, now, shelf))) {
        shelf_free(shelf);
        shelf = NULL;
    }
    reply->kind = MESSAGE_SHELF;
    reply->shelf.kind = question->kind;
    reply->shelf.serial = effect->browse.serial;
    reply->shelf.answer = shelf;
}
