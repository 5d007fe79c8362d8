# The product of the matrices in the order for column vectors.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    return [*inner[:-1], (W @ V, a @ W + b), *outer[1:]]
