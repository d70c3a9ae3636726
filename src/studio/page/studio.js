// The studio: sliders on the left, what the runs come to on the right. It asks nobody but the program that served it, and
// puts text into the page as text alone.
"use strict";

export const by = (id) => document.getElementById(id);
const charts = globalThis.OfframpCharts;
const WAIT = 70; // milliseconds that a slider rests before its setting is played while it is still held
const TABLES = ["outcomes", "summary", "timeline", "acts", "drivers", "indicators", "offramps"];
const SCALES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
const FOUND = 30; // entries of a search that are listed

/** An element with properties, and children or texts in it. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// ---- What the page is set to -----------------------------------------------------------------------------------------

export let scenario = null;
let controls = new Map(); // by path
let values = new Map(); // what was changed, by path
let shown = []; // paths of controls on the page, in order
let baseline = []; // assignments
let runs = 0;
let view = { relation: null, track: null };
let past = []; // what was set before, for undo
let rows = new Map(); // a control's elements, by path

/** One name for the page, kept when it is loaded again, so that what it asked for before is called off. */
const page = (() => {
  const known = sessionStorage.getItem("page");
  if (known) return known;
  const name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("page", name);
  return name;
})();

const assignment = (path, value) => `${path}=${value}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const sets = () => Array.from(values, ([path, value]) => assignment(path, value));

function remember() {
  const fragment = new URLSearchParams();
  for (const set of sets()) fragment.append("set", set);
  for (const set of baseline) fragment.append("base", set);
  for (const path of shown.filter((path) => !scenario.chosen.includes(path) && !isStanding(path))) fragment.append("slider", path);
  if (runs !== scenario.runs) fragment.append("runs", runs);
  if (view.relation) fragment.append("relation", view.relation);
  if (view.track) fragment.append("track", view.track);
  history.replaceState(null, "", "#" + fragment);
}

/** Takes up what the address says. What no longer fits is told of when it is played. */
function recall() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  values = new Map();
  for (const set of fragment.getAll("set")) {
    const at = set.indexOf("=");
    if (at > 0) values.set(set.slice(0, at), typed(controls.get(set.slice(0, at)), set.slice(at + 1)));
  }
  baseline = fragment.getAll("base");
  const asked = Number(fragment.get("runs"));
  runs = Number.isInteger(asked) && asked > 0 ? asked : scenario.runs;
  view = { relation: fragment.get("relation"), track: fragment.get("track") };
  const standing = scenario.controls.map((control) => control.path).filter(isStanding);
  const paths = [...scenario.chosen, ...standing, ...fragment.getAll("slider"), ...values.keys()];
  shown = [...new Set(paths)].filter((path) => controls.has(path));
}

/** Switches of go-betweens and armed groups are always there, if they are few. */
function isStanding(path) {
  const isSwitch = /^(mediators|groups)\./.test(path) && path.endsWith(".active");
  return isSwitch && scenario.controls.filter((control) => control.kind === "switch").length <= 8;
}

/** A value as its control has it. */
function typed(control, text) {
  if (control?.kind === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (control?.kind === "switch") return text === "true";
  return text;
}

// ---- Controls --------------------------------------------------------------------------------------------------------

function nameOf(path) {
  const keys = path.match(/"[^"]*"|[^.]+/g) ?? [path];
  const tail = keys.findIndex((key) => ["beta", "uniform", "triangular", "pert", "normal", "lognormal", "discrete"].includes(key));
  const count = tail > 0 ? keys.length - tail + 1 : 1;
  const table = keys[0];
  if (keys.at(-1) === "active") return [keys.slice(1, -1).join("."), table.replace(/s$/, "").replace("mediator", "go-between").replace("group", "armed group")];
  return [keys.slice(-count).join("."), keys.length > count + 1 ? keys.slice(1, -count).join(table === "relations" ? " → " : ".") : keys.length > count ? table : ""];
}

function makeControl(control, number) {
  const id = `control-${number}`;
  const [name, owner] = nameOf(control.path);
  const label = element("label", { htmlFor: id, title: control.path }, element("span", { className: "name", textContent: name }), " ", element("span", { className: "owner", textContent: owner }));
  const reset = element("button", { type: "button", className: "small", textContent: "↺", title: "Back to the scenario's value" });
  reset.setAttribute("aria-label", `Reset ${control.path}`);
  reset.addEventListener("click", () => { keep(); values.delete(control.path); changed(true); });
  const remove = element("button", { type: "button", className: "small", textContent: "×", title: "Take off the page" });
  remove.setAttribute("aria-label", `Take ${control.path} off the page`);
  remove.addEventListener("click", () => { keep(); values.delete(control.path); shown = shown.filter((path) => path !== control.path); makeControls(); changed(true); by("search").focus(); });
  const problem = element("p", { className: "problem", id: `${id}-problem` });
  problem.setAttribute("role", "alert");
  const meaning = element("p", { className: "meaning", id: `${id}-meaning`, title: control.meaning, textContent: said(control) });
  const item = element("li", { className: "control" });
  const parts = control.kind === "number" ? slider(control, id) : control.kind === "switch" ? toggle(control, id) : choice(control, id);
  for (const input of parts.inputs) input.setAttribute("aria-describedby", `${id}-meaning ${id}-problem`);
  const head = element("div", { className: "head" });
  if (control.kind !== "number") head.append(...parts.inputs);
  head.append(label, reset, remove);
  item.append(head);
  if (control.kind === "number") item.append(element("div", { className: "row" }, ...parts.inputs));
  item.append(meaning, problem);
  const refresh = () => {
    const moved = values.has(control.path);
    item.classList.toggle("moved", moved);
    reset.disabled = !moved;
    parts.show(moved ? values.get(control.path) : control.value);
  };
  rows.set(control.path, { item, problem, refresh });
  refresh();
  return item;
}

function said(control) {
  if (control.drawn) return `${control.drawn}; moved, it is the same in all runs`;
  return (control.unit ? `in ${control.unit}; ` : "") + control.meaning;
}

/** Digits after the point of a step. */
const digits = (step) => Math.max(0, Math.min(9, -Math.floor(Math.log10(step) + 1e-9)));

function slider(control, id) {
  const { low, high, step } = control;
  const range = element("input", { type: "range", id, min: low, max: high, step });
  const box = element("input", { type: "number", step: "any" });
  box.setAttribute("aria-label", `${control.path}, as a number`);
  const round = (value) => Number(value.toFixed(digits(step) + 1));
  let held = false;
  range.addEventListener("input", () => {
    if (!held) keep();
    held = true;
    values.set(control.path, round(Number(range.value)));
    changed(false);
  });
  range.addEventListener("change", () => { held = false; changed(true); });
  box.addEventListener("change", () => {
    if (box.value.trim() === "" || !Number.isFinite(Number(box.value))) return rows.get(control.path).refresh();
    keep();
    values.set(control.path, Number(box.value));
    changed(true);
  });
  const show = (value) => {
    const number = Number(value);
    range.value = number;
    if (document.activeElement !== box || Number(box.value) !== number) box.value = Number.isFinite(number) ? Number(number.toPrecision(6)) : "";
    range.setAttribute("aria-valuetext", String(value));
  };
  return { inputs: [range, box], show };
}

function toggle(control, id) {
  const box = element("input", { type: "checkbox", id });
  box.setAttribute("role", "switch");
  box.addEventListener("change", () => { keep(); put(control, box.checked); changed(true); });
  return { inputs: [box], show: (value) => { box.checked = value === true; } };
}

function choice(control, id) {
  const list = element("select", { id }, ...control.words.map((word) => element("option", { value: word, textContent: word.replaceAll("_", " ") })));
  list.addEventListener("change", () => { keep(); put(control, list.value); changed(true); });
  return { inputs: [list], show: (value) => { list.value = value; } };
}

function put(control, value) {
  if (value === control.value) values.delete(control.path);
  else values.set(control.path, value);
}

function makeControls() {
  rows = new Map();
  by("sliders").replaceChildren(...shown.map((path, number) => makeControl(controls.get(path), number)));
}

/** What can be added to the page. */
function search() {
  const words = by("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return by("found").replaceChildren();
  const fits = (control) => words.every((word) => control.path.toLowerCase().includes(word) || control.meaning.toLowerCase().includes(word));
  const found = scenario.controls.filter((control) => !shown.includes(control.path) && fits(control));
  const entry = (control) => {
    const button = element("button", { type: "button" }, control.path, element("span", { className: "faint", textContent: control.meaning }));
    button.addEventListener("click", () => {
      shown.push(control.path);
      makeControls();
      remember();
      search();
      rows.get(control.path).item.querySelector("input, select").focus();
    });
    return element("li", {}, button);
  };
  const rest = found.length - FOUND + scenario.left_out;
  const more = found.length === 0 ? "nothing by that name" : rest > 0 ? `and ${rest} more` : "";
  by("found").replaceChildren(...found.slice(0, FOUND).map(entry), element("li", { className: "faint", textContent: more }));
}

// ---- Changes and undoing them ----------------------------------------------------------------------------------------

function keep() {
  past.push({ values: new Map(values), shown: [...shown], baseline: [...baseline] });
  if (past.length > 100) past.shift();
}

function undo() {
  const last = past.pop();
  if (!last) return;
  ({ values, shown, baseline } = last);
  makeControls();
  changed(true);
}

let waiting = 0;

/** The setting has changed: it is played at once, or as soon as the slider rests. */
function changed(atOnce) {
  for (const row of rows.values()) row.refresh();
  by("undo").disabled = past.length === 0;
  by("reset").disabled = values.size === 0;
  const isBaseline = same(sets(), baseline);
  by("pin").disabled = isBaseline;
  by("unpin").hidden = baseline.length === 0;
  by("against").textContent = baseline.length === 0 ? "Baseline: the scenario as it is" : `Baseline: ${baseline.length} pinned ${baseline.length === 1 ? "change" : "changes"}`;
  by("against").title = baseline.join("\n");
  remember();
  showCommand();
  clearTimeout(waiting);
  if (atOnce) play();
  else waiting = setTimeout(play, WAIT);
}

// ---- Playing ---------------------------------------------------------------------------------------------------------

let source = null; // events of the job that is being played
let asking = null; // the request for the next
let played = ""; // what was asked for last
let job = null;
let picture = null;

async function play() {
  const now = sets();
  const compared = same(now, baseline) ? null : baseline;
  const setting = JSON.stringify({ page, sets: now, baseline: compared, runs, view });
  if (setting === played) return;
  played = setting;
  performance.mark("asked");
  asking?.abort();
  source?.close();
  asking = new AbortController();
  document.body.classList.add("waiting");
  let answer;
  try {
    const options = { method: "POST", headers: { "content-type": "application/json" }, body: setting, signal: asking.signal };
    const response = await fetch("/api/batch", options);
    answer = await response.json();
    if (response.status === 429) setTimeout(() => { if (played === setting) { played = ""; play(); } }, 1000);
  } catch (error) {
    if (error.name === "AbortError") return;
    played = "";
    return tell([{ set: null, path: "", what: "the program does not answer; is it still running?", label: "", help: null }]);
  }
  if (played !== setting) return;
  if (answer.problems) return tell(answer.problems);
  tell([]);
  job = answer.job;
  listen(answer.job);
}

function listen(id) {
  source = new EventSource(`/api/stream/${id}`);
  let first = true;
  source.addEventListener("picture", (event) => {
    const told = JSON.parse(event.data);
    if (job !== id) return;
    draw(told);
    if (first) {
      first = false;
      performance.mark("pictured");
      performance.measure("first picture", "asked", "pictured");
    }
  });
  const ends = () => source.close();
  source.addEventListener("end", ends);
}

/** Says what is wrong, beside the control that it is about. */
function tell(problems) {
  for (const row of rows.values()) row.problem.textContent = "";
  const changes = Array.from(values.keys());
  const rest = [];
  for (const problem of problems) {
    const text = [problem.what, problem.label, problem.help].filter(Boolean).join("; ");
    const row = rows.get(problem.set === null ? problem.path : changes[problem.set]) ?? rows.get(problem.path);
    if (row) row.problem.textContent = text;
    else rest.push(problem.path ? `${problem.path}: ${text}` : text);
  }
  by("problem").textContent = rest.join("\n");
}

// ---- Pictures --------------------------------------------------------------------------------------------------------

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
export const percent = (share, places = 1) => (isNumber(share) ? (100 * share).toFixed(places) : "–");
/** With its sign, unless it is 0 as written. */
export function signed(value, places = 1, plus = "+") {
  const size = Math.abs(value).toFixed(places);
  return (Number(size) === 0 ? "" : value > 0 ? plus : "−") + size;
}
const grouped = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const plain = (value) => (isNumber(value) ? charts.significant(value) : "–");

function draw(told) {
  picture = told;
  document.body.classList.remove("waiting");
  by("done").textContent = grouped(told.n);
  by("bar").value = told.n / told.runs;
  by("sharp").textContent = `shares to within ± ${percent(told.half_width)} points` + (told.is_whole ? "" : " so far");
  drawOutcomes(told);
  drawMeasures(told);
  drawFan(told);
  by("changed").textContent = told.changed ? `${percent(told.changed.value)} % of runs (${percent(told.changed.low)} to ${percent(told.changed.high)}) end otherwise than with the same luck in the baseline.` : "\u00a0";
  by("caveats").replaceChildren(...told.caveats.map((text) => element("li", { textContent: text })));
  for (const button of document.querySelectorAll("[data-table]")) button.disabled = !told.is_whole;
  if (told.is_whole) by("live").textContent = headline(told);
}

function headline(told) {
  const often = told.outcomes.filter((row) => row.count > 0).sort((a, b) => b.count - a.count).slice(0, 3);
  return `${told.n} runs: ` + often.map((row) => `${row.label} ${percent(row.now.value)} percent`).join(", ");
}

let scale = 0;
let drawnRows = "";

function drawOutcomes(told) {
  const ends = told.outcomes.flatMap((row) => [row.now.high, row.before?.high]).filter(isNumber);
  const wanted = SCALES.find((end) => Math.max(...ends) <= end) ?? 1;
  // While a setting sharpens the scale only grows, so that bars do not jump about.
  scale = told.is_whole || wanted > scale ? wanted : scale;
  by("scale").textContent = `${percent(scale, 0)} %`;
  const body = by("outcomes").tBodies[0];
  const keys = told.outcomes.map((row) => row.key).join("\n");
  if (keys !== drawnRows) {
    drawnRows = keys;
    body.replaceChildren(...told.outcomes.map(makeOutcome));
  }
  told.outcomes.forEach((row, index) => fillOutcome(body.rows[index], row));
}

function makeOutcome(row) {
  const button = element("button", { type: "button", className: "link" });
  button.addEventListener("click", () => story(row.key, row.label));
  const track = svg("svg", { class: "track", viewBox: "0 0 100 20", preserveAspectRatio: "none", "aria-hidden": "true" });
  track.append(svg("rect", { class: "now", y: 4, height: 12, x: 0, width: 0 }), svg("rect", { class: "before", y: 2, height: 16, x: 0, width: 0 }));
  track.append(svg("path", { class: "interval", d: "", fill: "none" }), svg("path", { class: "zero", d: "M0 0V20" }));
  const cell = (className) => element("td", { className });
  const head = element("td", {}, button);
  const bar = element("td", {});
  bar.append(track);
  return element("tr", {}, head, bar, cell("number"), cell("number"), cell("number"), cell("number"));
}

function fillOutcome(line, row) {
  const [head, bar, share, interval, before, difference] = line.cells;
  head.firstChild.textContent = row.label;
  head.firstChild.disabled = row.count === 0;
  head.firstChild.title = row.count === 0 ? "no run ends so" : "Read a run that ends so";
  const at = (value) => Math.max(0, Math.min(100, (100 * (value ?? 0)) / scale));
  const [now, was, whisker] = bar.firstChild.children;
  now.setAttribute("width", at(row.now.value));
  was.setAttribute("width", row.before ? at(row.before.value) : 0);
  const [low, high] = [at(row.now.low), at(row.now.high)];
  whisker.setAttribute("d", `M${low} 10H${high}M${low} 6V14M${high} 6V14`);
  share.textContent = `${percent(row.now.value)} %`;
  interval.textContent = isNumber(row.now.low) ? `${percent(row.now.low)} to ${percent(row.now.high)}` : "";
  before.textContent = row.before ? `${percent(row.before.value)} %` : "";
  fillDifference(difference, row, 100, 1);
}

/** A difference with its interval; coloured only where that leaves 0 out. */
function fillDifference(cell, row, factor, places) {
  const { value, low, high } = row.difference ?? {};
  if (!isNumber(value)) return cell.replaceChildren();
  const text = places === null ? (value > 0 ? "+" : "") + plain(value) : signed(factor * value, places);
  const shape = places === null ? plain : (end) => signed(factor * end, places, "");
  const className = isNumber(low) && low > 0 ? "more" : isNumber(high) && high < 0 ? "less" : "";
  const within = isNumber(low) ? ` ${shape(low)} to ${shape(high)}` : "";
  cell.replaceChildren(element("span", { className, textContent: text }), element("span", { className: "within", textContent: within }));
}

function drawMeasures(told) {
  const body = by("measures").tBodies[0];
  while (body.rows.length < told.measures.length) {
    const cells = ["", "number", "number", "number"].map((className) => element("td", { className }));
    body.append(element("tr", {}, ...cells));
  }
  while (body.rows.length > told.measures.length) body.deleteRow(-1);
  told.measures.forEach((row, index) => {
    const [label, now, before, difference] = body.rows[index].cells;
    const isShare = row.unit === "share";
    const text = (value) => (isShare ? `${percent(value)} %` : plain(value));
    label.textContent = row.label;
    now.replaceChildren(text(row.now.value), element("span", { className: "within", textContent: isNumber(row.now.low) ? ` ${isShare ? percent(row.now.low) : plain(row.now.low)} to ${isShare ? percent(row.now.high) : plain(row.now.high)}` : "" }));
    before.textContent = row.before ? text(row.before.value) : "";
    fillDifference(difference, row, isShare ? 100 : 1, isShare ? 1 : null);
  });
}

const dark = matchMedia("(prefers-color-scheme: dark)");
let fanChart = null;

function drawFan(told) {
  const place = by("fan");
  fanChart ??= globalThis.echarts.init(place, null, { renderer: "svg" });
  const look = charts.look(dark.matches);
  const [p05, p25, p50, p75, p95] = told.fan.percentiles;
  const axis = told.track.replaceAll("_", " ");
  const data = { days: told.fan.day, p05, p25, p50, p75, p95, mean: told.fan.mean, n: told.fan.under_way, axis, events: [] };
  if (data.days.length === 0) return fanChart.clear();
  const option = charts.option("fan", data, look, place.clientWidth);
  option.grid = { ...option.grid, top: 10, bottom: 76, right: 14 };
  option.xAxis = { ...option.xAxis, name: "" }; // the heading says it
  if (told.fan_before) {
    const curve = (values, width) => ({ type: "line", name: "baseline", showSymbol: false, silent: true, z: 3, data: told.fan_before.day.map((day, index) => [day, values[index]]), itemStyle: { color: look.up }, lineStyle: { color: look.up, width, type: "dotted" } });
    option.series.push(curve(told.fan_before.percentiles[2], 2), curve(told.fan_before.percentiles[0], 1), curve(told.fan_before.percentiles[4], 1));
    option.legend.data = [...option.legend.data, "baseline"];
  }
  fanChart.setOption(option, true);
  const last = told.fan.day.length - 1;
  place.setAttribute("aria-label", `${axis}, ${told.relation}: median ${plain(p50[0])} on day ${told.fan.day[0]}, ${plain(p50[last])} on day ${told.fan.day[last]}`);
}

// ---- Stories and files -----------------------------------------------------------------------------------------------

async function story(outcome, label) {
  const id = job;
  by("story-title").textContent = `A run that ends as ${label}`;
  by("why").textContent = `Looking through ${grouped(Math.min(runs, 20000))} runs …`;
  by("tale").replaceChildren();
  by("story-file").hidden = true;
  by("story-file").onclick = () => fetchFile(id, `story-${outcome}.md`);
  if (!by("story").open) by("story").showModal();
  const response = await fetch(`/api/story/${id}?outcome=${encodeURIComponent(outcome)}`);
  const tale = response.status === 404 ? { problems: [{ what: "that setting is no longer kept; play it again" }] } : await response.json();
  if (tale.problems) {
    by("why").textContent = tale.problems.map((problem) => problem.what).join("; ");
    return;
  }
  by("why").textContent = `Run ${tale.replicate}: ${tale.why}.`;
  by("story-file").hidden = false;
  by("tale").replaceChildren(...paragraphs(tale.story));
}

/** The story's Markdown, which has headings, lists in lists and plain lines, as elements. */
export function paragraphs(text) {
  const parts = [];
  let list = null;
  for (const line of text.split("\n")) {
    const [, mark, rest] = line.match(/^(### |- | {2}- |)(.*)$/);
    const words = rest.replace(/\\(.)/g, "$1");
    if (words === "") continue;
    if (mark === "- ") {
      if (parts.at(-1) !== list || !list) parts.push((list = element("ul")));
      list.append(element("li", { textContent: words }));
    } else if (mark === "  - " && list?.lastChild) {
      list.lastChild.append(element("ul", {}, element("li", { textContent: words })));
    } else {
      parts.push(element(mark === "### " ? "h3" : "p", { textContent: words }));
    }
  }
  return parts;
}

/** Downloads a file of a setting, or says why there is none. */
async function fetchFile(id, name) {
  const response = await fetch(`/download/${id}/${name}`);
  if (!response.ok) {
    const text = response.headers.get("content-type")?.includes("json") ? (await response.json()).problems.map((problem) => problem.what).join("; ") : await response.text();
    by("problem").textContent = `${name}: ${text}`;
    return;
  }
  const address = URL.createObjectURL(await response.blob());
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function makeFiles() {
  const button = (name, text, isTable) => {
    const made = element("button", { type: "button", textContent: text });
    made.addEventListener("click", () => fetchFile(job, name));
    if (isTable) made.dataset.table = name;
    return made;
  };
  const list = TABLES.map((table) => button(`${table}.csv`, `${table}.csv`, true));
  list.unshift(button("report.html", "page", true), button("results.xlsx", "workbook", true));
  list.push(button("scenario.toml", "changed scenario", false));
  if (scenario.can_extend) list.push(button("variant.toml", "as a variant", false));
  by("files").replaceChildren(...list);
  if (scenario.files) {
    by("folder").hidden = false;
    const links = scenario.files.map((name) => element("a", { href: `/results/${encodeURIComponent(name)}`, textContent: name, target: name.endsWith(".html") ? "_blank" : "" }));
    by("folder").replaceChildren(element("span", { className: "faint", textContent: "Results folder:" }), ...links);
  }
}

function showCommand() {
  const quote = (text) => (/^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const all = [...scenario.sets, ...sets()].map((set) => ` --set ${quote(set)}`);
  by("command").textContent = `offramp run ${quote(scenario.name)} -n ${runs} --seed ${scenario.seed}${all.join("")}`;
}

// ---- Begin -----------------------------------------------------------------------------------------------------------

async function begin() {
  const response = await fetch("/api/scenario");
  scenario = await response.json();
  if (scenario.problems) return (by("problem").textContent = scenario.problems.map((problem) => `${problem.path}: ${problem.what}`).join("; "));
  controls = new Map(scenario.controls.map((control) => [control.path, control]));
  by("title").textContent = scenario.title || scenario.name;
  document.title = `${scenario.title || scenario.name} – offramp studio`;
  by("description").textContent = by("description").title = scenario.description;
  const options = (list, chosen) => list.map((one) => element("option", { value: one.key, textContent: one.name, selected: one.key === chosen }));
  recall();
  by("runs").value = runs;
  by("runs").max = scenario.most_runs;
  by("track").replaceChildren(...options(scenario.tracks, view.track ?? "tension"));
  by("relation").replaceChildren(...options(scenario.relations, view.relation));
  makeControls();
  makeFiles();
  changed(true);
}

by("undo").addEventListener("click", undo);
by("reset").addEventListener("click", () => { keep(); values = new Map(); changed(true); });
by("pin").addEventListener("click", () => { keep(); baseline = sets(); changed(true); });
by("unpin").addEventListener("click", () => { keep(); baseline = []; changed(true); });
by("search").addEventListener("input", search);
by("close").addEventListener("click", () => by("story").close());
by("copy").addEventListener("click", () => navigator.clipboard?.writeText(by("command").textContent));
by("runs").addEventListener("change", () => { runs = Math.round(Number(by("runs").value)) || scenario.runs; by("runs").value = runs; changed(true); });
by("track").addEventListener("change", () => { view.track = by("track").value; changed(true); });
by("relation").addEventListener("change", () => { view.relation = by("relation").value; changed(true); });
addEventListener("hashchange", () => { recall(); makeControls(); changed(true); });
addEventListener("keydown", (event) => {
  const isField = event.target.matches?.("input[type=number], input[type=search]");
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !isField) { event.preventDefault(); undo(); }
});
dark.addEventListener("change", () => { if (picture) drawFan(picture); });
addEventListener("resize", () => { fanChart?.resize(); if (picture) drawFan(picture); });
/** Once the scenario is there. */
export const ready = begin();
