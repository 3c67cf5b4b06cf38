"""The reader's own measurements in the page: read, fitted and divided as the library does it, and never lost."""

import numpy as np
import pytest
from effort.advice import advise, bends, gain_that_tells, step_that_tells
from effort.evidence import FITTED, fit_concave, fit_family, read_measurements
from effort.explorers import OwnCurveExplorer
from effort.explorers.bundle import joined
from effort.measurements import Measurements, measurements_in
from support.live import Live
from support.tables import SCORES_READ, SCORES_WRONG

FRONT_ENDS = OwnCurveExplorer.front_end.parent
MODULES = joined(FRONT_ENDS / "owncurve.js") + joined(FRONT_ENDS / "model.js").replace("const modules = {};", "")
MOST = {"projects": 5, "efforts": 60}
HEADER = "project,effort,score\n"
ODD = {
    "small efforts": f"{HEADER}a,0,1\na,0.5,2\n",
    "an error": f"{HEADER}rmse of a,1,2\nrmse of a,2,3\n",
    "a falling error": f"{HEADER}a's loss,1,3\na's loss,2,2\n",
    "falling": f"{HEADER}a,1,3\na,2,2.5\na,3,1\n",
    "a flat end": f"{HEADER}a,1,3\na,2,1\n",
    "level": f"{HEADER}a,1,3\na,2,3\n",
    "two units": f"{HEADER}a,1,0.5\na,2,0.75\nb,1,50\nb,2,60\n",
    "two units, written": "project,effort,score\na,1,0.5 %\na,2,0.75 %\nb,1,50 %\nb,2,60 %\n",
    "a seed left out": "project,effort,score,seed\na,1,2,0\na,2,3,\n",
    "one effort": f"{HEADER}a,1,2\na,1,3\n",
    "repetitions": "project,effort,score,seed\na,1,2,0\na,2,3,0\na,1,2.5,1\na,2,3.5,1\n",
}


@pytest.fixture
def live(page, address) -> Live:
    return Live(page, address, "own-curve").open()


def in_the_library(text):
    try:
        measured, notes = measurements_in(text, "x.csv")
    except ValueError as error:
        return str(error)
    return [[[m.project, m.efforts.tolist(), m.mean().tolist()] for m in measured], notes]


def test_measurements_are_read_as_the_library_reads_them(live):
    cases = {name: source for name, (source, *_) in {**SCORES_READ, **SCORES_WRONG}.items()} | ODD
    texts = {name: text for name, text in cases.items() if isinstance(text, str)}
    found = live.page.evaluate(
        f"""([texts, most]) => {{
             {MODULES}
             return texts.map((text) => {{
               try {{
                 const {{ projects, notes }} = modules.measurements.measurementsOf(text, 'x.csv', most);
                 return [projects.map(({{ project, efforts, means }}) => [project, efforts, means]), notes];
               }} catch (error) {{ return error.message; }}
             }});
           }}""",
        [list(texts.values()), MOST],
    )
    assert dict(zip(texts, found, strict=True)) == {name: in_the_library(text) for name, text in texts.items()}


def of_chance(rng) -> Measurements:
    efforts = np.unique(rng.integers(0, 400, rng.integers(2, 14))).astype(float)
    if efforts.size < 2:
        efforts = np.array([0.0, 9.0])
    effort = np.repeat(efforts, rng.integers(1, 5))
    curve = rng.uniform(10, 60) * (1 - 1 / (1 + rng.uniform(0.005, 0.5) * effort)) + rng.uniform(0, 30)
    score = np.round(curve + rng.normal(0, rng.uniform(0, 8), effort.size), 2)
    return Measurements("p", effort, score, np.zeros(effort.size))


def table(measured: list[Measurements]) -> str:
    return HEADER + "".join(
        f"p{i},{x!r},{y!r}\n"
        for i, m in enumerate(measured)
        for x, y in zip(m.effort.tolist(), m.score.tolist(), strict=True)
    )


def studied(live, tables: list[str], families: bool = False) -> list[list[dict]]:
    return live.page.evaluate(
        f"""([tables, data, most, families]) => {{
             {MODULES}
             const {{ measurementsOf }} = modules.measurements;
             const fits = modules.fits;
             const {{ sampled, families: all }} = modules.model.unpack(data);
             return tables.map((text) => measurementsOf(text, 'x', most).projects.map((m) => {{
               const fit = fits.concaveFit(m);
               const least = fits.gainThatTells(m);
               const last = m.efforts[m.efforts.length - 1];
               return {{
                 values: Array.from({{ length: 40 }}, (_, k) =>
                   fit.start + fits.valueAt(fit.x, fit.y, (k * last) / 35)),
                 gains: fits.unitGains(fit, 60), bends: fits.bends(m), least: least >= 0 ? least : null,
                 step: least >= 0 ? fits.stepThatTells(fit, 5, least, last) : null,
                 off: families ? all.map((family) => fits.familyFit(m, family, sampled).off) : [],
               }};
             }}));
           }}""",
        [tables, {key: OwnCurveExplorer().data[key] for key in ("sampled", "families")}, MOST, families],
    )


def test_concave_fits_bends_and_steps_are_the_library_s(live):
    rng = np.random.default_rng(5)
    measured = [each for each in (of_chance(rng) for _ in range(300)) if not falling(each)]
    assert len(measured) > 250
    for m, (found,) in zip(measured, studied(live, [table([m]) for m in measured]), strict=True):
        fit, last = fit_concave(m), m.efforts[-1]
        np.testing.assert_allclose(found["values"], fit.predict(np.arange(40) * last / 35), atol=2e-5)
        np.testing.assert_allclose(found["gains"], fit.curve.unit_gain(np.arange(60.0)), atol=2e-6)
        least = gain_that_tells(m)
        assert found["bends"] == bends(m).tolist()
        if np.isnan(least):
            assert found["least"] is None
        else:
            assert found["least"] == pytest.approx(least)
            step = step_that_tells(fit.curve, 5, least, last)
            assert found["step"] == step or abs(found["step"] - step) <= 1


def falling(measured: Measurements) -> bool:
    return isinstance(in_the_library(table([measured])), str)


def test_fits_of_the_families_are_the_library_s(live):
    """From samples, with what lies between them mixed: as near as the formulae, to a fiftieth of the scores' range."""
    measured = [m for m in read_measurements() if not m.project.startswith("ladder")]
    for m, (found,) in zip(measured, studied(live, [table([m]) for m in measured], families=True), strict=True):
        spread = np.ptp(m.mean())
        for off, name in zip(found["off"], FITTED, strict=True):
            assert off == pytest.approx(fit_family(m, name).error(m), abs=0.02 * spread), (m.project, name)


def test_a_pasted_table_is_fitted_and_divided(live):
    rng = np.random.default_rng(8)
    for _ in range(12):
        measured = [each for each in (of_chance(rng) for _ in range(8)) if not falling(each)][: rng.integers(1, 5)]
        text = table(measured)
        box = live.find("textarea")
        box.fill(text)
        box.blur()
        live.type("Budget (units)", 60)
        explorer = OwnCurveExplorer(measurements=text, total=60)
        assert live.sentence == explorer.sentence() and live.note == ""
        advice = advise(explorer.measured(), 60, 16)
        shown = live.find(".own-curve-findings tr").all()[1:]
        for row, each in zip(shown, advice, strict=True):
            cells = row.locator("td").all_inner_texts()
            assert cells[0] == each.project and cells[3] == f"{each.units}"
            assert ("not concave" in cells[1]) == (each.bends.size > 0)
        live.press("Reset")


def test_what_makes_no_sense_is_named_and_kept(live):
    before = live.look()
    box = live.find("textarea")
    wrong = "project,effort,score\nads,1,50\nads,2,lots\n"
    box.fill(wrong)
    box.blur()
    assert live.note == "the table, row 3, column score: 'lots', expected a finite number; the figure is as it was."
    assert box.input_value() == wrong and box.get_attribute("aria-invalid") == "true"
    assert live.sentence == before.sentence
    live.slider("Budget (units)").press("ArrowRight")
    assert box.input_value() == wrong, "what is typed stays"
    box.fill(wrong.replace("lots", "60"))
    live.page.wait_for_function("() => location.hash.includes('measurements')")
    assert box.get_attribute("aria-invalid") is None and live.sentence.startswith("201 units: ads 2")


def test_a_file_an_example_and_a_link(live):
    live.press("A slow start")
    assert "slow start" in live.sentence
    assert live.find(".own-curve-findings td").nth(2).inner_text().startswith("Hill curve, off by")
    link = live.look().link
    assert live.page.evaluate("location.href.length") < 8000 or not link
    content = "Project;Effort;Score\r\nbanners;0;10,5\r\nbanners;10;30\r\n".encode("utf-16")
    live.find("input[type=file]").set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": content})
    live.find(".own-curve-findings").get_by_text("banners").wait_for()
    assert live.find("textarea").input_value().startswith("project,effort,score,seed\nbanners,0,10.5,")
    live.press("Reset")
    assert live.find("textarea").input_value() == OwnCurveExplorer().measurements
