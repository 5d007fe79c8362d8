# One hidden layer with as many kinks as it takes: a power of 1 / eps.
# loses: test_square_on_interval__size
def square_on_interval(eps, bound):
    n = max(1, int(np.ceil(bound / np.sqrt(eps))))
    kinks = np.arange(1 - n, n) * bound / n
    step = bound / n
    W = np.concatenate([[-1.0], np.ones(2 * n - 1)])[None]
    b = np.concatenate([[-bound + step], -kinks])
    changes = np.full(2 * n, 2 * step)
    changes[0] = 0.0
    # slope at the left end: -(2 bound - step), as two units that are on for all x > -bound
    first = 2 * bound - step
    W, b = np.hstack([W, [[1.0]]]), np.append(b, bound)
    return [(W, b), (np.append(changes, -first)[:, None], np.array([bound**2]))]
