"""The command line: find, assess, advise, markets, replay, handoff, data, learn, insight.

Answers go to standard output, as text or with `--json` as one JSON object. Bad input ends with status 2 and
one JSON object {"error": {"code", "message", "field"}} on standard error, never with a traceback.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from bot.advice import Advice
from bot.agreements.catalogue import version_of
from bot.case_fields import MOST_BYTES, Fields, InputError, object_at, parse_json
from bot.cli_cases import add_replay, run_replay
from bot.cli_data import DATA_ERRORS, build, data_faults, record, stats, stats_lines
from bot.cli_handoff import add_handoff, run_handoff
from bot.explain.advice_json import advice_json, markets_json
from bot.explain.assessment_json import assessment_json
from bot.explain.first_answer import first_answer
from bot.explain.markets import market_table
from bot.explain.questions import question
from bot.explain.verdict import verdict
from bot.explain.words import LANGUAGES
from bot.faq.questions import load_questions
from bot.origin.facts import AnswerError
from bot.origin.nomenclature import HsCode, NomenclatureError, read_code
from bot.origin.questions import next_question
from bot.retraining.commands import add_commands as add_learning
from bot.wiring import Services, services

FAULTS_FOUND = 1
BAD_INPUT = 2

# The longest national line a tariff is looked up with.
_LONGEST_LINE = 10
_MOST_CANDIDATES = 50
# Bodies that help with origin and proof, shown with every advice.
_CONTACT_TOPICS = frozenset({"origin_rules", "proof", "rex"})
_MOST_CONTACTS = 4


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are input errors like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing usage and ending."""
        raise InputError("usage", message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        options = _parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except InputError as error:
        return _fail(error)
    except AnswerError as error:
        return _fail(InputError("bad_answer", str(error), f"answers.{error.field}"))
    except DATA_ERRORS as error:
        return _fail(InputError("bad_data", str(error)))
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python must not complain while it closes the stream.
        sys.stdout = None
        return 0


def _fail(error: InputError) -> int:
    print(json.dumps(error.as_json(), ensure_ascii=False), file=sys.stderr)
    return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m bot", description="EU trade agreements for exporters")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    find = _command(commands, "find", _find, "find the code of a product")
    find.add_argument("query", nargs="?", help="the product in words, or a code")
    find.add_argument("--limit", default="5", help="how many candidates")
    find.add_argument("--batch", metavar="FILE", help="JSON lines with query and lang")
    assess = _command(commands, "assess", _assess, "determine the origin of a product")
    assess.add_argument("file", nargs="?", help="the case as JSON (default: standard input)")
    for name, run, about in (
        ("advise", _advise, "status, duty, saving, rule and proof for a market"),
        ("markets", _markets, "all markets for a product"),
    ):
        command = _command(commands, name, run, about)
        command.add_argument("--hs", required=True, help="code of the product")
        command.add_argument("--value", help="value of the consignment")
        command.add_argument("--currency", default="EUR", help="currency of the value")
        command.add_argument("--date", help="day, such as 2026-11-22 (default: today)")
        if name == "advise":
            command.add_argument("--market", required=True, help="market, such as JP")
    add_replay(commands, _printing(run_replay))
    add_handoff(commands, _Parser).set_defaults(run=_printing(run_handoff))
    data = commands.add_parser("data", help="check, build or count the data")
    parts = data.add_subparsers(dest="part", required=True, parser_class=_Parser)
    for name, run, about in (
        ("check", _data_check, "every file, every row"),
        ("build", _data_build, "rebuild the database"),
        ("stats", _data_stats, "how much there is"),
        ("version", _data_version, "which state of the law it is, without reading it"),
    ):
        part = parts.add_parser(name, help=about)
        part.add_argument("--json", action="store_true", help="as JSON")
        part.set_defaults(run=run)
    reading = parts.add_parser("reading", help="record that somebody read rows of a list again")
    reading.add_argument("rows", nargs="+", metavar="ROW", help="row, such as EU-VN-FTA-0255")
    reading.add_argument("--date", help="day of the reading, such as 2026-11-22 (default: today)")
    reading.set_defaults(run=_data_reading)
    add_learning(commands, _Parser, print)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], about: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=about)
    command.add_argument("--lang", choices=LANGUAGES, default="de", help="language")
    command.add_argument("--json", action="store_true", help="as JSON")
    command.set_defaults(run=run)
    return command


def _printing(
    run: Callable[[argparse.Namespace], tuple[int, str]],
) -> Callable[[argparse.Namespace], int]:
    """A command whose module hands back what is to be printed."""

    def printing(options: argparse.Namespace) -> int:
        status, text = run(options)
        print(text)
        return status

    return printing


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))


# --- find --------------------------------------------------------------------------------------------


def _find(options: argparse.Namespace) -> int:
    limit = _limit(options.limit)
    if options.batch is not None:
        for query, lang in _batch(Path(options.batch), options.lang):
            _print_json(_found(query, lang, limit))
        return 0
    if options.query is None or not options.query.strip():
        raise InputError("missing_field", "expected a product in words", "query")
    result = _found(options.query, options.lang, limit)
    if options.json:
        _print_json(result)
    else:
        for one in result["candidates"]:
            print(f"{one['hs']}\t{one['label'][options.lang]}")
    return 0


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_CANDIDATES:
        message = f"'{text}': expected a number from 1 to {_MOST_CANDIDATES}"
        raise InputError("bad_number", message, "limit")
    return int(text)


def _found(query: str, lang: str, limit: int) -> dict[str, Any]:
    """The candidates; a typed code is one by itself."""
    wired = services()
    finder = wired.finder
    typed = finder.by_code(query)
    candidates = (typed,) if typed is not None else finder.find(query, lang, limit)
    return {
        "query": query,
        "lang": lang,
        "candidates": [
            {
                "hs": one.hs.digits,
                "heading": one.heading.digits,
                "label": {language: one.label[language] for language in LANGUAGES},
                "score": one.score,
            }
            for one in candidates
        ],
        "data_version": wired.products_version,
    }


def _batch(path: Path, default: str) -> Iterator[tuple[str, str]]:
    """The queries of a file of JSON lines; a faulty line is named."""
    for number, line in enumerate(_read(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        fields = Fields(object_at(parse_json(line), where), where)
        query, lang = fields.required("query"), fields.value("lang") or default
        if not isinstance(query, str):
            raise InputError("wrong_type", "expected a text", fields.at("query"))
        if lang not in LANGUAGES:
            raise InputError("bad_choice", f"{lang!r}: expected de or en", fields.at("lang"))
        yield query, lang


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("cannot_read", f"{path}: {error.strerror}", "file") from error


# --- assess ------------------------------------------------------------------------------------------


def _assess(options: argparse.Namespace) -> int:
    wired = services()
    # One byte more than allowed is enough to see that it is too much.
    text = _read(Path(options.file)) if options.file else sys.stdin.buffer.read(MOST_BYTES + 1)
    request = wired.cases.read(text)
    assessment = wired.adviser.assess(request.case, request.agreement)
    if options.json:
        result = assessment_json(assessment, wired.words, wired.catalogue.data_version)
        _print_json({**result, "ignored_fields": list(request.ignored)})
        return 0
    print(verdict(assessment, wired.words, options.lang).text)
    asked = next_question(assessment.determination)
    if asked is not None:
        print("\n" + question(asked, assessment, wired.words, options.lang).text)
    return 0


# --- advise, markets ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Wanted:
    """What advise and markets are asked about."""

    hs: HsCode
    national_code: str | None
    day: date
    value: Decimal | None
    currency: str

    @classmethod
    def of(cls, options: argparse.Namespace, wired: Services) -> _Wanted:
        """Read the options; raises InputError."""
        fields = Fields(vars(options), "")
        hs = _product_code(options.hs, wired)
        digits = "".join(sign for sign in options.hs if sign.isdigit())
        national = digits[:_LONGEST_LINE] if len(digits) > len(hs.digits) else None
        return cls(
            hs,
            national,
            fields.day("date") or datetime.now(timezone.utc).date(),
            fields.amount("value"),
            fields.currency("currency") or "EUR",
        )

    def advice(self, market: str, wired: Services) -> Advice:
        """The advice for one market."""
        return wired.adviser.advise(
            self.hs,
            market,
            self.day,
            value=self.value,
            currency=self.currency,
            national_code=self.national_code,
        )


def _product_code(text: str, wired: Services) -> HsCode:
    try:
        found = read_code(text)
    except NomenclatureError as error:
        raise InputError("bad_code", str(error), "hs") from error
    if not wired.nomenclature.exists(found):
        raise InputError("unknown_code", f"'{text}' does not exist in HS 2022", "hs")
    return found


def _advise(options: argparse.Namespace) -> int:
    wired = services()
    wanted = _Wanted.of(options, wired)
    advice = wanted.advice(wired.cases.market(options.market, "market"), wired)
    if options.json:
        _print_json(advice_json(advice, wired.words, options.lang, _contacts(wired)))
    else:
        print(first_answer(advice, wired.words, options.lang).text)
    return 0


def _contacts(wired: Services) -> list[dict[str, Any]]:
    chosen = [
        one
        for one in wired.contacts.contacts.values()
        if not one.is_local and _CONTACT_TOPICS & set(one.topics)
    ]
    return [
        {"name": dict(one.name), "helps_with": dict(one.helps_with), "url": one.url}
        for one in chosen[:_MOST_CONTACTS]
    ]


def _markets(options: argparse.Namespace) -> int:
    wired = services()
    wanted = _Wanted.of(options, wired)
    partners = [one.iso2 for one in wired.catalogue.markets.values() if one.agreements]
    advices = [wanted.advice(market, wired) for market in sorted(partners)]
    if options.json:
        for line in markets_json(advices, wired.words, options.lang):
            _print_json(line)
    else:
        print(market_table(advices, wired.words, options.lang).text)
    return 0


# --- data --------------------------------------------------------------------------------------------


def _data_check(options: argparse.Namespace) -> int:
    faults = data_faults(services())
    if options.json:
        _print_json({"faults": faults})
    else:
        for fault in faults:
            print(fault)
        print(f"{len(faults)} faults", file=sys.stderr)
    return FAULTS_FOUND if faults else 0


def _data_reading(options: argparse.Namespace) -> int:
    try:
        names = record(services(), options.rows, options.date)
    except ValueError as error:
        return _fail(InputError("bad_reading", str(error)))
    print(f"{len(names)} readings recorded: {', '.join(names)}")
    return 0


def _data_build(options: argparse.Namespace) -> int:
    report = build(services())
    # Makes the index of the product finder where none fits the labels, so that no visitor waits for it.
    _ = services().finder
    # The same for the question finder of the FAQ.
    load_questions(services().settings.data / "faq", services().settings.cache)
    if options.json or report["changed"]:
        return _show(report, options)
    print(f"The database is up to date (data version {report['data_version'][:12]}).")
    return 0


def _data_version(options: argparse.Namespace) -> int:
    """The same text as `data_version` of an answer by this data; the files may be of an older form."""
    version = version_of(services().settings.data / "agreements")
    if options.json:
        _print_json({"data_version": version})
    else:
        print(version)
    return 0


def _data_stats(options: argparse.Namespace) -> int:
    counts = stats(services())
    if options.json:
        _print_json(counts)
    else:
        print("\n".join(stats_lines(counts)))
    return 0


def _show(counts: dict[str, Any], options: argparse.Namespace) -> int:
    if options.json:
        _print_json(counts)
    else:
        _print_listed(counts)
    return 0


def _print_listed(counts: Mapping[str, Any], indent: str = "") -> None:
    """Names and values, one a line; what belongs together is indented."""
    for name, value in counts.items():
        words = name.replace("_", " ")
        if isinstance(value, Mapping):
            print(f"{indent}{words}:")
            _print_listed(value, indent + "  ")
        else:
            print(f"{indent}{words}: {round(value, 1) if isinstance(value, float) else value}")
