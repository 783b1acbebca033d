"""A lesson in the words of a teacher: why each stop is read, what to ask there, and what the answer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kb.base import KnowledgeBase
from kb.claim import Claim, Place
from kb.claim_terms import term_in, value_in
from kb.lesson import Lesson, Stop
from kb.link import Link
from kb.record import Text
from kb.statements import ERRORS

#: What to ask of a later work ({b}) about an earlier one ({a}), by type of the link between them.
_ASK = {
    "builds_on": ("What does {b} keep of {a}, and what does it add?", "{b}保留了{a}的什么？又添加了什么？"),
    "improves": (
        "Which weakness of {a} does {b} remove, and what shows it?",
        "{b}消除了{a}的什么弱点？有什么可以证明？",
    ),
    "generalizes": ("Of what in {b} is {a} a special case?", "{a}是{b}中哪一点的特例？"),
    "applies": ("What does {b} use {a} for?", "{b}用{a}来做什么？"),
    "inspired_by": (
        "Which idea of {a} comes back in {b}, and in what form?",
        "{a}的哪个想法在{b}中再次出现？以什么形式？",
    ),
    "enabled_by": (
        "Why could {b} not have been done without {a}?",
        "为什么没有{a}就做不成{b}？",
    ),
}
_FIRST = (
    "Say in two sentences which problem {b} solves, and how.",
    "用两句话说明：{b}解决什么问题？怎样解决？",
)
_VALUE = (
    "{id}: which value is given there for {metric}, and how was it chosen?",
    "{id}：那里给出的 {metric} 是多少？这个数是怎样选取的？",
)
_CLAIM = (
    "{id}: what is claimed there of {metric}, and what does it rest on?",
    "{id}：那里对 {metric} 作了什么论断？依据是什么？",
)
_SEE = Text(en="See the summary.", zh="见摘要。")
_TOLD = ("It was told: “{told}” What is right?", "有报道说：“{told}” 实情如何？")


def plan(base: KnowledgeBase, lesson: Lesson, command: Callable[[Stop], str]) -> dict[str, Any]:
    """The lesson as plain data, every text in both languages; ``command`` is what to type at a stop.

    >>> from kb.lesson import lesson
    >>> told = plan(base, lesson(base, "transformer", start="lstm"), lambda stop: f"kb show {stop.work}")
    >>> told["stops"][0]["command"]
    'kb show lstm'
    """
    from kb.cards import reference

    return {
        "goal": reference(base, lesson.goal),
        "start": reference(base, lesson.start) if lesson.start else None,
        "budget": lesson.budget,
        "minutes": lesson.minutes,
        "stops": [
            {"stop": number, **_stop(base, stop), "command": command(stop)}
            for number, stop in enumerate(lesson.stops, 1)
        ],
        "left_out": [reference(base, work) for work in lesson.left_out],
    }


def _stop(base: KnowledgeBase, stop: Stop) -> dict[str, Any]:
    from kb.cards import link_card, reference
    from kb.statements import claims_as_data

    paper = base.papers[stop.work]
    return {
        **reference(base, stop.work),
        "title": paper.title,
        "title_zh": paper.title_zh,
        "date": paper.date,
        "minutes": stop.minutes,
        "needs": [link_card(base, link) for link in stop.needs],
        "used_by": [link_card(base, link) for link in stop.used_by],
        "unread": [reference(base, work) for work in stop.unread],
        "summary": paper.summary.model_dump(),
        "claims": [
            {**told, "place": place(claim.where).model_dump()}
            for claim, told in zip(stop.claims, claims_as_data(base, stop.claims), strict=True)
        ],
        "questions": [
            {"ask": ask.model_dump(), "answer": answer.model_dump()} for ask, answer in _questions(base, stop)
        ],
    }


def _questions(base: KnowledgeBase, stop: Stop) -> Iterator[tuple[Text, Text]]:
    """Questions with answers: of the links, or else the summary; of the claims; of what was told wrongly."""
    if not stop.needs:
        yield _text(base, _FIRST, stop.work), _SEE
    for link in stop.needs:
        yield _text(base, _ASK[link.type], stop.work, link), link.why
    for claim in stop.claims:
        template = _VALUE if claim.kind == "value" else _CLAIM
        ask = _text(base, template, stop.work, id=claim.id, metric=claim.metric)
        yield ask, Text(en=_value(claim, "en"), zh=_value(claim, "zh"))
    for check in base.press_about(stop.work):
        if check.kind in ERRORS:
            ask = Text(en=_TOLD[0].format(told=check.told.en), zh=_TOLD[1].format(told=check.told.zh))
            yield ask, check.right
            return


def place(where: Place) -> Text:
    """Where to look, in both languages; notes, which may give the answer away, are left out.

    >>> place(Place(section="5", table="1", row="GAN")).zh
    '第 5 节，表 1，GAN 行'
    """
    return Text(en=where.words("en", notes=False), zh=where.words("zh", notes=False))


def _text(
    base: KnowledgeBase, template: tuple[str, str], work: str, link: Link | None = None, **words: str
) -> Text:
    """A template with the names of the works, and words that may be terms of claims."""

    def filled(language: str, text: str) -> str:
        told = {name: term_in(language, word) for name, word in words.items()}
        earlier = base.papers[link.object].name_in(language) if link else ""
        return text.format(a=earlier, b=base.papers[work].name_in(language), **told)

    return Text(en=filled("en", template[0]), zh=filled("zh", template[1]))


def _value(claim: Claim, language: str) -> str:
    over = f" ({term_in(language, claim.spread.kind)})" if claim.spread else ""
    chosen = f"; {claim.selection}" if claim.selection else ""
    return f"{claim.statement[language]} {value_in(language, claim.model_dump())}{over}{chosen}"
