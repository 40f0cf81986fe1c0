/* understood.js - what the engine understood of a query, as chips: its own fields and the words
 * it is asked by.  Each can be taken away, added or made a word that documents must have; the
 * query is then asked again.  Of patents that are combined only the last: each is asked whole.
 * In answers of ideas aspects and filters fold into the same line: the first idea is what is seen. */

import { ask } from "./api.js";
import { h, tongue, unfolding } from "./dom.js";
import { corrections, subject } from "./state.js";

const TOLD = 6;   /* words in the line that is always seen */
const WORD = 60;  /* letters */
const WORDS = 14; /* the heaviest, as answers of ideas have them */

const change = (page, changes) => page.go({ ...changes, sel: "" });
const isCorrected = (s) => s.own.length + s.drop.length + s.add.length > 0;

/* The words that documents must have, as the filter holds them: one text. */
const mustOf = (s) => s.must.split(/\s+/).filter((x) => x);
const pieces = (word) => word.split(/\s+/);

/* What was read of a document or a text, in the words of an answer of ideas. */
function readOf(page, r, fields) {
	const sep = page.words.fieldSeparator;
	const isIn = (name) => `${sep}${r.fields}${sep}`.includes(`${sep}${name}${sep}`); /* a name may have a comma in it */

	return {
		query_fields: fields.filter((f) => isIn(f.short)).map((f) => f.field), own_fields: r.fields, own_fields_guessed: r.fields_guessed,
		key_words: r.terms.filter((t) => t.kind !== "function").slice(0, WORDS).map((t) => t.term),
	};
}

/* For answers that do not say it themselves: of a search, of a need. */
export const understood = (page) => ask("show", { ...subject(page.state), ...corrections(page.state), lang: page.lang }, page.signal);

function ownFields(page, answer, fields) {
	const w = page.words, own = answer.query_fields;
	const name = (n) => fields[n - 1].short;

	return h("ul", { class: "chips" },
		own.map((n) => h("li", { class: "chip correct own-field" }, name(n),
			(own.length > 1 || answer.own_fields_guessed || page.state.own.length > 0) && h("button", { type: "button",
				name: `own-${n}`, "data-next": "[name=own]", "aria-label": w.filterRemoveField(name(n)), title: w.remove,
				onclick: () => change(page, { own: own.length > 1 ? own.filter((x) => x !== n) : [0] }) }, "×"))),
		h("li", {}, h("select", { name: "own", "aria-label": w.ownFieldAdd, onchange: (e) => e.target.value && change(page, { own: [...own.filter((x) => x > 0), Number(e.target.value)] }) },
			h("option", { value: "" }, w.ownFieldAdd), fields.filter((f) => !own.includes(f.field)).map((f) => h("option", { value: f.field }, f.short)))));
}

/* A word that is asked by, with what can be done about it. */
function wordChip(page, word, { whole = false } = {}) {
	const w = page.words, s = page.state;
	const must = pieces(word).every((x) => mustOf(s).includes(x));
	const without = mustOf(s).filter((x) => !pieces(word).includes(x));

	return h("li", { class: `chip correct${s.add.includes(word) ? " added" : ""}`, "data-word": word }, h("span", { lang: tongue(word, page.lang) }, word),
		h("button", { type: "button", name: `must-${word}`, class: "must", "aria-pressed": must, "aria-label": w.wordMustName(word), title: w.wordMustTitle,
			onclick: () => change(page, { must: (must ? without : [...without, ...pieces(word)]).join(" ") }) }, w.wordMust),
		!whole && h("button", { type: "button", name: `drop-${word}`, "data-next": "[name=add-word]", "aria-label": w.wordDrop(word), title: w.remove,
			onclick: () => change(page, { add: s.add.filter((x) => x !== word), drop: s.add.includes(word) ? s.drop : [...s.drop, word], must: without.join(" ") }) }, "×"));
}

function words(page, answer) {
	const w = page.words, s = page.state;
	const shown = [...new Set([...s.add, ...answer.key_words, ...mustOf(s)])].filter((x) => !s.drop.includes(x));

	return h("ul", { class: "chips" },
		shown.map((word) => wordChip(page, word)),
		s.drop.map((word) => h("li", { class: "chip correct dropped", "data-word": word }, h("s", { lang: tongue(word, page.lang) }, word),
			h("button", { type: "button", name: `back-${word}`, "data-next": "[name=add-word]", "aria-label": w.wordBack(word), title: w.undo,
				onclick: () => change(page, { drop: s.drop.filter((x) => x !== word) }) }, "↶"))));
}

function adding(page) {
	const w = page.words, s = page.state;
	const field = h("input", { type: "text", name: "add-word", maxlength: WORD, size: 14, autocomplete: "off", "aria-label": w.wordAdd, placeholder: w.wordAdd });

	return h("form", { class: "row", onsubmit: (e) => {
		e.preventDefault();
		const word = field.value.trim();
		field.value = "";
		if (word) change(page, { add: [...s.add.filter((x) => x !== word), word], drop: s.drop.filter((x) => x !== word) });
	} }, field, h("button", { type: "submit", class: "quiet small-button" }, w.wordAddAsk),
		isCorrected(s) && h("button", { type: "button", class: "link", name: "as-read",
			"data-next": "[name=add-word]", onclick: () => change(page, { own: [], drop: [], add: [] }) }, w.correctionsReset));
}

/* more: { said, parts() }, what else is in the fold, and what the line says of it. */
function bar(page, read, lead, rows, open, more) {
	const w = page.words;
	const told = w.understoodLine(read.own_fields, read.own_fields_guessed, read.key_words.slice(0, TOLD).join(w.listSeparator), read.key_words.length > TOLD);

	return unfolding({ class: "filters understood-bar", open: open || !!page.main.querySelector(".understood-bar[open]") },
		[w.reading, " ", h("span", { class: "muted told" }, more?.said && [more.said, w.aside], told)], () =>
		h("div", {}, h("p", { class: "muted small" }, lead), h("dl", { class: "pairs corrections" }, rows()), more?.parts()));
}

/* answer: of ideas or of candidates. */
export function understoodBar(page, answer, fields, more) {
	const w = page.words, s = page.state;

	return (more || answer.key_words.length > 0 || isCorrected(s)) && bar(page, answer, w.understoodLead, () => [
		h("dt", {}, w.ownFields, answer.own_fields_guessed && h("span", { class: "small" }, w.guessed)), h("dd", {}, ownFields(page, answer, fields)),
		h("dt", {}, w.keyWords), h("dd", {}, words(page, answer), adding(page)),
	], !more && isCorrected(s), more);
}

/* The same of what understood() brought. */
export const understoodRead = (page, r, fields) => understoodBar(page, readOf(page, r, fields), fields);

/* Of patents together: the fields that uses leave, and words of each that documents may have to have. */
export function understoodTogether(page, patents, answer, fields, more) {
	const w = page.words;
	const read = patents.map((r) => readOf(page, r, fields));
	const all = { own_fields: answer.own_fields, own_fields_guessed: false, key_words: [...new Set(read.flatMap((x) => x.key_words.slice(0, TOLD / 2)))] };
	const chips = (list) => h("ul", { class: "chips" }, list);

	return bar(page, all, w.understoodTogether, () => [
		h("dt", {}, w.ownFields), h("dd", {}, chips(answer.query_fields.map((n) => h("li", { class: "chip" }, fields[n - 1].short)))),
		patents.map((r, i) => [h("dt", {}, h("span", { class: "number" }, r.id)), h("dd", {}, chips(read[i].key_words.map((word) => wordChip(page, word, { whole: true }))))]),
	], false, more);
}
