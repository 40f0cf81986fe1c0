/* dom.js - making elements.
 *
 * Whatever comes from a document or a person becomes a text node: there is no innerHTML
 * in this page.  Sizes computed at run time are set as properties, for the policy of the
 * server allows no style attribute. */

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
	for (const [name, given] of Object.entries(attributes ?? {})) {
		/* a state is told both ways: aria-pressed="false" is a button that can be pressed in */
		const value = name.startsWith("aria-") && typeof given === "boolean" ? String(given) : given;
		if (value === undefined || value === null || value === false) continue;
		if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
		else if (name.startsWith("--")) node.style.setProperty(name, value);
		else node.setAttribute(name, value === true ? "" : value);
	}
	node.append(...children.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));
	return node;
}

/* h("a", { class: "x", onclick: f }, "text", other) */
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export function replace(node, ...children) {
	node.replaceChildren(...children.flat(Infinity).filter((x) => x !== null && x !== undefined && x !== false));
}

/* replace() that leaves a person where they were typing: the control of the same name in
 * the new nodes gets the focus, the caret and what was typed meanwhile; where it is gone, the
 * one that its data-next names. */
export function redraw(node, ...children) {
	const old = document.activeElement;
	const name = node.contains(old) && old.getAttribute("name");
	const caret = name && old.selectionStart;
	const next = node.contains(old) && old.dataset.next;

	replace(node, ...children);
	const now = (name && node.querySelector(`[name="${CSS.escape(name)}"]`)) || (next && node.querySelector(next));
	if (!now) return;
	if (now.type === old.type && (now.type === "text" || now.type === "range")) now.value = old.value;
	now.focus({ preventScroll: true });
	if (now.type === "text" && old.type === "text") now.setSelectionRange(caret, caret);
}

/* Words of grammar that an index may have as terms. */
const EMPTY = new Set(["有す", "有する", "否", "為", "於", "共に", "其"]);

/* `text` with every occurrence of the marks in <mark>, the longest first where several begin. */
export function marked(text, marks) {
	const sorted = marks.filter((m) => m && !EMPTY.has(m)).sort((a, b) => b.length - a.length);
	const out = [];
	let from = 0;

	for (let i = 0; i < text.length;) {
		const hit = sorted.find((m) => text.startsWith(m, i) && wholeWord(text, i, m));
		if (!hit) {
			i++;
			continue;
		}
		const end = wordEnd(text, i + hit.length);
		if (i > from) out.push(text.slice(from, i));
		out.push(h("mark", {}, text.slice(i, end)));
		i = from = end;
	}
	if (from < text.length) out.push(text.slice(from));
	return out;
}

/* Where a word ends that an index has without the mark of its long vowel: トースタ of トースター. */
export const wordEnd = (text, end) => (text[end] === "ー" ? end + 1 : end);

/* "pin" is not marked within "opinion"; Japanese knows no such border. */
function wholeWord(text, at, mark) {
	const latin = /[A-Za-z0-9]/;
	return !(latin.test(mark[0]) && at > 0 && latin.test(text[at - 1])) &&
		!(latin.test(mark.at(-1)) && latin.test(text[at + mark.length] ?? ""));
}

/* ---- a long text, cut around what is marked ---- */

const LONG = 360; /* columns, a Japanese letter two of them: four lines of half a page */
const PAUSE = /[、。，；;]|[,.](?= )/gu;

const isWide = (c) => c.codePointAt(0) >= 0x1100;
const columnsOf = (text) => [...text].reduce((n, c) => n + 1 + isWide(c), 0);

/* Where `columns` columns behind `from` end. */
function clipped(text, from, columns) {
	let i = from;

	for (let n = 0; i < text.length && (n += 1 + isWide(text[i])) <= columns;) i++;
	return i;
}

/* The end of the last pause in [from, to), or undefined. */
const pauseIn = (text, from, to) => [...text.slice(from, to).matchAll(PAUSE)].map((x) => from + x.index + 1).at(-1);

/* [from, to) of what is shown of a text: its beginning, or from the clause that has the first mark. */
function shownPart(text, marks) {
	const places = marks.filter((m) => m && !EMPTY.has(m)).map((m) => [text.indexOf(m), m.length]).filter(([at]) => at >= 0);
	const [at, length] = places.sort((a, b) => a[0] - b[0])[0] ?? [0, 0];
	const from = at + length <= clipped(text, 0, LONG) ? 0 : pauseIn(text, clipped(text, 0, columnsOf(text.slice(0, at)) - LONG / 3), at) ?? at;
	const end = clipped(text, from, LONG);

	return [from, end < text.length ? pauseIn(text, clipped(text, from, 2 * LONG / 3), end) ?? end : end];
}

/* A quotation in an element of its own; a very long one is cut with an ellipsis, and unfolded by a press. */
export function quotation(page, tag, attributes, text, marks) {
	const node = h(tag, { lang: tongue(text, page.lang), ...attributes });
	const lines = text.split("\n");

	lines.forEach((line, i) => {
		const owner = lines.length > 1 ? line.indexOf(": ") + 1 : 0; /* whose sentence it is */
		node.append(line.slice(0, owner), ...cutLine(page, line.slice(owner), marks), i < lines.length - 1 ? "\n" : "");
	});
	return node;
}

function cutLine(page, text, marks) {
	if (columnsOf(text) <= LONG * 1.3) return marked(text, marks);
	const [from, to] = shownPart(text, marks), place = h("span");
	const button = h("button", { type: "button", class: "link unfold", "aria-expanded": false, onclick: () => draw(button.getAttribute("aria-expanded") !== "true") });
	const draw = (whole) => {
		replace(place, whole ? marked(text, marks) : [from > 0 && "…", ...marked(text.slice(from, to), marks), to < text.length && "…"]);
		button.setAttribute("aria-expanded", whole);
		button.textContent = whole ? page.words.showLess : page.words.showWhole;
	};

	draw(false);
	return [place, " ", button];
}

/* A term in its base form as it may stand in a sentence: 揺れる is there as 揺れ or 揺ら. */
export function stemOf(term) {
	const stem = term.replace(/[\u3041-\u309f]+$/u, "");
	return stem && stem !== term && /\p{Script=Han}/u.test(stem) ? stem : term;
}

/* <details> whose inside is made when it is first opened: what is not looked at costs
 * nothing (half of the time from an answer to the screen was the layout of closed ones). */
export function unfolding(attributes, name, build) {
	const node = h("details", attributes, h("summary", {}, name));
	const open = () => {
		if (node.open && node.childElementCount === 1) node.append(build());
	};

	node.addEventListener("toggle", open);
	open();
	return node;
}

/* The language attribute of words that may not be the page's: a title, a quotation. */
export const tongue = (text, lang) => (lang !== "ja" && /[\u3040-\u30ff\u4e00-\u9fff]/.test(text) ? "ja" : null);

/* Give the browser a file made here. */
export function download(name, type, content) {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = h("a", { href: url, download: name });

	document.body.append(link);
	link.click();
	link.remove();
	setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/* Call f when nothing has happened for `ms`. */
export function settled(f, ms) {
	let timer = 0;

	return (...args) => {
		clearTimeout(timer);
		timer = setTimeout(() => f(...args), ms);
	};
}

/* ---- pressing ---- */

const PRESS = 1000; /* ms; who presses longer does not click */
let pressing = null; /* resolves when what was pressed is released, and its click told */
let release = () => {};

window.addEventListener("pointerdown", (e) => {
	if (e.target.closest?.("select")) return; /* its list takes the release */
	pressing = new Promise((done) => { release = done; });
	setTimeout(release, PRESS);
}, true);
for (const over of ["pointerup", "pointercancel"]) window.addEventListener(over, () => {
	setTimeout(() => {
		release();
		pressing = null;
	});
}, true);

/* Until nothing is pressed: a list that is drawn anew between pressing and releasing loses the click. */
export const released = () => pressing;
