/* understood.js - what the engine understood of a query, as chips: its own fields and the words
 * it is asked by.  Each can be taken away, added or made a word that documents must have; the
 * query is then asked again. */

import { h, tongue, unfolding } from "./dom.js";

const TOLD = 6;   /* words in the line that is always seen */
const WIDE = 900; /* pixels: room for the chips of a text, whose fields are a guess */
const WORD = 60;  /* letters */

const change = (page, changes) => page.go({ ...changes, sel: "", cmp: [] });
const isCorrected = (s) => s.own.length + s.drop.length + s.add.length > 0;

/* The words that documents must have, as the filter holds them: one text. */
const mustOf = (s) => s.must.split(/\s+/).filter((x) => x);
const pieces = (word) => word.split(/\s+/);

function ownFields(page, answer, fields) {
	const w = page.words, own = answer.query_fields;
	const name = (n) => fields[n - 1].name;

	return h("ul", { class: "chips" },
		own.map((n) => h("li", { class: "chip correct own-field" }, name(n),
			own.length > 1 && h("button", { type: "button", name: `own-${n}`, "data-next": "[name=own]", "aria-label": w.filterRemoveField(name(n)), title: w.remove,
				onclick: () => change(page, { own: own.filter((x) => x !== n) }) }, "×"))),
		h("li", {}, h("select", { name: "own", "aria-label": w.ownFieldAdd, onchange: (e) => e.target.value && change(page, { own: [...own, Number(e.target.value)] }) },
			h("option", { value: "" }, w.ownFieldAdd), fields.filter((f) => !own.includes(f.field)).map((f) => h("option", { value: f.field }, f.name)))));
}

/* A word that is asked by, with what can be done about it. */
function wordChip(page, word) {
	const w = page.words, s = page.state;
	const must = pieces(word).every((x) => mustOf(s).includes(x));
	const without = mustOf(s).filter((x) => !pieces(word).includes(x));

	return h("li", { class: `chip correct${s.add.includes(word) ? " added" : ""}`, "data-word": word }, h("span", { lang: tongue(word, page.lang) }, word),
		h("button", { type: "button", name: `must-${word}`, class: "must", "aria-pressed": must, "aria-label": w.wordMustName(word), title: w.wordMustTitle,
			onclick: () => change(page, { must: (must ? without : [...without, ...pieces(word)]).join(" ") }) }, w.wordMust),
		h("button", { type: "button", name: `drop-${word}`, "data-next": "[name=add-word]", "aria-label": w.wordDrop(word), title: w.remove,
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
		isCorrected(s) && h("button", { type: "button", class: "link", name: "as-read", "data-next": "[name=add-word]", onclick: () => change(page, { own: [], drop: [], add: [] }) }, w.correctionsReset));
}

/* answer: of ideas or of candidates. */
export function understoodBar(page, answer, fields) {
	const w = page.words, s = page.state;
	const open = isCorrected(s) || !!page.main.querySelector(".understood-bar[open]") || (!s.id && innerWidth > WIDE);
	const told = w.understoodLine(answer.own_fields, answer.own_fields_guessed, answer.key_words.slice(0, TOLD).join(w.listSeparator), answer.key_words.length > TOLD);

	return answer.key_words.length > 0 && unfolding({ class: "filters understood-bar", open }, [w.reading, " ", h("span", { class: "muted told" }, told)], () =>
		h("div", {},
			h("p", { class: "muted small" }, w.understoodLead),
			h("dl", { class: "pairs corrections" },
				h("dt", {}, w.ownFields, answer.own_fields_guessed && h("span", { class: "small" }, w.guessed)), h("dd", {}, ownFields(page, answer, fields)),
				h("dt", {}, w.keyWords), h("dd", {}, words(page, answer), adding(page)))));
}
