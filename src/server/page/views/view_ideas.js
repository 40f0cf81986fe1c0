/* view_ideas.js - uses in other product areas: what was read and held as cards, then what is unread. */

import { ask, once } from "./api.js";
import { forIdeas, TO_TRIAGE } from "./asking.js";
import { aspectPart } from "./aspects.js";
import { textRead } from "./box.js";
import { card, flat, joined, numberLink, stateOf, unreadLine } from "./card.js";
import { h, redraw, replace, tongue } from "./dom.js";
import { figures } from "./figures.js";
import { exportMenu } from "./exporting.js";
import { boldnessDial, filterCount, filterRow, nothing, translationNotice } from "./filterbar.js";
import { grade, graded, gradedBar } from "./grading.js";
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

/* What the question is, in as few lines as can be: the first idea is to be seen. */
export function head(page, answer) {
	const w = page.words, s = page.state;
	const name = !s.id ? w.queryText : !answer.title ? s.id
		: [numberLink(page, { id: s.id, url: answer.sources?.[0]?.url }), " ", h("span", { lang: tongue(answer.title, page.lang) }, answer.title)];
	const source = answer.sources?.[0];

	return h("section", { class: "asked" },
		h("div", { class: "row spread" }, h("h1", {}, name), h("p", { class: "row" },
			!s.id && h("a", { class: "button quiet", href: page.href({ view: "start", sel: "" }), onclick: page.follow }, w.changeQuery),
			s.id && h("a", { class: "button quiet", href: page.href({ ...blank(s.lang), view: "combine", id: s.id }), onclick: page.follow }, w.combineWith),
			h("a", { class: "button quiet", href: page.href({ view: "document", sel: "" }), onclick: page.follow }, w.readDocument))),
		!s.id && h("p", { class: "asked-text" }, s.text),
		s.id && source && h("p", { class: "offer-meta" }, stateOf(page, source), h("span", {}, joined(page, source.applicants))),
		answer.title_only && h("p", { class: "notice" }, w.titleOnly));
}

/* What is known of the patent beyond its name. */
function facts(page, answer) {
	const w = page.words, source = page.state.id && answer.sources?.[0];

	return h("dl", { class: "pairs facts-read" },
		source?.license_terms && [h("dt", {}, w.license), h("dd", {}, source.license_terms, " ", h("span", { class: "number" }, source.license_id))],
		answer.functions && [h("dt", {}, w.functions), h("dd", {}, joined(page, answer.functions))],
		answer.own_family > 0 && [h("dt", {}, w.ownFamily), h("dd", {}, w.ownFamilyOf(answer.own_family))],
		answer.same_trade > 0 && [h("dt", {}, w.sameTrade), h("dd", {}, w.sameTradeOf(answer.same_trade))]);
}

/* Everything that can be changed, folded into one line. */
export function questionBar(page, answer, fields, { dial, understood } = {}) {
	const w = page.words;

	return [translationNotice(page, answer), understoodBar(page, answer, fields, {
		said: [w.aspectsCount(answer.asked.length), filterCount(page)],
		parts: () => [understood && h("div", { class: "reading" }, textRead(page, understood, false)), facts(page, answer),
			aspectPart(page, answer.asked, { titleOnly: answer.title_only }), filterRow(page, fields, { answer, lead: w.filtersIdeas, dial })],
	})];
}

/* The door to the long list. */
function triageDoor(page) {
	return h("a", { class: "button quiet", id: "triage-door", href: page.href({ view: "triage", sel: "" }), onclick: page.follow }, page.words.triageDoor(TO_TRIAGE));
}

/* Nothing was read that held: what would help. */
function silence(page, answer) {
	const w = page.words;
	const helps = [answer.withheld > 0 && [w.unfamiliar, w.aside, h("a", { href: page.href({ view: "triage", sel: "" }), onclick: page.follow }, w.withheldSee(answer.withheld))],
		answer.unfamiliar && !answer.withheld && w.unfamiliar, answer.title_only && w.helpAbstract,
		[h("button", { type: "button", class: "link", onclick: () => toAspects(page) }, w.aspectAdd), w.aside, w.helpAspect],
		isFiltered(page.state) && w.noIdeasHint, answer.left_out === 0 && !answer.unfamiliar && h("span", { id: "how-to-read" }, w.howToRead)].filter((x) => x);
	const other = (view, name) => h("a", { class: "button quiet", href: page.href({ view, sel: "", aspect: [], only: false }), onclick: page.follow }, name);

	return h("section", { class: "silence" },
		h("h2", {}, answer.left_out > 0 ? w.leftOut(answer.left_out) : answer.withheld > 0 ? w.withheld(answer.withheld)
			: answer.unread.length === 0 && answer.read === 0 ? w.noCandidates : answer.read > 0 ? w.noneHeld(answer.read) : w.noIdeas),
		h("ul", { class: `helps small muted${answer.unfamiliar ? " told" : ""}` }, helps.map((x) => h("li", {}, x))),
		answer.unfamiliar && h("p", { class: "row" }, !page.state.id && other("match", w.navMatch), other("search", w.findSimilar)));
}

/* The line in which one writes an aspect, unfolded. */
function toAspects(page) {
	const bar = page.main.querySelector(".understood-bar");

	bar.addEventListener("toggle", () => requestAnimationFrame(() => page.main.querySelector(".aspect-field")?.focus()), { once: true });
	if (bar.open) bar.dispatchEvent(new Event("toggle"));
	else bar.open = true;
}

/* Digits grade the line that has the focus, arrows move. */
function keys(page, answer, list) {
	return (e) => {
		const line = e.target.closest(".pair-line"), all = [...page.main.querySelectorAll(".pair-line")];
		const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];

		if (!line || e.ctrlKey || e.metaKey || e.altKey) return;
		if (/^[0-3]$/.test(e.key)) {
			line.focus();
			const c = list.find((x) => x.id === line.dataset.id);
			grade(page, answer, c, Number(e.key));
			graded(page, answer, c);
		} else if (step) all[all.indexOf(line) + step]?.focus();
		else if (e.key === "Enter" && e.target === line) line.querySelector("a").click();
		else return;
		e.preventDefault();
	};
}

/* The document beside the list, graded by a key. */
function gradeBeside(page, answer, list, id, value) {
	const c = list.find((x) => x.id === id);

	if (!c) return;
	grade(page, answer, c, value);
	graded(page, answer, c);
}

/* Documents that nobody has read, in their order; what stands behind the last one with a sentence of trouble is a part of its own. */
export function unreadList(page, answer) {
	const w = page.words, list = answer.unread.map(flat);
	const of = (some) => h("ul", { class: "lines" }, some.map((c) => unreadLine(page, answer, c, list.indexOf(c))));
	page.gradeBeside = (id, value) => gradeBeside(page, answer, list, id, value);
	const end = list.findLastIndex((c) => c.trouble) + 1;
	const [told, titles] = [list.slice(0, end), list.slice(end)];

	return list.length > 0 && h("section", { class: "unread", "aria-labelledby": "unread-name", onkeydown: keys(page, answer, list) },
		h("div", { class: "row spread" }, h("h2", { id: "unread-name" }, w.unreadTitle), page.state.view === "ideas" && triageDoor(page)),
		answer.weak && h("p", { class: "notice", id: "weak" }, w.weak),
		h("p", { class: "muted small" }, w.unreadLead(answer.unread_one_in), " ", list.some((c) => (c.met ?? null) !== null) && h("span", { class: "dots-lead" }, w.dotsLead, " "),
			h("span", { class: "grade-meanings" }, [3, 2, 1, 0].map((g) => w.gradeSaid(g)).join(w.listSeparator)), " ", h("span", { class: "keys" }, w.triageKeys)),
		told.length > 0 && of(told),
		titles.length > 0 && [h("h3", { class: "side-name" }, w.unreadTitles), of(titles)]);
}

/* What was kept, or linked to, is brought into sight. */
function showChosen(page) {
	if (!page.state.sel) return;
	const sel = CSS.escape(page.state.sel);

	page.main.querySelector(`.card[data-lead="${sel}"], .line[data-id="${sel}"]`)?.scrollIntoView({ block: "center" });
}

function drawAnswer(page, answer, fields, understood) {
	const w = page.words, ideas = answer.ideas.map((x) => ({ ...flat(x), applicants: x.applicants }));
	const isNew = !page.main.querySelector(".answer.of-ideas");
	const above = [head(page, answer), questionBar(page, answer, fields, { understood, dial: boldnessDial(page, answer.boldness) }), gradedBar(page)];

	redraw(page.main, h("div", { class: "answer of-ideas" }, above,
		answer.known_terms === 0 ? nothing(page, answer, w.nothingKnown)
			: [ideas.length === 0 ? silence(page, answer) : h("section", { class: "card-side", "aria-label": w.nIdeas(ideas.length) },
				h("div", { class: "row spread" }, h("h2", {}, w.nIdeas(ideas.length)), exportMenu(page, "ideas", asking(page))),
				h("div", { class: "cards" }, ideas.map((x) => card(page, answer, x)))),
				modelBar(page), unreadList(page, answer),
				ideas.length === 0 && answer.unread.length > 0 && h("p", { class: "row" }, exportMenu(page, "ideas", asking(page))),
				figures(page, answer.unread.map(flat), fields)]));
	if (isNew) showChosen(page);
	page.say(answer.known_terms === 0 ? w.nothingKnown : ideas.length === 0 ? w.noIdeas : w.ideasAnnounce(ideas.length, ideas[0].application));
}
