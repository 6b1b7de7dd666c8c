#include "tests/unit/paper/papers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"

/* Thursday, 16 October 2025, 18:00 in New York. */
#define EVENING INT64_C(1760652000000)
#define TEXTS(...)                                                                                 \
    {                                                                                              \
        .items = (const TextIn[]){__VA_ARGS__},                                                    \
        .count = sizeof((const TextIn[]){__VA_ARGS__}) / sizeof(TextIn)                            \
    }
#define IN(tag_, text_)                                                                            \
    {                                                                                              \
        {tag_, sizeof(tag_) - 1}, {                                                                \
            text_, sizeof(text_) - 1                                                               \
        }                                                                                          \
    }
#define LIT(text_)                                                                                 \
    { text_, sizeof(text_) - 1 }

const char *const SAMPLE_NAMES[SAMPLE_COUNT] = {
    [SAMPLE_SERVICE] = "service",     [SAMPLE_LIST] = "list",         [SAMPLE_EVENT] = "event",
    [SAMPLE_BADGE] = "badge",         [SAMPLE_CARD] = "card",         [SAMPLE_CARDS] = "cards",
    [SAMPLE_ROLL_CALL] = "roll-call", [SAMPLE_FALLBACK] = "fallback", [SAMPLE_ROSTER] = "roster",
    [SAMPLE_TEST_PAGE] = "test-page",
};

const char *const KIND_NAMES[PAPER_KIND_COUNT] = {
    [PAPER_ROLL_58] = "58mm",  [PAPER_ROLL_80] = "80mm", [PAPER_LABEL_62] = "label",
    [PAPER_LETTER] = "letter", [PAPER_A4] = "a4",
};

static const School SCHOOL = {
    .name = TEXTS(IN("en", "Maple Grove School"), IN("es", "Maple Grove School"),
                  IN("ar", "مدرسة ميبل غروف")),
    .zone = LIT("America/New_York"),
    .country = LIT("US"),
    .phone = LIT("+13055550100"),
};

static const Hours WEEK[] = {
    {1, 480, 930}, {2, 480, 930}, {3, 480, 930}, {4, 480, 930}, {5, 480, 930},
};
static const Hours PANTRY[] = {{2, 900, 1080}, {4, 900, 1080}, {6, 540, 720}};

static const Str8 ENGLISH_SPANISH[] = {LIT("en"), LIT("es")};
static const Str8 MANY[] = {LIT("en"), LIT("es"), LIT("ht"), LIT("fr")};

static const Service SERVICES[] = {
    {
        .key = LIT("counselor"),
        .own = true,
        .is_person = true,
        .name = TEXTS(IN("en", "Daniela Reyes")),
        .role = TEXTS(IN("en", "School counselor"), IN("es", "Consejera escolar"),
                      IN("ar", "المرشدة المدرسية")),
        .place = TEXTS(IN("en", "Room 108, front hall"), IN("es", "Salón 108, pasillo principal"),
                       IN("ar", "الغرفة 108، الممر الأمامي")),
        .cost = TEXTS(IN("en", "Free"), IN("es", "Gratis"), IN("ar", "مجاناً")),
        .apply = TEXTS(IN("en", "Come by, call, or send a note with your child."),
                       IN("es", "Venga, llame o mande una nota con su hijo."),
                       IN("ar", "تعالوا أو اتصلوا أو أرسلوا ورقة مع طفلكم.")),
        .phone = LIT("+13055550142"),
        .email = LIT("counselor@example.org"),
        .url = LIT("https://example.org/maple-grove/counselor"),
        .languages = ENGLISH_SPANISH,
        .languages_count = 2,
        .hours = WEEK,
        .hours_count = 5,
        .assured_utc_ms = EVENING - INT64_C(18) * DAY_MS,
    },
    {
        .key = LIT("pantry"),
        .name = TEXTS(IN("en", "Southside Food Pantry"), IN("es", "Despensa de comida Southside"),
                      IN("ar", "مخزن الطعام ساوث سايد")),
        .role = TEXTS(IN("en", "Open Hands Miami")),
        .place = TEXTS(IN("en", "Grace Hall, side door")),
        .address = LIT("11347 SW 160th Street, Miami, FL 33157"),
        .documents = TEXTS(IN("en", "Bags to carry food"), IN("es", "Bolsas para la comida"),
                           IN("ar", "أكياس لحمل الطعام")),
        .cost = TEXTS(IN("en", "Free"), IN("es", "Gratis"), IN("ar", "مجاناً")),
        .phone = LIT("+13055550177,42"),
        .languages = MANY,
        .languages_count = 4,
        .hours = PANTRY,
        .hours_count = 3,
        .assured_utc_ms = EVENING - INT64_C(300) * DAY_MS,
    },
    {
        .key = LIT("liaison"),
        .own = true,
        .is_person = true,
        .name = TEXTS(IN("en", "Jean Baptiste")),
        .role = TEXTS(IN("en", "Family liaison"), IN("es", "Enlace con las familias"),
                      IN("ar", "منسّق شؤون العائلات")),
        .place = TEXTS(IN("en", "Office"), IN("es", "Oficina"), IN("ar", "المكتب")),
        .phone = LIT("+13055550143"),
        .languages = MANY,
        .languages_count = 4,
        .hours = WEEK,
        .hours_count = 5,
        .assured_utc_ms = EVENING - INT64_C(18) * DAY_MS,
    },
};

static const Session SESSIONS[] = {
    {.grade = LIT("03"),
     .teacher = LIT("Ms. Okafor"),
     .room = LIT("12"),
     .way = TEXTS(IN("en", "Down the hall, second door on the left"),
                  IN("es", "Al fondo del pasillo, segunda puerta a la izquierda"),
                  IN("ar", "في آخر الممر، الباب الثاني إلى اليسار")),
     .start_utc_ms = EVENING + 15 * MINUTE_MS},
    {.grade = LIT("KG"),
     .teacher = LIT("Ms. Alvarado"),
     .room = LIT("2"),
     .way = TEXTS(IN("en", "First door on the right"), IN("es", "Primera puerta a la derecha"),
                  IN("ar", "الباب الأول إلى اليمين")),
     .start_utc_ms = EVENING + 45 * MINUTE_MS},
    {.title = TEXTS(IN("en", "Science tables"), IN("es", "Mesas de ciencias"),
                    IN("ar", "طاولات العلوم")),
     .room = LIT("Library"),
     .start_utc_ms = 0},
};
static const Session *const ROOMS_3[] = {&SESSIONS[0], &SESSIONS[2]};
static const Session *const ROOMS_K[] = {&SESSIONS[1]};

static const SlipClass CLASSES[] = {
    {TEXTS(IN("en", "Reading"), IN("es", "Lectura"), IN("ar", "القراءة")), LIT("Ms. Okafor"),
     LIT("12"), EVENING + 15 * MINUTE_MS},
    {TEXTS(IN("en", "Mathematics"), IN("es", "Matemáticas"), IN("ar", "الرياضيات")),
     LIT("Mr. Osei"), LIT("9"), EVENING + 35 * MINUTE_MS},
    {TEXTS(IN("en", "Music"), IN("es", "Música"), IN("ar", "الموسيقى")), LIT("Mr. Lindqvist"),
     LIT("4"), EVENING + 55 * MINUTE_MS},
};

static const Event OPEN_HOUSE = {
    .title = TEXTS(IN("en", "Open house"), IN("es", "Noche de puertas abiertas"),
                   IN("ar", "أمسية الأبواب المفتوحة")),
    .place = LIT("Maple Grove School"),
    .kind = EVENT_OPEN_HOUSE,
    .start_utc_ms = EVENING,
    .end_utc_ms = EVENING + 120 * MINUTE_MS,
};

const Service *papers_counselor(void) {
    return &SERVICES[0];
}

const Event *papers_open_house(void) {
    return &OPEN_HOUSE;
}

bool papers_open(Papers *papers) {
    *papers = (Papers){.arena = arena_make(65536, 1 << 24)};
    return locale_set_load(&papers->arena, STR8(FOYER_SHARE), STR8("America/New_York"),
                           &papers->locales, NULL) == ERR_OK &&
           paper_layout_new(&papers->layout, NULL) == ERR_OK;
}

void papers_close(Papers *papers) {
    paper_layout_free(papers->layout);
    locale_set_close(papers->locales);
    arena_free(&papers->arena);
}

PaperWords papers_words(const Papers *papers, const char *language) {
    return (PaperWords){.school = &SCHOOL,
                        .locale = locale_find(papers->locales, str8_from(language)),
                        .english = locale_find(papers->locales, STR8("en"))};
}

static ErrCode make_service(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                            Paper *paper, Err *err) {
    const Service *service = &SERVICES[0];
    Contact contact = {.name = service->name.items[0].text,
                       .role = text_set_pick(service->role, locale_language(words->locale), NULL),
                       .organization = SCHOOL.name.items[0].text,
                       .phone = service->phone,
                       .url = service->url,
                       .email = service->email,
                       .place = service->place.items[0].text};
    SlipCode codes[2] = {{.kind = SLIP_CODE_CONTACT},
                         {.kind = SLIP_CODE_WEB, .host = STR8("example.org")}};
    uint32_t left_out = 0;
    ErrCode code =
        payload_contact(arena, &contact, CODE_PAPER_BYTES_MAX, &codes[0].payload, &left_out, err);
    codes[0].shortened = left_out != 0;
    if (code == ERR_OK) {
        code = payload_web(arena, service->url, CODE_PAPER_BYTES_MAX, &codes[1].payload, err);
    }
    ServiceSlip slip = {
        .service = service, .short_code = service->key, .codes = codes, .codes_count = 2};
    return code == ERR_OK ? slip_service(papers->layout, arena, kind, words, &slip, paper, err)
                          : code;
}

static ErrCode make_list(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                         Paper *paper, Err *err) {
    const Str8 lines[] = {STR8("Daniela Reyes (305) 555-0142"),
                          STR8("Southside Food Pantry (305) 555-0177"),
                          STR8("Jean Baptiste (305) 555-0143")};
    ServiceSlip services[] = {{.service = &SERVICES[0]},
                              {.service = &SERVICES[1], .old = true},
                              {.service = &SERVICES[2]}};
    ListSlip slip = {.services = services, .services_count = 3, .code = {.kind = SLIP_CODE_LINES}};
    uint32_t left_out = 0;
    ErrCode code = payload_lines(arena, STR8(""), lines, 3, CODE_PAPER_BYTES_MAX,
                                 &slip.code.payload, &left_out, err);
    slip.code.shortened = left_out != 0;
    return code == ERR_OK ? slip_list(papers->layout, arena, kind, words, &slip, paper, err) : code;
}

static ErrCode make_event(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                          Paper *paper, Err *err) {
    const SlipChild children[] = {{.name = STR8("S."),
                                   .grade = STR8("03"),
                                   .rooms = ROOMS_3,
                                   .rooms_count = 2,
                                   .classes = CLASSES,
                                   .classes_count = 3},
                                  {.grade = STR8("KG"), .rooms = ROOMS_K, .rooms_count = 1}};
    EventSlip slip = {.event = &OPEN_HOUSE,
                      .children = children,
                      .children_count = 2,
                      .code = {.kind = SLIP_CODE_DATE}};
    DateEntry date = {.title = OPEN_HOUSE.title.items[0].text,
                      .place = OPEN_HOUSE.place,
                      .start_utc_ms = OPEN_HOUSE.start_utc_ms,
                      .end_utc_ms = OPEN_HOUSE.end_utc_ms};
    uint32_t left_out = 0;
    ErrCode code =
        payload_date(arena, &date, CODE_PAPER_BYTES_MAX, &slip.code.payload, &left_out, err);
    slip.code.shortened = left_out != 0;
    return code == ERR_OK ? slip_event(papers->layout, arena, kind, words, &slip, paper, err)
                          : code;
}

static ErrCode make_badge(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                          Paper *paper, Err *err) {
    const Badge badges[] = {
        {STR8("Sofía"), PERSON_STUDENT, locale_language(words->locale)},
        {STR8("Muhammad Abdulrahman"), PERSON_GUARDIAN, STR8("ar")},
        {STR8(""), PERSON_GUARDIAN, STR8("es")},
        {STR8("王小明"), PERSON_STUDENT, STR8("zh-Hans")},
    };
    return badge_paper(papers->layout, arena, kind, words, &OPEN_HOUSE, badges, 4, paper, err);
}

static ErrCode make_cards(Papers *papers, Arena *arena, PaperKind kind, bool sheet, Paper *paper,
                          Err *err) {
    const FamilyCard cards[] = {{STR8("7K4M9QX2"), STR8("S. A., 4 people")},
                                {STR8("B2WDN0TZ"), STR8("M. G., 3 people")},
                                {STR8("0F5HJ8YC"), STR8("L. N., 6 people")}};
    return sheet ? family_card_sheet(papers->layout, arena, kind, cards, 3, paper, err)
                 : family_card_paper(papers->layout, arena, kind, cards, paper, err);
}

enum { LANGUAGES_COUNT = 3, PARTIES_COUNT = 40, PARTY_MAX = 5 };

static void papers_languages(const Papers *papers, const Locale *all[LANGUAGES_COUNT]) {
    for (size_t i = 0; i < LANGUAGES_COUNT; i++) {
        all[i] = locale_set_at(papers->locales, i);
    }
}

/* Invented families of one to five. */
static ErrCode make_roster(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                           bool roll_call, Paper *paper, Err *err) {
    static const Str8 GIVEN[] = {LIT("Sofía"),   LIT("Amal"),   LIT("Luis"), LIT("Nguyễn"),
                                 LIT("Zachary"), LIT("王小明"), LIT("محمد")};
    static const Str8 FAMILY[] = {LIT("Alvarez"), LIT("Haddad"), LIT("O’Neil-Fitzgerald"),
                                  LIT("Phạm"), LIT("")};
    static const Str8 SPOKEN[] = {LIT("es"), LIT("ar"), LIT("en")};
    SheetParty *parties = ARENA_ARRAY(arena, SheetParty, PARTIES_COUNT);
    Visitor *people = ARENA_ARRAY(arena, Visitor, PARTIES_COUNT * PARTY_MAX);
    for (size_t i = 0; i < PARTIES_COUNT; i++) {
        parties[i] = (SheetParty){.people = people + i * PARTY_MAX,
                                  .people_count = 1 + i % PARTY_MAX,
                                  .since_utc_ms = EVENING + (int64_t)i * MINUTE_MS,
                                  .language = SPOKEN[i % 3]};
        for (size_t j = 0; j < parties[i].people_count; j++) {
            bool counted = i % 11 == 7;
            people[i * PARTY_MAX + j] =
                (Visitor){.given_name = counted ? STR8("") : GIVEN[(i + j) % 7],
                          .family_name = counted ? STR8("") : FAMILY[i % 5],
                          .role = j == 0 ? PERSON_GUARDIAN : PERSON_STUDENT,
                          .grade = j == 0 ? STR8("") : STR8("03")};
        }
    }
    SheetRoster roster = {.event = &OPEN_HOUSE,
                          .as_of_utc_ms = EVENING + 47 * MINUTE_MS,
                          .parties = parties,
                          .parties_count = PARTIES_COUNT};
    return roll_call ? sheets_roll_call(papers->layout, arena, kind, words, &roster, paper, err)
                     : sheets_open_roster(papers->layout, arena, kind, words, &roster, paper, err);
}

static ErrCode make_fallback(Papers *papers, Arena *arena, PaperKind kind, const PaperWords *words,
                             Paper *paper, Err *err) {
    const Locale *all[LANGUAGES_COUNT];
    papers_languages(papers, all);
    SheetFallback fallback = {.event = &OPEN_HOUSE,
                              .languages = all,
                              .languages_count = LANGUAGES_COUNT,
                              .slips_count = 1};
    return sheets_fallback(papers->layout, arena, kind, words, &fallback, paper, err);
}

ErrCode papers_make(Papers *papers, Arena *arena, Sample sample, PaperKind kind,
                    const char *language, Paper *paper, Err *err) {
    const Locale *all[LANGUAGES_COUNT];
    PaperWords words = papers_words(papers, language);
    switch (sample) {
    case SAMPLE_SERVICE:
        return make_service(papers, arena, kind, &words, paper, err);
    case SAMPLE_LIST:
        return make_list(papers, arena, kind, &words, paper, err);
    case SAMPLE_EVENT:
        return make_event(papers, arena, kind, &words, paper, err);
    case SAMPLE_BADGE:
        return make_badge(papers, arena, kind, &words, paper, err);
    case SAMPLE_CARD:
    case SAMPLE_CARDS:
        return make_cards(papers, arena, kind, sample == SAMPLE_CARDS, paper, err);
    case SAMPLE_ROLL_CALL:
    case SAMPLE_ROSTER:
        return make_roster(papers, arena, kind, &words, sample == SAMPLE_ROLL_CALL, paper, err);
    case SAMPLE_FALLBACK:
        return make_fallback(papers, arena, kind, &words, paper, err);
    case SAMPLE_TEST_PAGE:
        papers_languages(papers, all);
        return test_page_paper(papers->layout, arena, kind, &words, all, LANGUAGES_COUNT,
                               STR8("Lobby, left"), paper, err);
    case SAMPLE_COUNT:
        break;
    }
    return err_set(err, ERR_INVALID, "no such sample");
}

/* Readers. */

enum { OUTPUT_MAX = 1 << 18, PATH_MAX_BYTES = 64 };

bool papers_write_page(const PaperRaster *page, const char *path) {
    FILE *file = fopen(path, "wb");
    size_t size = page->stride * (size_t)page->height_px;
    bool written = file != NULL &&
                   fprintf(file, "P4\n%d %d\n", page->width_px, page->height_px) > 0 &&
                   fwrite(page->bits, 1, size, file) == size;
    return file != NULL && fclose(file) == 0 && written;
}

Str8 papers_run(Arena *arena, const char *command) {
    FILE *reader = popen(command, "r");
    assert_non_null(reader);
    char *text = ARENA_ARRAY(arena, char, OUTPUT_MAX);
    assert_non_null(text);
    size_t len = fread(text, 1, OUTPUT_MAX, reader);
    assert_int_equal(pclose(reader), 0);
    return (Str8){text, len};
}

static void path_make(char path[PATH_MAX_BYTES]) {
    Str8Builder builder = builder_make(path, PATH_MAX_BYTES);
    builder_add(&builder, STR8("/tmp/foyer-paper-XXXXXX"));
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
}

Str8 papers_read_codes(Arena *arena, const Paper *paper) {
    Str8Builder all = builder_in(arena, OUTPUT_MAX);
    for (size_t i = 0; i < paper->pages_count; i++) {
        char path[PATH_MAX_BYTES];
        path_make(path);
        assert_true(papers_write_page(&paper->pages[i], path));
        /* It ends with 4 where a page has no code. */
        Str8 command = str8_format(arena, "zbarimg -q --nodbus --raw %s || test $? = 4", path);
        builder_add(&all, papers_run(arena, command.ptr));
        unlink(path);
    }
    assert_false(all.full);
    return builder_text(&all);
}

static Str8 pdf_write(Arena *arena, const Paper *paper) {
    char path[PATH_MAX_BYTES];
    path_make(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(paper->pdf.ptr, 1, paper->pdf.len, file), paper->pdf.len);
    assert_int_equal(fclose(file), 0);
    return str8_format(arena, "%s", path);
}

Str8 papers_read_text(Arena *arena, const Paper *paper) {
    Str8 path = pdf_write(arena, paper);
    Str8 command = str8_format(arena, "pdftotext -layout %s -", path.ptr);
    Str8 read = papers_run(arena, command.ptr);
    unlink(path.ptr);
    return read;
}

Str8 papers_read_pdf_codes(Arena *arena, const Paper *paper) {
    Str8 path = pdf_write(arena, paper);
    Str8 command = str8_format(arena,
                               "pdftoppm -r 300 -gray -singlefile %s %s && "
                               "zbarimg -q --nodbus --raw %s.pgm; rm -f %s.pgm",
                               path.ptr, path.ptr, path.ptr, path.ptr);
    Str8 read = papers_run(arena, command.ptr);
    unlink(path.ptr);
    return read;
}
