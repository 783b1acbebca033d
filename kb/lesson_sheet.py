"""A lesson as one sheet to print or hand out: HTML that asks nothing of any network, or Markdown.

Both are made of the same plan (:mod:`kb.lesson_plan`), in one language; answers stand at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from kb.claim_terms import term_in

Data = dict[str, Any]

_WORDS = {
    "en": {
        "lesson": "Lesson: {goal}", "from": "from {start} to {goal}",
        "time": "{minutes} of {budget} minutes; stops: {n}",
        "order": "Every work comes after those it builds on.", "why": "Why it is read",
        "goal": "This is the goal of the lesson.", "summary": "Summary", "look": "What to look at",
        "ask": "Questions", "try": "Try it", "answers": "Answers", "minutes": "{n} min",
        "unread": "Comes also from, not read here: {them}", "left_out": "Left out for want of time: {them}",
        "model": "The minutes are a plan, not a measurement: by kind of work, summary, claims and runs.",
        "uses": "{of} {b}: {why}", "needs": "After {them}.",
    },
    "zh": {
        "lesson": "课程：{goal}", "from": "从{start}到{goal}",
        "time": "共 {minutes} 分钟（限 {budget} 分钟），{n} 站",
        "order": "每篇都排在它所依据的作品之后。", "why": "为什么读",
        "goal": "这是本课的目标。", "summary": "摘要", "look": "看什么",
        "ask": "思考题", "try": "动手试试", "answers": "参考答案", "minutes": "{n} 分钟",
        "unread": "也源于（本课不读）：{them}", "left_out": "因时间所限未列入：{them}",
        "model": "分钟数是计划而非实测：按作品类别、摘要长短、论断与运行估算。",
        "uses": "{b}{type}本文：{why}", "needs": "先读：{them}。",
    },
}  # fmt: skip
_STYLE = """
:root { color-scheme: light dark;
  --ink: #1d2330; --soft: #5b6475; --line: #d5dae3; --paper: #fff; --mark: #1f5f99; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7eaf0; --soft: #a3adbd; --line: #3a4353; --paper: #161a22; --mark: #8cc0f0; }
}
body { font: 16px/1.55 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: var(--ink); background: var(--paper); max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; margin-bottom: .2rem; } .soft { color: var(--soft); }
section { border-top: 1px solid var(--line); padding-top: .6rem; margin-top: 1.6rem; }
h2 { margin: .2rem 0; } h3 { font-size: 1rem; margin: 1rem 0 .2rem; color: var(--mark); }
ul, ol { padding-left: 1.3rem; margin: .2rem 0; } code { font-family: ui-monospace, monospace; }
pre { border: 1px solid var(--line); border-radius: 4px; padding: .5rem .7rem; white-space: pre-wrap; }
@media print {
  :root { --ink: #000; --soft: #444; --line: #999; --paper: #fff; --mark: #000; }
  body { font-size: 11pt; max-width: none; margin: 0; } section { break-inside: avoid-page; }
  #answers { break-before: page; break-inside: auto; }
}
"""


def html(data: Data, language: str, say: Callable[[str, str], str]) -> str:
    """One HTML file with its style inside; ``say`` names link types in a language.

    >>> from kb import lesson, lesson_plan
    >>> data = lesson_plan.plan(base, lesson.lesson(base, "gan"), lambda stop: f"kb show {stop.work}")
    >>> "<title>课程：生成对抗网络</title>" in html(data, "zh", lambda word, language: word)
    True
    """
    words, sheet = _WORDS[language], _Html()
    body = "\n".join(_sheet(data, language, say, sheet))
    title = escape(words["lesson"].format(goal=_name(data["goal"], language)))
    code = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{code}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def markdown(data: Data, language: str, say: Callable[[str, str], str]) -> str:
    """The same as Markdown.

    >>> from kb import lesson, lesson_plan
    >>> data = lesson_plan.plan(base, lesson.lesson(base, "gan"), lambda stop: f"kb show {stop.work}")
    >>> markdown(data, "en", lambda word, language: word).splitlines()[0]
    '# Lesson: GAN'
    """
    return "\n\n".join(_sheet(data, language, say, _Markdown())) + "\n"


class _Html:
    """The few shapes of a sheet in HTML; every text is escaped here and nowhere else."""

    def title(self, text: str) -> str:
        return f"<h1>{escape(text)}</h1>"

    def soft(self, text: str) -> str:
        return f'<p class="soft">{escape(text)}</p>'

    def opening(self, anchor: str, heading: str) -> str:
        return f'<section id="{escape(anchor)}">\n<h2>{escape(heading)}</h2>'

    def closing(self) -> str:
        return "</section>"

    def part(self, heading: str) -> str:
        return f"<h3>{escape(heading)}</h3>"

    def text(self, text: str) -> str:
        return f"<p>{escape(text)}</p>"

    def items(self, texts: list[str], numbered: bool = False) -> str:
        tag = "ol" if numbered else "ul"
        return f"<{tag}>\n" + "".join(f"<li>{escape(t)}</li>\n" for t in texts) + f"</{tag}>"

    def code(self, text: str) -> str:
        return f"<pre><code>{escape(text)}</code></pre>"


class _Markdown(_Html):
    """The same shapes in Markdown."""

    def title(self, text: str) -> str:
        return f"# {_plain(text)}"

    def soft(self, text: str) -> str:
        return f"*{_plain(text)}*"

    def opening(self, anchor: str, heading: str) -> str:
        return f"## {_plain(heading)}"

    def closing(self) -> str:
        return "---"

    def part(self, heading: str) -> str:
        return f"### {_plain(heading)}"

    def text(self, text: str) -> str:
        return _plain(text)

    def items(self, texts: list[str], numbered: bool = False) -> str:
        return "\n".join(f"{f'{n}.' if numbered else '-'} {_plain(text)}" for n, text in enumerate(texts, 1))

    def code(self, text: str) -> str:
        return f"```sh\n{text}\n```"


def _plain(text: str) -> str:
    """Text whose marks mean nothing to Markdown.

    >>> _plain("a*b <c>")
    'a\\\\*b \\\\<c>'
    """
    return "".join(f"\\{c}" if c in "\\`*_[]<#|" else c for c in text)


def _sheet(data: Data, language: str, say: Callable[[str, str], str], sheet: _Html) -> Iterator[str]:
    words, goal = _WORDS[language], _name(data["goal"], language)
    yield sheet.title(words["lesson"].format(goal=goal))
    if data["start"]:
        yield sheet.soft(words["from"].format(start=_name(data["start"], language), goal=goal))
    told = words["time"].format(minutes=data["minutes"], budget=data["budget"], n=len(data["stops"]))
    yield sheet.soft(f"{told} · {words['order']} {words['model']}")
    for stop in data["stops"]:
        yield from _stop(stop, language, say, sheet)
    if data["left_out"]:
        yield sheet.soft(words["left_out"].format(them=_names(data["left_out"], language)))
    yield sheet.opening("answers", words["answers"])
    for stop in data["stops"]:
        yield sheet.part(_heading(stop, language))
        yield sheet.items([q["answer"][language] for q in stop["questions"]], numbered=True)
    yield sheet.closing()


def _stop(stop: Data, language: str, say: Callable[[str, str], str], sheet: _Html) -> Iterator[str]:
    words = _WORDS[language]
    yield sheet.opening(stop["id"], _heading(stop, language))
    title = (stop["title_zh"] if language == "zh" else None) or stop["title"]
    yield sheet.soft(f"{title} · {stop['date']} · {words['minutes'].format(n=stop['minutes'])}")
    yield sheet.part(words["why"])
    reasons = [_reason(link, language, say) for link in stop["used_by"]]
    yield sheet.items(reasons) if reasons else sheet.text(words["goal"])
    if stop["needs"]:
        them = {link["object"]["id"]: link["object"] for link in stop["needs"]}
        yield sheet.soft(words["needs"].format(them=_names(list(them.values()), language)))
    if stop["unread"]:
        yield sheet.soft(words["unread"].format(them=_names(stop["unread"], language)))
    yield sheet.part(words["summary"])
    yield sheet.text(stop["summary"][language])
    if stop["claims"]:
        yield sheet.part(words["look"])
        told = [(claim, term_in(language, claim["metric"])) for claim in stop["claims"]]
        yield sheet.items([f"{c['id']}: {c['place'][language]} ({metric})" for c, metric in told])
    yield sheet.part(words["ask"])
    yield sheet.items([q["ask"][language] for q in stop["questions"]], numbered=True)
    yield sheet.part(words["try"])
    yield sheet.code(stop["command"])
    yield sheet.closing()


def _reason(link: Data, language: str, say: Callable[[str, str], str]) -> str:
    """Which later stop takes what from this one."""
    return _WORDS[language]["uses"].format(
        b=_name(link["subject"], language),
        type=say(link["type"], language),
        of=say(f"{link['type']} of", language).capitalize(),
        why=link["why"][language],
    )


def _heading(stop: Data, language: str) -> str:
    return f"{stop['stop']}. {_name(stop, language)} ({stop['year']})"


def _name(thing: Data, language: str) -> str:
    return str(thing["label_zh"] if language == "zh" else thing["label"])


def _names(things: list[Data], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(_name(thing, language) for thing in things)
