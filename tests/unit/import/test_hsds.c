#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/hsds.h"
#include "tests/unit/import/import_help.h"

static const char *const NOW = "2026-10-15T12:00:00Z"; /* a Thursday */

/* What came out of one package. */
typedef struct {
    ServiceSet sets[HSDS_SETS_MAX];
    size_t sets_count;
    ErrCode code;
} Outcome;

static Outcome read_source(Bench *bench, const Source *source) {
    Outcome out = {.code = ERR_OK};
    CalendarContext context = bench_calendar(bench, NOW);
    out.code = hsds_read(&context, source, out.sets, &out.sets_count, &bench->err);
    return out;
}

static Outcome read_files(Bench *bench, const char *const *names_and_contents) {
    Source source = bench_folder(bench, names_and_contents);
    return read_source(bench, &source);
}

static Outcome read_json(Bench *bench, const char *text) {
    Source source = bench_file(bench, "service.json", str8_from(text));
    return read_source(bench, &source);
}

static const Service *only(const Outcome *out) {
    assert_int_equal(out->code, ERR_OK);
    assert_int_equal(out->sets_count, 1);
    assert_int_equal(out->sets[0].count, 1);
    return &out->sets[0].services[0];
}

static void expect_text(TextSet set, const char *wanted) {
    Str8 got = text_set_pick(set, STR8("en"), NULL);
    if (!str8_equal(got, str8_from(wanted))) {
        fail_msg("'%.*s' is not '%s'", STR8_ARG(got), wanted);
    }
}

static void expect_str(Str8 got, const char *wanted) {
    if (!str8_equal(got, str8_from(wanted))) {
        fail_msg("'%.*s' is not '%s'", STR8_ARG(got), wanted);
    }
}

/* "1 540 1020;..." of the weekly hours. */
static void expect_hours(Bench *bench, const Service *service, const char *wanted) {
    Str8Builder out = builder_in(&bench->arena, 1024);
    for (size_t i = 0; i < service->hours_count; i++) {
        builder_format(&out, "%s%d %d %d", i > 0 ? ";" : "", service->hours[i].weekday,
                       service->hours[i].opens_minute, service->hours[i].closes_minute);
    }
    expect_str(builder_text(&out), wanted);
}

static void expect_languages(Bench *bench, const Service *service, const char *wanted) {
    Str8Builder out = builder_in(&bench->arena, 256);
    for (size_t i = 0; i < service->languages_count; i++) {
        builder_format(&out, "%s%.*s", i > 0 ? " " : "", STR8_ARG(service->languages[i]));
    }
    expect_str(builder_text(&out), wanted);
}

static bool is_noted(const Bench *bench, const char *part) {
    for (size_t i = 0; i < bench->report.notes_count; i++) {
        Str8 note = bench->report.notes[i];
        if (str8_find(note, str8_from(part)) < note.len) {
            return true;
        }
    }
    return false;
}

/* ---- versions ---- */

static void test_hsds__reads_version_1_0_with_its_own_names(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Outcome out = read_files(
        &bench,
        (const char *const[]){
            "organizations.csv",
            "Name,ID,URL\nHELPING HANDS INC.,o1,www.hands.example\n",
            "services.csv",
            "id,organization_id,name,description,fees,application_process,eligibility,spare\n"
            "s1,o1,FOOD PANTRY,Bread\\nand milk,None,Walk in,Anyone hungry,x\n",
            "locations.csv",
            "id,organization_id,name,latitude,longitude\nl1,o1,MAIN HALL,25.5,"
            "-80.25\n",
            "services_at_location.csv",
            "id,service_id,location_id\nx1,s1,l1\n",
            "phones.csv",
            "id,service_id,number,type\np0,s1,305-555-0100,fax\np1,s1,(305) 555-0142 x7,\n",
            "regular_schedules.csv",
            "service_id,weekday,opens_at,closes_at\ns1,Monday,9:00am,5:00pm\ns1,2,0900,1700\n"
            "s1,SA,10 PM,2 AM\n",
            "holiday_schedules.csv",
            "service_id,closed,start_date,end_date\ns1,true,2026-12-24,2026-12-26\n"
            "s1,true,2020-01-01,2020-01-01\n",
            "languages.csv",
            "id,service_id,language\n1,s1,English\n2,s1,Creole\n",
            "physical_addresses.csv",
            "id,location_id,address_1,address_2,city,state_province,postal_code,country\n"
            "a1,l1,1 MAIN STREET,Room 2,Miami,FL,33157,US\n",
            "services_taxonomy.csv",
            "id,service_id,taxonomy_id\n1,s1,BD-1800.2000\n",
            "taxonomy.csv",
            "id,name,vocabulary\nBD-1800.2000,Food Pantries,AIRS\n",
            "accessibility_for_disabilities.csv",
            "id,location_id,accessibility\n1,l1,Ramp\n",
            "required_documents.csv",
            "id,service_id,document\n1,s1,Photo id\n2,s1,Proof of "
            "address\n",
            "funding.csv",
            "id,source\n1,Somebody\n",
            NULL});
    const Service *service = only(&out);
    expect_text(service->name, "Food Pantry");
    expect_text(service->role, "Helping Hands Inc.");
    expect_text(service->place, "Main Hall");
    expect_text(service->summary, "Bread\nand milk\n\nAccessibility: Ramp");
    expect_text(service->cost, "Free");
    expect_text(service->apply, "Walk in");
    expect_text(service->eligibility, "Anyone hungry");
    expect_text(service->documents, "Photo id\nProof of address");
    expect_str(service->address, "1 Main Street, Room 2, Miami, FL 33157");
    expect_str(service->phone, "+13055550142,7");
    expect_str(service->url, "https://www.hands.example");
    expect_hours(&bench, service, "1 540 1020;2 540 1020;6 1320 1440;0 0 120");
    expect_languages(&bench, service, "en ht");
    assert_int_equal(service->rules_count, 1); /* past holidays are left out */
    assert_true(service->rules[0].closed);
    assert_int_equal(service->latitude_e6, 25500000);
    assert_int_equal(service->longitude_e6, -80250000);
    assert_true((service->needs & 1u << NEED_FOOD) != 0);
    assert_false(service->own);
    assert_true(out.sets[0].complete);
    assert_int_equal(bench.report.refused_count, 0);
    bench_end(&bench);
}

static void test_hsds__reads_version_2_0_with_recurring_schedules(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Outcome out = read_files(
        &bench,
        (const char *const[]){
            "service.csv",
            "id,organization_id,name,status,assured_date,last_modified\n"
            "s1,,Classes,active,,2026-01-31T10:00:00Z\ns2,,Old,inactive,,\ns3,,Gone,defunct,,\n",
            "schedule.csv",
            "service_id,freq,interval,byday,bymonthday,dtstart,until,valid_from,valid_to,opens_at,"
            "closes_at,wkst,description\n"
            "s1,WEEKLY,1,\"MO,WE\",,,,,,09:00,17:00,,Mondays and Wednesdays 9am to 5pm\n"
            "s1,MONTHLY,1,\"2TU,-1FR\",,,,,,18:00,20:00,,\n"
            "s1,WEEKLY,2,SA,,2026-10-03,2026-12-31,,,10:00,12:00,SU,\n"
            "s1,DAILY,,,,,,2026-06-01,2026-08-31,08:00,09:00,,\n",
            "service_attribute.csv", "id,service_id,taxonomy_term_id\n1,s1,t1\n",
            "taxonomy_term.csv", "id,term,taxonomy\nt1,English classes,Own\n", NULL});
    const Service *service = only(&out);
    expect_hours(&bench, service, "1 540 1020;3 540 1020");
    assert_int_equal(service->rules_count, 3);
    const ScheduleRule *monthly = &service->rules[0];
    assert_int_equal(monthly->freq, SCHEDULE_MONTHLY);
    assert_int_equal(monthly->days_count, 2);
    assert_true(monthly->days[0].ordinal == 2 && monthly->days[0].weekday == 2);
    assert_true(monthly->days[1].ordinal == -1 && monthly->days[1].weekday == 5);
    const ScheduleRule *fortnight = &service->rules[1];
    assert_int_equal(fortnight->interval, 2);
    assert_int_equal(fortnight->week_starts, 0);
    assert_true(fortnight->until_day > fortnight->start_day);
    assert_int_equal(service->rules[2].freq, SCHEDULE_DAILY);
    assert_int_equal(service->hours_text.count, 0); /* it only repeats the hours */
    assert_int_equal(service->assured_utc_ms, bench_utc("2026-01-31T00:00:00Z"));
    assert_true(is_noted(&bench, "2 service(s) are marked inactive or defunct"));
    assert_true(out.sets[0].complete);
    bench_end(&bench);
}

static void test_hsds__reads_version_3_1(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Outcome out = read_files(
        &bench,
        (const char *const[]){
            "organizations.csv",
            "id,name,description,website\no1,Care Center,We care,care.example\n",
            "services.csv",
            "id,organization_id,name,description,status,fees_description,wait_time,"
            "eligibility_description,minimum_age,maximum_age,assured_date,alert,"
            "interpretation_services\n"
            "s1,o1,Counseling,Talk,temporarily closed,Sliding scale,Two weeks,Families,5,17,"
            "2026-09-01,,Phone interpreters\n",
            "service_at_location.csv",
            "id,service_id,location_id\nx1,s1,l1\nx2,s1,l2\n",
            "locations.csv",
            "id,location_type,name,latitude\nl1,physical,North,999\nl2,physical,South,\n",
            "phones.csv",
            "id,service_at_location_id,service_id,number\np1,x2,,305-555-0102\n"
            "p2,,s1,305-555-0101\n",
            "schedules.csv",
            "id,service_at_location_id,service_id,freq,byday,opens_at,closes_at\n"
            "1,x1,,WEEKLY,MO,09:00:00-05:00,12:00:00-05:00\n"
            "2,,s1,WEEKLY,TU,14:00:00Z,22:00:00Z\n",
            "attributes.csv",
            "id,link_id,taxonomy_term_id,link_type,link_entity,value\n"
            "1,s1,t1,service,service,\n2,s1,t2,service,service,Adults without children\n",
            "taxonomy_terms.csv",
            "id,code,name,description,taxonomy\nt1,RP-1400,Counseling,x,AIRS\n"
            "t2,,Not eligible,x,Own\n",
            "cost_options.csv",
            "id,service_id,valid_to,option,currency,amount,amount_description\n"
            "1,s1,,Children,USD,5,a visit\n2,s1,2020-01-01,Old,USD,1,\n",
            "service_capacities.csv",
            "id,available\n1,3\n",
            NULL});
    assert_int_equal(out.code, ERR_OK);
    assert_int_equal(out.sets[0].count, 2);
    const Service *north = &out.sets[0].services[0];
    const Service *south = &out.sets[0].services[1];
    expect_text(north->name, "Counseling");
    expect_text(south->name, "Counseling");
    expect_text(north->place, "North");
    expect_text(south->place, "South");
    assert_false(id_equal(north->id, south->id));
    assert_false(str8_equal(north->key, south->key));
    expect_str(north->phone, "+13055550101");
    expect_str(south->phone, "+13055550102");
    expect_hours(&bench, north, "1 540 720");  /* the zone's own offset, in any season */
    expect_hours(&bench, south, "2 600 1080"); /* UTC, turned to New York in October */
    expect_text(north->eligibility, "Families\nAges 5 to 17");
    expect_text(north->ineligibility, "Adults without children");
    expect_text(north->cost, "Sliding scale\nChildren: $5, a visit");
    expect_text(north->wait, "Two weeks");
    expect_text(north->alert, "Temporarily closed");
    expect_text(north->interpreter, "Phone interpreters");
    assert_int_equal(north->latitude_e6, 0); /* off the globe */
    assert_int_equal(north->assured_utc_ms, bench_utc("2026-09-01T00:00:00Z"));
    assert_true(is_noted(&bench, "offset of another zone"));
    bench_end(&bench);
}

/* ---- dirt ---- */

static void test_hsds__survives_dirty_tables(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Outcome out = read_files(
        &bench,
        (const char *const[]){
            "Services.CSV",
            "\xEF\xBB\xBFNAME;Organization ID;id;Status;URL;Email\r\n"
            "Caf\xE9 f\xFCr alle;o9;s1;active;not an address;nobody\r\n"
            ";o1;s2;active;;\r\n"
            "Again;o1;s1;active;;\r\n"
            "No id;o1;;active;;\r\n",
            "languages.csv", "id,service_id,language\n,,Spanish\n1,s7,Spanish\n2,s1,Gibberish\n",
            "eligibility.csv", "id,service_id,eligibility\n,,Lost\n,,Lost too\n", "phones.csv",
            "id,service_id,number\n1,s1,no number\n", "metadata.csv", "a,b\n1,2\n", "schedules.csv",
            "", "programs.csv", "id,organization_id,name\n", "regular_schedule.csv",
            "service_id,weekday,opens_at,closes_at,original_text\n"
            "s1,Friday,9:00am,6:00pm,\"9:00am-6:00pm, Mon-Thur; 9:00am-2:00pm, Fri\"\n",
            NULL});
    assert_int_equal(out.code, ERR_OK);
    assert_int_equal(out.sets[0].count, 2);
    const Service *first = &out.sets[0].services[0];
    expect_text(first->name, "Café für alle");
    expect_text(out.sets[0].services[1].name, "No id");
    assert_int_equal(first->url.len + first->email.len + first->phone.len, 0);
    assert_int_equal(first->hours_count, 0); /* the rows lost what the text says */
    expect_text(first->hours_text, "9:00am-6:00pm, Mon-Thur; 9:00am-2:00pm, Fri");
    assert_int_equal(bench.report.refused_count, 2);
    expect_str(bench_refused(&bench, 0),
               "Services.CSV:3:name: it is empty: a service needs a name");
    expect_str(bench_refused(&bench, 1),
               "Services.CSV:4:id: this id was there before: the first one counts");
    assert_false(out.sets[0].complete);
    assert_true(is_noted(&bench, "Windows-1252"));
    assert_true(is_noted(&bench, "2 row(s) of eligibility do not say what they belong to"));
    assert_true(is_noted(&bench, "1 row(s) of languages name a service that is not"));
    assert_true(is_noted(&bench, "an organization that is not in the package"));
    assert_true(is_noted(&bench, "metadata.csv has none of the columns"));
    bench_end(&bench);
}

static void test_hsds__takes_a_column_twice_and_short_rows_of_others(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Outcome out = read_files(
        &bench, (const char *const[]){"services.csv",
                                      "id,name,email,status,fees,email,url\n"
                                      "7,Help with 5\" pipes,a@b.example,active,,c@d.example\n",
                                      "phones.csv", "service_id,number\n7.0,305-555-0142\n", NULL});
    expect_text(only(&out)->name, "Help with 5\" pipes");
    expect_str(only(&out)->email, "a@b.example");
    expect_str(only(&out)->phone, "+13055550142");
    assert_int_equal(bench.report.refused_count, 0);
    assert_true(is_noted(&bench, "1 row(s) are shorter than the first line"));
    bench_end(&bench);
}

/* Each is one row of a schedule that nobody can be sure of: text, no hours. */
static void test_hsds__hours_are_understood_whole_or_shown_as_text(void **state) {
    static const char *const ROWS[] = {
        "Monday,9:00,5:00,,,,",             /* no am or pm, closes before it opens */
        "Monday,9:00am,9:00am,,,,",         /* the same twice */
        "Monday,9:00am,5:00pm (desk),,,,",  /* more than a time */
        "Monday,9:00am,,,,,",               /* no end */
        "Someday,9:00am,5:00pm,,,,",        /* no day */
        ",09:00,17:00,WEEKLY,1,,\"41,42\"", /* weeks of the year */
        ",09:00,17:00,WEEKLY,1,2MO,",       /* an ordinal in a week */
        ",09:00,17:00,FORTNIGHTLY,1,MO,",
        ",09:00,17:00,WEEKLY,x,MO,",
        ",09:00,17:00,,,,", /* on which days? */
        ",,,WEEKLY,1,MO,",  /* from when? */
    };
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Bench bench;
        bench_begin(&bench);
        Str8 rows =
            str8_format(&bench.arena,
                        "service_id,weekday,opens_at,closes_at,freq,interval,byday,byweekno,"
                        "description\ns1,Friday,9:00am,5:00pm,,,,,\ns1,%s,As agreed\n",
                        ROWS[i]);
        Outcome out = read_files(&bench, (const char *const[]){"services.csv", "id,name\ns1,Help\n",
                                                               "schedules.csv", rows.ptr, NULL});
        const Service *service = only(&out);
        if (service->hours_count + service->rules_count != 0) {
            fail_msg("'%s' was taken for hours", ROWS[i]);
        }
        assert_true(is_noted(&bench, "could not be read whole"));
        bench_end(&bench);
    }
}

static void test_hsds__a_service_has_a_sane_number_of_places(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    Str8Builder links = builder_in(&bench.arena, 4096);
    builder_add(&links, STR8("id,service_id,location_id\n"));
    for (int i = 0; i < 40; i++) {
        builder_format(&links, "%d,s1,l%d\n", i, i);
    }
    Outcome out =
        read_files(&bench, (const char *const[]){"services.csv", "id,name\ns1,Help\n",
                                                 "service_at_locations.csv", links.buffer, NULL});
    assert_int_equal(out.code, ERR_OK);
    assert_int_equal(out.sets[0].count, 25);
    assert_true(is_noted(&bench, "more than 25 places"));
    bench_end(&bench);
}

/* ---- JSON ---- */

static const char NESTED[] =
    "{\"id\":\"s1\",\"name\":\"Counseling\",\"status\":\"active\",\"minimum_age\":12,"
    "\"organization\":{\"id\":\"o1\",\"name\":\"Care Center\",\"website\":\"care.example\"},"
    "\"phones\":[{\"number\":\"305-555-0142\",\"extension\":9}],"
    "\"languages\":[{\"name\":\"Urdu\",\"code\":\"ur\"},\"Spanish\"],"
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU\",\"opens_at\":\"10:00:00\","
    "\"closes_at\":\"18:00:00\"}],"
    "\"required_documents\":[{\"document\":\"Photo id\"}],"
    "\"attributes\":[{\"taxonomy_term\":{\"id\":\"t1\",\"code\":\"BD-1800.2000\","
    "\"name\":\"Food Pantries\"}}],"
    "\"service_at_locations\":[{\"id\":\"x1\",\"location\":{\"id\":\"l1\",\"name\":\"North\","
    "\"latitude\":25.5,\"longitude\":-80.25,\"addresses\":[{\"address_1\":\"1 Main St\","
    "\"city\":\"Miami\",\"state_province\":\"FL\",\"postal_code\":\"33157\","
    "\"address_type\":\"physical\"}]}}]}";

static void expect_nested(Bench *bench, const Service *service) {
    expect_text(service->name, "Counseling");
    expect_text(service->role, "Care Center");
    expect_text(service->place, "North");
    expect_text(service->eligibility, "Age 12 and up");
    expect_text(service->documents, "Photo id");
    expect_str(service->phone, "+13055550142,9");
    expect_str(service->url, "https://care.example");
    expect_str(service->address, "1 Main St, Miami, FL 33157");
    expect_hours(bench, service, "1 600 1080;2 600 1080");
    expect_languages(bench, service, "ur es");
    assert_int_equal(service->longitude_e6, -80250000);
    assert_true((service->needs & 1u << NEED_FOOD) != 0);
}

static void test_hsds_json__reads_a_service_a_list_a_page_and_an_organization(void **state) {
    static const char *const AROUND[][2] = {
        {"", ""},
        {"[", "]"},
        {"\xEF\xBB\xBF {\"services\":[", "]}"},
        {"{\"total_items\":1,\"page_number\":1,\"contents\":[", "]}"},
        {"{\"id\":\"o1\",\"name\":\"Care Center\",\"website\":\"care.example\",\"services\":[",
         "]}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof AROUND / sizeof AROUND[0]; i++) {
        Bench bench;
        bench_begin(&bench);
        Str8 text = str8_format(&bench.arena, "%s%s%s", AROUND[i][0], NESTED, AROUND[i][1]);
        Outcome out = read_json(&bench, text.ptr);
        expect_nested(&bench, only(&out));
        bench_end(&bench);
    }
}

static void test_hsds_json__reads_a_service_at_location_and_places_without_links(void **state) {
    static const char *const DOCUMENTS[] = {
        "{\"id\":\"x1\",\"service\":{\"id\":\"s1\",\"name\":\"Help\"},"
        "\"location\":{\"id\":\"l1\",\"name\":\"North\"}}",
        "[{\"id\":\"s1\",\"name\":\"Help\",\"locations\":[{\"id\":\"l1\",\"name\":\"North\"}]}]",
        "{\"id\":3,\"name\":\"North\",\"latitude\":25.5,\"organization\":{\"id\":4,"
        "\"name\":\"Center\"},\"services\":[{\"id\":1,\"name\":\"Help\"}]}",
        "{\"services.csv\":[{\"id\":\"s1\",\"name\":\"Help\"}],"
        "\"locations.csv\":[{\"id\":\"l1\",\"name\":\"North\"}],"
        "\"service_at_location.csv\":[{\"id\":\"x1\",\"service_id\":\"s1\","
        "\"location_id\":\"l1\"}]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof DOCUMENTS / sizeof DOCUMENTS[0]; i++) {
        Bench bench;
        bench_begin(&bench);
        Outcome out = read_json(&bench, DOCUMENTS[i]);
        expect_text(only(&out)->name, "Help");
        expect_text(only(&out)->place, "North");
        bench_end(&bench);
    }
}

static void test_hsds_json__what_is_none_is_refused_with_a_reason(void **state) {
    static const struct {
        const char *text;
        const char *reason;
    } TABLE[] = {
        {"{\"id\":1,\n\"name\":", "line 2"},
        {"{\"id\":1,\"id\":2}", "no JSON"},
        {"{\"swagger\":\"2.0\"}", "no HSDS document"},
        {"[]", "holds no service"},
        {"[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "no HSDS document"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        Bench bench;
        bench_begin(&bench);
        Outcome out = read_json(&bench, TABLE[i].text);
        assert_int_equal(out.code, ERR_INVALID);
        if (strstr(bench.err.text, TABLE[i].reason) == NULL) {
            fail_msg("'%s' was refused with '%s'", TABLE[i].text, bench.err.text);
        }
        bench_end(&bench);
    }
}

/* ---- telling packages apart ---- */

static void test_hsds__is_told_from_other_packages(void **state) {
    static const struct {
        const char *name;
        bool is_package;
    } TABLE[] = {
        {"services.csv", true}, {"Service.csv", true},   {"export.json", true},
        {"orgs.csv", false},    {"users.csv", false},    {"datapackage.json", false},
        {"events.csv", false},  {"calendar.ics", false}, {"organizations.csv", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        Bench bench;
        bench_begin(&bench);
        Source source =
            bench_folder(&bench, (const char *const[]){TABLE[i].name, "id,name\n1,A\n", NULL});
        if (hsds_is_package(&source) != TABLE[i].is_package) {
            fail_msg("%s", TABLE[i].name);
        }
        bench_end(&bench);
    }
}

static void test_hsds__the_same_package_gives_the_same_ids(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    const char *const files[] = {"services.csv", "id,name\ns1,Help\ns2,Help\n", NULL};
    Outcome first = read_files(&bench, files);
    Outcome second = read_files(&bench, files);
    assert_int_equal(first.sets[0].count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_true(id_equal(first.sets[0].services[i].id, second.sets[0].services[i].id));
        assert_true(str8_equal(first.sets[0].services[i].key, second.sets[0].services[i].key));
    }
    assert_false(str8_equal(first.sets[0].services[0].key, first.sets[0].services[1].key));
    expect_str(first.sets[0].source, "hsds:folder");
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hsds__reads_version_1_0_with_its_own_names),
        cmocka_unit_test(test_hsds__reads_version_2_0_with_recurring_schedules),
        cmocka_unit_test(test_hsds__reads_version_3_1),
        cmocka_unit_test(test_hsds__survives_dirty_tables),
        cmocka_unit_test(test_hsds__takes_a_column_twice_and_short_rows_of_others),
        cmocka_unit_test(test_hsds__hours_are_understood_whole_or_shown_as_text),
        cmocka_unit_test(test_hsds__a_service_has_a_sane_number_of_places),
        cmocka_unit_test(test_hsds_json__reads_a_service_a_list_a_page_and_an_organization),
        cmocka_unit_test(test_hsds_json__reads_a_service_at_location_and_places_without_links),
        cmocka_unit_test(test_hsds_json__what_is_none_is_refused_with_a_reason),
        cmocka_unit_test(test_hsds__is_told_from_other_packages),
        cmocka_unit_test(test_hsds__the_same_package_gives_the_same_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
