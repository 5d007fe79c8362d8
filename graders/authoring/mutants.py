"""Grades mutants of the reference solutions: a good test lets none of them pass.

A mutant that is just as right as the reference is explained in ``equivalent_mutants.toml`` in the
assignment's folder of the bank: its name, and the reason.
"""

import dataclasses
import hashlib
import math
import os
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from graders.authoring.mutation import Mutant, mutants
from graders.authoring.solutions import BankError
from graders.authoring.trial import Trial, fails
from graders.execute.settings import Settings
from graders.notebook.code import UNPARSABLE
from graders.notebook.exercises import Exercise, grade_id
from graders.notebook.results import State

EXPLANATIONS = "equivalent_mutants.toml"
# Seconds that a cell may take longer than five times what grading the reference takes.
PATIENCE = 10


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes
    ----------
    exercise : str
    id : str
        Exercise and mutant, for instance ``"lasso: `if n <= m:` → `if n < m:`"``.
    killed_by : str
        The test cell that it fails, "time" or "memory"; empty if it has all points.
    unjudged : str
        Why the grader could not tell; empty if it could.
    """

    exercise: str
    id: str
    killed_by: str = ""
    unjudged: str = ""

    @property
    def survives(self) -> bool:
        """Whether it has all points."""
        return not self.killed_by and not self.unjudged


@dataclass
class Report:
    """The outcomes for one assignment, and what is wrong with them."""

    outcomes: list[Outcome]
    explained: dict[str, str]
    unexplained: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every survivor is explained and every explanation needed."""
        return not (self.unexplained or self.stale or self.unjudged)


def explanations(folder: Path) -> dict[str, str]:
    """Return the reasons for mutants that are as right as the reference, by their names.

    Raises
    ------
    BankError
        If the file cannot be read.
    """
    path = folder / EXPLANATIONS
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BankError(f"{path}: {error}") from None


def grade_mutants(
    trial: Trial,
    explained: dict[str, str],
    *,
    exercise: str | None = None,
    sample: int | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> Report:
    """Grade mutants of the reference solutions of a notebook.

    Parameters
    ----------
    trial : Trial
    explained : dict of str to str
        As `explanations` returns them.
    exercise : str, optional
        Only the mutants of this exercise.
    sample : int, optional
        Only so many mutants: always the same ones, as long as these mutants exist.
    progress : callable
        Told about each mutant.

    Raises
    ------
    BankError
        If there is no such exercise, or a reference solution does not pass its own tests.
    """
    made = _made(trial)
    if exercise is not None and exercise not in {e.name for e in trial.tested}:
        names = ", ".join(e.name for e in trial.tested)
        raise BankError(f"no test grades an exercise {exercise!r}; there are: {names}")
    chosen = [name for name, (e, _) in made.items() if exercise in (None, e.name)]
    if sample is not None:
        chosen = sorted(chosen, key=lambda name: hashlib.sha256(name.encode()).digest())[:sample]
    limits: dict[str, Settings] = {}
    for e in dict.fromkeys(made[name][0].name for name in chosen):
        limits[e] = _limits(trial, e)
        progress(f"{e}: the reference passes")

    def grade(name: str) -> Outcome:
        e, mutant = made[name]
        outcome = _outcome(trial, e, name, mutant, limits[e.name])
        progress(_line(outcome))
        return outcome

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        outcomes = list(pool.map(grade, chosen))
    survived = {outcome.id for outcome in outcomes if outcome.survives}
    killed = {outcome.id for outcome in outcomes if outcome.killed_by}
    return Report(
        outcomes,
        explained,
        unexplained=[name for name in chosen if name in survived - explained.keys()],
        stale=[name for name in explained if name in killed or name not in made],
        unjudged=[f"{outcome.id}: {outcome.unjudged}" for outcome in outcomes if outcome.unjudged],
    )


def _made(trial: Trial) -> dict[str, tuple[Exercise, Mutant]]:
    """Return the mutants by name; of a solution with IPython's own syntax there are none."""
    made: dict[str, tuple[Exercise, Mutant]] = {}
    for exercise in trial.tested:
        try:
            found = mutants(exercise.solution.source)
        except UNPARSABLE:
            continue
        made |= {f"{exercise.name}: {mutant.id}": (exercise, mutant) for mutant in found}
    return made


def _limits(trial: Trial, exercise: str) -> Settings:
    """Return the settings for mutants of a solution, which must pass: they may take as long."""
    results, seconds = trial.graded({}, {exercise})
    wrong = [f"{name}: {r.message}" for name, r in results.items() if r.state != State.PASSED]
    if wrong:
        raise BankError(f"the reference solution of {exercise} does not pass {wrong[0]}")
    longest = math.ceil(PATIENCE + 5 * seconds)
    times = dataclasses.replace(trial.settings.times, cell=longest, call=longest)
    return dataclasses.replace(trial.settings, times=times)


def _outcome(
    trial: Trial, exercise: Exercise, name: str, mutant: Mutant, settings: Settings
) -> Outcome:
    results, _ = trial.graded({exercise.name: mutant.source}, {exercise.name}, settings)
    mine = {test: results[test] for test in map(grade_id, exercise.tests) if test in results}
    for test, result in mine.items():
        if fails(result):
            how = {State.TIMED_OUT: "time", State.KILLED: "memory"}.get(result.state, test)
            return Outcome(exercise.name, name, killed_by=how)
    unclear = [result for result in mine.values() if not result.state.scored]
    said = unclear[0].message or str(unclear[0].state) if unclear else ""
    return Outcome(exercise.name, name, unjudged=said)


def _line(outcome: Outcome) -> str:
    if outcome.unjudged:
        return f"NOT JUDGED {outcome.id}  [{outcome.unjudged}]"
    said = f"killed  {outcome.id}  [{outcome.killed_by}]"
    return said if outcome.killed_by else f"SURVIVES {outcome.id}"
