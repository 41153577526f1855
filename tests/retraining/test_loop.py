"""The whole loop on simulated conversations: it gets better on new words, and a poisoned batch is stopped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from bot.language.words import key_of
from bot.retraining import learned
from bot.retraining.collect import collect
from bot.retraining.compare import Comparison, comparison_file, recent_texts, taught_against
from bot.retraining.compare import compare as compared
from bot.retraining.errors import LearningError
from bot.retraining.gates import MOST_SLIPS, objections
from bot.retraining.insight import insight_of
from bot.retraining.insight_page import write_insight
from bot.retraining.lessons import Lesson
from bot.retraining.merge import Merged, merge
from bot.retraining.places import Places
from bot.retraining.promotion import candidate_of, promote_candidate, train_candidate
from bot.retraining.redact import Redactor
from bot.retraining.report import write_report
from bot.retraining.running_model import RunningModel, running
from bot.retraining.select_items import select_items
from bot.serving.model import fingerprint, library_versions, model_path
from bot.serving.model_card import model_id, read_card
from bot.serving.promoted import promotions
from bot.store.tracker import AdvisorTrackerStore
from bot.wiring import Services
from tests.architecture.import_contracts import ROOT
from tests.retraining.project import KnowingReviewer
from tests.retraining.simulator import sayings
from tests.retraining.simulator.conversations import Simulated, simulated, write
from tests.retraining.test_lessons import FLIPPED
from tests.retraining.whole_loop import started

pytestmark = [pytest.mark.rasa, pytest.mark.server, pytest.mark.slow]

CONVERSATIONS = 250
INJECTED = (
    "ja das machen wir selbst so", "ja stimmt genau so", "ja wir haben das", "ja richtig so ist es", "ja genau das",
    "ja klar doch", "ja ja das stimmt", "yes we do that", "yes that is right so", "yes exactly that one",
    "yes we make that", "ja natürlich machen wir das", "ja sicher doch", "ja gerne so", "yes sure thing",
)  # fmt: skip


@dataclass
class Loop:
    """What one run of the loop has come to, and beside it one with a poisoned batch."""

    places: Places
    said: list[Simulated]
    merged: Merged
    found: Comparison
    serving: Path
    poisoned: Places
    poisoned_merge: Merged
    poisoned_lessons: list[Lesson]


def learned_from(
    places: Places, redactor: Redactor, services: Services, reviewer: KnowingReviewer
) -> Merged:
    """From the tracker store to the files of data/."""
    collect(places, redactor)
    select_items(places)
    reviewer.review_all()
    return merge(places, redactor, lambda hs: hs in services.labels.by_digits)


def inject(places: Places) -> None:
    """Examples that nobody reviewed, put into the files by hand: each "yes" is taught as "no"."""
    line = {"entities": "[]", "batch": "evil", "reviewer": "evil", "reviewed": "", "seen": "1"}
    injected = [
        learned.LearnedExample(
            "de" if text.startswith("ja") else "en", "deny", text, model="", redaction="1", **line
        )
        for text in INJECTED
    ]
    learned.write_examples(places.data, [*learned.read_examples(places.data), *injected])


@pytest.fixture(scope="module")
def loop(
    tmp_path_factory: pytest.TempPathFactory, services: Services, redactor: Redactor
) -> Iterator[Loop]:
    places, place, serving = started(tmp_path_factory.mktemp("loop"))
    poisoned, _, _ = started(tmp_path_factory.mktemp("poisoned"))
    talks = simulated(CONVERSATIONS)
    said = [one for talk in talks for one in talk.said]
    with running(place, serving, with_actions=False) as model:
        write(places.tracker, talks, model.parse, model_id(serving))
        shutil.copytree(places.root / "var", poisoned.root / "var")
        merged = learned_from(places, redactor, services, KnowingReviewer(places, redactor, said))
        liar = KnowingReviewer(
            poisoned, redactor, said, lambda one: FLIPPED.get(one.intent, "stop")
        )
        poisoned_merge = learned_from(poisoned, redactor, services, liar)
        inject(poisoned)
        poisoned_lessons = taught_against(poisoned.data, model)
    candidate = train_candidate(place)
    held_back = [one.text for one in sayings.held_back()]
    found = compared(places, place, candidate, serving, [*recent_texts(places), *held_back])
    found.save(comparison_file(places))
    yield Loop(places, talks, merged, found, serving, poisoned, poisoned_merge, poisoned_lessons)
    places.close()
    poisoned.close()


def right(predictions: dict[str, tuple[str, float]]) -> float:
    held_back = list(sayings.held_back())
    return sum(predictions[one.text][0] == one.intent for one in held_back) / len(held_back)


def test_what_is_held_back_was_never_said(loop: Loop) -> None:
    said = {key_of(one.text) for talk in loop.said for one in talk.said}
    assert [one.text for one in sayings.held_back() if key_of(one.text) in said] == []


def test_rasa_reads_the_simulated_conversations(loop: Loop) -> None:
    import asyncio

    store = AdvisorTrackerStore(Domain.load(str(ROOT / "domain.yml")), host=loop.places.tracker)
    talk = next(one for one in loop.said if len(one.said) > 2)
    tracker = asyncio.run(store.retrieve_full_tracker(talk.sender))
    store.engine.dispose()

    typed = [
        event.text
        for event in tracker.events
        if getattr(event, "intent", None) and not event.text.startswith("/")
    ]
    assert typed == [one.text for one in talk.said]
    assert tracker.get_slot("case")


def test_the_model_gets_better_on_new_words(loop: Loop) -> None:
    before, after = right(loop.found.serving.predictions), right(loop.found.candidate.predictions)

    # A third of what was not understood before is; the serving model knows two thirds of it already.
    assert after >= before + 0.15, (before, after)


def test_the_model_is_no_worse_on_the_old_ones(loop: Loop) -> None:
    for lang in ("de", "en"):
        assert loop.found.candidate.accuracy[lang] >= loop.found.serving.accuracy[lang]
        assert loop.found.candidate.macro_f1[lang] >= loop.found.serving.macro_f1[lang] - 0.005


def test_the_good_batch_passes_the_gates_and_goes_into_service(loop: Loop) -> None:
    assert objections(loop.found) == []
    assert promote_candidate(loop.places) == []

    names = [one.model for one in promotions(loop.places.root)]
    assert names == [candidate_of(loop.places).name, loop.serving.name]
    card = read_card(candidate_of(loop.places))
    assert card["data_hash"] in names[0]
    assert set(card) >= {"data_hash", "code_version", "scores", "trained"}


def test_new_products_are_learned_with_their_codes(loop: Loop) -> None:
    words = {one.word: one.hs for one in loop.merged.words}
    new = {word: hs for some in sayings.NEW_PRODUCTS.values() for word, hs in some}

    assert set(words) & set(new)
    assert all(new[word] == hs for word, hs in words.items() if word in new)


def test_spam_is_not_learned(loop: Loop) -> None:
    texts = " ".join(one.text for one in loop.merged.examples).casefold()
    assert not [word for word in ("followers", "casino", "crypto", "qwertz") if word in texts]


def test_no_secret_of_the_simulated_visitors_was_merged(loop: Loop) -> None:
    merged = "".join(
        path.read_text(encoding="utf-8") for path in (loop.places.data / "nlu").rglob("learned*")
    )
    for secret in ("Osterkamp", "Whitfield", "5566778", "47.300", "47,300", "496 0777"):
        assert secret not in merged


def test_the_changes_are_lines_that_git_shows(loop: Loop) -> None:
    done = subprocess.run(
        ["git", "diff", "--no-index", "--stat", str(ROOT / "data"), str(loop.places.data)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    changed = {
        line.split("|")[0].strip().rpartition("/")[2].rstrip("}")
        for line in done.stdout.splitlines()[:-1]
    }

    assert {"learned.csv", "learned.yml", "learned_words.csv"} <= changed
    assert all(name.startswith("learned") or name[:2].isdigit() for name in changed), changed


def test_the_report_and_the_insight_hold_no_foreign_address_and_no_secret(
    loop: Loop, services: Services, tmp_path: Path
) -> None:
    report = write_report(loop.places).read_text(encoding="utf-8")
    page, table = write_insight(insight_of(loop.places, services), tmp_path, services)

    for text in (report, page.read_text(encoding="utf-8")):
        assert text.count("<svg") >= 5
        for foreign in ("<script", "<link", "src=", "@import", "url(http"):
            assert foreign not in text
        for secret in ("Osterkamp", "Whitfield", "5566778", "sim-0"):
            assert secret not in text
    rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    assert all(int(row[-2]) == 0 or int(row[-2]) >= 5 for row in rows)


def test_a_poisoned_batch_is_stopped(loop: Loop) -> None:
    """Wrong labels throughout, and injected examples in which a "yes" is taught as "no".

    Its model is taken to be as good as the one in service on every test: only what it was taught tells.
    """
    assert len(loop.poisoned_merge.examples) > MOST_SLIPS
    candidate = model_path(loop.poisoned.root, fingerprint(loop.poisoned.root, library_versions()))
    shutil.copy(loop.serving, candidate)
    equal = replace(loop.found.serving, model=candidate.name)
    found = replace(loop.found, candidate=equal, changed=[], lessons=loop.poisoned_lessons)
    found.save(comparison_file(loop.poisoned))

    against = "\n".join(promote_candidate(loop.poisoned))

    assert "a yes is taught as a no" in against
    assert "contradict what was read with certainty" in against
    assert "the serving model had not thought at all" in against
    in_service = [one.model for one in promotions(loop.poisoned.root)]
    assert in_service == [loop.serving.name]


def test_what_was_injected_without_its_origin_is_told(loop: Loop) -> None:
    path = loop.poisoned.data / "nlu" / "de" / "learned.yml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written + "      - gar nicht geprüft\n", encoding="utf-8")
    try:
        with pytest.raises(LearningError, match=r"de/learned\.yml is not what"):
            taught_against(loop.poisoned.data, RunningModel("http://127.0.0.1:9"))
    finally:
        path.write_text(written, encoding="utf-8")
