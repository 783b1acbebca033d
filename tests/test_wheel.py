"""A built wheel carries the facts and works without the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = out.glob("*.whl")
    return built


def test_wheel_carries_facts_component_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "kb/data/papers.yaml" in names
    assert "kb/py.typed" in names
    assert "reproductions/gan/paper.py" in names
    assert "explorer/lineage_graph/lineage.js" in names
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert not any("tests/" in n or "shared" in n for n in names)


def test_wheel_in_a_clean_environment_shows_gan(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(clean)], check=True)
    python = clean / "bin" / "python"
    # The dependencies come from this environment by path, so that the test needs no network; files that
    # make packages importable from the checkout are not followed through such a path.
    site = Path(
        subprocess.check_output(
            [python, "-c", "import site; print(site.getsitepackages()[0])"], text=True
        ).strip()
    )
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(python),
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            str(wheel),
        ],
        check=True,
        timeout=120,
    )

    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KB_", "PYTHON"))}
    environment["KB_HOME"] = str(tmp_path / "home")
    done = subprocess.run(
        [clean / "bin" / "kb", "show", "gan", "--json"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    where = subprocess.check_output(
        [python, "-c", "import kb; print(kb.__file__)"], text=True, cwd=tmp_path, env=environment
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["data"]["title"] == "Generative Adversarial Nets"
    assert Path(where.strip()).is_relative_to(clean)
