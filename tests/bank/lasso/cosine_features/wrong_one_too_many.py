# Columns j = 0 … N: one column too many.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    return np.cos(np.pi * np.outer(x, np.arange(n_features + 1)) / length)
