/* card.js - one idea as a card: the use, means and trouble in a sentence, both quotations side by side,
 * the objection, who read it, whom to ask; and one unread document as a pair of sentences. */

import { h, marked, quotation, settled, tongue } from "./dom.js";
import { gradeButtons } from "./grading.js";
import * as keeping from "./keeping.js";
import { originalOf } from "./numbers.js";
import { combined } from "./state.js";
import { showDate } from "./words.js";

/* A candidate as the page uses it: what is known of its document beside the rest. */
export const flat = (c) => ({ marks: [], ...c.document, ...c });

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
export const documentLink = (page, e, marks, ...inside) => h("a", { href: page.href({ view: "document", id: e.id, text: "", sel: "", aspect: [], only: false }),
	onclick: (event) => page.beside(event, e.id, marks), class: "evidence-title" }, ...inside);

/* What a document is called: some have no title; then its number, which need not be told again. */
export const nameOf = (page, x) => h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title || x.id);
export const numberBeside = (page, x) => x.title && numberLink(page, x);
/* A number, with the way to the original where there is one. */
export function numberLink(page, x) {
	const to = originalOf(x);

	return to ? h("a", { class: "number", href: to, rel: "noreferrer", target: "_blank", title: page.words.originalTitle }, x.id) : h("span", { class: "number" }, x.id);
}

export function aspectName(page, a) {
	const w = page.words;
	const text = a.kind === "whole" ? w.aspectWhole : a.text;

	return [h("span", { class: "aspect-kind" }, w.aspectKinds[a.kind]), " ", h("span", { lang: tongue(text, page.lang) }, text)];
}

/* A language model without the version of its prompt, which the title of the line has. */
const modelOf = (by) => by.replace(/ \(prompt [^)]*\)$/, "");
const judge = (w, by) => (!by ? w.judgedByPerson : modelOf(by) === by ? w.judgedBy(by) : w.judgedByModel(modelOf(by)));

/* A judgement: grade, kind, who and when, why, what both texts say, what speaks against it. */
export function judgedBy(page, j) {
	const w = page.words;
	const part = (name, text) => text && [h("dt", {}, name), h("dd", { lang: tongue(text, page.lang) }, text)];

	return j && h("div", { class: "judged-by small" },
		h("p", {}, h("span", { class: `grade-mark g${j.grade}` }, String(j.grade)), " ", h("strong", {}, w.gradeNames[j.grade]), " ", j.shelf && h("span", { class: "tag" }, w.shelves[j.shelf]), " ",
			h("span", { class: "muted", title: j.by }, judge(w, j.by), " ", j.date && h("span", { class: "date" }, j.date))),
		(j.transfer || j.objection || j.quote_query || j.quote_document) && h("dl", { class: "judged" },
			part(w.judgedUse, j.application), part(w.judgedTransfer, j.transfer), part(w.judgedQuotePatent, j.quote_query),
			part(w.judgedQuoteDocument, j.quote_document), part(w.objection, j.doubt_objection || j.objection)));
}

/* A text of one side, with the words that carry it; said: what stands there when there is none. */
const side = (page, who, text, marks, said) => h("div", { class: "text-side" }, h("p", { class: "who small" }, who),
	text ? quotation(page, "blockquote", {}, text, marks) : h("p", { class: "muted small" }, said));

/* Of the patent, and beside it of the document. */
const sides = (...both) => h("div", { class: "text-sides" }, both);

const DOTS = 3;

/* Which words both sentences have: a number of words, and no more than that. */
const sharedIn = (page, c) => (c.met ?? null) !== null && h("p", { class: "small pair-shared" },
	h("span", { class: "dots", "aria-hidden": "true", title: page.words.dotsTitle }, "●".repeat(c.met) + "○".repeat(DOTS - c.met)), " ",
	c.shared.length === 0 ? h("span", { class: "muted" }, page.words.sharedNone)
		: [h("span", { class: "muted" }, page.words.sharedWords), " ", h("span", { lang: tongue(c.shared.join(""), page.lang) }, c.shared.join(page.words.listSeparator))]);

/* What stands there for what of the patent. */

const SAID = ["given", "model", "elsewhere"]; /* kinds of statements that are no sentence of the patent */

/* An unread document: the patent's sentence beside the document's, and the grades.
 * place: its number in the list; after a grade the line that is there then has the focus. */
export function unreadLine(page, asked, c, place) {
	const w = page.words;
	const of = page.state.view === "combine" ? w.ofPatents : page.state.id ? w.ofPatent : w.ofText;

	return h("li", { class: `line pair-line${asked.weak ? " weak" : ""}`, "data-id": c.id, tabindex: place ? "-1" : "0", "data-place": place, "data-next": `[data-place="${place}"]` },
		h("div", { class: "row line-head" },
			h("p", { class: "line-title" }, documentLink(page, c, c.pair_marks, nameOf(page, c)), " ", numberBeside(page, c), " ",
				c.subclass && h("span", { class: "muted small" }, c.subclass_name || c.subclass), " ", stateOf(page, c), asked.weak && h("span", { class: "tag" }, w.weakTag)),
			gradeButtons(page, asked, c)),
		SAID.includes(c.aspect.kind) && h("p", { class: "small muted aspect-said" }, aspectName(page, c.aspect)),
		c.trouble ? [sides(side(page, of, c.effect, c.pair_marks), side(page, w.troubleOf, c.trouble, c.pair_marks)), sharedIn(page, c)]
			: h("p", { class: "muted small" }, c.title_only ? w.onlyTitle : w.noTrouble));
}

/* Where it is found again, with what was corrected and added: not of a list that is no question. */
const linkOf = (page, c) => (["ideas", "triage", "combine"].includes(page.state.view)
	? page.href({ view: page.state.view === "combine" ? "combine" : "ideas", sel: c.id, lang: "" }) : undefined);

/* The kind of use that somebody named; a grade alone names none. */
const kindRead = (c) => (c.judgement ? c.judgement.shelf ?? "" : c.transfer === undefined || c.shelf === "unsaid" ? "" : c.shelf);

/* What is kept of an idea; `asked` is the answer it came with. */
export const toKeep = (page, asked, c, statement) => ({
	...(page.state.view === "combine" ? { query: "", text: combined(page.state).join(" ") } : { query: asked.id || "", text: asked.id ? undefined : page.state.text }),
	document: c.id, title: c.title, application: c.application, kind: kindRead(c), link: linkOf(page, c), query_title: asked.title || (asked.id ? "" : page.words.queryText),
	...(statement ? { statement } : {}), ...saidOf(page, c),
});

/* What stands for both texts: what was quoted, else both sentences. */
const bothOf = (c) => (c.quote_query || c.quote_document ? [c.quote_query, c.quote_document] : [c.effect, c.trouble || c.sentence]);

/* What speaks for a pair and against it. */
function saidOf(page, c) {
	const told = {
		quote_query: bothOf(c)[0], quote_document: bothOf(c)[1], objection: c.objection, confidence: c.quote_document !== undefined && c.grade !== undefined ? confidence(page, c) : "",
		applicants: Array.isArray(c.applicants) ? c.applicants.join("; ") : c.applicants, url: c.url, status: page.words.states[c.status],
	};

	return Object.fromEntries(Object.entries(told).filter(([, x]) => x));
}

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
function sheetAddress(page, idea) {
	const view = page.state.view === "combine" ? "combine" : "start";

	return page.href({ view, sel: "", lang: page.lang }).replace(/^(\?|\.\/)/, (at) => `sheet.html?rank=${idea.rank}${at === "?" ? "&" : ""}`);
}

/* Who read it, when, whether a second reading held, and how far such ideas can be trusted. */
function readers(w, x) {
	const again = x.doubted && (x.doubt_by && modelOf(x.doubt_by) !== modelOf(x.by ?? "") ? w.doubtedBy(modelOf(x.doubt_by)) : w.doubted);

	return [judge(w, x.by), x.date, again, x.confirmed_of_ten > 0 && w.confirmedOfTen(x.confirmed_of_ten)].filter((y) => y).join(w.listSeparator);
}

const readBy = (page, x) => h("p", { class: "small judged-by" }, h("span", { class: `grade-mark g${x.grade}` }, String(x.grade)), " ", page.words.gradeNames[x.grade], " ",
	h("span", { class: "muted", title: [x.by, x.doubt_by].filter((y) => y).join(page.words.listSeparator) }, readers(page.words, x)));

/* The grade in words, and whose it is; of an entry that a person graded, that person's. */
const confidence = (page, x) => [page.words.gradeSaid(x.grade), readers(page.words, x)].join(page.words.listSeparator);
export const confidenceOf = (page, x) => ((x.grade ?? null) === null ? x.confidence ?? "" : confidence(page, { grade: x.grade, date: x.date }));

/* What a person writes of a pair, at any time; of an entry, or of what would be kept. */
export function noteField(page, what) {
	const w = page.words;
	const save = settled((note) => {
		if (!keeping.keep({ ...what, grade: keeping.find(what)?.grade ?? null, note })) page.toast(w.storageFull);
	}, 300);

	const now = keeping.find(what)?.note ?? "", printed = h("span", { class: "print-memo" }, now);

	return h("label", { class: "reason small" }, h("span", {}, w.note), printed,
		h("input", { type: "text", name: `reason-${what.document}`, value: now, placeholder: w.notePlaceholder, autocomplete: "off", oninput: (e) => {
			printed.textContent = e.target.value;
			save(e.target.value.trim());
		} }));
}

/* idea: of the answer, flattened. */
export function card(page, asked, idea) {
	const w = page.words, name = `idea-name-${idea.rank}`;
	const original = originalOf(idea), marks = idea.pair_marks;
	const own = asked.sources?.map((x) => x.applicants).join("、") ?? "";
	const asks = [].concat(idea.applicants).map((x) => (own.split("、").includes(x) ? w.askOwn(x) : x)).join(w.listSeparator);
	const [ofQuery, ofDocument] = bothOf(idea), quoted = ofDocument === idea.quote_document;

	return h("article", { class: `card idea${page.state.sel === idea.id ? " selected" : ""}`, id: `idea-${idea.rank}`, "data-lead": idea.id, "data-rank": idea.rank, "aria-labelledby": name },
		h("header", {}, h("span", { class: "rank", title: w.rank }, String(idea.rank)),
			h("h3", { id: name, lang: tongue(idea.application, page.lang) }, idea.application),
			idea.shelf !== "unsaid" && h("span", { class: `tag shelf-${idea.shelf}` }, w.shelves[idea.shelf]), idea.title_only && h("span", { class: "tag" }, w.titleAlone)),
		idea.transfer && h("p", { class: "statement", lang: tongue(idea.transfer, page.lang) }, marked(idea.transfer, marks)),
		(ofQuery || ofDocument) && sides(
			side(page, page.state.id ? w.ofPatent : w.ofText, ofQuery, marks, w.noQuote),
			side(page, quoted ? w.ofDocument : w.troubleOf, ofDocument, marks, idea.title_only ? w.onlyTitle : quoted ? w.noQuote : w.noTrouble)),
		idea.objection && h("p", { class: "objection small" }, h("strong", {}, w.objection), " ", h("span", { lang: tongue(idea.objection, page.lang) }, idea.objection)),
		h("p", { class: "small of-document" }, documentLink(page, idea, marks, nameOf(page, idea)), " ", numberBeside(page, idea), " ", stateOf(page, idea),
			!idea.title && original && h("a", { href: original, rel: "noreferrer", target: "_blank" }, w.original),
			asks && h("span", {}, h("span", { class: "muted" }, w.ask), " ", asks)),
		readBy(page, idea), noteField(page, toKeep(page, asked, idea, idea.transfer)),
		h("div", { class: "row actions" }, h("span", { class: "small muted" }, w.gradeLegend), gradeButtons(page, asked, idea), keepButton(page, toKeep(page, asked, idea, idea.transfer)),
			h("a", { class: "button quiet", title: w.sheetTitle, href: sheetAddress(page, idea) }, w.sheet)));
}
