// The chat page: talks to the website channel and builds every node itself, so that nothing the
// advisor or a visitor writes is ever read as HTML.

const CHANNEL = "/webhooks/website";
const STORED_TOKEN = "fta-advisor-token";
const STORED_LANGUAGE = "fta-advisor-language";
const TYPING_AFTER_MS = 400;
const APOLOGY_AFTER_MS = 8000;
const PATIENCE_MS = 20000;

export const TEXTS = {
  de: {
    title: "FTA Advisor – EU-Handelsabkommen für Ihr Produkt",
    subtitle: "Automatisierter Assistent, kein Mensch",
    log: "Gespräch",
    input: "Ihre Nachricht",
    send: "Senden",
    hint: "Enter sendet, Umschalt+Enter macht eine neue Zeile. Bitte keine persönlichen oder vertraulichen Daten eingeben.",
    controls: "Gespräch steuern",
    back: "Zurück",
    change: "Antwort ändern",
    restart: "Neu beginnen",
    adviser: "Beratung kontaktieren",
    disclaimer: "Orientierung, keine verbindliche Auskunft.",
    outage: "Wenn der Assistent nicht antwortet:",
    bot: "Assistent",
    user: "Sie",
    typing: "Der Assistent schreibt …",
    slow: "Das dauert länger als üblich. Bitte haben Sie noch etwas Geduld.",
    choices: "Antworten zur Auswahl",
    chosen: "Ihre Auswahl:",
    retry: "Noch einmal versuchen",
    unreachable: "Der Assistent ist nicht erreichbar. Ihre Nachricht ist nicht verloren.",
    helper: "Hilfe bekommen Sie auch hier:",
    again: "Das frühere Gespräch ist abgelaufen. Wir haben ein neues begonnen.",
    copy: "Text kopieren",
    copied: "Der Text ist kopiert.",
    not_copied: "Das Kopieren hat nicht geklappt. Der Text ist markiert: bitte mit Strg+C kopieren.",
    full_text: "Alles als Text",
    sources: "Quellen",
    as_of: "Stand",
    mfn: "Zoll ohne Abkommen",
    preferential: "Zoll mit Abkommen",
    proof: "Nachweis",
    conditions: "Bedingungen",
    warnings: "Bitte beachten",
    rule: "Ursprungsregel",
    others: "Weitere Abkommen mit diesem Markt",
    next_steps: "Nächste Schritte",
    legal: "Regel in Kurzschrift",
    options: "Die Möglichkeiten",
    remedies: "Was helfen würde",
    declaration: "Text der Erklärung",
    table: "Tabelle",
  },
  en: {
    title: "FTA Advisor – EU trade agreements for your product",
    subtitle: "Automated assistant, not a human",
    log: "Conversation",
    input: "Your message",
    send: "Send",
    hint: "Enter sends, Shift+Enter makes a new line. Please do not enter personal or confidential data.",
    controls: "Steer the conversation",
    back: "Back",
    change: "Change an answer",
    restart: "Start over",
    adviser: "Contact an adviser",
    disclaimer: "Orientation, not binding information.",
    outage: "If the assistant does not answer:",
    bot: "Assistant",
    user: "You",
    typing: "The assistant is typing …",
    slow: "This is taking longer than usual. Please bear with us.",
    choices: "Answers to choose from",
    chosen: "Your choice:",
    retry: "Try again",
    unreachable: "The assistant cannot be reached. Your message is not lost.",
    helper: "You can also get help here:",
    again: "The earlier conversation has expired. We have started a new one.",
    copy: "Copy text",
    copied: "The text has been copied.",
    not_copied: "Copying did not work. The text is selected: please copy it with Ctrl+C.",
    full_text: "Everything as text",
    sources: "Sources",
    as_of: "as of",
    mfn: "Duty without agreement",
    preferential: "Duty with agreement",
    proof: "Proof",
    conditions: "Conditions",
    warnings: "Please note",
    rule: "Rule of origin",
    others: "Other agreements with this market",
    next_steps: "Next steps",
    legal: "Rule in short notation",
    options: "The options",
    remedies: "What would help",
    declaration: "Text of the declaration",
    table: "Table",
  },
};

// --- nodes -----------------------------------------------------------------------------------

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const asText = (value) => (value === null || value === undefined ? "" : String(value));
const asList = (value) => (Array.isArray(value) ? value : value ? [value] : []);

function isWebAddress(address) {
  return /^https?:\/\/[^\s]+$/i.test(asText(address));
}

function link(address, title) {
  return node("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title || address);
}

// Addresses in running text become links; everything else stays text.
function running(text) {
  return asText(text).split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:)])/i)
    .map((part) => (isWebAddress(part) ? link(part) : part));
}

function paragraphs(text) {
  return asText(text).trim().split(/\n{2,}/).filter(Boolean).flatMap((part) => {
    const made = [];
    let open = null;
    for (const line of part.split("\n")) {
      const item = /^[-•] (.*)$/.exec(line);
      const kind = item ? "ul" : "p";
      if (!open || open.tagName.toLowerCase() !== kind) {
        open = node(kind);
        made.push(open);
      } else if (!item) {
        open.append(node("br"));
      }
      open.append(...(item ? [node("li", {}, ...running(item[1]))] : running(line)));
    }
    return made;
  });
}

function bullets(items) {
  const shown = asList(items).filter(Boolean);
  return shown.length ? node("ul", {}, ...shown.map((one) => node("li", {}, ...running(one)))) : null;
}

// --- blocks ----------------------------------------------------------------------------------

function titled(title, list) {
  return list ? [node("h3", {}, title), list] : [];
}

function facts(pairs) {
  const known = pairs.filter(([, value]) => value);
  if (!known.length) return [];
  return [node("dl", {}, ...known.flatMap(([name, value]) => [node("dt", {}, name), node("dd", {}, ...running(value))]))];
}

const BLOCKS = {
  first_answer(content, t) {
    const frame = content.nothing_to_save || content.pointless ? "verdict verdict-open" : "verdict verdict-good";
    return [
      node("div", { class: frame }, node("h2", {}, asText(content.headline))),
      ...paragraphs(content.status),
      ...facts([[t.mfn, content.mfn], [t.preferential, content.preferential]]),
      bullets(content.unknown),
      ...paragraphs(content.saving),
      bullets(content.notes),
      ...paragraphs(content.hint),
      ...titled(t.proof, bullets(content.proof)),
      ...titled(t.conditions, bullets(content.conditions)),
      ...titled(t.warnings, bullets(content.warnings)),
      ...titled(t.others, bullets(content.others)),
      ...titled(t.next_steps, bullets(content.next_steps)),
      ...titled(t.rule, bullets(content.rule_notes)),
    ];
  },

  result(content, t) {
    const frames = { originating: "verdict-good", not_originating: "verdict-bad" };
    const frame = `verdict ${frames[content.status] || "verdict-open"}`;
    return [
      node("div", { class: frame }, node("h2", {}, asText(content.headline)), ...paragraphs(content.reason)),
      ...titled(t.options, bullets(content.alternatives)),
      ...paragraphs(content.headroom),
      bullets(content.shortfalls),
      ...titled(t.remedies, bullets(content.remedies)),
      ...titled(t.conditions, bullets(content.conditions)),
      ...titled(t.warnings, bullets(content.notes)),
    ];
  },

  rule(content, t) {
    const legal = [content.notation, content.source].filter(Boolean).join(" – ");
    return [
      node("h3", {}, content.title ? `${t.rule}: ${content.title}` : t.rule),
      ...paragraphs(content.text),
      ...paragraphs(content.example),
      ...asList(content.terms).flatMap(paragraphs),
      legal ? node("details", {}, node("summary", {}, t.legal), node("p", {}, legal)) : null,
    ];
  },

  table(content, t) {
    const align = asList(content.align);
    const side = (column) => (align[column] === "right" ? "right" : null);
    const title = asText(content.title) || t.table;
    const head = asList(content.columns).map((one, at) => node("th", { scope: "col", class: side(at) }, asText(one)));
    const rows = asList(content.rows).map((row) => node("tr", {}, ...row.map((cell, at) => (at === 0
      ? node("th", { scope: "row", class: side(at) }, ...running(cell))
      : node("td", { class: side(at) }, ...running(cell))))));
    const table = node("table", {}, node("caption", {}, title), node("thead", {}, node("tr", {}, ...head)), node("tbody", {}, ...rows));
    return [node("div", { class: "table-scroll", role: "region", tabindex: "0", "aria-label": title }, table)];
  },

  markets(content, t) {
    return BLOCKS.table(content, t);
  },

  declaration(content, t, chat) {
    const text = asText(content.text);
    const shown = node("p", { class: "declaration", lang: content.language || null }, text);
    const button = node("button", { type: "button", onclick: () => chat.copy(text, shown) }, t.copy);
    return [node("h3", {}, t.declaration), shown, node("div", { class: "choices" }, button)];
  },

  sources(content, t, chat) {
    const items = asList(content.sources).map((one) => {
      const title = asText(one.title) || asText(one.url);
      const named = isWebAddress(one.url) ? link(one.url, title) : title;
      return node("li", {}, named, one.as_of ? ` (${t.as_of} ${new Date(one.as_of).toLocaleDateString(chat.lang, { timeZone: "UTC" })})` : "");
    });
    return items.length ? [node("h3", {}, t.sources), node("ul", {}, ...items)] : [];
  },

  question(content) {
    return [
      node("h2", {}, asText(content.question)),
      ...paragraphs(content.why),
      content.example ? node("p", { class: "aside" }, ...running(content.example)) : null,
    ];
  },

  candidates() {
    // The text asks and the buttons name the candidates: nothing is missing.
    return [];
  },
};

// Some cards say all that the text says; the text then stays within reach below them. Where no
// agreement can be used, the card knows only the headline: the text has the reasons and what to do.
const REPLACES_TEXT = {
  first_answer: (content) => Boolean(content.usable),
  result: () => true,
  markets: () => true,
};

function replacesText(block) {
  return Boolean(REPLACES_TEXT[block.kind]?.(block.content || {}));
}

// Cards that the text says as well, and that stand below it only if it is replaced.
const SAID_BY_TEXT = new Set(["first_answer", "question", "sources"]);

function isPlainQuestion(message, blocks) {
  return blocks.length === 1 && blocks[0].kind === "question"
    && asText(message.text).startsWith(asText(blocks[0].content.question));
}

function withoutDeclarations(text, blocks) {
  const shown = blocks.filter((block) => block.kind === "declaration").map((block) => asText(block.content.text));
  return shown.filter(Boolean).reduce((left, part) => left.replace(part, ""), asText(text));
}

function body(message, t, chat) {
  const blocks = asList(message.blocks).filter((block) => Object.hasOwn(BLOCKS, block.kind));
  const cards = (shown) => shown.flatMap((block) => BLOCKS[block.kind](block.content || {}, t, chat)).filter(Boolean);
  if (isPlainQuestion(message, blocks)) return cards(blocks);
  if (blocks.some(replacesText)) {
    const text = node("details", {}, node("summary", {}, t.full_text), ...paragraphs(message.text));
    return [...cards(blocks), text];
  }
  const further = blocks.filter((block) => !SAID_BY_TEXT.has(block.kind));
  return [...paragraphs(withoutDeclarations(message.text, blocks)), ...cards(further)];
}

// --- the conversation ------------------------------------------------------------------------

class ChannelError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

// Without storage (private mode, blocked by policy) the chat works, it only ends with the page.
const storage = {
  get(key) {
    try { return sessionStorage.getItem(key); } catch { return null; }
  },
  set(key, value) {
    try { sessionStorage.setItem(key, value); } catch { /* kept for this page only */ }
  },
};

class Chat {
  constructor(root) {
    this.root = root;
    this.log = root.querySelector("#chat-log");
    this.status = root.querySelector("#chat-status");
    this.error = root.querySelector("#chat-error");
    this.input = root.querySelector("#chat-input");
    this.contact = root.querySelector("#chat-contact");
    this.token = storage.get(STORED_TOKEN);
    this.busy = false;
    const asked = new URLSearchParams(location.search).get("lang");
    const wished = [asked, storage.get(STORED_LANGUAGE), navigator.language.slice(0, 2), "de"];
    this.lang = wished.find((one) => Object.hasOwn(TEXTS, one)) || "de";
  }

  get t() {
    return TEXTS[this.lang];
  }

  start() {
    this.speak(this.lang);
    this.root.querySelector("#chat-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendTyped();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.sendTyped();
      }
    });
    for (const button of this.root.querySelectorAll("[data-lang]")) {
      button.addEventListener("click", () => this.switchTo(button.dataset.lang));
    }
    for (const button of this.root.querySelectorAll("[data-control]")) {
      button.addEventListener("click", () => this.send({ payload: button.dataset.control }, button.textContent));
    }
    return this.resume();
  }

  // Everything on the page itself in the language; what was said stays as it was said.
  speak(lang) {
    this.lang = lang;
    storage.set(STORED_LANGUAGE, lang);
    document.documentElement.lang = lang;
    document.title = this.t.title;
    for (const one of this.root.querySelectorAll("[data-text]")) one.textContent = this.t[one.dataset.text];
    for (const one of this.root.querySelectorAll("[data-label]")) one.setAttribute("aria-label", this.t[one.dataset.label]);
    for (const one of this.root.querySelectorAll("[data-lang]")) one.setAttribute("aria-pressed", String(one.dataset.lang === lang));
    this.contact.textContent = this.contact.getAttribute(`data-name-${lang}`);
  }

  switchTo(lang) {
    if (lang === this.lang || this.busy) return;
    this.speak(lang);
    const payload = `/switch_language{"language": "${lang}"}`;
    const name = this.root.querySelector(`[data-lang="${lang}"]`).textContent;
    this.send({ payload }, name);
  }

  async resume() {
    if (!this.token) return this.open();
    return this.attempt(async () => {
      try {
        const { messages } = await this.post("history", { token: this.token });
        this.showHistory(messages);
      } catch (error) {
        if (error.code !== "session_unknown") throw error;
        await this.begin();
      }
    }, () => this.resume());
  }

  open() {
    return this.attempt(() => this.begin(), () => this.open());
  }

  async begin() {
    const { token, messages } = await this.post("session", {});
    this.token = token;
    storage.set(STORED_TOKEN, token);
    this.showAll(messages);
  }

  showHistory(messages) {
    this.log.replaceChildren();
    for (const message of messages) {
      if (message.from === "user") {
        this.settleChoices(message.text);
        this.showOwn(message.text);
      } else {
        this.show(message);
      }
    }
  }

  sendTyped() {
    const text = this.input.value;
    if (!text.trim()) {
      this.input.focus();
      return;
    }
    this.send({ text }, text, true);
  }

  async send(said, shown, typed = false) {
    if (this.busy) return;
    const own = this.showOwn(shown);
    if (typed) this.input.value = "";
    const takeBack = () => {
      own.remove();
      if (typed && !this.input.value) this.input.value = shown;
    };
    await this.attempt(async () => {
      let messages;
      try {
        messages = await this.ask(said);
      } catch (error) {
        takeBack();
        throw error;
      }
      if (!messages) return takeBack();
      this.settleChoices(shown);
      this.showAll(messages);
      if (matchMedia("(pointer: fine)").matches) this.input.focus({ preventScroll: true });
    }, () => (typed ? this.sendTyped() : this.send(said, shown)));
  }

  // The answer; null where the conversation had expired and a new one was begun.
  async ask(said) {
    try {
      return (await this.post("message", { token: this.token, ...said })).messages;
    } catch (error) {
      if (error.code !== "session_unknown") throw error;
      this.log.replaceChildren();
      await this.begin();
      this.fail(this.t.again);
      return null;
    }
  }

  async post(path, content) {
    const answer = await fetch(`${CHANNEL}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ lang: this.lang, ...content }),
      signal: AbortSignal.timeout(PATIENCE_MS),
      credentials: "omit",
      cache: "no-store",
    });
    let read;
    try {
      read = await answer.json();
    } catch {
      throw new ChannelError("unreadable", "");
    }
    if (!answer.ok) throw new ChannelError(read.error?.code || "unknown", read.error?.message || "");
    return read;
  }

  // One thing at a time; a failure is told with a way to try again, and nothing typed is lost.
  async attempt(work, again) {
    this.setBusy(true);
    this.error.replaceChildren();
    const typing = setTimeout(() => { this.status.textContent = this.t.typing; }, TYPING_AFTER_MS);
    const apology = setTimeout(() => { this.status.textContent = this.t.slow; }, APOLOGY_AFTER_MS);
    let failure = null;
    try {
      await work();
    } catch (error) {
      failure = error;
    }
    clearTimeout(typing);
    clearTimeout(apology);
    this.status.textContent = "";
    this.setBusy(false);
    if (failure) {
      console.error(failure);
      this.fail(failure instanceof ChannelError ? failure.message : "", again);
    }
  }

  setBusy(busy) {
    this.busy = busy;
    this.log.setAttribute("aria-busy", String(busy));
  }

  fail(message, again) {
    const name = this.contact.textContent;
    const parts = message ? paragraphs(message) : [
      node("p", {}, this.t.unreachable),
      node("p", {}, `${this.t.helper} `, link(this.contact.href, name)),
    ];
    const retry = again ? node("button", { type: "button", onclick: () => again() }, this.t.retry) : null;
    this.error.replaceChildren(...parts, ...(retry ? [retry] : []));
  }

  // --- showing --------------------------------------------------------------------------------

  show(message) {
    const t = this.t;
    const content = node("div", { class: "message-body" }, ...body(message, t, this));
    const made = node("article", { class: "message message-bot", lang: this.lang }, node("span", { class: "unseen" }, `${t.bot}: `), content);
    const buttons = asList(message.buttons);
    if (buttons.length) {
      const choices = buttons.map((one) => node("button", { type: "button", onclick: () => this.send({ payload: one.payload }, one.title) }, one.title));
      content.append(node("div", { class: "choices", role: "group", "aria-label": t.choices, "data-open": true }, ...choices));
    }
    this.log.append(made);
    return made;
  }

  // An answer of several messages is read from its beginning.
  showAll(messages) {
    const [first] = messages.map((message) => this.show(message));
    first?.scrollIntoView({ block: "start" });
  }

  showOwn(text) {
    const content = node("div", { class: "message-body" }, text);
    const made = node("article", { class: "message message-user", lang: this.lang }, node("span", { class: "unseen" }, `${this.t.user}: `), content);
    this.log.append(made);
    made.scrollIntoView({ block: "nearest" });
    return made;
  }

  // Choices of an answered question say what was chosen and can no longer be pressed.
  settleChoices(shown) {
    for (const group of this.log.querySelectorAll("[data-open]")) {
      const titles = [...group.querySelectorAll("button")].map((button) => button.textContent);
      if (titles.includes(shown)) group.replaceWith(node("p", { class: "chosen" }, `${this.t.chosen} ${shown}`));
      else group.remove();
    }
  }

  async copy(text, shown) {
    try {
      await navigator.clipboard.writeText(text);
      this.status.textContent = this.t.copied;
    } catch {
      getSelection().selectAllChildren(shown);
      this.status.textContent = this.t.not_copied;
    }
  }
}

const chat = new Chat(document.querySelector("#fta-chat"));
chat.start();
