/* figures.js - who, when and where of the documents of an answer, as three small charts; and
 * what the index covers. */

import { h, tongue, unfolding } from "./dom.js";
import { sectorOf } from "./fields.js";

const BARS = 6; /* of applicants and of fields */

/* [name, count], most first. */
function counted(list) {
	const of = new Map();

	for (const x of list) if (x) of.set(x, (of.get(x) ?? 0) + 1);
	return [...of].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
}

function bars(page, name, rows, rest, classOf = () => "") {
	const most = Math.max(...rows.map((r) => r[1]), 1);

	return rows.length > 0 && h("section", { class: "figure" }, h("h3", {}, name),
		h("dl", { class: "bars" }, rows.map(([text, n]) => h("div", { class: `bar-row ${classOf(text)}` },
			h("dt", { lang: tongue(String(text), page.lang) }, String(text)), h("dd", {}, h("span", { class: "bar", "--share": n / most }), h("span", { class: "value" }, String(n)))))),
		rest > 0 && h("p", { class: "muted small" }, page.words.figureOthers(rest)));
}

/* Years in spans that give at most ten bars. */
function years(documents) {
	const all = documents.map((d) => Math.floor(d.date / 10000)).filter((y) => y > 0);
	if (all.length === 0) return [];
	const first = Math.min(...all), last = Math.max(...all);
	const step = [1, 2, 5, 10, 20, 50].find((s) => (last - first + 1) / s <= 10) ?? 100;
	const from = Math.floor(first / step) * step;

	return Array.from({ length: Math.floor((last - from) / step) + 1 }, (_, i) => {
		const y = from + i * step;
		return [step === 1 ? String(y) : `${y}–${y + step - 1}`, all.filter((x) => x >= y && x < y + step).length];
	});
}

/* documents: candidates or hits; their fields are `field` or `fields`. */
export function figures(page, documents, fields) {
	const w = page.words;
	const who = counted(documents.flatMap((d) => [...new Set(d.applicants.split(/[、;]\s*/))]));
	const where = counted(documents.flatMap((d) => d.fields ?? [d.field])).map(([f, n]) => [fields[f - 1].short, n, f]);
	const sector = new Map(where.map(([name, , f]) => [name, `s${sectorOf(fields, f)}`]));

	return documents.length > 0 && unfolding({ class: "figures filters", open: false }, [w.figures, " ", h("span", { class: "muted" }, w.figuresOf(documents.length))], () =>
		h("div", { class: "figure-row" },
			bars(page, w.figureApplicants, who.slice(0, BARS), who.length - BARS),
			bars(page, w.figureYears, years(documents), 0),
			bars(page, w.figureFields, where.slice(0, BARS), 0, (name) => sector.get(name))));
}

/* How many documents each field has, and of what they mostly are. */
export function coverage(page, fields) {
	const w = page.words;
	const rows = [...fields].sort((a, b) => b.documents - a.documents);
	const most = Math.max(rows[0]?.documents ?? 1, 1);

	return unfolding({ class: "figures filters coverage", open: false }, w.coverage, () => h("div", {},
		h("p", { class: "muted small" }, w.coverageLead),
		h("dl", { class: "bars columns" }, rows.map((f) => h("div", { class: `bar-row s${sectorOf(fields, f.field)}` },
			h("dt", {}, f.short, f.mostly?.length > 0 && h("span", { class: "mostly muted" }, f.mostly.map((x) => x.name || x.subclass).join(w.listSeparator))),
			h("dd", {}, h("span", { class: "bar", "--share": f.documents / most }), h("span", { class: "value" }, f.documents.toLocaleString(page.lang))))))));
}
