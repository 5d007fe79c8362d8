"""Solutions that are unusually alike: for a person to look at, never an accusation.

Winnowing (Schleimer, Wilkerson and Aiken, 2003), as in MOSS, of what is left of a program when
names, literals, comments and layout are taken away.
"""
