/* view_ideas.js - uses in other fields: the map and, beside it, the cards. */

import { ask, once } from "./api.js";
import { textRead } from "./box.js";
import { card, mark, stateOf } from "./card.js";
import { comparison } from "./compare.js";
import { h, redraw, replace, tongue, unfolding } from "./dom.js";
import { exportMenu } from "./exporting.js";
import { sectorOf, evidenceStrength, distanceFrom } from "./fields.js";
import { boldnessDial, filterBar, nothing } from "./filterbar.js";
import { fieldMap } from "./map.js";
import { blank, filters, marks, subject } from "./state.js";

const AT_FIRST = 8;  /* cards shown before one asks for more */
const EVIDENCE = 3;

/* What is asked for the whole map and all its cards: every field, once. */
export const asking = (page) => ({
	...subject(page.state), ...filters(page.state), ...marks(page.state), boldness: page.state.boldness, k: 35, evidence: EVIDENCE, lang: page.lang,
});

export async function viewIdeas(page) {
	const w = page.words, s = page.state;

	if (!s.id && !s.text) {
		page.go({ view: "start" }, { replace: true });
		return;
	}
	/* keep the present answer on screen while a filter is applied: nothing jumps */
	if (!page.main.querySelector(".answer")) replace(page.main, h("p", { class: "loading", role: "status" }, w.loading));
	else page.main.querySelector(".answer").classList.add("waiting");
	const reading = s.text ? ask("show", { text: s.text, lang: page.lang }, page.signal) : null;
	const [answer, { fields }] = await Promise.all([ask("ideas", asking(page), page.signal), once("fields", page.lang)]);
	const understood = await reading;

	drawAnswer(page, answer, fields, understood);
	requestAnimationFrame(() => setTimeout(() => {
		performance.mark("ideas-shown");
		performance.measure("answer-to-shown", "answer:ideas", "ideas-shown");
	}));
}

function head(page, answer, understood) {
	const w = page.words, s = page.state;
	const name = s.id ? [h("span", { class: "number" }, s.id), " ", h("span", { lang: tongue(answer.title, page.lang) }, answer.title)] : w.queryText;
	const source = answer.sources[0];

	return h("section", { class: "asked" },
		h("div", { class: "row spread" }, h("h1", {}, name), h("p", { class: "row" },
			!s.id && h("a", { class: "button quiet", href: page.href({ view: "start", sel: 0, cmp: [] }), onclick: page.follow }, w.changeQuery),
			s.id && h("a", { class: "button quiet", href: page.href({ ...blank(s.lang), view: "combine", id: s.id }), onclick: page.follow }, w.combineWith),
			h("a", { class: "button quiet", href: page.href({ view: "document", sel: 0, cmp: [] }), onclick: page.follow }, w.readDocument))),
		!s.id && h("p", { class: "asked-text" }, s.text),
		s.id && source && h("p", { class: "offer-meta" }, stateOf(page, source), h("span", {}, source.applicants)),
		h("dl", { class: "pairs" },
			s.id && source?.license_terms && [h("dt", {}, w.license), h("dd", {}, source.license_terms, " ", h("span", { class: "number" }, source.license_id))],
			answer.own_fields && [h("dt", {}, w.ownFields), h("dd", {}, answer.own_fields, answer.own_fields_guessed && h("span", { class: "muted" }, w.guessed))],
			answer.functions && [h("dt", {}, w.functions), h("dd", {}, answer.functions)]),
		understood && h("div", { class: "reading" }, textRead(page, understood)));
}

/* What was marked, each to be taken back with a press. */
function markedBar(page) {
	const w = page.words, s = page.state;
	const chip = (kind, name) => (id) => h("li", {}, h("button", { type: "button", class: "chip-button", "aria-label": w.unmark(name, id),
		onclick: () => mark(page, kind, id) }, `${name} `, h("span", { class: "number" }, id), " ×"));

	return s.seed.length + s.noise.length > 0 && h("section", { class: "marked-bar", "aria-label": w.markedLead },
		h("span", {}, w.markedLead), h("ul", { class: "chips" }, s.seed.map(chip("seed", w.markSeed)), s.noise.map(chip("noise", w.markNoise))));
}

/* The map for those who read tables. */
function table(page, ideas, fields, own) {
	const w = page.words;
	const names = [w.rank, w.columnField, w.columnSector, w.score, w.fit, w.surprise, w.distance, w.whitespace, w.evidenceStrength];

	return unfolding({ class: "map-table", open: !!page.main.querySelector(".map-table[open]") }, w.mapTable, () =>
		h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": w.mapTable }, h("table", {},
			h("caption", { class: "visually-hidden" }, w.mapTitle),
			h("thead", {}, h("tr", {}, names.map((n) => h("th", { scope: "col" }, n)))),
			h("tbody", {}, ideas.map((x) => h("tr", {},
				h("td", {}, String(x.rank)), h("th", { scope: "row" }, h("span", { class: `dot s${sectorOf(fields, x.field)}`, "aria-hidden": "true" }), x.field_name), h("td", {}, x.sector),
				[x.score.toFixed(2), x.fit.toFixed(2), x.surprise.toFixed(2), distanceFrom(fields, own, x.field).toFixed(2),
					Math.round(100 * x.percentiles.whitespace), evidenceStrength(x).toFixed(2)].map((v) => h("td", {}, String(v)))))))));
}

function drawAnswer(page, answer, fields, understood) {
	const w = page.words, ideas = answer.ideas, own = answer.query_fields;
	const dial = boldnessDial(page, answer.boldness);
	const bar = filterBar(page, fields, { lead: w.filtersIdeas, dial });
	let all = ideas.findIndex((x) => x.field === page.state.sel) >= AT_FIRST;

	if (ideas.length === 0) {
		redraw(page.main, h("div", { class: "answer" }, head(page, answer, understood), bar, markedBar(page), nothing(page, answer, w.noIdeas)));
		page.say(answer.known_terms === 0 ? w.nothingKnown : w.noIdeas);
		return;
	}
	const cards = h("div", { class: "cards" });
	const compared = h("div", { class: "compared" });
	const map = fieldMap(page, { fields, own,
		onselect: (field) => page.go({ sel: field }),
		onlook: (field) => {
			for (const node of cards.querySelectorAll(".looked")) node.classList.remove("looked");
			cards.querySelector(`[data-field="${field}"]`)?.classList.add("looked");
		} });
	const actions = {
		select: (field) => page.go({ sel: page.state.sel === field ? 0 : field }),
		compare: (field) => page.go({ cmp: page.state.cmp.includes(field) ? page.state.cmp.filter((f) => f !== field) : [...page.state.cmp, field].slice(-2) }),
		link: async (field) => {
			const address = page.href({ sel: field, lang: page.lang });
			try {
				await navigator.clipboard.writeText(new URL(address, location.href).href);
				page.toast(w.linkCopied);
			} catch { /* not allowed, or not there: over plain HTTP from another machine */
				history.replaceState(null, "", address);
				page.toast(w.linkInAddress);
			}
		},
		look: (field) => map.look(field),
	};

	function drawCards() {
		replace(cards, (all ? ideas : ideas.slice(0, AT_FIRST)).map((x) => card(page, answer, x, fields, actions)),
			!all && ideas.length > AT_FIRST && h("button", { type: "button", class: "quiet more", onclick: () => {
				all = true;
				drawCards();
			} }, w.more(ideas.length - AT_FIRST)));
	}

	page.redraw = () => {
		const at = ideas.findIndex((x) => x.field === page.state.sel);
		all ||= at >= AT_FIRST;
		drawCards();
		map.select(page.state.sel);
		replace(compared, comparison(page, answer, fields, actions));
		if (at >= 0) cards.querySelector(`#idea-${page.state.sel}`).scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
	};
	page.leave = () => map.end();
	redraw(page.main, h("div", { class: "answer" },
		head(page, answer, understood),
		bar,
		markedBar(page),
		compared,
		h("div", { class: "split" },
			h("section", { class: "map-side", "aria-labelledby": "map-name" },
				h("h2", { id: "map-name" }, w.mapTitle), map.node, table(page, ideas, fields, own)),
			h("section", { class: "card-side", "aria-labelledby": "cards-name" },
				h("div", { class: "row spread" }, h("h2", { id: "cards-name" }, w.nIdeas(ideas.length)),
					exportMenu(page, "ideas", asking(page))),
				cards, h("p", { class: "muted small" }, w.percentileNote)))));
	drawCards();
	replace(compared, comparison(page, answer, fields, actions));
	map.draw(ideas, page.state.sel);
	page.say(w.ideasAnnounce(ideas.length, ideas[0].field_name));
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
