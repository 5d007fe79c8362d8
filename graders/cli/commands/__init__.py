"""The commands, of which `graders.__main__` makes the command line."""
