#!/usr/bin/env python3
"""A reranker for tests: POST /v1/rerank scores a line by the trigrams that it shares with the query.

usage: rerank_server.py LOG [--fault KIND] [--port-file FILE]

Every request is a line of LOG: the number of documents.  FAULTS: 500; nan, fewer, twice: scores that are none, too
few of them, one line scored twice; json: no JSON.
"""
import argparse, http.server, json, os, socketserver

ap = argparse.ArgumentParser()
ap.add_argument("log")
ap.add_argument("--fault", default="")
ap.add_argument("--port-file", default="rerank-port")
args = ap.parse_args()


def trigrams(text):
    return {text[i:i + 3] for i in range(len(text) - 2)}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        q = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/v1/rerank", self.path
        with open(args.log, "a", encoding="utf-8") as f:
            f.write("%d %s\n" % (len(q["documents"]), q.get("model", "-")))
        scores = [{"index": i, "relevance_score": len(trigrams(q["query"]) & trigrams(d)) / (1 + len(d))} for i, d in enumerate(q["documents"])]
        if args.fault == "nan":
            scores[0]["relevance_score"] = "NaN"
        if args.fault == "fewer":
            scores.pop()
        if args.fault == "twice":
            scores[-1]["index"] = 0
        scores.sort(key=lambda s: -s["index"])
        body = b"no JSON" if args.fault == "json" else json.dumps({"results": scores}).encode()
        self.send_response(500 if args.fault == "500" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
with open(args.port_file + ".part", "w") as f:
    f.write(str(server.server_port))
os.rename(args.port_file + ".part", args.port_file)
server.serve_forever()
