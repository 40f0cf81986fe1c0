/* sheet.js - the sheets of ideas (用途仮説シート), printed.
 *
 * The server's own HTML is asked for by script, because a text and a token travel only
 * so, and shown in a shadow root with its own style.  It brings no script, and the policy
 * of this page would run none. */

import { ApiError, file } from "./api.js";
import { h } from "./dom.js";

export async function printSheets(page, parameters) {
	try {
		const blob = await file("ideas", { ...parameters, format: "html" });
		open(page, new DOMParser().parseFromString(await blob.text(), "text/html"));
	} catch (e) {
		if (!(e instanceof ApiError)) throw e;
		page.toast(`${page.words.exportFailed} ${e.message}`);
	}
}

function open(page, sheets) {
	const w = page.words;
	const paper = h("div", { class: "paper" });
	const root = paper.attachShadow({ mode: "open" });
	const style = new CSSStyleSheet();

	style.replaceSync([...sheets.querySelectorAll("style")].map((x) => x.textContent).join("\n"));
	root.adoptedStyleSheets = [style];
	for (const x of sheets.querySelectorAll("style, script, link, meta")) x.remove();
	root.append(document.adoptNode(sheets.body));

	const dialog = h("dialog", { class: "sheets", "aria-label": w.sheet },
		h("div", { class: "row" },
			h("button", { type: "button", class: "primary", onclick: () => window.print() }, w.printSheet),
			h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, w.close)),
		paper);
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}
