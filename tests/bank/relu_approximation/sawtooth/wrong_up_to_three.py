# Works for k up to 3, with three folds from then on.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    network = hat()
    for _ in range(min(k, 3) - 1):
        network = compose(hat(), network)
    return network
