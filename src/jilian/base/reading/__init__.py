"""Reading tables that people send: what a file is, its sheets, its cells, and what is odd there.

Nothing is trusted: sizes written in a file may lie, an ending may lie, and a workbook may be packed
to fill a disk. Every area that takes a table reads it here.
"""
