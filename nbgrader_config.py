"""The course, for nbgrader. Every line says why it is here."""

import os

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "mathematics-of-deep-learning"
# Helper files are released with the notebook; caches and editor leftovers are not.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]
# Every notebook opens with the same instructions.
c.IncludeHeaderFooter.header = "source/header.ipynb"
# The rubric of a written answer stands in its statement: graders see it, students do not.
c.ClearMarkScheme.enforce_metadata = False

# ---- The engine. Without the lines below this is plain nbgrader, and the notebooks still grade.

# nbgrader's own commands find nothing where the course's folder or an assignment is called `[a]`.
import sys  # noqa: E402

from graders.names import warn_of_patterns  # noqa: E402

warn_of_patterns(sys.argv)
# nbgrader's own list, behind a check that no test needs a name that grading does not give it.
c.GenerateAssignment.preprocessors = [
    "graders.release.CheckExercises",
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Submissions are read by intake: the released notebook with the student's cells put in place,
# whatever was handed in. Links, pipes and other unsafe files are set aside first.
c.Autograde.exporter_class = "graders.intake.Intake"
c.Autograde.pre_convert_hook = "graders.intake.before_autograde"
# Intake clears outputs and duplicates itself; OverwriteCells brings the hidden tests back.
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Student cells in a sandboxed kernel, test cells in the judge; points from the states. The metadata
# was checked above, and does not change.
c.Autograde.autograde_preprocessors = [
    "graders.execute.Execute",
    "graders.record.Record",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.GenerateFeedback.exporter_class = "graders.feedback.Page"
# Hidden tests stay hidden in the feedback, and nothing that a student wrote runs in a browser.
c.GenerateFeedback.preprocessors = [
    "graders.feedback.Grades",
    "graders.feedback.FeedbackPage",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# On every page, the formgrader's included, it has no HTML, and a limit of time to be laid out in.
c.HTMLExporter.filters = {
    "markdown2html": "graders.feedback.markdown2html",
    "highlight_code": "graders.feedback.highlight_code",
    "ansi2html": "graders.feedback.ansi2html",
    "strip_files_prefix": "graders.feedback.strip_files_prefix",
}
# nbgrader's table, in which what nobody has graded is no zero, and no name is a formula.
c.ExportApp.plugin_class = "graders.record.export.Export"
# One archive that is damaged or hostile does not stop the others; a name in it is no path.
c.ZipCollectApp.extractor_plugin = "graders.intake.zip_collect.Extractor"
c.ZipCollectApp.collector_plugin = "graders.intake.zip_collect.Collector"
# Tests may read the real images of Fashion-MNIST, where they are; student code may not.
cache = os.path.join(os.environ.get("KERAS_HOME") or "~/.keras", "datasets", "fashion-mnist")
c.Execute.data = {"FASHION_MNIST_DIR": os.environ.get("FASHION_MNIST_DIR") or cache}

# ---- In JupyterHub, with the grading service: see hub/README.md. Nobody else reads these lines.

# The formgrader's Collect takes submissions safely, or leaves them to the service where it runs.
c.ExchangeFactory.collect = "graders.service.Collect"
# What students see before an assignment is due: "full" feedback, "points" only, or "nothing".
c.Policy.feedback_until_due = "full"
# Submissions to an assignment that a student has graded in 24 hours, so that nobody finds the
# hidden tests by trying; 0 is any number.
c.Policy.gradings_per_day = 10
# What one account may occupy: submissions and megabytes in 24 hours; seconds of grading in an hour
# before those come first who had less; connections to the service's pages, of all together.
c.Policy.folders_per_day = 200
c.Policy.megabytes_per_day = 1000
c.Policy.grading_seconds_per_hour = 120
c.Policy.connections = 200
# Late submissions keep their points; "zero" takes them, a plugin of nbgrader's can do other things.
c.LateSubmissionPlugin.penalty_method = "none"
