# The constructed network instead of a trained one.
# loses: test_learn_square
def learn_square(seed=0):
    return to_keras(square_network(6))
