/* view_ideas.js - uses in other product areas: what was read and held as cards, then what is unread. */

import { ask, once } from "./api.js";
import { forIdeas, TO_TRIAGE } from "./asking.js";
import { aspectBar } from "./aspects.js";
import { textRead } from "./box.js";
import { card, flat, joined, stateOf, unreadLine } from "./card.js";
import { h, redraw, replace, tongue } from "./dom.js";
import { figures } from "./figures.js";
import { exportMenu } from "./exporting.js";
import { boldnessDial, filterBar, nothing } from "./filterbar.js";
import { gradedBar } from "./grading.js";
import { modelBar } from "./model.js";
import { blank, isFiltered } from "./state.js";
import { understoodBar } from "./understood.js";

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
function triageDoor(page) {
	return h("a", { class: "button quiet", id: "triage-door", href: page.href({ view: "triage", sel: "", cmp: [] }), onclick: page.follow }, page.words.triageDoor(TO_TRIAGE));
}

/* Nobody has read anything that held: what would help. */
function silence(page, answer) {
	const w = page.words;

	return h("section", { class: "problem silence" },
		h("h2", {}, w.noIdeas),
		h("ul", { class: "helps" },
			answer.title_only && h("li", {}, w.helpAbstract),
			h("li", {}, w.helpAspect),
			isFiltered(page.state) && h("li", {}, w.noIdeasHint)));
}

/* Documents that nobody has read, those with a sentence of trouble first. */
export function unreadList(page, answer) {
	const w = page.words, list = answer.unread.map(flat);
	const part = (some, name) => some.length > 0 && [name && h("h3", {}, name), h("ul", { class: "lines" }, some.map((c) => unreadLine(page, answer, c)))];

	return list.length > 0 && h("section", { class: "unread", "aria-labelledby": "unread-name" },
		h("div", { class: "row spread" }, h("h2", { id: "unread-name" }, w.unreadTitle), triageDoor(page)),
		h("p", { class: "muted small" }, w.unreadLead(answer.unread_one_in)),
		part(list.filter((c) => c.trouble)), part(list.filter((c) => !c.trouble), w.unreadTitles));
}

function drawAnswer(page, answer, fields, understood) {
	const w = page.words, ideas = answer.ideas.map((x) => ({ ...flat(x), applicants: x.applicants }));
	const bar = filterBar(page, fields, { answer, lead: w.filtersIdeas, dial: boldnessDial(page, answer.boldness) });
	const above = [head(page, answer, understood), understoodBar(page, answer, fields), answer.asked.length > 0 && aspectBar(page, answer.asked, { open: ideas.length === 0, titleOnly: answer.title_only }), modelBar(page), bar, gradedBar(page)];

	redraw(page.main, h("div", { class: "answer of-ideas" }, above,
		answer.known_terms === 0 ? nothing(page, answer, w.nothingKnown)
			: [ideas.length === 0 ? silence(page, answer) : h("section", { class: "card-side", "aria-label": w.nIdeas(ideas.length) },
				h("h2", {}, w.nIdeas(ideas.length)), h("div", { class: "cards" }, ideas.map((x) => card(page, answer, x)))),
			unreadList(page, answer),
			h("p", { class: "row" }, exportMenu(page, "ideas", asking(page))),
			figures(page, answer.unread.map(flat), fields)]));
	page.say(answer.known_terms === 0 ? w.nothingKnown : ideas.length === 0 ? w.noIdeas : w.ideasAnnounce(ideas.length, ideas[0].application));
}
