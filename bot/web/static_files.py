"""The files of the page as they are sent: packed once, at the start, and told apart by their content."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw

from bot.web.contact import Contact

_FOLDER = Path(__file__).with_name("static")
_ELEMENT = "widget.js"
_OTHERS = ("example-host.html", "chat.css", "example-host.css")
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_PLAIN = "identity"
_REFUSED = re.compile(r"q\s*=\s*0(\.0*)?")
# Pages say which files they want, so they are asked for anew; the files themselves may be ten minutes
# old, and for a day longer while a browser already fetches the new ones.
_PAGE_KEPT = "no-cache"
_FILE_KEPT = "public, max-age=600, stale-while-revalidate=86400"


@dataclass(frozen=True)
class StaticFile:
    """A file in every packing there is of it; those that save most come first."""

    packings: Mapping[str, bytes]
    media_type: str
    kept: str

    @classmethod
    def of(
        cls, content: bytes, suffix: str, packed: Mapping[str, bytes] | None = None
    ) -> StaticFile:
        """The file with what was packed beforehand, and packed as every browser can read it."""
        packings = {**(packed or {}), "gzip": gzip.compress(content, 9, mtime=0), _PLAIN: content}
        kept = _PAGE_KEPT if suffix == ".html" else _FILE_KEPT
        return cls(packings, _MEDIA_TYPES[suffix], kept)

    def tag(self, packing: str) -> str:
        """Changes whenever the content does, and is another one for each packing."""
        found = hashlib.sha256(self.packings[packing]).hexdigest()[:32]
        return f'"{found}"'

    def answer(self, request: Request) -> HTTPResponse:
        """The file as the browser can unpack it, or only the word that it has it already."""
        accepted = accepted_packings(request.headers.get("accept-encoding", ""))
        packing = next((one for one in self.packings if one in accepted), _PLAIN)
        tag = self.tag(packing)
        headers = {"ETag": tag, "Cache-Control": self.kept, "Vary": "Accept-Encoding"}
        if tag in _tags(request.headers.get("if-none-match", "")):
            return empty(status=304, headers=headers)
        if packing != _PLAIN:
            headers["Content-Encoding"] = packing
        return raw(self.packings[packing], content_type=self.media_type, headers=headers)


def static_files(contact: Contact) -> Mapping[str, StaticFile]:
    """The files by their addresses; the page names the contact even while nothing else works."""
    page = (_FOLDER / "index.html").read_text(encoding="utf-8")
    for lang, name in contact.name.items():
        page = page.replace(f"{{{{ contact.name.{lang} }}}}", escape(name))
    page = page.replace("{{ contact.url }}", escape(contact.url))
    # The build packs the element best; a server that starts could not do so without another library.
    packed = {"br": (_FOLDER / f"{_ELEMENT}.br").read_bytes()}
    element = StaticFile.of((_FOLDER / _ELEMENT).read_bytes(), ".js", packed)
    files = {"/": StaticFile.of(page.encode(), ".html"), f"/{_ELEMENT}": element}
    others = {
        f"/{name}": StaticFile.of((_FOLDER / name).read_bytes(), Path(name).suffix)
        for name in _OTHERS
    }
    return {**files, **others}


def accepted_packings(header: str) -> frozenset[str]:
    """The packings that a browser names in Accept-Encoding, without those it refuses (`;q=0`)."""
    accepted = set()
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        if not _REFUSED.fullmatch(weight.strip()):
            accepted.add(name.strip())
    return frozenset(accepted)


def _tags(header: str) -> frozenset[str]:
    """The tags of If-None-Match; a proxy may have marked one as weak."""
    return frozenset(one.strip().removeprefix("W/") for one in header.split(","))
