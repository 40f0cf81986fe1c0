/* box.js - the box one types or pastes into, and below it what the engine reads of it.
 *
 * While one types, `show` is asked (a few milliseconds on the server); the answer of an
 * older text never replaces that of a newer one. */

import { ApiError, ask } from "./api.js";
import { h, replace, settled } from "./dom.js";

const READ_AFTER = 220; /* ms without a key */
const TERMS = 14;
const TEXT_MAX = 60000;

/* A number of a patent, rather than a text: short, with a digit and without sentence marks.
 * Blanks are let through behind a country or a kind: "JP 2010-035913 A", "特開 2010-035913". */
const NUMBER = /^[A-Za-z0-9０-９特開願許公報表再実平昭令第号登録米国際－ー\-_/.／:]+$/u;
const KIND = /^(?:[A-Z]{2}|特開|特願|特許|特公|特表|再表|実開|実公|実登) /u;
export const looksLikeId = (s) => s.length <= 40 && /[0-9０-９]/.test(s) && NUMBER.test(KIND.test(s) ? s.replaceAll(" ", "") : s);

/* { node }.  onsubmit({ id, text }, which button): one of the two is "". */
export function box(page, { label, hint, buttons, rows, idToo, value = "", onsubmit }) {
	const w = page.words;
	const field = h("textarea", { id: "query", rows, maxlength: TEXT_MAX, spellcheck: "false",
		"aria-describedby": "query-hint query-problem", oninput: () => settle() }, value);
	const reading = h("div", { class: "reading", id: "reading", "aria-live": "polite" });
	const problem = h("p", { class: "field-problem", id: "query-problem", role: "alert" });
	let latest = 0, running = null;

	const text = () => field.value.trim();
	const settle = settled(read, READ_AFTER);

	async function read() {
		const mine = ++latest;
		running?.abort();
		running = new AbortController();
		replace(problem);
		field.removeAttribute("aria-invalid");
		if (!text()) {
			replace(reading);
			return;
		}
		try {
			const subject = idToo && looksLikeId(text()) ? { id: text() } : { text: text() };
			const r = await ask("show", { ...subject, lang: page.lang }, running.signal);
			if (mine === latest) replace(reading, subject.id ? documentRead(page, r) : textRead(page, r));
		} catch (e) {
			if (mine !== latest || e.name === "AbortError") return;
			if (!(e instanceof ApiError)) throw e;
			replace(reading, h("p", { class: "muted" }, e.code === "not_found" ? w.looksUnknown
				: e.code === "network" ? w.errorNetwork : e.message));
		}
	}

	function submit(which) {
		const s = text();

		if (!s) {
			replace(problem, w.emptyBox);
			field.setAttribute("aria-invalid", "true");
			field.focus();
			return;
		}
		onsubmit(idToo && looksLikeId(s) ? { id: s, text: "" } : { id: "", text: s }, which);
	}

	field.addEventListener("keydown", (e) => {
		/* Enter in a number, Ctrl+Enter in a text; not while a word is being converted */
		if (e.key === "Enter" && !e.isComposing && (e.ctrlKey || e.metaKey || (idToo && !e.shiftKey && looksLikeId(text())))) {
			e.preventDefault();
			submit(0);
		}
	});
	const node = h("form", { class: "box", novalidate: true, onsubmit: (e) => {
		e.preventDefault();
		submit(Math.max(0, [...e.currentTarget.querySelectorAll("button")].indexOf(e.submitter)));
	} },
		h("label", { for: "query" }, label),
		field,
		h("p", { class: "hint muted", id: "query-hint" }, hint),
		problem,
		h("div", { class: "row" }, buttons.map((name, i) => h("button", { type: "submit", class: i ? "quiet" : "primary" }, name))),
		reading);

	if (value) read();
	return { node };
}

function documentRead(page, r) {
	const w = page.words;

	return [
		h("p", { class: "read-title" }, h("strong", {}, r.title), " ", h("span", { class: "muted" }, r.fields)),
		r.functions.length > 0 && h("p", { class: "muted" }, `${w.functions}: ${r.functions.slice(0, 3).map((t) => t.term).join(w.listSeparator)}`),
	];
}

/* The meter and the terms; also shown above the answer to a text. */
export function textRead(page, r) {
	const w = page.words;
	const percent = Math.round(100 * r.known_share);

	if (r.terms.length === 0) return h("p", {}, w.understoodNothing);
	return [
		h("p", { class: "meter-line" },
			h("span", { class: "meter", role: "img", "aria-label": w.understood(percent), "--share": r.known_share, "data-low": percent < 50 }),
			h("span", {}, w.understood(percent))),
		h("dl", { class: "terms-read" },
			h("dt", {}, w.understoodTerms),
			h("dd", {}, h("ul", { class: "chips" }, r.terms.slice(0, TERMS).map((t) => h("li", { class: "chip", "--weight": t.weight.toFixed(2) }, t.term)))),
			r.unknown_examples.length > 0 && [h("dt", {}, w.unknownTerms),
				h("dd", {}, h("ul", { class: "chips" }, r.unknown_examples.slice(0, 8).map((t) => h("li", { class: "chip unknown" }, t))))]),
	];
}
