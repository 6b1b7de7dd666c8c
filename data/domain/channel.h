#ifndef FOYER_DATA_DOMAIN_CHANNEL_H
#define FOYER_DATA_DOMAIN_CHANNEL_H

#include <stdbool.h>

#include "data/base/id.h"
#include "data/domain/text_set.h"

enum { CHANNELS_MAX = 48 };

/** The sorts of channels that have a picture of our own; anything else is CHANNEL_OTHER. */
typedef enum {
    CHANNEL_CLASS_STORY, /* ClassDojo */
    CHANNEL_TEXTS,       /* Remind */
    CHANNEL_POSTS,       /* Bloomz, ParentSquare */
    CHANNEL_SITE,        /* a class site: Google Sites, Wix */
    CHANNEL_COLLECTION,  /* Wakelet */
    CHANNEL_VIDEO,
    CHANNEL_GRADES, /* the grade book's messages */
    CHANNEL_NEWSLETTER,
    CHANNEL_EMAIL,
    CHANNEL_SOCIAL,
    CHANNEL_SURVEY,
    CHANNEL_WIFI, /* a network for guests */
    CHANNEL_OTHER,
    CHANNEL_KIND_COUNT,
} ChannelKind;

/** One way in which this school keeps in touch (rule 40). A row of the school's content. */
typedef struct {
    Id id;
    Str8 key; /* short stable word: "remind" */
    ChannelKind kind;
    TextSet name;    /* "Remind, room 12" */
    TextSet purpose; /* one line: what it is for */
    Str8 join_code;  /* "@mg3okafor"; the password of a Wi-Fi; empty = none */
    Str8 url;        /* https://..., empty = none */
    Str8 sms_number; /* "81010": the SMS form of joining; empty = none */
    Str8 sms_body;   /* "@mg3okafor" */
    Str8 email;      /* for CHANNEL_EMAIL and newsletters */
    Str8 network;    /* of CHANNEL_WIFI: its name on the air (SSID) */
} Channel;

Str8 channel_kind_name(ChannelKind kind); /* "class-story", "texts", ... */
bool channel_kind_parse(Str8 text, ChannelKind *kind);

#endif
