"""Makes a course that grades, from the files in ``templates/course``."""

import re
import shutil
import tempfile
from contextlib import suppress
from importlib import resources
from pathlib import Path

from graders.course import CONFIG, CourseError, check_place
from graders.names import shown_name

ASSIGNMENT = "first_steps"
# In the files, the place of the course's id.
_ID = "COURSE-ID"


def make_course(folder: Path) -> None:
    """Make a course: configuration, README, one assignment.

    Parameters
    ----------
    folder : Path
        Where; it does not exist, or is empty.

    Raises
    ------
    CourseError
        If there is something, or nothing can be made there. Then nothing was.
    """
    folder = folder.absolute()
    shown = shown_name(str(folder))
    check_place(folder)
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{shown} is a file: name a folder")
    try:
        if folder.exists():
            _fill(folder, shown)
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-course-") as partial:
                _write(Path(partial, "course"), folder.name).rename(folder)
    except OSError as error:
        raise CourseError(f"no course can be made at {shown}: {error.strerror}") from None


def _fill(folder: Path, shown: str) -> None:
    """Put a course into an empty folder: all of it, or nothing."""
    if found := sorted(path.name for path in folder.iterdir()):
        raise CourseError(
            f"{shown} is not empty ({shown_name(found[0])!r} is in it): name a new folder. For a "
            "course that is there already, add `import graders` and `graders.configure(c)` to its "
            f"{CONFIG}"
        )
    moved: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new-course-") as partial:
            made = _write(Path(partial, "course"), folder.resolve().name)
            # Last what makes it a course.
            for path in sorted(made.iterdir(), key=lambda path: path.name == CONFIG):
                moved.append(path.rename(folder / path.name))
    except BaseException:
        for path in moved:
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _write(folder: Path, name: str) -> Path:
    """Write the files of a course into a folder that is not there yet; return it."""
    course_id = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "course"
    with resources.as_file(resources.files("graders.cli") / "templates" / "course") as template:
        for path in sorted(template.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                target = folder / path.relative_to(template)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(path.read_text("utf-8").replace(_ID, course_id), "utf-8")
    return folder
