/* sheet.js - one sheet (用途仮説シート), or all of them, to be printed.
 *
 * The sheets are the server's own HTML, the same as the command's.  It is asked for by
 * script because a text goes only in a POST and a token only in a header, and its style is
 * taken over as a style sheet of this document because the policy allows none within a
 * page.  It brings no script, and the policy would run none. */

import { ApiError, file } from "./api.js";
import { forCombine, forIdeas } from "./asking.js";
import { h } from "./dom.js";
import * as keeping from "./keeping.js";
import * as state from "./state.js";
import { chooseLanguage, languages } from "./words.js";

const s = state.read(location);
const rank = Number(new URLSearchParams(location.search).get("rank")) || 0;
const lang = chooseLanguage(s.lang, keeping.get("lang"), navigator.languages);
const w = languages[lang];
const ALL = 100; /* ideas of a patent, where those of a list are looked for */

const ofList = s.view === "shortlist";

function bar(missing = 0) {
	return h("nav", { class: "sheet-bar screen" },
		h("button", { type: "button", onclick: () => window.print() }, w.printSheet),
		/* behind the page's own folder: "?…" alone would stay with sheet.html */
		h("a", { href: `./${state.write({ ...s, view: ofList || s.view === "combine" ? s.view : "ideas" })}` }, ofList ? w.backToList : w.backToIdeas),
		missing > 0 && h("span", { role: "status" }, w.sheetsMissing(missing)));
}

/* The sheets of one question.  The style is taken out before the page is parsed, for even a parsed one is reported. */
async function pageOf(asked) {
	const [operation, given] = asked.view === "combine" ? ["combine", forCombine(asked, lang)] : ["ideas", forIdeas(asked, lang)];
	const html = await (await file(operation, { ...given, ...(ofList ? { k: ALL } : {}), note: keeping.notes(asked), format: "html" })).text();
	const style = new CSSStyleSheet();
	const page = new DOMParser().parseFromString(html.replace(/<style>([^<]*)<\/style>/, (_, text) => {
		style.replaceSync(text);
		return "";
	}), "text/html");

	document.adoptedStyleSheets = [style];
	address(page, asked);
	return page;
}

/* Who reads on paper asks again in the page; what was written stays behind the # and off the paper. */
function address(page, asked) {
	const again = new URL(`./${state.write({ ...asked, view: asked.view === "combine" ? "combine" : "ideas", text: "", aspect: [], list: [], drop: [], add: [] })}`, location.href);

	for (const x of page.querySelectorAll(".made")) {
		for (const command of x.querySelectorAll(".label, code")) command.remove();
		if (!asked.text) x.prepend(h("span", { class: "label" }, w.sheetAgain), " ", h("code", {}, decodeURI(again.href)), " ");
	}
}

async function showOne() {
	const page = await pageOf(s);

	document.title = page.title;
	if (rank) for (const x of page.querySelectorAll(`main.screen, .sheet:not(#sheet-${rank})`)) x.remove();
	document.body.className = page.body.className;
	document.body.replaceChildren(bar(), ...page.body.childNodes);
}

/* What is on the shortlist, a sheet each, in its order; what is no idea has none. */
async function showList() {
	const list = keeping.shortlist(), sheets = [], asked = new Map();

	for (const x of list) {
		const from = x.link ? state.read(new URL(x.link.replace(/^[^?#]*/, ""), location.href)) : { ...state.blank(lang), id: x.query ?? "", text: x.query ? "" : x.text ?? "" };
		const key = keeping.queryOf(x);
		if (!asked.has(key)) asked.set(key, await pageOf({ ...from, sel: "" }));
		sheets.push(asked.get(key).querySelector(`.sheet[data-document="${CSS.escape(x.document)}"]`));
	}
	const found = sheets.filter((x) => x);
	found.forEach((x, i) => { x.querySelector(".of").textContent = `${i + 1} / ${found.length}`; });
	document.title = w.listTitle;
	document.body.className = "sheets";
	document.body.replaceChildren(bar(list.length - found.length), ...found);
}

document.documentElement.lang = lang;
try {
	await (ofList ? showList() : showOne());
} catch (e) {
	if (!(e instanceof ApiError)) throw e;
	document.body.replaceChildren(bar(), h("p", { class: "sheet-problem", role: "alert" },
		e.code === "network" ? w.errorNetwork : e.code === "not_found" ? w.errorNotFound(s.id)
		: e.code === "no_token" ? w.errorToken : w.errorServer(e.message)));
}
