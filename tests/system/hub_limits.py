"""hub_limits.py PORT PID WHAT: what strangers may try at a hub. Prints what is wrong; exit code 1 then.

WHAT: malformed (a table of broken requests), slow-heads and slow-bodies (1,200 connections that never
finish, from eight addresses, while others ask), crowd (more connections than one address may have),
patience (a request that takes for ever, an idle connection; half a minute).
"""
import re
import resource
import select
import socket
import sys
import time

PORT, PID, WHAT = int(sys.argv[1]), sys.argv[2], sys.argv[3]
HEAD = b"POST /v1/records HTTP/1.1\r\nHost: hub\r\n"
CHUNK = b"4000\r\n" + b"y" * 0x4000 + b"\r\n"
wrong = []


def check(holds, what):
    if not holds:
        wrong.append(what)


def connect(source=None, wait_s=5):
    link = socket.socket()
    link.settimeout(wait_s)
    if source:
        link.bind((source, 0))
    link.connect(("127.0.0.1", PORT))
    return link


def read_all(link, wait_s):
    """What comes until the end, and whether the other side ended it."""
    link.settimeout(wait_s)
    got = b""
    try:
        while True:
            more = link.recv(65536)
            if not more:
                return got, True
            got += more
    except socket.timeout:
        return got, False
    except ConnectionResetError:
        return got, True


def pss_kib():
    with open(f"/proc/{PID}/smaps_rollup", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def status_of(reply):
    words = reply.split(b" ", 2)
    return int(words[1]) if len(words) > 2 and words[1].isdigit() else 0


def ask_health(source=None):
    """Seconds it took, or None."""
    begun = time.monotonic()
    try:
        link = connect(source)
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
        got, _ = read_all(link, 5)
        link.close()
        return time.monotonic() - begun if status_of(got) == 200 else None
    except OSError:
        return None


# name, what is sent, the first status, whether the connection must end
MALFORMED = [
    ("a body over the cap, length said", [HEAD, b"Content-Length: 300000\r\n\r\n", b"x" * 300000], 413, True),
    ("a body over the cap, asked first", [HEAD, b"Content-Length: 300000\r\nExpect: 100-continue\r\n\r\n"], 413, True),
    ("a body over the cap, no length", [HEAD, b"Transfer-Encoding: chunked\r\n\r\n", CHUNK * 20, b"0\r\n\r\n"], 413, True),
    ("a body one byte over the cap", [HEAD, b"Content-Length: 262145\r\n\r\n", b"x" * 262145], 413, True),
    ("a body as large as the cap", [HEAD, b"Content-Length: 262144\r\nConnection: close\r\n\r\n", b"x" * 262144], 401, True),
    ("a length and chunks", [HEAD, b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"], 400, True),
    ("two lengths", [HEAD, b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello12"], 400, True),
    ("a length that is none", [HEAD, b"Content-Length: x\r\n\r\nhello"], 400, True),
    ("a length below nothing", [HEAD, b"Content-Length: -5\r\n\r\nhello"], 400, True),
    ("a length without an end", [HEAD, b"Content-Length: 99999999999999999999999\r\n\r\nhello"], 413, True),
    ("chunks of nonsense", [HEAD, b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"], 400, True),
    ("two hosts", [b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"], 400, True),
    ("a header twice", [b"GET /healthz HTTP/1.1\r\nHost: a\r\nSignature: b\r\nSignature: c\r\n\r\n"], 400, True),
    ("thirty headers", [b"GET /healthz HTTP/1.1\r\nHost: a\r\n", b"".join(b"A%d: b\r\n" % n for n in range(30)), b"\r\n"], 400, True),
    ("a header that is no text", [b"GET /healthz HTTP/1.1\r\nHost: a\r\nA: b\xff\r\n\r\n"], 400, True),
    ("headers over the cap", [b"GET /healthz HTTP/1.1\r\nHost: a\r\nA: " + b"b" * 10000 + b"\r\n\r\n"], 431, True),
    ("no host", [b"GET /healthz HTTP/1.1\r\n\r\n"], 400, True),
    ("an address too long", [b"GET /" + b"b" * 300 + b" HTTP/1.1\r\nHost: a\r\n\r\n"], 414, True),
    ("an address far too long", [b"GET /" + b"b" * 30000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"], 414, True),
    ("an encoded address", [b"GET /%68ealthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], 404, True),
    ("dots", [b"GET /v1/../healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], 404, True),
    ("another version", [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], 505, True),
    ("no version", [b"GET /healthz\r\n\r\n"], 400, True),
    ("not HTTP at all", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"], 0, True),
    ("another method", [b"DELETE /v1/records HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], 405, True),
    ("a tunnel", [b"CONNECT hub:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], 404, True),
    ("no signature", [HEAD, b"Content-Length: 2\r\nContent-Type: application/cloudevents-batch+json\r\nConnection: close\r\n\r\n[]"], 401, True),
    ("nothing but its head", [b"HEAD /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"], 405, True),
]


def malformed():
    for name, parts, wanted, ends in MALFORMED:
        link = connect()
        try:
            for part in parts:
                link.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            pass
        got, ended = read_all(link, 5)
        link.close()
        check(status_of(got) == wanted, f"{name}: {status_of(got)} instead of {wanted}: {got[:200]!r}")
        check(ended == ends, f"{name}: the connection {'ended' if ended else 'stayed open'}")
        body = got.partition(b"\r\n\r\n")[2]
        check(wanted not in (401, 404, 405) or b"urn:foyer:problem:" in body or name.startswith("nothing"),
              f"{name}: no problem document")
    # More than is drained: closed, whatever was sent.
    link = connect()
    sent = 0
    try:
        link.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while sent < 64 << 20:
            link.sendall(CHUNK)
            sent += len(CHUNK)
    except (BrokenPipeError, ConnectionResetError):
        pass
    check(sent < 16 << 20, f"{sent} bytes of a body without an end were taken")
    link.close()
    # Five requests in one packet get five answers in order; a body is not mistaken for a request.
    link = connect()
    one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    post = HEAD + b"Content-Length: %d\r\n\r\n" % len(one) + one
    link.sendall(one + post + one + one + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    got, ended = read_all(link, 5)
    link.close()
    statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", got)]
    check(statuses == [200, 401, 200, 200, 200] and ended, f"pipelined: {statuses}")
    # A byte at a time is slow, and answered.
    link = connect()
    for byte in HEAD + b"Content-Length: 2\r\nContent-Type: application/cloudevents-batch+json\r\n\r\n[]":
        link.sendall(bytes([byte]))
        time.sleep(0.005)
    link.settimeout(5)
    check(status_of(link.recv(4096)) == 401, "a byte at a time is not answered")
    link.close()
    check(ask_health() is not None, "after all that nobody is served")


def open_slow(number, beginning, links):
    try:
        link = connect(f"127.0.0.{2 + number % 8}", 2)
        link.sendall(beginning)
        link.setblocking(False)
        links.append(link)
    except OSError:
        pass


def slow(beginning, peak_mib):
    """1,200 connections that send a byte now and then, and come again when they are cut."""
    links = []
    for number in range(1200):
        open_slow(number, beginning, links)
    check(len(links) > 1000, f"only {len(links)} slow connections could be opened")
    times, peak, until = [], 0, time.monotonic() + 8
    while time.monotonic() < until:
        gone = []
        for link in links:
            try:
                link.send(b"a")
            except OSError:
                gone.append(link)
        for number, link in enumerate(gone):
            links.remove(link)
            link.close()
            open_slow(number, beginning, links)
        times.append(ask_health("127.0.0.1"))
        peak = max(peak, pss_kib())
        time.sleep(0.1)
    refused = sum(1 for took in times if took is None)
    served = sorted(took for took in times if took is not None)
    print(f"{WHAT}: {len(times)} asked meanwhile, {refused} not served, slowest {served[-1] if served else 0:.2f} s,"
          f" peak {peak / 1024:.1f} MiB")
    check(refused == 0, f"{refused} of {len(times)} others were not served")
    check(peak < peak_mib * 1024, f"{peak} KiB of memory")
    for link in links:
        link.close()
    time.sleep(2)
    calm = pss_kib()
    print(f"{WHAT}: {calm / 1024:.1f} MiB afterwards")
    check(calm <= 10 * 1024, f"{calm} KiB of memory when they are gone")


def crowd():
    """The hub was started with 40 connections for one address."""
    links = [connect("127.0.0.3") for _ in range(60)]
    time.sleep(0.3)
    ready, _, _ = select.select(links, [], [], 0)
    check(len(ready) == 20, f"{len(ready)} of 60 connections were closed, not 20")
    check(ask_health("127.0.0.3") is None, "one connection more was served")
    check(ask_health("127.0.0.4") is not None, "another address is not served")
    for link in links:
        link.close()
    time.sleep(0.3)
    check(ask_health("127.0.0.3") is not None, "the address is not served when the others are gone")


def patience():
    """Dribbled headers and a dribbled body end after 30 s, an idle connection after 20."""
    begun = time.monotonic()
    head, body, idle = connect(), connect(), connect()
    head.sendall(HEAD)
    body.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    ended = {}
    while len(ended) < 3 and time.monotonic() - begun < 40:
        for name, link in (("head", head), ("body", body), ("idle", idle)):
            if name in ended:
                continue
            try:
                if name != "idle":
                    link.sendall(b"a")
                link.settimeout(0.01)
                if link.recv(4096) == b"":
                    ended[name] = time.monotonic() - begun
            except socket.timeout:
                pass
            except OSError:
                ended[name] = time.monotonic() - begun
        time.sleep(0.2)
    for name, least, most in (("head", 28, 34), ("body", 28, 34), ("idle", 18, 24)):
        check(name in ended and least <= ended[name] <= most, f"{name}: ended after {ended.get(name)} s")


resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
if WHAT == "malformed":
    malformed()
elif WHAT == "slow-heads":
    slow(HEAD + b"X-Slow: ", 16)
elif WHAT == "slow-bodies":
    slow(HEAD + b"Content-Length: 200000\r\n\r\n" + b"x" * 60000, 40)
elif WHAT == "crowd":
    crowd()
elif WHAT == "patience":
    patience()
for line in wrong:
    print(f"{WHAT}: {line}")
sys.exit(1 if wrong else 0)
