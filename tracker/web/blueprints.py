"""The blueprints of the pages."""

from tracker.web import sign_in

BLUEPRINTS = (sign_in.blueprint,)
