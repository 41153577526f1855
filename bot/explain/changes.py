"""What an answer changed: the result before and after in one or two sentences."""

from __future__ import annotations

from bot.advice import Assessment
from bot.explain.formats import money
from bot.explain.scope_words import Speaker
from bot.explain.words import Words


def changed(before: Assessment, after: Assessment, words: Words, lang: str) -> str:
    """What is different now; says so too if nothing is."""
    speaker = Speaker(lang, words)
    old, new = before.determination.status, after.determination.status
    if old is not new:
        return speaker.text(
            "changed.status",
            before=speaker.text(f"short.{old.value}"),
            after=speaker.text(f"short.{new.value}"),
        )
    parts = [speaker.text("changed.same", status=speaker.text(f"short.{new.value}"))]
    currency = after.case.product.currency
    if after.headroom is not None and before.headroom != after.headroom:
        amount = money(after.headroom, currency, lang)
        parts.append(speaker.text("changed.headroom", amount=amount))
    open_before, open_after = len(before.determination.missing), len(after.determination.missing)
    if open_before != open_after:
        parts.append(speaker.text("changed.missing", before=open_before, after=open_after))
    return " ".join(parts)
