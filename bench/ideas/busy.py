#!/usr/bin/env python3
"""How busy `tensen read` keeps a model that answers after a fixed time, many questions at once.

usage: busy.py TENSEN INDEX [--patents N] [--at-once N] [--seconds S] [--log FILE]

A stand-in answers every question well-formed: statements from words of the patent, the first
lines of a list, a 2 for the first document.  Busy: the seconds of all questions in flight,
divided by (at once x the time from the first question to the last answer).  It also prints the
processor time of `tensen`, and the busy share that this time alone would allow on the cores.
The readings go to a file of their own; the index is not touched.
"""
import argparse, asyncio, glob, json, os, re, resource, subprocess, sys, tempfile, threading, time

ap = argparse.ArgumentParser()
ap.add_argument("tensen"); ap.add_argument("index")
ap.add_argument("--patents", type=int, default=200)
ap.add_argument("--at-once", type=int, default=32)
ap.add_argument("--seconds", type=float, default=0.3)
ap.add_argument("--first", type=int, default=0, help="leave out this many ids before")
ap.add_argument("--log", help="a line for each question: its role and the titles that it shows")
ap.add_argument("--ids", help="a file of ids, one a line")
ap.add_argument("--readings", help="keep them here")
args = ap.parse_args()
here = os.path.dirname(os.path.abspath(__file__))
controls = set()
for name in glob.glob(os.path.join(here, "..", "..", "models", "prompts", "controls-*.txt")):
    controls |= {line for line in open(name, encoding="utf-8").read().splitlines() if line}
spans, roles = [], {}
log = open(args.log, "w", encoding="utf-8", buffering=1) if args.log else None
FORMS = {"judge": '"judgements":[', "doubt": '"doubts":[', "screen": '"picks":[', "again": '"enough":', "say": '"own_products":['}


def is_control(text):
    return any(re.split("[。.]", line)[0] in text for line in controls)


def words(text, n):
    found = re.findall(r"[a-z]{5,}|[ァ-ヶー]{3,}|[一-龠]{2,}", text)
    return [" ".join((found[i::n] or ["unknown"])[:5]) for i in range(n)]


def answer(user):
    token = user.split(" ", 1)[0]
    pieces = user.split(token)
    patent = pieces[1].split("\n", 1)[1]
    task = user.split(token + " end\n", 1)[1].split(token, 1)[0]
    role = next(r for r, form in FORMS.items() if form in task)
    roles[role] = roles.get(role, 0) + 1
    documents = re.findall(re.escape(token) + r" document (\S+)\n(.*?)" + re.escape(token) + " end\n", user, re.S)
    lines = [line for line in user.split("\n") if re.match(r"\d+ \| ", line) and not is_control(line)] if role == "screen" else []
    if log:
        shown = [line.split(" | ")[1] for line in lines] + [text.split("] ", 1)[-1].split("\n")[0] for _, text in documents if not is_control(text)]
        log.write(json.dumps({"role": role, "shown": shown}, ensure_ascii=False) + "\n")
    if role in ("say", "again"):
        n = 8 if role == "say" else 6
        v = [{"kind": "need", "text": t} for t in words(patent[40 * (roles[role] % 3 if role == "again" else 0):], n)]
        return {"enough": False, "statements": v} if role == "again" else \
            {"core_means": "m", "core_effect": "e", "own_products": [], "statements": v}
    if role == "screen":
        return {"picks": [int(line.split(" | ")[0]) for line in lines][:15]}
    out = []
    for i, (handle, text) in enumerate(documents):
        good = not is_control(text) and (role != "judge" or len(out) == 0)
        entry = {"id": handle, "application": "a", "kind": "N", "agree": 60 if good else 0}
        if role == "doubt":
            entry.update(grade=2, transfer="t", quote_patent=patent.split("] ", 1)[-1][:14],
                         quote_document=text.split("] ", 1)[-1][:14], objection="o")
        out.append(entry)
    return {FORMS[role].split('"')[1]: out}


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            if head.startswith("GET"):
                body = b'{"object":"list","data":[{"id":"stand-in","max_model_len":65536}]}'
            else:
                began = time.monotonic()
                if re.search(r"(?i)expect: 100", head):
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                size = int(re.search(r"(?i)content-length: (\d+)", head)[1])
                user = json.loads(await reader.readexactly(size))["messages"][1]["content"]
                content = json.dumps(answer(user), ensure_ascii=False)
                body = json.dumps({"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
                                   "usage": {"prompt_tokens": len(user) // 4, "completion_tokens": 100}}).encode()
                await asyncio.sleep(max(0, began + args.seconds - time.monotonic()))
                spans.append((began, time.monotonic()))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionResetError, BrokenPipeError):
        pass
    finally:
        writer.close()


def run_server(ready):
    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 24, backlog=256)
        ready.append(server.sockets[0].getsockname()[1])
        await server.serve_forever()
    asyncio.run(main())


def ids():
    if args.ids:
        return open(args.ids, encoding="utf-8").read().split()[args.first:args.first + args.patents]
    found = subprocess.run([args.tensen, "search", args.index, "--text", "装置 方法 膜 apparatus method device film", "-k",
                            str(args.patents + args.first), "--json"], capture_output=True, text=True)
    return [hit["id"] for hit in json.loads(found.stdout)["hits"]][args.first:args.first + args.patents]


ready = []
threading.Thread(target=run_server, args=(ready,), daemon=True).start()
while not ready:
    time.sleep(0.01)
with tempfile.TemporaryDirectory() as folder:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wanted = ids()
    mid = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([args.tensen, "read", args.index, *wanted, "--model", f"http://127.0.0.1:{ready[0]}", "--model-name", "stand-in",
                           "--model-parallel", str(args.at_once), "--readings", args.readings or folder + "/readings.jsonl", "--lang", "en"],
                          capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
if not spans:
    sys.exit("nothing was asked: " + done.stderr)
cpu = after.ru_utime + after.ru_stime - mid.ru_utime - mid.ru_stime
wall = max(end for _, end in spans) - min(begin for begin, _ in spans)
busy = sum(end - begin for begin, end in spans)
# the middle half of the run: without its beginning and its end, when patents run out
low, high = min(b for b, _ in spans) + wall / 4, min(b for b, _ in spans) + 3 * wall / 4
middle = sum(max(0, min(end, high) - max(begin, low)) for begin, end in spans)
cores = os.cpu_count()
asked = len(spans) * args.seconds / args.at_once
print(f"{len(wanted)} patents, {len(spans)} questions {roles}, code {done.returncode}")
print(f"busy {busy / (args.at_once * wall):.2f} of {args.at_once}, in the middle half {middle / (args.at_once * wall / 2):.2f}; {wall:.1f} s, {len(wanted) / wall:.1f} patents a second")
print(f"processor {1000 * cpu / len(wanted):.0f} ms a patent; on {cores} cores alone this allows {min(1, asked / (cpu / cores)):.2f}; "
      f"load average {os.getloadavg()[0]:.1f}")
if done.returncode:
    print(done.stderr[-800:])
