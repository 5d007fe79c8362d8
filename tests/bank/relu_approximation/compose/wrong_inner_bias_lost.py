# The bias of the inner network is not carried through.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    return [*inner[:-1], (V @ W, b), *outer[1:]]
