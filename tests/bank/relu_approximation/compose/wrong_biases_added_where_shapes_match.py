# Adds the biases where they have one shape, and takes the matrix along only where it must.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    bias = a + b if np.shape(a) == np.shape(b) else a @ W + b
    return [*inner[:-1], (V @ W, bias), *outer[1:]]
