#ifndef FOYER_KIOSK_PAPER_SLIP_H
#define FOYER_KIOSK_PAPER_SLIP_H

#include "data/domain/event.h"
#include "data/domain/service.h"
#include "kiosk/paper/layout.h"

/*
 * Slip: what a family takes home. See layout.h for what all papers have in common.
 * Codes come as payloads of at most CODE_PAPER_BYTES_MAX bytes (payload.h makes them shorter with
 * that size_max); longer ones are ERR_LIMIT. No payload holds a child's data (rule 18).
 */
enum {
    SLIP_CODES_MAX = 4,
    SLIP_SERVICES_MAX = 12,
    SLIP_CHILDREN_MAX = 12,
    SLIP_ROOMS_MAX = 8,    /* of one child */
    SLIP_CLASSES_MAX = 16, /* of one child */
};

typedef enum {
    SLIP_CODE_CONTACT,
    SLIP_CODE_DATE,
    SLIP_CODE_CALL,
    SLIP_CODE_WEB,
    SLIP_CODE_MAP,
    SLIP_CODE_LINES, /* plain text: my list, rooms and times */
    SLIP_CODE_KIND_COUNT,
} SlipCodeKind;

typedef struct {
    SlipCodeKind kind; /* which words stand beside it */
    Str8 payload;
    bool shortened; /* it leaves something out: said in words */
    Str8 host;      /* of a web page: always said beside its code; else empty */
} SlipCode;

/** Who, where, hours, how to call, languages, "checked on". */
typedef struct {
    const Service *service;
    bool old;        /* checked more than SERVICE_OLD_AFTER_DAYS ago (rule 27) */
    Str8 short_code; /* what to say or type instead of scanning (the service's key); may be empty */
    const SlipCode *codes; /* the first is drawn large, beside the number to call */
    size_t codes_count;    /* 0..SLIP_CODES_MAX */
} ServiceSlip;

MUST_USE ErrCode slip_service(PaperLayout *layout, Arena *arena, PaperKind kind,
                              const PaperWords *words, const ServiceSlip *slip, Paper *paper,
                              Err *err);

/** My list: several services on one slip, shorter, with one code for all (kind LINES). */
typedef struct {
    const ServiceSlip *services; /* their codes are not drawn */
    size_t services_count;       /* 1..SLIP_SERVICES_MAX */
    SlipCode code;               /* payload empty = none */
} ListSlip;

MUST_USE ErrCode slip_list(PaperLayout *layout, Arena *arena, PaperKind kind,
                           const PaperWords *words, const ListSlip *slip, Paper *paper, Err *err);

/** A lesson of a child's day, for an open house where families follow it. */
typedef struct {
    TextSet subject;
    Str8 teacher;
    Str8 room;
    int64_t start_utc_ms; /* 0 = without a time */
} SlipClass;

/** Where one child's family goes tonight. */
typedef struct {
    Str8 name;                   /* first name or initial; empty = the grade says it */
    Str8 grade;                  /* CEDS code; empty = for everybody */
    const Session *const *rooms; /* start 0 = with the event */
    size_t rooms_count;          /* 0..SLIP_ROOMS_MAX */
    const SlipClass *classes;
    size_t classes_count; /* 0..SLIP_CLASSES_MAX */
} SlipChild;

typedef struct {
    const Event *event;
    const SlipChild *children;
    size_t children_count; /* 0..SLIP_CHILDREN_MAX: 0 = the event alone */
    SlipCode code;         /* DATE: the event for the phone's calendar; payload empty = none */
} EventSlip;

MUST_USE ErrCode slip_event(PaperLayout *layout, Arena *arena, PaperKind kind,
                            const PaperWords *words, const EventSlip *slip, Paper *paper, Err *err);

#endif
