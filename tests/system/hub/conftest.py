"""What several tests of the hub share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.exchange import Exchange
from tests.system.hub.exchanging import prepared_exchange


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    """An exchange that the grader's account has prepared, with an assignment released."""
    with prepared_exchange() as exchange:
        yield exchange


@pytest.fixture
def pictures(tmp_path) -> Path:
    """Where pictures are kept: $HUB_PICTURES, or a folder of the test's."""
    folder = Path(os.environ.get("HUB_PICTURES", tmp_path / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
