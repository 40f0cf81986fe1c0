/* view_document.js - how the engine read one document: sections, terms, functions. */

import { ask } from "./api.js";
import { joined, numberLink, stateOf } from "./card.js";
import { classList } from "./classes.js";
import { h, replace, stemOf, tongue, wordEnd } from "./dom.js";
import { blank, subject } from "./state.js";

const TERMS = 24;
const SHADES = 4;

export async function viewDocument(page) {
	const w = page.words, s = page.state;

	if (!s.id && !s.text) {
		page.go({ view: "start" }, { replace: true });
		return;
	}
	replace(page.main, h("p", { class: "loading", role: "status" }, w.loading));
	const r = await ask("show", { ...subject(s), lang: page.lang }, page.signal);

	replace(page.main, h("div", { class: "document" },
		head(page, r),
		h("div", { class: "split read" },
			h("section", { "aria-labelledby": "sections-name" }, h("h2", { id: "sections-name" }, w.docSections), sections(page, r)),
			h("section", { "aria-labelledby": "terms-name", class: "terms" }, h("h2", { id: "terms-name" }, w.docTerms), terms(page, r),
				h("h2", {}, w.docFunctions), functions(page, r), unknown(page, r)))));
}

/* Only an address of the web becomes a link. */
const webAddress = (url) => (/^https?:\/\//i.test(url) ? h("a", { href: url, rel: "noreferrer" }, url) : url);

function head(page, r) {
	const w = page.words;
	const pair = (name, value) => value && [h("dt", {}, name), h("dd", {}, value)];
	const extra = Object.entries(r.extra ?? {}).map(([k, v]) => `${k}: ${typeof v === "string" ? v : JSON.stringify(v)}`).join(w.listSeparator);

	return h("section", { class: "asked" },
		h("p", { class: "kicker" }, w.docTitle),
		h("h1", {}, !r.id ? w.queryText : !r.title ? r.id : [numberLink(page, r), " ", h("span", { lang: tongue(r.title, page.lang) }, r.title)]),
		h("p", { class: "muted" }, r.id ? w.docLead : w.docTextLead),
		r.id && h("p", {}, stateOf(page, r)),
		h("dl", { class: "pairs wide" },
			pair(w.fields, r.fields && [r.fields, r.fields_guessed && h("span", { class: "muted" }, w.guessed)]),
			pair(w.otherNumbers, joined(page, r.numbers)), pair(w.classes, r.classes && classList(page, r.classes)),
			pair(w.applicants, joined(page, r.applicants)), pair(w.license, r.license_terms), pair(w.licenseId, r.license_id),
			pair(w.products, r.products), pair(w.source, r.url && webAddress(r.url)), pair(w.extra, extra)),
		h("p", { class: "row" },
			h("a", { class: "button primary", href: page.href({ view: "ideas", id: r.id, text: r.id ? "" : page.state.text }, blank(page.state.lang)), onclick: page.follow },
				r.id ? w.ideasOfThis : w.findIdeas),
			h("a", { class: "button quiet", href: page.href({ view: "search", id: r.id, text: r.id ? "" : page.state.text }, blank(page.state.lang)), onclick: page.follow },
				w.findSimilar)));
}

/* Which strength of colour each term gets: the heaviest 1, down to SHADES. */
function shades(r) {
	const most = r.terms[0]?.weight ?? 1;
	const of = new Map();

	for (const t of r.terms) {
		const shade = Math.ceil((1 - t.weight / most) * SHADES) || 1;
		const stem = stemOf(t.term);
		if (shade <= SHADES && stem.length > 1 && !of.has(stem)) of.set(stem, shade);
	}
	return of;
}

function shaded(text, of) {
	const stems = [...of.keys()].sort((a, b) => b.length - a.length);
	const out = [];
	let from = 0;

	for (let i = 0; i < text.length;) {
		const stem = stems.find((t) => text.startsWith(t, i));
		if (!stem) {
			i++;
			continue;
		}
		const end = wordEnd(text, i + stem.length);
		out.push(text.slice(from, i), h("span", { class: `shade shade-${of.get(stem)}` }, text.slice(i, end)));
		i = from = end;
	}
	return [...out, text.slice(from)];
}

function sections(page, r) {
	const w = page.words, of = shades(r);

	return r.sections.filter((x) => x.section !== "title" || !r.id).map((x) => h("section", { class: "section" },
		h("h3", {}, w.sections[x.section] ?? x.section, x.cued && h("span", { class: "muted small" }, ` ${w.docCued}`)),
		h("p", { class: "reading-text", lang: tongue(x.text, page.lang) }, shaded(x.text, of))));
}

function terms(page, r) {
	const w = page.words, most = r.terms[0]?.weight ?? 1;
	const row = (t) => h("tr", {}, h("th", { scope: "row" }, t.term, t.kind === "compound" && h("span", { class: "kind" }, w.kinds.compound)),
		h("td", { class: "weight" }, h("span", { class: "bar", "--share": t.weight / most }), h("span", { class: "value" }, t.weight.toFixed(2))),
		h("td", {}, String(t.count)), h("td", {}, t.documents.toLocaleString(page.lang)));
	const body = h("tbody", {}, r.terms.slice(0, TERMS).map(row));
	const more = h("button", { type: "button", class: "quiet more", onclick: () => {
		replace(body, r.terms.map(row));
		more.remove();
	} }, w.docAllTerms(r.terms.length));

	if (r.terms.length === 0) return h("p", { class: "muted" }, w.understoodNothing);
	return [h("table", { class: "term-table" }, h("caption", { class: "visually-hidden" }, w.docTerms),
		h("thead", {}, h("tr", {}, [w.docTerm, w.docWeight, w.docCount, w.docDocuments].map((n) => h("th", { scope: "col" }, n)))), body),
		r.terms.length > TERMS && more];
}

function functions(page, r) {
	return r.functions.length === 0 ? h("p", { class: "muted" }, page.words.docNoFunctions)
		: h("ul", { class: "chips" }, r.functions.map((t) => h("li", { class: "chip" }, t.term)));
}

function unknown(page, r) {
	return r.unknown_examples.length > 0 && [h("h2", {}, page.words.unknownTerms),
		h("ul", { class: "chips" }, r.unknown_examples.map((t) => h("li", { class: "chip unknown" }, t)))];
}
