"""What several tests of the hub share."""

from collections.abc import Iterator

import pytest

from graders.exchange import Exchange
from tests.system.hub.exchanging import prepared_exchange


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    """An exchange that the grader's account has prepared, with an assignment released."""
    with prepared_exchange() as exchange:
        yield exchange
