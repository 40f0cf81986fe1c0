/* view_match.js - from a need or a company profile to open patents, with the reasons. */

import { ask, once } from "./api.js";
import { box } from "./box.js";
import { stateOf } from "./card.js";
import { h, marked, redraw, replace, tongue } from "./dom.js";
import { exportMenu } from "./exporting.js";
import { filterBar, nothing } from "./filterbar.js";
import { blank, filters, subject } from "./state.js";

const asking = (page) => ({ ...subject(page.state), ...filters(page.state), k: 20, lang: page.lang });

export async function viewMatch(page) {
	const w = page.words, s = page.state;
	const place = stay(page) ?? start(page);

	if (!s.id && !s.text) return;
	if (place.childElementCount === 0) replace(place, h("p", { class: "loading", role: "status" }, w.loading));
	else place.classList.add("waiting");
	try {
		const [answer, { fields }] = await Promise.all([ask("match", asking(page), page.signal), once("fields", page.lang)]);
		place.classList.remove("waiting");
		drawOffers(page, place, answer, fields);
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
		label: w.matchLabel, hint: w.matchHint, rows: 4, idToo: true, value: s.id || s.text, buttons: [w.findOpen],
		onsubmit: (need) => page.go({ ...need, view: "match" }),
	});
	const examples = h("ul", { class: "needs-examples" }, w.matchExamples.map((text) => h("li", {},
		h("button", { type: "button", class: "plain", lang: "ja", onclick: () => page.go({ text, id: "", view: "match" }) }, text))));
	const place = h("div", { class: "offers-place", "data-need": needOf(page) });

	replace(page.main, h("section", { class: "hero small" },
		h("h1", {}, w.matchTitle), h("p", { class: "lead" }, w.matchLead), query.node,
		!s.text && !s.id && [h("h2", { class: "visually-hidden" }, w.examples), examples]), place);
	return place;
}

function drawOffers(page, place, answer, fields) {
	const w = page.words, offers = answer.offers;
	const bar = filterBar(page, fields, { lead: w.filtersMatch, without: ["open"] });

	if (offers.length === 0) {
		redraw(place, bar, nothing(page, answer, w.noOffers));
		page.say(w.noOffers);
		return;
	}
	redraw(place, bar,
		h("div", { class: "row spread" }, h("h2", {}, w.nOffers(offers.length, answer.total)), exportMenu(page, "match", asking(page))),
		h("div", { class: "offers" }, offers.map((x) => offer(page, x))));
	page.say(w.matchAnnounce(offers.length));
}

function offer(page, x) {
	const w = page.words;
	const fresh = { ...blank(page.state.lang), id: x.id };
	const bar = (name, share) => h("div", { class: "bar-row" }, h("dt", {}, name),
		h("dd", {}, h("span", { class: "bar", "--share": Math.max(0, share) }), h("span", { class: "value" }, share.toFixed(2))));
	const words = (list, className) => h("ul", { class: "chips" }, list.map((t) => h("li", { class: `chip ${className}` }, t)));

	return h("article", { class: "card offer", "aria-labelledby": `offer-${x.rank}` },
		h("header", {}, h("span", { class: "rank", title: w.rank }, String(x.rank)),
			h("h3", { id: `offer-${x.rank}` }, h("a", { href: page.href({ view: "document" }, fresh), onclick: page.follow, lang: tongue(x.title, page.lang) }, x.title)),
			h("span", { class: "score" }, h("span", { class: "muted" }, w.score), " ", x.score.toFixed(2))),
		h("p", { class: "offer-meta" }, h("span", { class: "number" }, x.id), stateOf(page, x), h("span", {}, x.applicants),
			h("span", { class: "muted" }, x.fields, page.lang === "ja" ? "（" : " (", x.in_field ? w.inField : w.outField, page.lang === "ja" ? "）" : ")")),
		h("div", { class: "card-body" },
			h("div", { class: "evidences" },
				x.brings && h("section", { class: "group" }, h("h4", {}, w.brings), h("blockquote", { lang: tongue(x.brings, page.lang) }, marked(x.brings, x.marks))),
				h("section", { class: "group license" }, h("h4", {}, w.license), h("p", {}, x.license_terms || w.licenseNone,
					x.license_id && h("span", { class: "number" }, ` ${x.license_id}`)))),
			h("div", { class: "side" },
				h("dl", { class: "bars" }, bar(w.likeProblem, x.problem), bar(w.likeTopic, x.topic), bar(w.likeWords, x.lexical)),
				h("dl", { class: "pairs" },
					x.shared.length > 0 && [h("dt", {}, w.shared), h("dd", {}, words(x.shared, ""))],
					x.lacks.length > 0 && [h("dt", {}, w.lacks), h("dd", {}, words(x.lacks, "unknown"))]))),
		h("div", { class: "row actions" },
			h("a", { class: "button quiet", href: page.href({ view: "ideas" }, fresh), onclick: page.follow }, w.ideasOfThis),
			h("a", { class: "button quiet", href: page.href({ view: "document" }, fresh), onclick: page.follow }, w.readDocument)));
}
