"""Precision and recall: disguised copies of the bank's right solutions, beside all of the bank.

The bank's right solutions of an exercise differ in kind, so they are independent of each other.
Its wrong ones are often made from a right one, or from the reference: they are in the class, but
whether two of them are alike is not judged.
"""

from collections import defaultdict

import pytest

from graders.notebook.exercises import exercises_of, read_notebook
from graders.similar.fingerprints import Fingerprints, fingerprints
from graders.similar.pairs import THRESHOLD, similar_pairs
from tests.bank.solutions import REPOSITORY, assignments, candidates, instructor_notebook
from tests.similar.copies import KINDS

Known = dict[str, list[Fingerprints]]


def known_in(assignment: str) -> Known:
    released = read_notebook(REPOSITORY / "release" / assignment / f"{assignment}.ipynb")
    found: Known = defaultdict(list)
    for notebook in (instructor_notebook(assignment), released):
        for exercise in exercises_of(notebook):
            if not exercise.written:
                found[exercise.name].append(fingerprints(exercise.solution.source) or {})
    return found


def bank_of(assignment: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in candidates(assignment):
        found[one.exercise][one.name] = one.source
    return found


def scores(assignment: str) -> tuple[list[float], dict[str, list[float]], int]:
    """Return the scores of independent pairs, those of copies by kind, and how many were short."""
    known = known_in(assignment)
    independent: list[float] = []
    copies: dict[str, list[float]] = defaultdict(list)
    short = 0
    for exercise, sources in bank_of(assignment).items():
        taken = {name: fingerprints(source) for name, source in sources.items()}
        prints = {name: one for name, one in taken.items() if one is not None}
        right = [name for name in prints if name.startswith("right")]
        for pair in similar_pairs(prints, known[exercise], 0.0):
            if {pair.first, pair.second} <= {*right}:
                independent.append(pair.score)
        for name in right:
            same = similar_pairs(prints | {"copy": prints[name]}, known[exercise], 0.0)
            if not any({pair.first, pair.second} == {name, "copy"} for pair in same):
                short += 1
                continue
            for kind, disguise in KINDS.items():
                one = fingerprints(disguise(sources[name])) or {}
                pairs = similar_pairs(prints | {"copy": one}, known[exercise], 0.0)
                score = [p.score for p in pairs if {p.first, p.second} == {name, "copy"}]
                copies[kind].append(max(score, default=0.0))
    return independent, copies, short


@pytest.mark.exhaustive
def test_copies_are_found_and_independent_solutions_are_not():
    independent: list[float] = []
    copies: dict[str, list[float]] = defaultdict(list)
    for assignment in assignments():
        alone, copied, _ = scores(assignment)
        independent += alone
        for kind, found in copied.items():
            copies[kind] += found
    assert max(independent) < THRESHOLD - 0.1
    for kind, found in copies.items():
        assert len(found) > 180
        recall = sum(score >= THRESHOLD for score in found) / len(found)
        assert recall >= 0.95, f"{kind}: {recall:.3f}"
        print(f"{kind}: {recall:.3f} of {len(found)}")
