/* exporting.js - what is seen, as a file.  The forms are the server's, so that they are the
 * same as the command's. */

import { ApiError, file } from "./api.js";
import { download, h } from "./dom.js";
import { notes } from "./keeping.js";

const FORMS = [["csv", "exportCsv"], ["xlsx", "exportXlsx"], ["md", "exportMarkdown"], ["json", "exportJson"], ["html", "exportHtml"]];

/* Answers that have what a person wrote. */
const WITH_NOTES = ["ideas", "candidates", "combine"];

/* A table of the page's own as a workbook; sheets: "one", or "each" for one each patent. */
export async function saveWorkbook(page, name, csv, { title, sheets = "one" }) {
	try {
		const blob = await file("workbook", { csv, title, sheets }, true);
		download(`${name}.xlsx`, blob.type, blob);
	} catch (e) {
		if (!(e instanceof ApiError)) throw e;
		page.toast(`${page.words.exportFailed} ${e.code === "network" ? page.words.errorNetwork : e.message}`);
	}
}

export function exportMenu(page, operation, parameters) {
	const w = page.words;
	const name = `tensen-${operation}${parameters.id ? `-${[parameters.id].flat().join("_").replace(/[^\p{L}\p{N}-]+/gu, "_")}` : ""}`;

	async function save(format) {
		try {
			const blob = await file(operation, { ...parameters, ...(WITH_NOTES.includes(operation) ? { note: notes(page.state) } : {}), format });
			download(`${name}.${format}`, blob.type, blob);
		} catch (e) {
			if (!(e instanceof ApiError)) throw e;
			page.toast(`${w.exportFailed} ${e.code === "network" ? w.errorNetwork : e.message}`);
		}
	}

	const closes = {
		onkeydown: (e) => {
			if (e.key !== "Escape") return;
			e.currentTarget.open = false;
			e.currentTarget.firstChild.focus();
		},
		onfocusout: (e) => { if (!e.currentTarget.contains(e.relatedTarget)) e.currentTarget.open = false; },
	};

	return h("details", { class: "menu", ...closes }, h("summary", {}, w.exportTitle),
		h("ul", {}, FORMS.map(([format, text]) => h("li", {}, h("button", { type: "button", class: "plain", onclick: (e) => {
			e.currentTarget.closest("details").open = false;
			save(format);
		} }, w[text])))));
}
