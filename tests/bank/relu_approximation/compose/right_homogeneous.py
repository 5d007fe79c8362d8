# Affine maps as matrices with one more row and column.
def _matrix(pair):
    W, b = (np.asarray(part, dtype=float) for part in pair)
    return np.block([[W, np.zeros((len(W), 1))], [b[None], np.ones((1, 1))]])


def compose(outer, inner):
    M = _matrix(inner[-1]) @ _matrix(outer[0])
    middle = [M[:-1, :-1], M[-1, :-1]]
    return tuple(list(p) for p in inner[:-1]) + (middle,) + tuple(list(p) for p in outer[1:])
