# The argument length is ignored, 20 is written into the formula.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    return np.cos(np.pi * np.outer(x, np.arange(n_features)) / 20)
