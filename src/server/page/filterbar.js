/* filterbar.js - conditions on documents, and the dial between near and distant fields. */

import { namePrefixes } from "./classes.js";
import { h, settled } from "./dom.js";
import { isFiltered } from "./state.js";

const UNKNOWN = 8; /* words shown */

/* What was typed in full width: digits, letters, signs. */
const half = (text) => text.normalize("NFKC").replace(/[\u2010-\u2015\u2212]/g, "-").trim();
/* A year, a month or a day, of the western years or of an era; the server knows the calendar. */
const DATE = /^(?:\d{8}|(?:\d{4}|(?:明治|大正|昭和|平成|令和)(?:元|\d{1,2}))(?:年?|[-/.年]\d{1,2}(?:月?|[-/.月]\d{1,2}日?)))$/;
const isDate = (text) => DATE.test(text);

const count = (s) => [s.open, s.alive, s.field.length, s.applicant, s.since || s.until, s.class, s.must].filter(Boolean).length;

/* Why the other language does not answer. */
export const translationNotice = (page, answer) => answer.translation && h("p", { class: "notice", id: "translation" }, page.words.translationTrouble[answer.translation]);

/* without: names of conditions that make no sense in this view.  The switch for the other language
 * stands where that language answers, or is left out. */
export function filterRow(page, fields, { answer, lead, without = [], dial = null }) {
	const w = page.words, s = page.state;
	const check = (name, text) => !without.includes(name) && !(name === "open" && page.open === 0) && h("label", { class: "check" },
		h("input", { type: "checkbox", name, checked: s[name], onchange: (e) => page.go({ [name]: e.target.checked }) }), text);
	const typed = settled((name, value) => page.go({ [name]: value }, { merge: name }), 500);
	const word = (name, text, { is = () => true, ...attributes }) => h("label", { class: "field" }, h("span", {}, text),
		h("input", { name, value: s[name], autocomplete: "off", ...attributes, oninput: (e) => {
			const value = name === "must" ? e.target.value.trim() : half(e.target.value);
			e.target.setCustomValidity(!value || is(value) ? "" : attributes.title);
			if (e.target.validity.valid) typed(name, value);
		} }));
	const year = { type: "text", is: isDate, placeholder: "2010", size: 8, title: w.filterDateForm };
	const fieldsTo = (list) => page.go({ field: list, sel: "" });
	const chooser = h("select", { name: "field", onchange: (e) => e.target.value && fieldsTo([...s.field, Number(e.target.value)]) },
		h("option", { value: "" }, s.field.length > 0 ? w.filterMoreFields : w.filterAllFields),
		fields.filter((f) => f.documents > 0 && !s.field.includes(f.field)).map((f) => h("option", { value: f.field }, f.short)));
	const chosen = s.field.map((n) => h("button", { type: "button", class: "chip-button", "aria-label": w.filterRemoveField(fields[n - 1].short),
		onclick: () => fieldsTo(s.field.filter((x) => x !== n)) }, `${fields[n - 1].short} ×`));

	return h("div", { class: "filter-row", role: "group", "aria-label": lead },
		dial,
		h("span", { class: "of" }, lead),
		check("open", w.filterOpen), check("alive", w.filterAlive), s.alive && page.unknownState > 0 && check("unknown", w.filterUnknown(page.unknownState)),
		(answer.translated || s.mono) && check("mono", w.filterMono),
		h("label", { class: "field" }, h("span", {}, w.filterField), chooser), chosen,
		word("class", w.filterClass, { placeholder: "H01F, F16F 15", size: 10, title: w.filterClassHint }),
		s.class && namePrefixes(page, h("span", { class: "classes-meant small", role: "status" }), s.class),
		word("must", w.filterMust, { placeholder: w.filterMustHint, size: 10 }),
		word("applicant", w.filterApplicant, { placeholder: w.filterApplicantHint, size: 18 }),
		h("span", { class: "years" }, word("since", w.filterSince, year), word("until", w.filterUntil, { ...year, "aria-label": w.filterUntilName })),
		isFiltered(s) && h("button", { type: "button", class: "link", onclick: () =>
			page.go({ open: false, alive: false, unknown: false, field: [], applicant: "", since: "", until: "", class: "", must: "" }) }, w.clearFilters));
}

/* How many conditions are set, as a badge. */
export const filterCount = (page) => count(page.state) > 0 && h("span", { class: "count" }, page.words.filterActive(count(page.state)));

/* The row folded by itself, where nothing else is to be folded with it. */
export const filterBar = (page, fields, how) => [translationNotice(page, how.answer),
	h("details", { class: "filters", open: isFiltered(page.state) || innerWidth > 900 || !!page.main.querySelector(".filters[open] > .filter-row") },
		h("summary", {}, page.words.filters, filterCount(page)), filterRow(page, fields, how))];

/* What is said where nothing is left: by the words of the query, or by the conditions. */
export function nothing(page, answer, message) {
	const w = page.words;

	return h("section", { class: "problem" },
		h("p", {}, answer.known_terms === 0 ? w.nothingKnown : message),
		answer.known_terms === 0 && answer.unknown_examples.length > 0 && h("dl", { class: "terms-read" }, h("dt", {}, w.unknownTerms),
			h("dd", {}, h("ul", { class: "chips" }, answer.unknown_examples.slice(0, UNKNOWN).map((t) => h("li", { class: "chip unknown" }, t))))),
		isFiltered(page.state) && h("p", { class: "muted" }, w.noIdeasHint));
}

/* The engine found nothing that fits, though there is a list. */
export const nothingHere = (page, answer) => answer.nothing_here && h("p", { class: "notice", id: "nothing-here" }, page.words.nothingHere);

/* What the number at each hit means. */
export const scoreMeaning = (page) => h("span", { class: "muted small score-meaning" }, page.words.scoreMeaning);

/* How far ideas of distant fields come forward, 0 .. 1 in twentieths. */
export function boldnessDial(page, value) {
	const w = page.words;
	const turned = settled((v) => page.go({ boldness: v }, { merge: "boldness" }), 180);

	return h("label", { class: "dial" }, h("span", {}, w.boldness),
		h("span", { class: "dial-line" }, h("span", { class: "muted", "aria-hidden": "true" }, w.boldnessLow),
			h("input", { type: "range", name: "boldness", min: 0, max: 1, step: 0.05, value,
				"aria-valuetext": `${value} (0 ${w.boldnessLow}, 1 ${w.boldnessHigh})`, oninput: (e) => turned(e.target.value) }),
			h("span", { class: "muted", "aria-hidden": "true" }, w.boldnessHigh)));
}
