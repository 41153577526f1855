// A message as HTML: its text, its cards, and which of the two says what.

import { asList, asText, h, paragraphs } from "../dom";
import type { Child } from "../dom";
import type { Block, Message } from "../types";
import { firstAnswer, markets, result, rule } from "./answers";
import { declaration, glossary, progress, question } from "./others";
import type { Card, Frame } from "./parts";
import { folded, sources, table } from "./parts";

const CARDS: Record<string, Card> = {
  first_answer: firstAnswer,
  result,
  rule,
  markets,
  table: (content, frame) => table(content, frame),
  declaration,
  sources: (content, frame) => sources(content, frame),
  question,
  progress,
  // The text asks and the buttons name the candidates; it thanks for a thumb: nothing is missing.
  candidates: () => [],
  feedback: () => [],
};

// These say all that the text says; the text then stays within reach below them.
const SAYS_ALL: Record<string, (block: Block) => boolean> = {
  first_answer: ({ content }) => Boolean(content["usable"] || asList(content["next_steps"]).length),
  result: () => true,
  markets: () => true,
};

// Said by the text as well: shown only where a card takes the place of the text.
const SAID_BY_TEXT = new Set(["first_answer", "question", "sources"]);

// Beside what is said: they make no card of a message.
const GLOSSARY = "glossary";
const BESIDE = new Set(["progress", "candidates", "feedback", GLOSSARY]);

/** Whether a message is more than a few sentences, and stands on a card of its own. */
export const isCard = (message: Message): boolean => message.blocks.some((block) => !BESIDE.has(block.kind));

/** What explains the words of a message; it stands below its choices. */
export const termsOf = (message: Message, frame: Frame): Child[] => message.blocks.filter((block) => block.kind === GLOSSARY).flatMap((block) => glossary(block.content, frame));

export function body(message: Message, frame: Frame): Child[] {
  const known = message.blocks.filter((block) => Object.hasOwn(CARDS, block.kind));
  const leading = known.filter((block) => block.kind === "progress");
  const blocks = known.filter((block) => block.kind !== "progress");
  return [...cards(leading, frame), ...content(message, blocks, frame)];
}

const cards = (blocks: Block[], frame: Frame): Child[] => blocks.flatMap((block) => CARDS[block.kind]?.(block.content, frame) ?? []);

function content(message: Message, blocks: Block[], frame: Frame): Child[] {
  const { t } = frame;
  const [only] = blocks;
  if (only && blocks.length === 1 && only.kind === "question" && message.text.startsWith(asText(only.content["question"]))) return cards(blocks, frame);
  if (blocks.some((block) => SAYS_ALL[block.kind]?.(block))) {
    return [...cards(blocks, frame), folded(t.full_text, h("div", { class: "full-text" }, ...paragraphs(message.text, t.new_tab)))];
  }
  const further = blocks.filter((block) => !SAID_BY_TEXT.has(block.kind));
  const { before, after } = around(message.text, further);
  return [...paragraphs(before, t.new_tab), ...cards(further, frame), ...paragraphs(after, t.new_tab)];
}

// The text without what the cards show of it: the declaration, the rows of a table.
function around(text: string, blocks: Block[]): { before: string; after: string } {
  const shown = blocks.flatMap((block) => said(block)).filter(Boolean);
  const first = shown.map((part) => text.indexOf(part)).filter((at) => at >= 0).sort((a, b) => a - b)[0];
  if (first === undefined) return { before: text, after: "" };
  const rest = shown.reduce((left, part) => left.replace(part, ""), text.slice(first)).replace(/\n +(?=\n)/g, "\n");
  return { before: text.slice(0, first), after: rest.replace(/\n{3,}/g, "\n\n") };
}

function said({ kind, content: given }: Block): string[] {
  if (kind === "declaration") return [asText(given["text"]), ...asList(given["notes"]).map((one) => `- ${asText(one)}`)];
  if (kind !== "table") return [];
  return [given["columns"], ...asList(given["rows"])].map((row) => asList(row).map(asText).join(" | "));
}
