"""What may stand between a kiosk and its hub, misbehaving as the file `mode` says just then.

usage: sync_faults.py FOLDER HUB-PORT

Listens with and without TLS on ports of its own ("PLAIN-PORT TLS-PORT" in FOLDER/ports), passes
requests on to the hub and spoils what comes back. The plain port is a CONNECT proxy too, in front
of the TLS port whatever host is asked for. FOLDER/tls names which FOLDER/NAME.pem it shows.
"""
import http.client
import os
import socket
import ssl
import sys
import threading
import time

FOLDER, HUB = sys.argv[1], int(sys.argv[2])
last_reply = b""


def setting(name):
    with open(os.path.join(FOLDER, name), encoding="ascii") as file:
        return file.read().strip()


def read_head(peer):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = peer.recv(65536)
        if not piece:
            return None, b""
        head += piece
    head, _, rest = head.partition(b"\r\n\r\n")
    return head.decode("latin-1").split("\r\n"), rest


def read_request(peer):
    lines, body = read_head(peer)
    if lines is None:
        return None
    headers = [line.split(": ", 1) for line in lines[1:]]
    length = sum(int(value) for name, value in headers if name.lower() == "content-length")
    while len(body) < length:
        body += peer.recv(65536)
    method, target, _ = lines[0].split(" ")
    return method, target, headers, body


def ask_hub(method, target, headers, body):
    hub = http.client.HTTPConnection("127.0.0.1", HUB, timeout=20)
    hub.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers:
        hub.putheader(name, value)
    hub.endheaders(body)
    reply = hub.getresponse()
    body = reply.read()
    kept = [(n, v) for n, v in reply.getheaders() if n.lower() not in ("content-length", "connection")]
    return reply.status, kept, body


def raw(status, headers, body):
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} X\r\n{head}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body


PAGE = b"<!doctype html><title>Welcome</title><p>Please sign in to this network"


def answer_alone(peer, mode):
    """Answers that need no hub. False: this is none of them."""
    if mode == "half-open":
        time.sleep(30)
    elif mode == "closes":
        pass
    elif mode == "redirect":
        peer.sendall(raw(302, [("location", "http://portal.invalid/")], b""))
    elif mode == "page":
        peer.sendall(raw(200, [("content-type", "text/html")], PAGE))
    elif mode == "busy":
        peer.sendall(raw(503, [("retry-after", "90")], b""))
    elif mode == "huge":
        peer.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        for _ in range(256):
            peer.sendall(b"[" * 1048576)
    elif mode == "nonsense":
        peer.sendall(raw(200, [("content-type", "application/json")], b'{"have":"everything"}'))
    else:
        return False
    return True


def answer_spoilt(peer, mode, request):
    global last_reply
    status, headers, body = ask_hub(*request)
    reply = raw(status, headers, body)
    if mode == "unsigned":
        headers = [(n, v) for n, v in headers if not n.lower().startswith("signature")]
        reply = raw(status, headers, body)
    elif mode == "altered":
        reply = raw(status, headers, body.replace(b'"have":', b'"have":9'))
    elif mode == "old":
        reply, last_reply = last_reply or raw(status, [], b""), reply
    elif mode == "cut":
        reply = reply[:-20]
    elif mode == "dropped":
        reply = b""
    if mode == "dribble":
        for byte in reply:
            peer.sendall(bytes([byte]))
            time.sleep(1)
    elif mode == "slow":
        time.sleep(30)
    else:
        last_reply = reply
        peer.sendall(reply)


def serve(peer):
    try:
        with peer:
            request = read_request(peer)
            mode = setting("mode")
            if request and request[0] == "CONNECT":
                if mode == "proxy-password":
                    peer.sendall(raw(407, [("proxy-authenticate", "Basic realm=x")], b""))
                    return
                peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                tunnel(peer)
            elif request and not answer_alone(peer, mode):
                answer_spoilt(peer, mode, request)
    except OSError:
        pass


def tunnel(peer):
    inner = socket.create_connection(("127.0.0.1", TLS.getsockname()[1]))

    def pump(source, sink):
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    back = threading.Thread(target=pump, args=(inner, peer), daemon=True)
    back.start()
    pump(peer, inner)
    back.join()


def serve_tls(peer):
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(FOLDER, setting("tls") + ".pem"))
        serve(context.wrap_socket(peer, server_side=True))
    except OSError:
        peer.close()


def listen():
    server = socket.create_server(("127.0.0.1", 0), backlog=50)
    return server


def accept(server, handler):
    while True:
        peer, _ = server.accept()
        threading.Thread(target=handler, args=(peer,), daemon=True).start()


PLAIN, TLS = listen(), listen()
with open(os.path.join(FOLDER, "ports.new"), "w", encoding="ascii") as ports:
    ports.write(f"{PLAIN.getsockname()[1]} {TLS.getsockname()[1]}\n")
os.rename(os.path.join(FOLDER, "ports.new"), os.path.join(FOLDER, "ports"))
threading.Thread(target=accept, args=(TLS, serve_tls), daemon=True).start()
accept(PLAIN, serve)
