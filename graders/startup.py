"""Imported before anything else by programs of ours, which start in half the time then."""

import sys

# jsonschema, which nbformat imports, would spend most of a second on a grammar of addresses that no
# schema of ours asks for. What it cannot import it does without.
sys.modules.setdefault("rfc3987_syntax", None)
