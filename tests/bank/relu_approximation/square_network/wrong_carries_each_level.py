# f_k(x) = relu(2 x - 1) + f_{k-1}(h(x)) / 4, recursively: one more carried unit for each level.
# loses: test_square_network__large_k, test_square_network__size
def square_network(k):
    if k == 0:
        return [(np.ones((1, 1)), np.zeros(1))]
    first = [(np.array([[1.0, 2.0]]), np.array([0.0, -1.0])), (np.array([[2.0, 0.0], [-2.0, 1.0]]), np.zeros(2))]
    inner = square_network(k - 1)
    carry = identity_network(1, len(inner))
    both = compose(parallelize([inner, carry]), first)
    return compose([(np.array([[0.25], [1.0]]), np.zeros(1))], both)
