/* One row of services, with everything that belongs to it, as one Service. */
#include "data/import/hsds_service.h"

#include <string.h>

#include "data/base/check.h"
#include "data/import/hsds_contact.h"
#include "data/import/hsds_hours.h"
#include "data/import/hsds_language.h"
#include "data/import/hsds_text.h"
#include "data/store/service_store.h"

enum { LINE_MAX_BYTES = 300, JOINED_MAX = HSDS_TEXT_BYTES_MAX, OLDEST_ADULT = 99 };

/* ---- small helpers ---- */

static Arena *arena_of(const HsdsMapping *m) {
    return m->context->arena;
}

static Str8 id_of(HsdsRow row) {
    return hsds_cell(row, HSDS_ID);
}

/* Foyer's own export comes back as it went, but for what no store would take. */
static bool is_verbatim(const HsdsMapping *m, Str8 raw) {
    return m->package->own && raw.len <= SERVICE_TEXT_BYTES_MAX;
}

static Str8 line_of(const HsdsMapping *m, HsdsRow row, HsdsColumn column) {
    Str8 raw = hsds_cell(row, column);
    return is_verbatim(m, raw) ? raw : hsds_text_line(arena_of(m), raw, LINE_MAX_BYTES);
}

static Str8 name_of(const HsdsMapping *m, HsdsRow row, HsdsColumn column) {
    Str8 line = line_of(m, row, column);
    return m->package->own ? line
                           : hsds_name_case(arena_of(m), line, hsds_cell(row, HSDS_DESCRIPTION));
}

static Str8 text_of(const HsdsMapping *m, HsdsRow row, HsdsColumn column) {
    Str8 raw = hsds_cell(row, column);
    return is_verbatim(m, raw) ? raw : hsds_text_clean(arena_of(m), raw);
}

static TextSet set_of(const HsdsMapping *m, Str8 text) {
    return calendar_text(arena_of(m), m->context->language, text);
}

/* Texts joined by a separator, without doubles. */
typedef struct {
    Str8 parts[HSDS_PARTS_MAX];
    size_t count;
} Parts;

static void parts_add(Parts *parts, Str8 text) {
    for (size_t i = 0; i < parts->count; i++) {
        if (str8_equal(parts->parts[i], text)) {
            return;
        }
    }
    if (text.len > 0 && parts->count < HSDS_PARTS_MAX) {
        parts->parts[parts->count++] = text;
    }
}

static Str8 parts_join(Arena *arena, const Parts *parts, const char *separator) {
    size_t room = 1;
    for (size_t i = 0; i < parts->count; i++) {
        room += parts->parts[i].len + strlen(separator);
    }
    if (parts->count <= 1 || room > JOINED_MAX) {
        return parts->count > 0 ? parts->parts[0] : STR8("");
    }
    Str8Builder out = builder_in(arena, room);
    for (size_t i = 0; i < parts->count; i++) {
        builder_add(&out, str8_from(i > 0 ? separator : ""));
        builder_add(&out, parts->parts[i]);
    }
    return out.full ? STR8("") : builder_text(&out);
}

/* "None", "n/a": somebody filled a field that has nothing to say. */
static bool says_nothing(Str8 text) {
    static const char *const WORDS[] = {"none",           "n/a", "na",      "-", "--", "null",
                                        "not applicable", "tbd", "unknown", "."};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_equal_ignoring_case(text, str8_from(WORDS[i]))) {
            return true;
        }
    }
    return false;
}

/* ---- names ---- */

static void map_names(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Str8 name = name_of(m, at->service, HSDS_NAME);
    Str8 alternate = name_of(m, at->service, HSDS_ALTERNATE_NAME);
    Str8 organization = name_of(m, at->organization, HSDS_NAME);
    Str8 place = name_of(m, at->location, HSDS_NAME);
    service->name = set_of(m, name);
    if (m->package->own) {
        service->alternate = set_of(m, alternate);
        service->place = set_of(m, place);
        service->role = set_of(m, str8_equal(organization, name) ? STR8("") : organization);
        return;
    }
    service->alternate = set_of(m, hsds_names_agree(alternate, name) ? STR8("") : alternate);
    service->role = set_of(m, hsds_names_agree(organization, name) ? STR8("") : organization);
    service->place = set_of(m, hsds_place_beyond(place, name, organization));
}

/* ---- texts ---- */

static Str8 accessibility_of(const HsdsMapping *m, const HsdsAt *at) {
    Parts parts = {.count = 0};
    HsdsRow row = hsds_find(m->package, HSDS_ACCESSIBILITY, HSDS_LOCATION_ID, id_of(at->location));
    while (row.table != NULL) {
        parts_add(&parts, line_of(m, row, HSDS_ACCESSIBILITY_TEXT));
        parts_add(&parts, line_of(m, row, HSDS_DETAILS));
        row = hsds_next(m->package, HSDS_ACCESSIBILITY, HSDS_LOCATION_ID, row);
    }
    return parts_join(arena_of(m), &parts, ". ");
}

static void map_summary(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Str8 summary = text_of(m, at->service, HSDS_DESCRIPTION);
    HsdsRow others[] = {at->at_location, at->location, at->organization};
    for (size_t i = 0; i < sizeof others / sizeof others[0] && !m->package->own; i++) {
        if (summary.len == 0) {
            summary = text_of(m, others[i], HSDS_DESCRIPTION);
        }
    }
    Str8 access = m->package->own ? STR8("") : accessibility_of(m, at);
    if (access.len > 0) {
        summary = str8_format(arena_of(m), "%.*s%sAccessibility: %.*s", STR8_ARG(summary),
                              summary.len > 0 ? "\n\n" : "", STR8_ARG(access));
    }
    service->summary = set_of(m, summary);
}

/* Ages as "ages 5 to 17"; empty when they exclude nobody. */
static Str8 ages_text(const HsdsMapping *m, HsdsRow row) {
    int64_t min = 0;
    int64_t max = 0;
    Str8 rest;
    Str8 low = str8_cut(hsds_cell(row, HSDS_MINIMUM_AGE), '.', &rest);
    Str8 high = str8_cut(hsds_cell(row, HSDS_MAXIMUM_AGE), '.', &rest);
    bool has_min = str8_to_int(low, &min) && min > 0 && min < 150;
    bool has_max = str8_to_int(high, &max) && max > 0 && max < OLDEST_ADULT;
    if (m->package->own) {
        return STR8("");
    }
    if (has_min && has_max && min <= max) {
        return str8_format(arena_of(m), "Ages %d to %d", (int)min, (int)max);
    }
    if (has_min) {
        return str8_format(arena_of(m), "Age %d and up", (int)min);
    }
    return has_max ? str8_format(arena_of(m), "Up to age %d", (int)max) : STR8("");
}

static void map_eligibility(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Parts parts = {.count = 0};
    parts_add(&parts, text_of(m, at->service, HSDS_ELIGIBILITY_TEXT));
    parts_add(&parts, ages_text(m, at->service));
    HsdsRow row = hsds_find(m->package, HSDS_ELIGIBILITY, HSDS_SERVICE_ID, id_of(at->service));
    while (row.table != NULL) {
        parts_add(&parts, text_of(m, row, HSDS_ELIGIBILITY_TEXT));
        parts_add(&parts, ages_text(m, row));
        row = hsds_next(m->package, HSDS_ELIGIBILITY, HSDS_SERVICE_ID, row);
    }
    service->eligibility = set_of(m, parts_join(arena_of(m), &parts, "\n"));
}

static bool is_free(Str8 text) {
    static const char *const WORDS[] = {"none",          "free", "no fee", "no fees", "no cost",
                                        "no charge",     "0",    "$0",     "$0.00",   "0.00",
                                        "free of charge"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_equal_ignoring_case(text, str8_from(WORDS[i]))) {
            return true;
        }
    }
    return false;
}

/* An ISO 4217 code in capitals; anything else ("€") as it stands. */
static Str8 currency_unit(Arena *arena, Str8 currency) {
    enum { CODE_LETTERS = 3 };
    Str8Builder code = builder_in(arena, CODE_LETTERS + 1);
    for (size_t i = 0; currency.len == CODE_LETTERS && i < CODE_LETTERS; i++) {
        char c = currency.ptr[i];
        if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        }
        if (c >= 'A' && c <= 'Z') {
            builder_add_char(&code, c);
        }
    }
    return code.len == CODE_LETTERS ? builder_text(&code) : currency;
}

/* "Under 18s: 35 GBP, per 1 hour session". */
static Str8 cost_text(const HsdsMapping *m, HsdsRow row) {
    Str8 option = line_of(m, row, HSDS_OPTION);
    Str8 amount = line_of(m, row, HSDS_AMOUNT);
    Str8 currency = line_of(m, row, HSDS_CURRENCY);
    Str8 detail = line_of(m, row, HSDS_AMOUNT_DESCRIPTION);
    Str8 unit = currency_unit(arena_of(m), currency);
    /* Without a currency it is the country's own, which is guessed of one country only. */
    bool at_home =
        m->context->us_dates && str8_starts_with(zone_name(m->context->zone), STR8("America/"));
    bool dollars = amount.len > 0 && (str8_equal(unit, STR8("USD")) || (unit.len == 0 && at_home));
    if (amount.len > 0 && is_free(amount)) {
        amount = STR8("Free");
        dollars = false;
        unit = STR8("");
    }
    bool sign = dollars && amount.ptr[0] != '$';
    return str8_format(arena_of(m), "%.*s%s%s%.*s%s%.*s%s%.*s", STR8_ARG(option),
                       option.len > 0 && amount.len + detail.len > 0 ? ": " : "", sign ? "$" : "",
                       STR8_ARG(amount), dollars || unit.len == 0 || amount.len == 0 ? "" : " ",
                       dollars || amount.len == 0 ? 0 : (int)unit.len, unit.ptr,
                       amount.len > 0 && detail.len > 0 ? ", " : "", STR8_ARG(detail));
}

static void map_cost(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Parts parts = {.count = 0};
    static const HsdsColumn COLUMNS[] = {HSDS_FEES_DESCRIPTION, HSDS_FEES};
    int32_t today = schedule_day(civil_from_ms(m->context->now_utc_ms));
    for (size_t i = 0; i < 2; i++) {
        Str8 text = text_of(m, at->service, COLUMNS[i]);
        if (!m->package->own) {
            bool nothing = says_nothing(text) || str8_equal(text, STR8("fees_description"));
            text = is_free(text) ? STR8("Free") : nothing ? STR8("") : text;
        }
        parts_add(&parts, text);
    }
    HsdsRow row = hsds_find(m->package, HSDS_COST, HSDS_SERVICE_ID, id_of(at->service));
    while (row.table != NULL) {
        int32_t until = INT32_MAX;
        Str8 valid_to = hsds_cell(row, HSDS_VALID_TO);
        if (valid_to.len == 0 || !hsds_date_parse(valid_to, &until) || until >= today) {
            parts_add(&parts, cost_text(m, row));
        }
        row = hsds_next(m->package, HSDS_COST, HSDS_SERVICE_ID, row);
    }
    service->cost = set_of(m, parts_join(arena_of(m), &parts, "\n"));
}

static void map_documents(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Parts parts = {.count = 0};
    HsdsRow row = hsds_find(m->package, HSDS_DOCUMENT, HSDS_SERVICE_ID, id_of(at->service));
    while (row.table != NULL) {
        Str8 text = text_of(m, row, HSDS_DOCUMENT_TEXT);
        parts_add(&parts, says_nothing(text) && !m->package->own ? STR8("") : text);
        row = hsds_next(m->package, HSDS_DOCUMENT, HSDS_SERVICE_ID, row);
    }
    service->documents = set_of(m, parts_join(arena_of(m), &parts, "\n"));
}

static Str8 said(const HsdsMapping *m, HsdsRow row, HsdsColumn column) {
    Str8 text = text_of(m, row, column);
    bool nothing = says_nothing(text) || str8_equal(text, hsds_column_name(column));
    return nothing && !m->package->own ? STR8("") : text;
}

static void map_texts(HsdsMapping *m, const HsdsAt *at, Service *service) {
    Str8 alert = said(m, at->service, HSDS_ALERT);
    Str8 wait = said(m, at->service, HSDS_WAIT_TIME);
    if (alert.len == 0 &&
        str8_equal_ignoring_case(hsds_cell(at->service, HSDS_STATUS), STR8("temporarily closed"))) {
        alert = STR8("Temporarily closed");
    }
    service->alert = set_of(m, alert);
    service->wait = set_of(m, wait);
    service->apply = set_of(m, said(m, at->service, HSDS_APPLICATION));
    map_summary(m, at, service);
    map_eligibility(m, at, service);
    map_cost(m, at, service);
    map_documents(m, at, service);
}

/* ---- place ---- */

static bool is_postal(HsdsRow row) {
    return str8_equal_ignoring_case(hsds_cell(row, HSDS_ADDRESS_TYPE), STR8("postal")) ||
           (row.table != NULL && str8_find(row.table->file, STR8("postal")) < row.table->file.len);
}

static HsdsRow address_of(const HsdsMapping *m, const HsdsAt *at) {
    HsdsRow row = hsds_find(m->package, HSDS_ADDRESS, HSDS_LOCATION_ID, id_of(at->location));
    HsdsRow first = row;
    while (row.table != NULL && is_postal(row)) {
        row = hsds_next(m->package, HSDS_ADDRESS, HSDS_LOCATION_ID, row);
    }
    return row.table != NULL ? row : first;
}

static Str8 address_text(const HsdsMapping *m, HsdsRow row) {
    Parts parts = {.count = 0};
    Str8 state = line_of(m, row, HSDS_STATE);
    Str8 postal = line_of(m, row, HSDS_POSTAL_CODE);
    parts_add(&parts, name_of(m, row, HSDS_ADDRESS_1));
    parts_add(&parts, name_of(m, row, HSDS_ADDRESS_2));
    parts_add(&parts, name_of(m, row, HSDS_CITY));
    Str8 end = str8_format(arena_of(m), "%.*s%s%.*s", STR8_ARG(state),
                           state.len > 0 && postal.len > 0 ? " " : "", STR8_ARG(postal));
    parts_add(&parts, end);
    Str8 joined = parts_join(arena_of(m), &parts, ", ");
    return hsds_text_line(arena_of(m), joined, LINE_MAX_BYTES);
}

/* "-80.1947434" as millionths; false when it is no number or off the globe. */
static bool degrees(Str8 text, int limit, int32_t *degrees_e6) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t at = negative || (text.len > 0 && text.ptr[0] == '+') ? 1 : 0;
    int64_t value = 0;
    int decimals = -1;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '.' && decimals < 0) {
            decimals = 0;
        } else if (c < '0' || c > '9' || value > INT64_C(1000000000)) {
            return false;
        } else if (decimals < 6) {
            value = value * 10 + (c - '0');
            decimals += decimals >= 0 ? 1 : 0;
        }
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 6; i++) {
        value *= 10;
    }
    if (text.len == 0 || value > (int64_t)limit * 1000000) {
        return false;
    }
    *degrees_e6 = (int32_t)(negative ? -value : value);
    return true;
}

static void map_place(HsdsMapping *m, const HsdsAt *at, Service *service) {
    HsdsRow row = address_of(m, at);
    int32_t latitude = 0;
    int32_t longitude = 0;
    service->address = row.table != NULL && !m->package->own ? address_text(m, row) : STR8("");
    if (degrees(hsds_cell(at->location, HSDS_LATITUDE), 90, &latitude) &&
        degrees(hsds_cell(at->location, HSDS_LONGITUDE), 180, &longitude)) {
        service->latitude_e6 = latitude;
        service->longitude_e6 = longitude;
    }
}

/* ---- contact ---- */

static bool is_word(Str8 text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str8_equal_ignoring_case(text, str8_from(words[i]))) {
            return true;
        }
    }
    return false;
}

/* 0: a voice line, 1: for text messages, 2: nobody talks there. */
static int phone_rank(HsdsRow row) {
    static const char *const MUTE[] = {"fax",       "tty",   "tdd",   "tty/tdd",
                                       "textphone", "pager", "video", "fax number"};
    static const char *const TEXT[] = {"text", "sms"};
    Str8 type = hsds_cell(row, HSDS_TYPE);
    Str8 description = hsds_cell(row, HSDS_DESCRIPTION);
    if (is_word(type, MUTE, sizeof MUTE / sizeof MUTE[0]) ||
        is_word(description, MUTE, sizeof MUTE / sizeof MUTE[0])) {
        return 2;
    }
    return is_word(type, TEXT, 2) ? 1 : 0;
}

static bool is_at_place(const HsdsAt *at, HsdsRow row) {
    Str8 location = hsds_cell(row, HSDS_LOCATION_ID);
    Str8 link = hsds_cell(row, HSDS_AT_LOCATION_ID);
    return (location.len == 0 || str8_equal(location, id_of(at->location))) &&
           (link.len == 0 || str8_equal(link, id_of(at->at_location)) ||
            hsds_cell(row, HSDS_SERVICE_ID).len > 0);
}

/* The best number of those that name `id` in `column`. */
static Str8 phone_by(HsdsMapping *m, const HsdsAt *at, HsdsColumn column, Str8 id, bool placed) {
    Str8 best = STR8("");
    int best_rank = 2;
    HsdsRow row = hsds_find(m->package, HSDS_PHONE, column, id);
    while (row.table != NULL) {
        int rank = phone_rank(row);
        if (rank < best_rank && (!placed || is_at_place(at, row))) {
            Str8 number = hsds_cell(row, HSDS_NUMBER);
            Str8 dial = hsds_phone(arena_of(m), number, hsds_cell(row, HSDS_EXTENSION));
            m->tally.phones += dial.len == 0 && number.len > 0 ? 1 : 0;
            best_rank = dial.len > 0 ? rank : best_rank;
            best = dial.len > 0 ? dial : best;
        }
        row = hsds_next(m->package, HSDS_PHONE, column, row);
    }
    return best;
}

static Str8 phone_of_contacts(HsdsMapping *m, const HsdsAt *at) {
    HsdsRow row = hsds_find(m->package, HSDS_CONTACT, HSDS_SERVICE_ID, id_of(at->service));
    Str8 phone = STR8("");
    while (row.table != NULL && phone.len == 0) {
        phone = phone_by(m, at, HSDS_CONTACT_ID, id_of(row), false);
        row = hsds_next(m->package, HSDS_CONTACT, HSDS_SERVICE_ID, row);
    }
    return phone;
}

static void map_phone(HsdsMapping *m, const HsdsAt *at, Service *service) {
    if (m->package->own) {
        HsdsRow row = hsds_find(m->package, HSDS_PHONE, HSDS_SERVICE_ID, id_of(at->service));
        Str8 number = hsds_cell(row, HSDS_NUMBER);
        Str8 extension = hsds_cell(row, HSDS_EXTENSION);
        bool fits = number.len + extension.len < SERVICE_LINE_BYTES_MAX;
        service->phone = !fits                ? STR8("")
                         : extension.len == 0 ? number
                                              : str8_format(arena_of(m), "%.*s,%.*s",
                                                            STR8_ARG(number), STR8_ARG(extension));
        return;
    }
    Str8 phone = phone_by(m, at, HSDS_AT_LOCATION_ID, id_of(at->at_location), false);
    if (phone.len == 0) {
        phone = phone_by(m, at, HSDS_SERVICE_ID, id_of(at->service), true);
    }
    if (phone.len == 0) {
        phone = phone_by(m, at, HSDS_LOCATION_ID, id_of(at->location), false);
    }
    if (phone.len == 0) {
        phone = phone_of_contacts(m, at);
    }
    if (phone.len == 0) {
        phone = phone_by(m, at, HSDS_ORGANIZATION_ID, id_of(at->organization), false);
    }
    service->phone = phone;
}

static void map_addresses(HsdsMapping *m, const HsdsAt *at, Service *service) {
    HsdsRow rows[] = {at->service, at->location, at->organization};
    if (m->package->own) {
        service->url = hsds_own_line(hsds_cell(at->service, HSDS_URL));
        service->email = hsds_own_line(hsds_cell(at->service, HSDS_EMAIL));
        return;
    }
    bool url_dropped = false;
    bool email_dropped = false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Str8 url = hsds_cell(rows[i], HSDS_URL);
        if (service->url.len == 0 && url.len > 0) {
            service->url = hsds_url(arena_of(m), url);
            url_dropped = url_dropped || service->url.len == 0;
        }
        Str8 email = i == 1 ? STR8("") : hsds_cell(rows[i], HSDS_EMAIL);
        if (service->email.len == 0 && email.len > 0) {
            service->email = hsds_email(email);
            email_dropped = email_dropped || service->email.len == 0;
        }
    }
    m->tally.urls += url_dropped ? 1 : 0;
    m->tally.emails += email_dropped ? 1 : 0;
}

/* ---- languages ---- */

static void add_languages(HsdsMapping *m, HsdsLanguages *languages, HsdsColumn column, Str8 id,
                          Parts *phrases) {
    HsdsRow row = hsds_find(m->package, HSDS_LANGUAGE, column, id);
    while (row.table != NULL) {
        Str8 name = line_of(m, row, HSDS_LANGUAGE_NAME);
        Str8 code = hsds_cell(row, HSDS_CODE);
        size_t before = languages->count;
        bool interpreter = languages->interpreter;
        languages->interpreter = false;
        hsds_languages_add(arena_of(m), languages, code);
        if (languages->count == before) {
            hsds_languages_add(arena_of(m), languages,
                               hsds_text_clean(arena_of(m), hsds_cell(row, HSDS_LANGUAGE_NAME)));
        }
        if (languages->interpreter) {
            parts_add(phrases, name);
        }
        languages->interpreter = languages->interpreter || interpreter;
        row = hsds_next(m->package, HSDS_LANGUAGE, column, row);
    }
}

/* Foyer's own tags come back as they went, known to the table or not. */
static void add_own_languages(HsdsMapping *m, HsdsLanguages *languages, Str8 id) {
    HsdsRow row = hsds_find(m->package, HSDS_LANGUAGE, HSDS_SERVICE_ID, id);
    while (row.table != NULL && languages->count < HSDS_LANGUAGES_MAX) {
        Str8 code = hsds_cell(row, HSDS_CODE);
        if (hsds_own_tag_is_good(code)) {
            languages->tags[languages->count++] = code;
        }
        row = hsds_next(m->package, HSDS_LANGUAGE, HSDS_SERVICE_ID, row);
    }
}

static ErrCode map_languages(HsdsMapping *m, const HsdsAt *at, Service *service, Err *err) {
    HsdsLanguages languages = {.count = 0};
    Parts phrases = {.count = 0};
    if (m->package->own) {
        add_own_languages(m, &languages, id_of(at->service));
    } else {
        add_languages(m, &languages, HSDS_SERVICE_ID, id_of(at->service), &phrases);
    }
    if (languages.count == 0 && !m->package->own) {
        add_languages(m, &languages, HSDS_LOCATION_ID, id_of(at->location), &phrases);
    }
    m->tally.languages += languages.unknown ? 1 : 0;
    Str8 interpreter = said(m, at->service, HSDS_INTERPRETATION);
    if (interpreter.len == 0) {
        interpreter = parts_join(arena_of(m), &phrases, "; ");
    }
    service->interpreter = set_of(m, interpreter);
    Str8 *copy = ARENA_ARRAY(arena_of(m), Str8, languages.count + 1);
    if (copy == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a service");
    }
    memcpy(copy, languages.tags, languages.count * sizeof *copy);
    service->languages = copy;
    service->languages_count = languages.count;
    return ERR_OK;
}

/* ---- hours ---- */

/* Rows that name `id` in `column`; @return how many. */
static size_t add_schedules(HsdsMapping *m, const HsdsAt *at, HsdsHours *hours, HsdsColumn column,
                            Str8 id) {
    size_t count = 0;
    HsdsRow row = hsds_find(m->package, HSDS_SCHEDULE, column, id);
    while (row.table != NULL) {
        bool other_service = column == HSDS_LOCATION_ID &&
                             hsds_cell(row, HSDS_SERVICE_ID).len > 0 &&
                             !str8_equal(hsds_cell(row, HSDS_SERVICE_ID), id_of(at->service));
        if (column == HSDS_AT_LOCATION_ID || (!other_service && is_at_place(at, row))) {
            hsds_hours_add(hours, row);
            count++;
        }
        row = hsds_next(m->package, HSDS_SCHEDULE, column, row);
    }
    return count;
}

static ErrCode map_hours(HsdsMapping *m, const HsdsAt *at, Service *service, Err *err) {
    Arena *arena = arena_of(m);
    int32_t today = schedule_day(zone_to_local(m->context->zone, m->context->now_utc_ms));
    HsdsHours hours = hsds_hours_begin(arena, m->context->zone, today);
    hours.own = m->package->own;
    size_t rows = add_schedules(m, at, &hours, HSDS_AT_LOCATION_ID, id_of(at->at_location));
    rows += rows > 0 ? 0 : add_schedules(m, at, &hours, HSDS_SERVICE_ID, id_of(at->service));
    if (rows == 0) {
        (void)add_schedules(m, at, &hours, HSDS_LOCATION_ID, id_of(at->location));
    }
    hsds_hours_end(&hours);
    m->tally.hours += hours.unreadable || hours.too_many ? 1 : 0;
    m->tally.turned += hours.turned ? 1 : 0;
    Hours *weekly = ARENA_ARRAY(arena, Hours, hours.hours_count + 1);
    ScheduleRule *rules = ARENA_ARRAY(arena, ScheduleRule, hours.rules_count + 1);
    if (weekly == NULL || rules == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a service");
    }
    memcpy(weekly, hours.hours, hours.hours_count * sizeof *weekly);
    memcpy(rules, hours.rules, hours.rules_count * sizeof *rules);
    service->hours = weekly;
    service->hours_count = hours.hours_count;
    service->rules = rules;
    service->rules_count = hours.rules_count;
    service->hours_text = set_of(m, hours.text);
    return ERR_OK;
}

/* ---- needs, and who may not come ---- */

typedef struct {
    NeedTerm terms[HSDS_TERMS_MAX];
    size_t terms_count;
    Str8 values[HSDS_PARTS_MAX];
    size_t values_count;
    Parts not_for;
} Evidence;

static bool says_not_eligible(Str8 text) {
    static const char *const WORDS[] = {"not eligible", "ineligib",  "Not eligible", "Ineligib",
                                        "Not Eligible", "exclusion", "Exclusion"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_find(text, str8_from(WORDS[i])) < text.len) {
            return true;
        }
    }
    return false;
}

static void add_attribute(HsdsMapping *m, Evidence *evidence, HsdsRow row) {
    Str8 term_id = hsds_cell(row, HSDS_TERM_ID);
    Str8 value = line_of(m, row, HSDS_VALUE);
    HsdsRow term = hsds_find(m->package, HSDS_TERM, HSDS_ID, term_id);
    Str8 code = hsds_cell(term, HSDS_CODE);
    Str8 name = hsds_cell(term, HSDS_NAME);
    if (says_not_eligible(name) || (name.len == 0 && says_not_eligible(value))) {
        parts_add(&evidence->not_for, value.len > 0 ? value : name);
        return;
    }
    if (term_id.len > 0 && evidence->terms_count < HSDS_TERMS_MAX) {
        evidence->terms[evidence->terms_count++] =
            (NeedTerm){.code = code.len > 0 ? code : term_id, .name = name};
    } else if (term_id.len == 0 && value.len > 0 && evidence->values_count < HSDS_PARTS_MAX) {
        evidence->values[evidence->values_count++] = value;
    }
}

static void add_attributes(HsdsMapping *m, Evidence *evidence, HsdsColumn column, Str8 id) {
    HsdsRow row = hsds_find(m->package, HSDS_ATTRIBUTE, column, id);
    while (row.table != NULL) {
        bool twice = column == HSDS_LINK_ID &&
                     str8_equal(hsds_cell(row, HSDS_SERVICE_ID), id); /* of a JSON document */
        if (!twice) {
            add_attribute(m, evidence, row);
        }
        row = hsds_next(m->package, HSDS_ATTRIBUTE, column, row);
    }
}

static ErrCode map_needs(HsdsMapping *m, const HsdsAt *at, Service *service, Err *err) {
    ArenaMark mark = arena_mark(arena_of(m));
    Evidence *evidence = ARENA_NEW(arena_of(m), Evidence);
    if (evidence == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a service");
    }
    add_attributes(m, evidence, HSDS_SERVICE_ID, id_of(at->service));
    add_attributes(m, evidence, HSDS_LINK_ID, id_of(at->service));
    add_attributes(m, evidence, HSDS_LINK_ID, id_of(at->at_location));
    add_attributes(m, evidence, HSDS_LINK_ID, hsds_cell(at->service, HSDS_PROGRAM_ID));
    NeedEvidence said_all = {
        .terms = evidence->terms,
        .terms_count = evidence->terms_count,
        .attributes = evidence->values,
        .attributes_count = evidence->values_count,
        .name = text_set_pick(service->name, m->context->language, NULL),
        .alternate = text_set_pick(service->alternate, m->context->language, NULL),
        .organization = name_of(m, at->organization, HSDS_NAME),
        .description = text_set_pick(service->summary, m->context->language, NULL),
        .eligibility = text_set_pick(service->eligibility, m->context->language, NULL),
    };
    service->needs = needs_of(m->needs, &said_all);
    Parts not_for = evidence->not_for;
    if (not_for.count == 0) {
        arena_rewind(arena_of(m), mark);
    }
    service->ineligibility = set_of(m, parts_join(arena_of(m), &not_for, "\n"));
    return ERR_OK;
}

/* ---- when somebody looked ---- */

static int64_t moment_of(const HsdsMapping *m, Str8 text) {
    int32_t day = 0;
    int64_t utc_ms = 0;
    if (text.len == 0 || !hsds_date_parse(text, &day)) {
        return 0;
    }
    utc_ms = (int64_t)day * DAY_MS;
    bool credible = utc_ms > 0 && utc_ms <= m->context->now_utc_ms + DAY_MS;
    return credible || m->package->own ? utc_ms : 0;
}

static void map_assured(HsdsMapping *m, const HsdsAt *at, Service *service) {
    int64_t assured = moment_of(m, hsds_cell(at->service, HSDS_ASSURED_DATE));
    if (assured == 0) {
        assured = moment_of(m, hsds_cell(at->service, HSDS_LAST_MODIFIED));
    }
    HsdsRow row = {0};
    if (assured == 0) {
        row = hsds_find(m->package, HSDS_METADATA, HSDS_RESOURCE_ID, id_of(at->service));
    }
    while (row.table != NULL) {
        int64_t changed = moment_of(m, hsds_cell(row, HSDS_LAST_ACTION_DATE));
        assured = changed > assured ? changed : assured;
        row = hsds_next(m->package, HSDS_METADATA, HSDS_RESOURCE_ID, row);
    }
    service->assured_utc_ms = assured;
}

/* ---- all of it ---- */

static Id id_at(const HsdsMapping *m, const HsdsAt *at) {
    Id id;
    Str8 service = id_of(at->service);
    if (m->package->own && id_parse(service, &id)) {
        return id;
    }
    Str8 link = id_of(at->at_location);
    Str8 place = id_of(at->location);
    if (service.len == 0) {
        service = hsds_cell(at->service, HSDS_NAME);
    }
    Str8 name = link.len > 0 ? str8_format(arena_of(m), "at/%.*s", STR8_ARG(link))
                             : str8_format(arena_of(m), "service/%.*s/%.*s", STR8_ARG(service),
                                           STR8_ARG(place));
    return id_from_name(m->source, name);
}

ErrCode hsds_service_make(HsdsMapping *m, const HsdsAt *at, Service *service, Err *err) {
    FOYER_ASSERT(at->service.table != NULL);
    *service = (Service){.id = id_at(m, at), .room = STR8(""), .key = STR8("")};
    map_names(m, at, service);
    map_texts(m, at, service);
    map_place(m, at, service);
    map_phone(m, at, service);
    map_addresses(m, at, service);
    map_assured(m, at, service);
    ErrCode code = map_languages(m, at, service, err);
    if (code == ERR_OK) {
        code = map_hours(m, at, service, err);
    }
    if (code == ERR_OK) {
        code = map_needs(m, at, service, err);
    }
    if (code == ERR_OK && m->package->own) {
        hsds_own_apply(m, at, service);
    }
    return code;
}
