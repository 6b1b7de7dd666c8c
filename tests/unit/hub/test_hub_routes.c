#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/hub/hub_kiosks.h"
#include "sync/hub/hub_problems.h"
#include "sync/hub/hub_routes.h"
#include "tests/unit/hub/hub_fixture.h"

/*
 * Abuse: for every route of hub_routes.h, each way to misuse it and what must come back. The rows
 * are taken by the routes' names, so a route without its row does not compile; a row without one
 * of the ways fails.
 */
typedef enum {
    UNSIGNED,         /* no signature at all */
    STRANGER,         /* signed by a device that nobody enrolled */
    WRONG_KEY,        /* an enrolled device's id, another key */
    REVOKED,          /* a kiosk that was revoked */
    OTHER_DEVICE,     /* what is another's, signed by oneself */
    REPLAY,           /* the very request again */
    ALTERED_BODY,     /* signed, then changed */
    TOO_LARGE,        /* with its length */
    TOO_LARGE_UNSAID, /* without */
    LENGTH_LIES,      /* another length than the body has */
    LENGTH_IS_NO_LENGTH,
    DOTS,         /* the path in another spelling */
    QUERY,        /* with a query behind it */
    DOUBLED,      /* a header twice */
    OVERRIDE,     /* X-HTTP-Method-Override: the method that the route takes */
    OTHER_METHOD, /* DELETE, signed */
    GARBAGE,      /* a body that is nothing */
    WRONG_TYPE,   /* a body of another type */
    ABUSES_COUNT,
} Abuse;

typedef struct {
    int status;
    const char *kind; /* NULL: no problem */
} Answer;

static const char *const ABUSE_NAMES[ABUSES_COUNT] = {
    "unsigned",     "stranger",  "wrong key",         "revoked",      "other device", "replay",
    "altered body", "too large", "too large, unsaid", "length lies",  "no length",    "dots",
    "query",        "doubled",   "override",          "other method", "garbage",      "wrong type",
};

#define LIMITS                                                                                     \
    [TOO_LARGE] = {413, "too-large"}, [TOO_LARGE_UNSAID] = {413, "too-large"},                     \
    [LENGTH_LIES] = {400, "malformed"}, [LENGTH_IS_NO_LENGTH] = {400, "malformed"},                \
    [DOTS] = {404, "not-found"}, [QUERY] = {404, "not-found"}, [DOUBLED] = {400, "malformed"},     \
    [OVERRIDE] = {405, "method"}, [OTHER_METHOD] = {405, "method"}

#define ABUSE_RECORDS                                                                              \
    {                                                                                              \
        [UNSIGNED] = {401, "unsigned"}, [STRANGER] = {401, "unknown-kiosk"},                       \
        [WRONG_KEY] = {401, "bad-signature"}, [REVOKED] = {403, "revoked"},                        \
        [OTHER_DEVICE] = {403, "wrong-source"}, [REPLAY] = {409, "replayed"},                      \
        [ALTERED_BODY] = {401, "bad-signature"}, [GARBAGE] = {400, "malformed"},                   \
        [WRONG_TYPE] = {415, "content-type"}, LIMITS                                               \
    }
#define ABUSE_EPOCH                                                                                \
    {                                                                                              \
        [UNSIGNED] = {401, "unsigned"}, [STRANGER] = {401, "unknown-kiosk"},                       \
        [WRONG_KEY] = {401, "bad-signature"}, [REVOKED] = {403, "revoked"},                        \
        [OTHER_DEVICE] = {200, NULL} /* nothing of it: an epoch is looked for among one's own */,  \
        [REPLAY] = {409, "replayed"}, [ALTERED_BODY] = {401, "bad-signature"},                     \
        [GARBAGE] = {401, "bad-signature"} /* no body was signed */,                               \
        [WRONG_TYPE] = {200, NULL} /* there is no body whose type would matter */, LIMITS          \
    }
#define ABUSE_ENROLMENTS                                                                           \
    {                                                                                              \
        [UNSIGNED] = {401, "unsigned"}, [STRANGER] = {403, "code-wrong"},                          \
        [WRONG_KEY] = {401, "bad-signature"}, [REVOKED] = {403, "code-over"},                      \
        [OTHER_DEVICE] = {403, "wrong-source"}, [REPLAY] = {200, NULL} /* says the same again */,  \
        [ALTERED_BODY] = {401, "bad-signature"}, [GARBAGE] = {400, "malformed"},                   \
        [WRONG_TYPE] = {415, "content-type"}, LIMITS                                               \
    }
/* Nobody is asked who they are, so nothing of that can be wrong. */
#define ABUSE_OPEN                                                                                 \
    {                                                                                              \
        [UNSIGNED] = {200, NULL}, [STRANGER] = {200, NULL}, [WRONG_KEY] = {200, NULL},             \
        [REVOKED] = {200, NULL}, [OTHER_DEVICE] = {200, NULL}, [REPLAY] = {200, NULL},             \
        [ALTERED_BODY] = {200, NULL}, [GARBAGE] = {200, NULL}, [WRONG_TYPE] = {200, NULL}, LIMITS  \
    }
#define ABUSE_METRICS ABUSE_OPEN
#define ABUSE_HEALTH ABUSE_OPEN

static const Answer ANSWERS[ROUTE_NONE][ABUSES_COUNT] = {
#define ABUSE_ROW(name, label, method, path, who) [ROUTE_##name] = ABUSE_##name,
    HUB_ROUTES(ABUSE_ROW)
#undef ABUSE_ROW
};

typedef struct {
    HubFixture *fixture;
    TestKiosk *kiosk;
    TestKiosk *other;
    TestKiosk *stranger;
    TestKiosk *revoked;
    char code[ENROL_CODE_LEN + 1]; /* that `kiosk` used */
    char revoked_code[ENROL_CODE_LEN + 1];
} Scene;

static TestKiosk *enrol(Scene *scene, const char *name, char code[ENROL_CODE_LEN + 1]) {
    HubFixture *fixture = scene->fixture;
    CodeWish wish = {.valid_ms = CODE_VALID_MS};
    TestKiosk *kiosk = test_stranger(fixture, name);
    EXPECT(hub_code_new(&fixture->store, test_random(fixture), fixture->now, &wish, code, &err),
           ERR_OK);
    WireRequest request = enrol_request(kiosk, code, name);
    EXPECT_REPLY(fixture, &request, 200, NULL);
    return kiosk;
}

static void fill_journal(TestKiosk *kiosk) {
    journal_add(kiosk, "visit", RECORD_SIGNED_IN, NULL, "{\"visit\":\"\",\"people\":[]}");
}

static Scene make_scene(HubFixture *fixture) {
    Scene scene = {.fixture = fixture};
    scene.kiosk = enrol(&scene, "lobby", scene.code);
    scene.other = test_kiosk(fixture, "library");
    scene.stranger = test_stranger(fixture, "stranger");
    scene.revoked = enrol(&scene, "gone", scene.revoked_code);
    fill_journal(scene.kiosk);
    fill_journal(scene.other);
    fill_journal(scene.stranger);
    fill_journal(scene.revoked);
    HubKiosk kiosk;
    EXPECT(hub_kiosks_revoke(&fixture->store, &fixture->memory, fixture->now, STR8("gone"), &kiosk,
                             &err),
           ERR_OK);
    return scene;
}

/* A right request of that route, unsigned. */
static WireRequest bare(const Scene *scene, HubRouteId route, TestKiosk *kiosk) {
    Arena *arena = &scene->fixture->memory;
    WireRequest request = {0};
    int64_t counter = kiosk->counter;
    if (route == ROUTE_RECORDS) {
        request = batch_request(kiosk, 1, 1);
    } else if (route == ROUTE_EPOCH) {
        request = ask_request(kiosk);
    } else if (route == ROUTE_ENROLMENTS) {
        const char *code = kiosk == scene->kiosk     ? scene->code
                           : kiosk == scene->revoked ? scene->revoked_code
                                                     : "ZZZZZZZZZZ";
        request = enrol_request(kiosk, code, "");
    } else {
        request.method = hub_route(route)->method;
        request.target = hub_route(route)->path;
    }
    kiosk->counter = counter;
    WireRequest bare_request = {request.method, request.target, {.count = 0}, request.body};
    Str8 type = wire_header(&request.headers, STR8("content-type"));
    if (type.len > 0) {
        wire_header_add(&bare_request.headers, STR8("content-type"), type);
    }
    (void)arena;
    return bare_request;
}

static WireRequest signed_by(const Scene *scene, HubRouteId route, TestKiosk *kiosk) {
    WireRequest request = bare(scene, route, kiosk);
    sign_request(kiosk, &request);
    return request;
}

static WireRequest with_header(WireRequest request, const char *name, Str8 value) {
    wire_header_add(&request.headers, str8_from(name), value);
    return request;
}

static Str8 large_body(const Scene *scene) {
    char *bytes = arena_alloc(&scene->fixture->memory, WIRE_BODY_MAX + 1);
    memset(bytes, ' ', WIRE_BODY_MAX + 1);
    return (Str8){bytes, WIRE_BODY_MAX + 1};
}

static WireRequest wrong_key(const Scene *scene, HubRouteId route) {
    WireRequest request = bare(scene, route, scene->kiosk);
    uint8_t seed[32];
    memcpy(seed, scene->kiosk->seed, sizeof seed);
    memcpy(scene->kiosk->seed, scene->other->seed, sizeof seed);
    sign_request(scene->kiosk, &request);
    memcpy(scene->kiosk->seed, seed, sizeof seed);
    return request;
}

static WireRequest dotted(const Scene *scene, HubRouteId route) {
    WireRequest request = bare(scene, route, scene->kiosk);
    request.target = str8_format(&scene->fixture->memory, "/v1/..%.*s", STR8_ARG(request.target));
    sign_request(scene->kiosk, &request);
    return request;
}

static WireRequest with_body(const Scene *scene, HubRouteId route, Str8 body) {
    WireRequest request = bare(scene, route, scene->kiosk);
    request.body = body;
    sign_request(scene->kiosk, &request);
    return request;
}

static WireRequest overridden(const Scene *scene, HubRouteId route) {
    WireRequest request = bare(scene, route, scene->kiosk);
    Str8 method = request.method;
    request.method = str8_equal(method, STR8("GET")) ? STR8("POST") : STR8("GET");
    sign_request(scene->kiosk, &request);
    return with_header(request, "x-http-method-override", method);
}

static WireRequest alter(const Scene *scene, HubRouteId route) {
    WireRequest request = signed_by(scene, route, scene->kiosk);
    request.body = str8_format(&scene->fixture->memory, "%.*s ", STR8_ARG(request.body));
    return request;
}

/* What is the other kiosk's, signed by this one. */
static WireRequest others(const Scene *scene, HubRouteId route) {
    WireRequest request = bare(scene, route, scene->other);
    sign_request(scene->kiosk, &request);
    return request;
}

static WireRequest wrong_type(const Scene *scene, HubRouteId route) {
    WireRequest request = bare(scene, route, scene->kiosk);
    request.headers.count = 0;
    wire_header_add(&request.headers, STR8("content-type"), STR8("text/plain"));
    sign_request(scene->kiosk, &request);
    return request;
}

static WireRequest garbage(const Scene *scene, HubRouteId route) {
    if (route == ROUTE_EPOCH) {
        WireRequest request = signed_by(scene, route, scene->kiosk);
        request.body = STR8("[{]");
        return request;
    }
    return with_body(scene, route, STR8("[{]"));
}

static WireRequest abused(const Scene *scene, HubRouteId route, Abuse abuse) {
    WireRequest request = signed_by(scene, route, scene->kiosk);
    Arena *arena = &scene->fixture->memory;
    switch (abuse) {
    case UNSIGNED:
        return bare(scene, route, scene->kiosk);
    case STRANGER:
        return signed_by(scene, route, scene->stranger);
    case WRONG_KEY:
        return wrong_key(scene, route);
    case REVOKED:
        return signed_by(scene, route, scene->revoked);
    case OTHER_DEVICE:
        return others(scene, route);
    case REPLAY:
        (void)hub_ask(scene->fixture, &request);
        return request;
    case ALTERED_BODY:
        return alter(scene, route);
    case TOO_LARGE:
        request = with_body(scene, route, large_body(scene));
        return with_header(request, "content-length", str8_format(arena, "%zu", request.body.len));
    case TOO_LARGE_UNSAID:
        return with_body(scene, route, large_body(scene));
    case LENGTH_LIES:
        return with_header(request, "content-length",
                           str8_format(arena, "%zu", request.body.len + 1));
    case LENGTH_IS_NO_LENGTH:
        return with_header(request, "content-length", STR8("1e3"));
    case DOTS:
        return dotted(scene, route);
    case QUERY:
        request = bare(scene, route, scene->kiosk);
        request.target = str8_format(arena, "%.*s?a=1", STR8_ARG(request.target));
        sign_request(scene->kiosk, &request);
        return request;
    case DOUBLED:
        request = with_header(request, "x-any", STR8("1"));
        return with_header(request, "x-any", STR8("2"));
    case OVERRIDE:
        return overridden(scene, route);
    case OTHER_METHOD:
        request = bare(scene, route, scene->kiosk);
        request.method = STR8("DELETE");
        sign_request(scene->kiosk, &request);
        return request;
    case GARBAGE:
        return garbage(scene, route);
    case WRONG_TYPE:
        return wrong_type(scene, route);
    case ABUSES_COUNT:
        break;
    }
    fail();
    return request;
}

static void test_hub_routes__answer_each_abuse_as_the_table_says(void **state) {
    HubFixture *fixture = *state;
    Scene scene = make_scene(fixture);
    for (unsigned route = 0; route < ROUTE_NONE; route++) {
        for (unsigned abuse = 0; abuse < ABUSES_COUNT; abuse++) {
            const Answer *expected = &ANSWERS[route][abuse];
            int64_t before = hub_count(fixture).records;
            WireRequest request = abused(&scene, (HubRouteId)route, (Abuse)abuse);
            const WireReply *reply = hub_ask(fixture, &request);
            Problem problem = {.kind = {0}};
            if (reply->status >= 400) {
                EXPECT(problem_decode(&fixture->memory, reply->body, &problem, &err), ERR_OK);
            }
            if (reply->status != expected->status ||
                !str8_equal(problem.kind, str8_from(expected->kind))) {
                fail_msg("%.*s, %s: %d %.*s instead of %d %s",
                         STR8_ARG(hub_route((HubRouteId)route)->name), ABUSE_NAMES[abuse],
                         reply->status, STR8_ARG(problem.kind), expected->status,
                         expected->kind != NULL ? expected->kind : "");
            }
            /* Only a replay's first, right request may have left something. */
            assert_true(abuse == REPLAY || hub_count(fixture).records == before);
        }
    }
}

static void test_hub_routes__every_problem_has_a_status_and_a_sentence(void **state) {
    (void)state;
    for (unsigned i = 0; i < PROBLEM_COUNT; i++) {
        Problem problem = hub_problem((ProblemId)i);
        assert_in_range(problem.status, 400, 599);
        assert_true(problem.kind.len > 0 && problem.kind.len <= PROBLEM_KIND_MAX);
        assert_true(str8_ends_with(problem.title, STR8(".")));
        for (unsigned j = 0; j < i; j++) {
            assert_false(str8_equal(problem.kind, hub_problem((ProblemId)j).kind));
        }
    }
}

static void test_hub_routes__a_known_path_names_its_method(void **state) {
    HubFixture *fixture = *state;
    WireRequest request = {.method = STR8("GET"), .target = STR8("/v1/records")};
    const WireReply *reply = EXPECT_REPLY(fixture, &request, 405, "method");
    assert_true(str8_equal(wire_header(&reply->headers, STR8("allow")), STR8("POST")));
}

static void test_hub_routes__nothing_is_at_other_paths(void **state) {
    HubFixture *fixture = *state;
    static const char *const PATHS[] = {"",
                                        "/",
                                        "/v1",
                                        "/v1/",
                                        "/v1/records/",
                                        "/v1/Records",
                                        "/v1/epochs/",
                                        "/v1/epochs/x",
                                        "//v1/records",
                                        "/v1/%72ecords",
                                        "http://hub/v1/records",
                                        "*",
                                        "/v1/epochs/00000000-0000-0000-0000-000000000000/x"};
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        WireRequest request = {.method = STR8("POST"), .target = str8_from(PATHS[i])};
        EXPECT_REPLY(fixture, &request, 404, "not-found");
    }
}

static void test_hub_routes__refusals_for_trouble_say_when_to_come_again(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    fill_journal(kiosk);
    simdisk_fail_call(fixture->disk, (CallFault){.call = 1, .code = 10 /* I/O */, .ever = true});
    WireRequest request = batch_request(kiosk, 1, 1);
    const WireReply *reply = EXPECT_REPLY(fixture, &request, 503, "store");
    assert_true(wire_header(&reply->headers, STR8("retry-after")).len > 0);
    WireRequest health = {.method = STR8("GET"), .target = STR8("/healthz")};
    EXPECT_REPLY(fixture, &health, 503, "store");
    simdisk_fail_call(fixture->disk, (CallFault){.call = 0});
    EXPECT_REPLY(fixture, &health, 200, NULL);
    EXPECT_HAVE(fixture, &request, 1);
}

static void test_hub_routes__metrics_tell_what_happened(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    fill_journal(kiosk);
    journal_add(kiosk, "odd", "visit.teleported", NULL, "{}");
    WireRequest request = batch_request(kiosk, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    request = batch_request(kiosk, 1, 2);
    EXPECT_HAVE(fixture, &request, 2);
    WireRequest metrics = {.method = STR8("GET"), .target = STR8("/metrics")};
    fixture->now.utc_ms += 60000;
    const WireReply *reply = EXPECT_REPLY(fixture, &metrics, 200, NULL);
    static const char *const LINES[] = {
        "foyer_hub_requests_total{route=\"records\",status=\"200\",kind=\"ok\"} 2\n",
        "foyer_hub_records_total 2\n",
        "foyer_hub_duplicates_total 2\n",
        "foyer_hub_quarantined_total 1\n",
        "foyer_hub_forks_total 0\n",
        "foyer_hub_commits_total 3\n",
        "foyer_hub_commit_jobs_bucket{le=\"1\"} 3\n",
        "foyer_hub_records_held 2\n",
        "foyer_hub_kiosks 1\n",
        "foyer_hub_last_contact_age_seconds 60\n",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++) {
        if (str8_find(reply->body, str8_from(LINES[i])) == reply->body.len) {
            fail_msg("no line %s", LINES[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_hub_routes__answer_each_abuse_as_the_table_says,
                                        hub_setup, hub_teardown),
        cmocka_unit_test(test_hub_routes__every_problem_has_a_status_and_a_sentence),
        cmocka_unit_test_setup_teardown(test_hub_routes__a_known_path_names_its_method, hub_setup,
                                        hub_teardown),
        cmocka_unit_test_setup_teardown(test_hub_routes__nothing_is_at_other_paths, hub_setup,
                                        hub_teardown),
        cmocka_unit_test_setup_teardown(
            test_hub_routes__refusals_for_trouble_say_when_to_come_again, hub_setup, hub_teardown),
        cmocka_unit_test_setup_teardown(test_hub_routes__metrics_tell_what_happened, hub_setup,
                                        hub_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
