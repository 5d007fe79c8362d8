"""The submissions of an assignment, or of several, on their way from submitted to feedback.

Several at a time are read, in threads that leave the reading to processes with limits, and
executed by workers; what was graded before and has not changed is taken from the results that were
kept. Everything is recorded here, one after the other.
"""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from graders import bounded
from graders.batch.assignment import Batch
from graders.batch.local import LocalWorkers
from graders.batch.outcome import Outcome
from graders.batch.scheduling import MAX_SLOW, Failure, GaveWay, Workers, stream
from graders.batch.submission import Submission
from graders.batch.task import Tasks
from graders.course import Course


def grade(
    course: Course,
    assignment: str,
    students: list[str] | None = None,
    started: Callable[[str], None] = lambda student: None,
    *,
    workers: Workers | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Generator[Outcome, None, None]:
    """Grade the submissions of an assignment and write their feedback pages.

    Parameters
    ----------
    students : list of str, optional
        Whose; by default everybody's who handed in something.
    started : callable
        Is called with each student when the work on the submission begins.
    workers : Workers, optional
        Who executes; by default a process for each processor. They are closed at the end.
    force : bool
        Whether to grade what has not changed, too.
    dry_run : bool
        Whether to say only what would be done.

    Yields
    ------
    Outcome
        One for each submission, whatever happened to it, as soon as it is recorded.

    Raises
    ------
    CourseError
        If the assignment cannot be graded.
    WorkersLost
        If the workers are gone; what was yielded before is recorded, the rest is as it was.
    """
    course.check(assignment)
    todo = course.students(assignment) if students is None else dict.fromkeys(students)
    coming = ((assignment, student) for student in todo)
    workers = workers or local_workers(course, assignment)
    try:
        yield from follow(course, coming, workers, started, force=force, dry_run=dry_run)
    finally:
        workers.close()


def follow(
    course: Course,
    submissions: Iterable[tuple[str, str]],
    workers: Workers,
    started: Callable[[str], None] = lambda student: None,
    *,
    force: bool = False,
    dry_run: bool = False,
    at_first: Callable[[str, str], float | None] = lambda assignment, student: None,
) -> Generator[Outcome, None, None]:
    """Grade submissions of any assignment as they come in; otherwise as `grade`.

    Parameters
    ----------
    submissions : iterable of (assignment, student)
        Asked for the next one when a worker is free, and again every second. One that has none
        at the moment (StopIteration) may have more later, until nothing is being graded and
        this ends. A student's next submission to an assignment may come after the outcome of
        the one before.
    workers : Workers
        They stay open.
    at_first : callable
        Returns, of a submission, the seconds after which it gives way: its outcome says so, and it
        may come again. None if it is executed to its end.
    """
    batches: dict[str, Batch] = {}
    readers = ThreadPoolExecutor(workers.size + 1 + MAX_SLOW, "reader")

    def planned(item: tuple[str, str]) -> tuple[Submission, Future[Tasks | None]]:
        assignment, student = item
        if assignment not in batches:
            batches[assignment] = Batch(course, assignment, force)
        submission = Submission(batches[assignment], student, at_first(assignment, student))
        return submission, readers.submit(submission.plan, dry_run)

    # A map, not a generator: it goes on when there are more submissions after there were none.
    tasks = map(planned, submissions)
    try:
        for submission, done in stream(workers, tasks, lambda one: started(one.student)):
            if isinstance(done, Failure):
                submission.outcome.error = f"it could not be executed: {done.reason}"
            elif isinstance(done, GaveWay):
                submission.outcome.gave_way = True
                yield submission.outcome
                continue
            elif done is not None:
                submission.take(done)
            if not dry_run and not submission.outcome.error:
                submission.record()
            yield submission.outcome
    except BaseException:
        readers.shutdown(wait=False, cancel_futures=True)
        bounded.end()  # whatever is being read
        raise
    finally:
        readers.shutdown(wait=False, cancel_futures=True)


def local_workers(course: Course, assignment: str, size: int | None = None) -> LocalWorkers:
    """Return processes of this machine that execute submissions to an assignment."""
    allow_unsafe = course.execution.allow_unsafe
    return LocalWorkers(size, imports=course.imports(assignment), allow_unsafe=allow_unsafe)
