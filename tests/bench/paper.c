/* Paper: a slip laid out and rastered, in every language, on the roll that most printers take. */
#include "data/demo/content.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"
#include "kiosk/paper/slip.h"
#include "tests/bench/bench.h"
#include "tests/bench/paper_sent.h"

enum { SLIPS = 300, SLIP_MS_MAX = 60 };

typedef struct {
    Arena arena;
    LocaleSet *locales;
    School school;
    const Service *counselor;
} PaperBench;

static ErrCode values_make(const BenchOptions *options, PaperBench *bench, Err *err) {
    Service *services = NULL;
    size_t services_count = 0;
    const Str8 *languages = NULL;
    size_t languages_count = 0;
    int64_t now_utc_ms = 0;
    if (!rfc3339_parse(STR8("2025-10-16T17:52:10-04:00"), &now_utc_ms)) {
        return err_set(err, ERR_INTERNAL, "the bench's moment is none");
    }
    ErrCode code = locale_set_load(&bench->arena, str8_from(options->assets),
                                   STR8("America/New_York"), &bench->locales, err);
    if (code == ERR_OK) {
        code = content_services(&bench->arena, DEMO_SERVICES_INI, now_utc_ms, &services,
                                &services_count, err);
    }
    if (code == ERR_OK) {
        code = content_school(&bench->arena, DEMO_EVENTS_INI, &bench->school, &languages,
                              &languages_count, err);
    }
    bench->counselor = services;
    return code;
}

static ErrCode slip_make(const PaperBench *bench, PaperLayout *layout, Arena *arena,
                         const Locale *locale, Err *err) {
    const Service *service = bench->counselor;
    Contact contact = {.name = text_set_pick(service->name, STR8("en"), NULL),
                       .role = text_set_pick(service->role, locale_language(locale), NULL),
                       .phone = service->phone};
    SlipCode contact_code = {.kind = SLIP_CODE_CONTACT};
    ServiceSlip slip = {
        .service = service, .short_code = service->key, .codes = &contact_code, .codes_count = 1};
    PaperWords words = {&bench->school, locale, locale_find(bench->locales, STR8("en"))};
    Paper paper;
    ErrCode code =
        payload_contact(arena, &contact, CODE_PAPER_BYTES_MAX, &contact_code.payload, NULL, err);
    return code == ERR_OK ? slip_service(layout, arena, PAPER_ROLL_80, &words, &slip, &paper, err)
                          : code;
}

static ErrCode slips_measure(const PaperBench *bench, const Locale *locale, Err *err) {
    static double values[SLIPS];
    Arena arena = arena_make(1 << 20, 1 << 26);
    char name[64];
    char more[64];
    Str8Builder name_text = builder_make(name, sizeof name);
    builder_format(&name_text, "paper/slip-%.*s", STR8_ARG(locale_language(locale)));
    PaperLayout *layout = NULL;
    double begun = bench_now_ms();
    ErrCode code = paper_layout_new(&layout, err);
    if (code == ERR_OK) {
        paper_layout_warm(layout, locale);
    }
    double warm_ms = bench_now_ms() - begun;
    for (size_t i = 0; code == ERR_OK && i < SLIPS; i++) {
        arena_reset(&arena);
        begun = bench_now_ms();
        code = slip_make(bench, layout, &arena, locale, err);
        values[i] = bench_now_ms() - begun;
    }
    double first_ms = values[0];
    if (code == ERR_OK) {
        Str8Builder text = builder_make(more, sizeof more);
        builder_format(&text, ",\"warm\":%.1f,\"first\":%.1f", warm_ms, first_ms);
        bench_print((BenchFigures){name, "ms", values, SLIPS}, more); /* sorts them */
        if (values[SLIPS * 99 / 100] > SLIP_MS_MAX) {
            code = err_set(err, ERR_CONFLICT, "a slip took %.0f ms of %d", values[SLIPS * 99 / 100],
                           (int)SLIP_MS_MAX);
        }
    }
    paper_layout_free(layout);
    arena_free(&arena);
    return code;
}

ErrCode bench_paper(const BenchOptions *options, Err *err) {
    PaperBench bench = {.arena = arena_make(1 << 16, 1 << 24)};
    ErrCode code = values_make(options, &bench, err);
    for (size_t i = 0; code == ERR_OK && i < locale_set_count(bench.locales); i++) {
        code = slips_measure(&bench, locale_set_at(bench.locales, i), err);
    }
    locale_set_close(bench.locales);
    arena_free(&bench.arena);
    return code == ERR_OK ? bench_paper_sent(options, err) : code;
}
