"""Fuzzing: whatever comes in raises the error that is documented, never another, and never hangs.

In `make test` for some seconds, in `make fuzz` for as long as one says. What was found is kept: in
``corpus/`` as files, which are tried each time and changed here and there, or as an ``@example``.
"""
