"""Grades a bank of solutions: right ones keep all points, wrong ones lose what they must lose."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from graders.authoring.solutions import Candidate, Pack, packs
from graders.authoring.trial import Trial, fails
from graders.notebook.exercises import grade_id


@dataclass(frozen=True)
class Verdict:
    """What became of one candidate.

    Attributes
    ----------
    candidate : Candidate
    lost : frozenset of str
        The test cells in which it did not get all points.
    unjudged : dict of str to str
        Those in which the grader could not tell, and why.
    """

    candidate: Candidate
    lost: frozenset[str]
    unjudged: dict[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> bool:
        """Whether it lost exactly what it must lose."""
        return not self.unjudged and self.candidate.expected(set(self.lost))

    @property
    def wrongly_refused(self) -> bool:
        """Whether it is right and lost points."""
        return self.candidate.right and bool(self.lost)

    @property
    def wrongly_accepted(self) -> bool:
        """Whether it is wrong and has all points."""
        return not (self.candidate.right or self.lost or self.unjudged)


def grade_bank(
    trial: Trial, chosen: list[Candidate], progress: Callable[[int], None] = lambda done: None
) -> list[Verdict]:
    """Grade candidates among the instructor's solutions, as few submissions as possible.

    Parameters
    ----------
    trial : Trial
    chosen : list of Candidate
    progress : callable
        Told how many are graded.

    Returns
    -------
    list of Verdict
        In the order of the candidates.
    """
    verdicts: dict[Candidate, Verdict] = {}
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for found in pool.map(lambda pack: grade_pack(trial, pack), packs(trial.notebook, chosen)):
            verdicts |= {verdict.candidate: verdict for verdict in found}
            progress(len(verdicts))
    return [verdicts[candidate] for candidate in chosen]


def grade_pack(trial: Trial, pack: Pack) -> list[Verdict]:
    """Grade the candidates of one submission."""
    answers = {name: candidate.source for name, candidate in pack.items()}
    results, _ = trial.graded(answers, set(pack))
    verdicts = []
    for exercise in trial.tested:
        if exercise.name in pack:
            names = [name for name in map(grade_id, exercise.tests) if name in results]
            scored = {name for name in names if results[name].state.scored}
            lost = frozenset(name for name in scored if fails(results[name]))
            unjudged = {
                name: results[name].message or str(results[name].state)
                for name in names
                if name not in scored
            }
            verdicts.append(Verdict(pack[exercise.name], lost, unjudged))
    return verdicts
