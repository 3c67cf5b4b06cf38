"""Leave out of a style sheet what no page has a use for: the theme brings a whole framework, little of it used."""

import re

import tinycss2

NAMED = re.compile(r"[.#]((?:[\w-]|\\.)+)")
# What stands between `not(` and its end need not be there for the selector to apply.
NEGATED = re.compile(r":not\([^()]*\)")

# A custom property's declaration; a value in quotes or brackets may hold what else would end it.
PROPERTY = re.compile(
    r"""(?<![\w-])(?P<name>--[\w-]+)\s*:"""
    r"""(?:"[^"]*"|'[^']*'|\((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*\)|[^;{}"'()])*(?:;\s*|(?=\}))"""
)
TAG = re.compile(r"<[^>]*>")
PROGRAM = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


def in_tags(html: str) -> str:
    """What a page says to its browser, not to its reader: the tags, and what scripts and styles hold.

    >>> in_tags('<p class="a">not <b id="c">so</b></p><script>x = "d"</script>')
    '<p class="a"> <b id="c"> </b> </p> <script>x = "d"</script>'
    """
    programs = [found[0] for found in PROGRAM.finditer(html)]
    return " ".join([*TAG.findall(PROGRAM.sub("", html)), *programs])


def used_rules(css: str, texts: list[str]) -> str:
    """The rules of a style sheet that can apply, without comments.

    A rule is left out only if each of its selectors names a class or an identifier that occurs nowhere in the texts,
    which are the tags of the pages and all scripts that may add to them.

    >>> used_rules(".a b, .c { top: 0 } .c { top: 1px } @media print { .c { top: 2px } }", ['<p class="a">'])
    '.a b{ top: 0 }'
    """
    text = " ".join(texts)
    # What a script only looks for (".dropdown-menu") it does not make.
    words = set(re.findall(r"(?<![.#\w-])[\w-]+", text))
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

    return without_unread(kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)), text)


def without_unread(css: str, text: str) -> str:
    """A style sheet without the custom properties that neither it nor the text reads.

    >>> without_unread("p{--a:1;--b:var(--a);--c:2;top:var(--d)}:root{--d:0}", "getPropertyValue('--c')")
    'p{--c:2;top:var(--d)}:root{--d:0}'
    """
    elsewhere = set(re.findall(r"--[\w-]+", text))
    while True:
        read = elsewhere | set(re.findall(r"var\(\s*(--[\w-]+)", css))
        shorter = PROPERTY.sub(lambda found, read=read: found[0] if found["name"] in read else "", css)
        if shorter == css:
            return css
        css = shorter


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
