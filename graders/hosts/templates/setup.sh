#!/usr/bin/env bash
# Run by Gradescope once, when it builds the image: Python, the libraries, the engine.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
cd "$root/source"
if ! command -v uv >/dev/null; then
    python3 -m venv "$root/tools" 2>/dev/null || {
        apt-get update -qq && apt-get install -qq -y --no-install-recommends python3-venv
        python3 -m venv "$root/tools"
    }
    "$root/tools/bin/pip" install --quiet uv
    PATH="$root/tools/bin:$PATH"
fi
# The Python that graded at home; where there is none, uv fetches it.
export UV_PYTHON_INSTALL_DIR="$root/python"
uv venv --quiet --clear --python "${AUTOGRADER_PYTHON:-PYTHON-VERSION}" "$root/environment"
uv pip install --quiet --python "$root/environment/bin/python" --requirement requirements.txt
libraries="$("$root/environment/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
cp -R engine/. "$libraries/"
"$root/environment/bin/python" -c 'import graders.hosts.gradescope'
