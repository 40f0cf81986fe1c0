/* state.js - what is being looked at, and its permanent link.
 *
 * The query of the address holds everything but what a person wrote: a pasted text and own
 * aspects stand behind the #.  A browser does not send that part, so what is not yet
 * published leaves no trace in logs.  What has its default is not written. */

const FLAGS = ["open", "alive", "unknown", "far", "only", "closed", "mono"]; /* mono: documents in the language of the question alone */
const WORDS = ["view", "id", "lang", "with", "boldness", "applicant", "since", "until", "per", "sel", "sort", "must", "class"];
const LISTS = ["field", "own"]; /* numbers of fields */
const WRITTEN = ["aspect", "list", "drop", "add"]; /* behind the #; a list may be long, too */

/* What similar documents are listed by: "" is one list. */
export const PER = ["", "wipo35", "ipc3", "ipc4"];

const VIEWS = ["start", "ideas", "triage", "match", "search", "combine", "document", "shortlist", "portfolio"];

export function read(location) {
	const q = new URLSearchParams(location.search);
	const hash = new URLSearchParams(location.hash.slice(1));
	const s = {};

	for (const k of WORDS) s[k] = q.get(k) ?? "";
	for (const k of FLAGS) s[k] = q.get(k) === "1";
	for (const k of LISTS) s[k] = q.getAll(k).map(Number).filter((f) => Number.isInteger(f) && f >= (k === "own" ? 0 : 1) && f <= 35); /* own 0: none */
	for (const k of WRITTEN) s[k] = hash.getAll(k).filter((x) => x);
	s.text = hash.get("text") ?? "";
	if (!PER.includes(s.per)) s.per = "";
	if (!VIEWS.includes(s.view)) s.view = s.id || s.text ? "ideas" : "start";
	return s;
}

export function write(s) {
	const q = new URLSearchParams(), hash = new URLSearchParams();

	for (const k of WORDS) if (s[k] !== "" && !(k === "view" && s[k] === "start" && !s.id && !s.text)) q.set(k, s[k]);
	for (const k of FLAGS) if (s[k]) q.set(k, "1");
	for (const k of LISTS) for (const v of s[k]) q.append(k, v);
	if (s.text) hash.set("text", s.text);
	for (const k of WRITTEN) for (const v of s[k]) hash.append(k, v);
	return (q.size ? `?${q}` : "./") + (hash.size ? `#${hash}` : "");
}

/* Nothing chosen yet, in the language in use. */
export const blank = (lang) => ({
	view: "start", id: "", with: "", text: "", lang, boldness: "", applicant: "", since: "", until: "", sort: "", must: "", class: "",
	open: false, alive: false, unknown: false, far: false, only: false, closed: false, mono: false, per: "", sel: "", field: [], own: [], aspect: [], list: [], drop: [], add: [],
});

/* What the server is asked with, from the filters of a state. */
export const filters = (s) => ({
	open: s.open ? "1" : "", alive: s.alive ? (s.unknown ? "or-unknown" : "1") : "", field: s.field, applicant: s.applicant,
	since: s.since, until: s.until, class: s.class, must: s.must,
});
export const languages = (s) => ({ "no-translation": s.mono ? "1" : "" });
export const aspects = (s) => ({ aspect: s.aspect, "aspects-only": s.only && s.aspect.length > 0 ? "1" : "" });
/* What the asker corrects of what was understood. */
export const corrections = (s) => ({ "own-field": s.own, "drop-word": s.drop, "add-word": s.add });
export const subject = (s) => (s.id ? { id: s.id } : { text: s.text });

/* Several numbers in one line, and the patents that are combined. */
export const numbers = (text) => text.split(/[,、，;；]/).map((x) => x.trim()).filter((x) => x);
export const combined = (s) => [s.id, ...numbers(s.with)];
export const isFiltered = (s) => s.open || s.alive || s.field.length > 0 || !!(s.applicant || s.since || s.until || s.class || s.must);
