"""Has nbgrader's own commands take the names of folders as they are, not for patterns.

nbgrader looks for the notebooks of a submission by a pattern of which the folder's path is a part:
in a folder called ``*`` it finds those of the whole class, in ``[a]da`` those of ``ada``. Its
converters make their exporter when they have looked and before they convert anything, so that ours
can put right what was found.
"""

import glob
import os
from pathlib import Path

from nbgrader.converters.base import BaseConverter, NbGraderException

from graders.names import fault_of_student, shown_name


def take_exactly(converter: BaseConverter) -> None:
    """Leave to a converter the notebooks that are in each folder, and no folder with an odd name.

    Those are named in its log; the command then ends with an error, when all others are done.
    """
    refused = {}
    for folder in list(converter.assignments):
        student = Path(folder).parent.name
        if fault := fault_of_student(student):
            refused[shown_name(student)] = fault
            del converter.assignments[folder]
        else:
            pattern = os.path.join(glob.escape(folder), f"{converter.coursedir.notebook_id}.ipynb")
            converter.assignments[folder] = sorted(glob.glob(pattern))
    if not refused:
        return
    said = [f"{name!r} cannot be a student's name: it {fault}." for name, fault in refused.items()]
    for one in said:
        converter.log.error("%s Give the folder another name.", one)
    convert = converter.convert_notebooks

    def convert_and_fail() -> None:
        convert()
        raise NbGraderException(" ".join(said))

    converter.convert_notebooks = convert_and_fail
