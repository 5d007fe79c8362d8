"""Parts of the command line: progress, tables, the demonstration."""
