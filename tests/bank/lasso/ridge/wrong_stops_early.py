# A hundred steps of gradient descent.
# loses: test_ridge
def ridge(features, y, alpha):
    a, y = np.asarray(features), np.asarray(y)
    m, n = a.shape
    step = 1 / (np.linalg.norm(a, 2) ** 2 / m + alpha)
    c = np.zeros(n)
    for _ in range(100):
        c = c - step * (a.T @ (a @ c - y) / m + alpha * c)
    return c
