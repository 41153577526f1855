"""What a model file says about itself: the data it was made of, the code, how well it did.

The card is a member of the archive beside Rasa's own metadata, so that it cannot get lost.
"""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CARD = "advisor-card.json"
_METADATA = "metadata.json"


def model_id(model: Path) -> str:
    """Rasa's id of a model, which its tracker store writes beside every event; "" if it has none."""
    metadata = _member(model, _METADATA)
    return str((metadata or {}).get("model_id", ""))


def read_card(model: Path) -> dict[str, Any]:
    """The card of a model; an empty one where it has none."""
    return _member(model, CARD) or {}


def write_card(model: Path, card: Mapping[str, Any]) -> None:
    """Put the card into the archive, in place of an earlier one."""
    content = json.dumps(dict(card), ensure_ascii=False, indent=1, sort_keys=True).encode()
    draft = model.with_name(f".{model.name}.card")
    with tarfile.open(model, "r:gz") as source, tarfile.open(draft, "w:gz") as target:
        for member in source.getmembers():
            if member.name.removeprefix("./") != CARD:
                target.addfile(member, source.extractfile(member) if member.isfile() else None)
        entry = tarfile.TarInfo(CARD)
        entry.size = len(content)
        target.addfile(entry, io.BytesIO(content))
    draft.replace(model)


def code_version(root: Path) -> str:
    """The commit of the code, with a "+" where files differ from it; "" outside of a repository."""
    described = _git(root, "describe", "--always", "--abbrev=12", "--exclude=*")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return described + "+" if described and changed else described


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _member(model: Path, name: str) -> dict[str, Any] | None:
    try:
        with tarfile.open(model, "r:gz") as archive:
            for member in archive:
                file = (
                    archive.extractfile(member) if member.name.removeprefix("./") == name else None
                )
                if file is not None:
                    content: dict[str, Any] = json.loads(file.read())
                    return content
    except (tarfile.TarError, OSError, ValueError):
        return None
    return None
