"""The engine as a step of ``nbgrader autograde``, and its settings in nbgrader_config.py."""

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Dict, Enum, Float, Integer, List, Unicode

from graders.execute.run import execute
from graders.execute.sandbox import Level, Limits, shared_template
from graders.execute.settings import Settings, Times
from graders.files import released_files
from graders.notebook.exercises import INSIDE, OUTSIDE, imports_of, read_notebook
from graders.notebook.results import State, results_of, run_info


def course_of(step: NbGraderPreprocessor) -> CourseDirectory:
    """Return the folders of the course that a step of nbgrader's works in, as its command has."""
    converter = getattr(step.parent, "parent", None)
    return getattr(converter, "coursedir", None) or CourseDirectory(config=step.config)


class Execute(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``Execute`` in ``Autograde.autograde_preprocessors``."""

    cell_timeout = Float(
        60.0,
        help="Seconds of processor time that a cell may take. Each of these limits is one of "
        "processor time; four times as long may go by while a process sleeps or waits.",
    ).tag(config=True)
    call_timeout = Float(
        30.0,
        help="Seconds of processor time that one call of a student's function by a test may take.",
    ).tag(config=True)
    notebook_timeout = Float(
        1800.0, help="Seconds of processor time after which the rest of a submission is not run."
    ).tag(config=True)
    own_cells_timeout = Float(
        300.0,
        help="Seconds of processor time after which the rest of the cells that a student has added "
        "is not run; those with an answer are no such cells.",
    ).tag(config=True)
    memory = Integer(2 * 2**30, help="Bytes of memory that a student's process may take.").tag(
        config=True
    )
    data = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="Folders that tests may read and student code may not, by the environment variable "
        "that tells a test where. One that does not exist is left out.",
    ).tag(config=True)
    allow_unsafe = Bool(
        False, help="Whether to run student code where no sandbox can be made."
    ).tag(config=True)
    tests = Enum(
        (OUTSIDE, INSIDE),
        default_value=OUTSIDE,
        help="Where test cells run: outside of the student's process, where nothing forges their "
        "results, or inside, as nbgrader runs them. The metadata `graders.tests` of a notebook "
        "comes before it.",
    ).tag(config=True)
    inside = List(Unicode(), help="Assignments whose tests run inside; see `tests`.").tag(
        config=True
    )
    carry_errors = Bool(
        False, help="Whether an exercise loses points because an earlier one is wrong."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Execute and grade the notebook."""
        info = resources["nbgrader"]
        course = course_of(self)
        released = Path(course.format_path(course.release_directory, ".", info["assignment"]))
        reference, settings = self._reference(course, info), self.settings_of(info["assignment"])
        imports = None if reference is None else imports_of([reference], released_files(released))
        self.log.info("Grading %s of %s in the sandbox", info["notebook"], info["student"])
        nb = execute(
            nb,
            released,
            reference=None if self.carry_errors else reference,
            settings=settings,
            template=shared_template(imports=imports, allow_unsafe=settings.allow_unsafe),
        )
        about = run_info(nb)
        if about.level == Level.NONE:
            self.log.warning("NO SANDBOX on this machine: student code could do anything here")
        self.log.info("Graded in %.1f s, sandbox level: %s", about.seconds, about.level)
        for name, result in results_of(nb).items():
            if result.state == State.GRADER_ERROR:
                student = info["student"]
                self.log.error("GRADER ERROR in %s of %s: %s", name, student, result.detail)
        return nb, resources

    @property
    def settings(self) -> Settings:
        """How submissions are executed, as configured."""
        return self.settings_of("")

    def settings_of(self, assignment: str) -> Settings:
        """Return how submissions to an assignment are executed, as configured."""
        return Settings(
            data={name: Path(folder) for name, folder in self.data.items()},
            times=Times(
                self.cell_timeout,
                self.call_timeout,
                notebook=self.notebook_timeout,
                own=self.own_cells_timeout,
            ),
            limits=Limits(memory=self.memory),
            allow_unsafe=self.allow_unsafe,
            tests=INSIDE if assignment in self.inside else self.tests,
        )

    def _reference(self, course: CourseDirectory, info: dict) -> NotebookNode | None:
        # Not from the gradebook: nbgrader clears the solutions before it saves the cells there.
        folder = Path(course.format_path(course.source_directory, ".", info["assignment"]))
        path = folder / f"{info['notebook']}.ipynb"
        if path.exists():
            return read_notebook(path)
        self.log.warning("No %s: errors in earlier exercises are carried forward", path)
        return None
