#!/usr/bin/env python3
"""bench/serve/half_open.py TENSEN INDEX [OPTION...] - who is answered beside half-open connections.

300 connections send half a request line and nothing more, from one loopback address, then from
six.  Meanwhile a client at one of these addresses and a client elsewhere ask /healthz
and /api/v1/fields, ten times each.  Prints how many are answered, the median time, and what /metrics counts.
OPTION goes to `tensen serve` (its limits)."""
import http.client, re, socket, statistics, subprocess, sys, time

CONNECTIONS = 300

def serve(tensen, index, options):
    p = subprocess.Popen([tensen, "serve", index, "--port", "0", *options], stderr=subprocess.PIPE, text=True)
    for line in p.stderr:
        port = re.search(r"http://[^/]*:(\d+)/", line)
        if port:
            return p, int(port[1])
    raise SystemExit("the server did not start")

def half_open(port, source):
    s = socket.create_connection(("127.0.0.1", port), 5, (source, 0))
    s.sendall(b"GET /api/v1/inf")
    return s

def ask(port, source, path):
    """Seconds until the answer 200, None for another answer or none."""
    begun = time.perf_counter()
    try:
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=(source, 0))
        c.request("GET", path)
        ok = c.getresponse().status == 200
        c.close()
        return time.perf_counter() - begun if ok else None
    except OSError:
        return None
    except http.client.HTTPException:
        return None

def main(argv):
    tensen, index, options = argv[0], argv[1], argv[2:]
    for sources in (1, 6):
        server, port = serve(tensen, index, options)
        held = [half_open(port, f"127.0.0.{1 + i % sources}") for i in range(CONNECTIONS)]
        time.sleep(0.5)
        print(f"{CONNECTIONS} half-open connections from {sources} address(es)")
        for name, source in (("from one of them", "127.0.0.1"), ("from elsewhere", "127.0.0.200")):
            for path in ("/healthz", "/api/v1/fields"):
                t = [ask(port, source, path) for _ in range(10)]
                good = [x for x in t if x is not None]
                median = f", median {1000 * statistics.median(good):.1f} ms" if good else ""
                print(f"  {name}: {path} answered {len(good)} of 10{median}")
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=5, source_address=("127.0.0.200", 0))
        c.request("GET", "/metrics")
        for line in c.getresponse().read().decode().splitlines():
            if line.startswith("tensen_http_connections"):
                print("  " + line)
        for s in held:
            s.close()
        server.terminate()
        server.wait()

main(sys.argv[1:])
