# x^2 = (1 - x)^2 + 2 x - 1, interpolants too; folds by absolute values, h(t) = 1 - |1 - 2 t|.
def square_network(k):
    # Units: relu(1 - 2 t), relu(2 t - 1) with t the present tooth, and the sum of teeth so far, and x.
    start = [(-np.ones((1, 1)), np.ones(1))]  # t = 1 - x
    network = [
        (np.array([[-2.0, 2.0, 0.0, -1.0]]), np.array([1.0, -1.0, 0.0, 1.0]))
    ]
    for s in range(1, k):
        W = np.zeros((4, 4))
        W[:2, 0], W[:2, 1] = 2.0, -2.0
        W[:2, 2], W[2, 2] = -(4.0**-s), 1.0
        W[3, 3] = 1.0
        network.append((W, np.array([-1.0, 1.0, 4.0**-s, 0.0])))
    # f_k(t) = t - sum of teeth, and x = 1 - t: the result is t - sum + 2 x - 1 = x - sum.
    last = np.array([[4.0**-k], [4.0**-k], [-1.0], [1.0]])
    network.append((last, np.array([-(4.0**-k)])))
    return compose(network, start)
