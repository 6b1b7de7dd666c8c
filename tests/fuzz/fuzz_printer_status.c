#include "kiosk/printer/escpos_status.h"
#include "tests/fuzz/fuzz.h"

/* What a receipt printer sends, in any order: nothing is lost count of, and no trouble is no
 * trouble only when no bit says so. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    EscposReader reader = {0};
    EscposStatus status = {0};
    size_t answers = 0;
    for (size_t i = 0; i < size; i++) {
        int left = reader.automatic_left;
        EscposByte kind = escpos_read(&reader, bytes[i]);
        FOYER_ASSERT(reader.automatic_left >= 0 && reader.automatic_left <= 3);
        FOYER_ASSERT(kind != ESCPOS_REAL_TIME || (bytes[i] & 0x93) == 0x12);
        FOYER_ASSERT(kind != ESCPOS_ORDERED || (left == 0 && (bytes[i] & 0x90) == 0));
        if (kind == ESCPOS_REAL_TIME) {
            escpos_status_add(&status, 1 + (int)(answers++ % 4), bytes[i]);
        }
    }
    bool bad = status.offline || status.cover_open || status.paper_out || status.cutter ||
               status.fault || status.feed_button;
    FOYER_ASSERT((escpos_trouble(&status) != PRINT_TROUBLE_NONE) == bad);
    return 0;
}
