"""Rules that the repository keeps: names resolve, dependencies are declared, pages can be read."""

import ast
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from traitlets.utils.importstring import import_item

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("hub/*.md")]
    if page.name != "attacks.md"  # a table
)
DOTTED = re.compile(r"(?<![\w./-])graders(?:\.\w+)+")
# Of the metadata of notebooks, not of the package.
METADATA = {"graders.uses", "graders.submitted", "graders.level"}


def normal(name: str) -> str:
    """Return the name of a distribution as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements() -> dict[str, str]:
    """Return the lines of requirements.in by the names of the distributions."""
    lines = (ROOT / "requirements.in").read_text().splitlines()
    found = [line for line in lines if line and not line.startswith("#")]
    return {normal(re.match(r"[\w.-]+", line)[0]): line for line in found}


def sources() -> Iterator[tuple[str, str]]:
    """Yield all Python that is ours: modules, tests, and the cells of the instructor notebooks."""
    for folder in ("graders", "hub", "tests", "source"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path), path.read_text()
        for path in sorted((ROOT / folder).rglob("*.ipynb")):
            for cell in json.loads(path.read_text())["cells"]:
                if cell["cell_type"] == "code":
                    yield str(path), "".join(cell["source"])


def imported() -> dict[str, str]:
    """Return the packages that are imported anywhere, each with a place."""
    found: dict[str, str] = {}
    for place, source in sources():
        if "/bank/" in place or "/cases/" in place:
            continue  # written by students
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # a cell with a magic
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            found |= {name.partition(".")[0]: place for name in names}
    return found


def test_every_imported_package_has_a_line_in_the_requirements():
    distributions = metadata.packages_distributions()
    beside_notebooks = {path.stem for path in ROOT.glob("source/*/*.py")}
    own = {"graders", "hub", "tests"} | beside_notebooks
    declared = requirements()
    for name, place in imported().items():
        if name in own or name in sys.stdlib_module_names:
            continue
        known = {normal(one) for one in distributions.get(name, [name])}
        assert known & declared.keys(), f"{place} imports {name}; no line in requirements.in"


@pytest.mark.parametrize(("name", "line"), requirements().items())
def test_every_requirement_has_bounds_and_a_reason(name, line):
    requirement, _, reason = line.partition("#")
    assert ">=" in requirement and "<" in requirement, "an upper and a lower bound"
    assert reason.strip(), "one line of reason"


@pytest.mark.parametrize(
    "name", sorted(set(DOTTED.findall((ROOT / "nbgrader_config.py").read_text())))
)
def test_every_dotted_name_of_the_configuration_resolves(name):
    assert import_item(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_dotted_name_in_a_page_resolves(page):
    for name in set(DOTTED.findall(page.read_text())) - METADATA:
        head, _, last = name.rpartition(".")
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            assert hasattr(importlib.import_module(head), last), f"{page.name}: {name}"


def test_every_dotted_name_in_docstrings_and_comments_resolves():
    for place, source in sources():
        if "/graders/" not in place:
            continue
        for name in set(re.findall(r"`(graders(?:\.\w+)+)`", source)) - METADATA:
            head, _, last = name.rpartition(".")
            try:
                importlib.import_module(name)
            except ModuleNotFoundError:
                try:
                    assert hasattr(importlib.import_module(head), last), f"{place}: {name}"
                except ModuleNotFoundError:
                    module, _, kind = head.rpartition(".")
                    owner = getattr(importlib.import_module(module), kind)
                    assert hasattr(owner, last), f"{place}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_have_short_lines_and_links_that_lead_somewhere(page):
    text = page.read_text()
    for number, line in enumerate(text.splitlines(), 1):
        table_or_picture = line.lstrip().startswith(("|", "!["))
        only_a_link = " " not in line.strip()
        fits = len(line) <= 120 or table_or_picture or only_a_link
        assert fits, f"{page.name}:{number} is {len(line)} long"
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name} links {target}"


def test_paths_that_pages_and_the_makefile_name_exist():
    for page in [*PAGES, ROOT / "Makefile"]:
        for path in re.findall(r"(?<![\w/.-])tests/[\w/.]+\w", page.read_text()):
            example = "mean_error" in path or re.search("[A-Z]{4}", path)  # in CONTRIBUTING.md
            assert example or (ROOT / path).exists(), f"{page.name} names {path}"


def test_arrows_between_modules_point_down():
    done = subprocess.run(["lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
