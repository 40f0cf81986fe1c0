/* view_shortlist.js - ideas that were kept, judged and noted. */

import { download, h, replace, settled } from "./dom.js";
import * as keeping from "./keeping.js";
import { blank } from "./state.js";

export async function viewShortlist(page) {
	const w = page.words;
	const list = keeping.ideas();
	const file = h("input", { type: "file", accept: ".jsonl,.ndjson,.json,application/jsonl,text/plain", class: "visually-hidden", id: "decisions", tabindex: "-1", "aria-hidden": "true",
		onchange: async (e) => {
			const [chosen] = e.target.files;
			if (chosen) await bringIn(page, chosen);
		} });

	replace(page.main, h("div", { class: "shortlist" },
		h("section", { class: "asked" },
			h("h1", {}, w.listTitle),
			h("p", { class: "muted" }, w.listLead),
			h("p", { class: "row" },
				h("button", { type: "button", class: "quiet", id: "import", onclick: () => file.click() }, w.importDecisions), file,
				list.length > 0 && h("button", { type: "button", class: "primary", id: "export", onclick: () =>
					download(`tensen-decisions-${keeping.today()}.jsonl`, "application/jsonl", keeping.toDecisions()) }, w.exportDecisions),
				list.length > 0 && h("span", { class: "muted", id: "list-count" }, w.listCount(list.length, keeping.countJudged())))),
		list.length === 0 ? h("p", { class: "empty" }, w.listEmpty)
			: h("ul", { class: "kept-list" }, list.map((x, i) => item(page, x, i)))));
}

async function bringIn(page, file) {
	const w = page.words;
	const { read, bad, stored } = keeping.fromDecisions(await file.text());

	await viewShortlist(page);
	page.toast(!stored ? w.storageFull : read || bad ? w.imported(read, bad) : w.importNothing);
}

function item(page, x, i) {
	const w = page.words;
	const target = page.href({ view: "ideas", id: x.id || "", text: x.id ? "" : x.text, sel: x.field }, blank(page.state.lang));
	const change = (changes) => {
		if (!keeping.find(x)) return; /* taken out while a note was being written */
		if (!keeping.keep({ ...x, ...changes, date: keeping.today() })) page.toast(w.storageFull);
		Object.assign(x, changes);
		const told = document.getElementById("list-count"); /* gone where the note was the last thing done here */
		if (told) told.textContent = w.listCount(keeping.ideas().length, keeping.countJudged());
	};
	const note = settled((text) => change({ note: text }), 300);
	const choice = (name, title) => h("fieldset", { class: "judge" }, h("legend", {}, title),
		[[true, w.yes], [false, w.no], [null, w.undecided]].map(([value, text]) => h("label", {},
			h("input", { type: "radio", name: `${name}-${i}`, value: String(value), checked: (x[name] ?? null) === value, onchange: () => change({ [name]: value }) }),
			h("span", {}, text))));

	return h("li", { class: "card kept" },
		h("header", {}, h("h2", {}, h("a", { href: target, onclick: page.follow }, x.field_name || `#${x.field}`)),
			h("span", { class: "muted small" }, w.keptOn(x.kept ?? x.date ?? "")),
			h("button", { type: "button", class: "link", onclick: () => {
				const at = keeping.ideas().indexOf(x);
				keeping.drop(x);
				viewShortlist(page);
				page.toast(w.removed, { name: w.undo, run: () => {
					keeping.insert(x, at);
					if (page.state.view === "shortlist") viewShortlist(page);
				} });
			} }, w.remove)),
		h("p", { class: "offer-meta" }, x.id ? [h("span", { class: "number" }, x.id), h("span", {}, x.title),
			h("a", { href: page.href({ view: "combine", id: x.id }, blank(page.state.lang)), onclick: page.follow }, w.combineWith)]
			: [h("span", { class: "tag" }, w.textQuery), h("span", { class: "clip" }, x.text)]),
		x.statement && h("p", { class: "statement" }, x.statement),
		h("div", { class: "judgement" }, choice("new", w.judgeNew), choice("plausible", w.judgePlausible),
			h("label", { class: "note" }, h("span", {}, w.note), h("textarea", { rows: 2, placeholder: w.notePlaceholder, oninput: (e) => note(e.target.value) }, x.note ?? ""))));
}
