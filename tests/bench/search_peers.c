/*
 * The other libraries get the services and queries as two files, and give their answers as a third:
 *   services: number, language, needs, names, roles, alternates, summary, helps
 *   queries:  number, language, text
 *   answers:  engine, number of the query, milliseconds, numbers of services with "," between
 * One a line, tabs between.
 */
#include <stdio.h>
#include <stdlib.h>

#include "data/files/files.h"
#include "data/store/service_store.h"
#include "tests/bench/process.h"
#include "tests/bench/search_quality.h"

enum { ANSWERS_MAX = 16 << 20, ENGINES_MAX = 8, WALK_MAX = 16 << 20, PATH_BYTES = 1200 };

#define SCRIPT "tests/peers/search.mjs"

typedef struct {
    FILE *file;
    size_t number;
} Dump;

typedef struct {
    Str8 name;
    QualityAnswer *answers;
} Engine;

/* ---- what they get ---- */

static void put_text(FILE *file, Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        bool blank = text.ptr[i] == '\t' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
        (void)fputc(blank ? ' ' : text.ptr[i], file);
    }
}

/* The text that was written in `language`, nothing otherwise. */
static void put_own_text(FILE *file, TextSet set, Str8 language) {
    (void)fputc('\t', file);
    for (size_t i = 0; i < set.count; i++) {
        if (str8_equal(set.items[i].language, language)) {
            put_text(file, set.items[i].text);
            return;
        }
    }
}

/* Names without a language (people's) are everybody's. */
static void put_name(FILE *file, TextSet set, Str8 language) {
    (void)fputc('\t', file);
    put_text(file, text_set_pick(set, language, NULL));
}

static void put_needs(FILE *file, uint32_t needs) {
    (void)fputc('\t', file);
    for (Need need = 0; need < NEED_COUNT; need++) {
        if ((needs >> need & 1) != 0) {
            put_text(file, need_name(need));
            (void)fputc(' ', file);
        }
    }
}

static ErrCode dump_service(void *context, const Service *service, Err *err) {
    static const Str8 LANGUAGES[] = {{"en", 2}, {"es", 2}, {"ar", 2}};
    Dump *dump = context;
    (void)err;
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        Str8 language = LANGUAGES[i];
        if (i > 0 && !service->own) {
            continue; /* the city writes English only */
        }
        (void)fprintf(dump->file, "%zu\t%.*s", dump->number, STR8_ARG(language));
        put_needs(dump->file, service->needs);
        put_name(dump->file, service->name, language);
        put_name(dump->file, service->role, language);
        put_own_text(dump->file, service->alternate, language);
        put_own_text(dump->file, service->summary, language);
        (void)fputc('\t', dump->file);
        for (size_t k = 0; k < service->helps_count; k++) {
            put_text(dump->file, text_set_pick(service->helps[k], language, NULL));
            (void)fputs(". ", dump->file);
        }
        (void)fputc('\n', dump->file);
    }
    dump->number++;
    return ERR_OK;
}

static ErrCode dump_services(Store *store, const char *path, Err *err) {
    Dump dump = {.file = fopen(path, "w")};
    if (dump.file == NULL) {
        return err_set(err, ERR_IO, "%s cannot be written", path);
    }
    Arena scratch = arena_make(1 << 16, WALK_MAX);
    ErrCode code = service_store_walk(store, &scratch, (ServiceVisitor){dump_service, &dump}, err);
    arena_free(&scratch);
    return fclose(dump.file) == 0 ? code : err_set(err, ERR_IO, "%s cannot be written", path);
}

static ErrCode dump_queries(const Expected *expected, const char *path, Err *err) {
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return err_set(err, ERR_IO, "%s cannot be written", path);
    }
    for (size_t i = 0; i < expected->queries_count; i++) {
        (void)fprintf(file, "%zu\t%.*s\t%.*s\n", i, STR8_ARG(expected->queries[i].language),
                      STR8_ARG(expected->queries[i].text));
    }
    return fclose(file) == 0 ? ERR_OK : err_set(err, ERR_IO, "%s cannot be written", path);
}

/* ---- what they answer ---- */

static Engine *find_engine(Engine *engines, size_t *count, Str8 name, Arena *arena) {
    for (size_t i = 0; i < *count; i++) {
        if (str8_equal(engines[i].name, name)) {
            return &engines[i];
        }
    }
    QualityAnswer *answers =
        *count < ENGINES_MAX ? ARENA_ARRAY(arena, QualityAnswer, EXPECTED_QUERIES_MAX) : NULL;
    if (answers == NULL) {
        return NULL;
    }
    engines[*count] = (Engine){name, answers};
    return &engines[(*count)++];
}

static bool read_answer(const Expected *expected, Str8 rest, QualityAnswer *answers) {
    int64_t number = 0;
    int64_t microseconds = 0;
    Str8 query = str8_cut(rest, '\t', &rest);
    Str8 took = str8_cut(rest, '\t', &rest);
    if (!str8_to_int(query, &number) || !str8_to_int(took, &microseconds) || number < 0 ||
        (size_t)number >= expected->queries_count) {
        return false;
    }
    QualityAnswer *given = &answers[number];
    given->took_ms = (double)microseconds / 1e3;
    while (rest.len > 0 && given->count < EXPECTED_TOP) {
        int64_t hit = 0;
        if (!str8_to_int(str8_cut(rest, ',', &rest), &hit) || hit < 0 ||
            (size_t)hit >= expected->services_count) {
            return false;
        }
        given->hits[given->count++] = (size_t)hit;
    }
    return true;
}

static ErrCode read_answers(const Expected *expected, Str8 text, Arena *arena, Err *err) {
    Engine engines[ENGINES_MAX];
    size_t count = 0;
    while (text.len > 0) {
        Str8 line = str8_cut(text, '\n', &text);
        Str8 rest;
        Str8 name = str8_cut(line, '\t', &rest);
        Engine *engine = find_engine(engines, &count, name, arena);
        if (engine == NULL || !read_answer(expected, rest, engine->answers)) {
            return err_set(err, ERR_INVALID, "an answer of the other libraries cannot be read");
        }
    }
    for (size_t i = 0; i < count; i++) {
        quality_print(expected, str8_to_c(arena, engines[i].name), engines[i].answers, "");
    }
    return ERR_OK;
}

ErrCode quality_run_peers(const BenchSite *bench, Store *store, const Expected *expected,
                          Arena *arena, Err *err) {
    static const char *const NAMES[] = {"services.tsv", "queries.tsv", "answers.tsv"};
    char paths[3][PATH_BYTES];
    Str8 text;
    if (getenv("FOYER_PEERS") == NULL) {
        return ERR_OK;
    }
    for (size_t i = 0; i < 3; i++) {
        Str8Builder path = builder_make(paths[i], PATH_BYTES);
        builder_format(&path, "%s/%s", bench->folder, NAMES[i]);
    }
    const char *const arguments[] = {"node", SCRIPT, paths[0], paths[1], NULL};
    ErrCode code = dump_services(store, paths[0], err);
    code = code == ERR_OK ? dump_queries(expected, paths[1], err) : code;
    code = code == ERR_OK ? process_run(arguments, paths[2], NULL, err) : code;
    code = code == ERR_OK ? files_read(arena, paths[2], ANSWERS_MAX, &text, err) : code;
    return code == ERR_OK ? read_answers(expected, text, arena, err) : code;
}
