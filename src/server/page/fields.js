/* fields.js - the 35 fields as the page draws them. */

/* 1..5: sectors in the order of their first field; the number of a colour. */
export function sectorOf(fields, number) {
	const names = [...new Set(fields.map((f) => f.sector))];

	return number ? names.indexOf(fields[number - 1].sector) + 1 : 0;
}

export const sectorNames = (fields) => [...new Set(fields.map((f) => f.sector))];

/* From the nearest of the own fields, 0 (always together) .. 1 (never). */
export function distanceFrom(fields, own, number) {
	return own.length ? Math.min(...own.map((f) => fields[number - 1].distance[f - 1])) : 1;
}

/* How much speaks for an idea: what its evidence shares with the query, in the view that
 * counts for each kind. */
export function evidenceStrength(idea) {
	const sum = (list, key) => list.reduce((n, e) => n + Math.max(0, e[key]), 0);

	return sum(idea.needs, "problem") + sum(idea.precedents, "means");
}
