// What is kept in this tab: the token of the conversation, the language, the link that was followed.
// Without storage (private mode, blocked by policy) the chat works, it only ends with the page.

type Key = "token" | "language" | "link";

const name = (key: Key): string => `fta-advisor-${key}`;

export const storage = {
  get(key: Key): string | null {
    try {
      return sessionStorage.getItem(name(key));
    } catch {
      return null;
    }
  },
  set(key: Key, value: string): void {
    try {
      sessionStorage.setItem(name(key), value);
    } catch {
      // Kept for this page only.
    }
  },
  forget(key: Key): void {
    try {
      sessionStorage.removeItem(name(key));
    } catch {
      // Nothing was kept.
    }
  },
};
