/* view_search.js - similar documents, in one list or of every field, class or subclass. */

import { ask, once } from "./api.js";
import { box } from "./box.js";
import { documentLink, joined, keepButton, nameOf, numberBeside, stateOf, toKeep } from "./card.js";
import { className } from "./classes.js";
import { h, quotation, redraw, replace } from "./dom.js";
import { figures } from "./figures.js";
import { exportMenu } from "./exporting.js";
import { filterBar, nothing, nothingHere, scoreMeaning } from "./filterbar.js";
import { corrections, filters, languages, PER, subject } from "./state.js";
import { understood, understoodRead } from "./understood.js";

const HITS = 20;   /* of one list at first, and more with every press */
const GROUPS = 10; /* of three hits each */
const MOST = 1000; /* as the server gives */

/* Other fields only: borders as fine as the groups. */
const asking = (page, shown) => {
	const s = page.state;

	return { ...subject(s), ...filters(s), ...languages(s), ...corrections(s), per: s.per, quote: "1", "out-of-field": s.far ? s.per || "wipo35" : "", lang: page.lang,
		...(s.per ? { groups: shown } : { k: shown }) };
};

export async function viewSearch(page) {
	const w = page.words, s = page.state;
	const place = stay(page) ?? start(page);

	redraw(page.main.querySelector(".arrange-place"), arrangement(page));
	if (!s.id && !s.text) return;
	if (place.childElementCount === 0) replace(place, h("p", { class: "loading", role: "status" }, w.loading));
	await show(page, place, s.per ? GROUPS : HITS);
}

/* The place of the hits, if the same query is on screen and only a condition has changed. */
function stay(page) {
	const place = page.main.querySelector(".hits-place");

	return place?.dataset.query === queryOf(page) ? place : null;
}

const queryOf = (page) => JSON.stringify([page.lang, subject(page.state)]);

function start(page) {
	const w = page.words, s = page.state;
	const query = box(page, {
		label: w.boxLabel, hint: w.searchHint, rows: 3, idToo: true, value: s.id || s.text, answered: true, buttons: [w.findSimilar],
		onsubmit: (asked) => page.go({ ...asked, view: "search", own: [], drop: [], add: [] }),
	});
	const place = h("div", { class: "hits-place offers-place", "data-query": queryOf(page) });

	replace(page.main, h("section", { class: `hero small${s.id || s.text ? " answered" : ""}` },
		h("h1", {}, w.searchTitle), h("p", { class: "lead" }, w.searchLead), query.node),
		h("div", { class: "arrange-place" }), place);
	return place;
}

/* How the list is divided, and whether the query's own field is in it. */
function arrangement(page) {
	const w = page.words, s = page.state;

	return h("div", { class: "row arrange" },
		h("label", { class: "field" }, h("span", {}, w.per),
			h("select", { name: "per", onchange: (e) => page.go({ per: e.target.value }) },
				PER.map((per) => h("option", { value: per, selected: s.per === per }, w.perKinds[per])))),
		h("label", { class: "field" }, h("span", {}, w.sort), h("select", { name: "sort", onchange: (e) => page.go({ sort: e.target.value }) },
			["", "date"].map((by) => h("option", { value: by, selected: s.sort === by }, w.sorts[by])))),
		h("label", { class: "check" },
			h("input", { type: "checkbox", name: "far", checked: s.far, onchange: (e) => page.go({ far: e.target.checked }) }), w.otherFieldsOnly));
}

/* As many as `shown` hits or groups; from: the first that was not there before. */
async function show(page, place, shown, from = 0) {
	place.classList.add("waiting");
	try {
		const [answer, { fields }, read] = await Promise.all([ask("search", asking(page, shown), page.signal), once("fields", page.lang), understood(page)]);
		draw(page, place, answer, fields, shown, read);
		if (from > 0) place.querySelectorAll(page.state.per ? ".hit-group h3" : ".hit a")[from]?.focus();
	} catch (e) {
		page.fail(e, place);
	} finally {
		place.classList.remove("waiting");
	}
}

function draw(page, place, answer, fields, shown, read) {
	const w = page.words, per = page.state.per;
	const bar = [understoodRead(page, read, fields), filterBar(page, fields, { answer, lead: w.filtersSearch })];
	const lists = per ? answer.groups : answer.hits;
	const rest = per ? answer.groups_total - lists.length : lists.length < shown ? 0 : Math.min(HITS, answer.total - lists.length);
	const next = Math.min(rest, per ? GROUPS : HITS, MOST - shown);

	if (lists.length === 0) {
		redraw(place, bar, nothing(page, answer, w.noHits));
		page.say(w.noHits);
		return;
	}
	const count = per ? w.nGroups(lists.length, answer.groups_total, per) : w.nHits(lists.length, answer.total);
	redraw(place, bar,
		h("div", { class: "row spread" }, h("h2", {}, count, " ", scoreMeaning(page)), exportMenu(page, "search", asking(page, shown))),
		nothingHere(page, answer),
		figures(page, per ? lists.flatMap((g) => g.hits) : lists, fields),
		per ? lists.map((g) => group(page, g)) : hits(page, lists),
		next > 0 && h("p", { class: "row" }, h("button", { type: "button", class: "quiet", name: "more",
			onclick: () => show(page, place, shown + next, lists.length) }, per ? w.moreGroups(next, per) : w.moreHits(next))));
	page.say(count);
}

function group(page, g) {
	const w = page.words, id = `group-${g.group}`;

	return h("section", { class: "card hit-group", "aria-labelledby": id },
		h("h3", { id, tabindex: "-1" }, h("span", { class: "number" }, g.group), " ", g.group_name, " ",
			h("span", { class: "muted small" }, w.groupDocuments(g.documents))),
		hits(page, g.hits));
}

/* By nearness, as they came, or the newest first. */
const sorted = (page, list) => (page.state.sort === "date" ? [...list].sort((a, b) => b.date - a.date || a.rank - b.rank) : list);

const hits = (page, list) => h("ol", { class: "hits" }, sorted(page, list).map((x) => hit(page, x)));

function hit(page, x) {
	const w = page.words;

	return h("li", { class: "hit", value: x.rank },
		h("span", { class: "rank", title: w.rank }, String(x.rank)),
		h("div", {},
			h("p", {}, documentLink(page, x, x.marks ?? [], nameOf(page, x)), " ", numberBeside(page, x)),
			x.sentence && quotation(page, "p", { class: "snippet small" }, x.sentence, x.marks),
			h("p", { class: "offer-meta" }, stateOf(page, x), h("span", {}, joined(page, x.applicants)),
				x.class && h("span", {}, h("span", { class: "number" }, x.class), " ", className(page, x.class)), h("span", { class: "muted" }, x.field_names),
				h("span", {}, h("span", { class: "muted" }, w.score), " ", x.score.toFixed(2)))),
		keepButton(page, toKeep(page, { id: page.state.id, title: "" }, { ...x, application: x.title, shelf: "" })));
}
