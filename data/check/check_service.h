#ifndef FOYER_DATA_CHECK_CHECK_SERVICE_H
#define FOYER_DATA_CHECK_CHECK_SERVICE_H

#include "data/check/finding.h"
#include "data/check/waivers.h"
#include "data/domain/channel.h"
#include "data/domain/event.h"
#include "data/domain/guide.h"
#include "data/domain/service.h"

/* What is wrong with one thing by itself. Private to data/check. */
typedef struct {
    Findings *findings;
    Waivers *waivers; /* may be NULL */
    int64_t now_utc_ms;
    const Str8 *languages; /* of the school */
    size_t languages_count;
} Check;

void check_service(const Check *check, const Service *service);
/** `person_is_there`: guide->person is empty or somebody of the school. */
void check_guide(const Check *check, const Guide *guide, bool person_is_there);
void check_channel(const Check *check, const Channel *channel);
void check_event(const Check *check, const Event *event);

#endif
