"""The grading service: collects, grades and returns submissions while nobody is at the keyboard.

Two processes. The first (`__main__`) takes submissions out of nbgrader's exchange, gives feedback
back into it and serves the page for instructors; it is small and always there. The second
(`grader`) grades with the engine, is the only writer of the gradebook, and is started again when it
ends. Between them is a queue in a file, so nothing is lost whichever of them ends, and when.
"""
