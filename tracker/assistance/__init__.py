"""Assistance: programmes, activities, requests of States, tools, results."""
