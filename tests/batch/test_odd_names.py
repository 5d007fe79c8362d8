"""A class in which folders have odd names: whatever those are, nobody else's grade changes."""

import io
import shutil
import zipfile

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp, NbGraderAPI
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.plugins import CsvExportPlugin
from rich.console import Console

from graders.cli import progress
from graders.cli.report import points_table
from graders.course import Course, CourseError
from graders.names import fault_of_student, shown_name
from graders.record.export import Export
from tests import odd_names
from tests.cli.command import run
from tests.grading_course import NAME, Class
from tests.this_process import ThisProcess

pytestmark = [
    # nbgrader's own.
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ORDINARY = ("ada", "carl", "emmy")
WRONG = {"double": "def double(x):\n    return 3 * np.asarray(x)"}
SOME = {key: odd_names.ALLOWED[key] for key in ("format string", "decomposed", "SQL any")}


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """A class of ordinary names, of which two are not right everywhere, graded."""
    course = Class(tmp_path_factory.mktemp("ordinary") / "course")
    course.submit("ada", course.filled(**WRONG))
    course.submit("carl", course.filled())
    course.submit("emmy", course.released)
    assert not any(o.needs_attention for o in course.grade(ThisProcess()).values())
    return course


@pytest.fixture
def course(ordinary, tmp_path):
    """A copy of it, to be changed."""
    return ordinary.copy(tmp_path / "course")


def hand_in(course, names):
    """Hand in under odd names what would change the grades of all others."""
    for number, name in enumerate(names):
        course.submit(name, course.released if number % 2 else course.filled())


def everything(course) -> dict:
    """Return what the ordinary ones have: scores, graded notebooks and pages."""
    scores = course.gradebook()
    files = {
        (student, step): (course.folder / step / student / NAME / f"{NAME}{ending}").read_bytes()
        for student in ORDINARY
        for step, ending in (("submitted", ".ipynb"), ("feedback", ".html"))
    }
    return {student: scores[student] for student in ORDINARY} | files


def check_refused(course, outcomes, names):
    """Check that each is named with the reason, and that nothing was made of it."""
    for name in names:
        error = outcomes[name].error
        assert error.startswith(repr(shown_name(name))) and fault_of_student(name) in error
        assert error.isprintable() and str(course.folder) not in error
    made = {path.name for step in ("autograded", "feedback", "earlier")
            for path in (course.folder / step).iterdir()}  # fmt: skip
    assert not made & set(names) and not course.gradebook().keys() & set(names)


def test_folders_with_names_that_may_not_be_a_students_cost_nobody_else(ordinary, course):
    before = everything(course)
    hand_in(course, [*odd_names.REFUSED.values(), *SOME.values()])
    outcomes = course.grade(ThisProcess())
    assert everything(course) == before
    check_refused(course, outcomes, odd_names.REFUSED.values())
    assert all(not outcomes[name].needs_attention for name in [*ORDINARY, *SOME.values()])
    assert course.gradebook().keys() == {*ORDINARY, *SOME.values()}


@pytest.mark.exhaustive
def test_every_unusual_name_is_graded_as_itself(ordinary, course):
    before = everything(course)
    names = list(odd_names.ALLOWED.values())
    hand_in(course, names)
    outcomes = course.grade(ThisProcess(), force=True)
    assert everything(course) == before
    assert not any(outcome.needs_attention for outcome in outcomes.values())
    scores = course.gradebook()
    assert scores.keys() == {*ORDINARY, *names}
    for number, name in enumerate(names):
        assert scores[name]["test_double"][0] == (0 if number % 2 else 1), name
        assert (course.folder / "feedback" / name / NAME / f"{NAME}.html").is_file()
    for name in ("ADA", "M\u00fcller", "Mu\u0308ller"):
        assert "graded as different students" in " ".join(outcomes[name].notes)


def test_the_command_ends_with_1_and_prints_every_name_so_that_it_does_no_harm(course):
    odd = ["*", "\x1b]0;ada\x07", "[red]", "a\nda", "ad\udcff"]
    hand_in(course, odd)
    done = run("grade", NAME, "--json", "found.json", cwd=course.folder)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stdout.encode() and not set(done.stdout) & set("\x1b\x07\udcff")
    for name in odd:
        assert f"{shown_name(name)}: {shown_name(name)!r} cannot be a student's name" in done.stdout
    assert (course.folder / "found.json").read_bytes().isascii()
    assert "5 need attention" in done.stdout


def test_a_name_on_the_command_line_is_no_path_and_no_pattern(course):
    before = everything(course)
    names = ["*", "../submitted/ada", "..", ".", "", "[a]da", "/etc", "ada/"]
    outcomes = course.grade(ThisProcess(), students=names)
    for name in names:
        assert "cannot be a student's name" in outcomes[name].error
    assert everything(course) == before


@pytest.mark.parametrize("name", ["..", ".", "../release/small", "small/", "sma+ll", "", "x\0"])
def test_an_assignments_name_is_no_path(course, name):
    with pytest.raises(CourseError, match="cannot be an assignment"):
        Course(course.folder).check(name)


def test_folders_that_are_links_are_not_followed(course, tmp_path):
    before = everything(course)
    (course.folder / "submitted" / "eve").symlink_to(course.folder / "submitted" / "carl")
    (course.folder / "submitted" / "dan").mkdir()
    (course.folder / "submitted" / "dan" / NAME).symlink_to(course.folder / "source" / NAME)
    outcomes = course.grade(ThisProcess())
    for name in ("eve", "dan"):
        assert "links are not followed" in outcomes[name].error
    assert everything(course) == before and course.gradebook().keys() == set(ORDINARY)


def test_hidden_folders_are_no_students_unless_they_hold_the_assignment(course):
    (course.folder / "submitted" / ".git").mkdir()
    (course.folder / "submitted" / ".git" / "HEAD").write_text("{")
    (course.folder / "submitted" / ".ada" / NAME).mkdir(parents=True)
    assert Course(course.folder).students(NAME) == [".ada", *ORDINARY]


@pytest.mark.exhaustive
def test_nbgraders_own_commands_change_nobody_elses_grade(course):
    before = everything(course)
    odd = ["*", "ad?", "[a]da", "[!c]*", "a\nda", "-rf", "ad\udcff"]
    hand_in(course, odd)
    api = NbGraderAPI(config=course.config())
    done = api.autograde(NAME, "[!ce]*")  # all of them, and ada
    assert not done["success"] and "cannot be a student's name" in done["error"]
    assert "'[a]da' cannot be a student's name" in done["log"]
    hand_in_autograded(course, odd)
    assert not api.generate_feedback(NAME, "[!ce]*")["success"]
    assert everything(course) == before and course.gradebook().keys() == set(ORDINARY)


def hand_in_autograded(course, names):
    """Leave graded notebooks under odd names, as an older version did."""
    for name in names:
        shutil.copytree(course.folder / "autograded" / "carl", course.folder / "autograded" / name)


@pytest.mark.parametrize(
    ("folder", "assignment"),
    [
        ("[test] course", "123 [abc]"),
        pytest.param("[test] course", NAME, marks=pytest.mark.exhaustive),
        pytest.param("course", "[week 1]", marks=pytest.mark.exhaustive),
        pytest.param("a*b {0} %s", "why? [x]*", marks=pytest.mark.exhaustive),
    ],
)
def test_course_and_assignment_may_have_names_that_are_patterns(
    ordinary, tmp_path, folder, assignment
):
    course = ordinary.copy(tmp_path / folder)
    for step in ("source", "submitted/ada"):
        (course.folder / step / NAME).rename(course.folder / step / assignment)
    source = course.folder / "source" / assignment
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / f"{NAME}-checkpoint.ipynb").write_text("SECRET-REFERENCE")
    done = run("release", assignment, cwd=course.folder)
    assert done.returncode == 0, done.stderr
    release = course.folder / "release" / assignment
    assert {path.name for path in release.iterdir()} == {f"{NAME}.ipynb", "helper.py"}
    assert "SECRET" not in (release / f"{NAME}.ipynb").read_text()
    done = run("grade", assignment, "--student", "ada", cwd=course.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    for step in ("autograded", "feedback"):
        found = {path.name for path in (course.folder / step / "ada" / assignment).rglob("*")}
        assert found - {"helper.py"} == {f"{NAME}.{'ipynb' if step == 'autograded' else 'html'}"}
    assert points_table(Course(course.folder), assignment).rows[0].student == "ada"


@pytest.mark.parametrize("name", ["what? course", "50%20off", "a\u202eb"])
def test_where_no_gradebook_could_be_opened_the_course_says_so(ordinary, tmp_path, name):
    (tmp_path / name).mkdir()
    shutil.copy(ordinary.folder / "nbgrader_config.py", tmp_path / name)
    with pytest.raises(CourseError, match="no gradebook can be opened"):
        Course(tmp_path / name)


def collect(course, files: dict[str, bytes], expression: str) -> str:
    """Collect an archive as `nbgrader zip_collect` does; return what it said."""
    archive = course.folder / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "all.zip", "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    config = course.config()
    config.ZipCollectApp.extractor_plugin = "graders.intake.zip_collect.Extractor"
    config.ZipCollectApp.collector_plugin = "graders.intake.zip_collect.Collector"
    config.FileNameCollectorPlugin.named_regexp = expression
    config.CourseDirectory.assignment_id = NAME
    said = io.StringIO()
    app = ZipCollectApp(config=config)
    app.initialize([])
    for handler in app.log.handlers:
        handler.setStream(said)
    app.start()
    return said.getvalue()


def test_what_a_zip_archive_names_is_graded_alone_or_refused(ordinary, course, monkeypatch):
    monkeypatch.chdir(course.folder)
    before = everything(course)
    names = {**odd_names.ALLOWED, **odd_names.REFUSED, **odd_names.PATHS}
    # What a zip archive and nbgrader's own way of taking it apart can hold.
    names = [
        n for n in names.values() if not set(n) & set("/\0\\\ud800\udcff\udcc3") and len(n) < 129
    ]
    work = course.submit("carl", course.filled()).read_bytes()
    files = {f"+++{name}+++{NAME}.ipynb": work for name in names if name not in SOME}
    # An archive in it that leads elsewhere, and one that is damaged.
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr(f"../../../../escaped+++{NAME}.ipynb", work)
    files |= {"ada.zip": inner.getvalue(), "bad.zip": b"PK\x03\x04", "+++dan+++..ipynb": work}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr(f"+++zara+++{NAME}.ipynb", work)
    files["zara.zip"] = inner.getvalue()
    said = collect(course, files, r"(?s).*/\+\+\+(?P<student_id>.*)\+\+\+(?P<file_id>.*)")
    found = {path.name for path in (course.folder / "submitted").iterdir()}
    assert found >= {"*", "[a]da", "-rf", "ada\ncarl", ".ada", "zara"}
    assert "UnsafeMember" in said and "bad.zip' is not unpacked" in said
    assert "'*' cannot be a student's name" in said and "\x1b" not in said
    assert not list(course.folder.parent.rglob("escaped*"))
    refused = [name for name in found if fault_of_student(name)]
    outcomes = course.grade(ThisProcess(), students=[*ORDINARY, *refused])
    assert everything(course) == before
    check_refused(course, outcomes, refused)


def test_a_table_of_grades_has_no_formula_and_no_shifted_column(course):
    with Gradebook(course.config().CourseDirectory.db_url) as gradebook:
        config = course.config()
        tables = {}
        for kind in (CsvExportPlugin, Export):
            plugin = kind(config=config)
            plugin.to = str(course.folder / f"{kind.__name__}.csv")
            plugin.export(gradebook)
            tables[kind] = (course.folder / f"{kind.__name__}.csv").read_text()
        head, theirs = tables[Export].splitlines()[0], tables[CsvExportPlugin].splitlines()[0]
        assert head == f"{theirs},state,waiting" and "ada" in tables[Export]
        for name in ("=cmd|' !A0'", "@SUM(1)", "+1", "a,b", 'x"y', "-5"):
            gradebook.add_student(name, first_name="=1+1", last_name="a,b", email="\t=2")
        plugin.export(gradebook)
    lines = (course.folder / "Export.csv").read_text().splitlines()
    assert len(lines) == 1 + 3 + 6
    for said in ("'=cmd|' !A0'", "'@SUM(1)", "'+1", '"a,b"', '"x""y"', "'-5"):
        assert any(f",{said},\"a,b\",'=1+1,'\t=2,,,,7.0" in line for line in lines), said


def test_the_projects_configuration_names_both_plugins():
    assert ExportApp.plugin_class.klass  # nbgrader's settings are still called so
    assert ZipCollectApp.collector_plugin.klass


def test_progress_shows_names_as_they_are():
    console = Console(file=io.StringIO(), force_terminal=True, width=300, color_system=None)
    outcomes = [progress.Outcome(name, error="no") for name in odd_names.ALL.values()]
    progress.follow(console, lambda begun: (o for o in outcomes), len(outcomes))
    progress.summarize(console, outcomes, 1.0)
    progress.plans(console, outcomes)
    text = console.file.getvalue()
    for name in odd_names.ALL.values():
        assert text.count(f"{shown_name(name)}: ") >= 3, name
    assert "\x1b[31mada" not in text and "\x07" not in text and "\u202e" not in text
