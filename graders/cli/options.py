"""What several commands are given."""

from pathlib import Path
from typing import Annotated

import typer

Root = Annotated[Path, typer.Option("--course", help="The course folder.")]
Assignment = Annotated[str, typer.Argument(help="The folder's name below source/.")]
