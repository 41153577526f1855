"""Hostile files: bombs, lies about sizes, entities, formulas, damaged archives."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

import openpyxl

_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SCHEMAS = "http://schemas.openxmlformats.org"
_XML = '<?xml version="1.0"?>'
_TYPES = f"""{_XML}<Types xmlns="{_SCHEMAS}/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>
</Types>"""
_OFFICE_RELATIONS = f"{_SCHEMAS}/officeDocument/2006/relationships"
_RELS = (
    f'{_XML}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE_RELATIONS}/{{kind}}" Target="{{target}}"/>'
    "</Relationships>"
)
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_BOOK = f"""{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE_RELATIONS}"><sheets>
<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_SHEET = f"""{_XML}{{doctype}}<worksheet xmlns="{_MAIN}">
{{dimension}}<sheetData>{{rows}}</sheetData></worksheet>"""


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def workbook(sheet: str | bytes, **more: bytes) -> bytes:
    """A workbook with this XML as its only sheet."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml")
        )
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, value in more.items():
            archive.writestr(name, value)
    return content.getvalue()


def sheet(rows: str, doctype: str = "", dimension: str = "") -> str:
    return _SHEET.format(rows=rows, doctype=doctype, dimension=dimension)


def good() -> bytes:
    book = openpyxl.Workbook()
    for row in (("Bezeichnung", "HS-Code", "Land", "Wert (EUR)"), ("Motor", "8501", "China", 210)):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bomb() -> bytes:
    """Under a megabyte that unpacks to hundreds."""
    row = "<row>" + cell("A1", "x" * 1000) + "</row>"
    return workbook(sheet(row * 250_000))


def lying_bomb() -> bytes:
    """A bomb whose archive says that it is small."""
    content = sheet(("<row>" + cell("A1", "x" * 1000) + "</row>") * 60_000).encode()
    true_size, said = len(content).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return workbook(content).replace(true_size, said)


def far_row() -> bytes:
    """One row at the end of the longest sheet: readers that fill the gap take for ever."""
    rows = '<row r="1048576">' + cell("XFD1048576", "Motor") + "</row>"
    return workbook(sheet(rows, dimension='<dimension ref="A1:XFD1048576"/>'))


def laughs() -> bytes:
    """Entities that grow to billions of signs."""
    entities = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    return workbook(sheet(rows, f"<!DOCTYPE worksheet [{entities}]>"))


def outside() -> bytes:
    """An entity that names a file of the server."""
    doctype = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return workbook(sheet(rows, doctype))


def path_names() -> bytes:
    return workbook(
        sheet("<row>" + cell("A1", "Motor 8501 210 EUR") + "</row>"),
        **{"../../../../opt/evil.txt": b"evil", "/etc/evil": b"evil"},
    )


def damaged() -> bytes:
    content = bytearray(good())
    middle = len(content) // 2
    content[middle : middle + 40] = b"\xff" * 40
    return bytes(content)


def cut_off() -> bytes:
    return good()[:300]


def nested_archive() -> bytes:
    inner = good()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("inner.xlsx", inner)
    return content.getvalue()


def gzip_of_nothing() -> bytes:
    return b"PK\x03\x04" + zlib.compress(b"0" * 100_000)
