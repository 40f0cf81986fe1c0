/* encodings.js - the bytes of files that Excel reads and writes: UTF-8 with a byte order mark,
 * UTF-16, CP932 (Shift_JIS), which a browser reads but does not write, and workbooks. */

import { isWorkbook, textOfWorkbook } from "./workbook.js";

/* The text of a file, whatever it is written in. */
export async function textOf(file) {
	const bytes = new Uint8Array(await file.arrayBuffer());
	const decoded = (name, options) => new TextDecoder(name, options).decode(bytes);

	if (isWorkbook(bytes)) return textOfWorkbook(bytes);
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded("utf-16le");
	try {
		return decoded("utf-8", { fatal: true });
	} catch {
		return decoded("shift_jis");
	}
}

let codes = null;

/* Every character of CP932 with its bytes, found by reading all of them. */
function codesOfCp932() {
	const of = new Map(), reader = new TextDecoder("shift_jis");
	const add = (...bytes) => {
		const c = reader.decode(new Uint8Array(bytes));
		if ([...c].length === 1 && c !== "\ufffd" && !of.has(c)) of.set(c, bytes);
	};

	for (let a = 0; a < 0x80; a++) add(a);
	for (let a = 0xa1; a < 0xe0; a++) add(a);
	for (let a = 0x81; a < 0xfd; a++) if (a < 0xa0 || a >= 0xe0) for (let b = 0x40; b < 0xfd; b++) if (b !== 0x7f) add(a, b);
	return of;
}

const ALIKE = { "\u2212": "\uff0d", "\u301c": "\uff5e", "\u2014": "\u2015", "\u2016": "\u2225", "\u00a0": " ", "\u2011": "-", "\u2013": "-", "\u2019": "'", "\u2018": "'" };

/* { bytes, lost }: of a character that CP932 lacks stands a geta (〓); lost: those characters. */
export function toCp932(text) {
	codes ??= codesOfCp932();
	const lost = new Set(), out = [];

	for (const c of text.normalize("NFC").replace(/^\ufeff/, "")) {
		const code = codes.get(c) ?? codes.get(ALIKE[c]);
		if (!code) lost.add(c);
		out.push(...(code ?? codes.get("〓")));
	}
	return { bytes: new Uint8Array(out), lost: [...lost] };
}
