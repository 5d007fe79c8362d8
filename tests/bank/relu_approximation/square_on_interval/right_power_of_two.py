# On the next larger interval [-2^n, 2^n], by whole numbers only; one more level for it.
def square_on_interval(eps, bound):
    _, n = np.frexp(bound)
    _, e = np.frexp(eps)
    k = max(1, int(n) - (int(e) - 1) // 2)
    side = 2.0 ** int(n)
    network = [(np.array([[1.0, -1.0]]) / side, np.zeros(2)), (np.ones((2, 3)), np.array([0, -0.5, 0]))]
    for s in range(1, k + 1):
        tooth = np.array([[2.0], [-4.0], [0.0]])
        rest = np.array([[0.0], [0.0], [1.0]]) - tooth / 4.0**s
        if s < k:
            network.append((np.hstack([tooth, tooth, rest]), np.array([0, -0.5, 0])))
    return [*network, (side**2 * rest, np.zeros(1))]
