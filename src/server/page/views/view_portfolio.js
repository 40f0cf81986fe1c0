/* view_portfolio.js - a list of patents: the best idea of each, the best grade first.
 *
 * They are asked one by one, so that the table fills while one reads it.  A press on the name
 * of a column sorts by it, another turns the order round; patents without an idea stay last. */

import { ApiError, ask } from "./api.js";
import { forPortfolio } from "./asking.js";
import { documentLink, flat, nameOf, numberBeside, numberLink, toKeep } from "./card.js";
import { download, h, redraw, replace, tongue } from "./dom.js";
import { textOf } from "./encodings.js";
import { saveWorkbook } from "./exporting.js";
import * as keeping from "./keeping.js";
import { numbersIn, numbersOfRows } from "./numbers.js";
import { blank } from "./state.js";
import { rowsOf, toCsv } from "./table.js";

const IDEAS = 5;    /* asked of each patent; the best whose document leads no other is shown */
const TOGETHER = 2; /* asked at once */
const FILES = ".xlsx,.csv,.tsv,.txt,.jsonl";

export async function viewPortfolio(page) {
	const w = page.words, ids = page.state.list;
	const place = h("div", { class: "portfolio-place" });

	replace(page.main, h("section", { class: "hero small" }, h("h1", {}, w.portfolioTitle), h("p", { class: "lead" }, w.portfolioLead), form(page)), place);
	if (ids.length > 0) await run(page, ids, place);
}

function form(page) {
	const w = page.words;
	const field = h("textarea", { id: "numbers", rows: 4, spellcheck: "false", "aria-describedby": "numbers-problem" }, page.state.list.join("\n"));
	const problem = h("p", { class: "field-problem", id: "numbers-problem", role: "alert" });
	const start = (ids) => (ids.length > 0 ? page.go({ view: "portfolio", list: ids }, { from: blank(page.state.lang) }) : replace(problem, w.portfolioNone));
	const file = h("input", { type: "file", accept: FILES, class: "visually-hidden", id: "numbers-file", tabindex: "-1", "aria-hidden": "true",
		onchange: async (e) => {
			const [chosen] = e.target.files;
			const text = chosen && await textOf(chosen);
			if (text !== undefined) start(numbersIn(text).length > 0 ? numbersIn(text) : numbersOfRows(rowsOf(text)));
		} });

	return h("form", { class: "box", novalidate: true, onsubmit: (e) => {
		e.preventDefault();
		start(numbersIn(field.value));
	} },
		h("label", { for: "numbers" }, w.portfolioLabel), field, problem,
		h("div", { class: "row" }, h("button", { type: "submit", class: "primary" }, w.portfolioStart),
			h("button", { type: "button", class: "quiet", onclick: () => file.click() }, w.portfolioFile), file));
}

/* { id, answer, why }: an answer, or why there is none. */
async function askOne(page, id) {
	try {
		return { id, answer: await ask("ideas", forPortfolio(id, IDEAS, page.lang), page.signal) };
	} catch (e) {
		if (!(e instanceof ApiError)) throw e;
		return { id, why: e.code === "not_found" ? page.words.looksUnknown + (e.meant ? ` ${page.words.meant}${e.meant}` : "") : e.code === "network" ? page.words.errorNetwork : e.message };
	}
}

async function run(page, ids, place) {
	const rows = [], waiting = ids.map((id, i) => [id, i + 1]);
	const order = { by: "grade", turned: false };
	const worker = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) {
			const [id, typed] = next, row = { ...await askOne(page, id), typed };
			const same = rows.find((x) => row.answer && x.answer?.id === row.answer.id); /* another spelling of one */
			rows.push(same ? { id, typed, why: page.words.portfolioSame(same.typed) } : row);
			draw(page, rows, ids.length - waiting.length, ids.length, place, order);
		}
	};

	await Promise.all(Array.from({ length: TOGETHER }, worker));
	draw(page, rows, ids.length, ids.length, place, order);
	page.say(page.words.portfolioDone(rows.length, rows.filter(best).length));
}

const best = (row) => row.best;

/* A document leads one patent, the one that it serves best; of another the next idea is shown.  Where
 * there is none, it stands again.  row.also: how many other patents have an idea of it. */
function choose(rows) {
	const taken = new Set(), of = (row) => row.answer?.ideas ?? [];
	const answers = new Map();

	for (const row of rows) for (const x of of(row)) answers.set(x.document.id, (answers.get(x.document.id) ?? 0) + 1);
	for (const row of [...rows].sort((a, b) => (of(b)[0]?.grade ?? 0) - (of(a)[0]?.grade ?? 0) || (idOf(a) < idOf(b) ? -1 : 1))) {
		row.best = of(row).find((x) => !taken.has(x.document.id)) ?? of(row)[0];
		row.also = row.best ? answers.get(row.best.document.id) - 1 : 0;
		if (row.best) taken.add(row.best.document.id);
	}
}

const idOf = (row) => row.answer?.id ?? row.id;
/* 2 an idea, 1 none, 0 not in the index. */
const found = (row) => (best(row) ? 2 : row.answer ? 1 : 0);

/* The columns, each with what it is sorted by. */
const COLUMNS = [
	["typed", "portfolioTyped", (row) => row.typed],
	["patent", "portfolioPatent", idOf], ["use", "columnUse", (row) => best(row)?.application ?? ""], ["shelf", "shelf", (row) => best(row)?.shelf ?? ""],
	["grade", "gradeLegend", (row) => -(best(row)?.grade ?? 0)], ["lead", "lead_document", (row) => best(row)?.document.id ?? ""],
];

function sortedBy({ by, turned }, rows, lang) {
	const value = COLUMNS.find(([name]) => name === by)[2];
	const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, lang, { numeric: true }));

	const all = (row) => (by === "typed" ? 0 : found(row)); /* as typed: those without an idea stay where they were */

	return [...rows].sort((a, b) => all(b) - all(a) || (turned ? -1 : 1) * compare(value(a), value(b)) || a.typed - b.typed);
}

function draw(page, rows, done, all, place, order) {
	const w = page.words;
	choose(rows);
	const sorted = sortedBy(order, rows, page.lang);
	const sortBy = (by) => {
		Object.assign(order, { by, turned: order.by === by && !order.turned });
		draw(page, rows, done, all, place, order);
	};
	const name = `tensen-portfolio-${keeping.today()}`;
	const table = () => toCsv(w.portfolioColumns, sorted.map((x) => csvRow(page, x)));
	const column = ([by, name]) => h("th", { scope: "col", "aria-sort": order.by === by ? ((by === "grade") !== order.turned ? "descending" : "ascending") : null },
		h("button", { type: "button", class: "plain", name: `sort-${by}`, title: w.portfolioSort, onclick: () => sortBy(by) }, w[name]));

	redraw(place,
		h("div", { class: "row spread" }, h("h2", {}, done < all ? w.portfolioProgress(done, all) : w.portfolioDone(rows.length, rows.filter(best).length)),
			done === all && h("div", { class: "row" },
				h("button", { type: "button", class: "quiet", id: "portfolio-xlsx", onclick: () => saveWorkbook(page, name, table(), { title: w.portfolioTitle }) }, w.exportXlsx),
				h("button", { type: "button", class: "quiet", id: "portfolio-csv", onclick: () => download(`${name}.csv`, "text/csv", table()) }, w.exportCsv))),
		done < all && h("progress", { max: all, value: done, "aria-label": w.portfolioProgress(done, all) }),
		h("div", { class: "scroll wide", tabindex: "0", role: "region", "aria-label": w.portfolioTitle }, h("table", { class: "portfolio" },
			h("thead", {}, h("tr", {}, COLUMNS.map(column), h("td", {}))),
			h("tbody", {}, sorted.map((x) => line(page, x))))));
}

function line(page, row) {
	const w = page.words, idea = best(row), a = row.answer;
	const href = page.href({ view: "ideas", id: a?.id ?? row.id }, blank(page.state.lang));
	const name = h("th", { scope: "row" }, (!a || a.title) && numberLink(page, { id: idOf(row), url: a?.sources?.[0]?.url }), " ", a && h("a", { href, onclick: page.follow }, nameOf(page, a)));

	const typed = h("td", { class: "muted typed", "data-name": w.portfolioTyped }, String(row.typed));

	if (!a) return h("tr", {}, typed, name, h("td", { colspan: 5, class: "muted" }, row.why));
	if (!idea) return h("tr", {}, typed, name, h("td", { colspan: 4, class: "muted none" }, w.noIdeas,
		a.unread.length > 0 && [w.aside, w.portfolioUnread(a.unread[0].document.title || a.unread[0].document.id, a.unread.length)]),
		h("td", {}, h("a", { href: page.href({ view: "triage", id: a.id }, blank(page.state.lang)), onclick: page.follow }, w.triageShort)));
	return h("tr", {}, typed, name, h("td", { lang: tongue(idea.application, page.lang) }, idea.application),
		h("td", {}, w.shelves[idea.shelf]), h("td", { "data-name": w.gradeLegend }, String(idea.grade)),
		h("td", {}, documentLink(page, flat(idea), [], nameOf(page, idea.document)), " ", numberBeside(page, idea.document),
			row.also > 0 && h("p", { class: "muted small also" }, w.portfolioAlso(row.also))),
		h("td", {}, keepSmall(page, a, idea)));
}

function keepSmall(page, asked, idea) {
	const w = page.words;
	const what = { ...toKeep(page, asked, flat(idea), idea.transfer), query: asked.id, text: undefined };
	const button = h("button", { type: "button", class: "quiet small-button", onclick: () => {
		if (!keeping.keep({ ...what, kept: !keeping.find(what)?.kept })) page.toast(w.storageFull);
		name();
	} });
	const name = () => {
		const kept = !!keeping.find(what)?.kept;
		button.textContent = kept ? w.kept : w.keep;
		button.setAttribute("aria-pressed", kept);
	};

	name();
	return button;
}

function csvRow(page, row) {
	const w = page.words, idea = best(row), a = row.answer;

	return idea ? [a.id, a.title, idea.application, w.shelves[idea.shelf], idea.grade, idea.document.id, idea.document.title,
		idea.transfer, idea.quote_query, idea.quote_document, idea.objection, idea.applicants.join("; "), idea.document.url ?? ""]
		: [idOf(row), a?.title ?? "", a ? w.noIdeas : row.why, "", "", "", "", "", "", "", "", "", ""];
}
