"""Grades the whole bank and prints the table: ``python -m tests.bank [ASSIGNMENT]``."""

import sys
import time

from tests.bank import pipeline, solutions


def main(chosen: list[str]) -> int:
    """Grade the bank of the given assignments in both ways; return the exit status."""
    good = True
    for assignment in chosen or solutions.assignments():
        candidates = solutions.candidates(assignment)
        packs = solutions.packs(assignment, candidates)
        for how in ("judged", "in-process"):
            started = time.monotonic()
            verdicts = []
            for done in pipeline.grade_packs(assignment, how, packs):
                verdicts += done
                print(
                    f"\r{assignment}, {how}: {len(verdicts)} of {len(candidates)}",
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
            print(file=sys.stderr)
            order = {candidate: i for i, candidate in enumerate(candidates)}
            verdicts.sort(key=lambda verdict: order[verdict.candidate])
            seconds = time.monotonic() - started
            print(
                f"\n{assignment}, {how}: {len(candidates)} solutions in {len(packs)} submissions,"
                f" {seconds:.0f} s"
            )
            good &= pipeline.table(verdicts, print)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
