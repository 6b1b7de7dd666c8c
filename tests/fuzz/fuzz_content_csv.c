#include "data/domain/link.h"
#include "data/import/import.h"
#include "data/import/people_csv.h"
#include "data/store/service_lists.h"
#include "data/store/service_store.h"
#include "data/store/text_rows.h"
#include "tests/fuzz/fuzz_import.h"

/* The school's own people, channels and guides: the same bytes as each of the three. */

static void check_line(Str8 line) {
    FOYER_ASSERT(line.len <= SERVICE_LINE_BYTES_MAX && str8_is_valid(line));
}

static void check_key(Str8 key) {
    FOYER_ASSERT(key.len > 0 && key.len <= SERVICE_KEY_BYTES_MAX && str8_is_valid(key));
}

static void check_url(Str8 url) {
    FOYER_ASSERT(url.len == 0 || link_check(url, NULL) == LINK_OK);
}

/* Tags as the store wants them, none twice, words in all of them. */
static void check_set(TextSet set) {
    FOYER_ASSERT(text_set_is_valid(set));
    for (size_t i = 0; i < set.count; i++) {
        FOYER_ASSERT(language_is_valid(set.items[i].language));
        FOYER_ASSERT(set.items[i].text.len > 0);
        for (size_t before = 0; before < i; before++) {
            FOYER_ASSERT(!str8_equal(set.items[before].language, set.items[i].language));
        }
    }
}

static void check_sets(const TextSet *sets, size_t count, size_t count_max) {
    FOYER_ASSERT(count <= count_max);
    for (size_t i = 0; i < count; i++) {
        check_set(sets[i]);
        FOYER_ASSERT(sets[i].count > 0);
    }
}

static void check_person(const Service *service) {
    const TextSet sets[] = {service->name,          service->role,       service->summary,
                            service->place,         service->cost,       service->eligibility,
                            service->ineligibility, service->documents,  service->apply,
                            service->wait,          service->hours_text, service->interpreter,
                            service->alert,         service->alternate};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        check_set(sets[i]);
    }
    FOYER_ASSERT(service->own && service->name.count > 0 && service->needs != 0);
    FOYER_ASSERT(!id_is_none(service->id) && service_lists_are_valid(service));
    check_sets(service->helps, service->helps_count, SERVICE_HELPS_MAX);
    check_key(service->key);
    check_line(service->address);
    check_line(service->room);
    check_line(service->phone);
    check_line(service->email);
    check_url(service->url);
}

static void check_channel(const Channel *channel) {
    check_set(channel->name);
    check_set(channel->purpose);
    FOYER_ASSERT(channel->name.count > 0 && channel->kind < CHANNEL_KIND_COUNT);
    FOYER_ASSERT(!id_is_none(channel->id));
    check_key(channel->key);
    check_line(channel->join_code);
    check_line(channel->sms_number);
    check_line(channel->sms_body);
    check_line(channel->email);
    check_line(channel->network);
    check_url(channel->url);
}

static void check_guide(const Guide *guide) {
    check_set(guide->title);
    check_set(guide->summary);
    check_set(guide->take);
    check_sets(guide->steps, guide->steps_count, GUIDE_STEPS_MAX);
    check_sets(guide->questions, guide->questions_count, GUIDE_QUESTIONS_MAX);
    for (size_t i = 0; i < guide->take.count; i++) {
        FOYER_ASSERT(guide->take.items[i].text.len <= GUIDE_TAKE_BYTES_MAX);
    }
    FOYER_ASSERT(guide->title.count > 0 && !id_is_none(guide->id));
    check_key(guide->key);
    check_line(guide->person);
    check_url(guide->url);
}

static void read_people(const SourceFile *file) {
    FuzzImport import;
    ServiceSet set = {0};
    fuzz_import_begin(&import);
    ErrCode code = people_csv_read(&import.calendar, file, &set, &import.err);
    FOYER_ASSERT((code == ERR_OK) == (set.count > 0) && set.count <= SERVICE_LIST_MAX);
    for (size_t i = 0; i < set.count; i++) {
        check_person(&set.services[i]);
    }
    fuzz_import_end(&import, code);
}

static void read_channels(const SourceFile *file) {
    FuzzImport import;
    ChannelSet set = {0};
    fuzz_import_begin(&import);
    ErrCode code = channels_csv_read(&import.calendar, file, &set, &import.err);
    FOYER_ASSERT((code == ERR_OK) == (set.count > 0) && set.count <= CHANNELS_MAX);
    for (size_t i = 0; i < set.count; i++) {
        check_channel(&set.channels[i]);
    }
    fuzz_import_end(&import, code);
}

static void read_guides(const SourceFile *file) {
    FuzzImport import;
    GuideSet set = {0};
    fuzz_import_begin(&import);
    ErrCode code = guides_csv_read(&import.calendar, file, &set, &import.err);
    FOYER_ASSERT((code == ERR_OK) == (set.count > 0) && set.count <= GUIDES_MAX);
    for (size_t i = 0; i < set.count; i++) {
        check_guide(&set.guides[i]);
    }
    fuzz_import_end(&import, code);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const SourceFile file = {STR8("list.csv"), {(const char *)bytes, size}};
    read_people(&file);
    read_channels(&file);
    read_guides(&file);
    return 0;
}
