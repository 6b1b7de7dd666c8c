#include "kiosk/screens/board.h"
#include "kiosk/screens/channel_picture.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* How this school keeps in touch (rule 40): a board of its channels. */

void screen_channels(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    const ChannelsView *channels = &view->channels;
    Board board = {.title = tr(locale, "How we keep in touch"),
                   .lead = tr(locale, "Touch one to join with your phone."),
                   .empty = tr(locale, "Please ask at the front desk."),
                   .page = channels->page};
    for (size_t i = 0; i < channels->count && i < BOARD_CARDS_MAX; i++) {
        const ChannelItemView *item = &channels->items[i];
        board.cards[board.count++] = (BoardCard){
            .key = str8_format(build->arena, "/channels/channel/%.*s", STR8_ARG(item->key)),
            .name = item->name,
            .line = item->purpose,
            .icon = channel_icon(item->kind),
            .hue = channel_hue(item->kind),
            .action = ACT(ACTION_CHANNEL, i)};
    }
    board_add(build, root, view, &board);
}
