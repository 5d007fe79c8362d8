"""Stage 4: the page that a student gets."""

from graders.feedback.markdown import markdown2html
from graders.feedback.page import Page
from graders.feedback.preprocessors import FeedbackPage, Grades

__all__ = ["FeedbackPage", "Grades", "Page", "markdown2html"]
