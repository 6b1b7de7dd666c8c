#include "data/search/rank.h"

#include <string.h>

#include "data/base/check.h"

/*
 * A score has two storeys. Above: the school's own that answer the words as well as anybody does
 * (rule 28), and what is called exactly so. Below: how much of the query was hit, the rare words
 * more, by the field and the fit; then open now, the family's language, and how old it is.
 */
enum {
    STOREY = 100000,
    NAME_BONUS = 350, /* of a name whose words were all said */
    OWN_SHARE = 60,   /* % of the best fit that the school's own need to come first */
    KEEP_SHARE = 12,  /* % of the best score below which a document says nothing */
    OLD_PERCENT = 70,
    NEVER_PERCENT = 92,
    OPEN_PERCENT = 108,
    SPEAKS_PERCENT = 104,
    SAID_SHARE = 60,   /* % of its fit that its own words give: not only its need */
    FOCUS_PERCENT = 1, /* less for each need more than one */
    FOCUS_NEEDS_MAX = 8,
    SPECIALIST_PERCENT = 20, /* more for a person who is there for few needs */
    SPECIALIST_NEEDS_MAX = 3,
    BESIDE_NEEDS_MAX = 2, /* of what is put beside such a person */
    EVIDENCE_MEANT = EVIDENCE_NEED * 3 / 4,
    WRITTEN_DOCS = 3,  /* a word that so many services say is one of theirs */
    WIDE_PERCENT = 45, /* of a need's weight, beside such a word */
};

typedef struct {
    const SearchIndex *index;
    const SearchQuery *query;
    const Evidence *evidence;
    bool speaks[UINT8_MAX + 1];        /* tags that the condition asks for */
    bool family[UINT8_MAX + 1];        /* tags of the family's language */
    unsigned weights[QUERY_UNITS_MAX]; /* how rare each unit is */
    unsigned weights_sum;
    bool written[QUERY_UNITS_MAX]; /* services say the word itself, or a synonym */
    uint32_t meant;                /* bits of the needs that words surely mean */
    int32_t today;                 /* UTC */
    int32_t local_day;
    bool school_closed;
    uint32_t minute_of_week; /* weekday << 11 | minute */
    int32_t *scores;
} Rank;

/* ---- conditions ---- */

static void find_tags(const SearchIndex *index, Str8 language, bool tags[UINT8_MAX + 1]) {
    Str8 rest;
    Str8 wanted = str8_cut(language, '-', &rest);
    for (size_t i = 0; wanted.len > 0 && i < index->tags_count && i <= UINT8_MAX; i++) {
        size_t len = 0;
        while (len < SEARCH_TAG_SIZE && index->tags[i].text[len] != '\0') {
            len++;
        }
        Str8 tag = str8_cut((Str8){index->tags[i].text, len}, '-', &rest);
        tags[i] = str8_equal_ignoring_case(tag, wanted);
    }
}

static bool doc_speaks(const SearchIndex *index, const SearchDoc *doc, const bool *tags) {
    for (uint32_t i = doc->speaks_start; i < doc[1].speaks_start; i++) {
        if (tags[index->speaks[i]]) {
            return true;
        }
    }
    return false;
}

static ScheduleRule rule_of(const SearchRule *from) {
    ScheduleRule rule = {
        .freq = (ScheduleFreq)from->freq,
        .interval = from->interval,
        .start_day = from->start_day,
        .until_day = from->until_day,
        .count = from->count,
        .valid_from = from->valid_from,
        .valid_to = from->valid_to,
        .week_starts = from->week_starts,
        .days_count = from->days_count,
        .month_days = from->month_days,
        .opens_minute = from->opens_minute,
        .closes_minute = from->closes_minute,
        .closed = from->closed != 0,
    };
    for (size_t i = 0; i < from->days_count; i++) {
        rule.days[i] = (ScheduleDay){from->ordinals[i], from->weekdays[i]};
    }
    return rule;
}

/* The same as schedule_state's `open`, without looking for the next opening. */
static bool doc_is_open(const Rank *rank, const SearchDoc *doc) {
    const SearchIndex *index = rank->index;
    uint32_t minute = rank->minute_of_week & 0x7FF;
    bool open = false;
    if ((doc->flags & SEARCH_DOC_OWN) != 0 && rank->school_closed) {
        return false;
    }
    for (uint32_t i = doc->hours_start; !open && i < doc[1].hours_start; i++) {
        uint32_t hours = index->hours[i];
        open = hours >> 22 == rank->minute_of_week >> 11 && (hours >> 11 & 0x7FF) <= minute &&
               minute < (hours & 0x7FF);
    }
    for (uint32_t i = doc->rules_start; i < doc[1].rules_start; i++) {
        ScheduleRule rule = rule_of(&index->rules[i]);
        bool now = rule.opens_minute <= (int)minute && (int)minute < rule.closes_minute;
        if ((rule.closed || (now && !open)) && schedule_rule_is_on(&rule, rank->local_day)) {
            if (rule.closed) {
                return false;
            }
            open = true;
        }
    }
    return open;
}

static bool meets_conditions(const Rank *rank, const SearchDoc *doc) {
    const SearchQuery *query = rank->query;
    return (query->needs == 0 || (doc->needs & query->needs) != 0) &&
           (!query->people || (doc->flags & SEARCH_DOC_PERSON) != 0) &&
           (!query->free || (doc->flags & SEARCH_DOC_FREE) != 0) &&
           (query->speaks.len == 0 || doc_speaks(rank->index, doc, rank->speaks));
}

/* ---- the score ---- */

/* How rare: 2 x log2(documents / documents that have it), at least 1. */
static unsigned rarity(size_t docs, size_t found) {
    unsigned halves = 0;
    uint64_t square = (uint64_t)docs * docs / ((uint64_t)found * found + 1);
    for (; square > 1; square >>= 1) {
        halves++;
    }
    return halves > 1 ? halves : 1;
}

static bool unit_is_known(const Evidence *evidence, size_t unit) {
    bool known = evidence->found[unit] > 0;
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        known = known || evidence->needs[unit][need] > 0;
    }
    return known;
}

/* A word that nobody says and that means nothing to us counts for nobody. */
static void weigh_units(Rank *rank) {
    const Evidence *evidence = rank->evidence;
    for (size_t unit = 0; unit < evidence->words->units_count; unit++) {
        rank->written[unit] = evidence->found[unit] >= WRITTEN_DOCS;
        if (unit_is_known(evidence, unit)) {
            rank->weights[unit] = rarity(rank->index->docs_count, evidence->found[unit]);
            if (evidence->guessed[unit]) {
                rank->weights[unit] = (rank->weights[unit] + 1) / 2;
            }
            rank->weights_sum += rank->weights[unit];
        }
    }
}

static uint32_t needs_meant(const Evidence *evidence) {
    uint32_t needs = 0;
    for (size_t unit = 0; unit < evidence->words->units_count; unit++) {
        for (unsigned need = 0; need < NEED_COUNT; need++) {
            needs |= evidence->needs[unit][need] >= EVIDENCE_MEANT ? UINT32_C(1) << need : 0;
        }
    }
    return needs;
}

static unsigned need_evidence(const Evidence *evidence, size_t unit, uint32_t needs) {
    unsigned best = 0;
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((needs >> need & 1) != 0 && evidence->needs[unit][need] > best) {
            best = evidence->needs[unit][need];
        }
    }
    return best;
}

typedef struct {
    int32_t score; /* 0 = nothing speaks for it */
    int32_t fit;   /* the same, no field counting more than a need does */
    int32_t said;  /* of that, what its own words give */
    bool apart;    /* its needs are others than what the words mean, and its name says none */
} Fit;

static unsigned needs_count(const SearchDoc *doc) {
    unsigned needs = 0;
    for (uint32_t bits = doc->needs; bits != 0; bits &= bits - 1) {
        needs++;
    }
    return needs;
}

static bool is_specialist(const SearchDoc *doc) {
    return (doc->flags & SEARCH_DOC_PERSON) != 0 && needs_count(doc) <= SPECIALIST_NEEDS_MAX;
}

/* Who is there for one thing is nearer than who is there for everything; people even more. */
static unsigned focus_of(const SearchDoc *doc) {
    unsigned needs = needs_count(doc);
    unsigned wide = needs > 1 ? needs - 1 : 0;
    return 100 - FOCUS_PERCENT * (wide < FOCUS_NEEDS_MAX ? wide : FOCUS_NEEDS_MAX) +
           (is_specialist(doc) ? SPECIALIST_PERCENT : 0);
}

static Fit fit_of(const Rank *rank, size_t i) {
    const Evidence *evidence = rank->evidence;
    const SearchDoc *doc = &rank->index->docs[i];
    unsigned focus = focus_of(doc);
    uint64_t sum = 0;
    uint64_t fit = 0;
    uint64_t said_fit = 0;
    unsigned covered = 0;
    unsigned named = 0;
    unsigned named_count = 0;
    for (size_t unit = 0; unit < evidence->words->units_count; unit++) {
        unsigned text = evidence->texts[i][unit];
        unsigned need = need_evidence(evidence, unit, doc->needs);
        unsigned fits = text > need ? text : need;
        /* A need is wide: "dentist" is not any doctor, as long as somebody says dentist. */
        need = need * focus / 100;
        need = rank->written[unit] ? need * WIDE_PERCENT / 100 : need;
        unsigned value = text + need;
        unsigned weight = rank->weights[unit];
        bool is_named = (evidence->named[i] & 1u << unit) != 0;
        sum += (uint64_t)value * weight;
        fit += (uint64_t)(fits < EVIDENCE_NEED ? fits : EVIDENCE_NEED) * weight;
        said_fit += (uint64_t)(text < EVIDENCE_NEED ? text : EVIDENCE_NEED) * weight;
        covered += value > 0 ? weight : 0;
        named += is_named ? weight : 0;
        named_count += is_named ? 1 : 0;
    }
    if (covered == 0) {
        return (Fit){0};
    }
    uint64_t all = rank->weights_sum;
    unsigned words = doc->name_words;
    uint64_t said = named_count < words ? named_count : words;
    uint64_t score =
        sum * covered / (all * all) + NAME_BONUS * said * named * named / (words * all * all);
    bool whole = named == all && named_count >= words && words > 1;
    return (Fit){(int32_t)score + 1 + (whole ? 2 * STOREY : 0),
                 (int32_t)(fit * covered / (all * all)),
                 (int32_t)(said_fit * covered / (all * all)),
                 named == 0 && rank->meant != 0 &&
                     (doc->needs & (rank->meant | UINT32_C(1) << NEED_MORE)) == 0};
}

static int32_t in_percent(int32_t score, int percent) {
    return (int32_t)((int64_t)score * percent / 100);
}

static int32_t with_circumstances(const Rank *rank, const SearchDoc *doc, int32_t score,
                                  bool open) {
    int32_t storey = score / STOREY * STOREY;
    score -= storey;
    if (doc->assured_day == 0) {
        score = in_percent(score, NEVER_PERCENT);
    } else if (rank->today - doc->assured_day > SERVICE_OLD_AFTER_DAYS) {
        score = in_percent(score, OLD_PERCENT);
    }
    score = open ? in_percent(score, OPEN_PERCENT) : score;
    score = doc_speaks(rank->index, doc, rank->family) ? in_percent(score, SPEAKS_PERCENT) : score;
    return storey + score;
}

/* Nothing typed: the school's people, its services, then what is about few needs. */
static int32_t plain_score(const SearchDoc *doc) {
    int needs = (int)needs_count(doc);
    return 1000 - 20 * (needs < 10 ? needs : 10) +
           ((doc->flags & SEARCH_DOC_PERSON) != 0 ? 2 * STOREY
            : (doc->flags & SEARCH_DOC_OWN) != 0  ? STOREY
                                                  : 0);
}

static void score_plainly(Rank *rank) {
    for (size_t i = 0; i < rank->index->docs_count; i++) {
        const SearchDoc *doc = &rank->index->docs[i];
        if (!meets_conditions(rank, doc)) {
            continue;
        }
        bool open = doc_is_open(rank, doc);
        if (open || !rank->query->open_now) {
            rank->scores[i] = with_circumstances(rank, doc, plain_score(doc), open);
        }
    }
}

typedef enum { OWN_SPECIALIST, OWN_BESIDE, OWN_ANY } OwnKind;

static bool is_of_kind(const SearchDoc *doc, OwnKind kind) {
    if (kind == OWN_BESIDE) {
        return (doc->flags & SEARCH_DOC_PERSON) == 0 && needs_count(doc) <= BESIDE_NEEDS_MAX;
    }
    return kind == OWN_ANY || is_specialist(doc);
}

/* Of the school's own that only their need speaks for, the best of a kind is raised. */
static bool raise_unsaid(Rank *rank, const Fit *fits, int32_t least_fit, OwnKind kind) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < rank->index->docs_count; i++) {
        const SearchDoc *doc = &rank->index->docs[i];
        bool may = rank->scores[i] > 0 && rank->scores[i] < STOREY && fits[i].fit >= least_fit &&
                   (doc->flags & SEARCH_DOC_OWN) != 0 && is_of_kind(doc, kind);
        if (may && (best == SIZE_MAX || rank->scores[i] > rank->scores[best])) {
            best = i;
        }
    }
    if (best != SIZE_MAX) {
        rank->scores[best] += STOREY;
    }
    return best != SIZE_MAX;
}

/*
 * The school's own that say what was typed come first, all of them, unless they are there for other
 * needs: "doctor" is not the bus to the doctor. When none does: the person who
 * is there for that need and little else, with what else the school has for it ("he hits me" is the
 * counselor and the line); without such a person the school's nearest, unless the city says it:
 * "taxes" is who does taxes and not any desk about money.
 */
static void raise_own(Rank *rank, const Fit *fits, int32_t best_fit) {
    int32_t least_fit = in_percent(best_fit, OWN_SHARE);
    bool own_says = false;
    bool city_says = false;
    for (size_t i = 0; i < rank->index->docs_count; i++) {
        bool says = rank->scores[i] > 0 && fits[i].fit >= least_fit && !fits[i].apart &&
                    fits[i].said >= in_percent(fits[i].fit, SAID_SHARE);
        bool own = (rank->index->docs[i].flags & SEARCH_DOC_OWN) != 0;
        if (says && own) {
            rank->scores[i] += STOREY;
        }
        own_says = own_says || (says && own);
        city_says = city_says || (says && !own);
    }
    if (own_says) {
        return;
    }
    if (raise_unsaid(rank, fits, least_fit, OWN_SPECIALIST)) {
        (void)raise_unsaid(rank, fits, least_fit, OWN_BESIDE);
    } else if (!city_says) {
        (void)raise_unsaid(rank, fits, least_fit, OWN_ANY);
    }
}

static bool score_by_words(Rank *rank, Arena *arena) {
    size_t count = rank->index->docs_count;
    Fit *fits = ARENA_ARRAY(arena, Fit, count + 1);
    int32_t best_fit = 0;
    if (fits == NULL) {
        return false;
    }
    weigh_units(rank);
    rank->meant = needs_meant(rank->evidence);
    for (size_t i = 0; i < count; i++) {
        const SearchDoc *doc = &rank->index->docs[i];
        fits[i] = fit_of(rank, i);
        if (fits[i].score == 0 || !meets_conditions(rank, doc)) {
            continue;
        }
        bool open = doc_is_open(rank, doc);
        if (open || !rank->query->open_now) {
            rank->scores[i] = with_circumstances(rank, doc, fits[i].score, open);
            best_fit = fits[i].fit > best_fit ? fits[i].fit : best_fit;
        }
    }
    raise_own(rank, fits, best_fit);
    return true;
}

/* ---- the best of them ---- */

static bool is_better(const Rank *rank, uint32_t a, uint32_t b) {
    return rank->scores[a] != rank->scores[b] ? rank->scores[a] > rank->scores[b] : a < b;
}

/* A heap whose first is the worst that is kept. */
static void sink(const Rank *rank, uint32_t *docs, size_t count, size_t at) {
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && is_better(rank, docs[child], docs[child + 1])) {
            child++;
        }
        if (!is_better(rank, docs[at], docs[child])) {
            return;
        }
        uint32_t kept = docs[at];
        docs[at] = docs[child];
        docs[child] = kept;
    }
}

static void choose(const Rank *rank, int32_t least, Ranking *ranking, size_t room) {
    for (uint32_t i = 0; i < rank->index->docs_count; i++) {
        if (rank->scores[i] < least) {
            continue;
        }
        ranking->total++;
        if (ranking->count < room) {
            ranking->docs[ranking->count++] = i;
            for (size_t at = room / 2; ranking->count == room && at-- > 0;) {
                sink(rank, ranking->docs, room, at);
            }
        } else if (room > 0 && is_better(rank, i, ranking->docs[0])) {
            ranking->docs[0] = i;
            sink(rank, ranking->docs, room, 0);
        }
    }
    for (size_t at = ranking->count / 2; at-- > 0;) {
        sink(rank, ranking->docs, ranking->count, at);
    }
    for (size_t left = ranking->count; left > 1; left--) {
        uint32_t worst = ranking->docs[0];
        ranking->docs[0] = ranking->docs[left - 1];
        ranking->docs[left - 1] = worst;
        sink(rank, ranking->docs, left - 1, 0);
    }
}

static int32_t least_score(const Rank *rank) {
    int32_t best = 1;
    for (size_t i = 0; rank->evidence != NULL && i < rank->index->docs_count; i++) {
        int32_t score = rank->scores[i] % STOREY;
        best = score > best ? score : best;
    }
    int32_t least = in_percent(best, KEEP_SHARE);
    return least > 1 ? least : 1;
}

ErrCode rank_documents(const SearchIndex *index, Arena *arena, const SearchQuery *query,
                       const Evidence *evidence, Ranking *ranking, Err *err) {
    size_t count = index->docs_count;
    size_t room = query->offset < count ? query->offset + query->limit : 0;
    Rank *rank = ARENA_NEW(arena, Rank);
    *ranking = (Ranking){.docs = ARENA_ARRAY(arena, uint32_t, room + 1)};
    if (rank == NULL || ranking->docs == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to search");
    }
    FOYER_ASSERT(query->limit <= SEARCH_PAGE_MAX);
    rank->index = index;
    rank->query = query;
    rank->evidence = evidence;
    rank->today = (int32_t)(query->now_utc_ms / DAY_MS);
    rank->local_day = schedule_day(query->local);
    rank->minute_of_week = (uint32_t)(query->local.weekday << 11) |
                           (uint32_t)(query->local.hour * 60 + query->local.minute);
    for (size_t i = 0; query->closed != NULL && i < query->closed->count; i++) {
        rank->school_closed = rank->school_closed || query->closed->days[i] == rank->local_day;
    }
    find_tags(index, query->speaks, rank->speaks);
    find_tags(index, query->language, rank->family);
    rank->scores = ARENA_ARRAY(arena, int32_t, count + 1);
    if (rank->scores == NULL || (evidence != NULL && !score_by_words(rank, arena))) {
        return err_set(err, ERR_NO_MEMORY, "no memory to search");
    }
    if (evidence == NULL) {
        score_plainly(rank);
    }
    choose(rank, least_score(rank), ranking, room);
    return ERR_OK;
}
