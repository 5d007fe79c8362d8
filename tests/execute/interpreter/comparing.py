"""Makes the outputs of two processes comparable: what must differ between them is evened out."""

import copy
import re

from nbformat import NotebookNode

# The first cell of both sides; what it prints is `Folders`.
WHERE = """import os, tempfile
print(os.getcwd(), os.path.expanduser("~"), tempfile.gettempdir(), sep="\\n")"""

_COLOUR = r"(?:\x1b\[[0-9;]*m)*"
_UNLIKE = [
    # Files of cells: ipykernel has another checksum and folder.
    (r"(?<![\w/.-])[\w/.-]*/ipykernel_\d+/\d+\.py", "CELL"),
    (r"\b\d+\.py, line", "CELL, line"),
    # Addresses, identifiers, numbers of processes, of tasks and of temporary files.
    (r"\b(0[xX]|at )[0-9a-fA-F]{6,}\b", r"\1ADDRESS"),
    (r"\b[0-9a-f]{32}\b", "IDENTIFIER"),
    (r"'Task-\d+'", "'Task-N'"),
    (r"(?<=<dc:date>)[^<]*", "DATE"),
    (r"\b[mp][0-9a-f]{10}\b", "MARKER"),
    # What a progress bar has shown before its end depends on the time, as do times and rates.
    (r"(?m)^.*\x08 *\r", ""),
    (r"(?<![\d.])\d+(\.\d+)?(e[+-]\d+)? ?(ns|us|μs|µs|ms|s|it|min)(/\w+)?(?!\w)", "TIME"),
    (r"( - )?TIME( - )?", " TIME "),
    # A bar is padded to the length of the one before it, which depends on how its time was written.
    (r"(?m)(?<= TIME )(.*?) +$", r"\1"),
    (r"when=[\d.]+", "TIME"),
    (r"(?m)^The slowest run took .*\n", ""),
    # ipykernel gives a command a terminal, which ends lines with a carriage return as well.
    (r"\r\n", "\n"),
    (r"/usr/bin/sh:", "/bin/sh:"),
]
_OF_A_KERNEL = re.compile(rf"File {_COLOUR}\S*/(ipykernel|graders)/")


def compared(outputs: list[NotebookNode], folders: list[str]) -> list[NotebookNode]:
    """Return the outputs of a cell as they are compared.

    Parameters
    ----------
    outputs : list of NotebookNode
    folders : list of str
        What the cell `WHERE` printed in this process.
    """
    kept = _in_order(outputs)
    for output in kept:
        if output.output_type == "error":
            # The frames of the kernel, or of ours, in what it does for a cell.
            lines = output.traceback
            output.traceback = [line for line in lines if not _OF_A_KERNEL.search(_plain(line))]
    return _evened(kept, folders)


def _in_order(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what was printed, and put stdout first: ipykernel does not keep the order of the two."""
    kept: list[NotebookNode] = []
    for output in copy.deepcopy(outputs):
        printed = {}
        while kept and kept[-1].output_type == "stream" == output.output_type:
            last = kept.pop()
            printed[last.name] = last
        if output.output_type == "stream" and output.name in printed:
            printed[output.name].text += output.text
        else:
            printed[output.get("name", "")] = output
        kept += [printed[name] for name in sorted(printed, reverse=True)]
    return kept


def _evened(value, folders: list[str]):
    if isinstance(value, dict):
        return {key: _evened(part, folders) for key, part in value.items()}
    if isinstance(value, list):
        return [_evened(part, folders) for part in value]
    if not isinstance(value, str):
        return value
    for name, folder in zip(("WORK", "HOME", "TMP"), folders, strict=True):
        value = re.sub(rf"{re.escape(folder)}\b", name, value)
    for pattern, replacement in _UNLIKE:
        value = re.sub(pattern, replacement, value)
    return value


def _plain(text: str) -> str:
    return re.sub(_COLOUR, "", text)
