"""Formulas as MathML, which browsers render by themselves: no script and no public host needed."""

from html import escape, unescape
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

MAX_LENGTH = 2000
# From so many characters on a formula may be wider than a phone: who has no mouse scrolls it by
# keys, and so has to reach it.
WIDE = 30
# By `\href`, `\style` and the like: a formula leads nowhere, and looks like nothing else.
_REMOVED = ("href", "style", "class", "id")


def mathml(latex: str, *, block: bool) -> str:
    """Convert what stands between dollar signs, which anybody may have written.

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
    for node in element.iter():
        node.text, node.tail = unescape(node.text or ""), unescape(node.tail or "")
        for name in _REMOVED:
            node.attrib.pop(name, None)
    if block and len(latex) >= WIDE:
        element.set("tabindex", "0")
    return tostring(element, encoding="unicode")
