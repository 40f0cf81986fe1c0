/* card.js - one idea as a card: the use, means and trouble, both quotations, the objection, who read
 * it, whom to ask; and one unread document as a line. */

import { h, tongue } from "./dom.js";
import { gradeButtons } from "./grading.js";
import * as keeping from "./keeping.js";
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
export const documentLink = (page, e, marks, ...inside) => h("a", { href: page.href({ view: "document", id: e.id, text: "", sel: "", cmp: [], aspect: [], only: false }),
	onclick: (event) => page.beside(event, e.id, marks), class: "evidence-title" }, ...inside);

/* What a document is called: some have no title; then its number, which need not be told again. */
export const nameOf = (page, x) => h("span", { lang: tongue(x.title ?? "", page.lang) }, x.title || x.id);
export const numberBeside = (x) => x.title && h("span", { class: "number" }, x.id);

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

/* An unread document: the patent's sentence beside the document's, and the grades. */
export function unreadLine(page, asked, c, after) {
	const w = page.words;

	return h("li", { class: "line", "data-id": c.id },
		gradeButtons(page, asked, c, after ? { after } : {}),
		h("div", { class: "line-what" },
			h("p", { class: "line-title" }, documentLink(page, c, [], nameOf(page, c)), " ", numberBeside(c), " ", c.subclass && h("span", { class: "muted small" }, c.subclass_name || c.subclass)),
			c.trouble ? h("p", { class: "line-sentence small", lang: tongue(c.trouble, page.lang) }, c.trouble) : h("p", { class: "muted small line-sentence" }, w.onlyTitle),
			c.judgement?.by && judgedBy(page, c.judgement)),
		h("div", { class: "line-why small" },
			h("p", { class: "aspect-met", lang: tongue(c.effect, page.lang) }, c.effect), h("p", {}, stateOf(page, c))));
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

/* idea: of the answer, flattened. */
export function card(page, asked, idea) {
	const w = page.words;
	const part = (name, text) => text && [h("dt", {}, name), h("dd", { lang: tongue(text, page.lang) }, text)];

	return h("article", { class: "card idea", id: `idea-${idea.rank}`, "data-lead": idea.id, "data-rank": idea.rank, "aria-labelledby": `idea-name-${idea.rank}` },
		h("header", {}, h("span", { class: "rank", title: w.rank }, String(idea.rank)),
			h("h3", { id: `idea-name-${idea.rank}`, lang: tongue(idea.application, page.lang) }, idea.application),
			h("span", { class: "tag" }, w.shelves[idea.shelf])),
		h("p", { class: "statement" }, idea.transfer),
		h("dl", { class: "judged" }, part(w.judgedQuotePatent, idea.quote_query), part(w.judgedQuoteDocument, idea.quote_document), part(w.objection, idea.objection)),
		h("p", { class: "small" }, documentLink(page, idea, [], h("span", { class: "number" }, idea.id), " ", nameOf(page, idea)), " ", stateOf(page, idea), " ", idea.title_only && h("span", { class: "muted" }, w.onlyTitle)),
		h("p", { class: "small judged-by" }, h("span", { class: `grade-mark g${idea.grade}` }, String(idea.grade)), " ", idea.by ? w.judgedBy(idea.by) : w.judgedByPerson, idea.date && ` ${idea.date}`, idea.doubted && ` ${w.doubted}`),
		h("dl", { class: "pairs" }, idea.applicants.length > 0 && [h("dt", {}, w.ask), h("dd", {}, [].concat(idea.applicants).join(w.listSeparator))],
			idea.url && [h("dt", {}, w.original), h("dd", {}, h("a", { href: idea.url, rel: "noopener" }, idea.url))]),
		h("div", { class: "row actions" }, gradeButtons(page, asked, idea), keepButton(page, toKeep(page, asked, idea, idea.transfer)),
			h("a", { class: "button quiet", title: w.sheetTitle, href: sheetAddress(page, idea) }, w.sheet)));
}
