"""Measures the figures that README and docs quote: ``python -m tests.bench [NAME ...]``."""

import importlib
import sys

BENCHES = (
    "sweep",
    "square",
    "heat",
    "fashion",
    "processes",
    "classes",
    "thousand",
    "hub",
    "report",
    "load",
)


def main(chosen: list[str]) -> int:
    """Run the named benches, or all."""
    unknown = set(chosen) - set(BENCHES)
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    for name in chosen or BENCHES:
        importlib.import_module(f"tests.bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
