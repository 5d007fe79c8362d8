"""The tests' side: `client` is the grader's end, the rest runs in the judge's process."""
