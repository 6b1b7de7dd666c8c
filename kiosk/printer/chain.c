#include "kiosk/printer/chain.h"

#include "data/base/check.h"

ErrCode chain_open(Arena *arena, const PrinterConfig *config, PrinterLimits limits, ClockPort clock,
                   PrinterChain *chain, Err *err) {
    FOYER_ASSERT(config->printers_count <= CHAIN_PRINTERS_MAX);
    PrinterPort ports[CHAIN_PRINTERS_MAX] = {0};
    Str8 names[CHAIN_PRINTERS_MAX] = {0};
    for (size_t i = 0; i < config->printers_count; i++) {
        ErrCode code = printer_open(arena, &config->printers[i], limits, clock, &ports[i], err);
        if (code != ERR_OK) {
            return code;
        }
        names[i] = config->printers[i].name;
    }
    chain_make(ports, names, config->printers_count, clock, chain);
    return ERR_OK;
}

void chain_make(const PrinterPort *ports, const Str8 *names, size_t ports_count, ClockPort clock,
                PrinterChain *chain) {
    FOYER_ASSERT(ports_count <= CHAIN_PRINTERS_MAX);
    *chain = (PrinterChain){.printers_count = ports_count, .clock = clock};
    for (size_t i = 0; i < ports_count; i++) {
        ChainPrinter *printer = &chain->printers[i];
        printer->port = ports[i];
        printer->name = names != NULL ? names[i] : (Str8){0};
        printer->status = (PrinterStatus){PRINTER_UNKNOWN, PRINT_TROUBLE_NONE, false};
        printer->heard_mono_ms = -1;
    }
}

static int64_t now_ms(const PrinterChain *chain) {
    return chain->clock.now(chain->clock.context).mono_ms;
}

static bool is_away(PrintTrouble trouble) {
    return trouble == PRINT_OFF || trouble == PRINT_UNPLUGGED || trouble == PRINT_STALLED;
}

static void remember(PrinterChain *chain, ChainPrinter *printer, PrinterStatus status) {
    printer->status = status;
    printer->heard_mono_ms = now_ms(chain);
    printer->rest_until_mono_ms =
        is_away(status.trouble) ? printer->heard_mono_ms + CHAIN_REST_MS : 0;
}

/* A job's end tells as much about the printer as a question does. */
static PrinterStatus status_after(PrintResult result) {
    PrintTrouble trouble = result.trouble;
    if (trouble == PRINT_CANCELLED || trouble == PRINT_UNFIT) {
        trouble = PRINT_TROUBLE_NONE;
    }
    if (trouble != PRINT_TROUBLE_NONE) {
        return (PrinterStatus){PRINTER_NOT_READY, trouble, result.paper_low};
    }
    bool told = result.state == PRINT_PRINTED;
    return (PrinterStatus){told ? PRINTER_READY : PRINTER_UNKNOWN, PRINT_TROUBLE_NONE,
                           result.paper_low};
}

PrinterStatus chain_probe(PrinterChain *chain, size_t index) {
    FOYER_ASSERT(index < chain->printers_count);
    ChainPrinter *printer = &chain->printers[index];
    remember(chain, printer, printer_probe(&printer->port));
    return printer->status;
}

/* The caller's watch, without the ends of printers that are not the last word. */
typedef struct {
    const PrintWatch *outer;
} Relay;

static bool is_end(PrintState state) {
    return state == PRINT_PRINTED || state == PRINT_NOT_PRINTED || state == PRINT_UNKNOWN;
}

static void relay(void *context, PrintResult so_far) {
    const Relay *to = context;
    if (!is_end(so_far.state)) {
        to->outer->progress(to->outer->context, so_far);
    }
}

static PrintResult send_to(PrinterChain *chain, size_t index, PaperSource source,
                           const PrintWatch *watch) {
    ChainPrinter *printer = &chain->printers[index];
    const Paper *paper = NULL;
    if (!source.paper_for(source.context, printer->port.paper, &paper)) {
        return (PrintResult){PRINT_NOT_PRINTED, PRINT_UNFIT, false};
    }
    Relay to = {watch};
    bool follows = watch != NULL && watch->progress != NULL;
    PrintWatch inner = {follows ? relay : NULL, &to, watch != NULL ? watch->cancel : NULL};
    PrintResult result = printer_send(&printer->port, paper, &inner);
    if (result.trouble != PRINT_CANCELLED && result.trouble != PRINT_UNFIT) {
        remember(chain, printer, status_after(result));
    }
    return result;
}

static bool is_resting(const PrinterChain *chain, size_t index) {
    return chain->printers[index].rest_until_mono_ms > now_ms(chain);
}

/* Those that answered last time come first, each group in the configured order. */
static void make_order(const PrinterChain *chain, size_t order[CHAIN_PRINTERS_MAX]) {
    size_t count = 0;
    for (int resting = 0; resting <= 1; resting++) {
        for (size_t i = 0; i < chain->printers_count; i++) {
            if (is_resting(chain, i) == (resting == 1)) {
                order[count++] = i;
            }
        }
    }
    FOYER_ASSERT(count == chain->printers_count);
}

/* What staff should hear when nobody printed: the first printer's trouble, unless it merely did
 * not fit. */
static void take_up(ChainResult *all, size_t index, PrintResult result) {
    bool first = all->result.trouble == PRINT_NO_PRINTER || all->result.trouble == PRINT_UNFIT;
    if (first || result.state != PRINT_NOT_PRINTED || result.trouble == PRINT_CANCELLED ||
        (index < all->printer && result.trouble != PRINT_UNFIT)) {
        *all = (ChainResult){result, index};
    }
}

ChainResult chain_send(PrinterChain *chain, PaperSource source, const PrintWatch *watch) {
    FOYER_ASSERT(source.paper_for != NULL);
    size_t order[CHAIN_PRINTERS_MAX];
    make_order(chain, order);
    ChainResult all = {{PRINT_NOT_PRINTED, PRINT_NO_PRINTER, false}, chain->printers_count};
    for (size_t i = 0; i < chain->printers_count; i++) {
        PrintResult result = send_to(chain, order[i], source, watch);
        take_up(&all, order[i], result);
        if (result.state != PRINT_NOT_PRINTED || result.trouble == PRINT_CANCELLED) {
            break;
        }
    }
    if (watch != NULL && watch->progress != NULL) {
        watch->progress(watch->context, all.result);
    }
    return all;
}

void chain_close(PrinterChain *chain) {
    for (size_t i = 0; i < chain->printers_count; i++) {
        printer_close(&chain->printers[i].port);
    }
    *chain = (PrinterChain){0};
}
