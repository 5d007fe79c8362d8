# Written out: the units live on [0, B], so no scaling is left at the end.
def square_on_interval(eps, bound):
    B = float(bound)
    k = 1
    while B**2 / 4 ** (k + 1) > eps:
        k += 1
    # t = |x| comes from a layer of its own
    layers = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.ones((2, 2)), np.array([0.0, -B / 2]))]
    tooth, rest = np.array([2.0, -4.0]), np.array([B, 0.0])
    for s in range(1, k):
        rest = rest - B * tooth / 4**s
        layers.append((np.stack([tooth, tooth, rest], axis=1), np.array([0.0, -B / 2, 0.0])))
        tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    layers.append(((rest - B * tooth / 4**k)[:, None], np.zeros(1)))
    return layers
