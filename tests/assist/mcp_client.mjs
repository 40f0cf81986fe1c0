// tests/assist/mcp_client.mjs - the official client of the Model Context Protocol against
// `tensen mcp`.  usage: node mcp_client.mjs TENSEN INDEX CALLS; ends with 1 if anything is wrong.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [tensen, index, calls] = [process.argv[2], process.argv[3], Number(process.argv[4])];
let bad = 0;
const check = (ok, what) => { if (!ok) { bad++; console.log("wrong: " + what); } };

// One good call of every tool; a tool that is not here is an error of this test.
const good = {
	search: { text: "揺れを小さくする", k: 3, "out-of-field": "wipo35" },
	ideas: { id: "DEMO-35-012", k: 2 },
	candidates: { id: "DEMO-35-012", aspect: ["長く突き出した棒の先がビビる"], n: 5, grade: ["DEMO-26-001=3N"] },
	combine: { id: ["DEMO-35-012", "DEMO-09-008"], k: 2 },
	match: { text: "粉が湿気で固まって困っている", k: 2 },
	show: { id: "DEMO-35-012" },
	fields: {},
	info: {},
};
// Arguments that are refused, and the code of the refusal.
const refused = [
	["search", {}, "bad_query"],
	["search", { text: "a", k: 0 }, "bad_value"],
	["search", { text: "a", k: "many" }, "bad_value"],
	["search", { text: "a", format: "html" }, "unknown_parameter"],
	["search", { text: "a", nonsense: 1 }, "unknown_parameter"],
	["search", { text: { a: 1 } }, "bad_value"],
	["search", { text: "a\u0000b" }, "bad_encoding"],
	["ideas", { id: "NO-SUCH-ID" }, "not_found"],
	["show", { id: "../../etc/passwd" }, "not_found"],
	["combine", { id: ["DEMO-35-012"] }, "bad_query"],
	["match", { text: "a", field: 36 }, "bad_value"],
];
const rss = (pid) => Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
const text = (r) => r.content[0].text;

async function rejected(promise, what) {
	try { await promise; } catch (e) { return e; }
	check(false, what + " is not refused");
	return { code: 0 };
}

const transport = new StdioClientTransport({ command: tensen, args: ["mcp", index, "--lang", "en"] });
const client = new Client({ name: "test", version: "1" });
await client.connect(transport);
check(client.getServerVersion().name === "tensen", "the name of the server");
check(client.getServerCapabilities().tools && client.getServerCapabilities().prompts, "capabilities");
check(client.getInstructions().length > 0, "instructions");
await client.ping();

const { tools } = await client.listTools();
check(tools.length >= 7, "tools listed: " + tools.length);
for (const t of tools) {
	check(t.annotations?.readOnlyHint === true && t.description.length > 40, t.name + " is described and read only");
	check(good[t.name], "a call of " + t.name + " in this test");
	const r = await client.callTool({ name: t.name, arguments: good[t.name] });
	check(!r.isError, t.name + ": " + text(r).slice(0, 200));
	check([1, 2, 3].includes(JSON.parse(text(r)).version), t.name + " answers JSON");
	// every argument that tools.json offers is one that the engine takes
	for (const name of Object.keys(t.inputSchema.properties)) {
		const answer = text(await client.callTool({ name: t.name, arguments: { [name]: "\u2603" } }));
		check(!answer.includes("unknown_parameter"), `${t.name} does not take ${name}`);
	}
}

// the same JSON as the command's
const viaTool = JSON.parse(text(await client.callTool({ name: "match", arguments: good.match })));
const viaCommand = JSON.parse(execFileSync(tensen, ["match", index, "--text", good.match.text, "-k", "2", "--json", "--lang", "en"]));
check(JSON.stringify(viaTool) === JSON.stringify(viaCommand), "match differs from the command's");

for (const [name, args, code] of refused) {
	const r = await client.callTool({ name, arguments: args });
	check(r.isError && JSON.parse(text(r)).error.code === code, `${name} ${JSON.stringify(args)}: ${text(r).slice(0, 100)}`);
}
check((await rejected(client.callTool({ name: "shell", arguments: {} }), "an unknown tool")).code === -32602, "code of an unknown tool");
check((await rejected(client.getPrompt({ name: "nonsense" }), "an unknown prompt")).code === -32602, "code of an unknown prompt");
check((await rejected(client.getPrompt({ name: "find_uses", arguments: {} }), "a prompt without id")).code === -32602, "code of a prompt without id");
check((await rejected(client.complete({ ref: { type: "ref/prompt", name: "judging" }, argument: { name: "lang", value: "j" } }), "completion")), "completion");

const { prompts } = await client.listPrompts();
check(prompts.map((p) => p.name).join() === "find_uses,judging", "prompts listed");
for (const lang of ["ja", "en"]) {
	const p = await client.getPrompt({ name: "find_uses", arguments: { id: "DEMO-35-012", lang } });
	const said = p.messages[0].content.text;
	check(said.includes("DEMO-35-012") && !/[{}]/.test(said), "the prompt is filled in: " + lang);
	const q = await client.getPrompt({ name: "judging", arguments: { lang } });
	check(said.includes(q.messages[0].content.text), "the protocol is part of it: " + lang);
}

// 1,000 calls: the memory after the first hundred is the memory at the end
const turns = [["search", good.search], ["show", good.show], ["match", good.match], ["ideas", good.ideas],
	["search", { text: "a", k: 0 }], ["fields", {}], ["show", { id: "NO-SUCH-ID" }]];
let early = 0;
for (let i = 0; i < calls; i++) {
	const [name, args] = turns[i % turns.length];
	await client.callTool({ name, arguments: args });
	if (i === Math.floor(calls / 10)) early = rss(transport.pid);
}
const late = rss(transport.pid);
console.log(`resident: ${early} KB after ${Math.floor(calls / 10)} calls, ${late} KB after ${calls}`);
check(calls < 1000 || late < early + 2048, "memory grows");
await client.close();
process.exit(bad ? 1 : 0);
