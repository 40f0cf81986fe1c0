#!/usr/bin/env python3
"""An embeddings server for tests: vectors of hashed character trigrams, so that texts with common
trigrams are near each other; the same text has the same vector everywhere.

usage: embeddings_server.py serve LOG [--dim N] [--fault KIND] [--salt S] [--delay S] [--port-file FILE]
       embeddings_server.py npy DOCUMENTS.jsonl NAME [--dim N] [--salt S]

serve: POST /v1/embeddings and GET /v1/models.  Every request is a line of LOG: the number of texts, and each text
as JSON.  --pair A=B: text A has the trigrams of B, as a model has it that knows both.  npy: NAME.npy and NAME.ids of the titles and abstracts of DOCUMENTS.  --salt: another model.  --key: 401 without this key.  FAULTS:

  slow   answers after a minute   429, 429-once, 500   status    cut    ends in the middle of the body
  short  one number too few       nan   a number that is none    zero   zeros
  fewer  one vector too few       json  no JSON                  gone:N ends itself after N requests
"""
import argparse, array, http.server, json, math, os, socketserver, sys, threading, time, zlib


def vector(text, dim, salt=b""):
    for a, b in PAIRS:
        text = text.replace(a, b)
    x = [0.0] * dim
    for i in range(max(1, len(text) - 2)):
        h = zlib.crc32(salt + text[i:i + 3].encode())
        for _ in range(4):
            h = (h * 2654435761 + 12345) & 0xffffffffffff
            x[(h >> 8) % dim] += 1.0 if h >> 40 & 1 else -1.0
    norm = math.sqrt(sum(v * v for v in x)) or 1.0
    return [v / norm for v in x]


def main_npy(a):
    with open(a.name + ".npy", "wb") as out, open(a.name + ".ids", "w", encoding="utf-8") as ids:
        out.write(bytes(128))
        n = 0
        for line in open(a.documents, encoding="utf-8"):
            d = json.loads(line)
            array.array("f", vector(d.get("title", "") + "\n" + d.get("abstract", ""), a.dim, a.salt.encode())).tofile(out)
            ids.write(d["id"] + "\n")
            n += 1
        head = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }" % (n, a.dim)
        out.seek(0)
        out.write(b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + head.ljust(117).encode() + b"\n")


lock, seen = threading.Lock(), {"requests": 0}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body, length=None, headers=()):
        self.send_response(status)
        for k, v in headers:
            self.send_header(k, v)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def do_GET(self):
        self.answer(200, json.dumps({"data": [{"id": "trigrams"}]}).encode())

    def do_POST(self):
        if args.key and self.headers.get("Authorization") != "Bearer " + args.key:
            self.rfile.read(int(self.headers["Content-Length"]))
            return self.answer(401, b"{}")
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = asked["input"]
        with lock:
            seen["requests"] += 1
            number = seen["requests"]
            with open(args.log, "a", encoding="utf-8") as log:
                log.write(json.dumps([len(texts), *texts], ensure_ascii=False) + "\n")
        f = args.fault
        if f.startswith("gone:") and number > int(f[5:]):
            os._exit(0)
        time.sleep(60 if f == "slow" and number > 1 else args.delay)
        if f == "500" or f == "429" or (f == "429-once" and number == 2):
            if number > 1:
                return self.answer(int(f[:3]), b"{}", headers=[("Retry-After", "1")] if f[0] == "4" else ())
        vectors = [vector(t, args.dim, args.salt.encode()) for t in texts]
        if number > 1:
            if f == "short":
                vectors[-1] = vectors[-1][:-1]
            if f == "zero":
                vectors[-1] = [0.0] * args.dim
            if f == "nan":
                vectors[-1][0] = float("nan")
            if f == "fewer":
                vectors = vectors[:-1]
        # out of order, as the numbers allow
        data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)][::-1]
        body = json.dumps({"object": "list", "model": asked["model"], "data": data, "usage": {"prompt_tokens": sum(len(t) for t in texts)}}).encode()
        if number > 1 and f == "json":
            body = b"no JSON"
        self.answer(200, body[: len(body) // 2] if number > 1 and f == "cut" else body, len(body) if f == "cut" and number > 1 else None)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads, request_queue_size = True, 64


p = argparse.ArgumentParser()
p.add_argument("what", choices=["serve", "npy"]); p.add_argument("log"); p.add_argument("name", nargs="?")
p.add_argument("--dim", type=int, default=384); p.add_argument("--salt", default="")
p.add_argument("--pair", action="append", default=[]); p.add_argument("--fault", default=""); p.add_argument("--key", default=""); p.add_argument("--delay", type=float, default=0); p.add_argument("--port-file", default="port")
args = p.parse_args()
PAIRS = [pair.split("=", 1) for pair in args.pair]
if args.what == "npy":
    args.documents = args.log
    main_npy(args)
else:
    server = Server(("127.0.0.1", 0), Handler)
    with open(args.port_file + ".new", "w") as f:
        f.write(str(server.server_address[1]))
    os.rename(args.port_file + ".new", args.port_file)
    server.serve_forever()
