#include "kiosk/printer/ipp_reply.h"

#include <cups/pwg.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/str8.h"

enum { NEAR_HMM = 300, SHEET_NEAR_HMM = 100, DPI_LIKED = PAPER_DPI };

/* printer-state-reasons and job-state-reasons, by their beginning. The first trouble of this list
 * that is there is the one that is told. */
static const struct {
    const char *word;
    PrintTrouble trouble;
} reasons[] = {
    {"media-jam", PRINT_JAM},
    {"trimmer-jam", PRINT_JAM},
    {"cutter", PRINT_JAM},
    {"cover-open", PRINT_COVER_OPEN},
    {"door-open", PRINT_COVER_OPEN},
    {"interlock-open", PRINT_COVER_OPEN},
    {"media-empty", PRINT_PAPER_OUT},
    {"media-needed", PRINT_PAPER_OUT},
    {"input-tray-missing", PRINT_PAPER_OUT},
    {"marker-supply-empty", PRINT_INK_OUT},
    {"toner-empty", PRINT_INK_OUT},
    {"developer-empty", PRINT_INK_OUT},
    {"offline", PRINT_OFF},
    {"connecting-to-device", PRINT_OFF},
    {"shutdown", PRINT_OFF},
    {"deactivated", PRINT_OFF},
    {"timed-out", PRINT_OFF},
    {"marker-waste-full", PRINT_FAULT},
    {"fuser-", PRINT_FAULT},
    {"opc-life-over", PRINT_FAULT},
    {"spool-area-full", PRINT_BUSY},
    {"paused", PRINT_PAUSED},
    {"moving-to-paused", PRINT_PAUSED},
};
enum { REASONS_COUNT = sizeof reasons / sizeof reasons[0] };

static const char *string_at(ipp_attribute_t *attribute, int index) {
    const char *text = ippGetString(attribute, index, NULL);
    return text != NULL ? text : "";
}

static int count_of(ipp_attribute_t *attribute) {
    int count = ippGetCount(attribute);
    return count < IPP_VALUES_MAX ? count : IPP_VALUES_MAX;
}

static ipp_attribute_t *keywords(ipp_t *reply, const char *name) {
    ipp_attribute_t *attribute = ippFindAttribute(reply, name, IPP_TAG_ZERO);
    ipp_tag_t tag = ippGetValueTag(attribute);
    bool is_word = tag == IPP_TAG_KEYWORD || tag == IPP_TAG_NAME || tag == IPP_TAG_NAMELANG ||
                   tag == IPP_TAG_MIMETYPE || tag == IPP_TAG_URI;
    return is_word ? attribute : NULL; /* of the wrong type is as good as nothing */
}

static bool has_keyword(ipp_t *reply, const char *name, const char *word) {
    ipp_attribute_t *attribute = keywords(reply, name);
    int count = attribute != NULL ? count_of(attribute) : 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(string_at(attribute, i), word) == 0) {
            return true;
        }
    }
    return false;
}

static int integer_of(ipp_t *reply, const char *name, int otherwise) {
    ipp_attribute_t *attribute = ippFindAttribute(reply, name, IPP_TAG_ZERO);
    ipp_tag_t tag = ippGetValueTag(attribute);
    bool is_number = tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM;
    return is_number ? ippGetInteger(attribute, 0) : otherwise;
}

/* RFC 8011 5.4.12: a reason ends in -report, -warning or -error; without it is as bad as -error.
 * Two are meant however they end: CUPS says "offline-report" of a queue whose printer does not
 * answer, and "media-needed" is said only when a job waits for paper. */
static bool is_severe(Str8 reason) {
    bool is_mild =
        str8_ends_with(reason, STR8("-report")) || str8_ends_with(reason, STR8("-warning"));
    if (str8_starts_with(reason, STR8("connecting-to-device"))) {
        return false;
    }
    return !is_mild || str8_starts_with(reason, STR8("offline")) ||
           str8_starts_with(reason, STR8("media-needed"));
}

static PrintTrouble trouble_in(ipp_attribute_t *attribute, bool mild_too) {
    int count = attribute != NULL ? count_of(attribute) : 0;
    size_t worst = REASONS_COUNT;
    bool is_other = false;
    for (int i = 0; i < count; i++) {
        Str8 reason = str8_from(string_at(attribute, i));
        for (size_t j = 0; j < worst; j++) {
            if ((mild_too || is_severe(reason)) &&
                str8_starts_with(reason, str8_from(reasons[j].word))) {
                worst = j;
            }
        }
        is_other |= str8_ends_with(reason, STR8("-error"));
    }
    if (worst < REASONS_COUNT) {
        return reasons[worst].trouble;
    }
    return is_other ? PRINT_FAULT : PRINT_TROUBLE_NONE;
}

static bool is_paper_low(ipp_attribute_t *attribute) {
    int count = attribute != NULL ? count_of(attribute) : 0;
    for (int i = 0; i < count; i++) {
        Str8 reason = str8_from(string_at(attribute, i));
        bool empty_soon = str8_starts_with(reason, STR8("media-empty")) && !is_severe(reason);
        if (empty_soon || str8_starts_with(reason, STR8("media-low"))) {
            return true;
        }
    }
    return false;
}

/* Our own resolution where there is one, else the smallest above it, else the largest. */
static int choose_dpi(ipp_t *reply) {
    ipp_attribute_t *attribute =
        ippFindAttribute(reply, "pwg-raster-document-resolution-supported", IPP_TAG_RESOLUTION);
    int count = attribute != NULL ? count_of(attribute) : 0;
    int chosen = 0;
    for (int i = 0; i < count; i++) {
        int y = 0;
        ipp_res_t units = IPP_RES_PER_INCH;
        int x = ippGetResolution(attribute, i, &y, &units);
        if (units != IPP_RES_PER_INCH || x != y || x < IPP_DPI_MIN || x > IPP_DPI_MAX) {
            continue;
        }
        bool enough = x >= DPI_LIKED;
        bool better = chosen < DPI_LIKED ? x > chosen : enough && x < chosen;
        if (better) {
            chosen = x;
        }
    }
    return chosen;
}

/* Behind these a CUPS queue hears from the printer itself what became of a job. */
static bool hears_from_printer(ipp_t *reply) {
    ipp_attribute_t *attribute = ippFindAttribute(reply, "device-uri", IPP_TAG_URI);
    Str8 device = attribute != NULL ? str8_from(string_at(attribute, 0)) : (Str8){0};
    return str8_starts_with(device, STR8("ipp:")) || str8_starts_with(device, STR8("ipps:")) ||
           str8_starts_with(device, STR8("ippusb:")) || str8_starts_with(device, STR8("dnssd:"));
}

static PrintTrouble printer_trouble(ipp_t *reply, PrintTrouble told) {
    bool stopped = integer_of(reply, "printer-state", IPP_PSTATE_IDLE) == IPP_PSTATE_STOPPED;
    ipp_attribute_t *accepting =
        ippFindAttribute(reply, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    if (told != PRINT_TROUBLE_NONE) {
        return told;
    }
    bool refuses = accepting != NULL && !ippGetBoolean(accepting, 0);
    return stopped || refuses ? PRINT_PAUSED : PRINT_TROUBLE_NONE;
}

void ipp_read_printer(ipp_t *reply, IppPrinter *printer) {
    ipp_attribute_t *why = keywords(reply, "printer-state-reasons");
    *printer = (IppPrinter){
        .trouble = printer_trouble(reply, trouble_in(why, false)),
        .hint = printer_trouble(reply, trouble_in(why, true)),
        .paper_low = is_paper_low(why),
        .takes_pdf = has_keyword(reply, "document-format-supported", "application/pdf"),
        .takes_pwg = has_keyword(reply, "document-format-supported", "image/pwg-raster"),
        .pwg_black_1 = has_keyword(reply, "pwg-raster-document-type-supported", "black_1"),
        .pwg_dpi = choose_dpi(reply),
        .scaling_none = has_keyword(reply, "print-scaling-supported", "none"),
        .is_queue = ippFindAttribute(reply, "cups-version", IPP_TAG_TEXT) != NULL,
    };
    printer->is_deaf_queue = printer->is_queue && !hears_from_printer(reply);
    bool has_grey = has_keyword(reply, "pwg-raster-document-type-supported", "sgray_8");
    printer->takes_pwg &= printer->pwg_dpi > 0 && (printer->pwg_black_1 || has_grey);
}

static bool has_reason(ipp_attribute_t *attribute, const char *word) {
    int count = attribute != NULL ? count_of(attribute) : 0;
    for (int i = 0; i < count; i++) {
        if (str8_starts_with(str8_from(string_at(attribute, i)), str8_from(word))) {
            return true;
        }
    }
    return false;
}

static PrintTrouble trouble_of_ended_job(ipp_attribute_t *why) {
    static const char *const refusals[] = {
        "document-format-error",   "document-unprintable",      "unsupported-",
        "document-password-error", "document-permission-error", "account-"};
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (has_reason(why, refusals[i])) {
            return PRINT_REFUSED;
        }
    }
    if (has_reason(why, "job-canceled")) {
        return PRINT_PAUSED;
    }
    PrintTrouble trouble = trouble_in(why, true);
    return trouble != PRINT_TROUBLE_NONE ? trouble : PRINT_FAULT;
}

void ipp_read_job(ipp_t *reply, IppJob *job) {
    ipp_attribute_t *why = keywords(reply, "job-state-reasons");
    *job = (IppJob){.id = integer_of(reply, "job-id", 0), .stage = IPP_JOB_LOST};
    job->is_stopping = has_reason(why, "processing-to-stop-point") ||
                       has_reason(why, "job-canceled") || has_reason(why, "aborted-by-system");
    switch (integer_of(reply, "job-state", 0)) {
    case IPP_JSTATE_PENDING:
        job->stage = IPP_JOB_WAITING;
        break;
    case IPP_JSTATE_HELD:
        job->stage = IPP_JOB_WAITING;
        job->trouble = PRINT_PAUSED;
        break;
    case IPP_JSTATE_PROCESSING:
        job->stage = IPP_JOB_AT_WORK;
        break;
    case IPP_JSTATE_STOPPED:
        job->stage = IPP_JOB_AT_WORK;
        job->trouble = trouble_in(why, true);
        if (job->trouble == PRINT_TROUBLE_NONE) {
            job->trouble = PRINT_PAUSED;
        }
        break;
    case IPP_JSTATE_CANCELED:
        job->stage = IPP_JOB_OVER;
        job->trouble = PRINT_PAUSED;
        break;
    case IPP_JSTATE_ABORTED:
        job->stage = IPP_JOB_OVER;
        job->trouble = trouble_of_ended_job(why);
        break;
    case IPP_JSTATE_COMPLETED:
        job->stage = IPP_JOB_DONE;
        job->has_errors = has_reason(why, "job-completed-with-errors");
        break;
    default:
        break;
    }
}

static int distance(int a, int b) {
    return a > b ? a - b : b - a;
}

static void keep_keyword(IppMedia *media, const char *keyword) {
    Str8Builder builder = builder_make(media->keyword, sizeof media->keyword);
    builder_add(&builder, str8_from(keyword));
    if (builder.full) {
        media->keyword[0] = '\0';
    }
}

typedef struct {
    int min_width, min_length, max_width, max_length; /* of what may be asked for freely */
} MediaRange;

/* "custom_min_...", "roll_max_..." name the ends of what may be asked for. */
static bool read_range(const char *keyword, const pwg_media_t *size, MediaRange *range) {
    Str8 word = str8_from(keyword);
    if (str8_starts_with(word, STR8("custom_min_")) || str8_starts_with(word, STR8("roll_min_"))) {
        range->min_width = size->width;
        range->min_length = size->length;
        return true;
    }
    if (str8_starts_with(word, STR8("custom_max_")) || str8_starts_with(word, STR8("roll_max_"))) {
        range->max_width = size->width;
        range->max_length = size->length;
        return true;
    }
    return false;
}

static bool is_in(const MediaRange *range, int width, int length) {
    return width >= range->min_width && width <= range->max_width && length >= range->min_length &&
           length <= range->max_length;
}

static IppMedia choose_sheet(ipp_attribute_t *supported, int width, int length) {
    IppMedia media = {.fits = supported == NULL};
    int count = supported != NULL ? count_of(supported) : 0;
    for (int i = 0; i < count && !media.fits; i++) {
        const char *keyword = string_at(supported, i);
        const pwg_media_t *size = pwgMediaForPWG(keyword);
        if (size != NULL && strchr(keyword, '_') != NULL &&
            distance(size->width, width) <= SHEET_NEAR_HMM &&
            distance(size->length, length) <= SHEET_NEAR_HMM) {
            media.fits = true;
            keep_keyword(&media, keyword);
        }
    }
    return media;
}

/* The shortest sheet about `width` wide that is long enough. */
static bool find_keyword(ipp_attribute_t *supported, int width, int length, IppMedia *media) {
    int count = supported != NULL ? count_of(supported) : 0;
    int best = 0;
    for (int i = 0; i < count; i++) {
        const char *keyword = string_at(supported, i);
        const pwg_media_t *size = pwgMediaForPWG(keyword);
        MediaRange end;
        if (size == NULL || read_range(keyword, size, &end) || size->length < length ||
            distance(size->width, width) > NEAR_HMM || (best != 0 && size->length >= best)) {
            continue;
        }
        best = size->length;
        keep_keyword(media, keyword);
        media->page_width_hmm = size->width;
    }
    return best != 0;
}

static bool find_range(ipp_attribute_t *supported, int width, int length, IppMedia *media) {
    MediaRange range = {0};
    int count = supported != NULL ? count_of(supported) : 0;
    for (int i = 0; i < count; i++) {
        const char *keyword = string_at(supported, i);
        const pwg_media_t *size = pwgMediaForPWG(keyword);
        if (size != NULL) {
            (void)read_range(keyword, size, &range);
        }
    }
    if (!is_in(&range, width, length)) {
        return false;
    }
    media->width_hmm = width;
    media->length_hmm = length;
    media->page_width_hmm = width;
    return true;
}

/* The roll's own width, else that of what is printed on it. A roll fits always: what is known by
 * neither is the printer's own default. */
static IppMedia choose_roll(ipp_attribute_t *supported, int width, int roll_width, int length) {
    IppMedia media = {.fits = true};
    if (find_range(supported, roll_width, length, &media) ||
        find_keyword(supported, roll_width, length, &media)) {
        return media;
    }
    media.is_narrow = find_range(supported, width, length, &media) ||
                      find_keyword(supported, width, length, &media);
    return media;
}

IppMedia ipp_choose_media(ipp_t *reply, PaperKind kind, int width_hmm, int length_hmm) {
    static const int roll_width_hmm[PAPER_KIND_COUNT] = {
        [PAPER_ROLL_58] = 5800, [PAPER_ROLL_80] = 8000, [PAPER_LABEL_62] = 6200};
    ipp_attribute_t *supported = keywords(reply, "media-supported");
    if (kind == PAPER_LETTER || kind == PAPER_A4) {
        bool a4 = kind == PAPER_A4;
        return choose_sheet(supported, a4 ? 21000 : 21590, a4 ? 29700 : 27940);
    }
    return choose_roll(supported, width_hmm, roll_width_hmm[kind], length_hmm);
}
