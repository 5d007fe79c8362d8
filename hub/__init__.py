"""A JupyterHub on this machine alone, to see the whole course work: ``make hub``."""
