#include "kiosk/paper/service_code.h"

#include "data/base/civil.h"

enum { DAY_MINUTES = DAY_MS / MINUTE_MS };

static Str8 picked(const ServiceCode *code, TextSet text) {
    return text_set_pick(text, locale_language(code->locale), NULL);
}

static Str8 place_of(const ServiceCode *code) {
    Str8 place = picked(code, code->service->place);
    return place.len > 0 ? place : code->service->address;
}

/* "Mon - Fri, 8:00 - 3:30" of the first run of days with the same hours. */
static Str8 hours_line(Arena *arena, const ServiceCode *code) {
    const Service *service = code->service;
    if (service->hours_count == 0) {
        return (Str8){NULL, 0};
    }
    const Hours *first = &service->hours[0];
    size_t last = 0;
    while (last + 1 < service->hours_count &&
           service->hours[last + 1].weekday == service->hours[last].weekday + 1 &&
           service->hours[last + 1].opens_minute == first->opens_minute &&
           service->hours[last + 1].closes_minute == first->closes_minute) {
        last++;
    }
    Str8 days =
        locale_weekday_range(code->locale, arena, first->weekday, service->hours[last].weekday);
    Str8 times = locale_hours_range(code->locale, arena, first->opens_minute, first->closes_minute);
    return str8_format(arena, "%.*s, %.*s", STR8_ARG(days), STR8_ARG(times));
}

ErrCode service_code_contact(Arena *arena, const ServiceCode *code, Str8 *payload,
                             uint32_t *left_out) {
    const Service *service = code->service;
    Str8 role = picked(code, service->role);
    Contact contact = {.name = picked(code, service->name),
                       .role = service->own ? role : (Str8){NULL, 0},
                       .organization = service->own ? code->school_name : role,
                       .phone = service->phone,
                       .email = service->email,
                       .url = service->url,
                       .place = place_of(code),
                       .hours = hours_line(arena, code)};
    return payload_contact(arena, &contact, code->size_max, payload, left_out, NULL);
}

/* A minute of a coming local day. The clocks may change until then: the first guess, by today's
 * offset, is corrected by what the school's clock will show. */
static int64_t minute_utc_ms(const ServiceCode *code, int days, int minute) {
    const Civil *local = &code->local;
    int64_t since_midnight =
        (local->hour * 60 + local->minute) * (int64_t)MINUTE_MS + local->second * 1000;
    int64_t guess = code->now_utc_ms - code->now_utc_ms % 1000 - since_midnight +
                    days * (int64_t)DAY_MS + minute * (int64_t)MINUTE_MS;
    Civil shown = locale_civil(code->locale, guess);
    int off = minute - (shown.hour * 60 + shown.minute);
    off -= off > DAY_MINUTES / 2 ? DAY_MINUTES : 0;
    off += off < -DAY_MINUTES / 2 ? DAY_MINUTES : 0;
    return guess + off * (int64_t)MINUTE_MS;
}

ErrCode service_code_date(Arena *arena, const ServiceCode *code, Str8 *payload,
                          uint32_t *left_out) {
    OpenState open = code->open;
    if (!open.known) {
        return ERR_NOT_FOUND;
    }
    int days = open.open ? 0 : open.next_days;
    int opens = open.open ? code->local.hour * 60 + code->local.minute : open.next_opens_minute;
    int closes = open.open ? open.closes_minute : open.next_closes_minute;
    DateEntry date = {.title = picked(code, code->service->name),
                      .place = place_of(code),
                      .start_utc_ms = minute_utc_ms(code, days, opens),
                      .end_utc_ms = minute_utc_ms(code, days, closes)};
    return payload_date(arena, &date, code->size_max, payload, left_out, NULL);
}
