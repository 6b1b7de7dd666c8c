#include "data/import/channels_csv.h"

#include "data/import/content_row.h"

enum { KIND_WORDS_SIZE = 512 };

static const CsvColumn COLUMNS[] = {
    {"kind", true},     {"name", true},        {"purpose", false},  {"join_code", false},
    {"url", false},     {"sms_number", false}, {"sms_body", false}, {"email", false},
    {"network", false}, {"key", false},        {"name:*", false},   {"purpose:*", false},
};

/* What schools call it, beside the words of channel_kind_name. */
static const struct {
    const char *product;
    ChannelKind kind;
} PRODUCTS[] = {
    {"ClassDojo", CHANNEL_CLASS_STORY},
    {"Class Dojo", CHANNEL_CLASS_STORY},
    {"Seesaw", CHANNEL_CLASS_STORY},
    {"Remind", CHANNEL_TEXTS},
    {"TalkingPoints", CHANNEL_TEXTS},
    {"SMS", CHANNEL_TEXTS},
    {"Text messages", CHANNEL_TEXTS},
    {"Bloomz", CHANNEL_POSTS},
    {"ParentSquare", CHANNEL_POSTS},
    {"ClassTag", CHANNEL_POSTS},
    {"Konstella", CHANNEL_POSTS},
    {"Google Sites", CHANNEL_SITE},
    {"Wix", CHANNEL_SITE},
    {"Weebly", CHANNEL_SITE},
    {"WordPress", CHANNEL_SITE},
    {"Edublogs", CHANNEL_SITE},
    {"Website", CHANNEL_SITE},
    {"Google Classroom", CHANNEL_SITE},
    {"Wakelet", CHANNEL_COLLECTION},
    {"Padlet", CHANNEL_COLLECTION},
    {"Symbaloo", CHANNEL_COLLECTION},
    {"Pinterest", CHANNEL_COLLECTION},
    {"YouTube", CHANNEL_VIDEO},
    {"Vimeo", CHANNEL_VIDEO},
    {"PowerSchool", CHANNEL_GRADES},
    {"Infinite Campus", CHANNEL_GRADES},
    {"Skyward", CHANNEL_GRADES},
    {"Focus", CHANNEL_GRADES},
    {"Gradebook", CHANNEL_GRADES},
    {"ParentVUE", CHANNEL_GRADES},
    {"Smore", CHANNEL_NEWSLETTER},
    {"Mailchimp", CHANNEL_NEWSLETTER},
    {"Gmail", CHANNEL_EMAIL},
    {"Facebook", CHANNEL_SOCIAL},
    {"Instagram", CHANNEL_SOCIAL},
    {"WhatsApp", CHANNEL_SOCIAL},
    {"Twitter", CHANNEL_SOCIAL},
    {"TikTok", CHANNEL_SOCIAL},
    {"Social media", CHANNEL_SOCIAL},
    {"Google Forms", CHANNEL_SURVEY},
    {"SurveyMonkey", CHANNEL_SURVEY},
    {"Microsoft Forms", CHANNEL_SURVEY},
};

bool channels_csv_kind(Str8 text, ChannelKind *kind) {
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++) {
        if (csv_same_name(text, channel_kind_name((ChannelKind)i))) {
            *kind = (ChannelKind)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof PRODUCTS / sizeof PRODUCTS[0]; i++) {
        if (csv_same_name(text, str8_from(PRODUCTS[i].product))) {
            *kind = PRODUCTS[i].kind;
            return true;
        }
    }
    return false;
}

static bool read_kind(CsvRow row, Channel *channel) {
    if (channels_csv_kind(csv_row_cell(row, "kind"), &channel->kind)) {
        return true;
    }
    Str8Builder out = builder_in(row.context->arena, KIND_WORDS_SIZE);
    builder_add(&out, STR8("write a product's name (ClassDojo, Remind, ...) or one of:"));
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++) {
        builder_add_char(&out, ' ');
        builder_add(&out, channel_kind_name((ChannelKind)i));
    }
    return csv_row_refuse(row, "kind", builder_text(&out));
}

/* A code is only made of what belongs together. */
static bool check_ways(CsvRow row, const Channel *channel) {
    if (channel->sms_body.len > 0 && channel->sms_number.len == 0) {
        return csv_row_refuse(row, "sms_number",
                              STR8("write the number that the text message goes to: 81010"));
    }
    if (channel->kind == CHANNEL_WIFI && channel->network.len == 0) {
        return csv_row_refuse(row, "network",
                              STR8("write the name of the Wi-Fi as a phone shows it"));
    }
    return channel->kind == CHANNEL_WIFI || channel->network.len == 0 ||
           csv_row_refuse(row, "network", STR8("only a channel of the kind wifi has a network"));
}

static bool read_channel(ContentList *list, CsvRow row, Channel *channel) {
    *channel = (Channel){0};
    if (!read_kind(row, channel) ||
        !content_row_words(row, "name", CONTENT_NAME_BYTES_MAX, &channel->name) ||
        !csv_row_check_texts(row, "purpose", CONTENT_TEXT_BYTES_MAX) ||
        !csv_row_line(row, "join_code", CONTENT_LINE_BYTES_MAX, &channel->join_code) ||
        !csv_row_line(row, "sms_body", CONTENT_LINE_BYTES_MAX, &channel->sms_body) ||
        !csv_row_line(row, "network", CONTENT_LINE_BYTES_MAX, &channel->network) ||
        !content_row_phone(row, "sms_number", &channel->sms_number) ||
        !content_row_email(row, &channel->email) || !content_row_url(row, &channel->url) ||
        !check_ways(row, channel) || !content_row_key(list, row, "name", &channel->key)) {
        return false;
    }
    channel->purpose = csv_row_texts(row, "purpose");
    channel->id = id_from_name(STR8("foyer/channel"), channel->key);
    return true;
}

ErrCode channels_csv_read(const CalendarContext *context, const SourceFile *file, ChannelSet *set,
                          Err *err) {
    ContentList list;
    ContentColumns columns = {COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], CHANNELS_MAX};
    ChannelSet made = {.file = file->name};
    size_t refused = context->report->refused_count;
    ErrCode code = content_list_open(context, file, columns, &list, err);
    if (code != ERR_OK) {
        return code;
    }
    made.channels = ARENA_ARRAY(context->arena, Channel, list.table.rows_count + 1);
    if (made.channels == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the school's channels");
    }
    for (size_t row = 0; row < list.table.rows_count; row++) {
        made.count += read_channel(&list, content_list_row(&list, row), &made.channels[made.count]);
    }
    if (made.count == 0) {
        return report_all_refused(context->report, file->name, err);
    }
    made.complete = context->report->refused_count == refused;
    *set = made;
    return ERR_OK;
}
