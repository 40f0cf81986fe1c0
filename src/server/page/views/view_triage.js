/* view_triage.js - forty candidates, a line each, to be graded by the keyboard.
 *
 * KEYS    3 2 1 0 grade and go on to the next, up and down move, Enter opens the document
 *         beside the list.
 * ORDER   After a grade the rest is ranked anew by the server.  What stands above the
 *         present line, and the line itself, stay where they are: nobody loses the place
 *         they read at.  What is graded goes to the list below. */

import { ask, once } from "./api.js";
import { forTriage, TO_TRIAGE } from "./asking.js";
import { aspectName, documentLink, flat, judgedBy, nameOf, noteField, numberBeside, stateOf, toKeep } from "./card.js";
import { download, h, quotation, redraw, replace, settled } from "./dom.js";
import { textOf } from "./encodings.js";
import { exportMenu } from "./exporting.js";
import { nothing } from "./filterbar.js";
import { grade, gradeButtons, gradedBar, gradeOf, tellImported } from "./grading.js";
import * as keeping from "./keeping.js";
import { modelBar } from "./model.js";
import { openPanel } from "./panel.js";
import { head, questionBar } from "./view_ideas.js";

const RANK_AFTER = 350; /* ms without a grade */
const FILES = ".jsonl,.ndjson,.json,.xlsx,.csv,.tsv,.txt";

export async function viewTriage(page) {
	const w = page.words, s = page.state;

	if (!s.id && !s.text) {
		page.go({ view: "start" }, { replace: true });
		return;
	}
	if (!page.main.querySelector(".answer.of-triage")) replace(page.main, h("p", { class: "loading", role: "status" }, w.loading));
	else page.main.querySelector(".answer").classList.add("waiting");
	const [answer, { fields }] = await Promise.all([ask("candidates", forTriage(s, page.lang), page.signal), once("fields", page.lang)]);

	if (answer.id && answer.id !== s.id) {
		page.go({ id: answer.id }, { replace: true });
		return;
	}
	draw(page, { ...answer, candidates: answer.candidates.map(flat) }, fields);
}

function draw(page, answer, fields) {
	const w = page.words;
	const above = [head(page, answer), questionBar(page, answer, fields), modelBar(page)];

	if (answer.candidates.length === 0) {
		redraw(page.main, h("div", { class: "answer of-triage" }, above, nothing(page, answer, w.noCandidates)));
		page.say(w.noCandidates);
		return;
	}
	const list = triageList(page, answer);
	redraw(page.main, h("div", { class: "answer of-triage" }, above, h("section", { class: "triage", "aria-labelledby": "triage-name" },
		h("div", { class: "row spread" }, h("h2", { id: "triage-name" }, w.triageTitle),
			h("p", { class: "row" }, fileButtons(page, answer), exportMenu(page, "candidates", forTriage(page.state, page.lang)))),
		h("p", { class: "muted small" }, w.triageLead, " ", h("span", { class: "keys" }, w.triageKeys, w.triageUndo)),
		h("ul", { class: "grade-legend small" }, [3, 2, 1, 0].map((g) => h("li", {}, h("kbd", {}, String(g)), " ", w.gradeNames[g]))),
		list.node)));
	list.focus();
	page.say(w.triageAnnounce(answer.candidates.length));
}

/* The judged file of this query: out and in. */
function fileButtons(page, answer) {
	const w = page.words;
	const name = (answer.id || "text").replace(/[^\p{L}\p{N}-]+/gu, "_");
	const file = h("input", { type: "file", accept: FILES, class: "visually-hidden", id: "judged-file", tabindex: "-1", "aria-hidden": "true",
		onchange: async (e) => {
			const [chosen] = e.target.files;
			if (!chosen) return;
			const found = keeping.fromFile(await textOf(chosen));
			page.again();
			tellImported(page, found, () => page.again(), found.bad.slice(0, 3).map((x) => w.refused(x.row, x.why, x.what)));
		} });

	return [
		h("button", { type: "button", class: "quiet", id: "import-grades", onclick: () => file.click() }, w.importGrades), file,
		h("button", { type: "button", class: "quiet", id: "export-grades", onclick: () =>
			download(`tensen-judged-${name}-${keeping.today()}.jsonl`, "application/jsonl", keeping.toJsonl(keeping.graded(page.state))) }, w.exportGrades),
	];
}

/* { node, focus() }: the lines that are open, then those that are graded. */
function triageList(page, answer) {
	const w = page.words;
	const isGraded = (c) => gradeOf(page, answer, c) !== null;
	let open = answer.candidates.filter((c) => !isGraded(c)).slice(0, TO_TRIAGE);
	let at = 0; /* of the present line */
	let last = null; /* the last grade by a key: { c, before } */
	const lines = h("ol", { class: "lines", "aria-label": w.triageTitle, onkeydown: press });
	const done = h("div", { class: "done" });
	const foot = h("div", { class: "triage-foot" });
	const rank = settled(rankAnew, RANK_AFTER);

	async function rankAnew() {
		const signal = page.signal;
		try {
			const next = await ask("candidates", forTriage(page.state, page.lang), signal);
			const fixed = open.slice(0, at + 1), known = new Set(fixed.map((c) => c.id));
			const all = next.candidates.map(flat);
			const rest = all.filter((c) => !known.has(c.id) && !isGraded(c));
			if (signal.aborted) return;
			open = [...fixed, ...rest].slice(0, TO_TRIAGE);
			answer.candidates = all;
			paint();
		} catch (e) {
			if (e.name !== "AbortError") page.fail(e, done);
		}
	}

	function graded(c, value) {
		const i = open.indexOf(c);
		if (i >= 0 && isGraded(c)) {
			open = open.filter((x) => x !== c);
			if (i < at) at--;
		} else if (i < 0 && !isGraded(c)) open = [...open, c];
		at = Math.max(0, Math.min(at, open.length - 1));
		paint();
		if (isGraded(c)) page.say(w.gradedAnnounce(c.title, value));
		rank();
	}

	function gradeAs(c, value) {
		last = { c, before: keeping.find(toKeep(page, answer, c)) };
		grade(page, answer, c, value);
		graded(c, value);
	}

	/* The last grade; its line is the present one again. */
	function takeBack() {
		const { c, before } = last;

		keeping.keep({ ...toKeep(page, answer, c), grade: before?.grade ?? null });
		last = null;
		open = [...open.slice(0, at), c, ...open.slice(at).filter((x) => x !== c)];
		paint();
		rank();
	}

	/* The document that is read beside the list; the next one is opened. */
	page.gradeBeside = (id, value) => {
		const c = open.find((x) => x.id === id);
		if (!c) return;
		at = open.indexOf(c);
		gradeAs(c, value);
		if (open[at]) openPanel(page, open[at].id, open[at].marks);
	};

	function press(e) {
		if (e.ctrlKey || e.metaKey || e.altKey) return;
		const c = open[at];
		if (/^[0-3]$/.test(e.key) && c) gradeAs(c, Number(e.key));
		else if (e.key === "u" && last) takeBack();
		else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
			at = Math.max(0, Math.min(open.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)));
			present();
		} else if (e.key === "Home" || e.key === "End") {
			at = e.key === "Home" ? 0 : open.length - 1;
			present();
		} else if (e.key === "Enter" && e.target.matches(".line")) {
			lines.children[at].querySelector("a").click();
		} else return;
		e.preventDefault();
	}

	/* The present line has the focus; the buttons of the others are no stops of Tab. */
	function present(focus = true) {
		[...lines.children].forEach((node, i) => {
			node.classList.toggle("present", i === at);
			node.setAttribute("tabindex", i === at ? "0" : "-1");
			for (const b of node.querySelectorAll("a, button")) b.setAttribute("tabindex", i === at ? "0" : "-1");
		});
		if (!focus) return;
		lines.children[at]?.focus({ preventScroll: true });
		lines.children[at]?.scrollIntoView({ block: "nearest" });
	}

	function paint() {
		const had = lines.contains(document.activeElement) || document.activeElement === document.body;
		const judged = keeping.graded(page.state).sort((a, b) => b.grade - a.grade);
		const good = judged.filter((x) => x.grade >= 2).length;

		replace(lines, open.map((c, i) => line(page, answer, c, (g) => { at = i; graded(c, g); })));
		redraw(done, judged.length > 0 && [h("h3", {}, w.gradedTitle(judged.length)), h("ul", { class: "lines graded" }, judged.map((x) => gradedLine(page, answer, x, graded)))]);
		replace(foot, h("p", { class: "progress", role: "status" }, w.triageProgress(judged.length, good)),
			good > 0 && h("a", { class: "button primary", id: "to-ideas", href: page.href({ view: "ideas" }), onclick: page.follow }, w.toIdeas(good)),
			gradedBar(page));
		present(had);
	}

	/* At first the beginning of the page is seen; the reason that one came to write is where one writes. */
	function begin() {
		const reason = page.state.sel && done.querySelector(`[name="${CSS.escape(`reason-${page.state.sel}`)}"]`);
		if (!reason) {
			lines.children[at]?.focus({ preventScroll: true });
			return;
		}
		reason.focus({ preventScroll: true });
		reason.scrollIntoView({ block: "center" });
	}

	paint();
	return { node: [foot, open.length > 0 ? lines : h("p", { class: "muted" }, w.triageAll), done], focus: begin };
}

function line(page, asked, c, after) {
	const w = page.words;

	return h("li", { class: "line", "data-id": c.id, "aria-label": `${c.title}. ${w.aspectKinds[c.aspect.kind]}` },
		gradeButtons(page, asked, c, { after, tabindex: "-1" }),
		h("div", { class: "line-what" },
			h("p", { class: "line-title" }, documentLink(page, c, c.marks, nameOf(page, c)), " ",
				numberBeside(page, c), " ", c.subclass && h("span", { class: "muted small" }, c.subclass_name || c.subclass)),
			c.title_only ? h("p", { class: "muted small line-sentence" }, w.onlyTitle)
				: quotation(page, "p", { class: "line-sentence small" }, c.sentence, c.marks),
			c.judgement && judgedBy(page, c.judgement)),
		h("div", { class: "line-why small" },
			h("p", { class: "aspect-met" }, aspectName(page, c.aspect)),
			h("p", {}, c.shelf !== "new" && h("span", { class: "tag" }, w.shelves[c.shelf]), " ", stateOf(page, c))));
}

/* A line that was graded: the grade can be changed or taken back. */
function gradedLine(page, asked, entry, graded) {
	const c = asked.candidates.find((x) => x.id === entry.document) ??
		{ id: entry.document, title: entry.title ?? "", application: entry.application, shelf: entry.kind, aspect: { kind: "given", text: "" } };

	return h("li", { class: "line", "data-id": c.id },
		gradeButtons(page, asked, c, { after: (g) => graded(c, g) }),
		h("div", { class: "line-what" }, h("p", { class: "line-title" }, documentLink(page, c, c.marks ?? [], nameOf(page, c)), " ",
			numberBeside(page, c))),
		noteField(page, entry));
}
