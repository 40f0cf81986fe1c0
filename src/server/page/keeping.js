/* keeping.js - what the browser keeps: theme, language, and judgements.
 *
 * A judgement is of one document for one query: a grade 0..3, or none yet, and whether it is
 * on the shortlist, with a note.  Triage, cards and shortlist write the same entries.  They
 * go out and come in as the judged file of src/result/JSON.md: JSONL with query, document,
 * grade, kind, date; further keys (text, title, application, statement, quotations, objection, applicants, note, kept, link) let
 * another browser show an entry without asking, and readers of the file ignore them. */

import { combined } from "./state.js";
import { kindOf, numbered } from "./table.js";

const LIST = "judged";
const SHOWN = ["title", "query_title", "application", "statement", "quote_query", "quote_document", "objection", "confidence", "applicants", "url", "status", "link"]; /* that an entry is shown with */
const of = (x) => Object.fromEntries(SHOWN.map((k) => [k, x[k]]));
const NOTES = 300, NOTE = 1200; /* the server takes 400 and 4,000 bytes */
const KINDS = { new: "N", precedent: "P", family: "F" };

/* Without storage (private windows, full disk) the page works on; nothing is kept. */
export function get(name) {
	try {
		return localStorage.getItem(`tensen.${name}`);
	} catch {
		return null;
	}
}

/* 1 if it is stored now. */
export function put(name, value) {
	try {
		localStorage.setItem(`tensen.${name}`, value);
		return true;
	} catch {
		return false;
	}
}

let listeners = [];
let elsewhere = null; /* what the view that is shown does when another tab has written */
let list = null;

export function onchange(f) {
	listeners.push(f);
}

export function onother(f) {
	elsewhere = f;
}

/* The query an entry belongs to: a patent, or the text itself. */
export const queryOf = (x) => x.query || `#${x.text ?? ""}`;
const keyOf = (x) => `${queryOf(x)}\n${x.document}`;
const queryOfState = (s) => (s.view === "combine" ? `#${combined(s).join(" ")}` : s.id ? s.id : `#${s.text}`);

function entries() {
	if (!list) {
		try {
			list = JSON.parse(get(LIST) ?? "[]").filter(readable);
		} catch {
			list = [];
		}
	}
	return list;
}

/* Another tab has written. */
window.addEventListener("storage", (e) => {
	if (e.key !== `tensen.${LIST}`) return;
	list = null;
	for (const f of [...listeners, elsewhere]) f?.();
});

function store() {
	const stored = put(LIST, JSON.stringify(list));

	for (const f of listeners) f();
	return stored;
}

export const shortlist = () => entries().filter((x) => x.kept);
export const find = (x) => entries().find((y) => keyOf(y) === keyOf(x));
export const today = () => new Date().toLocaleDateString("sv-SE"); /* yyyy-mm-dd, local */

/* Write an entry, or change what is kept of it; false: the browser could not store it. */
export function keep(entry) {
	const known = find(entry);

	if (known) Object.assign(known, entry);
	else entries().push({ grade: null, note: "", date: today(), ...entry });
	list = list.filter((x) => x.kept || x.grade !== null || x.note);
	return store();
}

/* Take an entry off the shortlist; its grade stays, and why it was given. */
export function drop(entry) {
	const isGraded = (find(entry)?.grade ?? null) !== null;

	return keep({ ...entry, kept: false, ...(isGraded ? {} : { note: "" }) });
}

export const graded = (s) => entries().filter((x) => x.grade !== null && queryOf(x) === queryOfState(s));
/* As the server takes them. */
export const grades = (s) => graded(s).map((x) => `${x.document}=${x.grade}${KINDS[x.kind] ?? ""}${/^\d{4}-\d\d-\d\d$/.test(x.date ?? "") ? `@${x.date}` : ""}`);
export const notes = (s) => entries().filter((x) => x.note && queryOf(x) === queryOfState(s)).slice(0, NOTES).map((x) => `${x.document}=${x.note.slice(0, NOTE)}`);

export function forget(s) {
	list = entries().map((x) => (queryOf(x) === queryOfState(s) ? { ...x, grade: null } : x)).filter((x) => x.kept || x.grade !== null || x.note);
	return store();
}

function readable(x) {
	const grade = (v) => v === null || v === undefined || (Number.isInteger(v) && v >= 0 && v <= 3);

	return x && typeof x === "object" && typeof x.document === "string" && x.document !== "" && grade(x.grade) &&
		["query", "text", "kind", "note", "date", ...SHOWN].every((k) => x[k] === undefined || typeof x[k] === "string");
}

/* The judged file of some entries, one a line. */
export const toJsonl = (some) => some.map((x) => JSON.stringify({
	query: x.query ?? "", document: x.document, grade: x.grade, kind: x.kind ?? "", date: x.date, note: x.note ?? "", kept: !!x.kept,
	...of(x), ...(x.query ? {} : { text: x.text }),
})).map((line) => `${line}\n`).join("");

/* A grade as people write it: of any width, empty for none; null if it is none of the four. */
function gradeIn(value) {
	const text = String(value ?? "").normalize("NFKC").trim();

	return text === "" ? "" : /^[0-3](\.0+)?$/.test(text) ? Number(text) : null;
}

const DAY = 86400000, EXCEL = Date.UTC(1899, 11, 30); /* day 0 of a spreadsheet */

/* A day as people and spreadsheets write it, as yyyy-mm-dd; what is none is dropped. */
function dayIn(value) {
	const text = String(value ?? "").normalize("NFKC").trim(), parts = text.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/);

	if (/^\d{5}(\.\d+)?$/.test(text)) return new Date(EXCEL + Math.floor(Number(text)) * DAY).toISOString().slice(0, 10);
	return parts ? `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}` : undefined;
}

/* One row of a file: { entry }, or { why } there is none: a word of words_*.js "refused". */
function entryOf(x) {
	const document = x && typeof x === "object" && (x.document ?? x.id);
	const grade = gradeIn(x?.grade);

	if (!x || typeof x !== "object") return { why: "form" };
	if (typeof document !== "string" || !document.trim()) return { why: "document" };
	if (grade === null) return { why: "grade", what: String(x.grade) };
	const entry = {
		query: x.query ?? "", text: x.text, document: document.normalize("NFKC").trim(),
		grade: grade === "" ? null : grade, kind: kindOf(x.kind || x.shelf || ""), note: x.note ?? "", date: dayIn(x.date),
		kept: x.kept === true || String(x.kept ?? "").normalize("NFKC").trim() === "1", ...of(x), statement: x.statement ?? x.transfer,
	};
	for (const k of Object.keys(entry)) if (entry[k] === undefined || entry[k] === null && k !== "grade") delete entry[k];
	return readable(entry) ? { entry } : { why: "form" };
}

/* What a row says anew of an entry: an empty cell leaves what is known, and a row takes nothing off the list. */
const anew = (known, entry) => Object.fromEntries(Object.entries(entry).filter(([k, v]) => v !== "" && v !== null && v !== false && v !== known[k]));

/* Take a row in; { grade, note }: whether it changed what is known. */
function takeIn(entry) {
	const known = find(entry), { date, ...changes } = known ? anew(known, entry) : entry;

	if (!known) entries().push({ date: date ?? today(), ...changes });
	else if (Object.keys(changes).length > 0) Object.assign(known, changes, date ? { date } : {});
	return { grade: (changes.grade ?? null) !== null, note: !!changes.note };
}

/* Rows are added to the list; of several for one pair the last counts.
 * { read, grades, notes, bad, stored, undo }: rows understood; grades and notes that changed; { row, why, what }
 * of those that were not understood, by the number of the row in the file; false: not stored; as it was before. */
export function fromFile(text) {
	const found = { read: 0, grades: 0, notes: 0, bad: [] }, before = JSON.stringify(entries());

	for (const [x, row] of numbered(text)) {
		const { entry, why, what } = entryOf(x);
		if (!entry) {
			found.bad.push({ row, why, what });
			continue;
		}
		if (entry.grade === null && !entry.kept && !entry.note) continue; /* nobody judged it */
		const changed = takeIn(entry);
		found.read++;
		found.grades += changed.grade;
		found.notes += changed.note;
	}
	return { ...found, stored: store(), undo: () => {
		list = JSON.parse(before);
		return store();
	} };
}

/* Move an entry before (-1) or behind (1) its neighbour of the same query. */
export function move(entry, step) {
	const same = shortlist().filter((x) => queryOf(x) === queryOf(entry));
	const other = same[same.findIndex((x) => keyOf(x) === keyOf(entry)) + step];

	if (!other) return true;
	const at = (x) => entries().findIndex((y) => keyOf(y) === keyOf(x));
	const [i, k] = [at(entry), at(other)];
	[list[i], list[k]] = [list[k], list[i]];
	return store();
}
