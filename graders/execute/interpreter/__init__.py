"""The student's side: `client` is the grader's end, the rest runs in the student's process."""
