"""What is public here, as data: lists, figures, the JSON interface."""
