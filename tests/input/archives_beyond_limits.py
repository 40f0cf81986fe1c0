"""Make the archives of archives_beyond_limits_are_bad_and_write_nothing.sh, read each with the command, and
check code, message, what was written, memory and time.  argv: a good file, a folder to work in."""
import io, os, resource, struct, subprocess, sys, tarfile, time, zipfile, zlib

good, here = open(sys.argv[1], "rb").read(), sys.argv[2]
os.makedirs(here)
os.chdir(here)
LINES = b" " * ((1 << 20) - 1) + b"\n" # behind the good records
HUGE = 1040  # MiB: more than the first GiB, in which any ratio is allowed
MEMBERS = 1000001
SLOWER = 4 if "asan" in os.environ["BUILD"] else 1 # a sanitizer takes its own time and memory
wrong = 0

def tar_of(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as t:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()

def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()

def packed(pieces, kind):
    if kind == "zst":
        p = subprocess.Popen(["zstd", "-q", "-3", "-c"], stdin=subprocess.PIPE, stdout=open("packed.tmp", "wb"))
        for piece in pieces:
            p.stdin.write(piece)
        p.stdin.close()
        p.wait()
        data = open("packed.tmp", "rb").read()
        os.unlink("packed.tmp")
        return data
    z = zlib.compressobj(9, zlib.DEFLATED, {"gz": 31, "raw": -15}[kind])
    return b"".join([z.compress(piece) for piece in pieces] + [z.flush()])

def huge():
    yield good
    for _ in range(HUGE):
        yield LINES

def huge_tar():
    info = tarfile.TarInfo("all.jsonl")
    info.size = len(good) + (HUGE << 20)
    yield info.tobuf(tarfile.GNU_FORMAT)
    yield from huge()
    yield bytes(-info.size % 512)
    yield bytes(1024)

def many_tar():
    one = tarfile.TarInfo("a").tobuf(tarfile.USTAR_FORMAT)
    for _ in range(MEMBERS // 1000 + 1):
        yield one * 1000
    yield bytes(1024)

def zip_entry(name, data, crc, size, n):
    """A zip whose directory names one member n times."""
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(data), size, len(name), 0) + name + data
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(data), size, len(name), 0, 0, 0, 0, 0, 0) + name
    where = len(local)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, n, n, len(entry) * n, where)
    end64 += struct.pack("<4sLQL", b"PK\6\7", 0, where + len(entry) * n, 1)
    return local + entry * n + end64 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * n, where, 0)

def many_zip():
    data, crc = zlib.compress(b"\n")[2:-4], zlib.crc32(b"\n")
    sizes = struct.pack("<2H2L", 0, 0, crc, len(data)) + struct.pack("<L", 1)
    local = b"PK\3\4" + struct.pack("<3H", 20, 0, 8) + sizes + struct.pack("<2H", 1, 0) + b"a" + data
    head = b"PK\1\2" + struct.pack("<4H", 20, 20, 0, 8) + sizes + struct.pack("<5HL", 1, 0, 0, 0, 0, 0)
    size, where = len(head) + 5, len(local) * MEMBERS
    directory = b"".join(head + struct.pack("<L", i * len(local)) + b"a" for i in range(MEMBERS))
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, MEMBERS, MEMBERS, size * MEMBERS, where)
    end64 += struct.pack("<4sLQL", b"PK\6\7", 0, where + size * MEMBERS, 1)
    return local * MEMBERS + directory + end64 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, size * MEMBERS, where, 0)

def nested(make, depth):
    data = good
    for i in range(depth):
        data = make([("inner%s" % (".jsonl" if i == 0 else ".zip" if make is zip_of else ".tar"), data)])
    return data

def crc_of_huge():
    crc = 0
    for piece in huge():
        crc = zlib.crc32(piece, crc)
    return crc

def read(name, data, code, words):
    global wrong
    open(name, "wb").write(data)
    before, began = set(os.listdir(".")), time.time()
    p = subprocess.Popen(["tensen", "index", "-q", "--lang", "en", "-j", "2", "-o", "out.tensen", name], stdout=subprocess.DEVNULL, stderr=open("err", "wb"))
    _, status, used = os.wait4(p.pid, 0)
    seconds, ended = used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)
    said = open("err", encoding="utf-8", errors="replace").read()
    os.unlink("err")
    written = set(os.listdir(".")) - before
    as_wanted = ended == code and used.ru_maxrss < SLOWER * 768 << 10 and seconds < SLOWER * 30 and \
        (not code and written == {"out.tensen"} or code and not written and name in said and words in said)
    print("%-20s %9d bytes  code %d  %5.1f s  %4d MB  %s%s" % (name, len(data), ended, seconds, used.ru_maxrss >> 10,
        " / ".join(said.splitlines())[8:160], "" if as_wanted else "   <- WRONG, wrote %s" % sorted(written)))
    wrong += not as_wanted
    for w in written | {name}:
        os.unlink(w)

read("size.jsonl.zst", packed(huge(), "zst"), 3, "times its size")
read("size.tar.zst", packed(huge_tar(), "zst"), 3, "times its size")
read("size.zip", zip_entry(b"a.jsonl", packed(huge(), "raw"), crc_of_huge(), len(good) + (HUGE << 20), 1), 3, "times its size")
read("count.tar.gz", packed(many_tar(), "gz"), 3, "more than 1000000 members")
read("count.tar.zst", packed(many_tar(), "zst"), 3, "more than 1000000 members")
read("count.zip", many_zip(), 3, "more than 1000000 members")
read("overlap.zip", zip_entry(b"a.jsonl", packed([good], "raw"), zlib.crc32(good), len(good), MEMBERS), 0, "")
for make, end in (zip_of, "zip"), (tar_of, "tar"):
    read("name." + end, make([("n" * 60000 + ".jsonl", good)]), 3, "a name of more than")
    read("deep." + end, nested(make, 4), 3, "archives in archives")
    read("three." + end, nested(make, 3), 0, "")
    read("paths." + end, make([("../../escaped.jsonl", good), ("/tmp/tensen-escaped.jsonl", good), ("../x/\x01.jsonl", good)]), 0, "")
for escaped in "../escaped.jsonl", "../../escaped.jsonl", "/tmp/tensen-escaped.jsonl":
    if os.path.exists(escaped):
        print("written:", escaped)
        wrong += 1
sys.exit(wrong > 0)
