"""Plugs the engine into nbgrader: ``graders.configure(c)`` in nbgrader_config.py."""

import sys

from traitlets.config import Config

from graders.names import warn_of_patterns


def configure(c: Config) -> None:
    """Let nbgrader release, grade and write feedback by this engine.

    What stands below the call in nbgrader_config.py overrides what it sets. Without the call the
    course is plain nbgrader, and the same notebooks still grade.

    Parameters
    ----------
    c : Config
        The configuration, as ``get_config()`` returns it.

    Examples
    --------
    In nbgrader_config.py::

        import graders

        c = get_config()
        c.CourseDirectory.course_id = "my-course"
        graders.configure(c)
    """
    # nbgrader's own commands find nothing where the course's folder or an assignment is called
    # `[a]`.
    warn_of_patterns(sys.argv)
    _release(c)
    _autograde(c)
    _feedback(c)
    _exchange(c)


def _release(c: Config) -> None:
    # nbgrader's own list, with a cell that fetches files (`c.Course.url`), and a check that the
    # instructor's version is graded as it should be.
    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "graders.hosts.colab.FetchFiles",
        "graders.release.CheckExercises",
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


def _autograde(c: Config) -> None:
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
    # Student cells in a sandboxed kernel, test cells in the judge; points from the states. The
    # metadata was checked above, and does not change.
    c.Autograde.autograde_preprocessors = [
        "graders.execute.Execute",
        "graders.record.Record",
        "graders.record.Extend",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]


def _feedback(c: Config) -> None:
    c.GenerateFeedback.exporter_class = "graders.feedback.Page"
    # Hidden tests stay hidden in the feedback, and nothing that a student wrote runs in a browser.
    c.GenerateFeedback.preprocessors = [
        "graders.feedback.Grades",
        "graders.feedback.FeedbackPage",
    ]
    # On every page, the formgrader's included, it has no HTML, and a limit of time to be laid out.
    c.HTMLExporter.filters = {
        "markdown2html": "graders.feedback.markdown2html",
        "highlight_code": "graders.feedback.highlight_code",
        "ansi2html": "graders.feedback.ansi2html",
        "strip_files_prefix": "graders.feedback.strip_files_prefix",
    }
    # nbgrader's table, in which what nobody has graded is no zero, and no name is a formula.
    c.ExportApp.plugin_class = "graders.record.export.Export"


def _exchange(c: Config) -> None:
    # One archive that is damaged or hostile does not stop the others; a name in it is no path.
    c.ZipCollectApp.extractor_plugin = "graders.intake.zip_collect.Extractor"
    c.ZipCollectApp.collector_plugin = "graders.intake.zip_collect.Collector"
    # In JupyterHub the formgrader's Collect takes submissions safely, or leaves them to the grading
    # service where that runs. Nobody else reads this line.
    c.ExchangeFactory.collect = "graders.service.Collect"
