/* api.js - the one place that talks to the server (src/server/API.md).
 *
 * A text and what a person adds to it goes in the body of a POST: it may be long, and an
 * address would leave it in logs.  Everything else is a GET, so that the browser's cache and ETags work. */

import { released } from "./dom.js";

export class ApiError extends Error {
	constructor(code, message, meant = "") {
		super(message);
		this.meant = meant; /* of an unknown number: that of a document that was probably meant */
		this.code = code; /* "not_found", "network", "bad_answer", or the server's */
	}
}

/* A server that others reach asks for a token; it is kept until the tab is closed. */
const TOKEN = "tensen.token";
let token = null;
try {
	token = sessionStorage.getItem(TOKEN);
} catch {
	/* storage is switched off: asked again after a reload */
}
export const hasToken = () => !!token;
export function useToken(value) {
	token = value;
	try {
		sessionStorage.setItem(TOKEN, value);
	} catch {
		/* as above */
	}
}

const GRADES_IN_ADDRESS = 20;

const wanted = (x) => x !== undefined && x !== null && x !== "" && x !== false;

function query(parameters) {
	const q = new URLSearchParams();

	for (const [name, value] of Object.entries(parameters))
		for (const v of [value].flat())
			if (wanted(v)) q.append(name, v);
	return q;
}

async function send(operation, parameters, signal, changes = false) {
	const given = Object.fromEntries(Object.entries(parameters).filter(([, v]) => wanted(v)));
	const headers = token ? { Authorization: `Bearer ${token}` } : {};
	const short = !changes && !["text", "aspect", "drop-word", "add-word", "note"].some((k) => [given[k] ?? []].flat().length > 0) && [given.grade ?? []].flat().length <= GRADES_IN_ADDRESS;
	const request = short
		? fetch(`api/v1/${operation}?${query(given)}`, { signal, headers })
		: fetch(`api/v1/${operation}`, {
			method: "POST",
			signal,
			headers: { ...headers, "Content-Type": "application/json" },
			body: JSON.stringify(given),
		});

	return request.catch(lost);
}

/* The server was not reached, or its answer broke off. */
function lost(e) {
	if (e.name === "AbortError") throw e;
	throw new ApiError("network", e.message);
}

async function refusal(response) {
	const body = await response.json().catch(() => null);

	const said = (document.documentElement.lang === "ja" && body?.error?.message_ja) || body?.error?.message;

	return new ApiError(body?.error?.code ?? "bad_answer", said ?? `HTTP ${response.status}`, body?.error?.meant ?? "");
}

/* The JSON result of an operation. */
export async function ask(operation, parameters, signal) {
	const response = await send(operation, parameters, signal);

	if (!response.ok) throw await refusal(response);
	performance.mark(`answer:${operation}`);
	const answer = await response.json().catch(lost);
	await released();
	signal?.throwIfAborted(); /* the click asked for something else */
	return answer;
}

/* An operation that changes something: always a POST. */
export async function post(operation, parameters, signal) {
	const response = await send(operation, parameters, signal, true);

	if (!response.ok) throw await refusal(response);
	return response.json().catch(lost);
}

/* The answer in another form, as it is to be saved. */
export async function file(operation, parameters, posted = false) {
	const response = await send(operation, parameters, undefined, posted);

	if (!response.ok) throw await refusal(response);
	return response.blob().catch(lost);
}

/* What does not change while the page is open is asked once for each language. */
const kept = new Map();
export function once(operation, lang) {
	const key = `${operation} ${lang}`;

	if (!kept.has(key))
		kept.set(key, ask(operation, { lang }).catch((e) => {
			kept.delete(key);
			throw e;
		}));
	return kept.get(key);
}
