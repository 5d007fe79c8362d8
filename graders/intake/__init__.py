"""Stage 1: from what was handed in to the notebook that is graded."""

from graders.intake.exporter import Intake
from graders.intake.folder import before_autograde

__all__ = ["Intake", "before_autograde"]
