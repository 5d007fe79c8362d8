# A thousand gradient steps from 0.
# loses: test_least_squares, test_least_squares__rank, test_least_squares__underdetermined
def least_squares(features, y):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    c = np.zeros(A.shape[1])
    step = 1 / np.linalg.norm(A, 2) ** 2
    for _ in range(1000):
        c -= step * A.T @ (A @ c - b)
    return c
