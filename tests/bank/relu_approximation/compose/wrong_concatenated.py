# Puts the lists one after another: a ReLU acts in between, and the depth is one too large.
# loses: test_compose, test_compose__depth
def compose(outer, inner):
    return list(inner) + list(outer)
