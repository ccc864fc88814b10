"""Imports that came through a page: kept, checked and taken up by a process of their own."""
