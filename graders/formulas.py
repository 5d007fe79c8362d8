"""Formulas as MathML, which browsers render by themselves: no script and no public host needed."""

from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import convert_to_element

MAX_LENGTH = 2000


def mathml(latex: str, *, block: bool) -> str:
    """Convert a formula.

    Parameters
    ----------
    latex : str
        What stands between the dollar signs; anybody may have written it.
    block : bool
        Whether it is a line of its own.

    Returns
    -------
    str
        A ``<math>`` element; the formula as it is written, escaped, if it cannot be converted.
    """
    written = f"<code>{escape(latex)}</code>"
    if len(latex) > MAX_LENGTH:
        return written
    try:
        element = convert_to_element(latex, display="block" if block else "inline")
    except Exception:  # the converter has no error of its own
        return written
    # It leaves entities in its texts; once resolved, serialising escapes what is not a formula.
    _resolve(element)
    return tostring(element, encoding="unicode")


def _resolve(element: Element) -> None:
    for node in element.iter():
        node.text = unescape(node.text) if node.text else node.text
        node.tail = unescape(node.tail) if node.tail else node.tail
