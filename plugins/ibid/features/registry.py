"""The list of features. A new one is a folder beside this file, and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ibid.feature import Feature, Steps
from ibid.features.colours import sets_tokens
from ibid.features.cv import has_cv
from ibid.features.formulas import reads_formulas

FEATURES: Final = (
    Feature("search", lambda settings: bool(settings["IBID_SEARCH"]), "ibid.features.search.index:SearchSteps"),
    Feature("cv", has_cv, "ibid.features.cv.cv_pages:CvSteps"),
    Feature("images", lambda _: True, "ibid.features.images.image_steps:ImageSteps"),
    Feature("colours", sets_tokens, "ibid.features.colours.colour_tokens:ColourSteps"),
    Feature("formulas", reads_formulas, "ibid.features.formulas.formulas:FormulaSteps"),
    Feature("redirects", lambda _: True, "ibid.features.redirects.aliases:RedirectSteps"),
    Feature(
        "outside_links",
        lambda settings: bool(settings["IBID_EXTERNAL"]),
        "ibid.features.outside_links.rounds:OutsideLinkSteps",
    ),
)
"""Every feature, in the order in which their pages and files are written."""


def features_of(settings: Mapping[str, Any]) -> tuple[type[Steps], ...]:
    """Return the steps of the features that a site uses, by Pelican's settings, which include our defaults."""
    return tuple(feature.load() for feature in FEATURES if feature.used(settings))
