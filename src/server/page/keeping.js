/* keeping.js - what the browser keeps: theme, language, and judgements.
 *
 * A judgement is of one document for one query: a grade 0..3, or none yet, and whether it is
 * on the shortlist, with a note.  Triage, cards and shortlist write the same entries.  They
 * go out and come in as the judged file of src/result/JSON.md: JSONL with query, document,
 * grade, kind, date; further keys (text, title, application, statement, note, kept, link) let
 * another browser show an entry without asking, and readers of the file ignore them. */

import { combined } from "./state.js";
import { rowsOf } from "./table.js";

const LIST = "judged";
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
let list = null;

export function onchange(f) {
	listeners.push(f);
}

/* The query an entry belongs to: a patent, or the text itself. */
export const queryOf = (x) => x.query || `#${x.text ?? ""}`;
export const keyOf = (x) => `${queryOf(x)}\n${x.document}`;
const queryOfState = (s) => (s.view === "combine" ? `#${combined(s).join(" ")}` : s.id ? s.id : `#${s.text}`);

export function entries() {
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
	for (const f of listeners) f();
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

/* Take an entry off the shortlist; its grade stays. */
export function drop(entry) {
	return keep({ ...entry, kept: false, note: "" });
}

export const graded = (s) => entries().filter((x) => x.grade !== null && queryOf(x) === queryOfState(s));
/* As the server takes them. */
export const grades = (s) => graded(s).map((x) => `${x.document}=${x.grade}${KINDS[x.kind] ?? ""}`);

export function forget(s) {
	list = entries().map((x) => (queryOf(x) === queryOfState(s) ? { ...x, grade: null } : x)).filter((x) => x.kept || x.grade !== null);
	return store();
}

function readable(x) {
	const grade = (v) => v === null || v === undefined || (Number.isInteger(v) && v >= 0 && v <= 3);

	return x && typeof x === "object" && typeof x.document === "string" && x.document !== "" && grade(x.grade) &&
		["query", "text", "kind", "note", "date", "title", "query_title", "application", "statement", "link"].every((k) => x[k] === undefined || typeof x[k] === "string");
}

/* The judged file of some entries, one a line. */
export const toJsonl = (some) => some.map((x) => JSON.stringify({
	query: x.query ?? "", document: x.document, grade: x.grade, kind: x.kind ?? "", date: x.date, note: x.note ?? "", kept: !!x.kept,
	title: x.title, query_title: x.query_title, application: x.application, statement: x.statement, link: x.link, ...(x.query ? {} : { text: x.text }),
})).map((line) => `${line}\n`).join("");

/* One line of a file as an entry, or null. */
function entryOf(x) {
	const given = x?.grade === "" || x?.grade === undefined ? null : x.grade;
	const entry = x && typeof x === "object" && {
		query: x.query ?? "", text: x.text, document: x.document ?? x.id, grade: given === null ? null : Number(given),
		kind: { N: "new", P: "precedent", F: "family" }[x.kind] ?? (x.kind || x.shelf), note: x.note ?? "", date: x.date, kept: x.kept === true || x.kept === "1",
		title: x.title, query_title: x.query_title, application: x.application, statement: x.statement, link: x.link,
	};

	if (!entry || !readable(entry)) return null;
	for (const k of Object.keys(entry)) if (entry[k] === undefined) delete entry[k];
	return entry;
}

/* Lines are added to the list; of several for one pair the last counts.
 * { read, bad, stored }: lines understood, lines that were not; false: not stored. */
export function fromFile(text) {
	const count = { read: 0, bad: 0 };

	for (const row of rowsOf(text)) {
		const entry = entryOf(row);
		if (!entry) {
			count.bad++;
			continue;
		}
		if (entry.grade === null && !entry.kept && !entry.note) continue; /* nobody judged it */
		const known = find(entry);
		if (known) Object.assign(known, entry);
		else entries().push({ date: today(), ...entry });
		count.read++;
	}
	return { ...count, stored: store() };
}
