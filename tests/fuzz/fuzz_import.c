#include "tests/fuzz/fuzz_import.h"

static Zone *zone;
static Folder *folder;

void fuzz_import_begin(FuzzImport *import) {
    if (zone == NULL) {
        FOYER_ASSERT(zone_open(STR8("America/New_York"), &zone, NULL) == ERR_OK);
        FOYER_ASSERT(folder_open(&folder, NULL) == ERR_OK);
    }
    *import = (FuzzImport){.arena = fuzz_arena(), .folder = folder};
    import->report = report_make(&import->arena);
    import->calendar = (CalendarContext){.arena = &import->arena,
                                         .zone = zone,
                                         .now_utc_ms = INT64_C(1760652000000),
                                         .language = STR8("en"),
                                         .us_dates = true,
                                         .report = &import->report};
}

static bool is_line(Str8 text) {
    bool one = str8_is_valid(text);
    for (size_t i = 0; one && i < text.len; i++) {
        one = text.ptr[i] != '\n' && text.ptr[i] != '\r';
    }
    return one;
}

void fuzz_import_end(FuzzImport *import, ErrCode code) {
    const Report *report = &import->report;
    fuzz_check_answer(code, &import->err);
    FOYER_ASSERT(report->refused_listed <= REPORT_REFUSED_MAX);
    FOYER_ASSERT(report->refused_listed <= report->refused_count);
    FOYER_ASSERT(report->notes_count <= REPORT_NOTES_MAX);
    for (size_t i = 0; i < report->refused_listed; i++) {
        const Refused *refused = &report->refused[i];
        FOYER_ASSERT(refused->reason.len > 0 && is_line(refused->reason));
        FOYER_ASSERT(str8_is_valid(refused->file) && str8_is_valid(refused->column));
    }
    for (size_t i = 0; i < report->notes_count; i++) {
        FOYER_ASSERT(report->notes[i].len > 0 && str8_is_valid(report->notes[i]));
    }
    arena_free(&import->arena);
}

static void add_file(FuzzImport *import, Source *source, Str8 name, Str8 bytes) {
    Str8 rest;
    name = str8_cut(name, '\0', &rest); /* as every folder and zip does */
    if (source->files_count == SOURCE_FILES_MAX || !str8_is_valid(name)) {
        return;
    }
    source->files[source->files_count++] =
        (SourceFile){str8_copy(&import->arena, name), str8_copy(&import->arena, bytes)};
}

Source fuzz_import_folder(FuzzImport *import, Str8 name, Str8 bytes) {
    Source source = {.name = STR8("folder"),
                     .is_container = true,
                     .files = ARENA_ARRAY(&import->arena, SourceFile, SOURCE_FILES_MAX)};
    static const Str8 MARK = {"--- ", 4};
    if (!str8_starts_with(bytes, MARK)) {
        add_file(import, &source, name, bytes);
        return source;
    }
    while (bytes.len > 0) {
        Str8 rest;
        Str8 title = str8_cut(str8_slice(bytes, MARK.len, bytes.len), '\n', &rest);
        size_t end = str8_find(rest, STR8("\n--- "));
        add_file(import, &source, title, str8_slice(rest, 0, end));
        bytes = end < rest.len ? str8_slice(rest, end + 1, rest.len) : STR8("");
    }
    return source;
}

static void check_name(Str8 name) {
    FOYER_ASSERT(name.len <= PERSON_NAME_MAX && is_line(name));
}

static void check_household(const HouseholdIn *in) {
    const Household *household = &in->household;
    FOYER_ASSERT(!id_is_none(household->id));
    FOYER_ASSERT(household->people_count >= 1);
    FOYER_ASSERT(household->people_count <= HOUSEHOLD_PEOPLE_MAX);
    FOYER_ASSERT(in->phones_count <= HOUSEHOLD_PHONES_MAX);
    FOYER_ASSERT(in->letters_count <= HOUSEHOLD_LETTERS_MAX);
    FOYER_ASSERT(str8_is_valid(household->language));
    for (size_t i = 0; i < household->people_count; i++) {
        const Person *person = &household->people[i];
        check_name(person->given_name);
        check_name(person->family_name);
        Str8 grade = person->grade;
        FOYER_ASSERT(person->role < PERSON_ROLE_COUNT);
        FOYER_ASSERT(grade.len == 0 ||
                     (grade_parse(person->grade, &grade) && str8_equal(grade, person->grade)));
    }
    for (size_t i = 0; i < in->phones_count; i++) {
        char digits[PHONE_DIGITS_MAX + 1];
        size_t length = phone_normalize(in->phones[i], digits);
        FOYER_ASSERT(str8_equal((Str8){digits, length}, in->phones[i]));
    }
}

void fuzz_check_roster(const Roster *roster) {
    FOYER_ASSERT(roster->count <= ROSTER_PEOPLE_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        check_household(&roster->households[i]);
    }
}

static void check_texts(TextSet set) {
    FOYER_ASSERT(set.count <= TEXT_SET_MAX);
    for (size_t i = 0; i < set.count; i++) {
        FOYER_ASSERT(set.items[i].text.len > 0 && str8_is_valid(set.items[i].text));
        FOYER_ASSERT(str8_is_valid(set.items[i].language));
    }
}

static void check_event(const Event *event) {
    static const int64_t LENGTH_MAX_MS = (int64_t)(CALENDAR_LENGTH_MAX_DAYS + 1) * DAY_MS;
    FOYER_ASSERT(!id_is_none(event->id) && event->uid.len > 0);
    FOYER_ASSERT(str8_is_valid(event->uid) && str8_is_valid(event->place));
    FOYER_ASSERT(event->title.count > 0);
    FOYER_ASSERT(event->kind < EVENT_KIND_COUNT);
    FOYER_ASSERT(event->start_utc_ms < event->end_utc_ms);
    FOYER_ASSERT(event->end_utc_ms - event->start_utc_ms <= LENGTH_MAX_MS);
    FOYER_ASSERT(event->sessions_count <= EVENT_SESSIONS_MAX);
    check_texts(event->title);
    for (size_t i = 0; i < event->sessions_count; i++) {
        const Session *session = &event->sessions[i];
        check_texts(session->title);
        check_texts(session->way);
        FOYER_ASSERT(str8_is_valid(session->teacher) && str8_is_valid(session->room));
    }
}

void fuzz_check_calendar(const Calendar *calendar) {
    FOYER_ASSERT(calendar->count <= CALENDAR_EVENTS_MAX);
    FOYER_ASSERT(calendar->all_day <= calendar->count);
    FOYER_ASSERT(calendar->source.len > 0 && str8_is_valid(calendar->source));
    for (size_t i = 0; i < calendar->count; i++) {
        check_event(&calendar->events[i]);
    }
}
