# Four hidden layers with skip connections and swish; inputs shifted first.
import keras


def build_model(d, width=64):
    inputs = keras.Input((d + 1,), name="t_and_x")
    h = keras.layers.Rescaling(1.0, offset=-0.5)(inputs)
    h = keras.layers.Dense(width, "swish", kernel_initializer="he_normal")(h)
    for _ in range(3):
        h = keras.layers.Add()([h, keras.layers.Dense(width, "swish")(h)])
    return keras.models.Model(inputs=inputs, outputs=keras.layers.Dense(1, activation="linear")(h))
