"""Imported before anything else by programs of ours, which start in half the time then."""

import gc
import sys

# A sixth of the time of the imports would go into collections; whoever has imported all it needs
# enables them again.
gc.disable()
# jsonschema, which nbformat imports, would spend most of a second on a grammar of addresses that no
# schema of ours asks for. What it cannot import it does without.
sys.modules.setdefault("rfc3987_syntax", None)
