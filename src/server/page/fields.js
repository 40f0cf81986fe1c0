/* fields.js - the 35 fields as the page draws them. */

/* 1..5: sectors in the order of their first field; the number of a colour; 0 without a field. */
export function sectorOf(fields, number) {
	const names = [...new Set(fields.map((f) => f.sector))];

	return number ? names.indexOf(fields[number - 1].sector) + 1 : 0;
}
