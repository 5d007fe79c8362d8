"""A scratch course with the assignment `tiny`, and its students.

``a_earlier`` was graded before, ``m_attack`` hands in the attack, ``n_accomplice`` profits from it
and ``z_innocent`` comes last, with right answers. The course is graded as an instructor does it, by
nbgrader's own commands with the course's ``nbgrader_config.py``.
"""

import json
import os
import sys
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp, GenerateAssignmentApp, GenerateFeedbackApp

from .assignment import NAME, canaries, source_notebook
from .submission import find, right, write

EARLIER, ATTACKER, ACCOMPLICE, INNOCENT = "a_earlier", "m_attack", "n_accomplice", "z_innocent"
CANARY_FILE = "canaries.json"

PLAIN = """\
c = get_config()
c.CourseDirectory.course_id = "attacks"
"""


def release(course: Path) -> nbformat.NotebookNode:
    """Return the released notebook of a course."""
    return nbformat.read(str(course / "release" / NAME / f"{NAME}.ipynb"), as_version=4)


def submitted(course: Path, student: str) -> Path:
    """Return the folder of a student's submission."""
    return course / "submitted" / student / NAME


def hand_in_innocent(course: Path, student: str, canary: str) -> None:
    """Hand in right answers for a student, with a canary in them."""
    notebook = right(release(course))
    find(notebook, "mean_square").source += f"\n\n# {canary}"
    write(notebook, submitted(course, student))


def command(app: type, *arguments: str) -> int:
    """Run one of nbgrader's commands in the current folder; return its exit status."""
    app.clear_instance()
    try:
        instance = app.instance()
        instance.initialize(list(arguments))
        instance.start()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        app.clear_instance()
    return 0


def grade(course: Path, engine: str) -> int:
    """Grade what is new and write the feedback, as ``nbgrader autograde tiny`` does.

    nbgrader passes over folders without a notebook; our engine has something put there before.
    """
    os.chdir(course)
    if engine == "ours":
        from graders.intake.folder import prepare

        for folder in sorted(course.glob(f"submitted/*/{NAME}")):
            prepare(folder, course / "release" / NAME, course / "set_aside" / folder.parent.name)
    status = command(AutogradeApp, NAME)
    return command(GenerateFeedbackApp, NAME) or status


def build(course: Path, engine: str, config: str) -> None:
    """Make the course, release the assignment and grade the first student.

    Parameters
    ----------
    course : Path
        A folder that does not exist yet.
    engine : str
        ``plain`` or ``ours``.
    config : str
        The course's ``nbgrader_config.py``.
    """
    canary = canaries()
    (course / "source" / NAME).mkdir(parents=True)
    nbformat.write(source_notebook(canary), str(course / "source" / NAME / f"{NAME}.ipynb"))
    (course / "nbgrader_config.py").write_text(config)
    (course.parent / CANARY_FILE).write_text(json.dumps(canary))
    os.chdir(course)
    if command(GenerateAssignmentApp, NAME):
        raise RuntimeError("the assignment could not be released")
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attacks") as book:
        for student in (EARLIER, ATTACKER, ACCOMPLICE, INNOCENT):
            book.add_student(student, last_name=canary["gradebook"])
    hand_in_innocent(course, EARLIER, canary["submission"])
    if grade(course, engine):
        raise RuntimeError("the first submission could not be graded")


def main() -> None:
    """Build a course, or grade the courses named on standard input, one line each.

    ``scratch build ENGINE COURSE CONFIG`` or ``scratch grade ENGINE``.
    """
    task, engine = sys.argv[1:3]
    if task == "build":
        build(Path(sys.argv[3]), engine, sys.argv[4])
        return
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the answers alone go to standard output
    for line in sys.stdin:
        print(grade(Path(line.strip()), engine), file=answers, flush=True)


if __name__ == "__main__":
    main()
