# Takes the networks in the other order.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = outer[-1], inner[0]
    return [*outer[:-1], (V @ W, a @ W + b), *inner[1:]]
