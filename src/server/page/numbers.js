/* numbers.js - numbers of patents in what a person typed or pasted: one, many, or an address
 * of J-PlatPat, Google Patents or Espacenet.  How a number is spelled is the server's
 * business; here only numbers are told from a text. */

/* Kinds of J-PlatPat's permanent addresses, /PU/JP-2010-035913/11/ja: type of the gazette. */
const GAZETTES = { 10: "特願", 11: "特開", 12: "特表", 13: "特公", 14: "再表", 15: "特許", 19: "再表", 20: "実願", 21: "実開", 22: "実表", 23: "実公", 24: "再表", 25: "実登" };
const OF_GAZETTE = { 特開: 11, 特表: 11, 特公: 13, 特許: 15, 再表: 19, 実開: 21, 実公: 23, 実登: 25 };
const FIRST_NATIONAL = 500000; /* numbers of a year above this are translations, 特表, under one type with 特開 */
const KINDS = "特開|特願|特許(?:第)?|特公|特表|再公表特許|再公表|再表|実開|実公|実登|実願|実全|実用新案登録(?:第)?";
/* One number: short, with a digit, of letters that numbers have. */
const NUMBER = /^[A-Za-z0-9特開願許公報表再実平昭令新用案全第号登録米国際ー\-_/.:]{2,40}$/u;
const MOST = 500; /* numbers of one list */

/* The number in an address, or the address as it was. */
function fromAddress(text) {
	const jp = text.match(/j-platpat\.inpit\.go\.jp\/.*?\/(?:PU|JPU)\/JP-([0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:\/(\d\d))?/);
	if (jp) return `${jp[2] === "11" && Number(jp[1].split("-")[1]) > FIRST_NATIONAL ? "特表" : GAZETTES[jp[2]] ?? "JP"}${jp[1]}`;
	const google = text.match(/patents\.google\.com\/patent\/([A-Z]{2}[0-9A-Z]+)/);
	if (google) return google[1];
	const parts = text.match(/espacenet\.com\/.*?CC=([A-Z]{2}).*?NR=([0-9A-Z]+)/);
	if (parts) return parts[1] + parts[2];
	const espacenet = text.match(/espacenet\.com\/.*?(?:pn(?:%3D|=)|publication\/|%3D|=)([A-Z]{2}\d[0-9A-Z]+)/);
	return espacenet ? espacenet[1] : text;
}

/* Blanks within a number: "JP 2010-035913 A", "特開 2010 - 035913 号"; commas in "US 7,198,689 B2". */
const joined = (line) => line
	.replace(/(?<![A-Za-z])(US[ \t-]*)(\d{1,2}(?:,\d{3}){2})(?!\d)/g, (_, us, n) => us + n.replaceAll(",", ""))
	.replace(new RegExp(`(${KINDS}|(?<![A-Za-z])[A-Z]{2})[ \\t]+(?=[平昭令HSR]?\\s?\\d)`, "gu"), "$1")
	.replace(/([平昭令])\s+(?=\d)/gu, "$1").replace(/(\d)\s*[-－―‐−]\s*(?=\d)/gu, "$1-")
	.replace(/(\d)[ \t]+(?=[ABCSTUY]\d?(?![A-Za-z0-9]))/gu, "$1").replace(/(\d)\s+(?=号)/gu, "$1");

/* One number, and behind it what is no number: the next cell of a spreadsheet, or a title. */
const WITH_TITLE = new RegExp(`^((?:${KINDS})[平昭令]?\\d[\\d\\-/]*(?:号(?:公報)?)?|(?:JP|US|EP|WO)[-A-Z]*\\d[\\d\\-/]{4,}[A-Z]?\\d?)[\\s:：「『]+(?=\\D)(?!.*\\d{5})[^。]{1,80}$`, "u");

function withoutTitle(line) {
	const [first, ...cells] = line.split("\t").map((x) => x.trim());
	const number = joined(first.normalize("NFKC"));

	if (cells.length > 0 && NUMBER.test(number) && /\d{3}/.test(number) && !cells.some((x) => NUMBER.test(x) && /\d{5}/.test(x))) return number;
	return joined(line.normalize("NFKC")).match(WITH_TITLE)?.[1] ?? line;
}

/* The numbers that `text` consists of, each once, with or without titles behind them; none if it is
 * a text. */
export function numbersIn(text) {
	const words = text.trim().split(/\s+(?=https?:)|\s*\n\s*/).map((line) => withoutTitle(fromAddress(line.trim())))
		.flatMap((line) => joined(line.normalize("NFKC")).split(/[\s,、，;；]+/)).map((x) => x.replace(/(?:号公報|公報|号)$/u, "")).filter((x) => x);

	if (words.length === 0 || words.length > MOST) return [];
	if (!words.every((x) => NUMBER.test(x) && /\d/.test(x) && !/^\d{1,3}$/.test(x))) return [];
	return [...new Set(words)];
}

/* The numbers of a file: one a line, or the column of a table that holds them. */
export function numbersOfRows(rows) {
	const names = ["document", "id", "query", "公開番号", "公報番号", "特許番号", "出願番号", "number", "番号"];
	const key = names.find((n) => rows.some((r) => r?.[n]));

	return [...new Set(rows.map((r) => String(r?.[key] ?? "").trim()).filter((x) => x))].slice(0, MOST);
}

/* The number as Espacenet and Google Patents spell it, "" if it is none that they have. */
export function worldNumber(id) {
	const era = { 平: "H", 昭: "S", 令: "R" };
	const codes = { 特開: "A", 特表: "A", 特公: "B2", 特許: "B2", 実開: "U", 実登: "U", 実公: "Y2" };
	const jp = id.match(/^(特開|特表|特公|特許|実開|実登|実公)([平昭令]?)(\d+)(?:-(\d+))?$/);
	const plain = id.replace(/^(US)0*(\d+)-\d{8}$/, "$1$2").replace(/[\s\-/]/g, "");

	if (jp) return `JP${era[jp[2]] ?? ""}${jp[3]}${jp[4] ?? ""}${codes[jp[1]]}`;
	if (/^再表/.test(id)) return `WO${plain.slice(2)}A1`;
	return /^[A-Z]{2}\d{4,}[A-Z0-9]*$/.test(plain) ? plain : "";
}

/* The permanent address of J-PlatPat, "" of what it does not have.  c1801 goes by the number alone;
 * c1800, which records hold, has a key behind it and without that opens the top page. */
function platpat(id) {
	const jp = id.match(/^(特開|特表|特公|特許|再表|実開|実公|実登)([平昭令]?)(\d+)(?:[-/](\d+))?$/);
	const era = { 平: "H", 昭: "S", 令: "R" };

	return jp ? `https://www.j-platpat.inpit.go.jp/c1801/PU/JP-${era[jp[2]] ?? ""}${jp[3]}${jp[4] ? `-${jp[4]}` : ""}/${OF_GAZETTE[jp[1]]}/ja` : "";
}

/* Where the original of { id, url } is: the address that its record holds, that of J-PlatPat by the
 * number, else Espacenet; "" if the number is none of theirs. */
export function originalOf(x) {
	if (/^https?:/i.test(x.url ?? "")) return x.url;
	const number = worldNumber(x.id);

	return platpat(x.id) || (number && `https://worldwide.espacenet.com/patent/search?q=pn%3D${number}`);
}
