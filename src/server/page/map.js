/* map.js - the map of ideas.
 *
 * WHAT    Across: how far the field of an idea is from the query's own, by rank; up: its
 *         confidence; area of a circle: how many documents speak for it; a ring: others do
 *         it already (precedent); number: rank; colour: sector.  A line joins the query
 *         with the idea that is looked at.
 * WHY     Distance is drawn by rank because most fields are nearly as far as can be: on
 *         the scale of the distance itself half of the circles would lie on one another.
 * KEYS    The map is one stop of Tab; arrows go to the nearest circle in their direction,
 *         Home to the best, Enter and Space select.
 * SEE     labels.js, which places the names. */

import { h, replace, svg } from "./dom.js";
import { sectorNames, sectorOf } from "./fields.js";
import { placeLabels } from "./labels.js";

const ROUNDS = 80; /* of moving circles apart */
const GAP = 7;     /* between two circles: room for both rings */

/* Sizes by the room there is. */
function frame(width) {
	const narrow = width < 520;

	return {
		width, narrow,
		height: Math.round(Math.min(Math.max(width * (narrow ? 1.05 : 0.74), 340), 640)),
		left: narrow ? 30 : 40, right: narrow ? 12 : 22, top: 26, bottom: narrow ? 44 : 48,
		origin: narrow ? 26 : 62, /* room for the point of the query at the left */
		rMax: narrow ? 15 : 25, rMin: narrow ? 5 : 6,
		font: narrow ? 10.5 : 12,
	};
}

const NAME = 11; /* letters of an application that are shown */
const documents = (idea) => 1 + idea.others.length;
const short = (name) => (name.length > NAME ? `${name.slice(0, NAME)}…` : name);

/* Circles in pixels, best idea first. */
function circles(f, ideas, fields) {
	const sure = ideas.map((x) => x.confidence.share);
	const low = Math.max(0, Math.floor((Math.min(...sure) - 0.02) * 20) / 20);
	const high = Math.min(1, Math.ceil((Math.max(...sure) + 0.02) * 20) / 20);
	const most = Math.max(...ideas.map(documents));
	const x0 = f.left + f.origin + f.rMax, x1 = f.width - f.right - f.rMax;
	const y0 = f.height - f.bottom - f.rMax * 0.8, y1 = f.top + f.rMax * 0.9;
	const order = ideas.map((x, i) => [x.distance, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i);
	const place = [];
	const y = (share) => y0 + ((share - low) / (high - low || 1)) * (y1 - y0);

	order.forEach((i, k) => { place[i] = ideas.length > 1 ? k / (ideas.length - 1) : 0.5; });
	const all = ideas.map((idea, i) => ({
		idea, x: x0 + place[i] * (x1 - x0), y: y(idea.confidence.share),
		r: Math.max(f.rMin, f.rMax * Math.sqrt(documents(idea) / most)),
		sector: sectorOf(fields, idea.field), label: short(idea.application),
	}));
	moveApart(all, x0, x1);
	return { y, low, high, all };
}

/* Circles that lie on one another are moved apart sideways, each no farther than it must:
 * distance is a rank here, confidence is a measure and stays. */
function moveApart(all, x0, x1) {
	const home = all.map((c) => c.x);

	for (let round = 0; round < ROUNDS; round++) {
		all.forEach((a, i) => all.slice(i + 1).forEach((b, k) => {
			const need = a.r + b.r + GAP, dy = a.y - b.y;
			if (Math.abs(dy) >= need) return;
			const lacks = Math.sqrt(need * need - dy * dy) - Math.abs(a.x - b.x);
			if (lacks <= 0) return;
			const leftFirst = a.x < b.x || (a.x === b.x && home[i] <= home[i + 1 + k]) ? 1 : -1;
			a.x -= leftFirst * lacks * 0.3;
			b.x += leftFirst * lacks * 0.3;
		}));
		all.forEach((c, i) => { c.x = Math.min(x1, Math.max(x0, c.x + (home[i] - c.x) * 0.03)); });
	}
}

function axes(f, scale, w) {
	const right = f.width - f.right, bottom = f.height - f.bottom;
	const lines = [];

	const step = scale.high - scale.low > 0.4 ? 0.1 : 0.05;
	for (let v = Math.ceil(scale.low / step - 1e-9) * step; v <= scale.high + 1e-9; v += step)
		lines.push(svg("line", { class: "grid", x1: f.left, x2: right, y1: scale.y(v), y2: scale.y(v) }),
			svg("text", { class: "tick", x: f.left - 6, y: scale.y(v) + 3.5, "text-anchor": "end" }, `${Math.round(100 * v)}%`));
	return svg("g", { "aria-hidden": "true" }, lines,
		svg("line", { class: "axis", x1: f.left, x2: right, y1: bottom, y2: bottom }),
		svg("path", { class: "axis", d: `M${right - 6} ${bottom - 4}l6 4-6 4`, fill: "none" }),
		svg("text", { class: "axis-name", x: f.left - 24, y: 14 }, `${w.mapY} ↑`),
		svg("text", { class: "tick", x: f.left + f.origin, y: bottom + 17 }, w.mapNear),
		svg("text", { class: "tick", x: right, y: bottom + 17, "text-anchor": "end" }, w.mapFar),
		svg("text", { class: "axis-name", x: (f.left + f.origin + right) / 2, y: bottom + (f.narrow ? 33 : 34), "text-anchor": "middle" }, `${w.mapX} →`),
		svg("text", { class: "region", x: right - 2, y: f.top + 2, "text-anchor": "end" }, w.mapBold));
}

/* Where all lines begin: the point that stands for the query. */
function origin(f, w) {
	const x = f.left + (f.narrow ? 12 : 30), y = Math.round((f.top + f.height - f.bottom) / 2);

	return { x, y, node: svg("g", { class: "origin", "aria-hidden": "true" },
		svg("circle", { cx: x, cy: y, r: f.narrow ? 5 : 6.5 }),
		svg("circle", { class: "halo", cx: x, cy: y, r: f.narrow ? 9 : 12 }),
		!f.narrow && svg("text", { x, y: y + 28, "text-anchor": "middle" }, w.mapOrigin)) };
}

const curve = (from, c) => {
	const mx = from.x + (c.x - from.x) * 0.5;

	return `M${from.x} ${from.y}C${mx} ${from.y} ${mx} ${c.y} ${c.x} ${c.y}`;
};

function circleNode(c, f, w) {
	return svg("g", {
		class: `bubble s${c.sector}`, transform: `translate(${c.x.toFixed(1)} ${c.y.toFixed(1)})`,
		role: "button", tabindex: "-1", "data-rank": c.idea.rank,
		"aria-label": w.mapLabel(c.idea.rank, c.idea.application, Math.round(100 * c.idea.confidence.share)),
	},
		svg("circle", { class: "focus-ring", r: c.r + 7 }),
		svg("circle", { class: "disc", r: c.r }),
		c.idea.shelf === "precedent" && svg("circle", { class: "ring", r: c.r + 3.5 }),
		c.r >= 9 && svg("text", { class: "rank", y: 4, "text-anchor": "middle" }, String(c.idea.rank)));
}

function labelNodes(list, f) {
	return list.map((l) => svg("g", { class: `label${l.hidden ? " hidden" : ""}`, "data-rank": l.rank, "aria-hidden": "true" },
		l.line && svg("path", { class: "leader", d: l.line }),
		svg("text", { x: l.x, y: l.y + f.font * 0.36, "text-anchor": l.anchor, "font-size": f.font }, l.text)));
}

/* What hovering and focus explain. */
function panelOf(c, w) {
	const x = c.idea;

	return [
		h("p", { class: `panel-head s${c.sector}` }, h("span", { class: "rank" }, String(x.rank)), h("strong", {}, x.application)),
		h("p", { class: "panel-sub" }, w.shelves[x.shelf], " / ", w.confidence, " ", w.bands[x.confidence.band], " ", w.percent(Math.round(100 * x.confidence.share))),
		h("p", { class: "panel-sub" }, x.field_name, x.subclass && ` ${x.subclass} ${x.subclass_name}`),
		h("p", { class: "panel-quote" }, x.lead.title || x.lead.id),
	];
}

/* The nearest circle in the direction of an arrow: along it more than across. */
function neighbour(all, from, key) {
	const [dx, dy] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
	let best = null, least = Infinity;

	for (const c of all) {
		const along = (c.x - from.x) * dx + (c.y - from.y) * dy;
		const across = Math.abs((c.x - from.x) * dy) + Math.abs((c.y - from.y) * dx);
		if (c === from || along <= 0.5 || along + 2 * across >= least) continue;
		least = along + 2 * across;
		best = c;
	}
	return best;
}

/* { node, draw(ideas, selected), look(rank or 0) }; onselect(rank), onlook(rank or 0). */
export function fieldMap(page, { fields, onselect, onlook }) {
	const w = page.words;
	const picture = svg("svg", { class: "map", role: "group", "aria-label": w.mapTitle, "aria-describedby": "map-help" });
	const panel = h("div", { class: "panel", hidden: true });
	const stage = h("div", { class: "stage" }, picture, panel);
	const legend = h("ul", { class: "legend" }, sectorNames(fields).map((name, i) => h("li", { class: `s${i + 1}`,
		onpointerenter: () => picture.setAttribute("data-sector", i + 1), onpointerleave: () => picture.removeAttribute("data-sector") }, name)));
	let now = null; /* { f, all, origin, lines } of what is drawn */
	let ideas = [], selected = 0, looked = 0, focused = 0;

	const find = (rank) => now?.all.find((c) => c.idea.rank === rank);
	const nodeOf = (rank) => picture.querySelector(`.bubble[data-rank="${rank}"]`);

	function drawLines() {
		const shown = new Set([...now.all.slice(0, 3), find(selected), find(looked)].filter(Boolean));

		replace(now.lines, [...shown].map((c) => svg("path", {
			class: `line s${c.sector}${c.idea.rank === (looked || selected) ? " strong" : ""}`, d: curve(now.origin, c), pathLength: 1,
		})));
	}

	function showPanel(c) {
		panel.hidden = !c;
		if (!c) return;
		replace(panel, panelOf(c, w));
		if (now.f.narrow) {
			panel.style.removeProperty("left");
			panel.style.removeProperty("top");
			return;
		}
		const wide = panel.offsetWidth, high = panel.offsetHeight;
		const left = c.x + c.r + 16 + wide <= now.f.width ? c.x + c.r + 16 : c.x - c.r - 16 - wide;
		panel.style.left = `${Math.max(0, left)}px`;
		panel.style.top = `${Math.min(Math.max(0, c.y - high / 2), now.f.height - high)}px`;
	}

	function look(rank, told = true) {
		if (rank === looked || !now) return;
		looked = rank;
		for (const node of picture.querySelectorAll(".looked")) node.classList.remove("looked");
		for (const node of picture.querySelectorAll(`[data-rank="${rank}"]`)) node.classList.add("looked");
		picture.classList.toggle("looking", rank > 0);
		drawLines();
		showPanel(told ? find(rank) : null);
		if (told) onlook(rank);
	}

	function tabStop(rank) {
		focused = rank;
		for (const node of picture.querySelectorAll(".bubble")) node.setAttribute("tabindex", node.dataset.rank === String(rank) ? "0" : "-1");
	}

	function press(event) {
		const rank = Number(event.target.closest?.(".bubble")?.dataset.rank);
		let next = null;

		if (!rank) return;
		if (event.key === "Enter" || event.key === " ") {
			event.preventDefault();
			onselect(rank);
			return;
		}
		if (event.key === "Escape") look(0);
		if (event.key === "Home") next = now.all[0];
		if (event.key.startsWith("Arrow")) next = neighbour(now.all, find(rank), event.key);
		if (!next) return;
		event.preventDefault();
		tabStop(next.idea.rank);
		nodeOf(next.idea.rank).focus();
	}

	function paint() {
		const width = Math.floor(stage.clientWidth);
		if (!width || ideas.length === 0) return;
		const f = frame(width);
		const scale = circles(f, ideas, fields);
		const start = origin(f, w);
		const labels = placeLabels(scale.all, f, start);
		/* big circles first, so that small ones are not covered */
		const painted = [...scale.all].sort((a, b) => b.r - a.r);

		now = { f, all: scale.all, origin: start, lines: svg("g", { class: "lines", "aria-hidden": "true" }) };
		picture.setAttribute("viewBox", `0 0 ${f.width} ${f.height}`);
		picture.setAttribute("width", f.width);
		picture.setAttribute("height", f.height);
		replace(picture, axes(f, scale, w), now.lines, start.node, svg("g", { class: "labels" }, labelNodes(labels, f)),
			painted.map((c) => circleNode(c, f, w)));
		tabStop(find(focused) ? focused : find(selected) ? selected : scale.all[0].idea.rank);
		mark();
		drawLines();
	}

	function mark() {
		for (const node of picture.querySelectorAll(".selected")) node.classList.remove("selected");
		for (const node of picture.querySelectorAll(".bubble")) node.setAttribute("aria-pressed", node.dataset.rank === String(selected));
		for (const node of picture.querySelectorAll(`[data-rank="${selected}"]`)) node.classList.add("selected");
	}

	const over = (event) => Number(event.target.closest?.(".bubble, .label")?.dataset.rank) || 0;
	picture.addEventListener("pointerover", (e) => look(over(e)));
	picture.addEventListener("pointerleave", () => look(0));
	picture.addEventListener("focusin", (e) => look(over(e)));
	picture.addEventListener("focusout", (e) => picture.contains(e.relatedTarget) || look(0));
	picture.addEventListener("click", (e) => over(e) && onselect(over(e)));
	picture.addEventListener("keydown", press);

	const watch = new ResizeObserver(() => now?.f.width !== Math.floor(stage.clientWidth) && paint());
	watch.observe(stage);
	return {
		node: h("div", { class: "map-body" }, stage,
			h("p", { class: "visually-hidden", id: "map-help" }, w.mapHelp), legend,
			h("ul", { class: "key" }, h("li", { class: "key-area" }, w.mapArea), h("li", { class: "key-ring" }, w.mapRing), h("li", { class: "key-rank" }, w.mapNumber))),
		draw(list, chosen) {
			ideas = list;
			selected = chosen;
			looked = 0;
			paint();
		},
		select(chosen) {
			selected = chosen;
			if (!now) return;
			mark();
			drawLines();
		},
		look: (rank) => look(rank, false),
		end: () => watch.disconnect(),
	};
}
