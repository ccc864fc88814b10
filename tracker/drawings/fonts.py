"""The fonts of pictures: Noto Sans, with Arabic and Chinese signs from its sisters."""

from functools import cache

from matplotlib import font_manager

from tracker.settings import ROOT

FOLDER = ROOT / "tracker" / "fonts"
"""The font files that the set-up fetches (`scripts/frontend.sh`)."""
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
OF_MATPLOTLIB = "DejaVu Sans"


@cache
def families() -> tuple[str, ...]:
    """Return the families in the order in which a sign is looked for.

    Without the files of the set-up that is the font that matplotlib brings, which has no Chinese.
    """
    files = sorted(FOLDER.glob("*.ttf"))
    for file in files:
        font_manager.fontManager.addfont(file)
    return (*FAMILIES, OF_MATPLOTLIB) if files else (OF_MATPLOTLIB,)
