"""loop.py - the analyst's loop as facts that hold at any width, in either language, on any index.

A fact is a function (b, c): a browser of some width, and a corpus of which nothing is known but
what its server says of it.  It presses and types as a person does, so that what a width hides,
covers or pushes out of the window fails; what no width can break is left to test_page.py."""

import json
import os
import re
import urllib.error
import urllib.request
from urllib.parse import quote

TAB, ENTER, ESCAPE, HOME = "\ue004", "\ue007", "\ue00c", "\ue011"
WORDS = {
    "ja": {"unknown": "索引にありません", "owner": "権利者", "number": "特許番号"},
    "en": {"unknown": "No document of the index", "owner": "Owner", "number": "patent number"},
}


def equal(got, expected, what):
    assert got == expected, f"{what}: {got!r}, expected {expected!r}"


class Corpus:
    """What the facts ask about: two patents with text that have something to show, a text, a word of it."""

    def __init__(self, base):
        self.base = base
        self.info = self.ask("info")
        self.fields = self.ask("fields")["fields"]
        first = self.ask("show", id=self.info["examples"][0]["id"])
        near = self.ask("search", id=first["id"], k=40)["hits"]
        self.patents = []
        for x in [x["id"] for x in self.info["examples"]] + [x["id"] for x in near]:
            if len(self.ask("ideas", id=x)["unread"]) >= 3 and self.text_of(x):
                self.patents.append(x)
            if len(self.patents) == 2:
                break
        self.patent, self.other = self.patents
        self.title = self.ask("show", id=self.patent)["title"] or self.patent
        self.text = self.text_of(self.patent)[:200]

    def text_of(self, number):
        """What a document says first beyond its title; "" of a title alone."""
        return next((x["text"] for x in self.ask("show", id=number)["sections"] if x["section"] != "title"), "")

    def ask(self, operation, **parameters):
        body = json.dumps(parameters).encode() if "text" in parameters else None
        address = f"{self.base}api/v1/{operation}" + ("" if body else "?" + "&".join(f"{k}={quote(str(v))}" for k, v in parameters.items()))
        with urllib.request.urlopen(urllib.request.Request(address, body, {"Content-Type": "application/json"})) as answer:
            return json.load(answer)

    def has(self, number):
        try:
            return bool(self.ask("show", id=number)["id"])
        except urllib.error.HTTPError:
            return False


def see(b, c, query, ready):
    query, _, text = query.partition("#")
    b.open_anew(f"{c.base}{query}&lang={b.language}{'#' + text if text else ''}")
    b.wait(ready)


def forget(b, c):
    b.open(c.base + "icon.svg")  # of the same origin; it asks nothing
    b.script("localStorage.clear(); sessionStorage.clear()")


def unfold(b, selector):
    """Open a fold as a person does, unless it is open."""
    if not b.count(f"{selector}[open]"):
        b.click(f"{selector} > summary")
    b.wait(f"{selector}[open]")


def fits(b):
    """Nothing is wider than the window, and every control can be reached within it."""
    width, wide = b.script("return [innerWidth, document.documentElement.scrollWidth]")
    assert wide <= width, f"{wide} px wide in a window of {width}"
    out = b.script("""return [...document.querySelectorAll('main button, main a, main input, main select, main summary')]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.scroll, svg') && !e.matches('.visually-hidden'))
        .map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.left < -1 || r.right > innerWidth + 1)).map(([e]) => e.outerHTML.slice(0, 80))""")
    equal(out, [], "controls outside the window")


# ---- 1 numbers, 2 open or not, 3 evidence once ----

def numbers_are_read(b, c):
    forget(b, c)
    see(b, c, "?", ".examples a")
    b.type("#query", f"{c.patent}、{c.other} DEMO-99-999")
    b.wait(".numbers-read li:nth-child(3)")
    assert c.title[:8] in b.text(".numbers-read") and WORDS[b.language]["unknown"] in b.text(".numbers-read"), b.text("#reading")
    equal(b.count("#reading a.button"), 2, "a list, or together")
    fits(b)
    b.click("#reading a.quiet")
    b.wait("#first")
    equal(b.script("return document.querySelector('#second').value"), f"{c.other},DEMO-99-999", "the numbers to combine")


def what_is_open_is_told(b, c):
    see(b, c, "?", ".examples a")
    ids = b.script("return [...document.querySelectorAll('.examples a')].map((a) => new URL(a.href).searchParams.get('id'))")
    assert ids and all(map(c.has, ids)), f"examples of the index at hand: {ids}"
    fits(b)
    see(b, c, f"?view=match#text={quote(c.text)}", ".offer")
    if c.info["open"] == 0:
        assert b.count("#no-open") == 1 and b.count(".tag.open") == 0 and b.count("input[name=open], input[name=closed]") == 0, "the zero is explained"
    else:
        equal(b.count(".offer .tag.open"), b.count(".offer"), "offers that are open")
        b.click("input[name=closed]")
        b.wait(lambda x: "closed=1" in x.url() and x.count(".offers-place.waiting") == 0)
        assert b.count(".tag.open") < b.count(".offer"), "documents that are not open are not called so"
    fits(b)


def a_document_is_told_once(b, c):
    see(b, c, f"?view=ideas&id={quote(c.patent)}", ".unread .line")
    ids = b.script("return [...document.querySelectorAll('.card.idea')].map((e) => e.dataset.lead).concat([...document.querySelectorAll('.unread .line')].map((e) => e.dataset.id))")
    equal(len(ids), len(set(ids)), f"documents of an answer: {ids}")
    fits(b)
    if not b.count(".card.idea"):
        return
    b.click('.card a[href^="sheet.html"]')
    b.wait(".sheet")
    state = c.ask("show", id=c.patent)["status"]
    if state != "alive":
        assert WORDS[b.language]["owner"] not in b.text(".sheet .end"), "who applied is no owner"
    assert b.script("return document.documentElement.scrollWidth <= innerWidth"), "the sheet is wider than the window"


def the_first_pair_is_seen(b, c):
    """Of what somebody has read or of what nobody has: at a desk without scrolling, on a phone within one move of the thumb."""
    for query in (f"?view=ideas&id={quote(c.patent)}", f"?view=ideas#text={quote(c.text)}"):
        for dark in (False, True):
            b.colours(dark)
            see(b, c, query, ".card.idea, .unread .line")
            below, width, ink = b.script("return [document.querySelector('.card.idea, .unread .line').getBoundingClientRect().bottom, innerWidth, getComputedStyle(document.body).backgroundColor]")
            assert below <= (900 if width >= 1000 else 1800), f"{query} at {width} px: the first ends at {below}"
            equal(int(re.findall(r"\d+", ink)[0]) < 100, dark, f"dark: {ink}")
            fits(b)
    b.colours(False)


# ---- 5 reading beside the list, and coming back ----

def a_document_is_read_beside(b, c):
    """Of ideas, hits and offers; it covers nothing where there is room, Back and Escape close it, nothing is lost."""
    for query, ready, link in ((f"?view=ideas&id={quote(c.patent)}", ".unread .line", ".unread .evidence-title"),
                               (f"?view=search&id={quote(c.patent)}", ".hit", ".hit .evidence-title"),
                               (f"?view=match&closed=1#text={quote(c.text)}", ".offer", ".offer .evidence-title")):
        see(b, c, query, ready)
        third = f"[...document.querySelectorAll('{link}')][2]"
        b.script(f"{third}.scrollIntoView({{ block: 'center' }})")
        address, y = b.url(), b.script("return scrollY")
        b.script(f"{third}.focus({{ preventScroll: true }})")
        b.press(ENTER)
        b.wait("#beside .section")
        assert b.script("return document.activeElement.closest('#beside') !== null"), "focus is there"
        if b.script(f"return {third}.closest('.card, .hit, .line').querySelector('mark') !== null"):
            assert b.count("#beside mark") > 0, f"the matched words are marked, {query}"
        box = b.script("const r = document.querySelector('#beside').getBoundingClientRect(); return [r.left, r.right, innerWidth]")
        assert box[0] >= 0 and box[1] <= box[2], f"the panel lies outside: {box}"
        if box[2] >= 1000:
            assert b.script("return document.querySelector('#main').getBoundingClientRect().right") <= box[0] + 1, "the list is covered"
        if query.startswith("?view=ideas"):
            b.press(ESCAPE)
        else:
            b.back()
        b.wait(lambda x: x.script("return document.querySelector('#beside').hidden"))
        equal((b.url(), b.script("return scrollY"), b.script(f"return document.activeElement === {third}")), (address, y, True), f"the place in {query}")


def every_number_leads_to_the_original(b, c):
    """In ideas, triage, hits, and beside the list: to the address of the record or of J-PlatPat, else Espacenet."""
    if c.patent.startswith("DEMO"):
        return  # invented
    for query, ready, number in ((f"?view=ideas&id={quote(c.patent)}", ".unread .line", "h1 a.number, .unread a.number"),
                                 (f"?view=triage&id={quote(c.patent)}", ".lines .line", ".lines a.number"),
                                 (f"?view=search&id={quote(c.patent)}", ".hit", ".hit p > a.number")):
        see(b, c, query, ready)
        links = b.script(f"return [...document.querySelectorAll('{number}')].map(e => [e.textContent, e.href])")
        assert links, f"numbers of {query}"
        for name, to in links:
            assert re.search(r"j-platpat\.inpit\.go\.jp/c18(01/PU/JP-[^/]+|00/PU/JP-[^/]+/[0-9A-F]{64})/\d\d/ja$", to) or "espacenet.com/patent/search" in to, f"{name}: {to}"


def back_returns_to_the_list(b, c):
    see(b, c, f"?view=search&id={quote(c.patent)}", ".hit")
    b.script("document.querySelectorAll('.hit')[9].scrollIntoView()")
    y = b.script("return Math.round(scrollY)")
    b.script("document.querySelector('nav a[href*=shortlist]').click()")
    b.wait(".empty, .kept-list")
    b.back()
    b.wait(".hit")
    b.wait(lambda x: abs(x.script("return scrollY") - y) < 3)


def a_text_is_edited(b, c):
    see(b, c, f"?view=ideas#text={quote(c.text)}", ".asked .row a")
    b.click(".asked .row a")
    b.wait("#query")
    equal(b.script("return document.querySelector('#query').value.trim()"), c.text.strip(), "the text")


def hits_are_sorted_and_filtered(b, c):
    see(b, c, f"?view=search&id={quote(c.patent)}", ".hit")
    assert b.text(".hit .rank") == "1" and b.count(".hit .keep") == b.count(".hit") == 20, "rank, and a button to keep"
    assert b.count(".hit .snippet mark") > 0 or not b.count(".hit .snippet"), "marked words"
    fits(b)
    b.script("document.querySelector('select[name=sort]').focus()")
    b.script("const s = document.querySelector('select[name=sort]'); s.value = 'date'; s.dispatchEvent(new Event('change', { bubbles: true }))")
    b.wait(lambda x: "sort=date" in x.url() and x.count(".hits-place.waiting") == 0)
    years = b.script("return [...document.querySelectorAll('.hit .state')].map(e => (e.textContent.match(/(19|20)\\d\\d/) ?? ['0'])[0])")
    equal(years, sorted(years, reverse=True), "newest first")
    unfold(b, ".filters:has(.filter-row)")
    told = b.script("return [...document.querySelectorAll('select[name=field] option:not([value=\"\"]), select[name=own] option:not([value=\"\"])')].map((e) => e.textContent)")
    assert told and set(told) <= {x["short"] for x in c.ask("fields", lang=b.language)["fields"]}, "a field has one name"
    scores = "return Object.fromEntries([...document.querySelectorAll('.hit')].map((e) => [new URL(e.querySelector('.evidence-title').href).searchParams.get('id'), e.querySelector('.offer-meta > :last-child').textContent]))"
    before = b.script(scores)
    prefix = b.script("return document.querySelector('.hit .offer-meta .number').textContent.slice(0, 4)")
    b.type("input[name=class]", prefix)
    b.wait(lambda x: f"class={prefix}" in x.url() and x.count(".hits-place.waiting") == 0 and x.count(".hit, .problem"))
    classes = b.script("return [...document.querySelectorAll('.hit .offer-meta .number')].map(e => e.textContent)")
    now = b.script(scores)
    equal({x: now[x] for x in now if x in before}, {x: before[x] for x in now if x in before}, "the score of a pair, with a filter and without")
    assert classes, f"hits of {prefix}"
    name = next((x["name"] for f in c.ask("fields", lang=b.language)["fields"] for x in f["mostly"] if x["subclass"] == prefix), None)
    b.wait(lambda x: x.text(".class-meant").startswith(prefix) and (not name or name in x.text(".class-meant")))
    named = "return [...document.querySelectorAll('.hit .class-name')].map(e => [e.previousElementSibling.textContent, e.textContent])"
    b.wait(lambda x: all(y for _, y in x.script(named)))
    assert all(y == name for x, y in b.script(named) if name and x.startswith(prefix)), "each symbol with its name"
    fits(b)


# ---- 6 what was understood ----

def what_was_understood_is_changed(b, c):
    """In ideas, hits and offers alike: a word is dropped, another made a must, a field added; one press brings all back."""
    fields = {}
    for view, place in (("ideas", ".answer"), ("search", ".hits-place"), ("match", ".offers-place")):
        settled = lambda x, place=place: x.count(f"{place}.waiting") == 0 and x.count(".loading") == 0 and x.count(".understood-bar") == 1
        see(b, c, f"?view={view}{'&closed=1' if view == 'match' else ''}#text={quote(c.text)}", ".understood-bar")
        unfold(b, ".understood-bar")
        b.wait(".correct[data-word]")
        read = b.script("return [...document.querySelectorAll('.correct[data-word]')].map((e) => e.dataset.word)")
        guessed = b.count(".own-field")
        fields[view] = b.script("return [...document.querySelectorAll('.own-field')].map((e) => e.firstChild.textContent)")
        equal(fields[view], fields["ideas"], f"own fields, {view}")
        assert len(read) > 2, (view, read)
        fits(b)
        b.click(".correct[data-word] button:last-child")
        b.wait(".correct.dropped")
        b.wait(settled)
        equal(b.script("return [...document.querySelectorAll('.correct.dropped')].map((e) => e.dataset.word)"), read[:1], f"the word that is not asked by, {view}")
        b.click(".correct[data-word]:not(.dropped) .must")
        b.wait(lambda x: "must=" in x.url() and settled(x))
        b.click(".correct[data-word] .must[aria-pressed=true]")
        b.wait(lambda x: "must=" not in x.url() and settled(x))
        own = b.count(".own-field")
        b.script("const s = document.querySelector('select[name=own]'); s.value = s.options[1].value; s.dispatchEvent(new Event('change', { bubbles: true }))")
        b.wait(lambda x: "own=" in x.url() and settled(x) and x.count(".own-field") == own + 1)
        b.type("[name=add-word]", read[1] + ENTER)
        b.wait(lambda x: x.count(".correct.added") == 1 and settled(x))
        fits(b)
        b.click("[name=as-read]")
        b.wait(lambda x: "own=" not in x.url() and settled(x) and x.count(".correct.dropped, .correct.added") == 0)
        equal((b.count(".own-field"), b.script("return [...document.querySelectorAll('.correct[data-word]')].map((e) => e.dataset.word)")), (guessed, read), f"as it was read, {view}")


def patents_together_say_what_was_understood(b, c):
    see(b, c, f"?view=combine&id={quote(c.patent)}&with={quote(c.other)}", ".understood-bar")
    unfold(b, ".understood-bar")
    b.wait(".correct[data-word]")
    equal(b.count(".corrections dt .number"), 2, "patents whose words are told")
    b.click(".correct[data-word] .must")
    b.wait(lambda x: "must=" in x.url() and x.count(".pair-place.waiting") == 0)
    b.wait(".understood-bar .must[aria-pressed=true]")
    fits(b)


# ---- 7 what is graded and kept, and many patents ----

def candidates_are_graded_one_after_another(b, c):
    """After each grade the rest is ranked anew and stays a list of named documents; a reason is written where one grades."""
    forget(b, c)
    see(b, c, f"?view=triage&id={quote(c.patent)}", ".lines .line")
    b.script("document.querySelector('.lines .line').focus()")
    names = "return [...document.querySelectorAll(arguments[0])].map((e) => [e.dataset.id ?? '', e.querySelector('.line-title').textContent.trim()])"
    for n, key in enumerate("10210", 1):
        b.press(key)
        b.wait(lambda x, n=n: x.count(".lines.graded .line") == n)
        b.wait(lambda x, n=n: x.script("return performance.getEntriesByName('answer:candidates').length") > n)
        lines = b.wait(lambda x: x.script(names, ".lines:not(.graded) .line"))
        assert len(lines) >= 5 and all(x and x != "undefined" and name for x, name in lines), f"lines after {n} grades: {lines}"
    graded = b.script(names, ".lines.graded .line")
    assert len({x for x, _ in graded}) == 5 and all(name for _, name in graded), graded
    b.type(".lines.graded .line:last-child .reason input", "合わない")
    b.wait(lambda x: "合わない" in (x.script("return localStorage['tensen.judged']") or ""))
    fits(b)
    b.click("#to-ideas")
    b.wait(".card.idea")
    b.script("document.querySelector('.unread .grade.g0').click()")
    b.wait("#toast button:last-child")
    b.click("#toast button:last-child")
    b.wait(lambda x: x.script("return document.activeElement.closest('.reason') !== null"))
    forget(b, c)


def what_is_kept_goes_out_and_comes_in(b, c):
    forget(b, c)
    see(b, c, f"?view=ideas&id={quote(c.patent)}", ".unread .line")
    if not b.count(".card.idea"):  # nobody has read: then one grades
        b.click(".unread .grade.g3")
        b.wait(".card.idea")
    b.click(".card .keep")
    see(b, c, f"?view=search&id={quote(c.patent)}", ".hit")
    b.script("window.kept = [...document.querySelectorAll('.hit .keep[aria-pressed=false]')][0]; kept.scrollIntoView({ block: 'center' }); kept.click()")
    see(b, c, "?view=shortlist", ".kept")
    equal(b.count(".kept"), 2, "entries")
    fits(b)
    b.click("#export-csv")
    table = b.downloaded(".csv")
    equal(len(table.decode("utf-8-sig").splitlines()), 3, "rows for Excel")
    forget(b, c)
    see(b, c, "?view=shortlist", ".empty")
    path = os.path.join(b.folder, "kept.csv")
    with open(path, "wb") as f:
        f.write(table)
    b.type("#judged-file", path)
    b.wait(".kept:nth-child(2)")
    forget(b, c)


def many_patents_become_a_table(b, c):
    """By grade, sorted by any column, exported; what has no idea says so, and stays last."""
    see(b, c, "?view=portfolio", "#numbers")
    path = os.path.join(b.folder, "numbers.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"{c.other}\nDEMO-99-999\n{c.patent}\n")
    b.type("#numbers-file", path)
    b.wait(lambda x: x.count(".portfolio tbody tr") == 3 and x.count("#portfolio-csv") == 1)
    numbers = "return [...document.querySelectorAll('.portfolio tbody th a:not(.number)')].map(e => new URL(e.href).searchParams.get('id'))"
    fits(b)
    b.click("[name=sort-patent]")
    once = b.script(numbers)
    b.click("[name=sort-patent]")
    if b.count(".portfolio td.none") != 1:  # what has no idea stays behind what has one
        once = once[::-1]
    equal(b.script(numbers), once, "the other way round")
    equal(b.script("return document.activeElement.name"), "sort-patent", "focus")
    assert WORDS[b.language]["unknown"] in b.text(".portfolio tbody tr:last-child"), "what is not there stays last"
    b.click("#portfolio-csv")
    rows = b.downloaded(".csv").decode("utf-8-sig").splitlines()
    equal([r.partition(",")[0] for r in rows[1:3]], once, "rows as they stand on the screen")


# ---- 8 what was found, and what there is ----

def charts_say_what_was_found_and_what_there_is(b, c):
    see(b, c, f"?view=search&id={quote(c.patent)}", ".hit")
    unfold(b, ".figures")
    b.wait(".figure-row .bar-row")
    assert b.count(".figure-row .figure") >= 2, "years, fields, and applicants where they are known"
    fits(b)
    see(b, c, "?", ".coverage-place summary")
    unfold(b, ".coverage")
    b.wait(".coverage .bar-row")
    shown = b.script("return [...document.querySelectorAll('.coverage .bar-row')].map((e) => [e.querySelector('dt').firstChild.textContent, e.querySelector('.mostly')?.textContent ?? '', Number(e.querySelector('.value').textContent.replaceAll(',', ''))])")
    known = {x["short"]: x for x in c.ask("fields", lang=b.language)["fields"]}
    equal(len(shown), 35, "fields")
    equal([n for _, _, n in shown], sorted((x["documents"] for x in known.values()), reverse=True), "documents of each, most first")
    for name, mostly, _ in shown:
        names = [x["name"] or x["subclass"] for x in known[name]["mostly"]]
        assert all(x in mostly for x in names) and bool(names) == (known[name]["documents"] > 0), f"of what {name} mostly is: {mostly}"
    narrow = b.script("return [...document.querySelectorAll('.coverage .mostly')].filter((e) => e.textContent && e.getBoundingClientRect().width < 60).length")
    equal(narrow, 0, "names squeezed to a letter a line")
    fits(b)


# ---- 9 by the keyboard alone ----

def the_keyboard_walks_the_loop(b, c):
    """From the box to an idea, its document, the shortlist: Tab, Enter and Escape alone, and what has the focus is seen."""
    forget(b, c)
    see(b, c, "?", ".examples a")
    b.script("document.querySelector('#query').focus()")
    b.type("#query", c.patent)
    b.wait(lambda x: c.title[:8] in x.text("#reading"))
    b.press(ENTER)
    b.wait(".unread .line")
    if not b.count(".card.idea"):
        b.click(".unread .grade.g3")
        b.wait(".card.idea")
    b.script("document.querySelector('.card .evidence-title').focus()")
    at = []
    for _ in range(30):
        b.press(TAB)
        at.append(b.script("""const e = document.activeElement, r = e.getBoundingClientRect(), x = Math.min(innerWidth - 2, Math.max(1, r.left + Math.min(r.width / 2, 40))), y = r.top + r.height / 2;
            const top = document.elementFromPoint(x, y); return [e.className || e.tagName, r.width > 0 && y > 0 && y < innerHeight && !!top && (e.contains(top) || top.contains(e) || !!top.closest('label')?.contains(e))]"""))
        if "keep" in at[-1][0].split():
            break
    equal([x for x in at if not x[1]], [], "what has the focus, unseen")
    assert "keep" in at[-1][0], at
    b.press(ENTER)
    equal(b.script("return document.activeElement.getAttribute('aria-pressed')"), "true", "kept")
    equal(b.text("nav .count"), "1", "count in the header")
    high = b.script("return document.querySelector('.top').offsetHeight")
    assert b.script("return innerWidth") < 721 or high < 80, f"the header is {high} px high"
    forget(b, c)


def what_is_said_aloud(b, c):
    """A screen reader is told what came, and every control has a name."""
    for query, ready in ((f"?view=ideas&id={quote(c.patent)}", ".unread .line"), (f"?view=triage&id={quote(c.patent)}", ".lines .line"), (f"?view=search&id={quote(c.patent)}", ".hit")):
        see(b, c, query, ready)
        assert b.script("return document.getElementById('announce').textContent.length") > 5, f"{query} says nothing"
        unnamed = b.script("""return [...document.querySelectorAll('main button, main a, main summary, main input:not([aria-hidden]), main select')].filter((e) => e.checkVisibility())
            .filter((e) => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.[0]?.textContent.trim() || e.title)).map((e) => e.outerHTML.slice(0, 90))""")
        equal(unnamed, [], f"controls without a name, {query}")


FACTS = (numbers_are_read, what_is_open_is_told, the_first_pair_is_seen, a_document_is_told_once, a_document_is_read_beside, every_number_leads_to_the_original, back_returns_to_the_list, a_text_is_edited,
         hits_are_sorted_and_filtered, what_was_understood_is_changed, patents_together_say_what_was_understood, candidates_are_graded_one_after_another, what_is_kept_goes_out_and_comes_in,
         many_patents_become_a_table, charts_say_what_was_found_and_what_there_is, the_keyboard_walks_the_loop, what_is_said_aloud)
