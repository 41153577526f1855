"""Finding the code: words -> headings -> subheadings, or a typed code confirmed by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.desk import Desk
from bot.conversation.messages import payload
from bot.conversation.replying import Step, button, said, say
from bot.conversation.state import Asked, CaseState, Pending
from bot.explain.replies import Block, Button, Reply
from bot.language.hs_codes import HsCodeFound
from bot.language.words import key_of
from bot.origin.nomenclature import code
from bot.products.finder import Candidate
from bot.products.kinds import ANY_GOODS, PARTS
from bot.products.phrases import read_phrase
from bot.products.text_features import stem

_MOST_HEADINGS = 5
# Headings that fit much less than the best one only distract (docs/decisions/0010).
_WEAKEST_SHARE = 0.5
# Below this the first heading is as often wrong as right: the question then says that it is unsure.
_SURE_SCORE = 0.65
_MOST_SUBHEADINGS = 9
# Words that fit a subheading so well, and the next one so much less, were said of it.
_FITS_SUBHEADING, _CLEARLY_BEFORE = 0.65, 0.15
_TELLING_STEM = 4
# From here on a word that ends as an adjective does names goods all the same ("honig", "cable").
_NAMES_GOODS = 0.85
# A word in lower case that says how goods are.
_ADJECTIVE = re.compile(
    r"^(?:[a-zäöüß-]+(?:ig|isch|lich|bar|los|haft|frei|voll|end)(?:e[rsnm]?)?"
    r"|[a-z-]+(?:ic|ical|less|able|ous|ated|ized|ised|ing|stage|powered|driven))$"
)
# The product is asked for a second time, because nothing was found for the first words.
_AGAIN = "again"
_NOT_FOUND_BEFORE = (Pending(Asked.PRODUCT, _AGAIN), Pending(Asked.KIND, ANY_GOODS))


def ask_product(state: CaseState) -> Reply:
    """The question for the product, with ways on for who does not know how to begin."""
    buttons = (
        button(state.lang, "what_it_does", "help"),
        button(state.lang, "from_groups", "dont_know"),
        button(state.lang, "adviser", "adviser"),
    )
    return Reply(say(state.lang, "product.ask"), buttons=buttons)


def with_words(state: CaseState, words: str, desk: Desk) -> Step:
    """Look for the goods: the heading is asked next, a kind if the words say too little, else other words."""
    words = _with_words_before(state, _with_whole_of_parts(state, words), desk)
    found = desk.finder.search(words, state.lang, 1)
    if found.too_broad and _is_being_chosen(state):
        # Goods are named already: what says too little alone says more of them.
        words = f"{state.words}, {words}"
        found = desk.finder.search(words, state.lang, 1)
    if found.too_broad:
        field = desk.kinds.field_of(words)
        return Step(replace(state, words=words, hs="").asking(Asked.KIND, field.id))
    if found.found and not (_is_narrowed_down(state) and found.headings[0].score < _SURE_SCORE):
        return Step(replace(state, words=words, hs="").asking(Asked.HEADING))
    nothing = said(state.lang, "product.not_found", words=words)
    if state.words:
        # A question that is open among headings stays: the message may just not have been for it.
        return Step(state, (nothing,), missed=True)
    if state.misses or state.pending in _NOT_FOUND_BEFORE:
        kinds = said(state.lang, "product.not_found_again", words=words)
        return Step(state.asking(Asked.KIND, ANY_GOODS), (kinds,))
    return Step(state.asking(Asked.PRODUCT, _AGAIN), (nothing,), asks=True, missed=True)


def _is_being_chosen(state: CaseState) -> bool:
    asked = state.pending.asked if state.pending else None
    return bool(state.words) and asked in (Asked.HEADING, Asked.SUBHEADING)


def _is_narrowed_down(state: CaseState) -> bool:
    """Whether the heading is chosen already: what names other goods hardly is then no reason to leave it."""
    return (
        bool(state.words) and state.pending is not None and state.pending.asked is Asked.SUBHEADING
    )


def _with_whole_of_parts(state: CaseState, words: str) -> str:
    """Parts of pumps are meant where "Ersatzteile" is followed by "für Pumpen"."""
    if state.pending != Pending(Asked.KIND, PARTS) or read_phrase(words).asks_for_parts:
        return words
    return say(state.lang, "product.parts_for", whole=words)


def _with_words_before(state: CaseState, words: str, desk: Desk) -> str:
    """The goods named before with what is said of them now, where that names no others ("einstufig")."""
    asked = state.pending.asked if state.pending else None
    if not state.words or asked is not Asked.HEADING or words.casefold() in state.words.casefold():
        return words
    described = _ADJECTIVE.match(words) and not _surely_names(words, state.lang, desk)
    only_qualifies = not read_phrase(words).thing or described
    return f"{state.words}, {words}" if only_qualifies else words


def _surely_names(words: str, lang: str, desk: Desk) -> bool:
    return any(one.score >= _NAMES_GOODS for one in desk.finder.headings(words, lang, 1))


def groups_of_goods(state: CaseState) -> Step:
    """Whoever cannot name the product chooses step by step from all goods."""
    help_first = said(state.lang, "product.help")
    return Step(state.asking(Asked.KIND, ANY_GOODS), (help_first,))


def kind_chosen(state: CaseState, choice: str, desk: Desk) -> Step | None:
    """Take a kind of goods: its headings are asked next, or the kinds of the field it names."""
    field_id, _, position = choice.partition(".")
    kind = desk.kinds.kind(field_id, position)
    if kind is None:
        return None
    if kind.field:
        return Step(state.asking(Asked.KIND, kind.field))
    named = replace(state, words=kind.name[state.lang], hs="")
    if len(kind.headings) == 1:
        return chosen(named, kind.headings[0], desk)
    return Step(named.asking(Asked.HEADING, " ".join(kind.headings)))


def with_code(state: CaseState, found: HsCodeFound, desk: Desk) -> Step:
    """Take a typed code: shown with its words; a heading is narrowed down first."""
    if found.level == "chapter":
        return Step(state.asking(Asked.PRODUCT), (said(state.lang, "product.chapter_only"),))
    candidate = desk.finder.by_code(found.hs6)
    if candidate is None:
        unknown = said(state.lang, "product.unknown_code", code=found.text)
        # Goods that were named already are not lost by a mistyped code: their choices are shown again.
        return Step(state if state.words else state.asking(Asked.PRODUCT), (unknown,))
    if not found.certain:
        return Step(state.asking(Asked.CODE, candidate.hs.digits))
    national = found.digits if len(found.digits) > len(found.hs6) else ""
    return chosen(replace(state, national_code=national), candidate.hs.digits, desk)


def chosen(state: CaseState, digits: str, desk: Desk) -> Step:
    """Take a code that the user chose or typed."""
    candidate = desk.finder.by_code(digits)
    if candidate is None:
        return Step(
            state.asking(Asked.PRODUCT), (said(state.lang, "product.unknown_code", code=digits),)
        )
    label = candidate.label[state.lang]
    if len(candidate.hs.digits) == 4:
        below = desk.finder.labels.subheadings(candidate.hs)
        if len(below) > 1:
            return Step(replace(state, hs="").asking(Asked.SUBHEADING, candidate.hs.digits))
        candidate = desk.finder.by_code(below[0].code.digits) or candidate
    named = replace(state, hs=candidate.hs.digits, words=state.words or label)
    return Step(named, (_understood(named, candidate.hs.digits, desk),))


def described_further(state: CaseState, heading: str, words: str, desk: Desk) -> Step | None:
    """The subheadings once more, by what is said of the goods now; None where the words tell nothing of them.

    What fits the words best is shown and not taken: it need not be what the goods are.
    """
    elsewhere = desk.finder.headings(words, state.lang, 1)
    within = bool(elsewhere) and elsewhere[0].hs.digits == heading
    best = _fitting_clearly(words, heading, elsewhere, state.lang, desk)
    if best is None and not within:
        return None
    title = title_of(best, state.lang) if best else ""
    told = (said(state.lang, "product.fits_best", words=words, title=title),) if best else ()
    # Goods of the same heading are the goods themselves in other words; anything else is said beside them.
    further = words if within or not state.words else f"{state.words}, {words}"
    return Step(replace(state, words=further).asking(Asked.SUBHEADING, heading), told)


def _fitting_clearly(
    words: str, heading: str, elsewhere: tuple[Candidate, ...], lang: str, desk: Desk
) -> Candidate | None:
    """The subheading that words fit clearly best; by chance alone they fit some a little."""
    best, *others = desk.finder.subheadings(words, code(heading), lang)
    behind = max((one.score for one in others), default=0.0)
    if best.score < _FITS_SUBHEADING or best.score - behind < _CLEARLY_BEFORE:
        return None
    known = bool(elsewhere) and best.score >= elsewhere[0].score >= _SURE_SCORE
    return best if known or _shares_a_stem(words, best.label[lang]) else None


def _shares_a_stem(words: str, label: str) -> bool:
    """Whether a word, without its ending, is part of a label ("Beton" of "Betonpumpen")."""
    within = " ".join(map(stem, key_of(label).split()))
    stems = (stem(one) for one in key_of(words).split())
    return any(len(one) >= _TELLING_STEM and one in within for one in stems)


def heading_is_enough(state: CaseState, heading: str, desk: Desk) -> Step:
    """Go on with the heading where the user cannot tell the subheading; said openly."""
    label = desk.finder.labels.label(heading, state.lang)
    told = said(state.lang, "product.heading_only", code=str(code(heading)), label=label)
    return Step(replace(state, hs=heading, words=state.words or label), (told,))


def _understood(state: CaseState, digits: str, desk: Desk) -> Reply:
    label = desk.finder.labels.label(digits, state.lang)
    return said(state.lang, "product.understood", code=str(code(digits)), label=label)


# --- the questions --------------------------------------------------------------------------


def ask_kind(state: CaseState, field_id: str, desk: Desk) -> Reply:
    """Which kind of goods, where a whole field was named."""
    field = desk.kinds.fields[field_id]
    kinds = tuple(
        Button(one.name[state.lang], payload("answer", answer=f"{field.id}.{position}"))
        for position, one in enumerate(field.kinds)
    )
    text = f"{field.question[state.lang]} {say(state.lang, 'product.or_own_words')}"
    other = button(state.lang, "something_else", "none_of_these")
    # Who names nothing that is known, and fits no group either, is not left alone.
    helped = (button(state.lang, "adviser", "adviser"),) if field_id == ANY_GOODS else ()
    return Reply(text, buttons=(*kinds, other, *helped, *_back_to_case(state, desk)))


def ask_heading(state: CaseState, listed: str, desk: Desk) -> Reply:
    """The headings that the words may mean, or those of the kind that was chosen."""
    if listed:
        chosen_ones = (desk.finder.by_code(one) for one in listed.split())
        found = tuple(one for one in chosen_ones if one is not None)
    else:
        found = likely_headings(state.words, state.lang, desk, _MOST_HEADINGS)
    key = _question_for_heading(found)
    reply = candidates(state, say(state.lang, key, words=state.words), found)
    none = button(state.lang, "none_or_unknown", "none_of_these")
    return replace(reply, buttons=(*reply.buttons, none, *_back_to_case(state, desk)))


def _question_for_heading(found: tuple[Candidate, ...]) -> str:
    """Which question fits: unsure of all, one that fits alone, or several to choose from."""
    if found and found[0].score < _SURE_SCORE:
        return "product.unsure_heading"
    return "product.one_heading" if len(found) == 1 else "product.which_heading"


def _back_to_case(state: CaseState, desk: Desk) -> tuple[Button, ...]:
    """The way back to the product before, where words were taken for another one that may not have been."""
    earlier = state.step_back()
    if state.hs or earlier is None or not earlier.hs:
        return ()
    label = desk.finder.labels.label(earlier.hs, state.lang)
    title = say(state.lang, "button.stay_with", code=str(code(earlier.hs)), label=label)
    return (Button(title, payload("go_back")),)


def likely_headings(words: str, lang: str, desk: Desk, most: int) -> tuple[Candidate, ...]:
    """The headings that fit, without those that fit much less than the best."""
    found = desk.finder.headings(words, lang, most)
    best = max((one.score for one in found), default=0.0)
    return tuple(one for one in found if one.score >= best * _WEAKEST_SHARE)


def ask_subheading(state: CaseState, heading: str, desk: Desk) -> Reply:
    """The subheadings of a heading, those that fit the words first."""
    found = desk.finder.subheadings(state.words, code(heading), state.lang)[:_MOST_SUBHEADINGS]
    label = desk.finder.labels.label(heading, state.lang)
    text = say(state.lang, "product.which_subheading", code=str(code(heading)), label=label)
    reply = candidates(state, text, found)
    none = button(state.lang, "none_of_these", "none_of_these")
    dont_know = button(state.lang, "dont_know", "dont_know")
    return replace(reply, buttons=(*reply.buttons, none, dont_know))


def ask_code(state: CaseState, digits: str, desk: Desk) -> Reply:
    """Is this code meant?"""
    label = desk.finder.labels.label(digits, state.lang)
    return Reply(
        say(state.lang, "product.is_it", code=str(code(digits)), label=label),
        buttons=(
            button(state.lang, "yes", "affirm"),
            button(state.lang, "no", "deny"),
        ),
    )


def candidates(state: CaseState, text: str, found: Iterable[Candidate]) -> Reply:
    """Candidates as buttons."""
    listed = tuple(found)
    buttons = tuple(
        Button(title_of(one, state.lang), payload("choose_product", hs=one.hs.digits))
        for one in listed
    )
    block = Block(
        "candidates",
        {
            "question": text,
            "candidates": [{"hs": one.hs.digits, "label": one.label[state.lang]} for one in listed],
        },
    )
    return Reply(text, (block,), buttons)


def title_of(candidate: Candidate, lang: str) -> str:
    """A candidate as the title of a button: code and everyday words."""
    return f"{candidate.hs}: {candidate.label[lang]}"
