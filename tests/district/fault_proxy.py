"""fault_proxy.py HUB-PORT SEED COUNTS-FILE: a network that misbehaves between kiosk and hub.

Listens on a free port of 127.0.0.1 and prints it. One connection carries one request: with
keep-alive a kiosk would reuse the one connection that was let through, and the faults would hide.
Every other request meets one of the faults below; how often each struck stands in COUNTS-FILE.
"""
import random
import socket
import sys
import threading
import time

HUB = int(sys.argv[1])
CHOICE = random.Random(int(sys.argv[2]))
COUNTS_FILE = sys.argv[3]
PIECE = 65536
PATIENCE_S = 20
SLOW_S = 0.0005

lock = threading.Lock()
counts = {}
last_reply = b""  # of any request before: what a replay brings back


def read_message(sock):
    """One HTTP message with a Content-Length or without a body."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = sock.recv(PIECE)
        if not piece:
            return data
        data += piece
    head, body = data.split(b"\r\n\r\n", 1)
    size = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            size = int(value)
        if name.strip().lower() == b"expect" and not body:
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    while len(body) < size:
        piece = sock.recv(PIECE)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def closing(message):
    head, _, body = message.partition(b"\r\n\r\n")
    lines = [l for l in head.split(b"\r\n") if not l.lower().startswith(b"connection:")]
    return b"\r\n".join(lines + [b"Connection: close"]) + b"\r\n\r\n" + body


def ask_hub(request):
    with socket.create_connection(("127.0.0.1", HUB), PATIENCE_S) as hub:
        hub.sendall(closing(request))
        return closing(read_message(hub))


def hang_up(sock, request):
    pass


def reset_before_reading(sock, request):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def cut_request(sock, request):
    with socket.create_connection(("127.0.0.1", HUB), PATIENCE_S) as hub:
        hub.sendall(request[: len(request) // 2])


def applied_but_dropped(sock, request):
    ask_hub(request)


def cut_reply(sock, request):
    reply = ask_hub(request)
    sock.sendall(reply[: len(reply) * 2 // 3])


def turned_bit(sock, request):
    reply = bytearray(ask_hub(request))
    reply[-2] ^= 4
    sock.sendall(bytes(reply))


def sent_twice(sock, request):
    ask_hub(request)
    sock.sendall(ask_hub(request))


def old_reply(sock, request):
    before = last_reply
    ask_hub(request)
    sock.sendall(before or b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def dribble(sock, request):
    for byte in ask_hub(request):
        sock.sendall(bytes([byte]))
        time.sleep(SLOW_S)


def portal(sock, request):
    page = b"<html><h1>Welcome to the guest network</h1>Please accept our terms.</html>"
    sock.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
        % (len(page), page)
    )


def redirect(sock, request):
    sock.sendall(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/welcome\r\nContent-Length: 0\r\n\r\n"
    )


def bad_gateway(sock, request):
    ask_hub(request)
    sock.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


FAULTS = [
    hang_up,
    reset_before_reading,
    cut_request,
    applied_but_dropped,
    cut_reply,
    turned_bit,
    sent_twice,
    old_reply,
    dribble,
    portal,
    redirect,
    bad_gateway,
]


def serve(sock):
    global last_reply
    with sock:
        sock.settimeout(PATIENCE_S)
        with lock:
            fault = CHOICE.choice(FAULTS) if CHOICE.random() < 1 / 2 else None
            name = fault.__name__ if fault else "passed"
            counts[name] = counts.get(name, 0) + 1
            with open(COUNTS_FILE, "w") as out:
                for key in sorted(counts):
                    out.write("%s %d\n" % (key, counts[key]))
        try:
            request = b"" if fault is reset_before_reading else read_message(sock)
            if fault:
                fault(sock, request)
            else:
                reply = ask_hub(request)
                sock.sendall(reply)
                last_reply = reply
        except OSError:
            pass


with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
    print(server.getsockname()[1], flush=True)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
