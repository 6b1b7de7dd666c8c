/*
 * libcurl behind the transport port.
 * 1. Every result is an outcome of client.h; curl's own numbers stay in this file.
 * 2. Never more than WIRE_REPLY_BODY_MAX bytes of a body are kept; what is longer is cut off, and
 *    then nobody's word, for its digest cannot be right.
 * 3. Dates of certificates are left unchecked only when the turn says so; the rest of the check
 *    stays, and the hub is known by its own signature in any case.
 */
#include "sync/client/transport_curl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>

#include "data/base/check.h"
#include "sync/client/explain.h"

enum { NAME_MAX_LEN = 96, HEADER_LINE_MAX = 8192, REQUEST_LINE_MAX = 2048 };

/* What is used of libcurl and of the OpenSSL below it. */
typedef struct {
    void *handle;
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    void (*easy_reset)(CURL *easy);
    void (*easy_cleanup)(CURL *easy);
    CURLcode (*easy_setopt)(CURL *easy, CURLoption option, ...);
    CURLcode (*easy_perform)(CURL *easy);
    CURLcode (*easy_getinfo)(CURL *easy, CURLINFO info, ...);
    struct curl_slist *(*slist_append)(struct curl_slist *list, const char *line);
    void (*slist_free_all)(struct curl_slist *list);
    X509_VERIFY_PARAM *(*ctx_param)(SSL_CTX *ctx);
    int (*param_set_flags)(X509_VERIFY_PARAM *param, unsigned long flags);
    void (*ctx_set_verify)(SSL_CTX *ctx, int (*verify)(X509_STORE_CTX *store, void *context),
                           void *context);
    int (*verify_cert)(X509_STORE_CTX *store);
    int (*store_error)(const X509_STORE_CTX *store);
    X509 *(*store_cert)(const X509_STORE_CTX *store);
    X509_NAME *(*issuer_name)(const X509 *cert);
    X509_NAME *(*subject_name)(const X509 *cert);
    int (*name_text)(const X509_NAME *name, int nid, char *buffer, int size);
} Library;

struct CurlTransport {
    CurlOptions options;
    Library library;
    CURL *easy;
    /* Of the request at hand. */
    Arena *arena;
    WireReply *reply;
    char *body;
    size_t body_len;
    bool trust_dates;
    bool no_memory;
    bool too_long;
    int verify_error;
    char issuer[NAME_MAX_LEN];
    char subject[NAME_MAX_LEN];
};

ErrCode curl_transport_new(Arena *arena, const CurlOptions *options, CurlTransport **transport,
                           Err *err) {
    CurlTransport *made = ARENA_NEW(arena, CurlTransport);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the transport");
    }
    made->options = *options;
    if (options->ca_file != NULL && options->ca_file[0] == '\0') {
        made->options.ca_file = NULL; /* an empty variable of the environment */
    }
    *transport = made;
    return ERR_OK;
}

void curl_transport_free(CurlTransport *transport) {
    if (transport != NULL && transport->easy != NULL) {
        transport->library.easy_cleanup(transport->easy);
        transport->easy = NULL;
    }
}

/* ---- opening the library ---- */

typedef struct {
    const char *name;
    void *function; /* address of a pointer to a function: what dlsym's result is copied into */
} Symbol;

static bool find_symbols(void *handle, const Symbol *symbols, size_t count) {
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(handle, symbols[i].name);
        if (found == NULL) {
            return false;
        }
        memcpy(symbols[i].function, &found, sizeof found);
    }
    return true;
}

static bool library_find(Library *library) {
    const Symbol symbols[] = {
        {"curl_global_init", &library->global_init},
        {"curl_easy_init", &library->easy_init},
        {"curl_easy_reset", &library->easy_reset},
        {"curl_easy_cleanup", &library->easy_cleanup},
        {"curl_easy_setopt", &library->easy_setopt},
        {"curl_easy_perform", &library->easy_perform},
        {"curl_easy_getinfo", &library->easy_getinfo},
        {"curl_slist_append", &library->slist_append},
        {"curl_slist_free_all", &library->slist_free_all},
        {"SSL_CTX_get0_param", &library->ctx_param},
        {"X509_VERIFY_PARAM_set_flags", &library->param_set_flags},
        {"SSL_CTX_set_cert_verify_callback", &library->ctx_set_verify},
        {"X509_verify_cert", &library->verify_cert},
        {"X509_STORE_CTX_get_error", &library->store_error},
        {"X509_STORE_CTX_get0_cert", &library->store_cert},
        {"X509_get_issuer_name", &library->issuer_name},
        {"X509_get_subject_name", &library->subject_name},
        {"X509_NAME_get_text_by_NID", &library->name_text},
    };
    return find_symbols(library->handle, symbols, sizeof symbols / sizeof symbols[0]);
}

/* It is never closed: OpenSSL below it does not like to leave. */
static ErrCode library_open(CurlTransport *transport, Err *err) {
    Library *library = &transport->library;
    if (transport->easy != NULL) {
        return ERR_OK;
    }
    library->handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library->handle == NULL || !library_find(library)) {
        return err_set(err, ERR_NOT_FOUND,
                       "libcurl (with OpenSSL) is not on this machine: install libcurl4");
    }
    if (library->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) {
        transport->easy = library->easy_init();
    }
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, &pipe, NULL);
    return transport->easy != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for libcurl");
}

/* ---- what curl calls ---- */

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    CurlTransport *transport = context;
    size_t len = size * count;
    size_t room = WIRE_REPLY_BODY_MAX - transport->body_len;
    if (transport->body == NULL) {
        transport->body = arena_alloc(transport->arena, WIRE_REPLY_BODY_MAX);
        transport->no_memory = transport->body == NULL;
    }
    if (transport->body == NULL) {
        return 0;
    }
    transport->too_long = len > room;
    size_t kept = len < room ? len : room;
    memcpy(transport->body + transport->body_len, bytes, kept);
    transport->body_len += kept;
    return kept;
}

static Str8 lower_copy(Arena *arena, Str8 text) {
    char *bytes = text.len > 0 ? arena_alloc(arena, text.len) : NULL;
    for (size_t i = 0; bytes != NULL && i < text.len; i++) {
        char byte = text.ptr[i];
        bytes[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    return bytes != NULL ? (Str8){bytes, text.len} : (Str8){0};
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    CurlTransport *transport = context;
    size_t len = size * count;
    Str8 value;
    Str8 line = str8_trim((Str8){bytes, len < HEADER_LINE_MAX ? len : HEADER_LINE_MAX});
    if (str8_starts_with(line, STR8("HTTP/"))) {
        transport->reply->headers = (WireHeaders){0}; /* those before were of a 1xx answer */
        return len;
    }
    Str8 name = str8_trim(str8_cut(line, ':', &value));
    if (name.len > 0 && value.ptr != NULL) {
        wire_header_add(&transport->reply->headers, lower_copy(transport->arena, name),
                        str8_copy(transport->arena, str8_trim(value)));
    }
    return len;
}

static int see_progress(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                        curl_off_t up) {
    const CurlTransport *transport = context;
    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    bool stopping = transport->options.is_stopping != NULL &&
                    transport->options.is_stopping(transport->options.context);
    return stopping ? 1 : 0;
}

/* The common name, else the organization: what people know a filter by. */
static void name_take(const Library *library, const X509_NAME *name, char out[NAME_MAX_LEN]) {
    if (name == NULL || library->name_text(name, NID_commonName, out, NAME_MAX_LEN) <= 0) {
        if (name == NULL ||
            library->name_text(name, NID_organizationName, out, NAME_MAX_LEN) <= 0) {
            out[0] = '\0';
        }
    }
}

static int verify(X509_STORE_CTX *store, void *context) {
    CurlTransport *transport = context;
    const Library *library = &transport->library;
    int trusted = library->verify_cert(store);
    const X509 *cert = library->store_cert(store);
    transport->verify_error = trusted > 0 ? X509_V_OK : library->store_error(store);
    if (cert != NULL) {
        name_take(library, library->issuer_name(cert), transport->issuer);
        name_take(library, library->subject_name(cert), transport->subject);
    }
    return trusted;
}

static CURLcode set_up_tls(CURL *easy, void *ctx, void *context) {
    CurlTransport *transport = context;
    const Library *library = &transport->library;
    (void)easy;
    if (!transport->trust_dates &&
        library->param_set_flags(library->ctx_param(ctx), X509_V_FLAG_NO_CHECK_TIME) != 1) {
        return CURLE_ABORTED_BY_CALLBACK;
    }
    library->ctx_set_verify(ctx, verify, transport);
    return CURLE_OK;
}

/* ---- one request ---- */

static bool is_this_machine(Str8 url) {
    Str8 host = sync_url_host(url);
    return str8_starts_with(host, STR8("127.")) || str8_starts_with(host, STR8("localhost")) ||
           str8_starts_with(host, STR8("[::1]"));
}

static long stage_ms(const CurlTransport *transport, long usual_ms) {
    int64_t wished_ms = transport->options.timeout_ms;
    return wished_ms > 0 && wished_ms < usual_ms ? (long)wished_ms : usual_ms;
}

static void set_times(CurlTransport *transport) {
    const Library *library = &transport->library;
    CURL *easy = transport->easy;
    long stall_s = (stage_ms(transport, TRANSPORT_STALL_S * 1000L) + 999) / 1000;
    (void)library->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                               stage_ms(transport, TRANSPORT_CONNECT_MS));
    (void)library->easy_setopt(easy, CURLOPT_TIMEOUT_MS, stage_ms(transport, TRANSPORT_TOTAL_MS));
    (void)library->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)TRANSPORT_STALL_BYTES);
    (void)library->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, stall_s);
    (void)library->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

/* What the promises of the header rest on; false when this libcurl does not know one of them. */
static bool set_walls(CurlTransport *transport) {
    const Library *library = &transport->library;
    CURL *easy = transport->easy;
    bool set =
        library->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, set_up_tls) == CURLE_OK &&
        library->easy_setopt(easy, CURLOPT_SSL_CTX_DATA, transport) == CURLE_OK;
    if (set && transport->options.ca_file != NULL) {
        set = library->easy_setopt(easy, CURLOPT_CAINFO, transport->options.ca_file) == CURLE_OK &&
              library->easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK;
    }
    return set;
}

static void set_callbacks(CurlTransport *transport) {
    const Library *library = &transport->library;
    CURL *easy = transport->easy;
    (void)library->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    (void)library->easy_setopt(easy, CURLOPT_WRITEDATA, transport);
    (void)library->easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    (void)library->easy_setopt(easy, CURLOPT_HEADERDATA, transport);
    (void)library->easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    (void)library->easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, see_progress);
    (void)library->easy_setopt(easy, CURLOPT_XFERINFODATA, transport);
    (void)library->easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    (void)library->easy_setopt(easy, CURLOPT_USERAGENT, "foyer/" FOYER_VERSION);
    (void)library->easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

static ErrCode set_request(CurlTransport *transport, const SyncTurn *turn,
                           struct curl_slist *headers, Err *err) {
    const Library *library = &transport->library;
    CURL *easy = transport->easy;
    const WireRequest *request = &turn->request;
    Str8 url =
        str8_format(transport->arena, "%.*s%.*s", STR8_ARG(turn->url), STR8_ARG(request->target));
    bool set = url.len > 0 && library->easy_setopt(easy, CURLOPT_URL, url.ptr) == CURLE_OK &&
               library->easy_setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
    if (set && str8_equal(request->method, STR8("POST"))) {
        set = library->easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
              library->easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                   (curl_off_t)request->body.len) == CURLE_OK &&
              library->easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.ptr) == CURLE_OK;
    } else {
        FOYER_ASSERT(str8_equal(request->method, STR8("GET")));
    }
    if (set && is_this_machine(turn->url)) {
        set = library->easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK;
    }
    return set ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a request");
}

/* NULL when memory is short. `expect` is taken out: waiting for "100 Continue" costs a second. */
static struct curl_slist *make_headers(CurlTransport *transport, const WireRequest *request) {
    const Library *library = &transport->library;
    struct curl_slist *list = library->slist_append(NULL, "Expect:");
    for (size_t i = 0; list != NULL && i < request->headers.count; i++) {
        const WireHeader *header = &request->headers.items[i];
        Str8 line = str8_format(transport->arena, "%.*s: %.*s", STR8_ARG(header->name),
                                STR8_ARG(header->value));
        struct curl_slist *longer = line.len > 0 ? library->slist_append(list, line.ptr) : NULL;
        if (longer == NULL) {
            library->slist_free_all(list);
        }
        list = longer;
    }
    return list;
}

static int64_t info_number(const CurlTransport *transport, CURLINFO info) {
    long number = 0;
    return transport->library.easy_getinfo(transport->easy, info, &number) == CURLE_OK ? number : 0;
}

static int64_t info_time(const CurlTransport *transport, CURLINFO info) {
    curl_off_t time_us = 0;
    return transport->library.easy_getinfo(transport->easy, info, &time_us) == CURLE_OK ? time_us
                                                                                        : 0;
}

static void take_untrusted(const CurlTransport *transport, TransportResult *result) {
    switch (transport->verify_error) {
    case X509_V_OK: /* the chain is good: the name is not */
        result->outcome = TRANSPORT_OTHER_NAME;
        result->filter = str8_copy(transport->arena, str8_from(transport->subject));
        return;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        result->outcome = TRANSPORT_EXPIRED;
        return;
    default:
        result->outcome = TRANSPORT_UNTRUSTED;
        result->filter = str8_copy(transport->arena, str8_from(transport->issuer));
        return;
    }
}

/* Which stage it did not come past says who is to be asked. */
static TransportOutcome timed_out(const CurlTransport *transport) {
    if (info_number(transport, CURLINFO_REQUEST_SIZE) > 0 ||
        info_time(transport, CURLINFO_CONNECT_TIME_T) > 0) {
        return TRANSPORT_TIMED_OUT;
    }
    return info_time(transport, CURLINFO_NAMELOOKUP_TIME_T) > 0 ? TRANSPORT_UNREACHABLE
                                                                : TRANSPORT_NO_NETWORK;
}

static TransportOutcome not_connected(const CurlTransport *transport) {
    int64_t os = info_number(transport, CURLINFO_OS_ERRNO);
    return os == ENETUNREACH || os == EHOSTUNREACH || os == ENETDOWN ? TRANSPORT_NO_NETWORK
                                                                     : TRANSPORT_UNREACHABLE;
}

static void take_answer(CurlTransport *transport, TransportResult *result) {
    result->outcome = TRANSPORT_ANSWERED;
    result->reply.status = (int)info_number(transport, CURLINFO_RESPONSE_CODE);
    result->reply.body = (Str8){transport->body, transport->body_len};
    result->was_redirect = result->reply.status >= 300 && result->reply.status < 400;
}

/* A proxy that refuses the tunnel answers in the hub's place. */
static bool take_proxy(const CurlTransport *transport, TransportResult *result) {
    int64_t status = info_number(transport, CURLINFO_HTTP_CONNECTCODE);
    if (status < 300) {
        return false;
    }
    result->outcome = TRANSPORT_ANSWERED;
    result->reply = (WireReply){.status = (int)status};
    return true;
}

static ErrCode take_result(CurlTransport *transport, CURLcode code, TransportResult *result,
                           Err *err) {
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && transport->too_long)) {
        take_answer(transport, result);
    } else if (transport->no_memory || code == CURLE_OUT_OF_MEMORY) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an answer");
    } else if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
        return err_set(err, ERR_INVALID, "the hub's address cannot be read");
    } else if (code == CURLE_SSL_CACERT_BADFILE) {
        return err_set(err, ERR_INVALID, "the file of certificate authorities cannot be read");
    } else if (code == CURLE_PEER_FAILED_VERIFICATION) {
        take_untrusted(transport, result);
    } else if (code == CURLE_COULDNT_RESOLVE_HOST) {
        result->outcome = TRANSPORT_NO_NETWORK;
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        result->outcome = timed_out(transport);
    } else if (code == CURLE_COULDNT_CONNECT) {
        result->outcome = not_connected(transport);
    } else if (!take_proxy(transport, result)) {
        result->outcome = TRANSPORT_UNREACHABLE;
    }
    return ERR_OK;
}

static void begin(CurlTransport *transport, Arena *arena, const SyncTurn *turn,
                  TransportResult *result) {
    *result = (TransportResult){.outcome = TRANSPORT_UNREACHABLE};
    transport->arena = arena;
    transport->reply = &result->reply;
    transport->body = NULL;
    transport->body_len = 0;
    transport->trust_dates = turn->trust_dates;
    transport->no_memory = false;
    transport->too_long = false;
    transport->verify_error = X509_V_OK;
    transport->issuer[0] = '\0';
    transport->subject[0] = '\0';
}

static ErrCode curl_send(void *context, Arena *arena, const SyncTurn *turn, TransportResult *result,
                         Err *err) {
    CurlTransport *transport = context;
    FOYER_ASSERT(turn->kind == SYNC_TURN_SEND && turn->request.target.len <= REQUEST_LINE_MAX);
    ErrCode code = library_open(transport, err);
    if (code != ERR_OK) {
        return code;
    }
    const Library *library = &transport->library;
    begin(transport, arena, turn, result);
    library->easy_reset(transport->easy); /* settings go, connections stay */
    struct curl_slist *headers = make_headers(transport, &turn->request);
    if (headers == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a request");
    }
    set_times(transport);
    set_callbacks(transport);
    code = set_walls(transport) ? ERR_OK
                                : err_set(err, ERR_NOT_FOUND,
                                          "this libcurl cannot check certificates: install the "
                                          "system's libcurl4 (with OpenSSL)");
    code = code == ERR_OK ? set_request(transport, turn, headers, err) : code;
    if (code == ERR_OK) {
        code = take_result(transport, library->easy_perform(transport->easy), result, err);
    }
    library->slist_free_all(headers);
    return code;
}

TransportPort curl_transport_port(CurlTransport *transport) {
    return (TransportPort){.send = curl_send, .context = transport};
}
