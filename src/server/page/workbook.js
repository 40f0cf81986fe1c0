/* workbook.js - an Excel workbook (.xlsx) as CSV, read as the command reads it: the first visible sheet
 * that has a row, and those behind it with the same columns; shared and inline strings without their
 * furigana, cached values of formulas, numbers of at most 15 digits; formulas and links are not
 * looked at.  What is no workbook, or is larger unpacked than a browser should hold, is an empty
 * text: a file without rows. */

const PART = 64 << 20;   // bytes of one part unpacked
const CELLS = 2000000;   // cells of a sheet
const COLUMNS = 1024;
const SHEETS = 1000;
const GAP = 1000;        // empty rows between two rows

/* Parts of the archive by their names in small letters; null: it is no archive. */
function partsOf(bytes) {
	const view = new DataView(bytes.buffer), parts = new Map();
	let end = bytes.length - 22;

	while (end >= 0 && end >= bytes.length - 22 - 65535 && view.getUint32(end, true) !== 0x06054b50) end--;
	if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return null;
	let at = view.getUint32(end + 16, true);
	for (let left = view.getUint16(end + 10, true); left > 0; left--) {
		if (view.getUint32(at, true) !== 0x02014b50) return null;
		const name = view.getUint16(at + 28, true), local = view.getUint32(at + 42, true);
		const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
		parts.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)).toLowerCase(), {
			packed: bytes.subarray(start, start + view.getUint32(at + 20, true)), stored: view.getUint16(at + 10, true) === 0 });
		at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return parts;
}

/* The elements of a part; its sizes in the archive are not believed, so that unpacking stops at PART. */
async function xmlOf(part) {
	const source = new Blob([part.packed]).stream();
	const reader = (part.stored ? source : source.pipeThrough(new DecompressionStream("deflate-raw"))).getReader();
	const pieces = [];
	let n = 0;

	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		n += value.length;
		if (n > PART) {
			await reader.cancel();
			throw new RangeError("a part is too large");
		}
		pieces.push(value);
	}
	const text = await new Blob(pieces).text();
	if (text.includes("<!DOCTYPE")) throw new RangeError("a part has a DTD");
	return new DOMParser().parseFromString(text, "application/xml");
}

const all = (node, name) => [...node.getElementsByTagNameNS("*", name)];

/* The text of a string: all its runs, not the furigana above them. */
const stringOf = (node) => all(node, "t").filter((t) => t.parentNode.localName !== "rPh").map((t) => t.textContent).join("")
	.replace(/_x000d_\n?/gi, "\n").replace(/_x([0-9a-f]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

/* The number of a column, from 0: "AB12" is 27. */
const columnOf = (place) => [...place.replace(/[^A-Z]/gi, "").toUpperCase()].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;

function valueOf(cell, strings) {
	const type = cell.getAttribute("t"), v = all(cell, "v")[0]?.textContent ?? "";

	if (type === "inlineStr") return stringOf(cell);
	if (type === "s") return strings[Number(v)] ?? "";
	if (type === "e") return "";
	if (type === "str" || type === "b" || type === "d") return v;
	return v.trim() && Number.isFinite(Number(v)) ? String(Number(Number(v).toPrecision(15))) : v;
}

/* The paths of the sheets that are not hidden. */
async function sheetPaths(parts) {
	const book = await xmlOf(parts.get("xl/workbook.xml"));
	const links = all(await xmlOf(parts.get("xl/_rels/workbook.xml.rels")), "Relationship");

	return all(book, "sheet").filter((s) => !/hidden/i.test(s.getAttribute("state") ?? "")).slice(0, SHEETS).map((s) => {
		const id = [...s.attributes].find((a) => a.localName === "id" && a.prefix)?.value;
		const target = links.find((r) => r.getAttribute("Id") === id).getAttribute("Target").replace(/^\.\//, "");
		return (target.startsWith("/") ? target.slice(1) : `xl/${target}`).toLowerCase();
	});
}

/* The rows of a sheet, empty ones too; limit.cells: how many cells may still come. */
function rowsOfSheet(sheet, strings, limit) {
	const rows = [];

	for (const row of all(sheet, "row")) {
		const cells = [], at = Number(row.getAttribute("r")) - 1;
		for (let gap = 0; rows.length < at && gap < GAP && limit.cells > 0; gap++, limit.cells--) rows.push([]); /* rows keep their numbers */
		for (const cell of all(row, "c")) {
			const place = cell.getAttribute("r"), column = place ? columnOf(place) : cells.length;
			if (--limit.cells < 0 || column < 0 || column >= COLUMNS) throw new RangeError("too many cells");
			cells[column] = valueOf(cell, strings);
		}
		rows.push(Array.from(cells, (x = "") => x));
	}
	return rows;
}

const isFilled = (cells) => cells.some((x) => x !== "");

/* Where each column of the first header stands in another; null: it has other columns. */
function placesOf(first, header) {
	const left = header.map((name) => name.trim());
	const places = first.map((name) => {
		const at = left.indexOf(name.trim());
		if (at >= 0) left[at] = null;
		return at;
	});

	return first.length === header.length && !places.includes(-1) ? places : null;
}

async function csvOf(parts) {
	const shared = parts.get("xl/sharedstrings.xml");
	const strings = shared ? all(await xmlOf(shared), "si").map(stringOf) : [];
	const quoted = (text = "") => /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
	const limit = { cells: CELLS };
	let rows = [];

	for (const path of await sheetPaths(parts)) {
		const found = rowsOfSheet(await xmlOf(parts.get(path)), strings, limit);
		const at = found.findIndex(isFilled), header = found[at], more = found.slice(at + 1);
		const places = header && rows.length > 0 ? placesOf(rows.find(isFilled), header) : null;
		if (header && rows.length === 0) rows = found;
		else if (places) rows.push(...more.map((row) => places.map((at) => row[at])));
	}
	return rows.map((row) => row.map(quoted).join(",")).join("\n");
}

export const isWorkbook = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

export async function textOfWorkbook(bytes) {
	try {
		const parts = partsOf(bytes);
		return parts ? await csvOf(parts) : "";
	} catch (e) {
		if (e instanceof RangeError || e instanceof TypeError) return "";
		throw e;
	}
}
