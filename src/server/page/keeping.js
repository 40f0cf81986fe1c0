/* keeping.js - what the browser keeps: theme, language, and the shortlist.
 *
 * An idea is kept under (id or text, field).  The shortlist goes out and comes in as the
 * decisions file of src/result/JSON.md: JSONL with id, field, new, plausible, note, date.
 * Further keys (title, field_name, statement, text) let another browser show the idea
 * without asking; readers of the file ignore them. */

const LIST = "shortlist";

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

export const keyOf = (x) => `${x.id || `#${x.text}`}\n${x.field}`;

export function ideas() {
	if (!list) {
		try {
			list = JSON.parse(get(LIST) ?? "[]").filter(readable);
		} catch {
			list = [];
		}
	}
	return list;
}

function store() {
	const stored = put(LIST, JSON.stringify(list));

	for (const f of listeners) f();
	return stored;
}

export const find = (x) => ideas().find((y) => keyOf(y) === keyOf(x));
export const today = () => new Date().toLocaleDateString("sv-SE"); /* yyyy-mm-dd, local */

/* Keep an idea, or change what is kept of it; false: the browser could not store it. */
export function keep(idea) {
	const known = find(idea);

	if (known) Object.assign(known, idea);
	else ideas().push({ new: null, plausible: null, note: "", kept: today(), ...idea });
	return store();
}

export function drop(idea) {
	list = ideas().filter((y) => keyOf(y) !== keyOf(idea));
	return store();
}

/* Put back what was dropped, where it was. */
export function insert(idea, at) {
	ideas().splice(at, 0, idea);
	return store();
}

const judged = (x) => typeof x.new === "boolean" || typeof x.plausible === "boolean";
export const countJudged = () => ideas().filter(judged).length;

function readable(x) {
	const judgement = (v) => v === null || v === undefined || typeof v === "boolean";

	return x && typeof x === "object" && (typeof x.id === "string" || typeof x.text === "string") &&
		Number.isInteger(x.field) && x.field >= 1 && x.field <= 35 && judgement(x.new) && judgement(x.plausible) &&
		["note", "date", "title", "field_name", "statement"].every((k) => x[k] === undefined || typeof x[k] === "string");
}

/* The decisions file; every kept idea has its line, judged or not. */
export function toDecisions() {
	return ideas().map((x) => JSON.stringify({
		id: x.id || "", field: x.field, new: x.new, plausible: x.plausible, note: x.note ?? "", date: x.date ?? x.kept,
		title: x.title, field_name: x.field_name, statement: x.statement, ...(x.id ? {} : { text: x.text }),
	})).map((line) => `${line}\n`).join("");
}

/* Lines are added to the list; of several with one key the last counts.
 * { read, bad, stored }: lines understood, lines that were not; false: not stored. */
export function fromDecisions(file) {
	const count = { read: 0, bad: 0 };

	for (const line of file.replace(/^\ufeff/, "").split(/\r?\n/)) {
		if (!line.trim()) continue;
		let x = null;
		try {
			x = JSON.parse(line);
		} catch {
			/* counted below */
		}
		if (!readable(x) || !(x.id || x.text)) {
			count.bad++;
			continue;
		}
		const { id = "", text, field, note = "", date, title, field_name, statement } = x;
		const known = find(x);
		const idea = { id, text, field, new: x.new ?? null, plausible: x.plausible ?? null, note, date, title, field_name, statement };
		/* a file without the further keys must not blank what is shown already */
		for (const k of ["title", "field_name", "statement", "text", "date"]) if (idea[k] === undefined) delete idea[k];
		if (known) Object.assign(known, idea);
		else ideas().push({ kept: date ?? today(), ...idea });
		count.read++;
	}
	return { ...count, stored: store() };
}
