/* view_match.js - from a need or a company profile to open patents, with the reasons. */

import { ask, once } from "./api.js";
import { box } from "./box.js";
import { documentLink, joined, keepButton, nameOf, numberLink, stateOf, toKeep } from "./card.js";
import { h, quotation, redraw, replace, tongue } from "./dom.js";
import { exportMenu } from "./exporting.js";
import { filterBar, nothing, nothingHere, scoreMeaning } from "./filterbar.js";
import { blank, corrections, filters, languages, subject } from "./state.js";
import { understood, understoodRead } from "./understood.js";

/* All documents where none is open to licence: the answer would be empty whatever is asked. */
const asking = (page, all) => ({ ...subject(page.state), ...filters(page.state), ...languages(page.state), ...corrections(page.state), closed: all ? "1" : "", k: 20, lang: page.lang });

const EXAMPLES = 3;
const LONGEST = 90; /* letters of an example */

export async function viewMatch(page) {
	const w = page.words, s = page.state;
	const place = stay(page) ?? start(page);

	if (!s.id && !s.text) return;
	if (place.childElementCount === 0) replace(place, h("p", { class: "loading", role: "status" }, w.loading));
	else place.classList.add("waiting");
	try {
		const [info, { fields }] = await Promise.all([once("info", page.lang), once("fields", page.lang)]);
		const all = info.open === 0 || s.closed;
		const [answer, read] = await Promise.all([ask("match", asking(page, all), page.signal), understood(page)]);
		place.classList.remove("waiting");
		drawOffers(page, place, answer, { fields, all, open: info.open, read });
	} catch (e) {
		place.classList.remove("waiting");
		page.fail(e, place);
	}
}

/* The place of the offers, if the same need is on screen and only a filter has changed. */
function stay(page) {
	const place = page.main.querySelector(".offers-place");

	return place?.dataset.need === needOf(page) ? place : null;
}

const needOf = (page) => JSON.stringify([page.lang, subject(page.state)]);

function start(page) {
	const w = page.words, s = page.state;
	const query = box(page, {
		label: w.matchLabel, hint: w.matchHint, rows: 4, idToo: true, value: s.id || s.text, answered: true, buttons: [w.findOpen],
		onsubmit: (need) => page.go({ ...need, view: "match", own: [], drop: [], add: [] }),
	});
	const examples = h("div");
	const place = h("div", { class: "offers-place", "data-need": needOf(page) });

	replace(page.main, h("section", { class: `hero small${s.id || s.text ? " answered" : ""}` },
		h("h1", {}, w.matchTitle), h("p", { class: "lead" }, w.matchLead), query.node,
		examples), place);
	once("info", page.lang).then((info) => {
		if (info.open === 0 && examples.isConnected) nameAll(page);
		return s.text || s.id ? null : needs(page, info.examples, examples);
	}).catch(() => {}); /* examples are no more than a help */
	return place;
}

/* The same view where no document is open to licence. */
function nameAll(page) {
	const w = page.words;

	page.main.querySelector("h1").textContent = w.matchTitleAll;
	page.main.querySelector(".lead").textContent = w.matchLeadAll;
	page.main.querySelector(".box button").textContent = w.findDocuments;
}

/* Needs to begin with: everyday ones, then what documents of this index complain of. */
async function needs(page, documents, place) {
	const w = page.words;
	const list = (name, texts) => [h("h2", { class: "hint muted" }, name), h("ul", { class: "needs-examples" }, texts.map((text) => h("li", {},
		h("button", { type: "button", class: "plain", lang: tongue(text, page.lang), onclick: () => page.go({ text, id: "", view: "match" }) }, text))))];
	const everyday = list(w.matchExamplesEveryday, w.matchEveryday);

	replace(place, everyday);
	const shown = await Promise.all(documents.slice(0, EXAMPLES).map((x) => ask("show", { id: x.id, lang: page.lang }, page.signal)));
	const sentences = shown.map((r) => r.sections.find((x) => x.section === "problem")?.text.split(/(?<=。)|(?<=\.) /)[0].trim()).filter((x) => x && x.length <= LONGEST);

	if (sentences.length > 0 && place.isConnected) replace(place, everyday, list(w.matchExamples, sentences));
}

/* What is searched, and the way to search the rest. */
function scope(page, { all, open }) {
	const w = page.words;

	if (open === 0) return h("p", { class: "muted small", id: "no-open" }, w.noOpenPatents);
	return h("label", { class: "check" }, h("input", { type: "checkbox", name: "closed", checked: all, onchange: (e) => page.go({ closed: e.target.checked }) }), w.searchAll);
}

function drawOffers(page, place, answer, known) {
	const w = page.words, offers = answer.offers, { fields, all } = known;
	const bar = [understoodRead(page, known.read, fields), scope(page, known), filterBar(page, fields, { answer, lead: all ? w.filtersSearch : w.filtersMatch, without: all ? [] : ["open"] })];

	if (offers.length === 0) {
		redraw(place, bar, nothing(page, answer, all ? w.noHits : w.noOffers));
		page.say(all ? w.noHits : w.noOffers);
		return;
	}
	redraw(place, bar,
		h("div", { class: "row spread" },
			h("h2", {}, answer.nothing_here ? w.nLittle(offers.length, answer.total)
				: all ? w.nHits(offers.length, answer.total) : w.nOffers(offers.length, answer.total), " ", scoreMeaning(page)),
			exportMenu(page, "match", asking(page, all))),
		nothingHere(page, answer),
		h("div", { class: "offers" }, offers.map((x) => offer(page, answer, x))));
	page.say(all ? w.matchAnnounceAll(offers.length) : w.matchAnnounce(offers.length));
}

function offer(page, asked, x) {
	const w = page.words;
	const fresh = { ...blank(page.state.lang), id: x.id };
	const bar = (name, share) => h("div", { class: "bar-row" }, h("dt", {}, name),
		h("dd", {}, h("span", { class: "bar", "--share": Math.max(0, share) }), h("span", { class: "value" }, share.toFixed(2))));
	const words = (list, className) => h("ul", { class: "chips" }, list.map((t) => h("li", { class: `chip ${className}` }, t)));

	const weak = x.asked >= 2 && (x.met < 2 || 3 * x.met <= x.asked) && !(x.judgement?.grade >= 2);

	return h("article", { class: `card offer${weak ? " weak" : ""}`, "aria-labelledby": `offer-${x.rank}` },
		h("header", {}, h("span", { class: "rank", title: w.rank }, String(x.rank)),
			h("h3", { id: `offer-${x.rank}` }, documentLink(page, x, x.marks, nameOf(page, x))),
			x.asked > 0 && h("span", { class: "tag met" }, asked.fifths ? w.metFifths(x.met, x.asked) : w.metOf(x.met, x.asked)), weak && h("span", { class: "tag" }, w.weakTag),
			h("span", { class: "score" }, h("span", { class: "muted" }, w.score), " ", x.score.toFixed(2))),
		h("p", { class: "offer-meta" }, numberLink(page, x), stateOf(page, x), h("span", {}, joined(page, x.applicants)),
			h("span", { class: "muted" }, x.fields ? w.fieldsAnd(x.fields, x.in_field) : w.fieldUnknown)),
		h("div", { class: "card-body" },
			h("div", { class: "evidences" },
				x.brings && x.brings !== x.title && h("section", { class: "group" }, h("h4", {}, w.brings), quotation(page, "blockquote", {}, x.brings, x.marks)),
				(x.open || x.license_terms) && h("section", { class: "group license" }, h("h4", {}, w.license), h("p", {}, x.license_terms || w.licenseNone,
					x.license_id && h("span", { class: "number" }, ` ${x.license_id}`)))),
			h("div", { class: "side" },
				h("dl", { class: "bars" }, bar(w.likeProblem, x.problem), bar(w.likeTopic, x.topic), bar(w.likeWords, x.lexical)),
				h("dl", { class: "pairs" },
					x.shared.length > 0 && [h("dt", {}, w.shared), h("dd", {}, words(x.shared, ""))],
					x.lacks.length > 0 && [h("dt", {}, w.lacks), h("dd", {}, words(x.lacks, "unknown"))]))),
		h("div", { class: "row actions" }, keepButton(page, { ...toKeep(page, { id: page.state.id, title: "" }, { ...x, application: x.title, shelf: "" }), statement: x.brings }),
			h("a", { class: "button quiet", href: page.href({ view: "ideas" }, fresh), onclick: page.follow }, w.ideasOfThis),
			h("a", { class: "button quiet", href: page.href({ view: "document" }, fresh), onclick: page.follow }, w.readDocument)));
}
