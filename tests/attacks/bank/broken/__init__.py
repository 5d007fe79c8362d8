"""Submissions of honest students in which something is broken."""
