"""The model of an assignment's notebook: exercises, answers, hidden regions, results, outputs."""
