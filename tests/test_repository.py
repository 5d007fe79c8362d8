"""Rules that the repository keeps: names resolve, dependencies are declared, pages can be read."""

import ast
import importlib
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from traitlets.utils.importstring import import_item

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "hub/*.md", "graders/cli/templates/**/*.md")
    for page in ROOT.glob(pattern)
    if page.name != "attacks.md" and "_build" not in page.parts  # a table; what is generated
)
CONFIGURATION = ROOT / "graders" / "configuration.py"
DOTTED = re.compile(r"(?<![\w./-])graders(?:\.\w+)+")
# Of the metadata of notebooks, not of the package.
METADATA = {
    f"graders.{key}"
    for key in (
        "uses",
        "kinds",
        "submitted",
        "level",
        "tests",
        "names",
        "exercise",
        "prelude",
        "changes",
        "classes",
    )
}


def normal(name: str) -> str:
    """Return the name of a distribution as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


# A line of either file: what is needed, its bounds, and the reason.
REQUIREMENT = re.compile(r"^\s*\"?(?P<name>[\w.-]+)(\[\w+\])?>=.*$", re.M)
# Which modules of the engine may import what only an extra brings.
OF_EXTRAS = {
    "dask": ("graders/batch/dask.py",),
    "hub": ("graders/service/", "graders/lti/login.py"),
    "lti": ("graders/lti/",),
    "report": ("graders/report/",),
}


def requirements() -> list[tuple[str, str]]:
    """Return what is needed: the names of the distributions, and the lines that they stand in.

    The engine's stand in pyproject.toml, the course's in requirements.in.
    """
    files = ROOT / "pyproject.toml", ROOT / "requirements.in"
    found = (match for file in files for match in REQUIREMENT.finditer(file.read_text()))
    return [(normal(match["name"]), match[0]) for match in found]


def of_the_engine(place: str) -> set[str]:
    """Return the distributions that a module of the engine may import."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = list(project["dependencies"])
    for extra, modules in OF_EXTRAS.items():
        if any(one in place for one in modules):
            named += project["optional-dependencies"][extra]
    return {normal(re.match(r"[\w.-]+", one)[0]) for one in named}


def sources() -> Iterator[tuple[str, str]]:
    """Yield all Python that is ours: modules, tests, and the cells of the instructor notebooks."""
    for folder in ("graders", "hub", "tests", "source"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield str(path), path.read_text()
        for path in sorted((ROOT / folder).rglob("*.ipynb")):
            for cell in json.loads(path.read_text())["cells"]:
                if cell["cell_type"] == "code":
                    yield str(path), "".join(cell["source"])


def imported() -> Iterator[tuple[str, str]]:
    """Yield the packages that are imported anywhere, each with the place."""
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
            for name in names:
                yield name.partition(".")[0], place


def test_every_imported_package_is_required():
    distributions = metadata.packages_distributions()
    beside_notebooks = {path.stem for path in ROOT.glob("source/*/*.py")}
    own = {"graders", "hub", "tests"} | beside_notebooks
    declared = {name for name, _ in requirements()}
    for name, place in imported():
        if name in own or name in sys.stdlib_module_names:
            continue
        known = {normal(one) for one in distributions.get(name, [name])}
        assert known & declared, f"{place} imports {name}; nothing says that it is needed"
        if f"{ROOT}/graders/" in place:
            assert known & of_the_engine(place), (
                f"{place} imports {name}, which is not the engine's"
            )


def test_every_package_is_named_once():
    assert [one for one, n in Counter(name for name, _ in requirements()).items() if n > 1] == []


def test_requirements_txt_has_the_engine_and_all_that_is_needed():
    pinned = (ROOT / "requirements.txt").read_text()
    assert pinned.startswith("-e ."), "the engine, editable"
    for name, _ in requirements():
        assert re.search(rf"^{re.escape(name)}(\[\w+\])?==", pinned, re.M), name


@pytest.mark.parametrize(("name", "line"), requirements())
def test_every_requirement_has_bounds_and_a_reason(name, line):
    requirement, _, reason = line.partition("#")
    assert ">=" in requirement and "<" in requirement, "an upper and a lower bound"
    assert reason.strip(), "one line of reason"


@pytest.mark.parametrize("name", sorted(set(DOTTED.findall(CONFIGURATION.read_text()))))
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
