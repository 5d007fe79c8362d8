# A thousand steps of gradient descent, not enough for small singular values.
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
def least_squares(features, y):
    a, y = np.asarray(features), np.asarray(y)
    c = np.zeros(a.shape[1])
    step = 1 / np.linalg.norm(a, 2) ** 2
    for _ in range(1000):
        c = c - step * a.T @ (a @ c - y)
    return c
