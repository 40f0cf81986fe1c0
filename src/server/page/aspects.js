/* aspects.js - the short statements that were asked, as chips: where each comes from, taken
 * away or rewritten with a press, and a line to add one's own.
 *
 * The server asks its own aspects and those that are added, or the given ones alone
 * (`only`).  So taking one of its own away leaves the others as given ones. */

import { h, tongue, unfolding } from "./dom.js";
import { isGraded } from "./keeping.js";

const OWN = ["problem", "effect", "use"]; /* sentences of the query; the rest is made of all of it */
const BYTES = 2000; /* of one aspect, as the server takes it */
const WIDE = 900; /* pixels: room for them beside everything else */

const changed = (page, aspect, only, model = page.state.model) => page.go({ aspect, only, model, sel: "", cmp: [] });

/* The sentences and the person's own, as they would be given. */
const given = (list) => list.filter((a) => OWN.includes(a.kind) || a.kind === "given").map((a) => a.text);

/* A statement of the language model is changed or taken away: all of them become the
 * person's own, and only its grades are asked for from then on. */
const edited = (page, list, change) => changed(page,
	[...page.state.aspect, ...list.filter((a) => a.kind === "model").flatMap(change)], page.state.only, "grades");

function take(page, list, a) {
	const s = page.state;

	if (a.kind === "model") edited(page, list, (x) => (x.text === a.text ? [] : [x.text]));
	else if (a.kind === "given" && !s.only) changed(page, s.aspect.filter((t) => t !== a.text), false);
	else {
		const rest = given(list).filter((t) => t !== a.text);
		changed(page, rest, rest.length > 0);
	}
}

function chip(page, list, a, rewrite, titleOnly) {
	const w = page.words;
	const sentence = OWN.includes(a.kind) || a.kind === "given" || a.kind === "model";
	const text = a.kind !== "whole" ? a.text : titleOnly ? w.aspectTitle : w.aspectWhole;

	return h("li", { class: `aspect of-${a.kind}` },
		h("span", { class: "aspect-kind" }, w.aspectKinds[a.kind]),
		h("span", { class: "aspect-text", title: text, lang: tongue(text, page.lang) }, text),
		h("span", { class: "aspect-count muted" }, w.aspectFound(a.looked, a.good)),
		sentence && h("button", { type: "button", class: "aspect-button", "aria-label": `${w.aspectRewrite}: ${a.text}`, title: w.aspectRewrite,
			onclick: () => rewrite(a) }, "✎"),
		sentence && h("button", { type: "button", class: "aspect-button", name: `aspect-${a.text}`, "data-next": ".aspect-field", "aria-label": `${w.aspectRemove}: ${a.text}`, title: w.aspectRemove,
			onclick: () => take(page, list, a) }, "×"));
}

export function aspectBar(page, list, { open = false, titleOnly = false } = {}) {
	const w = page.words, s = page.state;
	let replaced = null; /* the aspect that is being rewritten */

	function form() {
		const field = h("input", { type: "text", name: "aspect", class: "aspect-field", maxlength: BYTES / 3 | 0, placeholder: w.aspectPlaceholder,
			"aria-label": w.aspectAdd, autocomplete: "off" });
		const rewrite = (a) => {
			replaced = a;
			field.value = a.text;
			field.focus();
		};
		const add = (e) => {
			e.preventDefault();
			const text = field.value.trim();
			if (!text) return;
			if (replaced?.kind === "model") edited(page, list, (x) => [x.text === replaced.text ? text : x.text]);
			else if (replaced?.kind === "given" || (replaced && s.only)) changed(page, s.aspect.map((t) => (t === replaced.text ? text : t)), s.only);
			else if (replaced) changed(page, given(list).map((t) => (t === replaced.text ? text : t)), true);
			else changed(page, [...s.aspect.filter((t) => t !== text), text], s.only);
		};
		return [
			h("p", { class: "muted small" }, s.only ? w.aspectsOnlyLead : w.aspectsLead),
			h("ul", { class: "aspects" }, list.map((a) => chip(page, list, a, rewrite, titleOnly))),
			h("form", { class: "row aspect-form", onsubmit: add }, field, h("button", { type: "submit", class: "quiet" }, w.aspectAsk),
				(s.only || s.aspect.length > 0 || s.model === "grades") && h("button", { type: "button", class: "link", name: "aspects-reset", "data-next": ".aspect-field", onclick: () => changed(page, [], false, s.model && "kept") }, w.aspectsReset)),
		];
	}

	return unfolding({ class: "aspect-bar filters", open: open || !!page.main.querySelector(".aspect-bar[open]") || (!isGraded(s) && (s.aspect.length > 0 || (s.view === "ideas" && innerWidth > WIDE))) }, [w.aspects, " ", h("span", { class: "muted" }, w.aspectsCount(list.length))],
		() => h("div", { class: "aspect-body" }, form()));
}
