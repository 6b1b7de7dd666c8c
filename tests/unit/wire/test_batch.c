#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zstd.h>

#include "tests/support/wire/wire_records.h"

enum { ARENA_BLOCK = 1 << 20, ARENA_MAX = 64 << 20 };

static Arena arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_make(ARENA_BLOCK, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void check_text(Str8 got, Str8 wanted) {
    assert_int_equal(got.len, wanted.len);
    assert_memory_equal(got.ptr, wanted.ptr, wanted.len);
}

static void check_same(const WireRecord *got, const WireRecord *sent) {
    assert_false(got->unreadable);
    assert_int_equal(got->record.sequence, sent->record.sequence);
    assert_true(id_equal(got->record.id, sent->record.id));
    assert_true(id_equal(got->record.event_id, sent->record.event_id));
    check_text(got->record.type, sent->record.type);
    check_text(got->record.zone, sent->record.zone);
    check_text(got->record.body, sent->record.body);
    assert_int_equal(got->record.moment.utc_ms, sent->record.moment.utc_ms);
    assert_int_equal(got->record.moment.mono_ms, sent->record.moment.mono_ms);
    assert_int_equal(got->record.moment.boot, sent->record.moment.boot);
    assert_int_equal(got->record.moment.good, sent->record.moment.good);
    assert_int_equal(got->record.has_cold, sent->record.has_cold);
    assert_memory_equal(got->record.cold_digest, sent->record.cold_digest, VAULT_DIGEST_SIZE);
    check_text(got->sealed, sent->sealed);
}

/* There and back; the chain computed from what came is the sender's. */
static void check_round_trip(const WireBatch *sent, const uint8_t *before) {
    Str8 body;
    bool zstd = false;
    Err err = {0};
    WireBatch got;
    assert_int_equal(batch_encode(&arena, sent, &body, &zstd, &err), ERR_OK);
    assert_int_equal(zstd, sent->count >= WIRE_ZSTD_FROM);
    assert_int_equal(batch_decode(&arena, STR8(WIRE_BATCH_TYPE), zstd, body, &got, &err), ERR_OK);
    assert_int_equal(got.count, sent->count);
    assert_true(id_equal(got.device, sent->device));
    assert_true(id_equal(got.epoch, sent->epoch));
    for (size_t i = 0; i < sent->count; i++) {
        check_same(&got.records[i], &sent->records[i]);
        assert_int_equal(got.records[i].has_head, i + 1 == sent->count);
    }
    uint8_t head[RECORD_HEAD_SIZE];
    memcpy(head, sent->records[sent->count - 1].record.head, sizeof head);
    assert_memory_equal(got.records[sent->count - 1].record.head, head, sizeof head);
    wire_chain(&arena, &got, before);
    assert_memory_equal(got.records[sent->count - 1].record.head, head, sizeof head);
}

static void test_batch__what_the_kiosk_writes_comes_back_byte_for_byte(void **state) {
    (void)state;
    static const size_t SIZES[] = {1, 2, 99, 100, 101, 200};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        WireBatch batch;
        WireEvening evening = {.seed = i + 1, .parties = 200, .sign_outs = true, .personal = true};
        wire_evening(&arena, &evening, &batch);
        batch.count = SIZES[i];
        check_round_trip(&batch, NULL);
        arena_reset(&arena);
    }
}

/* ---- bodies that are not the usual ---- */

static WireRecord *make_one(WireBatch *batch) {
    static WireRecord record;
    WireEvening evening = {.seed = 9, .parties = 1, .personal = false};
    wire_evening(&arena, &evening, batch);
    record = batch->records[0];
    batch->records = &record;
    batch->count = 1;
    return &record;
}

static void test_batch__bodies_keep_their_bytes(void **state) {
    (void)state;
    static const char *const BODIES[] = {
        "{\"uid\":\"open@school\",\"title\":\"Open House \\\"K\\u20132\\\" \\\\ caf\\u00e9\","
        "\"place\":\"Gym\\/Hall\",\"start_utc_ms\":1792102320000,\"end_utc_ms\":1792109520000}",
        "{\"uid\":\"\",\"title\":\"Noche de las familias: ñandú, Đặng, 王小明, مرحبا, 😀\"}",
        "{\"boot\":3,\"offset_ms\":-86400123}",
        "{\"visit\":\"0199ea32-c5e8-7b21-a0c4-9e8d7c6b5a49\",\"at\":1792109520000}",
        "{\"a\":1.50,\"b\":1e5,\"c\":123456789012345678901234567890,\"d\":-0,\"e\":[[],{}]}",
        "{\"control\":\"\\u001F\\b\\f\\n\\r\\t\",\"pair\":\"\\uD83D\\uDE00\"}",
        "{\"path\":\"C:\\\\\",\"then\":\"}],[{\",\"quote\":\"\\\\\\\"\"}",
        "{}",
    };
    for (size_t i = 0; i < sizeof BODIES / sizeof BODIES[0]; i++) {
        WireBatch batch;
        WireRecord *record = make_one(&batch);
        record->record.body = str8_from(BODIES[i]);
        wire_chain(&arena, &batch, NULL);
        check_round_trip(&batch, NULL);
    }
}

static Str8 random_text(uint64_t *random, size_t len_max) {
    Str8Builder text = builder_in(&arena, 6 * len_max + 8);
    builder_add_char(&text, '"');
    for (size_t len = wire_random_below(random, len_max); len > 0; len--) {
        uint32_t code =
            (uint32_t)wire_random_below(random, wire_random_below(random, 4) > 0 ? 0x100 : 0x11000);
        if (code < 0x20) {
            builder_format(&text, "\\u%04x", code == 0 ? 1 : code);
        } else if (code == '"' || code == '\\') {
            builder_format(&text, "\\%c", (int)code);
        } else if (code < 0xD800 || code > 0xDFFF) {
            builder_add_code(&text, code);
        }
    }
    builder_add_char(&text, '"');
    assert_false(text.full);
    return builder_text(&text);
}

static void random_value(uint64_t *random, Str8Builder *out, int depth) {
    size_t kind = wire_random_below(random, depth > 0 ? 6 : 4);
    size_t count = wire_random_below(random, 4);
    switch (kind) {
    case 0:
        builder_add(out, random_text(random, 12));
        return;
    case 1:
        builder_add_int(out, (int64_t)wire_random(random));
        return;
    case 2:
        builder_add(out, wire_random_below(random, 2) == 0 ? STR8("true") : STR8("null"));
        return;
    case 3:
        builder_format(out, "%zu.%zue-%zu", count, count, count);
        return;
    default:
        break;
    }
    builder_add_char(out, kind == 4 ? '[' : '{');
    for (size_t i = 0; i < count; i++) {
        builder_add(out, i > 0 ? STR8(",") : STR8(""));
        if (kind == 5) {
            builder_format(out, "\"n%zu\":", i);
        }
        random_value(random, out, depth - 1);
    }
    builder_add_char(out, kind == 4 ? ']' : '}');
}

static void test_batch__any_record_comes_back(void **state) {
    (void)state;
    uint64_t random = 4;
    for (int round = 0; round < 200; round++) {
        WireBatch batch;
        WireRecord *record = make_one(&batch);
        Str8Builder body = builder_in(&arena, 65536);
        builder_add(&body, STR8("{\"x\":"));
        random_value(&random, &body, 5);
        builder_add_char(&body, '}');
        assert_false(body.full);
        record->record.body = builder_text(&body);
        record->record.sequence = 1 + (int64_t)(wire_random(&random) & (WIRE_SEQUENCE_MAX - 1));
        record->record.event_id = round % 2 == 0 ? (Id){{0}} : record->record.event_id;
        record->record.moment =
            (Moment){.utc_ms = (int64_t)(wire_random(&random) % UINT64_C(253402300800000)),
                     .mono_ms = (int64_t)(wire_random(&random) >> 1),
                     .boot = (uint32_t)wire_random(&random),
                     .good = round % 3 == 0};
        record->record.has_cold = round % 5 == 0;
        memset(record->record.cold_digest, record->record.has_cold ? round : 0, VAULT_DIGEST_SIZE);
        wire_chain(&arena, &batch, NULL);
        check_round_trip(&batch, NULL);
        arena_reset(&arena);
    }
}

/* ---- what others may send ---- */

#define SOURCE                                                                                     \
    "urn:foyer:kiosk:0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5d:0199e2b4-7a11-7f00-8b6a-0123456789ab"
#define OTHER                                                                                      \
    "urn:foyer:kiosk:0199e2b4-7a10-7c3e-9d54-5f1e2a3b4c5e:0199e2b4-7a11-7f00-8b6a-0123456789ab"
#define ID "0199ea32-c5e8-7b21-a0c4-9e8d7c6b5a49"
#define DATA "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{\"visit\":\"x\"}}"
#define EVENT_OF(source, sequence, more, data)                                                     \
    "{\"specversion\":\"1.0\",\"type\":\"foyer.visit.signed-in\",\"id\":\"" ID                     \
    "\",\"source\":\"" source "\",\"sequence\":\"" sequence                                        \
    "\",\"time\":\"2026-10-15T18:02:11.123Z\"," more "\"data\":" data "}"
#define EVENT(sequence) EVENT_OF(SOURCE, sequence, "", DATA)

static ErrCode decode(const char *body, WireBatch *batch) {
    Err err = {0};
    ErrCode code = batch_decode(&arena, STR8(WIRE_BATCH_TYPE), false, str8_from(body), batch, &err);
    assert_int_equal(code, err.code);
    return code;
}

static void test_batch__one_bad_event_stays_alone(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "7",
        "{}",
        "{\"a\":}",
        "{\"a\":1,\"a\":2}",
        "\"text\"",
        "nonsense",
        "[]",
        EVENT_OF(SOURCE, "2", "", "null"),
        EVENT_OF(SOURCE, "2", "", "{}"),
        EVENT_OF(SOURCE, "2", "\"id\":\"" ID "\",", DATA), /* twice */
        EVENT_OF(SOURCE, "2", "\"subject\":\"\",", DATA),
        EVENT_OF(SOURCE, "02", "", DATA),
        EVENT_OF(SOURCE, "two", "", DATA),
        EVENT_OF("urn:uuid:" ID, "2", "", DATA),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":[]}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{\"a\":01}}"),
        EVENT_OF(
            SOURCE, "2", "",
            "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{\"a\":\"\\ud800\"}}"),
        EVENT_OF(
            SOURCE, "2", "",
            "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{\"a\":\"\xC3\"}}"),
        EVENT_OF(
            SOURCE, "2", "",
            "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{\"a\":\"\\u0000\"}}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":-2,\"good\":true,\"zone\":\"UTC\",\"body\":{}}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":4294967296,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{}}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":2,\"good\":1,\"zone\":\"UTC\",\"body\":{}}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"\",\"body\":{}}"),
        EVENT_OF(
            SOURCE, "2", "",
            "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{},\"sealed\":\"A\"}"),
        EVENT_OF(SOURCE, "2", "",
                 "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":{},"
                 "\"sealeddigest\":\"AAAA\"}"),
        EVENT_OF(
            SOURCE, "2", "",
            "{\"boot\":1,\"mono\":2,\"good\":true,\"zone\":\"UTC\",\"body\":"
            "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}"),
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Str8 body = str8_format(&arena, "[%s,\n %s ,%s]", EVENT("1"), BAD[i], EVENT("3"));
        WireBatch batch;
        assert_int_equal(decode(body.ptr, &batch), ERR_OK);
        assert_int_equal(batch.count, 3);
        assert_true(!batch.records[0].unreadable && !batch.records[2].unreadable);
        if (!batch.records[1].unreadable) {
            print_error("this was read: %s\n", BAD[i]);
        }
        assert_true(batch.records[1].unreadable && batch.records[1].reason != NULL);
        assert_int_equal(batch.records[1].record.sequence, 2);
        check_text(batch.records[1].raw, str8_from(BAD[i]));
    }
}

static void test_batch__what_has_no_place_is_refused_whole(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "",
        "{}",
        "[",
        "]",
        "[]",
        "[,]",
        "nonsense",
        "[{}]",
        "[7]",
        "[" EVENT("1"),
        "[" EVENT("1") "]]",
        "[" EVENT("1") ",]",
        "[" EVENT("1") "] x",
        "[," EVENT("1") "]",
        "[" EVENT("1") EVENT("2") "]",
        "[" EVENT("1") "," EVENT("3") "]",
        "[" EVENT("2") "," EVENT("1") "]",
        "[" EVENT("0") "]",
        "[7," EVENT("1") "]", /* the first would have place 0 */
        "[" EVENT("9007199254740992") "]",
        "[" EVENT("1") "," EVENT_OF(OTHER, "2", "", DATA) "]",
        "[" EVENT_OF(SOURCE "x", "1", "", DATA) "]",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        WireBatch batch;
        if (decode(BAD[i], &batch) != ERR_INVALID) {
            print_error("this was not refused: %s\n", BAD[i]);
            fail();
        }
    }
}

static void test_batch__white_space_and_unknown_members_change_nothing(void **state) {
    (void)state;
    WireBatch batch;
    const char *spaced =
        " [ {\n\"data\" : { \"body\":\t{ \"visit\" : \"a b\" , \"n\":[ 1 , 2 ] } , \"boot\":1, "
        "\"mono\":2,\"good\":false,\"zone\":\"America\\/New_York\",\"newer\":{\"x\":[]} } , "
        "\"specversion\":\"1.0\",\"type\":\"foyer.some.newer-type\",\"id\":\"" ID "\","
        "\"source\":\"" SOURCE "\",\"sequence\":\"7\",\"time\":\"2026-10-15T14:02:11-04:00\","
        "\"traceparent\":\"00\",\"datacontenttype\":\"application/json\"}\n]\n";
    assert_int_equal(decode(spaced, &batch), ERR_OK);
    const Record *record = &batch.records[0].record;
    assert_false(batch.records[0].unreadable);
    check_text(record->body, STR8("{\"visit\":\"a b\",\"n\":[1,2]}"));
    check_text(record->zone, STR8("America/New_York"));
    check_text(record->type, STR8("some.newer-type"));
    assert_int_equal(record->sequence, 7);
    assert_int_equal(record->moment.utc_ms, 1792087331000);
    assert_false(record->moment.good || batch.records[0].has_head || record->has_cold);
}

static void test_batch__a_single_event_is_a_batch_of_one(void **state) {
    (void)state;
    WireBatch batch;
    Str8 type = STR8("Application/CloudEvents+json; charset=utf-8");
    assert_int_equal(batch_decode(&arena, type, false, STR8(EVENT("5")), &batch, NULL), ERR_OK);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.records[0].record.sequence, 5);
    assert_int_equal(
        batch_decode(&arena, STR8("application/json"), false, STR8(EVENT("5")), &batch, NULL),
        ERR_INVALID);
}

/* ---- limits ---- */

static void test_batch__has_limits(void **state) {
    (void)state;
    WireBatch batch;
    char *body = arena_alloc(&arena, WIRE_BODY_MAX + 2);
    memset(body, ' ', WIRE_BODY_MAX + 1);
    assert_int_equal(decode(body, &batch), ERR_LIMIT);
    Str8Builder many = builder_in(&arena, 8192);
    builder_add(&many, STR8("[0"));
    for (int i = 0; i < WIRE_BATCH_MAX; i++) {
        builder_add(&many, STR8(",0"));
    }
    builder_add_char(&many, ']');
    assert_int_equal(decode(many.buffer, &batch), ERR_LIMIT);
    WireEvening evening = {.seed = 1, .parties = WIRE_BATCH_MAX, .personal = true};
    wire_evening(&arena, &evening, &batch);
    Str8 encoded;
    bool zstd = false;
    assert_int_equal(batch_encode(&arena, &batch, &encoded, &zstd, NULL), ERR_LIMIT);
    batch.count = WIRE_BATCH_MAX / 2;
    assert_int_equal(batch_encode(&arena, &batch, &encoded, &zstd, NULL), ERR_OK);
}

static void test_batch__a_bomb_is_not_unpacked(void **state) {
    (void)state;
    WireBatch batch;
    size_t size = 64 << 20;
    char *zeros = calloc(1, size);
    char packed[16384];
    size_t packed_size = ZSTD_compress(packed, sizeof packed, zeros, size, 3);
    assert_false(ZSTD_isError(packed_size));
    size_t before = arena.size_total;
    Str8 bomb = {packed, packed_size};
    assert_int_equal(batch_decode(&arena, STR8(WIRE_BATCH_TYPE), true, bomb, &batch, NULL),
                     ERR_LIMIT);
    /* The same without its size in front: a stream. */
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    packed_size = ZSTD_compress2(context, packed, sizeof packed, zeros, size);
    ZSTD_freeCCtx(context);
    free(zeros);
    bomb = (Str8){packed, packed_size};
    assert_int_equal(batch_decode(&arena, STR8(WIRE_BATCH_TYPE), true, bomb, &batch, NULL),
                     ERR_LIMIT);
    assert_true(arena.size_total <= before + ARENA_BLOCK);
    assert_int_equal(batch_decode(&arena, STR8(WIRE_BATCH_TYPE), true, STR8("[]"), &batch, NULL),
                     ERR_INVALID);
}

static void test_batch__says_when_memory_was_short(void **state) {
    (void)state;
    WireBatch batch;
    WireEvening evening = {.seed = 1, .parties = 4, .sign_outs = true, .personal = true};
    wire_evening(&arena, &evening, &batch);
    Str8 body;
    bool zstd = false;
    assert_int_equal(batch_encode(&arena, &batch, &body, &zstd, NULL), ERR_OK);
    ErrCode code = ERR_NO_MEMORY;
    size_t short_of = 0;
    for (size_t size = 64; code == ERR_NO_MEMORY; size += 64) {
        Arena small = arena_make(1, size);
        WireBatch got;
        code = batch_decode(&small, STR8(WIRE_BATCH_TYPE), zstd, body, &got, NULL);
        short_of += code == ERR_NO_MEMORY ? 1 : 0;
        arena_free(&small);
    }
    assert_int_equal(code, ERR_OK);
    assert_true(short_of > 3);
}

/* A seal that was damaged since does not change the chain: its digest goes along. */
static void test_batch__a_damaged_seal_keeps_its_digest(void **state) {
    (void)state;
    WireBatch batch;
    WireEvening evening = {.seed = 3, .parties = 3, .personal = true, .people = 1};
    wire_evening(&arena, &evening, &batch);
    assert_true(batch.records[0].sealed.len > 0);
    char *damaged = str8_to_c(&arena, batch.records[0].sealed);
    damaged[60] = (char)(damaged[60] ^ 1);
    batch.records[0].sealed.ptr = damaged;
    check_round_trip(&batch, NULL);
}

/* The goals of the wire: bytes a record, a hundred at a time. */
static double bytes_a_record(bool sign_outs, bool personal) {
    WireBatch all;
    WireEvening evening = {.seed = 1, .parties = 600, .sign_outs = sign_outs, .personal = personal};
    wire_evening(&arena, &evening, &all);
    size_t batches = all.count / WIRE_ZSTD_FROM;
    size_t bytes = 0;
    for (size_t i = 0; i < batches; i++) {
        WireBatch part = all;
        part.records += i * WIRE_ZSTD_FROM;
        part.count = WIRE_ZSTD_FROM;
        Str8 body;
        bool zstd = false;
        assert_int_equal(batch_encode(&arena, &part, &body, &zstd, NULL), ERR_OK);
        bytes += body.len;
    }
    arena_reset(&arena);
    return (double)bytes / (double)(batches * WIRE_ZSTD_FROM);
}

static void test_batch__a_record_is_small_on_the_wire(void **state) {
    (void)state;
    double clear = bytes_a_record(true, false);
    double sealed = bytes_a_record(true, true);
    double sign_ins = bytes_a_record(false, true);
    print_message("bytes a record at batch 100: %.1f, with the personal part %.1f, "
                  "of sign-ins alone %.1f\n",
                  clear, sealed, sign_ins);
    assert_true(clear <= 70);
    assert_true(sealed <= 200);
    assert_true(sign_ins <= 240);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_batch__what_the_kiosk_writes_comes_back_byte_for_byte),
        TEST(test_batch__bodies_keep_their_bytes),
        TEST(test_batch__any_record_comes_back),
        TEST(test_batch__one_bad_event_stays_alone),
        TEST(test_batch__what_has_no_place_is_refused_whole),
        TEST(test_batch__white_space_and_unknown_members_change_nothing),
        TEST(test_batch__a_single_event_is_a_batch_of_one),
        TEST(test_batch__has_limits),
        TEST(test_batch__a_bomb_is_not_unpacked),
        TEST(test_batch__says_when_memory_was_short),
        TEST(test_batch__a_damaged_seal_keeps_its_digest),
        TEST(test_batch__a_record_is_small_on_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
