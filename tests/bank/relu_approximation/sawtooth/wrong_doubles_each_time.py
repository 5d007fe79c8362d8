# The composition of the last one with itself: 2^(k - 1) hats instead of k.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    network = hat()
    for _ in range(k - 1):
        network = compose(network, network)
    return network
