#!/usr/bin/env python3
"""test_page.py - what people do with the page of `tensen serve`, in a real browser.

Each function named after a fact is a test.  tests/run.sh counts them by the closing lines;
by hand:  BUILD=build/release python3 tests/browser/test_page.py [part of a name]
Without Chromium or axe-core (make deps-browser brings both) they are skipped.  TENSEN_REAL names
an index of one's own (several with : between): the facts of loop.py then hold for it, too, and axe
looks at it; TENSEN_PICTURES names a folder for pictures of the walk."""

import base64
import contextlib
import functools
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
import zipfile
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import loop
from webdriver import Browser, BrowserError, missing

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build/release"))
TENSEN = os.environ.get("TENSEN", os.path.join(BUILD, "tensen"))
AXE = os.path.join(ROOT, "build", "browser", "axe.min.js")
NEED = "粉が湿気で固まり、ホッパーの出口で詰まる"
OPEN_PATENT = "DEMO-35-012"  # a planted analogy of data/README.md
PATENT_READ = "DEMO-09-008"  # of tests/assist/recorded.json
PARTNER = "DEMO-27-011"      # in other fields than that
GRADES = os.path.join(ROOT, "tests", "browser", "grades.jsonl")
LIMIT = 200 * 1024           # bytes transferred until the first useful paint
ENTER, TAB, RIGHT, DOWN, HOME, UP, ESCAPE = "\ue007", "\ue004", "\ue014", "\ue015", "\ue011", "\ue013", "\ue00c"

VIEWS = {
    "start": "?",
    "ideas": f"?view=ideas&id={OPEN_PATENT}",
    "unread": "?view=ideas&id=DEMO-17-002",
    "triage": f"?view=triage&id={OPEN_PATENT}",
    "text": f"?view=ideas#text={quote(NEED)}",
    "match": f"?view=match#text={quote(NEED)}",
    "search": f"?view=search&id={OPEN_PATENT}",
    "groups": f"?view=search&id={OPEN_PATENT}&per=ipc4",
    "nothing": "?view=match#text=qwrtzpx",
    "combine": f"?view=combine&id={OPEN_PATENT}&with={PARTNER}",
    "document": f"?view=document&id={OPEN_PATENT}",
    "shortlist": "?view=shortlist",
    "portfolio": f"?view=portfolio#list={OPEN_PATENT}&list=DEMO-01-006",
    "unknown": "?view=ideas&id=DEMO-99-999",
}
EVERYDAY = ("雨や雪で濡れたブーツや長靴の内側は、なかなか乾かず、いやな臭いや雑菌の原因になる。本発明は、家庭にあるヘアドライヤーの吹き出し口に取り付ける細長い筒であって、筒の側面に多数の小孔を設け、つま先まで差し込んで温風を靴の内部にまんべんなく送り、短時間で乾かすことができる乾燥用アタッチメントである。筒の先端は柔らかいゴムで覆われ、靴の内側を傷めない。",
            "洗濯物を室内で干すとき、物干し竿が床に置かれると邪魔になり、使わないときの置き場所に困る。本発明は、壁と壁の間に張った紐を巻き取り器に収め、使うときだけ引き出して掛け金に留める物干し具である。紐の途中に球を並べて、ハンガーが片寄らず、風量が小さくても洗濯物の間に空気が通って早く乾く。使い終えたら紐が自動で巻き取られて、壁に邪魔なものが残らない。")

READY = {
    "start": ".examples a", "ideas": ".card .statement", "unread": ".unread .line", "triage": ".lines .line", "text": ".unread .line",
    "match": ".offer", "search": ".hit", "groups": ".hit-group",
    "nothing": ".problem .chip", "combine": ".unread .line", "document": ".term-table tr", "shortlist": ".kept-list, .empty", "portfolio": "#portfolio-csv", "unknown": ".problem",
}


@contextlib.contextmanager
def serving(index, *options):
    """A server on a free port; its address."""
    server = subprocess.Popen([TENSEN, "serve", index, "-p", "0", "--lang", "en", *options], stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            found = re.search(r"tensen: serving .* at (http://\S+)", line)
            if found:
                yield found.group(1).rstrip("/") + "/", server
                return
        raise BrowserError("tensen serve did not start")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        server.stderr.close()


def demo_index(folder):
    """The index that run.sh has made, or our own; beside it what somebody has read (grades.jsonl)."""
    index, made = os.path.join(folder, "demo.tensen"), os.environ.get("DEMO", "")
    if os.path.exists(made):
        shutil.copy(made, index)
    else:
        data = os.path.join(ROOT, "data", "demo")
        files = sorted(os.path.join(data, f) for f in os.listdir(data) if f.endswith(".jsonl"))
        subprocess.run([TENSEN, "index", "-q", "-o", index, *files], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([TENSEN, "readings", index, "--import", GRADES, "--by", "anna"], check=True, stdout=subprocess.DEVNULL)
    return index


def see(b, base, view, lang="ja"):
    """A view, as if for the first time, when there is something to see of it."""
    query, _, text = VIEWS[view].partition("#")
    b.open_anew(f"{base}{query}&lang={lang}{'#' + text if text else ''}")
    b.wait(READY[view])


def forget(b, base):
    b.open(base + "icon.svg")  # of the same origin; it asks nothing
    b.script("localStorage.clear(); sessionStorage.clear()")


def equal(got, expected, what):
    assert got == expected, f"{what}: {got!r}, expected {expected!r}"


# ---- the three tasks ----

def find_ideas_and_print_a_sheet(b, base, words):
    forget(b, base)
    b.open(base)
    b.wait(".examples a")
    equal(b.script("return document.documentElement.lang"), words["lang"], "language by Accept-Language")
    b.type("#query", OPEN_PATENT)
    b.wait(lambda x: "塔状構造物" in x.text("#reading"))
    b.type("#query", ENTER)
    b.wait(".card .statement")
    shelves = b.script("return [...document.querySelectorAll('.card header .tag')].map((e) => e.textContent)")
    equal(sorted(set(shelves)), sorted([words["new"], words["precedent"]]), "shelves")
    equal(b.count(".card .text-side blockquote"), 2 * b.count(".card.idea"), "both quotations of each idea")
    equal(b.count(".card .objection"), b.count(".card.idea"), "objections")
    assert words["who"] in b.text(".card .judged-by") and re.search(r"\d{4}-\d\d-\d\d", b.text(".card .judged-by")), "who read it, and when"
    assert words["ask"] in b.text(".card .of-document"), "whom to ask"
    assert "塔状構造物" in b.text("h1")
    assert b.count(".card mark") > 0, "quotations have marked terms"
    use = b.text(".card h3")
    b.click('.card a[href^="sheet.html"]')
    b.wait(".sheet")
    equal(b.count(".sheet"), 1, "sheets")
    assert use in b.text(".sheet"), f"the sheet is of {use}"
    assert words["sheet"] in b.text(".sheet"), words["sheet"]
    assert f"{base}?view=ideas&id={OPEN_PATENT}" in b.text(".sheet .made"), "the page's own address asks again"
    pdf = b.pdf()
    equal(len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)), 1, "pages of the printed sheet")
    b.click(".sheet-bar a")
    b.wait(".card .statement")


def ideas_for_an_open_patent_are_found_and_its_sheet_printed_in_japanese(ja, en, base):
    find_ideas_and_print_a_sheet(ja, base, {"lang": "ja", "sheet": "用途仮説シート", "new": "新しい用途", "precedent": "先例のある用途", "who": "人による評価", "ask": "相談先"})


def ideas_for_an_open_patent_are_found_and_its_sheet_printed_in_english(ja, en, base):
    find_ideas_and_print_a_sheet(en, base, {"lang": "en", "sheet": "Use hypothesis", "new": "New use", "precedent": "Use with a precedent", "who": "graded by a person", "ask": "Whom to ask"})


def paste_a_need(b, base, words):
    forget(b, base)
    b.open(base)
    b.wait(".examples a")
    b.click(f'nav a[href*="match"]')
    b.wait("#query")
    b.type("#query", NEED)
    b.wait(".meter")
    assert "湿気" in b.text("#reading"), "the terms that were read are shown"
    b.click(".box button.primary")
    b.wait(".offer")
    equal(b.count(".offer .tag.open"), b.count(".offer"), "offers that are open for licence")
    assert b.count(".offer .license p") == b.count(".offer") and words["terms"] in b.text(".offer .license")
    assert "DEMO-12-007" in b.text(".offers"), "the vending machine that keeps powder dry is among them"


def what_was_written_is_not_printed_in_the_footer_of_a_sheet(ja, en, base):
    """A text may be unpublished."""
    see(ja, base, "text")
    ja.click(".unread .line .grade.g3")
    ja.wait('.card.idea a[href^="sheet.html"]')
    ja.click('.card.idea a[href^="sheet.html"]')
    ja.wait(".sheet .made")
    assert "湿気" not in ja.text(".sheet .made") and "?" not in ja.text(".sheet .made"), ja.text(".sheet .made")
    forget(ja, base)


def a_sheet_links_to_the_original_by_the_name_of_its_site(ja, en, base):
    with tempfile.TemporaryDirectory() as folder:
        index, record, read = demo_index(folder), os.path.join(folder, "one.jsonl"), os.path.join(folder, "read.jsonl")
        url = "https://www.j-platpat.inpit.go.jp/c1800/PU/JP-2010-035913/" + 64 * "A" + "/11/ja"
        with open(record, "w", encoding="utf-8") as f:
            f.write(json.dumps({"id": "DEMO-01-999", "title": "粉の計量器", "abstract": "【課題】粉が湿気で固まる。", "url": url, "ipc": ["G01F 11/00"]}, ensure_ascii=False))
        with open(read, "w", encoding="utf-8") as f:
            f.write(json.dumps({"query": "DEMO-17-002", "document": "DEMO-01-999", "grade": 3}))
        subprocess.run([TENSEN, "update", "-q", index, record], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([TENSEN, "readings", index, "--import", read, "--by", "anna"], check=True, stdout=subprocess.DEVNULL)
        with serving(index) as (other, _):
            ja.open(f"{other}sheet.html?rank=1&id=DEMO-17-002&lang=ja")
            ja.wait(".sheet .end.to a")
            equal(ja.script("const a = document.querySelector('.sheet .end.to a'); return [a.textContent, a.href]"), ["J-PlatPat", url], "the original")


def open_patents_are_found_for_a_pasted_need_in_japanese(ja, en, base):
    paste_a_need(ja, base, {"terms": "許諾の条件"})


def open_patents_are_found_for_a_pasted_need_in_english(ja, en, base):
    paste_a_need(en, base, {"terms": "Licence"})


def a_need_of_which_no_document_has_two_words_is_said_to_have_no_answer(ja, en, base):
    for b in (ja, en):
        for need, alone in (("ピアノの調律と養蜂と選挙と香り", True), ("粉が湿気で固まって、容器の口で詰まる", False)):
            b.open(f"{base}?view=match&lang={b.language}&closed=1#text={quote(need)}")
            b.wait(".offer")
            equal(b.count("#nothing-here") == 1, alone, need)
            assert b.count(".offer .met") == b.count(".offer"), "words met of each"
            weak = b.script("return [...document.querySelectorAll('.offer')].map((e) => { const n = e.querySelector('.met').textContent.match(/\\d+/g).map(Number).sort((x, y) => x - y); return [e.classList.contains('weak'), n[0] < 2 || 3 * n[0] <= n[1]]; })")
            assert all(x == y for x, y in weak), f"what has one word of several is not drawn as sure: {weak}"


def divide_similar(b, base, words):
    """One list, then by field and by subclass; the keyboard alone presses for more."""
    see(b, base, "search", b.language)
    hits = b.count(".hit")
    equal(hits, 20, "hits of one list at first")
    b.click("button[name=more]")
    b.wait(lambda x: x.count(".hit") == 2 * hits)
    b.script("document.querySelector('select[name=per]').focus()")
    b.press(DOWN)
    b.wait(".hit-group")
    assert "per=wipo35" in b.url(), b.url()
    equal(b.script("return document.activeElement.name"), "per", "focus")
    groups, first = b.count(".hit-group"), b.text(".hit-group h3")
    equal(groups, 10, "fields at first")
    assert all(1 <= n <= 3 for n in b.script("return [...document.querySelectorAll('.hit-group')].map(g => g.querySelectorAll('.hit').length)"))
    assert words["more"] in b.text("button[name=more]"), b.text("button[name=more]")
    b.script("document.querySelector('button[name=more]').focus()")
    b.press(ENTER)
    b.wait(lambda x: x.count(".hit-group") == 2 * groups)
    equal(b.script("return document.activeElement === document.querySelectorAll('.hit-group h3')[10]"), True, "the first new field has the focus")
    equal(b.text(".hit-group h3"), first, "the best field")
    b.script("document.querySelector('input[name=far]').click()")
    b.wait(lambda x: "far=1" in x.url() and x.count(".hits-place.waiting") == 0)
    own = b.script("return [...document.querySelectorAll('.hit-group h3 .number')].map(e => e.textContent)")
    assert own and not {"31", "35"} & set(own), own
    b.click(".menu summary")
    b.click(".menu li button")
    table = b.downloaded(".csv").decode("utf-8-sig")
    equal(len(table.splitlines()), 1 + b.count(".hit"), "rows of the CSV")
    seen, link = b.text(".hits-place"), b.url()
    b.open_anew(link)
    b.wait(".hit-group")
    equal(b.text(".hits-place"), seen, "what the link shows")
    b.back()


def similar_documents_are_divided_by_field_in_japanese(ja, en, base):
    divide_similar(ja, base, {"more": "さらに 10 分野を表示"})


def similar_documents_are_divided_by_field_in_english(ja, en, base):
    divide_similar(en, base, {"more": "Show 10 more fields"})


def combine_two(b, base, words):
    """With the keyboard alone, from the frame to the sheet."""
    forget(b, base)
    b.open(base)
    b.wait(".examples a")
    b.script("document.querySelector('nav a[href*=combine]').focus()")
    b.press(ENTER)
    b.wait("#first")
    b.script("document.querySelector('#first').focus()")
    for key in OPEN_PATENT:
        b.press(key)
    b.wait(lambda x: "塔状構造物" in x.text("#first-reading"))
    b.press(ENTER)
    equal(b.text("#combine-problem"), words["empty"], "one number alone")
    equal(b.script("return document.activeElement.id"), "second", "where the other number goes")
    for key in OPEN_PATENT:
        b.press(key)
    b.press(ENTER)
    equal(b.text("#combine-problem"), words["same"], "the same number twice")
    b.clear("#second")
    b.type("#second", PARTNER + ENTER)
    b.wait(".unread .line")
    assert f"id={OPEN_PATENT}" in b.url() and f"with={PARTNER}" in b.url(), b.url()
    assert b.script("return document.querySelector('.unread .line').getBoundingClientRect().bottom + scrollY") <= 900, "the first answer is seen without scrolling"
    b.click(".sources-bar > summary")
    b.wait(".sources .half:nth-child(2)")
    b.click(".sources-bar > summary")
    seen, link, lines = b.text(".pair-place"), b.url(), b.count(".unread .line")
    b.open_anew(link)
    b.wait(".unread .line")
    equal(b.text(".pair-place"), seen, "what the link shows")
    b.click(".understood-bar > summary")
    b.wait(".check input[name=alive]")
    b.click(".check input[name=alive]")
    b.wait(lambda x: "alive=1" in x.url() and x.count(".pair-place.waiting") == 0 and x.count(".unread .line"))
    assert not b.script("return [...document.querySelectorAll('.unread .tag:is(.dead, .pending)')].length"), "documents in force only"
    b.back()
    b.wait(lambda x: "alive" not in x.url() and x.count(".unread .line") == lines)
    # a grade of a person makes an idea of it; its sheet
    b.script("document.querySelector('.unread .line').focus()")
    lead = b.script("return document.activeElement.dataset.id")
    b.press("3")
    b.wait(f".card.idea[data-lead='{lead}']")
    b.click(".menu summary")
    b.click(".menu li button")
    assert lead in b.downloaded(".csv").decode("utf-8-sig"), "the idea in the CSV"
    b.click('.card a[href^="sheet.html"]')
    b.wait(".sheet")
    equal(b.count(".sheet"), 1, "sheets")
    assert words["sheet"] in b.text(".sheet") and lead in b.text(".sheet")
    equal(len(re.findall(rb"/Type\s*/Page\b(?!s)", b.pdf())), 1, "pages of the printed sheet")
    b.click(".sheet-bar a")
    b.wait(".pair-place .card")
    forget(b, base)


def a_combined_candidate_has_a_sentence_of_each_patent_by_its_number(ja, en, base):
    for b in (ja, en):
        see(b, base, "combine", b.language)
        ids = [OPEN_PATENT, PARTNER]
        for text in b.script("return [...document.querySelectorAll('.unread .text-side:first-child blockquote')].map((e) => e.textContent)"):
            lines = text.split("\n")
            equal([x.partition(": ")[0] for x in lines], ids[:len(lines)], "whose sentences")
            assert all(x.partition(": ")[2].strip() for x in lines), text


def two_patents_are_combined_with_the_keyboard_in_japanese(ja, en, base):
    combine_two(ja, base, {"empty": "特許番号を二つ入れてください。", "same": "同じ番号です。別の特許を入れてください。",
                           "sheet": "用途仮説シート"})


def two_patents_are_combined_with_the_keyboard_in_english(ja, en, base):
    combine_two(en, base, {"empty": "Type two patent numbers.", "same": "The number is the same. Type another patent.",
                           "ask": "Whom to ask", "sheet": "Use hypothesis"})


def three_patents_are_combined_however_their_numbers_are_separated(ja, en, base):
    for b in (ja, en):
        b.open(f"{base}?view=combine&id={OPEN_PATENT}&with={quote(PARTNER + '、DEMO-09-008')}&lang={b.language}")
        b.wait(".card.idea, .combine-none")
        b.click(".sources-bar > summary")
        b.wait(".sources .half:nth-child(3)")


def the_first_idea_or_pair_is_seen_without_scrolling(ja, en, base):
    """At a desk at once, on a phone within one move of the thumb."""
    for b in (ja, en):
        for width, height, most in ((1440, 900, 900), (390, 844, 2 * 844)):
            b.size(width, height)
            for view, first in (("ideas", ".card.idea"), ("unread", ".unread .line"), ("text", ".unread .line")):
                see(b, base, view, b.language)
                below = b.script(f"return document.querySelector('{first}').getBoundingClientRect().bottom")
                assert below <= most, f"{view} at {width} px: the first ends at {below}"
        b.size(1440, 900)


def an_unread_pair_is_graded_by_a_key_and_the_next_has_the_focus(ja, en, base):
    for b in (ja, en):
        forget(b, base)
        see(b, base, "unread", b.language)
        ids = b.script("return [...document.querySelectorAll('.pair-line')].map((e) => e.dataset.id)")
        equal(b.count(".pair-line:first-child .text-side blockquote") >= 2, True, "two sentences")
        b.script("document.querySelector('.pair-line').focus()")
        b.press("0")
        b.wait(lambda x: x.script("return document.querySelector('.pair-line').dataset.id") != ids[0])
        equal(b.script("return document.activeElement.dataset.id"), b.script("return document.querySelector('.pair-line').dataset.id"), "focus")
        b.press(DOWN)
        third = b.script("return document.activeElement.dataset.id")
        b.press("2")
        b.wait(f".card.idea[data-lead='{third}']")
        forget(b, base)


def pair_graded(b, base):
    """The first unread pair graded 3 by its button: (document, effect, trouble)."""
    forget(b, base)
    see(b, base, "unread", b.language)
    pair = b.script("""const line = document.querySelector('.unread .line');
        return [line.dataset.id, ...[...line.querySelectorAll('blockquote')].map((e) => e.textContent)]""")
    equal(len(pair), 3, "both sentences of an unread pair")
    b.click(f".unread .line[data-id='{pair[0]}'] .grade.g3")
    b.wait(f".card[data-lead='{pair[0]}']")
    return pair


def where_there_is_no_idea_one_learns_how_to_have_them_read_and_what_grades_mean(ja, en, base):
    for b, meaning in ((ja, "3（すぐ相談したい）"), (en, "3 (")):
        forget(b, base)
        see(b, base, "unread", b.language)
        assert "tensen read" in b.text("#how-to-read"), b.text("#how-to-read")
        assert meaning in b.text(".grade-meanings"), b.text(".grade-meanings")


def what_is_said_after_a_grade_covers_no_button_of_its_card_on_a_phone(ja, en, base):
    ja.size(390, 844)
    try:
        document, *_ = pair_graded(ja, base)
        ja.script("document.querySelector(arguments[0]).scrollIntoView({ block: 'end' })", f".card[data-lead='{document}'] .actions")
        ja.click(f".card[data-lead='{document}'] .grade.g2")
        ja.wait("#toast .link")
        covered = ja.script("""const t = document.getElementById('toast').getBoundingClientRect();
            return [...document.querySelectorAll('.card .actions :is(a, button)')].filter((e) => {
                const r = e.getBoundingClientRect();
                return r.left < t.right && r.right > t.left && r.top < t.bottom && r.bottom > t.top; }).map((e) => e.textContent)""")
        equal(covered, [], "buttons under what is said")
    finally:
        ja.size(1440, 900)
        forget(ja, base)


def a_graded_pair_keeps_its_sentences_and_its_note_on_card_sheet_and_files(ja, en, base):
    for b in (ja, en):
        document, effect, trouble = pair_graded(b, base)
        card = f".card[data-lead='{document}']"
        assert effect in b.text(card) and trouble in b.text(card), b.text(card)
        equal(b.count(f"{card} .tag[class*=shelf]"), 0, "a number names no kind of use")
        b.type(f"{card} [name='reason-{document}']", "装置が軽いので訊く")
        b.wait(lambda x: "装置が軽い" in (x.script("return localStorage['tensen.judged']") or ""))
        today = b.script("return new Date().toLocaleDateString('sv-SE')")
        for form in ("csv", "html"):
            b.click(".menu summary")
            b.script(f"[...document.querySelectorAll('.menu button')].find((e) => e.textContent.toLowerCase().includes('{form}')).click()")
            # the words that both sentences have are marked in HTML
            text = re.sub("</?mark[^>]*>", "", b.downloaded(f".{form}").decode("utf-8-sig"))
            for what in (effect[:40], trouble[:40], "装置が軽いので訊く", today):
                assert what in text, f"{what} is not in {form}"
        b.click(f"{card} .actions a")
        b.wait(".sheet .memo p")
        for what in (effect[:40], trouble[:40], "装置が軽いので訊く"):
            assert what in b.text(".sheet"), b.text(".sheet")
        b.open(f"{base}?view=ideas&id={b.script('return JSON.parse(localStorage[`tensen.judged`])[0].query')}&lang={b.language}")
        b.wait(card)
        equal(b.script(f"return document.querySelector(`{card} .reason input`).value"), "装置が軽いので訊く", "the note is there again")
        b.click("#to-graded")
        b.wait(".done .reason")
        equal(b.script("return document.querySelector('.done .reason input').value"), "装置が軽いので訊く", "and where all grades are")
        forget(b, base)


def an_answer_that_breaks_off_is_said_plainly(ja, en, base):
    see(ja, base, "start")
    ja.script("const f = window.fetch; window.fetch = async (...a) => String(a[0]).includes('/match')"
              " ? new Response('{\"kind\":') : f(...a)")
    ja.type("#query", NEED)
    ja.script("document.querySelectorAll('.box button')[1].click()")
    ja.wait(".problem")
    assert "つながりません" in ja.text(".problem"), ja.text(".problem")


def a_patent_of_the_shortlist_is_combined_by_a_press(ja, en, base):
    forget(ja, base)
    see(ja, base, "ideas")
    ja.click(".card .keep")
    ja.click('nav a[href*="combine"]')
    ja.wait(".from-list button")
    ja.click(".from-list button")
    equal(ja.script("return document.querySelector('#first').value"), OPEN_PATENT, "the number taken over")
    ja.type("#second", "DEMO-99-999" + ENTER)
    ja.wait(".pair-place .problem")
    ja.wait(lambda b: "索引にありません" in b.text("#second-reading"))
    ja.complaints()
    forget(ja, base)


# ---- aspects, triage, judgements ----

def edit_aspects(b, base, words):
    """A chip says where it comes from; one's own is added, another taken away, and all is asked again."""
    forget(b, base)
    see(b, base, "ideas", b.language)
    b.click(".understood-bar > summary")
    b.wait(".aspect")
    kinds = b.script("return [...document.querySelectorAll('.aspect .aspect-kind')].map(e => e.textContent)")
    assert words["problem"] in kinds and words["whole"] in kinds, kinds
    before = b.count(".aspect")
    b.type(".aspect-field", "音を小さくする" + ENTER)
    b.wait(lambda x: x.count(".aspect.of-given") == 1 and x.count(".answer.waiting") == 0)
    equal(b.count(".aspect"), before + 1, "aspects")
    assert "aspect=" in b.url().partition("#")[2] and "aspect=" not in b.url().partition("#")[0], "what was written stays behind the #"
    seen, link = b.text(".card-side"), b.url()
    b.open_anew(link)
    b.wait(".card.idea")
    equal(b.text(".card-side"), seen, "what the link shows")
    b.click(".understood-bar > summary")
    b.wait(".aspect.of-given")
    b.click(".aspect.of-problem .aspect-button:last-child")
    b.wait(lambda x: "only=1" in x.url() and x.count(".answer.waiting") == 0 and x.count(".aspect.of-whole") == 0)
    assert b.count(".aspect.of-given") > 1 and words["only"] in b.text(".aspect-bar"), b.text(".aspect-bar")
    b.click(".aspect-form .link")
    b.wait(lambda x: "aspect" not in x.url() and x.count(".answer.waiting") == 0 and x.count(".aspect.of-whole") == 1)
    equal(b.count(".aspect"), before, "the program's own aspects again")


def aspects_are_added_removed_and_asked_again_in_japanese(ja, en, base):
    edit_aspects(ja, base, {"problem": "課題", "whole": "全文", "only": "自動の観点は使わず"})


def aspects_are_added_removed_and_asked_again_in_english(ja, en, base):
    edit_aspects(en, base, {"problem": "Problem", "whole": "Whole", "only": "Only the aspects below"})


# ---- the language model ----

@contextlib.contextmanager
def modelled(fault=""):
    """A server of our own index copy with a language model (recorded answers), and the log of what that was asked."""
    with tempfile.TemporaryDirectory() as folder:
        index, log, port = [os.path.join(folder, name) for name in ("m.tensen", "chat.log", "port")]
        shutil.copy(demo_index(folder), index)
        open(log, "w").close()
        chat = subprocess.Popen([sys.executable, "-B", os.path.join(ROOT, "tests", "assist", "chat_server.py"),
                                 os.path.join(ROOT, "tests", "assist", "recorded.json"), log, "--fault", fault, "--port-file", port])
        try:
            for _ in range(200):
                if os.path.exists(port):
                    break
                time.sleep(0.05)
            with open(port) as f, serving(index, "--model", f"http://127.0.0.1:{f.read()}", "--model-name", "recorded") as (base, _):
                yield base, log
        finally:
            chat.kill()
            chat.wait()


def sent(log):
    with open(log, encoding="utf-8") as f:
        return len(f.readlines())


def ask_the_model(b, words):
    """Nothing goes out before the press; then statements are chips, ideas say whose they are."""
    with modelled() as (base, log):
        b.open_anew(f"{base}?view=ideas&id={PATENT_READ}&lang={b.language}")
        b.wait("#model-ask")
        said = b.text(".model-bar")
        assert words["here"] in said and "http://127.0.0.1:" in said, said
        equal(sent(log), 0, "requests before the press")
        b.click("#model-ask")
        b.wait(lambda x: x.count(".card.idea .judged-by") > 0 and x.count(".answer.waiting") == 0)
        requests = sent(log)
        assert requests > 1, "requests"
        b.click(".understood-bar > summary")
        b.wait(".aspect.of-model")
        card = b.text(".card.idea")
        assert "recorded" in card and re.search(r"\d{4}-\d\d-\d\d", card), card
        for name in words["parts"]:
            assert name in card, (name, card)
        complaints = [v for v in axe_complains(b) if v[0] in ("serious", "critical")] if os.path.exists(AXE) else []
        assert not complaints, complaints
        if os.environ.get("TENSEN_PICTURES"):
            b.picture(os.path.join(os.environ["TENSEN_PICTURES"], f"model-{b.language}.png"))

        # the list to triage says it, too, and a person's grade outranks the model's
        b.open(f"{base}?view=triage&id={PATENT_READ}&lang={b.language}")
        b.wait(".line .judged-by")
        b.press("0")
        b.wait(".lines.graded .line")
        b.script("localStorage.clear()")
        equal(sent(log), requests, "requests in the end")


def a_language_model_is_asked_by_a_press_in_japanese(ja, en, base):
    ask_the_model(ja, {"here": "このコンピューター上の recorded", "parts": ["元の特許から", "この文献から", "反論"]})


def a_language_model_is_asked_by_a_press_in_english(ja, en, base):
    ask_the_model(en, {"here": "recorded on this machine", "parts": ["From the patent", "From this document", "Objection"]})


def asking_a_slow_language_model_is_stopped_by_a_press(ja, en, base):
    with modelled("slow") as (base, log):
        en.open(f"{base}?view=ideas&id={PATENT_READ}&lang=en")
        en.wait("#model-ask")
        en.click("#model-ask")
        en.wait("#model-stop")
        en.click("#model-stop")
        en.wait(lambda x: x.count("#model-stop") == 0 and "Stopped." in x.text(".model-bar"))
        assert en.count(".unread .line") > 0, "the engine's own answer stays"


def without_a_language_model_the_page_does_not_speak_of_one(ja, en, base):
    see(en, base, "ideas", "en")
    en.wait(lambda x: x.script("return performance.getEntriesByType('resource').some(r => r.name.endsWith('/api/v1/model?') || r.name.endsWith('/api/v1/model'))"))
    equal(en.script("return [...document.querySelectorAll('.model-bar')].every(e => e.hidden)"), True, "no bar")


# ---- what was understood ----

def correct_what_was_understood(b, base, words):
    """A guessed field is replaced, a word dropped, one added, one made a must; asked again each
    time, by the keyboard's place too; a link shows the same, one press brings back what was read."""
    forget(b, base)
    see(b, base, "text", b.language)
    if not b.count(".understood-bar[open]"):
        b.click(".understood-bar summary")
    b.wait(".chip.correct[data-word]")
    own = "return [...document.querySelectorAll('.own-field')].map((e) => e.firstChild.textContent)"
    asked = "return [...document.querySelectorAll('.chip.correct[data-word]:not(.dropped)')].map((e) => e.dataset.word)"
    guessed, read = b.script(own), b.script(asked)
    assert len(guessed) > 1 and "湿気" in read and words["guessed"] in b.text(".understood-bar"), (guessed, read)
    b.click(".own-field button")
    b.wait(lambda x: "own=" in x.url() and x.count(".answer.waiting") == 0 and len(x.script(own)) == len(guessed) - 1)
    assert words["guessed"] not in b.text(".corrections"), "what was said is no guess"
    equal(b.script("return document.activeElement.name"), "own", "focus goes to what adds a field")
    b.click(".chip[data-word='湿気'] button:last-child")
    b.wait(".chip.dropped[data-word='湿気']")
    b.wait(lambda x: x.count(".answer.waiting") == 0)
    assert "湿気" not in b.script(asked)
    equal(b.script("return document.activeElement.name"), "add-word", "focus goes to what adds a word")
    b.type("[name=add-word]", "搬送" + ENTER)
    b.wait(".chip.added[data-word='搬送']")
    b.wait(lambda x: x.count(".answer.waiting") == 0)
    hash_part, query_part = b.url().partition("#")[2], b.url().partition("#")[0]
    assert "drop=" in hash_part and "add=" in hash_part and "drop=" not in query_part, "what was written stays behind the #"
    seen, link = b.text(".unread"), b.url()
    b.open_anew(link)
    b.wait(".unread .line")
    equal(b.text(".unread"), seen, "what the link shows")
    b.click(".understood-bar > summary")
    b.wait(".chip.added[data-word='搬送']")
    b.click(".chip[data-word='ホッパ'] .must")
    b.wait(lambda x: "must=" in x.url() and x.count(".answer.waiting") == 0)
    equal(b.script("return document.activeElement.name"), "must-ホッパ", "focus stays")
    equal(b.script("return document.querySelector(\".chip[data-word='ホッパ'] .must\").getAttribute('aria-pressed')"), "true", "must")
    for lead in b.script("return [...document.querySelectorAll('.unread .line')].map((c) => c.dataset.id)"):
        with urllib.request.urlopen(f"{base}api/v1/show?id={lead}") as answer:
            assert "ホッパ" in [t["term"] for t in json.load(answer)["terms"]], f"{lead} has the word"
    b.click(".chip[data-word='ホッパ'] .must")
    b.wait(lambda x: "must=" not in x.url() and x.count(".answer.waiting") == 0)
    b.click("[name=as-read]")
    b.wait(lambda x: "own=" not in x.url() and x.count(".chip.dropped") == 0 and x.count(".answer.waiting") == 0)
    equal((b.script(own), b.script(asked)), (guessed, read), "what was read")
    b.click(".chip[data-word='湿気'] button:last-child")
    b.wait(".chip.dropped[data-word='湿気']")
    b.click("#triage-door")
    b.wait(".triage .line")
    b.wait(".chip.dropped, .understood-bar:not([open])")
    if not b.count(".understood-bar[open]"):
        b.click(".understood-bar > summary")
    b.wait(".chip.dropped")
    forget(b, base)


def what_was_understood_is_corrected_and_asked_again_in_japanese(ja, en, base):
    correct_what_was_understood(ja, base, {"guessed": "推定"})


def what_was_understood_is_corrected_and_asked_again_in_english(ja, en, base):
    correct_what_was_understood(en, base, {"guessed": "guessed"})


ORDER = "return [...document.querySelectorAll('.lines:not(.graded) .line')].map(e => e.dataset.id)"


def triage_by_keyboard(b, base):
    forget(b, base)
    see(b, base, "triage", b.language)
    first = b.script(ORDER)
    assert 20 <= len(first) <= 40, len(first)
    equal(b.script("return document.activeElement.dataset.id"), first[0], "the first line has the focus")
    assert b.count(".line .aspect-met .aspect-kind") == len(first) and b.count(".line mark") > 10, "aspect and matched words in each line"
    b.press("3")
    b.wait(lambda x: x.count(".lines.graded .line") == 1)
    equal(b.script("return document.activeElement.dataset.id"), first[1], "the next line")
    b.press(DOWN)
    b.press("0")
    b.wait(lambda x: x.count(".lines.graded .line") == 2)
    here = b.script("return document.activeElement.dataset.id")
    equal(here, first[3], "the line behind that")
    b.press(UP)
    equal(b.script("return document.activeElement.dataset.id"), first[1], "one line up")
    b.wait(lambda x: x.script(ORDER) != [y for y in first if y not in (first[0], first[2])])
    equal(b.script(ORDER)[0], first[1], "the line that is read stays")
    b.press("2")
    b.wait(lambda x: x.count(".lines.graded .line") == 3)
    b.click("#export-grades")
    lines = [json.loads(x) for x in b.downloaded(".jsonl").decode().splitlines()]
    equal({x["document"]: x["grade"] for x in lines}, {first[0]: 3, first[1]: 2, first[2]: 0}, "grades in the file")
    equal({x["query"] for x in lines}, {OPEN_PATENT}, "query in the file")
    b.click("#to-ideas")
    b.wait(".card .statement")
    assert b.count(".marked-bar") == 1, "the answer says that grades are at work"
    forget(b, base)
    see(b, base, "triage", b.language)
    equal(b.script(ORDER), first, "without grades the first order")
    path = os.path.join(b.folder, "judged.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines) + "{broken\n")
    b.type("#judged-file", path)
    b.wait(lambda x: x.count(".lines.graded .line") == 3)
    assert "1" in b.text("#toast"), "the broken line is counted"
    path = os.path.join(b.folder, "judged.tsv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"query\tdocument\tgrade\tkind\n{OPEN_PATENT}\t{first[5]}\t1\t\n")
    b.type("#judged-file", path)
    b.wait(lambda x: x.count(".lines.graded .line") == 4)
    b.click(".triage-foot .marked-bar .link")
    b.wait(lambda x: x.count(".lines.graded .line") == 0 and x.script(ORDER) == first)
    forget(b, base)


def candidates_are_graded_with_the_keyboard_in_japanese(ja, en, base):
    triage_by_keyboard(ja, base)


def candidates_are_graded_with_the_keyboard_in_english(ja, en, base):
    triage_by_keyboard(en, base)


def the_present_line_has_the_focus_after_a_document_though_the_list_was_ranked_anew(ja, en, base):
    forget(ja, base)
    see(ja, base, "triage")
    answers = "return performance.getEntriesByName('answer:candidates').length"
    before = ja.script(answers)
    ja.press("3")
    ja.press(ENTER)
    ja.wait("#beside .section")
    ja.wait(lambda b: b.script(answers) > before)
    ja.press(ESCAPE)
    equal(ja.script("return document.activeElement.classList.contains('present')"), True, "the line has the focus")
    forget(ja, base)


def silence(b, base, none, nothing, withheld, why):
    """Where nobody has read, or nothing is found, no idea stands, and what would help is said."""
    see(b, base, "unread", b.language)
    assert b.count(".card.idea") == 0, "no idea"
    assert none in b.text(".silence h2"), b.text(".silence h2")
    assert b.count(".silence .helps li") >= 1
    b.click("#triage-door")
    b.wait(".triage .line")
    b.open(f"{base}?view=ideas&lang={b.language}#text={quote('今日はとても良い天気なので友達と公園で遊びました')}")
    b.wait(".silence h2")
    assert nothing in b.text(".silence h2"), b.text(".silence h2")
    equal(b.count(".card.idea, .unread, #triage-door, .menu"), 0, "nothing to choose from or to hand over")
    b.open(f"{base}?view=ideas&lang={b.language}#text={quote('株価が上がり、選挙の結果を受けて円が売られ、首相が会見した')}")
    b.wait(".silence .helps.told")
    assert withheld in b.text(".silence h2"), b.text(".silence h2")
    equal(b.count(".unread, .silence .helps a"), 1, "no list, and the way to what it would have been")
    assert why in b.text(".silence .helps"), "why"


def silence_says_what_would_help_and_leads_to_triage_in_japanese(ja, en, base):
    silence(ja, base, "用途仮説はまだありません", "候補となる文献が見つかりません", "候補を出していません", "語の半分以上が索引にない")


def silence_says_what_would_help_and_leads_to_triage_in_english(ja, en, base):
    silence(en, base, "No idea yet", "No candidate was found", "No candidate is listed", "lacks half of the words")


def an_everyday_invention_has_candidates_that_are_said_to_be_weak(ja, en, base):
    for b in (ja, en):
        for text in EVERYDAY:
            b.open_anew(f"{base}?view=ideas&lang={b.language}#text={quote(text)}")
            b.wait("#weak")
            equal(b.count(".unread .line.weak"), b.count(".unread .line"), "lines that are not drawn as sure")
            assert b.count(".unread .line") > 0, text
            assert b.text(".silence h2") != ("候補となる文献が見つかりません。" if b is ja else "No candidate was found."), b.text(".silence h2")


def ideas_that_a_filter_leaves_out_are_counted_and_come_back_without_it(ja, en, base):
    for b, said in ((ja, "外れた用途仮説"), (en, "leave out")):
        see(b, base, "ideas", b.language)
        ideas = b.count(".card.idea")
        b.open(f"{base}?view=ideas&id={OPEN_PATENT}&until=1900&lang={b.language}")
        b.wait(".silence h2")
        heading = b.text(".silence h2")
        assert said in heading and str(ideas) in heading, heading
        b.click(".understood-bar > summary")
        b.wait(".filter-row .link")
        b.click(".filter-row .link")
        b.wait(lambda x: x.count(".card.idea") == ideas)


def keep_grade_export_import(b, base):
    forget(b, base)
    see(b, base, "ideas", b.language)
    kept = b.script("return [...document.querySelectorAll('.card')].slice(0, 2).map(c => c.dataset.lead)")
    for lead in kept:
        b.click(f".card[data-lead='{lead}'] .keep")
    equal(b.text("nav .count"), "2", "count in the header")
    b.click('nav a[href*="shortlist"]')
    b.wait(".kept")
    b.script("document.querySelector('[name=grade-0][value=\"3\"]').click(); document.querySelector('[name=grade-1][value=\"0\"]').click()")
    assert b.text(".kept .confidence") not in ("評点なし", "Not graded"), "what the grade says stands beside it at once"
    b.type(".kept .note textarea", "試せる <b>x</b>")
    b.wait(lambda x: "試せる" in (x.script("return localStorage['tensen.judged']") or ""))
    b.click("#export")
    lines = [json.loads(x) for x in b.downloaded(".jsonl").decode().splitlines()]
    equal([(x["query"], x["document"], x["grade"]) for x in lines], [(OPEN_PATENT, kept[0], 3), (OPEN_PATENT, kept[1], 0)], "grades in the file")
    equal(lines[0]["note"], "試せる <b>x</b>", "note")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[0]["date"]), lines[0]["date"]
    b.click("#export-csv")
    table = b.downloaded(".csv")
    equal(len(table.decode("utf-8-sig").splitlines()), 3, "rows of the CSV")
    for name, content in (("judged.jsonl", "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines).encode() + b"{broken\n"), ("judged.csv", table)):
        forget(b, base)
        b.open(base + "?view=shortlist")
        b.wait(".empty")
        path = os.path.join(b.folder, name)
        with open(path, "wb") as f:
            f.write(content)
        b.type("#judged-file", path)
        b.wait(".kept")
        equal(b.count(".kept"), 2, f"entries that came in with {name}")
        equal(b.script("return document.querySelector('[name=grade-0]:checked').value"), "3", "grade that came in")
        equal(b.script("return document.querySelector('.note textarea').value"), "試せる <b>x</b>", "note that came in")
        if name.endswith("jsonl"):
            assert "1" in b.text("#toast"), "the broken line is counted"
    forget(b, base)


def documents_are_kept_graded_exported_and_imported_in_japanese(ja, en, base):
    keep_grade_export_import(ja, base)


def documents_are_kept_graded_exported_and_imported_in_english(ja, en, base):
    keep_grade_export_import(en, base)


def printed_grades(b):
    """How the chosen grade and one that was not chosen are printed, without any ground."""
    b.cdp("Emulation.setEmulatedMedia", media="print")
    how = """const style = getComputedStyle(document.querySelector(arguments[0]));
        const ink = (style.color.match(/\\d+/g) ?? []).slice(0, 3).reduce((a, c) => a + Number(c), 0);
        return { weight: Number(style.fontWeight), border: parseFloat(style.borderTopWidth), ink, ground: style.backgroundColor }"""
    both = [b.script(how, f".judge input{state} + span") for state in (":checked", ":not(:checked)")]
    b.cdp("Emulation.setEmulatedMedia", media="")
    return both


def the_shortlist_is_sorted_printed_and_given_to_excel_and_back(ja, en, base):
    """By patent; CP932 and full-width digits come back; refused rows are named; another tab is seen."""
    forget(ja, base)
    rows = [{"query": q, "document": d, "grade": 2, "kept": True, "title": f"題名 {d}", "statement": "重錘が揺れを止める", "quote_query": "塔が揺れる", "quote_document": "胴が揺れる", "objection": "遠心力", "applicants": "銀杏印刷"}
            for q, d in ((OPEN_PATENT, "DEMO-28-006"), ("DEMO-01-005", "DEMO-35-014"), (OPEN_PATENT, "DEMO-26-001"))]
    path = os.path.join(ja.folder, "three.jsonl")

    def bring(content):
        with open(path, "wb") as f:
            f.write(content)
        ja.type("#judged-file", path)

    order = "return [...document.querySelectorAll('.kept')].map(e => e.dataset.document)"
    ja.open(base + "?view=shortlist")
    ja.wait(".empty")
    bring("".join(json.dumps(x, ensure_ascii=False) + "\n" for x in rows).encode())
    ja.wait(lambda x: x.count(".kept") == 3)
    equal(ja.count(".kept-group"), 2, "patents")
    equal(ja.script(order), ["DEMO-28-006", "DEMO-26-001", "DEMO-35-014"], "by patent")
    assert all(x in ja.text(".kept") for x in ("重錘が揺れを止める", "塔が揺れる", "胴が揺れる", "遠心力", "銀杏印刷")), ja.text(".kept")
    ja.click("[name='move-1-DEMO-28-006']")
    equal(ja.script(order), ["DEMO-26-001", "DEMO-28-006", "DEMO-35-014"], "as sorted by hand")
    equal(ja.script("return document.activeElement.className.includes('move')"), True, "focus")
    equal(len(re.findall(rb"/Type\s*/Page\b(?!s)", ja.pdf())), 2, "sheets of paper for three with all their reasons")
    chosen, other = printed_grades(ja)
    assert chosen["weight"] > other["weight"] and chosen["border"] > other["border"] and chosen["ink"] < other["ink"], (chosen, other)
    ja.click("#export-cp932")
    table = ja.downloaded(".csv")
    lines = table.decode("cp932").split("\r\n")
    equal([x.split(",")[2] for x in lines[1:4]], ["DEMO-26-001", "DEMO-28-006", "DEMO-35-014"], "rows in CP932")
    changed = lines[1].replace(",2,", ",３,", 1)
    forget(ja, base)
    ja.open(base + "?view=shortlist")
    ja.wait(".empty")
    bring("\r\n".join([lines[0], changed, lines[2], ",".join(["", "", "DEMO-01-001", "", "", "よい"] + [""] * 12), ",".join([""] * 5 + ["2"] + [""] * 12)]).encode("cp932"))
    ja.wait(lambda x: x.count(".kept") == 2)
    equal(ja.script("return document.querySelector('[name=grade-0]:checked').value"), "3", "a full-width grade")
    assert "塔が揺れる" in ja.text(".kept") and "遠心力" in ja.text(".kept"), "what speaks for it came back"
    refused = ja.text("#refused")
    assert "4 行目" in refused and "よい" in refused and "5 行目" in refused and "文献番号" in refused, refused
    ja.script("""const all = JSON.parse(localStorage['tensen.judged']); all.pop(); localStorage['tensen.judged'] = JSON.stringify(all);
        dispatchEvent(new StorageEvent('storage', { key: 'tensen.judged' }))""")
    ja.wait(lambda x: x.count(".kept") == 1)
    forget(ja, base)


def an_older_file_leaves_newer_notes_and_says_what_it_changed(ja, en, base):
    """Empty cells change nothing; what came in is taken back by one press; rows are counted as Excel counts."""
    for b, changed in ((ja, "評点 1 件、メモ 0 件"), (en, "grades 1, notes 0")):
        forget(b, base)
        b.open(f"{base}?view=shortlist&lang={b.language}")
        b.script("""localStorage['tensen.judged'] = JSON.stringify(['A-1', 'A-2'].map((document, i) => ({ query: 'Q-1', document, grade: 2, kept: true,
            note: `newer note ${i}`, statement: 'means and trouble', date: '2026-11-20' })))""")
        b.open_anew(f"{base}?view=shortlist&lang={b.language}")
        b.wait(lambda x: x.count(".kept") == 2)
        path = os.path.join(b.folder, "older.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write("query,document,grade,note,transfer,date\nQ-1,A-1,3,,,2026-11-01\n\nQ-1,A-2,,,,2026-11-01\nQ-1,A-3,7,,,\n")
        b.type("#judged-file", path)
        b.wait("#refused")
        assert changed in b.text("#toast"), b.text("#toast")
        assert ("5 行目" if b is ja else "5") in b.text("#refused"), b.text("#refused")
        kept = b.script("return JSON.parse(localStorage['tensen.judged']).map((x) => [x.grade, x.note, x.statement, x.kept])")
        equal(kept, [[3, "newer note 0", "means and trouble", True], [2, "newer note 1", "means and trouble", True]], "what the file left")
        b.click("#toast .link")
        equal(b.script("return JSON.parse(localStorage['tensen.judged'])[0].grade"), 2, "taken back")
        forget(b, base)


def workbook(rows):
    """A workbook as Excel packs it: a hidden sheet before the list, strings shared, furigana, a number, an escape."""
    strings = [*dict.fromkeys(x for row in rows for x in row if isinstance(x, str))]
    cell = lambda x, at: f'<c r="{at}"><v>{x}</v></c>' if not isinstance(x, str) else f'<c r="{at}" t="s"><v>{strings.index(x)}</v></c>'
    lines = "".join(f'<row r="{i}">' + "".join(cell(x, f"{chr(65 + k)}{i}") for k, x in enumerate(row) if x != "") + "</row>" for i, row in enumerate(rows, 1))
    runs = "".join(f"<si><r><t>{x[:1]}</t></r><r><t xml:space=\"preserve\">{x[1:]}</t></r><rPh sb=\"0\" eb=\"1\"><t>フリガナ</t></rPh></si>" for x in strings)
    main = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", f"<workbook {main} xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>"
                   "<sheet name='old' sheetId='1' state='hidden' r:id='rId1'/><sheet name='list' sheetId='2' r:id='rId2'/></sheets></workbook>")
        z.writestr("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/></Relationships>")
        z.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>")
        z.writestr("xl/worksheets/sheet2.xml", f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>")
        z.writestr("xl/sharedStrings.xml", f"<sst {main}>{runs}</sst>")
    return out.getvalue()


def a_workbook_of_ideas_has_them_alone_on_its_first_sheet(ja, en, base):
    """With evidence, reader and day; the unread on a sheet of their own, whose ranks go on."""
    for b, names, person in ((ja, ["用途仮説", "未読の候補"], "人"), (en, ["Ideas", "Unread"], "a person")):
        document, effect, _ = pair_graded(b, base)
        today = b.script("return new Date().toLocaleDateString('sv-SE')")
        b.click(".menu summary")
        b.script("[...document.querySelectorAll('.menu li button')].find(x => x.textContent.includes('.xlsx')).click()")
        with zipfile.ZipFile(io.BytesIO(b.downloaded(".xlsx"))) as z:
            equal(re.findall(r'<sheet name="([^"]*)"', z.read("xl/workbook.xml").decode()), names, "sheets")
            sheets = [re.findall(r"<row .*?</row>", z.read(f"xl/worksheets/sheet{i}.xml").decode(), re.S) for i in (1, 2)]
        equal(len(sheets[0]), 2, "the header and one idea")
        for what in (document, effect[:20], person, today):
            assert f">{what}" in sheets[0][1], f"{what} is not in {sheets[0][1]}"
        assert len(sheets[1]) > 2 and re.search(r'r="E2"[^>]*><v>2</v>', sheets[1][1]), sheets[1][1][:600]
        forget(b, base)


def lists_are_given_as_workbooks_and_graded_workbooks_come_back(ja, en, base):
    """The server's own workbook and one of Excel: into shortlist, triage and portfolio; what is none changes nothing."""
    path = os.path.join(ja.folder, "graded.xlsx")

    def bring(field, content):
        with open(path, "wb") as f:
            f.write(content)
        ja.type(field, path)

    for view in ("ideas", "triage"):
        see(ja, base, view)
        ja.click(".menu summary")
        ja.script("[...document.querySelectorAll('.menu li button')].find(b => b.textContent.includes('.xlsx')).click()")
        given = ja.downloaded(".xlsx")
        equal(given[:4], b"PK\3\4", f"a workbook of {view}")
        read = ja.script("return (await import('./workbook.js')).textOfWorkbook(Uint8Array.from(atob(arguments[0]), c => c.charCodeAt(0)))", base64.b64encode(given).decode())
        assert "DEMO-" in read and "文献番号" in read.split("\n")[0], read[:300]
    graded = workbook([["問い合わせ", "文献番号", "評点", "用途", "検討リスト"], [OPEN_PATENT, "DEMO-28-006", 3, "揺れ_x0028_塔_x0029_, 重錘", 1],
                       [OPEN_PATENT, "DEMO-26-001", "２", "", "1"], [OPEN_PATENT, "DEMO-01-003", 9, "", ""]])
    for view, there in (("shortlist", ".kept"), ("triage", ".lines.graded .line")):
        forget(ja, base)
        see(ja, base, view)
        bring("#judged-file", graded)
        ja.wait(lambda x: x.count(there) == 2)
        if os.environ.get("TENSEN_PICTURES"):
            ja.picture(os.path.join(os.environ["TENSEN_PICTURES"], f"workbook-{view}.png"))
    ja.open(base + "?view=shortlist")
    ja.wait(".kept")
    assert "揺れ(塔), 重錘" in ja.text("#main"), ja.text("#main")
    for bad in (b"PK\3\4 no archive", graded[:len(graded) // 2], workbook([["a"]]).replace(b"xl/workbook", b"xl/werkbook")):
        bring("#judged-file", bad)
        ja.wait("#toast")
        equal(ja.count(".kept"), 2, "as before")
    # the shortlist as a workbook, in one sheet and one each patent, and back as it was
    bring("#judged-file", workbook([["問い合わせ", "文献番号", "評点", "メモ", "検討リスト"], [PATENT_READ, PARTNER, 1, "一行目_x000D_\n二行目", 1]]))
    ja.wait(lambda x: x.count(".kept") == 3)
    for button, sheets in (("#export-xlsx", 1), ("#export-xlsx-each", 2)):
        ja.open(base + "?view=shortlist")
        ja.wait(button)
        ja.click(button)
        given = ja.downloaded(".xlsx")
        if os.environ.get("TENSEN_PICTURES"):
            with open(os.path.join(os.environ["TENSEN_PICTURES"], f"shortlist{sheets}.xlsx"), "wb") as f:
                f.write(given)
        with zipfile.ZipFile(io.BytesIO(given)) as z:
            names = re.findall(r'<sheet name="([^"]*)"', z.read("xl/workbook.xml").decode())
        equal(len(names), sheets, names)
        assert sheets == 1 or names == [OPEN_PATENT, PATENT_READ], names
        forget(ja, base)
        see(ja, base, "shortlist")
        bring("#judged-file", given)
        ja.wait(lambda x: x.count(".kept") == 3)
        equal(ja.script("return [...document.querySelectorAll('.kept textarea')].map(x => x.value).filter(Boolean)"), ["一行目\n二行目"], "the note")
    forget(ja, base)
    ja.open(base + "?view=portfolio")
    ja.wait("#numbers")
    bring("#numbers-file", workbook([["整理番号", "公報番号"], ["A-1", OPEN_PATENT], ["A-2", "DEMO-01-006"]]))
    ja.wait("#portfolio-csv")
    assert "DEMO-01-006" in ja.text("#main"), ja.text("#main")
    ja.click("#portfolio-xlsx")
    given = ja.downloaded(".xlsx")
    with zipfile.ZipFile(io.BytesIO(given)) as z:
        sheet = z.read("xl/worksheets/sheet1.xml").decode()
    assert OPEN_PATENT in sheet and "DEMO-01-006" in sheet and "<autoFilter" in sheet, sheet[:500]
    forget(ja, base)


def grades_that_the_browser_cannot_store_are_not_said_to_be_read(ja, en, base):
    forget(ja, base)
    ja.open(base + "?view=shortlist")
    ja.wait(".empty")
    path = os.path.join(ja.folder, "full.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write(json.dumps({"query": OPEN_PATENT, "document": "DEMO-01-003", "grade": 3, "kept": True}) + "\n")
    ja.script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    ja.type("#judged-file", path)
    ja.wait(".kept")
    assert "保存できません" in ja.text("#toast"), ja.text("#toast")
    forget(ja, base)


# ---- the loop: numbers, doors, history, lists ----

NUMBERS = {
    "DEMO-35-012": 1, "JP 2010-035913 A": 1, "特開 2010 - 035913 号公報": 1, "ＪＰ２０１０－０３５９１３Ａ": 1, "特開平 10 - 123456 号": 1,
    "https://www.j-platpat.inpit.go.jp/c1801/PU/JP-2010-035913/11/ja": 1, "https://patents.google.com/patent/JP2010035913A/ja": 1,
    "https://worldwide.espacenet.com/patent/search?q=pn%3DJP2010035913A": 1,
    "https://worldwide.espacenet.com/publicationDetails/biblio?CC=JP&NR=2010035913A&KC=A": 1,
    "特開 2010-035913、特許第6543210号": 2, "DEMO-35-012 DEMO-01-006": 2, "US 2010/0123456 A1, EP 1234567 B1\nWO2018/207395": 3,
    "US 7,198,689 B2": 1, "JP H07-140239 A": 1, "JP-A-2018-130833": 1, "US 7,198,689 B2, US 2014/0159973 A1": 2,
    "特開2010-035913 包装装置": 1, "DEMO-35-012\t塔状構造物の揺れ低減装置\nDEMO-01-006\t題名": 2, "特開2010-035913\t包装装置\t2010/02/18": 1,
    "特開2010-035913の装置は、包装を切る。": 0, "特許は2010年に出した。": 0,
    "粉が湿気で固まり、ホッパーの出口で詰まる": 0, "powder cakes in damp air 2010": 0, "2010年": 0, "第1の部材": 0, "10 20 30": 0, "令和3年": 0,
}


def numbers_are_told_from_texts_however_they_are_written(ja, en, base):
    ja.open(base)
    for text, n in NUMBERS.items():
        got = ja.script_async("const done = arguments[arguments.length - 1]; import('./numbers.js').then((m) => done(m.numbersIn(arguments[0])))"
                              .replace("arguments[0]", json.dumps(text)))
        equal(len(got), n, f"numbers in {text!r}: {got}")


def a_symbol_of_fi_with_a_comma_is_one_symbol(ja, en, base):
    ja.open(base)
    symbols = """const { classList } = await import('./classes.js');
        return [...classList({ lang: 'ja', words: { listSeparator: '、' } }, arguments[0]).querySelectorAll('.number')].map((e) => e.textContent)"""
    equal(ja.script(symbols, "G06F 3/01, G06F3/01,510, G06F3/01,110@A, A47J27/00,109@L"), ["G06F 3/01、G06F3/01,510、G06F3/01,110@A", "A47J27/00,109@L"], "symbols")


PAIRED = "DEMO-01-009"  # its unread list has pairs whose two sentences share a word


def an_unread_pair_tells_the_words_of_both_sentences_as_the_engine_counts_them(ja, en, base):
    for b in (ja, en):
        b.open(f"{base}?view=ideas&id={PAIRED}&lang={b.language}")
        b.wait(".unread .line")
        with urllib.request.urlopen(f"{base}api/v1/ideas?id={PAIRED}&lang={b.language}") as answer:
            unread = {x["document"]["id"]: x for x in json.load(answer)["unread"]}
        shown = b.script("""return [...document.querySelectorAll('.unread .line')].map((e) => [e.dataset.id,
            (e.querySelector('.dots')?.textContent.match(/●/g) ?? []).length, e.querySelector('.pair-shared')?.textContent ?? '', [...e.querySelectorAll('mark')].map((m) => m.textContent)])""")
        assert any(n > 0 for _, n, _, _ in shown), f"pairs with a word of both: {shown}"
        for number, n, said, marks in shown:
            x = unread[number]
            equal(n, x["met"] or 0, f"dots of {number}")
            assert all(word in said for word in x["shared"]), f"{number}: {said!r} has not {x['shared']}"
            assert all(any(m.startswith(p) for p in x["pair_marks"]) for m in marks), f"{number}: {marks}"
    assert "共通の語" in ja.text(".pair-shared") and ja.count(".dots-lead") == 1, "what the dots are"


LONG_SENTENCE = "本発明は、" + "容器の内側に設けた多数の溝に沿って水を流し、" * 16 + "粉が湿気で固まるのを防ぎ、" + "蓋の外側に設けた多数の溝に沿って空気を流し、" * 16 + "長く使える容器を提供する。"


def a_very_long_sentence_is_cut_around_what_is_marked_and_unfolded_by_a_press(ja, en, base):
    ja.open(base)
    ja.wait(".examples a")
    draw = """const { quotation } = await import('./dom.js');
        const node = quotation({ lang: 'ja', words: { showWhole: '全文を表示', showLess: '折りたたむ' } }, 'p', { id: 'long' }, arguments[0], arguments[1]);
        document.querySelector('main').replaceChildren(node); return node.querySelector('span')?.textContent ?? node.textContent"""
    text = ja.script(draw, LONG_SENTENCE, ["湿気"])
    assert text.startswith("…") and text.endswith("…") and "粉が湿気で固まる" in text and len(text) < 200, text
    equal(ja.text("#long mark"), "湿気", "what is marked")
    ja.click("#long .unfold")
    equal((ja.script("return document.querySelector('#long span').textContent"), ja.script("return document.activeElement.className")), (LONG_SENTENCE, "link unfold"), "all of it, the focus where it was")
    ja.click("#long .unfold")
    equal(ja.script("return document.querySelector('#long span').textContent"), text, "cut again")
    assert ja.script(draw, LONG_SENTENCE, []).startswith("本発明は、"), "without a mark its beginning"
    equal(ja.script(draw, "粉が湿気で固まる。", ["湿気"]), "粉が湿気で固まる。", "a short one is whole")


def a_press_counts_though_the_list_is_drawn_anew_before_its_release(ja, en, base):
    forget(ja, base)
    see(ja, base, "triage")
    mouse = lambda kind, at: ja.cdp("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)
    place = """const e = document.querySelectorAll('.lines .line')[arguments[0]].querySelector('.g1'); e.scrollIntoView({ block: 'center' });
        const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2, e.closest('.line').dataset.id]"""
    ja.press("2")  # the rest is ranked anew soon
    ja.wait(".done .line")
    x, y, pressed = ja.script(place, 4)
    mouse("mousePressed", (x, y))
    time.sleep(.7)  # longer than it waits for further grades
    mouse("mouseReleased", (x, y))
    ja.wait(f".done .line[data-id='{pressed}']")
    forget(ja, base)


def a_document_beside_the_list_is_graded_by_a_key_and_the_next_one_opens(ja, en, base):
    forget(ja, base)
    see(ja, base, "triage")
    ids = ja.script("return [...document.querySelectorAll('.lines .line')].map((e) => e.dataset.id)")
    ja.press(ENTER)
    ja.wait("#beside h2")
    ja.press("2")
    ja.wait(f".done .line[data-id='{ids[0]}']")
    ja.wait(lambda x: x.count("#beside h2") and x.script("return document.querySelector('#beside .number, #beside h2').textContent") not in ("", ids[0]))
    ja.press(ESCAPE)
    ja.wait(lambda x: x.script("return document.querySelector('#beside').hidden && document.activeElement.matches('.line.present')"))
    ja.press("1")
    ja.wait(".done .line:nth-child(2)")
    ja.press("u")
    ja.wait(lambda x: x.count(".done .line") == 1)
    forget(ja, base)


def all_of_the_shortlist_is_printed_as_sheets(ja, en, base):
    forget(ja, base)
    for number, n in ((OPEN_PATENT, 2), ("DEMO-17-002", 0)):
        ja.open(f"{base}?view=ideas&id={number}&lang=ja")
        ja.wait(".card.idea, .unread .line")
        if n:
            ja.script("[...document.querySelectorAll('.card.idea .keep')].slice(0, 2).forEach((e) => e.click())")
        else:
            ja.click(".unread .line .g3")
            ja.wait(".card.idea .keep")
            ja.click(".card.idea .keep")
    leads = ja.script("return JSON.parse(localStorage['tensen.judged']).filter((x) => x.kept).map((x) => x.document)")
    ja.open(base + "?view=shortlist&lang=ja")
    ja.wait("#print-sheets")
    assert "存続" in ja.text(".kept-list"), "the state of a document"
    ja.click("#print-sheets")
    ja.wait(".sheet")
    equal(ja.script("return [...document.querySelectorAll('.sheet')].map((e) => e.dataset.document)"), leads, "sheets")
    equal(ja.text(".sheet .of"), f"1 / {len(leads)}", "of how many")
    equal(len(re.findall(rb"/Type\s*/Page\b(?!s)", ja.pdf())), len(leads), "pages")
    assert "prompt" not in ja.text("body"), "versions of prompts are not for paper"
    forget(ja, base)


def days_come_back_however_a_spreadsheet_writes_them(ja, en, base):
    forget(ja, base)
    rows = "元の特許,文献番号,評点,評価日,メモ\nDEMO-17-002,DEMO-34-005,2,46351,a\nDEMO-17-002,DEMO-32-006,1,2026/11/5,b\nDEMO-17-002,DEMO-35-010,1,令和,c\n"
    ja.open(base)
    ja.wait(".examples a")
    ja.script("const k = await import('./keeping.js'); k.fromFile(arguments[0])", rows)
    got = ja.script("return JSON.parse(localStorage['tensen.judged']).map((x) => x.date)")
    equal(got[:2], ["2026-11-25", "2026-11-05"], "days")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", got[2]), got
    forget(ja, base)


def a_patent_that_is_twice_in_a_list_is_said_to_be(ja, en, base):
    ja.open_anew(f"{base}?view=portfolio&lang=ja#list=DEMO-17-002&list={OPEN_PATENT}&list=DEMO-17-002")
    ja.wait("#portfolio-csv")
    equal(ja.count(".portfolio tbody tr"), 3, "rows")
    assert "1 番目と同じ" in ja.text(".portfolio tbody tr:last-child"), ja.text(".portfolio")


def the_grading_view_is_as_wide_as_its_heading(ja, en, base):
    see(ja, base, "triage")
    right = "return document.querySelector(arguments[0]).getBoundingClientRect().right"
    equal(ja.script(right, ".lines"), ja.script(right, ".asked"), "right edge")


def a_sheet_says_of_an_idea_all_that_its_card_says(ja, en, base):
    for b in (ja, en):
        see(b, base, "ideas", b.language)
        card = b.script("""const e = document.querySelector('.card.idea'), text = (s) => e.querySelector(s).textContent;
            return [text('h3'), text('.statement'), text('header .tag'), text('.objection span'), text('.of-document .evidence-title')]""")
        b.click('.card a[href^="sheet.html"]')
        b.wait(".sheet")
        sheet = b.script("return document.querySelector('.sheet').textContent")
        missing = [x for x in card if x.lower() not in sheet.lower()]
        equal(missing, [], "what the card says and the sheet does not")
        equal(b.count(".sheet .side"), 2, "both quotations")
        assert b.count(".sheet .side mark") > 0, "the words that carry it are marked"
        assert "再現" not in sheet and "To repeat" not in sheet, "no command where one looks at paper"
        assert f"id={OPEN_PATENT}" in b.text(".sheet .made code"), "where it is looked at again"


def a_list_of_patents_is_ordered_as_it_was_typed(ja, en, base):
    typed = ["DEMO-17-002", OPEN_PATENT, "DEMO-01-006", "DEMO-09-008"]
    ja.open_anew(f"{base}?view=portfolio&lang=ja#{'&'.join(f'list={x}' for x in typed)}")
    ja.wait("#portfolio-csv")
    ja.click("[name=sort-typed]")
    equal(ja.script("return [...document.querySelectorAll('.portfolio tbody th a')].map((e) => new URL(e.href).searchParams.get('id'))"), typed, "order")


def a_long_need_counts_the_weight_of_its_words_and_not_words(ja, en, base):
    for b, words in ((ja, "重みで計算"), (en, "by weight")):
        b.open_anew(f"{base}?view=match&closed=1&lang={b.language}#text={quote(' '.join(EVERYDAY))}")
        b.wait(".offer .met")
        told = b.script("return [...document.querySelectorAll('.offer .met')].map((e) => e.textContent)")
        assert any(words in x for x in told) and not any("語のうち" in x or " of 5 words" in x for x in told), told
        assert b.count(".score-meaning") == 1, "what the score is, where it stands"


def what_was_probably_meant_is_offered_where_a_number_is_typed_and_where_it_is_unknown(ja, en, base):
    ja.open(base)
    ja.type("#query", "DEMO-35-01")
    ja.wait(".meant button")
    ja.click(".meant button")
    ja.wait(lambda x: x.count("#reading .read-title") == 1)
    ja.open(base + "?view=ideas&id=DEMO-35-0123&lang=ja")
    ja.wait(".problem .meant a")
    ja.click(".problem .meant a")
    ja.wait(".card, .silence")
    assert "DEMO-35-012" in ja.url() and "0123" not in ja.url(), ja.url()


def filters_take_full_width_and_eras_and_leave_out(ja, en, base):
    """A year, class or applicant as people type them; - leaves out; what has no known state can be let in."""
    def total():
        return int(re.search(r"[\d,]+", ja.text(".hits-place h2")).group().replace(",", ""))

    def typed(name, value, arrives):
        ja.script("const e = document.querySelector(`[name=${arguments[0]}]`); e.value = arguments[1]; e.dispatchEvent(new Event('input', { bubbles: true }))", name, value)
        ja.wait(lambda x: (arrives in x.url() if value else f"{name}=" not in x.url()) and x.count(".hits-place.waiting") == 0 and x.count(".hits-place h2"))
        return total()

    see(ja, base, "search")
    every = total()
    for name, wide, plain in (("since", "２０１５", "since=2015"), ("since", "平成27年", "since=%E5%B9%B3%E6%88%9027"), ("since", "2015/01/01", "since=2015%2F01%2F01"), ("class", "Ｆ１６Ｆ", "class=F16F")):
        assert 0 < typed(name, wide, plain) < every, f"{name} {wide}"
        if name == "since":
            typed(name, "", "")
    only = total()
    equal(typed("class", "-F16F", "class=-F16F") + only, every, "with a class and without it")
    typed("class", "", "")
    owner = ja.script("return document.querySelector('.hit .offer-meta > span:nth-child(2)').textContent.split('、')[0]")
    some = typed("applicant", owner, "applicant=")
    equal(typed("applicant", "－" + owner, "applicant=-") + some, every, "of an applicant and of all others")
    ja.script("document.querySelector('[name=since]').value = '20xx'; document.querySelector('[name=since]').dispatchEvent(new Event('input'))")
    equal(ja.script("return document.querySelector('[name=since]').validity.valid"), False, "no date")


def many_numbers(b, base, words):
    forget(b, base)
    b.open(base)
    b.wait(".examples a")
    b.type("#query", f"{OPEN_PATENT}、DEMO-01-006 DEMO-99-999")
    b.wait(".numbers-read li:nth-child(3)")
    assert "塔状構造物" in b.text(".numbers-read") and words["unknown"] in b.text(".numbers-read"), b.text("#reading")
    assert words["combine"] in b.text("#reading"), "combine is offered"
    b.click("#reading .primary")
    b.wait(lambda x: x.count(".portfolio tbody tr") == 3 and x.count("#portfolio-csv") == 1)
    assert "list=" in b.url().partition("#")[2], "the list stays behind the #"
    assert words["unknown"] in b.text(".portfolio tbody tr:last-child"), "what is not there stands last and is said"
    b.click("#portfolio-csv")
    equal(len(b.downloaded(".csv").decode("utf-8-sig").splitlines()), 4, "rows of the CSV")
    b.click(".portfolio a")
    b.wait(".answer.of-ideas")


def all_that_a_person_graded_is_shown_as_graded_and_the_list_of_patents_counts_it(ja, en, base):
    forget(ja, base)
    see(ja, base, "triage")
    ids = ja.script("return [...document.querySelectorAll('.lines .line')].slice(0, 12).map(e => e.dataset.id)")
    grades = [{"query": OPEN_PATENT, "document": d, "grade": 2 + i % 2, "kind": "new", "date": "2026-01-01"} for i, d in enumerate(ids)]
    grades += [{"query": q, "document": "DEMO-30-005", "grade": 3, "kind": "new", "date": "2026-01-01"} for q in ("DEMO-17-002", "DEMO-09-008")]
    ja.script("localStorage['tensen.judged'] = arguments[0]", json.dumps(grades))
    see(ja, base, "ideas")
    shown = ja.script("return Object.fromEntries([...document.querySelectorAll('.card.idea')].map(e => [e.dataset.lead, Number(e.querySelector('.grade-mark').textContent)]))")
    equal({d: shown.get(d) for d in ids}, {x["document"]: x["grade"] for x in grades[:12]}, "all twelve, each as graded")
    ja.open_anew(base + "?view=portfolio&lang=ja#list=DEMO-17-002&list=DEMO-09-008")
    ja.wait(lambda x: x.count("#portfolio-csv") == 1 and x.count(".portfolio tbody td:nth-child(5)") == 2)
    equal(ja.script("return [...document.querySelectorAll('.portfolio tbody td:nth-child(5)')].map(e => e.textContent)"), ["3", "3"], "grades in the list of patents")
    equal(ja.count(".portfolio .also"), 2, "a document that answers both is said to")
    forget(ja, base)


def many_numbers_become_a_list_of_best_ideas_in_japanese(ja, en, base):
    many_numbers(ja, base, {"unknown": "索引にありません", "combine": "組み合わせて使う用途を探す"})


def many_numbers_become_a_list_of_best_ideas_in_english(ja, en, base):
    many_numbers(en, base, {"unknown": "No document of the index", "combine": "Find uses of them together"})


def where_no_patent_is_open_the_zero_is_explained_and_all_are_searched(ja, en, base):
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = os.path.join(folder, "closed.jsonl"), os.path.join(folder, "closed.tensen")
        data = os.path.join(ROOT, "data", "demo")
        with open(corpus, "w", encoding="utf-8") as out:
            for name in sorted(os.listdir(data)):
                if name.endswith(".jsonl"):
                    with open(os.path.join(data, name), encoding="utf-8") as f:
                        for line in f:
                            out.write(json.dumps({**json.loads(line), "open": False}, ensure_ascii=False) + "\n")
        subprocess.run([TENSEN, "index", "-q", "-o", index, corpus], check=True, stdout=subprocess.DEVNULL)
        with serving(index) as (closed, _):
            for b, why, title in ((ja, "開放特許の情報がない", "課題から文献を探す"), (en, "does not say which patents are open", "From a need to documents")):
                see(b, closed, "start", b.language)
                assert b.count(".examples a") > 0, "examples from the index at hand"
                see(b, closed, "match", b.language)
                equal(b.text("h1"), title, "title")
                assert why in b.text("#no-open"), b.text("#no-open")
                assert b.count(".offer") > 0 and b.count(".tag.open") == 0, "documents, none called open"
                equal(b.count("input[name=open]"), 0, "no filter that leaves nothing")


def the_dial_is_one_entry_of_the_history(ja, en, base):
    see(ja, base, "ideas")
    ja.click(".understood-bar > summary")
    ja.wait("[name=boldness]")
    for value in (0.25, 0.5, 0.75, 1):
        ja.script(f"const d = document.querySelector('[name=boldness]'); d.value = {value}; d.dispatchEvent(new Event('input', {{ bubbles: true }}))")
        ja.wait(lambda b: f"boldness={value}" in b.url() and b.count(".answer.waiting") == 0)
    ja.back()
    ja.wait(lambda b: "boldness" not in b.url() and b.count(".card.idea") and b.count(".answer.waiting") == 0)


def back_returns_to_the_place_one_read_at(ja, en, base):
    for b in (ja, en):
        for width in (390, 1440):
            b.size(width, 900)
            see(b, base, "ideas", b.language)
            b.script("document.querySelector('.figures').open = true; document.querySelectorAll('.card.idea')[1].scrollIntoView()")
            b.wait(".figure-row")
            y = b.script("return Math.round(scrollY)")
            b.script("document.querySelector('.asked .row a:last-child').click()")
            b.wait(".term-table")
            b.back()
            b.wait(".figure-row")
            b.wait(lambda x: abs(x.script("return scrollY") - y) < 3)
        b.size(1440, 900)


def hits_show_rank_applicant_and_year_and_are_sorted_by_date(ja, en, base):
    for b in (ja, en):
        see(b, base, "search", b.language)
        assert b.count(".hit .snippet mark") > 10, "a snippet with marked words"
        assert b.text(".hit .rank") == "1" and b.count(".hit .state") == 20 and b.count(".hit .keep") == 20
        b.script("const s = document.querySelector('select[name=sort]'); s.value = 'date'; s.dispatchEvent(new Event('change', { bubbles: true }))")
        b.wait(lambda x: "sort=date" in x.url() and x.count(".hits-place.waiting") == 0)
        dates = b.script("return [...document.querySelectorAll('.hit .state span:last-child')].map(e => e.textContent.match(/\\d{4}/)[0])")
        equal(dates, sorted(dates, reverse=True), "newest first")
        b.script("const s = document.querySelector('select[name=field]'); s.value = s.options[1].value; s.dispatchEvent(new Event('change', { bubbles: true }))")
        b.wait(lambda x: x.count(".filters .chip-button") == 1 and x.count(".hits-place.waiting") == 0)
        b.script("const s = document.querySelector('select[name=field]'); s.value = s.options[2].value; s.dispatchEvent(new Event('change', { bubbles: true }))")
        b.wait(lambda x: x.count(".filters .chip-button") == 2 and x.count(".hits-place.waiting") == 0)


def hits_are_filtered_by_class_and_by_a_word(ja, en, base):
    for b in (ja, en):
        see(b, base, "search", b.language)
        b.type("input[name=class]", "A47B")
        b.wait(lambda x: "class=A47B" in x.url() and x.count(".hits-place.waiting") == 0)
        classes = b.script("return [...document.querySelectorAll('.hit .offer-meta .number')].map(e => e.textContent)")
        assert 0 < len(classes) < 20, classes
        b.clear("input[name=class]")
        b.script("document.querySelector('input[name=class]').dispatchEvent(new Event('input', { bubbles: true }))")
        b.wait(lambda x: "class=" not in x.url() and x.count(".hit") == 20)
        b.type("input[name=must]", "騒音")
        b.wait(lambda x: "must=" in x.url() and x.count(".hits-place.waiting") == 0)
        assert "411" not in b.text(".hits-place h2"), b.text(".hits-place h2")
        equal(b.script("return document.activeElement.name"), "must", "focus")


def the_header_is_one_line_on_a_tablet(ja, en, base):
    for b in (ja, en):
        for width in (721, 768, 860, 1080):
            b.size(width, 900)
            see(b, base, "start", b.language)
            high = b.script("return document.querySelector('.top').offsetHeight")
            assert high < 80, f"{high} px high at {width} in {b.language}"
            assert b.script("return document.documentElement.scrollWidth") <= width, f"wider than {width}"
        b.size(1440, 900)


def the_english_page_of_an_english_index_has_no_japanese(ja, en, base):
    texts = ["A damper absorbs the vibration of a tower by a moving mass, so that fatigue of the base is reduced.",
             "Powder in a hopper cakes in damp air; a vibrating wall keeps the outlet clear.",
             "A sensor detects the level of a liquid in a tank without contact.",
             "A blade with serrations reduces the noise of a fan.", "A coating keeps ice from sticking to a wing."]
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = os.path.join(folder, "en.jsonl"), os.path.join(folder, "en.tensen")
        with open(corpus, "w", encoding="utf-8") as out:
            for i in range(60):
                out.write(json.dumps({"id": f"US{1000000 + i}A", "title": texts[i % 5].split(" the ")[0].split(" in ")[0], "abstract": texts[i % 5] + " " + texts[i % 4],
                                      "ipc": [["F16F 15/02"], ["B65D 88/26"], ["G01F 23/00"], ["F04D 29/66"], ["B64D 15/00"]][i % 5],
                                      "applicants": ["Acme", "Bolt"], "date": "2015-03-04", "lang": "en"}) + "\n")
        subprocess.run([TENSEN, "index", "-q", "-o", index, corpus], check=True, stdout=subprocess.DEVNULL)
        with serving(index) as (english, _):
            for query in ("?", "?view=match", "?view=ideas&id=US1000000A", "?view=triage&id=US1000000A", "?view=search&id=US1000001A", "?view=combine",
                          "?view=document&id=US1000002A", "?view=match#text=powder%20cakes", "?view=shortlist", "?view=portfolio"):
                en.open_anew(f"{english}{query.partition('#')[0]}&lang=en#{query.partition('#')[2]}")
                en.wait("h1")
                en.wait(lambda b: b.count(".loading") == 0)
                found = en.script("return document.querySelector('main').innerText.match(/[\\u3001-\\u30ff\\u4e00-\\u9fff]+/g)")
                assert not found, f"{query}: {found}"


def the_ideas_page_prints_without_controls_and_says_the_own_field(ja, en, base):
    for b in (ja, en):
        see(b, base, "ideas", b.language)
        b.cdp("Emulation.setEmulatedMedia", media="print")
        shown = b.script("return [...document.querySelectorAll('button, a.button, select, input, summary')].filter((e) => e.checkVisibility() && !e.closest('h3, .understood-bar')).map((e) => e.textContent)")
        equal(shown, [], "controls on paper")
        assert b.script("return document.querySelector('.understood-bar summary').checkVisibility()"), "the own field is said"
        b.colours(False)


CLAIMS = "【課題】塔の揺れが長く続き、基部に疲労がたまる。【解決手段】錘をばねで支え、揺れの周期に合わせて減衰させる。"


def place(b):
    """Where the page stands once nothing is being ranked anew and it no longer moves."""
    b.wait(lambda x: x.count(".answer.waiting") == 0)
    places = [None]
    while len(places) < 2 or places[-1] != places[-2]:
        time.sleep(0.2)
        places.append(b.script("return scrollY"))
        assert len(places) < 50, f"the page does not come to rest: {places}"
    return places[-1]


def walk(b, base, width, most, claims=CLAIMS, aspect="建物の揺れを小さくする"):
    """Paste, correct the understood field, add an aspect, read five documents beside the list,
    grade, keep, export to Excel and sheets, come back.  Presses are counted; no place is lost:
    scroll and address are the same after each.  The page before this loop took 14 clicks,
    lost the place at each of five documents, and had no field to correct and no CSV.
    TENSEN_PICTURES names a folder for pictures of the steps."""
    clicks = lost = 0

    def picture(name):
        if os.environ.get("TENSEN_PICTURES"):
            b.picture(os.path.join(os.environ["TENSEN_PICTURES"], f"walk-{b.language}-{width}-{name}.png"), whole=False)

    def press(selector):
        nonlocal clicks
        clicks += 1
        b.click(selector)

    b.size(width, 900)
    forget(b, base)
    b.open(base)
    b.wait(".examples a")
    picture("0-start")
    b.type("#query", claims)
    press(".box .primary")
    b.wait(".answer.of-ideas")
    picture("1-understood")
    press(".understood-bar > summary")
    b.wait(".own-field button")
    own = b.count(".own-field")
    press(".own-field button")
    b.wait(lambda x: x.count(".own-field") == own - 1 and x.count(".answer.waiting") == 0)
    picture("2-corrected")
    b.type(".aspect-field", aspect + ENTER)
    b.wait(lambda x: x.count(".aspect.of-given") == 1 and x.count(".answer.waiting") == 0)
    press("#triage-door")
    b.wait(".lines .line")
    for _ in range(5):
        address, y = b.url(), place(b)
        b.press(ENTER)
        b.wait("#beside .section")
        picture("3-beside")
        b.press(ESCAPE)
        b.wait(lambda x: x.url() == address)  # the browser goes back in its own time
        lost += abs(place(b) - y) > 2
        b.press("2")
        b.wait(lambda x: not x.script("return document.activeElement.closest('#beside')"))
    b.wait(lambda x: x.count(".lines.graded .line") == 5)
    picture("4-graded")
    press("#to-ideas")
    b.wait(".card.idea")
    picture("5-ideas")
    leads = b.script("return [...document.querySelectorAll('.card.idea')].slice(0, 2).map(c => c.dataset.lead)")
    for lead in leads:
        press(f".card[data-lead='{lead}'] .keep")
    press('nav a[href*="shortlist"]')
    b.wait(".kept")
    picture("6-kept")
    press("#export-csv")
    equal(len(b.downloaded(".csv").decode("utf-8-sig").splitlines()), 1 + len(leads), "rows for Excel")
    b.open_anew(base + "?view=shortlist")  # the next day
    b.wait(".kept")
    equal(b.count(".kept"), len(leads), "entries of yesterday")
    press(".kept .offer-meta a[href*=text]")
    b.wait(".card.idea")
    assert "own=" in b.url() and "aspect=" in b.url() and b.count(".card.selected") == 1, "asked again as it was corrected"
    assert b.count(".marked-bar") == 1 and "5" in b.text(".marked-bar"), "the grades of yesterday are at work"
    equal(lost, 0, "places lost")
    press('.card a[href^="sheet.html"]')
    b.wait(".sheet")
    picture("7-sheet")
    equal(b.count(".sheet"), 1, "the sheet of the idea")
    assert clicks <= most, f"{clicks} clicks"
    b.size(1440, 900)
    forget(b, base)


def an_analyst_goes_from_claims_to_a_kept_shortlist_and_back_next_day(ja, en, base):
    walk(ja, base, 1440, 11)
    walk(en, base, 1440, 11)


def an_analyst_goes_the_same_way_on_a_phone(ja, en, base):
    walk(ja, base, 390, 11)
    walk(en, base, 390, 11)


# ---- the same at every width, on any index (loop.py) ----

WIDTHS = (390, 768, 1440)
OWN = [x for x in os.environ.get("TENSEN_REAL", "").split(":") if x]


@functools.cache
def corpus_of(base, index):
    return loop.Corpus(base)


def corpus(base):
    """By its index, too: another server may have had the port before."""
    with urllib.request.urlopen(base + "api/v1/info") as answer:
        return corpus_of(base, json.load(answer)["index"])


def at_every_width(fact, ja, en, base):
    """Both browsers at once, each through the widths: nearly all of it is waiting for them."""
    def through(b):
        for width in WIDTHS:
            b.size(width, 900)
            try:
                fact(b, corpus(base))
            except (AssertionError, BrowserError) as e:
                raise AssertionError(f"{b.language} at {width} px: {e}") from e
        b.size(1440, 900)

    with ThreadPoolExecutor(2) as both:
        list(both.map(through, (ja, en)))


def loop_facts():
    """Each fact of loop.py on the demonstration index, and on one's own where it is given."""
    def on_the_demo(fact):
        def run_fact(ja, en, base):
            at_every_width(fact, ja, en, base)
        return run_fact

    def on_real_indexes(fact):
        def run_fact(ja, en, base):
            for index in OWN:
                with serving(index) as (real, _):
                    at_every_width(fact, ja, en, real)
        return run_fact

    kinds = {"at_every_width": on_the_demo, **({"on_a_real_index_at_every_width": on_real_indexes} if OWN else {})}
    for fact in loop.FACTS:
        for where, kind in kinds.items():
            made = kind(fact)
            made.__name__ = f"{fact.__name__}_{where}"
            yield made.__name__, made


globals().update(loop_facts())


def a_hit_that_is_kept_stands_under_its_patent(ja, en, base):
    forget(ja, base)
    see(ja, base, "search")
    ja.click(".hit .keep[aria-pressed=false]")
    see(ja, base, "shortlist")
    equal(ja.text(".kept-group h2").strip(), OPEN_PATENT, "the group, not a text typed in")
    forget(ja, base)


# ---- accessible ----

def axe_complains(b):
    """What axe says of the page as it stands."""
    if not b.script("return 'axe' in window"):
        with open(AXE, encoding="utf-8") as f:
            b.script(f.read())
    return b.script_async(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations.map(v =>"
        "[v.impact, v.id, v.nodes.slice(0, 3).map(n => n.target.join(' ') + ': ' + (n.any[0] || n.all[0] || n.none[0] || {}).message)])))")


def findings(b, base, name, query, ready):
    """What axe says of a view at every width, and whether it is wider than the window.  It is loaded where it is narrow
    and where it has room to unfold its filters, and made wider between."""
    found = []
    query, _, text = query.partition("#")
    for widths in (WIDTHS[:2], WIDTHS[2:]):
        b.size(widths[0], 900)
        b.open_anew(f"{base}{query}&lang={b.language}{'#' + text if text else ''}")
        b.wait(ready)
        for width in widths:
            b.size(width, 900)
            wide = b.script("return document.documentElement.scrollWidth")
            found += [(name, width, *v) for v in axe_complains(b)] + ([(name, width, "wide", wide)] if wide > width else [])
    b.size(1440, 900)
    return found


def axe(b, base, dark):
    b.colours(dark)
    b.open(base)
    found = [x for view in VIEWS for x in findings(b, base, view, VIEWS[view], READY[view])]
    b.colours(False)
    assert not found, "\n".join(map(str, found))


def real_views(base):
    """The views of an index of which nothing is known: with the ids that it gives itself."""
    body = json.dumps({"text": NEED + " powder hopper", "k": 2}).encode()
    request = urllib.request.Request(f"{base}api/v1/search", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        first, second = [quote(x["id"]) for x in json.load(answer)["hits"]]
    return {
        "start": ("?", ".facts dd"), "ideas": (f"?view=ideas&id={first}", ".card .statement, .silence"),
        "text": (f"?view=ideas#text={quote(NEED)}", ".understood-bar, .problem"), "triage": (f"?view=triage&id={first}", ".lines .line"),
        "match": (f"?view=match&closed=1#text={quote(NEED)}", ".offer, .problem"), "search": (f"?view=search&id={first}", ".hit"),
        "groups": (f"?view=search&id={first}&per=ipc4", ".hit-group"), "document": (f"?view=document&id={first}", ".term-table tr"),
        "combine": (f"?view=combine&id={first}&with={second}", ".pair-place .card, .combine-none, .problem"),
        "portfolio": (f"?view=portfolio#list={first}&list={second}", "#portfolio-csv"), "unknown": ("?view=ideas&id=JP0000-000000A", ".problem"),
    }


def a_real_index_passes_axe_at_every_width_in_both_languages_light_and_dark(ja, en, base):
    for index in OWN:
        with serving(index) as (real, _):
            found, views = [], real_views(real).items()
            for dark in (False, True):
                for b in (ja, en):
                    b.colours(dark)
                    found += [x for name, (query, ready) in views for x in findings(b, real, name, query, ready)]
                    b.colours(False)
            assert not found, "\n".join(map(str, found))


CONTRAST = """
const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const rgba = (c) => { context.clearRect(0, 0, 1, 1); context.fillStyle = c; context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data]; };
const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const ground = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor);
  if (c[3] > 250) return c; } return [255, 255, 255]; };
const faint = new Map();
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || e.closest('svg, noscript, .visually-hidden, option') || !e.checkVisibility()) continue;
  const style = getComputedStyle(e), size = parseFloat(style.fontSize);
  const [a, b] = [light(rgba(style.color)), light(ground(e))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5))
    faint.set(e.tagName + '.' + e.className, ratio.toFixed(2) + ' ' + walk.currentNode.data.trim().slice(0, 20));
}
return [...faint];
"""


def text_stands_out_from_its_ground(ja, en, base):
    """axe leaves out what lies in a card, for a card has a stripe."""
    for view in VIEWS:
        see(ja, base, view)
        for dark in (True, False):
            ja.colours(dark)
            equal(ja.script(CONTRAST), [], f"faint text, {view}, {'dark' if dark else 'light'}")
    ja.colours(True)
    ja.script("document.querySelector('h1').style.color = 'gray'")
    assert ja.script(CONTRAST), "grey on dark is found"
    ja.colours(False)


def every_view_passes_axe_in_light_colours(ja, en, base):
    axe(ja, base, dark=False)


def every_view_passes_axe_in_dark_colours(ja, en, base):
    axe(en, base, dark=True)


def nothing_is_wider_than_a_phone(ja, en, base):
    for b in (ja, en):
        b.size(360, 740)
        for view in VIEWS:
            see(b, base, view, b.language)
            wide = b.script("return document.documentElement.scrollWidth")
            assert wide <= 360, f"{view} in {b.language}: {wide} px"
        b.size(1440, 900)


def tables_handed_over_as_html_are_read_on_a_phone(ja, en, base):
    """They scroll aside; no column is squeezed to a letter a line."""
    with tempfile.TemporaryDirectory() as folder:
        index = demo_index(folder)
        for name, command in {"search": ["search", index, OPEN_PATENT, "--explain"], "ideas": ["ideas", index, OPEN_PATENT],
                              "combine": ["combine", index, OPEN_PATENT, PARTNER]}.items():
            path = os.path.join(folder, name + ".html")
            with open(path, "wb") as out:
                subprocess.run([TENSEN, *command, "--format", "html", "--lang", "ja"], check=True, stdout=out)
            ja.size(390, 844)
            ja.open("file://" + path)
            narrow = ja.script("return [...document.querySelectorAll('td')].filter((e) => e.innerText.length > 12 && e.clientWidth < 60).map((e) => e.innerText)")
            assert ja.count("td, dd") > 3 and not narrow, f"{name}: {narrow[:3]}"
            assert ja.script("return document.documentElement.scrollWidth") <= 390, f"{name} is wider than the phone"
    ja.size(1440, 900)


# ---- links, filters, what goes wrong ----

def every_state_has_a_link_and_back_leads_back(ja, en, base):
    see(ja, base, "ideas")
    ja.click(".understood-bar > summary")
    ja.wait(".check input[name=alive]")
    ja.click(".check input[name=alive]")
    ja.wait(lambda b: "alive=1" in b.url() and b.count(".answer.waiting") == 0)
    assert not ja.script("return [...document.querySelectorAll('.card .tag:is(.dead, .pending)')].length"), "documents in force only"
    seen, link = ja.text(".card-side"), ja.url()
    ja.open_anew(link)
    ja.wait(".card.idea")
    equal(ja.text(".card-side"), seen, "what the link shows")
    ja.click(".understood-bar > summary")
    ja.wait(".check input[name=alive]")
    ja.click(".check input[name=alive]")
    ja.wait(lambda b: "alive" not in b.url() and b.count(".answer.waiting") == 0)
    ja.back()
    ja.wait(lambda b: "alive=1" in b.url() and b.script("return document.querySelector('input[name=alive]')?.checked"))


def the_dial_reorders_what_is_unread_and_keeps_the_focus(ja, en, base):
    see(ja, base, "ideas")
    order = "return [...document.querySelectorAll('.unread .line')].map(e => e.dataset.id).join()"
    before = ja.script(order)
    ja.click(".understood-bar > summary")
    ja.wait("[name=boldness]")
    ja.script("const d = document.querySelector('[name=boldness]'); d.focus(); d.value = 1; d.dispatchEvent(new Event('input', { bubbles: true }))")
    ja.wait(lambda b: "boldness=1" in b.url() and b.script(order) != before)
    equal(ja.script("return document.activeElement.name"), "boldness", "focus")


def a_text_stays_out_of_what_the_server_logs(ja, en, base):
    see(ja, base, "text")
    ja.watch()
    see(ja, base, "match")
    logged = [url for url, _ in ja.traffic() if url.startswith("http")]
    assert logged and not any(quote(NEED[:4]) in url.partition("#")[0] for url in logged), logged


def an_unknown_number_is_said_and_can_be_asked_as_text(ja, en, base):
    see(en, base, "unknown", "en")
    assert "DEMO-99-999" in en.text(".problem") and "not in this index" in en.text(".problem")
    en.click(".problem .primary")
    en.wait(lambda b: "text=DEMO-99-999" in b.url())


def script_in_a_title_and_in_a_query_is_shown_as_text(ja, en, base):
    attack = "<img src=x onerror=window.owned=1><script>window.owned=1</script>"
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = os.path.join(folder, "hostile.jsonl"), os.path.join(folder, "hostile.tensen")
        data = os.path.join(ROOT, "data", "demo")
        with open(corpus, "w", encoding="utf-8") as out:
            for name in sorted(os.listdir(data)):
                with open(os.path.join(data, name), encoding="utf-8") as f:
                    for line in f:
                        x = json.loads(line)
                        x["title"] += attack
                        x["applicants"] = [attack]
                        x["url"] = "javascript:window.owned=1"
                        x["abstract"] = attack + x.get("abstract", "")
                        out.write(json.dumps(x, ensure_ascii=False) + "\n")
        subprocess.run([TENSEN, "index", "-q", "-o", index, corpus], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([TENSEN, "readings", index, "--import", GRADES, "--by", attack], check=True, stdout=subprocess.DEVNULL)
        with serving(index) as (hostile, _):
            for view in ("start", "ideas", "document", "match"):
                see(ja, hostile, view)
                assert "<img" in ja.text("main"), f"{view}: the title is shown as it is"
                equal(ja.count("main img, main script, a[href^='javascript']"), 0, f"elements out of texts, {view}")
            ja.open(f"{hostile}?view=ideas#text={quote(attack + NEED)}")
            ja.wait(".card, .silence")
            assert attack in ja.text(".asked-text")
            ja.open(f"{hostile}sheet.html?rank=1&id={OPEN_PATENT}")
            ja.wait(".sheet")
            equal(ja.count("img, .sheet script"), 0, "elements out of texts, sheet")
            assert not ja.script("return window.owned"), "nothing ran"


def a_server_that_is_gone_is_said_plainly(ja, en, base):
    with tempfile.TemporaryDirectory() as folder, serving(demo_index(folder)) as (other, server):
        see(en, other, "start", "en")
        server.send_signal(signal.SIGTERM)
        server.wait()
        en.type("#query", OPEN_PATENT + ENTER)
        en.wait(".problem")
        assert "cannot be reached" in en.text(".problem")
    en.complaints()


def a_server_with_a_token_asks_for_it(ja, en, base):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "token")
        with open(path, "w", encoding="utf-8", opener=lambda p, f: os.open(p, f, 0o600)) as f:
            f.write("correct-horse-battery\n")
        with serving(demo_index(folder), "--token-file", path) as (locked, _):
            ja.open(locked + "?view=ideas&id=" + OPEN_PATENT)
            ja.wait("#token")
            ja.type("#token", "wrong-wrong-wrong-wrong" + ENTER)
            ja.wait(".field-problem")
            ja.type("#token", "correct-horse-battery" + ENTER)
            ja.wait(".card .statement")
            ja.click('.card a[href^="sheet.html"]')
            ja.wait(".sheet")
    ja.complaints()


def both_languages_have_the_same_words(ja, en, base):
    ja.open(base)
    keys = ja.script_async(
        "const done = arguments[arguments.length - 1]; import('./words.js').then(({ languages: l }) => done(['ja', 'en'].map((x) => Object.entries(l[x])"
        ".map(([k, v]) => `${k} ${typeof v} ${v && typeof v === 'object' ? Object.keys(v) : ''}`).sort())))")
    equal(keys[0], keys[1], "words")


# ---- light, and alone ----

def first_paint_is_light_and_no_other_host_is_asked(ja, en, base):
    ja.watch()
    for view in VIEWS:
        ja.cdp("Network.clearBrowserCache")
        see(ja, base, view)
        asked = [(url, n) for url, n in ja.traffic() if not url.startswith(("about:", "data:"))]
        others = [url for url, _ in asked if not url.startswith(base)]
        assert asked and not others, f"{view} asked {others}"
        total = sum(n for _, n in asked)
        assert 10_000 < total < LIMIT, f"{view}: {total} bytes"


def the_browser_has_nothing_to_complain_of(ja, en, base):
    for b in (ja, en):
        b.complaints()
        for view in VIEWS:
            if view != "unknown":  # a 404 is a complaint in itself
                see(b, base, view, b.language)
        b.open(f"{base}sheet.html?rank=1&id={OPEN_PATENT}")
        b.wait(".sheet")
        equal(b.complaints(), [], "console")


def ideas_are_timed_from_the_answer_to_the_screen(ja, en, base):
    see(ja, base, "ideas")
    ja.wait(lambda b: b.script("return performance.getEntriesByName('answer-to-shown').length"))


def facts(part):
    """What is asked of both browsers is a fact; all else helps."""
    return [f for f in globals().values() if getattr(f, "__module__", "") == __name__ and hasattr(f, "__code__")
            and f.__code__.co_varnames[:f.__code__.co_argcount] == ("ja", "en", "base") and part in f.__name__]


def run(chosen, ja, en, base):
    failed, skipped = [], []
    for fact in chosen:
        print(f"[ RUN      ] {fact.__name__}", flush=True)
        if ("axe" in fact.__name__ and not os.path.exists(AXE)) or ("real_index" in fact.__name__ and not OWN):
            skipped.append(fact.__name__)
            print(f"[  SKIPPED ] {fact.__name__}")
            continue
        try:
            fact(ja, en, base)
            print(f"[       OK ] {fact.__name__}")
        except (AssertionError, BrowserError, OSError, ValueError, KeyError):
            failed.append(fact.__name__)
            traceback.print_exc(file=sys.stdout)
            print(f"[  FAILED  ] {fact.__name__}")
    print(f"[==========] page: {len(chosen)} test(s) run.")
    print(f"[  PASSED  ] {len(chosen) - len(failed) - len(skipped)} test(s).")
    if skipped:
        print(f"[  SKIPPED ] {len(skipped)} test(s), listed below:")
        for name in skipped:
            print(f"[  SKIPPED ] {name}")
    if failed:
        print(f"[  FAILED  ] {len(failed)} test(s), listed below:")
    return 1 if failed else 0


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no browser stays behind
    part = sys.argv[1] if len(sys.argv) > 1 else ""
    share = re.fullmatch(r"([1-9])/([1-9])", part)
    chosen = facts("" if share else part)
    if share:  # every fourth fact, so that the long ones are spread
        chosen = chosen[int(share[1]) - 1::int(share[2])]
    if missing():
        print(missing(), file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory() as folder, serving(demo_index(folder)) as (base, _), \
            Browser(languages="ja,en") as ja, Browser(languages="en-GB,en") as en:
        ja.language, en.language = "ja", "en"
        return run(chosen, ja, en, base)


if __name__ == "__main__":
    sys.exit(main())
