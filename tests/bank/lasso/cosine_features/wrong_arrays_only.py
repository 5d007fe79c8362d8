# Indexes x as an array without converting it: a list fails.
# loses: test_cosine_features__inputs
def cosine_features(x, n_features, length=20.0):
    return np.cos(np.pi * x[:, None] * np.arange(n_features) / length)
