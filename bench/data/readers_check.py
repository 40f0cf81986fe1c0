#!/usr/bin/python3
"""bench/data/readers_check.py - what the readers gave against a second, independent reading.

    python3 bench/data/readers_check.py build/release/bench/data/readers ../shared/data [--table]

J-PlatPat files are read again by Python's csv module, gazettes by xml.etree; every
record and every field is compared.  Then each text file is written in CP932, EUC-JP,
UTF-16LE and UTF-16BE (with and without a mark) and ISO-2022-JP and must give the same documents.
A character that an encoding lacks is replaced in the original by a geta mark (U+3013)
before both are read, so that only the readers differ.  Needs only Python's library."""
import csv, glob, io, json, os, re, subprocess, sys, tempfile, unicodedata
import xml.etree.ElementTree as ET

csv.field_size_limit(1 << 30)
if len(sys.argv) < 3:
    raise SystemExit(__doc__)
tool, data = sys.argv[1], sys.argv[2]
problems = []


def dump(paths, *options):
    out = subprocess.run([tool, "--dump", *options, *paths], capture_output=True)
    if out.returncode:
        raise SystemExit(out.stderr.decode())
    return [json.loads(line) for line in out.stdout.decode().split("\n") if line]


def check(ok, *what):
    if not ok:
        problems.append(what)
        if len(problems) <= 20:
            print("DIFFERS", *what)


def squeeze(s):
    return re.sub(r"[\s\u3000]+", "", s or "")


def fi_codes(cell):
    codes = []
    for token in cell.split(","):
        if re.match(r"[A-H][0-9]", token):
            codes.append(token)
        elif codes and token:
            codes[-1] += "," + token
    return list(dict.fromkeys(codes))


def check_jplatpat():
    total = 0
    for path in sorted(glob.glob(data + "/jplatpat/*.csv")):
        text = open(path, encoding="utf-8-sig", newline="").read()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        docs = dump([path])
        total += len(rows)
        check(len(rows) == len(docs), path, len(rows), len(docs))
        for row, d in zip(rows, docs):
            n = row["文献番号"]
            check(n == d["id"], path, n, d["id"])
            check(squeeze(row["発明の名称"].replace("<BR>", "")) == squeeze(d["title"]), n, "title")
            abstract = re.sub(r"^(\(57\))?\s*【要約】\s*(（修正有）)?", "", (row.get("要約") or "").replace("<BR>", ""))
            check(squeeze(abstract) == squeeze(d["abstract"]), n, "abstract", abstract[:60], d["abstract"][:60])
            check(fi_codes(row["FI"]) == d["fi"], n, "fi", row["FI"], d["fi"])
            check(int(row["公知日"].replace("/", "")) == d["date"], n, "date")
            names = [squeeze(x) for x in row["出願人/権利者"].split(",") if squeeze(x)]
            check(list(dict.fromkeys(names)) == list(dict.fromkeys(squeeze(x) for x in d["applicants"])), n, "applicants", names, d["applicants"])
            for column in ("出願番号", "公開番号", "公告番号", "登録番号", "その他"):
                v = row[column]
                check(not v or v == d["id"] or v in d["numbers"], n, column, v, d["numbers"])
            check(row["文献URL"] == d["url"], n, "url")
    print("J-PlatPat: %d records in 28 files compared field by field" % total)


SKIP = {"img", "tables", "maths", "chemistry", "Image", "Table", "Math", "ChemicalFormulae", "drawings", "Drawings"}


def local(e):
    return re.sub(r"\{.*\}", "", e.tag)


def inner(e, skip=SKIP):
    out = e.text or ""
    for c in e:
        if local(c) not in skip:
            out += inner(c, skip)
        out += c.tail or ""
    return out


def find_all(e, names, stop=()):
    for c in e:
        if local(c) in names:
            yield c
        elif local(c) not in stop:
            yield from find_all(c, names, stop)


AMEND = {"contents-of-amendment", "AmendmentContentsBag"}
PARTS = {"tech-problem": "problem", "TechnicalProblem": "problem", "tech-solution": "means",
         "TechnicalSolution": "means", "advantageous-effects": "effect", "AdvantageousEffects": "effect"}


def check_gazettes(table):
    docs = {os.path.basename(d["source"].rsplit(":", 1)[0]): d for d in dump(sorted(glob.glob(data + "/gazette/*.xml")))}
    head = ("file", "id", "title", "date", "ipc", "fi", "fterm", "applicants", "claims", "abstract", "problem", "means", "effect", "description")
    if table:
        print("\t".join(head))
    for path in sorted(glob.glob(data + "/gazette/*.xml")):
        name = os.path.basename(path)
        root, d = ET.parse(path).getroot(), docs.get(name)
        if not d:
            check(False, name, "not read")
            continue
        biblio = [c for c in root if "ibliographic" in local(c) and "image" not in local(c)][0]
        title = [inner(e) for e in find_all(biblio, {"invention-title", "InventionTitle"})][0]
        check(squeeze(title) == squeeze(d["title"]), name, "title")
        date = None
        for e in find_all(biblio, {"publication-reference", "PatentPublicationIdentification", "UtilityModelPublicationIdentification"},
                          {"InternationalPublishingData"}):
            date = [inner(x) for x in find_all(e, {"date", "PublicationDate"})][0]
        check(int(date.replace("-", "")) == d["date"], name, "date", date, d["date"])
        ipc, fi = [], []
        for group in find_all(biblio, {"classification-ipc", "IPCClassification"}):
            for e in find_all(group, {"main-clsf", "further-clsf", "additional-info", "unlinked-indexing-code", "MainClassification", "FurtherClassification"}):
                ipc.append(" ".join(inner(e).split()[:2]))
        for group in find_all(biblio, {"classification-national", "NationalClassification"}):
            for e in find_all(group, {"main-clsf", "further-clsf", "additional-info", "unlinked-indexing-code", "PatentClassificationText"}):
                if inner(e).strip():
                    fi.append(re.sub(r"[ ,@]", "", inner(e).strip()))
        check(list(dict.fromkeys(ipc)) == d["ipc"], name, "ipc", ipc, d["ipc"])
        check(list(dict.fromkeys(fi)) == [re.sub(r"[ ,@]", "", x) for x in d["fi"]], name, "fi", fi, d["fi"])
        fterm = [inner(e).strip() for e in find_all(biblio, {"f-term", "FtermInformation"})]
        check(list(dict.fromkeys(fterm)) == d["fterm"], name, "fterm", len(fterm), len(d["fterm"]))
        people = []
        for a in find_all(biblio, {"applicant", "Applicant"}):
            people.append(squeeze([inner(x) for x in find_all(a, {"name", "EntityName"})][0]))
        check(list(dict.fromkeys(people)) == [squeeze(x) for x in d["applicants"]], name, "applicants", people, d["applicants"])
        sets = [[], []]
        for e in find_all(root, {"claims", "Claims"}, AMEND):
            sets[0] += [squeeze("".join(inner(t) for t in find_all(c, {"claim-text", "ClaimText"}))) for c in find_all(e, {"claim", "Claim"})]
        for a in find_all(root, AMEND):
            for e in find_all(a, {"claims", "Claims"}):
                found = [squeeze("".join(inner(t) for t in find_all(c, {"claim-text", "ClaimText"}))) for c in find_all(e, {"claim", "Claim"})]
                if any(found):
                    sets[1] = found
        sets = [[c for c in s if c] for s in sets]
        check((sets[0] or sets[1]) == [squeeze(c) for c in d["claims"]], name, "claims", len(sets[0]), len(sets[1]), len(d["claims"]))
        if sets[0] and sets[1]:
            check(sets[1] == [squeeze(c) for c in d["extra"]["amended_claims"]], name, "amended claims")
        abstract = "".join(inner(e) for e in find_all(root, {"abstract", "Abstract"}, AMEND))
        abstract = re.sub(r"^\(57\)【要約】\s*(（修正有）)?", "", squeeze(abstract))
        check(abstract == squeeze(d["abstract"]), name, "abstract")
        parts = {"problem": ["", ""], "means": ["", ""], "effect": ["", ""]}
        rest = ["", ""]
        for i, where in ((0, [root]), (1, list(find_all(root, AMEND)))):
            for w in where:
                for e in find_all(w, set(PARTS), AMEND if i == 0 else ()):
                    parts[PARTS[local(e)]][i] += inner(e)
                for e in find_all(w, {"description", "Description"}, AMEND if i == 0 else ()):
                    rest[i] += inner(e, SKIP | set(PARTS))
        for p in parts:
            check(squeeze(parts[p][0] or parts[p][1]) == squeeze(d[p]), name, p)
        body = squeeze(re.sub(r"【(技術分野|背景技術|先行技術文献|図面の簡単な説明|発明を実施するための形態|実施例|産業上の利用可能性|符号の説明)】\n", "", d["description"]).split("【手続補正書】")[0])
        want = squeeze(rest[0]) or squeeze(rest[1])
        want = re.sub(r"【(技術分野|背景技術|先行技術文献|図面の簡単な説明|発明を実施するための形態|実施例|産業上の利用可能性|符号の説明)】", "", want)
        body = re.sub(r"【(技術分野|背景技術|先行技術文献|図面の簡単な説明|発明を実施するための形態|実施例|産業上の利用可能性|符号の説明)】", "", body)
        check(want == body, name, "description", len(want), len(body))
        check(d["title"] and d["date"] and d["ipc"] and d["applicants"] and d["claims"], name, "something is empty")
        if table:
            print("\t".join(map(str, (name, d["id"], len(d["title"]), d["date"], len(d["ipc"]), len(d["fi"]), len(d["fterm"]), len(d["applicants"]),
                                      len(d["claims"]), len(d["abstract"]), len(d["problem"]), len(d["means"]), len(d["effect"]), len(d["description"])))))
    print("gazettes: %d compared" % len(docs))


ENCODINGS = [("cp932", b""), ("euc_jp", b""), ("utf-16-le", b""), ("utf-16-be", b""), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("iso2022_jp", b"")]


def representable(c, encoding, known):
    if c not in known:
        try:
            c.encode(encoding)
            known[c] = c
        except UnicodeEncodeError:
            known[c] = "〓"
    return known[c]


# The same bytes of JIS X 0208 are different characters in Microsoft's and in the
# standard's tables; text/normalize folds them, so the comparison does too.
FOLD = str.maketrans({"〜": "～", "−": "－", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "—": "―", "\\": "＼", "¥": "￥", "‾": "￣", "~": "～", "¦": "￤"})


def normal(d):
    d = dict(d)
    d.pop("source")
    return json.dumps(d, ensure_ascii=False, sort_keys=True).translate(FOLD)


def check_encodings():
    files = sorted(glob.glob(data + "/jplatpat/*.csv") + glob.glob(data + "/gazette/*.xml") + glob.glob(data + "/plidb/*"))
    count = replaced = 0
    for encoding, bom in ENCODINGS:
        known = {}
        with tempfile.TemporaryDirectory() as tmp:
            a, b = [], []
            for path in files:
                text = open(path, encoding="utf-8-sig", newline="").read()
                plain = "".join(representable(c, encoding, known) for c in text)
                replaced += sum(x != y for x, y in zip(text, plain))
                for i, (where, content) in enumerate(((a, plain.encode()), (b, bom + plain.encode(encoding)))):
                    where.append("%s/%d-%s" % (tmp, i, os.path.basename(path)))
                    open(where[-1], "wb").write(content)
            da, db = dump(a), dump(b)
            check(len(da) == len(db), encoding, len(da), len(db))
            for x, y in zip(da, db):
                check(normal(x) == normal(y), encoding, x["source"], x["id"])
            count += len(da)
    print("encodings: %d documents in %d encodings, %d characters replaced by 〓 on both sides" % (count, len(ENCODINGS), replaced))


check_jplatpat()
check_gazettes("--table" in sys.argv)
check_encodings()
print("%d differences" % len(problems))
sys.exit(1 if problems else 0)
