"""`make bench`: the engine, the questions it asks, a chat turn and the page beside Rasa's own starter bot.

ARGS=engine, or several names: only these parts.
"""

from __future__ import annotations

import sys

from tests.bench import (
    chat,
    conversation,
    crowd,
    engine,
    finder,
    limits,
    page,
    questions,
    understanding,
)

PARTS = {
    "engine": engine.report,
    "finder": finder.report,
    "limits": limits.report,
    "questions": questions.report,
    "conversation": conversation.report,
    "crowd": crowd.report,
    "understanding": understanding.report,
    "chat": chat.report,
    "page": page.report,
}


def main() -> None:
    """Print the parts asked for, all by default."""
    wanted = sys.argv[1:] or list(PARTS)
    for name in wanted:
        if name not in PARTS:
            raise SystemExit(f"unknown part '{name}'; known: {', '.join(PARTS)}")
        print(f"{name}:", flush=True)
        for line in PARTS[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
