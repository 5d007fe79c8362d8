"""Makes the outputs of a notebook's cells from what a student's process sends, as nbclient does."""

from collections.abc import Callable

from nbformat import NotebookNode

from graders.execute.wire.protocol import (
    CellOutput,
    ClearOutput,
    Display,
    ExecuteResult,
    Failure,
    Stream,
)
from graders.notebook.outputs import output

# More than anybody looks at, and few enough to be kept until the cell has run.
MAX_COLLECTED = 1000


class OutputCollector:
    """Collects the outputs of one cell after the other.

    Parameters
    ----------
    clean : callable
        Returns what is kept of an output, None for nothing.
    """

    def __init__(self, clean: Callable[[NotebookNode], NotebookNode | None]):
        self._clean = clean
        self._outputs: list[NotebookNode] = []
        self._printed: list[str] = []
        self._stream = ""
        self._clears = False
        self._displayed: dict[str, list[NotebookNode]] = {}

    def begin(self) -> None:
        """Begin with another cell."""
        self._outputs, self._clears = [], False

    def end(self) -> list[NotebookNode]:
        """Return the outputs of the cell."""
        self._end_stream()
        return self._outputs

    def take(self, sent: CellOutput) -> None:
        """Take what a process has sent."""
        if isinstance(sent, ClearOutput):
            self._clears = sent.wait
            if not sent.wait:
                self._clear()
            return
        if isinstance(sent, Display) and sent.display_id is not None:
            self._update(sent.display_id, sent)
        if isinstance(sent, Display) and sent.update:
            return
        if self._clears:
            self._clear()
        if isinstance(sent, Stream):
            if sent.name != self._stream:
                self._end_stream()
            self._stream = sent.name
            self._printed.append(sent.text)
            return
        self._end_stream()
        self._add(_of(sent), sent.display_id if isinstance(sent, Display) else None)

    def _add(self, made: NotebookNode, display_id: str | None = None) -> None:
        if len(self._outputs) >= MAX_COLLECTED:
            return
        kept = self._clean(made)
        if kept is not None:
            self._outputs.append(kept)
            if display_id is not None:
                self._displayed.setdefault(display_id, []).append(kept)

    def _update(self, display_id: str, sent: Display) -> None:
        """Replace what is shown under an id, in the cells before as well."""
        shown = self._displayed.get(display_id, [])
        kept = self._clean(_of(sent)) if shown else None
        if kept is not None:
            for one in shown:
                one.data, one.metadata = kept.data, kept.metadata

    def _clear(self) -> None:
        self._outputs.clear()
        self._printed.clear()
        self._stream, self._clears = "", False

    def _end_stream(self) -> None:
        name, text = self._stream, "".join(self._printed)
        self._printed.clear()
        self._stream = ""
        if text:
            self._add(output("stream", name=name, text=text))


def _of(sent: Display | ExecuteResult | Failure) -> NotebookNode:
    if isinstance(sent, Display):
        return output("display_data", data=sent.data, metadata=sent.metadata)
    if isinstance(sent, ExecuteResult):
        return output(
            "execute_result",
            data=sent.data,
            metadata=sent.metadata,
            execution_count=sent.execution_count,
        )
    return output("error", ename=sent.ename, evalue=sent.evalue, traceback=sent.traceback)
