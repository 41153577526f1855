"""The contact form of the page: what will be sent, and taking it with its consent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.state import CaseState
from bot.faq.contacts import Contact
from bot.faq.signposts import Signposts, read_signposts
from bot.handoff.form import CONSENT_VERSION, Form, FormError, Kind, read_form
from bot.handoff.message import as_lines, content_of, texts
from bot.store.advice_log import session_hash
from bot.store.outbox import Consent, NewHandoff, Outbox
from bot.web import results
from bot.web.problems import Code, RequestError

_NOBODY = Form(Kind.ADVICE, "", "", "", "", "", "", "", include_case=True)


@lru_cache(maxsize=4)
def signposts(folder: Path) -> Signposts:
    """Which house helps with what."""
    return read_signposts(folder)


def preview(state: CaseState, desk: Desk, lang: str, keep_days: int) -> dict[str, Any]:
    """What is sent along with the form, the words of the consent, and who else helps."""
    said = texts(lang)
    content = content_of(_NOBODY, results.text(state, desk, lang), "")
    posts = signposts(desk.services.settings.data / "faq").for_market(state.market or None)
    return {
        "text": "\n".join(as_lines(content, lang)).strip(),
        "has_case": bool(content["case_text"]),
        "kinds": [{"id": kind.value, "title": said.text(f"form.{kind.value}")} for kind in Kind],
        "market": state.market or None,
        "consent": {"text": said.text("consent"), "version": CONSENT_VERSION, "language": lang},
        "retention": said.text("form.retention", days=keep_days),
        "signposts": [
            {
                "id": post.id,
                "concern": post.concern[lang],
                "contacts": [_contact(one, lang) for one in post.contacts],
            }
            for post in posts
        ],
    }


def _contact(contact: Contact, lang: str) -> dict[str, str]:
    return {
        "name": contact.name[lang],
        "helps_with": contact.helps_with[lang],
        "url": contact.url,
    }


def read(given: Mapping[str, Any]) -> Form:
    """The form; raises a RequestError that names the field."""
    try:
        return read_form(given)
    except FormError as error:
        code = Code.FORM_MISSING if error.code == "missing" else Code.FORM_INVALID
        raise RequestError(code, error.field) from None


def take(form: Form, state: CaseState, sender: str, lang: str, desk: Desk, outbox: Outbox) -> str:
    """Store a request with its consent; returns the reference. Raises StoreError if it cannot be stored."""
    known = replace(form, market=form.market or state.market)
    content = content_of(
        known, results.text(state, desk, lang), results.case_json_if_any(state, desk)
    )
    now = datetime.now(timezone.utc)
    made = NewHandoff(session_hash(sender), _fingerprint(form), form.kind.value, lang, content, now)
    consent = Consent(texts(lang).text("consent"), CONSENT_VERSION, lang, now)
    return outbox.add(made, consent)


def _fingerprint(form: Form) -> str:
    """The same for the same form: a second click is no second request."""
    told = json.dumps({**asdict(form), "kind": form.kind.value}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
