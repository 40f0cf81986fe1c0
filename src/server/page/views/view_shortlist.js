/* view_shortlist.js - what was kept, as one hands it over: by patent, in the order that a person gives,
 * with what speaks for each and against it, a grade and a note; printed as a sheet each, given to
 * Excel and read back. */

import { confidenceOf, numberLink } from "./card.js";
import { download, h, replace, settled, tongue } from "./dom.js";
import { textOf, toCp932 } from "./encodings.js";
import { saveWorkbook } from "./exporting.js";
import { GRADES, tellImported } from "./grading.js";
import * as keeping from "./keeping.js";
import { blank, read } from "./state.js";
import { toCsv } from "./table.js";

const FILES = ".jsonl,.ndjson,.json,.xlsx,.csv,.tsv,application/jsonl,text/plain,text/csv";
const REFUSED = 20; /* rows named one by one */

export async function viewShortlist(page) {
	draw(page);
	keeping.onother(() => {
		const field = document.activeElement;
		if (page.main.contains(field) && field.matches("textarea")) field.addEventListener("blur", () => draw(page), { once: true });
		else draw(page);
	});
}

/* Those of one patent, or of one text, together, in the order in which the first was kept. */
function groups(list) {
	const of = new Map();

	for (const x of list) of.set(keeping.queryOf(x), [...(of.get(keeping.queryOf(x)) ?? []), x]);
	return [...of.values()];
}

function draw(page, refused = []) {
	const w = page.words, list = groups(keeping.shortlist()).flat();
	let number = 0;

	replace(page.main, h("div", { class: "shortlist" },
		h("section", { class: "asked" },
			h("h1", {}, w.listTitle), h("p", { class: "muted" }, w.listLead), files(page, list),
			list.length > 0 && h("p", { class: "muted", id: "list-count" }, count(page)), refusedRows(page, refused)),
		list.length === 0 ? h("p", { class: "empty" }, w.listEmpty) : groups(list).map((some) => h("section", { class: "kept-group", "aria-label": some[0].query || w.queryText },
			h("h2", {}, groupName(page, some.find((x) => x.query_title) ?? some[0])),
			h("ul", { class: "kept-list" }, some.map((x, i) => item(page, x, { number: number++, first: i === 0, last: i === some.length - 1 })))))));
}

function files(page, list) {
	const w = page.words;
	const file = h("input", { type: "file", accept: FILES, class: "visually-hidden", id: "judged-file", tabindex: "-1", "aria-hidden": "true",
		onchange: async (e) => {
			const [chosen] = e.target.files;
			if (chosen) await bringIn(page, chosen);
		} });
	const save = (form, type, content) => download(`tensen-judged-${keeping.today()}.${form}`, type, content);
	const button = (id, name, press, kind = "quiet") => h("button", { type: "button", class: kind, id, onclick: press }, name);
	const table = () => toCsv(w.listColumns, rowsOf(page, list));
	const book = (sheets) => saveWorkbook(page, `tensen-judged-${keeping.today()}`, table(), { title: w.listTitle, sheets });

	return h("p", { class: "row" }, button("import", w.importGrades, () => file.click()), file, list.length > 0 && [
		button("export-xlsx", w.exportXlsx, () => book("one"), "primary"),
		groups(list).length > 1 && button("export-xlsx-each", w.exportXlsxEach, () => book("each")),
		button("export-csv", w.exportCsv, () => save("csv", "text/csv", table())),
		button("export-cp932", w.exportCp932, () => {
			const { bytes, lost } = toCp932(table());
			save("csv", "text/csv;charset=shift_jis", bytes);
			if (lost.length > 0) page.toast(w.lostLetters(lost.slice(0, 8).join(" ")));
		}),
		h("a", { class: "button quiet", id: "print-sheets", href: `sheet.html?view=shortlist&lang=${page.lang}` }, w.printSheets),
		button("print-list", w.printList, () => window.print()),
		button("export", w.exportGrades, () => save("jsonl", "application/jsonl", keeping.toJsonl(list)))]);
}

const count = (page) => page.words.listCount(keeping.shortlist().length, keeping.shortlist().filter((x) => x.grade !== null).length);

/* Rows as the spreadsheet has them: readable again by "import". */
const rowsOf = (page, list) => list.map((x) => [x.query ?? "", x.query_title ?? "", x.document, x.title ?? "", x.application ?? "", x.grade ?? "",
	x.kind ? page.words.shelves[x.kind] ?? x.kind : "", x.statement ?? "", x.quote_query ?? "", x.quote_document ?? "", x.objection ?? "", confidenceOf(page, x), x.applicants ?? "", x.url ?? "",
	x.note ?? "", x.date ?? "", x.query ? "" : x.text ?? "", "1", x.status ?? ""]);

async function bringIn(page, file) {
	const found = keeping.fromFile(await textOf(file));

	draw(page, found.bad);
	tellImported(page, found, () => page.state.view === "shortlist" && draw(page));
}

/* Rows of a file that did not come in, each with the reason. */
function refusedRows(page, bad) {
	const w = page.words;

	return bad.length > 0 && h("div", { class: "notice", id: "refused", role: "status" }, h("p", {}, w.refusedTitle(bad.length)),
		h("ul", { class: "small" }, bad.slice(0, REFUSED).map((x) => h("li", {}, w.refused(x.row, x.why, x.what))),
			bad.length > REFUSED && h("li", {}, w.moreEvidence(bad.length - REFUSED))));
}

/* The question it came from, as it was asked; of its link only what this page understands. */
function question(page, x) {
	const asked = x.link && read(new URL(x.link.replace(/^[^?#]*/, ""), location.href));
	const lang = page.state.lang;

	return asked ? page.href({ lang }, asked) : page.href({ view: "ideas", id: x.query || "", text: x.query ? "" : x.text, sel: x.document }, blank(lang));
}

const groupName = (page, x) => (x.query ? [numberLink(page, { id: x.query }), " ", h("span", { lang: tongue(x.query_title ?? "", page.lang) }, x.query_title === x.query ? "" : x.query_title ?? "")]
	: h("span", { class: "clip" }, x.text));

function head(page, x) {
	const w = page.words, name = x.application || x.title || x.document;

	return [
		h("header", {}, h("h3", { lang: tongue(name, page.lang) }, name), x.kind && h("span", { class: "tag" }, w.shelves[x.kind] ?? ""),
			h("span", { class: "muted small" }, w.keptOn(x.date ?? "")),
			h("button", { type: "button", class: "link", onclick: () => takeOff(page, x) }, w.remove)),
		h("p", { class: "offer-meta" }, h("a", { href: page.href({ view: "document", id: x.document }, blank(page.state.lang)), onclick: (e) => page.beside(e, x.document) },
			h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title || x.document)), numberLink(page, { id: x.document, url: x.url }), x.status && h("span", { class: "tag" }, x.status),
			x.applicants && h("span", {}, h("span", { class: "muted" }, w.ask), " ", x.applicants.replaceAll("; ", w.listSeparator)),
			h("a", { class: "to-page", href: question(page, x), onclick: page.follow }, w.keptFor),
			x.query && h("a", { class: "to-page", href: page.href({ view: "combine", id: x.query }, blank(page.state.lang)), onclick: page.follow }, w.combineWith)),
	];
}

/* Means and trouble, both quotations, what speaks against it, who read it. */
function reasons(page, x, told) {
	const w = page.words;
	const part = (name, text) => text && [h("dt", {}, name), h("dd", { lang: tongue(text, page.lang) }, text)];

	return [
		x.statement && h("p", { class: "statement", lang: tongue(x.statement, page.lang) }, x.statement),
		h("dl", { class: "pairs kept-reasons" },
			part(x.query ? w.ofPatent : w.ofText, x.quote_query), part(w.ofDocument, x.quote_document), part(w.objection, x.objection), h("dt", {}, w.confidence), told),
	];
}

function takeOff(page, x) {
	const w = page.words, before = { ...x };

	keeping.drop(x);
	draw(page);
	page.toast(w.removed, { name: w.undo, run: () => {
		keeping.keep(before);
		if (page.state.view === "shortlist") draw(page);
	} });
}

/* Up and down among those of the same patent; the button that was pressed keeps the focus. */
function moving(page, x, { first, last }) {
	const w = page.words;
	const go = (step, pressed) => {
		if (!keeping.move(x, step)) page.toast(w.storageFull);
		draw(page);
		const now = page.main.querySelector(`[name="${CSS.escape(pressed)}"]`);
		(now?.disabled ? now.parentElement.querySelector(".move:enabled") : now)?.focus();
	};
	const button = (step, name, sign, off) => h("button", { type: "button", class: "quiet small-button move", name: `move-${step}-${x.document}`,
		"aria-label": name, title: name, disabled: off, onclick: (e) => go(step, e.currentTarget.name) }, sign);

	return h("span", { class: "moves" }, button(-1, w.moveUp, "↑", first), button(1, w.moveDown, "↓", last));
}

function item(page, x, { number, first, last }) {
	const w = page.words;
	const printed = h("p", { class: "print-note" }, x.note ?? "");
	const told = h("dd", { class: "confidence" }, confidenceOf(page, x) || w.undecided);
	const change = (changes) => {
		if (!keeping.find(x)?.kept) return; /* taken out while a note was being written */
		if (!keeping.keep({ ...x, ...changes, date: keeping.today() })) page.toast(w.storageFull);
		Object.assign(x, changes, { date: keeping.today() });
		replace(told, confidenceOf(page, x) || w.undecided);
		const all = document.getElementById("list-count"); /* gone where the note was the last thing done here */
		if (all) all.textContent = count(page);
	};
	const note = settled((text) => change({ note: text }), 300);

	return h("li", { class: "card kept", "data-document": x.document }, h("p", { class: "print-only" }, groupName(page, x)), head(page, x), reasons(page, x, told),
		h("div", { class: "judgement" },
			h("fieldset", { class: "judge" }, h("legend", {}, w.gradeOwn), [...GRADES, null].map((g) => h("label", {},
				h("input", { type: "radio", name: `grade-${number}`, value: String(g), checked: (x.grade ?? null) === g, onchange: () => change({ grade: g }) }),
				h("span", {}, g === null ? w.undecided : `${g} ${w.gradeNames[g]}`)))),
			h("label", { class: "note" }, h("span", {}, w.note), h("textarea", { rows: 2, placeholder: w.notePlaceholder, oninput: (e) => {
				printed.textContent = e.target.value;
				note(e.target.value);
			} }, x.note ?? "")), printed, moving(page, x, { first, last })));
}
