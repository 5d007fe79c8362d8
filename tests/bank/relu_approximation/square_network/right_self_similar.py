# f_k(x) = relu(2 x - 1) + f_{k-1}(h(x)) / 4 with h(x) = 2 x - 2 relu(2 x - 1) on [0, 1]: two units a
# level and a sum that is never negative. Tuples, and single precision, in which the weights are exact.
def square_network(k):
    def array(values):
        return np.array(values, dtype=np.float32)

    layers = [(array([[1, 2]]), array([0, -1]))]
    if k > 1:
        layers.append((array([[2, 4, 0], [-2, -4, 1]]), array([0, -1, 0])))
    for s in range(2, k):
        layers.append((array([[2, 4, 0], [-2, -4, 4.0 ** (1 - s)], [0, 0, 1]]), array([0, -1, 0])))
    # f_0(t) = t, after k levels.
    last = 4.0**-k
    if k == 1:
        final = [[2 * last], [-2 * last + 1]]
    else:
        final = [[2 * last], [-2 * last + 4.0 ** (1 - k)], [1]]
    layers.append((array(final), array([0])))
    return tuple(layers)
