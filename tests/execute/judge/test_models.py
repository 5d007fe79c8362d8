"""Keras models between a test and the student's kernel, in both directions."""

import pytest

from graders.execute.settings import Settings, Times

MODEL = """
    import keras

    def f(units):
        model = keras.Sequential([
            keras.Input((2,)), keras.layers.Dense(units, activation="relu"), keras.layers.Dense(1)
        ])
        model.compile("sgd", "mse")
        return model
"""


@pytest.fixture
def judged(judged, full_template):
    def with_models(*sources):
        return judged(
            *sources, template=full_template, settings=Settings(times=Times(cell=40, call=20))
        )

    return with_models


def test_a_model_of_the_students_is_asked_for_data(judged):
    result = judged(
        MODEL,
        """
        import keras

        model = f(3)
        assert isinstance(model, keras.Model) and model.built and model.count_params() == 13
        assert model.input_shape == (None, 2) and model.output_shape == (None, 1)
        weights = model.get_weights()
        assert [w.shape for w in weights] == [(2, 3), (3,), (3, 1), (1,)]
        x = np.ones((4, 2), np.float32)
        expected = np.maximum(x @ weights[0] + weights[1], 0) @ weights[2] + weights[3]
        for got in (model.predict(x, verbose=0), model(x), model.predict_on_batch(x)):
            assert np.allclose(got, expected, atol=1e-6)
        model.set_weights([0 * w for w in weights])
        assert not np.any(model(x))
        """,
    )
    assert result.state == "passed", result


def test_a_history_is_asked_for_its_numbers(judged):
    result = judged(
        MODEL.replace("f(units)", "make(units)")
        + """
    def f(units, x, y):
        return make(units).fit(x, y, epochs=3, verbose=0)
""",
        """
        import keras

        history = f(2, np.ones((8, 2), np.float32), np.ones((8, 1), np.float32))
        assert isinstance(history, keras.callbacks.History)
        assert list(history.history) == ["loss"] and len(history.history["loss"]) == 3
        assert history.epoch == [0, 1, 2]
        """,
    )
    assert result.state == "passed", result


def test_a_model_of_the_tests_can_be_called_and_differentiated_by_the_student(judged):
    result = judged(
        """
        import tensorflow as tf

        def f(model, x):
            x = tf.convert_to_tensor(x)
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = model(x)
            return tape.gradient(y, x)
        """,
        """
        import keras

        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.set_weights([np.array([[2.0], [3.0]]), np.zeros(1)])
        assert np.allclose(f(model, np.ones((3, 2), np.float32)), [2, 3])
        """,
    )
    assert result.state == "passed", result
