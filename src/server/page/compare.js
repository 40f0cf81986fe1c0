/* compare.js - two ideas side by side, row by row. */

import { allEvidence, bars, context } from "./card.js";
import { h } from "./dom.js";
import { sectorOf } from "./fields.js";

export function comparison(page, answer, fields, actions) {
	const w = page.words;
	const chosen = page.state.cmp.map((f) => answer.ideas.find((x) => x.field === f)).filter(Boolean);

	if (chosen.length === 0) return null;
	const close = h("button", { type: "button", class: "quiet", onclick: () => page.go({ cmp: [] }) }, w.compareClose);
	if (chosen.length === 1)
		return h("section", { class: "comparison one", "aria-live": "polite" }, h("p", {}, h("strong", {}, chosen[0].field_name), " ", w.comparePick), close);
	return h("section", { class: "comparison", "aria-labelledby": "compare-name" },
		h("div", { class: "row spread" }, h("h2", { id: "compare-name" }, w.compareTitle), close),
		h("div", { class: "pair" }, chosen.map((x) => h("article", { class: `half s${sectorOf(fields, x.field)}`, "aria-label": x.field_name },
			h("h3", {}, h("span", { class: "rank" }, String(x.rank)), " ", x.field_name, h("span", { class: "score" }, x.score.toFixed(2))),
			h("p", { class: "subclass" }, x.subclass, " ", x.subclass_name),
			h("p", { class: "statement" }, x.statement),
			bars(page, x),
			allEvidence(page, x),
			context(page, x)))));
}
