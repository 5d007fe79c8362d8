"""The results of a class with pseudonyms in the place of names."""

from dataclasses import replace

from graders.record.pseudonyms import Pseudonyms
from graders.report.results import ClassResults, StudentResults


def pseudonymous(results: ClassResults, names: Pseudonyms) -> ClassResults:
    """Return the results with pseudonyms, in their order; names in messages and reasons, too."""
    everybody = [one.student for one in results.students] + results.absent + results.ungraded
    students = [_student(one, names, everybody) for one in results.students]
    return replace(
        results,
        students=sorted(students, key=lambda one: one.student),
        absent=sorted(map(names, results.absent)),
        ungraded=sorted(map(names, results.ungraded)),
    )


def _student(one: StudentResults, names: Pseudonyms, everybody: list[str]) -> StudentResults:
    entries = {
        key: replace(entry, message=names.scrubbed(entry.message, everybody))
        if entry.message
        else entry
        for key, entry in one.entries.items()
    }
    return replace(
        one,
        student=names(one.student),
        reasons=[names.scrubbed(reason, everybody) for reason in one.reasons],
        entries=entries,
    )
