# Leaves out classes that do not occur.
# loses: test_confusion_matrix, test_confusion_matrix__classes
from sklearn import metrics


def confusion_matrix(labels, predictions, n_classes=10):
    return metrics.confusion_matrix(labels, predictions)
