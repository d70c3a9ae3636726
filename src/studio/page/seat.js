// A seat for a person: the game is a text that the page keeps and sends with every order; the program remembers nothing of it.
"use strict";

import { by, element, paragraphs, percent, ready, scenario, sets, signed } from "./studio.js";

const BRANCHES = 100; // that advisers play of each option
const TOLD = { struck: "force against you", fighting: "limited war or worse", war: "war", settled: "the crisis settling" };
const COLUMNS = [["struck", "Struck"], ["fighting", "Fighting"], ["war", "War"], ["settled", "Settles"]];

let game = sessionStorage.getItem("game"); // as text
let told = null; // what was answered last
let asked = 0; // requests so far: an answer to any but the last is not shown

/** Sends an order; what it comes to is shown at once, and again when the advisers are done. */
async function ask(question) {
  const mine = ++asked;
  by("seat-view").classList.add("waiting");
  const answer = await post(game === null || question.start ? question : { game, ...question });
  if (mine !== asked || !answer) return;
  take(answer);
  if (answer.over) {
    await look(mine, { debrief: true, advisers: BRANCHES });
  } else if (answer.options.length > 0) {
    by("advisers").textContent = "The advisers are at work …";
    await look(mine, { toward: keyOf(answer.toward), advisers: BRANCHES });
  }
}

/** Asks for more about how the game stands. */
async function look(mine, question) {
  const answer = await post({ game, ...question });
  if (mine === asked && answer) take(answer);
}

async function post(question) {
  const response = await fetch("/api/seat", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(question) }).catch(() => null);
  by("seat-view").classList.remove("waiting");
  const text = response ? await response.text() : "";
  try {
    const answer = JSON.parse(text);
    by("seat-problem").textContent = (answer.problems ?? []).map((problem) => [problem.what, problem.label, problem.help].filter(Boolean).join("; ")).join("\n");
    return answer.problems ? null : answer;
  } catch {
    by("seat-problem").textContent = text || "the server does not answer; is it still running?";
    return null;
  }
}

function take(answer) {
  told = answer;
  game = answer.game;
  sessionStorage.setItem("game", game);
  const page = answer.briefing;
  by("seat-title").textContent = page ? `${answer.name}: ${page.date}${page.date.startsWith("day ") ? "" : `, day ${page.day}`}` : `${answer.name}: the game is over`;
  by("take-back").disabled = answer.moves === 0;
  by("turn").hidden = !page;
  by("look-back").hidden = !answer.over;
  by("resume").hidden = false;
  if (page) drawTurn(answer, page);
  else drawEnd(answer.over);
  by("seat-live").textContent = by("seat-title").textContent;
}

const keyOf = (relation) => told.briefing?.neighbours.find((other) => other.relation === relation)?.key;

// ---- A turn ----------------------------------------------------------------------------------------------------------

function drawTurn(answer, page) {
  const isTold = (item) => item.concerns || item.grave;
  const news = page.news.filter(isTold).map((item) => element("li", { className: item.concerns ? "" : "faint" }, element("span", { className: "when", textContent: item.date }), item.text));
  const lesser = page.news.length - news.length;
  if (lesser > 0) news.push(element("li", { className: "faint", textContent: `Between others: ${lesser} lesser ${lesser === 1 ? "matter" : "matters"}, protests and conciliatory moves.` }));
  if (news.length === 0) news.push(element("li", { className: "faint", textContent: "Nothing that you heard of." }));
  by("news").replaceChildren(...news);
  const gauge = (one) => element("li", {}, one.name, element("span", { className: "faint", textContent: ` ${one.word} (${one.value.toFixed(2)})` }));
  by("home").replaceChildren(...page.home.map(gauge), element("li", {}, "dead ", element("span", { className: "faint", textContent: page.dead })));
  by("neighbours").tBodies[0].replaceChildren(...page.neighbours.map((other) => neighbour(other, answer.toward)));
  const other = page.neighbours.find((one) => one.relation === answer.toward);
  by("options-title").textContent = other ? `Towards ${other.name} you can` : "Nothing presses";
  by("asked").textContent = !other ? "Let time pass, or pick a state on the left." : other.is_called ? "Your government is called upon to decide." : "Nobody asks you to decide today; you can act all the same.";
  by("options").hidden = answer.options.length === 0;
  by("options").tBodies[0].replaceChildren(...answer.options.flatMap((line) => option(line, other)));
  const widest = Math.max(0, ...answer.options.flatMap((line) => line.chances.map((one) => (one.chance.high - one.chance.low) / 2)));
  by("advisers").textContent = answer.branches > 0
    ? `Per cent. Model: what a state that weighs would do in your place. The rest: ${answer.branches} branches of each option on the same luck, with the model in every seat from then on; chances are good to within ${percent(widest)} points.`
    : "";
}

function neighbour(other, toward) {
  const button = element("button", { type: "button", className: "link", textContent: other.name });
  button.setAttribute("aria-current", String(other.relation === toward));
  button.addEventListener("click", () => ask({ toward: other.key }));
  const number = (at) => element("td", { className: "number", textContent: (other.gauges[at]?.value ?? 0).toFixed(2) });
  const mean = other.believed_resolve.reduce((sum, [value, probability]) => sum + value * probability, 0);
  const notes = [other.is_called ? "you are called to decide" : "", ...other.notes].filter(Boolean).join("; ");
  const head = element("td", {}, button, element("span", { className: "within", textContent: notes ? ` ${notes}` : "" }));
  return element("tr", { className: other.relation === toward ? "here" : "" }, head, number(0), number(1), number(2), number(3), element("td", { className: "number", textContent: mean.toFixed(2) }));
}

function option(line, other) {
  const choose = element("button", { type: "button", textContent: line.title });
  choose.addEventListener("click", () => ask({ order: { pick: { toward: other.key, alternative: line.alternative } } }));
  const why = element("button", { type: "button", className: "small", textContent: "why" });
  why.setAttribute("aria-label", `Why ${line.title}`);
  why.setAttribute("aria-expanded", "false");
  const chance = (of) => line.chances.find((one) => one.of === of);
  const cells = COLUMNS.map(([of]) => element("td", { className: "number", textContent: chance(of) ? percent(chance(of).chance.value) : "" }));
  const dead = element("td", { className: "number", textContent: line.dead ? line.dead.value.toFixed(0) : "" });
  const row = element("tr", {}, element("td", {}, choose), element("td", { className: "number", textContent: percent(line.probability) }), ...cells, dead, element("td", {}, why));
  const more = element("tr", { hidden: true }, element("td", { colSpan: 8 }, reasons(line)));
  why.addEventListener("click", () => { more.hidden = !more.hidden; why.setAttribute("aria-expanded", String(!more.hidden)); });
  return [row, more];
}

function reasons(line) {
  const terms = (list) => list.map(([term, odds]) => `${term} ${signed(odds, 2)}`).join(", ") || "nothing to speak of";
  const lines = [`For it, against holding: ${terms(line.speaks_for)}.`, `Against it: ${terms(line.speaks_against)}.`, `Answer expected: ${line.expected_reply}.`];
  for (const { of, chance, against_hold: by_how } of line.chances) {
    lines.push(`Chance of ${TOLD[of]}: ${percent(chance.value)} % (${percent(chance.low)} to ${percent(chance.high)}); against holding ${signed(100 * by_how.value)} points (${signed(100 * by_how.low)} to ${signed(100 * by_how.high)}).`);
  }
  const ends = line.outcomes.filter(([, band]) => band.value > 0).map(([name, band]) => `${name.replaceAll("_", " ")} ${percent(band.value)} % (${percent(band.low)} to ${percent(band.high)})`);
  if (ends.length > 0) lines.push(`Ends as: ${ends.join(", ")}.`);
  if (line.dead) lines.push(`Your dead still to come: ${line.dead.value.toFixed(0)} (${line.dead.low?.toFixed(0)} to ${line.dead.high?.toFixed(0)}).`);
  return element("ul", {}, ...lines.map((text) => element("li", { textContent: text })));
}

// ---- The end ---------------------------------------------------------------------------------------------------------

function drawEnd(over) {
  by("ending").textContent = `Outcome: ${over.outcome}`;
  by("game-story").replaceChildren(...paragraphs(over.story));
  const page = over.debrief;
  by("debrief").replaceChildren(...(page ? debrief(page) : [element("p", { className: "faint", textContent: "The debrief is being played …" })]));
}

function debrief(page) {
  const band = (one) => `${percent(one.value)} % (${percent(one.low)} to ${percent(one.high)})`;
  const outcomes = page.outcomes.filter((line) => line.is_yours || line.share.value > 0).map((line) => element("li", { textContent: `${line.name}: ${band(line.share)}${line.is_yours ? " – yours" : ""}` }));
  const places = page.places.map((line) => element("li", { textContent: `${line.name}: ${line.value}; less in ${percent(line.below.value)} % of runs, as much in ${percent(line.equal.value)} %` }));
  const parts = [
    element("p", {}, element("strong", { textContent: "Your game: " }), `${page.ending}.`),
    element("p", {}, element("strong", { textContent: "The model in your seat, on the same luck: " }), `${page.model}.`),
    element("h3", { textContent: `Among ${page.runs} runs of the model alone` }), element("ul", {}, ...outcomes), element("ul", {}, ...places),
    element("h3", { textContent: "What you decided, and what it changed" }),
  ];
  if (page.decisions.length === 0) parts.push(element("p", { textContent: "You decided nothing." }));
  else parts.push(element("ul", {}, ...page.decisions.map(decided)));
  if (page.left_out > 0) parts.push(element("p", { className: "faint", textContent: `${page.left_out} more decisions are not told.` }));
  return parts;
}

function decided(line) {
  const luck = !line.called ? "it was not called upon to decide" : line.by_luck === line.chosen ? "and on this luck it does" : `on this luck it would ${line.by_luck}`;
  const dead = line.dead_more > 0 ? ` Your way cost ${line.dead_more} more of your dead.` : line.dead_more < 0 ? ` Your way spared ${-line.dead_more} of your dead.` : "";
  const twin = `Same luck, had you chosen to ${line.instead} (${percent(line.instead_probability)} %): ${line.twin}${line.changed_outcome ? "" : " (the same outcome)"}.${dead}`;
  const chances = line.chances.map(([of, by_how]) => `${TOLD[of]} ${signed(100 * by_how.value)} (${signed(100 * by_how.low)} to ${signed(100 * by_how.high)})`).join(", ");
  const item = element("li", { textContent: `${line.date}, towards ${line.toward}${line.called ? "" : ", of your own accord"}: ${line.chosen}. The model: ${percent(line.probability)} % for this, ${luck}.` });
  item.append(element("div", { className: "faint", textContent: twin }));
  if (chances) item.append(element("div", { className: "faint", textContent: `Other luck, in points: ${chances}.` }));
  return item;
}

// ---- Begin -----------------------------------------------------------------------------------------------------------

function open() {
  if (!by("seat-view").open) by("seat-view").showModal();
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

await ready;
const chairs = scenario?.seats ?? [];
by("seats").replaceChildren(...chairs.map((chair) => element("option", { value: chair.key, textContent: chair.name, disabled: chair.why_not !== null, title: chair.why_not ?? "" })));
by("sit").disabled = chairs.every((chair) => chair.why_not !== null);
by("resume").hidden = game === null;
by("sit").addEventListener("click", () => { open(); ask({ start: { seat: by("seats").value, run: Math.max(0, Math.round(Number(by("luck").value)) || 0), sets: sets() } }); });
by("resume").addEventListener("click", () => { open(); ask({}); });
by("game-file").addEventListener("change", async () => {
  const [file] = by("game-file").files;
  if (!file) return;
  game = await file.text();
  by("game-file").value = "";
  open();
  ask({});
});
by("wait").addEventListener("click", () => ask({ order: { wait: { days: null } } }));
by("wait-day").addEventListener("click", () => ask({ order: { wait: { days: 1 } } }));
by("wait-week").addEventListener("click", () => ask({ order: { wait: { days: 7 } } }));
by("take-back").addEventListener("click", () => ask({ order: "undo" }));
by("keep").addEventListener("click", () => { if (told) save(`${told.seat}.game.toml`, game); });
by("as-script").addEventListener("click", async () => { const answer = await post({ game, script: true }); if (answer) save(`${answer.seat}-script.toml`, answer.script); });
by("leave").addEventListener("click", () => by("seat-view").close());
