// The website channel: one method per address. Errors are told as ChannelError, whatever went wrong.

import type { BillFault, BillLine, Block, Enquiry, FormOffer, Language, Message, Said } from "./types";
import { asList, asText } from "./dom";
import { isLanguage } from "./types";

const PATIENCE_MS = 20_000;
const TOKEN_HEADER = "X-Session-Token";

type Raw = Record<string, unknown>;

/** A refusal of the channel, or `unreachable` / `offline` where there was no answer at all. */
export class ChannelError extends Error {
  constructor(readonly code: string, message = "", readonly field = "", readonly retryAfter = 0) {
    super(message);
  }
}

export class Channel {
  token: string | null = null;

  constructor(private readonly base: URL, private readonly language: () => Language) {}

  async session(): Promise<Message[]> {
    const opened = await this.json("POST", "session", { lang: this.language() });
    this.token = asText(opened["token"]);
    return messages(opened["messages"]);
  }

  async message(said: Said): Promise<Message[]> {
    return messages((await this.json("POST", "message", { lang: this.language(), ...said }))["messages"]);
  }

  async history(): Promise<Message[]> {
    return messages((await this.json("GET", "history"))["messages"]);
  }

  async readBill(content: Blob, name: string): Promise<{ lines: BillLine[]; faults: BillFault[] }> {
    const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(name) };
    const read = await (await this.request("POST", "bill", content, headers)).json() as Raw;
    return { lines: asList(read["lines"]).map(billLine), faults: asList(read["faults"]).map(billFault) };
  }

  async file(name: "summary" | "summary.pdf" | "case.json"): Promise<Blob> {
    return (await this.request("GET", `${name}?lang=${this.language()}`)).blob();
  }

  async preview(): Promise<FormOffer> {
    return formOffer(await this.json("GET", `handoff/preview?lang=${this.language()}`));
  }

  async handOff(enquiry: Enquiry): Promise<string> {
    return asText((await this.json("POST", "handoff", { lang: this.language(), ...enquiry }))["reference"]);
  }

  async forget(): Promise<void> {
    await this.request("DELETE", "session");
    this.token = null;
  }

  private async json(method: string, path: string, content?: object): Promise<Raw> {
    const body = content && JSON.stringify(content);
    const answer = await this.request(method, path, body, body ? { "Content-Type": "application/json" } : {});
    try {
      return await answer.json() as Raw;
    } catch {
      throw new ChannelError("unreachable");
    }
  }

  private async request(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    const sent: Record<string, string> = { "Accept-Language": this.language(), ...headers };
    if (this.token) sent[TOKEN_HEADER] = this.token;
    let answer: Response;
    try {
      answer = await fetch(new URL(path, this.base), {
        method,
        headers: sent,
        body: body ?? null,
        signal: AbortSignal.timeout(PATIENCE_MS),
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
    } catch {
      throw new ChannelError(navigator.onLine ? "unreachable" : "offline");
    }
    if (!answer.ok) throw await refusal(answer);
    return answer;
  }
}

// What stands between us and the channel may answer as well, and not in our JSON.
async function refusal(answer: Response): Promise<ChannelError> {
  try {
    const { error } = await answer.json() as { error: Raw };
    const seconds = Number(answer.headers.get("Retry-After")) || 0;
    return new ChannelError(asText(error["code"]), asText(error["message"]), asText(error["field"]), seconds);
  } catch {
    return new ChannelError("unreachable");
  }
}

function messages(given: unknown): Message[] {
  return asList(given).map((one) => {
    const raw = one as Raw;
    const made: Message = { text: asText(raw["text"]), blocks: asList(raw["blocks"]).map(block), buttons: asList(raw["buttons"]).map(choice) };
    if (raw["from"] === "user" || raw["from"] === "bot") made.from = raw["from"];
    if (isLanguage(raw["language"])) made.language = raw["language"];
    return made;
  });
}

// A block has its content apart, or beside its kind.
function block(given: unknown): Block {
  const { kind, type, content, ...rest } = given as Raw;
  const own = typeof content === "object" && content !== null ? content as Raw : rest;
  return { kind: asText(kind ?? type), content: own };
}

function choice(given: unknown): { title: string; payload: string } {
  const { title, payload } = given as Raw;
  return { title: asText(title), payload: asText(payload) };
}

function billLine(given: unknown): BillLine {
  const raw = given as Raw;
  const { originating } = raw;
  return {
    name: asText(raw["name"]),
    code: asText(raw["code"]),
    country: asText(raw["country"]),
    value: asText(raw["value"]),
    currency: asText(raw["currency"]),
    originating: typeof originating === "boolean" ? originating : null,
  };
}

function formOffer(raw: Raw): FormOffer {
  const consent = (raw["consent"] ?? {}) as Raw;
  const objects = (given: unknown): Raw[] => asList(given) as Raw[];
  return {
    text: asText(raw["text"]),
    kinds: objects(raw["kinds"]).map((one) => ({ id: asText(one["id"]), title: asText(one["title"]) })),
    market: asText(raw["market"]),
    consent: { text: asText(consent["text"]), version: asText(consent["version"]) },
    retention: asText(raw["retention"]),
    signposts: objects(raw["signposts"]).map((one) => ({
      concern: asText(one["concern"]),
      contacts: objects(one["contacts"]).map((who) => ({ name: asText(who["name"]), helps_with: asText(who["helps_with"]), url: asText(who["url"]) })),
    })),
  };
}

function billFault(given: unknown): BillFault {
  const { line, column, message } = given as Raw;
  return { line: typeof line === "number" ? line : null, column: asText(column), message: asText(message) };
}
