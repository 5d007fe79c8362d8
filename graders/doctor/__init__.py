"""Tries the promises of the sandbox on this machine."""
