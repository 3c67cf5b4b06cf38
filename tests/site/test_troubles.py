"""What goes wrong in a page is noticed, so that a test fails that looks at something else."""

import pytest
from bookbuild.serve import served
from support.troubles import Troubles


@pytest.mark.parametrize(
    ("script", "kinds"),
    [
        ("console.log('all is well')", set()),
        ("console.warn('take care')", {"warning"}),
        ("console.error('no')", {"error"}),
        ("setTimeout(() => { throw new Error('thrown'); })", {"script"}),
        ("alert('hello')", {"dialog"}),
        ("new Image().src = 'http://example.invalid/a.png'", {"to another host", "not loaded", "error"}),
        ("new Image().src = 'no-such-file.png'", {"status 404", "error"}),
    ],
)
def test_each_kind_of_trouble(browser, tmp_path, script, kinds):
    (tmp_path / "index.html").write_text(f'<!DOCTYPE html><link rel="icon" href="data:,"><script>{script}</script>')
    context = browser.new_context()
    page, troubles = context.new_page(), Troubles(context)
    with served(tmp_path) as address:
        page.goto(address, wait_until="networkidle")
    context.close()
    assert {trouble.partition(":")[0] for trouble in troubles.found} == kinds
    if kinds:
        with pytest.raises(AssertionError):
            troubles.end_of_test()
    troubles.end_of_test()
