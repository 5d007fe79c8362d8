"""Typed messages in frames, and values as plain data: all that crosses between the processes."""
