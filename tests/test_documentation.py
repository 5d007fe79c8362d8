"""The documentation site."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.exhaustive


def build(docs: Path, target: Path) -> subprocess.CompletedProcess:
    """Do what `make docs` does, with a copy."""
    argv = [sys.executable, "-m", "sphinx", "-q", "-E", "-W", "--keep-going", "-b", "html"]
    return subprocess.run([*argv, docs, target], capture_output=True, text=True)


def test_the_site_is_made_without_a_warning_and_a_broken_link_is_one(tmp_path):
    docs = tmp_path / "docs"
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns("_build"))
    (tmp_path / "hub").mkdir()
    shutil.copy(ROOT / "hub" / "README.md", tmp_path / "hub")
    done = build(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    pages = {path: path.read_text() for path in (tmp_path / "site").rglob("*.html")}
    for name in ("tutorial", "reference/commands", "reference/configuration", "hub"):
        assert tmp_path / "site" / f"{name}.html" in pages
    assert "--scheduler" in pages[tmp_path / "site" / "reference" / "commands.html"]
    assert "c.Execute.memory" in pages[tmp_path / "site" / "reference" / "configuration.html"]
    for path, page in pages.items():
        assert 'src="http' not in page and '.css" href="http' not in page, f"{path} fetches"
    with open(docs / "tutorial.md", "a") as file:
        file.write("\n[gone](howto/gone.md) [no heading](engine.md#no-such-heading)\n")
    done = build(docs, tmp_path / "site")
    assert done.returncode != 0
    assert "gone" in done.stderr and "no-such-heading" in done.stderr
