/* table.js - the rows of a file that a person brings: JSONL, or CSV or TSV with a header.
 *
 * A row is an object; a line of JSONL that is none is null.  Names of columns are those of
 * the judged file, in either language. */

const NAMES = {
	"問い合わせ": "query", "元の特許": "query", "元の特許の名称": "query_title", qid: "query", "文献番号": "document", "評点": "grade", "評価": "grade", "区分": "kind", "用途": "application", "転用先": "application", "評価者": "by",
	"評価日": "date", "名称": "title", "問い合わせの名称": "query_title", "転用の理由": "statement", "用途仮説": "statement", "メモ": "note", "文章": "text", "検討リスト": "kept", "候補": "kept",
	"元の特許の該当箇所": "quote_query", "文献の該当箇所": "quote_document", "反論": "objection", "確かさ": "confidence", "評価の内容": "confidence", "相談先": "applicants", "リンク": "url", "状態": "status", state: "status",
	"query title": "query_title", transfer: "statement", "use hypothesis": "statement", applicants: "applicants", shortlist: "kept",
};
const KINDS = { N: "new", P: "precedent", F: "family", "新しい用途": "new", "先例のある用途": "precedent", "同じ製品系列": "family", "自社製品系列": "family", "new use": "new",
	"own family": "family", "own product family": "family", "use with a precedent": "precedent", "区分の記載なし": "", "kind not given": "", unsaid: "" };

/* The kind of a cell or of a record, in the word of the judged file. */
export const kindOf = (text) => KINDS[text] ?? KINDS[String(text).toLowerCase()] ?? text;

/* Cells of CSV: quoted ones may hold the separator, line ends and doubled quotes. */
function cells(text, separator) {
	const rows = [];
	let row = [], cell = "", quoted = false;

	for (let i = 0; i < text.length; i++) {
		const c = text[i];
		if (quoted) {
			if (c !== '"') cell += c;
			else if (text[i + 1] === '"') cell += text[++i];
			else quoted = false;
		} else if (c === '"' && cell === "") quoted = true;
		else if (c === separator || c === "\n") {
			row.push(cell.replace(/\r$/, ""));
			cell = "";
			if (c === "\n") rows.push(row), row = [];
		} else cell += c;
	}
	if (cell || row.length) rows.push([...row, cell.replace(/\r$/, "")]);
	return rows;
}

function object(line) {
	try {
		const x = JSON.parse(line);
		return x.judgement ? { ...x, ...x.judgement } : x;
	} catch {
		return null;
	}
}

const isRow = ([cells]) => cells.some((x) => x.trim());

/* [row, number]: numbers count from 1 with the header, as a spreadsheet shows them, and empty rows. */
export function numbered(file) {
	const text = file.replace(/^\ufeff/, "");

	if (/^\s*\{/.test(text)) return text.split(/\r?\n/).map((line, i) => [line, i + 1]).filter(([line]) => line.trim()).map(([line, i]) => [object(line), i]);
	const first = text.slice(0, text.indexOf("\n") + 1 || text.length);
	const [[names] = [[]], ...rows] = cells(text, first.includes("\t") ? "\t" : ",").map((x, i) => [x, i + 1]).filter(isRow);
	const keys = names.map((n) => NAMES[n.normalize("NFKC").trim()] ?? n.trim());
	return rows.map(([r, number]) => [Object.fromEntries(keys.map((k, i) => [k, (r[i] ?? "").replace(/^'(?=[=+\-@])/, "")])), number]);
}

export const rowsOf = (file) => numbered(file).map(([x]) => x);

/* CSV for Excel: UTF-8 with a byte order mark; what a spreadsheet would take for a formula
 * gets an apostrophe. */
export function toCsv(names, rows) {
	const cell = (v) => {
		const text = String(v);
		const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
		return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
	};

	return `\ufeff${[names, ...rows].map((r) => r.map(cell).join(",")).join("\r\n")}\r\n`;
}
