"""Grades for other programs: plugins of ``nbgrader export``.

What needs attention, waits for a person or was not handed in has no points in any of them.

    nbgrader export                                                # Export: grades.csv
    nbgrader export --exporter graders.record.export.Canvas ...    # into a gradebook of Canvas
    nbgrader export --exporter graders.record.export.Moodle ...    # into a worksheet of Moodle
"""

from graders.record.export.canvas import Canvas
from graders.record.export.moodle import Moodle
from graders.record.export.table import Export

__all__ = ["Canvas", "Export", "Moodle"]
