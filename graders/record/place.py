"""Where the course is that a step of nbgrader's works in."""

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor


def course_of(step: NbGraderPreprocessor) -> CourseDirectory:
    """Return the folders of the course, as the command has them that runs the step."""
    converter = getattr(step.parent, "parent", None)
    return getattr(converter, "coursedir", None) or CourseDirectory(config=step.config)
