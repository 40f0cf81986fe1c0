/* compare.js - two ideas side by side. */

import { confidence, context, grounds, signals } from "./card.js";
import { h, tongue } from "./dom.js";
import { sectorOf } from "./fields.js";

export function comparison(page, answer, fields) {
	const w = page.words;
	const chosen = page.state.cmp.map((id) => answer.ideas.find((x) => x.lead.id === id)).filter(Boolean);

	if (chosen.length === 0) return null;
	const close = h("button", { type: "button", class: "quiet", onclick: () => page.go({ cmp: [] }) }, w.compareClose);
	if (chosen.length === 1)
		return h("section", { class: "comparison one", "aria-live": "polite" }, h("p", {}, h("strong", {}, chosen[0].application), " ", w.comparePick), close);
	return h("section", { class: "comparison", "aria-labelledby": "compare-name" },
		h("div", { class: "row spread" }, h("h2", { id: "compare-name" }, w.compareTitle), close),
		h("div", { class: "pair" }, chosen.map((x) => h("article", { class: `half s${sectorOf(fields, x.field)}`, "aria-label": x.application },
			h("h3", {}, h("span", { class: "rank" }, String(x.rank)), " ", h("span", { lang: tongue(x.application, page.lang) }, x.application)),
			confidence(page, x.confidence),
			h("p", { class: "shelf-name small" }, w.shelves[x.shelf]),
			h("p", { class: "statement" }, x.statement),
			grounds(page, answer, x),
			context(page, x),
			signals(page, x.lead)))));
}
