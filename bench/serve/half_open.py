#!/usr/bin/env python3
"""Who is answered while 300 connections say half a request: from one address, and from six.

usage: BUILD=build/release bench/serve/half_open.py INDEX

It starts `tensen serve` on a free port and asks /api/v1/info twenty times from an address that
holds half-open connections and from one that does not.
"""
import os, re, socket, statistics, subprocess, sys, time

N, ASKED = 300, 20


def connected(port, host):
    s = socket.socket()
    s.bind((host, 0))
    s.settimeout(10)
    s.connect(("127.0.0.1", port))
    return s


def is_open(s):
    s.setblocking(False)
    try:
        return s.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def asked(port, host):
    """The status, or "closed", and the seconds."""
    start = time.monotonic()
    try:
        with connected(port, host) as s:
            s.sendall(b"GET /api/v1/info HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            said = s.recv(100)[9:12].decode() or "closed"
    except OSError:
        said = "closed"
    return said, time.monotonic() - start


def measure(index, addresses):
    program = os.path.join(os.environ.get("BUILD", "build/release"), "tensen")
    server = subprocess.Popen([program, "serve", index, "--port", "0"], stderr=subprocess.PIPE, text=True)
    held = []
    try:
        port = int(re.search(r":(\d+)/", server.stderr.readline()).group(1))
        for i in range(N):
            held.append(connected(port, f"127.0.0.{2 + i % addresses}"))
            held[-1].sendall(b"GET / HT")
        time.sleep(0.5)
        print(f"{N} from {addresses}: {sum(map(is_open, held))} held open, the others closed at once")
        for who, host in (("one of them", "127.0.0.2"), ("another", "127.0.0.99")):
            answers = [asked(port, host) for _ in range(ASKED)]
            times = [1000 * t for _, t in answers]
            codes = {said: sum(1 for s, _ in answers if s == said) for said, _ in answers}
            print(f"  {who:12} {codes}  median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms")
    finally:
        for s in held:
            s.close()
        server.terminate()
        server.wait()


for count in (1, 6):
    measure(sys.argv[1], count)
