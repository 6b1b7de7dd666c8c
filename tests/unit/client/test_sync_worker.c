#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/visit_store.h"
#include "sync/client/worker.h"
#include "tests/unit/client/fake_hub.h"
#include "tests/unit/store/sync_fixture.h"

/* The worker's thread against the fake hub, with real time: it must wake by itself. */
enum { PATIENCE_MS = 10000, LOOK_MS = 5 };

static struct {
    char folder[64];
    Arena arena;
    Site *site;
    SystemClock clock;
    FakeHub hub; /* by the worker's thread while it runs */
    TransportPort port;
    atomic_int requests;
    atomic_bool blocks; /* the network hangs until the worker stops */
    SyncWorker *worker;
} test;

static void sleep_ms(long ms) {
    struct timespec rest = {.tv_nsec = ms * 1000000L};
    (void)nanosleep(&rest, NULL);
}

static ErrCode send_fake(void *context, Arena *arena, const SyncTurn *turn, TransportResult *result,
                         Err *err) {
    (void)context;
    (void)err;
    for (int waited = 0; test.blocks && waited < PATIENCE_MS; waited += LOOK_MS) {
        sleep_ms(LOOK_MS);
    }
    *result = fake_hub_answer(&test.hub, arena, &turn->request);
    atomic_fetch_add(&test.requests, 1);
    return ERR_OK;
}

static int setup(void **state) {
    (void)state;
    memset(&test, 0, sizeof test);
    Str8Builder folder = builder_make(test.folder, sizeof test.folder);
    builder_add(&folder, STR8("/tmp/foyer-worker-XXXXXX"));
    assert_non_null(mkdtemp(test.folder));
    test.arena = arena_make(1 << 16, 64 << 20);
    SiteOptions options = {.folder = test.folder,
                           .create = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    EXPECT(site_open(&test.arena, &options, &test.site, &err), ERR_OK);
    EXPECT(system_clock_begin(&test.clock, test.site->store, &err), ERR_OK);
    fake_hub_init(&test.hub);
    test.port = (TransportPort){.send = send_fake};
    return 0;
}

static int teardown(void **state) {
    (void)state;
    sync_worker_stop(test.worker);
    site_close(test.site);
    arena_free(&test.arena);
    DIR *folder = opendir(test.folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
        }
    }
    (void)closedir(folder);
    return rmdir(test.folder);
}

static void start(void) {
    SyncWorkerOptions options = {.folder = test.folder,
                                 .clock = system_clock_port(&test.clock),
                                 .random = system_random_port(),
                                 .transport = &test.port};
    test.worker = sync_worker_start(&test.arena, &options);
    assert_non_null(test.worker);
}

static void sign_in(const char *name) {
    Visit visit = test_visit(name);
    visit.household_id = visit.id;
    SignIn out;
    ClockPort clock = system_clock_port(&test.clock);
    EXPECT(visit_store_sign_in(test.site->store, &visit, clock.now(clock.context), &out, &err),
           ERR_OK);
}

/* Until the watermark is there; false after PATIENCE_MS. */
static bool arrives(int64_t sequence) {
    JournalStatus status = {0};
    for (int waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
        EXPECT(journal_status(test.site->store, &status, &err), ERR_OK);
        if (status.watermark == sequence) {
            return true;
        }
        sleep_ms(LOOK_MS);
    }
    return false;
}

static void test_worker__sends_what_waited_and_wakes_for_what_comes(void **state) {
    (void)state;
    fake_hub_enrol(&test.hub, test.site->store);
    sign_in("before");
    start();
    assert_true(arrives(1));
    sign_in("later");
    sync_worker_nudge(test.worker);
    assert_true(arrives(2));
    int before = atomic_load(&test.requests);
    sleep_ms(200);
    assert_int_equal(atomic_load(&test.requests), before); /* and sleeps */
}

static void test_worker__begins_when_somebody_enrols_the_kiosk(void **state) {
    (void)state;
    sign_in("before");
    start();
    sleep_ms(50);
    assert_int_equal(atomic_load(&test.requests), 0);
    fake_hub_enrol(&test.hub, test.site->store);
    sync_worker_nudge(test.worker);
    assert_true(arrives(1));
}

static void test_worker__never_holds_a_sign_in_up_while_the_network_hangs(void **state) {
    (void)state;
    fake_hub_enrol(&test.hub, test.site->store);
    test.blocks = true;
    start();
    sleep_ms(100); /* it hangs in its first request now */
    for (int i = 0; i < 5; i++) {
        char name[8] = {'h', (char)('0' + i)};
        sign_in(name);
        sync_worker_nudge(test.worker);
    }
    assert_int_equal(atomic_load(&test.requests), 0);
    test.blocks = false;
    assert_true(arrives(5));
}

static void test_worker__ends_at_once_when_idle(void **state) {
    (void)state;
    fake_hub_enrol(&test.hub, test.site->store);
    sign_in("one");
    start();
    assert_true(arrives(1));
    sync_worker_stop(test.worker);
    test.worker = NULL;
    sync_worker_stop(NULL);
    sync_worker_nudge(NULL);
}

int main(void) {
#define WORKER_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        WORKER_TEST(test_worker__sends_what_waited_and_wakes_for_what_comes),
        WORKER_TEST(test_worker__begins_when_somebody_enrols_the_kiosk),
        WORKER_TEST(test_worker__never_holds_a_sign_in_up_while_the_network_hangs),
        WORKER_TEST(test_worker__ends_at_once_when_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
