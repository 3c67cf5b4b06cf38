"""What a first visit to a page costs: everything that is loaded, compressed as any web server would."""

import gzip

MOST_BYTES, MOST_REQUESTS = 300_000, 15
# The reference of the library and the page that holds all others are long on purpose.
LONG = {"whole": 600_000}


def test_a_first_visit_is_light(new_page, address, name):
    page = new_page()
    responses = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{address}{name}.html")
    page.wait_for_load_state("networkidle")
    sizes = {response.url.removeprefix(address): len(gzip.compress(response.body(), 6)) for response in responses}
    listed = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert sum(sizes.values()) < LONG.get(name, MOST_BYTES), listed
    assert len(responses) <= MOST_REQUESTS, listed
    assert not any(url.startswith("lite/") for url in sizes), "Python in the browser is for those who ask for it"
