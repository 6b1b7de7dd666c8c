#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/opening_hours.h"
#include "data/import/people_csv.h"
#include "tests/unit/import/import_help.h"

/* The school's people, channels and guides as plain CSV: every column, and every refusal. */

static const char *const NOW = "2026-10-01T12:00:00Z";

static ErrCode read_people(Bench *bench, const char *text, ServiceSet *set) {
    CalendarContext context = bench_calendar(bench, NOW);
    SourceFile file = {STR8("people.csv"), str8_from(text)};
    return people_csv_read(&context, &file, set, &bench->err);
}

static ErrCode read_channels(Bench *bench, const char *text, ChannelSet *set) {
    CalendarContext context = bench_calendar(bench, NOW);
    SourceFile file = {STR8("channels.csv"), str8_from(text)};
    return channels_csv_read(&context, &file, set, &bench->err);
}

static ErrCode read_guides(Bench *bench, const char *text, GuideSet *set) {
    CalendarContext context = bench_calendar(bench, NOW);
    SourceFile file = {STR8("guides.csv"), str8_from(text)};
    return guides_csv_read(&context, &file, set, &bench->err);
}

/* "en: Free | es: Gratis" */
static const char *texts(Bench *bench, TextSet set) {
    Str8Builder out = builder_in(&bench->arena, 4096);
    for (size_t i = 0; i < set.count; i++) {
        builder_format(&out, "%s%.*s: %.*s", i > 0 ? " | " : "", STR8_ARG(set.items[i].language),
                       STR8_ARG(set.items[i].text));
    }
    return out.buffer;
}

static void expect_text(Str8 got, const char *want) {
    if (!str8_equal(got, str8_from(want))) {
        fail_msg("'%.*s' is not '%s'", STR8_ARG(got), want);
    }
}

/* ---- samples ---- */

static Source open_sample(Bench *bench, const char *path) {
    Source source;
    assert_int_equal(source_read(&bench->arena, path, &source, NULL), ERR_OK);
    return source;
}

static void test_content_csv__the_sample_people_are_read_whole(void **state) {
    (void)state;
    Bench bench;
    ServiceSet set;
    bench_begin(&bench);
    Source source = open_sample(&bench, "data/import/samples/people.csv");
    CalendarContext context = bench_calendar(&bench, NOW);
    assert_int_equal(people_csv_read(&context, &source.files[0], &set, &bench.err), ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_int_equal(set.count, 3);
    assert_true(set.complete);
    expect_text(set.source, "people");
    const Service *counselor = &set.services[0];
    expect_text(counselor->key, "counselor");
    assert_true(counselor->own && counselor->is_person);
    assert_false(set.services[2].is_person);
    assert_int_equal(counselor->helps_count, 3);
    assert_string_equal(texts(&bench, counselor->helps[1]),
                        "en: Trouble with friends | es: Problemas con amigos | "
                        "ar: مشكلات مع الأصدقاء");
    assert_int_equal(set.services[2].hours_count, 3);
    assert_int_equal(set.services[1].languages_count, 4);
    bench_end(&bench);
}

static void test_content_csv__the_sample_channels_and_guides_are_read_whole(void **state) {
    (void)state;
    Bench bench;
    ChannelSet channels;
    GuideSet guides;
    bench_begin(&bench);
    Source source = open_sample(&bench, "data/import/samples/channels.csv");
    CalendarContext context = bench_calendar(&bench, NOW);
    assert_int_equal(channels_csv_read(&context, &source.files[0], &channels, &bench.err), ERR_OK);
    source = open_sample(&bench, "data/import/samples/guides.csv");
    assert_int_equal(guides_csv_read(&context, &source.files[0], &guides, &bench.err), ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_int_equal(channels.count, 4);
    assert_int_equal(channels.channels[0].kind, CHANNEL_CLASS_STORY);
    expect_text(channels.channels[1].sms_number, "81010");
    expect_text(channels.channels[3].network, "Sample-Guest");
    assert_int_equal(guides.count, 2);
    assert_int_equal(guides.guides[0].steps_count, 3); /* lines of a cell */
    assert_int_equal(guides.guides[1].steps_count, 3); /* | */
    assert_string_equal(texts(&bench, guides.guides[0].steps[1]),
                        "en: Or call the office and say your language. | "
                        "es: O llame a la oficina y diga su idioma. | "
                        "ar: أو اتصلوا بالمكتب وقولوا ما لغتكم.");
    expect_text(guides.guides[1].person, "counselor");
    bench_end(&bench);
}

/* ---- people ---- */

/* In the order of text_of. */
static const char *const TEXT_COLUMNS[] = {
    "role",  "summary", "place",       "cost",  "eligibility", "ineligibility", "documents",
    "apply", "wait",    "interpreter", "alert", "alternate",   "hours_text"};

static TextSet text_of(const Service *service, size_t index) {
    const TextSet sets[] = {service->role,        service->summary,     service->place,
                            service->cost,        service->eligibility, service->ineligibility,
                            service->documents,   service->apply,       service->wait,
                            service->interpreter, service->alert,       service->alternate,
                            service->hours_text};
    return sets[index];
}

static void test_content_csv__every_text_of_a_person_comes_in_every_language(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof TEXT_COLUMNS / sizeof TEXT_COLUMNS[0]; i++) {
        Bench bench;
        ServiceSet set;
        bench_begin(&bench);
        const char *name = TEXT_COLUMNS[i];
        const char *file =
            str8_format(&bench.arena, "name,needs,%s:AR,%s,%s: zh_hans\nX,food,c,\"a  \n b\",d\n",
                        name, name, name)
                .ptr;
        assert_int_equal(read_people(&bench, file, &set), ERR_OK);
        assert_int_equal(bench.report.refused_count, 0);
        assert_string_equal(texts(&bench, text_of(&set.services[0], i)),
                            "en: a b | ar: c | zh-Hans: d");
        for (size_t other = 0; other < sizeof TEXT_COLUMNS / sizeof TEXT_COLUMNS[0]; other++) {
            assert_true(other == i || text_of(&set.services[0], other).count == 0);
        }
        bench_end(&bench);
    }
}

static void test_content_csv__every_other_column_of_a_person_is_read(void **state) {
    (void)state;
    Bench bench;
    ServiceSet set;
    bench_begin(&bench);
    const char *file =
        "Name;NAME:es;person;needs;helps;helps:es;room;address;phone;email;url;languages;hours;"
        "checked;key\n"
        "Ana;Anita;No;\"Food, After School\";\"One\n\nTwo | Three\";Uno|Dos|Tres;B 4;1 Main St;"
        "305-555-0142 ext. 3;a@example.org;https://example.org/a;Haitian Creole, es/Arabic;"
        "Sat 9:00-12:00;10/01/2026;ana-1\n";
    assert_int_equal(read_people(&bench, file, &set), ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    const Service *service = &set.services[0];
    assert_string_equal(texts(&bench, service->name), "en: Ana | es: Anita");
    assert_false(service->is_person);
    assert_int_equal(service->needs, 1u << NEED_FOOD | 1u << NEED_AFTER_SCHOOL);
    assert_int_equal(service->helps_count, 3);
    assert_string_equal(texts(&bench, service->helps[2]), "en: Three | es: Tres");
    expect_text(service->room, "B 4");
    expect_text(service->address, "1 Main St");
    expect_text(service->phone, "+13055550142,3");
    expect_text(service->email, "a@example.org");
    expect_text(service->url, "https://example.org/a");
    assert_int_equal(service->languages_count, 3);
    expect_text(service->languages[0], "ht");
    expect_text(service->languages[2], "ar");
    assert_int_equal(service->hours_count, 1);
    assert_int_equal(service->hours[0].weekday, 6);
    assert_int_equal(service->assured_utc_ms, bench_utc("2026-10-01T12:00:00Z"));
    expect_text(service->key, "ana-1");
    bench_end(&bench);
}

#define NEEDS                                                                                      \
    " talk struggling food housing health special-education work legal learn after-school "        \
    "safety interpreter baby clothes transport disability older play more"

/* A header, a row, and its refusal. */
static const char *const PEOPLE_REFUSED[][3] = {
    {"name,needs", ",food", "people.csv:2:name: it is empty"},
    {"name,needs", "A,", "people.csv:2:needs: write one or more of:" NEEDS},
    {"name,needs", "A,food special education cash",
     "people.csv:2:needs: each word must be one of:" NEEDS},
    {"name,needs,Person", "A,food,maybe", "people.csv:2:Person: write yes or no"},
    {"name,needs,helps", "A,food,1|2|3|4|5|6|7",
     "people.csv:2:helps: it has 7 lines, and 6 are the most"},
    {"name,needs,helps,helps:es", "A,food,1|2|3,1|2",
     "people.csv:2:helps:es: it has 2 lines and 'helps' has 3: write the same lines in the same "
     "order"},
    {"name,needs,phone", "A,food,call me",
     "people.csv:2:phone: write one number with its area code: (305) 555-0142"},
    {"name,needs,email", "A,food,a at example.org",
     "people.csv:2:email: write one address such as office@example.org"},
    {"name,needs,email", "A,food,a@example.org b@example.org",
     "people.csv:2:email: write one address such as office@example.org"},
    {"name,needs,url", "A,food,http://example.org",
     "people.csv:2:url: the address begins with something else than https://"},
    {"name,needs,url", "A,food,https://127.0.0.1/",
     "people.csv:2:url: the address has a number instead of the site's name"},
    {"name,needs,languages", "A,food,Klingonish",
     "people.csv:2:languages: write languages or their codes: English, Spanish or en, es (an "
     "interpreter has a column interpreter)"},
    {"name,needs,languages", "A,food,English with interpreters",
     "people.csv:2:languages: write languages or their codes: English, Spanish or en, es (an "
     "interpreter has a column interpreter)"},
    {"name,needs,hours", "A,food,by appointment",
     "people.csv:2:hours: write it as Mon-Fri 8:00-15:30; Sat 9:00-12:00 (words such as \"by "
     "appointment\" have a column hours_text)"},
    {"name,needs,checked", "A,food,last week",
     "people.csv:2:checked: write it as 2025-10-16 (year-month-day)"},
    {"name,needs,checked", "A,food,2026-10-02",
     "people.csv:2:checked: that day is still to come: write when somebody last looked"},
    {"name,needs,key", "A,food,The Counselor",
     "people.csv:2:key: write a short word of a to z, 0 to 9 and - (school-nurse)"},
    {"name,needs,cost:es", "A,food,a\x01z",
     "people.csv:2:cost:es: it holds a character that cannot be shown: write it anew"},
};

static void test_content_csv__a_wrong_person_is_refused_with_column_and_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof PEOPLE_REFUSED / sizeof PEOPLE_REFUSED[0]; i++) {
        Bench bench;
        ServiceSet set;
        bench_begin(&bench);
        size_t commas = 0;
        for (const char *c = PEOPLE_REFUSED[i][0]; *c != '\0'; c++) {
            commas += *c == ',';
        }
        const char *file =
            str8_format(&bench.arena, "%s\n%s\nGood,food%.*s\n", PEOPLE_REFUSED[i][0],
                        PEOPLE_REFUSED[i][1], (int)commas - 1, ",,,,")
                .ptr;
        assert_int_equal(read_people(&bench, file, &set), ERR_OK);
        assert_int_equal(bench.report.refused_count, 1);
        assert_string_equal(bench_refused(&bench, 0).ptr, PEOPLE_REFUSED[i][2]);
        assert_int_equal(set.count, 1);
        assert_false(set.complete);
        bench_end(&bench);
    }
}

static void test_content_csv__what_is_too_long_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *column;
        size_t most;
    } LIMITS[] = {{"name", 300}, {"summary", 2000}, {"helps", 2000}, {"room", 200}};
    for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++) {
        for (size_t more = 0; more < 2; more++) {
            Bench bench;
            ServiceSet set;
            bench_begin(&bench);
            Str8Builder file = builder_in(&bench.arena, 8192);
            builder_format(&file, "needs,%s%s\nfood,", LIMITS[i].column, i > 0 ? ",name" : "");
            for (size_t c = 0; c < LIMITS[i].most + more; c++) {
                builder_add_char(&file, 'a');
            }
            builder_format(&file, "%s\nfood,b%s\n", i > 0 ? ",x" : "", i > 0 ? ",y" : "");
            assert_int_equal(read_people(&bench, file.buffer, &set), ERR_OK);
            assert_int_equal(bench.report.refused_count, more);
            assert_int_equal(set.count, 2 - more);
            bench_end(&bench);
        }
    }
}

static void test_content_csv__a_key_is_given_or_made_of_the_name(void **state) {
    (void)state;
    static const char *const NAMES[][2] = {
        {"María José O’Neill", "maria-jose-oneill"},
        {" Dr. Đặng (Nurse) ", "dr-dang-nurse"},
        {"Room 12", "room-12"},
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        Bench bench;
        ServiceSet set;
        bench_begin(&bench);
        const char *file =
            str8_format(&bench.arena, "name,needs\n%s,food\nليلى حداد,food\nهدى,food\n",
                        NAMES[i][0])
                .ptr;
        assert_int_equal(read_people(&bench, file, &set), ERR_OK);
        assert_int_equal(set.count, 3);
        expect_text(set.services[0].key, NAMES[i][1]);
        assert_true(str8_starts_with(set.services[1].key, STR8("k-")));
        assert_false(str8_equal(set.services[1].key, set.services[2].key));
        bench_end(&bench);
    }
}

static void test_content_csv__a_text_in_any_one_language_is_enough(void **state) {
    (void)state;
    Bench bench;
    ServiceSet set;
    bench_begin(&bench);
    assert_int_equal(read_people(&bench,
                                 "name,name:es,needs,helps,helps:es\n,Consejera,talk,,Miedo|Pena\n",
                                 &set),
                     ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    assert_string_equal(texts(&bench, set.services[0].name), "es: Consejera");
    assert_int_equal(set.services[0].helps_count, 2);
    assert_string_equal(texts(&bench, set.services[0].helps[1]), "es: Pena");
    expect_text(set.services[0].key, "consejera");
    bench_end(&bench);
}

static void test_content_csv__one_key_is_one_row(void **state) {
    (void)state;
    Bench bench;
    ServiceSet set;
    bench_begin(&bench);
    assert_int_equal(read_people(&bench,
                                 "name,needs,key\nAna,food,\nÁna,food,\nBo,food,ana\nBo,food,bo\n",
                                 &set),
                     ERR_OK);
    assert_int_equal(set.count, 2);
    assert_string_equal(bench_refused(&bench, 0).ptr,
                        "people.csv:3:name: row 2 has the same one: give each a key of its own");
    assert_string_equal(bench_refused(&bench, 1).ptr,
                        "people.csv:4:key: row 2 has the same: give each a key of its own");
    bench_end(&bench);
}

/* ---- whole files ---- */

static const char *const FILES_REFUSED[][2] = {
    {"name,role\nA,b\n", "people.csv: there is no column 'needs'"},
    {"name,needs,role:e\nA,food,b\n",
     "people.csv: the column 'role:e' names no language: write role:es, role:ar, role:zh-Hans"},
    {"name,needs,role:spanish\nA,food,b\n",
     "people.csv: the column 'role:spanish' names no language: write role:es, role:ar, "
     "role:zh-Hans"},
    {"name,needs,role,role:EN\nA,food,b,c\n",
     "people.csv: the columns 'role' and 'role:EN' are of the same language: keep one"},
    {"name,needs\n,food\n", "first row 2, column name: it is empty"},
};

static void test_content_csv__a_file_that_cannot_be_right_is_refused_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FILES_REFUSED / sizeof FILES_REFUSED[0]; i++) {
        Bench bench;
        ServiceSet set = {0};
        bench_begin(&bench);
        assert_int_equal(read_people(&bench, FILES_REFUSED[i][0], &set), ERR_INVALID);
        if (strstr(bench.err.text, FILES_REFUSED[i][1]) == NULL) {
            fail_msg("'%s' does not say '%s'", bench.err.text, FILES_REFUSED[i][1]);
        }
        assert_int_equal(set.count, 0);
        bench_end(&bench);
    }
}

static const char *rows_of(Bench *bench, const char *head, const char *row, size_t count) {
    Str8Builder out = builder_in(&bench->arena, 64 << 10);
    builder_add(&out, str8_from(head));
    for (size_t i = 0; i < count; i++) {
        builder_format(&out, "%s %zu\n", row, i);
    }
    assert_false(out.full);
    return out.buffer;
}

static void test_content_csv__no_list_is_longer_than_the_kiosk_shows(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        Bench bench;
        ServiceSet people;
        ChannelSet channels;
        GuideSet guides;
        ErrCode want = more > 0 ? ERR_LIMIT : ERR_OK;
        bench_begin(&bench);
        const char *file = rows_of(&bench, "needs,name\n", "food,x", 500 + more);
        assert_int_equal(read_people(&bench, file, &people), want);
        file = rows_of(&bench, "kind,name\n", "other,x", CHANNELS_MAX + more);
        assert_int_equal(read_channels(&bench, file, &channels), want);
        file = rows_of(&bench, "title\n", "x", GUIDES_MAX + more);
        assert_int_equal(read_guides(&bench, file, &guides), want);
        bench_end(&bench);
    }
}

/* ---- hours ---- */

/* As "day opens closes" of minutes; Sunday is 0. */
static const char *const HOURS[][2] = {
    {"", ""},
    {"Mon-Fri 8:00-15:30; Sat 9:00-12:00",
     "1 480 930;2 480 930;3 480 930;4 480 930;5 480 930;6 540 720;"},
    {"monday: 8 AM – 3:30 PM", "1 480 930;"},
    {"Mon, Wed/Fri 08:00-12:00", "1 480 720;3 480 720;5 480 720;"},
    {"Tue 8:00-12:00, 13:00-16:00", "2 480 720;2 780 960;"},
    {"lunes - martes 8:00 - 9:00\nSun 12:00pm-11 p.m.", "1 480 540;2 480 540;0 720 1380;"},
    {"Fri-Mon 10:00-11:00", "0 600 660;1 600 660;5 600 660;6 600 660;"},
    {"Mon-Sun 00:00-24:00", "0 0 1440;1 0 1440;2 0 1440;3 0 1440;4 0 1440;5 0 1440;6 0 1440;"},
    {"Thu 6:00 PM-12:00 AM;", "4 1080 1440;"},
    {"Thu 8:00-3:30 PM; Fri 8:00 AM-15:30", "4 480 930;5 480 930;"},
};

static void test_opening_hours__reads_weeks_as_schools_write_them(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof HOURS / sizeof HOURS[0]; i++) {
        char buffer[512];
        Str8Builder out = builder_make(buffer, sizeof buffer);
        Hours hours[SERVICE_HOURS_MAX];
        size_t count = 99;
        const char *why = NULL;
        bool read = opening_hours_parse(str8_from(HOURS[i][0]), hours, &count, &why);
        for (size_t h = 0; read && h < count; h++) {
            builder_format(&out, "%d %d %d;", hours[h].weekday, hours[h].opens_minute,
                           hours[h].closes_minute);
        }
        if (!read || strcmp(buffer, HOURS[i][1]) != 0) {
            fail_msg("'%s' was read as '%s' (%s)", HOURS[i][0], buffer, why);
        }
    }
}

static const char *const HOURS_REFUSED[][2] = {
    {"Mon-Fri", "write it as"},
    {"8:00-15:30", "write it as"},
    {"Mon-Fri 8:00", "write it as"},
    {"Mon-Fri 8-15", "write it as"},
    {"M-F 8:00-15:30", "write it as"},
    {"Mon-Fri 8:00-15:30 and later", "write it as"},
    {"Mon-Fri 8:00-25:00", "write it as"},
    {";", "write it as"},
    {"Mon 1:00-3:00", "in the morning"},
    {"Mon 8:00-3:30", "in the morning"},
    {"Mon 1:00-3:30 PM", "in the morning"},
    {"Mon 9:00-11:00 PM", "in the morning"},
    {"Mon 8:00 AM-11:00", "in the morning"},
    {"Mon 15:30-8:00", "closes before"},
    {"Mon 8:00 PM-8:00 AM", "closes before"},
    {"Mon-Sun 8:00-9:00,10:00-11:00,12:00-13:00,14:00-15:00,16:00-17:00,18:00-19:00,20:00-21:00",
     "too many"},
};

static void test_opening_hours__guesses_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof HOURS_REFUSED / sizeof HOURS_REFUSED[0]; i++) {
        Hours hours[SERVICE_HOURS_MAX];
        size_t count = 99;
        const char *why = NULL;
        bool read = opening_hours_parse(str8_from(HOURS_REFUSED[i][0]), hours, &count, &why);
        if (read || strstr(why, HOURS_REFUSED[i][1]) == NULL) {
            fail_msg("'%s': %s", HOURS_REFUSED[i][0], read ? "read" : why);
        }
        assert_int_equal(count, 0);
    }
}

/* ---- channels ---- */

static const struct {
    const char *word;
    ChannelKind kind;
} KINDS[] = {
    {"class-story", CHANNEL_CLASS_STORY},
    {"ClassDojo", CHANNEL_CLASS_STORY},
    {"Class Dojo", CHANNEL_CLASS_STORY},
    {"REMIND", CHANNEL_TEXTS},
    {"Bloomz", CHANNEL_POSTS},
    {"parent square", CHANNEL_POSTS},
    {"Google Sites", CHANNEL_SITE},
    {"wix", CHANNEL_SITE},
    {"Wakelet", CHANNEL_COLLECTION},
    {"YouTube", CHANNEL_VIDEO},
    {"PowerSchool", CHANNEL_GRADES},
    {"Smore", CHANNEL_NEWSLETTER},
    {"E-Mail", CHANNEL_EMAIL},
    {"Facebook", CHANNEL_SOCIAL},
    {"Google Forms", CHANNEL_SURVEY},
    {"Wi-Fi", CHANNEL_WIFI},
    {"other", CHANNEL_OTHER},
};

static void test_content_csv__a_channel_is_of_the_kind_of_its_product(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        ChannelKind kind = CHANNEL_KIND_COUNT;
        assert_true(channels_csv_kind(str8_from(KINDS[i].word), &kind));
        assert_int_equal(kind, KINDS[i].kind);
    }
    ChannelKind kind = CHANNEL_KIND_COUNT;
    assert_false(channels_csv_kind(STR8("pigeon"), &kind));
    assert_false(channels_csv_kind(STR8(""), &kind));
}

static void test_content_csv__every_column_of_a_channel_is_read(void **state) {
    (void)state;
    Bench bench;
    ChannelSet set;
    bench_begin(&bench);
    const char *file =
        "kind,name,name:es,purpose,purpose:ar,join code,url,sms_number,sms_body,email,key\n"
        "Remind,Remind 12,Remind doce,Buses,حافلات,@x12,https://example.org/r,81010,@x12,"
        "r@example.org,r12\n";
    assert_int_equal(read_channels(&bench, file, &set), ERR_OK);
    const Channel *channel = &set.channels[0];
    assert_int_equal(channel->kind, CHANNEL_TEXTS);
    assert_string_equal(texts(&bench, channel->name), "en: Remind 12 | es: Remind doce");
    assert_string_equal(texts(&bench, channel->purpose), "en: Buses | ar: حافلات");
    expect_text(channel->join_code, "@x12");
    expect_text(channel->url, "https://example.org/r");
    expect_text(channel->sms_number, "81010");
    expect_text(channel->sms_body, "@x12");
    expect_text(channel->email, "r@example.org");
    expect_text(channel->key, "r12");
    expect_text(channel->network, "");
    bench_end(&bench);
}

static const char *const CHANNELS_REFUSED[][2] = {
    {"pigeon,A,,,,,",
     "channels.csv:2:kind: write a product's name (ClassDojo, Remind, ...) or one of: class-story "
     "texts posts site collection video grades newsletter email social survey wifi other"},
    {"texts,,,,,,", "channels.csv:2:name: it is empty"},
    {"site,A,https://user@example.org,,,,",
     "channels.csv:2:url: the address has an @ in front of the site's name: leave it out"},
    {"texts,A,,,join,,",
     "channels.csv:2:sms_number: write the number that the text message goes to: 81010"},
    {"texts,A,,soon,join,,",
     "channels.csv:2:sms_number: write one number with its area code: (305) 555-0142"},
    {"email,A,,,,x,", "channels.csv:2:email: write one address such as office@example.org"},
    {"wifi,A,,,,,", "channels.csv:2:network: write the name of the Wi-Fi as a phone shows it"},
    {"site,A,,,,,net", "channels.csv:2:network: only a channel of the kind wifi has a network"},
};

static void test_content_csv__a_wrong_channel_is_refused_with_column_and_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CHANNELS_REFUSED / sizeof CHANNELS_REFUSED[0]; i++) {
        Bench bench;
        ChannelSet set;
        bench_begin(&bench);
        const char *file =
            str8_format(&bench.arena,
                        "kind,name,url,sms_number,sms_body,email,network\n%s\nother,B,,,,,\n",
                        CHANNELS_REFUSED[i][0])
                .ptr;
        assert_int_equal(read_channels(&bench, file, &set), ERR_OK);
        assert_int_equal(bench.report.refused_count, 1);
        assert_string_equal(bench_refused(&bench, 0).ptr, CHANNELS_REFUSED[i][1]);
        assert_int_equal(set.count, 1);
        assert_false(set.complete);
        bench_end(&bench);
    }
}

/* ---- guides ---- */

static void test_content_csv__every_column_of_a_guide_is_read(void **state) {
    (void)state;
    Bench bench;
    GuideSet set;
    bench_begin(&bench);
    const char *file =
        "title,title:es,summary,summary:es,steps,steps:es,questions,questions:es,take,take:es,ask,"
        "needs,url,checked,key\n"
        "IEP,PEI,Plan,Un plan,a|b,c|d,e?,f?,Go,Vaya,nurse,health;special education,"
        "https://example.org/iep,2026-09-30,iep\n";
    assert_int_equal(read_guides(&bench, file, &set), ERR_OK);
    assert_int_equal(bench.report.refused_count, 0);
    const Guide *guide = &set.guides[0];
    assert_string_equal(texts(&bench, guide->title), "en: IEP | es: PEI");
    assert_string_equal(texts(&bench, guide->summary), "en: Plan | es: Un plan");
    assert_int_equal(guide->steps_count, 2);
    assert_string_equal(texts(&bench, guide->steps[1]), "en: b | es: d");
    assert_int_equal(guide->questions_count, 1);
    assert_string_equal(texts(&bench, guide->questions[0]), "en: e? | es: f?");
    assert_string_equal(texts(&bench, guide->take), "en: Go | es: Vaya");
    expect_text(guide->person, "nurse");
    expect_text(guide->url, "https://example.org/iep");
    expect_text(guide->key, "iep");
    assert_int_equal(guide->assured_utc_ms, bench_utc("2026-09-30T12:00:00Z"));
    bench_end(&bench);
}

static void test_content_csv__what_goes_home_fits_a_code_in_every_language(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        Bench bench;
        GuideSet set;
        bench_begin(&bench);
        Str8Builder file = builder_in(&bench.arena, 4096);
        builder_add(&file, STR8("title,take,take:ar\nIEP,Go,"));
        for (size_t i = 0; i < 60 + more; i++) {
            builder_add(&file, STR8("ا")); /* two bytes */
        }
        builder_add(&file, STR8("\nB,,\n"));
        assert_int_equal(read_guides(&bench, file.buffer, &set), ERR_OK);
        assert_int_equal(bench.report.refused_count, more);
        if (more > 0) {
            assert_string_equal(bench_refused(&bench, 0).ptr,
                                "guides.csv:2:take:ar: the text is too long: it has 122 bytes, and "
                                "120 are the most");
        }
        bench_end(&bench);
    }
}

static const char *const GUIDES_REFUSED[][2] = {
    {",,,,,,", "guides.csv:2:title: it is empty"},
    {"A,1|2|3|4|5|6|7,,,,,", "guides.csv:2:steps: it has 7 lines, and 6 are the most"},
    {"A,,1|2|3|4|5|6|7,,,,", "guides.csv:2:questions: it has 7 lines, and 6 are the most"},
    {"A,,,cash,,,", "guides.csv:2:needs: each word must be one of:" NEEDS},
    {"A,,,,www.example.org,,",
     "guides.csv:2:url: the address begins with something else than https://"},
    {"A,,,,,16.10.2025,", "guides.csv:2:checked: write it as 2025-10-16 (year-month-day)"},
    {"A,,,,,,Ms. Rivera", "guides.csv:2:ask: write the key of one of the people (counselor)"},
};

static void test_content_csv__a_wrong_guide_is_refused_with_column_and_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof GUIDES_REFUSED / sizeof GUIDES_REFUSED[0]; i++) {
        Bench bench;
        GuideSet set;
        bench_begin(&bench);
        const char *file =
            str8_format(&bench.arena, "title,steps,questions,needs,url,checked,ask\n%s\nB,,,,,,\n",
                        GUIDES_REFUSED[i][0])
                .ptr;
        assert_int_equal(read_guides(&bench, file, &set), ERR_OK);
        assert_int_equal(bench.report.refused_count, 1);
        assert_string_equal(bench_refused(&bench, 0).ptr, GUIDES_REFUSED[i][1]);
        assert_int_equal(set.count, 1);
        assert_false(set.complete);
        bench_end(&bench);
    }
}

static void test_content_csv__reads_no_us_date_where_the_day_may_stand_first(void **state) {
    (void)state;
    Bench bench;
    GuideSet set;
    bench_begin(&bench);
    CalendarContext context = bench_calendar(&bench, NOW);
    SourceFile file = {STR8("g.csv"), STR8("title,checked\nA,09/10/2026\nB,2026-09-10\n")};
    context.us_dates = false;
    context.language = STR8("es");
    assert_int_equal(guides_csv_read(&context, &file, &set, &bench.err), ERR_OK);
    assert_int_equal(bench.report.refused_count, 1);
    assert_string_equal(texts(&bench, set.guides[0].title), "es: B"); /* the school's first */
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_csv__the_sample_people_are_read_whole),
        cmocka_unit_test(test_content_csv__the_sample_channels_and_guides_are_read_whole),
        cmocka_unit_test(test_content_csv__every_text_of_a_person_comes_in_every_language),
        cmocka_unit_test(test_content_csv__every_other_column_of_a_person_is_read),
        cmocka_unit_test(test_content_csv__a_wrong_person_is_refused_with_column_and_advice),
        cmocka_unit_test(test_content_csv__what_is_too_long_is_refused),
        cmocka_unit_test(test_content_csv__a_key_is_given_or_made_of_the_name),
        cmocka_unit_test(test_content_csv__a_text_in_any_one_language_is_enough),
        cmocka_unit_test(test_content_csv__one_key_is_one_row),
        cmocka_unit_test(test_content_csv__a_file_that_cannot_be_right_is_refused_whole),
        cmocka_unit_test(test_content_csv__no_list_is_longer_than_the_kiosk_shows),
        cmocka_unit_test(test_opening_hours__reads_weeks_as_schools_write_them),
        cmocka_unit_test(test_opening_hours__guesses_nothing),
        cmocka_unit_test(test_content_csv__a_channel_is_of_the_kind_of_its_product),
        cmocka_unit_test(test_content_csv__every_column_of_a_channel_is_read),
        cmocka_unit_test(test_content_csv__a_wrong_channel_is_refused_with_column_and_advice),
        cmocka_unit_test(test_content_csv__every_column_of_a_guide_is_read),
        cmocka_unit_test(test_content_csv__what_goes_home_fits_a_code_in_every_language),
        cmocka_unit_test(test_content_csv__a_wrong_guide_is_refused_with_column_and_advice),
        cmocka_unit_test(test_content_csv__reads_no_us_date_where_the_day_may_stand_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
