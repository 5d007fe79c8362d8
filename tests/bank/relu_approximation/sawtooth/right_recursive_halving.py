# Composes the two halves, as for powers.
def sawtooth(k):
    if k == 1:
        return hat()
    return compose(sawtooth(k - k // 2), sawtooth(k // 2))
