#ifndef FOYER_KIOSK_PAPER_SERVICE_CODE_H
#define FOYER_KIOSK_PAPER_SERVICE_CODE_H

#include "data/domain/service.h"
#include "kiosk/i18n/locale.h"
#include "kiosk/paper/payload.h"

/* What a code about a service says, on the screen and, shorter, on paper. */
typedef struct {
    const Service *service;
    Str8 school_name; /* in the family's language */
    const Locale *locale;
    OpenState open;
    int64_t now_utc_ms;
    Civil local;     /* now, in the school's zone */
    size_t size_max; /* CODE_SCREEN_BYTES_MAX, CODE_PAPER_BYTES_MAX */
} ServiceCode;

/**
 * A contact to save. Who runs a service of the city stands where a person's role does.
 * @return as payload_contact
 */
MUST_USE ErrCode service_code_contact(Arena *arena, const ServiceCode *code, Str8 *payload,
                                      uint32_t *left_out);

/**
 * The opening at hand, or the next one, for the phone's calendar.
 * @return as payload_date; ERR_NOT_FOUND: nobody can say when
 */
MUST_USE ErrCode service_code_date(Arena *arena, const ServiceCode *code, Str8 *payload,
                                   uint32_t *left_out);

#endif
