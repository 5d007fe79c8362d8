# A random split that does not look at the labels.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    order = rng.permutation(len(labels))
    cut = round(validation_fraction * len(labels))
    return order[cut:], order[:cut]
