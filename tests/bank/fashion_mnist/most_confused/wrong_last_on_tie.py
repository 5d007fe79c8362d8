# The last of the largest.
# loses: test_most_confused
def most_confused(confusion):
    best, pair = -1, None
    for i, row in enumerate(confusion):
        for j, count in enumerate(row):
            if i != j and count >= best:
                best, pair = count, (i, j)
    return pair
