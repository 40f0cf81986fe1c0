/* model.js - the language model of the server, if it has one: what it would get, the button
 * that asks it about this patent, how far it is, what it has answered.
 *
 * Nothing goes to it before the button is pressed; what it read counts in every answer. */

import { ask, post } from "./api.js";
import { grades } from "./keeping.js";
import { h, replace, tongue } from "./dom.js";
import { aspects, corrections, filters, subject } from "./state.js";

const LOOK_AFTER = 700; /* ms between two looks at a model that is being asked */
const OPEN = ["waiting", "running"];

const asking = (s) => ({ ...subject(s), ...filters(s), ...corrections(s), ...aspects(s), grade: grades(s) });

/* Whether there is one does not change while the page is open. */
let known = null;
const theModel = () => (known ??= ask("model", {}).then((x) => x.model).catch((e) => {
	known = null;
	throw e;
}));

/* What would go out, in words, with the button that sends it. */
function offer(page, model, query, send, again) {
	const w = page.words;

	return [
		h("p", { class: "small" }, w.modelWouldSend(query.requests, Math.ceil(query.tokens / 1000)), " ",
			h("strong", {}, model.local ? w.modelHere(model.name) : w.modelElsewhere(model.name)), " ", h("span", { class: "number" }, model.address)),
		h("p", { class: "row" },
			h("button", { type: "button", class: again ? "quiet" : "primary", id: "model-ask", disabled: model.requests_left === 0, onclick: send }, again ? w.modelAskRest : w.modelAsk),
			h("span", { class: "muted small" }, model.requests_left === 0 ? w.modelUsedUp : w.modelChecked)),
	];
}

function progress(page, now, stop) {
	const w = page.words;

	return [
		h("p", { class: "row", role: "status" }, now.state === "waiting" ? w.modelWaiting : w.modelRunning(now.done, now.of),
			now.of > 0 && h("progress", { max: now.of, value: now.done, "aria-label": w.modelProgress }),
			h("button", { type: "button", class: "quiet", id: "model-stop", onclick: stop }, w.modelStop)),
	];
}

/* What it answered; that counts in every answer. */
const answers = (page, model, query) => h("p", { class: "row" }, h("span", {}, page.words.modelHas(model.name, query.said, query.judged)));

/* How the last asking ended: words of the server. */
const outcome = (page, now) => now && h("ul", { class: "small muted model-lines", "aria-label": page.words.modelLines },
	now.lines.map((line) => h("li", { lang: tongue(line, page.lang) }, line)), now.problem && h("li", {}, now.problem));

export function modelBar(page) {
	const w = page.words, signal = page.signal, question = asking(page.state);
	const node = h("section", { class: "model-bar", "aria-label": w.model, hidden: true });
	let wasOpen = false;

	const failed = (e) => {
		if (e.name === "AbortError") return;
		node.hidden = false;
		page.fail(e, node);
	};
	const act = (operation) => async () => {
		try {
			await post(operation, operation === "model/stop" ? subject(page.state) : question, signal);
			wasOpen = true; /* a quick model has answered before the first look */
			await look();
		} catch (e) {
			failed(e);
		}
	};

	function draw({ model, query, asking: now }) {
		const has = query && (query.said > 0 || query.judged > 0);
		const rest = query && query.requests > 0;

		node.hidden = !(rest || has || now);
		replace(node, h("h2", { class: "side-name" }, w.model),
			now && OPEN.includes(now.state) ? progress(page, now, act("model/stop"))
				: [has && answers(page, model, query), rest && offer(page, model, query, act("model/ask"), has)],
			now?.state === "stopped" && h("p", { class: "small" }, w.modelStopped), outcome(page, now));
	}

	async function look() {
		const state = await ask("model", question, signal);
		const isOpen = OPEN.includes(state.asking?.state);

		if (signal.aborted) return;
		if (wasOpen && !isOpen && state.query.judged + state.query.said > 0) {
			page.say(w.modelHas(state.model.name, state.query.said, state.query.judged));
			page.again();
			return;
		}
		wasOpen = isOpen;
		draw(state);
		if (isOpen) setTimeout(() => signal.aborted || look().catch(failed), LOOK_AFTER);
	}

	theModel().then((model) => model && !signal.aborted && look()).catch(failed);
	return node;
}
