/* Views of the guides for families and of the school's channels, with their codes. */
#include "data/domain/link.h"
#include "kiosk/app/help.h"
#include "kiosk/app/view_make.h"
#include "kiosk/paper/payload.h"

/* ---- guides ---- */

static GuideItemView make_item(const AppState *state, const Guide *guide) {
    Str8 language = str8_from(state->session.language);
    Str8 found = {NULL, 0};
    GuideItemView item = {.key = guide->key,
                          .title = text_set_pick(guide->title, language, &found),
                          .summary = text_set_pick(guide->summary, language, NULL)};
    item.english_only = str8_equal(found, STR8("en")) && !str8_equal(language, STR8("en"));
    return item;
}

static void make_guides(const AppState *state, const ViewContext *context, GuidesView *view) {
    size_t count = state->content != NULL ? state->content->guides_count : 0;
    GuideItemView *items = count > 0 ? ARENA_ARRAY(context->arena, GuideItemView, count) : NULL;
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i] = make_item(state, &state->content->guides[i]);
    }
    view->items = items;
    view->count = items != NULL ? count : 0;
    view->page = state->session.page;
}

static const Str8 *pick_all(const AppState *state, const ViewContext *context, const TextSet *sets,
                            size_t count) {
    Str8 *texts = count > 0 ? ARENA_ARRAY(context->arena, Str8, count) : NULL;
    for (size_t i = 0; texts != NULL && i < count; i++) {
        texts[i] = text_set_pick(sets[i], str8_from(state->session.language), NULL);
    }
    return texts;
}

/* What to keep as plain text, which needs no internet; else the page with more. */
static CodeView guide_code(const AppState *state, const ViewContext *context, const Guide *guide) {
    Str8 payload = {NULL, 0};
    Str8 take = text_set_pick(guide->take, str8_from(state->session.language), NULL);
    ErrCode code = ERR_NOT_FOUND;
    if (take.len > 0) {
        code = payload_lines(context->arena, (Str8){NULL, 0}, &take, 1, CODE_SCREEN_BYTES_MAX,
                             &payload, NULL, NULL);
    }
    if (code != ERR_OK) {
        code = payload_web(context->arena, guide->url, CODE_SCREEN_BYTES_MAX, &payload, NULL);
    }
    return code == ERR_OK ? view_make_code(context, payload) : (CodeView){0};
}

static void make_guide(const AppState *state, const ViewContext *context, GuideView *view) {
    const Guide *guide = content_guide(state->content, state->session.shown);
    int64_t now = context->turn->now.utc_ms;
    if (guide == NULL) {
        return;
    }
    view->guide = make_item(state, guide);
    view->steps = pick_all(state, context, guide->steps, guide->steps_count);
    view->steps_count = view->steps != NULL ? guide->steps_count : 0;
    view->questions = pick_all(state, context, guide->questions, guide->questions_count);
    view->questions_count = view->questions != NULL ? guide->questions_count : 0;
    view->person =
        view_service_copy(state, context, content_service_by_key(state->content, guide->person));
    view->assured_utc_ms = guide->assured_utc_ms;
    view->old = now - guide->assured_utc_ms > (int64_t)SERVICE_OLD_AFTER_DAYS * DAY_MS;
    view->code = guide_code(state, context, guide);
    view->page = state->session.page;
}

/* ---- channels ---- */

static ChannelItemView make_channel_item(const AppState *state, const Channel *channel) {
    Str8 language = str8_from(state->session.language);
    return (ChannelItemView){.key = channel->key,
                             .kind = channel->kind,
                             .name = text_set_pick(channel->name, language, NULL),
                             .purpose = text_set_pick(channel->purpose, language, NULL)};
}

static void make_channels(const AppState *state, const ViewContext *context, ChannelsView *view) {
    size_t count = state->content != NULL ? state->content->channels_count : 0;
    ChannelItemView *items = count > 0 ? ARENA_ARRAY(context->arena, ChannelItemView, count) : NULL;
    for (size_t i = 0; items != NULL && i < count; i++) {
        items[i] = make_channel_item(state, &state->content->channels[i]);
    }
    view->items = items;
    view->count = items != NULL ? count : 0;
    view->page = state->session.page;
}

static Str8 channel_payload(const AppState *state, const ViewContext *context,
                            const Channel *channel, const ChannelView *view) {
    Str8 payload = {NULL, 0};
    ErrCode code = ERR_NOT_FOUND;
    if (view->kind == CODE_WEB) {
        code = payload_web(context->arena, channel->url, CODE_SCREEN_BYTES_MAX, &payload, NULL);
    } else if (view->kind == CODE_TEXT) {
        code = payload_sms(context->arena, channel->sms_number, channel->sms_body,
                           CODE_SCREEN_BYTES_MAX, &payload, NULL);
    } else if (view->kind == CODE_WIFI) {
        WifiNetwork network = {.name = channel->network, .password = channel->join_code};
        code = payload_wifi(context->arena, &network, CODE_SCREEN_BYTES_MAX, &payload, NULL);
    } else if (view->kind == CODE_CONTACT) {
        Contact contact = {.name = view->channel.name,
                           .organization = view_school_name(state),
                           .email = channel->email};
        code =
            payload_contact(context->arena, &contact, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL);
    }
    return code == ERR_OK ? payload : (Str8){NULL, 0};
}

static void make_channel(const AppState *state, const ViewContext *context, ChannelView *view) {
    const Channel *channel = content_channel(state->content, state->session.shown);
    if (channel == NULL) {
        return;
    }
    view->channel = make_channel_item(state, channel);
    view->join_code = channel->join_code;
    view->sms_number = channel->sms_number;
    view->sms_body = channel->sms_body;
    view->email = channel->email;
    view->network = channel->network;
    (void)link_check(channel->url, &view->web_host);
    for (int kind = 0; kind < CODE_KIND_COUNT; kind++) {
        view->has[kind] = help_channel_has_code(channel, (CodeKind)kind);
    }
    view->kind = state->session.code_kind;
    view->code = view_make_code(context, channel_payload(state, context, channel, view));
}

void view_make_guide(const AppState *state, const ViewContext *context, View *view) {
    switch ((int)view->screen) {
    case SCREEN_GUIDES:
        make_guides(state, context, &view->guides);
        break;
    case SCREEN_GUIDE:
        make_guide(state, context, &view->guide);
        break;
    case SCREEN_CHANNELS:
        make_channels(state, context, &view->channels);
        break;
    case SCREEN_CHANNEL:
        make_channel(state, context, &view->channel);
        break;
    default:
        break;
    }
}
