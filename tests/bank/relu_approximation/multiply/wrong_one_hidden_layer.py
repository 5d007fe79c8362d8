# Squares from one hidden layer: a power of 1 / eps.
# loses: test_multiply__size
def multiply(eps, bound):
    n = max(1, int(np.ceil(bound / np.sqrt(eps))))
    step = 2 * bound / n
    kinks = np.arange(n) * step
    # |t| from -t and t: relu(t - kink) and relu(-t - kink)
    changes = np.full(n, 2 * step)
    changes[0] = step
    rows = [np.array([[s], [s * sign]]) @ np.ones((1, n)) for sign in (1.0, -1.0) for s in (1.0, -1.0)]
    W = np.hstack(rows)
    return [(W, -np.tile(kinks, 4)), (np.concatenate([changes, changes, -changes, -changes])[:, None] / 4, np.zeros(1))]
