/* labels.js - names beside the circles of the map, none over another.
 *
 * Greedy, best idea first: each name tries places around its circle, near ones before far
 * ones, and takes the first that is free of circles, of names already placed, and inside
 * the frame.  The best ideas may stand farther off, with a line; a name without a place is
 * hidden until its circle is looked at.  8 names, 40 places: well under a millisecond. */

const AROUND = [0, Math.PI, -Math.PI / 2, Math.PI / 2, -Math.PI / 4, Math.PI / 4, -3 * Math.PI / 4, 3 * Math.PI / 4,
	-Math.PI / 6, Math.PI / 6, -5 * Math.PI / 6, 5 * Math.PI / 6];
const STEPS = 4;  /* points of a line that are looked at */
const ALWAYS = 8; /* ideas whose names are shown wherever there is any room */

/* Full-width letters are one em, others about half of one. */
export function widthOf(text, font) {
	let n = 0;

	for (const c of text) n += c.codePointAt(0) > 0x2e7f ? 1 : 0.56;
	return n * font;
}

const apart = (a, b) => a.x1 < b.x0 || b.x1 < a.x0 || a.y1 < b.y0 || b.y1 < a.y0;

function touches(box, c) {
	const dx = Math.max(box.x0 - c.x, 0, c.x - box.x1), dy = Math.max(box.y0 - c.y, 0, c.y - box.y1);

	return dx * dx + dy * dy < (c.r + 5) ** 2;
}

/* The box of a name at an angle and a gap from its circle. */
function candidate(c, angle, gap, wide, font) {
	const reach = c.r + 6 + gap;
	const x = c.x + reach * Math.cos(angle), y = c.y + (reach + (Math.abs(Math.sin(angle)) > 0.9 ? font * 0.5 : 0)) * Math.sin(angle);
	const side = Math.cos(angle);
	const x0 = side > 0.3 ? x : side < -0.3 ? x - wide : x - wide / 2;

	return { x, y, x0, x1: x0 + wide, y0: y - font * 0.6, y1: y + font * 0.6, anchor: side > 0.3 ? "start" : side < -0.3 ? "end" : "middle" };
}

/* The line to a name that stands off, as points a few pixels apart; none for a near one. */
function leader(c, at, gap) {
	const angle = Math.atan2(at.y - c.y, at.x - c.x);
	const from = c.r + 5, to = Math.hypot(at.y - c.y, at.x - c.x);

	if (gap < 10) return [];
	return Array.from({ length: STEPS + 1 }, (_, i) => {
		const r = from + ((to - from) * i) / STEPS;
		return { x: c.x + r * Math.cos(angle), y: c.y + r * Math.sin(angle) };
	});
}

const dot = (p, r) => ({ x0: p.x - r, x1: p.x + r, y0: p.y - r, y1: p.y + r });
const point = (p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`;

/* One { rank, text, x, y, anchor, line, hidden } for each circle. */
export function placeLabels(circles, f, origin) {
	const taken = [{ x0: origin.x - 26, x1: origin.x + 26, y0: origin.y - 14, y1: origin.y + 36 }];

	return circles.map((c, i) => {
		const wide = widthOf(c.label, f.font);
		const inside = (b) => b.x0 >= f.left && b.x1 <= f.width - 2 && b.y0 >= f.top - 10 && b.y1 <= f.height - f.bottom - 1;
		const clear = (b, own) => taken.every((t) => apart(b, t)) && circles.every((o) => o === own || !touches(b, o));
		const free = (b) => inside(b) && clear(b, null);
		for (const gap of i < ALWAYS ? [0, 6, 14, 24, 36] : [0, 6, 14, 22]) {
			for (const angle of AROUND) {
				const b = candidate(c, angle, gap, wide, f.font);
				const line = leader(c, b, gap);
				if (!free(b) || !line.every((p) => clear(dot(p, 1), c))) continue;
				taken.push({ x0: b.x0 - 5, x1: b.x1 + 5, y0: b.y0, y1: b.y1 }, ...line.map((p) => dot(p, 2)));
				return { rank: c.idea.rank, text: c.label, x: b.x, y: b.y, anchor: b.anchor, hidden: false,
					line: line.length ? `M${point(line[0])}L${point(line.at(-1))}` : null };
			}
		}
		const above = candidate(c, -Math.PI / 2, 0, wide, f.font);
		return { rank: c.idea.rank, text: c.label, x: above.x, y: above.y, anchor: "middle", line: null, hidden: true };
	});
}
