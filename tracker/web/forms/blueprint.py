"""The templates of forms: fields, rows, suggestions, the summary of errors."""

from flask import Blueprint

blueprint = Blueprint("forms", __name__, template_folder="templates")
