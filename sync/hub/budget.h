#ifndef FOYER_SYNC_HUB_BUDGET_H
#define FOYER_SYNC_HUB_BUDGET_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * So much memory and no more: who finds none left waits in line. Any thread.
 *
 * A wait that is larger than everything enters when nobody else is inside, so all get their turn.
 */
typedef struct BudgetWait {
    size_t size; /* what it has, or waits for */
    struct BudgetWait *next;
} BudgetWait;

typedef struct {
    pthread_mutex_t lock;
    size_t size_max;
    size_t size; /* taken */
    size_t waits_max;
    size_t waits; /* in line */
    BudgetWait *first;
    BudgetWait *last;
    /** Under the lock, before a wait is in line: nobody may run its owner until `enter`. */
    void (*park)(BudgetWait *wait);
    /** It is inside now. Outside the lock; by any thread that left. */
    void (*enter)(BudgetWait *wait);
} Budget;

typedef enum {
    BUDGET_INSIDE,
    BUDGET_PARKED, /* `enter` will be called, perhaps before the call returns */
    BUDGET_FULL,   /* the line is too long */
} BudgetPlace;

/** False: no lock could be made. */
bool budget_make(Budget *budget, size_t size_max, size_t waits_max, void (*park)(BudgetWait *wait),
                 void (*enter)(BudgetWait *wait));
void budget_free(Budget *budget);

BudgetPlace budget_take(Budget *budget, BudgetWait *wait, size_t size);
/** One that is inside takes more or less; 0 = leaves. Lets others in. */
void budget_set(Budget *budget, BudgetWait *wait, size_t size);
/** 0..4. */
size_t budget_quarters(Budget *budget);

#endif
