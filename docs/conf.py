"""The documentation site, for Sphinx: ``make docs``. Nothing is fetched while it is made."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx
from traitlets.config import Configurable

from graders.execute import Execute
from graders.hosts.colab import Course
from graders.lti.settings import LTI
from graders.record import Record
from graders.service.policy import Policy

project = "nbjudge"
copyright = "the authors"
release = version = metadata.version("nbjudge")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
# Of other documents: they are included, or are of the tools'.
exclude_patterns = ["_build", "package.md"]
html_theme = "furo"
html_title = "nbjudge"
# Links to headings, as GitHub makes them.
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
smartquotes = False
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"

HERE = Path(__file__).parent
MADE = HERE / "_build"


def _commands() -> None:
    """Write the reference of the command line, from the command line's own help."""
    made = MADE / "commands.md"
    arguments = ["graders.__main__", "utils", "docs", "--name", "graders", "--output", str(made)]
    subprocess.run([sys.executable, "-m", "typer", *arguments], check=True, capture_output=True)
    text = made.read_text().partition("\n")[2]  # the page has a heading
    # What a list of commands cuts off stands below it in full.
    lines, group = [], "graders"
    for line in text.splitlines():
        if heading := re.match(r"#+ `(graders .+)`$", line):
            group = heading[1]
        item = re.match(r"\* `([\w-]+)`: .*\.\.\.$", line)
        anchor = f"{group} {item[1]}".replace(" ", "-") if item else ""
        lines.append(f"* [`{item[1]}`](#{anchor})" if item else line)
    made.write_text("\n".join(lines))


def _configuration(kinds: list[type[Configurable]]) -> None:
    """Write the reference of the settings, from their own help."""
    lines = []
    for kind in kinds:
        lines += [f"## `c.{kind.__name__}`", ""]
        for name, trait in kind.class_own_traits(config=True).items():
            lines += [f"`c.{kind.__name__}.{name} = {trait.default()!r}`", f": {trait.help}", ""]
    (MADE / "configuration.md").write_text("\n".join(lines))


def _hub() -> None:
    """Take the hub's README into the site."""
    text = (HERE.parent / "hub" / "README.md").read_text()
    (MADE / "hub.md").write_text(text.replace("](../docs/", "](/"))


def setup(app: Sphinx) -> None:
    """Let links to that README lead to its page."""

    def lead(app: Sphinx, name: str, source: list[str]) -> None:
        source[0] = re.sub(r"\]\((\.\./)+hub/README\.md", "](/hub.md", source[0])

    app.connect("source-read", lead)


MADE.mkdir(exist_ok=True)
_hub()
_commands()
_configuration([Execute, Record, Policy, LTI, Course])
