/* aspects.js - the short statements that were asked, as chips: where each comes from, taken
 * away or rewritten with a press, and a line to add one's own.
 *
 * The server asks its own aspects and those that are added, or the given ones alone
 * (`only`).  So taking one of its own away leaves the others as given ones. */

import { h, tongue } from "./dom.js";

const OWN = ["problem", "effect", "use"]; /* sentences of the query; the rest is made of all of it */
const BYTES = 2000; /* of one aspect, as the server takes it */

const changed = (page, aspect, only) => page.go({ aspect, only, sel: "" });

/* The sentences and the person's own, as they would be given. */
const given = (list) => list.filter((a) => OWN.includes(a.kind) || a.kind === "given").map((a) => a.text);

function take(page, list, a) {
	const s = page.state;

	if (a.kind === "given" && !s.only) changed(page, s.aspect.filter((t) => t !== a.text), false);
	else {
		const rest = given(list).filter((t) => t !== a.text);
		changed(page, rest, rest.length > 0);
	}
}

function chip(page, list, a, rewrite, titleOnly) {
	const w = page.words;
	const sentence = OWN.includes(a.kind) || a.kind === "given";
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

export function aspectPart(page, list, { titleOnly = false } = {}) {
	const w = page.words, s = page.state;
	let replaced = null; /* the aspect that is being rewritten */
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
		if (replaced?.kind === "given" || (replaced && s.only)) changed(page, s.aspect.map((t) => (t === replaced.text ? text : t)), s.only);
		else if (replaced) changed(page, given(list).map((t) => (t === replaced.text ? text : t)), true);
		else changed(page, [...s.aspect.filter((t) => t !== text), text], s.only);
	};

	return h("section", { class: "aspect-bar", "aria-label": w.aspects },
		h("p", { class: "small" }, h("strong", {}, w.aspects), " ", h("span", { class: "muted" }, s.only ? w.aspectsOnlyLead : w.aspectsLead)),
		h("ul", { class: "aspects" }, list.map((a) => chip(page, list, a, rewrite, titleOnly))),
		h("form", { class: "row aspect-form", onsubmit: add }, field, h("button", { type: "submit", class: "quiet" }, w.aspectAsk),
			(s.only || s.aspect.length > 0) && h("button", { type: "button", class: "link", name: "aspects-reset",
				"data-next": ".aspect-field", onclick: () => changed(page, [], false) }, w.aspectsReset)));
}
