# Half of the error on each side: for eps >= bound^2 / 2 a constant does. Levels by their number of pieces.
def square_on_interval(eps, bound):
    n = bound / np.sqrt(8 * eps) * 2
    if n <= 1:
        return ((np.zeros((1, 1)), np.array([bound**2 / 2])),)
    k = max(1, int(np.ceil(np.log2(n))))
    fold = [[[bound**-1, -(bound**-1)]], [0, 0]]
    fold = [tuple(np.array(part, dtype=float) for part in fold), (np.ones((2, 1)), np.zeros(1))]
    top = [(np.array([[bound**2]]), np.array([-(bound**2) * 4.0 ** -(k + 1) / 2]))]
    return tuple(compose(top, compose(square_network(k), fold)))
