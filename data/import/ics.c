/*
 * iCalendar by libical: it parses lines, values and repetition rules; everything about zones and
 * windows is ours (its foreach_recurrence stretches all-day events by a day less a second, and its
 * zones come from the system's folder).
 * 1. libical only sees text that ics_lines_read let through.
 * 2. Of VEVENTs with the same UID and RECURRENCE-ID the highest SEQUENCE wins, then the last;
 *    but same UID and SEQUENCE at different times are different events (series written out).
 * 3. Repetitions are computed in local time and made instants one by one, so that 18:00 stays
 *    18:00 when the clocks change.
 */
#include "data/import/ics.h"

#include <stdlib.h>
#include <string.h>

#include "data/import/ics_lines.h"
#include "data/import/ics_zone.h"
#include "data/import/id_map.h"

enum { TITLE_MAX = 500, YEAR_MIN = 1970, YEAR_MAX = 2199 };

/* A DTSTART, DTEND, EXDATE ... of a VEVENT. */
typedef struct {
    Civil local;
    const IcsZone *zone; /* the school's for dates; NULL for UTC */
    int64_t utc_ms;
    bool is_date;
} Time;

typedef struct {
    const CalendarContext *context;
    Str8 file;
    IcsLines lines;
    IcsZones zones;
    IdMap winners; /* "uid\nrecurrence" -> number of the VEVENT */
    IdMap series;  /* "uid" of those written out one by one, "uid\n@start" -> number */
    Calendar *calendar;
    size_t events_room;  /* of calendar->events, at most CALENDAR_EVENTS_MAX */
    size_t barren_count; /* rules that named no day */
    bool cancelled;      /* METHOD:CANCEL */
    bool full;
} Ics;

typedef struct {
    int64_t start_utc_ms;
    int64_t end_utc_ms; /* exclusive */
} Span;

/* One VEVENT being read. */
typedef struct {
    Ics *ics;
    icalcomponent *component;
    size_t row;
    Str8 uid;
    Time start;
    int64_t length_ms;
    bool repeats;
    Event event; /* start and end are set for each instance */
    int64_t starts[ICS_INSTANCES_MAX];
    size_t starts_count;
    Span excluded[ICS_EXDATES_MAX];
    size_t excluded_count;
} Vevent;

static bool refuse(const Vevent *v, const char *column, const char *reason) {
    report_refuse(v->ics->context->report, v->ics->file, v->row, str8_from(column),
                  str8_from(reason));
    return false;
}

static icalproperty *property_of(const Vevent *v, icalproperty_kind kind) {
    return icalcomponent_get_first_property(v->component, kind);
}

static Civil civil_of(struct icaltimetype time) {
    return (Civil){.year = time.year,
                   .month = time.month,
                   .day = time.day,
                   .hour = time.is_date ? 0 : time.hour,
                   .minute = time.is_date ? 0 : time.minute,
                   .second = time.is_date || time.second > 59 ? 0 : time.second};
}

static bool civil_exists(Civil civil) {
    if (civil.year < YEAR_MIN || civil.year > YEAR_MAX || civil.month < 1 || civil.month > 12) {
        return false;
    }
    Civil again = civil_from_ms(civil_to_ms(civil));
    return again.month == civil.month && again.day == civil.day && again.hour == civil.hour &&
           again.minute == civil.minute;
}

/* False: the time does not exist or its zone is not known. */
static bool time_read(Ics *ics, icalproperty *property, struct icaltimetype value, Time *time) {
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    Str8 tzid = parameter == NULL ? STR8("") : str8_from(icalparameter_get_tzid(parameter));
    Time read = {.local = civil_of(value), .is_date = value.is_date != 0};
    if (!civil_exists(read.local)) {
        return false;
    }
    if (!read.is_date && icaltime_is_utc(value)) {
        read.utc_ms = civil_to_ms(read.local);
    } else {
        read.zone =
            ics_zones_find(&ics->zones, ics->context->arena, read.is_date ? STR8("") : tzid);
        if (read.zone == NULL) {
            return false;
        }
        read.utc_ms = ics_zone_to_utc(read.zone, read.local);
    }
    *time = read;
    return true;
}

static Str8 text_of(const Vevent *v, const char *text) {
    return str8_copy(v->ics->context->arena, str8_trim(str8_from(text)));
}

static bool read_start(Vevent *v) {
    icalproperty *property = property_of(v, ICAL_DTSTART_PROPERTY);
    if (property == NULL) {
        return refuse(v, "DTSTART", "it is missing or no date");
    }
    if (!time_read(v->ics, property, icalproperty_get_dtstart(property), &v->start)) {
        return refuse(v, "DTSTART", "there is no such date, or its time zone is not known");
    }
    return true;
}

static int64_t duration_ms(struct icaldurationtype duration) {
    int64_t seconds = (int64_t)duration.weeks * 604800 + (int64_t)duration.days * 86400 +
                      (int64_t)duration.hours * 3600 + (int64_t)duration.minutes * 60 +
                      duration.seconds;
    return (duration.is_neg ? -seconds : seconds) * 1000;
}

/* RFC 5545 3.6.1: DTEND is exclusive; a DATE without an end is that day. */
static bool read_length(Vevent *v) {
    icalproperty *end = property_of(v, ICAL_DTEND_PROPERTY);
    icalproperty *duration = property_of(v, ICAL_DURATION_PROPERTY);
    Time time;
    if (end != NULL) {
        if (!time_read(v->ics, end, icalproperty_get_dtend(end), &time)) {
            return refuse(v, "DTEND", "there is no such date, or its time zone is not known");
        }
        v->length_ms = v->start.is_date ? civil_to_ms(time.local) - civil_to_ms(v->start.local)
                                        : time.utc_ms - v->start.utc_ms;
    } else if (duration != NULL) {
        v->length_ms = duration_ms(icalproperty_get_duration(duration));
    }
    if (v->length_ms < 0) {
        return refuse(v, "DTEND", "it ends before it begins");
    }
    if (v->length_ms > (int64_t)CALENDAR_LENGTH_MAX_DAYS * DAY_MS) {
        return refuse(v, "DTEND", "it is longer than a year");
    }
    if (v->length_ms == 0) {
        v->length_ms = v->start.is_date ? DAY_MS : CALENDAR_ASSUMED_MS;
    }
    return true;
}

static bool read_title(Vevent *v) {
    const CalendarContext *context = v->ics->context;
    icalproperty *property = property_of(v, ICAL_SUMMARY_PROPERTY);
    Str8 title = property == NULL ? STR8("") : text_of(v, icalproperty_get_summary(property));
    if (title.len == 0) {
        return refuse(v, "SUMMARY", "there is no title");
    }
    if (title.len > TITLE_MAX) {
        return refuse(v, "SUMMARY", "the title is far too long");
    }
    icalparameter *language = icalproperty_get_first_parameter(property, ICAL_LANGUAGE_PARAMETER);
    Str8 tag =
        language == NULL ? context->language : text_of(v, icalparameter_get_language(language));
    v->event.title = calendar_text(context->arena, tag, title);
    v->event.kind = calendar_guess_kind(title);
    return true;
}

/* Calendars write closures as midnight to midnight too; those never open sign-in either. */
static bool is_whole_days(const Vevent *v) {
    Zone *zone = v->ics->context->zone;
    Civil start = zone_to_local(zone, v->start.utc_ms);
    Civil end = zone_to_local(zone, v->start.utc_ms + v->length_ms);
    return start.hour == 0 && start.minute == 0 && end.hour == 0 && end.minute == 0;
}

static bool read_rest(Vevent *v) {
    icalproperty *place = property_of(v, ICAL_LOCATION_PROPERTY);
    icalproperty *status = property_of(v, ICAL_STATUS_PROPERTY);
    v->event.place = place == NULL ? STR8("") : text_of(v, icalproperty_get_location(place));
    v->event.cancelled = v->ics->cancelled || (status != NULL && icalproperty_get_status(status) ==
                                                                     ICAL_STATUS_CANCELLED);
    v->event.all_day = v->start.is_date || is_whole_days(v);
    if (v->event.place.len > TITLE_MAX) {
        return refuse(v, "LOCATION", "the place is far too long");
    }
    return true;
}

/* libical drops what it cannot parse; a date or rule that was dropped changes the event. */
static bool check_dropped(const Vevent *v) {
    static const char *const NEEDED[] = {"RRULE", "EXDATE",   "RDATE",        "DTSTART",
                                         "DTEND", "DURATION", "RECURRENCE-ID"};
    icalproperty *property = property_of(v, ICAL_XLICERROR_PROPERTY);
    for (; property != NULL;
         property = icalcomponent_get_next_property(v->component, ICAL_XLICERROR_PROPERTY)) {
        Str8 text = str8_from(icalproperty_get_xlicerror(property));
        for (size_t i = 0; i < sizeof NEEDED / sizeof NEEDED[0]; i++) {
            if (str8_find(text, str8_from(NEEDED[i])) < text.len) {
                return refuse(v, NEEDED[i], "it cannot be understood");
            }
        }
    }
    return true;
}

/* Key of invariant 2. The recurrence is an instant, so that zones do not matter. */
static Str8 winner_key(const Ics *ics, Str8 uid, int64_t recurrence_utc_ms) {
    return str8_format(ics->context->arena, "%.*s\n%lld", STR8_ARG(uid),
                       (long long)recurrence_utc_ms);
}

/* Every EXDATE once, before the instances; one that is no date excludes nothing. */
static bool read_excluded(Vevent *v) {
    v->excluded_count = 0;
    icalproperty *property = property_of(v, ICAL_EXDATE_PROPERTY);
    for (; property != NULL;
         property = icalcomponent_get_next_property(v->component, ICAL_EXDATE_PROPERTY)) {
        Time time;
        if (!time_read(v->ics, property, icalproperty_get_exdate(property), &time)) {
            continue;
        }
        if (v->excluded_count == ICS_EXDATES_MAX) {
            return refuse(v, "EXDATE", "it has far too many exceptions");
        }
        /* A DATE excludes the whole day, as calendars in use write it. */
        int64_t length_ms = time.is_date ? DAY_MS : 1;
        v->excluded[v->excluded_count++] = (Span){time.utc_ms, time.utc_ms + length_ms};
    }
    return true;
}

static bool is_excluded(const Vevent *v, int64_t utc_ms) {
    for (size_t i = 0; i < v->excluded_count; i++) {
        if (utc_ms >= v->excluded[i].start_utc_ms && utc_ms < v->excluded[i].end_utc_ms) {
            return true;
        }
    }
    return false;
}

static bool in_window(const Vevent *v, int64_t utc_ms) {
    int64_t now = v->ics->context->now_utc_ms;
    return utc_ms >= now - (int64_t)ICS_WINDOW_BEFORE_DAYS * DAY_MS &&
           utc_ms < now + (int64_t)ICS_WINDOW_AFTER_DAYS * DAY_MS;
}

static bool add_start(Vevent *v, int64_t utc_ms) {
    if (!in_window(v, utc_ms) || is_excluded(v, utc_ms)) {
        return true;
    }
    if (v->starts_count == ICS_INSTANCES_MAX) {
        return refuse(v, "RRULE", "it repeats far too often");
    }
    v->starts[v->starts_count++] = utc_ms;
    return true;
}

static int64_t local_to_utc(const Vevent *v, Civil local) {
    return v->start.zone == NULL ? civil_to_ms(local) : ics_zone_to_utc(v->start.zone, local);
}

static struct icaltimetype to_icaltime(Civil civil, bool is_date) {
    return (struct icaltimetype){
        .year = civil.year,
        .month = civil.month,
        .day = civil.day,
        .hour = civil.hour,
        .minute = civil.minute,
        .second = civil.second,
        .is_date = is_date,
    };
}

/* The rule runs in local time, so its UNTIL must be local too; a DATE includes that whole day. */
static void localize_until(const Vevent *v, struct icalrecurrencetype *rule) {
    if (icaltime_is_null_time(rule->until)) {
        return;
    }
    Civil until = civil_of(rule->until);
    if (rule->until.is_date) {
        until.hour = 23;
        until.minute = 59;
        until.second = 59;
    } else if (icaltime_is_utc(rule->until) && v->start.zone != NULL) {
        until = ics_zone_to_local(&v->ics->zones, v->start.zone, civil_to_ms(until));
    }
    rule->until = to_icaltime(until, v->start.is_date);
}

static bool run_rule(Vevent *v, icalrecur_iterator *iterator) {
    int64_t window_end = v->ics->context->now_utc_ms + (int64_t)ICS_WINDOW_AFTER_DAYS * DAY_MS;
    for (size_t steps = 0; steps < ICS_STEPS_MAX; steps++) {
        struct icaltimetype next = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(next) || !civil_exists(civil_of(next))) {
            v->ics->barren_count += steps == 0;
            return true;
        }
        int64_t utc_ms = local_to_utc(v, civil_of(next));
        if (utc_ms >= window_end) {
            return true;
        }
        if (!add_start(v, utc_ms)) {
            return false;
        }
    }
    return refuse(v, "RRULE", "it repeats far too often");
}

static bool expand_rule(Vevent *v, icalproperty *property) {
    struct icalrecurrencetype rule = icalproperty_get_rrule(property);
    if (rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
        rule.freq == ICAL_HOURLY_RECURRENCE || rule.freq == ICAL_NO_RECURRENCE) {
        return refuse(v, "RRULE", "it repeats more than daily");
    }
    if (v->ics->barren_count >= ICS_BARREN_MAX) {
        return refuse(v, "RRULE", "other rules of this file name no day at all: is it damaged?");
    }
    localize_until(v, &rule);
    icalrecur_iterator *iterator =
        icalrecur_iterator_new(rule, to_icaltime(v->start.local, v->start.is_date));
    if (iterator == NULL) {
        v->ics->barren_count++; /* not a rule, or a yearly one without a day */
        return refuse(v, "RRULE", "this rule of repetition is not understood");
    }
    bool expanded = run_rule(v, iterator);
    icalrecur_iterator_free(iterator);
    return expanded;
}

static bool expand_dates(Vevent *v) {
    icalproperty *property = property_of(v, ICAL_RDATE_PROPERTY);
    for (; property != NULL;
         property = icalcomponent_get_next_property(v->component, ICAL_RDATE_PROPERTY)) {
        struct icaldatetimeperiodtype value = icalproperty_get_rdate(property);
        struct icaltimetype at =
            icaltime_is_null_time(value.time) ? value.period.start : value.time;
        Time time;
        if (!time_read(v->ics, property, at, &time)) {
            return refuse(v, "RDATE", "there is no such date, or its time zone is not known");
        }
        if (!add_start(v, time.utc_ms)) {
            return false;
        }
    }
    return true;
}

static int compare_starts(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* All instances in v->starts, in order, once each. DTSTART is the first one whatever the rule. */
static bool expand(Vevent *v) {
    icalproperty *rule = property_of(v, ICAL_RRULE_PROPERTY);
    bool expanded = read_excluded(v) && add_start(v, v->start.utc_ms);
    for (; rule != NULL && expanded;
         rule = icalcomponent_get_next_property(v->component, ICAL_RRULE_PROPERTY)) {
        expanded = expand_rule(v, rule);
    }
    if (!expanded || !expand_dates(v)) {
        return false;
    }
    if (v->starts_count > 0) {
        qsort(v->starts, v->starts_count, sizeof v->starts[0], compare_starts);
    }
    size_t kept = 0;
    for (size_t i = 0; i < v->starts_count; i++) {
        if (kept == 0 || v->starts[kept - 1] != v->starts[i]) {
            v->starts[kept++] = v->starts[i];
        }
    }
    v->starts_count = kept;
    return true;
}

/* Room for one more event; it doubles, so that a small file needs little memory. */
static bool reserve_event(Ics *ics) {
    Calendar *calendar = ics->calendar;
    if (calendar->count < ics->events_room) {
        return true;
    }
    size_t room = ics->events_room == 0 ? 64 : 2 * ics->events_room;
    room = room < CALENDAR_EVENTS_MAX ? room : CALENDAR_EVENTS_MAX;
    Event *events = room > calendar->count ? ARENA_ARRAY(ics->context->arena, Event, room) : NULL;
    if (events == NULL) {
        return false;
    }
    if (calendar->count > 0) {
        memcpy(events, calendar->events, calendar->count * sizeof *events);
    }
    calendar->events = events;
    ics->events_room = room;
    return true;
}

static bool put_event(Vevent *v, Str8 uid, int64_t start_utc_ms) {
    Ics *ics = v->ics;
    if (uid.ptr == NULL || !reserve_event(ics)) {
        ics->full = true;
        return false;
    }
    Event event = v->event;
    event.uid = uid;
    event.id = id_from_name(STR8("foyer/event"), uid);
    event.start_utc_ms = start_utc_ms;
    event.end_utc_ms = start_utc_ms + v->length_ms;
    if (v->start.is_date) {
        Civil day = zone_to_local(ics->context->zone, start_utc_ms);
        event.end_utc_ms =
            zone_to_utc(ics->context->zone, civil_from_ms(civil_to_ms(day) + v->length_ms));
    }
    ics->calendar->all_day += event.all_day;
    ics->calendar->events[ics->calendar->count++] = event;
    return true;
}

static Str8 instance_uid(const Vevent *v, int64_t utc_ms, bool with_time) {
    Civil local = v->start.zone != NULL ? ics_zone_to_local(&v->ics->zones, v->start.zone, utc_ms)
                                        : zone_to_local(v->ics->context->zone, utc_ms);
    Arena *arena = v->ics->context->arena;
    return with_time ? str8_format(arena, "%.*s/%04d-%02d-%02dT%02d%02d", STR8_ARG(v->uid),
                                   local.year, local.month, local.day, local.hour, local.minute)
                     : str8_format(arena, "%.*s/%04d-%02d-%02d", STR8_ARG(v->uid), local.year,
                                   local.month, local.day);
}

static void put_instances(Vevent *v) {
    for (size_t i = 0; i < v->starts_count; i++) {
        Str8 key = winner_key(v->ics, v->uid, v->starts[i]);
        if (id_map_find(&v->ics->winners, key) != SIZE_MAX) {
            continue; /* an override stands for it */
        }
        Str8 uid = instance_uid(v, v->starts[i], false);
        bool twice_a_day = i > 0 && str8_equal(uid, instance_uid(v, v->starts[i - 1], false));
        if (!put_event(v, twice_a_day ? instance_uid(v, v->starts[i], true) : uid, v->starts[i])) {
            return;
        }
    }
}

static Str8 uid_of(const Ics *ics, icalcomponent *component) {
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_UID_PROPERTY);
    Str8 uid = property == NULL ? STR8("") : str8_trim(str8_from(icalproperty_get_uid(property)));
    return str8_copy(ics->context->arena, uid);
}

/* 0 when it is no override. */
static int64_t recurrence_of(Ics *ics, icalcomponent *component) {
    icalproperty *property =
        icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY);
    Time time = {0};
    if (property != NULL) {
        (void)time_read(ics, property, icalproperty_get_recurrenceid(property), &time);
    }
    return time.utc_ms;
}

/* RANGE=THISANDFUTURE would change a whole series; hardly any program writes it. */
static bool check_range(const Vevent *v) {
    icalproperty *property = property_of(v, ICAL_RECURRENCEID_PROPERTY);
    return property == NULL ||
           icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) == NULL ||
           refuse(v, "RECURRENCE-ID", "a change of all later repetitions is not understood");
}

static bool read_vevent(Vevent *v) {
    if (v->uid.len == 0) {
        return refuse(v, "UID", "it is missing");
    }
    if (v->uid.len > TITLE_MAX) {
        return refuse(v, "UID", "it is far too long");
    }
    return check_dropped(v) && check_range(v) && read_start(v) && read_length(v) && read_title(v) &&
           read_rest(v);
}

static int64_t start_of(Ics *ics, icalcomponent *component) {
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    Time time = {0};
    if (property != NULL) {
        (void)time_read(ics, property, icalproperty_get_dtstart(property), &time);
    }
    return time.utc_ms;
}

static Str8 series_key(const Ics *ics, Str8 uid, int64_t start_utc_ms) {
    return str8_format(ics->context->arena, "%.*s\n@%lld", STR8_ARG(uid), (long long)start_utc_ms);
}

static void take_vevent(Ics *ics, icalcomponent *component, size_t number, Vevent *v) {
    *v = (Vevent){.ics = ics, .component = component, .row = ics->lines.event_line[number]};
    v->uid = uid_of(ics, component);
    int64_t recurrence = recurrence_of(ics, component);
    bool series = recurrence == 0 && id_map_find(&ics->series, v->uid) != SIZE_MAX;
    size_t winner =
        series ? id_map_find(&ics->series, series_key(ics, v->uid, start_of(ics, component)))
               : id_map_find(&ics->winners, winner_key(ics, v->uid, recurrence));
    if (winner != number) {
        (void)(v->uid.len == 0 && refuse(v, "UID", "it is missing"));
        return;
    }
    if (!read_vevent(v)) {
        return;
    }
    if (series) {
        (void)put_event(v, instance_uid(v, v->start.utc_ms, !v->start.is_date), v->start.utc_ms);
    } else if (recurrence != 0) {
        (void)put_event(v, instance_uid(v, recurrence, false), v->start.utc_ms);
    } else if (property_of(v, ICAL_RRULE_PROPERTY) != NULL ||
               property_of(v, ICAL_RDATE_PROPERTY) != NULL) {
        if (expand(v)) {
            put_instances(v);
        }
    } else {
        (void)put_event(v, v->uid, v->start.utc_ms);
    }
}

/* VEVENTs in the order of the file: those of one calendar, or of several in a row. */
static size_t list_vevents(icalcomponent *root, icalcomponent **list, size_t max) {
    size_t count = 0;
    bool several = icalcomponent_isa(root) == ICAL_XROOT_COMPONENT;
    icalcomponent *calendar =
        several ? icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT) : root;
    while (calendar != NULL) {
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; event != NULL && count < max;
             event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            list[count++] = event;
        }
        calendar =
            several ? icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT) : NULL;
    }
    return count;
}

static int sequence_of(icalcomponent *component) {
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_SEQUENCE_PROPERTY);
    return property == NULL ? 0 : icalproperty_get_sequence(property);
}

/* Invariant 2, second half: note `uid` as a series with these two members. */
static bool note_series(Ics *ics, Str8 uid, icalcomponent *const *list, size_t a, size_t b) {
    return id_map_put(&ics->series, uid, a) &&
           id_map_put(&ics->series, series_key(ics, uid, start_of(ics, list[a])), a) &&
           id_map_put(&ics->series, series_key(ics, uid, start_of(ics, list[b])), b);
}

static bool is_series(Ics *ics, icalcomponent *a, icalcomponent *b) {
    return recurrence_of(ics, a) == 0 && sequence_of(a) == sequence_of(b) &&
           start_of(ics, a) != start_of(ics, b);
}

static bool find_winners(Ics *ics, icalcomponent *const *list, size_t count) {
    if (!id_map_make(ics->context->arena, count, &ics->winners) ||
        !id_map_make(ics->context->arena, count * 3, &ics->series)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        Str8 uid = uid_of(ics, list[i]);
        Str8 key = winner_key(ics, uid, recurrence_of(ics, list[i]));
        size_t other = uid.len == 0 ? SIZE_MAX : id_map_find(&ics->winners, key);
        if (other != SIZE_MAX && is_series(ics, list[i], list[other]) &&
            !note_series(ics, uid, list, other, i)) {
            return false;
        }
        bool wins = other == SIZE_MAX || sequence_of(list[i]) >= sequence_of(list[other]);
        if (uid.len > 0 && wins && !id_map_put(&ics->winners, key, i)) {
            return false;
        }
    }
    return true;
}

static ErrCode read_events(Ics *ics, icalcomponent *root, Err *err) {
    size_t max = ics->lines.events_count;
    icalcomponent **list = ARENA_ARRAY(ics->context->arena, icalcomponent *, max + 1);
    Vevent *v = ARENA_NEW(ics->context->arena, Vevent);
    if (list == NULL || v == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the calendar");
    }
    size_t count = list_vevents(root, list, max);
    if (count != max) {
        return err_set(err, ERR_INVALID, "%.*s: events stand where none may", STR8_ARG(ics->file));
    }
    if (!find_winners(ics, list, count)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the calendar");
    }
    ics->cancelled = icalcomponent_get_method(root) == ICAL_METHOD_CANCEL;
    for (size_t i = 0; i < count && !ics->full; i++) {
        take_vevent(ics, list[i], i, v);
    }
    return ics->full ? err_set(err, ERR_LIMIT, "%.*s has more than %d events and repetitions",
                               STR8_ARG(ics->file), CALENDAR_EVENTS_MAX)
                     : ERR_OK;
}

Str8 ics_zone_name(Str8 bytes) {
    static const Str8 KEY = {"X-WR-TIMEZONE:", 14};
    for (Str8 rest = bytes; rest.len > 0;) {
        Str8 line = str8_cut(rest, '\n', &rest);
        if (str8_starts_with(line, KEY)) {
            return str8_trim(str8_slice(line, KEY.len, line.len));
        }
    }
    return STR8("");
}

ErrCode ics_read(const CalendarContext *context, const SourceFile *file, Calendar *calendar,
                 Err *err) {
    Calendar made = {0};
    Ics ics = {.context = context, .file = file->name, .calendar = &made};
    ErrCode code = ics_lines_read(context->arena, file->name, file->bytes, &ics.lines, err);
    if (code != ERR_OK) {
        return code;
    }
    icalerror_set_errors_are_fatal(0);
    icalcomponent *root = icalparser_parse_string(ics.lines.text);
    if (root == NULL) {
        return err_set(err, ERR_INVALID, "%.*s is not an iCalendar file", STR8_ARG(file->name));
    }
    ics.zones = (IcsZones){.school = context->zone, .root = root};
    made.source = calendar_source(context->arena,
                                  "ics:", ics.lines.name.len > 0 ? ics.lines.name : file->name);
    if (ics.lines.skipped_count > 0) {
        report_note(context->report,
                    str8_format(context->arena,
                                "%.*s: %zu line(s) are no calendar lines and were skipped, the "
                                "first is line %zu",
                                STR8_ARG(file->name), ics.lines.skipped_count,
                                ics.lines.skipped_first));
    }
    code = read_events(&ics, root, err);
    ics_zones_close(&ics.zones);
    icalcomponent_free(root);
    if (code == ERR_OK) {
        *calendar = made;
    }
    return code;
}
