/* panel.js - a document beside the list it was found in: nothing is left, nothing is lost.
 *
 * It opens at the right of the page, which becomes narrower (below 1000 pixels over it), has the
 * focus, and gives it back when it is closed: with Escape, its button, or the browser's Back, for
 * which it has an entry of the history. */

import { ApiError, ask } from "./api.js";
import { joined, nameOf, numberLink, stateOf } from "./card.js";
import { classList } from "./classes.js";
import { h, marked, replace, tongue } from "./dom.js";
import { originalOf, worldNumber } from "./numbers.js";
import { blank } from "./state.js";

let from = null;  /* what had the focus before */
let latest = 0;
let shown = null; /* { page, id } of the document */

const place = () => document.getElementById("beside");

export const isOpen = () => !place().hidden;

/* Do something that makes the page wider or narrower; what is read stays where it is. */
function inPlace(line, change) {
	const before = line?.isConnected ? line.getBoundingClientRect().top : 0;

	change();
	if (line?.isConnected) scrollBy(0, line.getBoundingClientRect().top - before);
}

/* Also when Back was pressed, or the address has changed: what has an entry of its own is left. */
export function hidePanel() {
	if (!isOpen()) return;
	inPlace(from, () => {
		place().hidden = true;
		document.body.classList.remove("has-beside");
	});
	latest++;
	/* a list that was ranked anew meanwhile has other nodes: its present line is the place */
	(from?.isConnected ? from : document.querySelector(".line.present"))?.focus({ preventScroll: true });
	from = null;
}

/* By its button or Escape: its entry of the history goes, too. */
function closePanel() {
	if (!isOpen()) return;
	hidePanel();
	if (history.state?.beside) history.back();
}

/* Where the document can be read in full: the address of its record or of J-PlatPat first. */
function originals(page, x) {
	const w = page.words, number = worldNumber(x.id), first = originalOf(x);
	const link = (href, name) => h("li", {}, h("a", { href, rel: "noreferrer", target: "_blank" }, name));

	return first && h("ul", { class: "originals" },
		!first.includes("espacenet.com/") && link(first, first.includes("j-platpat.inpit") ? "J-PlatPat" : w.originalOwn),
		number && link(`https://worldwide.espacenet.com/patent/search?q=pn%3D${number}`, "Espacenet"),
		number && link(`https://patents.google.com/patent/${number}`, "Google Patents"));
}

function body(page, r, marks) {
	const w = page.words, fresh = blank(page.state.lang);
	const order = ["problem", "means", "effect", "claims", "products", "other", "description"];
	const text = [...r.sections].filter((x) => x.section !== "title").sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section));

	return [
		r.title && h("p", {}, numberLink(page, r)),
		h("h2", { id: "beside-name", tabindex: "-1" }, nameOf(page, r)),
		h("p", { class: "offer-meta" }, stateOf(page, r), h("span", {}, joined(page, r.applicants))),
		h("div", { class: "row small", id: "beside-originals" }, h("strong", {}, w.original), originals(page, r) || h("span", { class: "muted" }, w.originalNone)),
		h("dl", { class: "pairs" }, r.numbers && [h("dt", {}, w.otherNumbers), h("dd", { class: "number" }, joined(page, r.numbers))],
			r.classes && [h("dt", {}, w.classes), h("dd", {}, classList(page, r.classes))], r.fields && [h("dt", {}, w.fields), h("dd", {}, r.fields)],
			r.license_terms && [h("dt", {}, w.license), h("dd", {}, r.license_terms)]),
		text.length === 0 ? h("p", { class: "notice" }, w.onlyTitle) : text.map((x) => h("section", { class: "section" },
			h("h3", {}, w.sections[x.section] ?? x.section),
			h("p", { class: "reading-text", lang: tongue(x.text, page.lang) }, marked(x.text, marks)))),
		h("p", { class: "row" },
			h("a", { class: "button quiet", href: page.href({ view: "ideas", id: r.id }, fresh), onclick: page.follow }, w.ideasOfThis),
			h("a", { class: "button quiet", href: page.href({ view: "document", id: r.id }, fresh), onclick: page.follow }, w.readDocument)),
	];
}

export async function openPanel(page, id, marks) {
	const w = page.words, mine = ++latest;
	const close = h("button", { type: "button", class: "tool close", "aria-label": w.closePanel, title: w.closePanel, onclick: closePanel }, "×");
	const inside = h("div", { class: "beside-body" }, h("p", { class: "loading", role: "status" }, w.loading));

	shown = { page, id };
	if (!isOpen()) {
		from = document.activeElement;
		history.replaceState({ ...history.state, place: page.whereabouts() }, "");
		history.pushState({ beside: true }, "", location.href);
	}
	inPlace(from, () => {
		place().hidden = false;
		document.body.classList.add("has-beside");
	});
	place().setAttribute("aria-label", w.besideName);
	replace(place(), close, inside);
	close.focus({ preventScroll: true });
	try {
		const r = await ask("show", { id, lang: page.lang });
		if (mine !== latest) return;
		replace(inside, body(page, r, marks));
		place().scrollTop = 0;
		inside.querySelector("h2").focus({ preventScroll: true });
	} catch (e) {
		if (mine !== latest) return;
		if (!(e instanceof ApiError)) throw e;
		replace(inside, h("p", { class: "field-problem", role: "alert" }, e.code === "not_found" ? w.errorNotFound(id) : e.code === "network" ? w.errorNetwork : w.errorServer(e.message)));
	}
}

/* What was just read beside the list is graded without closing it, where the list can be graded. */
document.addEventListener("keydown", (e) => {
	if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
	if (e.key === "Escape") closePanel();
	else if (/^[0-3]$/.test(e.key) && isOpen() && place().contains(e.target)) shown.page.gradeBeside?.(shown.id, Number(e.key));
});
