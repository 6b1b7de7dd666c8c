#include "kiosk/printer/line.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/base/str8.h"

enum { DRAIN_PAUSE_MS = 10, PORT_TEXT_MAX = 8 };

static const struct {
    int baud;
    speed_t speed;
} speeds[] = {
    {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}, {230400, B230400},
};

PrintTrouble line_trouble(LineAnswer answer) {
    switch (answer) {
    case LINE_OK:
        return PRINT_TROUBLE_NONE;
    case LINE_TIMED_OUT:
        return PRINT_STALLED;
    case LINE_GONE:
        return PRINT_UNPLUGGED;
    case LINE_OFF:
        return PRINT_OFF;
    case LINE_BUSY:
        return PRINT_BUSY;
    case LINE_DENIED:
        return PRINT_REFUSED;
    }
    return PRINT_FAULT;
}

static LineAnswer answer_to_open_error(int error) {
    switch (error) {
    case EBUSY:
        return LINE_BUSY;
    case EACCES:
    case EPERM:
        return LINE_DENIED;
    default:
        return LINE_OFF;
    }
}

/* Raw: the printer's bytes are no text, and neither are ours. */
static void tty_set_up(int fd, int baud) {
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0) {
        return;
    }
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
        if (speeds[i].baud == baud) {
            settings.c_cflag |= CRTSCTS;
            (void)cfsetspeed(&settings, speeds[i].speed);
        }
    }
    (void)tcsetattr(fd, TCSANOW, &settings);
}

LineAnswer line_open_device(const char *path, int baud, Line *line) {
    FOYER_ASSERT(baud >= 0);
    *line = (Line){-1, false};
    int fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return answer_to_open_error(errno);
    }
    if (isatty(fd)) {
        tty_set_up(fd, baud);
    }
    line->fd = fd;
    return LINE_OK;
}

/* Wait for `events`; what else happened is found out by the next call on it. */
static LineAnswer wait_for(int fd, short events, int wait_ms) {
    struct pollfd poller = {fd, events, 0};
    int count = poll(&poller, 1, wait_ms);
    if (count < 0 && errno != EINTR) {
        return LINE_GONE;
    }
    if (count <= 0) {
        return LINE_TIMED_OUT;
    }
    if ((poller.revents & events) != 0) {
        return LINE_OK;
    }
    return LINE_GONE;
}

static LineAnswer wait_until(int fd, short events, Deadline deadline) {
    enum { POLL_MS_MAX = 60 * 1000 };
    for (;;) {
        int left_ms = deadline_left_ms(&deadline, POLL_MS_MAX);
        LineAnswer answer = wait_for(fd, events, left_ms);
        if (answer != LINE_TIMED_OUT || left_ms == 0) {
            return answer;
        }
    }
}

static LineAnswer connect_one(const struct addrinfo *address, Deadline deadline, int *fd_out) {
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return LINE_OFF;
    }
    LineAnswer answer = LINE_OK;
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
        answer = errno == EINPROGRESS ? wait_until(fd, POLLOUT, deadline) : LINE_OFF;
    }
    int error = 0;
    socklen_t size = sizeof error;
    if (answer == LINE_OK &&
        (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0)) {
        answer = LINE_OFF;
    }
    if (answer != LINE_OK) {
        (void)close(fd);
        return LINE_OFF;
    }
    /* A question about the state is three bytes: it must not wait for more. */
    int yes = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    *fd_out = fd;
    return LINE_OK;
}

LineAnswer line_open_tcp(const char *host, int port, Deadline deadline, Line *line) {
    FOYER_ASSERT(port > 0 && port <= 65535);
    *line = (Line){-1, true};
    char service[PORT_TEXT_MAX];
    Str8Builder builder = builder_make(service, sizeof service);
    builder_add_int(&builder, port);
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    if (getaddrinfo(host, service, &hints, &addresses) != 0) {
        return LINE_OFF;
    }
    LineAnswer answer = LINE_OFF;
    for (const struct addrinfo *at = addresses; at != NULL && answer != LINE_OK; at = at->ai_next) {
        answer = connect_one(at, deadline, &line->fd);
    }
    freeaddrinfo(addresses);
    return answer;
}

/* One write: bytes taken, 0 when it would wait, -1 when the other end is gone. */
static ssize_t write_some(const Line *line, const uint8_t *bytes, size_t size) {
    ssize_t count =
        line->is_socket ? send(line->fd, bytes, size, MSG_NOSIGNAL) : write(line->fd, bytes, size);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    return count;
}

LineAnswer line_write(Line *line, const uint8_t *bytes, size_t size, int stall_ms,
                      Deadline deadline, size_t *written) {
    FOYER_ASSERT(line->fd >= 0);
    *written = 0;
    while (*written < size) {
        Deadline stall = deadline_first(deadline, deadline_in(deadline.clock, stall_ms));
        LineAnswer answer = wait_until(line->fd, POLLOUT, stall);
        if (answer != LINE_OK) {
            return answer;
        }
        ssize_t count = write_some(line, bytes + *written, size - *written);
        if (count < 0) {
            return LINE_GONE;
        }
        *written += (size_t)count;
        /* A device that is ready for nothing and takes nothing must not spin. */
        if (count == 0) {
            deadline_pause(&stall, DRAIN_PAUSE_MS);
            if (deadline_is_over(&stall)) {
                return LINE_TIMED_OUT;
            }
        }
    }
    return LINE_OK;
}

LineAnswer line_read(Line *line, uint8_t *bytes, size_t size, Deadline deadline, size_t *count) {
    FOYER_ASSERT(line->fd >= 0 && size > 0);
    *count = 0;
    for (;;) {
        LineAnswer answer = wait_until(line->fd, POLLIN, deadline);
        if (answer != LINE_OK) {
            return answer;
        }
        ssize_t got = read(line->fd, bytes, size);
        if (got > 0) {
            *count = (size_t)got;
            return LINE_OK;
        }
        bool is_nothing = got < 0 && (errno == EAGAIN || errno == EINTR);
        /* End of file on a socket is the other end's goodbye; on a device it is an empty packet. */
        if (!is_nothing && (got < 0 || line->is_socket)) {
            return LINE_GONE;
        }
        deadline_pause(&deadline, DRAIN_PAUSE_MS);
        if (deadline_is_over(&deadline)) {
            return LINE_TIMED_OUT;
        }
    }
}

/* TIOCOUTQ and SIOCOUTQ are one number: bytes that are still here. A USB printer does not know it,
 * but is ready for the next write only when it has taken the last one. */
LineAnswer line_drain(Line *line, Deadline deadline) {
    FOYER_ASSERT(line->fd >= 0);
    LineAnswer answer = wait_until(line->fd, POLLOUT, deadline);
    while (answer == LINE_OK) {
        int waiting = 0;
        if (ioctl(line->fd, TIOCOUTQ, &waiting) != 0 || waiting == 0) {
            return LINE_OK;
        }
        if (deadline_is_over(&deadline)) {
            return LINE_TIMED_OUT;
        }
        deadline_pause(&deadline, DRAIN_PAUSE_MS);
        answer = wait_for(line->fd, POLLOUT, 0);
        if (answer == LINE_TIMED_OUT) {
            answer = LINE_OK; /* full again: still waiting */
        }
    }
    return answer;
}

/* A tty would be waited for while it is closed, for as long as its printer takes nothing: what
 * matters has been drained before. */
void line_close(Line *line, bool discard) {
    if (line->fd < 0) {
        return;
    }
    if (line->is_socket && discard) {
        struct linger at_once = {1, 0};
        (void)setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    if (!line->is_socket && discard) {
        (void)tcflush(line->fd, TCIOFLUSH);
    }
    (void)close(line->fd);
    line->fd = -1;
}
