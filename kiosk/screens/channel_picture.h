#ifndef FOYER_KIOSK_SCREENS_CHANNEL_PICTURE_H
#define FOYER_KIOSK_SCREENS_CHANNEL_PICTURE_H

#include <stdint.h>

#include "data/domain/channel.h"

/** The picture of our own for a sort of channel, and the hue of its arch. */
uint16_t channel_icon(ChannelKind kind);
unsigned channel_hue(ChannelKind kind);

#endif
