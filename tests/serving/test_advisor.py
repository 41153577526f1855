"""Ports and addresses of the advisor's two services."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.serving import advisor
from bot.serving.advisor import Installation
from bot.serving.console import ServingError
from tests.architecture.import_contracts import ROOT

YML = """\
# helpers
action_endpoint:
  # the port is replaced
  url: "http://localhost:5055/webhook"  # default
  timeout: 5

tracker_store:
  url: "postgresql://db"
"""


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    (tmp_path / "endpoints.yml").write_text(YML, encoding="utf-8")
    return Installation(tmp_path, Path(sys.executable), {"PATH": "/bin"})


class TestEndpoints:
    def test_only_the_action_servers_address_is_replaced(self) -> None:
        content = YAML(typ="safe").load(advisor.endpoints_for(YML, 6001))

        assert content == {
            "action_endpoint": {"url": "http://127.0.0.1:6001/webhook", "timeout": 5},
            "tracker_store": {"url": "postgresql://db"},
        }

    def test_the_projects_own_file_can_be_rewritten(self) -> None:
        text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
        before = YAML(typ="safe").load(text)

        after = YAML(typ="safe").load(advisor.endpoints_for(text, 6001))

        assert before["action_endpoint"]["url"] == "http://localhost:5055/webhook"
        before["action_endpoint"]["url"] = "http://127.0.0.1:6001/webhook"
        assert after == before

    @pytest.mark.parametrize("text", ["", "tracker_store:\n  url: x\n", "action_endpoint:\n"])
    def test_a_file_without_the_address_is_an_error(self, text: str) -> None:
        with pytest.raises(ServingError, match=r"endpoints\.yml"):
            advisor.endpoints_for(text, 6001)

    def test_each_action_port_has_a_file_of_its_own(self, place: Installation) -> None:
        first, second = (advisor.write_endpoints(place, port) for port in (6001, 6002))

        assert first != second
        assert ":6001/" in first.read_text(encoding="utf-8")


class TestPortSetting:
    @pytest.mark.parametrize(("text", "port"), [("", 5005), ("8080", 8080), (" 81 ", 81)])
    def test_numbers_are_taken_and_nothing_means_the_default(self, text: str, port: int) -> None:
        assert advisor.port_setting({"PORT": text}, "PORT", 5005) == port

    @pytest.mark.parametrize("text", ["http", "0", "70000", "-1", "5005.0", "²"])
    def test_anything_else_is_an_error(self, text: str) -> None:
        with pytest.raises(ServingError, match=re.escape(f"PORT={text!r}")):
            advisor.port_setting({"PORT": text}, "PORT", 5005)


class TestServices:
    def test_both_listen_on_loopback_only(self, place: Installation) -> None:
        actions = advisor.action_server(place, 6001)
        rasa = advisor.rasa_server(place, Path("m.tar.gz"), Path("e.yml"), 6002)
        shell = advisor.shell_command(place, Path("m.tar.gz"), Path("e.yml"), ["--debug"])

        assert actions.environ["SANIC_HOST"] == "127.0.0.1"
        for command in (rasa.command, shell):
            assert command[command.index("--interface") + 1] == "127.0.0.1"
        assert shell[-1] == "--debug"

    def test_the_action_server_does_without_rasa(self, place: Installation) -> None:
        assert advisor.action_server(place, 6001).command[1:4] == [
            "-m",
            "bot.serving.quietly",
            "rasa_sdk",
        ]
