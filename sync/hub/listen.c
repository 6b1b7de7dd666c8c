#include "sync/hub/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The last ':' parts them: an IPv6 address has more, in brackets. */
static bool split(Str8 text, Str8 *host, Str8 *port) {
    for (size_t i = text.len; i > 0; i--) {
        if (text.ptr[i - 1] == ':') {
            *host = str8_slice(text, 0, i - 1);
            *port = str8_slice(text, i, text.len);
            return true;
        }
    }
    return false;
}

bool listen_parse(Str8 text, ListenAt *at) {
    Str8 host = {0};
    Str8 port_text = {0};
    int64_t port = 0;
    char name[LISTEN_TEXT_MAX] = {0};
    *at = (ListenAt){0};
    if (!split(text, &host, &port_text) || !str8_to_int(port_text, &port) || port < 0 ||
        port > UINT16_MAX || host.len >= sizeof name) {
        return false;
    }
    at->port = (uint16_t)port;
    if (str8_equal(host, STR8("*"))) {
        at->is_ipv6 = true;
        return true;
    }
    at->is_ipv6 = host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']';
    host = at->is_ipv6 ? str8_slice(host, 1, host.len - 1) : host;
    host = str8_equal(host, STR8("localhost")) ? STR8("127.0.0.1") : host;
    memcpy(name, host.ptr, host.len);
    return inet_pton(at->is_ipv6 ? AF_INET6 : AF_INET, name, at->address) == 1;
}

static socklen_t make_address(const ListenAt *at, struct sockaddr_storage *storage) {
    *storage = (struct sockaddr_storage){0};
    if (at->is_ipv6) {
        struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(at->port)};
        memcpy(&address.sin6_addr, at->address, sizeof address.sin6_addr);
        memcpy(storage, &address, sizeof address);
        return sizeof address;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(at->port)};
    memcpy(&address.sin_addr, at->address, sizeof address.sin_addr);
    memcpy(storage, &address, sizeof address);
    return sizeof address;
}

static bool print_address(int socket, char text[LISTEN_TEXT_MAX]) {
    struct sockaddr_storage storage = {0};
    socklen_t size = sizeof storage;
    char name[INET6_ADDRSTRLEN] = {0};
    Str8Builder out = builder_make(text, LISTEN_TEXT_MAX);
    if (getsockname(socket, (struct sockaddr *)&storage, &size) != 0) {
        return false;
    }
    if (storage.ss_family == AF_INET6) {
        struct sockaddr_in6 address;
        memcpy(&address, &storage, sizeof address);
        (void)inet_ntop(AF_INET6, &address.sin6_addr, name, sizeof name);
        builder_format(&out, "[%s]:%u", name, (unsigned)ntohs(address.sin6_port));
    } else {
        struct sockaddr_in address;
        memcpy(&address, &storage, sizeof address);
        (void)inet_ntop(AF_INET, &address.sin_addr, name, sizeof name);
        builder_format(&out, "%s:%u", name, (unsigned)ntohs(address.sin_port));
    }
    return !out.full;
}

static ErrCode code_of(int reason) {
    if (reason == EADDRINUSE) {
        return ERR_CONFLICT;
    }
    return reason == EACCES ? ERR_DENIED : ERR_IO;
}

ErrCode listen_open(const ListenAt *at, int *socket_out, char text[LISTEN_TEXT_MAX], Err *err) {
    struct sockaddr_storage address;
    socklen_t size = make_address(at, &address);
    int one = 1;
    int zero = 0;
    int made = socket(at->is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* A hub that was killed a moment ago may start again on the same port. */
    bool opened = made >= 0 && setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0;
    if (opened && at->is_ipv6) {
        opened = setsockopt(made, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero) == 0;
    }
    opened = opened && bind(made, (const struct sockaddr *)&address, size) == 0 &&
             listen(made, LISTEN_BACKLOG) == 0;
    if (!opened || !print_address(made, text)) {
        int reason = errno;
        if (made >= 0) {
            (void)close(made);
        }
        return err_set(err, code_of(reason), "could not listen on port %u: %s", (unsigned)at->port,
                       strerror(reason));
    }
    *socket_out = made;
    return ERR_OK;
}
