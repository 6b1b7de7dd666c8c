#include "sync/hub/budget.h"

#include "data/base/check.h"

bool budget_make(Budget *budget, size_t size_max, size_t waits_max, void (*park)(BudgetWait *wait),
                 void (*enter)(BudgetWait *wait)) {
    *budget = (Budget){.size_max = size_max, .waits_max = waits_max, .park = park, .enter = enter};
    return pthread_mutex_init(&budget->lock, NULL) == 0;
}

void budget_free(Budget *budget) {
    FOYER_ASSERT(budget->first == NULL);
    pthread_mutex_destroy(&budget->lock);
}

static bool fits(const Budget *budget, size_t size) {
    return budget->size == 0 ||
           (budget->size <= budget->size_max && size <= budget->size_max - budget->size);
}

static void stand_in_line(Budget *budget, BudgetWait *wait) {
    budget->park(wait);
    if (budget->first == NULL) {
        budget->first = wait;
    } else {
        budget->last->next = wait;
    }
    budget->last = wait;
    budget->waits++;
}

BudgetPlace budget_take(Budget *budget, BudgetWait *wait, size_t size) {
    BudgetPlace place = BUDGET_FULL;
    *wait = (BudgetWait){0};
    pthread_mutex_lock(&budget->lock);
    if (budget->first == NULL && fits(budget, size)) {
        place = BUDGET_INSIDE;
        wait->size = size;
        budget->size += size;
    } else if (budget->waits < budget->waits_max) {
        place = BUDGET_PARKED;
        wait->size = size;
        stand_in_line(budget, wait);
    }
    pthread_mutex_unlock(&budget->lock);
    return place;
}

/* With the lock: all that fit now, in order, as a chain. */
static BudgetWait *let_in(Budget *budget) {
    BudgetWait *entering = budget->first;
    BudgetWait *last = NULL;
    while (budget->first != NULL && fits(budget, budget->first->size)) {
        last = budget->first;
        budget->size += last->size;
        budget->first = last->next;
        budget->waits--;
    }
    if (last == NULL) {
        return NULL;
    }
    last->next = NULL;
    return entering;
}

void budget_set(Budget *budget, BudgetWait *wait, size_t size) {
    pthread_mutex_lock(&budget->lock);
    FOYER_ASSERT(budget->size >= wait->size);
    budget->size = budget->size - wait->size + size;
    wait->size = size;
    BudgetWait *entering = let_in(budget);
    pthread_mutex_unlock(&budget->lock);
    while (entering != NULL) {
        /* One that was let in may be gone at once. */
        BudgetWait *next = entering->next;
        budget->enter(entering);
        entering = next;
    }
}

size_t budget_quarters(Budget *budget) {
    pthread_mutex_lock(&budget->lock);
    size_t quarters = budget->size / (budget->size_max / 4);
    pthread_mutex_unlock(&budget->lock);
    return quarters < 4 ? quarters : 4;
}
