"""A whole class: its submissions, who executes them, and what is known from earlier runs."""
