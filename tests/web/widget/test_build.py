"""The built file is the build of its source, small, and as careful as its source."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.architecture.import_contracts import ROOT

SOURCE = ROOT / "bot" / "web" / "widget"
BUILT = ROOT / "bot" / "web" / "static" / "widget.js"
LARGEST_GZIPPED = 30_000
RECORDED = re.compile(r"\A/\* .*; sources sha256 ([0-9a-f]{64}) \*/\n")


def sources() -> Iterator[tuple[str, bytes]]:
    """Names and contents of all that goes into the built file, as build.mjs takes them."""
    paths = [*(SOURCE / "src").rglob("*"), SOURCE / "build.mjs", SOURCE / "package-lock.json"]
    named = {path.relative_to(SOURCE).as_posix(): path for path in paths if path.is_file()}
    for name in sorted(named):
        yield name, named[name].read_bytes()


def hash_of_sources() -> str:
    found = hashlib.sha256()
    for name, content in sources():
        found.update(f"{name}\n{len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()


def test_the_built_file_was_built_from_these_sources() -> None:
    recorded = RECORDED.match(BUILT.read_text(encoding="utf-8"))

    assert recorded is not None
    assert recorded[1] == hash_of_sources(), "run `npm ci && npm run build` in bot/web/widget"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the tools that build them, exactly as locked."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("needs Node.js and npm")
    folder = tmp_path_factory.mktemp("widget") / "bot" / "web" / "widget"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules"))
    installed = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-progress", "--prefer-offline"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if installed.returncode != 0 and re.search(
        "ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT", installed.stderr
    ):
        pytest.skip("needs the package registry of npm, or what it brought before")
    assert installed.returncode == 0, installed.stderr
    return folder


def test_a_new_build_gives_the_same_bytes(workshop: Path) -> None:
    target = workshop / "again.js"
    subprocess.run(["node", "build.mjs", str(target)], cwd=workshop, check=True, timeout=60)

    assert target.read_bytes() == BUILT.read_bytes()


def test_the_types_are_right(workshop: Path) -> None:
    checked = subprocess.run(
        ["node_modules/.bin/tsc", "--noEmit"],
        cwd=workshop,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert checked.stdout == ""
    assert checked.returncode == 0


def test_it_is_small() -> None:
    assert len(gzip.compress(BUILT.read_bytes(), 9, mtime=0)) <= LARGEST_GZIPPED


def test_neither_source_nor_build_writes_html_or_evaluates_text() -> None:
    texts = {name: content.decode() for name, content in sources() if name.startswith("src/")}
    texts[BUILT.name] = BUILT.read_text(encoding="utf-8")
    forbidden = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "document.cookie",
    )

    assert [(name, one) for name, text in texts.items() for one in forbidden if one in text] == []


def test_no_source_is_long() -> None:
    long = [name for name, content in sources() if content.count(b"\n") > 330]

    assert [name for name in long if name not in ("package-lock.json", "src/style.css")] == []


def test_the_lock_names_hashes_and_no_addresses() -> None:
    lock = (SOURCE / "package-lock.json").read_text(encoding="utf-8")

    assert "http" not in lock.replace("https://opencollective.com", "")
    assert '"integrity": "sha512-' in lock


def test_whom_to_turn_to_is_the_contact_of_the_data() -> None:
    with (ROOT / "data" / "faq" / "contacts.yml").open(encoding="utf-8") as file:
        entries = YAML(typ="safe").load(file)["contacts"]
    house = next(one for one in entries if one["id"] == "nrw-global-business")
    built = BUILT.read_text(encoding="utf-8")

    assert f'name:"{house["name"]["de"]}",url:"{house["url"]}"' in built


def test_every_sentence_is_used_and_named_in_both_languages() -> None:
    strings = (SOURCE / "src" / "strings.ts").read_text(encoding="utf-8")
    keys = [re.findall(r"^  (\w+): \"", part, re.M) for part in strings.split("const en: Strings")]
    # Some are put together from a part of their name.
    code = "\n".join(
        content.decode()
        for name, content in sources()
        if name.startswith("src/") and name != "src/strings.ts"
    )
    named = set(re.findall(r"\bt\.(\w+)|\"(\w+)\"|texts\.(\w+)", code))
    used = {one for found in named for one in found if one}
    used |= {f"bill_{one}" for one in ("name", "code", "country", "value", "currency")}

    assert keys[0] == keys[1]
    assert len(keys[0]) == len(set(keys[0])) > 100
    assert [one for one in keys[0] if one not in used] == []
