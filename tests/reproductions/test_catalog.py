"""The catalogue: what there is to run, and which settings it accepts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reproductions import catalog, demonstrating
from reproductions.errors import BadOverride, UnknownPreset, UnknownReproduction


def test_catalog_and_launch_import_neither_torch_nor_numpy():
    script = (
        "import sys; from reproductions import catalog, launch; catalog.catalog(); launch.runs();"
        "launch.estimate('gan', 'smoke', 'cpu');"
        "print([name for name in ('torch', 'numpy', 'sklearn', 'kb', 'streamlit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_gan_is_in_the_catalogue_with_its_four_presets():
    gan = catalog.catalog()["gan"]
    assert list(gan.presets) == ["smoke", "cpu", "gpu", "paper"]
    assert gan.presets["smoke"].dataset == "digits"
    assert gan.presets["cpu"].dataset == "mnist"
    assert [claim.id for claim in gan.claims] == ["GAN-1", "GAN-2", "GAN-3", "GAN-4"]


def test_the_preset_changes_defaults_and_an_override_changes_the_preset():
    assert catalog.configure("gan", "smoke")["seeds"] == 3
    assert catalog.configure("gan", "smoke", {"seeds": "5", "lr": "0.2"}, seed=7) | {} == {
        **catalog.configure("gan", "smoke"),
        "seeds": 5,
        "lr": 0.2,
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"learning": "1"}, "no setting 'learning'"),
        ({"seeds": "many"}, "expected int, got 'many'"),
        ({"seeds": "0"}, "from 1 to 100, got 0"),
        ({"lr": "nan"}, "from 0 to 100, got nan"),
        ({"dataset": "cifar"}, "one of mnist, digits"),
    ],
)
def test_a_wrong_override_is_one_line_that_names_it(overrides, words):
    with pytest.raises(BadOverride, match=words) as caught:
        catalog.configure("gan", "smoke", overrides)
    assert caught.value.code == 2
    assert "\n" not in caught.value.message


def test_unknown_names_come_with_the_nearest_ones():
    with pytest.raises(UnknownReproduction) as paper:
        catalog.find("gam")
    with pytest.raises(UnknownPreset) as preset:
        catalog.configure("gan", "smok")
    assert (paper.value.code, paper.value.candidates) == (4, ["gan"])
    assert (preset.value.code, preset.value.candidates) == (2, ["smoke"])


@pytest.mark.parametrize("paper", sorted(catalog.catalog()))
def test_every_reproduction_says_everything_in_chinese_too(paper):
    reproduction, said = catalog.find(paper), catalog.words(paper, "zh")
    wanted = {"about", *(f"preset.{name}" for name in reproduction.presets)}
    wanted |= {f"criterion.{claim.id}" for claim in reproduction.claims}
    wanted |= {f"untested.{claim}" for claim in reproduction.untested}
    wanted |= {f"measure.{name}" for entry in catalog.results(paper) for name in entry["measures"]}
    if asked := demonstrating.demonstrations().get(paper):
        wanted |= {"try.about", *(f"try.field.{field.name}" for field in asked.fields)}
        wanted |= {f"try.{name}" for name in asked.texts}
    assert wanted - said.keys() == set()
    more = said.keys() - wanted  # measures of runs that are not recorded, titles of pictures, and sentences
    assert all(key.startswith(("measure.", "picture.", "because.")) for key in more), more
    assert all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in said.values())


def test_a_language_without_a_catalogue_says_nothing():
    assert catalog.words("gan", "en") == {}
