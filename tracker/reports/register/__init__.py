"""The register of reports: drafts, texts of editors, clearing, issue, files, verification."""
