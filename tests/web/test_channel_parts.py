"""Settings, visitors, rates, buttons and bills of the channel, each by itself."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, UserUttered

from bot.agreements.values import AgreementStatus
from bot.conversation.state import CaseState, MaterialLine
from bot.explain.texts import Texts
from bot.web import bills
from bot.web.conversations import Conversations
from bot.web.deletion import forget_tracker
from bot.web.limits import Limits, Rate
from bot.web.problems import DOMAIN, LOCALE_FOLDER, Code, RequestError
from bot.web.results import state_of
from bot.web.settings import WebSettings, WebSettingsError
from bot.web.visitors import is_direct_from_this_machine, visitor

PROXIES = WebSettings.from_environment(
    {"FTA_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8"}
).trusted_proxies


class TestSettings:
    def test_without_any_nobody_else_is_let_in(self) -> None:
        settings = WebSettings.from_environment({})

        assert settings.origins == frozenset()
        assert settings.frame_ancestors == ()
        assert settings.trusted_proxies == ()
        assert settings.session_hours == 12

    def test_lists_are_joined_by_commas(self) -> None:
        given = {
            "FTA_ORIGINS": "https://www.agency.example/, http://localhost:8080",
            "FTA_FRAME_ANCESTORS": "https://www.agency.example",
            "FTA_SESSION_HOURS": "3",
        }
        settings = WebSettings.from_environment(given, ["https://partner.example"])

        assert settings.origins == {
            "https://www.agency.example",
            "http://localhost:8080",
            "https://partner.example",
        }
        assert settings.frame_ancestors == ("https://www.agency.example",)
        assert settings.session_hours == 3

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("FTA_ORIGINS", "*"),
            ("FTA_ORIGINS", "https://*.agency.example"),
            ("FTA_ORIGINS", "agency.example"),
            ("FTA_ORIGINS", "https://agency.example/page"),
            ("FTA_FRAME_ANCESTORS", "'none'; script-src *"),
            ("FTA_TRUSTED_PROXIES", "everybody"),
            ("FTA_SESSION_HOURS", "0"),
            ("FTA_RATE_SESSION", "-1"),
            ("FTA_RATE_ADDRESS", "many"),
        ],
    )
    def test_the_variable_at_fault_is_named(self, name: str, value: str) -> None:
        with pytest.raises(WebSettingsError, match=name):
            WebSettings.from_environment({name: value})


class TestVisitors:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "expected"),
        [
            ("203.0.113.7", None, "203.0.113.7"),
            ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
            ("127.0.0.1", "6.6.6.6 + 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "garbage", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1, garbage", "127.0.0.1"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
            ("", None, "unknown"),
        ],
    )
    def test_only_our_proxies_are_believed(
        self, peer: str, forwarded: str | None, expected: str
    ) -> None:
        given = [] if forwarded is None else forwarded.split(" + ")

        assert visitor(peer, given, PROXIES) == expected

    def test_a_proxy_shows_that_somebody_else_asks(self) -> None:
        assert is_direct_from_this_machine("127.0.0.1", {})
        assert not is_direct_from_this_machine("127.0.0.1", {"x-forwarded-for": "127.0.0.1"})
        assert not is_direct_from_this_machine("203.0.113.7", {})


class TestRates:
    def test_a_bucket_empties_and_fills_up(self) -> None:
        now = [0.0]
        rate = Rate(3, 60.0, lambda: now[0])
        for _ in range(3):
            rate.take("a")
        rate.take("b")

        with pytest.raises(RequestError) as told:
            rate.take("a")

        assert told.value.code is Code.RATE_LIMITED
        assert told.value.retry_after == 20
        now[0] = 20.0
        rate.take("a")
        with pytest.raises(RequestError):
            rate.take("a")

    def test_what_is_remembered_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.web.limits._MOST_BUCKETS", 2)
        rate = Rate(1, 60.0, lambda: 0.0)
        for key in ("a", "b", "c"):
            rate.take(key)

        rate.take("a")
        with pytest.raises(RequestError):
            rate.take("c")

    def test_this_machine_is_not_limited_by_address(self) -> None:
        limits = Limits(WebSettings(rate_address=1, rate_openings=1))
        for _ in range(5):
            limits.request(None)
            limits.opening(None)


def trackers(*events: Any) -> Any:
    class Store:
        async def retrieve_full_tracker(self, conversation_id: str) -> Any:
            return SimpleNamespace(events=list(events)) if events else None

    return Store()


def said(*payloads: str, **more: Any) -> BotUttered:
    buttons = [{"title": one.strip("/"), "payload": one} for one in payloads]
    return BotUttered("?", {"buttons": buttons, **more}, timestamp=100.0)


class TestButtons:
    def title(self, payload: str, *events: Any) -> str | None:
        known = Conversations(clock=lambda: 100.0)
        return asyncio.run(known.title_of("a", payload, trackers(*events)))

    def test_answers_only_of_the_latest_turn(self) -> None:
        told = (UserUttered("/open"), said("/affirm", "/adviser_x"), UserUttered("?"), said("/b"))

        assert self.title("/affirm", *told) is None
        assert self.title("/affirm", *told[:2]) == "affirm"
        assert self.title("/adviser_x", *told) == "adviser_x"
        assert self.title("/b", *told) == "b"

    def test_a_turn_without_an_answer_leaves_the_buttons(self) -> None:
        told = (UserUttered("/open"), said("/affirm"), UserUttered("?"))

        assert self.title("/affirm", *told) == "affirm"

    def test_cards_offer_too(self) -> None:
        card = {
            "kind": "progress",
            "content": {
                "steps": [{"title": "Preis", "payload": '/change_answer{"about": "x"}'}],
                "helpful": '/feedback{"value": "up"}',
                "text": "/stop",
            },
        }
        told = (UserUttered("/open"), said(custom={"blocks": [card]}))

        assert self.title('/change_answer{"about": "x"}', *told) == "Preis"
        assert self.title('/feedback{"value": "up"}', *told) == ""
        assert self.title("/stop", *told) is None

    def test_a_conversation_silent_for_too_long_is_over(self) -> None:
        events = (UserUttered("/open", timestamp=0.0), said("/affirm"))
        for now, expected in ((150.0, True), (161.0, False)):
            known = Conversations(lifetime_seconds=60, clock=lambda now=now: now)
            assert asyncio.run(known.exists("a", trackers(*events))) is expected

    def test_after_a_restart_the_store_knows(self) -> None:
        events = (UserUttered("/open"), said("/affirm"))
        known = Conversations(clock=lambda: 100.0)

        assert asyncio.run(known.exists("a", trackers(*events)))
        assert not asyncio.run(known.exists("b", trackers()))

    def test_one_turn_at_a_time(self) -> None:
        known = Conversations()
        with known.turn("a"), known.turn("b"):
            with pytest.raises(RequestError) as told, known.turn("a"):
                pass
            assert told.value.code is Code.BUSY
        with known.turn("a"):
            pass

    def test_waiting_for_a_turn_has_an_end(self) -> None:
        known = Conversations()

        async def waiting() -> None:
            with known.turn("a"):
                await known.wait_for("a", 0.1)
            await known.wait_for("a", 10)

        asyncio.run(asyncio.wait_for(waiting(), 2))


class TestForgetting:
    def test_every_store_that_is_wrapped_forgets(self) -> None:
        gone: list[str] = []
        inner = SimpleNamespace(forget=gone.append)
        fallback = SimpleNamespace(store={"a": "x", "b": "y"})
        outer = SimpleNamespace(
            _tracker_store=SimpleNamespace(_tracker_store=inner), _fallback_tracker_store=fallback
        )

        forget_tracker("a", outer)

        assert gone == ["a"]
        assert fallback.store == {"b": "y"}

    def test_a_store_that_cannot_forget_is_told(self) -> None:
        with pytest.raises(TypeError, match="cannot forget"):
            forget_tracker("a", SimpleNamespace())


class TestCase:
    @pytest.mark.parametrize(
        "tracker",
        [
            None,
            SimpleNamespace(slots={}),
            SimpleNamespace(slots={"case": SimpleNamespace(value=None)}),
            SimpleNamespace(slots={"case": SimpleNamespace(value="{damaged")}),
            SimpleNamespace(slots={"case": SimpleNamespace(value='{"version": 999}')}),
        ],
    )
    def test_what_cannot_be_read_is_a_new_case(self, tracker: Any) -> None:
        assert state_of(tracker) == CaseState()

    def test_the_case_of_the_slot(self) -> None:
        state = CaseState(hs="841370")
        slot = SimpleNamespace(value=state.to_json())

        assert state_of(SimpleNamespace(slots={"case": slot})) == state


class TestSheet:
    def test_figures_follow_the_language(self) -> None:
        from decimal import Decimal

        line = MaterialLine("Motor", "8501", Decimal("1234.50"), "CN", originating=False)
        german, english = (
            bills.as_csv(CaseState(language=lang, materials=(line,))) for lang in ("de", "en")
        )

        assert '"Motor";"8501";"CN";"1234,50";"EUR";"0"' in german
        assert '"Motor";"8501";"CN";"1234.50";"EUR";"0"' in english
        assert german.startswith("\ufeff")

    @pytest.mark.parametrize(
        ("header", "name"),
        [
            ("a.csv", "a.csv"),
            ("%C3%BCber%20sicht.XLSX", "über sicht.XLSX"),
            ("../../x.csv", "x.csv"),
            ("C:\\x\\y.txt", "y.txt"),
        ],
    )
    def test_a_file_name_is_only_its_last_part(self, header: str, name: str) -> None:
        assert bills.file_name(header) == name


def test_the_page_about_the_assistant_names_every_status() -> None:
    for lang in ("de", "en"):
        said_in = Texts(lang, LOCALE_FOLDER, DOMAIN)
        for status in AgreementStatus:
            assert said_in.has(f"how.data.status.{status.value}")
