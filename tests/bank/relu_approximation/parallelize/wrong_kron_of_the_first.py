# np.kron with the first network's matrices: copies of the first.
# loses: test_parallelize, test_parallelize__depths, test_parallelize__many
def parallelize(networks):
    n = len(networks)
    return [(np.kron(np.eye(n), W), np.tile(b, n)) for W, b in networks[0]]
