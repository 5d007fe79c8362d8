# Right function, but with an identity of two units in between: one map too many.
# loses: test_compose__depth
def compose(outer, inner):
    (V, a), (W, b) = inner[-1], outer[0]
    return [*inner[:-1], (np.hstack([V, -V]), np.hstack([a, -a])), (np.vstack([W, -W]), b), *outer[1:]]
