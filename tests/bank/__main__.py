"""Grades the whole bank and prints the table: ``python -m tests.bank [ASSIGNMENT]``."""

import sys
import time

from tests.bank import images, pipeline, solutions


def main(chosen: list[str]) -> int:
    """Grade the bank of the given assignments in both ways; return the exit status."""
    good = True
    for assignment in chosen or solutions.assignments():
        for kind in images.kinds(assignment):
            if images.absent(kind):
                print(f"\n{assignment}: left out, {images.ABSENT}")
                continue
            with images.chosen(kind):
                for how in ("judged", "in-process"):
                    good &= grade(assignment, how, f"{how}, {kind}" if kind else how)
    return 0 if good else 1


def grade(assignment: str, how: str, title: str) -> bool:
    """Grade the bank of one assignment in one way; return whether all went as it should."""
    candidates = solutions.candidates(assignment)
    packs = solutions.packs(assignment, candidates)
    started = time.monotonic()
    verdicts = []
    for done in pipeline.grade_packs(assignment, how, packs):
        verdicts += done
        count = f"{len(verdicts)} of {len(candidates)}"
        print(f"\r{assignment}, {title}: {count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    order = {candidate: i for i, candidate in enumerate(candidates)}
    verdicts.sort(key=lambda verdict: order[verdict.candidate])
    seconds = time.monotonic() - started
    print(
        f"\n{assignment}, {title}: {len(candidates)} solutions in {len(packs)} submissions,"
        f" {seconds:.0f} s"
    )
    return pipeline.table(verdicts, print)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
