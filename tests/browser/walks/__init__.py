"""People walk through the pages from end to end, on both databases and at both widths."""
