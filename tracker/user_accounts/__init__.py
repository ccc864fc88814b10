"""Accounts of users by letter: invitations, forgotten passwords, notices, anonymising."""
