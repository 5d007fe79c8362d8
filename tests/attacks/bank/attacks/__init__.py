"""Submissions that try to gain points, to read secrets or to do harm."""
