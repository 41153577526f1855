"""`python -m bot.retraining.held_out MODEL FILE`: how well a model does on the fixed test sets, as JSON.

Run by bot.serving after every training, in a process of its own, because loading a model takes Rasa and its
libraries. Accuracy and the mean of F1 over intents, from 0 to 1, per language.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.retraining.scores import accuracy, macro_f1, scores_of
from bot.retraining.test_sets import Labelled, read_test_sets


def main(model: Path, target: Path) -> None:
    """Write the scores of the model on the test sets below the working directory's `data`."""
    tests = read_test_sets(Path("data"))
    scores = held_out_scores(tests, asyncio.run(_predicted(model, tests)))
    target.write_text(json.dumps(scores), encoding="utf-8")


def held_out_scores(
    tests: Sequence[Labelled], predicted: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Scores per language from what is meant and what was predicted."""
    pairs = {
        lang: [
            (one.intent, intent)
            for one, intent in zip(tests, predicted, strict=True)
            if one.language == lang
        ]
        for lang in sorted({one.language for one in tests})
    }
    return {
        "accuracy": {lang: accuracy(some) for lang, some in pairs.items()},
        "macro_f1": {lang: macro_f1(scores_of(some).values()) for lang, some in pairs.items()},
    }


async def _predicted(model: Path, tests: Sequence[Labelled]) -> list[str]:
    # Imported here because Rasa takes seconds to import and only this process needs it.
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    return [str((await agent.parse_message(one.text))["intent"]["name"]) for one in tests]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
