# Rescales x in place: the caller's array is changed.
# loses: test_cosine_features
def cosine_features(x, n_features, length=20.0):
    x = np.asarray(x, dtype=float)
    x *= np.pi / length
    return np.cos(np.outer(x, np.arange(n_features)))
