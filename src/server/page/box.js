/* box.js - the box one types or pastes into, and below it what the engine reads of it.
 *
 * While one types, `show` is asked (a few milliseconds on the server); the answer of an
 * older text never replaces that of a newer one. */

import { ApiError, ask } from "./api.js";
import { h, replace, settled, tongue } from "./dom.js";
import { numbersIn } from "./numbers.js";
import { blank } from "./state.js";

const READ_AFTER = 220; /* ms without a key */
const TERMS = 14;
const TEXT_MAX = 60000;
const SHOWN = 6;  /* numbers that are looked up while one types */
const COMBINED = 4; /* patents at most */

/* { node }.  onsubmit({ id, text }, which button): one of the two is "".  Several numbers
 * become a list.  answered: below stands what was understood of `value`. */
export function box(page, { label, hint, buttons, rows, idToo, value = "", answered = false, onsubmit }) {
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
			const ids = idToo ? numbersIn(text()) : [];
			const told = ids.length > 1 ? await numbersRead(page, ids, running.signal)
				: ids.length === 1 ? documentRead(page, await ask("show", { id: ids[0], lang: page.lang }, running.signal))
				: textRead(page, await ask("show", { text: text(), lang: page.lang }, running.signal), !answered || text() !== value);
			if (mine === latest) replace(reading, told);
		} catch (e) {
			if (mine !== latest || e.name === "AbortError") return;
			if (!(e instanceof ApiError)) throw e;
			replace(reading,
				h("p", { class: "muted" }, e.code === "not_found" ? w.looksUnknown
					: e.code === "network" ? w.errorNetwork : e.message),
				e.meant && h("p", { class: "meant" }, w.meant, h("button", { type: "button", class: "link", onclick: () => {
					field.value = e.meant;
					field.focus();
					read();
				} }, e.meant)));
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
		const ids = idToo ? numbersIn(s) : [];
		if (ids.length > 1) page.go({ view: "portfolio", list: ids }, { from: blank(page.state.lang) });
		else onsubmit(ids.length === 1 ? { id: ids[0], text: "" } : { id: "", text: s }, which);
	}

	field.addEventListener("keydown", (e) => {
		/* Enter in a number, Ctrl+Enter in a text; not while a word is being converted */
		if (e.key === "Enter" && !e.isComposing && (e.ctrlKey || e.metaKey || (idToo && !e.shiftKey && numbersIn(text()).length > 0))) {
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

/* Several numbers: what each is, and what can be done with all of them. */
async function numbersRead(page, ids, signal) {
	const w = page.words, fresh = blank(page.state.lang);
	const look = (id) => ask("show", { id, lang: page.lang }, signal).catch((e) => {
		if (!(e instanceof ApiError) || e.code !== "not_found") throw e;
		return null;
	});
	const found = await Promise.all(ids.slice(0, SHOWN).map(look));
	const link = (changes, name, primary) => h("a", { class: `button ${primary ? "primary" : "quiet"}`, href: page.href(changes, fresh), onclick: page.follow }, name);

	return [
		h("p", {}, h("strong", {}, w.numbersRead(ids.length))),
		h("ul", { class: "numbers-read" }, found.map((r, i) => h("li", {}, h("span", { class: "number" }, ids[i]), " ",
			r ? h("span", { lang: tongue(r.title, page.lang) }, r.title) : h("span", { class: "muted" }, w.looksUnknown))),
			ids.length > SHOWN && h("li", { class: "muted" }, w.moreEvidence(ids.length - SHOWN))),
		h("p", { class: "row" }, link({ view: "portfolio", list: ids }, w.numbersEach, true),
			ids.length <= COMBINED && link({ view: "combine", id: ids[0], with: ids.slice(1).join(",") }, w.numbersCombine)),
	];
}

function documentRead(page, r) {
	const w = page.words;

	return [
		h("p", { class: "read-title" }, h("strong", {}, r.title || r.id), " ", h("span", { class: "muted" }, r.fields)),
		r.functions.length > 0 && h("p", { class: "muted" }, `${w.functions}: ${r.functions.slice(0, 3).map((t) => t.term).join(w.listSeparator)}`),
	];
}

/* The meter and the terms; also shown above the answer to a text. */
export function textRead(page, r, terms = true) {
	const w = page.words;
	const percent = Math.round(100 * r.known_share);

	if (r.terms.length === 0) return h("p", {}, w.understoodNothing);
	return [
		h("p", { class: "meter-line" },
			h("span", { class: "meter", role: "img", "aria-label": w.understood(percent), "--share": r.known_share, "data-low": percent < 50 }),
			h("span", {}, w.understood(percent))),
		h("dl", { class: "terms-read" },
			terms && [h("dt", {}, w.understoodTerms),
				h("dd", {}, h("ul", { class: "chips" }, r.terms.slice(0, TERMS).map((t) => h("li", { class: "chip", "--weight": t.weight.toFixed(2) }, t.term))))],
			r.unknown_examples.length > 0 && [h("dt", {}, w.unknownTerms),
				h("dd", {}, h("ul", { class: "chips" }, r.unknown_examples.slice(0, 8).map((t) => h("li", { class: "chip unknown" }, t))))]),
	];
}
