/* classes.js - class symbols with the names of their subclasses: F16F 15/02 ばね・防振.
 *
 * The names are a file of their own, asked for when the first symbol is shown. */

import { h, replace } from "./dom.js";

const SUBCLASS = 4; /* letters: F16F */
const TOLD = 3;     /* names of what begins as was typed */

/* [symbol, Japanese name, English name], in the order of the symbols. */
let table = null;
const names = () => (table ??= fetch("subclasses.tsv").then((r) => (r.ok ? r.text() : "")).catch(() => "")
	.then((text) => text.split("\n").filter((x) => x).map((x) => x.split("\t"))));

const nameIn = (page, row) => row[page.lang === "ja" ? 1 : 2];

/* A place that is filled when the names are there. */
function later(page, node, find) {
	names().then((rows) => replace(node, find(rows)));
	return node;
}

/* The name of one symbol's subclass. */
export const className = (page, symbol) => later(page, h("span", { class: "muted class-name" }), (rows) => {
	const row = rows.find((x) => symbol.startsWith(x[0]));
	return row ? nameIn(page, row) : "";
});

/* "F16F 15/02, E04H 9/02" of a record, by subclass, with names. */
export function classList(page, symbols) {
	const all = [...new Map(symbols.split(/,\s+|\s*[、;]\s*/).filter((x) => x).map((x) => [x.replace(/\s/g, ""), x])).values()]; /* IPC and FI spell one symbol in two ways */
	const subclasses = [...new Set(all.map((x) => x.slice(0, SUBCLASS)))];

	return h("ul", { class: "class-list" }, subclasses.map((s) => h("li", {},
		h("span", { class: "number" }, all.filter((x) => x.startsWith(s)).join(page.words.listSeparator)), " ", className(page, s))));
}

/* What a filter of classes means: "H01F, -A47C" typed. */
export function namePrefixes(page, node, typed) {
	const w = page.words;

	return later(page, node, (rows) => typed.split(/[,、](?!\s*\d)/).map((x) => x.trim().toUpperCase()).filter((x) => x.length > 2).map((x) => {
		const symbol = x.replace(/^-/, ""), found = rows.filter((r) => r[0].startsWith(symbol.slice(0, SUBCLASS)));
		const told = found.slice(0, TOLD).map((r) => nameIn(page, r)).join(w.listSeparator);
		return h("span", { class: "class-meant" }, h("span", { class: "number" }, x), " ", found.length === 0 ? w.filterClassUnknown : found.length > TOLD ? w.andMore(told) : told);
	}));
}
