# "More teeth cannot be seen."
# loses: test_sawtooth__size
def sawtooth(k):
    network = hat()
    for _ in range(min(k, 6) - 1):
        network = compose(hat(), network)
    return network
