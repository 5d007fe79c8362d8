"""A course's keys, and a learning platform that knows them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from traitlets.config import Config

from graders.lti import keys
from graders.lti.outbox import Outbox
from graders.lti.platform import Platform
from graders.lti.settings import FOLDER, LTI, settings_of
from tests.lti.learning_platform import LearningPlatform


@pytest.fixture(scope="session")
def pair(tmp_path_factory) -> Path:
    """A folder with a key pair; one of the usual length takes long to be made and to be read."""
    folder = tmp_path_factory.mktemp("pair")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "BITS", 2048)
        keys.make(folder)
    return folder


class Connected:
    """A course's end, and the platform's."""

    def __init__(self, folder: Path, there: LearningPlatform):
        self.folder, self.there = folder, there
        config = Config()
        exec(there.lines(), {"c": config})
        self.settings: LTI = settings_of(config)
        self.outbox = Outbox(folder, self.settings)
        self.platform = Platform(folder, self.settings)


@pytest.fixture
def connected(pair, tmp_path) -> Iterator[Connected]:
    shutil.copytree(pair / FOLDER, tmp_path / FOLDER)
    there = LearningPlatform()
    there.tool_keys = keys.key_set(tmp_path)
    with there.serving():
        made = Connected(tmp_path, there)
        yield made
        made.platform.close()
        made.outbox.close()
