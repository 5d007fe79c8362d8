# Orthonormal version of the basis: the first column is 1/√2.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    phi = np.cos(np.pi * np.outer(x, np.arange(n_features)) / length)
    phi[:, 0] /= np.sqrt(2)
    return phi
