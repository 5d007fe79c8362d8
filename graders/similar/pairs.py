"""Pairs of solutions that are unusually alike.

What the released cell, the reference solution or many of a class have is left out. The score of a
pair is the share of the shorter solution's fingerprints that the other has, too, from 0 to 1; rare
ones weigh more. A short solution has too few to say anything, and has no score.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graders.similar.fingerprints import Fingerprints

# What so many have says nothing of two: this number, or this share of a class.
COMMON, COMMON_SHARE = 10, 0.05
# Fewer fingerprints than this, beyond what is left out, are a short solution: some ten lines, which
# two may well write in the same way.
FEWEST = 20
# Of the bank's independent right solutions no two have more than 0.4; of their disguised copies 97
# in 100 and more have at least this: tests/similar/test_bank.py.
THRESHOLD = 0.5


@dataclass(frozen=True)
class SimilarPair:
    """Two students whose solutions of an exercise are alike.

    The `score` is the share of the shorter solution, `common` the number of fingerprints that both
    have, beyond what is left out.
    """

    first: str
    second: str
    score: float
    common: int
    hashes: frozenset[int]


def similar_pairs(
    solutions: Mapping[str, Fingerprints],
    known: Iterable[Collection[int]],
    threshold: float = THRESHOLD,
) -> list[SimilarPair]:
    """Return the pairs of an exercise whose score reaches the threshold, the most alike first.

    Parameters
    ----------
    solutions : mapping of str to Fingerprints
        By student.
    known : iterable of collections of hashes
        Those of the released cell, the reference solution, and so on.
    """
    left_out = set().union(*known)
    holders: dict[int, list[str]] = defaultdict(list)
    for student, found in solutions.items():
        for one in found:
            if one not in left_out:
                holders[one].append(student)
    most = max(COMMON, COMMON_SHARE * len(solutions))
    rare = {one: people for one, people in holders.items() if len(people) <= most}
    weights = {one: _weight(len(people), len(solutions)) for one, people in rare.items()}
    sums: dict[str, float] = defaultdict(float)
    numbers: Counter[str] = Counter()
    shared: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one, people in rare.items():
        for student in people:
            sums[student] += weights[one]
            numbers[student] += 1
        for pair in combinations(people, 2):
            shared[pair].add(one)
    pairs = []
    for (first, second), hashes in shared.items():
        if min(numbers[first], numbers[second]) < FEWEST or len(hashes) < FEWEST / 2:
            continue
        score = sum(weights[one] for one in hashes) / min(sums[first], sums[second])
        if score >= threshold:
            pairs.append(SimilarPair(first, second, score, len(hashes), frozenset(hashes)))
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.common, pair.first, pair.second))


def _weight(holders: int, size: int) -> float:
    """Return how much a fingerprint says of two who have it."""
    return math.log((size + 1) / max(2, holders))
