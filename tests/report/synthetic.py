"""Classes made by chance, from a model, as grading leaves them: gradebook and graded notebooks.

The model: a student has an ability from the normal distribution. A test has a difficulty, uniform
from -2.5 to 0.5 (most of the class passes most tests), and a discrimination, lognormal with median
1.35. The chance to pass is logistic in discrimination times (ability minus difficulty). A student
leaves an exercise out with a chance that falls with ability. Faults are put into one test:
*wrong value* (nobody passes), *inverted* (right answers fail, wrong ones pass), *refuses most* and
*refuses half* (80 and 50 in 100 right answers fail), *coin* (passes by chance).
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from nbgrader.api import Gradebook

from graders.course import Course
from graders.notebook.exercises import exercises_of, grade_id, grade_info, read_notebook
from graders.notebook.results import Result, RunInfo, State, write_result, write_run_info
from graders.notebook.text import to_text

FAULTS = ("wrong value", "inverted", "refuses most", "refuses half", "coin")


def shares(size: int, tests: int, chance: np.random.Generator, fault: str = "") -> np.ndarray:
    """Return who passes which test, 1 or 0; the fault is in the first test."""
    ability = chance.normal(size=(size, 1))
    discrimination = chance.lognormal(0.3, 0.3, tests)
    difficulty = chance.uniform(-2.5, 0.5, tests)
    passes = 1 / (1 + np.exp(-discrimination * (ability - difficulty)))
    found = (chance.random((size, tests)) < passes).astype(float)
    if fault == "wrong value":
        found[:, 0] = 0
    elif fault == "inverted":
        found[:, 0] = 1 - found[:, 0]
    elif fault.startswith("refuses"):
        found[:, 0] *= chance.random(size) < (0.2 if fault == "refuses most" else 0.5)
    elif fault == "coin":
        found[:, 0] = chance.random(size) < 0.5
    return found


def hand_in(course: Course, assignment: str, size: int, seed: int = 0, fault: str = "") -> str:
    """Write a graded class into a course; return the test with the fault."""
    chance = np.random.default_rng(seed)
    (path,) = course.notebooks("source", assignment)
    notebook = read_notebook(path)
    tests = [cell for e in exercises_of(notebook) if not e.written for cell in e.tests]
    passed = shares(size, len(tests), chance, fault)
    faulty = int(chance.integers(len(tests)))
    passed[:, [0, faulty]] = passed[:, [faulty, 0]]
    names = [grade_id(cell) for cell in tests]
    with Gradebook(course.directory.db_url) as gradebook:
        for number in range(size):
            student = f"s{number:04d}"
            gradebook.add_student(student)
            with gradebook.db.no_autoflush:
                gradebook.add_submission(assignment, student)
            results = _results(notebook, dict(zip(names, passed[number], strict=True)), chance)
            _write(course, assignment, student, results, chance)
            _record(gradebook, assignment, path.stem, student, results)
            _attempts(course, assignment, student, results, chance)
        gradebook.db.commit()
    return names[faulty]


def _results(notebook, passed, chance) -> dict[str, Result]:
    found = {}
    rate = sum(passed.values()) / len(passed)
    for exercise in exercises_of(notebook):
        left_out = chance.random() < 0.3 * (1 - rate) ** 2
        for cell in exercise.graded:
            name, top = grade_id(cell), float(grade_info(cell)["points"])
            if left_out:
                said = "left as it was released"
                found[name] = Result(State.NOT_ANSWERED, 0.0, top, said)
            elif exercise.written:
                found[name] = Result(State.BY_HAND, None, top)
            elif passed[name]:
                found[name] = Result(State.PASSED, top, top)
            elif chance.random() < 0.05:
                said = "did not finish within 30 s of processor time"
                found[name] = Result(State.TIMED_OUT, 0.0, top, f"{exercise.name}(…) {said}")
            else:
                value = chance.normal()
                said = f"{exercise.name}([1, {value:.3f}]) should be {value / 3:.4f}, got {value:g}"
                said = said if chance.random() < 0.7 else f"{exercise.name}(…) raised IndexError"
                found[name] = Result(State.FAILED, 0.0, top, said)
    return found


def _write(course: Course, assignment: str, student: str, results, chance) -> None:
    (path,) = course.notebooks("release", assignment)
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if (name := grade_id(cell)) in results:
            write_result(cell, results[name])
    seconds = {"cells": float(chance.lognormal(2, 0.5)), "tests": float(chance.lognormal(1, 0.3))}
    write_run_info(notebook, RunInfo("strong", "0", sum(seconds.values()), seconds))
    folder = course.folder("autograded", student, assignment)
    folder.mkdir(parents=True)
    (folder / path.name).write_text(to_text(notebook))
    (course.folder("submitted", student, assignment)).mkdir(parents=True)


def _record(gradebook, assignment: str, notebook: str, student: str, results) -> None:
    submitted = gradebook.find_submission_notebook(notebook, assignment, student)
    for grade in submitted.grades:
        result = results[grade.name]
        grade.auto_score = result.points
        grade.needs_manual_grade = result.points is None


def _attempts(course: Course, assignment: str, student: str, results, chance) -> None:
    folder = Path(course.root, "earlier", student, assignment)
    points = sum(result.points or 0 for result in results.values())
    number = int(chance.integers(1, 4))
    time = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(days=float(chance.exponential(3)))
    for left in reversed(range(number)):
        name = time.strftime("%Y-%m-%d_%H-%M-%S")
        (folder / name).mkdir(parents=True)
        had = max(0.0, points - left * float(chance.integers(-1, 4)))
        one = {"name": name, "digest": name, "points": had, "max_points": 32.0, "waiting": 0.0}
        (folder / f"{name}.json").write_text(json.dumps(one | {"counts": not left}))
        time += timedelta(hours=float(chance.exponential(12)) + 1)
