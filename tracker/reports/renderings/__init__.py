"""Renderings of a report: HTML, DOCX and PDF through pandoc, XLSX; they know the tree alone."""
