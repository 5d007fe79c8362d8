# The default of length is 1.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=1.0):
    return np.cos(np.pi * np.outer(x, np.arange(n_features)) / length)
