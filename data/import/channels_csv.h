#ifndef FOYER_DATA_IMPORT_CHANNELS_CSV_H
#define FOYER_DATA_IMPORT_CHANNELS_CSV_H

#include "data/domain/channel.h"
#include "data/import/calendar.h"

/** How the school keeps in touch, ready for the store; its source is "channels". */
typedef struct {
    Str8 file; /* for messages */
    Channel *channels;
    size_t count;
    bool complete; /* nothing was refused: what is absent is gone */
} ChannelSet;

/**
 * Read the school's channels, one row each (columns: data/import/COLUMNS.md).
 *
 * @param set  [out] set only on ERR_OK
 * @return ERR_OK, ERR_INVALID, ERR_LIMIT (more than CHANNELS_MAX rows), ERR_NO_MEMORY
 */
ErrCode channels_csv_read(const CalendarContext *context, const SourceFile *file, ChannelSet *set,
                          Err *err) MUST_USE;

/** The kind that a word of channel_kind_name or a product's name ("ClassDojo") means. */
bool channels_csv_kind(Str8 text, ChannelKind *kind);

#endif
