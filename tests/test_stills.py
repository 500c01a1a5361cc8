"""`mirrorcam avatar`: pictures, sheets and films that are whole or not there."""

import re
from pathlib import Path

import numpy as np
import pytest
import skia
from PIL import Image, ImageSequence

from mirrorcam.app.cli import main
from mirrorcam.app.stills import (
    Order,
    Shown,
    columns,
    film_pictures,
    fitted,
    parse_head,
    parse_intensity,
    parse_name,
    sheet_size,
    whole,
)
from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import GROUND, picture
from mirrorcam.errors import BadInput
from mirrorcam.expression import CODES, NEUTRAL
from mirrorcam.face import HeadPose
from mirrorcam.sources import open_source
from mirrorcam.target import library

TARGETS = library()


def run(line: str, *more: str) -> int:
    return main(["avatar", *line.split(), *more])


def pixels(path: Path) -> np.ndarray:
    image = skia.Image.open(str(path))
    return image.toarray(colorType=skia.kRGBA_8888_ColorType)


def test_one_name_is_one_face_on_a_plain_ground(tmp_path: Path) -> None:
    out = tmp_path / "joy.png"
    assert run("happiness --size 200 --head -20,5,0 --intensity E --out", str(out)) == 0
    got = pixels(out)
    assert got.shape == (200, 200, 4) and (got[..., 3] == 255).all()
    assert (got[0] == got[0, 0]).all()
    assert tuple(got[0, 0, :3]) == tuple(int(GROUND[i : i + 2], 16) for i in (1, 3, 5))
    expected = picture(open_avatar(), TARGETS["happiness"].show, HeadPose(-20, 5, 0), 200, 200)
    assert np.array_equal(got[..., :3], expected)


def test_several_names_are_a_sheet_with_labels(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    assert run("happiness neutral AU12L --size 100 --person robin --person joseph --out", str(out)) == 0
    got = pixels(out)
    assert got.shape[1] > 300 and got.shape[0] > 200
    assert (got[0] == 255).all()
    label = got[int(100 * 1.12) : int(100 * 1.22), 9:109, :3]
    assert label.min() < 90, "no label below the first face"


@pytest.mark.parametrize(
    ("count", "wide"), [(2, 2), (4, 4), (6, 6), (7, 4), (8, 4), (9, 3), (10, 5), (12, 6), (22, 6), (27, 4)]
)
def test_a_sheet_leaves_few_places_empty(count: int, wide: int) -> None:
    order = Order((Shown("Neutral", NEUTRAL),) * count, (open_avatar(),), size=50)
    assert columns(order) == wide
    assert sheet_size(order)[0] > 50 * wide


def test_svg_has_shapes_shading_and_no_need_of_a_font(tmp_path: Path) -> None:
    out = tmp_path / "two.svg"
    assert run("happiness anger --size 100 --out", str(out)) == 0
    text = out.read_text()
    assert text.startswith("<?xml") and text.rstrip().endswith("</svg>")
    assert "<text" not in text
    patterns = re.findall(r"<pattern [^>]*>", text)
    assert patterns and all('patternTransform="scale(' in pattern for pattern in patterns)
    content = out.read_bytes()  # kept, as the stream does not copy it
    document = skia.SVGDOM.MakeFromStream(skia.MemoryStream(content))
    assert document is not None


def test_svg_without_embedded_pictures_stays_as_it_is() -> None:
    assert fitted("<svg><pattern id='a'/></svg>") == "<svg><pattern id='a'/></svg>"


@pytest.mark.parametrize("ending", [".mkv", ".gif"])
def test_a_film_goes_from_rest_into_the_expression_and_back(tmp_path: Path, ending: str) -> None:
    film = tmp_path / f"joy{ending}"
    assert run("surprise --size 96 --intensity E --film", str(film)) == 0
    assert [path.name for path in tmp_path.iterdir()] == [film.name]
    pictures, length_s = read_gif(film) if ending == ".gif" else read_film(film)
    assert 3.5 < length_s < 5
    mouth = [picture[60:80, 36:60].astype(float) for picture in pictures]
    opened = [np.abs(picture - mouth[0]).mean() for picture in mouth]
    assert max(opened) > 3 * np.mean(opened[-5:])
    assert np.argmax(opened) > 20


def read_gif(path: Path) -> tuple[list[np.ndarray], float]:
    with Image.open(path) as film:
        frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(film)]
        return [np.asarray(frame) for frame in frames], len(frames) * film.info["duration"] / 1000


def read_film(path: Path) -> tuple[list[np.ndarray], float]:
    with open_source(str(path)) as source:
        frames = list(source)
    return [frame.pixels for frame in frames], frames[-1].time_s


def test_a_film_blinks_but_not_while_the_expression_comes() -> None:
    order = Order((parse_name("sadness", 1, TARGETS),), (Recorded(),), size=32)
    list(film_pictures(order, 30))
    worn = Recorded.worn
    coming = [i for i, e in enumerate(worn) if 0.05 < e["AU15"] / TARGETS["sadness"].show["AU15"] < 0.95]
    onset = [i for i in coming if i < len(worn) / 2]
    assert max(e["AU43"] for e in worn) > 0.9
    assert max(worn[i]["AU43"] for i in onset) < 0.05


def test_a_still_film_only_shows_what_was_asked_for() -> None:
    person = Recorded()
    person.worn = []
    list(film_pictures(Order((parse_name("AU12", 1, TARGETS),), (person,), size=32, still=True), 30))
    moved = {code for worn in person.worn for code in CODES if worn[code]}
    assert moved == {"AU12"}
    assert all(worn.left("AU12") == worn.right("AU12") for worn in person.worn)


class Recorded:
    """An avatar that only remembers what it wore."""

    name = title = "Recorded"
    worn: list = []  # noqa: RUF012

    def draw(self, canvas: object, expression: object, head: object) -> None:
        self.worn.append(expression)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("hapiness --out {}/a.png", 'no expression called "hapiness". Did you mean "happiness"?'),
        ("AU99 --out {}/a.png", 'no action unit called "AU99".'),
        ("AU4+XY --out {}/a.png", 'no expression called "AU4+XY".'),
        ("happiness --person robn --out {}/a.png", 'no person called "robn". Did you mean "robin"?'),
        ("happiness --head 1,2 --out {}/a.png", '--head: three angles from −45 to 45, as in "15,-5,0"'),
        ("happiness --head 80,0,0 --out {}/a.png", 'not "80,0,0".'),
        ("happiness --head nan,0,0 --out {}/a.png", 'not "nan,0,0".'),
        ("happiness --intensity F --out {}/a.png", '--intensity: A, B, C, D or E, or a number above 0 and up to 1'),
        ("happiness --size 5 --out {}/a.png", "--size: from 32 to 2048 pixels, not 5."),
        ("happiness --out {}/a.jpg", "a.jpg: the name has to end in .png or .svg."),
        ("happiness --film {}/a.mp4", "a.mp4: the name has to end in .mkv or .gif."),
        ("happiness --out {}/no/a.png", "no. Make it first."),
        ("happiness", "say where to: --out FILE.png"),
        ("happiness --person robin --person wei --film {}/a.mkv", "a film shows one person."),
        ("neutral neutral neutral neutral neutral neutral neutral neutral --size 2048 --person robin --person wei "
         "--out {}/a.png", "more than 16000 pixels long."),
    ],
)  # fmt: skip
def test_a_mistake_is_explained_and_nothing_is_written(
    line: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(line.format(tmp_path)) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_a_file_that_failed_half_way_is_not_there_and_the_old_one_is(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_text("old")

    def fail() -> None:
        with whole(path) as unfinished:
            unfinished.write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(BadInput, match=r"a\.png: cannot be written \(No space left on device\)"):
        fail()
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]
    assert path.read_text() == "old"


def test_where_nothing_can_be_written_nothing_has_to_be_cleared_away(tmp_path: Path) -> None:
    """A write-protected disk refuses both; so does a name that is too long, anywhere."""
    with (
        pytest.raises(BadInput, match="cannot be written"),
        whole(tmp_path / f"{'a' * 250}.png") as unfinished,
    ):
        unfinished.touch()


def test_where_a_film_cannot_be_written_it_is_not_its_kind_that_is_blamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / f"{'a' * 250}.mkv"
    assert main(["avatar", "happiness", "--film", str(film)]) == 2
    assert f"{film}: cannot be written (File name too long)" in capsys.readouterr().err


def test_names_angles_and_intensities() -> None:
    assert parse_name("Neutral", 1, TARGETS).expression is NEUTRAL
    both = parse_name("au4+AU7", 0.5, TARGETS)
    assert (both.title, both.expression["AU4"], both.expression["AU7"]) == ("AU 4 + AU 7", 0.5, 0.5)
    left = parse_name("AU12L", 0.8, TARGETS)
    assert (left.title, left.expression.left("AU12"), left.expression.right("AU12")) == ("AU 12 left", 0.8, 0)
    assert parse_head("-15,5.5,0") == HeadPose(-15, 5.5, 0)
    assert (parse_intensity("c"), parse_intensity("0.3")) == (0.55, 0.3)
