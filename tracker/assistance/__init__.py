"""What is done: programmes, activities, requests, tools, results."""
