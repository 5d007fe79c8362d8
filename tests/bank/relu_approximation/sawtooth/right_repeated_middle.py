# The middle map, the same k - 1 times.
def sawtooth(k):
    (V, a), (W, b) = hat()
    middle = (W @ V, b @ V + a)
    return [(V, a)] + [middle] * (k - 1) + [(W, b)]
