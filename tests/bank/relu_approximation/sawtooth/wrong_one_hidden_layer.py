# One hidden layer with a unit for each kink: exponentially wide.
# loses: test_sawtooth__size
def sawtooth(k):
    n = 2**k
    kinks = np.arange(n + 1) / n
    changes = 2.0 * n * (-1.0) ** np.arange(n + 1)
    changes[0], changes[-1] = n, n
    return [(np.ones((1, n + 1)), -kinks), (changes[:, None], np.zeros(1))]
