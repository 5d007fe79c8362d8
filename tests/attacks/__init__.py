"""Attacks on the grader, and broken notebooks, each with the outcome it must have."""
