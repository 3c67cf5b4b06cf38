"""What the book takes from LCDB 1.1: which learning curves are concave, and how well labels are divided over them.

``.venv/bin/python -m lcdb ARCHIVE`` computes the book's two tables from the published data.
"""
