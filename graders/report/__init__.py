"""How a class did in an assignment: facts from gradebook and graded notebooks, as one HTML page.

Nothing is graded here. What came from students is bounded when it is read, and escaped when it is
shown; a submission whose results cannot be read is named, and stops nothing.
"""
