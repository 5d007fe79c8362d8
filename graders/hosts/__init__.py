"""Grading on other people's hosts: Gradescope, GitHub Actions."""
