# An identity of depth 2 between the hats: right, but too deep.
# loses: test_sawtooth__size
def sawtooth(k):
    network = hat()
    for _ in range(k - 1):
        network = compose(hat(), compose(identity_network(1, 2), network))
    return network
