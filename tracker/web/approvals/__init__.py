"""The pages of approvals: the list of requests, one request, decisions."""
