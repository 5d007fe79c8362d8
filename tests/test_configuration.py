"""`graders.configure` in a course's nbgrader_config.py."""

from pathlib import Path

import pytest
from traitlets.config import Config, PyFileConfigLoader

BEGIN = "import graders\nc = get_config()\n"


@pytest.fixture
def loaded(tmp_path):
    """Load a nbgrader_config.py, as nbgrader does."""

    def loaded(text: str) -> Config:
        Path(tmp_path, "nbgrader_config.py").write_text(BEGIN + text)
        return PyFileConfigLoader("nbgrader_config.py", path=str(tmp_path)).load_config()

    return loaded


def test_what_stands_above_the_call_and_is_not_the_engines_stays(loaded):
    c = loaded("c.Exchange.root = '/srv/exchange'\nc.Execute.memory = 5\ngraders.configure(c)")
    assert c.Exchange.root == "/srv/exchange" and c.Execute.memory == 5
    assert c.Autograde.exporter_class == "graders.intake.Intake"


def test_what_stands_below_the_call_overrides_it(loaded):
    c = loaded("graders.configure(c)\nc.ExportApp.plugin_class = 'mine.Export'")
    assert c.ExportApp.plugin_class == "mine.Export"


def test_a_step_can_be_added_to_a_list(loaded):
    c = loaded("graders.configure(c)\nc.Autograde.autograde_preprocessors.insert(1, 'mine.Style')")
    assert c.Autograde.autograde_preprocessors[:2] == ["graders.execute.Execute", "mine.Style"]
    assert "mine.Style" not in loaded("graders.configure(c)").Autograde.autograde_preprocessors


def test_without_the_call_nothing_is_the_engines(loaded):
    assert "graders." not in repr(loaded("c.CourseDirectory.course_id = 'a'"))
