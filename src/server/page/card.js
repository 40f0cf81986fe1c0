/* card.js - one idea as a card: what is proposed, what speaks for and against it, whom to ask. */

import { h, marked, tongue, unfolding } from "./dom.js";
import { sectorOf } from "./fields.js";
import * as keeping from "./keeping.js";
import { MARKED_MAX } from "./state.js";
import { showDate } from "./words.js";

const percent = (v) => String(Math.round(100 * v));

/* Score components: fit and surprise are 0..1, the rest percentiles. */
export function bars(page, idea) {
	const w = page.words, p = idea.percentiles;
	const row = (name, help, share, text) => h("div", { class: "bar-row", title: help },
		h("dt", {}, name), h("dd", {}, h("span", { class: "bar", "--share": share }), h("span", { class: "value" }, text)));

	return h("dl", { class: "bars" },
		row(w.fit, w.fitHelp, idea.fit, idea.fit.toFixed(2)),
		row(w.surprise, w.surpriseHelp, idea.surprise, idea.surprise.toFixed(2)),
		row(w.need, w.needHelp, p.need, percent(p.need)),
		row(w.precedent, w.precedentHelp, p.precedent, percent(p.precedent)),
		row(w.whitespace, w.whitespaceHelp, p.whitespace, percent(p.whitespace)),
		row(w.distance, w.distanceHelp, p.distance, percent(p.distance)));
}

/* State and date of a document, as small print. */
export function stateOf(page, e) {
	const w = page.words;

	return h("span", { class: "state" },
		e.open && h("span", { class: "tag open" }, w.openPatent),
		h("span", { class: `tag ${e.status}` }, w.states[e.status]),
		e.date > 0 && h("span", {}, showDate(e.date, page.lang)));
}

/* Mark a document as the kind that is wanted (seed) or not (noise), or take the mark back:
 * the ideas are asked for again, moved towards it or away. */
export function mark(page, kind, id) {
	const s = page.state, other = kind === "seed" ? "noise" : "seed";
	const without = (list) => list.filter((x) => x !== id);

	page.go({ [kind]: s[kind].includes(id) ? without(s[kind]) : [...s[kind], id].slice(-MARKED_MAX), [other]: without(s[other]), sel: 0, cmp: [] });
}

function markButtons(page, e) {
	const w = page.words, s = page.state;
	const button = (kind, name, help) => h("button", { type: "button", class: "mark-button", title: help, "aria-label": `${e.id} ${name}`,
		"aria-pressed": s[kind].includes(e.id), onclick: () => mark(page, kind, e.id) }, name);

	return s.view === "ideas" && h("span", { class: "mark-buttons" },
		button("seed", w.markSeed, w.markSeedHelp), button("noise", w.markNoise, w.markNoiseHelp));
}

function quotation(page, e, tail) {
	return h("li", { class: "evidence" },
		h("a", { href: page.href({ view: "document", id: e.id, text: "", sel: 0, cmp: [] }), onclick: page.follow, class: "evidence-title" },
			h("span", { class: "number" }, e.id), " ", h("span", { lang: tongue(e.title, page.lang) }, e.title)), " ",
		stateOf(page, e), markButtons(page, e),
		e.quote && h("blockquote", { lang: tongue(e.quote, page.lang) }, marked(e.quote, e.marks)),
		tail && h("p", { class: "muted small" }, tail));
}

export function evidence(page, kind, name, list, tail) {
	const w = page.words;
	const item = (e) => quotation(page, e, tail?.(e));

	if (list.length === 0) return null;
	return h("section", { class: `group ${kind}` },
		h("h3", {}, name),
		h("ul", {}, item(list[0])),
		list.length > 1 && unfolding({}, w.moreEvidence(list.length - 1), () => h("ul", {}, list.slice(1).map(item))));
}

export function allEvidence(page, idea) {
	const w = page.words;
	const both = (e) => w.refutationNear(Math.min(e.problem, e.means).toFixed(2));

	return [
		evidence(page, "needs", w.needs, idea.needs),
		evidence(page, "precedents", w.precedents, idea.precedents),
		idea.refutation.length > 0
			? evidence(page, "refutation", w.refutation, idea.refutation, both)
			: h("section", { class: "group refutation" }, h("h3", {}, w.refutation), h("p", { class: "muted" }, w.noRefutation)),
	];
}

/* What joins both sides, what parts them, how broad the need is, whom to ask. */
export function context(page, idea) {
	const w = page.words;

	return h("dl", { class: "pairs" },
		idea.bridges.length > 0 && [h("dt", {}, w.bridges), h("dd", {}, h("ul", { class: "chips" }, idea.bridges.map((t) => h("li", { class: "chip" }, t))))],
		idea.differs.length > 0 && [h("dt", {}, w.differs), h("dd", {}, h("ul", { class: "chips" }, idea.differs.map((t) => h("li", { class: "chip unknown" }, t))))],
		idea.support.documents > 0 && [h("dt", {}, w.support), h("dd", {}, w.supportOf(idea.support))],
		idea.applicants.length > 0 && [h("dt", {}, w.ask), h("dd", {}, idea.applicants.join(w.listSeparator))]);
}

/* What is kept of an idea; `asked` is the answer it came with. */
export function toKeep(page, asked, idea) {
	return {
		id: page.state.id, text: page.state.id ? undefined : page.state.text, field: idea.field,
		title: asked.title || page.words.queryText, field_name: idea.field_name, statement: idea.statement,
	};
}

export function keepButton(page, asked, idea) {
	const button = h("button", { type: "button", class: "keep quiet" });
	const draw = () => {
		const kept = !!keeping.find(toKeep(page, asked, idea));
		button.setAttribute("aria-pressed", kept);
		button.textContent = kept ? page.words.kept : page.words.keep;
	};

	button.addEventListener("click", () => {
		const what = toKeep(page, asked, idea);
		if (!(keeping.find(what) ? keeping.drop(what) : keeping.keep(what))) page.toast(page.words.storageFull);
		draw();
	});
	draw();
	return button;
}

/* The sheet of one idea: it is found again by its rank among the ideas of the same question. */
function sheetAddress(page, idea) {
	return page.href({ view: "start", sel: 0, cmp: [], lang: page.lang }).replace(/^\?/, `sheet.html?rank=${idea.rank}&`);
}

/* actions: { select(field), compare(field), look(field), link(field) } */
export function card(page, asked, idea, fields, actions) {
	const w = page.words;
	const chosen = page.state.sel === idea.field;
	const comparing = page.state.cmp.includes(idea.field);
	const opened = page.state.sel ? chosen : idea.rank === 1;

	return h("article", { class: `card s${sectorOf(fields, idea.field)}${chosen ? " selected" : ""}`, id: `idea-${idea.field}`, "data-field": idea.field,
		"aria-labelledby": `idea-name-${idea.field}`,
		onpointerenter: () => actions.look(idea.field), onpointerleave: () => actions.look(0) },
		h("header", {},
			h("span", { class: "rank", title: w.rank }, String(idea.rank)),
			h("h2", { id: `idea-name-${idea.field}` },
				h("button", { type: "button", class: "plain", "aria-pressed": chosen, onclick: () => actions.select(idea.field) }, idea.field_name)),
			h("span", { class: "score" }, h("span", { class: "muted" }, w.score), " ", idea.score.toFixed(2))),
		h("p", { class: "subclass" }, h("span", { class: "sector" }, idea.sector),
			idea.subclass && [h("span", { class: "number" }, idea.subclass), idea.subclass_name]),
		h("p", { class: "statement" }, idea.statement),
		!opened && idea.needs[0] && h("p", { class: "lead-evidence" }, h("span", { class: "muted" }, w.need), " ", idea.needs[0].title),
		unfolding({ class: "grounds", open: opened }, w.grounds, () => h("div", { class: "card-body" },
			h("div", { class: "evidences" }, allEvidence(page, idea)),
			h("div", { class: "side" }, bars(page, idea), context(page, idea)))),
		h("div", { class: "row actions" },
			keepButton(page, asked, idea),
			h("button", { type: "button", class: "quiet", "aria-pressed": comparing, onclick: () => actions.compare(idea.field) }, comparing ? w.comparing : w.compare),
			h("a", { class: "button quiet", title: w.sheetTitle, href: sheetAddress(page, idea) }, w.sheet),
			h("button", { type: "button", class: "quiet", onclick: () => actions.link(idea.field) }, w.link)));
}
