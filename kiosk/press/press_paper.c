/* From what a job names to what a slip says: codes that fit on paper, rooms of each child. */
#include "kiosk/press/press_paper.h"

#include "data/domain/link.h"
#include "kiosk/paper/badge.h"
#include "kiosk/paper/code.h"
#include "kiosk/paper/service_code.h"
#include "kiosk/paper/slip.h"

enum { CODES_MAX = 2 };

typedef struct {
    PaperLayout *layout;
    Arena *arena;
    const PressJob *job;
    PaperWords words;
    PaperKind kind;
} Making;

static Str8 school_name(const Making *making) {
    return text_set_pick(making->job->school.name, making->job->language, NULL);
}

/* ---- services ---- */

static void add_code(SlipCode *codes, size_t *count, SlipCodeKind kind, Str8 payload, Str8 host,
                     bool shortened) {
    if (payload.len > 0 && *count < CODES_MAX) {
        codes[(*count)++] =
            (SlipCode){.kind = kind, .payload = payload, .host = host, .shortened = shortened};
    }
}

/* First what works without internet: the contact, or the next opening of who is not there now. */
static ServiceSlip service_slip(const Making *making, const PressService *from) {
    const Service *service = &from->service;
    ServiceCode source = {.service = service,
                          .school_name = school_name(making),
                          .locale = making->words.locale,
                          .open = from->open,
                          .now_utc_ms = making->job->now_utc_ms,
                          .local = locale_civil(making->words.locale, making->job->now_utc_ms),
                          .size_max = CODE_PAPER_BYTES_MAX};
    SlipCode *codes = ARENA_ARRAY(making->arena, SlipCode, CODES_MAX);
    ServiceSlip slip = {.service = service, .old = from->old, .short_code = service->key};
    const Str8 none = {NULL, 0};
    Str8 payload = {NULL, 0};
    Str8 host = {NULL, 0};
    uint32_t left_out = 0;
    if (codes == NULL) {
        return slip;
    }
    (void)link_check(service->url, &host);
    if (service_code_contact(making->arena, &source, &payload, &left_out) == ERR_OK) {
        add_code(codes, &slip.codes_count, SLIP_CODE_CONTACT, payload, none, left_out != 0);
    }
    if (from->open.known && !from->open.open &&
        service_code_date(making->arena, &source, &payload, &left_out) == ERR_OK) {
        add_code(codes, &slip.codes_count, SLIP_CODE_DATE, payload, none, left_out != 0);
    } else if (payload_web(making->arena, service->url, CODE_PAPER_BYTES_MAX, &payload, NULL) ==
               ERR_OK) {
        add_code(codes, &slip.codes_count, SLIP_CODE_WEB, payload, host, false);
    }
    slip.codes = codes;
    return slip;
}

static ErrCode make_service(const Making *making, Paper *paper, Err *err) {
    ServiceSlip slip = service_slip(making, &making->job->services[0]);
    return slip_service(making->layout, making->arena, making->kind, &making->words, &slip, paper,
                        err);
}

/* "Food pantry: (305) 555-0142"; who has no number is named with the place. */
static Str8 list_line(const Making *making, const Service *service) {
    const PressJob *job = making->job;
    Str8 name = text_set_pick(service->name, job->language, NULL);
    Str8 more = service->phone.len > 0 ? locale_phone(making->words.locale, making->arena,
                                                      job->school.country, service->phone)
                                       : text_set_pick(service->place, job->language, NULL);
    return more.len > 0 ? str8_format(making->arena, "%.*s: %.*s", STR8_ARG(name), STR8_ARG(more))
                        : name;
}

static ErrCode make_list(const Making *making, Paper *paper, Err *err) {
    const PressJob *job = making->job;
    ServiceSlip slips[PRESS_SERVICES_MAX];
    Str8 lines[PRESS_SERVICES_MAX];
    Str8 payload = {NULL, 0};
    uint32_t left_out = 0;
    for (size_t i = 0; i < job->services_count; i++) {
        slips[i] = service_slip(making, &job->services[i]);
        lines[i] = list_line(making, &job->services[i].service);
    }
    ListSlip slip = {.services = slips, .services_count = job->services_count};
    if (payload_lines(making->arena, school_name(making), lines, job->services_count,
                      CODE_PAPER_BYTES_MAX, &payload, &left_out, NULL) == ERR_OK) {
        slip.code = (SlipCode){.kind = SLIP_CODE_LINES,
                               .payload = payload,
                               .shortened = (left_out & LEFT_OUT_LINES) != 0};
    }
    return slip_list(making->layout, making->arena, making->kind, &making->words, &slip, paper,
                     err);
}

/* ---- tonight ---- */

static Str8 first_letter(Str8 name) {
    size_t end = 0;
    if (name.len > 0) {
        (void)str8_next(name, &end);
    }
    return str8_slice(name, 0, end);
}

/* A child is an initial and a grade: paper is lost on the way home. */
static bool add_child(const Making *making, const Visitor *child, SlipChild *out) {
    const Event *event = &making->job->event;
    size_t indexes[SLIP_ROOMS_MAX];
    size_t count = event_sessions_of(event, child->grade, indexes, SLIP_ROOMS_MAX);
    const Session **rooms = count > 0 ? ARENA_ARRAY(making->arena, const Session *, count) : NULL;
    if (count == 0 || rooms == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        rooms[i] = &event->sessions[indexes[i]];
    }
    *out = (SlipChild){.name = first_letter(child->given_name),
                       .grade = child->grade,
                       .rooms = rooms,
                       .rooms_count = count};
    return true;
}

static ErrCode make_event(const Making *making, Paper *paper, Err *err) {
    const PressJob *job = making->job;
    SlipChild children[SLIP_CHILDREN_MAX];
    EventSlip slip = {.event = &job->event, .children = children};
    for (size_t i = 0; i < job->people_count && slip.children_count < SLIP_CHILDREN_MAX; i++) {
        const Visitor *person = &job->people[i];
        if (!person_role_is_adult(person->role) &&
            add_child(making, person, &children[slip.children_count])) {
            slip.children_count++;
        }
    }
    DateEntry date = {.title = text_set_pick(job->event.title, job->language, NULL),
                      .place = job->event.place,
                      .start_utc_ms = job->event.start_utc_ms,
                      .end_utc_ms = job->event.end_utc_ms};
    Str8 payload = {NULL, 0};
    uint32_t left_out = 0;
    if (payload_date(making->arena, &date, CODE_PAPER_BYTES_MAX, &payload, &left_out, NULL) ==
        ERR_OK) {
        slip.code =
            (SlipCode){.kind = SLIP_CODE_DATE, .payload = payload, .shortened = left_out != 0};
    }
    return slip_event(making->layout, making->arena, making->kind, &making->words, &slip, paper,
                      err);
}

static ErrCode make_badges(const Making *making, Paper *paper, Err *err) {
    const PressJob *job = making->job;
    Badge badges[BADGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < job->people_count && count < BADGES_MAX; i++) {
        badges[count++] = (Badge){.first_name = job->people[i].given_name,
                                  .role = job->people[i].role,
                                  .language = job->language};
    }
    return badge_paper(making->layout, making->arena, making->kind, &making->words,
                       id_is_none(job->event.id) ? NULL : &job->event, badges, count, paper, err);
}

ErrCode press_paper(PaperLayout *layout, const LocaleSet *locales, Arena *arena,
                    const PressJob *job, PaperKind kind, Paper *paper, Err *err) {
    Making making = {.layout = layout,
                     .arena = arena,
                     .job = job,
                     .words = {.school = &job->school,
                               .locale = locale_find(locales, job->language),
                               .english = locale_find(locales, STR8("en"))},
                     .kind = kind};
    switch (job->kind) {
    case PRINT_SERVICE:
        return make_service(&making, paper, err);
    case PRINT_LIST:
        return make_list(&making, paper, err);
    case PRINT_EVENT:
        return make_event(&making, paper, err);
    case PRINT_BADGES:
        return make_badges(&making, paper, err);
    }
    return err_set(err, ERR_INTERNAL, "no such kind of print");
}
