#include "data/export/hsds_schema.h"

#include "data/base/check.h"

/* Tables and fields of HSDS 3.0, in its order. */

#define FIELDS(list) .fields = (list), .fields_count = sizeof(list) / sizeof((list)[0])

static const HsdsField ORGANIZATION[] = {
    {"id", "string", "uuid", "", true, true},
    {"name", "string", "", "", true, false},
    {"alternate_name", "string", "", "", false, false},
    {"description", "string", "", "", true, false},
    {"email", "string", "email", "", false, false},
    {"website", "string", "uri", "", false, false},
    {"tax_status", "string", "", "", false, false},
    {"tax_id", "string", "", "", false, false},
    {"year_incorporated", "number", "", "", false, false},
    {"legal_status", "string", "", "", false, false},
    {"logo", "string", "", "", false, false},
    {"uri", "string", "uri", "", false, false},
    {"parent_organization_id", "string", "uuid", "", false, false},
};
static const HsdsField SERVICE[] = {
    {"id", "string", "uuid", "", true, true},
    {"organization_id", "string", "uuid", "", true, false},
    {"program_id", "string", "uuid", "", false, false},
    {"name", "string", "", "", true, false},
    {"alternate_name", "string", "", "", false, false},
    {"description", "string", "", "", false, false},
    {"url", "string", "uri", "", false, false},
    {"email", "string", "email", "", false, false},
    {"status", "string", "", "active|inactive|defunct|temporarily closed", true, false},
    {"interpretation_services", "string", "", "", false, false},
    {"application_process", "string", "", "", false, false},
    {"fees_description", "string", "", "", false, false},
    {"wait_time", "string", "", "", false, false},
    {"fees", "string", "", "", false, false},
    {"accreditations", "string", "", "", false, false},
    {"eligibility_description", "string", "", "", false, false},
    {"minimum_age", "number", "", "", false, false},
    {"maximum_age", "number", "", "", false, false},
    {"assured_date", "date", "", "", false, false},
    {"assurer_email", "string", "email", "", false, false},
    {"licenses", "string", "", "", false, false},
    {"alert", "string", "", "", false, false},
    {"last_modified", "datetime", "", "", false, false},
};
static const HsdsField LOCATION[] = {
    {"id", "string", "uuid", "", true, true},
    {"location_type", "string", "", "physical|postal|virtual", true, false},
    {"url", "string", "uri", "", false, false},
    {"organization_id", "string", "uuid", "", false, false},
    {"name", "string", "", "", false, false},
    {"alternate_name", "string", "", "", false, false},
    {"description", "string", "", "", false, false},
    {"transportation", "string", "", "", false, false},
    {"latitude", "number", "", "", false, false},
    {"longitude", "number", "", "", false, false},
    {"external_identifier", "string", "", "", false, false},
    {"external_identifier_type", "string", "", "", false, false},
};
static const HsdsField SERVICE_AT_LOCATION[] = {
    {"id", "string", "uuid", "", true, true},
    {"service_id", "string", "uuid", "", true, false},
    {"location_id", "string", "uuid", "", true, false},
    {"description", "string", "", "", false, false},
};
static const HsdsField ADDRESS[] = {
    {"id", "string", "uuid", "", true, true},
    {"location_id", "string", "uuid", "", false, false},
    {"attention", "string", "", "", false, false},
    {"address_1", "string", "", "", true, false},
    {"address_2", "string", "", "", false, false},
    {"city", "string", "", "", true, false},
    {"region", "string", "", "", false, false},
    {"state_province", "string", "", "", true, false},
    {"postal_code", "string", "", "", true, false},
    {"country", "string", "", "", true, false},
    {"address_type", "string", "", "physical|postal|virtual", true, false},
};
static const HsdsField PHONE[] = {
    {"id", "string", "uuid", "", true, true},
    {"location_id", "string", "uuid", "", false, false},
    {"service_id", "string", "uuid", "", false, false},
    {"organization_id", "string", "uuid", "", false, false},
    {"contact_id", "string", "uuid", "", false, false},
    {"service_at_location_id", "string", "uuid", "", false, false},
    {"number", "string", "", "", true, false},
    {"extension", "number", "", "", false, false},
    {"type", "string", "", "", false, false},
    {"description", "string", "", "", false, false},
};
static const HsdsField LANGUAGE[] = {
    {"id", "string", "uuid", "", true, true},
    {"service_id", "string", "uuid", "", false, false},
    {"location_id", "string", "uuid", "", false, false},
    {"phone_id", "string", "uuid", "", false, false},
    {"name", "string", "", "", false, false},
    {"code", "string", "", "", false, false},
    {"note", "string", "", "", false, false},
};
static const HsdsField SCHEDULE[] = {
    {"id", "string", "uuid", "", true, true},
    {"service_id", "string", "uuid", "", false, false},
    {"location_id", "string", "uuid", "", false, false},
    {"service_at_location_id", "string", "uuid", "", false, false},
    {"valid_from", "date", "", "", false, false},
    {"valid_to", "date", "", "", false, false},
    {"dtstart", "date", "", "", false, false},
    {"timezone", "number", "", "", false, false},
    {"until", "date", "", "", false, false},
    {"count", "number", "", "", false, false},
    {"wkst", "string", "", "MO|TU|WE|TH|FR|SA|SU", false, false},
    {"freq", "string", "", "WEEKLY|MONTHLY", false, false},
    {"interval", "number", "", "", false, false},
    {"byday", "string", "", "", false, false},
    {"byweekno", "string", "", "", false, false},
    {"bymonthday", "string", "", "", false, false},
    {"byyearday", "string", "", "", false, false},
    {"description", "string", "", "", false, false},
    {"opens_at", "time", "", "", false, false},
    {"closes_at", "time", "", "", false, false},
    {"schedule_link", "string", "uri", "", false, false},
    {"attending_type", "string", "", "", false, false},
    {"notes", "string", "", "", false, false},
};
static const HsdsField REQUIRED_DOCUMENT[] = {
    {"id", "string", "uuid", "", true, true},
    {"service_id", "string", "uuid", "", false, false},
    {"document", "string", "", "", false, false},
    {"uri", "string", "uri", "", false, false},
};
static const HsdsField TAXONOMY[] = {
    {"id", "string", "uuid", "", true, true},       {"name", "string", "", "", true, false},
    {"description", "string", "", "", true, false}, {"uri", "string", "uri", "", false, false},
    {"version", "string", "", "", false, false},
};
static const HsdsField TAXONOMY_TERM[] = {
    {"id", "string", "uuid", "", true, true},
    {"code", "string", "", "", false, true},
    {"name", "string", "", "", true, false},
    {"description", "string", "", "", true, false},
    {"parent_id", "string", "uuid", "", false, false},
    {"taxonomy", "string", "", "", false, false},
    {"language", "string", "", "", false, false},
    {"taxonomy_id", "string", "uuid", "", false, false},
    {"term_uri", "string", "uri", "", false, false},
};
static const HsdsField ATTRIBUTE[] = {
    {"id", "string", "uuid", "", true, true},
    {"link_id", "string", "uuid", "", true, false},
    {"taxonomy_term_id", "string", "uuid", "", true, false},
    {"link_type", "string", "", "", false, false},
    {"link_entity", "string", "", "", true, false},
    {"value", "string", "", "", false, false},
};

static const HsdsSheet TABLES[HSDS_FILE_COUNT] = {
    [HSDS_FILE_ORGANIZATION] = {"organization", "organizations.csv", FIELDS(ORGANIZATION)},
    [HSDS_FILE_SERVICE] = {"service", "services.csv", FIELDS(SERVICE),
                           .keys = {{"organization_id", "organization"}}},
    [HSDS_FILE_LOCATION] = {"location", "locations.csv", FIELDS(LOCATION),
                            .keys = {{"organization_id", "organization"}}},
    [HSDS_FILE_SERVICE_AT_LOCATION] = {"service_at_location", "service_at_location.csv",
                                       FIELDS(SERVICE_AT_LOCATION),
                                       .keys = {{"service_id", "service"},
                                                {"location_id", "location"}}},
    [HSDS_FILE_ADDRESS] = {"address", "addresses.csv", FIELDS(ADDRESS),
                           .keys = {{"location_id", "location"}}},
    [HSDS_FILE_PHONE] = {"phone", "phones.csv", FIELDS(PHONE),
                         .keys = {{"location_id", "location"},
                                  {"organization_id", "organization"},
                                  {"service_id", "service"},
                                  {"service_at_location_id", "service_at_location"}}},
    [HSDS_FILE_LANGUAGE] = {"language", "languages.csv", FIELDS(LANGUAGE),
                            .keys = {{"location_id", "location"},
                                     {"phone_id", "phone"},
                                     {"service_id", "service"}}},
    [HSDS_FILE_SCHEDULE] = {"schedule", "schedules.csv", FIELDS(SCHEDULE),
                            .keys = {{"location_id", "location"},
                                     {"service_id", "service"},
                                     {"service_at_location_id", "service_at_location"}}},
    [HSDS_FILE_REQUIRED_DOCUMENT] = {"required_document", "required_documents.csv",
                                     FIELDS(REQUIRED_DOCUMENT),
                                     .keys = {{"service_id", "service"}}},
    [HSDS_FILE_TAXONOMY] = {"taxonomy", "taxonomies.csv", FIELDS(TAXONOMY)},
    [HSDS_FILE_TAXONOMY_TERM] = {"taxonomy_term", "taxonomy_terms.csv", FIELDS(TAXONOMY_TERM),
                                 .keys = {{"taxonomy_id", "taxonomy"}}},
    [HSDS_FILE_ATTRIBUTE] = {"attribute", "attributes.csv", FIELDS(ATTRIBUTE),
                             .keys = {{"taxonomy_term_id", "taxonomy_term"}}},
};

const HsdsSheet *hsds_sheet(HsdsFile file) {
    FOYER_ASSERT(file < HSDS_FILE_COUNT);
    return &TABLES[file];
}

/* ---- datapackage.json ---- */

static const char *truth(bool value) {
    return value ? "true" : "false";
}

static void add_options(Str8Builder *out, const char *options) {
    Str8 rest = str8_from(options);
    bool first = true;
    builder_add(out, STR8(", \"enum\": ["));
    while (rest.len > 0) {
        Str8 option = str8_cut(rest, '|', &rest);
        builder_format(out, "%s\"%.*s\"", first ? "" : ", ", STR8_ARG(option));
        first = false;
    }
    builder_add(out, STR8("]"));
}

static void add_field(Str8Builder *out, const HsdsField *field, bool last) {
    builder_format(out, "          {\"name\": \"%s\", \"type\": \"%s\"", field->name, field->type);
    if (field->format[0] != '\0') {
        builder_format(out, ", \"format\": \"%s\"", field->format);
    }
    builder_format(out, ", \"constraints\": {\"required\": %s, \"unique\": %s",
                   truth(field->required), truth(field->unique));
    if (field->options[0] != '\0') {
        add_options(out, field->options);
    }
    builder_format(out, "}}%s\n", last ? "" : ",");
}

static void add_key(Str8Builder *out, const HsdsKey *key, bool first) {
    builder_format(out,
                   "%s\n          {\"fields\": \"%s\", \"reference\": {\"resource\": \"%s\", "
                   "\"fields\": \"id\"}}",
                   first ? "" : ",", key->field, key->table);
}

static void add_table(Str8Builder *out, const HsdsSheet *table, bool last) {
    builder_format(out,
                   "    {\n      \"name\": \"%s\", \"path\": \"%s\", \"format\": \"csv\",\n"
                   "      \"mediatype\": \"text/csv\", \"profile\": \"tabular-data-resource\",\n"
                   "      \"schema\": {\n        \"primaryKey\": \"id\",\n        \"fields\": [\n",
                   table->name, table->path);
    for (size_t i = 0; i < table->fields_count; i++) {
        add_field(out, &table->fields[i], i + 1 == table->fields_count);
    }
    builder_add(out, STR8("        ],\n        \"foreignKeys\": ["));
    for (size_t i = 0; i < HSDS_KEYS_MAX && table->keys[i].field != NULL; i++) {
        add_key(out, &table->keys[i], i == 0);
    }
    builder_format(out, "]\n      }\n    }%s\n", last ? "" : ",");
}

void hsds_describe(Str8Builder *out) {
    builder_add(out, STR8("{\n  \"name\": \"human_services_data\",\n"
                          "  \"title\": \"People and services that help\",\n"
                          "  \"profile\": \"tabular-data-package\",\n"
                          "  \"version\": \"3.0.0\",\n"
                          "  \"homepage\": \"http://docs.openreferral.org\",\n"
                          "  \"resources\": [\n"));
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        add_table(out, &TABLES[i], i + 1 == HSDS_FILE_COUNT);
    }
    builder_add(out, STR8("  ]\n}\n"));
}
