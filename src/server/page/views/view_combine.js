/* view_combine.js - patents together: uses whose documents meet an aspect of each.
 *
 * The first is the state's `id`, as in the other views; its `with` has the second and,
 * behind commas, a third and a fourth. */

import { ApiError, ask, once } from "./api.js";
import { forCombine } from "./asking.js";
import { card, flat, joined, nameOf, stateOf } from "./card.js";
import { h, redraw, replace, settled, tongue, unfolding } from "./dom.js";
import { exportMenu } from "./exporting.js";
import { filterCount, filterRow, translationNotice } from "./filterbar.js";
import * as keeping from "./keeping.js";
import { blank, combined, isFiltered, numbers } from "./state.js";
import { understoodTogether } from "./understood.js";
import { unreadList } from "./view_ideas.js";

const READ_AFTER = 220; /* ms without a key */

const asking = (page) => forCombine(page.state, page.lang);
const pairOf = (page) => JSON.stringify([page.lang, page.state.id, page.state.with]);

export async function viewCombine(page) {
	const w = page.words, s = page.state;
	const place = stay(page) ?? start(page);

	if (!s.id || !s.with) return;
	if (place.childElementCount === 0) replace(place, h("p", { class: "loading", role: "status" }, w.loading));
	else place.classList.add("waiting");
	try {
		const patents = Promise.all(combined(s).map((id) => ask("show", { id, lang: page.lang }, page.signal)));
		const [answer, { fields }, read] = await Promise.all([ask("combine", asking(page), page.signal), once("fields", page.lang), patents]);
		drawAnswer(page, place, answer, fields, read);
	} catch (e) {
		/* below each number stands whether the index has it */
		if (e instanceof ApiError && e.code === "not_found")
			replace(place, h("section", { class: "problem", role: "alert" }, h("h1", {}, w.errorTitle), h("p", {}, w.combineUnknown)));
		else page.fail(e, place);
	}
	place.classList.remove("waiting");
}

/* The place of the answer, if the same patents are on screen and only a filter has changed. */
function stay(page) {
	const place = page.main.querySelector(".pair-place");

	return place?.dataset.pair === pairOf(page) ? place : null;
}

/* A number, or several, and below it the titles that belong to them. */
function numberField(page, id, label, value) {
	const w = page.words;
	const reading = h("p", { class: "hint muted", id: `${id}-reading`, "aria-live": "polite" });
	const field = h("input", { id, type: "text", value, autocomplete: "off", spellcheck: "false", maxlength: 200,
		"aria-describedby": `${id}-reading combine-problem`, oninput: () => settle() });
	let latest = 0;

	async function read() {
		const mine = ++latest, text = field.value.trim();
		const say = (...what) => mine === latest && replace(reading, ...what);
		if (!text) {
			say();
			return;
		}
		try {
			const read = await Promise.all(numbers(text).map((id) => ask("show", { id, lang: page.lang })));
			say(...read.flatMap((r, i) => [i > 0 && h("br"), h("strong", {}, nameOf(page, r)), " ", h("span", {}, r.fields)]));
		} catch (e) {
			if (!(e instanceof ApiError)) throw e;
			say(e.code === "not_found" ? w.looksUnknown + (e.meant ? ` ${w.meant}${e.meant}` : "") : e.code === "network" ? w.errorNetwork : e.message);
		}
	}
	const settle = settled(read, READ_AFTER);

	if (value) read();
	return { field, read, node: h("div", { class: "number-field" }, h("label", { for: id }, label), field, reading) };
}

/* Patents to be taken with a press: those of the shortlist, each once, or some of the index. */
function suggestions(page, take) {
	const w = page.words;
	const known = keeping.shortlist().flatMap((x) => [{ id: x.query, title: x.query_title }, { id: x.document, title: x.title }]);
	const kept = [...new Map(known.filter((x) => x.id).map((x) => [x.id, x])).values()];
	const node = h("div", { class: "from-list", role: "group", "aria-labelledby": "from-list-name" });
	const draw = (name, list) => replace(node, list.length > 0 && [
		h("p", { class: "hint muted", id: "from-list-name" }, name),
		h("ul", { class: "needs-examples" }, list.map((x) => h("li", {}, h("button", { type: "button", class: "plain", onclick: () => take(x.id) },
			h("span", { class: "number" }, x.id), " ", h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title ?? "")))))]);

	if (kept.length > 0) draw(w.combineFromList, kept);
	else if (!page.state.with) once("info", page.lang).then((info) => draw(w.combineExamples, info.examples), () => {});
	return node;
}

function start(page) {
	const w = page.words, s = page.state;
	const first = numberField(page, "first", w.combineFirst, s.id);
	const second = numberField(page, "second", w.combineSecond, s.with);
	const problem = h("p", { class: "field-problem", id: "combine-problem", role: "alert" });
	const place = h("div", { class: "pair-place", "data-pair": pairOf(page) });
	const take = (id) => {
		const to = !first.field.value.trim() ? first : second;
		to.field.value = id;
		to.read();
		to.field.focus();
	};
	const refuse = (which, text) => {
		replace(problem, text);
		which.field.setAttribute("aria-invalid", "true");
		which.field.focus();
	};
	const form = h("form", { class: "box", novalidate: true, onsubmit: (e) => {
		e.preventDefault();
		const [a, b] = [first, second].map((x) => x.field.value.trim());
		for (const x of [first, second]) x.field.removeAttribute("aria-invalid");
		if (!a || !b) refuse(a ? second : first, w.combineEmpty);
		else if (numbers(b).includes(a)) refuse(second, w.combineSame);
		else page.go({ view: "combine", id: a, with: b, text: "" });
	} },
		h("div", { class: "two-numbers" }, first.node, second.node),
		problem, !s.with && suggestions(page, take),
		h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, w.combineFind)));

	replace(page.main, h("section", { class: `hero small${s.with ? " answered" : ""}` },
		h("h1", {}, w.combineTitle), h("p", { class: "lead" }, w.combineLead), form), place);
	return place;
}

function drawAnswer(page, place, answer, fields, read) {
	const w = page.words, ideas = answer.ideas.map((x) => ({ ...flat(x), applicants: x.applicants }));
	const bar = [translationNotice(page, answer), understoodTogether(page, read, answer, fields, {
		said: filterCount(page) || "", parts: () => filterRow(page, fields, { answer, lead: w.filtersIdeas }) })];

	if (ideas.length === 0) {
		const none = answer.left_out > 0 ? w.leftOut(answer.left_out) : answer.unread.length > 0 ? w.combineNone : w.combineNothing;
		redraw(place, bar, sources(page, answer), h("section", { class: "silence combine-none" }, h("h2", {}, none),
			isFiltered(page.state) && h("p", { class: "muted small" }, w.noIdeasHint)), unreadList(page, answer));
		page.say(none);
		return;
	}
	redraw(place, bar, sources(page, answer),
		h("div", { class: "row spread" }, h("h2", {}, w.combineCount(ideas.length)), exportMenu(page, "combine", asking(page))),
		h("div", { class: "offers" }, ideas.map((x) => card(page, answer, x))),
		unreadList(page, answer));
	page.say(w.combineCount(ideas.length));
}

/* The patents, as one reads before one asks for a licence: folded, for the answer is to be seen. */
function sources(page, answer) {
	const w = page.words;
	const one = (x) => {
		const fresh = { ...blank(page.state.lang), id: x.id };
		return h("article", { class: "half", "aria-label": x.id },
			h("h2", {}, h("a", { href: page.href({ view: "document" }, fresh), onclick: page.follow }, h("span", { class: "number" }, x.id), " ",
				h("span", { lang: tongue(x.title, page.lang) }, x.title))),
			h("p", { class: "offer-meta" }, stateOf(page, x), h("span", {}, joined(page, x.applicants))),
			h("dl", { class: "pairs" },
				x.license_terms && [h("dt", {}, w.license), h("dd", {}, x.license_terms, " ", h("span", { class: "number" }, x.license_id))],
				x.problem && [h("dt", {}, w.sections.problem), h("dd", { lang: tongue(x.problem, page.lang) }, x.problem)]));
	};

	return unfolding({ class: "filters sources-bar", open: !!page.main.querySelector(".sources-bar[open]") }, w.combineSources, () => h("div", { class: "pair sources" }, answer.sources.map(one)));
}
