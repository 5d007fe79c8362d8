"""For those who write exercises: do the tests pass what is right, and refuse what is wrong?

By mutants of the reference solution, and by a bank of solutions. Both are graded by the very path
that grades submissions, without a course's gradebook.
"""
