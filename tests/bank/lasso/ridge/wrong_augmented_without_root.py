# The added rows carry mα, not its square root.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    m, n = a.shape
    tall = np.vstack([a, m * alpha * np.eye(n)])
    return np.linalg.lstsq(tall, np.concatenate([y, np.zeros(n)]), rcond=None)[0]
