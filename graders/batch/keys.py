"""What a submission is known by: digests of the student's side, and of each exercise's tests."""

from nbformat import NotebookNode

from graders.files import digest
from graders.notebook import answers, exercises, results


class Keys:
    """The keys of a submission: of the student's side, and of each exercise that has tests.

    The notebook is not executed yet; the setting is a digest of the settings, the released files
    and the environment.

    Attributes
    ----------
    exercises : dict of str to str
        A digest of its tests for each exercise. What runs inside is graded as a whole when any of
        them has changed.
    owners : dict of str to str
        The exercise that each test belongs to.
    """

    def __init__(self, notebook: NotebookNode, reference: NotebookNode | None, setting: str):
        cells = [
            (cell.cell_type, exercises.grade_id(cell), cell.source, results.submitted(cell))
            for cell in notebook.cells
            if not exercises.is_test(cell)
        ]
        self.student = digest(setting, cells)
        own = exercises.exercises_of(notebook)
        self.owners = exercises.exercises_of_tests(notebook)
        right = exercises.exercises_of(reference) if reference is not None else []
        solutions = {exercise.name: exercise.solution.source for exercise in right}
        tests = {exercise.name: _tests(exercise) for exercise in own}
        self.exercises: dict[str, str] = {}
        earlier: list[exercises.Exercise] = []
        for exercise in own:
            if not exercise.tests:
                continue
            names = answers.reached(notebook, exercise) if reference is not None else set()
            below = [
                (e.name, tests[e.name], solutions.get(e.name))
                for e in earlier
                if any(name in names for name in e.asked)
            ]
            self.exercises[exercise.name] = digest(tests[exercise.name], below)
            earlier.append(exercise)

    @property
    def whole(self) -> str:
        """A digest of all of them."""
        return digest(self.student, self.exercises)


def _tests(exercise: exercises.Exercise) -> list:
    info = [(exercises.grade_info(cell), cell.source) for cell in exercise.tests]
    tests = [(i.get("grade_id"), i.get("points"), source) for i, source in info]
    about = [(exercises.prelude_of(c), exercises.is_changing(c)) for c in exercise.tests]
    return [exercise.uses, exercise.asked, exercise.classes, tests, about]
