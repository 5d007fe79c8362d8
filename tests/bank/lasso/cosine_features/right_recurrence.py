# Three-term recurrence cos((j+1)θ) = 2 cos θ cos(jθ) − cos((j−1)θ).
def cosine_features(x, n_features, length=20.0):
    theta = np.pi * np.asarray(x, dtype=float) / length
    out = np.ones((theta.size, n_features))
    if n_features > 1:
        out[:, 1] = np.cos(theta)
    for j in range(2, n_features):
        out[:, j] = 2 * out[:, 1] * out[:, j - 1] - out[:, j - 2]
    return out
