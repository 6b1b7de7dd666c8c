#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "sync/client/enrol.h"
#include "sync/client/parcel.h"
#include "sync/wire/carry.h"
#include "tests/unit/client/fake_hub.h"
#include "tests/unit/store/sync_fixture.h"

enum { FILE_SIZE = 4 << 20 };

typedef struct {
    char bytes[FILE_SIZE];
    size_t len;
} File;

static StoreFixture *fixture;
static FakeHub hub;
static File out_file, receipt;

static int setup(void **state) {
    int made = fixture_setup(state);
    fixture = *state;
    fake_hub_init(&hub);
    out_file.len = 0;
    receipt.len = 0;
    return made;
}

static bool file_write(void *context, Str8 bytes) {
    File *file = context;
    if (file->len + bytes.len > FILE_SIZE) {
        return false;
    }
    memcpy(file->bytes + file->len, bytes.ptr, bytes.len);
    file->len += bytes.len;
    return true;
}

static ParcelOut carry_out(void) {
    ParcelOut out;
    ParcelSink sink = {.write = file_write, .context = &out_file};
    out_file.len = 0;
    EXPECT(parcel_out(&fixture->arena, fixture->store, fixture->options.random, moment_at(0), &sink,
                      &out, &err),
           ERR_OK);
    return out;
}

/* What foyer-hub carry in does. @return frames that were there */
static size_t at_the_hub(void) {
    Str8 rest = {out_file.bytes, out_file.len};
    size_t frames = 0;
    receipt.len = 0;
    (void)file_write(&receipt, STR8(CARRY_MAGIC));
    for (;;) {
        WireRequest request;
        Str8 frame;
        ErrCode code = carry_open_request(&fixture->arena, &rest, hub.seed, &request, NULL);
        if (code == ERR_NOT_FOUND) {
            return frames;
        }
        assert_int_equal(code, ERR_OK);
        TransportResult answer = fake_hub_answer(&hub, &fixture->arena, &request);
        EXPECT(carry_seal_reply(&fixture->arena, fixture->options.random, &answer.reply,
                                wire_header(&request.headers, STR8("signature")), hub.kiosk_public,
                                &frame, &err),
               ERR_OK);
        assert_true(file_write(&receipt, frame));
        frames++;
    }
}

static ParcelIn carry_in(void) {
    ParcelIn in;
    EXPECT(parcel_in(&fixture->arena, fixture->store, (Str8){receipt.bytes, receipt.len},
                     moment_at(1000), &in, &err),
           ERR_OK);
    return in;
}

static void test_parcel__takes_all_there_and_the_receipt_back(void **state) {
    (void)state;
    fake_hub_enrol(&hub, fixture->store);
    sync_sign_in_many(fixture, 40);
    ParcelOut out = carry_out();
    assert_int_equal(out.first, 1);
    assert_int_equal(out.last, 40);
    assert_false(out.enrols || out.is_full);
    assert_int_equal(at_the_hub(), 2);
    assert_int_equal(sync_status(fixture).watermark, 0); /* not before the receipt is here */
    ParcelIn in = carry_in();
    assert_int_equal(in.answers, 2);
    assert_int_equal(in.have, 40);
    assert_int_equal(sync_status(fixture).watermark, 40);
    assert_int_equal(hub.ids_count, 40);
    assert_int_equal(carry_in().have, 40); /* twice is once */
    assert_int_equal(carry_out().last, 0);
}

static void test_parcel__brings_the_enrolment_of_a_kiosk_without_a_network(void **state) {
    (void)state;
    EnrolStart start;
    Invitation invitation = {.school = STR8("Lincoln")};
    SyncLink link = {0};
    memcpy(invitation.hub_public, hub.public_key, sizeof invitation.hub_public);
    EXPECT(enrol_begin(&fixture->arena, fixture->store, STR8("ABCD234567"), STR8(""), &start, &err),
           ERR_OK);
    EXPECT(enrol_keep_for_carrying(&fixture->arena, fixture->store, fixture->options.random, &start,
                                   &invitation, moment_at(0), &err),
           ERR_OK);
    sync_sign_in_many(fixture, 3);
    assert_true(carry_out().enrols);
    assert_true(carry_out().enrols); /* again, until it is confirmed */
    assert_false(sync_file_contains(fixture->path, "ABCD234567", 10));
    assert_int_equal(at_the_hub(), 3);
    ParcelIn in = carry_in();
    assert_true(in.enrolled);
    assert_int_equal(in.have, 3);
    EXPECT(sync_store_link(fixture->store, &fixture->arena, &link, &err), ERR_OK);
    assert_true(link.confirmed);
    assert_int_equal(link.url.len, 0);
    assert_false(carry_out().enrols);
    assert_int_equal(sync_status(fixture).watermark, 3);
}

static void test_parcel__is_readable_by_the_hub_alone(void **state) {
    (void)state;
    WireRequest request;
    uint8_t stranger[32] = {5};
    fake_hub_enrol(&hub, fixture->store);
    sync_sign_in_many(fixture, 2);
    (void)carry_out();
    Str8 rest = {out_file.bytes, out_file.len};
    assert_int_equal(carry_open_request(&fixture->arena, &rest, stranger, &request, NULL),
                     ERR_DENIED);
    Str8 all = {out_file.bytes, out_file.len};
    assert_int_equal(str8_find(all, STR8("visit.signed-in")), all.len);
}

static void test_parcel__believes_nobody_but_its_hub(void **state) {
    (void)state;
    static const FakeMode WRONG[] = {FAKE_UNSIGNED, FAKE_WRONG_KEY, FAKE_HTML};
    fake_hub_enrol(&hub, fixture->store);
    sync_sign_in_many(fixture, 2);
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        hub.mode = WRONG[i];
        (void)carry_out();
        (void)at_the_hub();
        ParcelIn in = carry_in();
        assert_int_equal(in.answers, 0);
        assert_true(in.strange > 0);
        assert_int_equal(sync_status(fixture).watermark, 0);
    }
    receipt.len = 20; /* the stick was pulled out */
    ParcelIn in;
    assert_int_not_equal(parcel_in(&fixture->arena, fixture->store,
                                   (Str8){receipt.bytes, receipt.len}, moment_at(0), &in, NULL),
                         ERR_OK);
}

static void test_parcel__begins_anew_once_when_the_hub_holds_others(void **state) {
    (void)state;
    SyncNote note;
    fake_hub_enrol(&hub, fixture->store);
    sync_sign_in_many(fixture, 2);
    hub.mode = FAKE_ALWAYS_FORK;
    for (int i = 0; i < 3; i++) {
        (void)carry_out();
        (void)at_the_hub();
        assert_int_equal(carry_in().forked, i == 0);
    }
    EXPECT(sync_store_last_note(fixture->store, &note, &err), ERR_OK);
    assert_int_equal(note.forks, 1);
    assert_int_equal(note.trouble, SYNC_DISAGREES);
    hub.mode = FAKE_HONEST;
    (void)carry_out();
    (void)at_the_hub();
    assert_int_equal(carry_in().have, 2);
    EXPECT(sync_store_last_note(fixture->store, &note, &err), ERR_OK);
    assert_int_equal(note.trouble, SYNC_FINE);
}

int main(void) {
#define PARCEL_TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        PARCEL_TEST(test_parcel__takes_all_there_and_the_receipt_back),
        PARCEL_TEST(test_parcel__brings_the_enrolment_of_a_kiosk_without_a_network),
        PARCEL_TEST(test_parcel__is_readable_by_the_hub_alone),
        PARCEL_TEST(test_parcel__believes_nobody_but_its_hub),
        PARCEL_TEST(test_parcel__begins_anew_once_when_the_hub_holds_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
