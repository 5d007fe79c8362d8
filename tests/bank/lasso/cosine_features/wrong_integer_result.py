# The result takes the type of x, so integers in x cut every cosine to an integer.
# loses: test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    x = np.asarray(x)
    out = np.zeros((len(x), n_features), dtype=x.dtype)
    for j in range(n_features):
        out[:, j] = np.cos(np.pi * j * x / length)
    return out
