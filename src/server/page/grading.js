/* grading.js - the four grades of a document, as buttons; the answer is asked again. */

import { h } from "./dom.js";
import * as keeping from "./keeping.js";
import { toKeep } from "./card.js";

export const GRADES = [3, 2, 1, 0];

export const gradeOf = (page, asked, c) => keeping.find(toKeep(page, asked, c))?.grade ?? null;

/* Grade a document, or take the grade back; false: the browser could not store it. */
export function grade(page, asked, c, value) {
	const what = toKeep(page, asked, c);
	const now = gradeOf(page, asked, c);

	if (!keeping.keep({ ...what, grade: now === value ? null : value, date: keeping.today() })) page.toast(page.words.storageFull);
}

/* What was graded may leave the list at once: the answer is asked again, and the way to its reason is offered. */
export function graded(page, asked, c) {
	const w = page.words, now = gradeOf(page, asked, c);

	page.again();
	if (now === null || page.state.view !== "ideas") return;
	page.toast(w.gradedAnnounce(c.title || c.id, now), [{ name: w.undo, run: () => {
		grade(page, asked, c, now);
		page.again();
	} }, { name: w.reasonWrite, run: () => page.go({ view: "triage", sel: c.id }) }]);
}

/* after: what follows a grade. */
export function gradeButtons(page, asked, c, { after = () => graded(page, asked, c), tabindex } = {}) {
	const w = page.words, now = gradeOf(page, asked, c);

	return h("span", { class: "grades", role: "group", "aria-label": w.gradeOf(c.id) }, GRADES.map((g) => h("button", {
		type: "button", class: `grade g${g}`, title: w.gradeNames[g], "aria-label": `${g} ${w.gradeNames[g]}`, "aria-pressed": now === g, tabindex,
		onclick: () => {
			grade(page, asked, c, g);
			after(g);
		} }, String(g))));
}

/* Says that grades are at work, with what can be done about it. */
export function gradedBar(page) {
	const w = page.words, list = keeping.graded(page.state);
	const good = list.filter((x) => x.grade >= 2).length;

	return list.length > 0 && h("section", { class: "marked-bar", "aria-label": w.graded },
		h("span", {}, w.gradedLead(list.length, good)),
		page.state.view === "ideas" && h("a", { id: "to-graded", href: page.href({ view: "triage", sel: list[0].document }), onclick: page.follow }, w.gradedSee),
		h("button", { type: "button", class: "link", onclick: () => {
			const before = keeping.toJsonl(list);
			keeping.forget(page.state);
			page.again();
			page.toast(w.gradesForgotten, { name: w.undo, run: () => {
				keeping.fromFile(before);
				page.again();
			} });
		} }, w.forgetGrades));
}

/* What a file brought, with a press that takes it back. */
export function tellImported(page, { read, grades, notes, bad, stored, undo }, again, more = []) {
	const w = page.words;

	page.toast(!stored ? w.storageFull : read || bad.length ? [w.imported(read, grades, notes, bad.length), ...more].join(" ") : w.importNothing, read > 0 && { name: w.undo, run: () => {
		undo();
		again();
	} });
}
