/* card.js - one idea as a card: the use proposed, the document it stands on, how sure it is,
 * what is nearest, whom to ask. */

import { h, marked, tongue, unfolding } from "./dom.js";
import { sectorOf } from "./fields.js";
import { gradeButtons } from "./grading.js";
import * as keeping from "./keeping.js";
import { showDate } from "./words.js";

const SIGNALS = 6;      /* shown */
const LEAST_ADDS = 0.05; /* log-odds: less is nothing to people */

export const percent = (share) => Math.round(100 * share);

/* How sure: the band in a word and its share. */
export function confidence(page, c) {
	const w = page.words;

	return h("span", { class: `confidence ${c.band}`, title: w.confidenceHelp(percent(c.share)) },
		h("span", { class: "muted" }, w.confidence), " ", h("strong", {}, w.bands[c.band]), " ", h("span", { class: "value" }, w.percent(percent(c.share))));
}

/* State and date of a document, as small print. */
export function stateOf(page, e) {
	const w = page.words;

	return h("span", { class: "state" },
		e.open && h("span", { class: "tag open" }, w.openPatent),
		h("span", { class: `tag ${e.status}` }, w.states[e.status]),
		e.date > 0 && h("span", {}, showDate(e.date, page.lang)));
}

/* Names as one reads them: the server joins them in the Japanese way. */
export const joined = (page, names) => (page.lang === "ja" ? names : names.replaceAll("、", ", "));

/* The link to a document: beside the list where there is room for that (panel.js). */
export const documentLink = (page, e, marks, ...inside) => h("a", { href: page.href({ view: "document", id: e.id, text: "", sel: "", cmp: [], aspect: [], only: false }),
	onclick: (event) => page.beside(event, e.id, marks), class: "evidence-title" }, ...inside);

/* What a document is called: some have no title; then its number, which need not be told again. */
export const nameOf = (page, x) => h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title || x.id);
export const numberBeside = (x) => x.title && h("span", { class: "number" }, x.id);

/* The sentence of a document that met an aspect, and the aspect. */
export function met(page, c) {
	const w = page.words;

	return [
		c.title_only ? h("p", { class: "muted small" }, w.onlyTitle)
			: c.sentence && h("blockquote", { lang: tongue(c.sentence, page.lang) }, marked(c.sentence, c.marks)),
		c.aspect && h("p", { class: "aspect-met small" }, h("span", { class: "muted" }, w.aspectMet), " ", aspectName(page, c.aspect)),
	];
}

export function aspectName(page, a) {
	const w = page.words;
	const text = a.kind === "whole" ? w.aspectWhole : a.text;

	return [h("span", { class: "aspect-kind" }, w.aspectKinds[a.kind]), " ", h("span", { lang: tongue(text, page.lang) }, text)];
}

/* A judgement: grade, kind, who and when, why, what both texts say, what speaks against it. */
export function judgedBy(page, j) {
	const w = page.words;
	const part = (name, text) => text && [h("dt", {}, name), h("dd", { lang: tongue(text, page.lang) }, text)];

	return j && h("div", { class: "judged-by small" },
		h("p", {}, h("span", { class: `grade-mark g${j.grade}` }, String(j.grade)), " ", h("strong", {}, w.gradeNames[j.grade]), " ", j.shelf && h("span", { class: "tag" }, w.shelves[j.shelf]), " ",
			h("span", { class: "muted" }, j.by ? w.judgedBy(j.by) : w.judgedByPerson, j.date && ` ${j.date}`)),
		(j.transfer || j.objection || j.quote_query || j.quote_document) && h("dl", { class: "judged" },
			part(w.judgedUse, j.application), part(w.judgedTransfer, j.transfer), part(w.judgedQuotePatent, j.quote_query), part(w.judgedQuoteDocument, j.quote_document), part(w.objection, j.objection)));
}

function document(page, asked, c) {
	return h("li", { class: "evidence" },
		documentLink(page, c, c.marks, h("span", { class: "number" }, c.id), " ", h("span", { lang: tongue(c.title, page.lang) }, c.title)), " ",
		stateOf(page, c), gradeButtons(page, asked, c), judgedBy(page, c.judgement), met(page, c));
}

function nearest(page, n) {
	const w = page.words;

	return n && h("section", { class: `group nearest${n.exists ? " exists" : ""}` },
		h("h3", {}, n.exists ? w.exists : w.nearest),
		h("ul", {}, h("li", { class: "evidence" },
			documentLink(page, n, [], h("span", { class: "number" }, n.id), " ", h("span", { lang: tongue(n.title, page.lang) }, n.title)), " ", stateOf(page, n),
			n.sentence && n.sentence !== n.title && h("blockquote", { lang: tongue(n.sentence, page.lang) }, n.sentence))));
}

/* The lead first, the others folded, the nearest. */
export function grounds(page, asked, idea) {
	const w = page.words;

	return [
		h("section", { class: "group lead" }, h("h3", {}, w.lead_document), h("ul", {}, document(page, asked, idea.lead))),
		idea.others.length > 0 && h("section", { class: "group others" }, h("h3", {}, w.others),
			unfolding({}, w.moreEvidence(idea.others.length), () => h("ul", {}, idea.others.map((c) => document(page, asked, c))))),
		nearest(page, idea.nearest),
	];
}

/* What raised and what lowered the confidence, strongest first. */
export function signals(page, c) {
	const w = page.words;
	const shown = [...c.signals].sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds)).filter((x) => Math.abs(x.adds) >= LEAST_ADDS).slice(0, SIGNALS);
	const most = Math.max(...shown.map((x) => Math.abs(x.adds)), 1e-6);

	return shown.length > 0 && h("section", {}, h("h3", { class: "side-name" }, w.signals), h("dl", { class: "bars" }, shown.map((x) => h("div", { class: `bar-row ${x.adds < 0 ? "less" : "more-sure"}` },
		h("dt", {}, w.signalNames[x.name] ?? x.name), h("dd", {}, h("span", { class: "bar", "--share": Math.abs(x.adds) / most }),
			h("span", { class: "value" }, x.adds < 0 ? w.lowers : w.raises))))));
}

const askWhom = (page, idea) => idea.applicants.length > 0 && [h("dt", {}, page.words.ask), h("dd", {}, idea.applicants.join(page.words.listSeparator))];

export function context(page, idea) {
	const w = page.words;

	return h("dl", { class: "pairs" },
		idea.subclass && [h("dt", {}, w.subclass), h("dd", {}, h("span", { class: "number" }, idea.subclass), " ", idea.subclass_name)],
		idea.field_name && [h("dt", {}, w.columnField), h("dd", {}, idea.field_name)],
		askWhom(page, idea));
}

/* Where it is found again, with what was corrected and added: not of a list that is no question. */
const linkOf = (page, c) => (["ideas", "triage", "combine"].includes(page.state.view)
	? page.href({ view: page.state.view === "combine" ? "combine" : "ideas", sel: c.id, cmp: [], lang: "" }) : undefined);

/* What is kept of an idea; `asked` is the answer it came with. */
export const toKeep = (page, asked, c, statement) => ({
	query: page.state.view === "combine" ? "" : asked.id || "", text: asked.id && page.state.view !== "combine" ? undefined : page.state.text || asked.id,
	document: c.id, title: c.title, application: c.application, kind: c.shelf, link: linkOf(page, c), query_title: asked.title || page.words.queryText,
	...(statement ? { statement } : {}),
});

export function keepButton(page, what) {
	const button = h("button", { type: "button", class: "keep quiet" });
	const draw = () => {
		const kept = !!keeping.find(what)?.kept;
		button.setAttribute("aria-pressed", kept);
		button.textContent = kept ? page.words.kept : page.words.keep;
	};

	button.addEventListener("click", () => {
		if (!(keeping.find(what)?.kept ? keeping.drop(what) : keeping.keep({ ...what, kept: true }))) page.toast(page.words.storageFull);
		draw();
	});
	draw();
	return button;
}

/* The sheet of one idea: it is found again by its rank among the ideas of the same question. */
export function sheetAddress(page, idea) {
	const view = page.state.view === "combine" ? "combine" : "start";

	return page.href({ view, sel: "", cmp: [], lang: page.lang }).replace(/^(\?|\.\/)/, (at) => `sheet.html?rank=${idea.rank}${at === "?" ? "&" : ""}`);
}

/* actions: { select(id), compare(id), look(id), link(id) } */
export function card(page, asked, idea, fields, actions) {
	const w = page.words, id = idea.lead.id;
	const chosen = page.state.sel === id;
	const comparing = page.state.cmp.includes(id);

	return h("article", { class: `card idea s${sectorOf(fields, idea.field)}${chosen ? " selected" : ""}`, id: `idea-${idea.rank}`, "data-lead": id, "data-rank": idea.rank,
		"aria-labelledby": `idea-name-${idea.rank}`,
		onpointerenter: () => actions.look?.(idea.rank), onpointerleave: () => actions.look?.(0) },
		h("header", {},
			h("span", { class: "rank", title: w.rank }, String(idea.rank)),
			h("h3", { id: `idea-name-${idea.rank}`, lang: tongue(idea.application, page.lang) },
				actions.select ? h("button", { type: "button", class: "plain", "aria-pressed": chosen, onclick: () => actions.select(id) }, idea.application) : idea.application),
			confidence(page, idea.confidence)),
		h("p", { class: "subclass" }, idea.field > 0 && h("span", { class: "sector" }, idea.field_name), idea.subclass && [h("span", { class: "number" }, idea.subclass), idea.subclass_name]),
		h("p", { class: "statement" }, idea.statement),
		h("div", { class: "card-body" },
			h("div", { class: "evidences" }, grounds(page, asked, idea)),
			h("div", { class: "side" }, h("dl", { class: "pairs" }, askWhom(page, idea)), unfolding({ class: "why" }, w.why, () => signals(page, idea.lead) || h("p", { class: "muted" }, w.noSignals)))),
		h("div", { class: "row actions" },
			keepButton(page, toKeep(page, asked, idea.lead, idea.statement)),
			actions.compare && h("button", { type: "button", class: "quiet", "aria-pressed": comparing, onclick: () => actions.compare(id) }, comparing ? w.comparing : w.compare),
			h("a", { class: "button quiet", title: w.sheetTitle, href: sheetAddress(page, idea) }, w.sheet),
			actions.link && h("button", { type: "button", class: "quiet", onclick: () => actions.link(id) }, w.link)));
}
