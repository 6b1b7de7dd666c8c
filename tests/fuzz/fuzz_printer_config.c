#include "kiosk/printer/printer_config.h"
#include "tests/fuzz/fuzz.h"

/* foyer.conf: whatever stands in it is refused with a line, or makes printers that hold together.
 */
static void check_printer(const PrinterSettings *printer) {
    FOYER_ASSERT(printer->name.len <= PRINTER_NAME_MAX && str8_is_valid(printer->name));
    FOYER_ASSERT(printer->uri.len > 0 && printer->uri.len <= PRINTER_ADDRESS_MAX);
    FOYER_ASSERT(str8_find(printer->host, STR8("@")) == printer->host.len);
    FOYER_ASSERT(printer->feed_mm >= 0 && printer->feed_mm <= PRINTER_FEED_MM_MAX);
    FOYER_ASSERT(printer->baud >= 0 && printer->paper < PAPER_KIND_COUNT);
    if (printer->kind == PRINTER_ESCPOS_DEV) {
        FOYER_ASSERT(printer->path.len > 0 && printer->path.ptr[0] == '/');
    } else {
        FOYER_ASSERT(printer->host.len > 0 && printer->port > 0 && printer->port <= 65535);
    }
    if (printer->kind != PRINTER_IPP) {
        FOYER_ASSERT(printer->paper == PAPER_ROLL_58 || printer->paper == PAPER_ROLL_80);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    PrinterConfig config = {0};
    Err err = {0};
    ErrCode code = printer_config_parse(&arena, STR8("foyer.conf"),
                                        (Str8){(const char *)bytes, size}, &config, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(config.printers_count <= PRINTER_CONFIG_PRINTERS_MAX);
        for (size_t i = 0; i < config.printers_count; i++) {
            check_printer(&config.printers[i]);
        }
    }
    arena_free(&arena);
    return 0;
}
