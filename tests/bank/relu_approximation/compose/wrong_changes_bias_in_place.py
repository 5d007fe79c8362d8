# Adds to the bias of the outer network in place.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    b += a @ W
    return [*inner[:-1], (V @ W, b), *outer[1:]]
