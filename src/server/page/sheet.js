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

function bar() {
	return h("nav", { class: "sheet-bar screen" },
		h("button", { type: "button", onclick: () => window.print() }, w.printSheet),
		/* behind the page's own folder: "?…" alone would stay with sheet.html */
		h("a", { href: `./${state.write({ ...s, view: s.view === "combine" ? "combine" : "ideas" })}` }, w.backToIdeas));
}

/* The style is taken out before the page is parsed, for even a parsed one is reported. */
function show(html) {
	const style = new CSSStyleSheet();
	const page = new DOMParser().parseFromString(html.replace(/<style>([^<]*)<\/style>/, (_, text) => {
		style.replaceSync(text);
		return "";
	}), "text/html");

	document.adoptedStyleSheets = [style];
	document.title = page.title;
	if (rank) for (const x of page.querySelectorAll(`main.screen, .sheet:not(#sheet-${rank})`)) x.remove();
	/* who reads on paper asks again in the page; what was written stays behind the # and off the paper */
	const again = new URL(`./${state.write({ ...s, view: s.view === "combine" ? "combine" : "ideas", text: "", aspect: [], list: [], drop: [], add: [] })}`, location.href);
	for (const x of page.querySelectorAll(".made")) {
		for (const command of x.querySelectorAll(".label, code")) command.remove();
		if (!s.text) x.prepend(h("span", { class: "label" }, w.sheetAgain), " ", h("code", {}, decodeURI(again.href)), " ");
	}
	document.body.className = page.body.className;
	document.body.replaceChildren(bar(), ...page.body.childNodes);
}

document.documentElement.lang = lang;
try {
	const blob = s.view === "combine" ? await file("combine", { ...forCombine(s, lang), note: keeping.notes(s), format: "html" })
		: await file("ideas", { ...forIdeas(s, lang), note: keeping.notes(s), format: "html" });
	show(await blob.text());
} catch (e) {
	if (!(e instanceof ApiError)) throw e;
	document.body.replaceChildren(bar(), h("p", { class: "sheet-problem", role: "alert" },
		e.code === "network" ? w.errorNetwork : e.code === "not_found" ? w.errorNotFound(s.id)
		: e.code === "no_token" ? w.errorToken : w.errorServer(e.message)));
}
