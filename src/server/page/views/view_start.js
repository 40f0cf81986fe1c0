/* view_start.js - the first screen: one box, something to begin with, what the index holds. */

import { once } from "./api.js";
import { box } from "./box.js";
import { nameOf } from "./card.js";
import { coverage } from "./figures.js";
import { h, replace } from "./dom.js";
import { blank } from "./state.js";
import { sectorOf } from "./fields.js";

export async function viewStart(page) {
	const w = page.words;
	const fresh = blank(page.state.lang);
	const examples = h("div", { class: "examples" });
	const facts = h("dl", { class: "facts" });
	const query = box(page, {
		label: w.boxLabel, hint: w.searchHint, rows: 3, idToo: true, value: page.state.id || page.state.text,
		buttons: [w.findIdeas, w.findOpen],
		onsubmit: (subject, which) => page.go({ ...subject, view: which ? "match" : "ideas" }, { from: fresh }),
	});

	replace(page.main,
		h("section", { class: "hero" },
			h("h1", {}, w.lead),
			h("p", { class: "lead" }, w.leadMore), h("p", { class: "lead small" }, w.leadRead),
			query.node),
		h("p", { class: "row portfolio-door" }, h("a", { href: page.href({ view: "portfolio" }, fresh), onclick: page.follow }, w.portfolioDoor)), examples, facts);
	const [info, fields] = await Promise.all([once("info", page.lang), once("fields", page.lang)]);
	if (page.main.contains(facts)) fillIn(page, info, fields, examples, facts);
}

function fillIn(page, info, { fields }, examples, facts) {
	const w = page.words;
	const year = (d) => Math.floor(d / 10000);
	const number = (n) => n.toLocaleString(page.lang);
	const fact = (name, value, unit) => h("div", {}, h("dt", {}, name), h("dd", {}, value, unit && h("span", { class: "unit" }, unit)));

	if (info.open === 0) page.main.querySelectorAll(".box .row button")[1].textContent = w.findHelp; /* there is no open patent to find */
	if (info.examples.length > 0) {
		document.getElementById("query-hint").textContent = w.boxHint(info.examples[0].id);
		replace(examples, h("h2", {}, w.examples), h("ul", {}, info.examples.map((x) => {
			const field = fields[x.field - 1];
			return h("li", {}, h("a", { href: page.href({ view: "ideas", id: x.id, text: "" }), onclick: page.follow },
				field && h("span", { class: `field-name s${sectorOf(fields, x.field)}` }, field.short),
				h("strong", {}, nameOf(page, x)), x.title && h("span", { class: "number" }, x.id)));
		})));
	}
	facts.after(h("div", { class: "coverage-place" }, coverage(page, fields)));
	if (info.agreement) facts.after(h("p", { class: "lead small" }, w.agreement(info.agreement)));
	replace(facts,
		fact(w.corpusDocuments, number(info.documents), w.documentsUnit),
		fact(w.corpusOpen, number(info.open), w.documentsUnit),
		info.first_date > 0 && fact(w.corpusYears, `${year(info.first_date)}–${year(info.last_date)}`),
		fact(w.fieldsCovered, number(fields.filter((f) => f.documents > 0).length)));
}
