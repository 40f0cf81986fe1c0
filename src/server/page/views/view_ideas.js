/* view_ideas.js - uses in other product areas: two shelves of cards, and the map beside them. */

import { ask, once } from "./api.js";
import { forIdeas, TO_TRIAGE } from "./asking.js";
import { aspectBar } from "./aspects.js";
import { textRead } from "./box.js";
import { card, joined, stateOf } from "./card.js";
import { comparison } from "./compare.js";
import { h, redraw, replace, tongue, unfolding } from "./dom.js";
import { figures } from "./figures.js";
import { exportMenu } from "./exporting.js";
import { sectorOf } from "./fields.js";
import { boldnessDial, filterBar, nothing } from "./filterbar.js";
import { gradedBar } from "./grading.js";
import { fieldMap } from "./map.js";
import { modelBar } from "./model.js";
import { blank, isFiltered } from "./state.js";
import { understoodBar } from "./understood.js";

const SHELVES = ["new", "precedent"];

const asking = (page) => forIdeas(page.state, page.lang);

export async function viewIdeas(page) {
	const w = page.words, s = page.state;

	if (!s.id && !s.text) {
		page.go({ view: "start" }, { replace: true });
		return;
	}
	/* keep the present answer on screen while a filter is applied: nothing jumps */
	if (!page.main.querySelector(".answer.of-ideas")) replace(page.main, h("p", { class: "loading", role: "status" }, w.loading));
	else page.main.querySelector(".answer").classList.add("waiting");
	const reading = s.text ? ask("show", { text: s.text, lang: page.lang }, page.signal) : null;
	const [answer, { fields }] = await Promise.all([ask("ideas", asking(page), page.signal), once("fields", page.lang)]);
	const understood = await reading;

	if (answer.id && answer.id !== s.id) { /* another spelling of the number: judgements are kept under one */
		page.go({ id: answer.id }, { replace: true });
		return;
	}
	drawAnswer(page, answer, fields, understood);
	requestAnimationFrame(() => setTimeout(() => {
		performance.mark("ideas-shown");
		performance.measure("answer-to-shown", "answer:ideas", "ideas-shown");
	}));
}

export function head(page, answer, understood) {
	const w = page.words, s = page.state;
	const name = !s.id ? w.queryText : !answer.title ? s.id
		: [h("span", { class: "number" }, s.id), " ", h("span", { lang: tongue(answer.title, page.lang) }, answer.title)];
	const source = answer.sources?.[0];

	return h("section", { class: "asked" },
		h("div", { class: "row spread" }, h("h1", {}, name), h("p", { class: "row" },
			!s.id && h("a", { class: "button quiet", href: page.href({ view: "start", sel: "", cmp: [] }), onclick: page.follow }, w.changeQuery),
			s.id && h("a", { class: "button quiet", href: page.href({ ...blank(s.lang), view: "combine", id: s.id }), onclick: page.follow }, w.combineWith),
			h("a", { class: "button quiet", href: page.href({ view: "document", sel: "", cmp: [] }), onclick: page.follow }, w.readDocument))),
		!s.id && h("p", { class: "asked-text" }, s.text),
		s.id && source && h("p", { class: "offer-meta" }, stateOf(page, source), h("span", {}, joined(page, source.applicants))),
		h("dl", { class: "pairs" },
			s.id && source?.license_terms && [h("dt", {}, w.license), h("dd", {}, source.license_terms, " ", h("span", { class: "number" }, source.license_id))],
			answer.functions && [h("dt", {}, w.functions), h("dd", {}, joined(page, answer.functions))],
			answer.own_family > 0 && [h("dt", {}, w.ownFamily), h("dd", {}, w.ownFamilyOf(answer.own_family))]),
		answer.title_only && h("p", { class: "notice" }, w.titleOnly),
		understood && h("div", { class: "reading" }, textRead(page, understood, s.text, false)));
}

/* The door to the long list. */
function triageDoor(page, answer, primary) {
	const w = page.words, n = Math.min(TO_TRIAGE, answer.candidates.length);

	return n > 0 && h("a", { class: `button ${primary ? "primary" : "quiet"}`, id: "triage-door",
		href: page.href({ view: "triage", sel: "", cmp: [] }), onclick: page.follow }, w.triageDoor(n));
}

/* No idea is good enough: what would help, and the list to choose from. */
function silence(page, answer) {
	const w = page.words;

	return h("section", { class: "problem silence" },
		h("h2", {}, w.noIdeas),
		h("p", {}, w.noIdeasWhy),
		h("ul", { class: "helps" },
			answer.title_only && h("li", {}, w.helpAbstract),
			h("li", {}, w.helpAspect),
			isFiltered(page.state) && h("li", {}, w.noIdeasHint),
			h("li", {}, w.helpCorpus)),
		h("p", { class: "row" }, triageDoor(page, answer, true)));
}

/* The map for those who read tables. */
function table(page, ideas, fields) {
	const w = page.words;
	const names = [w.rank, w.columnUse, w.shelf, w.confidence, w.columnField, w.distance];

	return unfolding({ class: "map-table", open: !!page.main.querySelector(".map-table[open]") }, w.mapTable, () =>
		h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": w.mapTable }, h("table", {},
			h("caption", { class: "visually-hidden" }, w.mapTitle),
			h("thead", {}, h("tr", {}, names.map((n) => h("th", { scope: "col" }, n)))),
			h("tbody", {}, ideas.map((x) => h("tr", {},
				h("td", {}, String(x.rank)), h("th", { scope: "row" }, h("span", { class: `dot s${sectorOf(fields, x.field)}`, "aria-hidden": "true" }), x.application),
				h("td", {}, w.shelves[x.shelf]), h("td", {}, w.percent(Math.round(100 * x.confidence.share))), h("td", {}, x.field_name),
				h("td", {}, x.distance.toFixed(2))))))));
}

function shelf(page, name, ideas, draw) {
	const w = page.words;
	const list = ideas.filter((x) => x.shelf === name);

	return h("section", { class: `shelf ${name}`, "aria-labelledby": `shelf-${name}` },
		h("h2", { id: `shelf-${name}` }, w.shelves[name], " ", h("span", { class: "muted small" }, w.documentsOf(list.length))),
		h("p", { class: "muted small" }, list.length > 0 ? w.shelfNotes[name] : w.shelfEmpty[name]),
		list.map(draw));
}

function actionsOf(page, map) {
	const w = page.words;

	return {
		select: (id) => page.go({ sel: page.state.sel === id ? "" : id }),
		compare: (id) => page.go({ cmp: page.state.cmp.includes(id) ? page.state.cmp.filter((f) => f !== id) : [...page.state.cmp, id].slice(-2) }),
		link: async (id) => {
			const address = page.href({ sel: id, lang: page.lang });
			try {
				await navigator.clipboard.writeText(new URL(address, location.href).href);
				page.toast(w.linkCopied);
			} catch { /* not allowed, or not there: over plain HTTP from another machine */
				history.replaceState(null, "", address);
				page.toast(w.linkInAddress);
			}
		},
		look: (rank) => map.look(rank),
	};
}

function drawAnswer(page, answer, fields, understood) {
	const w = page.words, ideas = answer.ideas;
	const bar = filterBar(page, fields, { answer, lead: w.filtersIdeas, dial: boldnessDial(page, answer.boldness) });
	const above = [head(page, answer, understood), understoodBar(page, answer, fields), answer.aspects.length > 0 && aspectBar(page, answer.aspects, { open: ideas.length === 0, titleOnly: answer.title_only }), modelBar(page), bar, gradedBar(page)];

	if (ideas.length === 0) {
		redraw(page.main, h("div", { class: "answer of-ideas" }, above, answer.known_terms === 0 ? nothing(page, answer, w.nothingKnown) : silence(page, answer)));
		page.say(answer.known_terms === 0 ? w.nothingKnown : w.noIdeas);
		return;
	}
	const cards = h("div", { class: "cards" });
	const compared = h("div", { class: "compared" });
	const rankOf = (id) => ideas.find((x) => x.lead.id === id)?.rank ?? 0;
	const map = fieldMap(page, { fields,
		onselect: (rank) => page.go({ sel: ideas[rank - 1].lead.id }),
		onlook: (rank) => {
			for (const node of cards.querySelectorAll(".looked")) node.classList.remove("looked");
			cards.querySelector(`[data-rank="${rank}"]`)?.classList.add("looked");
		} });
	const actions = actionsOf(page, map);
	const drawCards = () => replace(cards, SHELVES.map((name) => shelf(page, name, ideas, (x) => card(page, answer, x, fields, actions))));

	page.redraw = () => {
		const rank = rankOf(page.state.sel);
		drawCards();
		map.select(rank);
		replace(compared, comparison(page, answer, fields));
		if (rank) cards.querySelector(`#idea-${rank}`).scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
	};
	page.leave = () => map.end();
	redraw(page.main, h("div", { class: "answer of-ideas" }, above, compared,
		h("div", { class: "split" },
			h("section", { class: "map-side", "aria-labelledby": "map-name" },
				h("h2", { id: "map-name" }, w.mapTitle), map.node, table(page, ideas, fields)),
			h("section", { class: "card-side", "aria-label": w.nIdeas(ideas.length) },
				h("div", { class: "row spread" }, h("p", { class: "muted small confidence-note" }, w.confidenceNote), exportMenu(page, "ideas", asking(page))),
				cards, h("p", { class: "row more-below" }, triageDoor(page, answer, false), h("span", { class: "muted small" }, w.triageWhy)),
				figures(page, answer.candidates, fields)))));
	drawCards();
	replace(compared, comparison(page, answer, fields));
	map.draw(ideas, rankOf(page.state.sel));
	page.say(w.ideasAnnounce(ideas.length, ideas[0].application));
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
