# Plain Python loops.
import math


def rmse(features, y, coefficients):
    total = 0.0
    for row, target in zip(features, y):
        value = 0.0
        for feature, coefficient in zip(row, coefficients):
            value += feature * coefficient
        total += (target - value) ** 2
    return math.sqrt(total / len(y))
