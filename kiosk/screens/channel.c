#include "kiosk/screens/card_parts.h"
#include "kiosk/screens/channel_picture.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/*
 * One of the school's channels: what it is for, its join code large enough to copy, and codes that
 * join with one look of the phone: web, text message, e-mail.
 */

enum {
    GAP = 24,
    INFO_WIDTH = 1040,
    PAD = 44,
    PAD_Y = 36,
    PART_GAP = 24,
    ARCH = 190,
    ARCH_LARGEST = 150,
    HEAD_GAP = 36,
    PLATE_PAD = 26,
    PANEL_PAD = 34,
    PANEL_GAP = 20,
    CODE_SIZE = 372,
    CODE_SIZE_LARGE = 320,
    PANEL_PORTRAIT = 620, /* about */
    SLACK = 40,
};

static void head_add(Build *build, Node *card, const View *view, int width) {
    const ChannelItemView *channel = &view->channel.channel;
    int arch = is_largest(build) ? ARCH_LARGEST : ARCH;
    unsigned hue = channel_hue(channel->kind);
    Node *row = row_add(build, card, HEAD_GAP);
    Node *plate = arch_add(build, row, arch * 85 / 100, arch, 22, hue_tint(hue));
    icon_add(build, plate, channel_icon(channel->kind), arch * 55 / 100, hue_color(hue),
             COLOR_TINT);
    Node *words = column_add(build, row, 8);
    Node *name = title_add(build, words, channel->name, width - arch - HEAD_GAP);
    name->spec.key = "name";
    text_own_direction(name);
    Node *purpose = text_add(build, words, channel->purpose, TYPE_LEAD, COLOR_INK_2);
    text_own_direction(purpose);
}

/* The join code as it is typed: never mirrored, never broken. */
static void join_code_add(Build *build, Node *card, const View *view, int width) {
    Str8 code = view->channel.join_code;
    if (code.len == 0) {
        return;
    }
    Str8 name = view->channel.network.len > 0 ? tr(view->frame.locale, "Password")
                                              : tr(view->frame.locale, "Join code");
    Node *plate = node_add(build, card,
                           (NodeSpec){.role = ROLE_TEXT,
                                      .label = code,
                                      .hint = name,
                                      .axis = AXIS_COLUMN,
                                      .width = GROW,
                                      .pad = EDGES(PLATE_PAD),
                                      .gap = 4,
                                      .fill = COLOR_PAPER,
                                      .outline = is_strong(build) ? COLOR_LINE : COLOR_NONE,
                                      .outline_width = is_strong(build) ? 2 : 0,
                                      .radius = 28});
    caption_add(build, plate, name, TYPE_SMALL, COLOR_INK_2);
    Node *text = caption_add(build, plate, code, TYPE_ACTION, COLOR_INK);
    text->spec.one_line = true;
    text->spec.type_steps_down =
        measure_steps(build, TYPE_ACTION, &code, 1, width - 2 * PLATE_PAD, 1);
    text_own_direction(text);
}

static TextFlow facts_of(Build *build, const View *view, int width) {
    const Locale *locale = view->frame.locale;
    const ChannelView *channel = &view->channel;
    TextFlow flow = flow_begin(build, locale, width);
    flow.columns = 1;
    if (channel->sms_number.len > 0) {
        TrArg args[] = {{"body", channel->sms_body}, {"number", channel->sms_number}};
        Str8 text = tr_fill(locale, build->arena, tr(locale, "Send {body} to {number}"), args, 2);
        flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                                   .icon = ICON_TEXTS,
                                   .name = tr(locale, "By text message"),
                                   .text = text});
    }
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_WEB,
                               .name = tr(locale, "On the web"),
                               .text = channel->web_host});
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_EMAIL,
                               .name = tr(locale, "By e-mail"),
                               .text = channel->email});
    flow_add(&flow, (FlowItem){.kind = FLOW_FACT,
                               .icon = ICON_WIFI,
                               .name = tr(locale, "Network"),
                               .text = channel->network});
    return flow;
}

/* Head and join code, estimated. */
static int height_above_facts(const Build *build, const View *view, int width) {
    int arch = is_largest(build) ? ARCH_LARGEST : ARCH;
    int room = width - arch - HEAD_GAP;
    const ChannelItemView *channel = &view->channel.channel;
    int words = measure_height(build, TYPE_TITLE, 0, channel->name, room) + 8 +
                measure_height(build, TYPE_LEAD, 0, channel->purpose, room - room / SLACK);
    int height = (words > arch ? words : arch) + 4 * PART_GAP + 2 * PAD_Y;
    if (view->channel.join_code.len > 0) {
        height += 2 * PLATE_PAD + measure_line_height(build, TYPE_SMALL, 0, true) +
                  measure_line_height(build, TYPE_ACTION, 0, false);
    }
    return height;
}

/* What does not fit is said beside its code too: web and e-mail may go. */
static void facts_add(Build *build, Node *card, const View *view, int width, int height) {
    TextFlow flow = facts_of(build, view, width);
    int room = height - height_above_facts(build, view, width);
    while (flow.count > 1 && flow_height(build, &flow, 0, flow.count) > room) {
        flow.count--;
    }
    flow_cut(build, &flow, INT16_MAX, INT16_MAX);
    flow_page_add(build, column_add(build, card, 0), &flow, 0);
}

static Node *info_add(Build *build, Node *parent, const View *view, Size width, int width_du,
                      int height) {
    Node *card = card_add(build, parent, width, GROW);
    card->spec.pad = EDGES_XY(PAD, is_largest(build) ? 24 : PAD_Y);
    card->spec.gap = is_largest(build) ? 14 : PART_GAP;
    int inner = width_du - 2 * PAD;
    head_add(build, card, view, inner);
    (void)spacer_add(build, card);
    join_code_add(build, card, view, inner);
    facts_add(build, card, view, inner, height);
    (void)spacer_add(build, card);
    return card;
}

/* What the code leads to, in letters. */
static Str8 code_leads_to(const ChannelView *channel) {
    if (channel->kind == CODE_WEB) {
        return channel->web_host;
    }
    return channel->kind == CODE_CONTACT ? channel->email : STR8("");
}

static size_t choices_of(const View *view, CodeChoice choices[CODE_KIND_COUNT]) {
    static const struct {
        CodeKind kind;
        const char *key;
        const char *label;
        uint16_t icon;
    } PICTURES[] = {
        {CODE_WEB, "qr/web", TR_MARK("Web page"), ICON_WEB},
        {CODE_TEXT, "qr/text", TR_MARK("Send a text"), ICON_TEXTS},
        {CODE_CONTACT, "qr/contact", TR_MARK("E-mail"), ICON_EMAIL},
        {CODE_WIFI, "qr/wifi", TR_MARK("Join the Wi-Fi"), ICON_WIFI},
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof PICTURES / sizeof PICTURES[0]; i++) {
        if (view->channel.has[PICTURES[i].kind]) {
            choices[count++] = (CodeChoice){.key = PICTURES[i].key,
                                            .label = tr(view->frame.locale, PICTURES[i].label),
                                            .icon = PICTURES[i].icon,
                                            .kind = PICTURES[i].kind};
        }
    }
    return count;
}

static Node *panel_add(Build *build, Node *parent, const View *view, int width) {
    bool portrait = is_portrait(build);
    Node *panel = card_add(build, parent, GROW, portrait ? FIT : GROW);
    panel->spec.pad = EDGES(PANEL_PAD);
    panel->spec.gap = PANEL_GAP;
    int inner = width - 2 * PANEL_PAD;
    CodeChoice choices[CODE_KIND_COUNT];
    size_t count = choices_of(view, choices);
    size_t columns = portrait && !is_largest(build) ? 3 : 2;
    CodeRow code = {.code = view->channel.code,
                    .kind = view->channel.kind,
                    .host = code_leads_to(&view->channel),
                    .size = build->look->text_size >= TEXT_LARGE ? CODE_SIZE_LARGE : CODE_SIZE,
                    .width = inner};
    bool low = is_low_reach(build);
    if (!low) {
        code_choices_add(build, panel, choices, count, view->channel.kind, inner, columns);
    }
    if (!portrait && !low) {
        (void)spacer_add(build, panel);
    }
    code_row_add(build, panel, view->frame.locale, code);
    if (!portrait) {
        (void)spacer_add(build, panel);
    }
    if (low) {
        code_choices_add(build, panel, choices, count, view->channel.kind, inner, columns);
    }
    return panel;
}

void screen_channel(Build *build, Node *root, const View *view) {
    FrameOptions options = {.label = view->channel.channel.name};
    Node *content = frame_add(build, root, view, options);
    int width = frame_content_width(build);
    if (is_portrait(build)) {
        content->spec.gap = GAP;
        info_add(build, content, view, GROW, width,
                 frame_content_height(build) - PANEL_PORTRAIT - GAP);
        panel_add(build, content, view, width);
        return;
    }
    Node *row = row_add(build, content, GAP);
    row->spec.height = GROW;
    row->spec.cross = ALIGN_STRETCH;
    info_add(build, row, view, FIXED(INFO_WIDTH), INFO_WIDTH, frame_content_height(build));
    panel_add(build, row, view, width - INFO_WIDTH - GAP);
}
