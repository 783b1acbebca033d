"""The simulated world, held against a small reader of its sentences that shares no code with it."""

from __future__ import annotations

import pytest

from reproductions.datasets import world
from reproductions.datasets.world import BEFORE, PERSON, THING

GO, GET = ("went", "travelled", "moved", "journeyed"), ("picked", "got", "grabbed", "took")


def replay(story):
    """What a reader of the story knows: every walk of everybody, and the last mention of every thing."""
    walks, mentions = {}, {}
    for at, (who, verb, *_, what) in enumerate(story):
        if verb in GO:
            walks.setdefault(who, []).append((at, what))
        else:
            mentions[what] = (at, who, verb in GET)
    return walks, mentions


def looked_up(question):
    """Answer and supporting statements, found by reading the story again."""
    walks, mentions = replay(question.story)
    words = question.question
    if "before" in words:
        room, path = words[-1], walks[words[2]]
        arrived = max(k for k, (_, where) in enumerate(path) if where == room)
        return path[arrived - 1][1], (path[arrived][0], path[arrived - 1][0])
    if words[2] == "the":
        at, who, held = mentions[words[3]]
        walk = [step for step in walks[who] if held or step[0] < at][-1]
        return walk[1], (at, walk[0])
    return walks[words[2]][-1][1], (walks[words[2]][-1][0],)


@pytest.mark.parametrize("difficulty", [1, 5])
@pytest.mark.parametrize("things", [False, True])
def test_a_reader_of_the_sentences_finds_every_answer_and_its_support(difficulty, things):
    questions = world.simulate(3, statements=700, questions=300, difficulty=difficulty, things=things)
    assert len(questions) == 300
    for question in questions:
        assert (question.answer, question.support) == looked_up(question)


@pytest.mark.parametrize("difficulty", [1, 5])
def test_what_is_asked_about_was_mentioned_within_the_difficulty(difficulty):
    back = {
        len(question.story) - question.support[0]
        for question in world.simulate(1, statements=1400, questions=600, difficulty=difficulty)
    }
    assert back == set(range(1, difficulty + 1))


def test_things_are_only_handled_where_they_are():
    for episode in world.episodes(
        2, statements=700, questions=20, difficulty=5, things=True, kinds=(PERSON, THING, BEFORE)
    ):
        room, place = {}, {}  # of a person; of a thing: a room, or its carrier
        for who, verb, *_, what in episode.statements:
            if verb in GO:
                assert room.get(who) != what
                room[who] = what
            elif verb in GET:
                assert place.get(what, room[who]) == room[who]
                place[what] = who
            else:
                assert place[what] == who
                place[what] = room[who]


def test_a_carried_thing_follows_its_carrier_and_stays_where_it_is_put():
    story = (
        ("joe", "went", "to", "the", "kitchen"),
        ("joe", "got", "the", "milk"),
        ("joe", "moved", "to", "the", "office"),
        ("joe", "put", "down", "the", "milk"),
        ("joe", "went", "to", "the", "bathroom"),
    )
    verbs = ["go", "get", "go", "drop", "go"]
    events = [world.Event(words[0], verb, words[-1]) for words, verb in zip(story, verbs, strict=True)]
    assert world._worded(events[:3], 1, THING) == (("where", "is", "the", "milk"), (1, 2))
    assert world._worded(events, 3, THING) == (("where", "is", "the", "milk"), (3, 2))
    assert world._worded(events, 4, PERSON) == (("where", "is", "joe"), (4,))
    before = ("where", "was", "joe", "before", "the", "office")
    assert world._worded(events, 2, BEFORE) == (before, (2, 0))


def test_the_same_seed_tells_the_same_stories_and_another_does_not():
    first, again, other = (
        world.simulate(seed, statements=70, questions=20) for seed in ((4, 0), (4, 0), (4, 1))
    )
    assert first == again
    assert first != other


def test_without_things_people_only_walk_and_without_before_nobody_asks_where_they_were():
    for question in world.simulate(0, statements=350, questions=150, things=False, before=False):
        assert all(statement[1] in GO for statement in question.story)
        assert question.question[:2] == ("where", "is")
        assert len(question.support) == 1


def test_a_story_grows_while_questions_are_asked_and_statements_are_shared():
    (episode,) = world.episodes(0, statements=35, questions=15, difficulty=5, things=True, kinds=(PERSON,))
    assert len(episode.statements) == 35
    lengths = [len(question.story) for question in episode.questions]
    assert lengths == sorted(set(lengths))
    assert all(question.story == episode.statements[: len(question.story)] for question in episode.questions)


def test_more_questions_than_a_story_has_moments_are_refused():
    with pytest.raises(ValueError, match="no room"):
        world.simulate(0, statements=10, questions=10, length=10)


def test_the_tasks_have_their_own_questions_and_supports():
    made = world.stories(0, train=50, test=25)
    assert made.tasks == {number: task[0] for number, task in world.TASKS.items()}
    assert {number: len(part) for number, part in made.train.items()} == dict.fromkeys(made.tasks, 50)
    assert {number: len(part) for number, part in made.test.items()} == dict.fromkeys(made.tasks, 25)
    assert {len(question.support) for question in made.train[1]} == {1}
    assert {len(question.support) for question in made.train[2] + made.train[3]} == {2}
    assert all(question.question[2] == "the" for question in made.train[2])
    assert all("before" in question.question for question in made.train[3])
    for part in (made.train, made.test):
        for number in made.tasks:
            assert all((q.answer, q.support) == looked_up(q) for q in part[number])
    assert made.train[1] != made.test[1]
    assert made.record["sha256"] == world.stories(0, train=50, test=25).record["sha256"]
    assert made.record["sha256"] != world.stories(1, train=50, test=25).record["sha256"]


def test_prose_is_what_one_writes():
    assert world.prose(("joe", "put", "down", "the", "milk")) == "Joe put down the milk."
    assert world.prose(("where", "was", "julie", "before", "the", "office")) == (
        "Where was Julie before the office?"
    )
