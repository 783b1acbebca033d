"""A small world of people, things and rooms that tells what happens and asks about it.

Made after Sec. 5.2 and Appendix A of Memory Networks (Weston et al., 2014): four people go from room to room,
pick things up and put them down; a simple grammar words it. What the paper leaves open is listed in the
settings of the reproduction `memory_networks`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from reproductions.datasets.stories import Question, Stories

__all__ = ["Episode", "episodes", "load", "prose", "simulate", "stories"]

Words = tuple[str, ...]

PEOPLE = ("bill", "fred", "joe", "julie")
THINGS = ("apple", "football", "milk")
ROOMS = ("bathroom", "garden", "hallway", "kitchen", "office")
VERBS: dict[str, tuple[Words, ...]] = {
    "go": (("went", "to"), ("travelled", "to"), ("moved", "to"), ("journeyed", "to")),
    "get": (("picked", "up"), ("got",), ("grabbed",), ("took",)),
    "drop": (("dropped",), ("left",), ("discarded",), ("put", "down")),
}
PERSON, THING, BEFORE = "person", "thing", "before"  # kinds of questions
LENGTH = 35  # statements a story


@dataclass(frozen=True)
class Event:
    """Somebody goes to a room, or gets or drops a thing."""

    who: str
    verb: str
    what: str


@dataclass(frozen=True)
class Episode:
    """A story from its beginning, and questions asked on the way (each holds the statements before it)."""

    statements: tuple[Words, ...]
    questions: tuple[Question, ...]


@dataclass
class World:
    """Where everybody and everything is: a thing is in a room or, while it is carried, with a person."""

    people: dict[str, str]
    things: dict[str, str]
    told: set[str] = field(default_factory=set)  # people of whom the story has said where they are

    def possible(self, who: str) -> dict[str, list[str]]:
        """What `who` can do now. Things wait until the story has said where `who` is."""
        room = self.people[who]
        near = [thing for thing, at in self.things.items() if at == room and who in self.told]
        held = [thing for thing, at in self.things.items() if at == who]
        choices = {"go": [other for other in ROOMS if other != room], "get": near, "drop": held}
        return {verb: whats for verb, whats in choices.items() if whats}

    def happen(self, event: Event) -> None:
        """Change the world as the event says."""
        if event.verb == "go":
            self.people[event.who] = event.what
            self.told.add(event.who)
        else:
            self.things[event.what] = event.who if event.verb == "get" else self.people[event.who]


def simulate(
    seed: int | Sequence[int],
    *,
    statements: int = 7000,
    questions: int = 3000,
    difficulty: int = 5,
    things: bool = True,
    before: bool = True,
    length: int = LENGTH,
) -> list[Question]:
    """Questions of one data set of Sec. 5.2, in the order in which they are asked.

    `difficulty`: what is asked about was last mentioned at most so many statements ago. Without `things`
    people only walk, and all questions are about people; without `before` nobody asks where they came from.
    """
    made = episodes(
        seed, statements=statements, questions=questions, difficulty=difficulty, things=things,
        kinds=(PERSON, *([THING] if things else []), *([BEFORE] if before else [])), length=length,
    )  # fmt: skip
    return [question for episode in made for question in episode.questions]


def episodes(
    seed: int | Sequence[int],
    *,
    statements: int,
    questions: int,
    difficulty: int,
    things: bool,
    kinds: tuple[str, ...],
    length: int = LENGTH,
) -> list[Episode]:
    """Stories of `length` statements, `statements` in all, that share `questions` evenly."""
    rng = np.random.default_rng(seed)
    count = max(1, statements // length)
    share = [questions * (i + 1) // count - questions * i // count for i in range(count)]
    if max(share) >= length:
        raise ValueError(f"a story of {length} statements has no room for {max(share)} questions")
    return [_episode(rng, length, asked, difficulty, things, kinds) for asked in share]


def _episode(
    rng: np.random.Generator, length: int, asked: int, difficulty: int, things: bool, kinds: tuple[str, ...]
) -> Episode:
    """One story; told anew until there are enough moments at which a question of these kinds can be asked."""
    while True:
        events = _happenings(rng, length, things)
        told = tuple(_statement(rng, event) for event in events)
        open_to = {now: _askable(events[:now], difficulty, kinds) for now in range(1, length + 1)}
        moments = [now for now, choices in open_to.items() if choices]
        if len(moments) >= asked:
            break
    chosen = sorted(rng.choice(moments, size=asked, replace=False).tolist())
    return Episode(told, tuple(_ask(rng, events[:now], told[:now], open_to[now]) for now in chosen))


def _happenings(rng: np.random.Generator, length: int, things: bool) -> list[Event]:
    """What happens: each time a random person does a random thing of those that are possible."""
    places = rng.choice(ROOMS, size=len(PEOPLE) + len(THINGS)).tolist()
    world = World(dict(zip(PEOPLE, places, strict=False)), {})
    if things:
        world.things.update(zip(THINGS, places[len(PEOPLE) :], strict=True))
    events = []
    for _ in range(length):
        who = _pick(rng, PEOPLE)
        possible = world.possible(who)
        verb = _pick(rng, list(possible))
        events.append(Event(who, verb, _pick(rng, possible[verb])))
        world.happen(events[-1])
    return events


def _pick(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    return options[int(rng.integers(len(options)))]


def _statement(rng: np.random.Generator, event: Event) -> Words:
    return (event.who, *_pick(rng, VERBS[event.verb]), "the", event.what)


def _askable(events: list[Event], difficulty: int, kinds: tuple[str, ...]) -> dict[int, list[str]]:
    """Which of the last `difficulty` events can be asked about, and how: {place in events: kinds}.

    An event that names a thing leads to a question about the thing; one that names only a person to a
    question where the person is or, where the story has told it, where the person was before.
    """
    found: dict[int, list[str]] = {}
    for at in range(max(0, len(events) - difficulty), len(events)):
        event = events[at]
        if event.verb != "go":
            ways = [THING]
        else:
            ways = [PERSON] + ([BEFORE] if _last_walk(events, event.who, at) is not None else [])
        if allowed := [kind for kind in ways if kind in kinds]:
            found[at] = allowed
    return found


def _last_walk(events: list[Event], who: str, before: int) -> int | None:
    """Where in `events` the person last went anywhere, earlier than `before`."""
    walks = (at for at in range(before - 1, -1, -1) if events[at].who == who and events[at].verb == "go")
    return next(walks, None)


def _ask(
    rng: np.random.Generator, events: list[Event], told: tuple[Words, ...], open_to: dict[int, list[str]]
) -> Question:
    """A question about a random one of the events it can be about, with its answer and what supports it."""
    at = _pick(rng, sorted(open_to))
    words, support = _worded(events, at, _pick(rng, open_to[at]))
    return Question(told, words, events[support[-1]].what, support)


def _worded(events: list[Event], at: int, kind: str) -> tuple[Words, tuple[int, ...]]:
    """The words of a question about events[at], and the events that support it, the answer in the last."""
    event, now = events[at], len(events)
    if kind == PERSON:
        walk = _last_walk(events, event.who, now)
        return ("where", "is", event.who), _places(walk)
    if kind == BEFORE:
        visits = [i for i in range(at, now) if events[i] == event]  # the room may have been visited again
        came_from = _last_walk(events, event.who, visits[-1])
        words = ("where", "was", event.who, "before", "the", event.what)
        return words, _places(visits[-1], came_from)
    last = max(i for i in range(at, now) if events[i].verb != "go" and events[i].what == event.what)
    carrier, dropped = events[last].who, events[last].verb == "drop"
    walk = _last_walk(events, carrier, last if dropped else now)  # what is carried comes along
    return ("where", "is", "the", event.what), _places(last, walk)


def _places(*found: int | None) -> tuple[int, ...]:
    places = tuple(at for at in found if at is not None)
    if len(places) != len(found):
        raise AssertionError("a question was asked that the story does not answer")
    return places


def prose(words: Words) -> str:
    """A statement or question as one writes it: "Joe went to the kitchen."."""
    first, *rest = (word.capitalize() if word in PEOPLE else word for word in words)
    end = "?" if first == "where" else "."
    return " ".join([first[0].upper() + first[1:], *rest]) + end


TASKS = {
    1: ("where is the person", (PERSON,), False),
    2: ("where is the thing", (THING,), True),
    3: ("where was the person before", (BEFORE,), False),
    4: ("people and things, any question", (PERSON, THING, BEFORE), True),
}


def stories(seed: int = 0, *, train: int = 1000, test: int = 1000, length: int = 20) -> Stories:
    """Four tasks with one or two supporting statements each, five questions a story, however far back."""
    made: dict[str, dict[int, list[Question]]] = {"train": {}, "test": {}}
    for part, (name, count) in enumerate((("train", train), ("test", test))):
        for number, (_, kinds, things) in TASKS.items():
            told = episodes(
                (seed, part, number), statements=length * max(1, -(-count // 5)), questions=count,
                difficulty=length, things=things, kinds=kinds, length=length,
            )  # fmt: skip
            made[name][number] = [question for episode in told for question in episode.questions]
    digest = hashlib.sha256(repr(made).encode()).hexdigest()
    title = "stories of a small simulated world, made from a seed"
    record: dict[str, Any] = {"name": "world", "title": title, "licence": "", "substitute_for": None}
    record["sha256"] = {"stories": digest}
    return Stories({number: task[0] for number, task in TASKS.items()}, made["train"], made["test"], record)


def load(_folder: Path | None, record: dict[str, Any]) -> Stories:
    """The stories of seed 0 as a data set by name."""
    made = stories()
    return Stories(
        made.tasks, made.train, made.test, made.record | record | {"sha256": made.record["sha256"]}
    )
