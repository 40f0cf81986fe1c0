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

/* Words that carry nothing by themselves, though two texts share them. */
const CARRIES_NOTHING = new Set(("提供 発明 本発明 前記 上記 当該 課題 目的 解決 手段 方法 装置 構成 可能 容易 簡単 簡易 確実 良好 効果的 効率的 十分 複数 少なくとも "
	+ "防止 抑制 低減 向上 改善 実現 使用 利用 用途 場合 状態 必要 問題 従来 一方 各種 所定 全体 部分 方向 場所 技術 製造 設置 配置 形成 実施 "
	+ "about according adapted another arranged between capable comprise comprises comprising configured consisting containing contains disclosed "
	+ "embodiment first further furthermore generally having include includes including invention least method methods namely other particular plurality present provide "
	+ "provided provides providing relates respective respectively second several thereby therefor therefore therein thereof third through wherein whereby which while within without").split(" "));

/* Words of `text` that stand in `others`, too, as marks: of ideographs and katakana what is two
 * letters or longer, Latin words that begin alike. */
export function sharedWords(text, others) {
	const other = others.join("\n"), begins = new Set((other.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((x) => x.slice(0, 5)));
	const out = (text.match(/[A-Za-z]{4,}/g) ?? []).filter((x) => x.length > 4 && !CARRIES_NOTHING.has(x.toLowerCase()) && begins.has(x.toLowerCase().slice(0, 5)));

	/* from an ideograph or katakana as far as the other text goes on, without inflection behind it */
	for (let i = 0; i < text.length;) {
		let n = 0;
		if (/[\u30a1-\u30fa\u30fc\u3400-\u9fff]/.test(text[i])) while (i + n < text.length && /[\u3041-\u30fa\u30fc\u3400-\u9fff]/.test(text[i + n]) && other.includes(text.slice(i, i + n + 1))) n++;
		const word = text.slice(i, i + n).replace(/[\u3041-\u309f]+$/u, "");
		if (word.length >= 2 && !CARRIES_NOTHING.has(word)) out.push(word);
		i += Math.max(word.length, 1);
	}
	return [...new Set(out)];
}

/* "pin" is not marked within "opinion"; Japanese knows no such border. */
function wholeWord(text, at, mark) {
	const latin = /[A-Za-z0-9]/;
	return !(latin.test(mark[0]) && at > 0 && latin.test(text[at - 1])) &&
		!(latin.test(mark.at(-1)) && latin.test(text[at + mark.length] ?? ""));
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
