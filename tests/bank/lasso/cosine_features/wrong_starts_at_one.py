# Columns j = 1 … N: the constant is missing.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    x = np.asarray(x)
    return np.cos(np.pi * np.outer(x, np.arange(1, n_features + 1)) / length)
