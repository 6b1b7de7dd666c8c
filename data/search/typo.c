#include "data/search/typo.h"

#include "data/base/check.h"
#include "data/fold/fold_words.h"

/*
 * rows[d][i]: typos between the first d units of the key and the first i of the word.
 * 1. Row d depends on rows d - 1 and d - 2 and on units d, d - 1 of the key alone, so a key needs
 *    only the rows past what it shares with the one before.
 * 2. `dead` is the first depth at which no cell is within the budget: no key that shares so much
 *    can be near, and all of them are passed over without a row.
 */
enum { ROW_MAX = FOLD_WORD_UNITS_MAX + 1 };

typedef struct {
    uint8_t rows[ROW_MAX][ROW_MAX];
    uint8_t nearest[ROW_MAX]; /* smallest last cell of rows 0..d: the nearest beginning */
    const uint16_t *units;
    size_t count;
    int budget;
} TypoRows;

int typo_allowed(size_t letters, bool prefix) {
    size_t least = prefix ? 4 : 3;
    return letters < least ? 0 : letters < 8 ? 1 : TYPO_MAX;
}

static uint8_t least(uint8_t a, uint8_t b) {
    return a < b ? a : b;
}

static void rows_start(TypoRows *rows, const uint16_t *units, size_t count, int budget) {
    FOYER_ASSERT(count <= FOLD_WORD_UNITS_MAX);
    rows->units = units;
    rows->count = count;
    rows->budget = budget;
    for (size_t i = 0; i <= count; i++) {
        rows->rows[0][i] = (uint8_t)i;
    }
    rows->nearest[0] = (uint8_t)count;
}

/* Row `depth` (from 1) of `key`. @return false: nothing on it is within the budget */
static bool rows_next(TypoRows *rows, const uint16_t *key, size_t depth) {
    const uint8_t *above = rows->rows[depth - 1];
    uint8_t *row = rows->rows[depth];
    uint8_t best = row[0] = (uint8_t)depth;
    for (size_t i = 1; i <= rows->count; i++) {
        uint8_t same = rows->units[i - 1] == key[depth - 1] ? 0 : 1;
        row[i] = least((uint8_t)(above[i - 1] + same),
                       least((uint8_t)(above[i] + 1), (uint8_t)(row[i - 1] + 1)));
        if (i > 1 && depth > 1 && rows->units[i - 1] == key[depth - 2] &&
            rows->units[i - 2] == key[depth - 1]) {
            row[i] = least(row[i], (uint8_t)(rows->rows[depth - 2][i - 2] + 1));
        }
        best = least(best, row[i]);
    }
    rows->nearest[depth] = least(rows->nearest[depth - 1], row[rows->count]);
    return best <= rows->budget;
}

static void keep(TypoKeys *found, size_t key, int distance) {
    if (distance < found->distance) {
        found->distance = distance;
        found->count = 0;
    }
    if (distance == found->distance && found->count < TYPO_KEYS_MAX) {
        found->keys[found->count++] = (uint32_t)key;
    }
}

void typo_find(const SearchIndex *index, const uint16_t *units, size_t count, bool prefix,
               TypoKeys *found) {
    TypoRows rows;
    found->count = 0;
    found->distance = typo_allowed(count, prefix);
    if (found->distance == 0) {
        return;
    }
    rows_start(&rows, units, count, found->distance);
    size_t filled = 0; /* rows that hold for the key before */
    size_t dead = SIZE_MAX;
    for (size_t key = 0; key < index->keys_count; key++) {
        size_t shared = index->shared[key];
        if (shared >= dead) {
            continue;
        }
        const uint16_t *at = index->units + index->keys[key].units_start;
        size_t len = search_key_units(index, key);
        dead = SIZE_MAX;
        filled = shared < filled ? shared : filled;
        while (filled < len && dead == SIZE_MAX) {
            filled++;
            dead = rows_next(&rows, at, filled) ? SIZE_MAX : filled;
        }
        int distance = prefix             ? rows.nearest[filled]
                       : dead == SIZE_MAX ? rows.rows[len][count]
                                          : TYPO_MAX + 1;
        if (distance > 0) {
            keep(found, key, distance);
        }
        /* A beginning that is near stays so for all keys that share it. */
        if (prefix && dead != SIZE_MAX && rows.nearest[dead] <= found->distance) {
            dead = SIZE_MAX;
        }
    }
    memory_wipe(&rows, sizeof rows);
}

int typo_distance(const uint16_t *units, size_t count, const uint16_t *key, size_t key_count,
                  bool prefix) {
    TypoRows rows;
    size_t depth = 0;
    bool alive = true;
    rows_start(&rows, units, count, TYPO_MAX);
    while (depth < key_count && alive) {
        alive = rows_next(&rows, key, ++depth);
    }
    int distance = prefix ? rows.nearest[depth] : alive ? rows.rows[depth][count] : TYPO_MAX + 1;
    memory_wipe(&rows, sizeof rows);
    return distance > TYPO_MAX ? TYPO_MAX + 1 : distance;
}
