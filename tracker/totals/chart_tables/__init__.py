"""The tables of charts: all rows of their data, for pages, files and documents."""
