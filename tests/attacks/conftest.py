"""The whole bank runs with ``-m attacks`` only; a sample of it runs always."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "attacks: the whole bank of attacks, some minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the whole bank out unless a marker expression is given."""
    if config.option.markexpr:
        return
    whole = [item for item in items if item.get_closest_marker("attacks")]
    config.hook.pytest_deselected(items=whole)
    items[:] = [item for item in items if item not in whole]
