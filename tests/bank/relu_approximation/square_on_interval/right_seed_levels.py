# Twice as many levels as needed, k about 2 log2(B / eps) for B <= 1, and the three-unit hat: still logarithmic.
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(max(bound**2 / eps, 1)))) + 1)
    kinks = np.array([0.0, -0.5, -1.0, 0.0])
    tooth, rest = np.array([2.0, -4.0, 2.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
    layers = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 4)), kinks)]
    for s in range(1, k):
        rest = rest - tooth / 4**s
        layers.append((np.stack([tooth, tooth, tooth, rest], axis=1), kinks))
        rest = np.array([0.0, 0.0, 0.0, 1.0])
    return layers + [(bound**2 * (rest - tooth / 4**k)[:, None], np.zeros(1))]
