"""What stands around the channel: page, headers, health, and the REST channel for this machine only."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Browser

from bot.summary.as_html import style_hash
from bot.web.visitors import is_loopback
from tests.architecture.import_contracts import ROOT

pytestmark = pytest.mark.server
WIDGET = ROOT / "bot" / "web" / "static" / "widget.js"

CSP = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {style_hash()}; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=60)


def rest(server: str, path: str = "/webhooks/rest/webhook", **headers: str) -> requests.Response:
    body = {"sender": "tester", "message": "hallo"}
    return requests.post(f"{server}{path}", json=body, headers=headers, timeout=60)


class TestPage:
    def test_the_root_is_the_chat_page(self, server: str) -> None:
        answer = get(f"{server}/")

        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<fta-advisor" in answer.text
        assert "Hello from Rasa" not in answer.text

    def test_it_names_who_helps_even_without_scripts(self, server: str) -> None:
        page = get(f"{server}/").text

        assert re.search(
            r"<noscript>.*https://help\.example.*Haus der Hilfe.*</noscript>", page, re.S
        )
        assert "{{" not in page

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/widget.js", "text/javascript"),
            ("/chat.css", "text/css"),
            ("/example-host.html", "text/html"),
            ("/example-host.css", "text/css"),
        ],
    )
    def test_its_parts_are_served(self, server: str, path: str, kind: str) -> None:
        answer = get(f"{server}{path}")

        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        again = get(f"{server}{path}", **{"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

    def test_the_element_comes_in_the_smallest_packing_the_browser_can_read(
        self, server: str
    ) -> None:
        address, sizes, tags = f"{server}/widget.js", [], set()
        for accepted, packing in (
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, br;q=0", "gzip"),
            ("gzip", "gzip"),
            ("identity", None),
            ("br;q=0.0, *;q=0", None),
        ):
            answer = requests.get(
                address, headers={"Accept-Encoding": accepted}, stream=True, timeout=60
            )
            assert answer.headers.get("content-encoding") == packing
            assert answer.headers["vary"] == "Accept-Encoding"
            sizes.append(len(answer.raw.read()))
            tags.add(answer.headers["etag"])
        assert sizes[0] < sizes[1] == sizes[2] < sizes[3] == sizes[4]
        assert len(tags) == 3

    @pytest.mark.browser
    def test_what_a_browser_unpacks_is_what_was_built(self, server: str, browser: Browser) -> None:
        page = browser.new_page()
        with page.expect_response("**/widget.js") as got:
            page.goto(f"{server}/")

        assert got.value.header_value("content-encoding") == "br"
        assert got.value.text() == WIDGET.read_text(encoding="utf-8")
        page.close()

    def test_files_are_kept_for_a_while_and_pages_are_asked_for_anew(self, server: str) -> None:
        kept = get(f"{server}/widget.js").headers

        assert kept["cache-control"] == "public, max-age=600, stale-while-revalidate=86400"
        assert get(f"{server}/").headers["cache-control"] == "no-cache"
        weak = {"If-None-Match": f'"other", W/{kept["etag"]}'}
        assert get(f"{server}/widget.js", **weak).status_code == 304

    def test_it_loads_nothing_from_elsewhere_and_has_nothing_inline(self, server: str) -> None:
        page = get(f"{server}/").text

        assert set(re.findall(r'(?:src|href)="([^"]+)"', page)) == {
            "/chat.css",
            "/widget.js",
            "https://help.example",
        }
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)


@pytest.mark.parametrize("path", ["/", "/widget.js", "/health", "/nowhere", "/webhooks/website/"])
def test_every_answer_is_protected(server: str, path: str) -> None:
    headers = get(f"{server}{path}").headers

    assert headers["content-security-policy"] == CSP
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"].startswith(("no-cache", "no-store", "public, max-age=600,"))


def test_unknown_addresses_and_methods_are_answered_in_json(server: str) -> None:
    unknown = get(f"{server}/nowhere")
    method = get(f"{server}/webhooks/website/message")

    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")
    assert (method.status_code, method.json()["error"]["code"]) == (405, "refused")


def test_health_and_readiness(server: str) -> None:
    assert get(f"{server}/health").json() == {"status": "ok"}

    answer = get(f"{server}/ready")

    # The model and the action server of this server answer; its database was never built.
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not_ready",
        "checks": {"model": True, "actions": True, "database": False, "handoff": True},
        "handoff": {"waiting": 0, "failing": 0, "oldest": None},
    }


def test_without_data_the_page_about_the_assistant_says_who_helps(server: str) -> None:
    answer = get(f"{server}/how-it-works", **{"Accept-Language": "en-GB,en;q=0.9"})

    assert answer.status_code == 503
    assert "House of Help" in answer.json()["error"]["message"]


class TestRestChannel:
    def test_programs_on_this_machine_are_answered(self, server: str) -> None:
        answer = rest(server)

        assert answer.status_code == 200
        assert answer.json()[0]["text"] == "Verstanden: hallo (de)"

    @pytest.mark.parametrize(
        "header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"]
    )
    @pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/webhooks/rest/webhook/"])
    def test_whoever_comes_through_a_proxy_finds_nothing(
        self, server: str, header: str, path: str
    ) -> None:
        answer = rest(server, path, **{header: "127.0.0.1"})

        assert answer.status_code == 404
        assert "Verstanden" not in answer.text

    def test_a_foreign_page_in_a_local_browser_finds_nothing(self, server: str) -> None:
        assert rest(server, Origin="https://evil.example").status_code == 404


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("", False),
        ("localhost.evil", False),
    ],
)
def test_loopback_addresses(address: str, expected: bool) -> None:
    assert is_loopback(address) is expected
