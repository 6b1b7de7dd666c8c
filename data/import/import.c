#include "data/import/import.h"

#include "data/domain/plan.h"
#include "data/import/events_csv.h"
#include "data/import/families.h"
#include "data/import/hsds.h"
#include "data/import/ics.h"
#include "data/import/oneroster.h"
#include "data/import/people_csv.h"

enum { HEADER_LINE_MAX = 8192 };

static const Str8 KIND_NAMES[IMPORT_KIND_COUNT] = {
    [IMPORT_AUTO] = {"auto", 4},     [IMPORT_ONEROSTER] = {"oneroster", 9},
    [IMPORT_ICS] = {"ics", 3},       [IMPORT_FAMILIES] = {"families", 8},
    [IMPORT_EVENTS] = {"events", 6}, [IMPORT_HSDS] = {"hsds", 4},
    [IMPORT_PEOPLE] = {"people", 6}, [IMPORT_CHANNELS] = {"channels", 8},
    [IMPORT_GUIDES] = {"guides", 6}, [IMPORT_PLAN] = {"plan", 4},
};

Str8 import_kind_name(ImportKind kind) {
    return KIND_NAMES[kind];
}

bool import_kind_parse(Str8 text, ImportKind *kind) {
    for (unsigned i = IMPORT_ONEROSTER; i < IMPORT_KIND_COUNT; i++) {
        if (str8_equal(text, KIND_NAMES[i])) {
            *kind = (ImportKind)i;
            return true;
        }
    }
    return false;
}

ErrCode import_open(Arena *arena, const char *const *paths, size_t paths_count, ImportKind as,
                    ImportInput *input, Err *err) {
    if (paths_count > IMPORT_PATHS_MAX) {
        return err_set(err, ERR_LIMIT, "more than %d paths at once", IMPORT_PATHS_MAX);
    }
    ImportInput opened = {
        .arena = arena,
        .sources = ARENA_ARRAY(arena, Source, paths_count + 1),
        .sources_count = paths_count,
        .as = as,
    };
    if (opened.sources == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for reading files");
    }
    for (size_t i = 0; i < paths_count; i++) {
        ErrCode code = source_read(arena, paths[i], &opened.sources[i], err);
        if (code != ERR_OK) {
            return code;
        }
    }
    *input = opened;
    return ERR_OK;
}

/* The first line in lower case, without what csv_same_name skips. */
static Str8 header_letters(char out[HEADER_LINE_MAX], Str8 bytes) {
    Str8Builder text = builder_make(out, HEADER_LINE_MAX);
    for (size_t i = 0; i < bytes.len && bytes.ptr[i] != '\n'; i++) {
        char c = bytes.ptr[i];
        if (c != ' ' && c != '_' && c != '-' && c != '\0') {
            builder_add_char(&text, c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c);
        }
    }
    return builder_text(&text);
}

static bool has(Str8 text, Str8 word) {
    return str8_find(text, word) < text.len;
}

/* Whole column names, not parts of them: many tables have some "name". */
static bool has_column(Str8 header, Str8 column) {
    size_t start = 0;
    for (size_t i = 0; i <= header.len; i++) {
        bool ends = i == header.len || header.ptr[i] == ',' || header.ptr[i] == ';' ||
                    header.ptr[i] == '\t' || header.ptr[i] == '"' || header.ptr[i] == '\r';
        if (ends && str8_equal(str8_slice(header, start, i), column)) {
            return true;
        }
        start = ends ? i + 1 : start;
    }
    return false;
}

static ImportKind kind_of_own(Str8 header) {
    if (has_column(header, STR8("title")) &&
        (has_column(header, STR8("steps")) || has_column(header, STR8("questions")) ||
         has_column(header, STR8("take")))) {
        return IMPORT_GUIDES;
    }
    if (has_column(header, STR8("name")) && has_column(header, STR8("needs"))) {
        return IMPORT_PEOPLE;
    }
    return has_column(header, STR8("name")) && has_column(header, STR8("kind")) ? IMPORT_CHANNELS
                                                                                : IMPORT_AUTO;
}

static ImportKind kind_of(Str8 bytes) {
    static const Str8 CALENDAR = {"BEGIN:VCALENDAR", 15};
    char letters[HEADER_LINE_MAX];
    if (str8_starts_with(bytes, STR8("\xEF\xBB\xBF"))) {
        bytes = str8_slice(bytes, 3, bytes.len);
    }
    Str8 trimmed = str8_trim(bytes);
    if (trimmed.len >= CALENDAR.len &&
        str8_equal_ignoring_case(str8_slice(trimmed, 0, CALENDAR.len), CALENDAR)) {
        return IMPORT_ICS;
    }
    Str8 header = header_letters(letters, bytes);
    if (has(header, STR8("sourcedid"))) {
        return IMPORT_ONEROSTER;
    }
    if (has(header, STR8("household")) && has(header, STR8("givenname"))) {
        return IMPORT_FAMILIES;
    }
    return has(header, STR8("title")) && has(header, STR8("start")) ? IMPORT_EVENTS
                                                                    : kind_of_own(header);
}

/* The school's own lists are told by their names too, so that a missing column is named. */
static ImportKind kind_of_list(const SourceFile *file) {
    if (str8_ends_with(file->name, STR8(".svg")) || str8_ends_with(file->name, STR8(".SVG"))) {
        return IMPORT_PLAN;
    }
    ImportKind kind = kind_of(file->bytes);
    for (unsigned own = IMPORT_PEOPLE; own <= IMPORT_GUIDES && kind == IMPORT_AUTO; own++) {
        Str8 word = KIND_NAMES[own];
        if (file->name.len == word.len + 4 &&
            str8_equal_ignoring_case(str8_slice(file->name, 0, word.len), word) &&
            str8_equal_ignoring_case(str8_slice(file->name, word.len, file->name.len),
                                     STR8(".csv"))) {
            kind = (ImportKind)own;
        }
    }
    return kind;
}

/* JSON and tables of services are told by their names. */
static ImportKind kind_of_file(const SourceFile *file) {
    ImportKind kind = kind_of_list(file);
    return kind == IMPORT_AUTO && hsds_is_file(file) ? IMPORT_HSDS : kind;
}

Str8 import_zone_hint(const ImportInput *input) {
    for (size_t s = 0; s < input->sources_count; s++) {
        const Source *source = &input->sources[s];
        for (size_t f = 0; f < source->files_count; f++) {
            Str8 iana = {NULL, 0};
            Str8 bytes = source->files[f].bytes;
            if (kind_of(bytes) == IMPORT_ICS &&
                zone_resolve(input->arena, ics_zone_name(bytes), &iana)) {
                return iana;
            }
        }
    }
    return STR8("");
}

/* One run of parsing. */
typedef struct {
    const ImportInput *input;
    ImportBatch *batch;
    Folder *folder;
    CalendarContext calendar;
    Err *err;
} Parsing;

static ErrCode add_file(Parsing *p, const SourceFile *file, ImportKind kind, size_t households,
                        size_t events) {
    ImportBatch *batch = p->batch;
    if (batch->files_count == IMPORT_PARTS_MAX) {
        return err_set(p->err, ERR_LIMIT, "more than %d files at once", IMPORT_PARTS_MAX);
    }
    ImportFile *added = &batch->files[batch->files_count++];
    *added =
        (ImportFile){.name = file->name, .kind = kind, .households = households, .events = events};
    import_store_digest(file->bytes.ptr, file->bytes.len, added->digest);
    return ERR_OK;
}

static ErrCode add_roster(Parsing *p, const SourceFile *file, ImportKind kind, Roster roster,
                          size_t refused_before) {
    ImportBatch *batch = p->batch;
    ErrCode code = add_file(p, file, kind, roster.count, 0);
    if (code != ERR_OK) {
        return code;
    }
    if (batch->report.refused_count > refused_before && roster.complete) {
        roster.complete = false;
        report_note(&batch->report,
                    str8_format(p->input->arena,
                                "%.*s: because rows were refused, no household counts as gone",
                                STR8_ARG(file->name)));
    }
    if (roster.unreachable > 0) {
        report_note(&batch->report,
                    str8_format(p->input->arena,
                                "%.*s: %zu household(s) have no phone number that can be used: "
                                "give them a family card (foyerctl cards)",
                                STR8_ARG(file->name), roster.unreachable));
    }
    batch->rosters[batch->rosters_count++] = roster;
    return ERR_OK;
}

static ErrCode parse_oneroster(Parsing *p, const Source *source) {
    OneRoster oneroster;
    Roster roster;
    Report *report = &p->batch->report;
    size_t refused = report->refused_count;
    ErrCode code = oneroster_read(p->input->arena, source, &oneroster, report, p->err);
    if (code == ERR_OK) {
        code = roster_group(p->input->arena, &oneroster.people, p->folder, &roster, report, p->err);
    }
    if (code != ERR_OK) {
        return code;
    }
    if (oneroster.school_name.len > 0) {
        p->batch->school_name = oneroster.school_name;
    }
    if (roster.gone_count > 0 && oneroster.people.delta) {
        report_note(report,
                    str8_format(p->input->arena,
                                "%.*s: who is marked as deleted is taken out with the whole "
                                "household; a complete (bulk) export brings back those who "
                                "stay",
                                STR8_ARG(source->name)));
    }
    const SourceFile *users = source_file(source, "users.csv");
    return add_roster(p, users != NULL ? users : &source->files[0], IMPORT_ONEROSTER, roster,
                      refused);
}

static ErrCode parse_families(Parsing *p, const SourceFile *file) {
    Roster roster;
    size_t refused = p->batch->report.refused_count;
    ErrCode code =
        families_read(p->input->arena, file, p->folder, &roster, &p->batch->report, p->err);
    return code == ERR_OK ? add_roster(p, file, IMPORT_FAMILIES, roster, refused) : code;
}

static ErrCode parse_calendar(Parsing *p, const SourceFile *file, ImportKind kind) {
    ImportBatch *batch = p->batch;
    Calendar calendar;
    size_t refused = batch->report.refused_count;
    ErrCode code = kind == IMPORT_ICS ? ics_read(&p->calendar, file, &calendar, p->err)
                                      : events_csv_read(&p->calendar, file, &calendar, p->err);
    if (code == ERR_OK) {
        code = add_file(p, file, kind, 0, calendar.count);
    }
    if (code != ERR_OK) {
        return code;
    }
    calendar.file = file->name;
    calendar.complete = batch->report.refused_count == refused;
    if (calendar.all_day > 0) {
        report_note(&batch->report,
                    str8_format(p->input->arena,
                                "%.*s: %zu of %zu events are all-day and never open sign-in",
                                STR8_ARG(file->name), calendar.all_day, calendar.count));
    }
    batch->calendars[batch->calendars_count++] = calendar;
    return ERR_OK;
}

/* The file that stands for a directory in the list of files: its services. */
static const SourceFile *directory_file(const Source *source) {
    const SourceFile *services = source_file(source, "services.csv");
    return services != NULL ? services : &source->files[0];
}

static ErrCode parse_hsds(Parsing *p, const Source *source) {
    ImportBatch *batch = p->batch;
    ServiceSet sets[HSDS_SETS_MAX];
    size_t sets_count = 0;
    size_t services = 0;
    ErrCode code = hsds_read(&p->calendar, source, sets, &sets_count, p->err);
    for (size_t i = 0; i < sets_count && code == ERR_OK; i++) {
        if (batch->services_count == IMPORT_PARTS_MAX) {
            return err_set(p->err, ERR_LIMIT, "more than %d directories at once", IMPORT_PARTS_MAX);
        }
        batch->services[batch->services_count++] = sets[i];
        services += sets[i].count;
    }
    if (code == ERR_OK) {
        code = add_file(p, directory_file(source), IMPORT_HSDS, 0, 0);
    }
    if (code == ERR_OK) {
        batch->files[batch->files_count - 1].name = source->name;
        batch->files[batch->files_count - 1].services = services;
    }
    return code;
}

/* Each of the school's own lists is whole: two of one sort would take each other's rows out. */
static ErrCode check_only_list(Parsing *p, ImportKind kind, const SourceFile *file) {
    for (size_t i = 0; i < p->batch->files_count; i++) {
        if (p->batch->files[i].kind == kind) {
            return err_set(p->err, ERR_INVALID,
                           "%.*s and %.*s are both the school's %.*s: put all rows into one file",
                           STR8_ARG(p->batch->files[i].name), STR8_ARG(file->name),
                           STR8_ARG(KIND_NAMES[kind]));
        }
    }
    return ERR_OK;
}

static ErrCode add_people(Parsing *p, const SourceFile *file, ImportFile *counts) {
    ImportBatch *batch = p->batch;
    ServiceSet people = {0};
    if (batch->services_count == IMPORT_PARTS_MAX) {
        return err_set(p->err, ERR_LIMIT, "more than %d directories at once", IMPORT_PARTS_MAX);
    }
    ErrCode code = people_csv_read(&p->calendar, file, &people, p->err);
    if (code == ERR_OK) {
        batch->services[batch->services_count++] = people;
        counts->services = people.count;
    }
    return code;
}

static ErrCode parse_own(Parsing *p, const SourceFile *file, ImportKind kind) {
    ImportBatch *batch = p->batch;
    ImportFile counts = {0};
    size_t refused = batch->report.refused_count;
    ErrCode code = check_only_list(p, kind, file);
    if (code == ERR_OK && kind == IMPORT_PEOPLE) {
        code = add_people(p, file, &counts);
    } else if (code == ERR_OK && kind == IMPORT_CHANNELS) {
        code = channels_csv_read(&p->calendar, file, &batch->channels, p->err);
        counts.channels = batch->channels.count;
    } else if (code == ERR_OK) {
        code = guides_csv_read(&p->calendar, file, &batch->guides, p->err);
        counts.guides = batch->guides.count;
    }
    if (code == ERR_OK) {
        code = add_file(p, file, kind, 0, 0);
    }
    if (code != ERR_OK) {
        return code;
    }
    ImportFile *added = &batch->files[batch->files_count - 1];
    added->services = counts.services;
    added->channels = counts.channels;
    added->guides = counts.guides;
    if (batch->report.refused_count > refused) {
        report_note(&batch->report,
                    str8_format(p->input->arena,
                                "%.*s: because rows were refused, nothing of it counts as gone",
                                STR8_ARG(file->name)));
    }
    return ERR_OK;
}

static ErrCode parse_plan(Parsing *p, const SourceFile *file) {
    ImportBatch *batch = p->batch;
    Plan plan = {.svg = STR8("")};
    if (batch->has_plan) {
        return err_set(p->err, ERR_INVALID, "%.*s: one floor plan at a time", STR8_ARG(file->name));
    }
    ErrCode code = str8_trim(file->bytes).len > 0
                       ? plan_parse(p->input->arena, file->bytes, &plan, p->err)
                       : ERR_OK;
    if (code != ERR_OK) {
        return err_wrap(p->err, code, "%.*s", STR8_ARG(file->name));
    }
    batch->has_plan = true;
    batch->plan = plan.svg;
    if (plan.svg.len > 0 && !plan.has_foyer) {
        report_note(&batch->report,
                    STR8("nothing on the floor plan has the id \"foyer\", so it does "
                         "not say \"You are here\""));
    }
    return add_file(p, file, IMPORT_PLAN, 0, 0);
}

static ErrCode parse_file(Parsing *p, const Source *source, const SourceFile *file) {
    ImportKind kind = p->input->as != IMPORT_AUTO ? p->input->as : kind_of_file(file);
    switch (kind) {
    case IMPORT_ONEROSTER:
        return parse_oneroster(p, source);
    case IMPORT_FAMILIES:
        return parse_families(p, file);
    case IMPORT_ICS:
    case IMPORT_EVENTS:
        return parse_calendar(p, file, kind);
    case IMPORT_HSDS:
        return parse_hsds(p, source);
    case IMPORT_PEOPLE:
    case IMPORT_CHANNELS:
    case IMPORT_GUIDES:
        return parse_own(p, file, kind);
    case IMPORT_PLAN:
        return parse_plan(p, file);
    case IMPORT_AUTO:
    case IMPORT_KIND_COUNT:
        break;
    }
    return err_set(
        p->err, ERR_INVALID,
        "%.*s is none of OneRoster (sourcedId), iCalendar (.ics), families (household, "
        "given_name), events (title, start), people (name, needs), channels (kind, name), "
        "guides (title, steps), a directory (HSDS: services.csv, JSON) or a floor plan (.svg): "
        "look "
        "at its first line, or say which with --as",
        STR8_ARG(file->name));
}

/* A folder or zip: the OneRoster package in it once, a directory once, and every other file by its
 * content. Stray JSON counts as a directory only where nothing else is. */
static ErrCode parse_container(Parsing *p, const Source *source) {
    ErrCode code = ERR_OK;
    size_t files_before = p->batch->files_count;
    if (source_file(source, "users.csv") != NULL || source_file(source, "manifest.csv") != NULL) {
        code = parse_oneroster(p, source);
    }
    for (size_t i = 0; i < source->files_count && code == ERR_OK; i++) {
        const SourceFile *file = &source->files[i];
        ImportKind kind = kind_of_list(file);
        if (kind == IMPORT_ICS || kind == IMPORT_EVENTS) {
            code = parse_calendar(p, file, kind);
        } else if (kind == IMPORT_FAMILIES) {
            code = parse_families(p, file);
        } else if (kind == IMPORT_PLAN) {
            code = parse_plan(p, file);
        } else if (kind >= IMPORT_PEOPLE && kind <= IMPORT_GUIDES) {
            code = parse_own(p, file, kind);
        }
    }
    bool nothing_yet = p->batch->files_count == files_before;
    if (code == ERR_OK && (hsds_has_table(source) || (nothing_yet && hsds_is_package(source)))) {
        code = parse_hsds(p, source);
    }
    return code;
}

ErrCode import_parse(const ImportInput *input, const ImportContext *context, ImportBatch *batch,
                     Err *err) {
    *batch = (ImportBatch){.report = report_make(input->arena), .school_name = STR8("")};
    Parsing p = {
        .input = input,
        .batch = batch,
        .calendar = {.arena = input->arena,
                     .zone = context->zone,
                     .now_utc_ms = context->now_utc_ms,
                     .language = context->language,
                     .us_dates = context->us_dates,
                     .report = &batch->report},
        .err = err,
    };
    ErrCode code = folder_open(&p.folder, err);
    for (size_t i = 0; i < input->sources_count && code == ERR_OK; i++) {
        const Source *source = &input->sources[i];
        code = source->is_container && input->as == IMPORT_AUTO
                   ? parse_container(&p, source)
                   : parse_file(&p, source, &source->files[0]);
    }
    folder_close(p.folder);
    return code;
}
