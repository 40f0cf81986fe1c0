/* words.js - the languages of the page, and dates as they are read in each. */

import { en } from "./words_en.js";
import { ja } from "./words_ja.js";

export const languages = { ja, en };

/* The language asked for, else the one kept, else the first of the browser's that we speak:
 * Japanese unless it prefers English. */
export function chooseLanguage(asked, kept, preferred) {
	const known = [asked, kept, ...preferred.map((l) => l.slice(0, 2))].find((l) => Object.hasOwn(languages, l ?? ""));

	return known ?? "ja";
}

/* 20240131 as people read it; the year alone when day and month are not known. */
export function showDate(n, lang) {
	const [y, m, d] = [Math.floor(n / 10000), Math.floor(n / 100) % 100, n % 100];

	if (!n) return "";
	if (!m || !d) return String(y);
	return lang === "ja" ? `${y}年${m}月${d}日` : `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}
