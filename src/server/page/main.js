/* main.js - the frame of the page: header, language, theme, and which view is shown.
 *
 * A view is a function (page) that fills page.main from page.state.  It changes what is
 * shown only by page.go(changes), which writes the address; so every state has a link and
 * the browser's back button works. */

import { ApiError, hasToken, once, useToken } from "./api.js";
import { h, replace, svg } from "./dom.js";
import * as keeping from "./keeping.js";
import { hidePanel, isOpen, openPanel } from "./panel.js";
import * as state from "./state.js";
import { viewCombine } from "./view_combine.js";
import { viewDocument } from "./view_document.js";
import { viewIdeas } from "./view_ideas.js";
import { viewMatch } from "./view_match.js";
import { viewPortfolio } from "./view_portfolio.js";
import { viewSearch } from "./view_search.js";
import { viewShortlist } from "./view_shortlist.js";
import { viewStart } from "./view_start.js";
import { viewTriage } from "./view_triage.js";
import { chooseLanguage, languages } from "./words.js";

const views = {
	start: viewStart, ideas: viewIdeas, triage: viewTriage, portfolio: viewPortfolio, match: viewMatch, search: viewSearch, combine: viewCombine, document: viewDocument, shortlist: viewShortlist,
};
const $ = (id) => document.getElementById(id);

const page = { main: $("main"), state: null, lang: "ja", words: languages.ja, go, href, say, toast, fail, again, beside, whereabouts, leave: null };
let running = null; /* ends the requests of the view that is left */
let before = "";    /* the view that was shown */
let shown = "";     /* what the address asked for when it was last shown */
let address = "";   /* that address */

/* The link of a state that differs from the present one in `changes`. */
function href(changes, from = page.state) {
	return state.write({ ...from, ...changes });
}

/* Show a changed state.  replace: it does not become an entry of the history.  merge: nor
 * does it behind a change of the same name: a dial that is turned is one entry. */
function go(changes, { from = page.state, replace: inPlace = false, merge = null } = {}) {
	const to = href(changes, from);

	if (inPlace || (merge && history.state?.merge === merge)) history.replaceState({ merge }, "", to);
	else push({ merge }, to);
	show();
}

/* A new entry of the history; that of a document beside the list becomes it. */
function push(entry, to) {
	if (isOpen() && history.state?.beside) {
		history.replaceState(entry, "", to);
		return;
	}
	history.replaceState({ ...history.state, place: whereabouts() }, "");
	history.pushState(entry, "", to);
}

/* Where one reads: scroll and what is unfolded, for Back. */
function whereabouts() {
	return { y: scrollY, open: [...page.main.querySelectorAll("details")].flatMap((d, i) => (d.open ? [i] : [])) };
}

function goBackTo(place) {
	if (!place) return;
	const all = [...page.main.querySelectorAll("details")];
	for (const i of place.open) if (all[i]) all[i].open = true;
	requestAnimationFrame(() => scrollTo(0, place.y)); /* what unfolds has its height by then */
}

/* Ask again what is shown: a judgement has changed.  A document beside the list stays. */
function again() {
	shown = "";
	show({ stay: true });
}

/* A link to a document opens it beside the list, unless another tab is wanted. */
function beside(event, id, marks) {
	if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
	event.preventDefault();
	openPanel(page, id, marks ?? []);
}

/* For screen readers only. */
function say(text) {
	$("announce").textContent = text;
}

/* A short message that goes away by itself, perhaps with something to press, or several. */
let toastTimer = 0;
function toast(text, action) {
	replace($("toast"), text, [action ?? []].flat().filter((x) => x).map((x) => h("button", { type: "button", class: "link", onclick: () => {
		replace($("toast"));
		x.run();
	} }, x.name)));
	/* on the side where nobody is pressing: it covers no button of the row that was just used */
	const used = document.activeElement?.getBoundingClientRect();
	$("toast").classList.toggle("above", !!used && used.height > 0 && used.height < innerHeight && used.top > innerHeight / 2);
	clearTimeout(toastTimer);
	toastTimer = setTimeout(() => replace($("toast")), action ? 8000 : 4000);
}

function tokenForm() {
	const w = page.words;
	const field = h("input", { type: "password", id: "token", autocomplete: "off", required: true });

	return h("form", { class: "problem", onsubmit: (e) => {
		e.preventDefault();
		useToken(field.value.trim());
		show();
	} },
		h("h1", {}, w.errorToken),
		hasToken() && h("p", { class: "field-problem", role: "alert" }, w.errorTokenWrong),
		h("p", { class: "row" }, h("label", { for: "token" }, w.token), field, h("button", { type: "submit", class: "primary" }, w.tokenUse)));
}

/* Say plainly what went wrong, and offer what helps. */
function fail(error, place) {
	const w = page.words, s = page.state;

	if (error.name === "AbortError") return;
	if (!(error instanceof ApiError)) console.error(error); /* a fault of this page: said all the same */
	if (error.code === "no_token") {
		replace(place, tokenForm());
		return;
	}
	const unknown = error.code === "not_found" && s.id;
	const message = unknown ? w.errorNotFound(s.id)
		: error.code === "network" ? w.errorNetwork
		: error.code === "too_large" ? w.errorTooLong
		: error.code === "busy" || error.code === "no_memory" ? w.errorBusy
		: error instanceof ApiError ? w.errorServer(error.message)
		: w.errorPage;
	const retry = h("button", { type: "button", class: "quiet", onclick: () => show() }, w.retry);
	const asText = h("button", { type: "button", class: "primary",
		onclick: () => go({ view: s.view === "document" ? "ideas" : s.view, id: "", text: s.id, sel: "" }) }, w.errorAsText);

	replace(place, h("section", { class: "problem", role: "alert" },
		h("h1", {}, w.errorTitle),
		h("p", {}, message),
		unknown && error.meant && h("p", { class: "meant" }, w.meant, h("a", { href: href({ id: error.meant }), onclick: follow }, error.meant)),
		unknown && h("p", { class: "muted" }, w.errorNotFoundHint),
		h("p", { class: "row" }, unknown ? asText : retry,
			h("a", { class: "button quiet", href: href({}, state.blank(s.lang)), onclick: follow }, w.backToStart))));
}

function follow(event) {
	if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
	event.preventDefault();
	push(null, event.currentTarget.getAttribute("href"));
	show();
}
page.follow = follow;

function darkNow() {
	return (document.documentElement.dataset.theme ??
		(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

function toggleTheme() {
	const next = darkNow() ? "light" : "dark";

	document.documentElement.dataset.theme = next;
	keeping.put("theme", next);
	drawFrame();
}

function toggleLanguage() {
	const next = page.lang === "ja" ? "en" : "ja";

	keeping.put("lang", next);
	go({ lang: next }, { replace: true });
}

function navigation() {
	const w = page.words, now = page.state.view;
	const fresh = state.blank(page.state.lang);
	const link = (view, name, active, extra) => h("a", {
		href: href({ view }, fresh), onclick: follow, "aria-current": active ? "page" : null,
	}, name, extra);
	const n = keeping.shortlist().length;

	return h("nav", { "aria-label": w.navName },
		link("start", w.navIdeas, ["start", "ideas", "triage", "document", "portfolio"].includes(now)),
		link("match", w.navMatch, now === "match"),
		link("search", w.navSearch, now === "search"),
		link("combine", w.navCombine, now === "combine"),
		link("shortlist", w.navShortlist, now === "shortlist", h("span", { class: "count", "data-zero": n === 0 }, String(n))));
}

const sun = "M12 4V2M12 22v-2M4 12H2M22 12h-2M6.3 6.3 4.9 4.9M19.1 19.1l-1.4-1.4M6.3 17.7l-1.4 1.4M19.1 4.9l-1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z";
const moon = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z";

function drawFrame() {
	const w = page.words;
	const themeName = darkNow() ? w.themeLight : w.themeDark;

	document.documentElement.lang = page.lang;
	$("skip").textContent = w.skip;
	replace($("foot"), h("p", {}, w.footer));
	if (page.coverage) {
		replace($("missing"), w.missingShards(page.coverage));
		$("missing").hidden = false;
	}
	replace($("top"),
		h("a", { class: "brand", href: href({}, state.blank(page.state.lang)), onclick: follow },
			mark(), h("span", { class: "name" }, "Tensen"), h("span", { class: "tagline" }, w.tagline)),
		navigation(),
		h("div", { class: "tools" },
			h("button", { type: "button", class: "tool", lang: page.lang === "ja" ? "en" : "ja",
				title: w.languageTitle, "aria-label": w.languageTitle, onclick: toggleLanguage }, w.language),
			h("button", { type: "button", class: "tool", id: "theme", title: themeName, "aria-label": themeName, onclick: toggleTheme },
				icon("0 0 24 24", svg("path", { d: darkNow() ? sun : moon, class: "stroke" })))));
}

const icon = (viewBox, ...parts) => svg("svg", { viewBox, class: "icon", "aria-hidden": "true" }, parts);

/* Points joined by a line: 点を線に. */
const mark = () => icon("0 0 32 32", svg("path", { d: "M6 25 14 12l12-5", class: "stroke" }),
	svg("circle", { cx: 6, cy: 25, r: 4, class: "s2" }), svg("circle", { cx: 14, cy: 12, r: 3, class: "s1" }),
	svg("circle", { cx: 26, cy: 7, r: 5, class: "s4" }));

/* The part of a state that a view must load anew for; the rest it can redraw. */
const asked = ({ sel, ...rest }) => JSON.stringify(rest);

function show({ place = null, stay = false } = {}) {
	const next = state.read(location);
	const lang = chooseLanguage(next.lang, keeping.get("lang"), navigator.languages);
	const same = page.redraw && asked(next) === shown;

	address = location.href;
	page.state = next;
	page.lang = lang;
	page.words = languages[lang];
	if (same) {
		page.redraw();
		return;
	}
	running?.abort();
	running = new AbortController();
	page.signal = running.signal;
	page.leave?.();
	if (!stay) hidePanel();
	keeping.onother(null);
	page.leave = page.redraw = page.gradeBeside = null;
	shown = asked(next);
	drawFrame();
	document.title = `${{ start: page.words.navIdeas, ideas: page.words.navIdeas, triage: page.words.triageTitle,
		portfolio: page.words.portfolioTitle, match: page.words.navMatch, search: page.words.navSearch, combine: page.words.navCombine,
		document: page.words.docTitle, shortlist: page.words.navShortlist }[next.view]} - Tensen`;
	page.main.dataset.view = next.view;
	if (!place && next.view !== before) scrollTo(0, 0);
	before = next.view;
	views[next.view](page).then(() => goBackTo(place), (e) => fail(e, page.main));
}

once("info", "ja").then((info) => {
	page.open = info.open; /* where none is open, no filter offers it */
	page.unknownState = info.unknown_state; /* documents that a filter of those in force leaves out */
	page.coverage = info.coverage;
	if (page.coverage) drawFrame();
}, () => {});
history.scrollRestoration = "manual"; /* a view is drawn later than the browser scrolls */
window.addEventListener("popstate", (e) => {
	if (location.href === address) hidePanel(); /* a document beside the list was closed; the list is there */
	else show({ place: e.state?.place });
});
keeping.onchange(() => $("top").querySelector("nav")?.replaceWith(navigation()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawFrame);
show();
