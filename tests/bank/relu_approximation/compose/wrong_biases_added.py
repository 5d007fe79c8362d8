# Adds the biases without the matrix between them.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    return [*inner[:-1], (V @ W, np.resize(a, b.shape) + b), *outer[1:]]
