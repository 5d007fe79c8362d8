# Composed k times more instead of k - 1 times.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    network = hat()
    for _ in range(k):
        network = compose(hat(), network)
    return network
