"""What an accessibility checker finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe

# Nothing is said of what is right: on a long page, that takes longer than all of the checks.
OPTIONS = {"resultTypes": ["violations"]}


def violations(page, context: str | None = None, impacts: tuple[str, ...] = ()) -> list[str]:
    """Each violation on the page, or in what a selector names: its impact, the rule, and where.

    Args:
        impacts: only those of such an impact; all, if none is named
    """
    found = Axe().run(page, context=context, options=OPTIONS).response["violations"]
    return [
        f"{each['impact']}: {each['help']}: {node['html'][:200]} at {node['target']}"
        for each in found
        if not impacts or each["impact"] in impacts
        for node in each["nodes"]
    ]
