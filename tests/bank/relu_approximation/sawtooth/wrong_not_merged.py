# Identity maps with a ReLU between the hats: right values, twice as deep.
# loses: test_sawtooth__size
def sawtooth(k):
    network = list(hat())
    for _ in range(k - 1):
        network = network + list(hat())
    return network
