"""The pages of the service: their templates, and what a student is given of a submission."""

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from graders.service.paths import page_of
from graders.service.policy import FULL, NOTHING, POINTS
from graders.service.queue import QueuedSubmission

TEMPLATES = Environment(
    loader=PackageLoader("graders.service"), autoescape=select_autoescape(), trim_blocks=True
)
# Of levels of the policy; a stage's has its name.
TEMPLATE_OF = {POINTS: "points", NOTHING: "received"}
_UNITS = (("day", 86400), ("h", 3600), ("min", 60), ("s", 1))


def local_time(moment: float | datetime | None) -> str:
    """Return a time as people read it, in the time zone of this machine."""
    if moment is None:
        return ""
    return _date(moment).astimezone().strftime("%d %b %Y, %H:%M:%S %Z")


def iso(moment: float | datetime) -> str:
    """Return a time as programs read it."""
    return _date(moment).astimezone(UTC).isoformat(timespec="seconds")


def duration(seconds: float) -> str:
    """Return a time span as people say it: the largest unit, and the next smaller one."""
    rest = max(1, round(seconds))
    parts = []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            plural = "s" if unit == "day" and count > 1 else ""
            parts.append(f"{count} {unit}{plural}")
        elif parts:
            break
    return " ".join(parts[:2])


def _date(moment: float | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)


TEMPLATES.filters |= {"local_time": local_time, "iso": iso, "duration": duration}


def given(found: QueuedSubmission) -> str:
    """Return what the student has been given of a submission: a level of the policy, or a stage.

    Empty if that is nothing yet, or no longer so.
    """
    what = found.shown.partition(" ")[0]
    return what if what in (FULL, POINTS, NOTHING) or what == found.stage else ""


def notebooks(course: Path, assignment: str) -> list[str]:
    """Return the names of the released notebooks of an assignment, which may be unknown."""
    folder = course / "release" / assignment
    return sorted(path.stem for path in folder.glob("*.ipynb")) if assignment else []


def pages(
    course: Path, found: QueuedSubmission, what: str, due: datetime | None, limit: int
) -> dict[str, bytes]:
    """Return what a student is given of a submission: a page for each notebook.

    Parameters
    ----------
    course : Path
    found : QueuedSubmission
    what : str
        A level of the policy, or a stage.
    due : datetime or None
        In UTC.
    limit : int
        How many submissions are graded in a day.

    Raises
    ------
    OSError
        If a feedback page is not there.
    """
    names = notebooks(course, found.assignment)
    if what == FULL:
        return {name: page_of(course, found.id, name).read_bytes() for name in names}
    page = TEMPLATES.get_template(f"{TEMPLATE_OF.get(what, what)}.html")
    rendered = page.render(submission=found, due=due, limit=limit).encode()
    return dict.fromkeys(names, rendered) or {"": rendered}
