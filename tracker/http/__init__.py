"""What pages and API share: request, permission, errors, formats, navigation."""
