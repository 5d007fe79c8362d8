"""Notebooks as JSON, from one process of ours to another; not compared with nbformat's schema."""

import json

from nbformat import NotebookNode


def to_text(notebook: NotebookNode) -> str:
    """Return a notebook as JSON."""
    return json.dumps(notebook)


def from_text(text: str) -> NotebookNode:
    """Return a notebook that was written by `to_text`."""
    return json.loads(text, object_hook=NotebookNode)
