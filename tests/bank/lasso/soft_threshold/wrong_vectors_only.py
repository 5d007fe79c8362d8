# Loops over a vector: no numbers, no matrices.
# loses: test_soft_threshold__shapes
def soft_threshold(z, threshold):
    out = np.zeros(len(z))
    for i in range(len(z)):
        out[i] = np.sign(z[i]) * max(abs(z[i]) - threshold, 0)
    return out
