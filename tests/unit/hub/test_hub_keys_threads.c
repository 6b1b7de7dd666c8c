#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>

#include "sync/hub/hub_keys.h"

/* One writes, two read: a key that is found is always one that was written whole. */
enum { DEVICES = 100, ROUNDS = 4000 };

typedef struct {
    HubKeys *keys;
    _Atomic bool stops;
    _Atomic int torn;
} Race;

static Id device(uint32_t number) {
    Id id = {{9}};
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

static void *read_keys(void *context) {
    Race *race = context;
    while (!race->stops) {
        for (uint32_t i = 0; i < DEVICES; i++) {
            uint8_t key[32];
            bool revoked = false;
            if (!hub_keys_get(race->keys, device(i), key, &revoked)) {
                continue;
            }
            for (size_t at = 1; at < sizeof key; at++) {
                if (key[at] != key[0] || revoked != (key[0] % 2 != 0)) {
                    race->torn++;
                }
            }
        }
    }
    return NULL;
}

static void test_hub_keys__are_read_whole_while_they_are_written(void **state) {
    (void)state;
    Arena arena = arena_make(4096, 1 << 20);
    Race race = {.keys = hub_keys_new(&arena)};
    pthread_t readers[2];
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&readers[i], NULL, read_keys, &race), 0);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < DEVICES; i++) {
            uint8_t key[32];
            memset(key, round, sizeof key);
            assert_int_equal(hub_keys_set(race.keys, device(i), key, round % 2 != 0, NULL), 0);
        }
    }
    race.stops = true;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(readers[i], NULL), 0);
    }
    assert_int_equal(race.torn, 0);
    hub_keys_free(race.keys);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hub_keys__are_read_whole_while_they_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
