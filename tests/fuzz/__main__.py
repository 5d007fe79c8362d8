"""Fuzzes for as long as one says: ``python -m tests.fuzz SECONDS [SEED]``; ends at the first find.

Each round has another seed, which is printed; with it a round can be repeated.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAMPLES = "150"  # of each property in a round


def main() -> int:
    """Run rounds until the time is over or something is found; return the exit status."""
    seconds = float(sys.argv[1])
    seeds = map(int, sys.argv[2:3])
    ends, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        seed = next(seeds, None) or secrets.randbelow(2**32)
        print(f"round {rounds + 1}, seed {seed}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/fuzz"]
        command += ["tests/execute/wire/test_encoding.py", f"--hypothesis-seed={seed}"]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | {"FUZZ_EXAMPLES": EXAMPLES})
        if done.returncode:
            print(
                "Found something: keep it, as @example or in tests/fuzz/corpus/, and mend it. "
                f"Again: FUZZ_EXAMPLES={EXAMPLES} pytest tests/fuzz --hypothesis-seed={seed}"
            )
            return done.returncode
        rounds += 1
    print(f"{rounds} rounds, nothing found.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
