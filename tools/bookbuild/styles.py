"""Leave out of a style sheet the rules for what no page has: the theme brings a whole framework, little of it used."""

import re

import tinycss2

NAMED = re.compile(r"[.#]((?:[\w-]|\\.)+)")
# What stands between `not(` and its end need not be there for the selector to apply.
NEGATED = re.compile(r":not\([^()]*\)")


def used_rules(css: str, texts: list[str]) -> str:
    """The rules of a style sheet that can apply, without comments.

    A rule is left out only if each of its selectors names a class or an identifier that occurs nowhere in the texts,
    which are the pages and all scripts that may add to them.

    >>> used_rules(".a b, .c { top: 0 } .c { top: 1px } @media print { .c { top: 2px } }", ['<p class="a">'])
    '.a b{ top: 0 }'
    """
    text = " ".join(texts)
    words = set(re.findall(r"[\w-]+", text))
    beginnings = tuple(set(re.findall(r"[\w-]+-(?=[\"'`$])", text)))  # of names that a script puts together

    def can_apply(selector: str) -> bool:
        names = NAMED.findall(re.sub(r"\[[^\]]*\]", "", NEGATED.sub("", selector)))
        return all(
            name.startswith(beginnings) or set(re.findall(r"[\w-]+", name.replace("\\", ""))) <= words for name in names
        )

    def kept(rules: list) -> str:
        result = []
        for rule in rules:
            if rule.type == "qualified-rule":
                selectors = [part for part in split(tinycss2.serialize(rule.prelude)) if can_apply(part)]
                if selectors:
                    result.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}")
            elif (
                rule.type == "at-rule"
                and rule.lower_at_keyword in ("media", "supports", "container", "layer")
                and rule.content
            ):
                inner = kept(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
                if inner:
                    result.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
            elif (
                rule.type == "at-rule" and rule.lower_at_keyword != "font-face"
            ):  # the icons' font; book.css draws the few icons
                result.append(rule.serialize())
            elif rule.type == "error":
                raise ValueError(f"style sheet, line {rule.source_line}: {rule.message}")
        return "\n".join(result)

    return kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def split(selectors: str) -> list[str]:
    """The selectors of a list, without splitting those that hold lists themselves.

    >>> split("a, :is(b, c) d")
    ['a', ':is(b, c) d']
    """
    parts, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]
