"""The website channel on the real Rasa: from the first message to the result, the adviser, and deletion."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import requests
from pypdf import PdfReader

from bot.serving.advisor import Installation
from tests.dialogue.conftest import PATIENCE

pytestmark = [pytest.mark.server, pytest.mark.rasa, pytest.mark.slow]

BILL = "Bezeichnung;HS-Code;Land;Wert (EUR)\nTiefgeheimmotor;8501;China;210\nGehäuse;7325;EU;180\n"
FORM = {
    "kind": "advice",
    "name": "Unverwechselbare Person",
    "email": "person@firma.example",
    "message": "Bitte um Rückruf wegen Tiefgeheim",
    "consent": True,
    "include_case": True,
    "lang": "de",
}


class Page:
    """What the element does on a page."""

    def __init__(self, address: str) -> None:
        self.base = f"{address}/webhooks/website"
        self.token = ""
        self.messages: list[dict[str, Any]] = []

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"X-Session": self.token, **more.pop("headers", {})}
        url = f"{self.base}/{path}"
        return requests.request(method, url, headers=headers, timeout=PATIENCE, **more)

    def open(self) -> None:
        answer = self.ask("POST", "session", json={"lang": "de"}).json()
        self.token, self.messages = answer["token"], answer["messages"]

    def say(self, **said: Any) -> str:
        answer = self.ask("POST", "message", json={"lang": "de", **said})
        assert answer.status_code == 200, answer.text
        self.messages = answer.json()["messages"]
        return "\n".join(one["text"] for one in self.messages)


def test_from_the_first_message_to_deletion(address: str, installation: Installation) -> None:
    page = Page(address)
    page.open()
    assert "automatisierte" in page.messages[0]["text"]

    assert "Vietnam" in page.say(text="841370 nach Vietnam, Tiefgeheimware")
    read = page.ask(
        "POST", "bill", data=BILL.encode(), headers={"X-File-Name": "tiefgeheimliste.csv"}
    ).json()
    assert read["faults"] == []
    assert "Tiefgeheimmotor" in page.say(bill=read["lines"])
    page.say(payload="/affirm")

    summary = page.ask("GET", "summary", headers={"Accept": "application/json"}).json()
    assert summary["title"] == "Ergebnis der Prüfung"
    pdf = page.ask("GET", "summary.pdf?lang=en")
    assert "Result of the check" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    case = page.ask("GET", "case.json").json()
    assert [one["hs"] for one in case["case"]["materials"]] == ["8501", "7325"]
    preview = page.ask("GET", "handoff/preview").json()
    assert "Tiefgeheimmotor" in preview["text"]
    assert page.ask("POST", "handoff", json=FORM).status_code == 202

    history = page.ask("GET", "history").json()["messages"]
    told = [one["text"] for one in history if one["from"] == "user"]
    assert told[:2] == ["841370 nach Vietnam, Tiefgeheimware", "Materialliste: 2 Zeilen"]
    assert len(told) == 3

    assert page.ask("DELETE", "session").json()["deleted"] is True
    for path in ("history", "case.json", "summary"):
        assert page.ask("GET", path).status_code == 404
    log = (Path(installation.root) / "var" / "log" / "rasa.log").read_text(errors="replace")
    for private in ("Tiefgeheim", "tiefgeheim", "Unverwechselbare", "person@firma", page.token):
        assert private not in log
