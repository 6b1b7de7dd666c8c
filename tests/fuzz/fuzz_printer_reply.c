#include <string.h>

#include "kiosk/printer/ipp_reply.h"
#include "tests/fuzz/fuzz.h"

/* An IPP reply as it comes from the network, read by libcups: what we make of it is in its ranges.
 */
static ssize_t take(void *context, ipp_uchar_t *bytes, size_t size) {
    FuzzInput *input = context;
    size_t count = size < input->size ? size : input->size;
    memcpy(bytes, input->bytes, count);
    input->bytes += count;
    input->size -= count;
    return (ssize_t)count;
}

static void check_media(ipp_t *reply) {
    for (PaperKind kind = PAPER_ROLL_58; kind < PAPER_KIND_COUNT; kind++) {
        IppMedia media = ipp_choose_media(reply, kind, 7200, 20000);
        FOYER_ASSERT(memchr(media.keyword, 0, sizeof media.keyword) != NULL);
        FOYER_ASSERT(media.keyword[0] == '\0' || media.width_hmm == 0);
        FOYER_ASSERT((media.width_hmm == 0) == (media.length_hmm == 0));
        FOYER_ASSERT(media.fits || kind == PAPER_LETTER || kind == PAPER_A4);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzInput input = {bytes, size};
    ipp_t *reply = ippNew();
    (void)ippReadIO(&input, take, 1, NULL, reply);
    IppPrinter printer;
    IppJob job;
    ipp_read_printer(reply, &printer);
    ipp_read_job(reply, &job);
    FOYER_ASSERT(printer.trouble < PRINT_TROUBLE_COUNT && job.trouble < PRINT_TROUBLE_COUNT);
    FOYER_ASSERT(printer.trouble == PRINT_TROUBLE_NONE || printer.hint != PRINT_TROUBLE_NONE);
    FOYER_ASSERT(printer.pwg_dpi == 0 ||
                 (printer.pwg_dpi >= IPP_DPI_MIN && printer.pwg_dpi <= IPP_DPI_MAX));
    FOYER_ASSERT(!printer.takes_pwg || printer.pwg_dpi > 0);
    FOYER_ASSERT(job.stage != IPP_JOB_OVER || job.trouble != PRINT_TROUBLE_NONE);
    check_media(reply);
    ippDelete(reply);
    return 0;
}
