"""Training data: enough examples in both languages, one intent each, and a domain that fits."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.conversation.commands import COMMANDS, WITHOUT_INTENT
from bot.conversation.messages import BUTTON_INTENTS
from bot.serving.processes import child_environment

ROOT = Path(__file__).resolve().parents[2]
MAIN_INTENTS = (
    "check_export",
    "follow_up_market",
    "follow_up_product",
    "ask_topic",
    "ask_elsewhere",
    "ask_proof",
    "ask_status",
    "ask_duty",
    "ask_rule",
    "affirm",
    "deny",
    "dont_know",
    "change_answer",
)
ENOUGH = 38
# Sent by buttons and by the page; never typed, so never trained.
UNTRAINED = {"open", "answer", "choose_product", "choose_market", "feedback"}
# Each is meant: buttons have no examples, and utter_default is said by Rasa itself.
ACCEPTED_WARNINGS = (
    r"The intent '(?:open|answer|choose_product|choose_market|feedback)' is listed in the domain file, but",
    r"The utterance 'utter_default' is not used in any story or rule",
    r"DeprecationWarning|PyparsingDeprecationWarning|pkg_resources|declare_namespace|distutils",
)


def load(path: Path) -> dict:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def examples(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu" / language).glob("*.yml")):
        for block in load(path)["nlu"]:
            lines = [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
            found.setdefault(block["intent"], []).extend(lines)
    return found


GERMAN, ENGLISH = examples("de"), examples("en")
DOMAIN = load(ROOT / "domain.yml")
INTENTS = {next(iter(one)) if isinstance(one, dict) else one for one in DOMAIN["intents"]}


@pytest.mark.parametrize("found", [GERMAN, ENGLISH], ids=["de", "en"])
def test_main_intents_have_enough_examples(found: dict[str, list[str]]) -> None:
    assert {one: len(found[one]) for one in MAIN_INTENTS if len(found[one]) < ENOUGH} == {}


def test_both_languages_train_the_same_intents() -> None:
    assert set(GERMAN) == set(ENGLISH) == INTENTS - UNTRAINED


def test_no_example_stands_under_two_intents() -> None:
    owners: dict[str, set[str]] = {}
    for found in (GERMAN, ENGLISH):
        for intent, lines in found.items():
            for line in lines:
                owners.setdefault(line.casefold(), set()).add(intent)
    assert {line: names for line, names in owners.items() if len(names) > 1} == {}


def test_every_intent_has_its_rules() -> None:
    rules = load(ROOT / "data" / "dialogue" / "rules.yml")["rules"]
    opening = Counter(
        step["intent"]
        for rule in rules
        if {"active_loop": None} in rule["condition"]
        for step in rule["steps"]
        if "intent" in step
    )
    assert set(opening) == INTENTS | {"nlu_fallback"}
    assert set(opening.values()) == {1}


def test_what_interrupts_the_form_does_not_fill_its_slot() -> None:
    rules = load(ROOT / "data" / "dialogue" / "rules.yml")["rules"]
    interrupting = {
        step["intent"]
        for rule in rules
        if {"active_loop": "check_form"} in rule["condition"]
        for step in rule["steps"]
        if "intent" in step
    }
    (mapping,) = DOMAIN["slots"]["answer"]["mappings"]
    assert interrupting == set(mapping["not_intent"])


def test_buttons_and_commands_are_known_to_the_domain() -> None:
    assert BUTTON_INTENTS <= INTENTS
    assert set(COMMANDS) - WITHOUT_INTENT <= INTENTS


def test_responses_stand_in_both_languages() -> None:
    for name, variants in DOMAIN["responses"].items():
        languages = [one["condition"][0]["value"] for one in variants]
        assert sorted(languages) == ["de", "en"], name


@pytest.mark.rasa
@pytest.mark.slow
def test_rasa_finds_nothing_that_is_not_accepted() -> None:
    command = [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    done = subprocess.run(
        command, cwd=ROOT, env=child_environment({}), capture_output=True, text=True, check=False
    )
    lines = (done.stdout + done.stderr).splitlines()
    warned = [line for line in lines if re.search(r"UserWarning|WARNING|ERROR", line)]
    unknown = [
        line for line in warned if not any(re.search(one, line) for one in ACCEPTED_WARNINGS)
    ]
    assert unknown == []
    assert done.returncode == 0, done.stdout[-2000:]
