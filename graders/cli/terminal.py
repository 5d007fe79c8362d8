"""Prints on the terminal; no text, whatever is in it, is markup, an emoji or a control sequence."""

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graders.names import printable, shown_name

console = Console(highlight=False)


def styled(text: str, style: str = "") -> Text:
    """Return a text of one line or more in a style."""
    return Text(printable(text), style)


def name(text: str, style: str = "") -> Text:
    """Return a name that came from outside, in a style."""
    return Text(shown_name(text), style)


def titled_table(title: str) -> Table:
    """Return a table without columns yet, as all of ours look."""
    return Table(
        title=styled(title),
        title_justify="left",
        box=SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )


def say(console: Console, *parts: str | Text, style: str = "") -> None:
    """Print one line, or more, made of parts; it is not wrapped."""
    texts = [part if isinstance(part, Text) else styled(part) for part in parts]
    console.print(Text.assemble(*texts, style=style), soft_wrap=True)
