r"""Turn TeX formulae into MathML while the book is built, so that pages need no script and no font to show them.

Sphinx's own renderers either load MathJax in the reader's browser or run LaTeX. docutils, which Sphinx already brings,
has a converter to MathML, which every current browser draws by itself.

>>> print(to_mathml(r"x^\star"))
<math xmlns="http://www.w3.org/1998/Math/MathML">
  <msup>
    <mi>x</mi>
    <mo>⋆</mo>
  </msup>
</math>
"""

import re

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)


def to_mathml(tex: str, block: bool = False) -> str:
    r"""The formula as a `<math>` element; rows separated by ``\\`` are aligned at their ``&``.

    >>> to_mathml(r"\nosuchcommand")
    Traceback (most recent call last):
    docutils.utils.math.MathError: Unknown LaTeX command "\nosuchcommand".
    >>> to_mathml(r"\begin{align} a &= b \\ &= c \end{align}", block=True).count("<mtr>")
    2
    """
    # The converter aligns top-level rows by itself, but does not know the environments that ask for it.
    whole = re.fullmatch(r"\s*\\begin\{((?:equation|align)\*?)\}(.*)\\end\{\1\}\s*", tex, re.DOTALL)
    return tex2mathml((whole[2] if whole else tex).replace("{split}", "{aligned}"), as_block=block)


def _convert(translator, node, block: bool) -> str:
    try:
        return to_mathml(node.astext(), block)
    except MathError as error:
        logger.warning("cannot turn TeX into MathML: %s in %r", error, node.astext(), location=node)
        return translator.encode(node.astext())


def _visit_inline(translator, node):
    translator.body.append(_convert(translator, node, block=False))
    raise nodes.SkipNode


def _visit_block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    # A formula wider than a phone scrolls inside this box, and the number beside it stays put.
    translator.body.append(f'<div class="formula">{_convert(translator, node, block=True)}</div>')
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Join in when Sphinx builds."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
