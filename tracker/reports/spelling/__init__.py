"""Texts of a report written in a language: names, numbers, days and sentences."""
