#include "data/check/finding.h"

#include <string.h>

#include "data/base/check.h"

enum { FIRST_SIZE = 256 };

static const struct {
    const char *name;
    const char *title;
    const char *advice;
} KINDS[FINDING_KIND_COUNT] = {
    [FINDING_DEAD_END] = {"dead-end", "Nobody to go to",
                          "give the need to a person of the school, or add or check a service that "
                          "speaks the language"},
    [FINDING_UNREACHABLE] = {"unreachable", "Cannot be reached",
                             "add a telephone number, a web page, an address or a room"},
    [FINDING_STALE] =
        {"stale", "Not checked for half a year",
         "call or look, then set the date it was checked; for the city's, waive \"stale city\" "
         "until its list is mended"},
    [FINDING_TRANSLATION] = {"translation", "Not in every language of the school",
                             "have the missing words translated"},
    [FINDING_LINK] = {"link", "Web addresses that cannot become a code",
                      "write the whole address as the browser shows it, with https://"},
    [FINDING_HOURS] = {"hours", "Hours that the kiosk cannot read",
                       "write them as days and times, so that \"open now\" can be shown"},
    [FINDING_EVENT] = {"event", "Events that say nothing",
                       "give the event a title, its parts a grade or a title"},
    [FINDING_GUIDE] = {"guide", "Guides that lead nowhere",
                       "name somebody who is at the school, and keep what goes home short"},
    [FINDING_WAIVER] = {"waiver", "Waivers that have run out",
                        "mend what was waived, or give the waiver a new date within a year"},
};

Findings findings_make(Arena *arena) {
    return (Findings){.arena = arena};
}

/* Room for one more; false when there is none. */
static bool grow(Findings *findings) {
    if (findings->count < findings->size) {
        return true;
    }
    size_t size = findings->size == 0 ? FIRST_SIZE : findings->size * 2;
    Finding *items = ARENA_ARRAY(findings->arena, Finding, size);
    if (items == NULL) {
        findings->no_memory = true;
        return false;
    }
    if (findings->count > 0) {
        memcpy(items, findings->items, findings->count * sizeof items[0]);
    }
    findings->items = items;
    findings->size = size;
    return true;
}

void findings_add(Findings *findings, const Finding *finding) {
    FOYER_ASSERT(finding->kind < FINDING_KIND_COUNT);
    findings->found[finding->kind] += finding->waived ? 0 : 1;
    findings->waived[finding->kind] += finding->waived ? 1 : 0;
    if (findings->count == FINDINGS_MAX || !grow(findings)) {
        return;
    }
    findings->items[findings->count++] = (Finding){
        .kind = finding->kind,
        .key = str8_copy(findings->arena, finding->key),
        .what = str8_copy(findings->arena, finding->what),
        .detail = str8_copy(findings->arena, finding->detail),
        .waived = finding->waived,
    };
}

size_t findings_open(const Findings *findings) {
    size_t sum = 0;
    for (unsigned kind = 0; kind < FINDING_KIND_COUNT; kind++) {
        sum += findings->found[kind];
    }
    return sum;
}

const char *finding_kind_name(FindingKind kind) {
    FOYER_ASSERT(kind < FINDING_KIND_COUNT);
    return KINDS[kind].name;
}

bool finding_kind_parse(Str8 text, FindingKind *kind) {
    for (unsigned i = 0; i < FINDING_KIND_COUNT; i++) {
        if (str8_equal(text, str8_from(KINDS[i].name))) {
            *kind = (FindingKind)i;
            return true;
        }
    }
    return false;
}

const char *finding_kind_title(FindingKind kind) {
    FOYER_ASSERT(kind < FINDING_KIND_COUNT);
    return KINDS[kind].title;
}

const char *finding_kind_advice(FindingKind kind) {
    FOYER_ASSERT(kind < FINDING_KIND_COUNT);
    return KINDS[kind].advice;
}
