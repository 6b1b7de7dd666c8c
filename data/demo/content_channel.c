#include "data/demo/content.h"

static bool read_channel(Arena *arena, const ContentSection *section, Channel *channel) {
    *channel = (Channel){
        .id = id_from_name(STR8("demo/channel"), section->name),
        .key = section->name,
        .name = content_texts(arena, section, "name", CONTENT_WHOLE),
        .purpose = content_texts(arena, section, "purpose", CONTENT_WHOLE),
        .join_code = content_value(section, "join"),
        .url = content_value(section, "url"),
        .email = content_value(section, "email"),
        .network = content_value(section, "network"),
    };
    Str8 body;
    channel->sms_number = str8_cut(content_value(section, "sms"), ' ', &body);
    channel->sms_body = body;
    return channel->name.count > 0 && channel->purpose.count > 0 &&
           channel_kind_parse(content_value(section, "kind"), &channel->kind);
}

ErrCode content_channels(Arena *arena, Str8 text, Channel **channels, size_t *count, Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    Channel *made = ARENA_ARRAY(arena, Channel, content.count);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the demo's channels");
    }
    for (size_t i = 0; i < content.count; i++) {
        if (!read_channel(arena, &content.sections[i], &made[i])) {
            return err_set(err, ERR_INVALID, "channel %.*s of the demo could not be read",
                           STR8_ARG(content.sections[i].name));
        }
    }
    *channels = made;
    *count = content.count;
    return ERR_OK;
}
