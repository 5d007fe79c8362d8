"""Stage 3: results into nbgrader's gradebook."""

from graders.record.extensions import Extend
from graders.record.preprocessor import Record

__all__ = ["Extend", "Record"]
