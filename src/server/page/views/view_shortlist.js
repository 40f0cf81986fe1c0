/* view_shortlist.js - what was kept: documents for a query, graded and noted. */

import { download, h, replace, settled, tongue } from "./dom.js";
import { GRADES } from "./grading.js";
import * as keeping from "./keeping.js";
import { blank, read } from "./state.js";
import { toCsv } from "./table.js";

const FILES = ".jsonl,.ndjson,.json,.csv,.tsv,application/jsonl,text/plain,text/csv";

export async function viewShortlist(page) {
	const w = page.words;
	const list = keeping.shortlist();
	const file = h("input", { type: "file", accept: FILES, class: "visually-hidden", id: "judged-file", tabindex: "-1", "aria-hidden": "true",
		onchange: async (e) => {
			const [chosen] = e.target.files;
			if (chosen) await bringIn(page, chosen);
		} });
	const save = (form, type, content) => download(`tensen-judged-${keeping.today()}.${form}`, type, content);

	replace(page.main, h("div", { class: "shortlist" },
		h("section", { class: "asked" },
			h("h1", {}, w.listTitle),
			h("p", { class: "muted" }, w.listLead),
			h("p", { class: "row" },
				h("button", { type: "button", class: "quiet", id: "import", onclick: () => file.click() }, w.importGrades), file,
				list.length > 0 && h("button", { type: "button", class: "primary", id: "export-csv", onclick: () => save("csv", "text/csv", toCsv(page.words.listColumns, rowsOf(page, list))) }, w.exportCsv),
				list.length > 0 && h("button", { type: "button", class: "quiet", id: "export", onclick: () => save("jsonl", "application/jsonl", keeping.toJsonl(list)) }, w.exportGrades),
				list.length > 0 && h("span", { class: "muted", id: "list-count" }, count(page)))),
		list.length === 0 ? h("p", { class: "empty" }, w.listEmpty)
			: h("ul", { class: "kept-list" }, list.map((x, i) => item(page, x, i)))));
}

const count = (page) => page.words.listCount(keeping.shortlist().length, keeping.shortlist().filter((x) => x.grade !== null).length);

/* Rows as the spreadsheet has them: readable again by "import". */
const rowsOf = (page, list) => list.map((x) => [x.query ?? "", x.query_title ?? "", x.document, x.title ?? "", x.application ?? "", x.grade ?? "",
	x.kind ?? "", x.statement ?? "", x.note ?? "", x.date ?? "", x.query ? "" : x.text ?? "", "1"]);

async function bringIn(page, file) {
	const w = page.words;
	const { read, bad, stored } = keeping.fromFile(await file.text());

	await viewShortlist(page);
	page.toast(!stored ? w.storageFull : read || bad ? w.imported(read, bad) : w.importNothing);
}

/* The question it came from, as it was asked; of its link only what this page understands. */
function question(page, x) {
	const asked = x.link && read(new URL(x.link.replace(/^[^?#]*/, ""), location.href));
	const lang = page.state.lang;

	return asked ? page.href({ lang }, asked) : page.href({ view: "ideas", id: x.query || "", text: x.query ? "" : x.text, sel: x.document }, blank(lang));
}

function head(page, x) {
	const w = page.words;
	const target = question(page, x);

	return [
		h("header", {}, h("h2", {}, x.application || x.title || x.document),
			h("span", { class: "muted small" }, w.keptOn(x.date ?? "")),
			h("button", { type: "button", class: "link", onclick: () => takeOff(page, x) }, w.remove)),
		h("p", { class: "offer-meta" }, h("a", { href: page.href({ view: "document", id: x.document }, blank(page.state.lang)), onclick: (e) => page.beside(e, x.document) },
			h("span", { class: "number" }, x.document), " ", h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title ?? "")), x.kind && h("span", { class: "tag" }, w.shelves[x.kind] ?? "")),
		h("p", { class: "offer-meta" }, h("span", { class: "muted" }, w.keptFor), h("a", { href: target, onclick: page.follow },
			x.query ? [h("span", { class: "number" }, x.query), " ", x.query_title ?? ""] : h("span", { class: "clip" }, x.text)),
			x.query && h("a", { href: page.href({ view: "combine", id: x.query }, blank(page.state.lang)), onclick: page.follow }, w.combineWith)),
	];
}

function takeOff(page, x) {
	const w = page.words, before = { ...x };

	keeping.drop(x);
	viewShortlist(page);
	page.toast(w.removed, { name: w.undo, run: () => {
		keeping.keep(before);
		if (page.state.view === "shortlist") viewShortlist(page);
	} });
}

function item(page, x, i) {
	const w = page.words;
	const change = (changes) => {
		if (!keeping.find(x)?.kept) return; /* taken out while a note was being written */
		if (!keeping.keep({ ...x, ...changes, date: keeping.today() })) page.toast(w.storageFull);
		Object.assign(x, changes);
		const told = document.getElementById("list-count"); /* gone where the note was the last thing done here */
		if (told) told.textContent = count(page);
	};
	const note = settled((text) => change({ note: text }), 300);

	return h("li", { class: "card kept", "data-document": x.document }, head(page, x),
		x.statement && h("p", { class: "statement" }, x.statement),
		h("div", { class: "judgement" },
			h("fieldset", { class: "judge" }, h("legend", {}, w.gradeLegend), [...GRADES, null].map((g) => h("label", {},
				h("input", { type: "radio", name: `grade-${i}`, value: String(g), checked: (x.grade ?? null) === g, onchange: () => change({ grade: g }) }),
				h("span", {}, g === null ? w.undecided : `${g} ${w.gradeNames[g]}`)))),
			h("label", { class: "note" }, h("span", {}, w.note), h("textarea", { rows: 2, placeholder: w.notePlaceholder, oninput: (e) => note(e.target.value) }, x.note ?? ""))));
}
