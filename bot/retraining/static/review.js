"use strict";
// The review page: everything is done with the keyboard, and everything is saved by the server at once.

const KEY = document.location.hash.slice(1);
const at = (id) => document.getElementById(id);
let item = null;
let intents = [];
let chosen = "";
let entities = [];
let parts = [];
let splitting = false;

async function ask(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Review-Key": KEY },
    body: JSON.stringify(body || {}),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error || "The server did not answer.");
  return content;
}

async function step(path, body) {
  at("problem").textContent = "";
  try {
    show(await ask(path, body));
  } catch (error) {
    at("problem").textContent = error.message;
    if (path !== "/next") show(await ask("/next"), true);
  }
}

function show(state, keep) {
  if (!keep) at("problem").textContent = state.notice || "";
  intents = state.intents;
  item = state.item;
  const counts = state.counts;
  at("progress").textContent = `${counts.open} open, ${counts.done} done, ${counts.skipped} skipped`;
  at("item").hidden = !item;
  at("empty").hidden = Boolean(item);
  if (!item) return;
  splitting = false;
  parts = [];
  entities = item.entities.map((one) => ({ ...one }));
  chosen = item.ranking.length ? item.ranking[0][0] : "";
  at("meta").textContent = `${item.language} · said ${item.seen} times · ${item.reasons.join(", ")}`;
  at("before").hidden = !item.said_before;
  at("before-text").textContent = item.said_before;
  at("intent").value = "";
  at("intents").replaceChildren(...intents.map((one) => Object.assign(document.createElement("option"), { value: one })));
  draw();
  at("said").focus({ preventScroll: true });
}

function draw() {
  drawText();
  drawEntities();
  drawChoices();
  at("split").hidden = !splitting;
  at("parts").replaceChildren(...parts.map((one) => {
    const line = document.createElement("li");
    line.textContent = `${one.text} (${one.intent})`;
    return line;
  }));
}

function drawText() {
  const pieces = [];
  let from = 0;
  for (const one of [...entities].sort((a, b) => a.start - b.start)) {
    if (one.start < from) continue;
    pieces.push(item.text.slice(from, one.start));
    const mark = document.createElement("mark");
    mark.textContent = item.text.slice(one.start, one.end);
    mark.title = one.entity;
    pieces.push(mark);
    from = one.end;
  }
  pieces.push(item.text.slice(from));
  at("said").replaceChildren(...pieces);
}

function drawEntities() {
  at("entities").replaceChildren(...entities.map((one, number) => {
    const line = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = one.entity;
    const words = document.createElement("span");
    words.textContent = item.text.slice(one.start, one.end);
    const value = document.createElement("input");
    const field = one.entity === "product" ? "hs" : "value";
    value.value = one[field] || "";
    value.setAttribute("aria-label", one.entity === "product" ? "HS code" : `Value of ${one.entity}`);
    value.placeholder = one.entity === "product" ? "HS code" : "";
    value.addEventListener("input", () => { one[field] = value.value.trim(); });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "Remove";
    remove.addEventListener("click", () => { entities.splice(number, 1); draw(); });
    line.append(name, words, value, remove);
    return line;
  }));
}

function offered() {
  const likely = item.ranking.map((one) => one[0]);
  const others = ["check_export", "affirm", "deny", "ask_topic", "adviser", "rude"];
  return [...new Set([...likely, ...others.filter((one) => intents.includes(one)), chosen])].filter(Boolean).slice(0, 9);
}

function drawChoices() {
  const shares = new Map(item.ranking);
  at("choices").replaceChildren(...offered().map((name, number) => {
    const button = document.createElement("button");
    button.type = "button";
    const share = shares.has(name) ? ` ${Math.round(shares.get(name) * 100)} %` : "";
    button.textContent = `${number + 1} ${name}${share}`;
    button.setAttribute("aria-pressed", String(name === chosen));
    button.addEventListener("click", () => { chosen = name; draw(); });
    return button;
  }));
}

function selection() {
  const picked = window.getSelection();
  if (!picked.rangeCount || picked.isCollapsed || !at("said").contains(picked.anchorNode)) return null;
  const range = picked.getRangeAt(0);
  const before = document.createRange();
  before.selectNodeContents(at("said"));
  before.setEnd(range.startContainer, range.startOffset);
  let start = before.toString().length;
  let end = start + range.toString().length;
  while (start < end && item.text[start] === " ") start += 1;
  while (end > start && item.text[end - 1] === " ") end -= 1;
  return start < end ? { start, end } : null;
}

async function mark(entity) {
  const span = selection();
  if (!span) return;
  const words = item.text.slice(span.start, span.end);
  const value = entity === "market" ? (await ask("/market", { words })).market || words : words;
  entities = entities.filter((one) => one.end <= span.start || one.start >= span.end);
  entities.push({ entity, value, ...span });
  entities.sort((a, b) => a.start - b.start);
  draw();
}

function addPart() {
  const span = selection();
  if (!span) { at("problem").textContent = "Select a part of the message first."; return; }
  const inside = entities.filter((one) => one.start >= span.start && one.end <= span.end);
  parts.push({
    text: item.text.slice(span.start, span.end),
    intent: chosen,
    entities: inside.map((one) => ({ ...one, start: one.start - span.start, end: one.end - span.start })),
  });
  at("problem").textContent = "";
  draw();
}

const decide = (some) => step("/decide", { id: item.id, version: item.version, parts: some });
const accept = () => decide([{ text: item.text, intent: chosen, entities }]);
const skip = () => step("/skip", { id: item.id, version: item.version });
const undo = () => step("/undo", { id: item ? item.id : null });
function split(on) { splitting = on; parts = []; draw(); }

at("accept").addEventListener("click", accept);
at("skip").addEventListener("click", skip);
at("undo").addEventListener("click", undo);
at("start-split").addEventListener("click", () => split(true));
at("leave-split").addEventListener("click", () => split(false));
at("add-part").addEventListener("click", addPart);
at("save-parts").addEventListener("click", () => decide(parts));
at("intent").addEventListener("change", () => {
  if (intents.includes(at("intent").value)) { chosen = at("intent").value; draw(); }
});

document.addEventListener("keydown", (event) => {
  if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "u") { event.preventDefault(); undo(); return; }
  if (!item) return;
  const actions = { a: accept, k: skip, s: () => split(!splitting), m: () => mark("market"), p: () => mark("product"), i: () => at("intent").focus() };
  if (actions[key]) { event.preventDefault(); actions[key](); }
  const number = Number(key);
  if (number >= 1 && number <= offered().length) { chosen = offered()[number - 1]; draw(); }
});

step("/next");
