# The frequency is 2πj/length instead of πj/length.
# loses: test_cosine_features, test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    return np.cos(2 * np.pi * np.outer(x, np.arange(n_features)) / length)
