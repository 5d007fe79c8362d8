# Merges into the caller's list.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    inner[-1] = (V @ W, a @ W + b)
    return inner + outer[1:]
